"""The log: one line a record in both formats, and no token in any part of it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.logs import new_error_id, set_up

TOKEN = "no-real-token.only-for.tests-0123456789"
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5OnNlY3JldA"
API = "https://discord.com/api/v10"


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Give pytest its handlers and levels back."""
    root, own = logging.getLogger(), logging.getLogger("bot")
    handlers, levels = root.handlers[:], (root.level, own.level)
    root.handlers.clear()
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    own.setLevel(levels[1])


@pytest.fixture(params=["text", "json"])
def out(request: pytest.FixtureRequest) -> io.StringIO:
    """A log in each of the two formats."""
    stream = io.StringIO()
    set_up("INFO", request.param, token=TOKEN, stream=stream)
    return stream


def json_log() -> io.StringIO:
    stream = io.StringIO()
    set_up("INFO", "json", token=TOKEN, stream=stream)
    return stream


def one(stream: io.StringIO) -> dict[str, Any]:
    """Return the only record of a JSON log."""
    (line,) = stream.getvalue().splitlines()
    record: dict[str, Any] = json.loads(line)
    return record


class Opaque:
    def __str__(self) -> str:
        return f"holding {TOKEN}"


class Broken:
    def __str__(self) -> str:
        raise ValueError(TOKEN)

    __repr__ = __str__


SECRETIVE = [
    TOKEN,
    f"Authorization: Bot {TOKEN}",
    f"POST {API}/webhooks/123/{INTERACTION}/messages/@original with {{}} has returned 404",
    f"'{API}/webhooks/123/{INTERACTION}?wait=true'",
    f"{API}/webhooks/123/oldStyle_t0ken-{INTERACTION[:5]}",
    f"{API}/interactions/123/{INTERACTION}/callback",
    f"{API}/interactions/123/oldStyle_t0ken/callback",
    f"{{'id': '1', 'token': '{INTERACTION}'}}",
    "{'id': '1', 'token': 'oldStyle_t0ken'}",
    json.dumps({"token": "oldStyle_t0ken"}),
    json.dumps(json.dumps({"token": "oldStyle_t0ken"})),
    f"bucket abc:123+{INTERACTION}",
]


def assert_no_secret(text: str) -> None:
    assert "[redacted]" in text
    for secret in (TOKEN, TOKEN[:12], INTERACTION, "oldStyle_t0ken"):
        assert secret not in text


@pytest.mark.parametrize("text", SECRETIVE)
def test_secrets_are_redacted_wherever_they_stand(out: io.StringIO, text: str) -> None:
    """Message, arguments, exception, its cause and notes, stack and extra values."""
    log = logging.getLogger("discord.http")
    log.info(text)
    log.info("asked: %s %r", text, {"in": text})
    log.info({"as": text})
    log.info("extra", extra={"where": text, "which": [text]})
    try:
        try:
            raise KeyError(text)
        except KeyError as cause:
            cause.add_note(text)
            raise RuntimeError(text) from cause
    except RuntimeError:
        log.exception("failed")
    written = out.getvalue()
    assert_no_secret(written)
    assert written.count("[redacted]") >= 8
    assert "RuntimeError" in written
    assert "direct cause" in written


def test_a_stack_and_opaque_values_are_redacted(out: io.StringIO) -> None:
    """Objects are redacted as they print; the lines of a stack are too."""
    logging.getLogger("bot").warning("%s", Opaque(), extra={"held": Opaque()})
    # In one line, since a stack shows the line of the call.
    logging.getLogger("bot").warning("no-real-token.only-for.tests-0123456789", stack_info=True)
    assert_no_secret(out.getvalue())
    assert "Stack (most recent call last)" in out.getvalue()


@pytest.mark.parametrize(
    ("message", "arguments"), [("%s %s", (TOKEN,)), ("%d", (TOKEN,)), ("%s", (Broken(),))]
)
def test_a_record_that_cannot_be_formatted(
    out: io.StringIO,
    capsys: pytest.CaptureFixture[str],
    message: str,
    arguments: tuple[object, ...],
) -> None:
    """It is logged without its arguments, instead of printed with them, or lost, or raised."""
    logging.getLogger("bot").warning(message, *arguments, extra={"held": Broken()})
    assert "its arguments do not fit" in out.getvalue()
    assert TOKEN not in out.getvalue()
    assert capsys.readouterr().err == ""


def test_what_is_not_secret_stays(out: io.StringIO) -> None:
    """Ids, ordinary links and words are left as they are."""
    text = f"GET {API}/channels/123/messages/456 token webhooks/none tokens: 'token'"
    logging.getLogger("bot").info(text)
    assert text in out.getvalue()
    assert "[redacted]" not in out.getvalue()


def test_without_a_token_nothing_else_is_redacted() -> None:
    """An unset or blank token does not make the log unreadable."""
    for token in (None, ""):
        stream = io.StringIO()
        set_up("INFO", "text", token=token, stream=stream)
        logging.getLogger("bot").info("plain")
        assert stream.getvalue().endswith(" INFO bot: plain\n")


def test_the_text_format(out: io.StringIO) -> None:
    """A line tells time in UTC, level, logger, message and extra values."""
    stream = io.StringIO()
    set_up("INFO", "text", stream=stream)
    record = logging.makeLogRecord(
        {
            "name": "bot.x",
            "levelname": "ERROR",
            "levelno": 40,
            "created": 0.5,
            "msg": "went %s",
            "args": ("wrong",),
            "error_id": "ABCD2345",
        }
    )
    logging.getLogger().handle(record)
    assert stream.getvalue() == (
        "1970-01-01T00:00:00.500+00:00 ERROR bot.x: went wrong error_id=ABCD2345\n"
    )
    assert out.getvalue() == ""


def test_the_json_format() -> None:
    """A line is an object; extra values keep their types and can't pass for the rest."""
    stream = json_log()
    logging.getLogger("bot.x").error(
        "мост\n%s", 1, extra={"error_id": "ABCD2345", "guild": 7, "level": "fake", "no": None}
    )
    record = one(stream)
    assert record.pop("time").endswith("+00:00")
    assert record == {
        "level": "ERROR",
        "logger": "bot.x",
        "message": "мост\n1",
        "error_id": "ABCD2345",
        "guild": 7,
        "no": None,
    }


def test_an_exception_in_json_is_one_line() -> None:
    """The traceback is a value of the object."""
    stream = json_log()
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("bot").exception("failed")
    record = one(stream)
    assert record["message"] == "failed"
    assert record["exception"].startswith("Traceback")
    assert record["exception"].endswith("ValueError: two\nlines")


@pytest.mark.parametrize("end", ["\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1b[2J"])
def test_what_somebody_typed_cannot_forge_a_line(out: io.StringIO, end: str) -> None:
    """Line ends and terminal codes in a message or an extra value stay visible on its line."""
    forged = f"x{end}2024-01-01 ERROR bot: forged"
    logging.getLogger("bot").info("asked for %s", forged, extra={"query": forged})
    assert len(out.getvalue().splitlines()) == 1
    assert "\x1b" not in out.getvalue()


def test_libraries_never_log_below_info() -> None:
    """DEBUG is for the bot's own lines: those of libraries hold what people wrote."""
    stream = io.StringIO()
    set_up("DEBUG", "text", stream=stream)
    for name in ("bot.answers", "discord.gateway", "aiosqlite", "asyncio"):
        logging.getLogger(name).debug("debug of %s", name)
        logging.getLogger(name).info("info of %s", name)
    written = [line.split(": ", 1)[1] for line in stream.getvalue().splitlines()]
    assert written == [
        "debug of bot.answers",
        "info of bot.answers",
        "info of discord.gateway",
        "info of aiosqlite",
        "info of asyncio",
    ]


def test_a_higher_level_holds_for_all() -> None:
    """At ERROR neither the bot nor a library logs a warning."""
    stream = io.StringIO()
    set_up("ERROR", "text", stream=stream)
    for name in ("bot", "discord"):
        logging.getLogger(name).warning("no")
        logging.getLogger(name).error("yes")
    assert stream.getvalue().count("yes") == 2
    assert "no\n" not in stream.getvalue()


def test_setting_up_again_replaces_the_first(out: io.StringIO) -> None:
    """Nothing is logged twice."""
    stream = json_log()
    logging.getLogger("bot").info("once")
    assert out.getvalue() == ""
    assert one(stream)["message"] == "once"


def test_error_ids_are_short_distinct_and_unambiguous() -> None:
    """8 characters, none of which is read as another, and no two alike in a thousand."""
    ids = [new_error_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert {len(error_id) for error_id in ids} == {8}
    letters = set("".join(ids))
    assert len(letters) == 30
    assert not letters & set("01ILOU")
    assert not any(letter.islower() for letter in letters)
