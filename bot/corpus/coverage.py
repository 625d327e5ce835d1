"""What of an article's text the facts leave out: numbers and dates that lie in no quote."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from bot.corpus.mentions import Mention, find_mentions
from bot.corpus.proof import Place, Text, words_of


@dataclass(frozen=True, slots=True)
class Coverage:
    """Mentions in no quote and in no ignored words, and how much of the text is quoted."""

    left_out: tuple[Mention, ...]
    mentions: int
    quoted_words: int
    words: int

    @property
    def share(self) -> float:
        """The part of the text's words that the quotes hold, 0 to 1; a word counts once."""
        return self.quoted_words / self.words if self.words else 0.0


def cover(text: Text, language: str, quotes: Iterable[Place], ignored: Iterable[Place]) -> Coverage:
    """Compare an article's text with the places of its quotes and of what it ignores."""
    quoted = merge(quotes)
    known = merge((*quoted, *ignored))
    mentions = find_mentions(text.content, language)
    left_out = tuple(m for m in mentions if not _inside(known, m.start, m.end))
    return Coverage(left_out, len(mentions), _words(text, quoted), text.words)


def around(text: Text, start: int, end: int, reach: int = 40) -> str:
    """The words around a place, with the place in brackets, for a message to an editor."""
    left = text.content.find(" ", max(0, start - reach), start) if start > reach else -1
    right = text.content.rfind(" ", end, end + reach) if end + reach < len(text.content) else -1
    tail = text.content[end : right if right >= 0 else end + reach]
    return f"{text.content[left + 1 : start]}[{text.content[start:end]}]{tail}"


def merge(places: Iterable[Place]) -> tuple[Place, ...]:
    """The same stretches of text without overlaps, in order."""
    merged: list[Place] = []
    for place in sorted(places, key=lambda place: (place.start, place.end)):
        if merged and place.start <= merged[-1].end:
            merged[-1] = Place(merged[-1].start, max(merged[-1].end, place.end))
        else:
            merged.append(place)
    return tuple(merged)


def _inside(places: tuple[Place, ...], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, holds all of a stretch."""
    at = bisect_right(places, start, key=lambda place: place.start) - 1
    return at >= 0 and end <= places[at].end


def _words(text: Text, quoted: tuple[Place, ...]) -> int:
    """How many of the text's words lie in a quoted stretch, at least in part."""
    count = 0
    stretches = iter(quoted)
    stretch = next(stretches, None)
    for word in words_of(text.content):
        while stretch is not None and stretch.end <= word.start:
            stretch = next(stretches, None)
        if stretch is not None and stretch.start < word.end:
            count += 1
    return count
