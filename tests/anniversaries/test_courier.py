"""One delivery, through what may come of sending it and of looking for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.anniversaries.courier import PAUSES
from bot.anniversaries.sending import (
    OUTAGE,
    Absent,
    Doubtful,
    Found,
    Gone,
    Look,
    Refused,
    Sent,
    Unreadable,
)
from bot.errors import StateError
from bot.state.plans import Paused
from tests.anniversaries.scene import BEGIN, POST, TODAY, Scene, claim, play

DOUBT = Doubtful("no answer")
FORBIDDEN = Refused("permissions:send_messages")


def test_a_post_is_sent_and_recorded(tmp_path: Path) -> None:
    """Sent once, and kept with its message's id and its text."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [Sent(77)]
        await scene.pass_time(minutes=2)
        delivery = await scene.deliveries.of(1, TODAY)
        assert delivery is not None
        assert (delivery.state, delivery.message_id) == ("delivered", 77)
        assert delivery.post == POST.encode()

    told = play(tmp_path, act)
    ((at, *asked),) = told.asked
    assert asked == ["send", 1]
    assert 30 <= at < 31


def test_a_deleted_one_is_delivered(tmp_path: Path) -> None:
    """A nonce whose message was deleted counts as delivered, by a message that is not known."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [DOUBT, Sent(None)]
        await scene.pass_time(minutes=2)
        assert await scene.result() == ("delivered", None)

    assert play(tmp_path, act).count("send") == 2


def test_doubtful_tries_go_on_while_the_nonce_counts(tmp_path: Path) -> None:
    """With growing pauses, and no longer; the next look tells, after five minutes."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [DOUBT]
        scene.sender.looks[1] = [Found(5)]
        await scene.pass_time(minutes=10)
        assert await scene.result() == ("delivered", None)

    told = play(tmp_path, act)
    sends = [at for at, what, _ in told.asked if what == "send"]
    assert [round(b - a) for a, b in pairwise(sends)] == list(map(round, PAUSES))
    assert sends[-1] - sends[0] <= 60
    assert told.count("look") == 1


def test_a_refused_permission_is_waited_for(tmp_path: Path) -> None:
    """It is kept, and sent once the permission is given back within the grace, without a look."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [FORBIDDEN, FORBIDDEN, Sent(2)]
        await scene.pass_time(minutes=3)
        assert await scene.result() == ("claimed", FORBIDDEN.reason)
        scene.start()
        await scene.pass_time(minutes=10)
        assert await scene.result() == ("delivered", None)

    assert play(tmp_path, act).count("look") == 0


def test_a_refused_day_is_recorded_after_the_grace(tmp_path: Path) -> None:
    """With what was missing."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [FORBIDDEN]
        await scene.pass_time(hours=6.2)
        assert await scene.result() == ("refused", FORBIDDEN.reason)

    play(tmp_path, act)


def test_the_third_refused_day_pauses_and_tells_once(tmp_path: Path) -> None:
    """Two days are waited through; on the third nothing more is tried, and it is told once."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [FORBIDDEN]
        await scene.pass_time(days=5)
        days = [await scene.result(on=TODAY + timedelta(days=ahead)) for ahead in range(4)]
        refused = ("refused", FORBIDDEN.reason)
        assert days == [refused, refused, refused, None]
        plan = await scene.plans.of(1)
        assert plan is not None
        assert plan.paused == "refused"

    assert play(tmp_path, act).count("tell") == 1


def test_days_before_a_pause_do_not_count(tmp_path: Path) -> None:
    """Who resumes has three days again."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [FORBIDDEN]
        await scene.pass_time(days=3)
        await scene.plan()
        scene.start()
        await scene.pass_time(days=1)
        plan = await scene.plans.of(1)
        assert plan is not None
        assert plan.paused is None

    assert play(tmp_path, act).count("tell") == 1


def test_an_outage_never_pauses(tmp_path: Path) -> None:
    """A server that is out for a week has missed its days, and goes on afterwards."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [Refused(OUTAGE)]
        await scene.pass_time(days=5)
        assert await scene.result(on=TODAY + timedelta(days=3)) == ("missed", OUTAGE)
        plan = await scene.plans.of(1)
        assert plan is not None
        assert plan.paused is None

    assert play(tmp_path, act).count("tell") == 0


def test_a_deleted_channel_pauses_at_once(tmp_path: Path) -> None:
    """The first answer is enough, and it is told once."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [Gone()]
        await scene.pass_time(days=2)
        assert await scene.result() == ("refused", "channel-gone")
        assert await scene.result(on=TODAY + timedelta(days=1)) is None
        plan = await scene.plans.of(1)
        assert plan is not None
        assert plan.paused == "channel-gone"

    assert play(tmp_path, act).count("tell") == 1


def test_a_channel_replaced_at_that_minute_gets_the_post(tmp_path: Path) -> None:
    """Deleted, but the plan names another one by now: the day goes there, nothing is paused."""

    async def act(scene: Scene) -> None:
        plan = await scene.plan()
        (delivery,) = await scene.deliveries.claim([claim(plan)])
        await scene.plan(channel_id=20)
        scene.sender.sends[1] = [Gone(), Sent(3)]
        await scene.scheduler._courier.deliver(delivery)
        await scene.pass_time(minutes=10)
        assert await scene.result() == ("delivered", None)

    told = play(tmp_path, act)
    assert told.channels == [10, 20]
    assert told.count("tell") == 0


@pytest.mark.parametrize("when", ["before", "after"])
def test_whoever_mends_it_at_that_moment_is_not_told_of_a_pause(tmp_path: Path, when: str) -> None:
    """Another channel is named just before or after the plan is paused: posts go there."""

    async def act(scene: Scene) -> None:
        plan = await scene.plan()
        (delivery,) = await scene.deliveries.claim([claim(plan)])
        pause = scene.plans.pause

        async def contested(guild_id: int, why: Paused, channel_id: int) -> bool:
            if when == "before":
                await scene.plan(channel_id=20)
            paused = await pause(guild_id, why, channel_id)
            if when == "after":
                await scene.plan(channel_id=20)
            return paused

        scene.plans.pause = contested  # type: ignore[method-assign]
        scene.sender.sends[1] = [Gone()]
        await scene.scheduler._courier.deliver(delivery)
        moved = await scene.plans.of(1)
        assert moved is not None
        assert (moved.channel_id, moved.paused) == (20, None)

    assert play(tmp_path, act).count("tell") == 0


def test_what_may_still_arrive_is_not_held_as_unsent(tmp_path: Path) -> None:
    """After a start, an absent post may be on its way: a refusal then does not settle that, and
    the next look finds it."""

    async def act(scene: Scene) -> None:
        await scene.deliveries.claim([claim(await scene.plan())])
        scene.sender.looks[1] = [Absent(), Found(9)]
        scene.sender.sends[1] = [FORBIDDEN, Sent(10)]
        await scene.pass_time(minutes=10)
        assert await scene.result() == ("delivered", None)

    told = play(tmp_path, act)
    assert (told.count("look"), told.count("send")) == (2, 1)


def test_a_history_that_comes_back_is_read(tmp_path: Path) -> None:
    """Where the nonce no longer counts, a history out of reach is asked again in the grace."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [DOUBT]
        scene.sender.looks[1] = [Unreadable(), Unreadable(), Found(4)]
        await scene.pass_time(minutes=14)
        assert await scene.result() == ("claimed", None)
        scene.start()
        await scene.pass_time(minutes=20)
        assert await scene.result() == ("delivered", None)

    play(tmp_path, act)


def test_without_a_history_it_is_unknown(tmp_path: Path) -> None:
    """Not posted again, and recorded as that, a day after the grace."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [DOUBT]
        scene.sender.looks[1] = [Unreadable()]
        await scene.pass_time(hours=23)
        assert await scene.result() == ("claimed", None)
        await scene.plans.pause(1, "asked", 10)
        scene.start()
        await scene.pass_time(hours=7.2)
        assert await scene.result() == ("unknown", "no-history")

    assert play(tmp_path, act).count("send") == len(PAUSES) + 1


def test_a_fast_clock_gives_up_nothing_of_which_the_history_tells(tmp_path: Path) -> None:
    """A clock a day ahead takes the grace for over while no history can be read; when both are
    right again, the day is posted."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [*[DOUBT] * (len(PAUSES) + 1), Sent(6)]
        scene.sender.looks[1] = [Unreadable()]
        await scene.pass_time(minutes=5)
        scene.wall.wrong = timedelta(days=1)
        scene.start()
        await scene.pass_time(minutes=30)
        assert await scene.result() == ("claimed", None)
        scene.wall.wrong = timedelta()
        scene.sender.looks[1] = [Absent()]
        scene.start()
        await scene.pass_time(minutes=10)
        assert await scene.result() == ("delivered", None)

    play(tmp_path, act)


@pytest.mark.parametrize("look", [Unreadable(), DOUBT])
@pytest.mark.parametrize(
    ("age", "wrong", "boot", "sent"),
    [
        (0, 0, "the first", 1),
        (55, 0, "the first", 1),
        (55, 3600, "the first", 1),
        (65, 0, "the first", 0),
        (65, -60, "the first", 0),
        (3600, -3600, "the first", 0),
        (55, 0, "another", 0),
        (55, 0, "", 0),
    ],
)
def test_a_new_process_uses_the_nonce_while_it_counts(
    tmp_path: Path, age: int, wrong: int, boot: str, sent: int, look: Look
) -> None:
    """Without a history, or where the look fails, a claim of the process before is sent while it is
    young by the machine's own seconds: however the wall clock was set, and not after a reboot."""

    async def act(scene: Scene) -> None:
        await scene.deliveries.claim([claim(await scene.plan())])
        await asyncio.sleep(age)
        scene.wall.wrong = timedelta(seconds=wrong)
        scene.clock = replace(scene.clock, boot=boot)
        scene.sender.looks[1] = [look]
        scene.start()
        await scene.pass_time(seconds=5)

    assert play(tmp_path, act).count("send") == sent


def test_a_paused_plan_stops_what_may_have_been_sent(tmp_path: Path) -> None:
    """Who pauses as the process starts again gets no post by the nonce either."""

    async def act(scene: Scene) -> None:
        await scene.deliveries.claim([claim(await scene.plan())])
        await scene.plans.pause(1, "asked", 10)
        scene.sender.looks[1] = [Unreadable()]
        await scene.pass_time(minutes=2)
        assert await scene.result() == ("claimed", None)

    assert play(tmp_path, act).count("send") == 0


@pytest.mark.parametrize("step", ["claim", "settle", "hold"])
def test_a_full_disk_doubles_nothing(tmp_path: Path, step: str) -> None:
    """What can't be claimed is not sent; what stands and can't be recorded is known all the same,
    also when a moderator has deleted it; what is refused and can't be kept is sent later."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        if step == "hold":
            scene.sender.sends[1] = [FORBIDDEN, Sent(11)]
        work = getattr(scene.deliveries, step)
        tries = 0

        async def failing(*args: Any, **options: Any) -> Any:
            nonlocal tries
            tries += 1
            if tries == 1:
                raise StateError("The disk is full.")
            return await work(*args, **options)

        setattr(scene.deliveries, step, failing)
        await scene.pass_time(minutes=10)
        assert await scene.result() == ("delivered", None)

    told = play(tmp_path, act)
    assert (told.count("send"), told.count("look")) == {
        "claim": (1, 0),
        "settle": (1, 0),
        "hold": (2, 1),
    }[step]


def test_what_a_dead_process_could_not_record_is_found(tmp_path: Path) -> None:
    """The next one looks into the history."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        settle = scene.deliveries.settle

        async def failing(*args: Any, **options: Any) -> None:
            raise StateError("The disk is full.")

        scene.deliveries.settle = failing  # type: ignore[method-assign]
        await scene.pass_time(minutes=2)
        assert await scene.result() == ("claimed", None)
        scene.deliveries.settle = settle  # type: ignore[method-assign]
        scene.sender.looks[1] = [Found(1)]
        scene.start()
        await scene.pass_time(minutes=2)
        assert await scene.result() == ("delivered", None)

    assert play(tmp_path, act).count("send") == 1


def test_what_was_settled_meanwhile_is_not_sent(tmp_path: Path) -> None:
    """A delivery read before it was settled, or tried anew, is not claimed a second time."""

    async def act(scene: Scene) -> None:
        plan = await scene.plan()
        (delivery,) = await scene.deliveries.claim([claim(plan)])
        await scene.deliveries.hold(delivery, "outage")
        held = await scene.deliveries.of(1, TODAY)
        assert held is not None
        assert await scene.deliveries.claim_anew(held, plan) is not None
        await scene.scheduler._courier.resume(held)
        assert scene.sender.count("send") == 0

    play(tmp_path, act)


def test_a_paused_plan_stops_what_was_held(tmp_path: Path) -> None:
    """Who pauses gets no post that was waiting."""

    async def act(scene: Scene) -> None:
        await scene.plan()
        scene.sender.sends[1] = [FORBIDDEN]
        await scene.pass_time(minutes=2)
        await scene.plans.pause(1, "asked", 10)
        scene.start()
        await scene.pass_time(minutes=10)
        assert await scene.result() == ("missed", "stopped")

    play(tmp_path, act)


def test_the_day_of_the_tests() -> None:
    """What the numbers of this page rest on."""
    assert BEGIN.date() == TODAY == date(2026, 5, 4)
