"""What the judge of fuzzed interactions finds wrong, and what it lets stand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.loopback.exchange import (
    CHOICES,
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    Exchange,
    Kind,
    Message,
)
from tests.loopback.judging import FAULT, problems
from tests.loopback.world import Channel, User

SOMEBODY = User(1, "mia")
PLACE = Channel(2, "quay")


def answered(kind: Kind, type_: int, data: dict[str, Any]) -> Exchange:
    """An interaction that was acknowledged once, with this."""
    exchange = Exchange(kind, 3, "token", SOMEBODY, PLACE, {}, None, 0.0)
    exchange.acknowledged, exchange.statuses = 0.1, [200]
    exchange.type, exchange.data = type_, data
    exchange.done.set()
    return exchange


def message(text: str, **more: Any) -> Exchange:
    """A slash command that was answered with this text."""
    display = {"type": 10, "content": text}
    container = {"type": 17, "components": [display]}
    return answered(
        "command", MESSAGE, {"components": [container], "allowed_mentions": {"parse": []}, **more}
    )


def choices(*pairs: tuple[str, str]) -> Exchange:
    """A completion that was answered with these names and values."""
    made = [{"name": name, "value": value} for name, value in pairs]
    return answered("autocomplete", CHOICES, {"choices": made})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("**Search**: \\@everyone \\<\\@1\\> [1]\n-# [a.example](<https://a.example/x>)", []),
        ("a family: 👩\u200d👩\u200d👧", []),
        ("", ["neither a message of text displays nor a private preview"]),
        (f"{FAULT}, and", ["told as a fault of ours"]),
        ("Traceback (most", ["shows 'Traceback'"]),
        ("a ValueError: x", ["shows 'ValueError'"]),
        ("a CommandNotFound: x", ["shows 'CommandNotFound'"]),
        ("in bot/local.py", ["shows '.py'"]),
        ("@here", ["not escaped: '@here'"]),
        ("\\\\@here", ["not escaped: '\\\\\\\\@here'"]),
        ("a <t:0:R>", ["not escaped: 'a <t:0:R>'"]),
        ("in <#1456074443980800016>, by <@1456074443980800022>", []),
        ("a <@145607444398080002>", ["not escaped: 'a <@145607444398080002>'"]),
        ("a || b", ["not escaped: 'a || b'"]),
        ("`a", ["not escaped: '`a'"]),
        ("~~a", ["not escaped: '~~a'"]),
        ("\\[a](b", ["not escaped: '\\\\[a](b'"]),
        ("https://evil.example", ["not escaped: 'https://evil.example'"]),
        ("<https://evil.example/x>", ["not escaped: '<https://evil.example'"]),
        ("a\u202eb", ["shows U+202E"]),
        ("a\x00b\u200bc", ["shows U+0000", "shows U+200B"]),
        ("a\ud800", ["shows U+D800"]),
    ],
)
def test_a_text(text: str, found: list[str]) -> None:
    """No fault, nothing of the program's inside, nothing that acts or hides."""
    assert problems(message(text)) == found


def test_a_message_around_its_text() -> None:
    """Nobody may be pinged, and all text is in text displays."""
    assert problems(message("a", allowed_mentions={"parse": ["users"]})) == [
        "allowed_mentions {'parse': ['users']}"
    ]
    assert problems(message("a", allowed_mentions=None)) == ["allowed_mentions None"]
    assert problems(message("a", content="b")) == [
        "neither a message of text displays nor a private preview"
    ]


def test_a_preview() -> None:
    """Content and an embed are private, and hold nothing that acts either."""
    embed = {"title": "On this day", "description": "**The ferry**", "footer": {"text": "[1]"}}
    shown = {"content": "Preview", "embeds": [embed], "allowed_mentions": {"parse": []}}
    assert problems(answered("command", MESSAGE, {**shown, "flags": 64})) == []
    assert problems(answered("command", MESSAGE, shown)) == [
        "neither a message of text displays nor a private preview"
    ]
    for hidden in ({**embed, "title": "@here"}, {**embed, "footer": {"text": "a @here"}}):
        data = {**shown, "embeds": [hidden], "flags": 64}
        assert len(problems(answered("command", MESSAGE, data))) == 1


def test_choices() -> None:
    """They hold nothing unseen."""
    assert problems(choices(("Harbour", "harbour"))) == []
    assert problems(choices(("a\u202e", "b"))) == ["shows U+202E"]


def test_an_acknowledgement() -> None:
    """Once, in time, of a type that the kind may have, and with nothing after it."""
    late = Exchange("command", 3, "token", SOMEBODY, PLACE, {}, None, 0.0)
    assert problems(late) == ["not answered"]
    twice = message("a")
    twice.statuses.append(400)
    assert problems(twice) == ["the callbacks were answered with [200, 400]"]
    told = message("a")
    told.statuses, told.on = [404, 200], Message(4, PLACE, {})
    assert problems(told) == ["the callbacks were answered with [404, 200]"]
    told.on.deleted = True  # by somebody else, meanwhile
    assert problems(told) == []
    more = message("a")
    more.followups.append(Message(4, PLACE, {}))
    assert problems(more) == ["1 messages after the answer"]
    assert problems(answered("command", DEFERRED, {})) == ["a callback of type 5"]
    assert problems(answered("component", DEFERRED_UPDATE, {})) == []
