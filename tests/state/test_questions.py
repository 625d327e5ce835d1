"""Questions kept for buttons: found again, written seldom, forgotten in time."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.state import questions as module
from bot.state.database import StateDatabase
from bot.state.questions import KEPT, Questions, token_of

LONG = "search?query=" + "мост через Амур 黑河大桥 ' \" ; -- " * 12


async def changes(state: StateDatabase) -> int:
    """Return how many rows this connection has written so far."""
    row = await state.fetch_one("select total_changes()")
    assert row is not None
    return int(row[0])


async def last_used(state: StateDatabase) -> dict[str, str]:
    rows = await state.fetch_all("select question, last_used from saved_question")
    return dict(rows)


async def test_a_saved_question_is_found_after_a_restart(
    folder: Path, clock: Callable[[], datetime]
) -> None:
    """The token gives back the very text, whatever stands in it."""
    async with await StateDatabase.open(folder, now=clock) as state:
        token = await Questions(state).save(LONG)
    async with await StateDatabase.open(folder, now=clock) as state:
        assert await Questions(state).load(token) == LONG
        assert await Questions(state).load("unknown") is None


def test_tokens_fit_into_a_button_and_tell_texts_apart() -> None:
    """16 URL-safe characters; the same for the same text in every version of the program."""
    tokens = {token_of(f"question {n}") for n in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{16}", token) for token in tokens)
    assert token_of("timeline") == "lNGSs6Mmvh8Bm3Hv"


async def test_saving_again_writes_nothing(state: StateDatabase) -> None:
    """Neither from memory nor, after a restart, when the row is of today."""
    token = await Questions(state).save(LONG)
    before = await changes(state)
    questions = Questions(state)
    assert [await questions.save(LONG) for _ in range(3)] == [token] * 3
    assert await questions.load(token) == LONG
    assert await changes(state) == before


async def test_repeated_saves_do_not_touch_the_database(
    state: StateDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once stored today, a save needs no turn at the database, even while it is taken."""
    questions = Questions(state)
    token = await questions.save(LONG)
    async with state.transaction():
        saving = asyncio.create_task(questions.save(LONG))
        assert await asyncio.wait_for(saving, 1) == token
    monkeypatch.setattr(module, "REMEMBERED", 2)
    for text in ("a", "b", "c"):
        await questions.save(text)
    assert list(questions._stored_today) == [token_of("b"), token_of("c")]


async def test_use_on_another_day_is_recorded_once(state: StateDatabase, clock: Any) -> None:
    """Saving and loading both count as use; the day is written once."""
    questions = Questions(state)
    token = await questions.save("loaded")
    await questions.save("saved")
    await questions.save("neither")
    clock.pass_days(3)
    before = await changes(state)
    for _ in range(2):
        await questions.load(token)
        await questions.save("saved")
    assert await changes(state) == before + 2
    assert await last_used(state) == {
        "loaded": "2024-03-05",
        "saved": "2024-03-05",
        "neither": "2024-03-02",
    }


async def test_pruning_deletes_what_was_not_used_for_long(state: StateDatabase, clock: Any) -> None:
    """To the day; a pruned question can be saved again."""
    questions = Questions(state)
    old = await questions.save("old")
    clock.pass_days(10)
    recent = await questions.save("recent")
    clock.pass_days(KEPT.days - 10)
    assert await questions.prune() == 0
    clock.pass_days(1)
    assert await questions.prune() == 1
    assert await questions.load(old) is None
    assert await questions.load(recent) == "recent"
    assert await questions.prune() == 0
    assert await questions.save("old") == old
    assert await questions.load(old) == "old"


async def test_many_saves_at_once(state: StateDatabase) -> None:
    """The same question asked by many at once is written once."""
    questions = Questions(state)
    before = await changes(state)
    tokens = await asyncio.gather(*(questions.save(f"q{n % 5}") for n in range(100)))
    assert len(set(tokens)) == 5
    assert await changes(state) == before + 5


async def test_a_question_is_answered_though_its_use_cannot_be_recorded(
    state: StateDatabase, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """On a disk that can't be written, a button of old still works; the log says what is wrong."""
    questions = Questions(state)
    token = await questions.save(LONG)
    clock.pass_days(1)
    await state.fetch_all("pragma query_only = on")
    caplog.set_level(logging.WARNING)
    assert await questions.load(token) == LONG
    assert "could not be recorded" in caplog.text
    assert LONG not in caplog.text
