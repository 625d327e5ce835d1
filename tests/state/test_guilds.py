"""What a guild chose."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.state.database import StateDatabase
from bot.state.guilds import Guilds, GuildSettings
from bot.state.plans import Plans

LARGEST_ID = 2**63 - 1


async def test_a_time_zone_survives_a_restart(folder: Path, clock: Callable[[], datetime]) -> None:
    """The last choice of each guild counts, and one taken back leaves nothing stored."""
    async with await StateDatabase.open(folder, now=clock) as state:
        guilds = Guilds(state)
        assert await guilds.time_zone(1) is None
        await guilds.set_time_zone(1, "Europe/Berlin", by=10)
        await guilds.set_time_zone(1, "Asia/Shanghai", by=11)
        await guilds.set_time_zone(2, "Europe/Berlin", by=10)
        await guilds.set_time_zone(2, None, by=12)
        await guilds.set_time_zone(LARGEST_ID, "UTC", by=LARGEST_ID)
    async with await StateDatabase.open(folder, now=clock) as state:
        guilds = Guilds(state)
        assert await guilds.time_zone(1) == "Asia/Shanghai"
        assert await guilds.time_zone(2) is None
        assert await guilds.time_zone(LARGEST_ID) == "UTC"
        assert await state.fetch_all("select * from guild where guild_id < 3") == [
            (1, "Asia/Shanghai", 11, "2024-03-02T12:00:00+00:00", None, None),
        ]


async def test_each_choice_is_kept_by_itself(folder: Path, clock: Callable[[], datetime]) -> None:
    """Zone, language and private answers: one is taken back without the others, also over a
    restart, and with the last one goes who chose."""
    at = "2024-03-02T12:00:00+00:00"
    async with await StateDatabase.open(folder, now=clock) as state:
        guilds = Guilds(state)
        assert await guilds.settings(1) == GuildSettings(None, None, private_answers=False)
        await guilds.set_language(1, "ru", by=10)
        await guilds.set_private_answers(1, True, by=11)
        await guilds.set_time_zone(1, "UTC", by=12)
        await guilds.set_private_answers(2, True, by=13)
    async with await StateDatabase.open(folder, now=clock) as state:
        guilds = Guilds(state)
        assert await guilds.settings(1) == GuildSettings("UTC", "ru", private_answers=True)
        assert await guilds.settings(2) == GuildSettings(None, None, private_answers=True)
        await guilds.set_time_zone(1, None, by=14)
        await guilds.set_language(1, "zh", by=15)
        assert await state.fetch_all("select * from guild order by 1") == [
            (1, None, 15, at, "zh", 1), (2, None, 13, at, None, 1),
        ]  # fmt: skip
        await guilds.set_private_answers(1, False, by=16)
        assert await guilds.language(1) == "zh"
        assert not await guilds.private_answers(1)
        await guilds.set_language(1, None, by=16)
        await guilds.set_private_answers(2, False, by=16)
        assert await state.fetch_all("select * from guild") == []


async def test_who_chose_goes_with_the_last_choice_and_the_plan_stays(state: StateDatabase) -> None:
    """A row that other things hang on stays, without the person."""
    guilds = Guilds(state)
    await guilds.set_language(1, "ru", by=10)
    await Plans(state, guilds, "UTC").change(1, 10, lambda _, start: replace(start, channel_id=5))
    await guilds.set_language(1, None, by=11)
    assert await state.fetch_all("select * from guild") == [(1, *[None] * 5)]


async def test_a_time_zone_that_was_asked_for_follows_every_change(
    state: StateDatabase, clock: Any
) -> None:
    """It is kept in memory, and so must not outlive a choice, one taken back, or the guild."""
    guilds = Guilds(state)
    assert await guilds.time_zone(1) is None
    await guilds.set_time_zone(1, "Europe/Berlin", by=10)
    assert await guilds.time_zone(1) == "Europe/Berlin"
    await guilds.set_time_zone(1, "Asia/Shanghai", by=10)
    assert await guilds.time_zone(1) == "Asia/Shanghai"
    await guilds.set_time_zone(1, None, by=10)
    assert await guilds.time_zone(1) is None
    await guilds.set_time_zone(1, "UTC", by=10)
    assert await guilds.time_zone(1) == "UTC"
    await guilds.seen([])
    assert await guilds.time_zone(1) == "UTC"
    clock.pass_days(30)
    await guilds.seen([])
    assert await guilds.time_zone(1) is None


async def test_a_change_counts_for_those_who_ask_meanwhile(state: StateDatabase) -> None:
    """Asked and set at once, in any order: afterwards the choice is what is told."""
    guilds = Guilds(state)
    for zone in ("UTC", "Asia/Tokyo", "Europe/Berlin"):
        await asyncio.gather(
            *(guilds.time_zone(1) for _ in range(3)),
            guilds.set_time_zone(1, zone, by=10),
            *(guilds.time_zone(1) for _ in range(3)),
        )
        assert await guilds.time_zone(1) == zone


async def test_a_guild_that_was_left_is_forgotten_after_a_month(
    state: StateDatabase, clock: Any
) -> None:
    """Whoever invites the bot again meanwhile finds the settings; one without any is no trouble."""
    guilds = Guilds(state)
    for guild_id in (1, 2):
        await guilds.set_time_zone(guild_id, "Asia/Tokyo", by=10)
    for guild_id in (1, 2, 99):
        await guilds.left(guild_id)
    clock.pass_days(29)
    assert await guilds.forget_missing() == 0
    await guilds.joined(2)
    await guilds.left(1)
    clock.pass_days(1)
    assert await guilds.time_zone(1) == "Asia/Tokyo"
    assert await guilds.forget_missing() == 1
    assert await guilds.time_zone(1) is None
    assert await state.fetch_all("select guild_id from guild") == [(2,)]
    assert await state.fetch_all("select * from missing_guild") == []


async def test_a_guild_that_is_missing_is_forgotten_after_a_month(
    state: StateDatabase, clock: Any
) -> None:
    """Not at once: another bot may have been started on this data by mistake."""
    guilds = Guilds(state)
    for guild_id in (1, 2):
        await guilds.set_time_zone(guild_id, "Asia/Tokyo", by=10)
    assert await guilds.seen([]) == 0
    clock.pass_days(20)
    assert await guilds.seen([1]) == 0
    clock.pass_days(9)
    assert await guilds.seen([]) == 0
    clock.pass_days(1)
    assert await guilds.seen([]) == 1
    assert await state.fetch_all("select guild_id from guild") == [(1,)]
    await guilds.seen([1])
    assert await state.fetch_all("select * from missing_guild") == []
