"""Slash commands as they came, held against those that are registered."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from bot.interface.shape import as_registered

STRING, INTEGER, BOOLEAN = 3, 4, 5


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


def test_no_options() -> None:
    """Discord leaves the list out where none was given."""
    assert as_registered(find, {}, completing=False) is False
