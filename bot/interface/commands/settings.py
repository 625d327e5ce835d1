"""`/settings`: what a server can set for itself. Manage Server is checked at every use."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from discord import app_commands

from bot.errors import InputProblem
from bot.interface.deadline import TooSlow, in_time
from bot.interface.options import Text, manages_server, suggest_zones, typed_zone
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated
from bot.wording.dates import full_day_text
from bot.wording.wording import Wording

NONE = "none"


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""

    @app_commands.command(
        name="settings", description=translated("command.settings", replies.languages)
    )
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(time_zone=translated("option.time_zone", replies.languages))
    @app_commands.autocomplete(time_zone=suggest_zones(replies))
    async def settings(interaction: Interaction, time_zone: Text | None = None) -> None:
        try:
            said = await in_time(_set(replies, interaction, time_zone))
            await replies.tell(interaction, said)
        except (InputProblem, TooSlow) as problem:
            await replies.fail(interaction, problem)

    return settings


async def _set(replies: Replies, interaction: Interaction, typed: str | None) -> str:
    """Set, clear or show the time zone; the sentence that says what is now so."""
    say, guild = replies.private_wording(interaction), interaction.guild_id
    if guild is None:
        return say.say("error.server-only")
    if not manages_server(interaction):
        return say.say("error.forbidden")
    if typed is None:
        zone = await replies.guilds.time_zone(guild)
        if zone is None:
            return say.say("settings.unset", zone=replies.default_zone)
        return say.say("settings.show", zone=zone)
    if typed.strip().lower() == NONE:
        await replies.guilds.set_time_zone(guild, None, interaction.user.id)
        cleared = say.say("settings.cleared", zone=replies.default_zone)
        return await _with_posts(replies, guild, cleared, say)
    name = await typed_zone(typed)
    await replies.guilds.set_time_zone(guild, name, interaction.user.id)
    today = replies.now().astimezone(ZoneInfo(name)).date()
    done = say.say("settings.done", zone=name, day=full_day_text(today, say))
    return await _with_posts(replies, guild, done, say)


async def _with_posts(replies: Replies, guild: int, done: str, say: Wording) -> str:
    """What was done to the time zone, and that the daily posts go by it too."""
    plan = await replies.plans.of(guild)
    if plan is None:
        return done
    at = plan.slot.at.isoformat("minutes")
    return say.say("settings.posts", done=done, time=at, zone=plan.slot.zone)
