"""The timeline by the days of the year: what fell on one, what is known to its month only."""

from __future__ import annotations

from collections.abc import Mapping

from bot.store.kept import Kept
from bot.store.keys import day_key, month_key
from bot.store.models import Anniversary, Row
from bot.store.pages import Pages
from bot.store.reading import Reader

DAYS = 64
"""Of how many days the anniversaries are kept: a day may have hundreds."""


class Calendar:
    """Asks for anniversaries. `sizes` are the rows that each month has without a day."""

    def __init__(self, reader: Reader, pages: Pages, sizes: Mapping[int, int]) -> None:
        self._reader = reader
        self._pages = pages
        self._sizes = sizes
        self._days: Kept[tuple[int, int], tuple[Anniversary, ...]] = Kept(DAYS)

    def on_day(self, month: int, day: int) -> tuple[Anniversary, ...]:
        """The rows of which some account knows exactly this day: told by most articles first."""
        known = self._days.get((month, day))
        if known is not None:
            return known
        found = self._reader.fetch(
            "SELECT row, year, articles FROM anniversary WHERE day = ? ORDER BY place",
            [day_key(month, day)],
        )
        return self._days.keep((month, day), tuple(Anniversary(*row) for row in found))

    def month_size(self, month: int) -> int:
        """How many rows are known to fall in this month, but not on which day."""
        return self._sizes.get(month, 0)

    def in_month(self, month: int, offset: int, limit: int) -> tuple[Row, ...]:
        """Some of these rows, in the timeline's order."""
        return self._pages.with_key(("month", month_key(month)), offset, limit)

    def articles(self, month: int, day: int) -> int:
        """How many articles tell of this day or, without a day, of this month."""
        [(articles,)] = self._reader.fetch(
            "SELECT coalesce((SELECT articles FROM calendar WHERE day = ?), (SELECT articles"
            " FROM facet_key WHERE list = 'timeline' AND facet = 'month' AND key = ?), 0)",
            [day_key(month, day), month_key(month)],
        )
        return int(articles)
