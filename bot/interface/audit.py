"""Says who changed the live facts, what they did and how much, and that problems were reported: in
the log, and in a channel."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable

import discord

from bot.errors import StateError
from bot.interface.acknowledge import CUT
from bot.interface.languages import Languages
from bot.interface.markdown import escape
from bot.interface.notices import notice_text
from bot.publish.telling import went_live
from bot.state.generations import Reload
from bot.wording.wording import Wording

SECONDS = 20.0
"""How long a message may take: a busy channel lets one wait."""

NOTICES, NOTICED = 6, 3600.0
"""So many messages on reports at most in so many seconds: nobody can fill the channel by them."""

log = logging.getLogger(__name__)


class Audit:
    """Records changes. `channel_id` is the channel to tell, in the language of its server; None for
    the log alone. `clock` gives seconds that only grow."""

    def __init__(
        self,
        client: discord.Client,
        languages: Languages,
        channel_id: int | None,
        clock: Callable[[], float],
    ) -> None:
        self._client = client
        self._languages = languages
        self._channel_id = channel_id
        self._clock = clock
        self._told: deque[float] = deque(maxlen=NOTICES)
        self._untold = 0

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
        return await self._tell(lambda say: notice_text(went_live(done, say)))

    async def reported(self, number: int, fact: str) -> None:
        """Say that a problem was reported; how many more were where that was too often to say."""
        log.info("report %s, on the fact %s", number, fact)
        if self._channel_id is None:
            return
        now = self._clock()
        if len(self._told) == NOTICES and now - self._told[0] < NOTICED:
            self._untold += 1
            return
        self._told.append(now)
        untold, self._untold = self._untold, 0

        def notice(say: Wording) -> str:
            lines = [say.say("reports.notice", number=number, fact=fact)]
            if untold:
                lines.append(say.count("reports.notice-more", untold))
            return "\n".join(map(escape, lines))

        await self._tell(notice)

    async def _tell(self, make: Callable[[Wording], str]) -> bool:
        """Send to the channel, where there is one; False where that did not work."""
        if self._channel_id is None:
            return True
        channel = self._client.get_partial_messageable(self._channel_id)
        try:
            async with asyncio.timeout(SECONDS):
                # Not tried again after a cut connection: that could have got through.
                # Whoever is named is not pinged: the client's mentions are none.
                text = make(await self._wording(self._channel_id))
                await channel.send(text)
        except (discord.HTTPException, StateError, TimeoutError, *CUT) as error:
            log.warning("the audit channel could not be told: %s", error)
            return False
        return True

    async def _wording(self, channel_id: int) -> Wording:
        """The language of the channel's server; English where the channel is out of sight."""
        found = self._client.get_channel(channel_id)
        if isinstance(found, (discord.abc.GuildChannel, discord.Thread)):
            return await self._languages.server(found.guild.id)
        return self._languages.english
