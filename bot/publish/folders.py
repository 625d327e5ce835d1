"""Where everything is that facts are read from and compiled to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the facts are, where the texts to prove them are, if anywhere, and the bot's data."""

    facts: Path
    texts: Path | None
    data: Path
