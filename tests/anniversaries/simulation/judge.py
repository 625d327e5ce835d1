"""Holds the program's record of a simulated world against what truly happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from bot.anniversaries.due import day_of
from bot.anniversaries.sending import LOST_CHANNEL
from bot.state.database import StateDatabase
from bot.state.plans import Day
from tests.anniversaries.simulation.discord import Key
from tests.anniversaries.simulation.ledger import Span
from tests.anniversaries.simulation.mortal import Point, points
from tests.anniversaries.simulation.world import World

AROUND = timedelta(hours=26)
"""How long before and after a day a server's choices must have stood still to be judged by it."""

STRETCH = 26 * 60.0
"""Seconds without trouble within the grace in which a post must be brought to its end: it is
looked for every five minutes, and single requests still fail."""

SOON, ALIVE = 20.0, 100.0
"""A process that starts so many seconds after a claim and lives so long can use the nonce."""

LATE = timedelta(seconds=90)

Kept = Literal["history", "nonce"]


@dataclass(slots=True)
class Figures:
    """The sums of some worlds."""

    worlds: int = 0
    server_days: int = 0
    posts: int = 0
    late: int = 0
    states: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    crashes: Counter[Point] = field(default_factory=Counter)
    doubled: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    unrecorded: int = 0
    left_claimed: int = 0
    unknowable: int = 0
    gone: int = 0
    most_a_second: int = 0

    @property
    def failures(self) -> dict[str, int]:
        """What must not have happened, and how often it has."""
        found = {
            "doubled": self.doubled,
            "lost": self.lost.total(),
            "unrecorded": self.unrecorded,
            "left claimed": self.left_claimed,
        }
        return {name: count for name, count in found.items() if count}

    @property
    def never_died_at(self) -> tuple[Point, ...]:
        """The moments at which no process has died."""
        return tuple(point for point in points() if not self.crashes[point])


@dataclass(frozen=True, slots=True)
class _Row:
    key: Key
    due_at: datetime
    state: str
    reason: str | None
    channel_id: int
    claimed_at: datetime


class Judge:
    """Adds up worlds that have ended."""

    def __init__(self) -> None:
        self.figures = Figures()
        self.details: list[str] = []

    async def judge(self, world: World, folder: Path) -> None:
        """Hold one world's record against its course."""
        figures, ledger = self.figures, world.ledger
        rows = await _rows(folder)
        figures.worlds += 1
        figures.server_days += len(rows)
        figures.posts += sum(map(len, world.discord.posts.values()))
        figures.states.update(row.state for row in rows)
        figures.faults += world.discord.counts
        figures.ends += ledger.deaths
        figures.doubled += len(ledger.doubled)
        figures.unknowable += len(ledger.unknowable)
        left = [row.key for row in rows if _left_claimed(world, row)]
        figures.left_claimed += len(left)
        figures.most_a_second = max(figures.most_a_second, busiest(world.discord.requests))
        decided = {row.key: row for row in rows}
        owed = dict(_owed(world))
        missing = owed.keys() - decided.keys()
        figures.unrecorded += len(missing)
        for what, keys in (
            ("doubled", ledger.doubled),
            ("unrecorded", sorted(missing)),
            ("left claimed", left),
        ):
            self.details += [f"{what}: {guild_id} {on}" for guild_id, on in keys]
        for row in rows:
            posts = world.discord.posts[row.key]
            figures.late += bool(posts) and world.true(posts[0].at) > row.due_at + LATE
            if row.key in owed and row.state not in ("delivered", "nothing"):
                served = _served(world, row, owed[row.key])
                if served and _gone_with_its_history(world, row):
                    figures.gone += 1
                elif served:
                    figures.lost[served] += 1
                    self.details.append(f"lost though {served}: {row}")


async def _rows(folder: Path) -> Sequence[_Row]:
    async with await StateDatabase.open(folder, now=lambda: datetime.now(UTC)) as state:
        found = await state.fetch_all(
            "select guild_id, local_date, due_at, state, reason, channel_id, claimed_at"
            " from delivery"
        )
    return [
        _Row(
            (guild_id, date.fromisoformat(on)),
            datetime.fromisoformat(due_at),
            kept,
            reason,
            channel_id,
            datetime.fromisoformat(claimed_at),
        )
        for guild_id, on, due_at, kept, reason, channel_id, claimed_at in found
    ]


def _owed(world: World) -> Iterable[tuple[Key, Day]]:
    """The days of which the world's own course says that a post was due."""
    begin, end = world.true(0.0), world.true(world.elapsed())
    for guild_id in world.guild_ids:
        chosen = world.ledger.chosen[guild_id]
        for choice, following in zip(chosen, [*chosen[1:], None]):
            if not choice.active:
                continue
            since = world.true(choice.at) + (AROUND if choice.at else timedelta())
            until = world.true(following.at) - AROUND if following else end
            on = begin.date() - timedelta(days=2)
            while on <= end.date() + timedelta(days=2):
                day = day_of(choice.slot, on)
                if day is not None and since <= day.due_at and day.until <= until:
                    yield (guild_id, on), day
                on += timedelta(days=1)


def _left_claimed(world: World, row: _Row) -> bool:
    """Whether a post was not brought to its end; one due as the world ends is under way."""
    return row.state == "claimed" and _seconds(world, row.due_at) <= world.elapsed() - STRETCH


def _gone_with_its_history(world: World, row: _Row) -> bool:
    """Whether a post may have stood in a channel that was then deleted: nothing can tell."""
    gone = world.discord.channels[row.channel_id].gone
    return gone and (row.state, row.reason) == ("unknown", LOST_CHANNEL)


def _served(world: World, row: _Row, day: Day) -> Kept | None:
    """What would have served to bring a post to its end that was not."""
    ledger, guild_id = world.ledger, row.key[0]
    against = [*ledger.troubles, *ledger.against[guild_id]]
    grace = Span(_seconds(world, day.due_at), _seconds(world, day.until))
    good = _without(
        [_both(life, grace) for life in ledger.lives], [*against, *ledger.unreadable[guild_id]]
    )
    if any(span.end - span.begin >= STRETCH for span in good):
        return "history"
    claimed = _seconds(world, row.claimed_at)
    for before, after in zip(ledger.lives, ledger.lives[1:]):
        if before.begin <= claimed <= before.end and after.begin <= claimed + SOON:
            needed = Span(claimed, after.begin + ALIVE)
            if after.end >= needed.end <= grace.end and _without([needed], against) == [needed]:
                return "nonce"
    return None


def _seconds(world: World, at: datetime) -> float:
    return (at - world.true(0.0)).total_seconds()


def _both(one: Span, other: Span) -> Span:
    return Span(max(one.begin, other.begin), min(one.end, other.end))


def _without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What of some spans is outside of all of others."""
    left = [span for span in spans if span.begin < span.end]
    for away in taken:
        left = [
            part
            for span in left
            for part in (
                Span(span.begin, min(span.end, away.begin)),
                Span(max(span.begin, away.end), span.end),
            )
            if part.begin < part.end
        ]
    return left


def busiest(requests: Sequence[float]) -> int:
    """The most requests in any one second; they come in the order of their times."""
    most = first = 0
    for last, at in enumerate(requests):
        while requests[first] <= at - 1:
            first += 1
        most = max(most, last - first + 1)
    return most
