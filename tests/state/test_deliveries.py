"""Each guild's local date is decided once, and what became of it is kept."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.anniversaries.due import day_of
from bot.state.database import StateDatabase
from bot.state.deliveries import Claim, Deliveries, Delivery, DeliveryState
from bot.state.guilds import Guilds
from bot.state.plans import Day, Plan, Plans, Slot

NOON = datetime(2024, 3, 2, 12, tzinfo=UTC)
SLOT = Slot("UTC", time(13))
DUE = datetime(2024, 3, 2, 13, tzinfo=UTC)
TODAY = date(2024, 3, 2)
MIDNIGHT = datetime(2024, 3, 3, tzinfo=UTC)


@pytest.fixture
async def plans(state: StateDatabase) -> Plans:
    """Guilds 1, 2 and 3 have plans in channel 5, and mention role 6."""
    return await with_plans(state)


async def with_plans(state: StateDatabase) -> Plans:
    plans = Plans(state, Guilds(state), "UTC")
    for guild_id in (1, 2, 3):
        await plans.change(
            guild_id, 10, lambda _, start: replace(start, channel_id=5, role_id=6, slot=SLOT)
        )
    return plans


@pytest.fixture
def deliveries(state: StateDatabase) -> Deliveries:
    return Deliveries(state)


def day(on: date = TODAY) -> Day:
    found = day_of(SLOT, on)
    assert found is not None
    return found


async def claim_of(
    plans: Plans, guild_id: int = 1, post: str | None = "a post", on: date = TODAY
) -> Claim:
    plan = await plans.of(guild_id)
    assert plan is not None
    return Claim(plan, day(on), post)


def choose(choices: dict[str, Any], _: Plan | None, start: Plan) -> Plan:
    """What a manager chose."""
    return replace(start, **choices)


async def claimed(
    plans: Plans, deliveries: Deliveries, guild_id: int = 1, on: date = TODAY
) -> Delivery:
    """A delivery claimed just now."""
    (made,) = await deliveries.claim([await claim_of(plans, guild_id, on=on)])
    return made


async def test_a_claim_is_kept_before_anything_is_sent(
    plans: Plans, deliveries: Deliveries
) -> None:
    """All that a later process needs to know is in it."""
    expected = Delivery(
        guild_id=1,
        date=TODAY,
        due_at=DUE,
        until=DUE + timedelta(hours=6),
        state="claimed",
        reason=None,
        channel_id=5,
        role_id=6,
        post="a post",
        message_id=None,
        claimed_at=NOON,
        settled_at=None,
    )
    assert await deliveries.of(1, TODAY) is None
    assert await deliveries.claim([await claim_of(plans)]) == (expected,)
    assert await deliveries.of(1, TODAY) == expected
    assert await deliveries.claimed() == (expected,)


async def test_a_day_is_claimed_once(plans: Plans, deliveries: Deliveries, clock: Any) -> None:
    """Where it was or may have been posted, or had nothing; whatever else is in the batch."""
    states: tuple[DeliveryState, ...] = ("claimed", "delivered", "unknown", "nothing")
    for number, state in enumerate(states):
        on = TODAY + timedelta(days=number)
        if state == "nothing":
            await deliveries.claim([await claim_of(plans, post=None, on=on)])
        else:
            await deliveries.settle(await claimed(plans, deliveries, on=on), state)
        before = await deliveries.of(1, on)
        clock.time += timedelta(minutes=1)
        again = await claim_of(plans, post="another", on=on)
        other = await claim_of(plans, 2, on=on)
        assert [made.guild_id for made in await deliveries.claim([again, other, other])] == [2]
        assert await deliveries.of(1, on) == before


async def test_a_day_with_nothing_is_decided_at_once(plans: Plans, deliveries: Deliveries) -> None:
    """It is settled, and nobody sends it."""
    (made,) = await deliveries.claim([await claim_of(plans, post=None)])
    assert (made.state, made.post, made.settled_at) == ("nothing", None, NOON)
    assert await deliveries.of(1, TODAY) == made
    assert await deliveries.claimed() == ()


async def test_a_missed_day_can_be_claimed(
    plans: Plans, deliveries: Deliveries, clock: Any
) -> None:
    """A clock that ran ahead took it for over; once claimed it is like any other."""
    assert await plans.miss(day().slot, [day()]) == 3
    clock.time += timedelta(hours=1)
    made = await claimed(plans, deliveries)
    assert (made.state, made.claimed_at, made.settled_at) == ("claimed", clock.time, None)
    assert await deliveries.of(1, TODAY) == made
    assert await deliveries.claim([await claim_of(plans)]) == ()
    assert await plans.miss(day().slot, [day()]) == 0
    assert await deliveries.of(1, TODAY) == made


async def test_a_refused_day_can_be_claimed(
    plans: Plans, deliveries: Deliveries, clock: Any
) -> None:
    """Nothing was sent; once claimed it is like any other, and the old refusal is forgotten."""
    await deliveries.settle(await claimed(plans, deliveries), "refused", reason="forbidden")
    clock.time += timedelta(hours=1)
    made = await claimed(plans, deliveries)
    assert (made.state, made.reason, made.claimed_at) == ("claimed", None, clock.time)
    assert await deliveries.of(1, TODAY) == made
    assert await deliveries.claim([await claim_of(plans)]) == ()


async def test_what_is_no_longer_owed_is_not_claimed(
    plans: Plans, deliveries: Deliveries, clock: Any
) -> None:
    """A manager who pauses, moves the time or the channel, or removes the plan between the
    making of a post and its claim gets no post of the old settings; the others get theirs."""
    clock.time = DUE
    before = [await claim_of(plans, guild_id) for guild_id in (1, 2, 3)]
    clock.time = DUE + timedelta(seconds=1)
    changes: list[dict[str, Any]] = [
        {"channel_id": 7},
        {"role_id": None},
        {"topics": ("energy",)},
        {"paused": "asked"},
        {"paused": None},
        {"slot": Slot("UTC", time(14))},
        {"slot": Slot("Asia/Tokyo", time(13))},
    ]
    for choices in changes:
        await plans.change(1, 10, partial(choose, choices))
        assert await deliveries.claim([before[0]]) == ()
        assert await deliveries.of(1, TODAY) is None
    await plans.remove(2)
    assert [made.guild_id for made in await deliveries.claim(before)] == [3]


@pytest.mark.parametrize("how", ["paused", "zone changed"])
async def test_what_is_stopped_elsewhere_is_not_claimed_either(
    state: StateDatabase, plans: Plans, deliveries: Deliveries, clock: Any, how: str
) -> None:
    """A pause for a channel that is gone, and a zone changed in the settings, count at once."""
    before = await claim_of(plans)
    clock.time = DUE + timedelta(seconds=1)
    if how == "paused":
        assert await plans.pause(1, "channel-gone", 5)
    else:
        await Guilds(state).set_time_zone(1, "Asia/Tokyo", by=10)
    assert await deliveries.claim([before]) == ()


async def test_a_claim_is_unique_among_processes_too(folder: Path, clock: Any) -> None:
    """Two programs on one file, past the lock: the database lets one of them decide a day."""
    async with await StateDatabase.open(folder, now=clock) as state:
        plans = await with_plans(state)
        await claimed(plans, Deliveries(state))
        with closing(sqlite3.connect(folder / "state.db")) as other:
            other.execute("pragma foreign_keys = on")
            with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
                other.execute(
                    "insert into delivery (guild_id, local_date, due_at, until, state, channel_id,"
                    " claimed_at) values (1, '2024-03-02', '', '', 'claimed', 5, '')"
                )


@pytest.fixture
async def two(
    folder: Path, clock: Any, state: StateDatabase, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[StateDatabase, StateDatabase]]:
    """Two connections to one state, as if there were no lock."""
    monkeypatch.setattr("bot.state.lock.fcntl.flock", lambda *_: None)
    async with await StateDatabase.open(folder, now=clock) as other:
        yield state, other


async def test_two_that_claim_at_once_are_not_both_told_to_send(
    two: tuple[StateDatabase, StateDatabase],
) -> None:
    """Of each day one gets it, and so it is sent once."""
    plans = await with_plans(two[0])
    days = [TODAY + timedelta(days=number) for number in range(20)]
    claims = [[await claim_of(plans, guild_id, on=on) for guild_id in (1, 2, 3)] for on in days]
    won = await asyncio.gather(
        *(Deliveries(state).claim(batch) for batch in claims for state in two)
    )
    made = [(delivery.guild_id, delivery.date) for batch in won for delivery in batch]
    assert len(made) == len(set(made)) == 60


async def test_a_settled_delivery_stays_as_it_is(
    plans: Plans, deliveries: Deliveries, clock: Any
) -> None:
    """The first result counts, whoever comes later with another."""
    made = await claimed(plans, deliveries)
    clock.time += timedelta(minutes=1)
    await deliveries.settle(made, "delivered", message_id=99)
    expected = replace(made, state="delivered", message_id=99, settled_at=clock.time)
    assert await deliveries.of(1, TODAY) == expected
    await deliveries.settle(made, "unknown", reason="no-answer")
    await deliveries.hold(made, "outage")
    plan = await plans.of(1)
    assert plan is not None
    await deliveries.claim_anew(made, replace(plan, channel_id=8))
    assert await deliveries.of(1, TODAY) == expected
    assert await deliveries.claimed() == ()


@pytest.mark.parametrize("result", ["missed", "refused", "unknown"])
async def test_a_result_comes_with_its_reason(
    plans: Plans, deliveries: Deliveries, result: DeliveryState
) -> None:
    """A code, for the managers' page."""
    made = await claimed(plans, deliveries)
    await deliveries.settle(made, result, reason="why")
    found = await deliveries.of(1, TODAY)
    assert found == replace(made, state=result, reason="why", settled_at=NOON)


async def test_what_is_held_can_be_claimed_anew_elsewhere(
    plans: Plans, deliveries: Deliveries, clock: Any
) -> None:
    """It keeps its reason until it is tried again, then goes where the plan says by then."""
    made = await claimed(plans, deliveries)
    await deliveries.hold(made, "missing:send_messages")
    held = replace(made, reason="missing:send_messages")
    assert await deliveries.claimed() == (held,)
    clock.time += timedelta(minutes=5)
    plan = await plans.change(1, 10, lambda _, start: replace(start, channel_id=7, role_id=None))
    anew = await deliveries.claim_anew(held, plan)
    assert anew == replace(made, channel_id=7, role_id=None, claimed_at=clock.time)
    assert await deliveries.claimed() == (anew,)


async def test_refusals_are_counted_since_the_last_delivery(
    plans: Plans, deliveries: Deliveries
) -> None:
    """Days without anything to post, or missed, neither count nor break the row."""
    results: tuple[DeliveryState, ...] = (
        "refused",
        "delivered",
        "refused",
        "nothing",
        "missed",
        "unknown",
        "refused",
    )
    for number, result in enumerate(results):
        on = TODAY + timedelta(days=number)
        post = None if result == "nothing" else "a post"
        (made,) = await deliveries.claim([await claim_of(plans, post=post, on=on)])
        await deliveries.settle(made, result)
    counts = [
        await deliveries.refused_in_a_row(1, TODAY + timedelta(days=number))
        for number in range(len(results) + 1)
    ]
    assert counts == [0, 1, 0, 1, 1, 1, 1, 2]
    assert await deliveries.refused_in_a_row(2, TODAY + timedelta(days=9)) == 0


async def test_the_last_deliveries_come_latest_first(plans: Plans, deliveries: Deliveries) -> None:
    """As many as asked for, of one guild."""
    days = [TODAY + timedelta(days=number) for number in range(3)]
    for on in days:
        await deliveries.claim([await claim_of(plans, on=on), await claim_of(plans, 2, on=on)])
    found = await deliveries.last(1, 2)
    assert [(delivery.guild_id, delivery.date) for delivery in found] == [
        (1, days[2]),
        (1, days[1]),
    ]


async def test_what_was_claimed_survives_a_restart(folder: Path, clock: Any) -> None:
    """The next process finds it, with the very post, the oldest first."""
    body = '{"content":"«Öl» 石油 🛢","words":[]}'
    async with await StateDatabase.open(folder, now=clock) as state:
        plans, deliveries = await with_plans(state), Deliveries(state)
        await deliveries.claim([await claim_of(plans, 2, body)])
        clock.time += timedelta(seconds=1)
        await deliveries.claim([await claim_of(plans, 1, body), await claim_of(plans, 3, None)])
        made = await deliveries.claimed()
    async with await StateDatabase.open(folder, now=clock) as state:
        deliveries = Deliveries(state)
        assert await deliveries.claimed() == made
        assert [(delivery.guild_id, delivery.post) for delivery in made] == [(2, body), (1, body)]
        assert await state.fetch_all("select body from post") == [(body,)]
        assert await deliveries.claim([await claim_of(Plans(state, Guilds(state), "UTC"))]) == ()


async def test_old_days_without_a_post_are_deleted(
    state: StateDatabase, plans: Plans, deliveries: Deliveries, clock: Any
) -> None:
    """What was posted is kept, for its button answers as long as the message stands."""
    for number, post in enumerate([None, "kept", None]):
        on = TODAY + timedelta(days=number)
        for made in await deliveries.claim([await claim_of(plans, post=post, on=on)]):
            await deliveries.settle(made, "delivered", message_id=9)
    await state.execute("insert into post (digest, body) values ('x', 'of no delivery')")
    assert await plans.miss(day().slot, [day()]) == 2  # of two other servers
    clock.pass_days(35)
    assert await deliveries.prune() == 1
    clock.pass_days(1)
    assert await deliveries.prune() == 3
    assert await deliveries.prune() == 0
    assert [delivery.post for delivery in await deliveries.last(1, 10)] == [None, "kept"]
    assert await deliveries.last(2, 10) == ()
    assert await state.fetch_all("select body from post") == [("kept",)]


async def test_deliveries_of_a_guild_that_was_left_wait_and_then_go(
    state: StateDatabase, plans: Plans, deliveries: Deliveries, clock: Any
) -> None:
    """Nothing is sent for it meanwhile; after a month all of it is deleted, with its post."""
    guilds = Guilds(state)
    made = await claimed(plans, deliveries)
    other = await claimed(plans, deliveries, 2)
    await guilds.left(1)
    assert await deliveries.claimed() == (other,)
    await guilds.joined(1)
    assert await deliveries.claimed() == (made, other)
    await guilds.left(1)
    await guilds.left(2)
    clock.pass_days(30)
    assert await guilds.forget_missing() == 2
    assert await deliveries.of(1, TODAY) is None
    assert await state.fetch_all("select guild_id from delivery") == []
    assert await deliveries.prune() == 1
    assert await state.fetch_all("select * from post") == []


async def test_deliveries_outlive_the_plan(
    state: StateDatabase, plans: Plans, deliveries: Deliveries
) -> None:
    """A plan that is removed and made again on the same day does not post that day again."""
    await deliveries.settle(await claimed(plans, deliveries), "delivered", message_id=9)
    assert await plans.remove(1)
    assert await state.fetch_one("select 1 from guild where guild_id = 1") == (1,)
    await plans.change(1, 10, lambda _, start: replace(start, channel_id=5, slot=SLOT))
    assert [plan.guild_id for plan in await plans.owed(day(), 0, 10)] == [2, 3]
    assert await deliveries.claim([await claim_of(plans)]) == ()


async def test_a_claim_cut_off_leaves_nothing(plans: Plans, deliveries: Deliveries) -> None:
    """A batch is decided whole: cancelled before it is committed, none of it is."""
    claims = [await claim_of(plans, guild_id) for guild_id in (1, 2, 3)]
    task = asyncio.ensure_future(deliveries.claim(claims))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await deliveries.claimed() == ()
    assert len(await deliveries.claim(claims)) == 3
