"""The documented limits of commands: each is told when it is passed, and not before."""

from __future__ import annotations

from typing import Any

import pytest

from tests.loopback.limits import limit_violations

COMMANDS = "/applications/1/commands"
Body = dict[str, Any]


def command(**fields: Any) -> Body:
    return {"name": "timeline", "description": "Events by date", "type": 1, **fields}


def option(name: str = "topic", **fields: Any) -> Body:
    return {"name": name, "description": "A topic", "type": 3, **fields}


def choices(*pairs: tuple[str, object]) -> list[Body]:
    return [{"name": name, "value": value} for name, value in pairs]


FULL = [option(f"o{number}", description="x" * 100) for number in range(25)]


def largest(more: int) -> list[Body]:
    """Options that, with the command's own 22 characters, have 8,000 and so many more."""
    long = [("n" * 100, "v" * 100)]
    return [
        option("a", description="x" * 100, choices=choices(*long * 25)),
        option("b", description="x" * (76 + more), choices=choices(*long * 14)),
    ]


OF_COMMANDS: dict[str, tuple[Body, list[str]]] = {
    "as short as can be": (command(), []),
    "names in three scripts": (command(name="хронология", options=[option("年表")]), []),
    "an apostrophe, a mark of Devanagari": (command(name="l'année_हिन्दी-1"), []),
    "an upper-case name": (
        command(name="Timeline"),
        ["/Timeline name 'Timeline': not in lower case"],
    ),
    "a name with a space": (
        command(name="time line"),
        ["/time line name 'time line': ' ' cannot be in a name"],
    ),
    "a name too long": (
        command(name="x" * 33),
        [f"/{'x' * 33} name: 33 characters, at most 32"],
    ),
    "no description": (
        {"name": "timeline", "type": 1},
        ["/timeline description: 0 characters, at least 1"],
    ),
    "a description too long": (
        command(description="x" * 101),
        ["/timeline description: 101 characters, at most 100"],
    ),
    "translations": (
        command(
            name_localizations={"ru": "Хронология", "klingon": "x"},
            description_localizations={"zh-CN": ""},
        ),
        [
            "/timeline name 'Хронология': not in lower case",
            "/timeline description: 0 characters, at least 1",
            "/timeline: Discord has no locale 'klingon'",
        ],
    ),
    "the most options": (command(options=FULL), []),
    "too many options": (
        command(options=[*FULL, option("more")]),
        ["/timeline: 26 options, at most 25"],
    ),
    "an option's name and description": (
        command(options=[option("To pic", description="")]),
        [
            "/timeline To pic name 'To pic': ' ' cannot be in a name",
            "/timeline To pic name 'To pic': not in lower case",
            "/timeline To pic description: 0 characters, at least 1",
        ],
    ),
    "required first": (command(options=[option("a", required=True), option("b")]), []),
    "required last, in a subcommand": (
        command(options=[option("sub", type=1, options=[option("a"), option("b", required=True)])]),
        ["/timeline sub b: required, after an option that is not"],
    ),
    "one name twice": (
        command(options=[option(), option()]),
        ["/timeline: two options are named 'topic'"],
    ),
    "too many choices": (
        command(options=[option(choices=choices(*[("x", "y")] * 26))]),
        ["/timeline topic: 26 choices, at most 25"],
    ),
    "choices beside autocomplete": (
        command(options=[option(choices=choices(("x", "y")), autocomplete=True)]),
        ["/timeline topic: choices and autocomplete exclude one another"],
    ),
    "as much text as a command may have": (command(options=largest(0)), []),
    "a character more than a command may have": (
        command(options=largest(1)),
        ["/timeline: 8001 characters in all, at most 8000"],
    ),
    "a command of a menu": ({"name": "Find Sources", "type": 3}, []),
    "a command of a menu with a description": (
        {"name": "Find Sources", "type": 3, "description": "x"},
        ["/Find Sources: a command of a menu has no description"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), OF_COMMANDS.values(), ids=OF_COMMANDS.keys())
def test_commands(body: Body, expected: list[str]) -> None:
    """A command within the limits is clean, alone and among all that are set at once."""
    assert limit_violations("POST", COMMANDS, body) == expected
    assert limit_violations("PUT", "/applications/1/guilds/2/commands", [body]) == expected


def test_of_translations_the_longest_counts() -> None:
    """A translation longer than its original makes a command larger."""
    for more, problems in ((0, []), (1, ["/timeline: 8001 characters in all, at most 8000"])):
        options = largest(more)
        for choice in options[0]["choices"]:
            choice["name"], choice["name_localizations"] = "n", {"ru": "д" * 100, "de": "x"}
        assert limit_violations("POST", COMMANDS, command(options=options)) == problems


def test_all_commands_at_once() -> None:
    """100 slash commands at most, no two of a name; a menu's command may share it."""
    many = [command(name=f"c{number}") for number in range(100)]
    assert limit_violations("PUT", COMMANDS, [*many, {"name": "c1", "type": 3}]) == []
    assert limit_violations("PUT", COMMANDS, [*many, command(name="c1")]) == [
        "c1: two commands of type 1 have this name",
        "101 commands of type 1, at most 100",
    ]


def test_a_changed_command_may_leave_out_what_stays() -> None:
    """PATCH names what changes."""
    path = f"{COMMANDS}/2"
    assert limit_violations("PATCH", path, {"description": "x"}) == []
    assert limit_violations("PATCH", path, {"name": ""}) == ["/ name: 0 characters, at least 1"]
