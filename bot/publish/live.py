"""Which generation a start serves."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.corpus.files import fingerprint
from bot.errors import StoreError
from bot.publish.apart import Wanted, read_apart
from bot.publish.build import Published, generation_path
from bot.state.generations import Generations, How, NewGeneration
from bot.store.leftovers import sweep

if TYPE_CHECKING:  # a compile should have begun before this process loads the rest
    from bot.store.facts import FactStore

KEPT_GENERATIONS = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A generation that is served: which, and its facts, for the caller to close."""

    published: Published
    facts: FactStore


async def live(
    facts: Path, texts: Path | None, folder: Path, generations: Generations, *, publish: bool
) -> Opened:
    """The generation to serve: the live one, or on a first start what `facts/` holds.

    Facts that were edited since do not go live by a restart, unless `publish` asks for it; the
    log says that they differ. Raises `CorpusError` where facts must be compiled and are not clean.
    """
    current = await generations.live()
    if current is not None and not publish:
        path = generation_path(folder, current.id)
        edited = await asyncio.to_thread(fingerprint, facts) != current.fingerprint
        store = await _opened(path)
        if store is not None:
            if edited:
                log.warning(
                    "the facts in %s differ from the live ones; start with --publish to take"
                    " them live",
                    facts,
                )
            return Opened(Published(current.id, path, current.fingerprint), store)
        log.warning(
            "the live generation's file is gone, damaged or of another version;"
            " compiling the facts as they are now"
        )
    sweep(folder)
    made = await _build_apart(facts, texts, folder)
    store = await _opened(made.path)
    if store is None:  # it was there already, and something has spoiled it
        made.path.unlink()
        made = await _build_apart(facts, texts, folder)
        store = await _open(made.path)
    try:
        how: How = "start" if current is None else "publish"
        before = current.id if current is not None else None
        new = NewGeneration(made.generation, made.fingerprint)
        await generations.set_live(new, "the command line", how, None, expected=before)
    except BaseException:
        await store.close()
        raise
    log.info("generation %s is live", made.generation)
    _sweep_old(folder, made.path)
    return Opened(made, store)


async def _build_apart(facts: Path, texts: Path | None, folder: Path) -> Published:
    reading = await read_apart(Wanted(folder, facts, texts=texts))
    try:
        made = await reading.compiled()
    finally:
        await reading.stop()
    return Published(made.generation, made.path, made.fingerprint)


def _sweep_old(folder: Path, keep: Path) -> None:
    """Delete compiled generations but the live one and the newest others, to go back to."""
    others = [path for path in folder.glob("facts-*.db") if path != keep]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT_GENERATIONS - 1 :]:
        path.unlink()


async def _opened(path: Path) -> FactStore | None:
    """A compiled file, open; None where this program can't serve it: they are disposable."""
    try:
        return await _open(path)
    except StoreError as error:
        log.warning("%s", error)
        return None


async def _open(path: Path) -> FactStore:
    from bot.store.facts import FactStore

    return await FactStore.open(path)
