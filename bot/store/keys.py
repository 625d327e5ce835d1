"""What a row can be found by: the keys of its accounts, its years, its day of the year. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Literal

from bot.corpus.dates import Edtf
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


class FacetKeys:
    """Finds the keys of facts and rows. Keys are numbers here, so that each is held once."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._undated = self._numbers.of("undated", UNDATED)
        self._articles: dict[int, str] = {}
        # The keys of all facts one after the other, and where each fact's begin.
        self._keys = array("I")
        self._starts = array("I", [0])
        self._years: dict[tuple[int, int], tuple[int, ...]] = {}

    def add(self, account: Account, fact: Fact, article: Article) -> None:
        """Take down the keys of the next fact, in the order of the files."""
        if account.place not in self._articles:
            self._start(account.place, article.id)
        found = {self._article}
        found.update(
            *map(self._topics.__getitem__, fact.topics),
            *map(self._people.__getitem__, (*fact.people, *fact.speaker)),
        )
        if account.speaker is not None:
            speakers = speakers_of(fact, article)
            found.update(*map(self._speakers.__getitem__, speakers))
            if account.kind == "quote":
                # In a list of quotes an author is a speaker like any other.
                found.update(*map(self._people.__getitem__, speakers))
        if account.measure is not None:
            found.update(self._measures[account.measure])
        if account.days is not None:
            found.update(self._in_years(account.days))
        self._keys.extend(found)
        self._starts.append(len(self._keys))

    def names(self) -> list[tuple[Facet, str]]:
        """What the numbers stand for."""
        return self._numbers.names

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
                found.add(self._numbers.of("undated", within(article, UNDATED)))
        return found

    def of_calendar(self, row: Sequence[Account]) -> set[int]:
        """The days of the year that accounts of a row know exactly, or else the months."""
        found = {key for account in row if (key := _calendar_key(account.when)) is not None}
        days = {key for key in found if key[0] == "day"}
        return {self._numbers.of(*key) for key in days or found}

    def _of(self, account: Account) -> array[int]:
        return self._keys[self._starts[account.order] : self._starts[account.order + 1]]

    def _start(self, place: int, article: str) -> None:
        """What only one article has needs to be looked up only while it is walked."""
        self._articles[place] = article
        self._article = self._numbers.of("article", article)
        self._topics = _Found(partial(self._numbers.both, "topic", article))
        self._people = _Found(partial(self._numbers.both, "person", article))
        self._speakers = _Found(partial(self._numbers.both, "speaker", article))
        self._measures = _Found(partial(self._numbers.both, "measure", article))

    def _in_years(self, days: tuple[int, int]) -> tuple[int, ...]:
        if days not in self._years:
            earliest, latest = map(date.fromordinal, days)
            self._years[days] = tuple(self._numbers.of("year", y) for y in years(earliest, latest))
        return self._years[days]


def years(earliest: date, latest: date) -> Iterable[str]:
    """The years to file a period under."""
    if latest.year - earliest.year > LONG:
        return (ALWAYS,)
    return (f"{year:04}" for year in range(earliest.year, latest.year + 1))


def day_key(month: int, day: int) -> str:
    """MM-DD."""
    return f"{month:02}-{day:02}"


def month_key(month: int) -> str:
    """MM."""
    return f"{month:02}"


def iso(ordinal: int | None) -> str | None:
    """A day as ISO 8601, from its proleptic ordinal."""
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


def _calendar_key(when: Edtf | None) -> tuple[Facet, str] | None:
    if when is None or when.is_interval or when.start is None:
        return None
    moment = when.start
    if moment.approximate or moment.uncertain or moment.month is None:
        return None
    if moment.day is None:
        return "month", month_key(moment.month)
    return "day", day_key(moment.month, moment.day)


class _Numbers:
    """Numbers for keys, and the keys by their numbers."""

    def __init__(self) -> None:
        self.names: list[tuple[Facet, str]] = []
        self._numbers: dict[tuple[Facet, str], int] = {}

    def of(self, facet: Facet, key: str) -> int:
        """The number of a key, a new one when it is first asked for."""
        number = self._numbers.get((facet, key))
        if number is None:
            number = self._numbers[facet, key] = self._new(facet, key)
        return number

    def both(self, facet: Facet, article: str, key: str) -> tuple[int, int]:
        """The numbers of a key and of the same within an article, which is asked for once."""
        return self.of(facet, key), self._new(facet, within(article, key))

    def _new(self, facet: Facet, key: str) -> int:
        self.names.append((facet, key))
        return len(self.names) - 1


class _Found(dict[str, tuple[int, int]]):
    """Numbers of keys, each found when it is first asked for."""

    def __init__(self, find: Callable[[str], tuple[int, int]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: str) -> tuple[int, int]:
        numbers = self[key] = self._find(key)
        return numbers
