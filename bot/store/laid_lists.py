"""Writes the three lists: their rows, and what rows can be found by."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain, repeat

from bot.store.grouping import Account
from bot.store.inserting import insert
from bot.store.keys import FacetKeys, iso
from bot.store.laid_down import write_calendar
from bot.store.laid_sets import LaidSets
from bot.store.models import Listing
from bot.store.wholes import Wholes

Rows = Sequence[tuple[Account, ...]]

_NO_DAYS = None, None


def write_lists(
    database: sqlite3.Connection,
    lists: Mapping[Listing, Rows],
    ids: Sequence[int],
    keys: FacetKeys,
    wholes: Wholes,
) -> None:
    """Write all lists, with rows numbered from 1 on; `ids` are the facts', in the files' order."""
    first, facets = 1, 1
    for name, rows in lists.items():
        for row in rows:
            wholes.add(row)
        found = _rows_by_key(name, rows, first, keys)
        insert(
            database,
            "row_fact",
            (
                (number, place, ids[account.order], account.place, *(account.days or _NO_DAYS))
                for number, row in enumerate(rows, first)
                for place, account in enumerate(row)
            ),
        )
        if name == "timeline":
            days = {key[4:]: found.pop(key) for key in list(found) if key.startswith("day/")}
            months = {key[6:]: found[key] for key in found if key.startswith("month/")}
            write_calendar(database, rows, days, months, wholes)
        laid = LaidSets(database, name, rows, first)
        _write_facets(database, name, found, facets, wholes, laid)
        laid.write_days()
        _write_listing(database, name, first, len(rows), laid.ends)
        facets += len(found)
        first += len(rows)
    _write_happenings(database, lists, ids)


def _write_happenings(
    database: sqlite3.Connection, lists: Mapping[Listing, Rows], ids: Sequence[int]
) -> None:
    """Write which facts tell of each happening, in the order of the lists."""
    found: defaultdict[str, list[Account]] = defaultdict(list)
    for rows in lists.values():
        for row in rows:
            if row[0].happening is not None:
                found[row[0].happening] += row
    insert(
        database,
        "happening",
        (
            (key, place, ids[account.order], account.place, account.kind == "event")
            for key, accounts in sorted(found.items())
            for place, account in enumerate(accounts)
        ),
    )


def _rows_by_key(listing: Listing, rows: Rows, first: int, keys: FacetKeys) -> dict[str, list[int]]:
    """The numbers of the rows that have each key, in the order of the keys."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows, first):
        for key in keys.of_row(row):
            found[key].append(number)
        if listing == "timeline":
            for key in keys.of_calendar(row):
                found[key].append(number)
    names = keys.names()
    return {names[key]: found[key] for key in sorted(found, key=names.__getitem__)}


def _write_facets(
    database: sqlite3.Connection,
    listing: Listing,
    found: Mapping[str, Sequence[int]],
    first: int,
    wholes: Wholes,
    laid: LaidSets,
) -> None:
    """Write the keys of a list, numbered from `first` on, and the rows of each."""
    parts = (name.partition("/") for name in found)
    insert(
        database,
        "facet_key",
        (
            (place, listing, facet, key, len(rows), *wholes.of(facet, key, rows))
            for place, ((facet, _, key), rows) in enumerate(zip(parts, found.values()), first)
        ),
    )
    pairs = (zip(repeat(place), rows) for place, rows in enumerate(found.values(), first))
    insert(database, "facet", chain.from_iterable(pairs))
    for place, rows in enumerate(found.values(), first):
        laid.write_key(place, rows)


def _write_listing(
    database: sqlite3.Connection, name: Listing, first: int, rows: int, ends: bytes
) -> None:
    """What a whole list is; days that stand for an open start are left out."""
    articles, earliest, latest = database.execute(
        "SELECT count(DISTINCT article), min(nullif(earliest, ?)), max(latest) FROM row_fact"
        " WHERE row >= ? AND row < ?",
        (date.min.toordinal(), first, first + rows),
    ).fetchone()
    database.execute(
        "INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?, ?)",
        (name, first, rows, articles, iso(earliest), iso(latest), ends),
    )
