"""The facts that are served, and what becomes of those that were."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a first start compiles before this process loads what it serves with
    from bot.store.facts import FactStore

ANSWERING = 30.0
"""Seconds that replaced facts stay open for what is being answered from them. Whatever answers an
interaction asks the facts within the three seconds that Discord waits."""


class ServedFacts:
    """The facts of this moment. Called, it gives their store; one answer asks for it once.

    It has none until the first is taken. `close` it after use.
    """

    def __init__(self) -> None:
        self._store: FactStore | None = None
        self._retired: set[asyncio.Task[None]] = set()

    def __call__(self) -> FactStore:
        """The store that answers ask."""
        assert self._store is not None, "asked before the facts were there"
        return self._store

    def take(self, store: FactStore) -> None:
        """Serve these from now on; those before are closed when what asks them has ended."""
        before, self._store = self._store, store
        if before is not None:
            task = asyncio.create_task(self._close_later(before))
            self._retired.add(task)
            task.add_done_callback(self._retired.discard)

    async def close(self) -> None:
        """Close the facts, also those that were replaced."""
        retired = tuple(self._retired)
        for task in retired:
            task.cancel()
        await asyncio.gather(*retired, return_exceptions=True)
        if self._store is not None:
            await self._store.close()

    async def _close_later(self, store: FactStore) -> None:
        try:
            await asyncio.sleep(ANSWERING)
        finally:
            await store.close()
