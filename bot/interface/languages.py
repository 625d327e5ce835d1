"""Which language somebody reads, and a server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import discord

from bot.errors import NotYetKnown
from bot.state.guilds import Guilds
from bot.wording.wording import Wording
from bot.wording.wordings import Wordings

OfServer = Callable[[int], Awaitable[Wording]]
"""The wording of a server, by its id."""


class Languages:
    """The wordings for people and servers. `locale_of` gives a server's own locale on Discord, by
    its id; None for one that is not known."""

    def __init__(
        self, wordings: Wordings, guilds: Guilds, locale_of: Callable[[int], str | None]
    ) -> None:
        self.wordings = wordings
        self._guilds = guilds
        self._locale_of = locale_of

    @property
    def english(self) -> Wording:
        """What is said where nobody's language is known, and what commands are registered in."""
        return self.wordings.english

    async def ready(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Read what `reader` is to say, for the first one in a language, beside the event loop."""
        await self._of(interaction.locale.value)

    def reader(self, interaction: discord.Interaction[discord.Client]) -> Wording:
        """The wording of what one person alone sees, in the language of their Discord; `ready` has
        read it."""
        return self.wordings.of(interaction.locale.value)

    async def public(self, interaction: discord.Interaction[discord.Client]) -> Wording:
        """The wording of what everybody in a place sees: a server's, or in direct messages the
        reader's."""
        if interaction.guild_id is None:
            return self.reader(interaction)
        locale = interaction.guild_locale
        return await self._server(interaction.guild_id, locale.value if locale else None)

    async def server(self, guild_id: int) -> Wording:
        """The wording of what everybody in a server sees, daily posts before all."""
        return await self._server(guild_id, self._locale_of(guild_id))

    async def known_server(self, guild_id: int) -> Wording:
        """The same, for what can wait: raises `NotYetKnown` where the server chose no language and
        Discord has not told of it yet, as of one that is out when the bot comes."""
        if self._locale_of(guild_id) is None and await self._guilds.language(guild_id) is None:
            raise NotYetKnown(f"the language of server {guild_id} is not known yet")
        return await self.server(guild_id)

    async def _server(self, guild_id: int, locale: str | None) -> Wording:
        """The language that was chosen, as long as it is there, or that of the server's locale."""
        chosen = await self._guilds.language(guild_id)
        if chosen is not None:
            await self._of(chosen)
            if (found := self.wordings.get(chosen)) is not None:
                return found
        return await self._of(locale)

    async def _of(self, locale: str | None) -> Wording:
        """The wording for a locale; a catalogue that was not read yet does not hold up the loop."""
        if not self.wordings.is_read(locale):
            return await asyncio.to_thread(self.wordings.of, locale)
        return self.wordings.of(locale)
