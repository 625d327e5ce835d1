"""The one error tree: what can go wrong, and which of it a person may read.

    FootnoteError
    ├── ConfigError        a setting is wrong; read by whoever starts the bot
    ├── CorpusError        the facts have problems; carries all of them; read by fact editors
    ├── StoreError         a compiled facts database can't be opened or is of another schema
    │   └── NotArchived    the YAML of a generation is not kept
    ├── StateError         state.db can't be used
    │   └── StateLocked    another process owns it
    ├── NotYetKnown        what is needed for this comes later; to be tried again
    ├── LocalWorkspaceError  the local workspace cannot start
    └── InputProblem       somebody typed what can't be answered; carries a wording key

Anything else that escapes is a fault of ours: it goes to the log with an id, and the person who
asked is told that id and nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


class FootnoteError(Exception):
    """Root of everything that the program raises on purpose."""


class ConfigError(FootnoteError):
    """A setting is missing or wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the facts: where it stands, what it is, and what was expected.

    `line` counts from 1; 0 means the file as a whole. `unsealed`: it is a quote without a seal, or
    with one that does not fit its words.
    """

    file: str
    line: int
    message: str
    severity: Literal["error", "warning"] = "error"
    unsealed: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        prefix = "warning: " if self.severity == "warning" else ""
        return f"{place}: {prefix}{self.message}"


class CorpusError(FootnoteError):
    """The facts cannot be used; `problems` holds every reason found, not just the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class StoreError(FootnoteError):
    """A compiled facts database cannot be opened."""


class NotArchived(StoreError):
    """The YAML that a generation was compiled from is not kept."""


class StateError(FootnoteError):
    """The durable state cannot be used."""


class StateLocked(StateError):
    """Another process owns the state."""


class NotYetKnown(FootnoteError):
    """Something can't be done before more is known, and will be then."""


class LocalWorkspaceError(FootnoteError):
    """The local workspace in the browser cannot start."""


class InputProblem(FootnoteError):
    """Somebody typed something that can't be answered as it stands.

    `key` names a sentence in `bot.wording`; `values` fill its places, several as a list. It is
    shown privately.
    """

    def __init__(self, key: str, **values: str | int | tuple[str, ...]) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values
