"""Slash commands as they came, held against those that are registered."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from bot.interface.shape import as_registered

SUBCOMMAND, SUBCOMMAND_GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE = range(1, 9)


async def nothing(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Offers nothing."""
    return []


@app_commands.command(name="find", description="Finds")
@app_commands.rename(from_="from")
@app_commands.autocomplete(from_=nothing)
async def find(
    interaction: discord.Interaction, query: str, from_: str | None = None, private: bool = False
) -> None:
    """A command with every kind of option that the bot's own have."""


class Place(app_commands.Transformer):
    """A text channel or a thread, as discord.py made it of what came along."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [discord.ChannelType.text, discord.ChannelType.public_thread]


posts = app_commands.Group(name="posts", description="Posts")
rules = app_commands.Group(name="rules", description="Rules", parent=posts)


@app_commands.command(name="set", description="Sets")
@app_commands.choices(how=[app_commands.Choice(name="Not at all", value="not")])
@app_commands.autocomplete(zone=nothing)
async def set_(
    interaction: discord.Interaction,
    place: app_commands.Transform[discord.Object, Place] | None = None,
    role: discord.Role | None = None,
    how: str | None = None,
    zone: str | None = None,
) -> None:
    """A subcommand with what only settings have: choices, and what has an id."""


posts.add_command(set_)


@rules.command(name="show", description="Shows")
async def show(interaction: discord.Interaction) -> None:
    """A subcommand two steps down."""


def option(name: str, value: object = "a", kind: int = STRING, **more: Any) -> dict[str, Any]:
    """An option as it comes."""
    return {"name": name, "type": kind, "value": value, **more}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([option("query")], True),
        ([option("query", ""), option("from"), option("private", True, BOOLEAN)], True),
        ([option("from")], False),
        ([option("query"), option("from_")], False),
        ([option("query", 1, INTEGER)], False),
        ([option("query", 1)], False),
        ([option("query"), option("private", "yes", BOOLEAN)], False),
        ([{"name": "query", "type": STRING}], False),
        ([{"name": "query", "type": 1, "options": [option("query")]}], False),
    ],
)
def test_a_command(options: list[dict[str, Any]], expected: bool) -> None:
    """Its options have the names and types that are registered, and no required one is missing."""
    assert as_registered(find, {"options": options}, completing=False) is expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([option("from", focused=True)], True),
        ([option("query"), option("from", focused=True)], True),
        ([option("from")], False),
        ([option("from", focused=True), option("query", focused=True)], False),
        ([option("query", focused=True)], False),
        ([option("nothing", focused=True)], False),
        ([option("from", 1, INTEGER, focused=True)], False),
    ],
)
def test_a_completion(options: list[dict[str, Any]], expected: bool) -> None:
    """One option is being typed, one that is completed; required ones may still be missing."""
    assert as_registered(find, {"options": options}, completing=True) is expected


@app_commands.context_menu(name="Look at it")
async def look(interaction: discord.Interaction, message: discord.Message) -> None:
    """An entry of a message's menu."""


@app_commands.context_menu(name="Look at them")
async def look_at(interaction: discord.Interaction, member: discord.Member) -> None:
    """An entry of a person's menu."""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"type": 3, "target_id": "7", "resolved": {"messages": {"7": {"content": ""}}}}, True),
        ({"type": 3, "target_id": "7", "resolved": {"messages": {"8": {"content": ""}}}}, False),
        ({"type": 3, "target_id": "7", "resolved": {"messages": {"7": None}}}, False),
        ({"type": 3, "target_id": "7", "resolved": {}}, False),
        ({"type": 3, "target_id": "7"}, False),
        ({"type": 3}, False),
        ({"type": 2, "target_id": "7", "resolved": {"messages": {"7": {"content": ""}}}}, False),
        ({"type": 1, "options": []}, False),
    ],
)
def test_a_messages_menu(data: dict[str, Any], expected: bool) -> None:
    """The message comes along, and it is a message's menu; nothing of it can be completed."""
    assert as_registered(look, data, completing=False) is expected
    assert as_registered(look, data, completing=True) is False
    assert as_registered(look_at, data, completing=False) is False


def test_no_options() -> None:
    """Discord leaves the list out where none was given."""
    assert as_registered(find, {}, completing=False) is False


def within(name: str, *options: dict[str, Any], kind: int = SUBCOMMAND) -> dict[str, Any]:
    """A subcommand or a group as it comes, with what is in it."""
    return {"name": name, "type": kind, "options": [*options]}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([within("set")], True),
        ([{"name": "set", "type": SUBCOMMAND}], True),
        ([within("rules", within("show"), kind=SUBCOMMAND_GROUP)], True),
        ([], False),
        ([option("set")], False),
        ([within("set"), within("set")], False),
        ([within("other")], False),
        ([within("set", kind=SUBCOMMAND_GROUP)], False),
        ([within("set", within("set"))], False),
        ([within("rules", within("show"))], False),
        ([within("rules", kind=SUBCOMMAND_GROUP)], False),
        ([within("rules", within("set"), kind=SUBCOMMAND_GROUP)], False),
        ([within("set", option("how", "not"))], True),
        ([within("set", option("how", "other"))], False),
        ([within("set", option("place", "1", CHANNEL))], True),
        ([within("set", option("place", "2", CHANNEL))], False),
        ([within("set", option("place", "3", CHANNEL))], False),
        ([within("set", option("place", 1, CHANNEL))], False),
        ([within("set", option("place", "1", ROLE))], False),
        ([within("set", option("role", "1", ROLE))], False),
        ([within("set", option("role", "4", ROLE))], True),
    ],
)
def test_a_subcommand(options: list[dict[str, Any]], expected: bool) -> None:
    """The way to it is as registered, as are its options, and what they stand for came along."""
    resolved = {"channels": {"1": {"type": 11}, "2": {"type": 2}}, "roles": {"4": {}}}
    data = {"options": options, "resolved": resolved}
    assert as_registered(posts, data, completing=False) is expected


def test_the_completion_of_a_subcommand() -> None:
    """What other options stand for does not come along while one is being typed."""
    typed = option("zone", focused=True)
    data = {"options": [within("set", option("place", "3", CHANNEL), typed)]}
    assert as_registered(posts, data, completing=True) is True
    assert as_registered(posts, {"options": [within("set")]}, completing=True) is False


def test_no_command() -> None:
    """What is no slash command, or none that is registered, never came as registered."""
    assert as_registered(None, {}, completing=False) is False
