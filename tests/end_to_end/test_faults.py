"""A fault of ours: the person gets an error id, the log the fault under that id, nobody else."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.logs import set_up
from bot.store.choices import Choices
from bot.store.facts import FactStore
from tests.end_to_end.scene import Scene, Shown

TYPED = "harbour"
ERROR_ID = re.compile(r"error id ([0-9A-Z]{8})\.")
SECRET = "the inner workings"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log as the command line sets it up."""
    root, own = logging.getLogger(), logging.getLogger("bot")
    before = (root.handlers[:], root.level, own.level)
    stream = io.StringIO()
    set_up("INFO", stream=stream)
    yield stream
    root.handlers[:], level, own_level = before
    root.setLevel(level)
    own.setLevel(own_level)


def broken(*_: Any, **__: Any) -> Any:
    raise RuntimeError(SECRET)


def assert_told(answer: Shown, log: str) -> None:
    """The person has the id and nothing more; the log has the fault under it."""
    found = ERROR_ID.search(answer.text)
    assert found is not None
    assert answer.private
    assert answer.buttons == {}
    for word in ("Traceback", "RuntimeError", SECRET):
        assert word not in answer.text
    assert f"fault {found[1]}" in log
    assert f"RuntimeError: {SECRET}" in log


@pytest.mark.parametrize(
    ("command", "options", "method"),
    [
        ("timeline", {"topic": TYPED}, "page"),
        ("figures", {"topic": TYPED}, "page"),
        ("quote", {"words": TYPED}, "find_quotes"),
        ("onthisday", {"day": "19 July"}, "on_day"),
        ("search", {"query": TYPED}, "search"),
        ("fact", {"id": TYPED}, "suggest_ids"),
    ],
)
async def test_a_fault_is_told_by_its_id_alone(
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    log: io.StringIO,
    command: str,
    options: dict[str, Any],
    method: str,
) -> None:
    """Whatever breaks, the asker is told privately, and what was typed is not logged."""
    monkeypatch.setattr(FactStore, method, broken)
    answer = await scene.ask(command, **options)
    assert_told(answer, log.getvalue())
    assert f" in {command}" in log.getvalue()
    assert next(iter(options.values())) not in log.getvalue()


async def test_a_fault_behind_a_button_leaves_the_answer_alone(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    """The presser is told privately, and the message stays as it was."""
    answer = await scene.ask("timeline", topic="energy")
    before = (answer.texts, answer.buttons)
    monkeypatch.setattr(FactStore, "page", broken)
    assert_told(await scene.private_copy(answer, "Next"), log.getvalue())
    assert (answer.texts, answer.buttons) == before
    monkeypatch.undo()
    await scene.press(answer, "Next")
    assert "page 2 of 3" in answer.text


async def test_a_fault_in_settings_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    """State that can't be written is a fault like any other."""
    monkeypatch.setattr(type(scene.state), "transaction", broken)
    answer = await scene.ask("settings", by=scene.manager, time_zone="Asia/Tokyo")
    assert_told(answer, log.getvalue())


async def test_a_fault_in_managing_the_daily_post_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    """Whatever a subcommand does when it comes."""
    await scene.ask("anniversaries set", by=scene.manager)
    for method, subcommand in (("transaction", "pause"), ("fetch_one", "preview")):
        monkeypatch.setattr(type(scene.state), method, broken)
        assert_told(
            await scene.ask(f"anniversaries {subcommand}", by=scene.manager), log.getvalue()
        )
    assert " in anniversaries preview" in log.getvalue()


async def test_a_state_that_fails_does_not_spoil_an_answer_with_short_questions(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In direct messages a look-up needs nothing from state.db."""
    monkeypatch.setattr(type(scene.state), "execute", broken)
    monkeypatch.setattr(type(scene.state), "fetch_one", broken)
    answer = await scene.ask("timeline", by=scene.asker.user, topic="energy")
    assert answer.title == "Timeline: Energy"


async def test_a_fault_in_autocomplete_offers_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    """The person can go on typing, and what was typed is not logged."""
    monkeypatch.setattr(Choices, "suggest", broken)
    assert await scene.choices("timeline", "topic", TYPED) == {}
    await scene.manager.autocomplete(scene.channel, "settings", "time_zone", TYPED)
    assert SECRET in log.getvalue()
    for word in (TYPED, str(scene.asker.id)):
        assert word not in log.getvalue()


async def test_discord_refusing_a_message_is_told(scene: Scene, log: io.StringIO) -> None:
    """Where Discord takes the explanation, the person gets it."""
    scene.env.inject_error("POST", "/interactions/*/callback", status=500)
    answer = await scene.ask("timeline", topic="energy")
    assert ERROR_ID.search(answer.text)
    assert "fault " in log.getvalue()


async def test_discord_being_away_is_only_logged(scene: Scene, log: io.StringIO) -> None:
    """Nothing can be told then; nothing is raised either."""
    scene.env.inject_error("POST", "/interactions/*/callback", status=503, times=None)
    result = await scene.asker.slash(scene.channel, "timeline", topic="energy")
    assert not result.acknowledged
    assert "could not be sent" in log.getvalue()


async def test_an_interaction_that_is_over_is_no_fault(scene: Scene, log: io.StringIO) -> None:
    """Too late: a warning, no error id."""
    scene.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await scene.asker.slash(scene.channel, "timeline", topic="energy")
    assert "WARNING bot.interface.explaining: an interaction was over" in log.getvalue()
    assert "fault" not in log.getvalue()


async def test_an_answer_that_got_through_already_is_no_fault(
    scene: Scene, log: io.StringIO
) -> None:
    """Acknowledged already: by an earlier try, of which the response was lost."""
    scene.env.inject_error("POST", "/interactions/*/callback", status=400, code=40060)
    await scene.asker.slash(scene.channel, "timeline", topic="energy")
    assert "INFO bot.interface.acknowledge: an earlier try" in log.getvalue()
    for word in ("fault", "WARNING", "ERROR"):
        assert word not in log.getvalue()


async def test_removing_what_is_gone_is_harmless(scene: Scene, log: io.StringIO) -> None:
    """A message that a moderator deleted meanwhile can't be removed again; nobody is troubled."""
    answer = await scene.ask("timeline", topic="energy")
    scene.env.inject_error("DELETE", "/webhooks/*/messages/@original", status=404, code=10008)
    result = await scene.press(answer, "Remove")
    assert result.followups == []
    assert "fault" not in log.getvalue()


async def test_what_is_asked_is_not_logged(scene: Scene, log: io.StringIO) -> None:
    """Answers, refusals and explanations leave no trace of what was typed or who asked."""
    await scene.ask("search", query="turbine lindworm")
    await scene.ask("timeline", topic="lindworm")
    await scene.ask("timeline", from_="lindworm")
    await scene.choices("timeline", "topic", "lindworm")
    for word in ("lindworm", "turbine", "asker", str(scene.asker.id)):
        assert word not in log.getvalue()
