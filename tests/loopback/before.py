"""What a test changes in the bot's process before it runs: in discord.py, SQLite or the bot.

Each function can be named in `before=`: it shortens waits, slows a part down, or breaks it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partialmethod
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import discord
import discord.http
import discord.webhook.async_

import bot.__main__
import bot.anniversaries.scheduler
import bot.interface.deadline
import bot.interface.unhurried
import bot.publish.process
import bot.publish.served
import bot.signals
import bot.store.reading
import bot.wording.wordings
from bot.anniversaries.scheduler import Scheduler
from bot.answers.desk import Desk
from bot.errors import StateError
from bot.interface.replies import Replies
from bot.interface.sender import DiscordSender
from bot.publish.reloader import Reloader
from bot.publish.served import ServedFacts
from bot.state.deliveries import Deliveries
from bot.state.generations import Generations
from bot.state.reports import Reports
from bot.store.facts import FactStore
from bot.wording.wording import Wording
from tests.loopback import halting_reader
from tests.loopback.waiting import HANGING

FERRY_DAY = "2026-07-19T09:00:01+00:00"
"""25 years after the ferry of the tests' own corpus opened."""

HUNDREDTH = 0.01

SILENCE = 1.0
"""Seconds of silence that `impatient` takes for a dead line."""


def hasty() -> None:
    """Let discord.py's waits be a hundredth as long.

    They are 25 seconds in all between its tries, and five before it identifies again.
    """

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds * HUNDREDTH)

    hastened: Any = SimpleNamespace(**{**vars(asyncio), "sleep": sleep})
    for module in (discord.client, discord.http, discord.webhook.async_):
        module.asyncio = hastened  # type: ignore[attr-defined]


def impatient() -> None:
    """Take a gateway that says nothing for dead after `SILENCE`, not after a minute."""
    impatient_init = partialmethod(discord.Client.__init__, heartbeat_timeout=SILENCE)
    discord.Client.__init__ = impatient_init  # type: ignore[assignment]


def unhurried() -> None:
    """Give up no answer that takes long, so that what is answered depends on no speed."""
    bot.interface.deadline.SECONDS = HANGING
    bot.interface.unhurried.QUICK = HANGING


def deliberate() -> None:
    """Take half a second for each answer."""
    desk = Replies.desk

    async def slow(replies: Replies, guild_id: int | None, say: Wording) -> Desk:
        await asyncio.sleep(0.5)
        return await desk(replies, guild_id, say)

    Replies.desk = slow  # type: ignore[assignment, method-assign]


def impatient_for_files() -> None:
    """Wait a second for what is taken along, in the place of minutes."""
    bot.interface.unhurried.PATIENCE = 1.0


def failing_reports() -> None:
    """Keep no report, but notice that late."""

    async def full(*_: Any) -> Any:
        await asyncio.sleep(3)
        raise StateError("The disk is full.")

    Reports.file = full  # type: ignore[assignment, method-assign]


def on_disk() -> None:
    """Ask facts of any size in their file, as large ones are; small ones lie in memory."""
    bot.store.reading.IN_MEMORY = 0


class _Slow(sqlite3.Connection):
    """A connection of which each statement first takes as long as a file says."""

    wait = Path()

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Sleep in the thread that runs the statement."""
        if self.wait.exists():
            time.sleep(float(self.wait.read_text()))
        return super().execute(*arguments)


def slow_databases() -> None:
    """Let each statement on the facts take the seconds that `facts.slow` holds, while it is there.

    On `state.db` those that `state.slow` holds. The files are looked for in the working directory.
    """
    on_disk()
    connect = sqlite3.connect

    def slowly(database: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(database, factory=_Slow, **options)
        connection.wait = Path("state.slow" if "state.db" in str(database) else "facts.slow")
        return connection

    sqlite3.connect = slowly  # type: ignore[assignment]


def on_ferry_day() -> None:
    """Let the bot's wall clock begin at a second past nine, UTC, on the ferry's anniversary.

    The file `clock` holds another beginning. Daily posts tick ten times a second, and what is held
    up is tried again at once.
    """
    begun = datetime.now(UTC)
    path = Path("clock")
    shown = datetime.fromisoformat(path.read_text() if path.exists() else FERRY_DAY)
    bot.__main__._now = lambda: shown + (datetime.now(UTC) - begun)
    bot.anniversaries.scheduler.HELD_SECONDS = 0.1

    async def rest(scheduler: Scheduler) -> None:
        await asyncio.sleep(0 if scheduler._stopping else 0.1)

    Scheduler._rest = rest  # type: ignore[assignment, method-assign]


def halting() -> None:
    """Stop for ever at the step of a delivery that the file `halt` names, and log that."""
    path = Path("halt")
    step = path.read_text() if path.exists() else ""

    def halts(owner: type, method: str, before: str, after: str) -> None:
        original = getattr(owner, method)

        async def halted(*arguments: Any, **named: Any) -> Any:
            await reach(before)
            result = await original(*arguments, **named)
            await reach(after)
            return result

        setattr(owner, method, halted)

    async def reach(name: str) -> None:
        if name == step:
            logging.getLogger("bot").info("halted %s", name)
            await asyncio.sleep(HANGING)

    halts(Deliveries, "claim", "before the claim", "after the claim")
    halts(DiscordSender, "send", "before the send", "after the send")
    halts(Deliveries, "settle", "before the confirm", "after the confirm")


def halting_reloads() -> None:
    """Stop for ever at the step of a reload that the file `halt` names, which may come and go."""
    bot.publish.process.COMMAND = ("-m", "tests.loopback.halting_reader")

    def halts(owner: type, method: str, before: str, after: str) -> None:
        original = getattr(owner, method)

        async def halted(*arguments: Any, **named: Any) -> Any:
            await asyncio.to_thread(halting_reader.reach, before)
            result = await original(*arguments, **named)
            await asyncio.to_thread(halting_reader.reach, after)
            return result

        setattr(owner, method, halted)

    halts(Reloader, "_preview", "before the reading", "after the reading")
    halts(Reloader, "_opened", "before the opening", "after the opening")
    halts(Generations, "set_live", "before the commit", "after the commit")
    take = ServedFacts.take

    def taken(served: ServedFacts, store: FactStore) -> None:
        take(served, store)
        halting_reader.reach("after the swap")

    ServedFacts.take = taken  # type: ignore[assignment, method-assign]


def closing_soon() -> None:
    """Keep replaced facts open for three seconds, in which all that is asked here is answered."""
    bot.publish.served.ANSWERING = 3.0


def clinging() -> None:
    """Leave a thread behind that never ends, and cut an end short sooner."""
    _cut_short_soon()
    threading.Thread(target=time.sleep, args=(HANGING,)).start()


def busy() -> None:
    """Keep the loop busy in the start, and cut an end short sooner."""
    _spin_in_the_start(lambda: None)


def clogged() -> None:
    """Like `busy`, with a log that nobody reads any more: the next line in it takes for ever."""
    _spin_in_the_start(_clog_the_log)


def _spin_in_the_start(first: Callable[[], None]) -> None:
    _cut_short_soon()

    def spin() -> NoReturn:
        logging.getLogger("bot").info("busy")
        first()
        stop = time.monotonic() + HANGING
        while time.monotonic() < stop:
            pass
        raise AssertionError("nothing has ended it")

    bot.wording.wordings.Wordings = spin  # type: ignore[assignment, misc]


def _clog_the_log() -> None:
    """Put a full pipe, whose other end stays open, in the place of standard error."""
    _, full = os.pipe()
    os.set_blocking(full, False)
    try:
        while True:
            os.write(full, bytes(1))
    except BlockingIOError:
        os.set_blocking(full, True)
    os.dup2(full, sys.stderr.fileno())


def _cut_short_soon() -> None:
    bot.signals.LONGEST_END = 1
