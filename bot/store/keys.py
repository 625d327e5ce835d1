"""What a row can be found by: the keys of its accounts, its years, its day of the year. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from bot.corpus.dates import Precision
from bot.corpus.model import Figure, Quote
from bot.store.grouping import Account, reach, speakers_of

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


def row_keys(row: Sequence[Account]) -> set[tuple[Facet, str]]:
    """All keys of a row."""
    found: set[tuple[Facet, str]] = set()
    dated: set[str] = set()
    for account in row:
        article = account.article.id
        found.add(("article", article))
        for facet, key in _account_keys(account):
            found.add((facet, key))
            found.add((facet, within(article, key)))
        if account.when is not None:
            dated.add(article)
            found.update(("year", year) for year in years(*reach(account.when, account.article)))
    if not dated:
        found.add(("undated", UNDATED))
    for account in row:
        if account.article.id not in dated:
            found.add(("undated", within(account.article.id, UNDATED)))
    return found


def calendar_keys(row: Sequence[Account]) -> set[tuple[Facet, str]]:
    """The days of the year that accounts of a row know exactly, or else the months."""
    days, months = set(), set()
    for account in row:
        when = account.when
        if when is None or when.is_interval or when.start is None:
            continue
        if when.approximate or when.uncertain:
            continue
        if when.day is not None:
            days.add(day_key(when.day.month, when.day.day))
        elif when.precision is Precision.MONTH and when.start.month is not None:
            months.add(month_key(when.start.month))
    if days:
        return {("day", key) for key in days}
    return {("month", key) for key in months}


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


def _account_keys(account: Account) -> Iterator[tuple[Facet, str]]:
    fact = account.fact
    speakers = speakers_of(account)
    yield from (("topic", key) for key in fact.topics)
    yield from (("person", key) for key in (*fact.people, *fact.speaker))
    yield from (("speaker", key) for key in speakers)
    if isinstance(fact, Quote):
        # In a list of quotes an author is a speaker like any other.
        yield from (("person", key) for key in speakers)
    if isinstance(fact, Figure):
        yield "measure", fact.measure
