"""`/compare`: what each article says of one measure or event, and whether that agrees."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.answers.question import ask
from bot.interface.options import Text, describe, suggest_what
from bot.interface.replies import Interaction, Replies


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""
    say = replies.say

    @app_commands.command(name="compare", description=say.say("command.compare"))
    @app_commands.describe(**describe(replies, "compare") | {"what": say.say("option.compared")})
    @app_commands.autocomplete(what=suggest_what(replies))
    async def compare(interaction: Interaction, what: Text, private: bool = False) -> None:
        await replies.reply(interaction, ask("compare", what=what), private=private)

    return compare
