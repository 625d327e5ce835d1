"""The Discord client: its commands, its buttons, and the sync of commands when they changed."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
from collections.abc import Mapping
from typing import Any

import discord
from discord import AppCommandType, InteractionType, app_commands

from bot.anniversaries.courier import Courier
from bot.anniversaries.scheduler import Scheduler
from bot.errors import StateError
from bot.interface import edit_press, fact_press, report_press, share_press
from bot.interface.acknowledge import CUT
from bot.interface.checking import Checking
from bot.interface.commands import COMMANDS, check, facts
from bot.interface.editing import Editing
from bot.interface.posted_words import show_posted_words
from bot.interface.posting import date_of
from bot.interface.replies import NOBODY, Interaction, Replies
from bot.interface.reporting import Reporting
from bot.interface.shape import SlashCommand, as_registered
from bot.interface.taking import Taking
from bot.interface.translation import Translation
from bot.state.commands import SyncedCommands
from bot.state.generations import Reload
from bot.state.guilds import MISSING_FOR

log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree[discord.Client]):
    """The slash commands; every fault in one of them is told by `replies`."""

    def __init__(self, client: discord.Client, replies: Replies) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self._replies = replies
        logging.getLogger("discord.app_commands.tree").addFilter(_without_the_person)

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse what was not registered so: an older or newer program's, told as that."""
        await self._replies.languages.ready(interaction)
        data: Mapping[str, Any] = interaction.data or {}
        completing = interaction.type is InteractionType.autocomplete
        if as_registered(self._named(data), data, completing=completing):
            return True
        if completing:
            with contextlib.suppress(discord.HTTPException, *CUT):
                await interaction.response.autocomplete([])
        else:
            await self._replies.outdated(interaction)
        return False

    def _named(self, data: Mapping[str, Any]) -> SlashCommand | app_commands.ContextMenu | None:
        """The command of an interaction, of a message's menu or typed; None for any other."""
        name = str(data.get("name"))
        if data.get("type") == AppCommandType.message.value:
            return self.get_command(name, type=AppCommandType.message)
        return self.get_command(name) if data.get("type") == 1 else None

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person."""
        await self._replies.fail(interaction, error)


def _without_the_person(record: logging.LogRecord) -> bool:
    """Log an autocomplete that was not sent without the person's id, which discord.py's line has.

    What Discord does not take is no fault: it comes with each letter, and is soon too late.
    """
    if not str(record.msg).startswith("Ignoring exception in autocomplete"):
        return True
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, (discord.HTTPException, *CUT)):
        log.info("an autocomplete was not sent: %r", error)
    else:
        log.warning("autocomplete failed", exc_info=error)
    return False


class Footnote(discord.Client):
    """The bot. What it works with is handed in, and closed by whoever made it."""

    def __init__(self, replies: Replies, synced: SyncedCommands) -> None:
        # No voice: its libraries are not missed.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=NOBODY)
        self.replies = replies
        self.tree = Tree(self, replies)
        self._synced = synced
        self._editing: Editing | None = None
        self._reporting: Reporting | None = None
        self._daily: Scheduler | None = None
        self._courier: Courier | None = None
        self._posting: asyncio.Task[None] | None = None
        self._checking = Checking(replies)
        self._taking = Taking(replies)
        replies.handlers.update(self._taking.handlers)
        for make in COMMANDS:
            self.tree.add_command(make(replies))
        self.tree.add_command(check.make(self._checking))
        self.tree.add_command(check.make_menu(self._checking))

    async def setup_hook(self) -> None:
        """Register the commands if they are not those of last time."""
        wordings = self.replies.languages.wordings
        await self.tree.set_translator(Translation(wordings))
        commands = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        # The translations are made from the catalogues, which a start need not read for that.
        text = json.dumps([commands, wordings.digest()], sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()
        assert self.application_id is not None
        if await self._synced.synced_digest(self.application_id) == digest:
            return
        await self.tree.sync()
        await self._synced.record_sync(self.application_id, digest)
        log.info("registered %s commands", len(commands))

    def locale_of(self, guild_id: int) -> str | None:
        """A server's own locale on Discord; None for one that Discord has not told of."""
        guild = self.get_guild(guild_id)
        # Of one that was out when the bot came, discord.py knows the id, and makes up the rest.
        if guild is None or (guild.unavailable and not guild.name):
            return None
        return guild.preferred_locale.value

    def edit_facts(self, editing: Editing, reporting: Reporting) -> None:
        """Let fact editors change the facts from Discord, and people tell them of problems; called
        before the client starts."""
        self._editing, self._reporting = editing, reporting
        self.tree.add_command(facts.make(editing, reporting.editing, self.replies.languages))
        self.replies.handlers["q"] = reporting.open

    async def audit(self, done: Reload) -> None:
        """Record a change of the facts that was not made from Discord."""
        if self._editing is not None:
            await self._editing.audit.record(done)

    def post_daily(self, scheduler: Scheduler, courier: Courier) -> None:
        """Let this post the anniversaries from when the client is ready until it is closed.

        The courier is told of channels that are deleted.
        """
        self._daily = scheduler
        self._courier = courier

    def stop_posting(self) -> None:
        """Begin no more daily posts."""
        if self._daily is not None:
            self._daily.stop()

    async def close(self) -> None:
        """Close the connection; a daily post that is under way stays claimed."""
        self.stop_posting()
        if self._posting is not None:
            self._posting.cancel()
            await asyncio.wait((self._posting,))
        await super().close()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer whatever is no slash command: a button or a form, of whichever process.

        All that a press needs is in its custom id, so no view is kept for it, and none of
        discord.py's `DynamicItem` either: that leaves a press unanswered where the id is not of
        its pattern, or the message no longer has it.
        """
        if interaction.type in (InteractionType.component, InteractionType.modal_submit):
            await self.replies.languages.ready(interaction)
            data: Mapping[str, Any] = interaction.data or {}
            custom_id = str(data.get("custom_id", ""))
            edit = edit_press.read(custom_id)
            report = report_press.read(custom_id)
            if report is not None and self._reporting is not None:
                await self._reporting.answer(interaction, report)
            elif interaction.type is InteractionType.modal_submit:  # there are no other forms
                await self.replies.tell_gone(interaction)
            elif edit is not None and self._editing is not None:
                await self._editing.press(interaction, edit)
            elif (posted := date_of(custom_id)) is not None:
                await show_posted_words(self.replies, interaction, posted)
            elif (message := share_press.read(custom_id)) is not None:
                await self._checking.share(interaction, message)
            elif (facts_press := fact_press.read(custom_id)) is not None:
                await self._taking.take(interaction, facts_press)
            else:
                await self.replies.press(interaction, custom_id)

    async def on_ready(self) -> None:
        """Say that the bot is there; this happens after every reconnect."""
        log.info("connected as %s, in %s servers", self.user, len(self.guilds))
        # Servers may have removed the bot while it was away; an unavailable one is still listed.
        try:
            forgotten = await self.replies.guilds.seen([guild.id for guild in self.guilds])
        except StateError:
            log.exception("the servers could not be taken note of; the next connection does")
        else:
            if forgotten:
                log.info("the settings of %s servers left long ago are deleted", forgotten)
        if self._daily is not None and self._posting is None:
            self._posting = asyncio.create_task(self._daily.run())

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Take note of a server that invited the bot, perhaps again."""
        await self.replies.guilds.joined(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Take note of a server that was left; an outage does not come here."""
        await self.replies.guilds.left(guild.id)
        log.info("left a server; its settings are kept for %s days", MISSING_FOR.days)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Take note of a deleted channel; of its threads discord.py tells one by one."""
        await self._channel_gone(channel.guild.id, channel.id)

    async def on_raw_thread_delete(self, thread: discord.RawThreadDeleteEvent) -> None:
        """Take note of a deleted thread, also of an archived one, unknown to discord.py."""
        await self._channel_gone(thread.guild_id, thread.thread_id)

    async def _channel_gone(self, guild_id: int, channel_id: int) -> None:
        """Pause the daily posts that go there. If that fails, the next post finds it out."""
        if self._courier is None:
            return
        try:
            await self._courier.channel_gone(guild_id, channel_id)
        except Exception:
            log.exception("daily posts to a deleted channel could not be paused")
