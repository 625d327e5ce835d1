"""The words that a fact is found by: its own, and all names of what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

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
from bot.store.text import index_words

Columns = tuple[str, str, str, str]
"""Tokens with spaces between them, for the columns what, labels, quote and source."""

KEPT = 100_000
"""So many answers of a kind are kept, then they are made anew: most questions are for a few."""


class Indexer:
    """Makes the index's columns; `words` gathers each word met, with its token."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words: dict[str, str] = {}
        # Nearly all of the work is looking up what white space keeps apart, in text after text.
        self._chunks = _Kept(self._chunk)
        self._dates: dict[str, str] = {}
        self._months = _Kept(lambda number: self._tokens(" ".join(_month(number))))
        self._article = ("", "", "")
        self._topics = self._names(vocabulary.topics)
        self._people = self._names(vocabulary.people)
        self._happenings = self._names(vocabulary.happenings)
        self._measures = _Kept(lambda key: self._tokens(" ".join(_measure(key, vocabulary))))

    def columns(self, fact: Fact, article: Article) -> Columns:
        """What the index holds for one fact."""
        own = [fact.what, fact.when_words or ""]
        if isinstance(fact, Figure):
            own += [fact.claim or "", *_numbers(fact)]
        if isinstance(fact, Quote):
            own.append(fact.occasion or "")
        return (
            self._tokens(" ".join(own)),
            " ".join(self._labels(fact)),
            self._tokens(fact.quote),
            self._source(fact, article),
        )

    def _tokens(self, text: str) -> str:
        return " ".join(filter(None, map(self._chunks.__getitem__, text.split())))

    def _chunk(self, chunk: str) -> str:
        """The tokens of a piece of text without white space."""
        found = list(index_words(chunk, self.words))
        self.words.update(found)
        return " ".join([token for _, token in found])

    def _source(self, fact: Fact, article: Article) -> str:
        if self._article[0] != article.id:
            about = " ".join((article.short, article.author or "", article.id))
            person = self._people[article.person] if article.person else ""
            self._article = article.id, self._tokens(about), person
        _, about, person = self._article
        # An id's parts are words that other facts have too, the id is not.
        return f"{about} {self._tokens(fact.id.replace('-', ' '))} {person}"

    def _labels(self, fact: Fact) -> Iterator[str]:
        yield from map(self._topics.__getitem__, fact.topics)
        people = (*fact.people, *fact.speaker) if fact.speaker else fact.people
        yield from map(self._people.__getitem__, dict.fromkeys(people))
        if fact.happening:
            yield self._happenings[fact.happening]
        if isinstance(fact, Event | Quote):
            yield self._date(fact.when)
        elif isinstance(fact, Figure):
            yield self._measures[fact.measure]
            yield self._date(fact.period)
            yield self._date(fact.as_of)

    def _date(self, when: Edtf | None) -> str:
        if when is None:
            return ""
        if when.text not in self._dates:
            if len(self._dates) >= KEPT // 10:  # there are many days, and most are rare
                self._dates.clear()
            # Once each: the cases of a Russian month have one stem.
            moments = dict.fromkeys((when.start, when.end))
            tokens = " ".join([self._moment(moment) for moment in moments]).split()
            self._dates[when.text] = " ".join(dict.fromkeys(tokens))
        return self._dates[when.text]

    def _moment(self, moment: Moment | None) -> str:
        """The tokens of how people write a date's year, month and day."""
        if moment is None:
            return ""
        month = "" if moment.month is None else self._months[str(moment.month)]
        day = "" if moment.day is None else self._chunks[str(moment.day)]
        return f"{self._chunks[str(moment.year)]} {month} {day}"

    def _names(self, terms: Mapping[str, Term]) -> _Kept:
        """The tokens of terms' names in all languages, by key."""
        return _Kept(lambda key: self._tokens(" ".join(_term(terms.get(key)))))


class _Kept(dict[str, str]):
    """Answers, each made when it is first asked for."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, question: str) -> str:
        if len(self) >= KEPT:
            self.clear()
        answer = self[question] = self._make(question)
        return answer


def _term(term: Term | None) -> tuple[str, ...]:
    return () if term is None else (term.en, term.ru, term.zh, *term.aliases)


def _measure(key: str, words: Vocabulary) -> Iterator[str]:
    """A measure's names, with its unit's and its direction's."""
    measure = words.measures.get(key)
    yield from _term(measure)
    if measure is not None:
        others: tuple[Unit | Direction | None, ...]
        others = (words.units.get(measure.unit), measure.direction)
        for other in others:
            if other is not None:
                yield from (other.en, other.ru, other.zh)


def _numbers(figure: Figure) -> Iterator[str]:
    for value in (figure.value, figure.low, figure.high):
        if value is not None:
            yield format(value, "f")


def _month(number: str) -> Iterator[str]:
    for names in (ENGLISH, RUSSIAN):
        yield from (name for name, month in names.items() if month == int(number))
    yield f"{number}月"
