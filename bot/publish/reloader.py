"""Facts changed under a running bot: read, shown, taken live, gone back from.

One change at a time: whoever comes second sees what the first has done. What people are shown is
named by two generations, the live one and the other, so that a restart in between loses nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.corpus.difference import vanished
from bot.corpus.files import fingerprint
from bot.errors import CorpusError, StateError, StoreError
from bot.publish.apart import Reading, Wanted, read_apart
from bot.publish.folders import Folders
from bot.publish.kept import generation_path, sweep_generations
from bot.publish.outcome import Compiled, Read, ReadingFailed
from bot.publish.served import ServedFacts
from bot.publish.shown import AlreadyLive, Busy, NotKept, OnDisk, Outdated, Preview, Status
from bot.publish.sizes import sizes_of
from bot.state.database import to_the_end
from bot.state.generations import Generation, Generations, How, NewGeneration, Reload, Sizes
from bot.store.facts import FactStore
from bot.store.schema import generation_id

WAITING = 3
"""How many may wait for a reading; more are told to come back."""

HISTORY = 5
"""How many of the last changes `status` tells."""

LOGGED = 20
"""How many problems are logged where nobody is shown them."""

SIGNAL = "SIGHUP"
"""Who takes facts live by a signal."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was shown last, beside which generation; its process may be compiling it still.

    Of the changes only how many they were: they may be 100,000, and be shown for hours.
    """

    base: str
    reading: Reading
    sizes: Sizes | None

    def fits(self, base: str, generation: str) -> bool:
        """Whether that is what somebody wants live."""
        return (self.base, self.reading.read.generation) == (base, generation)


class Reloader:
    """Changes the served facts. Close it after use, before what it was made with.

    `kept` is how many generations are kept, with the live one; `read` reads facts apart.
    """

    def __init__(
        self,
        folders: Folders,
        generations: Generations,
        served: ServedFacts,
        *,
        kept: int,
        read: Callable[[Wanted], Awaitable[Reading]] = read_apart,
    ) -> None:
        self._folders = folders
        self._generations = generations
        self._served = served
        self._kept = kept
        self._read_apart = read
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._shown: _Shown | None = None

    async def close(self) -> None:
        """Stop what is compiled for nobody any more."""
        await self._drop()

    async def preview(self) -> Preview:
        """Read and check `facts/`, and say what going live would change; changes nothing.

        Raises `CorpusError` with every problem, `ReadingFailed`, `StoreError` or `Busy`.
        """
        async with self._in_turn():
            return await self._preview()

    async def preview_kept(self, generation: str) -> Preview:
        """Say what going back to a kept generation would change; raises `NotKept` and as above."""
        async with self._in_turn():
            return await self._preview(await self._kept_one(generation))

    async def go_live(self, base: str, generation: str, by: int, *, kept: bool) -> Reload:
        """Take what was shown live, in the place of `base`, and return the record of it.

        Raises `AlreadyLive` with the record of whoever did it before, `Outdated` with what would go
        live now, where it is not what was shown, and as above.
        """
        async with self._in_turn():
            live = await self._live()
            done = await self._generations.history(1)
            # A state from before changes were recorded has none.
            if live.id == generation and done:
                raise AlreadyLive(done[0])
            wanted = await self._kept_one(generation) if kept else None
            if live.id != base or live.id == generation:
                raise Outdated(await self._preview(wanted), "live")
            if wanted is None and await self._on_disk_id() != generation:
                raise Outdated(await self._preview(), "files")
            if self._shown is None or not self._shown.fits(base, generation):
                preview = await self._preview(wanted)
                if preview.read.generation != generation:
                    raise Outdated(preview, "files")
            return await self._take_live(live, str(by), "rollback" if kept else "reload")

    async def reload_unseen(self) -> Reload | None:
        """Take `facts/` live without a preview, if the check is clean; None if nothing changes.

        Ids that vanish without being retired are not clean here: nobody has seen which. What keeps
        the facts from going live is logged, and raised as above.
        """
        async with self._in_turn():
            try:
                preview = await self._preview()
            except (CorpusError, ReadingFailed, StoreError) as error:
                _log_refusal(str(error).splitlines())
                raise
            if preview.nothing:
                log.info("%s: the facts on disk are those that are live", SIGNAL)
                return None
            if refusal := _unfit_unseen(preview.read):
                await self._drop()
                _log_refusal(refusal)
                return None
            log.warning("%s: taking the facts on disk live without a preview", SIGNAL)
            return await self._take_live(preview.base, SIGNAL, "signal")

    async def leave(self, generation: str) -> None:
        """Do no more for what was shown and is not wanted."""
        shown = self._shown
        if shown is None or shown.reading.read.generation != generation or self._turn.locked():
            return
        await self._drop()

    async def status(self) -> Status:
        """Say what is live and what else there is."""
        live, *kept = await self._generations.latest(self._kept)
        found = await asyncio.to_thread(fingerprint, self._folders.facts)
        on_disk: OnDisk = "same" if found == live.fingerprint else "other"
        history = await self._generations.history(HISTORY)
        return Status(live, on_disk if found else "gone", tuple(kept), history)

    async def kept(self) -> tuple[Generation, ...]:
        """Return the generations to go back to, the latest first."""
        return (await self._generations.latest(self._kept))[1:]

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        if self._waiting >= WAITING:
            raise Busy("too many are waiting")
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turn.release()

    async def _live(self) -> Generation:
        live = await self._generations.live()
        assert live is not None, "the start has taken facts live"
        return live

    async def _kept_one(self, generation: str) -> Generation:
        """The kept generation of this id, or of facts that this version compiles to this id."""
        for one in await self._generations.latest(self._kept):
            if generation in (one.id, generation_id(one.fingerprint)):
                return one
        raise NotKept(generation)

    async def _keep(self) -> tuple[str, ...]:
        """The generations that are kept."""
        return tuple(one.id for one in await self._generations.latest(self._kept))

    async def _on_disk_id(self) -> str:
        return generation_id(await asyncio.to_thread(fingerprint, self._folders.facts))

    async def _preview(self, kept: Generation | None = None) -> Preview:
        """Read anew; what was shown before is not compiled any further."""
        await self._drop()
        live = await self._live()
        keep = await self._keep()
        folders = self._folders
        if kept is None:
            wanted = Wanted(
                folders.data, folders.facts, texts=folders.texts, live=live.id, keep=keep
            )
        else:
            wanted = Wanted(folders.data, kept=kept.id, live=live.id, keep=keep)
        reading = await self._read_apart(wanted)
        preview = Preview(live, reading.read, kept is not None)
        reading.read = replace(reading.read, difference=None)
        # Also where nothing differs: what was read is kept then, and what is live with its YAML.
        self._shown = _Shown(live.id, reading, _sizes(preview.read))
        return preview

    async def _drop(self) -> None:
        shown, self._shown = self._shown, None
        if shown is not None:
            await shown.reading.stop()

    async def _take_live(self, live: Generation, by: str, how: How) -> Reload:
        """Serve what is shown; from the state's commit on, that is what a start serves too."""
        shown, self._shown = self._shown, None
        assert shown is not None
        store, compiled = await self._opened(await _compiled(shown.reading))
        read = shown.reading.read
        warnings = tuple(map(str, read.warnings))
        new = NewGeneration(read.generation, read.fingerprint, compiled.seconds, warnings)
        return await to_the_end(self._swap(store, live, new, by, how, shown.sizes))

    async def _swap(
        self,
        store: FactStore,
        live: Generation,
        new: NewGeneration,
        by: str,
        how: How,
        counts: Sizes | None,
    ) -> Reload:
        try:
            done = await self._generations.set_live(new, by, how, counts, expected=live.id)
        except BaseException:
            await store.close()
            raise
        self._served.take(store)
        with contextlib.suppress(OSError, StateError):  # it is done; the next one sweeps
            keep = await self._keep()
            await asyncio.to_thread(sweep_generations, self._folders.data, keep)
        return done

    async def _opened(self, compiled: Compiled) -> tuple[FactStore, Compiled]:
        """The compiled facts, compiled once more where their file was there and is spoiled."""
        try:
            return await FactStore.open(compiled.path), compiled
        except StoreError as error:
            if compiled.seconds is not None:
                raise
            log.warning("%s", error)
        generation_path(self._folders.data, compiled.generation).unlink(missing_ok=True)
        keep = await self._keep()
        wanted = Wanted(self._folders.data, kept=compiled.generation, keep=keep)
        compiled = await _compiled(await self._read_apart(wanted))
        return await FactStore.open(compiled.path), compiled


async def _compiled(reading: Reading) -> Compiled:
    """What is compiled, when its process has ended."""
    try:
        return await reading.compiled()
    finally:
        await reading.stop()


def _sizes(read: Read) -> Sizes | None:
    return sizes_of(read.difference.changes) if read.difference is not None else None


def _unfit_unseen(read: Read) -> list[str]:
    """Why clean facts are not to go live unseen all the same."""
    if read.difference is None:
        return ["what is live is not kept to be compared with: an editor has to look at it"]
    return [f"{id_} vanishes without `retired:`" for id_ in vanished(read.difference.changes)]


def _log_refusal(problems: list[str]) -> None:
    log.error("%s: the facts stay as they were", SIGNAL)
    for problem in problems[:LOGGED]:
        log.error("%s", problem)
    if len(problems) > LOGGED:
        log.error("and %s problems more; see `python -m bot check`", len(problems) - LOGGED)
