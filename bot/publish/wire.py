"""How a process that reads tells what it found: messages, each a kind and JSON on one short line.

What is long (problems, a difference) comes as many lines before the message it belongs to, so that
whoever listens on an event loop is never held up by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

from bot.corpus.difference import Change, Difference, EventChange, FieldChange
from bot.errors import Problem
from bot.publish.outcome import Compiled, Read

Message = tuple[str, Any]

FILE = "file"
"""The file that is read next, or null for none."""
PROBLEM = "problem"
BROKEN = "broken"
"""The facts can't be used, because of the problems told before."""
CHANGE = "change"
EVENT = "event"
READ = "read"
COMPILED = "compiled"
ERROR = "error"
"""A `StoreError`: its text, and whether it is a `NotArchived`."""
LIMIT = "limit"
"""The process reached the limit on its memory."""


def line(kind: str, value: Any) -> bytes:
    """A message as it is sent."""
    return f"{kind} {json.dumps(value)}\n".encode()


def message(sent: bytes) -> Message:
    """A message as it was sent. Raises `ValueError` for what is none."""
    kind, _, body = sent.partition(b" ")
    return kind.decode("ascii"), json.loads(body)


def broken(problems: tuple[Problem, ...]) -> Iterator[Message]:
    """The messages that say why the facts can't be used."""
    yield from ((PROBLEM, astuple(problem)) for problem in problems)
    yield BROKEN, None


def read(found: Read) -> Iterator[Message]:
    """The messages that say what was read."""
    yield from ((PROBLEM, astuple(problem)) for problem in found.warnings)
    difference = found.difference
    if difference is not None:
        yield from ((CHANGE, astuple(change)) for change in difference.changes)
        yield from ((EVENT, astuple(event)) for event in difference.events)
    about = (found.generation, found.fingerprint, found.counts, found.articles)
    yield READ, (*about, difference is not None)


def compiled(made: Compiled) -> Message:
    """The message that says what was compiled."""
    return COMPILED, (made.generation, made.fingerprint, str(made.path), made.seconds)


class Gathered:
    """What came before the message that it belongs to."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._changes: list[Change] = []
        self._events: list[EventChange] = []

    def take(self, kind: str, value: Any) -> bool:
        """Take a message, if it is one of many."""
        if kind == PROBLEM:
            self.problems.append(Problem(*value))
        elif kind == CHANGE:
            self._changes.append(_change(*value))
        elif kind == EVENT:
            self._events.append(_event(*value))
        else:
            return False
        return True

    def read(self, value: Any) -> Read:
        """What was read, from its last message."""
        generation, fingerprint, counts, articles, compared = value
        difference = Difference(tuple(self._changes), tuple(self._events)) if compared else None
        problems = tuple(self.problems)
        return Read(generation, fingerprint, counts, articles, problems, difference)


def compiled_of(value: Any) -> Compiled:
    """What was compiled, from its message."""
    generation, fingerprint, path, seconds = value
    return Compiled(generation, fingerprint, Path(path), seconds)


def _change(section: Any, id_: str, how: Any, what: str, fields: Any) -> Change:
    return Change(section, id_, how, what, tuple(FieldChange(*field) for field in fields))


def _event(
    id_: str, how: Any, what: str, days: Any, months: Any, topics: Any, disputed: bool
) -> EventChange:
    days = tuple((month, day) for month, day in days)
    return EventChange(id_, how, what, days, tuple(months), tuple(topics), disputed)
