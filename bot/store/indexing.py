"""The words that a fact is found by: its own, and labels for all names of what it refers to.

A label is a token of a date, a figure's number (amounts.py), or stands for the names of a topic, a
person, a happening, a measure or a month: `.topic/energy`. Which words these hold is for the
vocabulary to say, which need not be known while an article is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from bot.corpus.dates import Edtf, Moment
from bot.corpus.model import (
    Article,
    Direction,
    Event,
    Fact,
    Figure,
    Quote,
    Term,
    Unit,
    Vocabulary,
)
from bot.corpus.month_names import ENGLISH, RUSSIAN
from bot.store.amounts import is_number, number_label, unit_word
from bot.store.text import index_words

KEPT = 100_000
"""So many pieces of text are known, then they are looked at anew: most are some of a few."""

Labelled = Literal["topic", "person", "happening", "measure", "month"]
_BETWEEN = "A"
"""Stands between texts, which are in lower case."""
_BREAK = "\n"
"""Stands between texts' tokens, and is white space."""


class Indexer:
    """Makes tokens and labels. What it keeps makes the next ones quicker, and no different."""

    def __init__(self) -> None:
        # Nearly all of the work is looking up what white space keeps apart, in text after text.
        # None of it refers to the indexer itself, so that all of it goes with it.
        self._chunks = _Chunks()
        self._dates: dict[str, tuple[str, ...]] = {}

    def columns(self, texts: Iterable[str], words: dict[str, str]) -> list[str]:
        """The tokens of each text, with spaces between them.

        Each word that was met is added to `words`, with its token.
        """
        together = f" {_BETWEEN} ".join(map(str.lower, texts))
        # Without commas and full stops, which are in no token, there are half as many chunks.
        chunks = together.replace(", ", " ").replace(". ", " ").split()
        if len(self._chunks) >= KEPT:
            self._chunks = _Chunks()
        tokens = " ".join(filter(None, map(self._chunks.__getitem__, chunks)))
        met = set(chunks)
        met_words = " ".join(map(self._chunks.words.__getitem__, met)).split()
        met_tokens = " ".join(map(self._chunks.__getitem__, met)).split()
        words.update(zip(met_words, met_tokens, strict=True))
        return list(map(str.strip, tokens.split(_BREAK)))

    def labels(self, fact: Fact) -> list[str]:
        """What stands for all that a fact refers to, each once."""
        found = [label("topic", key) for key in fact.topics]
        found += [label("person", key) for key in (*fact.people, *fact.speaker)]
        if fact.happening:
            found.append(label("happening", fact.happening))
        match fact:
            case Event() | Quote():
                found += self._date(fact.when)
            case Figure():
                found.append(label("measure", fact.measure))
                found += map(number_label, _values(fact))
                found += (*self._date(fact.period), *self._date(fact.as_of))
        return list(dict.fromkeys(found))

    def _date(self, when: Edtf | None) -> tuple[str, ...]:
        """A date's year, month and day."""
        if when is None:
            return ()
        if when.text not in self._dates:
            if len(self._dates) >= KEPT // 10:  # there are many days, and most are rare
                self._dates.clear()
            self._dates[when.text] = (*_moment(when.start), *_moment(when.end))
        return self._dates[when.text]


def label(what: Labelled, key: str) -> str:
    """What stands for all names of something."""
    return f".{what}/{key}"  # no token begins with a point


def is_token(label: str) -> bool:
    """Whether a label is a word, and stands for nothing else."""
    return not label.startswith(".")


def has_names(label: str) -> bool:
    """Whether a label stands for all names of something."""
    return not is_token(label) and not is_number(label)


def own_text(fact: Fact) -> str:
    """What a fact's editors say of it, and its numbers."""
    own = [fact.what, fact.when_words or ""]
    if isinstance(fact, Figure):
        own += [fact.claim or "", *(format(value, "f") for value in _values(fact))]
    if isinstance(fact, Quote):
        own.append(fact.occasion or "")
    return " ".join(own)


def source_text(fact: Fact) -> str:
    """What a fact is called: an id's parts are words that other facts have, too, the id is not."""
    return fact.id.replace("-", " ")


def about(article: Article) -> str:
    """What an article is called."""
    return " ".join((article.short, article.author or "", article.id))


def names(label: str, words: Vocabulary) -> str:
    """All names of what a label stands for."""
    what, _, key = label[1:].partition("/")
    found: Iterable[str]
    match what:
        case "topic":
            found = _term(words.topics.get(key))
        case "person":
            found = _term(words.people.get(key))
        case "happening":
            found = _term(words.happenings.get(key))
        case "measure":
            found = _measure(key, words)
        case _:
            found = _month(int(key))
    return " ".join(found)


class _Chunks(dict[str, str]):
    """Tokens of pieces of text without white space, made when they are first asked for.

    `words` are the words of each, as many as there are tokens.
    """

    def __init__(self) -> None:
        super().__init__({_BETWEEN: _BREAK})
        self.words = {_BETWEEN: ""}
        self._known: dict[str, str] = {}

    def __missing__(self, chunk: str) -> str:
        found = index_words(chunk, self._known)
        self._known.update(found)
        words = " ".join([word for word, _ in found])
        tokens = " ".join([token for _, token in found])
        # Many are their own words: then one text is held for both.
        self.words[chunk] = chunk if words == chunk else words
        self[chunk] = tokens = chunk if tokens == chunk else tokens
        return tokens


def _moment(moment: Moment | None) -> Iterator[str]:
    if moment is not None:
        yield str(moment.year)
        if moment.month is not None:
            yield label("month", str(moment.month))
        if moment.day is not None:
            yield str(moment.day)


def _term(term: Term | None) -> tuple[str, ...]:
    return () if term is None else (term.en, term.ru, term.zh, *term.aliases)


def _measure(key: str, words: Vocabulary) -> Iterator[str]:
    """A measure's names, with its unit's and its direction's, and its unit's word."""
    measure = words.measures.get(key)
    yield from _term(measure)
    if measure is not None:
        yield unit_word(measure.unit)
        unit = words.units.get(measure.unit)
        others: tuple[Unit | Direction | None, ...] = (unit, measure.direction)
        for other in others:
            if other is not None:
                yield from (other.en, other.ru, other.zh)
        if unit is not None and unit.forms is not None:
            for forms in (unit.forms.en, unit.forms.ru):
                if forms is not None:
                    yield from forms.model_dump().values()


def _month(number: int) -> Iterator[str]:
    for written in (ENGLISH, RUSSIAN):
        yield from (name for name, month in written.items() if month == number)
    yield f"{number}月"


def _values(figure: Figure) -> list[Decimal]:
    return [value for value in (figure.value, figure.low, figure.high) if value is not None]
