"""`/search`: free words over all facts."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.answers.question import ask
from bot.interface.options import LongText, describe
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""

    @app_commands.command(
        name="search", description=translated("command.search", replies.languages)
    )
    @app_commands.describe(**describe(replies, "search"))
    async def search(
        interaction: Interaction,
        query: LongText,
        private: bool | None = None,
    ) -> None:
        await replies.reply(interaction, ask("search", query=query), private=private)

    return search
