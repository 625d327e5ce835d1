"""The formats that an answer can be taken along in, and the file of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.answers.desk import Desk
from bot.answers.export.bibliography import bibliography
from bot.answers.export.collect import Export, base_name
from bot.answers.export.dated import calendar, has_days
from bot.answers.export.footnotes import footnoted
from bot.answers.export.table import table

Format = Literal["csv", "json", "md", "csl", "ics"]

NAMES: dict[Format, str] = {
    "csv": "CSV",
    "json": "JSON",
    "md": "Markdown",
    "csl": "CSL-JSON",
    "ics": "iCalendar",
}
"""Their names, in every language, and the order in which they are offered."""

FORMATS = tuple(NAMES)

BYTES = 8 * 1024 * 1024
"""Largest file. Discord takes 10 MiB of a message (developer documentation, "Uploading Files")."""

ENDINGS: dict[Format, str] = {
    "csv": "csv",
    "json": "json",
    "md": "md",
    "csl": "csl.json",
    "ics": "ics",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file, and what it holds: fewer facts than were to go in, where it would be too large."""

    name: str
    content: bytes
    export: Export


def offered(export: Export) -> tuple[Format, ...]:
    """The formats that have something of these facts: a calendar needs a dated event."""
    return tuple(
        form for form in FORMATS if form != "ics" or any(has_days(told) for told in export.facts)
    )


def make(export: Export, form: Format, desk: Desk, stamp: datetime, limit: int = BYTES) -> File:
    """The file of a format, of `limit` bytes at most; `stamp` is the time of making it.

    Asks the facts, and takes up to some seconds for the most facts: not for an event loop.
    """
    content = _encoded(export, form, desk, stamp)
    while len(content) > limit and export.facts:
        export = export.first(len(export.facts) * limit // len(content))
        content = _encoded(export, form, desk, stamp)
    return File(f"{base_name(export.question)}.{ENDINGS[form]}", content, export)


def _encoded(export: Export, form: Format, desk: Desk, stamp: datetime) -> bytes:
    match form:
        case "csv":
            return table(export, desk)
        case "json":
            from bot.answers.export.document import document  # models that few runs need

            return document(export, desk)
        case "md":
            return footnoted(export, desk)
        case "csl":
            return bibliography(export, desk)
        case "ics":
            return calendar(export, desk, stamp)
