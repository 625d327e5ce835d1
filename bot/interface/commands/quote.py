"""`/quote`: who said what, in whose words."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.answers.question import ask
from bot.interface.options import LongText, Text, describe, suggest
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""

    @app_commands.command(name="quote", description=translated("command.quote", replies.languages))
    @app_commands.describe(**describe(replies, "quote"))
    @app_commands.autocomplete(
        speaker=suggest(replies, "speaker"),
        topic=suggest(replies, "topic"),
    )
    async def quote(
        interaction: Interaction,
        speaker: Text | None = None,
        topic: Text | None = None,
        words: LongText | None = None,
        private: bool | None = None,
    ) -> None:
        await replies.reply(
            interaction, ask("quote", speaker=speaker, topic=topic, words=words), private=private
        )

    return quote
