"""Sends what acknowledges an interaction, through the faults of a connection.

Discord takes one acknowledgement for each interaction, so that trying again is safe: what got
through the first time is answered with 40060 the second time.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import aiohttp
import discord

log = logging.getLogger(__name__)

CUT = (aiohttp.ClientError, OSError)
"""What is raised where a connection is cut; discord.py tries again by itself only after a 5xx or
a 429, and on Linux after no cut connection."""

UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
"""JSON error codes of Discord: the interaction is over; it has been acknowledged."""


async def acknowledge(send: Callable[[], Awaitable[object]]) -> None:
    """Do `send`, and once more where the connection was cut.

    That the interaction has been acknowledged already counts as success: only this process
    answers it, so an earlier try has got through, of which the response was lost. Raises what
    the last try raised.
    """
    try:
        await _send(send)
    except CUT as error:
        log.info("the connection was cut during an acknowledgement (%s); trying again", error)
        await _send(send)


async def _send(send: Callable[[], Awaitable[object]]) -> None:
    try:
        await send()
    except discord.HTTPException as error:
        if error.code != ALREADY_ACKNOWLEDGED:
            raise
        log.info("an earlier try had acknowledged the interaction")
