"""`/settings`: what a server can set for itself."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.interface.deadline import in_time
from bot.interface.markdown import escape
from bot.interface.message import text_view
from bot.interface.options import Text, suggest_languages, suggest_zones
from bot.interface.replies import Interaction, Replies
from bot.interface.server_settings import ServerSettings
from bot.interface.translation import translated


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""

    @app_commands.command(
        name="settings", description=translated("command.settings", replies.languages)
    )
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(
        time_zone=translated("option.time_zone", replies.languages),
        language=translated("option.language", replies.languages),
        private_answers=translated("option.private_answers", replies.languages),
    )
    @app_commands.autocomplete(
        time_zone=suggest_zones(replies), language=suggest_languages(replies)
    )
    async def settings(
        interaction: Interaction,
        time_zone: Text | None = None,
        language: Text | None = None,
        private_answers: bool | None = None,
    ) -> None:
        try:
            making = ServerSettings(replies, interaction).told(time_zone, language, private_answers)
            told = "\n".join(map(escape, await in_time(making)))
            await replies.show(interaction, text_view(told), private=True)
        except Exception as problem:  # noqa: BLE001 - every interaction is answered
            await replies.fail(interaction, problem)

    return settings
