"""The timeline by the days of the year: what fell on one, what is known to its month only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.store.kept import Kept
from bot.store.keys import day_key, month_key
from bot.store.models import Anniversary, Row
from bot.store.pages import Pages
from bot.store.reading import Reader

DAYS = 64
"""Of how many days the anniversaries are kept: a day may have hundreds."""

CHOSEN = 256
"""For how many choices of topics it is kept which days of the year have anniversaries."""

FEW = 100_000
"""Up to so many rows of the topics asked for, these are gathered first. Where they are more, most
days have one of them among their first rows."""

DayOfYear = tuple[int, int]
"""A month and a day."""

_UNDISPUTED = """
    NOT EXISTS (SELECT 1 FROM row_fact r CROSS JOIN fact f ON f.id = r.fact
    CROSS JOIN json_each(f.document, '$.notes') n
    WHERE r.row = a.row AND json_extract(n.value, '$.disputes') = 'when')
"""
"""No note of the fact editors disputes the date of any account of a row."""


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
        self._years: Kept[tuple[frozenset[str], bool], tuple[DayOfYear, ...]] = Kept(CHOSEN)
        self._months: Kept[frozenset[str], tuple[int, ...]] = Kept(CHOSEN)

    def on_day(self, month: int, day: int, topics: Sequence[str] = ()) -> tuple[Anniversary, ...]:
        """The rows of which some account knows exactly this day: told by most articles first.

        With `topics`, those alone of which some account has one of these.
        """
        if topics:
            return self._of_topics(month, day, topics)
        known = self._days.get((month, day))
        if known is not None:
            return known
        found = self._reader.fetch(
            "SELECT row, year, articles FROM anniversary WHERE day = ? ORDER BY place",
            [day_key(month, day)],
        )
        return self._days.keep((month, day), tuple(Anniversary(*row) for row in found))

    def _of_topics(self, month: int, day: int, topics: Sequence[str]) -> tuple[Anniversary, ...]:
        marks = ", ".join("?" for _ in topics)
        found = self._reader.fetch(
            "SELECT a.row, a.year, a.articles FROM anniversary a WHERE a.day = ? AND EXISTS"
            " (SELECT 1 FROM facet f WHERE f.row = a.row AND f.key IN (SELECT id FROM facet_key"
            f" WHERE list = 'timeline' AND facet = 'topic' AND key IN ({marks})))"
            " ORDER BY a.place",
            [day_key(month, day), *topics],
        )
        return tuple(Anniversary(*row) for row in found)

    def sizes(self, year: int) -> Mapping[tuple[int, int], int]:
        """How many rows of each day of the year are of a year until this one, days without none."""
        known = self._until.get(year)
        if known is not None:
            return known
        later = self._reader.fetch(
            "SELECT day, count(*) FROM anniversary WHERE year > ? GROUP BY day", [year]
        )
        beyond = {(int(day[:2]), int(day[3:])): rows for day, rows in later}
        left = {day: rows - beyond.get(day, 0) for day, rows in self._rows.items()}
        return self._until.keep(year, {day: rows for day, rows in left.items() if rows})

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

    def days_about(self, topics: Collection[str], *, undisputed: bool) -> tuple[DayOfYear, ...]:
        """The days of the year that a row of one of these topics falls on; no topics are all.

        `undisputed` leaves out rows of which a note of the fact editors disputes some date.
        """
        key = frozenset(topics), undisputed
        if (known := self._years.get(key)) is not None:
            return known
        conditions = ["a.day = c.day"]
        ids: list[int] = []
        if topics:
            about, ids = self._about("a.row", key[0])
            conditions.append(about)
        if undisputed:
            conditions.append(_UNDISPUTED)
        found = self._reader.fetch(
            "SELECT c.day FROM calendar c WHERE EXISTS (SELECT 1 FROM anniversary a"
            f" WHERE {' AND '.join(conditions)}) ORDER BY c.day",
            ids,
        )
        return self._years.keep(key, tuple((int(day[:2]), int(day[3:])) for (day,) in found))

    def months_about(self, topics: Collection[str]) -> tuple[int, ...]:
        """The months that a row of one of these topics falls in, its day unknown; none are all."""
        if not topics:
            return tuple(sorted(month for month, rows in self._sizes.items() if rows))
        key = frozenset(topics)
        if (known := self._months.get(key)) is not None:
            return known
        about, ids = self._about("m.row", key)
        found = self._reader.fetch(
            "SELECT k.key FROM facet_key k WHERE k.list = 'timeline' AND k.facet = 'month'"
            f" AND EXISTS (SELECT 1 FROM facet m WHERE m.key = k.id AND {about}) ORDER BY k.key",
            ids,
        )
        return self._months.keep(key, tuple(int(month) for (month,) in found))

    def _about(self, row: str, topics: Collection[str]) -> tuple[str, list[int]]:
        """What a row's number must be for the row to have one of these topics, and the values."""
        found = self._reader.fetch(
            "SELECT id, rows FROM facet_key WHERE list = 'timeline' AND facet = 'topic'"
            f" AND key IN ({', '.join('?' * len(topics))})",
            topics,
        )
        ids = [number for number, _ in found]
        keys = f"key IN ({', '.join('?' * len(ids))})"
        if sum(rows for _, rows in found) <= FEW:
            return f"{row} IN (SELECT row FROM facet WHERE {keys})", ids
        return f"EXISTS (SELECT 1 FROM facet t WHERE t.{keys} AND t.row = {row})", ids
