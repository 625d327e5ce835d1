"""Facts changed under a running bot: read, shown, taken live, gone back from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.errors import FootnoteError
from bot.publish.outcome import Read
from bot.state.generations import Generation, Reload
from bot.store.facts import FactStore

OnDisk = Literal["same", "other", "gone"]
"""Whether `facts/` holds what is live, something else, or can't be listed at all."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go live beside what is. `kept` says that it was live before: a way back."""

    base: Generation
    read: Read
    kept: bool

    @property
    def nothing(self) -> bool:
        """Whether the two are one generation."""
        return self.base.id == self.read.generation


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
    """What was shown is not what would go live any more; `preview` is what would.

    `why`: the files have changed since, or somebody else took another generation live: `by`.
    """

    def __init__(self, preview: Preview, why: Literal["files", "live"]) -> None:
        super().__init__(why)
        self.preview = preview
        self.why = why


class NotKept(FootnoteError):
    """The generation to go back to is not kept (any more)."""


class Busy(FootnoteError):
    """Too many wait for their reading already."""


class LiveFacts:
    """The facts that are served. Called, it gives the store of this moment."""

    def __init__(self, store: FactStore) -> None:
        self._store = store

    def __call__(self) -> FactStore:
        """The store that answers ask; one answer asks for it once."""
        return self._store


class Reloader:
    """Changes the live facts, one change at a time."""

    async def preview(self) -> Preview:
        """Read and check `facts/`, and say what going live would change; changes nothing.

        Raises `CorpusError` with every problem, `ReadingFailed`, `StoreError` or `Busy`.
        """
        raise NotImplementedError

    async def preview_kept(self, generation: str) -> Preview:
        """Say what going back to a kept generation would change; raises `NotKept` and as above."""
        raise NotImplementedError

    async def go_live(self, base: str, generation: str, by: int, *, kept: bool) -> Reload:
        """Take what was shown live, in the place of `base`, and return the record of it.

        Raises `Outdated` with what would go live now, where it is not that, and as above.
        """
        raise NotImplementedError

    def leave(self, generation: str) -> None:
        """Do no more for what was shown and is not wanted."""
        raise NotImplementedError

    async def status(self) -> Status:
        """Say what is live and what else there is."""
        raise NotImplementedError


Facts = Callable[[], FactStore]
