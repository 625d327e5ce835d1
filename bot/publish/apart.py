"""Reads, checks and compiles facts in a process of its own, which no file can make this one feel.

Not even a crash of a parser, a file that takes for ever or one that fills the memory touches what
is served: that process ends, and `ReadingFailed` says at which file.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from bot.errors import CorpusError
from bot.publish import wire
from bot.publish.outcome import Compiled, Read, ReadingFailed
from bot.publish.process import ReaderProcess


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read, and what to do with it: `facts`, or the YAML `kept` of a generation.

    `data` is the folder of the archive and the compiled files; `texts` that of the articles'
    texts, for `facts` only. `live` is the generation to compare with; nothing is compared where its
    YAML is not kept. `keep` are the generations whose YAML and compiled files stay, besides `live`,
    `kept` and the one that is read; those of others go once this one is compiled.
    """

    data: Path
    facts: Path | None = None
    kept: str | None = None
    texts: Path | None = None
    live: str | None = None
    compile: bool = True
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What the process may take, generously: a hundred thousand facts stay far below.

    `memory` in bytes; `file` and `processor` in seconds of the processor's time, for one file and
    in all; `reading` and `compiling` in seconds that pass.
    """

    memory: int = 4 * 1024**3
    file: float = 20.0
    processor: int = 3600
    reading: float = 900.0
    compiling: float = 3600.0


class Reading:
    """A process that has read facts, and compiles them if that was wanted."""

    def __init__(self, process: ReaderProcess, read: Read, wanted: Wanted, limits: Limits) -> None:
        self.read = read
        self._process = process
        self._compiled = asyncio.ensure_future(self._compile(wanted.compile, limits.compiling))
        # An error that nobody waits for is none.
        self._compiled.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def compiled(self) -> Compiled:
        """Return what was compiled, once it is; several may wait for it.

        Raises `StoreError`, or `ReadingFailed`, also where it was stopped or never wanted.
        """
        await asyncio.wait([self._compiled])
        if self._compiled.cancelled():
            raise ReadingFailed("the process was stopped before the facts were compiled")
        return self._compiled.result()

    async def stop(self) -> None:
        """End the process; harmless when it has ended."""
        self._compiled.cancel()
        await asyncio.wait([self._compiled])
        await self._process.end()  # a task that is cancelled before it began ends nothing

    async def _compile(self, compiles: bool, seconds: float) -> Compiled:
        try:
            async with self._process.within(seconds):
                if not compiles:
                    await self._process.ended()
                    raise ReadingFailed("the process was not asked to compile the facts")
                kind, value = await self._process.message()
            if kind != wire.COMPILED:
                raise ReadingFailed(f"the process said {kind} where it should have compiled")
            return wire.compiled_of(value)
        finally:
            await self._process.end()


async def read_apart(wanted: Wanted, limits: Limits | None = None) -> Reading:
    """Read and check facts in a process of its own, which goes on to compile them.

    It ends with a task that is cancelled, and with this process, however that ends. Raises
    `CorpusError` with every problem, `StoreError` (the disk is full; `NotArchived`), or
    `ReadingFailed` where it crashed or reached a limit.
    """
    limits = limits or Limits()
    process = await ReaderProcess.start(_arguments(wanted, limits))
    try:
        gathered = wire.Gathered()
        async with process.within(limits.reading):
            kind, value = await process.message()
            while gathered.take(kind, value):
                kind, value = await process.message()
        if kind == wire.BROKEN:
            raise CorpusError(tuple(gathered.problems))
        if kind != wire.READ:
            raise ReadingFailed(f"the process said {kind} where it should have read the facts")
        return Reading(process, gathered.read(value), wanted, limits)
    except BaseException:
        await process.end()
        raise


def _arguments(wanted: Wanted, limits: Limits) -> list[str]:
    """What the process is started with; see `bot.publish.__main__`."""
    options: list[tuple[str, object]] = [
        ("data", wanted.data),
        ("facts", wanted.facts),
        ("kept", wanted.kept),
        ("articles", wanted.texts),
        ("live", wanted.live),
        *(("keep", generation) for generation in wanted.keep),
        ("memory", limits.memory),
        ("file-seconds", limits.file),
        ("seconds", limits.processor),
    ]
    given = [f"--{name}={value}" for name, value in options if value is not None]
    return [*given, "--tied", *(["--compile"] if wanted.compile else [])]
