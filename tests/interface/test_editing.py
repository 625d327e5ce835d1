"""What takes longer than Discord waits: told in time, and a change goes on all the same."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.interface import editing
from bot.interface.audit import Audit
from bot.interface.edit_press import EditPress, read
from bot.interface.editing import Editing
from bot.interface.languages import Languages
from bot.interface.replies import Replies
from bot.wording.wordings import Wordings
from tests.end_to_end.reloading import FakeReloader
from tests.end_to_end.scene import NOON
from tests.shown import texts_of

PRESS = EditPress("g", "aaaaaaaa", "bbbbbbbb", kept=False, page=1)


class Exchange:
    """An interaction as far as this looks at it: what was sent for it, in order."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.done = False
        self.user = SimpleNamespace(id=7)
        self.locale = discord.Locale.american_english
        self.command = None
        self.response = SimpleNamespace(
            is_done=lambda: self.done,
            defer=self._taker("defer"),
            edit_message=self._taker("edit"),
            send_message=self._taker("send"),
        )
        self.followup = SimpleNamespace(send=self._taker("follow up"))
        self.edit_original_response = self._taker("edit original")

    def _taker(self, name: str) -> Any:
        async def take(view: Any = None, **_: Any) -> None:
            self.done = True
            text = "\n".join(texts_of(view.to_components())) if view is not None else ""
            self.sent.append((name, text.partition(".")[0]))

        return take


class Recording(Audit):
    """Tells no channel, and keeps what was recorded."""

    def __init__(self) -> None:
        self.recorded: list[str] = []

    async def record(self, done: Any) -> bool:
        self.recorded.append(done.generation)
        return True


def made(facts: FakeReloader, audit: Audit) -> Editing:
    """The unit over a reloader; everybody is an editor."""

    async def allowed(_: object) -> None:
        return

    unused: Any = None
    languages = Languages(Wordings(), unused, lambda _: None)
    replies = Replies(
        unused, languages, unused, unused, unused, unused, unused, lambda: NOON, "UTC"
    )
    return Editing(replies, facts, unused, allowed, audit)


async def test_a_change_goes_on_and_is_recorded_where_nobody_can_be_told_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The buttons go at once; the editor is told that it takes long while that can be told."""
    monkeypatch.setattr(editing, "PATIENCE", 0.05)
    facts, audit, exchange = FakeReloader(NOON), Recording(), Exchange()
    facts.going_takes = 0.2
    press: Any = made(facts, audit)
    await press.press(exchange, PRESS)
    assert exchange.sent == [
        ("edit", "Going live"),
        ("follow up", "This takes longer than Discord waits for an answer"),
    ]
    assert facts.done == []
    for _ in range(100):
        await asyncio.sleep(0.02)
        if audit.recorded:
            break
    assert (audit.recorded, len(facts.done)) == (["bbbbbbbb"], 1)


async def test_a_reading_is_given_up_before_nobody_can_be_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The command waits visibly meanwhile; what is read for nobody is not read on."""
    monkeypatch.setattr(editing, "PATIENCE", 0.05)
    facts, exchange = FakeReloader(NOON), Exchange()
    facts.reading_takes = 3600.0
    before = asyncio.all_tasks()
    unit: Any = made(facts, Recording())
    await unit.reload(exchange)
    assert exchange.sent == [
        ("defer", ""),
        ("follow up", "Reading the facts takes longer than Discord waits for an answer"),
    ]
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize("action", ["p", "n", "g", "l"])
@pytest.mark.parametrize("kept", [False, True])
def test_a_press_is_read_as_it_was_written(action: Any, kept: bool) -> None:
    """With the longest numbers it fits into what a button can carry."""
    press = EditPress(action, "a" * 12, "2" * 12, kept, 999_999)
    assert read(press.custom_id()) == press
    assert len(press.custom_id()) <= 100


@pytest.mark.parametrize("custom_id", ["", "f1", "a1:n:1:abc:a1.1:timeline?", "d1:2026-07-19"])
def test_what_is_another_button_is_no_press(custom_id: str) -> None:
    """It is left to whoever answers those."""
    assert read(custom_id) is None
