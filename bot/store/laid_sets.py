"""Writes which rows have a key and which days they reach, a bit for each; sets.py reads it.

There are two spaces of bits for each list. In "rows" they go by the rows' numbers. In "accounts"
they go by the order of the files, with a free bit behind each article's, so that articles are
counted by carrying; what a row is or has, all of its accounts are and have.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, chain

from bot.store import sets
from bot.store.bits import packed, packed_numbers, put, stored
from bot.store.grouping import Account
from bot.store.models import Listing

Rows = Sequence[tuple[Account, ...]]
Days = tuple[int, int]


class LaidSets:
    """Writes the sets of one list, whose rows are numbered from `first` on."""

    def __init__(
        self, database: sqlite3.Connection, listing: Listing, rows: Rows, first: int
    ) -> None:
        self._database = database
        self._listing = listing
        self._rows = rows
        self._first = first
        self._wanted = len(rows) >= sets.LEAST
        places, ends = _places(rows) if self._wanted else (array("I"), [])
        # Nearly all rows have one account: its place is looked up without a step in Python.
        wanted = rows if self._wanted else ()
        self._one = array("I", [places[row[0].order] for row in wanted])
        self._more = {
            at: [places[account.order] for account in row[1:]]
            for at, row in enumerate(wanted)
            if len(row) > 1
        }
        self._sizes: dict[sets.Space, int] = {"rows": len(rows), "accounts": max(ends, default=0)}
        self.ends = packed(ends, self._sizes["accounts"]) if ends else b""

    def write_key(self, key: int, numbers: Sequence[int]) -> None:
        """The sets of the key with this id, which rows with these numbers have."""
        if len(numbers) < sets.LEAST:
            return
        rows = array("I", [number - self._first for number in numbers])
        spaces: dict[sets.Space, array[int]]
        spaces = {"rows": rows, "accounts": array("I", self._accounts(rows))}
        for space, places in spaces.items():
            self._database.execute(
                "INSERT INTO key_set VALUES (?, ?, ?)", (key, space, self._stored(space, places))
            )

    def write_days(self) -> None:
        """The slices by first and by last day, and the days that rows leave out in between."""
        if not self._wanted:
            return
        spans = [_span(row) for row in self._rows]
        dated = [(row, span) for row, span in enumerate(spans) if span is not None]
        self._write_side("begin", [(begin, row) for row, (begin, _) in dated])
        self._write_side("end", [(end, row) for row, (_, end) in dated])
        opened = ((row, _known(self._rows[row])) for row, (begin, _) in dated if begin == sets.OPEN)
        known = sorted((day, row) for row, day in opened if day is not None)
        self._write_slice("rows", "open", sets.OPEN, b"", known)
        for row in self._more:
            self._write_gaps(row, self._rows[row])

    def _write_side(self, side: sets.Side, days: list[tuple[int, int]]) -> None:
        days.sort()
        self._write_slices("rows", side, days)
        accounts = [(day, self._one[row]) for day, row in days]
        accounts += [(day, place) for day, row in days for place in self._more.get(row, ())]
        self._write_slices("accounts", side, sorted(accounts))

    def _write_slices(
        self, space: sets.Space, side: sets.Side, ordered: Sequence[tuple[int, int]]
    ) -> None:
        before, count = bytearray(packed((), self._sizes[space])), 0
        for first, piece in _slices(ordered):
            self._write_slice(space, side, first, stored(bytes(before), count), piece)
            put(before, (place for _, place in piece))
            count += len(piece)
        self._write_slice(space, side, sets.NEVER, stored(bytes(before), count), [])

    def _write_slice(
        self,
        space: sets.Space,
        side: sets.Side,
        first: int,
        before: bytes,
        ordered: Sequence[tuple[int, int]],
    ) -> None:
        days, places = (array("I", [pair[n] for pair in ordered]) for n in (0, 1))
        columns = (packed_numbers(days), packed_numbers(places))
        self._database.execute(
            "INSERT INTO slice VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self._listing, space, side, first, before, *columns),
        )

    def _write_gaps(self, row: int, accounts: Iterable[Account]) -> None:
        spans = sorted(account.days for account in accounts if account.days is not None)
        places = packed_numbers(array("I", self._accounts((row,))))
        covered = accumulate((end for _, end in spans), max)
        for end, (begin, _) in zip(covered, spans[1:], strict=False):
            if begin > end + 1:
                self._database.execute(
                    "INSERT INTO gap VALUES (?, ?, ?, ?, ?)",
                    (self._listing, begin - end - 1, end + 1, row, places),
                )

    def _accounts(self, rows: Sequence[int]) -> Iterator[int]:
        """The places of these rows' accounts."""
        more = filter(self._more.__contains__, rows)
        others = chain.from_iterable(map(self._more.__getitem__, more))
        return chain(map(self._one.__getitem__, rows), others)

    def _stored(self, space: sets.Space, places: Sequence[int]) -> bytes:
        return stored(packed(places, self._sizes[space]), len(places))


def _places(rows: Rows) -> tuple[array[int], list[int]]:
    """The place of each account by its order, and the free bits behind the articles."""
    articles: dict[int, int] = {account.order: account.place for row in rows for account in row}
    places = array("I", bytes(4 * (max(articles) + 1)))
    ends: dict[int, int] = {}
    for number, order in enumerate(sorted(articles)):
        article = articles[order]
        places[order] = number + article
        ends[article] = number + article + 1
    return places, list(ends.values())


def _span(row: Iterable[Account]) -> Days | None:
    """The first and the last day of a row's accounts; None where none has a date."""
    days = [account.days for account in row if account.days is not None]
    return (min(first for first, _ in days), max(last for _, last in days)) if days else None


def _known(row: Iterable[Account]) -> int | None:
    """The first day of those accounts whose start is not open."""
    days = [account.days[0] for account in row if account.days is not None]
    return min((day for day in days if day != sets.OPEN), default=None)


def _slices(ordered: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Sequence[tuple[int, int]]]]:
    """Pieces of what is ordered by days, and their first days: they begin with years.

    Nearly all questions are for whole years: then no piece needs to be taken apart. What is open
    has a piece of its own.
    """
    least = len(ordered) // sets.SLICES
    start, first, next_year = 0, 0, 0
    for at, (day, _) in enumerate(ordered):
        if day < next_year:
            continue
        if at and (at - start > least or ordered[at - 1][0] == sets.OPEN):
            yield first, ordered[start:at]
            start = at
        if day == sets.OPEN:
            next_year = first = sets.OPEN
            next_year += 1
            continue
        year = date.fromordinal(day).year
        if start == at:
            first = max(sets.OPEN + 1, date(year, 1, 1).toordinal())
        next_year = date(year + 1, 1, 1).toordinal() if year < date.max.year else sets.NEVER
    if ordered:
        yield first, ordered[start:]
