"""`/onthisday`: a day's anniversaries."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.answers.question import ask
from bot.interface.options import Text, describe
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""

    @app_commands.command(
        name="onthisday", description=translated("command.onthisday", replies.languages)
    )
    @app_commands.describe(**describe(replies, "onthisday"))
    async def onthisday(
        interaction: Interaction,
        day: Text | None = None,
        private: bool | None = None,
    ) -> None:
        await replies.reply(interaction, ask("onthisday", day=day), private=private)

    return onthisday
