"""A question: a command, its options as typed, and which page of the answer is wanted.

It has one short text form, which a button carries and `state.db` can keep, and it can be read
from the line that people type in Discord, `/timeline topic:energy from:2021`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import unquote

from bot.errors import InputProblem

View = Literal["answer", "words", "around"]

COMMANDS: dict[str, tuple[str, ...]] = {
    "timeline": ("topic", "person", "from", "to", "article"),
    "figures": ("what", "topic", "from", "to", "article"),
    "quote": ("speaker", "topic", "words"),
    "compare": ("what",),
    "onthisday": ("day",),
    "upcoming": (),
    "search": ("query",),
    "article": ("article",),
    "fact": ("id",),
    "help": (),
    "privacy": (),
}
"""The commands that answer questions, each with its options, in the order they are offered."""

CHECK = "check"
"""The command that looks at a message; it is no question that a button could ask again."""

ON_DISCORD = ("settings", "anniversaries", "facts")
"""Commands that are about the server they are asked in, or about what is live there."""

DISCORD_OPTIONS: dict[str, tuple[str, ...]] = {
    name: ("private", "calendar") if name == "upcoming" else ("private",) for name in COMMANDS
}
"""Options that say how Discord is to show an answer, each true or false."""

REQUIRED: dict[str, str] = {"compare": "what", "search": "query", "fact": "id"}

SHOWN = 60
"""How much of a line that can't be read is repeated, in characters."""

MAX_OPTION = 300
"""Longest value of an option, in characters; Discord is told the same."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked. `options` holds only those that were given.

    `view` is the answer itself, the source words behind that page, or these with the sentences
    around them. `page` counts from 1.
    """

    command: str
    options: dict[str, str] = field(default_factory=dict)
    page: int = 1
    view: View = "answer"

    def get(self, option: str) -> str | None:
        """An option's value, None when it was not given."""
        return self.options.get(option)

    def at(self, page: int) -> Question:
        """The same question, another page."""
        return replace(self, page=page)

    def viewed(self, view: View) -> Question:
        """The same question and page, another view."""
        return replace(self, view=view)

    def encode(self) -> str:
        """The command and its options as one short text; the page and view are not in it."""
        options = "&".join(f"{key}={_quote(value)}" for key, value in self.options.items())
        return f"{self.command}?{options}"

    def typed(self) -> str:
        """The line that asks this in Discord."""
        options = "".join(f" {key}:{value}" for key, value in self.options.items())
        return f"/{self.command}{options}"


def ask(command: str, **options: str | None) -> Question:
    """A question from a command's options; empty ones count as not given.

    Option names that are Python keywords come with a trailing underscore (`from_`).
    """
    given = {}
    for key, value in options.items():
        # A lone surrogate is no character: nothing could store or send it.
        text = " ".join((value or "").encode("utf-8", "ignore").decode().split())
        if text:
            given[key.rstrip("_")] = text
    return Question(command, given)


def decode(text: str) -> Question | None:
    """The question that `encode` made this text of; None for anything else."""
    command, mark, rest = text.partition("?")
    if not mark or command not in COMMANDS:
        return None
    options: dict[str, str] = {}
    for pair in rest.split("&") if rest else ():
        key, equals, value = pair.partition("=")
        if not equals or key not in COMMANDS[command] or key in options or not value:
            return None
        options[key] = unquote(value)
        if len(options[key]) > MAX_OPTION:
            return None
    return Question(command, options)


def parse_line(line: str) -> Question:
    """A typed line such as `/timeline topic:energy page:2`, as a question at its page.

    Raises `InputProblem` for an unknown command or option, with those that there are, and for
    options that are for Discord only. A required option may be typed without its name:
    `/search gas`.
    """
    name, _, rest = " ".join(line.split()).removeprefix("/").partition(" ")
    if name in ON_DISCORD:
        raise InputProblem("ask.only-discord", name=name)
    if name not in COMMANDS:
        raise _no_command(name, line)
    if shown := re.search(
        rf"(?:^|\s)({'|'.join(DISCORD_OPTIONS[name])}):\s*(?:true|false)\b", rest, re.IGNORECASE
    ):
        calendar = shown[1].lower() == "calendar"
        raise InputProblem("ask.option-calendar" if calendar else "ask.option-private")
    known = (*COMMANDS[name], "page")
    parts = re.split(rf"(?:^|\s)({'|'.join(known)}):", rest)
    given = parts[1::2]
    for option in given:
        if given.count(option) > 1:
            raise InputProblem("ask.twice", option=option)
    options: dict[str, str | None] = dict(zip(given, parts[2::2], strict=True))
    loose = parts[0].strip()
    required = REQUIRED.get(name)
    if loose and required is not None and required not in options:
        options[required] = loose
    elif loose:
        names = tuple(f"{option}:" for option in COMMANDS[name])
        raise InputProblem(
            "ask.no-option" if names else "ask.no-options", text=loose, name=name, names=names
        )
    if required is not None and not (options.get(required) or "").strip():
        raise InputProblem("ask.required", name=name, option=required)
    page = (options.pop("page", None) or "1").strip()
    if not (page.isascii() and page.isdigit() and len(page) < 8 and int(page) > 0):
        raise InputProblem("ask.page", text=page)
    question = ask(name, **options)
    for key, value in question.options.items():
        if len(value) > MAX_OPTION:
            raise InputProblem("input.too-long", option=key, limit=MAX_OPTION)
    return question.at(int(page))


def _no_command(name: str, line: str) -> InputProblem:
    """That there is no such command, with all that there are."""
    names = tuple(f"/{known}" for known in (*COMMANDS, CHECK))
    if not name:
        return InputProblem("ask.nothing", names=names)
    return InputProblem(
        "ask.no-command", name=name, names=names, text=" ".join(line.split())[:SHOWN]
    )


def _quote(value: str) -> str:
    """Escapes what the text form itself uses, and nothing more: a button holds 100 characters."""
    return value.replace("%", "%25").replace("&", "%26").replace("=", "%3D")
