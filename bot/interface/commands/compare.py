"""`/compare`: what each article says of one measure or event, and whether they agree."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.answers.question import ask
from bot.interface.options import Text, describe, suggest_what
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""
    languages = replies.languages

    @app_commands.command(name="compare", description=translated("command.compare", languages))
    @app_commands.describe(
        **describe(replies, "compare") | {"what": translated("option.compared", languages)}
    )
    @app_commands.autocomplete(what=suggest_what(replies))
    async def compare(interaction: Interaction, what: Text, private: bool | None = None) -> None:
        await replies.reply(interaction, ask("compare", what=what), private=private)

    return compare
