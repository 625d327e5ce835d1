"""The process that draws charts, as the one that started it has it.

matplotlib takes half a second to load, 60 MB, and holds the interpreter while it draws: all that is
for a process of its own to bear, and a chart that hangs or crashes ends that process alone.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from typing import Protocol

from bot.answers.chart import Chart
from bot.charts.wire import encode
from bot.processes import MODULE, end, environment

LARGEST = 4 * 1024 * 1024
"""No picture has as many bytes."""


class PaintingFailed(Exception):
    """A chart could not be drawn; the text is for the log. `ended` says that the painter is done
    for."""

    def __init__(self, why: str, *, ended: bool) -> None:
        super().__init__(why)
        self.ended = ended


class Painter(Protocol):
    """Draws one chart at a time."""

    async def paint(self, chart: Chart) -> bytes:
        """Return a PNG. Raises `PaintingFailed`."""

    async def end(self) -> None:
        """Give up what it holds; harmless when done already."""


class PainterProcess:
    """A process that draws charts. Made by `start`, and ended by whoever started it."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> Painter:
        """Start one. Raises `PaintingFailed` where the system starts no process."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, *MODULE, "bot.charts"),
                stdin=PIPE,  # held open: it ends with this process, however that ends
                stdout=PIPE,
                env={**environment(), "OPENBLAS_NUM_THREADS": "1"},  # one core
                start_new_session=True,  # Ctrl-C in a terminal is for this process to act on
            )
        except OSError as error:
            why = f"no process could be started for it: {error.strerror}"
            raise PaintingFailed(why, ended=True) from error
        return cls(process)

    async def paint(self, chart: Chart) -> bytes:
        """Return a chart's PNG. Raises `PaintingFailed`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(encode(chart))
            await self._process.stdin.drain()
            head = (await self._process.stdout.readuntil()).decode("ascii")
            kind, _, length = head.rstrip().partition(" ")
            if kind not in ("png", "error") or int(length) > LARGEST:
                raise PaintingFailed(f"the process that draws said {head[:80]!r}", ended=True)
            content = await self._process.stdout.readexactly(int(length))
        except (EOFError, ConnectionError, ValueError) as error:
            raise PaintingFailed(f"the process that draws ended: {error!r}", ended=True) from error
        if kind == "error":
            raise PaintingFailed(content.decode("utf-8", "replace"), ended=False)
        return content

    async def end(self) -> None:
        """End the process, if it has not ended."""
        await end(self._process)
