"""The documented limits of messages and answers: each is told when it is passed, and not before."""

from __future__ import annotations

from typing import Any

import pytest

from tests.loopback.limits import limit_violations

V2 = 1 << 15
WAVE = "\N{WAVING HAND SIGN}"
"""One character, two UTF-16 units."""

CALLBACK = "/interactions/1/token/callback"
Body = dict[str, Any]
NOBODY: Body = {"parse": []}


def message(**fields: Any) -> Body:
    """A message that pings nobody."""
    return {"allowed_mentions": NOBODY, **fields}


def text(content: str) -> Body:
    return {"type": 10, "content": content}


def button(number: int = 0, **fields: Any) -> Body:
    return {"type": 2, "style": 2, "label": "On", "custom_id": f"button {number}", **fields}


def row(*parts: Body) -> Body:
    return {"type": 1, "components": list(parts)}


def boxed(*parts: Body) -> Body:
    """A Components V2 message of one container."""
    return message(flags=V2, components=[{"type": 17, "components": list(parts)}])


def choices(*pairs: tuple[str, object]) -> list[Body]:
    return [{"name": name, "value": value} for name, value in pairs]


MESSAGES: dict[str, tuple[Body, list[str]]] = {
    "the longest content": (message(content="x" * 2000), []),
    "a content too long": (
        message(content="x" * 2001),
        ["content: 2001 characters, at most 2000"],
    ),
    "an emoji counts twice": (
        message(content=WAVE * 1001),
        ["content: 2002 characters, at most 2000"],
    ),
    "the longest nonce": (message(nonce="n" * 25), []),
    "a nonce too long": (message(nonce="n" * 26), ["nonce: 26 characters, at most 25"]),
    "no allowed mentions": (
        {"content": "@everyone"},
        ["allowed_mentions: missing, and then anybody named is pinged"],
    ),
    "mentions of everyone": (
        message(allowed_mentions={"parse": ["everyone"]}),
        ["allowed_mentions: parse is ['everyone'], expected an empty list"],
    ),
    "mentions left to Discord": (
        message(allowed_mentions={"roles": ["1"]}),
        ["allowed_mentions: parse is None, expected an empty list"],
    ),
    "a person pinged": (
        message(allowed_mentions={"parse": [], "users": ["1"]}),
        ["allowed_mentions: a person is pinged"],
    ),
    "the author of the message answered": (
        message(allowed_mentions={"parse": [], "replied_user": True}),
        ["allowed_mentions: a person is pinged"],
    ),
    "the chosen role": (message(allowed_mentions={"parse": [], "roles": ["1"]}), []),
    "the most text": (boxed(text("x" * 2000), text("x" * 2000)), []),
    "too much text in all": (
        boxed(text("x" * 2000), text("x" * 2001)),
        ["components: all text: 4001 characters, at most 4000"],
    ),
    "the most components": (boxed(*[text("x")] * 39), []),
    "too many components": (
        boxed(*[text("x")] * 38, row(button())),
        ["components: 41 with the nested ones, at most 40"],
    ),
    "content beside V2": (
        {**boxed(text("x")), "content": "x"},
        ["content: has no place beside the flag 1 << 15"],
    ),
    "embeds beside V2": (
        {**boxed(text("x")), "embeds": [{"title": "x"}]},
        ["embeds: has no place beside the flag 1 << 15"],
    ),
    "content taken away for V2": ({**boxed(text("x")), "content": None, "embeds": []}, []),
    "V2 without its flag": (
        message(components=[text("x")]),
        ["components: type 10 needs the flag 1 << 15"],
    ),
    "buttons without V2": (message(content="x", components=[row(button())]), []),
    "the longest custom_id": (boxed(row(button(custom_id="x" * 100))), []),
    "a custom_id too long": (
        boxed(row(button(custom_id="x" * 101))),
        ["components: custom_id: 101 characters, at most 100"],
    ),
    "an empty custom_id": (
        boxed(row(button(custom_id=""))),
        [
            "components: custom_id: 0 characters, at least 1",
            "components: the button 'On' of style 2 needs a custom_id",
        ],
    ),
    "a custom_id twice, once beside a section": (
        boxed(row(button(1)), {"type": 9, "components": [text("x")], "accessory": button(1)}),
        ["components: the custom_id 'button 1' is not unique"],
    ),
    "an id twice": (
        boxed({**text("x"), "id": 7}, {**text("y"), "id": 7}),
        ["components: the id 7 is not unique"],
    ),
    "the longest label": (boxed(row(button(label="x" * 80))), []),
    "a label too long": (
        boxed(row(button(label="x" * 81))),
        ["components: label: 81 characters, at most 80"],
    ),
    "a full row": (boxed(row(*map(button, range(5)))), []),
    "six buttons in a row": (
        boxed(row(*map(button, range(6)))),
        ["components: 6 buttons in a row, at most 5"],
    ),
    "a menu beside a button": (
        boxed(row(button(), {"type": 3, "custom_id": "menu", "options": []})),
        ["components: a select menu shares its row"],
    ),
    "a link with a custom_id": (
        boxed(row(button(style=5, url="https://example.org"))),
        ["components: the button 'On' of style 5 cannot have a custom_id"],
    ),
    "the fullest embed": (
        message(embeds=[{"description": "x" * 4096, "footer": {"text": "x" * 1904}}]),
        [],
    ),
    "too much in all embeds": (
        message(embeds=[{"description": "x" * 4096}, {"description": "x" * 1905}]),
        ["embeds: all text: 6001 characters, at most 6000"],
    ),
    "too many embeds": (message(embeds=[{"title": "x"}] * 11), ["embeds: 11, at most 10"]),
    "too many fields": (
        message(embeds=[{"fields": [{"name": "x", "value": "y"}] * 26}]),
        ["embeds: 26 fields, at most 25"],
    ),
    "each text of an embed too long": (
        message(
            embeds=[
                {
                    "title": "x" * 257,
                    "author": {"name": "x" * 257},
                    "fields": [{"name": "x" * 257, "value": "x" * 1025}],
                },
                {"footer": {"text": "x" * 2049}},
            ]
        ),
        [
            "embeds: title: 257 characters, at most 256",
            "embeds: author: 257 characters, at most 256",
            "embeds: field name: 257 characters, at most 256",
            "embeds: field value: 1025 characters, at most 1024",
            "embeds: footer: 2049 characters, at most 2048",
        ],
    ),
    "a description too long": (
        message(embeds=[{"description": "x" * 4097}]),
        ["embeds: description: 4097 characters, at most 4096"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), MESSAGES.values(), ids=MESSAGES.keys())
def test_messages(body: Body, expected: list[str]) -> None:
    """A message within the limits is clean, one beyond is told by how much."""
    assert limit_violations("POST", "/channels/1/messages", body) == expected


PLACES = {
    "POST /channels/1/messages": {},
    "PATCH /channels/1/messages/2": {},
    "POST /webhooks/1/token": {},
    "PATCH /webhooks/1/token/messages/@original": {},
    f"POST {CALLBACK} 4": {"type": 4},
    f"POST {CALLBACK} 7": {"type": 7},
}


@pytest.mark.parametrize(("request_", "wrapped"), PLACES.items())
def test_wherever_a_message_is_made_or_edited(request_: str, wrapped: Body) -> None:
    """The same rules hold in channels, follow-ups and answers to interactions."""
    method, path, *_ = request_.split()
    pinging = {"content": "@everyone"}
    body = {**wrapped, "data": pinging} if wrapped else pinging
    expected = ["allowed_mentions: missing, and then anybody named is pinged"]
    assert limit_violations(method, path, body) == expected


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
        ("POST", CALLBACK, {"type": 6}),
        ("DELETE", "/webhooks/1/token/messages/@original", None),
        ("GET", "/applications/1/commands", None),
    ],
)
def test_what_holds_no_message(method: str, path: str, body: object) -> None:
    """A deferral and a request without a body need no allowed mentions."""
    assert limit_violations(method, path, body) == []


ANSWERS: dict[str, tuple[Body, list[str]]] = {
    "the most choices": ({"type": 8, "data": {"choices": choices(*[("x", "y")] * 25)}}, []),
    "too many choices": (
        {"type": 8, "data": {"choices": choices(*[("x", "y")] * 26)}},
        ["choices: 26 choices, at most 25"],
    ),
    "choices of wrong lengths": (
        {"type": 8, "data": {"choices": choices(("", 1), ("x" * 101, "y" * 101))}},
        [
            "choices choice name: 0 characters, at least 1",
            "choices choice name: 101 characters, at most 100",
            "choices choice value: 101 characters, at most 100",
        ],
    ),
    "a modal": (
        {"type": 9, "data": {"title": "x" * 45, "custom_id": "m", "components": [text("x")]}},
        [],
    ),
    "a modal without anything": (
        {"type": 9, "data": {"title": "x" * 46, "custom_id": "", "components": []}},
        [
            "title: 46 characters, at most 45",
            "custom_id: 0 characters, at least 1",
            "components: 0 in a modal, expected 1 to 5",
        ],
    ),
    "a modal whose input is too much of everything": (
        {
            "type": 9,
            "data": {
                "title": "x",
                "custom_id": "m",
                "components": [
                    {
                        "type": 18,
                        "label": "x" * 46,
                        "description": "x" * 101,
                        "component": {
                            "type": 4,
                            "custom_id": "words",
                            "placeholder": "x" * 101,
                            "min_length": 5,
                            "max_length": 4001,
                        },
                    }
                ],
            },
        },
        [
            "components: label: 46 characters, at most 45",
            "components: description: 101 characters, at most 100",
            "components: placeholder: 101 characters, at most 100",
            "components: from 5 to 4001 characters to type, expected some of 0 to 4000",
        ],
    ),
    "two inputs of a modal with one custom_id": (
        {
            "type": 9,
            "data": {
                "title": "x",
                "custom_id": "m",
                "components": [
                    {"type": 18, "label": "x", "component": {"type": 4, "custom_id": "same"}}
                ]
                * 2,
            },
        },
        ["components: the custom_id 'same' is not unique"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_choices_and_modals(body: Body, expected: list[str]) -> None:
    """What an interaction is answered with, other than a message."""
    assert limit_violations("POST", CALLBACK, body) == expected
