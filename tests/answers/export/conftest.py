"""The corpus that the formats' tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answers.desk import Desk
from tests.answers.export import make


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts of every kind and shape, compiled once."""
    return make.facts(tmp_path_factory)


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts to compare, compiled once."""
    return make.compared(tmp_path_factory)


@pytest.fixture(scope="module")
def comparing(compared: Path) -> Iterator[Desk]:
    """A desk over these."""
    with make.open_desk(compared) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(facts: Path) -> Iterator[Desk]:
    """A desk over them."""
    with make.open_desk(facts) as opened:
        yield opened
