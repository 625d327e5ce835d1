"""Which facts a start serves."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.corpus.files import fingerprint
from bot.errors import CorpusError, NotArchived, StoreError
from bot.publish.apart import Reading, Wanted, read_apart
from bot.publish.folders import Folders
from bot.publish.kept import generation_path, sweep_generations
from bot.publish.outcome import ReadingFailed
from bot.publish.sizes import sizes_of
from bot.state.generations import Generation, Generations, How, NewGeneration, Reload
from bot.store.archive import FILE as ARCHIVE
from bot.store.leftovers import sweep

if TYPE_CHECKING:  # a compile should have begun before this process loads the rest
    from bot.store.facts import FactStore

COMMAND_LINE = "the command line"
"""Who takes facts live at a start."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Started:
    """What a start serves, for the caller to close, and the change that it made of that, if any."""

    facts: FactStore
    change: Reload | None


async def live(folders: Folders, generations: Generations, *, publish: bool, kept: int) -> Started:
    """The live facts, open; on a first start what `facts/` holds goes live.

    Facts that were edited since do not go live by a restart, unless `publish` asks for it; the
    log says that they differ. Where the live ones can't be opened, they are compiled anew from
    their own YAML, and where that is lost, or clean no more for this version, from what `facts/`
    holds. `kept` is how many generations are.

    Raises `CorpusError` where facts must be compiled and are not clean, `StoreError` and
    `ReadingFailed` where that fails otherwise: a full disk takes no edits live.
    """
    sweep(folders.data)
    current = await generations.live()
    keep = tuple(one.id for one in await generations.latest(kept))
    if current is not None and not publish:
        store = await _opened(generation_path(folders.data, current.id))
        if await asyncio.to_thread(fingerprint, folders.facts) != current.fingerprint:
            log.warning(
                "the facts in %s differ from the live ones; a fact editor's /facts reload, or a"
                " start with --publish, takes them live",
                folders.facts,
            )
        started = Started(store, None) if store is not None else None
        if started is None:
            started = await _compiled_anew(folders, generations, current, keep)
        if started is not None:
            await _sweep_old(folders.data, generations, kept)
            return started
        log.warning("compiling the facts as they are in %s now", folders.facts)
    started = await _from_files(folders, generations, current, keep)
    await _sweep_old(folders.data, generations, kept)
    return started


async def keep_yaml(folders: Folders, generations: Generations, *, kept: int) -> None:
    """Keep the YAML of the live facts where nothing is kept and `facts/` still has it: versions
    before the archive kept none, and archives are lost.

    All files are read for it, which can take minutes: nobody should wait for it.
    """
    current = await generations.live()
    if current is None or (folders.data / ARCHIVE).exists():
        return
    if await asyncio.to_thread(fingerprint, folders.facts) != current.fingerprint:
        return
    keep = tuple(one.id for one in await generations.latest(kept))
    try:
        reading = await read_apart(Wanted(folders.data, folders.facts, keep=keep))
        try:
            await reading.compiled()
        finally:
            await reading.stop()
    except (CorpusError, StoreError, ReadingFailed) as error:
        log.warning("the YAML of the live facts can't be kept: %s", error)


async def _compiled_anew(
    folders: Folders, generations: Generations, current: Generation, keep: tuple[str, ...]
) -> Started | None:
    """The live facts from the YAML that is kept with them; None where there is none to use."""
    log.warning("compiling the live facts anew from the YAML that was kept")
    # A spoiled file would be taken for one that is there already.
    generation_path(folders.data, current.id).unlink(missing_ok=True)
    try:
        reading = await read_apart(Wanted(folders.data, kept=current.id, keep=keep))
        return await _take_live(reading, generations, current, "upgrade")
    except CorpusError as error:
        log.warning("the YAML that was kept does not pass this version's check:\n%s", error)
    except NotArchived as error:
        log.warning("%s", error)
    return None


async def _from_files(
    folders: Folders,
    generations: Generations,
    current: Generation | None,
    keep: tuple[str, ...],
) -> Started:
    before = current.id if current is not None else None
    wanted = Wanted(folders.data, folders.facts, texts=folders.texts, live=before, keep=keep)
    how: How = "start" if current is None else "publish"
    try:
        return await _take_live(await read_apart(wanted), generations, current, how)
    except _Spoiled as spoiled:  # it was there already, and something has spoiled it
        spoiled.path.unlink()
    return await _take_live(await read_apart(wanted), generations, current, how)


class _Spoiled(StoreError):
    """A compiled file that was there already can't be opened."""

    def __init__(self, path: Path, error: StoreError) -> None:
        super().__init__(str(error))
        self.path = path


async def _take_live(
    reading: Reading, generations: Generations, current: Generation | None, how: How
) -> Started:
    try:
        compiled = await reading.compiled()
    finally:
        await reading.stop()
    try:
        store = await _open(compiled.path)
    except StoreError as error:
        if compiled.seconds is not None:
            raise
        raise _Spoiled(compiled.path, error) from error
    change = None
    try:
        if current is None or current.id != compiled.generation:
            read = reading.read
            warnings = tuple(map(str, read.warnings))
            new = NewGeneration(read.generation, read.fingerprint, compiled.seconds, warnings)
            before = current.id if current is not None else None
            difference = read.difference
            counts = sizes_of(difference.changes) if difference is not None else None
            change = await generations.set_live(new, COMMAND_LINE, how, counts, expected=before)
    except BaseException:
        await store.close()
        raise
    return Started(store, change)


async def _sweep_old(folder: Path, generations: Generations, kept: int) -> None:
    sweep_generations(folder, [one.id for one in await generations.latest(kept)])


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
