"""What rows are together, counted at compile time: of how many articles, from when to when. Pure.

So that a list with one filter is never counted while somebody waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress

from bot.store.grouping import Account

Whole = tuple[int, int | None, int | None]
"""How many articles, and the first and the last day as proleptic ordinals."""
Anniversary = tuple[int, int, int]
"""A row, the year of its first account that knows the day, and how many articles tell it."""

_OPEN = 1
"""The ordinal of `date.min`, which stands for a start that is not known."""
_NEVER = 10_000_000
"""Later than the ordinal of any day."""


class Wholes:
    """Takes rows in the order of their numbers, from 1 on, and tells what some of them are.

    `slugs` are the articles' ids in the order of their places.

    Most rows have one account: what these are is looked up in lists, without a step in Python
    for each.
    """

    def __init__(self, slugs: Iterable[str]) -> None:
        self._places = {slug: place for place, slug in enumerate(slugs)}
        self._articles = [0]
        self._earliest = [_NEVER]
        self._latest = [0]
        self._several: dict[int, tuple[Account, ...]] = {}

    def add(self, row: tuple[Account, ...]) -> None:
        """Take down the next row."""
        if len(row) > 1:
            self._several[len(self._articles)] = row
            self._articles.append(-1)
            earliest, latest = _days(row)
        else:
            self._articles.append(row[0].place)
            earliest, latest = row[0].days or (_NEVER, 0)
            if earliest == _OPEN:
                earliest = _NEVER
        self._earliest.append(earliest)
        self._latest.append(latest)

    def of(self, facet: str, key: str, rows: Sequence[int]) -> Whole:
        """What the rows with a key are; of a key within an article, what its accounts are."""
        slug, within, _ = key.partition("/")
        own = bool(within) or facet == "article"
        if own and not self._several.keys().isdisjoint(rows):
            return self._within(self._places[slug], rows)
        if len(rows) == 1:
            earliest, latest = self._earliest[rows[0]], self._latest[rows[0]]
        else:
            earliest = min(map(self._earliest.__getitem__, rows))
            latest = max(map(self._latest.__getitem__, rows))
        return 1 if own else len(self.articles(rows)), _known(earliest), _known(latest)

    def _within(self, article: int, rows: Iterable[int]) -> Whole:
        """What one article's accounts in some rows are, where some rows have other accounts."""
        days = [
            _days([account for account in self._several[row] if account.place == article])
            if row in self._several
            else (self._earliest[row], self._latest[row])
            for row in rows
        ]
        return 1, _known(min(first for first, _ in days)), _known(max(last for _, last in days))

    def articles(self, rows: Sequence[int]) -> set[int]:
        """The places of the articles that tell these rows."""
        articles = set(map(self._articles.__getitem__, rows))
        if -1 in articles:
            articles.remove(-1)
            for row in compress(rows, map(self._several.__contains__, rows)):
                articles.update(account.place for account in self._several[row])
        return articles


def anniversaries(day: str, rows: Mapping[int, tuple[Account, ...]]) -> list[Anniversary]:
    """Rows that fall on a day, MM-DD: those that most articles tell first, of these the latest."""
    found = [
        (number, next(_years(day, row)), len({account.place for account in row}))
        for number, row in rows.items()
    ]
    return sorted(found, key=lambda item: (-item[2], -item[1], item[0]))


def _years(day: str, row: Iterable[Account]) -> Iterator[int]:
    """The years of the accounts that know this day."""
    for account in row:
        if account.when is not None and account.when.text[4:] == f"-{day}":
            yield int(account.when.text[:4])


def _days(row: Iterable[Account]) -> tuple[int, int]:
    """The first and the last day of accounts; numbers that are no days where none is known."""
    days = [account.days for account in row if account.days is not None]
    earliest = min((first for first, _ in days if first != _OPEN), default=_NEVER)
    return earliest, max((last for _, last in days), default=0)


def _known(day: int) -> int | None:
    return day if 0 < day < _NEVER else None
