"""`/check` and the message menu: a text beside the articles, for one person alone."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.answers.check import MENU
from bot.interface.checked_text import text_of
from bot.interface.checking import LONGEST, Checking
from bot.interface.replies import Interaction
from bot.interface.translation import translated

MessageText = app_commands.Range[str, 1, LONGEST]


def make(checking: Checking) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `checking`."""
    languages = checking.replies.languages

    @app_commands.command(name="check", description=translated("command.check", languages))
    @app_commands.describe(text=translated("option.text", languages))
    async def check(interaction: Interaction, text: MessageText) -> None:
        await checking.check(interaction, text)

    return check


def make_menu(checking: Checking) -> app_commands.ContextMenu:
    """The entry of a message's menu."""

    async def check_message(interaction: Interaction, message: discord.Message) -> None:
        await checking.check(interaction, text_of(message), message.id)

    return app_commands.ContextMenu(name=MENU, callback=check_message)
