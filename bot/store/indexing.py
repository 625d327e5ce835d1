"""The words that a fact is found by: its own, and all names of what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from math import inf

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
from bot.store.terms import Terms
from bot.store.text import index_words

Columns = tuple[str, str, str, str]
"""Tokens with spaces between them, for the columns what, labels, quote and source."""

KEPT = 100_000
"""So many answers of a kind are kept, then they are made anew: most questions are for a few."""


class Indexer:
    """Makes the index's columns; `words` gathers each word met, with its token.

    What a fact refers to is one of `terms` in its columns, which `Terms.written` replaces when
    all facts have been met.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words: dict[str, str] = {}
        self.terms = Terms()
        # Nearly all of the work is looking up what white space keeps apart, in text after text.
        # None of it refers to the indexer itself, so that all of it goes with it.
        self._chunks = _Kept(partial(_chunk, self.words))
        self._dates: dict[str, tuple[str, ...]] = {}
        self._article: tuple[str, str, tuple[str, ...]] = ("", "", ())
        terms = partial(_terms, self.terms, self._chunks)
        self._topics = terms(lambda key: _term(vocabulary.topics.get(key)))
        self._people = terms(lambda key: _term(vocabulary.people.get(key)))
        self._happenings = terms(lambda key: _term(vocabulary.happenings.get(key)))
        self._measures = terms(lambda key: _measure(key, vocabulary))
        self._months = terms(_month)

    def columns(self, fact: Fact, article: Article) -> Columns:
        """What the index holds for one fact."""
        own = [fact.what, fact.when_words or ""]
        if isinstance(fact, Figure):
            own += [fact.claim or "", *_numbers(fact)]
        if isinstance(fact, Quote):
            own.append(fact.occasion or "")
        labels = dict.fromkeys(self._labels(fact))
        _, about, person = self._source(article)
        self.terms.count((*labels, *person))
        return (
            _tokens(self._chunks, " ".join(own)),
            " ".join(labels),
            _tokens(self._chunks, fact.quote),
            # An id's parts are words that other facts have too, the id is not.
            f"{about} {_tokens(self._chunks, fact.id.replace('-', ' '))}",
        )

    def _source(self, article: Article) -> tuple[str, str, tuple[str, ...]]:
        """An article's id, what all of its facts have in their source column, and its person."""
        if self._article[0] != article.id:
            about = _tokens(
                self._chunks, " ".join((article.short, article.author or "", article.id))
            )
            person = (self._people[article.person],) if article.person else ()
            tokens = " ".join(dict.fromkeys((*about.split(), *person)))
            self._article = article.id, tokens, person
        return self._article

    def _labels(self, fact: Fact) -> list[str]:
        found = [
            *map(self._topics.__getitem__, fact.topics),
            *map(self._people.__getitem__, (*fact.people, *fact.speaker)),
        ]
        if fact.happening:
            found.append(self._happenings[fact.happening])
        match fact:
            case Event() | Quote():
                found += self._date(fact.when)
            case Figure():
                found.append(self._measures[fact.measure])
                found += (*self._date(fact.period), *self._date(fact.as_of))
        return found

    def _date(self, when: Edtf | None) -> tuple[str, ...]:
        if when is None:
            return ()
        if when.text not in self._dates:
            if len(self._dates) >= KEPT // 10:  # there are many days, and most are rare
                self._dates.clear()
            self._dates[when.text] = (*self._moment(when.start), *self._moment(when.end))
        return self._dates[when.text]

    def _moment(self, moment: Moment | None) -> Iterator[str]:
        """A date's year, month and day as people write them."""
        if moment is not None:
            yield self._chunks[str(moment.year)]
            if moment.month is not None:
                yield self._months[str(moment.month)]
            if moment.day is not None:
                yield self._chunks[str(moment.day)]


class _Kept(dict[str, str]):
    """Answers, each made when it is first asked for."""

    def __init__(self, make: Callable[[str], str], size: float = KEPT) -> None:
        super().__init__()
        self._make = make
        self._size = size

    def __missing__(self, question: str) -> str:
        if len(self) >= self._size:
            self.clear()
        answer = self[question] = self._make(question)
        return answer


def _tokens(chunks: Mapping[str, str], text: str) -> str:
    # Without capitals and commas, which folding drops, too, there are half as many chunks.
    found = text.lower().replace(", ", " ").rstrip(".").split()
    return " ".join(filter(None, map(chunks.__getitem__, found)))


def _chunk(words: dict[str, str], chunk: str) -> str:
    """The tokens of a piece of text without white space; its words are added to `words`."""
    found = index_words(chunk, words)
    words.update(found)
    return " ".join([token for _, token in found])


def _terms(terms: Terms, chunks: Mapping[str, str], names: Callable[[str], Iterable[str]]) -> _Kept:
    """The terms of what has names, by key."""
    return _Kept(lambda key: terms.term(_tokens(chunks, " ".join(names(key)))), inf)


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
