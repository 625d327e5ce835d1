"""Says who changed the live facts, what they did and how much: in the log, and in a channel."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.interface.acknowledge import CUT
from bot.interface.notices import notice_text
from bot.publish.telling import went_live
from bot.state.generations import Reload
from bot.wording.wording import Wording

SECONDS = 20.0
"""How long a message may take: a busy channel lets one wait."""

log = logging.getLogger(__name__)


class Audit:
    """Records changes. `channel_id` is the channel to tell, None for the log alone."""

    def __init__(self, client: discord.Client, say: Wording, channel_id: int | None) -> None:
        self._client = client
        self._say = say
        self._channel_id = channel_id

    async def record(self, done: Reload) -> bool:
        """Record a change; False where the channel could not be told, which the log then says."""
        log.info(
            "the facts %s are live in the place of %s: %s by %s, %s",
            done.generation,
            done.before,
            done.how,
            done.by,
            done.sizes if done.sizes is not None else "not compared",
        )
        if self._channel_id is None:
            return True
        channel = self._client.get_partial_messageable(self._channel_id)
        try:
            async with asyncio.timeout(SECONDS):
                # Not tried again after a cut connection: that could have got through.
                # Whoever is named is not pinged: the client's mentions are none.
                await channel.send(notice_text(went_live(done, self._say)))
        except (discord.HTTPException, TimeoutError, *CUT) as error:
            log.warning("the audit channel could not be told of a change of the facts: %s", error)
            return False
        return True
