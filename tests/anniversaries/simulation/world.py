"""A world of servers: one process after the other delivers to them, and everything goes wrong."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.anniversaries.clock import Clock, Pace
from bot.anniversaries.courier import Courier
from bot.anniversaries.post import Post
from bot.anniversaries.scheduler import A_SECOND, Scheduler
from bot.errors import StateError
from bot.state.database import StateDatabase, Transaction
from bot.state.deliveries import Deliveries, Delivery, DeliveryState, Uptime
from bot.state.guilds import Guilds
from bot.state.plans import Paused, Plan, Plans, Slot
from tests.anniversaries.simulation.discord import Channel, Discord, Message, SimulatedSender
from tests.anniversaries.simulation.ledger import Ledger, Span
from tests.anniversaries.simulation.mortal import Fate, Life
from tests.anniversaries.simulation.troubles import Troubles

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia")
TIMES = (time(0), time(2, 30), time(9), time(21, 30))
STARTS = (
    datetime(2026, 3, 28, tzinfo=UTC),
    datetime(2026, 10, 23, tzinfo=UTC),
    datetime(2028, 2, 27, tzinfo=UTC),
    datetime(2027, 12, 30, tzinfo=UTC),
)
"""Before the clocks change, before a 29 February, before a new year."""

CALM = 31 * 3600.0
"""How long nothing goes wrong in the end: all that was left open is settled by then."""

DOWN = ((0.5, 1, 20), (0.8, 20, 100), (0.93, 100, 600), (0.985, 600, 5000), (1.0, 5000, 32_000))
"""How long a process is down: up to which part of all ends, from how many seconds to how many."""

FULL_RATE = 0.01
"""How many commits find a full disk, beside the spells of it."""

ENDING = 10.0
"""Seconds that an orderly end may take."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a world is."""

    servers: int
    days: int


class FillingState(StateDatabase):
    """The durable state, on a disk that may be full: nothing can be committed then."""

    full: Callable[[], bool]

    async def _commit(self, transaction: Transaction) -> None:
        if self.full():
            await transaction.execute("rollback")
            raise StateError("The disk is full.")
        await super()._commit(transaction)


class WatchedPlans(Plans):
    """The program's plans; what it pauses is noted."""

    def __init__(self, state: StateDatabase, guilds: Guilds, ledger: Ledger) -> None:
        super().__init__(state, guilds, "UTC")
        self._ledger = ledger

    async def pause(self, guild_id: int, why: Paused, channel_id: int) -> bool:
        """Note it and pause: a process that dies in between may have paused."""
        plan = await self.of(guild_id)
        if plan is not None and (plan.channel_id, plan.paused) == (channel_id, None):
            self._ledger.stop(guild_id)
        return await super().pause(guild_id, why, channel_id)


class WatchedDeliveries(Deliveries):
    """The program's deliveries; what it records as delivered is noted."""

    def __init__(
        self, state: StateDatabase, uptime: Callable[[], Uptime | None], ledger: Ledger
    ) -> None:
        super().__init__(state, uptime)
        self._ledger = ledger

    async def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        message_id: int | None = None,
        reason: str | None = None,
    ) -> None:
        """Settle, and note it."""
        await super().settle(delivery, state, message_id=message_id, reason=reason)
        if state == "delivered":
            self._ledger.settle(delivery.guild_id, delivery.date)


class World:
    """Servers, their channels, the program's lives, and the true course of events."""

    make_deliveries: type[WatchedDeliveries] = WatchedDeliveries
    make_sender: type[SimulatedSender] = SimulatedSender
    calm_seconds = CALM

    def __init__(self, seed: int, size: Size, folder: Path, fate: Fate) -> None:
        self.rng = random.Random(seed)
        self.size = size
        self.fate = fate
        self.ledger = Ledger()
        self.offset = 0.0
        self.calm = False
        self.full = False
        self.plans: Plans | None = None
        self.terminate = asyncio.Event()
        self._folder = folder
        self._base = self.rng.choice(STARTS)
        self.discord = Discord(self.rng, self.true, self._created)
        self._over = asyncio.Event()

    @property
    def guild_ids(self) -> Sequence[int]:
        """The servers, each of which begins with the channel of ten times its id."""
        return range(1, self.size.servers + 1)

    def elapsed(self) -> float:
        """Seconds of true time since the world began."""
        return asyncio.get_running_loop().time()

    def true(self, at: float) -> datetime:
        """The true time at a moment of the world."""
        return self._base + timedelta(seconds=at)

    def now(self) -> datetime:
        """What the wall clock of the program's machine tells."""
        return self.true(self.elapsed() + self.offset)

    async def run(self) -> None:
        """Live through the days, then a calm in which all must come to its end."""
        await self._settle_in()
        lives = asyncio.ensure_future(self._lives())
        troubles = Troubles(self)
        making = asyncio.ensure_future(troubles.run())
        await asyncio.sleep(self.size.days * 86_400)
        if making.done():
            making.result()
        making.cancel()
        troubles.heal()
        self.calm = True
        self.fate.on = False
        await asyncio.sleep(self.calm_seconds)
        self._over.set()
        await lives

    async def _settle_in(self) -> None:
        async with await StateDatabase.open(self._folder, now=self.now) as state:
            plans = Plans(state, Guilds(state), "UTC")
            for guild_id in self.guild_ids:
                self.discord.channels[guild_id * 10] = Channel(guild_id)
                slot = Slot(self.rng.choice(ZONES), self.rng.choice(TIMES))
                self.ledger.choose(await plans.change(guild_id, 7, _to(guild_id * 10, slot)))

    async def _lives(self) -> None:
        while not self._over.is_set():
            await self._live()
            if not self.calm:
                part = self.rng.random()
                least, most = next(span for upto, *span in DOWN if part < upto)
                await asyncio.sleep(self.rng.uniform(least, most))

    async def _live(self) -> None:
        """Start a process, and see it end: by itself, by a signal, or with the world."""
        life = Life(self.fate)
        begun = self.elapsed()
        self.ledger.lives.append(Span(begun, float("inf")))
        state = await FillingState.open(self._folder, now=self.now)
        state.full = self._disk_full
        scheduler = self._scheduler(state, life)
        running = life.begin(scheduler.run)
        self.terminate.clear()
        ends: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(event.wait()) for event in (life.died, self.terminate, self._over)
        ]
        await asyncio.wait([*ends, running], return_when=asyncio.FIRST_COMPLETED)
        if not life.died.is_set():
            self.ledger.deaths["terminated" if self.terminate.is_set() else "at the end"] += 1
            scheduler.stop()
            await asyncio.wait((running, ends[0]), timeout=ENDING)
        if running.done() and not running.cancelled():
            running.result()
        self.plans = None
        await life.end()
        for end in ends:
            end.cancel()
        await state.close()
        self.ledger.lives[-1] = Span(begun, self.elapsed())

    def _scheduler(self, state: StateDatabase, life: Life) -> Scheduler:
        guilds = Guilds(state)
        self.plans = WatchedPlans(state, guilds, self.ledger)
        clock = Clock(self.now, self.elapsed, life.call(asyncio.sleep), "the only one")
        deliveries = self.make_deliveries(state, clock.uptime, self.ledger)
        pace = life.port(Pace(Clock(self.now, self.elapsed, asyncio.sleep), A_SECOND))
        plans, kept = life.port(self.plans), life.port(deliveries)
        sender = life.port(self.make_sender(self.discord, life))
        courier = Courier(plans, kept, sender, clock, pace)
        return Scheduler(
            plans, kept, life.port(guilds), courier, life.call(self._compose), clock, pace
        )

    def _disk_full(self) -> bool:
        full = self.full or (not self.calm and self.rng.random() < FULL_RATE)
        if full:
            self.discord.count("disk full at a commit")
        return full

    async def _compose(self, plan: Plan, on: date) -> Post | None:
        await asyncio.sleep(0)
        if not self.calm and self.rng.random() < 0.01:
            raise ValueError("a post that can't be made this time")
        if (plan.guild_id + on.toordinal()) % 23 == 0:
            return None
        return Post(f"{on}", "title", "body", "footer", ("words",), ("a-fact",))

    async def change(self, guild_id: int, slot: Slot | None, channel_id: int | None) -> None:
        """Let a manager change a server's choices, if the program is there to take it."""
        if self.plans is None:
            return
        try:
            self.ledger.choose(await self.plans.change(guild_id, 7, _to(channel_id, slot)))
        except StateError:  # it died meanwhile, or the disk is full
            self.ledger.stop(guild_id)

    async def remove(self, guild_id: int) -> None:
        """Let a manager end a server's posts."""
        if self.plans is not None:
            self.ledger.stop(guild_id)
            try:
                await self.plans.remove(guild_id)
            except StateError:
                return

    def _created(self, message: Message, before: list[Message]) -> None:
        self.ledger.created(message, before)
        if not self.calm and self.rng.random() < 0.05:
            delay = self.rng.choice((self.rng.uniform(0, 30), self.rng.uniform(0, 900)))
            asyncio.get_running_loop().call_later(delay, self._moderate, message)

    def _moderate(self, message: Message) -> None:
        message.deleted = True
        self.discord.count("deleted by a moderator")


def _to(channel_id: int | None, slot: Slot | None):  # type: ignore[no-untyped-def]
    def choose(old: Plan | None, start: Plan) -> Plan:
        # Where the posts were removed meanwhile, these are set up anew, in the first channel.
        return replace(
            start,
            channel_id=channel_id or start.channel_id or start.guild_id * 10,
            slot=slot or start.slot,
            paused=None,
        )

    return choose
