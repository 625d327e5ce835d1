"""Opens compiled corpora for a test, and closes them after it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.corpus.model import ArticleFile, Corpus
from bot.store.facts import FactStore
from tests.store.factories import compiled, corpus

Opener = Callable[..., Awaitable[FactStore]]


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opener]:
    """Compile article files (or a whole corpus) and open the result."""
    stores: list[FactStore] = []

    async def open_store(*files: ArticleFile, whole: Corpus | None = None) -> FactStore:
        folder = tmp_path / str(len(stores))
        folder.mkdir()
        stores.append(await FactStore.open(compiled(folder, whole or corpus(*files))))
        return stores[-1]

    yield open_store
    for store in stores:
        await store.close()
