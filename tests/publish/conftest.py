"""Facts of the harbour in a folder of each test's own, sealed, and the record of generations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.publish.folders import Folders
from bot.state.database import StateDatabase
from bot.state.generations import Generations
from tests.publish import corpora


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `facts/` and `texts/`, sealed."""
    folder = tmp_path_factory.mktemp("publish")
    corpora.make(folder)
    return folder


@pytest.fixture
def folder(sealed: Path, tmp_path: Path) -> Path:
    """A copy for a test to edit."""
    return corpora.copy(sealed, tmp_path)


@pytest.fixture
def folders(folder: Path) -> Folders:
    """The same, as the program is given it; without the texts."""
    return Folders(folder / "facts", None, folder / "data")


@pytest.fixture
async def generations(folder: Path) -> AsyncIterator[Generations]:
    """The record of generations in a state of its own."""

    def now() -> datetime:
        return datetime(2026, 7, 19, tzinfo=UTC)

    async with await StateDatabase.open(folder / "data", now=now) as state:
        yield Generations(state)
