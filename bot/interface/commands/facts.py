"""`/facts`: for fact editors, who are checked at every use."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.errors import InputProblem
from bot.interface.edit_told import choice_name
from bot.interface.editing import Editing
from bot.interface.languages import Languages
from bot.interface.options import CHOICES, Text, or_nothing
from bot.interface.replies import Interaction
from bot.interface.report_list import ReportList
from bot.interface.translation import translated


def make(editing: Editing, reports: ReportList, languages: Languages) -> app_commands.Group:
    """The group of its subcommands, answering through `editing` and `reports`.

    Who may not manage the server is not shown it, until somebody who may lets them see it.
    """
    group = app_commands.Group(
        name="facts",
        description=translated("command.facts", languages),
        default_permissions=discord.Permissions(manage_guild=True),
    )

    @group.command(name="reload", description=translated("command.facts-reload", languages))
    async def reload(interaction: Interaction) -> None:
        await editing.reload(interaction)

    @group.command(name="status", description=translated("command.facts-status", languages))
    async def status(interaction: Interaction) -> None:
        await editing.status(interaction)

    async def kept(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            found = await editing.kept(interaction)
        except InputProblem:  # no editor
            return []
        reader, say = interaction.user.id, languages.reader(interaction)
        offered = [
            app_commands.Choice(name=choice_name(one, say, reader), value=one.id) for one in found
        ]
        wanted = typed.casefold()
        return [choice for choice in offered if wanted in choice.name.casefold()][:CHOICES]

    @group.command(name="rollback", description=translated("command.facts-rollback", languages))
    @app_commands.describe(to=translated("option.to-facts", languages))
    @app_commands.autocomplete(to=or_nothing(kept))
    async def rollback(interaction: Interaction, to: Text | None = None) -> None:
        await editing.rollback(interaction, to)

    @group.command(name="reports", description=translated("command.facts-reports", languages))
    @app_commands.describe(closed=translated("option.closed", languages))
    async def reported(interaction: Interaction, closed: bool = False) -> None:
        await reports.show(interaction, closed=closed)

    return group
