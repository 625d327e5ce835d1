"""A courier and a scheduler over a real state, in virtual time, before a channel as told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.anniversaries.clock import Clock, Pace
from bot.anniversaries.courier import Courier
from bot.anniversaries.due import day_of
from bot.anniversaries.post import Post
from bot.anniversaries.scheduler import A_SECOND, Scheduler
from bot.anniversaries.sending import Absent, Look, Outcome, Sent
from bot.state.database import StateDatabase
from bot.state.deliveries import Claim, Deliveries, Delivery
from bot.state.guilds import Guilds
from bot.state.plans import Paused, Plan, Plans, Slot
from tests.anniversaries.simulation.virtual import run_virtually

BEGIN = datetime(2026, 5, 4, 8, 59, 30, tzinfo=UTC)
"""Half a minute before the posts of the tests are due."""
TODAY = BEGIN.date()
NINE = Slot("UTC", time(9))
POST = Post("content", "title", "body", "footer", ("words",), ("a-fact",))


@dataclass
class Told:
    """A `Sender` that answers what it is told to: of each guild one after the other, then the last.

    It keeps what it was asked, and when, in seconds.
    """

    sends: defaultdict[int, list[Outcome]] = field(
        default_factory=lambda: defaultdict(lambda: [Sent(1)])
    )
    looks: defaultdict[int, list[Look]] = field(
        default_factory=lambda: defaultdict(lambda: [Absent()])
    )
    seconds: float = 0.1
    asked: list[tuple[float, str, int]] = field(default_factory=list)
    channels: list[int] = field(default_factory=list)

    async def send(self, delivery: Delivery, post: Post) -> Outcome:
        """Answer a send."""
        self.channels.append(delivery.channel_id)
        return await self._answer("send", delivery.guild_id, self.sends[delivery.guild_id])

    async def look(self, delivery: Delivery) -> Look:
        """Answer a look."""
        return await self._answer("look", delivery.guild_id, self.looks[delivery.guild_id])

    async def tell_paused(self, plan: Plan, why: Paused) -> None:
        """Keep that a guild was told."""
        await self._answer("tell", plan.guild_id, [why])

    async def _answer(self, what: str, guild_id: int, answers: list[Any]) -> Any:
        self.asked.append((asyncio.get_running_loop().time(), what, guild_id))
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        await asyncio.sleep(self.seconds)
        return answer

    def count(self, what: str, guild_id: int = 1) -> int:
        """How often it was asked something about a guild."""
        return sum((what, guild_id) == asked[1:] for asked in self.asked)


class Scene:
    """The state, the wall clock, and one process at a time."""

    def __init__(self, state: StateDatabase, sender: Any, clock: Clock, wall: Wall) -> None:
        self.state = state
        self.sender = sender
        self.clock = clock
        self.wall = wall
        self.guilds = Guilds(state)
        self.plans = Plans(state, self.guilds, "UTC")
        self.deliveries = Deliveries(state, clock.uptime)
        self.compose: Callable[[Plan, date], Coroutine[Any, Any, Post | None]] = _post
        self.pruned: list[datetime] = []
        """When what others keep was pruned."""
        self.scheduler = self.start()

    def start(self) -> Scheduler:
        """A new process's scheduler; nothing of the one before is known to it."""
        pace = Pace(self.clock, A_SECOND)
        courier = Courier(self.plans, self.deliveries, self.sender, self.clock, pace)

        async def compose(plan: Plan, on: date) -> Post | None:
            return await self.compose(plan, on)

        self.scheduler = Scheduler(
            self.plans, self.deliveries, self.guilds, courier, compose, self.clock, pace,
            (self._prune,),
        )  # fmt: skip
        return self.scheduler

    async def _prune(self) -> None:
        self.pruned.append(self.wall())

    async def plan(self, guild_id: int = 1, channel_id: int = 10, slot: Slot = NINE) -> Plan:
        """Let a guild choose."""

        def choose(old: Plan | None, start: Plan) -> Plan:
            return replace(start, channel_id=channel_id, slot=slot, paused=None)

        return await self.plans.change(guild_id, 7, choose)

    async def pass_time(self, **span: float) -> None:
        """Run the scheduler for some time, then stop it, and start a new one's memory."""
        running = asyncio.ensure_future(self.scheduler.run())
        await asyncio.sleep(timedelta(**span).total_seconds())
        self.scheduler.stop()
        await running

    async def result(self, guild_id: int = 1, on: date = TODAY) -> tuple[str, str | None] | None:
        """A delivery's state and reason."""
        delivery = await self.deliveries.of(guild_id, on)
        return (delivery.state, delivery.reason) if delivery else None


@dataclass
class Wall:
    """The wall clock, and by how much it is wrong."""

    wrong: timedelta = timedelta()

    def __call__(self) -> datetime:
        return BEGIN + timedelta(seconds=asyncio.get_running_loop().time()) + self.wrong


def claim(plan: Plan) -> Claim:
    """A claim of today's post."""
    day = day_of(plan.slot, TODAY)
    assert day is not None
    return Claim(plan, day, POST.encode())


async def _post(plan: Plan, on: date) -> Post | None:
    return POST


@asynccontextmanager
async def scene_in(folder: Path, sender: Any) -> AsyncIterator[Scene]:
    """A scene with its state in a folder."""
    wall = Wall()
    clock = Clock(wall, asyncio.get_running_loop().time, asyncio.sleep, "the first")
    async with await StateDatabase.open(folder, now=wall) as state:
        yield Scene(state, sender, clock, wall)


def play(folder: Path, act: Callable[[Scene], Coroutine[Any, Any, None]]) -> Told:
    """Play a scene in virtual time before a `Told`, which is returned."""
    told = Told()

    async def run() -> None:
        async with scene_in(folder, told) as scene:
            await act(scene)

    run_virtually(run)
    return told
