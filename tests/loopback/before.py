"""What a test changes of discord.py before the bot's process runs, by name (`before=`)."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from functools import partialmethod
from typing import NoReturn

import discord

import bot.signals
import bot.wording.wording
from bot.answers.desk import Desk
from bot.interface.replies import Replies
from tests.loopback.waiting import HANGING

SILENCE = 1.0
"""Seconds of silence that `impatient` takes for a dead line."""


async def _at_once(*_: object, **__: object) -> None:
    """Take no pause."""


def hasty() -> None:
    """Identify again at once; discord.py pauses for five seconds before it."""
    discord.Client.before_identify_hook = _at_once  # type: ignore[method-assign]


def impatient() -> None:
    """Take a gateway that says nothing for dead after `SILENCE`, not after a minute."""
    impatient_init = partialmethod(discord.Client.__init__, heartbeat_timeout=SILENCE)
    discord.Client.__init__ = impatient_init  # type: ignore[assignment]


def clinging() -> None:
    """Leave a thread behind that never ends, and cut an end short sooner."""
    _cut_short_soon()
    threading.Thread(target=time.sleep, args=(HANGING,)).start()


def busy() -> None:
    """Keep the loop busy in the start, and cut an end short sooner."""
    _cut_short_soon()

    def spin() -> NoReturn:
        logging.getLogger("bot").info("busy")
        stop = time.monotonic() + HANGING
        while time.monotonic() < stop:
            pass
        raise AssertionError("nothing has ended it")

    bot.wording.wording.load = spin  # type: ignore[assignment]


def deliberate() -> None:
    """Take half a second for each answer."""
    desk = Replies.desk

    async def slow(replies: Replies, guild_id: int | None) -> Desk:
        await asyncio.sleep(0.5)
        return await desk(replies, guild_id)

    Replies.desk = slow  # type: ignore[assignment, method-assign]


def _cut_short_soon() -> None:
    bot.signals.LONGEST_END = 1
