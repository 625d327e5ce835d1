"""Sends what Discord takes once for each interaction, through the faults of a connection.

Trying again is safe then: an acknowledgement that got through the first time is answered with
40060 the second time, a deletion with 404, a message of a channel by its nonce. A message that
follows an answer has no nonce: that is tried again only where one person alone would see it twice.
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

UNKNOWN_MESSAGE = 10008
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
"""JSON error codes of Discord: the message is gone; the interaction is over; it has been
acknowledged."""


def is_doubtful(error: Exception) -> bool:
    """Whether what failed so may have been carried out all the same."""
    if isinstance(error, discord.HTTPException):
        return error.status >= 500
    return not isinstance(error, aiohttp.ClientConnectorError)  # which never came to ask


Send = Callable[[], Awaitable[object]]


async def insist(send: Send) -> None:
    """Do `send`, and once more where the connection was cut; raises what the last try raised."""
    try:
        await send()
    except CUT as error:
        log.info("the connection was cut (%r); trying again", error)
        await send()


async def acknowledge(send: Send) -> None:
    """Insist on `send`, which acknowledges an interaction.

    That the interaction has been acknowledged already counts as success: only this process
    answers it, so an earlier try has got through, of which the response was lost.
    """
    try:
        await insist(send)
    except discord.HTTPException as error:
        if error.code != ALREADY_ACKNOWLEDGED:
            raise
        log.info("an earlier try had acknowledged the interaction")
