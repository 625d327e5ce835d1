"""`/timeline`: events in order of date."""

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
        name="timeline", description=translated("command.timeline", replies.languages)
    )
    @app_commands.rename(from_="from")
    @app_commands.describe(**describe(replies, "timeline"))
    @app_commands.autocomplete(
        topic=suggest(replies, "topic"),
        person=suggest(replies, "person"),
        article=suggest(replies, "article"),
    )
    async def timeline(
        interaction: Interaction,
        topic: Text | None = None,
        person: Text | None = None,
        from_: Text | None = None,
        to: Text | None = None,
        article: Text | None = None,
        private: bool | None = None,
    ) -> None:
        await replies.reply(
            interaction,
            ask("timeline", topic=topic, person=person, from_=from_, to=to, article=article),
            private=private,
        )

    return timeline
