"""What slash commands share: bounded text options, their descriptions, autocomplete."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import discord
from discord import app_commands

from bot.answers.inputs import SHOWN, split_last, suggest_subjects
from bot.answers.question import COMMANDS
from bot.errors import InputProblem
from bot.interface.deadline import TooSlow, in_time
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated
from bot.store.choices import Choice
from bot.store.models import ChoiceKind
from bot.wording.languages import offered
from bot.zones import find_zones, zone_label, zone_name

log = logging.getLogger(__name__)

Text = app_commands.Range[str, 1, 100]
"""A short typed option."""

LongText = app_commands.Range[str, 1, 300]
"""Free words; `answers.question.MAX_OPTION` is the same bound."""

CHOICES = 25
CHOICE_LENGTH = 100

Suggest = Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]


def describe(replies: Replies, command: str) -> dict[str, str | app_commands.locale_str]:
    """The descriptions of a command's options, by their Python names."""
    names = {"from": "from_"}
    texts = {
        names.get(option, option): translated(f"option.{option}", replies.languages)
        for option in COMMANDS[command]
    }
    return {**texts, "private": translated("option.private", replies.languages)}


def or_nothing(make: Suggest) -> Suggest:
    """An autocomplete that offers nothing where it fails.

    discord.py would leave it without an answer, and log the user's id.
    """

    async def choices(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        try:
            return await in_time(make(interaction, current))
        except TooSlow as error:
            log.warning("autocomplete failed: %s", error)
            return []
        except Exception:
            log.exception("autocomplete failed")
            return []

    return choices


def suggest(replies: Replies, kind: ChoiceKind) -> Suggest:
    """Autocomplete from a vocabulary: labels in the reader's language, keys as values."""

    async def choices(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        language = replies.private_wording(interaction).language
        found = replies.facts().choices.suggest(kind, current[:CHOICE_LENGTH], CHOICES, language)
        return _labelled(found)

    return or_nothing(choices)


def suggest_what(replies: Replies) -> Suggest:
    """Autocomplete of what accounts can be compared of: measures and happenings."""

    async def choices(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        typed, language = current[:CHOICE_LENGTH], replies.private_wording(interaction).language
        found = suggest_subjects(replies.facts().choices, typed, CHOICES, language)
        return _labelled(found)

    return or_nothing(choices)


def _labelled(found: Iterable[Choice]) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=choice.label[:CHOICE_LENGTH], value=choice.key) for choice in found
    ]


def suggest_ids(replies: Replies) -> Suggest:
    """Autocomplete of facts: by id, or by words."""

    async def choices(_: Interaction, current: str) -> list[app_commands.Choice[str]]:
        facts = replies.facts()
        found = await facts.run(lambda: facts.suggest_ids(current[:CHOICE_LENGTH], CHOICES))
        return [
            app_commands.Choice(name=_shortened(f"{offer.id}: {offer.what}"), value=offer.id)
            for offer in found
        ]

    return or_nothing(choices)


def suggest_zones(replies: Replies) -> Suggest:
    """Autocomplete of time zones: by city, with the offset of this moment."""

    async def choices(_: Interaction, current: str) -> list[app_commands.Choice[str]]:
        now = replies.now()
        return [
            app_commands.Choice(name=zone_label(name, now), value=name)
            for name in await asyncio.to_thread(find_zones, current, CHOICES)
        ]

    return or_nothing(choices)


async def typed_zone(typed: str) -> str:
    """The IANA name of a typed time zone; raises `InputProblem` where it is not just one."""
    name = await asyncio.to_thread(zone_name, typed)  # reads the zones on first use
    if name is None:
        raise InputProblem("input.no-zone", text=typed[:SHOWN])
    return name


def suggest_languages(replies: Replies) -> Suggest:
    """Autocomplete of the languages that there are: each by its own name, or by its code."""

    async def choices(_: Interaction, current: str) -> list[app_commands.Choice[str]]:
        # Each is read on first use.
        languages = await asyncio.to_thread(lambda: replies.languages.wordings.languages)
        wanted = current.strip().casefold()
        offers = ((offered(code, name), code) for code, name in languages.items())
        found = [offer for offer in offers if wanted in offer[0].casefold()]
        return [app_commands.Choice(name=name, value=code) for name, code in found[:CHOICES]]

    return or_nothing(choices)


def suggest_topics(replies: Replies) -> Suggest:
    """Autocomplete of several topics: the last one is completed, those before it stay."""

    async def choices(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        before, last = split_last(current)
        language = replies.private_wording(interaction).language
        found = replies.facts().choices.suggest("topic", last[:CHOICE_LENGTH], CHOICES, language)
        offers = [(f"{before}{choice.label}", f"{before}{choice.key}") for choice in found]
        return [
            app_commands.Choice(name=name, value=value)
            for name, value in offers
            if len(name) <= CHOICE_LENGTH and len(value) <= CHOICE_LENGTH
        ]

    return or_nothing(choices)


def _shortened(text: str) -> str:
    return text if len(text) <= CHOICE_LENGTH else text[: CHOICE_LENGTH - 1] + "…"


def manages_server(interaction: Interaction) -> bool:
    """Whether the person may manage this server; asked at every use, not only by default."""
    permissions: discord.Permissions = interaction.permissions
    return permissions.manage_guild or permissions.administrator
