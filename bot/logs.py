"""The log: one line a record, as text or JSON, from which no token can be read."""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

REDACTED = "[redacted]"

# Who has an interaction's token can answer in the bot's name for 15 minutes. Discord's are the
# base64 of "interaction:<id>:<secret>"; in events they stand as the value of "token".
_TOKENS = (
    re.compile(r"(/(?:webhooks|interactions)/\d+/)(?!\[)[^/\s?'\"]+"),
    re.compile(r"(['\"]token\\*['\"]\s*:\s*\\*['\"])[^'\"\\]+"),
    re.compile(r"()\baW50ZXJhY3Rpb246[\w=-]+"),
)

_CONTROL = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))} | {
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
_STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}

_ERROR_ID_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def set_up(
    level: str,
    log_format: Literal["text", "json"] = "text",
    *,
    token: str | None = None,
    stream: TextIO | None = None,
) -> None:
    """Send all records to `stream` (standard error) in the format, replacing what was set up.

    `level` is the bot's own; libraries never log below INFO, since their DEBUG lines hold what
    people wrote and asked.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter() if log_format == "json" else TextFormatter())
    handler.addFilter(Redaction([token] if token else []))
    own = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(own, logging.INFO), handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(own)


def new_error_id() -> str:
    """Return 8 letters and digits that are not mistaken for one another, 39 bits."""
    return "".join(secrets.choice(_ERROR_ID_LETTERS) for _ in range(8))


class Redaction(logging.Filter):
    """Takes tokens out of a record for good: message, exception, stack and extra values."""

    def __init__(self, secret_texts: Sequence[str]) -> None:
        super().__init__()
        self._secrets = tuple(secret_texts)
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; return True always."""
        record.msg = self.redact(_message(record))
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)
        record.exc_info = None
        if record.stack_info:
            record.stack_info = self.redact(record.stack_info)
        for name, value in _extras(record).items():
            if not isinstance(value, bool | int | float | None):
                setattr(record, name, self.redact(_text(value)))
        return True

    def redact(self, text: str) -> str:
        """Return the text without the secrets and without tokens of interactions."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        for pattern in _TOKENS:
            text = pattern.sub(rf"\g<1>{REDACTED}", text)
        return text


class TextFormatter(logging.Formatter):
    """`time LEVEL logger: message key=value`, then an exception's lines."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802
        """Return the time in UTC."""
        return _time(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Return the line; what somebody typed can't break it or pass for another."""
        extras = "".join(f" {name}={value}" for name, value in _extras(record).items())
        return (super().formatMessage(record) + extras).translate(_CONTROL)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, extra values, exception, stack."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line = _extras(record) | line
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        elif record.exc_text:
            line["exception"] = record.exc_text
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps(line, default=str)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - whatever an argument's own __str__ raises
        return f"{_text(record.msg)} (its arguments do not fit)"


def _text(value: object) -> str:
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - the same
        return object.__repr__(value)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    """Return what the caller gave as `extra`."""
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}
