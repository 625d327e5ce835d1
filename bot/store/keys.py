"""What a row can be found by: the keys of its accounts, its years, its day of the year. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import accumulate, chain
from typing import Literal

from bot.corpus.model import Article, Fact
from bot.store.grouping import Account, speakers_of

Facet = Literal[
    "topic", "person", "speaker", "measure", "article", "undated", "year", "day", "month"
]
"""`undated`: no account has a date. `year`: some account can mean a day of it.

`day`, MM-DD: some account knows the day exactly; `month`, MM: none does, some know the month.
"""

LONG = 40
"""A period of more years than this is filed under `ALWAYS` instead of under each of its years."""
ALWAYS = "always"
UNDATED = "undated"


def within(article: str, key: str) -> str:
    """The key that means: an account of this article has that key."""
    return f"{article}/{key}"


def spelled(facet: Facet, key: str) -> str:
    """A facet and a key of it as one text."""
    return f"{facet}/{key}"


class ArticleKeys:
    """Finds the keys of one article's facts. Keys are places in `names`."""

    def __init__(self, article: Article) -> None:
        self._places = Numbers()
        self._article = article
        self._own = self._places[spelled("article", article.id)]
        both = partial(partial, self._both)
        self._topics, self._people = _Found(both("topic")), _Found(both("person"))
        self._speakers, self._measures = _Found(both("speaker")), _Found(both("measure"))

    def of(self, account: Account, fact: Fact) -> tuple[int, ...]:
        """The keys of one fact."""
        found = {self._own}
        found.update(
            *map(self._topics.__getitem__, fact.topics),
            *map(self._people.__getitem__, (*fact.people, *fact.speaker)),
        )
        if account.speaker is not None:
            speakers = speakers_of(fact, self._article)
            found.update(*map(self._speakers.__getitem__, speakers))
            if account.kind == "quote":
                # In a list of quotes an author is a speaker like any other.
                found.update(*map(self._people.__getitem__, speakers))
        if account.measure is not None:
            found.update(self._measures[account.measure])
        if account.days is not None:
            found.update(map(self._places.__getitem__, years(*account.days)))
        return tuple(sorted(found))

    @property
    def names(self) -> tuple[str, ...]:
        """All keys that were found, each as `spelled`."""
        return tuple(self._places)

    def _both(self, facet: Facet, key: str) -> tuple[int, int]:
        """A key, and the same within the article."""
        own = within(self._article.id, key)
        return self._places[spelled(facet, key)], self._places[spelled(facet, own)]


class FacetKeys:
    """The keys of facts and rows. Keys are numbers here, so that each is held once."""

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._undated = self._numbers[spelled("undated", UNDATED)]
        self._articles: list[str] = []
        # The keys of all facts one after the other, and where each fact's begin.
        self._keys = array("I")
        self._starts = array("I", [0])

    def add(self, article: str, names: Iterable[str], found: Sequence[Sequence[int]]) -> None:
        """Take down the keys of the next article's facts, in the order of the files."""
        self._articles.append(article)
        numbers = list(map(self._numbers.__getitem__, names))
        self._starts.extend(accumulate(map(len, found), initial=self._starts.pop()))
        self._keys.extend(map(numbers.__getitem__, chain.from_iterable(found)))

    def names(self) -> list[str]:
        """What the numbers stand for, as `spelled`: in their order facets and keys are, too."""
        return list(self._numbers)

    def of_row(self, row: Sequence[Account]) -> Collection[int]:
        """The keys of all accounts of a row."""
        if len(row) == 1 and row[0].when is not None:
            return self._of(row[0])
        found = {number for account in row for number in self._of(account)}
        dated = {account.place for account in row if account.when is not None}
        if not dated:
            found.add(self._undated)
        for account in row:
            if account.place not in dated:
                article = self._articles[account.place]
                found.add(self._numbers[spelled("undated", within(article, UNDATED))])
        return found

    def of_calendar(self, row: Sequence[Account]) -> Collection[int]:
        """The days of the year that accounts of a row know exactly, or else the months."""
        found = {
            account.when.year_day
            for account in row
            if account.when is not None and account.when.year_day is not None
        }
        days = {f"day/{key}" for key in found if "-" in key}
        return {self._numbers[key] for key in days or {f"month/{key}" for key in found}}

    def _of(self, account: Account) -> array[int]:
        return self._keys[self._starts[account.order] : self._starts[account.order + 1]]


@lru_cache(maxsize=10_000)
def years(first: int, last: int) -> tuple[str, ...]:
    """The keys of the years to file a period under, from its days' proleptic ordinals."""
    earliest, latest = date.fromordinal(first).year, date.fromordinal(last).year
    if latest - earliest > LONG:
        return (spelled("year", ALWAYS),)
    return tuple(spelled("year", f"{year:04}") for year in range(earliest, latest + 1))


def day_key(month: int, day: int) -> str:
    """MM-DD."""
    return f"{month:02}-{day:02}"


def month_key(month: int) -> str:
    """MM."""
    return f"{month:02}"


def iso(ordinal: int | None) -> str | None:
    """A day as ISO 8601, from its proleptic ordinal."""
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


class Numbers(dict[str, int]):
    """Numbers of texts, from 0 on, in the order in which they are first asked for."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


class _Found(dict[str, tuple[int, int]]):
    """Places of keys, each found when it is first asked for."""

    def __init__(self, find: Callable[[str], tuple[int, int]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: str) -> tuple[int, int]:
        places = self[key] = self._find(key)
        return places
