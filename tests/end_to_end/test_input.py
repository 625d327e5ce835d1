"""What people type: exact explanations of what can't be answered, and hostile text of all kinds."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.answers.question import COMMANDS, MAX_OPTION, REQUIRED
from bot.interface.checking import LONGEST
from tests.end_to_end.scene import Scene

TEXT_OPTIONS = [
    *((command, option) for command, options in COMMANDS.items() for option in options),
    ("settings", "time_zone"),
    ("settings", "language"),
    ("check", "text"),
]
HOSTILE = (
    '"', '""', "'", "*", "a*", "^a", "a OR b", "a AND", "NOT", "NEAR(a b, 5)", "what:a", "-a", "(",
    "')); drop table fact; --", "1; select * from fact", "%", "_", "\\", "\x00", "\x1b[31m",
    "**bold** __u__ ~~s~~ ||spoiler|| `code`", "> quote", "# heading", "- list", "1. list",
    "[link](https://evil.example)", "https://evil.example/?a=1&b=2", "@everyone", "@here", "<@1>",
    "<@&1>", "<#1>", "<t:0:R>", "<:a:1>", "</timeline:1>", "🚢⚓🇨🇳",
    "👩‍👩‍👧", "ha\u200brbour", "\u200b",
    "\u202ereversed", "\ufeff", "مرحبا", "हिन्दी", "ไทย", "日本語", "e\u0301" * 30, "a\nb\r\nc\t",
    "{name} {0} %s %(x)s", "$(id)", "../../etc/passwd", "a=b&c=d", "#", "#AAAAAAAAAAAAAAAA",
    "\U0010ffff", "9" * 60, " ", "x" * 100, "каша " * 20,
)  # fmt: skip
LONG = ("x" * 300, "@everyone " * 30, "ferry " * 50, '"' * 300, "🚢" * 300)
UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[@<`|]")
"""What could ping, link or hide; only what is the bot's own markup stands without a backslash."""


async def explained(scene: Scene, command: str, **options: Any) -> str:
    """The sentence that a private explanation consists of."""
    answer = await scene.ask(command, **options)
    assert answer.private
    assert answer.buttons == {}
    [text] = answer.texts
    return text


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"from_": "2023-02-30"},
            "There is no such day as “2023-02-30”: February 2023 has 28 days.",
        ),
        (
            {"to": "2021-13"},
            "There is no month 13: “2021-13”. Months go from 1 to 12; try May 2021 or 2021-05.",
        ),
        (
            {"from_": "2022", "to": "2021"},
            (
                "The time asked for runs backwards: it starts at 2022 and ends at 2021."
                " Swap the two dates."
            ),
        ),
        (
            {"from_": "03/04/2001"},
            (
                "“03/04/2001” can be 3 April 2001 or 4 March 2001."
                " Write the month as a word, or the date as 2001-07-19."
            ),
        ),
        (
            {"from_": "the day it rained"},
            (
                "I can’t read “the day it rained” as a date."
                " Try 2021, May 2021, 2001-07-19, 19 July 2001 or 19.07.2001."
            ),
        ),
        (
            {"to": "19.07.01"},
            "Please write the year of “19.07.01” with four digits, such as 2021.",
        ),
        (
            {"topic": "harbor master"},
            (
                "There is no topic “harbor master”. Pick one from the list that opens as you type,"
                " or use /search."
            ),
        ),
        ({"topic": "harbor"}, "There is no topic “harbor”. Did you mean “Harbour”?"),
        (
            {"person": "Bo Lindd"},
            "No person or body “Bo Lindd” is named in the articles’ facts. Did you mean “Bo Lind”?",
        ),
        (
            {"article": "nowhere"},
            "There is no article “nowhere”. Use /article without an option to see them all.",
        ),
    ],
)
async def test_what_cannot_be_answered_is_explained_privately(
    scene: Scene, options: dict[str, Any], sentence: str
) -> None:
    """The explanation names what was typed, what is wrong with it, and the way on."""
    assert await explained(scene, "timeline", **options) == sentence


@pytest.mark.parametrize(
    ("command", "options", "sentence"),
    [
        (
            "figures",
            {"what": "cargos"},
            "The articles’ figures have no measure “cargos”. Did you mean “Cargo”?",
        ),
        (
            "quote",
            {"speaker": "Nobody"},
            ("Nobody called “Nobody” is quoted in the articles."
            " Pick a speaker from the list that opens as you type."),
        ),
        ("quote", {"speaker": "An Reed"}, ("Nobody called “An Reed” is quoted in the articles."
         " Did you mean “Ann Reed”?")),
        ("onthisday", {"day": "30 February"}, ("There is no such day as “30 February”:"
         " February has at most 29 days.")),
        ("onthisday", {"day": "July"}, ("“July” is no single day."
         " Give a day and a month, such as 19 July.")),
        ("article", {"article": "Ida Hal"}, ("No single article is called “Ida Hal”."
         " Did you mean “hall-2022”?")),
    ],
)  # fmt: skip
async def test_each_command_explains_its_own_options(
    scene: Scene, command: str, options: dict[str, Any], sentence: str
) -> None:
    """What a measure, a speaker, a day or an article must be is told in its own words."""
    assert await explained(scene, command, **options) == sentence


@pytest.mark.parametrize(("command", "option"), TEXT_OPTIONS)
async def test_no_text_breaks_an_option(scene: Scene, command: str, option: str) -> None:
    """Whatever is typed is answered, within Discord's limits, without a fault and a ping."""
    room = 300 if option in ("query", "words") else 100
    by = scene.manager if command == "settings" else scene.asker
    texts = (*HOSTILE, *LONG) if command != "settings" else HOSTILE[::4]
    for typed in texts:
        answer = await scene.ask(command, by=by, **{option: typed[:room]})
        assert "error id" not in answer.text, typed
        assert UNESCAPED.search(answer.text.replace("\n> ", "")) is None, typed
        for label, enabled in answer.buttons.items():
            if enabled and label in ("Next", "Show source words"):
                await scene.press(answer, label, by=by)
                assert "error id" not in answer.text, typed
    for body in scene.sent():
        assert body["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@everyone <@1>", "\\@everyone \\<\\@1\\>"),
        ("**a** _b_ ~~c~~ ||d|| `e`", "\\*\\*a\\*\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\`"),
        ("[a](https://evil.example)", "\\[a\\](https\\://evil.example)"),
        ("a\nb", "a b"),
        ("a\u202eb\u200bc", "abc"),
    ],
)
async def test_typed_text_is_shown_as_typed_and_does_nothing(
    scene: Scene, typed: str, shown: str
) -> None:
    """The title repeats the question, with its markup escaped and its tricks taken out."""
    answer = await scene.ask("search", query=typed)
    assert answer.title.startswith(f"Search: {shown}")


@pytest.mark.parametrize(
    "typed",
    ["harbour", "HARBOUR", "  harbour ", "\u200bharbour", "ｈａｒｂｏｕｒ", "Harbour\u00a0"],
)
async def test_a_topic_is_found_however_it_is_written(scene: Scene, typed: str) -> None:
    """Capitals, spaces, invisible characters and full-width letters do not matter."""
    assert (await scene.ask("timeline", topic=typed)).title == "Timeline: Harbour"


@pytest.mark.parametrize("typed", ["ferry AND opened*", '"ferry', "ferry -opened", "ferry)"])
async def test_operators_in_a_search_are_words(scene: Scene, typed: str) -> None:
    """What means something to a search engine finds the ferry like the bare word."""
    answer = await scene.ask("search", query=typed)
    assert "ferry" in answer.texts[1]


async def test_discord_is_told_how_long_an_option_may_be(scene: Scene) -> None:
    """Longer text than we take can't be sent in the first place, and required options are so."""
    [request] = [r for r in scene.env.http_requests if r.path.endswith("/commands")]
    assert isinstance(request.json, list)
    seen = set()
    for command in request.json:
        for option in command.get("options", ()):
            if option["type"] == 3:
                seen.add((command["name"], option["name"]))
                longest = LONGEST if command["name"] == "check" else MAX_OPTION
                assert 1 <= option["max_length"] <= longest
                required = {**REQUIRED, "check": "text"}.get(command["name"]) == option["name"]
                assert option["required"] is required
    assert seen == set(TEXT_OPTIONS)
