"""What is remembered of articles while they are compiled: names, authors, how many of a kind."""

from __future__ import annotations

from typing import get_args

from bot.corpus.model import Kind
from bot.store.draft import Draft
from bot.store.names import Named


class Met:
    """Takes articles' drafts in the order of their files."""

    def __init__(self) -> None:
        self.names: list[Named] = []
        self.authors: set[str] = set()
        self._totals = {"event": 0, "figure": 0, "quote": 0, "opinion": 0}
        self._newest: tuple[tuple[int, bool], int] | None = None

    def add(self, draft: Draft) -> None:
        """Take down the next article."""
        place = len(self.names)
        if self._newest is None or draft.published > self._newest[0]:
            self._newest = draft.published, place
        self.names.append((draft.id, draft.names))
        if draft.person is not None:
            self.authors.add(draft.person)
        for kind, size in zip(get_args(Kind), draft.sizes, strict=True):
            self._totals[kind] += size
        self._totals["opinion"] += draft.opinion

    def totals(self) -> dict[str, int]:
        """How many facts of each kind, how many opinions, and the newest article's place."""
        newest = {} if self._newest is None else {"newest": self._newest[1]}
        return self._totals | newest
