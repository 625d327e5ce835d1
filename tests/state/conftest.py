"""A state in a temporary folder, and a clock that stands still until it is set."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.state.database import StateDatabase


class Clock:
    """Tells 2 March 2024, noon UTC, until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2024, 3, 2, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_days(self, days: int) -> None:
        self.time += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def state(folder: Path, clock: Clock) -> AsyncIterator[StateDatabase]:
    async with await StateDatabase.open(folder, now=clock) as database:
        yield database
