"""The tick: whom it serves, what it leaves, and how fast it goes."""

from __future__ import annotations

import asyncio
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.anniversaries.post import Post
from bot.anniversaries.sending import Doubtful, Refused, Sent
from bot.state.deliveries import Claim, Deliveries, Delivery
from bot.state.plans import Plan, Slot
from tests.anniversaries.scene import BEGIN, POST, TODAY, Scene, claim, play
from tests.anniversaries.simulation.judge import busiest

TOMORROW = TODAY + timedelta(days=1)


def test_one_that_cannot_be_made_stops_no_other(tmp_path: Path) -> None:
    """It is tried again each minute, and those beside it are served."""

    async def act(scene: Scene) -> None:
        tried: list[int] = []

        async def compose(plan: Plan, on: date) -> Post | None:
            tried.append(plan.guild_id)
            if plan.guild_id == 2 and tried.count(2) < 3:
                raise ValueError("broken")
            return POST

        scene.compose = compose
        for guild_id in (1, 2, 3):
            await scene.plan(guild_id)
        await scene.pass_time(minutes=1)
        assert [await scene.result(guild_id) for guild_id in (1, 2, 3)] == [
            ("delivered", None),
            None,
            ("delivered", None),
        ]
        scene.start()
        await scene.pass_time(minutes=3)
        assert await scene.result(2) == ("delivered", None)

    play(tmp_path, act)


@pytest.mark.parametrize("zone", ["Atlantis/Poseidonis", "../etc", "Europe"])
def test_an_unknown_zone_stops_no_other(tmp_path: Path, zone: str) -> None:
    """A zone that this system does not know, or that is no name of one, is left out."""

    async def act(scene: Scene) -> None:
        await scene.plan(1, slot=Slot(zone, time(0)))
        await scene.plan(2)
        await scene.pass_time(minutes=1)
        assert await scene.result(1) is None
        assert await scene.result(2) == ("delivered", None)

    play(tmp_path, act)


def test_nothing_to_post_is_recorded(tmp_path: Path) -> None:
    """A day without anniversaries is decided as that, and not asked about again."""

    async def act(scene: Scene) -> None:
        async def compose(plan: Plan, on: date) -> Post | None:
            return None

        scene.compose = compose
        await scene.plan()
        await scene.pass_time(minutes=5)
        assert await scene.result() == ("nothing", None)

    assert play(tmp_path, act).asked == []


def test_after_stop_nothing_is_claimed_and_what_is_under_way_ends(tmp_path: Path) -> None:
    """What was claimed before is delivered; the others wait for the next start."""

    async def act(scene: Scene) -> None:
        for guild_id in range(1, 201):
            await scene.plan(guild_id)
        scene.sender.seconds = 3.0
        await scene.pass_time(seconds=31)
        states = [await scene.result(guild_id) for guild_id in range(1, 201)]
        served = states.count(("delivered", None))
        assert 40 <= served <= 120
        assert states.count(None) == 200 - served

    play(tmp_path, act)


def test_a_failed_tick_is_followed_by_the_next(tmp_path: Path) -> None:
    """An error that nothing expects costs a minute."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        asked = 0
        slots = scene.plans.slots

        async def failing() -> tuple[Slot, ...]:
            nonlocal asked
            asked += 1
            if asked <= 2:
                raise OSError("the disk is on fire")
            return await slots()

        scene.plans.slots = failing  # type: ignore[method-assign]
        await scene.pass_time(minutes=3)
        assert await scene.result() == ("delivered", None)

    play(tmp_path, act)


def test_one_slot_that_fails_stops_no_other(tmp_path: Path) -> None:
    """What goes wrong with one time and zone is never another's trouble."""

    async def act(scene: Scene) -> None:
        await scene.plan(1, slot=Slot("Africa/Abidjan", time(9)))
        await scene.plan(2)
        owed = scene.plans.owed

        async def failing(day, after, limit):  # type: ignore[no-untyped-def]
            if day.slot.zone == "Africa/Abidjan":
                raise RuntimeError("broken")
            return await owed(day, after, limit)

        scene.plans.owed = failing  # type: ignore[method-assign]
        await scene.pass_time(minutes=2)
        assert await scene.result(2) == ("delivered", None)

    play(tmp_path, act)


@pytest.mark.parametrize("wrong", [timedelta(days=-1), timedelta(hours=-1), timedelta(hours=1)])
def test_a_clock_that_jumps_posts_no_date_twice(tmp_path: Path, wrong: timedelta) -> None:
    """Set back or on after the post, and right again later: each date has one post."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        await scene.pass_time(minutes=5)
        scene.wall.wrong = wrong
        scene.start()
        await scene.pass_time(hours=2)
        scene.wall.wrong = timedelta()
        scene.start()
        await scene.pass_time(hours=24)
        assert await scene.result() == ("delivered", None)
        assert await scene.result(on=TOMORROW) == ("delivered", None)

    assert play(tmp_path, act).count("send") == 2


def test_a_day_that_a_fast_clock_took_for_over_is_posted(tmp_path: Path) -> None:
    """Recorded as missed while the clock ran ahead, it still comes when the clock is right."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.wall.wrong = timedelta(days=1)
        await scene.pass_time(seconds=10)
        assert await scene.result() == ("missed", None)
        scene.wall.wrong = timedelta()
        scene.start()
        await scene.pass_time(minutes=2)
        assert await scene.result() == ("delivered", None)

    play(tmp_path, act)


def test_a_day_that_a_fast_clock_gave_up_is_posted(tmp_path: Path) -> None:
    """Refused up to the end of its grace by a clock that ran ahead, it comes when that is right."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [Refused("forbidden"), Sent(8)]
        await scene.pass_time(minutes=1)
        scene.wall.wrong = timedelta(days=1) - timedelta(hours=10)
        scene.start()
        await scene.pass_time(seconds=10)
        assert await scene.result() == ("refused", "forbidden")
        scene.wall.wrong = timedelta()
        scene.start()
        await scene.pass_time(minutes=2)
        assert await scene.result() == ("delivered", None)

    play(tmp_path, act)


def test_missed_days_are_recorded_and_never_posted_in_a_burst(tmp_path: Path) -> None:
    """After four days down only the day that is still in its grace is posted."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        await asyncio.sleep(4 * 86_400)
        await scene.pass_time(minutes=1)
        days = [await scene.result(on=TODAY + timedelta(days=ahead)) for ahead in range(5)]
        assert days == [("missed", None)] * 4 + [("delivered", None)]

    assert play(tmp_path, act).count("send") == 1


SERVERS = 2500


class SlowDeliveries(Deliveries):
    """A claim takes as long as a disk."""

    async def claim(self, claims: list[Claim]) -> tuple[Delivery, ...]:  # type: ignore[override]
        """Claim, slowly."""
        await asyncio.sleep(0.05)
        return await super().claim(claims)


@pytest.mark.parametrize("timing_out", [0, 10])
def test_2500_servers_due_at_once_are_served_in_90_seconds(tmp_path: Path, timing_out: int) -> None:
    """At no more than 50 requests in any second, also where every tenth send gets no answer."""

    async def act(scene: Scene) -> None:
        for guild_id in range(1, SERVERS + 1):
            await scene.plan(guild_id)
        send = scene.sender.send
        hung: set[int] = set()

        async def slow(delivery, post):  # type: ignore[no-untyped-def]
            outcome = await send(delivery, post)
            hangs = timing_out and delivery.guild_id % timing_out == 0
            if hangs and delivery.guild_id not in hung:
                hung.add(delivery.guild_id)
                await asyncio.sleep(14.9)
                return Doubtful("no answer")
            return outcome

        async def compose(plan: Plan, on: date) -> Post | None:
            await asyncio.sleep(0.004)
            return POST

        scene.sender.send = slow
        scene.compose = compose
        scene.deliveries = SlowDeliveries(scene.state)
        scene.start()
        begun = asyncio.get_running_loop().time()
        await scene.pass_time(seconds=30 + 90 - begun)
        rows = await scene.state.fetch_all("select state, count(*) from delivery group by state")
        assert rows == [("delivered", SERVERS)]
        assert asyncio.get_running_loop().time() <= 30 + 90

    told = play(tmp_path, act)
    assert busiest([at for at, _, _ in told.asked]) <= 50


def test_what_is_taken_up_again_keeps_the_pace(tmp_path: Path) -> None:
    """A look and a send for each, and a message to who is told: no more than 50 in any second."""

    async def act(scene: Scene) -> None:
        plans = [await scene.plan(guild_id) for guild_id in range(1, 201)]
        await scene.deliveries.claim([claim(plan) for plan in plans])
        for guild_id in range(1, 201):
            scene.sender.sends[guild_id] = [Refused("forbidden"), Sent(1)]
        await scene.pass_time(minutes=20)
        rows = await scene.state.fetch_all("select state, count(*) from delivery group by state")
        assert rows == [("delivered", 200)]

    told = play(tmp_path, act)
    assert busiest([at for at, _, _ in told.asked]) <= 50


def test_what_others_keep_is_pruned_once_a_day(tmp_path: Path) -> None:
    """At the start, and in the first minute of each day in UTC."""

    async def act(scene: Scene) -> None:
        await scene.pass_time(hours=49)
        first, *rest = scene.pruned
        assert first == BEGIN
        assert [(at.day - first.day, at.hour, at.minute) for at in rest] == [(1, 0, 0), (2, 0, 0)]

    play(tmp_path, act)
