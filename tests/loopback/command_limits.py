"""Discord's documented limits of commands, their options and choices.

They stand in Discord's documentation of application commands: "Application Command Object" with
its naming rules, "Application Command Option Structure", "Localization" and "Slash Commands".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord

from tests.loopback.measure import inner, objects, repeated, span, units

Part = Mapping[str, Any]

CHAT_INPUT = 1
MOST_COMMANDS = {CHAT_INPUT: 100, 2: 15, 3: 15}
"""Of an application, by type: slash commands, and those of a person's and a message's menu."""

MOST_OPTIONS = MOST_CHOICES = 25
MOST_CHARACTERS = 8000
LOCALES = frozenset(str(locale) for locale in discord.Locale)
_MARKS = (range(0x0900, 0x0980), range(0xA8E0, 0xA900), range(0x0E00, 0x0E80))
"""Devanagari and Thai, whose vowel signs are no letters."""


def command_problems(commands: Sequence[object]) -> Iterator[str]:
    """What is wrong with all commands of an application, as they are set at once."""
    given = objects(list(commands))
    for kind, most in MOST_COMMANDS.items():
        names = [each.get("name") for each in given if each.get("type", CHAT_INPUT) == kind]
        for name in repeated(names):
            yield f"{name}: two commands of type {kind} have this name"
        if len(names) > most:
            yield f"{len(names)} commands of type {kind}, at most {most}"
    for command in given:
        yield from one_command_problems(command, partial=False)


def one_command_problems(command: Part, *, partial: bool) -> Iterator[str]:
    """What is wrong with a command; a partial one may leave out what does not change."""
    place = f"/{command.get('name')}"
    if command.get("type", CHAT_INPUT) != CHAT_INPUT:
        yield from span(f"{place} name", command.get("name"), 1, 32)
        if command.get("description"):
            yield f"{place}: a command of a menu has no description"
        return
    yield from _named_problems(place, command, partial=partial)
    yield from _options_problems(place, objects(command.get("options")))
    size = _size(command)
    if size > MOST_CHARACTERS:
        yield f"{place}: {size} characters in all, at most {MOST_CHARACTERS}"


def choice_problems(place: str, choices: Sequence[Part]) -> Iterator[str]:
    """What is wrong with choices, of an option or of an autocomplete."""
    if len(choices) > MOST_CHOICES:
        yield f"{place}: {len(choices)} choices, at most {MOST_CHOICES}"
    for choice in choices:
        for name in _texts(choice, "name"):
            yield from span(f"{place} choice name", name, 1, 100)
        yield from span(f"{place} choice value", choice.get("value"), 0, 100)
        yield from _locale_problems(place, choice)


def _named_problems(place: str, part: Part, *, partial: bool = False) -> Iterator[str]:
    """The name and the description of a command or an option, in all languages."""
    for field, check in (("name", _name_problems), ("description", _description_problems)):
        if field in part or not partial:
            for text in _texts(part, field):
                yield from check(place, text)
    yield from _locale_problems(place, part)


def _name_problems(place: str, name: object) -> Iterator[str]:
    """`^[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]{1,32}$`, lower case where there is one."""
    text = name if isinstance(name, str) else ""
    yield from span(f"{place} name", text, 1, 32)
    wrong = sorted({each for each in text if not _may_name(each)})
    if wrong:
        yield f"{place} name {text!r}: {''.join(wrong)!r} cannot be in a name"
    if text != text.lower():
        yield f"{place} name {text!r}: not in lower case"


def _may_name(character: str) -> bool:
    in_script = any(ord(character) in script for script in _MARKS)
    return character in "-_'" or character.isalpha() or character.isnumeric() or in_script


def _description_problems(place: str, description: object) -> Iterator[str]:
    text = description if isinstance(description, str) else ""
    yield from span(f"{place} description", text, 1, 100)


def _options_problems(place: str, options: Sequence[Part]) -> Iterator[str]:
    """25 at most, names unique, required ones first; the same for those of subcommands."""
    if len(options) > MOST_OPTIONS:
        yield f"{place}: {len(options)} options, at most {MOST_OPTIONS}"
    for name in repeated(option.get("name") for option in options):
        yield f"{place}: two options are named {name!r}"
    optional = False
    for option in options:
        below = f"{place} {option.get('name')}"
        if option.get("required") and optional:
            yield f"{below}: required, after an option that is not"
        optional = optional or not option.get("required")
        yield from _named_problems(below, option)
        choices = objects(option.get("choices"))
        yield from choice_problems(below, choices)
        if choices and option.get("autocomplete"):
            yield f"{below}: choices and autocomplete exclude one another"
        yield from _options_problems(below, objects(option.get("options")))


def _texts(part: Part, field: str) -> list[object]:
    """A text and its translations."""
    return [part.get(field), *inner(part.get(f"{field}_localizations")).values()]


def _locale_problems(place: str, part: Part) -> Iterator[str]:
    """API Reference, "Locales": as the library knows them."""
    for field in ("name", "description"):
        for locale in sorted(inner(part.get(f"{field}_localizations")).keys() - LOCALES):
            yield f"{place}: Discord has no locale {locale!r}"


def _size(part: Part) -> int:
    """The characters that count: of each text its longest translation, and choices' values."""
    size = sum(
        max(units(text) if isinstance(text, str) else 0 for text in _texts(part, field))
        for field in ("name", "description")
    )
    value = part.get("value")
    size += units(str(value)) if value is not None else 0
    below = (*objects(part.get("options")), *objects(part.get("choices")))
    return size + sum(_size(each) for each in below)
