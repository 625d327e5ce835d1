"""Which rows match several frequent keys, or days: found and counted by bits (laid_sets.py).

What a question costs grows by the width of a set, some 40 KiB for a million facts, not by the rows
that are counted.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Literal

from bot.store.bits import chosen, counted, packed, restored, unpacked, unpacked_numbers
from bot.store.kept import Kept
from bot.store.models import Filters, Listing
from bot.store.reading import Reader

Space = Literal["rows", "accounts"]
Side = Literal["begin", "end", "open"]
Found = tuple[int, int, int, int | None, int | None]
"""Of all matching rows: how many, of how many articles, how many are left out as undated, and the
first and the last day, as proleptic ordinals."""

LEAST = 128
"""What fewer rows have is not laid down as a set: these are walked along in as little time."""
SLICES = 512
"""Into about so many pieces rows are cut by their days."""
OPEN = 1
"""The ordinal of `date.min`, which stands for a start that is not known."""
NEVER = 10_000_000
"""Later than any day: what comes before has a date."""
KEPT = 384
"""Of how many sets the bits are kept, at most 54 KiB each with a million facts."""
PIECES = 32
"""Of how many slices the days are kept."""


@dataclass(frozen=True, slots=True)
class Long:
    """A list that has sets: its first row's number, how many rows there are, and the free bits
    behind each article's accounts."""

    first_row: int
    rows: int
    ends: int


class Sets:
    """Asks for sets. `lists` are those that are long enough to have some."""

    def __init__(self, reader: Reader, lists: Mapping[Listing, Long]) -> None:
        self._reader = reader
        self._lists = lists
        self._kept: Kept[tuple[str | int, ...], int] = Kept(KEPT)
        self._pieces: Kept[tuple[str | int, ...], tuple[array[int], array[int]]] = Kept(PIECES)
        self._firsts: dict[tuple[Listing, Space, Side], Sequence[int]] = {}

    def serve(self, listing: Listing, sizes: Iterable[int]) -> bool:
        """Whether there are sets for keys that so many of a list's rows have."""
        return listing in self._lists and all(size >= LEAST for size in sizes)

    def numbers(
        self, listing: Listing, keys: Sequence[int], filters: Filters, offset: int, limit: int
    ) -> list[int]:
        """The numbers of some of the matching rows, in the order of display.

        `keys` are ids of keys that a row must have all of; of the filters the days alone count.
        """
        found = self._matching(listing, "rows", keys, filters)
        first = self._lists[listing].first_row
        return [first + place for place in chosen(found, offset, limit)]

    def whole(self, listing: Listing, keys: Sequence[int], filters: Filters) -> Found:
        """What all matching rows are."""
        rows = self._matching(listing, "rows", keys, filters)
        accounts = self._matching(listing, "accounts", keys, filters)
        _, articles = counted(accounts, self._lists[listing].ends)
        undated = self._undated(listing, keys) if filters.dated else 0
        first, last = self._first(listing, rows), self._last(listing, rows)
        return rows.bit_count(), articles, undated, first, last

    def _matching(
        self, listing: Listing, space: Space, keys: Sequence[int], filters: Filters
    ) -> int:
        """The rows, or their accounts, that match."""
        found = self._with_keys(listing, space, keys)
        if filters.dated:
            last = NEVER if filters.latest is None else filters.latest.toordinal() + 1
            found &= self._earlier(listing, space, "begin", last)
        if filters.earliest is not None:
            first = filters.earliest.toordinal()
            found = _without(found, self._earlier(listing, space, "end", first))
            if filters.latest is not None:
                between = self._between(listing, space, first, filters.latest.toordinal())
                found = _without(found, between)
        return found

    def _with_keys(self, listing: Listing, space: Space, keys: Sequence[int]) -> int:
        """What has all of these keys; without keys, all rows or all places of accounts."""
        if keys:
            return reduce(and_, [self._of_key(space, key) for key in keys])
        size = self._lists[listing].rows
        if space == "accounts":
            size = self._lists[listing].ends.bit_length()
        return (1 << size) - 1

    def _undated(self, listing: Listing, keys: Sequence[int]) -> int:
        """How many rows have these keys and no date."""
        found = self._with_keys(listing, "rows", keys)
        dated = self._before(listing, "rows", "begin", NEVER)
        return _without(found, dated).bit_count()

    def _earlier(self, listing: Listing, space: Space, side: Side, day: int) -> int:
        """What begins, or ends, before a day."""
        firsts = self._first_days(listing, space, side)
        place = bisect_right(firsts, day) - 1
        if place < 0:
            return 0
        if firsts[place] == day:
            return self._before(listing, space, side, day)
        days, places = self._piece(listing, space, side, firsts[place])
        some = bisect_left(days, day)
        if some == len(days):
            return self._before(listing, space, side, firsts[place + 1])
        before = self._before(listing, space, side, firsts[place])
        return before | _set(places[:some])

    def _between(self, listing: Listing, space: Space, first: int, last: int) -> int:
        """What has accounts before these days and accounts after, but none that can mean one."""
        found = self._reader.fetch(
            "SELECT row, accounts FROM gap"
            " WHERE list = ? AND length >= ? AND first <= ? AND first + length > ?",
            [listing, last - first + 1, first, last],
        )
        if space == "rows":
            return _set([row for row, _ in found])
        return _set([place for _, places in found for place in unpacked_numbers(places)])

    def _first(self, listing: Listing, rows: int) -> int | None:
        """The first day of these rows' accounts; an open start is none."""
        days = [self._first_in(listing, "open", OPEN, rows)]
        firsts = self._first_days(listing, "rows", "begin")
        start = 0
        if firsts[0] == OPEN:
            rows, start = _without(rows, self._before(listing, "rows", "begin", firsts[1])), 1
        if rows & self._before(listing, "rows", "begin", NEVER):
            low, high = start, len(firsts) - 2
            while low < high:
                middle = (low + high) // 2
                if rows & self._before(listing, "rows", "begin", firsts[middle + 1]):
                    high = middle
                else:
                    low = middle + 1
            days.append(self._first_in(listing, "begin", firsts[low], rows))
        return min((day for day in days if day is not None), default=None)

    def _last(self, listing: Listing, rows: int) -> int | None:
        """The last day of these rows' accounts."""
        rows &= self._before(listing, "rows", "end", NEVER)
        if not rows:
            return None
        firsts = self._first_days(listing, "rows", "end")
        low, high = 0, len(firsts) - 2
        while low < high:
            middle = (low + high + 1) // 2
            if _without(rows, self._before(listing, "rows", "end", firsts[middle])):
                low = middle
            else:
                high = middle - 1
        days, places = self._piece(listing, "rows", "end", firsts[low])
        return _met(rows, zip(reversed(days), reversed(places), strict=True))

    def _first_in(self, listing: Listing, side: Side, first: int, rows: int) -> int | None:
        days, places = self._piece(listing, "rows", side, first)
        return _met(rows, zip(days, places, strict=True))

    def _of_key(self, space: Space, key: int) -> int:
        return self._bits("SELECT bits FROM key_set WHERE key = ? AND space = ?", (key, space))

    def _before(self, listing: Listing, space: Space, side: Side, first: int) -> int:
        return self._bits(
            "SELECT before FROM slice WHERE list = ? AND space = ? AND side = ? AND first = ?",
            (listing, space, side, first),
        )

    def _bits(self, sql: str, values: tuple[str | int, ...]) -> int:
        known = self._kept.get(values)
        if known is not None:
            return known
        [(bits,)] = self._reader.fetch(sql, values)
        return self._kept.keep(values, restored(bits))

    def _piece(
        self, listing: Listing, space: Space, side: Side, first: int
    ) -> tuple[array[int], array[int]]:
        """The days and the places of a slice."""
        values = (listing, space, side, first)
        known = self._pieces.get(values)
        if known is not None:
            return known
        [(days, places)] = self._reader.fetch(
            "SELECT days, places FROM slice"
            " WHERE list = ? AND space = ? AND side = ? AND first = ?",
            values,
        )
        return self._pieces.keep(values, (unpacked_numbers(days), unpacked_numbers(places)))

    def _first_days(self, listing: Listing, space: Space, side: Side) -> Sequence[int]:
        """The first days of all slices, and `NEVER`."""
        known = self._firsts.get((listing, space, side))
        if known is None:
            found = self._reader.fetch(
                "SELECT first FROM slice WHERE list = ? AND space = ? AND side = ? ORDER BY first",
                [listing, space, side],
            )
            known = self._firsts[listing, space, side] = [first for (first,) in found]
        return known


def _without(some: int, others: int) -> int:
    return some ^ (some & others)


def _set(places: Sequence[int]) -> int:
    return unpacked(packed(places, max(places, default=0)))


def _met(rows: int, ordered: Iterable[tuple[int, int]]) -> int | None:
    """The first of some days whose place is one of these rows'."""
    bits = rows.to_bytes(rows.bit_length() // 8 + 1, "little")
    size = 8 * len(bits)
    return next(
        (day for day, place in ordered if place < size and bits[place >> 3] >> (place & 7) & 1),
        None,
    )
