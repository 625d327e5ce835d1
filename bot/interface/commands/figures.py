"""`/figures`: numbers with unit and period."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.answers.question import ask
from bot.interface.options import Text, describe, suggest
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""

    measures = suggest(replies, "measure")

    async def suggest_measures(
        interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """The measures; of the one that is chosen there may be a chart to draw."""
        if replies.pictures is not None:
            replies.pictures.prepare()
        return await measures(interaction, current)

    @app_commands.command(
        name="figures", description=translated("command.figures", replies.languages)
    )
    @app_commands.rename(from_="from")
    @app_commands.describe(**describe(replies, "figures"))
    @app_commands.autocomplete(
        what=suggest_measures,
        topic=suggest(replies, "topic"),
        article=suggest(replies, "article"),
    )
    async def figures(
        interaction: Interaction,
        what: Text | None = None,
        topic: Text | None = None,
        from_: Text | None = None,
        to: Text | None = None,
        article: Text | None = None,
        private: bool | None = None,
    ) -> None:
        await replies.reply(
            interaction,
            ask("figures", what=what, topic=topic, from_=from_, to=to, article=article),
            private=private,
        )

    return figures
