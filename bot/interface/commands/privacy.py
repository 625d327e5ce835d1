"""`/privacy`: what is stored."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.answers.question import ask
from bot.interface.options import describe
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""

    @app_commands.command(
        name="privacy", description=translated("command.privacy", replies.languages)
    )
    @app_commands.describe(**describe(replies, "privacy"))
    async def privacy(
        interaction: Interaction,
        private: bool | None = None,
    ) -> None:
        await replies.reply(interaction, ask("privacy"), private=private)

    return privacy
