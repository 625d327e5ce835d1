"""Writes what readers would otherwise count or sort: the calendar, and the names of all keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from bot.corpus.model import Vocabulary
from bot.store.grouping import Account
from bot.store.met import Met
from bot.store.models import ChoiceKind
from bot.store.names import COLUMNS, Uses, all_names
from bot.store.wholes import Wholes, anniversaries

_KINDS: Mapping[str, ChoiceKind] = {
    "topic": "topic",
    "person": "person",
    "speaker": "speaker",
    "measure": "measure",
    "article": "article",
}
"""The facets whose keys are chosen by name."""


def write_calendar(
    database: sqlite3.Connection,
    timeline: Sequence[tuple[Account, ...]],
    days: Mapping[str, Sequence[int]],
    months: Mapping[str, Sequence[int]],
    wholes: Wholes,
) -> None:
    """The days of the year, from the numbers of the rows that are known to fall on each.

    `months` are those of the rows that are known to fall in each, but not on which day. The
    timeline's rows are numbered from 1 on.
    """
    by_month = {month: wholes.articles(rows) for month, rows in months.items()}
    for day, rows in sorted(days.items()):
        articles = wholes.articles(rows) | by_month.get(day[:2], set())
        database.execute("INSERT INTO calendar VALUES (?, ?, ?)", (day, len(rows), len(articles)))
        ordered = anniversaries(day, {number: timeline[number - 1] for number in rows})
        database.executemany(
            "INSERT INTO anniversary VALUES (?, ?, ?, ?, ?)",
            ((day, place, *anniversary) for place, anniversary in enumerate(ordered)),
        )


def write_names(database: sqlite3.Connection, words: Vocabulary, met: Met) -> None:
    """The names of all keys that can be chosen, when it is known how many rows have each."""
    keys = database.execute(
        "SELECT list, facet, key, rows FROM facet_key"
        f" WHERE facet IN ({', '.join('?' * len(_KINDS))}) AND instr(key, '/') = 0",
        tuple(_KINDS),
    )
    told = database.execute("SELECT key, count(DISTINCT article) FROM happening GROUP BY key")
    uses: Uses = {**_uses(keys), "happening": dict(told.fetchall())}
    names = all_names(words, met.names, met.authors, uses)
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    database.executemany(
        f"INSERT INTO names (kind, {', '.join(COLUMNS)}) VALUES ({marks})",
        ((kind, *found.row()) for kind, found in names.items()),
    )


def _uses(keys: Iterable[tuple[str, str, str, int]]) -> dict[ChoiceKind, dict[str, int]]:
    """How many rows have each key; of speakers, rows of quotes alone."""
    uses: dict[ChoiceKind, dict[str, int]] = {kind: {} for kind in _KINDS.values()}
    for listing, facet, key, rows in keys:
        if facet == "speaker" and listing != "quotes":
            continue
        known = uses[_KINDS[facet]]
        known[key] = known.get(key, 0) + rows
    return uses
