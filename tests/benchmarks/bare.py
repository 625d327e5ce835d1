"""A bare discord.py bot with our commands: to each it sends one constant message.

It is what a bot can't do without: the library, the commands, a message built of its components.
It imports nothing of ours. The messages come in a JSON file, as `Constants` made it.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import os
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
from discord import app_commands, ui

Interaction = discord.Interaction[discord.Client]
Payload = dict[str, Any]
Text = app_commands.Range[str, 1, 100]
LongText = app_commands.Range[str, 1, 300]
Suggest = Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]


@dataclass(frozen=True)
class Constants:
    """What is always answered: components by command, those of a turned page, and choices.

    `files` are what comes with a command's answer, by name, in base64.
    """

    replies: dict[str, list[Payload]] = field(default_factory=dict)
    files: dict[str, dict[str, str]] = field(default_factory=dict)
    page: list[Payload] = field(default_factory=list)
    choices: list[Payload] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """Write the file that `main` reads, and make its folder."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(vars(self)), encoding="utf-8")


class Turn(ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"a1:.+"):
    """Any button of any message."""

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], __: re.Match[str], /) -> Turn:
        """The button itself: the id says nothing that is wanted here."""
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        """Put the constant page in the place of the message."""
        assert isinstance(interaction.client, Bare)
        await interaction.response.edit_message(view=view_of(interaction.client.constants.page))


class Bare(discord.Client):
    """The bot; it registers its commands at each start, as bots do as a rule."""

    def __init__(self, constants: Constants) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none()
        )
        self.constants = constants
        self.tree = app_commands.CommandTree(self)
        for command in commands(constants):
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Take up the buttons, and register the commands."""
        self.add_dynamic_items(Turn)
        await self.tree.sync()


def commands(constants: Constants) -> list[app_commands.Command[Any, ..., Any]]:
    """Our commands, with the same options, of which the same complete as they are typed."""

    async def send(interaction: Interaction) -> None:
        assert interaction.command is not None
        name = interaction.command.name
        await interaction.response.send_message(
            view=view_of(constants.replies[name]), files=files_of(constants.files.get(name, {}))
        )

    async def suggest(_: Interaction, __: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=choice["name"], value=choice["value"])
            for choice in constants.choices
        ]

    return [*_lists(send, suggest), *_others(send, suggest)]


Send = Callable[[Interaction], Coroutine[Any, Any, None]]


def _lists(send: Send, suggest: Suggest) -> list[app_commands.Command[Any, ..., Any]]:
    @app_commands.command(description="Events in order of date")
    @app_commands.rename(from_="from")
    @app_commands.autocomplete(topic=suggest, person=suggest, article=suggest)
    async def timeline(
        interaction: Interaction,
        topic: Text | None = None,
        person: Text | None = None,
        from_: Text | None = None,
        to: Text | None = None,
        article: Text | None = None,
        private: bool = False,
    ) -> None:
        await send(interaction)

    @app_commands.command(description="Numbers with their units and periods")
    @app_commands.rename(from_="from")
    @app_commands.autocomplete(what=suggest, topic=suggest, article=suggest)
    async def figures(
        interaction: Interaction,
        what: Text | None = None,
        topic: Text | None = None,
        from_: Text | None = None,
        to: Text | None = None,
        article: Text | None = None,
        private: bool = False,
    ) -> None:
        await send(interaction)

    @app_commands.command(description="Who said what")
    @app_commands.autocomplete(speaker=suggest, topic=suggest)
    async def quote(
        interaction: Interaction,
        speaker: Text | None = None,
        topic: Text | None = None,
        words: LongText | None = None,
        private: bool = False,
    ) -> None:
        await send(interaction)

    @app_commands.command(description="What each article says of one thing")
    @app_commands.autocomplete(what=suggest)
    async def compare(interaction: Interaction, what: Text, private: bool = False) -> None:
        await send(interaction)

    return [timeline, figures, quote, compare]


def _others(send: Send, suggest: Suggest) -> list[app_commands.Command[Any, ..., Any]]:
    @app_commands.command(description="A day's anniversaries")
    async def onthisday(
        interaction: Interaction, day: Text | None = None, private: bool = False
    ) -> None:
        await send(interaction)

    @app_commands.command(description="The anniversaries of the year to come")
    async def upcoming(
        interaction: Interaction, calendar: bool = False, private: bool = False
    ) -> None:
        await send(interaction)

    @app_commands.command(description="Words anywhere in the facts")
    async def search(interaction: Interaction, query: LongText, private: bool = False) -> None:
        await send(interaction)

    @app_commands.command(description="What is known of an article")
    @app_commands.autocomplete(article=suggest)
    async def article(
        interaction: Interaction, article: Text | None = None, private: bool = False
    ) -> None:
        await send(interaction)

    @app_commands.command(description="All of one fact")
    @app_commands.autocomplete(id=suggest)
    async def fact(interaction: Interaction, id: Text, private: bool = False) -> None:
        await send(interaction)

    @app_commands.command(description="What can be asked")
    async def help(interaction: Interaction, private: bool = False) -> None:
        await send(interaction)

    @app_commands.command(description="What is stored")
    async def privacy(interaction: Interaction, private: bool = False) -> None:
        await send(interaction)

    @app_commands.command(description="What a server can set for itself")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.autocomplete(time_zone=suggest, language=suggest)
    async def settings(
        interaction: Interaction,
        time_zone: Text | None = None,
        language: Text | None = None,
        private_answers: bool = False,
    ) -> None:
        await send(interaction)

    return [onthisday, upcoming, search, article, fact, help, privacy, settings]


def files_of(encoded: dict[str, str]) -> list[discord.File]:
    """Files for one request, which uses them up."""
    return [
        discord.File(io.BytesIO(base64.b64decode(content)), name)
        for name, content in encoded.items()
    ]


def view_of(components: list[Payload]) -> ui.LayoutView:
    """A message of its components, built anew as bots build theirs."""
    view = ui.LayoutView(timeout=None)
    for part in components:
        view.add_item(_item(part))
    return view


def _item(part: Payload) -> ui.Item[ui.LayoutView]:
    match part["type"]:
        case 17:
            container: ui.Container[ui.LayoutView] = ui.Container(
                accent_colour=part.get("accent_color")
            )
            for inner in part["components"]:
                container.add_item(_item(inner))
            return container
        case 1:
            row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
            for inner in part["components"]:
                row.add_item(_item(inner))
            return row
        case 10:
            return ui.TextDisplay(part["content"])
        case 12:
            gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
            for item in part["items"]:
                gallery.add_item(media=item["media"]["url"], description=item.get("description"))
            return gallery
        case 14:
            return ui.Separator(visible=part["divider"])
        case 2:
            return ui.Button(
                label=part["label"],
                custom_id=part["custom_id"],
                style=discord.ButtonStyle(part["style"]),
                disabled=part.get("disabled", False),
            )
        case other:
            raise ValueError(f"the bare bot knows no component of type {other}")


def main(arguments: list[str]) -> int:
    """Run it until it is killed; the argument is the file with its messages."""
    [path] = arguments
    constants = Constants(**json.loads(Path(path).read_text(encoding="utf-8")))
    asyncio.run(Bare(constants).start(os.environ["DISCORD_TOKEN"]))
    return 0
