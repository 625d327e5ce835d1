"""The pace of requests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.anniversaries.clock import BOOT_ID, Clock, Pace, machine_clock
from bot.state.deliveries import Uptime
from tests.anniversaries.simulation.virtual import run_virtually


def paced(a_second: float) -> Pace:
    """A pace in virtual time."""
    elapsed = asyncio.get_running_loop().time
    return Pace(
        Clock(lambda: datetime.fromtimestamp(elapsed(), UTC), elapsed, asyncio.sleep), a_second
    )


def test_turns_come_one_after_the_other() -> None:
    """The first at once, the others at even distances, in the order in which they asked."""

    async def act() -> None:
        pace = paced(4)
        turns: list[tuple[int, float]] = []

        async def ask(number: int) -> None:
            await pace.take()
            turns.append((number, round(asyncio.get_running_loop().time(), 3)))

        await asyncio.gather(*(ask(number) for number in range(4)))
        assert turns == [(0, 0.0), (1, 0.25), (2, 0.5), (3, 0.75)]

    run_virtually(act)


def test_an_idle_time_is_not_saved_up() -> None:
    """After a pause there is no burst."""

    async def act() -> None:
        pace = paced(2)
        await asyncio.sleep(60)
        for _ in range(3):
            await pace.take()
        assert round(asyncio.get_running_loop().time(), 3) == 61.0

    run_virtually(act)


def test_caught_up_waits_for_those_who_wait() -> None:
    """It takes no turn itself, and waits for nothing where nobody waits."""

    async def act() -> None:
        pace = paced(2)
        await pace.caught_up()
        assert asyncio.get_running_loop().time() == 0.0
        waiting = [asyncio.ensure_future(pace.take()) for _ in range(3)]
        await asyncio.sleep(0)
        await pace.caught_up()
        assert round(asyncio.get_running_loop().time(), 3) == 1.5
        assert all(task.done() for task in waiting)

    run_virtually(act)


def test_a_machine_tells_how_long_ago_another_process_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it tells its starts apart: by seconds that are those of each process in one start."""
    first, second = machine_clock(_noon).uptime(), machine_clock(_noon).uptime()
    if BOOT_ID.exists():
        assert first is not None
        assert second is not None
        age = second.since(first)
        assert age is not None
        assert 0 <= age < 60
    monkeypatch.setattr("bot.anniversaries.clock.BOOT_ID", Path("/nowhere"))
    assert machine_clock(_noon).uptime() is None


def test_seconds_of_another_start_tell_nothing() -> None:
    """Nor do those of a claim that was kept without."""
    now = Uptime("second", 100.0)
    assert now.since(Uptime("second", 40.0)) == 60.0
    assert now.since(Uptime("first", 40.0)) is None
    assert now.since(None) is None


def _noon() -> datetime:
    return datetime(2026, 7, 19, 12, tzinfo=UTC)
