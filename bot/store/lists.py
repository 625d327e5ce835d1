"""The SQL of lists: which rows match filters, as walks along the indexes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from bot.store.keys import ALWAYS, UNDATED, Facet, within
from bot.store.models import Filters

YEARS = 5
"""Up to so many years, rows are looked up by year; beyond that most rows match anyway."""

Value = str | int | None
Key = tuple[Facet, str]


@dataclass(frozen=True, slots=True)
class Extent:
    """A list as a whole: its first row's number and how many rows follow on it."""

    first_row: int
    rows: int


@dataclass(frozen=True, slots=True)
class Selection:
    """A SELECT of matching row numbers, in the order of display, and its values."""

    sql: str
    values: tuple[Value, ...]


def no_rows() -> Selection:
    """What matches nothing."""
    return Selection("SELECT NULL AS row WHERE 0", ())


def wanted_keys(filters: Filters) -> list[Key]:
    """The keys that a row must have, but for the dates."""
    named: list[tuple[Facet, str | None]] = [
        ("topic", filters.topic),
        ("person", filters.person),
        ("speaker", filters.speaker),
        ("measure", filters.measure),
    ]
    # With a slash it would be a key within an article, which is for the filter by article to ask.
    keys = [(facet, key.replace("/", "\0")) for facet, key in named if key is not None]
    if filters.article is None:
        return keys
    article = filters.article
    return [(facet, within(article, key)) for facet, key in keys] or [("article", article)]


def undated_keys(filters: Filters) -> list[Key]:
    """The keys that a row must have which matches but for the dates, as it has none."""
    return [*wanted_keys(filters), _undated_key(filters)]


def _undated_key(filters: Filters) -> Key:
    return "undated", within(filters.article, UNDATED) if filters.article else UNDATED


def year_keys(filters: Filters) -> list[Key] | None:
    """The keys of the years to look rows up by; None when they are too many to be of use."""
    if filters.earliest is None or filters.latest is None:
        return None
    first, last = filters.earliest.year, filters.latest.year
    if last - first >= YEARS:
        return None
    years = [ALWAYS, *(f"{year:04}" for year in range(first, last + 1))]
    return [("year", year) for year in years]


def select(
    extent: Extent,
    keys: Sequence[int],
    years: Sequence[int] | None,
    filters: Filters,
    article: int | None,
    words: str | None,
) -> Selection:
    """The rows that match.

    `keys` are ids of facet keys that a row must have all of, the rarest first; `years` ids of
    which it must have one, to walk along instead of the rarest key; `article` is the place of
    the article filtered by; `words` an FTS5 question that one of its facts must match.
    """
    source, others = "facet k", keys
    firsts: list[tuple[str, tuple[Value, ...]]] = []
    if years is not None:
        firsts += [("k.key = ?", (year,)) for year in years]
    elif keys:
        firsts.append(("k.key = ?", (keys[0],)))
        others = keys[1:]
    else:
        source = "row_fact k"
        end = extent.first_row + extent.rows
        firsts.append(("k.row >= ? AND k.row < ? AND k.place = 0", (extent.first_row, end)))
    conditions, values = _conditions(others, filters, article, words)
    # Each walks along an index, so that SQLite merges them and ends with the page.
    walks = [
        f"SELECT k.row AS row FROM {source} WHERE {' AND '.join([first, *conditions])}"
        for first, _ in firsts
    ]
    if not walks:
        return no_rows()
    return Selection(
        " UNION ".join(walks), tuple(chain.from_iterable((*own, *values) for _, own in firsts))
    )


def _conditions(
    keys: Sequence[int], filters: Filters, article: int | None, words: str | None
) -> tuple[list[str], list[Value]]:
    """What a row `k.row` must be besides, and the values for it."""
    conditions: list[str] = []
    values: list[Value] = []
    for key in keys:
        conditions.append("EXISTS (SELECT 1 FROM facet o WHERE o.key = ? AND o.row = k.row)")
        values.append(key)
    if filters.dated:
        condition = "d.row = k.row AND d.earliest <= ? AND d.latest >= ?"
        values.append((filters.latest or date.max).toordinal())
        values.append((filters.earliest or date.min).toordinal())
        if article is not None:
            condition += " AND d.article = ?"
            values.append(article)
        conditions.append(f"EXISTS (SELECT 1 FROM row_fact d WHERE {condition})")
    if words is not None:
        conditions.append(
            "k.row IN (SELECT r.row FROM fact_text t CROSS JOIN row_fact r ON r.fact = t.rowid"
            " WHERE t.fact_text MATCH ?)"
        )
        values.append(words)
    return conditions, values


def numbers(selection: Selection, offset: int, limit: int) -> Selection:
    """The numbers of some of the matching rows, in the order of display."""
    return Selection(
        f"{selection.sql} ORDER BY row LIMIT ? OFFSET ?", (*selection.values, limit, offset)
    )


def between(first: int, end: int) -> Selection:
    """The numbers of the rows from one on, to before another."""
    return Selection(
        "SELECT k.row AS row FROM row_fact k WHERE k.row >= ? AND k.row < ? AND k.place = 0",
        (first, end),
    )


def numbered(rows: Sequence[int]) -> Selection:
    """The rows that have these numbers."""
    marks = ", ".join("(?)" for _ in rows)
    return Selection(f"SELECT column1 AS row FROM (VALUES {marks})", tuple(rows))


def of_key(key: int) -> Selection:
    """The numbers of the rows that have the key with this id."""
    return Selection("SELECT k.row AS row FROM facet k WHERE k.key = ?", (key,))


def with_key(facet: Facet, key: str, offset: int, limit: int) -> Selection:
    """The numbers of some of the timeline's rows that have a key, in the order of display."""
    return Selection(
        "SELECT k.row AS row FROM facet k WHERE k.key = (SELECT id FROM facet_key"
        " WHERE list = 'timeline' AND facet = ? AND key = ?) ORDER BY k.row LIMIT ? OFFSET ?",
        (facet, key, limit, offset),
    )


def accounts(rows: Selection, columns: str, article: int | None) -> Selection:
    """The row numbers and `columns` of the accounts of some rows, in the order of display.

    `article` is the place of the article whose accounts alone are asked for; None asks for all.
    """
    condition = "" if article is None else f" AND r.article = {article:d}"
    return Selection(
        f"SELECT r.row, {columns} FROM ({rows.sql}) s"
        f" CROSS JOIN row_fact r ON r.row = s.row{condition}"
        " CROSS JOIN fact f ON f.id = r.fact ORDER BY r.row, r.place",
        rows.values,
    )


def whole_and_accounts(
    selection: Selection,
    undated: Selection | None,
    offset: int,
    limit: int,
    columns: str,
    article: int | None,
) -> Selection:
    """What all matching rows are, and the accounts of some of them, each row walked to once.

    In each answering row stand first how many rows match, from how many articles, how many
    `undated` gives, and the first and last day of all; then a row number and `columns` of one
    account as `accounts` gives them, or NULL where none is asked for. It is the one place where
    rows are counted: it visits each, and the store keeps what it gave.
    """
    of_article = "" if article is None else f" AND {{}}.article = {article:d}"
    without = undated or no_rows()
    return Selection(
        f"WITH s AS MATERIALIZED ({selection.sql}), w AS MATERIALIZED ("
        "SELECT count(DISTINCT s.row), count(DISTINCT d.article),"
        f" (SELECT count(*) FROM ({without.sql})),"
        f" min(nullif(d.earliest, {date.min.toordinal()})), max(d.latest)"
        f" FROM s CROSS JOIN row_fact d ON d.row = s.row{of_article.format('d')})"
        f" SELECT w.*, r.row, {columns} FROM w"
        " LEFT JOIN (SELECT row FROM s ORDER BY row LIMIT ? OFFSET ?) p"
        f" LEFT JOIN row_fact r ON r.row = p.row{of_article.format('r')}"
        " LEFT JOIN fact f ON f.id = r.fact ORDER BY r.row, r.place",
        (*selection.values, *without.values, limit, offset),
    )
