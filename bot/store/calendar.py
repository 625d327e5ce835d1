"""The timeline by the days of the year: what fell on one, what is known to its month only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.store.kept import Kept
from bot.store.keys import day_key, month_key
from bot.store.models import Anniversary, Row
from bot.store.pages import Pages
from bot.store.reading import Reader

DAYS = 64
"""Of how many days the anniversaries are kept: a day may have hundreds."""


YEARS = 4
"""Of how many years it is kept how many rows lie beyond them: counting these reads all days."""


class Calendar:
    """Asks for anniversaries.

    `days` are the rows that each day of the year has, `sizes` those of each month without a day.
    """

    def __init__(
        self,
        reader: Reader,
        pages: Pages,
        days: Mapping[tuple[int, int], int],
        sizes: Mapping[int, int],
    ) -> None:
        self._reader = reader
        self._pages = pages
        self._rows = days
        self._sizes = sizes
        self._days: Kept[tuple[int, int], tuple[Anniversary, ...]] = Kept(DAYS)
        self._until: Kept[int, Mapping[tuple[int, int], int]] = Kept(YEARS)

    async def on_day(
        self, month: int, day: int, topics: Sequence[str] = ()
    ) -> tuple[Anniversary, ...]:
        """The rows of which some account knows exactly this day: told by most articles first.

        With `topics`, those alone of which some account has one of these.
        """
        if topics:
            return await self._of_topics(month, day, topics)
        known = self._days.get((month, day))
        if known is not None:
            return known
        found = await self._reader.fetch(
            "SELECT row, year, articles FROM anniversary WHERE day = ? ORDER BY place",
            [day_key(month, day)],
        )
        return self._days.keep((month, day), tuple(Anniversary(*row) for row in found))

    async def _of_topics(
        self, month: int, day: int, topics: Sequence[str]
    ) -> tuple[Anniversary, ...]:
        marks = ", ".join("?" for _ in topics)
        found = await self._reader.fetch(
            "SELECT a.row, a.year, a.articles FROM anniversary a WHERE a.day = ? AND EXISTS"
            " (SELECT 1 FROM facet f WHERE f.row = a.row AND f.key IN (SELECT id FROM facet_key"
            f" WHERE list = 'timeline' AND facet = 'topic' AND key IN ({marks})))"
            " ORDER BY a.place",
            [day_key(month, day), *topics],
        )
        return tuple(Anniversary(*row) for row in found)

    async def sizes(self, year: int) -> Mapping[tuple[int, int], int]:
        """How many rows of each day of the year are of a year until this one, days without none."""
        known = self._until.get(year)
        if known is not None:
            return known
        later = await self._reader.fetch(
            "SELECT day, count(*) FROM anniversary WHERE year > ? GROUP BY day", [year]
        )
        beyond = {(int(day[:2]), int(day[3:])): rows for day, rows in later}
        left = {day: rows - beyond.get(day, 0) for day, rows in self._rows.items()}
        return self._until.keep(year, {day: rows for day, rows in left.items() if rows})

    def month_size(self, month: int) -> int:
        """How many rows are known to fall in this month, but not on which day."""
        return self._sizes.get(month, 0)

    async def in_month(self, month: int, offset: int, limit: int) -> tuple[Row, ...]:
        """Some of these rows, in the timeline's order."""
        return await self._pages.with_key(("month", month_key(month)), offset, limit)

    async def articles(self, month: int, day: int) -> int:
        """How many articles tell of this day or, without a day, of this month."""
        [(articles,)] = await self._reader.fetch(
            "SELECT coalesce((SELECT articles FROM calendar WHERE day = ?), (SELECT articles"
            " FROM facet_key WHERE list = 'timeline' AND facet = 'month' AND key = ?), 0)",
            [day_key(month, day), month_key(month)],
        )
        return int(articles)
