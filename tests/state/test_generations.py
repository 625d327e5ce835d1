"""Which generation is live, and the record of every change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.state.database import StateDatabase
from bot.state.generations import (
    HISTORY,
    Generation,
    Generations,
    NewGeneration,
    NotLive,
    Reload,
    Sizes,
)

NOON = datetime(2024, 3, 2, 12, 0, tzinfo=UTC)
ONE = NewGeneration("g1", "f1", 0.5, ("articles/a.yaml: warning: unused",))
TWO = NewGeneration("g2", "f2")
SIZES = Sizes(1, 2, 3, 4)


async def test_nothing_is_live_at_first(state: StateDatabase) -> None:
    """Before the first publication there is no live generation, and nothing to tell."""
    generations = Generations(state)
    assert await generations.live() is None
    assert (await generations.latest(3), await generations.history(3)) == ((), ())


async def test_the_live_generation_survives_a_restart(
    folder: Path, clock: Callable[[], datetime]
) -> None:
    """What was set live is live after reopening, with who did it, when, and how its compile was."""
    async with await StateDatabase.open(folder, now=clock) as state:
        await Generations(state).set_live(ONE, "start", "start", None, expected=None)
    async with await StateDatabase.open(folder, now=clock) as state:
        generations = Generations(state)
        assert await generations.live() == Generation(
            "g1", "f1", NOON, NOON, "start", 0.5, ("articles/a.yaml: warning: unused",)
        )
        assert await generations.history(9) == (Reload(NOON, "start", "start", None, "g1", None),)


async def test_an_earlier_generation_can_go_live_again(state: StateDatabase, clock: Any) -> None:
    """There is one live generation; going back keeps when it was made and tells who went back."""
    generations = Generations(state)
    await generations.set_live(ONE, "start", "start", None, expected=None)
    clock.pass_days(1)
    await generations.set_live(TWO, "5", "reload", SIZES, expected="g1")
    live = await generations.live()
    assert live == Generation("g2", "f2", NOON + timedelta(1), NOON + timedelta(1), "5")
    clock.pass_days(1)
    back = NewGeneration("g1", "f1")
    done = await generations.set_live(back, "6", "rollback", Sizes(0, 2, 0, 1), expected="g2")
    again = NOON + timedelta(2)
    assert done == Reload(again, "6", "rollback", "g2", "g1", Sizes(0, 2, 0, 1))
    first = Generation("g1", "f1", NOON, again, "6", 0.5, ("articles/a.yaml: warning: unused",))
    assert await generations.live() == first
    assert await generations.latest(1) == (first,)
    assert await generations.latest(3) == (first, live)
    assert await generations.history(2) == (
        done,
        Reload(NOON + timedelta(1), "5", "reload", "g1", "g2", SIZES),
    )
    assert await state.fetch_one("select count(*) from live") == (1,)


async def test_what_the_check_said_is_known_also_of_what_lay_compiled(
    state: StateDatabase,
) -> None:
    """Nothing was compiled when it went live; what was said when it was is not replaced."""
    generations = Generations(state)
    await generations.set_live(ONE, "start", "start", None, expected=None)
    lay = NewGeneration("g2", "f2", None, ("a warning",))
    await generations.set_live(lay, "5", "reload", None, expected="g1")
    back = NewGeneration("g1", "f1", None, ())
    await generations.set_live(back, "5", "rollback", None, expected="g2")
    assert [(each.seconds, each.warnings) for each in await generations.latest(2)] == [
        (0.5, ("articles/a.yaml: warning: unused",)),
        (None, ("a warning",)),
    ]
    await generations.set_live(
        NewGeneration("g2", "f2", 0.7, ()), "5", "reload", None, expected="g1"
    )
    live = await generations.live()
    assert live is not None
    assert (live.seconds, live.warnings) == (0.7, ())


@pytest.mark.parametrize("expected", [None, "g2", "g3"])
async def test_a_change_meant_for_another_generation_is_refused(
    state: StateDatabase, expected: str | None
) -> None:
    """Of two who change the facts at once, the second is told; nothing is recorded of theirs."""
    generations = Generations(state)
    await generations.set_live(ONE, "start", "start", None, expected=None)
    with pytest.raises(NotLive):
        await generations.set_live(TWO, "5", "reload", None, expected=expected)
    live = await generations.live()
    assert live is not None
    assert live.id == "g1"
    assert len(await generations.history(9)) == 1
    assert await generations.latest(9) == (live,)


async def test_the_latest_are_known_where_all_went_live_in_one_second(
    state: StateDatabase,
) -> None:
    """The live one comes first, also where the clock says that it was not the last."""
    generations = Generations(state)
    await generations.set_live(ONE, "1", "reload", None, expected=None)
    await generations.set_live(TWO, "1", "reload", None, expected="g1")
    await generations.set_live(ONE, "1", "rollback", None, expected="g2")
    assert [each.id for each in await generations.latest(9)] == ["g1", "g2"]


async def test_the_latest_are_known_though_the_clock_was_set_back(
    state: StateDatabase, clock: Any
) -> None:
    """What was live until a moment ago is what editors go back to."""
    generations = Generations(state)
    before = None
    for number in range(4):
        new = NewGeneration(f"g{number}", f"f{number}")
        await generations.set_live(new, "1", "reload", None, expected=before)
        before = new.id
        clock.pass_days(-1)
    assert [each.id for each in await generations.latest(3)] == ["g3", "g2", "g1"]


async def test_facts_that_another_version_compiled_too_are_counted_once(
    state: StateDatabase,
) -> None:
    """There is nothing to go back to in them, and they take no place of what there is."""
    generations = Generations(state)
    await generations.set_live(ONE, "1", "reload", None, expected=None)
    await generations.set_live(TWO, "1", "reload", None, expected="g1")
    anew = NewGeneration("g2-anew", TWO.fingerprint)
    await generations.set_live(anew, "the command line", "upgrade", None, expected="g2")
    assert [each.id for each in await generations.latest(9)] == ["g2-anew", "g1"]


async def test_the_history_does_not_grow_for_ever(state: StateDatabase) -> None:
    """The oldest changes go, with what the check said; the generations stay known."""
    generations = Generations(state)
    before = None
    for number in range(HISTORY + 5):
        new = NewGeneration(f"g{number}", f"f{number}", 0.5, ("a warning",))
        await generations.set_live(new, "1", "reload", None, expected=before)
        before = new.id
    history = await generations.history(HISTORY + 5)
    assert [each.generation for each in history] == [
        f"g{number}" for number in range(HISTORY + 4, 4, -1)
    ]
    known = await generations.latest(HISTORY + 5)
    assert [each.warnings for each in known] == [("a warning",)] * HISTORY + [None] * 5
