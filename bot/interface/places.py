"""Where daily posts can go: a channel as the bot finds it, and what keeps posts from it."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.anniversaries.telling import permissions
from bot.errors import InputProblem
from bot.interface.posting import Channel, missing_permissions
from bot.wording.wording import Wording


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a guild. `problem` says what keeps posts from it, None if nothing does.

    `mentions_all` says whether the bot may mention there what is not mentionable by everyone.
    """

    channel_id: int
    name: str
    problem: InputProblem | None
    mentions_all: bool


def present(guild: discord.Guild | None) -> discord.Guild:
    """The guild, if the bot is told of it just now; raises `InputProblem` in an outage."""
    if guild is None or guild.unavailable or guild.me is None:
        raise InputProblem("error.server-away")
    return guild


async def find_place(guild: discord.Guild, channel_id: int, say: Wording) -> Place:
    """A channel as it is now; Discord is asked where the bot has not been told of it.

    That is so where it was deleted, can't be seen, or is a thread that sleeps.
    """
    found = guild.get_channel_or_thread(channel_id)
    if found is None:
        try:
            found = await guild.fetch_channel(channel_id)
        except (discord.NotFound, discord.InvalidData):
            return Place(channel_id, "", InputProblem("place.gone"), mentions_all=False)
        except discord.Forbidden:
            names = permissions(("view_channel",), say)
            return Place(channel_id, "", InputProblem("place.unseen", names=names), False)
    if not isinstance(found, Channel):
        problem = InputProblem("place.no-post-channel", channel=f"#{found.name}")
        return Place(channel_id, found.name, problem, mentions_all=False)
    allowed = found.permissions_for(guild.me)
    return Place(channel_id, found.name, _problem(found, say), allowed.mention_everyone)


def _problem(found: Channel, say: Wording) -> InputProblem | None:
    channel = f"#{found.name}"
    missing = missing_permissions(found)
    if missing:
        names = permissions(_denied(found, missing), say)
        return InputProblem("place.missing", channel=channel, names=names)
    if isinstance(found, discord.Thread):
        manages = found.permissions_for(found.guild.me).manage_threads
        if found.is_private() and found.me is None and not manages:
            return InputProblem("place.private-thread", channel=channel)
        if found.locked and not manages:
            return InputProblem("place.locked-thread", channel=channel)
    return None


def _denied(found: Channel, missing: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some missing permissions that have to be given.

    What depends on another one is missing with it: who may not send may not embed links either.
    """
    me, parent = found.guild.me, found.parent if isinstance(found, discord.Thread) else found
    if parent is None:
        return missing
    allowed = me.guild_permissions.value
    everyone, *roles = (parent.overwrites_for(role).pair() for role in me.roles)
    of_roles = [discord.Permissions(0), discord.Permissions(0)]
    for allow, deny in roles:
        of_roles = [of_roles[0] | allow, of_roles[1] | deny]
    for allow, deny in (everyone, of_roles, parent.overwrites_for(me).pair()):
        allowed = allowed & ~deny.value | allow.value
    given = discord.Permissions(allowed)
    return tuple(name for name in missing if not getattr(given, name)) or missing


def role_problem(guild: discord.Guild, role_id: int, place: Place) -> InputProblem | None:
    """What keeps the bot from mentioning a role in a place, None if nothing does."""
    found = guild.get_role(role_id)
    if found is None:
        return InputProblem("role.gone")
    if found.is_default():
        return InputProblem("role.everyone")
    if found.mentionable or place.mentions_all:
        return None
    return InputProblem("role.silent", role=f"@{found.name}", channel=f"#{place.name}")
