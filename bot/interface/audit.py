"""Says who changed the live facts, what they did and how much: in the log, and in a channel."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.errors import StateError
from bot.interface.acknowledge import CUT
from bot.interface.languages import Languages
from bot.interface.notices import notice_text
from bot.publish.telling import went_live
from bot.state.generations import Reload
from bot.wording.wording import Wording

SECONDS = 20.0
"""How long a message may take: a busy channel lets one wait."""

log = logging.getLogger(__name__)


class Audit:
    """Records changes. `channel_id` is the channel to tell, in the language of its server; None for
    the log alone."""

    def __init__(
        self, client: discord.Client, languages: Languages, channel_id: int | None
    ) -> None:
        self._client = client
        self._languages = languages
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
                say = await self._wording(self._channel_id)
                await channel.send(notice_text(went_live(done, say)))
        except (discord.HTTPException, StateError, TimeoutError, *CUT) as error:
            log.warning("the audit channel could not be told of a change of the facts: %s", error)
            return False
        return True

    async def _wording(self, channel_id: int) -> Wording:
        """The language of the channel's server; English where the channel is out of sight."""
        found = self._client.get_channel(channel_id)
        if isinstance(found, (discord.abc.GuildChannel, discord.Thread)):
            return await self._languages.server(found.guild.id)
        return self._languages.english
