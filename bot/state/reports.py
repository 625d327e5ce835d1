"""Problems that people reported of facts, for the fact editors."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.state.database import Row, StateDatabase, Transaction, Value
from bot.state.guilds import FORGET_EMPTY

KEPT = timedelta(days=90)
"""How long a closed report is kept; an open one stays until it is closed or deleted."""

DAY = timedelta(days=1)

OPEN_OF_ONE, DAILY_OF_ONE = 5, 10
OPEN_OF_PLACE, DAILY_OF_PLACE = 100, 50
OPEN_OF_ALL, DAILY_OF_ALL = 500, 200
"""How many reports can be open, and how many filed within 24 hours: by one person, from one server
(all direct messages count as one), and in all."""

CLOSED_SHOWN = 100
"""So many of the closed reports are listed, the last ones."""

Refusal = Literal["again", "yours-open", "yours-today", "place", "all"]
"""Why a report is not taken: its person has an open one of the same fact, or there are too many of
theirs, from their server, or in all."""

Closed = Literal["closed", "already", "gone"]
"""What came of closing a report: it was open, it had been closed before, it is not there."""


@dataclass(frozen=True, slots=True)
class Filing:
    """A report to be filed. `fact` is a public id, `generation` that of the facts it is about.

    `guild_id` is None in direct messages.
    """

    user_id: int
    guild_id: int | None
    fact: str
    generation: str
    words: str


@dataclass(frozen=True, slots=True)
class Closure:
    """When, by which user and why a report was closed; in UTC."""

    at: datetime
    by: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is stored; `at` is in UTC, `closure` None while it is open."""

    number: int
    at: datetime
    filing: Filing
    closure: Closure | None


@dataclass(frozen=True, slots=True)
class Filed:
    """A report's number, and how many its person has open, with this one."""

    number: int
    open: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many reports there are."""

    open: int
    closed: int


@dataclass(frozen=True, slots=True)
class _Deleted:
    """What is known of a report that its person deleted; `at` as it was stored."""

    user_id: int
    guild_id: int | None
    at: str


_COLUMNS = "number, at, user_id, guild_id, fact, generation, words, closed_at, closed_by, reason"
_LIMITS = (
    "select count(*) filter (where user_id = :user and fact = :fact and closed_at is null),"
    " count(*) filter (where user_id = :user and closed_at is null),"
    " count(*) filter (where user_id = :user and at > :since),"
    " count(*) filter (where guild_id is :guild and closed_at is null),"
    " count(*) filter (where guild_id is :guild and at > :since),"
    " count(*) filter (where closed_at is null),"
    " count(*) filter (where at > :since) from report"
)


class Reports:
    """The reports in the durable state, of which this is the only reader and writer."""

    def __init__(self, state: StateDatabase) -> None:
        self._state = state
        self._deleted: dict[int, _Deleted] = {}
        """What was filed within the last day and deleted, by its number: else nobody could be kept
        from filing and deleting without end. In memory only."""

    async def refusal(self, user_id: int, guild_id: int | None, fact: str) -> Refusal | None:
        """Why a report of this fact would not be taken from this person now; None if it would."""
        values = self._values(user_id, guild_id, fact)
        counts = await self._state.fetch_all(_LIMITS, values)
        return _refusal(counts, self._deleted_today(user_id, guild_id))

    async def file(self, filing: Filing) -> Filed | Refusal:
        """Keep a report, or say why not; of two that come at once, the second sees the first."""
        guild, fact = filing.guild_id, filing.fact
        async with self._state.transaction() as change:
            counts = await change.fetch_all(_LIMITS, self._values(filing.user_id, guild, fact))
            refusal = _refusal(counts, self._deleted_today(filing.user_id, guild))
            if refusal is not None:
                return refusal
            if guild is not None:
                await change.execute(
                    "insert into guild (guild_id) values (?) on conflict (guild_id) do nothing",
                    (guild,),
                )
            [row] = await change.fetch_all(
                "insert into report (at, user_id, guild_id, fact, generation, words)"
                " values (?, ?, ?, ?, ?, ?) returning number",
                (
                    self._state.stamp(), filing.user_id, guild, fact, filing.generation,
                    filing.words,
                ),
            )  # fmt: skip
        return Filed(row[0], counts[0][1] + 1)

    def _values(self, user_id: int, guild_id: int | None, fact: str) -> dict[str, Value]:
        return {"user": user_id, "guild": guild_id, "fact": fact, "since": self._since()}

    def _since(self) -> str:
        return (self._state.now() - DAY).isoformat(timespec="seconds")

    def _deleted_today(self, user_id: int, guild_id: int | None) -> tuple[int, int, int]:
        """How many reports filed within the day were deleted: of a person, of a server, in all."""
        since = self._since()
        recent = [one for one in self._deleted.values() if one.at > since]
        return (
            sum(one.user_id == user_id for one in recent),
            sum(one.guild_id == guild_id for one in recent),
            len(recent),
        )

    async def open_count(self) -> int:
        """How many reports are open."""
        row = await self._state.fetch_one("select count(*) from report where closed_at is null")
        return int(row[0]) if row else 0

    async def open(self) -> tuple[Report, ...]:
        """All open reports, the oldest first."""
        rows = await self._state.fetch_all(
            f"select {_COLUMNS} from report where closed_at is null order by number"
        )
        return tuple(map(_report, rows))

    async def closed(self) -> tuple[Report, ...]:
        """The closed reports, the one closed last first; no more than `CLOSED_SHOWN`."""
        rows = await self._state.fetch_all(
            f"select {_COLUMNS} from report where closed_at is not null"
            " order by closed_at desc, number desc limit ?",
            (CLOSED_SHOWN,),
        )
        return tuple(map(_report, rows))

    async def of_user(self, user_id: int) -> tuple[Report, ...]:
        """All that a person reported, the newest first."""
        rows = await self._state.fetch_all(
            f"select {_COLUMNS} from report where user_id = ? order by number desc", (user_id,)
        )
        return tuple(map(_report, rows))

    async def close(self, number: int, by: int, reason: str) -> Closed:
        """Close a report for a reason, once; `by` is the editor."""
        async with self._state.transaction() as change:
            changed = await change.execute(
                "update report set closed_at = ?, closed_by = ?, reason = ?"
                " where number = ? and closed_at is null",
                (self._state.stamp(), by, reason, number),
            )
            if changed:
                return "closed"
            found = await change.fetch_one("select 1 from report where number = ?", (number,))
        return "already" if found else "gone"

    async def delete_of(self, user_id: int) -> Counts:
        """Delete all that a person reported; how many these were."""
        async with self._state.transaction() as change:
            rows = await change.fetch_all(
                "delete from report where user_id = ?"
                " returning guild_id, closed_at is null, at, number",
                (user_id,),
            )
            await _forget_empty(change, rows)
            # Before the commit: it may come through where nobody waits for it any more.
            for guild_id, _, at, number in rows:
                self._deleted[number] = _Deleted(user_id, guild_id, at)
            if rows:
                later = asyncio.get_running_loop().call_later
                later(DAY.total_seconds(), self._forget_deleted)
        opened = sum(bool(row[1]) for row in rows)
        return Counts(opened, len(rows) - opened)

    def _forget_deleted(self) -> None:
        """Forget of deleted reports what counts no more."""
        since = self._since()
        self._deleted = {n: one for n, one in self._deleted.items() if one.at > since}

    async def prune(self) -> int:
        """Delete the reports that were closed `KEPT` ago or earlier; how many these were."""
        before = (self._state.now() - KEPT).isoformat(timespec="seconds")
        async with self._state.transaction() as change:
            rows = await change.fetch_all(
                "delete from report where closed_at <= ? returning guild_id", (before,)
            )
            await _forget_empty(change, rows)
        return len(rows)


async def _forget_empty(change: Transaction, rows: list[Row]) -> None:
    """Forget the guilds of which nothing but these reports was stored."""
    for guild_id in {row[0] for row in rows} - {None}:
        await change.execute(FORGET_EMPTY, (guild_id,))


def _refusal(counted: list[Row], deleted: tuple[int, int, int]) -> Refusal | None:
    """Why a report is not taken, by the only row of `_LIMITS`, and how many more were filed within
    the day and deleted: by its person, from its server, in all."""
    gone_of_one, gone_of_place, gone_of_all = deleted
    [(again, of_one, of_one_today, of_place, of_place_today, of_all, of_all_today)] = counted
    if again:
        return "again"
    if of_one >= OPEN_OF_ONE:
        return "yours-open"
    if of_one_today + gone_of_one >= DAILY_OF_ONE:
        return "yours-today"
    if of_place >= OPEN_OF_PLACE or of_place_today + gone_of_place >= DAILY_OF_PLACE:
        return "place"
    if of_all >= OPEN_OF_ALL or of_all_today + gone_of_all >= DAILY_OF_ALL:
        return "all"
    return None


def _report(row: Row) -> Report:
    number, at, user_id, guild_id, fact, generation, words, closed_at, closed_by, reason = row
    closure = None
    if closed_at is not None:
        closure = Closure(datetime.fromisoformat(closed_at), closed_by, reason)
    filing = Filing(user_id, guild_id, fact, generation, words)
    return Report(number, datetime.fromisoformat(at), filing, closure)
