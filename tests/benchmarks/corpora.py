"""The corpora that are measured, each compiled, and a bot's folder in which one is live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.publish.build import build
from bot.publish.kept import generation_path
from bot.state.database import StateDatabase
from bot.state.generations import Generations, NewGeneration
from bot.store.facts import FactStore
from tests.benchmarks.compiled import compiled
from tests.end_to_end import harbour
from tests.loopback.process import PROJECT

BUNDLED = "5articles"


@dataclass(frozen=True, slots=True)
class Measured:
    """A corpus: its name in the table, how many facts it has, and its compiled file."""

    name: str
    facts: int
    path: Path
    bundled: bool


async def measured(size: str, seed: int, cache: Path) -> Measured:
    """The corpus of a size, `5articles` or a number of facts; compiled if it is not yet."""
    bundled = size == BUNDLED
    if bundled:
        path = build(PROJECT / "facts", None, cache / "bundled").path
    else:
        path = compiled(int(size), seed, cache)
    store = await FactStore.open(path)
    facts = sum(store.counts.values())
    articles = len(store.articles)
    await store.close()
    return Measured(f"{articles} articles" if bundled else f"{facts:,}", facts, path, bundled)


async def make_live(corpus: Measured, folder: Path) -> dict[str, str]:
    """Make a corpus the live one in `folder`, as if it had been published; a bot's settings.

    The YAML files beside made-up facts are others: the bot says so in its log, and serves what is
    live.
    """
    store = await FactStore.open(corpus.path)
    generation = store.generation
    await store.close()
    data = folder / "data"
    state = await StateDatabase.open(data, now=lambda: datetime.now(UTC))
    try:
        generation_path(data, generation).symlink_to(corpus.path)
        new = NewGeneration(generation, corpus.path.stem)
        await Generations(state).set_live(new, "the benchmark", "start", None, expected=None)
    finally:
        await state.close()
    if corpus.bundled:
        return {"FOOTNOTE_FACTS_DIR": str(PROJECT / "facts")}
    harbour.write(folder)
    return {"FOOTNOTE_FACTS_DIR": str(folder / "facts")}
