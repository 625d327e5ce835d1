"""Pages of the lists: rows by filters, by words, by day of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.store import lists
from bot.store.kept import Kept
from bot.store.keys import Facet, iso
from bot.store.models import Filters, Listing, Page, Row, Told
from bot.store.reading import FACT, Reader, bounded

Whole = tuple[int, int, int, str | None, str | None]
"""Of a whole list: rows, articles, rows left out as undated, first and last day."""

_CHUNK = 500


class Pages:
    """Asks for rows. What a whole list is never changes, as the file does not: it is kept."""

    def __init__(
        self,
        reader: Reader,
        places: Mapping[str, int],
        listings: Mapping[Listing, tuple[lists.Extent, Whole]],
    ) -> None:
        self._reader = reader
        self._places = places
        self._extents = {name: extent for name, (extent, _) in listings.items()}
        self._everything = {name: whole for name, (_, whole) in listings.items()}
        self._kept: Kept[tuple[Listing, Filters, str | None], Whole] = Kept()

    async def page(
        self, listing: Listing, filters: Filters, words: str | None, offset: int, limit: int
    ) -> Page:
        """Some rows that match the filters and hold the words, an FTS5 question."""
        offset, limit = bounded(offset), bounded(limit)
        article = self._article(filters)
        if filters == Filters() and words is None:
            extent = self._extents[listing]
            first, end = extent.first_row + offset, extent.first_row + extent.rows
            numbers = list(range(first, min(first + limit, end)))
            whole = self._everything[listing]
        else:
            numbers = await self._numbers(listing, filters, words, offset, limit)
            whole = await self._whole(listing, filters, words)
        return Page(await self._rows(numbers, article), *whole)

    async def _numbers(
        self, listing: Listing, filters: Filters, words: str | None, offset: int, limit: int
    ) -> list[int]:
        selection = await self._select(listing, filters, words, undated=False)
        if selection is None:
            return []
        query = lists.page(selection, offset, limit)
        return [row for (row,) in await self._reader.fetch(query.sql, query.values)]

    def _article(self, filters: Filters) -> int | None:
        """The place of the article filtered by: none has -1."""
        return None if filters.article is None else self._places.get(filters.article, -1)

    async def _whole(self, listing: Listing, filters: Filters, words: str | None) -> Whole:
        """What a whole list is: counted once, then kept."""
        key = (listing, filters, words)
        known = self._kept.get(key)
        if known is not None:
            return known
        article = self._article(filters)
        total = articles = undated = 0
        first = last = None
        selection = await self._select(listing, filters, words, undated=False)
        if selection is not None:
            query = lists.whole(selection, article)
            [(total, articles, first, last)] = await self._reader.fetch(query.sql, query.values)
        if filters.earliest is not None or filters.latest is not None:
            selection = await self._select(listing, filters, words, undated=True)
            if selection is not None:
                sql = f"SELECT count(*) FROM ({selection.sql})"
                [(undated,)] = await self._reader.fetch(sql, selection.values)
        return self._kept.keep(key, (total, articles, undated, iso(first), iso(last)))

    async def _select(
        self, listing: Listing, filters: Filters, words: str | None, *, undated: bool
    ) -> lists.Selection | None:
        """The rows that match, or (`undated`) would but have no date; None if none can."""
        wanted = lists.wanted_keys(filters)
        if undated:
            wanted.append(lists.undated_key(filters))
            filters = Filters(article=filters.article)
        sizes = await self._keys(listing, wanted)
        if len(sizes) < len(wanted):
            return None
        years = lists.year_keys(filters)
        return lists.select(
            self._extents[listing],
            sorted(sizes, key=lambda key: sizes[key]),
            None
            if years is None
            else list(await self._keys(listing, [("year", year) for year in years])),
            filters,
            self._article(filters),
            words,
        )

    async def _keys(self, listing: Listing, wanted: Sequence[tuple[Facet, str]]) -> dict[int, int]:
        """The ids of those keys that some row has, and how many rows have them."""
        found: dict[int, int] = {}
        # Keys are ASCII: anything else may not even be text that SQLite takes.
        for facet, key in wanted:
            if key.isascii():
                found |= dict(
                    await self._reader.fetch(
                        "SELECT id, rows FROM facet_key WHERE list = ? AND facet = ? AND key = ?",
                        (listing, facet, key),
                    )
                )
        return found

    async def _rows(self, numbers: Sequence[int], article: int | None) -> tuple[Row, ...]:
        """Rows by their numbers, in the order of these."""
        found: dict[int, list[Told]] = {}
        condition = "" if article is None else f" AND r.article = {article:d}"
        for start in range(0, len(numbers), _CHUNK):
            chunk = numbers[start : start + _CHUNK]
            marks = ", ".join("?" for _ in chunk)
            for row, *fact in await self._reader.fetch(
                f"SELECT r.row, {FACT} FROM row_fact r CROSS JOIN fact f ON f.id = r.fact"
                f" WHERE r.row IN ({marks}){condition} ORDER BY r.row, r.place",
                chunk,
            ):
                found.setdefault(row, []).append(self._reader.told(*fact))
        return tuple(Row(tuple(found[row])) for row in numbers)

    async def calendar(self, facet: Facet, key: str) -> tuple[Row, ...]:
        """The timeline's rows that have a key."""
        rows = await self._reader.fetch(
            "SELECT r.row FROM facet_key k CROSS JOIN facet r ON r.key = k.id"
            " WHERE k.list = 'timeline' AND k.facet = ? AND k.key = ? ORDER BY r.row",
            (facet, key),
        )
        return await self._rows([row for (row,) in rows], None)
