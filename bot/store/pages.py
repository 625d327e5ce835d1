"""Pages of the lists: rows by filters, by words, by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from bot.store import lists
from bot.store.kept import Kept
from bot.store.keys import iso
from bot.store.models import Accounts, Filters, Listing, Page, Row, Told
from bot.store.reading import FACT, Reader, bounded
from bot.store.sets import Sets

Whole = tuple[int, int, int, str | None, str | None]
"""Of a whole list: rows, articles, rows left out as undated, first and last day."""


class Size(NamedTuple):
    """A key's id, and what the rows that have it are: no id and none where a key is unknown."""

    id: int = 0
    rows: int = 0
    articles: int = 0
    earliest: int | None = None
    latest: int | None = None


Sizes = Mapping[lists.Key, Size]

WHOLES = 2_048
"""Of how many lists what they are is kept."""

NEAR = 500
"""Up to so far into the list of one key, its rows are walked along; sets are faster beyond."""

KEYS = 16_384
"""Of how many keys the id and size are kept."""


class Pages:
    """Asks for rows. What a whole list is never changes, as the file does not: it is kept."""

    def __init__(
        self,
        reader: Reader,
        places: Mapping[str, int],
        listings: Mapping[Listing, tuple[lists.Extent, Whole]],
        sets: Sets,
    ) -> None:
        self._reader = reader
        self._places = places
        self._sets = sets
        self._extents = {name: extent for name, (extent, _) in listings.items()}
        self._everything = {name: whole for name, (_, whole) in listings.items()}
        self._wholes: Kept[tuple[Listing, Filters, str | None], Whole] = Kept(WHOLES)
        self._keys: Kept[tuple[Listing, lists.Key], Size] = Kept(KEYS)

    def page(
        self, listing: Listing, filters: Filters, words: str | None, offset: int, limit: int
    ) -> Page:
        """Some rows that match the filters and hold the words, an FTS5 question.

        Of a list that was asked for lately, these rows are all that the file is asked for.
        """
        offset, limit = bounded(offset), bounded(limit)
        if filters == Filters() and words is None:
            extent = self._extents[listing]
            first, end = extent.first_row + offset, extent.first_row + extent.rows
            rows = self._rows(lists.between(first, min(first + limit, end)), None)
            return Page(rows, *self._everything[listing])
        sizes = self._sizes(listing, lists.wanted_keys(filters))
        keys = self._in_sets(listing, filters, words, sizes)
        if keys is not None:
            return self._by_sets(listing, filters, keys, sizes, offset, limit)
        if filters.dated:
            more = [*lists.undated_keys(filters), *(lists.year_keys(filters) or ())]
            sizes = self._sizes(listing, more)
        article = self._article(filters)
        selection = self._select(listing, filters, words, sizes)
        whole = self._known(listing, filters, words, sizes)
        if whole is None:
            query = lists.whole_and_accounts(
                selection or lists.no_rows(),
                self._undated(listing, filters, words, sizes),
                offset,
                limit,
                FACT,
                article,
            )
            found = self._reader.fetch(query.sql, query.values)
            total, articles, undated, first, last = found[0][:5]
            whole = total, articles, undated, iso(first), iso(last)
            self._wholes.keep((listing, filters, words), whole)
            told = (row[5:] for row in found if row[5] is not None)
            return Page(tuple(self._told(told).values()), *whole)
        if selection is None or offset >= whole[0]:
            return Page((), *whole)
        numbers = lists.numbers(selection, offset, limit)
        return Page(self._rows(numbers, article), *whole)

    def _in_sets(
        self, listing: Listing, filters: Filters, words: str | None, sizes: Sizes
    ) -> list[int] | None:
        """The ids of the keys that a row must have; None where there are no sets for them."""
        if words is not None or filters.article is not None:
            return None
        wanted = [sizes[key] for key in lists.wanted_keys(filters)]
        served = self._sets.serve(listing, (size.rows for size in wanted))
        return [size.id for size in wanted] if served else None

    def _by_sets(
        self,
        listing: Listing,
        filters: Filters,
        keys: Sequence[int],
        sizes: Sizes,
        offset: int,
        limit: int,
    ) -> Page:
        """The same of frequent keys, however many rows match."""
        whole = self._known(listing, filters, None, sizes)
        if whole is None:
            *counts, first, last = self._sets.whole(listing, keys, filters)
            total, articles, undated = counts
            whole = total, articles, undated, iso(first), iso(last)
            self._wholes.keep((listing, filters, None), whole)
        if offset >= whole[0] or not limit:
            return Page((), *whole)
        if len(keys) > 1 or filters.dated or offset > NEAR:
            found = self._sets.numbers(listing, keys, filters, offset, limit)
            numbers = lists.numbered(found)
        else:
            numbers = lists.numbers(lists.of_key(keys[0]), offset, limit)
        return Page(self._rows(numbers, None), *whole)

    def _article(self, filters: Filters) -> int | None:
        """The place of the article filtered by: none has -1."""
        return None if filters.article is None else self._places.get(filters.article, -1)

    def _known(
        self, listing: Listing, filters: Filters, words: str | None, sizes: Sizes
    ) -> Whole | None:
        """What a whole list is: laid down for one filter, kept for more that were counted."""
        wanted = lists.wanted_keys(filters)
        if len(wanted) == 1 and not filters.dated and words is None:
            size = sizes[wanted[0]]
            return size.rows, size.articles, 0, iso(size.earliest), iso(size.latest)
        return self._wholes.get((listing, filters, words))

    def _undated(
        self, listing: Listing, filters: Filters, words: str | None, sizes: Sizes
    ) -> lists.Selection | None:
        """The rows that a range of days leaves out because they have no date."""
        if not filters.dated:
            return None
        return self._select(listing, filters, words, sizes, undated=True)

    def _select(
        self,
        listing: Listing,
        filters: Filters,
        words: str | None,
        sizes: Sizes,
        *,
        undated: bool = False,
    ) -> lists.Selection | None:
        """The rows that match, or (`undated`) would but have no date; None if none can."""
        wanted = lists.undated_keys(filters) if undated else lists.wanted_keys(filters)
        if not all(sizes[key].rows for key in wanted):
            return None
        if undated:
            filters = Filters(article=filters.article)
        keys = sorted(wanted, key=lambda key: sizes[key].rows)
        years = lists.year_keys(filters)
        if years and keys and sum(sizes[key].rows for key in years) > sizes[keys[0]].rows:
            years = None  # there are fewer rows to look at along the rarest key
        return lists.select(
            self._extents[listing],
            [sizes[key].id for key in keys],
            None if years is None else [sizes[key].id for key in years if sizes[key].rows],
            filters,
            self._article(filters),
            words,
        )

    def _sizes(self, listing: Listing, keys: Iterable[lists.Key]) -> Sizes:
        """The ids and sizes of keys."""
        known = {key: self._keys.get((listing, key)) for key in keys}
        # Keys are ASCII: anything else may not even be text that SQLite takes.
        asked = [key for key, size in known.items() if size is None and key[1].isascii()]
        found: dict[lists.Key, Size] = {}
        if asked:
            for facet, name, *size in self._reader.fetch(
                # With IN and several pairs, SQLite would go through all keys of the list.
                "SELECT k.facet, k.key, k.id, k.rows, k.articles, k.earliest, k.latest"
                f" FROM (VALUES {', '.join('(?, ?)' for _ in asked)}) v CROSS JOIN facet_key k"
                " ON k.list = ? AND k.facet = v.column1 AND k.key = v.column2",
                [*chain.from_iterable(asked), listing],
            ):
                found[facet, name] = Size(*size)
            for key in asked:
                self._keys.keep((listing, key), found.get(key, Size()))
        return {key: size or found.get(key, Size()) for key, size in known.items()}

    def _rows(self, numbers: lists.Selection, article: int | None) -> tuple[Row, ...]:
        """Rows by a question for their numbers, in the order of display."""
        return tuple((self._by_number(numbers, article)).values())

    def with_key(self, key: lists.Key, offset: int, limit: int) -> tuple[Row, ...]:
        """Some of the timeline's rows that have a key, in the order of display."""
        return self._rows(lists.with_key(*key, bounded(offset), bounded(limit)), None)

    def _by_number(self, numbers: lists.Selection, article: int | None) -> dict[int, Row]:
        query = lists.accounts(numbers, FACT, article)
        return self._told(self._reader.fetch(query.sql, query.values))

    def _told(self, accounts: Iterable[tuple[Any, ...]]) -> dict[int, Row]:
        """Rows by their numbers, of accounts with their rows' numbers before them."""
        found: dict[int, list[Told]] = {}
        for row, *fact in accounts:
            found.setdefault(row, []).append(self._reader.told(*fact))
        return {row: Row(tuple(facts)) for row, facts in found.items()}

    def accounts(self, happening: str, offset: int, limit: int, *, events: bool) -> Accounts:
        """Some accounts of a happening, in the order of display: `events` come first, or alone."""
        of_it = "h.key = ? AND h.event" if events else "h.key = ?"
        [(total, articles)] = self._reader.fetch(
            f"SELECT count(*), count(DISTINCT article) FROM happening h WHERE {of_it}", [happening]
        )
        offset, limit = bounded(offset), bounded(limit)
        facts = self._reader.facts(
            "FROM happening h CROSS JOIN fact f ON f.id = h.fact"
            f" WHERE {of_it} AND h.place >= ? AND h.place < ? ORDER BY h.place",
            [happening, offset, offset + limit],
        )
        return Accounts(facts, total, articles)

    def rows(self, numbers: Sequence[int]) -> tuple[Row, ...]:
        """Rows of any list by their numbers, in the order of these."""
        once = tuple(dict.fromkeys(numbers))
        found = self._by_number(lists.numbered(once), None) if once else {}
        return tuple(found[number] for number in numbers)
