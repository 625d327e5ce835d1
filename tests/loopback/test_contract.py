"""Requests held against Discord's own description of its API, and the bot's own bodies too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.loopback.contract import Contract

NOON = datetime(2026, 7, 19, 12, 0, tzinfo=UTC)
TOKEN = {"Authorization": "Bot MTk4.x.y"}
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "multipart/form-data; boundary=1"}
CALLBACK = "/interactions/80351110224678912/aToken/callback"
CHANNEL = "/channels/80351110224678912/messages"
ORIGINAL = "/webhooks/80351110224678912/aToken/messages/@original"
COMMANDS = "/applications/80351110224678912/commands"
V2 = 1 << 15

BUTTON = {"type": 2, "style": 2, "label": "On", "custom_id": "x"}

Headers = Mapping[str, str]


def checked(
    contract: Contract,
    request: str,
    body: object = None,
    *,
    headers: Headers | None = None,
    query: Mapping[str, str] | None = None,
    files: Sequence[str] = (),
) -> list[str]:
    """What is wrong with a request, without its method and path."""
    method, path = request.split()
    if headers is None:
        headers = {**TOKEN, **(JSON if body is not None else {})}
    found = contract.violations(method, path, query or {}, headers, body, files)
    return [problem.partition(": ")[2] for problem in found]


def boxed(*parts: object) -> dict[str, Any]:
    """A Components V2 message as an interaction's answer."""
    data = {"flags": V2, "components": [{"type": 17, "components": list(parts)}]}
    return {"type": 4, "data": data}


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("GET /users/@me", []),
        ("GET /gateway/bot", []),
        ("DELETE /webhooks/1/aToken/messages/@original", []),
        ("DELETE /webhooks/1/a%2FToken/messages/12", []),
        ("GET /nothing/here", ["the description has no such path"]),
        ("GET /channels/1/", ["the description has no such path"]),
        ("PUT /gateway/bot", ["the path has no such method"]),
    ],
)
def test_paths_and_methods(contract: Contract, request_: str, expected: list[str]) -> None:
    """What is not described is not there."""
    assert checked(contract, request_) == expected


def test_literal_segments_beat_parameters(contract: Contract) -> None:
    """`@original` is a path of its own, and no message's id."""
    for last, template in (
        ("@original", "@original"),
        ("%40original", "@original"),
        ("x", "{message_id}"),
    ):
        path = f"/webhooks/0/t/messages/{last}"
        (problem,) = contract.violations("PUT", path, {}, {}, None)
        assert problem.startswith(
            f"PUT /webhooks/{{webhook_id}}/{{webhook_token}}/messages/{template}:"
        )


@pytest.mark.parametrize(
    ("request_", "query", "expected"),
    [
        (f"GET {CHANNEL}", {"limit": "100", "before": "12"}, []),
        ("GET /channels/abc/messages", {}, ["path parameter channel_id: 'abc' does not match"]),
        (f"GET /channels/{2**64}/messages", {}, ["path parameter channel_id: '1844"]),
        (f"GET {CHANNEL}", {"limit": "101"}, ["query parameter limit: 101 is greater"]),
        (f"GET {CHANNEL}", {"limit": "many"}, ["query parameter limit: 'many' is not of type"]),
        (f"GET {CHANNEL}", {"after": "-1"}, ["query parameter after: '-1' does not match"]),
        (f"GET {CHANNEL}", {"limits": "1"}, ["there is no query parameter 'limits'"]),
    ],
)
def test_parameters(
    contract: Contract, request_: str, query: Mapping[str, str], expected: list[str]
) -> None:
    """Ids are 64 bits without a sign, numbers keep their bounds, names are not misspelt."""
    found = checked(contract, request_, query=query)
    assert len(found) == len(expected)
    assert all(problem.startswith(start) for problem, start in zip(found, expected))


@pytest.mark.parametrize("text", ["True", "true", "1", "False", "false", "0"])
def test_truth_in_a_query(contract: Contract, text: str) -> None:
    """Discord takes three spellings of each, and no others."""
    request = f"POST {CALLBACK}"
    assert checked(contract, request, {"type": 6}, query={"with_response": text}) == []
    assert checked(contract, request, {"type": 6}, query={"with_response": f"{text}!"}) == [
        f"query parameter with_response: '{text}!' is not of type 'boolean'"
    ]


@pytest.mark.parametrize(
    ("request_", "headers", "expected"),
    [
        ("GET /users/@me", TOKEN, []),
        ("GET /users/@me", {"authorization": "Bot x"}, []),
        ("GET /users/@me", {}, ["the Authorization is missing"]),
        ("GET /users/@me", {"Authorization": "x"}, ["the Authorization is not 'Bot' and a token"]),
        (
            "GET /users/@me/applications/1/role-connection",
            {"Authorization": "Bot x"},
            ["an Authorization is given, and a bot's is of no use here"],
        ),
        (f"DELETE {ORIGINAL}", {}, []),
        (f"DELETE {ORIGINAL}", TOKEN, []),
    ],
)
def test_authorization(
    contract: Contract, request_: str, headers: Headers, expected: list[str]
) -> None:
    """The bot's token is asked for, but where the path has a token of its own."""
    assert checked(contract, request_, headers=headers) == expected


BODIES: dict[str, tuple[str, object, list[str]]] = {
    "a text": (f"POST {CALLBACK}", boxed({"type": 10, "content": "x"}), []),
    "none where one is needed": (f"POST {CALLBACK}", None, ["the body is missing"]),
    "one where none is": (
        f"DELETE {ORIGINAL}",
        {},
        ["there is a body, and the description has none"],
    ),
    "a misspelt field of a message": (
        f"POST {CALLBACK}",
        {"type": 4, "data": {"contents": "x"}},
        ["data: there is no field 'contents' here"],
    ),
    "a misspelt field of a component": (
        f"POST {CALLBACK}",
        boxed({"type": 10, "content": "x", "colour": 1}),
        ["data.components[0].components[0]: there is no field 'colour' here"],
    ),
    "a misspelt field of an embed": (
        f"POST {CHANNEL}",
        {"embeds": [{"titel": "x"}]},
        ["embeds[0]: there is no field 'titel' here"],
    ),
    "tts where no message is": (
        f"POST {CALLBACK}",
        boxed({"type": 10, "content": "x", "tts": False}),
        ["data.components[0].components[0]: there is no field 'tts' here"],
    ),
    "a field that is missing": (
        f"POST {CALLBACK}",
        boxed({"type": 10}),
        ["data.components[0].components[0]: 'content' is a required property"],
    ),
    "an empty row": (
        f"POST {CALLBACK}",
        boxed({"type": 1, "components": []}),
        ["data.components[0].components[0].components: 0 items, at least 1"],
    ),
    "a text too long, not repeated": (
        f"POST {CALLBACK}",
        boxed({"type": 10, "content": "x" * 4001}),
        ["data.components[0].components[0].content: 4001 characters, at most 4000"],
    ),
    "a date without its zone": (
        f"POST {CHANNEL}",
        {"embeds": [{"timestamp": "2026-07-19T12:00:00"}]},
        ["embeds[0].timestamp: '2026-07-19T12:00:00' is not a 'date-time'"],
    ),
    "an address that is none": (
        f"POST {CHANNEL}",
        {"embeds": [{"url": "example.org"}]},
        ["embeds[0].url: 'example.org' is not a 'uri'"],
    ),
    "ids as numbers and as text": (
        f"POST {CHANNEL}",
        {"content": "x", "allowed_mentions": {"parse": [], "roles": [1, "2"]}},
        [],
    ),
    "an id below zero": (
        f"POST {CHANNEL}",
        {"content": "x", "allowed_mentions": {"parse": [], "roles": [-1]}},
        ["allowed_mentions.roles[0]: -1 is not a 'snowflake'"],
    ),
    "choices": (
        f"POST {CALLBACK}",
        {"type": 8, "data": {"choices": [{"name": "x", "value": "y"}]}},
        [],
    ),
    "a choice of text without a name: of three kinds the nearest": (
        f"POST {CALLBACK}",
        {"type": 8, "data": {"choices": [{"value": "y"}]}},
        ["data.choices[0]: 'name' is a required property"],
    ),
    "a number beyond 32 bits": (
        f"POST {CALLBACK}",
        boxed({"type": 10, "content": "x", "id": 2**31}),
        ["data.components[0].components[0].id: 2147483648 is not a 'int32'"],
    ),
    "a list where a text should be, not repeated": (
        f"POST {CALLBACK}",
        {"type": 4, "data": {"content": ["x" * 9999]}},
        [f"data.content: ['{'x' * 158}… is not of type 'string', 'null'"],
    ),
    "a choice without a value": (
        f"POST {CALLBACK}",
        {"type": 8, "data": {"choices": [{"name": "x"}]}},
        ["data.choices[0]: 'value' is a required property"],
    ),
}


@pytest.mark.parametrize(("request_", "body", "expected"), BODIES.values(), ids=BODIES.keys())
def test_bodies(contract: Contract, request_: str, body: object, expected: list[str]) -> None:
    """One problem is told once, at its place, without the whole value."""
    assert checked(contract, request_, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"type": 99}, "type 99 is none of: "),
        (boxed(BUTTON), "data.components[0].components[0]: type 2 is none of: "),
        (
            boxed({"type": 1, "components": [{**BUTTON, "style": 99}]}),
            "data.components[0].components[0].components[0].style: 99 is none of: 1 (PRIMARY), ",
        ),
    ],
)
def test_a_kind_that_has_no_place_there(
    contract: Contract, body: dict[str, Any], expected: str
) -> None:
    """The kinds that have one are named, in place of what is wrong with each of them."""
    (problem,) = checked(contract, f"POST {CALLBACK}", body)
    assert problem.startswith(expected)


def test_the_type_of_a_body(contract: Contract) -> None:
    """It is named, and one that the path takes."""
    body = {"content": "x"}
    request = f"POST {CHANNEL}"
    both = "expected application/json or multipart/form-data"
    assert checked(contract, request, body, headers=TOKEN) == [f"the Content-Type is '', {both}"]
    assert checked(contract, request, body, headers={**TOKEN, **FORM}) == []
    problem = "the Content-Type is 'multipart/form-data', expected application/json"
    assert checked(contract, f"PUT {COMMANDS}", [], headers={**TOKEN, **FORM}) == [problem]


CHART = {"id": 0, "filename": "chart.png"}
OLD = {"id": "80351110224678912"}
IMAGE = {"embeds": [{"image": {"url": "attachment://chart.png"}}]}
FORMS: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "a file and its attachment": ({"attachments": [CHART]}, ["chart.png"], []),
    "a file without a list of attachments": ({}, ["chart.png"], []),
    "an embed that shows it": ({"attachments": [CHART], **IMAGE}, ["chart.png"], []),
    "one that the message has already": ({"attachments": [OLD]}, [], []),
    "a file that is not there": (
        {"attachments": [CHART]},
        [],
        ["attachment 0 has no files[0]"],
    ),
    "a file by another name": (
        {"attachments": [CHART]},
        ["map.png"],
        ["attachment 0 is named 'chart.png', and files[0] 'map.png'"],
    ),
    "a file that no attachment names": (
        {"attachments": [CHART]},
        ["chart.png", "map.png"],
        ["files[1] 'map.png' is in no attachment"],
    ),
    "two attachments of one file": (
        {"attachments": [CHART, CHART]},
        ["chart.png"],
        ["two attachments have the id 0"],
    ),
    "an embed that shows another": (
        IMAGE,
        ["map.png"],
        ["attachment://chart.png is the name of no file"],
    ),
}


@pytest.mark.parametrize(("body", "files", "expected"), FORMS.values(), ids=FORMS.keys())
def test_files(
    contract: Contract, body: dict[str, Any], files: list[str], expected: list[str]
) -> None:
    """What a message says of its files is so, in a channel and in an interaction's answer."""
    headers = {**TOKEN, **FORM}
    assert checked(contract, f"POST {CHANNEL}", body, headers=headers, files=files) == expected
    wrapped = {"type": 4, "data": body}
    assert checked(contract, f"POST {CALLBACK}", wrapped, headers=headers, files=files) == expected


def test_files_need_a_form(contract: Contract) -> None:
    """JSON holds none."""
    found = checked(contract, f"POST {CHANNEL}", {"attachments": [CHART]}, files=["chart.png"])
    assert found == ["files need a body of multipart/form-data"]
