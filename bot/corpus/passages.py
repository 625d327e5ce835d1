"""The words around a quote: the sentence it stands in, and one before and after it. Pure.

An article is its author's: no more than that is shown of it, and never across a paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from bot.corpus.proof import Place, Text, text_of

SIDE = 400
"""Most characters on one side of a quote; what is cut there says so."""

WRAPPED = 120
"""A text without a longer line was wrapped by hand: only blank lines part its paragraphs."""

CUT = "…"


@dataclass(frozen=True, slots=True)
class Prose:
    """An article's text as quotes are proved against it, and where its paragraphs begin there."""

    text: Text
    starts: tuple[int, ...]

    def paragraph(self, at: int) -> Place:
        """The paragraph around a place of the text."""
        following = bisect_right(self.starts, at)
        content = self.text.content
        end = self.starts[following] - 1 if following < len(self.starts) else len(content)
        return Place(self.starts[following - 1], end)


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote with what stands before and after it, verbatim but for white space."""

    before: str
    quote: str
    after: str


def prose_of(raw: str) -> Prose:
    """A text with its paragraphs: they end at a blank line, and unless it is wrapped at each."""
    lines = unicodedata.normalize("NFC", raw).splitlines()
    wrapped = all(len(line) <= WRAPPED for line in lines)
    starts: list[int] = []
    at, blank = 0, True
    for line in lines:
        words = " ".join(line.split())
        if words and (blank or not wrapped):
            starts.append(at)
        at += len(words) + 1 if words else 0
        blank = not words
    return Prose(text_of(raw), tuple(starts))


def passage(prose: Prose, place: Place) -> Passage:
    """The quote at a place of a text, with the words around it."""
    content = prose.text.content
    first, last = prose.paragraph(place.start), prose.paragraph(place.end - 1)
    begins = [first.start, *_sentences(content, first)]
    own = bisect_right(begins, place.start) - 1
    ends = [*_sentences(content, last), last.end]
    own_end = bisect_left(ends, place.end)
    end = ends[min(own_end + 1, len(ends) - 1)]
    return Passage(
        _shortened_before(content[begins[max(0, own - 1)] : place.start]),
        content[place.start : place.end],
        _shortened_after(content[place.end : end].rstrip()),
    )


_CLOSING = "\"'”’»)\\]）」』】》"
_OPENING = "\"'“‘«„([—–-（「『【《"
_WIDE = "。！？"
_STOP = re.compile(rf"[.!?…{_WIDE}]+[{_CLOSING}]*")
_HAN_KANA = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LAST_WORD = re.compile(r"[\w.]+$")
# Abbreviations that mostly stand before a capital letter or a number.
_SHORT = re.compile(
    "mr|mrs|ms|dr|prof|st|gen|col|lt|sgt|capt|adm|sen|rep|gov|hon|rev|pres|nos?|vol|vs|fig|pp"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|approx"
    "|гг|вв|им|ул|тыс|руб|долл|проф|акад|ген|ред|др|пр|см|стр|св"
)


def _sentences(content: str, paragraph: Place) -> Iterator[int]:
    """Where in a paragraph each sentence but its first begins.

    Where that is in doubt, as after an abbreviation, the sentence is taken to go on.
    """
    for stop in _STOP.finditer(content, paragraph.start, paragraph.end):
        after = stop.end()
        if after >= paragraph.end:
            return
        spaced = content[after] == " "
        if any(mark in _WIDE for mark in stop[0]) or (
            stop[0][0] in "!?" and _HAN_KANA.match(content[after])
        ):
            yield after + spaced
        elif spaced and _begins(content, after + 1) and not _abbreviates(content, stop):
            yield after + 1


def _begins(content: str, at: int) -> bool:
    """Whether a sentence can begin here: not with a small letter."""
    while content[at : at + 1] in _OPENING and at < len(content):
        at += 1
    return not content[at : at + 1].islower()


def _abbreviates(content: str, stop: re.Match[str]) -> bool:
    """Whether a full stop belongs to the word before it: `V. Putin`, `U.S. forces`, `2021 г.`."""
    word = _LAST_WORD.search(content, max(0, stop.start() - 20), stop.start())
    if stop[0] != "." or word is None:
        return False
    text = word[0].lower()
    single = len(text) == 1 and text.isalpha()
    return single or "." in text or _SHORT.fullmatch(text) is not None


def _shortened_before(text: str) -> str:
    if len(text) <= SIDE:
        return text
    at = len(text) - SIDE
    at = text.find(" ", at, at + SIDE // 4) + 1 or _whole(text, at)
    return f"{CUT} {text[at:]}"


def _shortened_after(text: str) -> str:
    if len(text) <= SIDE:
        return text
    at = text.rfind(" ", SIDE - SIDE // 4, SIDE)
    at = at if at >= 0 else _whole(text, SIDE)
    return f"{text[:at]} {CUT}"


def _whole(text: str, at: int) -> int:
    """The next place that parts no letter from its accent."""
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return at
