"""What the process that reads and compiles the facts tells the one that asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.corpus.difference import Difference
from bot.corpus.model import Kind
from bot.errors import FootnoteError, Problem


@dataclass(frozen=True, slots=True)
class Read:
    """Facts that were read and passed the check, and what they are beside the live ones.

    `generation` is the id of what they compile to. `difference` is None where there is nothing to
    compare them with.
    """

    generation: str
    fingerprint: str
    counts: dict[Kind, int]
    articles: int
    warnings: tuple[Problem, ...]
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled generation; `seconds` are what compiling took, None where it was there already."""

    generation: str
    fingerprint: str
    path: Path
    seconds: float | None


class ReadingFailed(FootnoteError):
    """The process that reads came to no end of its own; the facts that are served stay.

    `file` is the one that was being read, if it was one; `why` says what ended the process.
    """

    def __init__(self, why: str, file: str | None = None) -> None:
        super().__init__(f"{file}: {why}" if file else why)
        self.why = why
        self.file = file
