"""What guilds chose for their daily posts, and who is owed one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.anniversaries.due import day_of
from bot.state.database import StateDatabase
from bot.state.deliveries import Deliveries
from bot.state.guilds import Guilds
from bot.state.plans import Chosen, Day, Plan, Plans, Slot

NOON = datetime(2024, 3, 2, 12, tzinfo=UTC)
BERLIN = Slot("Europe/Berlin", time(9))
HOUR = timedelta(hours=1)
LARGEST_ID = 2**63 - 1


@pytest.fixture
def guilds(state: StateDatabase) -> Guilds:
    return Guilds(state)


@pytest.fixture
def plans(state: StateDatabase, guilds: Guilds) -> Plans:
    return Plans(state, guilds, "Europe/Berlin")


async def choose(plans: Plans, guild_id: int = 1, by: int = 10, **choices: Any) -> Plan:
    """Change some choices of a guild, in channel 5 if none was chosen."""

    def made(old: Plan | None, start: Plan) -> Plan:
        return replace(start, **{"channel_id": start.channel_id or 5, **choices})

    return await plans.change(guild_id, by, made)


def day(slot: Slot, on: date) -> Day:
    """A day that there is."""
    found = day_of(slot, on)
    assert found is not None
    return found


async def owed(plans: Plans, slot: Slot, on: date) -> list[int]:
    """The guilds that are owed a day."""
    return [plan.guild_id for plan in await plans.owed(day(slot, on), 0, 100)]


async def test_a_first_choice_begins_with_what_is_usual(plans: Plans, guilds: Guilds) -> None:
    """Nine o'clock in the guild's zone, or in the bot's; nothing that was due before is owed."""
    assert await plans.of(1) is None
    given: list[tuple[Plan | None, Plan]] = []

    def made(old: Plan | None, start: Plan) -> Plan:
        given.append((old, start))
        return replace(start, channel_id=5)

    made_plan = await plans.change(1, 10, made)
    start = Plan(1, 0, BERLIN, since=NOON, changed_by=10, changed_at=NOON)
    assert given == [(None, start)]
    assert made_plan == replace(start, channel_id=5) == await plans.of(1)
    await guilds.set_time_zone(2, "Asia/Tokyo", by=11)
    assert (await choose(plans, 2)).slot == Slot("Asia/Tokyo", time(9))


async def test_everything_chosen_survives_a_restart(folder: Path, clock: Any) -> None:
    """Each choice comes back as it was, whoever asks, and so does a pause."""
    chosen = Plan(
        guild_id=LARGEST_ID,
        channel_id=LARGEST_ID,
        slot=Slot("America/Argentina/Buenos_Aires", time(23, 59)),
        since=NOON,
        changed_by=LARGEST_ID,
        changed_at=NOON,
        when_nothing="digest",
        leap_rule="leap-only",
        disputed="skip",
        topics=("energy", "trade-and-payments"),
        role_id=LARGEST_ID,
    )
    async with await StateDatabase.open(folder, now=clock) as state:
        plans = Plans(state, Guilds(state), "UTC")
        assert await plans.change(LARGEST_ID, LARGEST_ID, lambda *_: chosen) == chosen
    async with await StateDatabase.open(folder, now=clock) as state:
        plans = Plans(state, Guilds(state), "UTC")
        assert await plans.of(LARGEST_ID) == chosen
        assert await plans.slots() == (chosen.slot,)
        assert await plans.pause(LARGEST_ID, "channel-gone", LARGEST_ID)
    async with await StateDatabase.open(folder, now=clock) as state:
        plans = Plans(state, Guilds(state), "UTC")
        assert await plans.of(LARGEST_ID) == replace(chosen, paused="channel-gone")


@pytest.mark.parametrize(
    ("choices", "moves"),
    [
        ({"slot": Slot("Europe/Berlin", time(10))}, True),
        ({"slot": Slot("Asia/Tokyo", time(9))}, True),
        ({"slot": BERLIN}, False),
        ({"channel_id": 6, "topics": ("energy",), "role_id": 7}, False),
        ({"when_nothing": "next", "leap_rule": "mar1", "disputed": "skip"}, False),
        ({"paused": "asked"}, False),
    ],
)
async def test_a_change_of_the_time_owes_nothing_from_before(
    plans: Plans, clock: Any, choices: dict[str, Any], moves: bool
) -> None:
    """A new time or zone counts from now on; any other choice changes nothing of what is owed."""
    await choose(plans)
    clock.time += HOUR
    changed = await choose(plans, by=11, **choices)
    assert changed.since == (NOON + HOUR if moves else NOON)
    assert (changed.changed_by, changed.changed_at) == (11, NOON + HOUR)
    assert await plans.of(1) == changed


async def test_a_change_that_is_refused_changes_nothing(plans: Plans, guilds: Guilds) -> None:
    """What the choosing raises is raised, and nothing is stored."""

    def refuse(old: Plan | None, start: Plan) -> Plan:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await plans.change(1, 10, refuse)
    assert await plans.of(1) is None
    before = await choose(plans)
    with pytest.raises(ValueError, match="no"):
        await plans.change(1, 10, refuse)
    assert await plans.of(1) == before


async def test_a_pause_for_a_channel_leaves_posts_that_go_elsewhere(plans: Plans) -> None:
    """Whoever names another channel while the old one's trouble is found out keeps it."""
    assert not await plans.pause(1, "channel-gone", 5)
    await choose(plans)
    await choose(plans, 2)
    moved = await choose(plans, channel_id=6)
    assert not await plans.pause(1, "channel-gone", 5)
    assert await plans.of(1) == moved
    assert await plans.pause(1, "channel-gone", 6)
    assert await plans.of(1) == replace(moved, paused="channel-gone")
    assert await owed(plans, BERLIN, NOON.date() + timedelta(days=1)) == [2]


async def test_a_pause_owes_nothing_and_its_end_nothing_from_before(
    plans: Plans, clock: Any
) -> None:
    """Whoever resumes at ten does not get the post of nine; the first reason of a pause stays."""
    today = NOON.date()
    clock.time = NOON - 12 * HOUR
    await choose(plans)
    assert await owed(plans, BERLIN, today) == [1]
    assert await plans.pause(1, "channel-gone", 5)
    assert not await plans.pause(1, "refused", 5)
    paused = await plans.of(1)
    assert paused is not None
    assert paused.paused == "channel-gone"
    assert await owed(plans, BERLIN, today) == []
    assert await plans.slots() == ()
    assert await plans.miss(BERLIN, [day(BERLIN, today)]) == 0

    clock.time = NOON
    resumed = await choose(plans, paused=None)
    assert (resumed.paused, resumed.since) == (None, NOON)
    assert await plans.slots() == (BERLIN,)
    assert await owed(plans, BERLIN, today) == []
    assert await owed(plans, BERLIN, today + timedelta(days=1)) == [1]


async def test_settings_edited_at_the_very_minute(plans: Plans, clock: Any) -> None:
    """Up to the second of the post it is owed, a second later tomorrow's is the first."""
    slot = Slot("Europe/Berlin", time(13))
    due = day(slot, NOON.date()).due_at
    assert due == NOON
    for guild_id, late in ((1, -1), (2, 0), (3, 0.999), (4, 1), (5, 30)):
        clock.time = NOON + timedelta(seconds=late)
        await choose(plans, guild_id, slot=slot)
    assert await owed(plans, slot, NOON.date()) == [1, 2, 3]
    assert await owed(plans, slot, NOON.date() + timedelta(days=1)) == [1, 2, 3, 4, 5]


async def test_the_zone_is_the_one_of_the_settings(
    plans: Plans, guilds: Guilds, clock: Any
) -> None:
    """Chosen in either place it counts in both, and what was due before the change is not owed."""
    await choose(plans)
    assert await guilds.time_zone(1) is None
    clock.time += HOUR
    await choose(plans, slot=Slot("Asia/Tokyo", time(9)))
    assert await guilds.time_zone(1) == "Asia/Tokyo"
    clock.time += HOUR
    await guilds.set_time_zone(1, "America/New_York", by=12)
    changed = await plans.of(1)
    assert changed is not None
    assert changed.slot == Slot("America/New_York", time(9))
    assert changed.since == NOON + 2 * HOUR
    clock.time += HOUR
    await guilds.set_time_zone(1, None, by=12)
    changed = await plans.of(1)
    assert changed is not None
    assert (changed.slot, changed.since) == (BERLIN, NOON + 3 * HOUR)


async def test_the_same_zone_once_more_costs_no_post(
    plans: Plans, guilds: Guilds, clock: Any
) -> None:
    """What is due, and not posted yet, is still owed; taking back what none has chosen too."""
    await choose(plans, 1, slot=Slot("Asia/Tokyo", time(9)))
    await choose(plans, 2)
    clock.time += HOUR
    await guilds.set_time_zone(1, "Asia/Tokyo", by=12)
    await guilds.set_time_zone(2, None, by=12)
    for guild_id in (1, 2):
        kept = await plans.of(guild_id)
        assert kept is not None
        assert kept.since == NOON


async def test_a_zone_chosen_with_the_plan_tells_who_chose_it(
    state: StateDatabase, plans: Plans
) -> None:
    """The guild's settings name the manager; a plan in the usual zone stores none."""
    await choose(plans, 1, by=10, slot=Slot("Asia/Tokyo", time(8)))
    await choose(plans, 2, by=11, slot=Slot("Europe/Berlin", time(8)))
    assert await state.fetch_all("select * from guild order by guild_id") == [
        (1, "Asia/Tokyo", 10, "2024-03-02T12:00:00+00:00", None, None),
        (2, None, None, None, None, None),
    ]


async def test_slots_are_told_once(plans: Plans) -> None:
    """A thousand guilds of one time are one slot."""
    for guild_id in (1, 2, 3):
        await choose(plans, guild_id)
    await choose(plans, 4, slot=Slot("Asia/Tokyo", time(9)))
    await choose(plans, 5, slot=Slot("Asia/Tokyo", time(0)))
    assert set(await plans.slots()) == {
        BERLIN,
        Slot("Asia/Tokyo", time(9)),
        Slot("Asia/Tokyo", time(0)),
    }


async def test_who_is_owed_comes_in_batches_by_id(plans: Plans) -> None:
    """Guilds of the same time and zone only, above the id asked for, as many as asked for."""
    for guild_id in (LARGEST_ID, 7, 3, 5):
        await choose(plans, guild_id)
    await choose(plans, 4, slot=Slot("Asia/Tokyo", time(9)))
    await choose(plans, 6, slot=Slot("Europe/Berlin", time(9, 1)))
    tomorrow = day(BERLIN, date(2024, 3, 3))
    batches = [await plans.owed(tomorrow, after, 2) for after in (0, 5, LARGEST_ID)]
    assert [[plan.guild_id for plan in batch] for batch in batches] == [[3, 5], [7, LARGEST_ID], []]
    assert batches[0][0] == await plans.of(3)


async def test_a_day_is_missed_once_and_only_by_who_was_owed_it(
    state: StateDatabase, plans: Plans, clock: Any
) -> None:
    """It is recorded where nothing was decided, with the plan's channel, and can still be posted
    if the clock that took it for over ran ahead."""
    deliveries = Deliveries(state)
    clock.time = NOON - 24 * HOUR
    await choose(plans, 1)
    clock.time = NOON
    await choose(plans, 2)  # since noon: not owed what was due at nine
    today = day(BERLIN, NOON.date())
    assert await plans.miss(BERLIN, [today]) == 1
    assert await plans.miss(BERLIN, [today]) == 0
    missed = await deliveries.of(1, NOON.date())
    assert missed is not None
    assert (missed.state, missed.reason, missed.channel_id, missed.post) == (
        "missed",
        None,
        5,
        None,
    )
    assert (missed.due_at, missed.until) == (today.due_at, today.until)
    assert await deliveries.of(2, NOON.date()) is None
    assert await owed(plans, BERLIN, NOON.date()) == [1]


async def test_days_are_missed_together_but_those_decided(
    state: StateDatabase, plans: Plans, clock: Any
) -> None:
    """Each with its own times, from a plan's `since` on."""
    clock.time = NOON - 72 * HOUR
    await choose(plans, 1)
    clock.time += 24 * HOUR
    await choose(plans, 2)
    days = [day(BERLIN, (NOON - ago * 24 * HOUR).date()) for ago in (3, 2, 1, 0)]
    assert await plans.miss(BERLIN, days[1:2]) == 1
    assert await plans.miss(BERLIN, days) == 4
    assert await plans.miss(BERLIN, []) == 0
    missed = [
        delivery
        for guild_id in (1, 2)
        for delivery in reversed(await Deliveries(state).last(guild_id, 9))
    ]
    assert [(one.guild_id, one.date, one.due_at, one.until) for one in missed] == [
        (guild_id, of.date, of.due_at, of.until)
        for guild_id, of in [*((1, of) for of in days[1:]), *((2, of) for of in days[2:])]
    ]


async def test_a_guild_that_was_left_is_owed_nothing_until_it_is_back(
    plans: Plans, guilds: Guilds
) -> None:
    """It is neither served nor recorded as missed, and its plan waits for it."""
    await choose(plans)
    tomorrow = date(2024, 3, 3)
    await guilds.left(1)
    assert await owed(plans, BERLIN, tomorrow) == []
    assert await plans.slots() == ()
    assert await plans.miss(BERLIN, [day(BERLIN, tomorrow)]) == 0
    assert await plans.of(1) is not None
    await guilds.joined(1)
    assert await owed(plans, BERLIN, tomorrow) == [1]


async def test_a_plan_goes_with_its_guild(
    state: StateDatabase, plans: Plans, guilds: Guilds, clock: Any
) -> None:
    """What is stored about a guild is deleted a month after it was left; others stay."""
    await choose(plans, 1)
    await choose(plans, 2)
    await guilds.left(1)
    clock.pass_days(30)
    assert await guilds.forget_missing() == 1
    assert await plans.of(1) is None
    assert await plans.of(2) is not None
    assert await state.fetch_all("select guild_id from anniversary_plan") == [(2,)]


async def test_a_plan_that_is_removed_leaves_the_zone(plans: Plans, guilds: Guilds) -> None:
    """The zone is the guild's setting; it goes when that is taken back, with the guild's row."""
    await choose(plans, slot=Slot("Asia/Tokyo", time(9)))
    assert await plans.remove(1)
    assert not await plans.remove(1)
    assert await plans.of(1) is None
    assert await plans.slots() == ()
    assert await guilds.time_zone(1) == "Asia/Tokyo"


async def test_nothing_is_left_of_a_guild_that_took_everything_back(
    state: StateDatabase, plans: Plans, guilds: Guilds
) -> None:
    """Whichever goes last, the plan or the zone, takes the guild's row with it."""
    for guild_id in (1, 2):
        await choose(plans, guild_id, slot=Slot("Asia/Tokyo", time(9)))
    await choose(plans, 3)
    await plans.remove(1)
    await guilds.set_time_zone(1, None, by=10)
    await guilds.set_time_zone(2, None, by=10)
    await plans.remove(2)
    await plans.remove(3)
    assert await state.fetch_all("select * from guild") == []


async def test_a_zone_taken_back_leaves_the_plan(
    state: StateDatabase, plans: Plans, guilds: Guilds
) -> None:
    """The guild's row stays for the plan that refers to it, without who chose the zone."""
    await choose(plans, slot=Slot("Asia/Tokyo", time(9)))
    await guilds.set_time_zone(1, None, by=10)
    kept = await plans.of(1)
    assert kept is not None
    assert kept.slot == BERLIN
    assert await state.fetch_all("select * from guild") == [(1, *[None] * 5)]


async def test_another_usual_zone_moves_those_that_chose_none(
    state: StateDatabase, plans: Plans, guilds: Guilds
) -> None:
    """The host's zone is asked at each reading, not stored."""
    await choose(plans, 1)
    await choose(plans, 2, slot=Slot("Asia/Tokyo", time(9)))
    elsewhere = Plans(state, guilds, "UTC")
    assert set(await elsewhere.slots()) == {Slot("UTC", time(9)), Slot("Asia/Tokyo", time(9))}
    assert await owed(elsewhere, Slot("UTC", time(9)), date(2024, 3, 3)) == [1]


async def test_a_plan_without_a_channel_is_not_kept(plans: Plans) -> None:
    """A change of what another manager has just removed must not make half a plan of it."""
    with pytest.raises(ValueError, match="needs a channel"):
        await plans.change(1, 7, lambda _, start: replace(start, topics=("energy",)))
    assert await plans.of(1) is None


async def test_what_servers_chose_is_counted(plans: Plans, guilds: Guilds) -> None:
    """Each choice with the servers that are posted to by it, whatever their hour and zone."""
    assert await plans.chosen() == ()
    await choose(plans, 1, topics=("gas", "trade"), disputed="skip", leap_rule="mar1")
    await choose(plans, 2, when_nothing="next")
    await choose(plans, 3, when_nothing="next", slot=Slot("Asia/Tokyo", time(7)), role_id=8)
    await choose(plans, 4)
    await choose(plans, 5)
    await plans.pause(4, "asked", 5)
    await guilds.left(5)
    assert await plans.chosen() == (
        Chosen((), "feb28", "caution", "next", guilds=2),
        Chosen(("gas", "trade"), "mar1", "skip", "silent", guilds=1),
    )
