"""Sends daily posts to Discord, looks for them in a channel, and tells managers of trouble."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

import discord
from discord import ui

from bot.anniversaries.courier import SEND_SECONDS
from bot.anniversaries.post import Post
from bot.anniversaries.sending import (
    OUTAGE,
    Absent,
    Doubtful,
    Found,
    Gone,
    Look,
    Outcome,
    Refused,
    Sent,
    Unreadable,
    nonce_of,
)
from bot.interface.acknowledge import CUT, UNKNOWN_MESSAGE
from bot.interface.languages import OfServer
from bot.interface.message import plain_view
from bot.interface.posting import Channel, button_id, missing_permissions, post_message
from bot.state.deliveries import Delivery
from bot.state.plans import Plan, Trouble

log = logging.getLogger(__name__)

UNKNOWN_CHANNEL = 10003
ARCHIVED = 50083
TOO_MANY = 429
"""Error codes and a status of Discord's REST API: no such channel; a thread that is archived, which
a message opens again unless it is locked; too many requests."""

LOOK_SECONDS = 60
LOOKED_THROUGH = 1000
"""How many of a channel's messages are looked through for a post, the latest first."""

PAGE = 100
"""How many messages Discord gives for one request."""

LOOKED_BACK = timedelta(days=2)
"""How long before a post was due it can't have been sent, by a host's clock that runs ahead.

A clock that runs ahead still further takes a day of next week for due: then it is how long before
the channel's latest message. Neither moves with the host's clock.
"""

TELL_SECONDS = 15
"""How long it may take to tell of a pause: one half the person, the other one the server."""

Result = TypeVar("Result")


class DiscordSender:
    """The courier's `Sender` over a connected client. `turn` waits for the turn of one request
    more than the one for which the courier has waited. What a server sees is in its `language`."""

    def __init__(
        self, client: discord.Client, language: OfServer, turn: Callable[[], Awaitable[None]]
    ) -> None:
        self._client = client
        self._language = language
        self._turn = turn

    async def send(self, delivery: Delivery, post: Post) -> Outcome:
        """Send a post once, with the delivery's nonce; gives up after `SEND_SECONDS`."""
        say = await self._language(delivery.guild_id)

        async def send() -> Outcome:
            channel = await self._channel(delivery)
            if not isinstance(channel, Channel):
                return channel
            missing = missing_permissions(channel, to_look=False)
            if missing:
                return Refused(f"permissions:{' '.join(missing)}")
            role_id = delivery.role_id
            if role_id is not None and channel.guild.get_role(role_id) is None:
                role_id = None
            message = await channel.send(
                **post_message(post, delivery.date, say, role_id),
                nonce=nonce_of(delivery.guild_id, delivery.date),
            )
            return Sent(message.id)

        return await _told(send, SEND_SECONDS)

    async def look(self, delivery: Delivery) -> Look:
        """Look into the channel's history for the delivery's post."""

        async def look() -> Look:
            channel = await self._channel(delivery)
            if isinstance(channel, Refused):
                return Doubtful(channel.reason) if channel.reason == OUTAGE else Unreadable()
            if isinstance(channel, Gone):
                return channel
            # Without this permission the history is empty, not refused.
            if "read_message_history" in missing_permissions(channel):
                return Unreadable()
            return await self._look_through(channel, delivery)

        seen = await _told(look, LOOK_SECONDS)
        match seen:
            case Refused():
                return Unreadable()
            case Sent():  # an answer to a nonce, which a look has none of
                return Doubtful("an unknown message")
        return seen

    async def _look_through(self, channel: Channel, delivery: Delivery) -> Look:
        """Look through a history page by page. The courier has taken the first page's turn."""
        since = delivery.due_at - LOOKED_BACK
        last: discord.Message | None = None
        for number in range(LOOKED_THROUGH // PAGE):
            if number:
                await self._turn()
            page = [message async for message in channel.history(limit=PAGE, before=last)]
            if last is None and page:
                since = min(since, page[0].created_at - LOOKED_BACK)
            for last in page:
                if _is_post(last, delivery, self._client.user):
                    return Found(last.id)
                if last.created_at < since:
                    return Absent()
            if len(page) < PAGE:
                return Absent()
        return Unreadable()

    async def _channel(self, delivery: Delivery) -> Channel | Refused | Gone:
        """The channel, as far as the guild is there; a thread may have to be asked for."""
        guild = self._client.get_guild(delivery.guild_id)
        if guild is None or guild.unavailable:
            return Refused(OUTAGE)
        channel = guild.get_channel_or_thread(delivery.channel_id)
        if channel is None:  # deleted, out of sight, or a thread that is archived
            fetched = await self._client.fetch_channel(delivery.channel_id)
            await self._turn()
            return fetched if isinstance(fetched, Channel) else Gone()
        return channel if isinstance(channel, Channel) else Gone()

    async def tell_paused(self, plan: Plan, why: Trouble) -> None:
        """Tell whoever chose the plan, if they still manage the server, or else the server itself.

        Both together take `TELL_SECONDS` at most.
        """
        guild = self._client.get_guild(plan.guild_id)
        if guild is None:
            return
        say = await self._language(plan.guild_id)
        view = plain_view(say.say(f"daily.told-{why}", server=guild.name))
        for tell in (partial(self._tell_manager, plan.changed_by), self._tell_channels):
            try:
                async with asyncio.timeout(TELL_SECONDS / 2):
                    if await tell(guild, view):
                        return
            except (discord.DiscordException, *CUT) as error:  # a time-out is an OSError
                log.info("of a pause of daily posts could not be told: %r", error)

    async def _tell_manager(self, user_id: int, guild: discord.Guild, view: ui.LayoutView) -> bool:
        """Tell somebody directly; not who may not manage the server any more."""
        member = await guild.fetch_member(user_id)
        if not member.guild_permissions.manage_guild:
            return False
        await self._turn()
        direct = await member.create_dm()
        await self._turn()
        await direct.send(view=view)
        return True

    async def _tell_channels(self, guild: discord.Guild, view: ui.LayoutView) -> bool:
        """Tell a server where it has a channel for news to those who manage it, if it has one."""
        for channel in (guild.public_updates_channel, guild.system_channel):
            if channel is None or missing_permissions(channel):
                continue
            await self._turn()
            try:
                await channel.send(view=view)
            except (discord.HTTPException, *CUT) as error:
                log.info("a server's channel for news can't be told of a pause: %r", error)
            else:
                return True
        return False


def _is_post(message: discord.Message, delivery: Delivery, me: discord.ClientUser | None) -> bool:
    if me is None or message.author.id != me.id:
        return False
    wanted = button_id(delivery.date)
    return any(
        isinstance(component, discord.Button) and component.custom_id == wanted
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for component in row.children
    )


async def _told(
    ask: Callable[[], Awaitable[Result]], seconds: float
) -> Result | Sent | Refused | Gone | Doubtful:
    """What Discord says, or what its errors and those of the line mean."""
    try:
        async with asyncio.timeout(seconds):
            return await ask()
    except TimeoutError:
        return Doubtful(f"no answer in {seconds:g} seconds")
    except discord.HTTPException as error:
        return _meant(error)
    except (discord.DiscordException, *CUT) as error:
        return Doubtful(repr(error))


def _meant(error: discord.HTTPException) -> Sent | Refused | Gone | Doubtful:
    """What an error of Discord's means. One without its code is a proxy's, and says nothing."""
    if error.code == UNKNOWN_MESSAGE:
        return Sent(None)  # the answer to a nonce whose message has been deleted
    if error.code == UNKNOWN_CHANNEL:
        return Gone()
    if error.status >= 500 or error.status == TOO_MANY or not error.code:
        return Doubtful(f"status {error.status}")
    if isinstance(error, (discord.Forbidden, discord.NotFound)) or error.code == ARCHIVED:
        return Refused("forbidden")
    log.error("Discord does not take a daily post", exc_info=error)
    return Refused("rejected")
