"""`/facts`: for fact editors, who are checked at every use."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.errors import InputProblem
from bot.interface.edit_told import choice_name
from bot.interface.editing import Editing
from bot.interface.options import CHOICES, Text, or_nothing
from bot.interface.replies import Interaction


def make(editing: Editing) -> app_commands.Group:
    """The group of its subcommands, answering through `editing`.

    Who may not manage the server is not shown it, until somebody who may lets them see it.
    """
    say = editing.say
    group = app_commands.Group(
        name="facts",
        description=say.say("command.facts"),
        default_permissions=discord.Permissions(manage_guild=True),
    )

    @group.command(name="reload", description=say.say("command.facts-reload"))
    async def reload(interaction: Interaction) -> None:
        await editing.reload(interaction)

    @group.command(name="status", description=say.say("command.facts-status"))
    async def status(interaction: Interaction) -> None:
        await editing.status(interaction)

    async def kept(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            found = await editing.kept(interaction)
        except InputProblem:  # no editor
            return []
        reader = interaction.user.id
        offered = [
            app_commands.Choice(name=choice_name(one, say, reader), value=one.id) for one in found
        ]
        wanted = typed.casefold()
        return [choice for choice in offered if wanted in choice.name.casefold()][:CHOICES]

    @group.command(name="rollback", description=say.say("command.facts-rollback"))
    @app_commands.describe(to=say.say("option.to-facts"))
    @app_commands.autocomplete(to=or_nothing(kept))
    async def rollback(interaction: Interaction, to: Text | None = None) -> None:
        await editing.rollback(interaction, to)

    return group
