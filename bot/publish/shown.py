"""What fact editors are shown before they change the facts, and why they can't."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.errors import FootnoteError
from bot.publish.outcome import Read
from bot.state.generations import Generation, Reload

OnDisk = Literal["same", "other", "gone"]
"""Whether `facts/` holds what is live, something else, or can't be listed at all."""

Why = Literal["files", "live", "done"]
"""Why another preview is shown than the one that was: the files have changed since, somebody has
taken other facts live, or has taken live what was shown."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go live beside what is. `kept` says that it was live before: a way back."""

    base: Generation
    read: Read
    kept: bool

    @property
    def nothing(self) -> bool:
        """Whether the two are the same facts."""
        return self.base.fingerprint == self.read.fingerprint


@dataclass(frozen=True, slots=True)
class Status:
    """What is live, and what can be. `kept` are those to go back to, the latest first.

    `history` are the last changes, the latest first.
    """

    live: Generation
    on_disk: OnDisk
    kept: tuple[Generation, ...]
    history: tuple[Reload, ...]


class Outdated(FootnoteError):
    """What was shown is not what would go live any more; `preview` is what would."""

    def __init__(self, preview: Preview, why: Why) -> None:
        super().__init__(why)
        self.preview = preview
        self.why = why


class AlreadyLive(FootnoteError):
    """What was to go live is live; `done` is the record of that, and whose it was."""

    def __init__(self, done: Reload) -> None:
        super().__init__(done.generation)
        self.done = done


class NotKept(FootnoteError):
    """The generation to go back to is not kept (any more)."""


class Busy(FootnoteError):
    """Too many wait for their reading already."""
