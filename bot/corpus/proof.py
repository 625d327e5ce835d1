"""Proof of a quote: it stands in the article's text, verbatim and at one place.

A place that was proved is sealed: a digest over the article's text, the place and the words.
Who has the texts proves again; who has only the seals still sees that no quote was changed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Literal

from pydantic import StringConstraints

from bot.corpus.model import ArticleKey, Fact, Key, Strict

Seal = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}-[0-9]{1,9}:[0-9a-f]{32}$")]


class SealFile(Strict):
    """`facts/seals/<slug>.yaml`: the article text's hash, and each fact's place and digest."""

    format: Literal["1"]
    article: ArticleKey
    text: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
    seals: dict[Key, Seal]


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text, normalised to NFC with white space collapsed, and its hash."""

    content: str
    digest: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(words_of(self.content))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: character offsets into the normalised text, end exclusive."""

    start: int
    end: int


class NotProved(Exception):
    """A quote does not stand in the text at exactly one place; the message says how it fails."""


def normalise(text: str) -> str:
    """The form in which words are compared: NFC, every run of white space one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def text_of(raw: str) -> Text:
    """`raw` as a text that quotes can be proved against."""
    content = normalise(raw)
    return Text(content, "sha256:" + hashlib.sha256(content.encode()).hexdigest())


_MANY = 100
"""So many places of one quote are counted, no more."""


def locate(text: Text, fact: Fact) -> Place:
    """The one place where the fact's quote stands. Raises `NotProved`."""
    quote = normalise(fact.quote)
    prefix = normalise(fact.prefix) if fact.prefix else ""
    suffix = normalise(fact.suffix) if fact.suffix else ""
    pinned = (
        start
        for start in _places(text.content, quote)
        if text.content.endswith(prefix, 0, _before(text.content, start))
        and text.content.startswith(suffix, _after(text.content, start + len(quote)))
    )
    found = list(islice(pinned, _MANY))
    if len(found) == 1:
        return Place(found[0], found[0] + len(quote))
    if found:
        count = f"{_MANY} places or more" if len(found) == _MANY else f"{len(found)} places"
        raise NotProved(
            f"the quote stands at {count} of the text; take more words, or pin it"
            " with `prefix:` or `suffix:` (the words directly before or after it)"
        )
    if (prefix or suffix) and any(True for _ in _places(text.content, quote)):
        raise NotProved("the quote stands in the text, but not with this prefix and suffix")
    raise NotProved("the quote does not stand in the text" + _closest(text.content, quote))


def _places(content: str, words: str) -> Iterator[int]:
    """Every place at which `words` stand as whole words, overlapping ones too."""
    start = content.find(words)
    while start >= 0:
        if not _cuts(content, start) and not _cuts(content, start + len(words)):
            yield start
        start = content.find(words, start + 1)


def _cuts(content: str, index: int) -> bool:
    """Whether a word or a number goes on across `index`."""
    if not 0 < index < len(content):
        return False
    left, right = content[index - 1], content[index]
    if unicodedata.combining(right):
        return True
    if left.isdecimal() and right.isdecimal():
        return True
    if left.isdecimal() and right in ".,":  # 2.5 and 1,250
        return content[index + 1 : index + 2].isdecimal()
    if left in ".," and right.isdecimal():
        return content[index - 2 : index - 1].isdecimal() if index > 1 else False
    # Chinese and Japanese set no spaces between words: there any place is whole.
    return left.isalnum() and right.isalnum() and not (_UNSPACED.match(left + right))


_HAN_KANA = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED = re.compile(f".?[{_HAN_KANA}]")
_WORD = re.compile(f"[{_HAN_KANA}]{{1,2}}|[^\\s{_HAN_KANA}]+")


def words_of(content: str) -> tuple[Place, ...]:
    """The words of a text: what stands between spaces; in Chinese and Japanese, which set none,
    two characters count as a word.
    """
    return tuple(Place(match.start(), match.end()) for match in _WORD.finditer(content))


def _before(content: str, index: int) -> int:
    return index - 1 if index and content[index - 1] == " " else index


def _after(content: str, index: int) -> int:
    return index + 1 if content[index : index + 1] == " " else index


def stands_in(text: Text, words: str) -> bool:
    """Whether `words` stand in the text verbatim, as whole words, however often."""
    return any(True for _ in _places(text.content, normalise(words)))


def places_of(text: Text, words: str) -> tuple[Place, ...]:
    """Every place where `words` stand verbatim, as whole words."""
    wanted = normalise(words)
    return tuple(Place(at, at + len(wanted)) for at in _places(text.content, wanted))


def _closest(content: str, quote: str) -> str:
    """The words of the text that come nearest, so that a slip of the pen is quick to mend."""
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(quote, content[:200_000], score_cutoff=80)
    if found is None:
        return ""
    start = content.rfind(" ", 0, found.dest_start + 1) + 1
    end = content.find(" ", found.dest_end)
    return f"; the nearest words there are: {content[start : end if end >= 0 else None]!r}"


def seal(text_digest: str, place: Place, quote: str) -> str:
    """The seal of a proved quote: its place, and a digest of text, place and words."""
    words = normalise(quote)
    message = f"{text_digest}\n{place.start}-{place.end}\n{words}"
    digest = hashlib.sha256(message.encode()).hexdigest()[:32]
    return f"{place.start}-{place.end}:{digest}"


def holds(seal_text: str, text_digest: str, quote: str) -> bool:
    """Whether a seal fits these words."""
    start, end = seal_text.split(":", maxsplit=1)[0].split("-")
    return seal(text_digest, Place(int(start), int(end)), quote) == seal_text
