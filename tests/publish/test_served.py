"""The facts that are served: swapped whole, and closed when nothing asks them any more."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.publish import served as module
from bot.publish.build import build
from bot.publish.folders import Folders
from bot.publish.served import ServedFacts
from bot.store.facts import FactStore
from tests.publish.corpora import edit


@pytest.fixture
def two(folders: Folders) -> tuple[Path, Path]:
    """Two generations, compiled."""
    first = build(folders.facts, None, folders.data).path
    edit(folders.data.parent)
    return first, build(folders.facts, None, folders.data).path


async def _answers(store: FactStore) -> bool:
    """Whether it is open; in a thread, as small facts lie in memory and know no closing."""
    try:
        await store.run(lambda: store.page, long=True)
    except StoreError:
        return False
    return True


async def test_what_is_taken_is_served_from_then_on(two: tuple[Path, Path]) -> None:
    """An answer that began with the facts before goes on with them."""
    served = ServedFacts()
    first, second = [await FactStore.open(path) for path in two]
    served.take(first)
    assert served() is first
    served.take(second)
    assert served() is second
    assert await _answers(first)
    await served.close()
    assert not await _answers(first)
    assert not await _answers(second)


async def test_replaced_facts_are_closed_after_a_while(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When whatever asked them must have answered; those that are served stay open."""
    monkeypatch.setattr(module, "ANSWERING", 0.01)
    served = ServedFacts()
    first, second = [await FactStore.open(path) for path in two]
    served.take(first)
    served.take(second)
    for _ in range(600):
        if not await _answers(first):
            break
        await asyncio.sleep(0.1)
    assert not await _answers(first)
    assert await _answers(second)
    await served.close()


async def test_without_facts_there_is_nothing_to_close() -> None:
    """A start that fails before the facts are there ends all the same."""
    await ServedFacts().close()
