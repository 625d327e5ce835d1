"""Answers kept as they were laid out: never another day's, another server's or older facts'."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.answers.question import ask
from bot.interface.client import Footnote
from bot.interface.replies import LAID
from bot.store.facts import FactStore
from tests.end_to_end.scene import Scene


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each time that the facts are asked for a page of a list."""
    lines: list[str] = []
    page = FactStore.page

    def noted(self: FactStore, listing: Any, *rest: Any) -> Any:
        lines.append(listing)
        return page(self, listing, *rest)

    monkeypatch.setattr(FactStore, "page", noted)
    return lines


async def test_the_same_question_asks_the_facts_once(scene: Scene, asked: list[str]) -> None:
    """Whoever asks it again, privately too; each with buttons of their own."""
    first = await scene.ask("timeline", topic="energy")
    second = await scene.ask("timeline", by=scene.stranger, topic="energy", private=True)
    assert asked == ["timeline"]
    assert first.texts == second.texts
    assert first.custom_id("Next") != second.custom_id("Next")
    assert (first.private, second.private) == (False, True)
    await scene.press(first, "Next")
    assert asked == ["timeline", "timeline"]


async def test_another_day_is_another_answer(scene: Scene) -> None:
    """What day it is, and whose day that is, is part of the question."""
    before = await scene.ask("onthisday")
    scene.now += timedelta(days=1)
    after = await scene.ask("onthisday")
    assert (before.title, after.title) == (
        "On this day: 19 July",
        "On this day: 20 July – the articles do not say",
    )
    scene.now -= timedelta(days=1)
    await scene.ask("settings", by=scene.manager, time_zone="Pacific/Auckland")
    away = await scene.ask("onthisday")
    assert away.title == after.title
    assert "Pacific/Auckland" in away.text


async def test_other_facts_are_another_answer(scene: Scene, later_facts: Path) -> None:
    """Nothing of an older generation is shown for today's."""
    before = await scene.ask("help")
    await scene.take_live(later_facts)
    assert before.title == "Footnote: what 3 articles say, and who says it"
    assert (await scene.ask("help")).title == "Footnote: what 1 article says, and who says it"


async def test_no_more_than_so_many_are_kept(scene: Scene) -> None:
    """However many questions there are, memory is bounded."""
    assert isinstance(scene.env.bot, Footnote)
    replies = scene.env.bot.replies
    desk = await replies.desk(None, scene.wordings.english)
    for number in range(LAID + 10):
        await replies._laid_out(ask("search", query=f"ferry {number}"), 1, desk)
    assert len(replies.laid._answers) == LAID
