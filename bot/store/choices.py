"""What autocomplete offers, and which key is meant by a name that somebody typed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.store.kept import Kept
from bot.store.models import ChoiceKind
from bot.store.names import LANGUAGES, Names
from bot.store.text import plain, typo_limit

MAX_LABEL = 100
"""Longest name of a choice on Discord, in characters."""
MAX_TYPED = 100
CLOSE = 5
"""How many keys are offered for a name that is none."""
BUSY = 1_000
"""Of more matches than this the first are found by walking along the text, as they are near."""
BITS = 128
"""Of how many starts of words, each of a busy one, the names that have it are kept as bits."""
_BRACKETS = re.compile(r"^(.+\S)\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Choice:
    """A key, and the label to show for it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The key that a typed name means; if that is not certain, None and the keys close to it."""

    key: str | None
    close: tuple[Choice, ...] = ()


class Choices:
    """All names of all keys, in memory."""

    def __init__(self, names: Mapping[ChoiceKind, Names]) -> None:
        self._indexes = {kind: _Index(found) for kind, found in names.items()}

    def suggest(
        self,
        kind: ChoiceKind,
        typed: str,
        limit: int = 25,
        language: str = LANGUAGES[0],
        *,
        typos: bool = True,
    ) -> list[Choice]:
        """At most `limit` choices for what was typed so far, labelled in a language: the most used
        first.

        The whole name comes before the start of a name, that before the start of a later word;
        names with a typo are offered only where nothing else is, or (`typos`) not at all.
        """
        number = _number(language)
        return self._indexes[kind].suggest(typed[:MAX_TYPED], limit, number, typos=typos)

    def resolve(self, kind: ChoiceKind, typed: str, language: str = LANGUAGES[0]) -> Resolution:
        """The key that is meant: by key, label or alias in any language; never by a guess.

        What comes close is named in `language`.
        """
        return self._indexes[kind].resolve(typed, _number(language))


class _Index:
    """Looks names of one kind up. Places are those in `Names.folded`: they ascend with ranks."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._text = names.folded
        self._bits: Kept[str, int] = Kept(BITS)
        self._words = Alike(self._text, names.words, names.words_back, names.word_sizes)
        self._phrases = Alike(self._text, names.phrases, names.phrases_back, names.phrase_sizes)

    def suggest(self, typed: str, limit: int, language: int, *, typos: bool = True) -> list[Choice]:
        if not typed.strip():
            ranks = range(min(limit, len(self._names.shown_blocks) - 1))
            return [self._choice(rank, "", language) for rank in ranks]
        folded = plain(typed)
        if not folded:
            return []
        chosen: dict[int, None] = {}
        for tier in (self._whole, self._starts, self._word_starts):
            chosen.update(dict.fromkeys(islice(tier(folded), limit)))
            if len(chosen) >= limit:
                break
        if not chosen and typos:
            for near in self._typos(folded):
                chosen.update(dict.fromkeys(islice(near, limit)))
                if len(chosen) >= limit:
                    break
        return [self._choice(rank, folded, language) for rank in list(chosen)[:limit]]

    def resolve(self, typed: str, language: int) -> Resolution:
        folded = plain(typed[: 4 * MAX_TYPED])
        own = list(self._of_name(self._names.own_names, folded))
        if any(self._shown(rank)[0] == typed for rank in own):
            return Resolution(typed)
        # Of several keys with one name, it means those that have it as their own label or key.
        ranks = own or list(islice(self._whole(folded), CLOSE))
        if not ranks and (shown := _BRACKETS.match(typed.strip()[: 4 * MAX_TYPED])):
            ranks = list(islice(self._whole(plain(shown[1])), CLOSE))
        if len(ranks) == 1:
            return Resolution(self._shown(ranks[0])[0])
        if ranks:
            close = [self._choice(rank, "", language) for rank in ranks[:CLOSE]]
        else:
            close = self.suggest(typed, CLOSE, language) if typed.strip() else []
        return Resolution(None, tuple(close))

    def _whole(self, folded: str) -> Iterator[int]:
        """Keys with this name."""
        return self._of_name(self._names.by_name, folded)

    def _of_name(self, order: Sequence[int], folded: str) -> Iterator[int]:
        first, last = self._range(order, folded + "\n")
        return self._ranks(order[first:last])

    def _starts(self, folded: str) -> Iterator[int]:
        """Keys with a name that begins so."""
        first, last = self._range(self._names.by_name, folded)
        if last - first > BUSY:
            return self._ranks(self._walk("\n ", folded))
        return self._ranks(sorted(self._names.by_name[first:last]))

    def _word_starts(self, folded: str) -> Iterator[int]:
        """Keys with a name of which each typed word begins some word."""
        by_word = self._names.by_word
        ranges = {part: self._range(by_word, part) for part in folded.split()}
        if len(ranges) == 1:
            [(part, (first, last))] = ranges.items()
            if last - first > BUSY:
                return self._ranks(self._walk(" ", part))
            return self._ranks(sorted(by_word[first:last]))
        busy = [part for part, (first, last) in ranges.items() if last - first > BUSY]
        if len(busy) == len(ranges):
            return self._ranks(self._in_all(ranges))
        names = self._names.names
        places = [names[n] for n in self._together([ranges[p] for p in ranges if p not in busy])]
        return self._ranks(place for place in places if self._holds(place, busy))

    def _together(self, ranges: Sequence[tuple[int, int]]) -> list[int]:
        """The numbers of the names that have a word in each range."""
        numbers = self._names.names_by_word
        return sorted(set.intersection(*(set(numbers[first:last]) for first, last in ranges)))

    def _in_all(self, ranges: Mapping[str, tuple[int, int]]) -> Iterator[int]:
        """Where names begin that have a word in each of some long ranges."""
        names, found = self._names.names, -1
        for part, (first, last) in ranges.items():
            bits = self._bits.get(part)
            if bits is None:
                marks = bytearray(b"0") * len(names)
                for number in self._names.names_by_word[first:last]:
                    marks[number] = 49  # a one; the first name is the highest bit
                bits = self._bits.keep(part, int(marks, 2))
            found &= bits
        while found:
            highest = found.bit_length() - 1
            yield names[len(names) - 1 - highest]
            found ^= 1 << highest

    def _holds(self, place: int, parts: Iterable[str]) -> bool:
        """Whether the name at a place has words that begin with each part."""
        line = self._text[self._text.rfind("\n", 0, place) : self._text.find("\n", place)]
        return all(f" {part}" in line for part in parts)

    def _typos(self, folded: str) -> Iterator[Iterator[int]]:
        """Keys with a name, or a word of one, that is a slip or two away: the nearest first."""
        limit = typo_limit(folded)
        if not limit:
            return
        if " " in folded:
            for name in self._phrases.near(folded, limit):
                yield self._whole(name)
            return
        for word in self._words.near(folded, limit):
            yield self._ranks(self._standing(word))

    def _standing(self, word: str) -> Iterable[int]:
        """Where a word stands, from the most used key on."""
        by_word, text, size = self._names.by_word, self._text, len(word)
        first, _ = self._range(by_word, word + "\n")
        _, last = self._range(by_word, word + " ")  # behind those at a name's end
        if last - first > BUSY:
            places = self._walk(" ", word)
            return (place for place in places if text[place + size] in " \n")
        return sorted(by_word[first:last])

    def _range(self, order: Sequence[int], start: str) -> tuple[int, int]:
        """Which of the places in an order have a text that begins with `start`."""
        text, size = self._text, len(start)

        def begins(place: int) -> str:
            return text[place : place + size]

        first = bisect_left(order, start, key=begins)
        return first, bisect_right(order, start, first, key=begins)

    def _walk(self, before: str, start: str) -> Iterator[int]:
        """Where `start` stands behind `before`, from the most used key on."""
        sought = before + start
        place = self._text.find(sought)
        while place >= 0:
            yield place + len(before)
            place = self._text.find(sought, place + 1)

    def _ranks(self, places: Iterable[int]) -> Iterator[int]:
        """The keys that places belong to, each once; the places ascend."""
        blocks, end = self._names.folded_blocks, 0
        for place in places:
            if place >= end:
                rank = bisect_right(blocks, place) - 1
                end = blocks[rank + 1]
                yield rank

    def _shown(self, rank: int) -> list[str]:
        """A key, its labels, and its names."""
        first, last = self._names.shown_blocks[rank : rank + 2]
        return self._names.shown[first : last - 1].split("\n")

    def _choice(self, rank: int, folded: str, language: int) -> Choice:
        """The label of a key, with the name in brackets that matched where it's another."""
        key, *lines = self._shown(rank)
        labels, names = lines[: len(LANGUAGES)], lines[len(LANGUAGES) :]
        label = labels[language] or labels[0]
        name = self._matched(rank, names, folded, label) if folded else None
        if name is None or name in (key, label):
            return Choice(key, label[:MAX_LABEL])
        return Choice(key, _cut(label, name))

    def _matched(self, rank: int, names: Sequence[str], folded: str, label: str) -> str | None:
        """The name that matches what was typed: the label before others, then the closest."""
        parts = folded.split()
        first, last = self._names.folded_blocks[rank : rank + 2]
        lines = self._text[first : last - 1].split("\n")
        own = names.index(label) if label in names else 0
        if _begins(lines[own], folded, parts):
            return names[own]
        found = [
            (line[1:] != folded, not line.startswith(folded, 1), place)
            for place, line in enumerate(lines)
            if _begins(line, folded, parts)
        ]
        return names[min(found)[2]] if found else None


class Alike:
    """Names in two orders, to find those that begin or end as a typed one does.

    `forward`, `backward` and `sizes` are as in `Names`: places in a text.
    """

    def __init__(
        self, text: str, forward: Sequence[int], backward: Sequence[int], sizes: Sequence[int]
    ) -> None:
        self._text = text
        self._forward = forward
        self._backward = backward
        self._sizes = sizes

    def near(self, typed: str, limit: int) -> list[str]:
        """The names that are at most so many slips away, the nearest first.

        One slip touches two neighbouring characters at most: it leaves what is before or what is
        behind the middle as it was. Of two, names are found that begin or end as was typed.
        """
        size = len(typed)
        kept = (size - 1) // 2 if limit == 1 else size // 3
        found = {
            name
            for length in range(size - limit, min(size + limit + 1, len(self._sizes) - 1))
            for name in self._of_length(length, typed, kept)
        }
        near = process.extract(
            typed, list(found), scorer=OSA.distance, score_cutoff=limit, limit=None
        )
        return [name for _, name in sorted((int(distance), name) for name, distance, _ in near)]

    def _of_length(self, length: int, typed: str, kept: int) -> Iterator[str]:
        """The names of a length that begin or end with so many characters as was typed."""
        text, (first, last) = self._text, self._sizes[length : length + 2]

        def start(place: int) -> str:
            return text[place : place + kept]

        def end(place: int) -> str:
            return text[place + length - kept : place + length][::-1]

        for order, part, sought in (
            (self._forward, start, typed[:kept]),
            (self._backward, end, typed[::-1][:kept]),
        ):
            begin = bisect_left(order, sought, first, last, key=part)
            stop = bisect_right(order, sought, begin, last, key=part)
            for place in order[begin:stop]:
                yield text[place : place + length]


def _number(language: str) -> int:
    """Which of the labels is in a language; the first for one that there are none in."""
    return LANGUAGES.index(language) if language in LANGUAGES else 0


def _begins(line: str, folded: str, parts: Sequence[str]) -> bool:
    """Whether a name, behind a space, begins with what was typed, or words with each part."""
    return line.startswith(folded, 1) or all(f" {part}" in line for part in parts)


def _cut(label: str, name: str) -> str:
    text = f"{label} ({name})"
    if len(text) <= MAX_LABEL:
        return text
    room = MAX_LABEL - len(label) - len(" (…)")
    return f"{label} ({name[:room].rstrip()}…)" if room > 0 else label[:MAX_LABEL]
