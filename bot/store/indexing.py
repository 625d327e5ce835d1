"""The words that a fact is found by: its own, and all names of what it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.corpus.dates import Edtf, Moment
from bot.corpus.model import Direction, Event, Figure, Quote, Term, Unit, Vocabulary
from bot.corpus.month_names import ENGLISH, RUSSIAN
from bot.store.grouping import Account
from bot.store.text import index_words

Columns = tuple[str, str, str, str]
"""Tokens with spaces between them, for the columns what, labels, quote and source."""


class Indexer:
    """Makes the index's columns; `words` gathers each word met, with its token."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._terms: dict[tuple[str, str], str] = {}
        self._dates: dict[str, str] = {}
        self.words: dict[str, str] = {}

    def columns(self, account: Account) -> Columns:
        """What the index holds for one fact."""
        fact, article = account.fact, account.article
        own = [fact.what, fact.when_words]
        if isinstance(fact, Figure):
            own += [fact.claim, *_numbers(fact)]
        if isinstance(fact, Quote):
            own.append(fact.occasion)
        source = [article.short, article.author, article.id, fact.id]
        return (
            self._tokens(text for text in own if text),
            " ".join(self._labels(account)),
            self._tokens([fact.quote]),
            " ".join(
                [
                    self._tokens(text for text in source if text),
                    self._names("people", [article.person] if article.person else []),
                ]
            ),
        )

    def _tokens(self, texts: Iterable[str]) -> str:
        tokens: list[str] = []
        for text in texts:
            for word, token in index_words(text):
                self.words[word] = token
                tokens.append(token)
        return " ".join(tokens)

    def _labels(self, account: Account) -> Iterator[str]:
        fact = account.fact
        yield self._names("topics", fact.topics)
        yield self._names("people", dict.fromkeys((*fact.people, *fact.speaker)))
        if fact.happening:
            yield self._names("happenings", [fact.happening])
        if isinstance(fact, Event | Quote):
            dates = [fact.when]
        elif isinstance(fact, Figure):
            yield self._names("measures", [fact.measure])
            dates = [fact.period, fact.as_of]
        else:
            dates = []
        for when in dates:
            if when is not None:
                if when.text not in self._dates:
                    # Once each: the cases of a Russian month have one stem.
                    tokens = self._tokens(_date_words(when)).split()
                    self._dates[when.text] = " ".join(dict.fromkeys(tokens))
                yield self._dates[when.text]

    def _names(self, section: str, keys: Iterable[str]) -> str:
        """The tokens of some terms' names in all languages."""
        found = []
        for key in keys:
            if (section, key) not in self._terms:
                self._terms[section, key] = self._tokens(self._term(section, key))
            found.append(self._terms[section, key])
        return " ".join(found)

    def _term(self, section: str, key: str) -> Iterator[str]:
        words = self._vocabulary
        sections: dict[str, Mapping[str, Term]] = {
            "topics": words.topics,
            "people": words.people,
            "measures": words.measures,
            "happenings": words.happenings,
        }
        if (term := sections[section].get(key)) is not None:
            yield from (term.en, term.ru, term.zh, *term.aliases)
        if section == "measures" and (measure := words.measures.get(key)) is not None:
            others: tuple[Unit | Direction | None, ...]
            others = (words.units.get(measure.unit), measure.direction)
            for other in others:
                if other is not None:
                    yield from (other.en, other.ru, other.zh)


def _numbers(figure: Figure) -> Iterator[str]:
    for value in (figure.value, figure.low, figure.high):
        if value is not None:
            yield format(value, "f")


def _date_words(when: Edtf) -> Iterator[str]:
    """How people write a date's years, months and days."""
    for moment in dict.fromkeys((when.start, when.end)):
        if moment is not None:
            yield _moment_words(moment)


def _moment_words(moment: Moment) -> str:
    words = [str(moment.year)]
    if moment.month is not None:
        words += [
            name for names in (ENGLISH, RUSSIAN) for name, n in names.items() if n == moment.month
        ]
        words.append(f"{moment.month}月")
    if moment.day is not None:
        words.append(str(moment.day))
    return " ".join(words)
