"""What a message says, sentence by sentence: its numbers, its dates, and names it has in common
with the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.answers.checking.dates import Dated, dates_in
from bot.answers.checking.quantities import Quantity, mentions_in, quantities_in
from bot.answers.checking.text import cleaned, language_of, sentences, with_dates_in_digits
from bot.store.glossary import Glossary, Hit
from bot.store.people import Person
from bot.store.text import Placed, is_stop_word

_CLAUSE = re.compile(r"[,;:，；、()]| while | whereas | and | а | но | тогда как ")
_PRONOUN = re.compile(
    r"(?i)\b(?:it|the figure|the total|this)\s+(?:ha[sd]\s+|only\s+|already\s+)?(?:is|was|been|came"
    r"|stood|reached|hit|gr[eo]wn?|rose|risen|f[ae]ll(?:en)?|amounted|totall?ed|made|exceeded|topped"
    r"|surpassed|dropped|increased|declined|doubled|jumped|climbed)\b|\b(?:он|она|оно|это|показатель|составил[аои]?)\b"
    r"|它|这一?数字|该数字"
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:not|rather than|instead of|не|вместо)\s+(?:the\s+)?|而非|而不是)\Z"
)
_OWNS = re.compile(r".{0,2}['’]s\s")
"""Behind a state that is not left out itself: "not Russia's largest partner"."""
_ACROSS: Final = 30
"""A comma between two things counts as so many characters."""
_CAPITALISED = re.compile(
    r"[A-ZА-ЯЁ][\w’'-]*[a-zа-яё][\w’'-]*(?:\s+(?:of\s+)?[A-ZА-ЯЁ][\w’'-]+){0,3}"
    r"|(?<![A-Z]\s)\b[A-Z]{3,6}\b(?!\s[A-Z]{2})"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and what is in it. `nearby` are the people that sentences around it name."""

    text: str
    language: str
    words: tuple[Placed, ...]
    people: tuple[Person, ...]
    topics: tuple[Hit, ...]
    things: tuple[Hit, ...]
    dates: tuple[Dated, ...]
    quantities: tuple[Quantity, ...]
    unknown: tuple[str, ...]
    opens_plainly: bool = True
    """Whether its first word can be no name that nobody here knows, as "Germany's" is one."""
    nearby: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """The people and bodies that it names."""
        return frozenset(one.key for one in self.people)

    @property
    def tokens(self) -> frozenset[str]:
        """Its words' tokens."""
        return frozenset(word.token for word in self.words)

    def excluded(self) -> frozenset[str]:
        """Those that it names only to say that it is not them: "India, not China"."""
        spans = (
            (one.key, self.words[one.first].start, self.words[one.last].end) for one in self.people
        )
        return frozenset(
            key
            for key, start, end in spans
            if _NOT_BEFORE.search(self.text[:start]) and not _OWNS.match(self.text[end - 2 :])
        )

    def named(self) -> frozenset[str]:
        """Whom it is about: those it names; where it names nobody, those named around it."""
        if self.people:
            return self.keys
        elsewhere = bool(self.unknown) or not self.opens_plainly
        return frozenset() if elsewhere else self.nearby

    def goes_on(self) -> bool:
        """Whether it gives a number of another year for what the sentence before is about."""
        dated = any(one.when is not None for one in self.dates)
        bare = not self.people and not self.unknown
        return bare and dated and bool(self.quantities) and bool(_PRONOUN.search(self.text))

    def distance(self, start: int, end: int, other: int) -> int:
        """How far a place is from a span, commas and conjunctions counting as more."""
        if start <= other <= end:
            return 0
        between = self.text[end:other] if other > end else self.text[other:start]
        return len(between) + _ACROSS * len(_CLAUSE.findall(between))

    def period_of(self, quantity: Quantity) -> Dated | None:
        """The date that a quantity is of: the nearest that has a year and is no single day."""
        dated = [
            one
            for one in self.dates
            if one.when is not None and one.when.day is None and not one.base
        ]
        return min(
            dated,
            key=lambda one: self.distance(quantity.start, quantity.end, one.start),
            default=None,
        )


def read(text: str, glossary: Glossary, today: date) -> list[Sentence]:
    """The sentences of a message."""
    found = [_sentence(sentence, glossary, today) for sentence in sentences(cleaned(text))]
    named = [sentence.keys for sentence in found]
    whole = frozenset().union(*named) if named else frozenset()
    return [
        sentence if sentence.people else replace(sentence, nearby=_before(named, place) or whole)
        for place, sentence in enumerate(found)
    ]


def _before(named: list[frozenset[str]], place: int) -> frozenset[str]:
    """The people of the last sentence before one that names somebody."""
    return next((keys for keys in reversed(named[:place]) if keys), frozenset())


def _sentence(text: str, glossary: Glossary, today: date) -> Sentence:
    language = language_of(text)
    words = tuple(glossary.words(text))
    people = glossary.people(text, words)
    things = glossary.things(words, people)
    topics = glossary.topics(words)
    counted = with_dates_in_digits(text)
    mentions = mentions_in(counted, language)
    dates = dates_in(counted, mentions, today)
    dated = [(one.start, one.end) for one in dates]
    others = [one for one in mentions if (one.start, one.end) not in dated]
    known = [(words[one.first].start, words[one.last].end) for one in people]
    known += [(hit.start, hit.end) for hit in topics]
    known += [(hit.start, hit.end) for hit in things if not hit.name.free]
    known += [(one.start, one.end) for one in mentions]
    return Sentence(
        text,
        language,
        words,
        tuple(people),
        tuple(topics),
        tuple(things),
        tuple(dates),
        tuple(quantities_in(counted, others, language)),
        tuple(_unknown(text, known)),
        _opens_plainly(text, known),
    )


def _unknown(text: str, known: list[tuple[int, int]]) -> Iterator[str]:
    """Names in a sentence that no vocabulary has: capitalised, and not because it begins there."""
    for match in _CAPITALISED.finditer(text):
        start, name = match.start(), match[0]
        if not text[:start].strip() or text[:start].rstrip()[-1:] in '.!?:«“"(':
            head, _, rest = name.partition(" ")
            start, name = start + len(head) + 1, rest
        end = start + len(name)
        inside = [first for first, last in known if first < end and start < last]
        name = text[start : min([*inside, end])].strip().removeprefix("of ").removesuffix(" of")
        if name and name.lower() not in _NO_NAMES and not is_stop_word(name.lower()):
            yield name


def _opens_plainly(text: str, known: list[tuple[int, int]]) -> bool:
    """Whether a sentence begins with a word of the language, a number, or a name that is known."""
    first = _FIRST_WORD.match(text)
    if first is None or not first[1][:1].isupper():
        return True
    word = first[1].lower()
    return (
        is_stop_word(word)
        or word in _OPENINGS
        or any(start <= first.start(1) < end for start, end in known)
    )


_FIRST_WORD = re.compile(r"\W*([^\W\d_][^\W_]*)")
_OPENING_WORDS = """
    according after also before between during however in last meanwhile moreover now overall since
    such their today together while then over under per once already although
    взаимный взаимная двусторонний двусторонняя ранее также сейчас после общий
"""
_OPENINGS: Final = frozenset(_OPENING_WORDS.split())
_WORDS_IN_CAPITALS = """
    usd eur rub cny rmb gbp gdp lng bcm pdf upd ceo asap fyi imo
    monday tuesday wednesday thursday friday saturday sunday
"""
_NO_NAMES: Final = frozenset(_WORDS_IN_CAPITALS.split())
