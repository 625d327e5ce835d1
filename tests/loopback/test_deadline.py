"""Discord's three seconds: kept with slow databases and a busy machine, or told in time."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.loopback.conftest import assert_no_token
from tests.loopback.exchange import CHOICES, Exchange
from tests.loopback.process import PROJECT, BotProcess, connected
from tests.loopback.server import Loopback
from tests.loopback.world import Channel
from tests.shown import Shown

SLOW = re.compile(r"The answer takes too long just now\. .* error id ([0-9A-Z]{8})\.")
FAULT = re.compile(r"error id ([0-9A-Z]{8})\.")


@pytest.fixture
async def bot(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> AsyncIterator[BotProcess]:
    """The real process, whose databases `slow` makes slow."""
    before = ["tests.loopback.before:slow_databases"]
    async with connected(server, tmp_path, before=before, settings=settings) as process:
        yield process
        assert "never retrieved" not in process.log
        assert_no_token(process, server)


@contextlib.contextmanager
def slow(folder: Path, what: str, seconds: float) -> Iterator[None]:
    """Each statement on `facts` or `state` takes so long meanwhile."""
    file = folder / f"{what}.slow"
    file.write_text(str(seconds))
    try:
        yield
    finally:
        file.unlink()


def quay(server: Loopback) -> Channel:
    """The one channel of the one guild."""
    [guild] = server.world.guilds.values()
    return guild.channels[0]


def shown(exchange: Exchange) -> str:
    """The text of an answer that came the first time that it was sent."""
    assert exchange.statuses == [200]
    assert exchange.message is not None
    return Shown(exchange.message).text


def assert_told(exchange: Exchange, bot: BotProcess, where: str) -> None:
    """It was answered in time, privately, with an id under which the log says what was slow."""
    found = SLOW.search(shown(exchange))
    assert found is not None
    assert exchange.message is not None
    assert exchange.message.ephemeral
    assert f"fault {found[1]} in {where}: no answer within 2 seconds" in bot.log


async def test_a_slow_answer_holds_up_no_other(
    server: Loopback, bot: BotProcess, tmp_path: Path
) -> None:
    """What reads facts comes when it is read; help and options come before that."""
    mia = server.world.user("mia")
    with slow(tmp_path, "facts", 0.5):
        fact = await server.slash(mia, quay(server), "fact", id="reed-2020/ferry-opened")
        typed = await server.type(mia, quay(server), "timeline", "topic", "harb")
        helped = await server.slash(mia, quay(server), "help")
        for exchange in (fact, typed, helped):
            await exchange.answered()
    assert "The ferry line to Eastport opens." in shown(fact)
    assert typed.choices == {"Harbour": "harbour"}
    assert "/timeline" in shown(helped)
    assert fact.acknowledged is not None
    for other in (typed, helped):
        assert other.acknowledged is not None
        assert other.acknowledged < fact.acknowledged
    assert "fault " not in bot.log


async def test_facts_that_take_too_long_are_told_in_time(
    server: Loopback, bot: BotProcess, tmp_path: Path
) -> None:
    """By an error id; other answers come meanwhile, and all of them when the disk is well again."""
    mia = server.world.user("mia")
    asked = await (await server.slash(mia, quay(server), "timeline", topic="energy")).answered()
    message = asked.message
    assert message is not None
    before = Shown(message).text
    with slow(tmp_path, "facts", 4):
        pressed = await server.press(mia, message, Shown(message).custom_id("Next"))
        searched = await server.slash(mia, quay(server), "search", query="ferry")
        typed = await server.type(mia, quay(server), "fact", "id", "reed")
        helped = await server.slash(mia, quay(server), "help")
        for exchange in (pressed, searched, typed, helped):
            await exchange.answered()
    assert_told(pressed, bot, "a button")
    assert_told(searched, bot, "search")
    assert Shown(message).text == before
    assert (typed.type, typed.choices) == (CHOICES, {})
    assert "/timeline" in shown(helped)
    again = await (await server.slash(mia, quay(server), "help")).answered()
    assert "/timeline" in shown(again)
    await answered_again(server, "search", query="ferry")
    assert "Traceback" not in bot.log


async def answered_again(server: Loopback, command: str, **options: str) -> None:
    """Ask until an answer comes: what nobody waits for any more may hold up the first ones."""
    user = server.world.user("ben")
    for _ in range(10):
        exchange = await server.slash(user, quay(server), command, **options)
        text = shown(await exchange.answered())
        if not SLOW.search(text):
            return
    raise AssertionError(text)


async def test_a_state_that_takes_too_long_is_told_in_time(
    server: Loopback, bot: BotProcess, tmp_path: Path
) -> None:
    """Reads and writes; direct messages need none of it."""
    mia = server.world.user("mia")
    with slow(tmp_path, "state", 4):
        looked = await server.slash(mia, quay(server), "timeline", topic="energy")
        direct = await server.slash(mia, server.world.direct(mia), "timeline", topic="energy")
        owner = server.world.owner
        chosen = await server.slash(owner, quay(server), "settings", time_zone="Asia/Tokyo")
        for exchange in (looked, direct, chosen):
            await exchange.answered()
    assert_told(looked, bot, "timeline")
    assert_told(chosen, bot, "settings")
    assert "Timeline: Energy" in shown(direct)
    await answered_again(server, "timeline", topic="energy")
    assert "Traceback" not in bot.log


async def compiled(folder: Path) -> None:
    """Compile the bundled facts into a folder, in a process of its own."""
    arguments = ("--facts", str(PROJECT / "facts"), "--data", str(folder), "--compile")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.publish", *arguments),
        cwd=PROJECT,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_compiles_beside_it_keep_the_deadline(
    server: Loopback, bot: BotProcess, tmp_path: Path
) -> None:
    """Questions from the start to the end of a compile on every core: all answered in time."""
    mia = server.world.user("mia")
    years = itertools.cycle(range(1951, 2001))
    async with asyncio.TaskGroup() as group:
        folders = [tmp_path / f"compiled-{number}" for number in range(os.cpu_count() or 1)]
        compiles = [group.create_task(compiled(folder)) for folder in folders]
        while not all(each.done() for each in compiles):
            asked = [
                await server.slash(mia, quay(server), "timeline", from_=str(next(years)))
                for _ in range(5)
            ]
            for exchange in asked:
                assert shown(await exchange.answered()).startswith("### Timeline")
    assert all(any(folder.glob("facts-*.db")) for folder in folders)
    assert "fault " not in bot.log


async def test_facts_that_vanish_are_served_on_and_made_again(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """A file deleted behind a running process is there as long as that runs, and made anew then."""
    mia = server.world.user("mia")
    for _ in range(2):
        async with connected(server, tmp_path, settings=settings) as bot:
            [file] = (tmp_path / "data").glob("facts-*.db")
            file.unlink()
            asked = await server.slash(mia, quay(server), "timeline", topic="energy")
            assert "Timeline: Energy" in shown(await asked.answered())
            assert "fault " not in bot.log
    assert "compiling the live facts anew from the YAML that was kept" in bot.log


async def test_facts_that_are_damaged_are_told_and_made_again(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """By an error id, and the next start compiles them anew."""
    mia = server.world.user("mia")
    before = ["tests.loopback.before:on_disk"]
    async with connected(server, tmp_path, before=before, settings=settings) as bot:
        [file] = (tmp_path / "data").glob("facts-*.db")
        with file.open("r+b") as opened:
            opened.write(b"\xff" * file.stat().st_size)
        asked = await server.slash(mia, quay(server), "timeline", topic="energy")
        found = FAULT.search(shown(await asked.answered()))
        assert found is not None
        assert f"fault {found[1]} in timeline" in bot.log
        helped = await server.slash(mia, quay(server), "help")
        assert "/timeline" in shown(await helped.answered())
        assert_no_token(bot, server)
    async with connected(server, tmp_path, settings=settings) as bot:
        asked = await server.slash(mia, quay(server), "timeline", topic="energy")
        assert "Timeline: Energy" in shown(await asked.answered())
    assert "compiling the live facts anew from the YAML that was kept" in bot.log
