"""`/article`: who wrote an article, and what was drawn from it."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.answers.question import ask
from bot.interface.options import Text, describe, suggest
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""

    @app_commands.command(
        name="article", description=translated("command.article", replies.languages)
    )
    @app_commands.describe(**describe(replies, "article"))
    @app_commands.autocomplete(
        article=suggest(replies, "article"),
    )
    async def article(
        interaction: Interaction,
        article: Text | None = None,
        private: bool | None = None,
    ) -> None:
        await replies.reply(interaction, ask("article", article=article), private=private)

    return article
