"""HTTP faults between the real process and Discord: what passes, what stays, what is told."""

from __future__ import annotations

import re
import signal
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.loopback.conftest import assert_no_token
from tests.loopback.exchange import (
    CHOICES,
    Exchange,
    Message,
    autocomplete_data,
    command_data,
    component_data,
)
from tests.loopback.process import BotProcess, connected
from tests.loopback.rest import Fault, rate_limited
from tests.loopback.server import Loopback
from tests.loopback.waiting import until
from tests.loopback.world import Channel
from tests.shown import Shown

CALLBACK = "/interactions/{id}/*"
WEBHOOK = "/webhooks/*/{token}"
ORIGINAL = WEBHOOK + "/messages/@original"
PAGE = "<html><head><title>Bad Gateway</title></head><body>nginx</body></html>"
LOG_ALL = {"FOOTNOTE_LOG_LEVEL": "DEBUG", "FOOTNOTE_LOG_FORMAT": "json"}
FAULT = '"message": "fault '
"""How a fault's line begins in the log."""

ERROR_ID = re.compile(r"error id ([0-9A-Z]{8})\.")


@dataclass(frozen=True)
class Case:
    """The faults that fall on one interaction, and the statuses that its callbacks then meet.

    The status 0 is a cut connection.
    """

    name: str
    faults: Sequence[Fault]
    statuses: list[int]


def callback(**what: Any) -> Fault:
    return Fault("POST", CALLBACK, **what)


def delete(**what: Any) -> Fault:
    return Fault("DELETE", ORIGINAL, **what)


def follow_up(**what: Any) -> Fault:
    return Fault("POST", WEBHOOK, **what)


PASSING = (
    Case("429", [rate_limited("POST", CALLBACK, 0.3)], [429, 200]),
    Case("429 twice", [rate_limited("POST", CALLBACK, 0.2, times=2)], [429, 429, 200]),
    Case("500", [callback(status=500)], [500, 200]),
    Case("502 of a proxy", [callback(status=502, body=PAGE)], [502, 200]),
    Case("503", [callback(status=503, body={"code": 0, "message": "busy"})], [503, 200]),
    Case("504 of a proxy", [callback(status=504, body=PAGE)], [504, 200]),
    Case("reset", [callback(cut="reset")], [0, 200]),
    Case("closed", [callback(cut="closed")], [0, 200]),
    Case("500, committed", [callback(status=500, committed=True)], [500, 400]),
    Case("reset, committed", [callback(cut="reset", committed=True)], [0, 400]),
    Case("closed, committed", [callback(cut="closed", committed=True)], [0, 400]),
    Case("cut halfway, committed", [callback(cut="halfway", committed=True)], [0, 400]),
    Case("500, then reset", [callback(status=500), callback(cut="reset")], [500, 0, 200]),
)
"""What the next try or the one after it overcomes, within Discord's three seconds."""

LATE = (
    Case("slow line", [callback(delay=3.2)], [404]),
    Case("long 429", [rate_limited("POST", CALLBACK, 3.2)], [429, 404]),
    Case("500 twice", [callback(status=500, times=2)], [500, 500, 404]),
    Case("unknown", [callback(status=404, body={"code": 10062, "message": "Unknown"})], [404]),
)
"""What is over by the time that it gets through."""

STAYING = (
    Case("a proxy's ban", [callback(status=429, body=PAGE, times=9)], [429, 429]),
    Case("a ban in JSON", [callback(status=429, body={"code": 0}, times=9)], [429, 429]),
    Case("401", [callback(status=401, body={"code": 0}, times=9)], [401, 401]),
    Case("403 of a proxy", [callback(status=403, body=PAGE, times=9)], [403, 403]),
    Case("400", [callback(status=400, body={"code": 50035}, times=9)], [400, 400]),
    Case("resets", [callback(cut="reset", times=9)], [0, 0, 0, 0]),
    Case("503", [callback(status=503, times=10)], [503] * 10),
)
"""What no try overcomes: the answer is tried, and then the sentence with the error id."""

ONCE = (
    Case("401", [callback(status=401, body={"code": 0})], [401, 200]),
    Case("403 of a proxy", [callback(status=403, body=PAGE)], [403, 200]),
    Case("400", [callback(status=400, body={"code": 50035})], [400, 200]),
    Case("a proxy's ban", [callback(status=429, body=PAGE)], [429, 200]),
    Case("two resets", [callback(cut="reset", times=2)], [0, 0, 200]),
)
"""What spoils the answer, but not the sentence with the error id."""


@pytest.fixture
async def bot(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> AsyncIterator[BotProcess]:
    """The real process with all that it can log, which holds no token all the same."""
    async with connected(server, tmp_path, settings=LOG_ALL | settings) as process:
        yield process
        assert_no_token(process, server)


def quay(server: Loopback) -> Channel:
    """The one channel of the one guild."""
    [guild] = server.world.guilds.values()
    return guild.channels[0]


def opened(server: Loopback, command: str, **options: str) -> Exchange:
    """A slash command of somebody new, not yet sent."""
    data = command_data(server.world, command, options)
    return server.interactions.open("command", server.world.user("mia"), quay(server), data)


def typing(server: Loopback) -> Exchange:
    """Somebody new typing a topic, not yet sent."""
    data = autocomplete_data(server.world, "timeline", "topic", "harb", {})
    return server.interactions.open("autocomplete", server.world.user("ben"), quay(server), data)


def pressed(server: Loopback, asked: Exchange, label: str) -> Exchange:
    """The asker's press of a button, not yet sent."""
    message = message_of(asked)
    data = component_data(Shown(message).custom_id(label))
    return server.interactions.open("component", asked.user, message.channel, data, on=message)


def message_of(exchange: Exchange) -> Message:
    """The message of an exchange that has one."""
    assert exchange.message is not None
    return exchange.message


async def timelines(server: Loopback, count: int) -> list[Exchange]:
    """So many answers of several pages, each to a person of its own."""
    asked = [opened(server, "timeline", topic="energy") for _ in range(count)]
    for exchange in asked:
        await server.send(exchange)
    return [await exchange.answered() for exchange in asked]


async def meet(
    server: Loopback, exchanges: Sequence[Exchange], faults: Sequence[Sequence[Fault]]
) -> None:
    """Send interactions, the faults for each of them laid before it in their order."""
    for exchange, befalling in zip(exchanges, faults, strict=True):
        server.rest.faults += [fault.at(exchange) for fault in befalling]
        await server.send(exchange)


async def met(
    server: Loopback, exchanges: Sequence[Exchange], cases: Sequence[Case]
) -> dict[str, list[int]]:
    """Send interactions with these faults; the statuses that each met when all is quiet again."""
    await meet(server, exchanges, [case.faults for case in cases])
    pairs = list(zip(cases, exchanges, strict=True))
    await until(lambda: all(len(it.statuses) >= len(case.statuses) for case, it in pairs))
    await still_answers(server)
    return {case.name: exchange.statuses for case, exchange in pairs}


async def still_answers(server: Loopback) -> None:
    """Whatever befell others, the next question is answered."""
    exchange = await (await server.send(opened(server, "help"))).answered()
    assert exchange.statuses == [200]


def statuses(cases: Sequence[Case]) -> dict[str, list[int]]:
    """What each case should meet."""
    return {case.name: case.statuses for case in cases}


async def test_an_answer_outlasts_faults_that_pass(server: Loopback, bot: BotProcess) -> None:
    """One public message, nothing else to see, and no fault in the log."""
    exchanges = [opened(server, "timeline", topic="energy") for _ in PASSING]
    assert await met(server, exchanges, PASSING) == statuses(PASSING)
    for exchange in exchanges:
        message = message_of(exchange)
        assert Shown(message).title == "Timeline: Energy"
        assert not message.ephemeral
        assert exchange.followups == []
    assert FAULT not in bot.log
    assert "ERROR" not in bot.log


async def test_a_page_turns_through_faults_that_pass(server: Loopback, bot: BotProcess) -> None:
    """Each message is edited once, and nobody gets another one."""
    asked = await timelines(server, len(PASSING))
    turns = [pressed(server, exchange, "Next") for exchange in asked]
    assert await met(server, turns, PASSING) == statuses(PASSING)
    for turn in turns:
        message = message_of(turn)
        assert message is turn.on
        assert message.edits == 1
        assert "page 2 of 3" in Shown(message).text
        assert turn.followups == []
    assert FAULT not in bot.log


async def test_an_answer_is_removed_through_faults_that_pass(
    server: Loopback, bot: BotProcess
) -> None:
    """Faults of the deferral, and then of the deletion: the message goes, nobody is told."""
    deletions: list[list[Fault]] = [
        [rate_limited("DELETE", ORIGINAL, 0.3)],
        [delete(status=500)],
        [delete(status=502, body=PAGE)],
        [delete(status=500, committed=True)],
        [delete(cut="reset")],
        [delete(cut="closed")],
        [delete(cut="reset", committed=True)],
        [delete(cut="halfway", committed=True)],
    ]
    asked = await timelines(server, len(PASSING) + len(deletions))
    removals = [pressed(server, exchange, "Remove") for exchange in asked]
    await meet(server, removals[len(PASSING) :], deletions)
    removed = removals[: len(PASSING)]
    assert await met(server, removed, PASSING) == statuses(PASSING)
    await until(lambda: all(message_of(exchange).deleted for exchange in asked))
    await until(lambda: all(fault.times == 0 for fault in server.rest.faults))
    await still_answers(server)
    assert [removal.followups for removal in removals] == [[] for _ in removals]
    assert FAULT not in bot.log


async def test_a_deletion_that_discord_refuses_is_told(server: Loopback, bot: BotProcess) -> None:
    """In a message after the deferral, which outlasts faults too; a message gone is no fault."""
    refused = delete(status=403, body={"code": 50013, "message": "Missing Permissions"})
    told: list[list[Fault]] = [
        [refused],
        [refused, follow_up(status=500)],
        [refused, rate_limited("POST", WEBHOOK, 0.3)],
    ]
    untold: list[list[Fault]] = [
        [refused, follow_up(cut="reset", times=2)],
        [refused, follow_up(status=404, body={"code": 10015, "message": "Unknown Webhook"})],
    ]
    gone: list[list[Fault]] = [[delete(status=404, body={"code": 10008, "message": "Unknown"})]]
    faults = [*told, *untold, *gone]
    asked = await timelines(server, len(faults))
    removals = [pressed(server, exchange, "Remove") for exchange in asked]
    await meet(server, removals, faults)
    await until(lambda: all(removal.followups for removal in removals[: len(told)]))
    await until(lambda: bot.log.count("could not be sent") == len(untold))
    for removal in removals[: len(told)]:
        [message] = removal.followups
        assert message.ephemeral
        found = ERROR_ID.search(Shown(message).text)
        assert found is not None
        assert f"fault {found[1]} in a button" in bot.log
    assert all(removal.followups == [] for removal in removals[len(told) :])
    assert bot.log.count(FAULT) == len(told) + len(untold)


async def test_options_are_offered_or_not_and_that_is_no_fault(
    server: Loopback, bot: BotProcess
) -> None:
    """Nothing is worth an error that the next letter typed mends; nobody's id is logged."""
    cut = (
        Case("reset", [callback(cut="reset")], [0]),
        Case("403", [callback(status=403, body={"code": 0})], [403]),
        Case("committed", [callback(status=500, committed=True)], [500, 400]),
    )
    passing = [case for case in PASSING if case.statuses[0] == 429]
    cases = (*passing, *cut)
    exchanges = [typing(server) for _ in cases]
    assert await met(server, exchanges, cases) == statuses(cases)
    for exchange in exchanges[: len(passing)]:
        assert (exchange.type, exchange.choices) == (CHOICES, {"Harbour": "harbour"})
    assert FAULT not in bot.log
    assert "Traceback" not in bot.log
    assert all(str(exchange.user.id) not in bot.log for exchange in exchanges)


async def test_a_command_that_is_no_more_has_no_options_and_that_is_no_fault(
    server: Loopback, bot: BotProcess
) -> None:
    """An older program registered it: nothing is offered, and no fault of the line is logged."""
    server.world.commands["gone"] = server.world.commands["timeline"]
    data = autocomplete_data(server.world, "gone", "topic", "harb", {})
    user = server.world.user("ben")
    cases = (Case("whole", [], [200]), Case("reset", [callback(cut="reset")], [0]))
    exchanges = [server.interactions.open("autocomplete", user, quay(server), data) for _ in cases]
    assert await met(server, exchanges, cases) == statuses(cases)
    assert (exchanges[0].type, exchanges[0].choices) == (CHOICES, {})
    bot.send(signal.SIGTERM)
    assert await bot.ended() == 0
    assert "never retrieved" not in bot.log
    assert "Traceback" not in bot.log


async def test_what_comes_too_late_is_a_warning(server: Loopback, bot: BotProcess) -> None:
    """There is nobody left to tell: no fault, no traceback, no further try, nobody's id."""
    typed = [typing(server) for _ in LATE]
    await meet(server, typed, [case.faults for case in LATE])
    asked = [opened(server, "timeline", topic="energy") for _ in LATE]
    assert await met(server, asked, LATE) == statuses(LATE)
    assert [exchange.message for exchange in asked] == [None for _ in LATE]
    assert bot.log.count("an interaction was over before it could be answered") == len(LATE)
    await until(lambda: bot.log.count("an autocomplete was not sent") == len(LATE))
    assert [exchange.statuses for exchange in typed] == [case.statuses for case in LATE]
    assert all(str(exchange.user.id) not in bot.log for exchange in (*typed, *asked))
    assert FAULT not in bot.log
    assert "Traceback" not in bot.log


async def test_faults_that_stay_are_logged_and_end(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """Each under an error id, after a few tries, with nothing raised and nobody told."""
    before = ["tests.loopback.before:hasty"]
    async with connected(server, tmp_path, before=before, settings=LOG_ALL | settings) as bot:
        exchanges = [opened(server, "timeline", topic="energy") for _ in STAYING]
        assert await met(server, exchanges, STAYING) == statuses(STAYING)
        await until(lambda: bot.log.count("could not be sent") == len(STAYING))
        assert [exchange.message for exchange in exchanges] == [None for _ in STAYING]
        assert bot.log.count(FAULT) == len(STAYING)
        assert "never retrieved" not in bot.log
        assert_no_token(bot, server)


async def test_a_fault_of_one_answer_is_told_by_its_id(server: Loopback, bot: BotProcess) -> None:
    """Privately, with the id under which the log has it, and once."""
    exchanges = [opened(server, "timeline", topic="energy") for _ in ONCE]
    assert await met(server, exchanges, ONCE) == statuses(ONCE)
    for exchange in exchanges:
        message = message_of(exchange)
        assert message.ephemeral
        found = ERROR_ID.search(Shown(message).text)
        assert found is not None
        assert f"fault {found[1]} in timeline" in bot.log


async def test_a_page_of_an_answer_that_was_just_deleted_is_no_fault(
    server: Loopback, bot: BotProcess
) -> None:
    """A moderator was quicker than the edit: the asker is told so, privately."""
    [asked] = await timelines(server, 1)
    turn = pressed(server, asked, "Next")
    message_of(asked).deleted = True
    await server.send(turn)
    told = message_of(await turn.answered())
    assert told.ephemeral
    assert "removed" in Shown(told).text
    assert turn.statuses == [404, 200]
    assert FAULT not in bot.log
