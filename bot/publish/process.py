"""A process that reads facts, as the one that started it has it: its messages, and its end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence

from bot.errors import NotArchived, StoreError
from bot.processes import MODULE, end, environment
from bot.publish import wire
from bot.publish.outcome import ReadingFailed

COMMAND: tuple[str, ...] = (*MODULE, "bot.publish")
"""What the interpreter is started with."""
LONGEST = 16 * 1024 * 1024
"""No line of the process is as long, in bytes."""
AT_ONCE = 50
"""After so many lines other tasks have their turn."""
LAST_LINES, LAST_BYTES = 20, 8192

_ENDED_BY = {
    signal.SIGPROF: "it takes too long to read",
    signal.SIGXCPU: "reading the facts takes too much of the processor's time",
    signal.SIGKILL: "reading was ended from outside (SIGKILL), as systems do that lack memory",
}

log = logging.getLogger(__name__)


class ReaderProcess:
    """A process that reads facts. Made by `start`, and ended by whoever started it."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._file: str | None = None
        self._taken = 0
        self._listening = asyncio.ensure_future(self._listen())

    @classmethod
    async def start(cls, arguments: Sequence[str]) -> ReaderProcess:
        """Start one. Raises `ReadingFailed` where the system starts no process."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, *COMMAND, *arguments),
                stdin=PIPE,  # held open: it ends with this process, however that ends
                stdout=PIPE,
                stderr=PIPE,
                limit=LONGEST,
                env=environment(),
                start_new_session=True,  # Ctrl-C in a terminal is for this process to act on
            )
        except OSError as error:
            raise ReadingFailed(f"no process could be started for it: {error.strerror}") from error
        return cls(process)

    async def message(self) -> wire.Message:
        """Return the next message. Raises `StoreError` and `ReadingFailed` for what it says."""
        while True:
            kind, value = await self._next()
            match kind:
                case wire.FILE:
                    self._file = value
                case wire.ERROR:
                    text, not_archived = value
                    raise NotArchived(text) if not_archived else StoreError(text)
                case wire.LIMIT:
                    raise ReadingFailed("reading it takes too much memory", self._file)
                case _:
                    return kind, value

    @contextlib.asynccontextmanager
    async def within(self, seconds: float) -> AsyncIterator[None]:
        """Raise `ReadingFailed` where what is done here takes longer."""
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            why = f"came to no end within {seconds:g} seconds"
            raise ReadingFailed(why, self._file) from None

    async def ended(self) -> None:
        """Wait for the process to end by itself."""
        await self._process.wait()

    async def end(self) -> None:
        """End the process, if it has not ended, and log what it said beside its messages."""
        await end(self._process)
        await asyncio.wait([self._listening])

    async def _next(self) -> wire.Message:
        assert self._process.stdout is not None
        self._taken += 1
        if self._taken % AT_ONCE == 0:
            await asyncio.sleep(0)
        try:
            line = await self._process.stdout.readline()
            if line.endswith(b"\n"):
                return wire.message(line)
        except ValueError as error:
            why = f"the process that reads said what is no message: {error}"
            raise ReadingFailed(why) from None
        raise ReadingFailed(_why(await self._process.wait()), self._file)

    async def _listen(self) -> None:
        """Log the last lines on standard error, whose pipe must not fill up."""
        assert self._process.stderr is not None
        said = b""
        while piece := await self._process.stderr.read(2**16):
            said = (said + piece)[-LAST_BYTES:]
        for line in said.decode("utf-8", "replace").splitlines()[-LAST_LINES:]:
            log.warning("while reading the facts: %s", line[:500])


def _why(status: int) -> str:
    """What ended a process, for fact editors."""
    if status >= 0:
        return f"reading it failed: the process for it ended with status {status}; see the log"
    try:
        ended_by = signal.Signals(-status)
    except ValueError:
        return f"the process that reads was ended by signal {-status}"
    return _ENDED_BY.get(ended_by, f"the process that reads crashed ({ended_by.name})")
