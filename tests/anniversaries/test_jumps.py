"""Clocks that jump, settings that change at the very minute: at most one post a date, all the same.

The bot's own scheduler and courier on its own state; only Discord and the clock are played.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.anniversaries.clock import Clock, Pace
from bot.anniversaries.courier import Courier
from bot.anniversaries.due import day_of, today
from bot.anniversaries.post import Post
from bot.anniversaries.scheduler import Scheduler
from bot.anniversaries.sending import Absent, Look, Outcome, Sent
from bot.state.database import StateDatabase
from bot.state.deliveries import Deliveries, Delivery
from bot.state.guilds import Guilds
from bot.state.plans import Paused, Plan, Plans, Slot

NINE = time(9)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
START = datetime(2024, 3, 1, 12, tzinfo=UTC)


async def compose(_: Plan, on: date) -> Post:
    """There is something to post each day."""
    return Post(on.isoformat(), "", "", "", (), ())


@dataclass
class Bot:
    """The bot on a state, with a clock to be set and a Discord that takes every post."""

    state: StateDatabase
    now: datetime = START
    elapsed: float = 0.0
    sent: list[tuple[date, datetime]] = field(default_factory=list)
    """The dates that were posted, and what the bot's clock showed."""

    def __post_init__(self) -> None:
        self.guilds = Guilds(self.state)
        self.plans = Plans(self.state, self.guilds, "UTC")
        self.deliveries = Deliveries(self.state)
        self.start()

    def start(self) -> None:
        """Start, or start again: what was in memory is gone."""
        clock = Clock(lambda: self.now, lambda: self.elapsed, self._sleep)
        pace = Pace(clock, 40)
        courier = Courier(self.plans, self.deliveries, self, clock, pace)
        self.scheduler = Scheduler(
            self.plans, self.deliveries, self.guilds, courier, compose, clock, pace
        )

    async def _sleep(self, seconds: float) -> None:
        self.elapsed += seconds

    async def tick(self, now: datetime | None = None) -> None:
        """Look at the clock."""
        self.now = now or self.now
        await self.scheduler.tick()
        await self.scheduler.settle()

    async def choose(self, **choices: Any) -> Plan:
        """Change what the guild chose, now."""

        def made(_: Plan | None, start: Plan) -> Plan:
            return replace(start, **{"channel_id": 5, **choices})

        return await self.plans.change(1, 10, made)

    async def states(self) -> dict[str, str]:
        """What became of each date, by its day of the month."""
        return {f"{d.date:%d}": d.state for d in await self.deliveries.last(1, 100)}

    async def send(self, delivery: Delivery, post: Post) -> Outcome:
        """Take a post."""
        assert post.content == delivery.date.isoformat()
        self.sent.append((delivery.date, self.now))
        return Sent(len(self.sent))

    async def look(self, delivery: Delivery) -> Look:
        """Nothing is ever left to be looked for."""
        return Absent()

    async def tell_paused(self, plan: Plan, why: Paused) -> None:
        """Nothing is ever refused."""


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot of which the guild 1 has chosen nine o'clock UTC, on 1 March at noon."""
    made: list[Bot] = []
    async with await StateDatabase.open(
        tmp_path, now=lambda: made[0].now if made else START
    ) as state:
        made.append(Bot(state))
        await made[0].choose(slot=Slot("UTC", NINE))
        yield made[0]


def march(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("jump", [-HOUR, HOUR, -DAY, DAY], ids=str)
@pytest.mark.parametrize("when", [march(3, 8, 59), march(3), march(3, 9, 1), march(3, 15)])
async def test_a_clock_that_jumps_and_is_put_right(
    bot: Bot, when: datetime, jump: timedelta
) -> None:
    """Whatever it showed for half an hour, each date is posted once in the end."""
    for minutes in range(0, 4 * 24 * 60, 15):
        now = START + MINUTE * minutes
        wrong = when <= now < when + HOUR / 2
        await bot.tick(now + jump if wrong else now)
    days = [on for on, _ in bot.sent]
    assert sorted(days) == [date(2024, 3, day) for day in (2, 3, 4, 5)]


async def test_a_day_that_a_fast_clock_took_for_over_is_posted_yet(bot: Bot) -> None:
    """A day ahead it records today as missed and posts tomorrow's; put right it posts today's,
    and tomorrow nothing more."""
    await bot.tick(march(4, 9))
    assert await bot.states() == {"02": "missed", "03": "missed", "04": "delivered"}
    await bot.tick(march(3, 9))
    await bot.tick(march(4, 9))
    assert [on.day for on, _ in bot.sent] == [4, 3]
    assert await bot.states() == {"02": "missed", "03": "delivered", "04": "delivered"}


async def test_no_burst_after_a_long_stop(bot: Bot) -> None:
    """Ten days down: what is late by six hours is posted, the rest is recorded as missed."""
    await bot.tick(march(2))
    bot.start()
    await bot.tick(march(12, 14, 59))
    missed = {f"{day:02}": "missed" for day in range(3, 12)}
    assert await bot.states() == {"02": "delivered", **missed, "12": "delivered"}
    bot.start()
    await bot.tick(march(13, 15, 0))
    assert [on.day for on, _ in bot.sent] == [2, 12]
    assert (await bot.states())["13"] == "missed"


@pytest.mark.parametrize("minute", [-1, 0, 1, 2])
async def test_a_time_changed_at_the_very_minute(bot: Bot, minute: int) -> None:
    """Before or after the post went out: one post at most, none where the time chosen has passed
    (the same time is no change), and the next day one again."""
    for ticked in (True, False):
        day = 5 if ticked else 7
        if ticked:
            await bot.tick(march(day))
        bot.now = march(day) + timedelta(seconds=30)
        chosen = (march(day) + MINUTE * minute).time()
        await bot.choose(slot=Slot("UTC", chosen))
        for later in range(1, 30):
            await bot.tick(march(day) + MINUTE * later)
        sent = [on.day for on, _ in bot.sent if on.day == day]
        assert sent == ([day] if ticked or minute >= 0 else [])
        await bot.tick(march(day + 1) + MINUTE * 2)
        assert [on.day for on, _ in bot.sent].count(day + 1) == 1
        await bot.choose(slot=Slot("UTC", NINE))


async def test_a_zone_changed_across_the_date_line(bot: Bot) -> None:
    """Of a date that both sides have one post, whichever had it first."""
    await bot.choose(slot=Slot("Pacific/Auckland", NINE))
    await bot.tick(march(3, 20, 0))  # 9:00 on the 4th in Auckland
    bot.now = march(3, 20, 30)  # 10:30 on the 3rd in Honolulu
    await bot.guilds.set_time_zone(1, "Pacific/Honolulu", by=10)
    for hours in range(48):
        await bot.tick(march(3, 21, 0) + HOUR * hours)
    # 9:00 on the 4th in Honolulu, which was posted, and on the 5th.
    assert [on.day for on, _ in bot.sent] == [4, 5]
    await bot.guilds.set_time_zone(1, "Pacific/Kiritimati", by=10)
    bot.sent.clear()
    for hours in range(72):
        await bot.tick(march(5, 21, 0) + HOUR * hours)
    days = [on.day for on, _ in bot.sent]
    assert days == sorted(set(days))
    assert 5 not in days


ZONES = ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Nuuk", "Europe/Berlin")


@pytest.mark.parametrize("seed", range(8))
async def test_anything_at_any_moment(bot: Bot, seed: int) -> None:
    """Jumps, restarts, pauses, removals, times of this minute and zones across the date line: each
    post is on its local date, due and not too late, and no date has two."""
    chance = random.Random(seed)
    bot.now = datetime(2024, 3, 29, tzinfo=UTC)
    checked = 0
    for _ in range(200):
        bot.now += MINUTE * chance.choice((1, 5, 30, 60, 120))
        match chance.randrange(20):
            case 0:
                bot.now += chance.choice((HOUR, -HOUR, DAY, -DAY))
            case 1:
                bot.start()
            case 2:
                at = (bot.now + MINUTE * chance.randrange(-1, 3)).time().replace(second=0)
                await bot.choose(slot=Slot("UTC", at))
            case 3:
                await bot.guilds.set_time_zone(1, chance.choice(ZONES), by=10)
            case 4:
                await bot.choose(paused=chance.choice(("asked", None, None, None)))
            case 5:
                await bot.plans.remove(1)
                await bot.choose(slot=Slot(chance.choice(ZONES), chance.choice((NINE, time(23)))))
            case _:
                pass
        await bot.tick()
        plan = await bot.plans.of(1)
        assert plan is not None
        for on, now in bot.sent[checked:]:
            day = day_of(plan.slot, on)
            assert day is not None
            assert on == today(plan.slot, now)
            assert day.due_at <= now < day.until
            assert plan.paused is None
        checked = len(bot.sent)
    dates = [on for on, _ in bot.sent]
    assert len(dates) == len(set(dates)) > 1
