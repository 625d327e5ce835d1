"""`/fact`: all of one fact."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.answers.question import ask
from bot.interface.options import Text, describe, suggest_ids
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""

    @app_commands.command(name="fact", description=translated("command.fact", replies.languages))
    @app_commands.describe(**describe(replies, "fact"))
    @app_commands.autocomplete(
        id=suggest_ids(replies),
    )
    async def fact(
        interaction: Interaction,
        id: Text,
        private: bool | None = None,
    ) -> None:
        await replies.reply(interaction, ask("fact", id=id), private=private)

    return fact
