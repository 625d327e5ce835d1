"""Which generation is live."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.state.database import StateDatabase
from bot.state.generations import Generation, Generations

NOON = datetime(2024, 3, 2, 12, 0, tzinfo=UTC)


async def test_nothing_is_live_at_first(state: StateDatabase) -> None:
    """Before the first publication there is no live generation."""
    assert await Generations(state).live() is None


async def test_the_live_generation_survives_a_restart(
    folder: Path, clock: Callable[[], datetime]
) -> None:
    """What was set live is live after reopening, with who did it and when."""
    async with await StateDatabase.open(folder, now=clock) as state:
        made = datetime.fromisoformat("2024-03-01T20:00:00+08:00")
        await Generations(state).set_live("g1", "f1", "start", made_at=made)
    async with await StateDatabase.open(folder, now=clock) as state:
        assert await Generations(state).live() == Generation(
            "g1", "f1", datetime(2024, 3, 1, 12, 0, tzinfo=UTC), NOON, "start"
        )


async def test_an_earlier_generation_can_go_live_again(state: StateDatabase, clock: Any) -> None:
    """There is one live generation; going back keeps when it was made and tells who went back."""
    generations = Generations(state)
    await generations.set_live("g1", "f1", "start")
    clock.pass_days(1)
    await generations.set_live("g2", "f2", "user 5")
    live = await generations.live()
    assert live is not None
    assert (live.id, live.fingerprint, live.by) == ("g2", "f2", "user 5")
    clock.pass_days(1)
    await generations.set_live("g1", "f1", "user 6")
    assert await generations.live() == Generation(
        "g1", "f1", NOON, datetime(2024, 3, 4, 12, 0, tzinfo=UTC), "user 6"
    )
    assert await state.fetch_one("select count(*) from live") == (1,)
    assert await state.fetch_one("select count(*) from generation") == (2,)
