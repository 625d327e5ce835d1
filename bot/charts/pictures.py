"""The pictures of charts: drawn once, kept while there is room, and never waited for too long."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot.answers.chart import Chart
from bot.charts.painter import Painter, PainterProcess, PaintingFailed

ROOM = 8 * 1024 * 1024
"""How many bytes of pictures are kept: some 200 of them."""

IDLE = 600.0
"""Seconds after which a painter that has nothing to do is let go, with its 90 MB."""

HUNG = 15.0
"""Seconds after which a painter that has not drawn its chart never will."""

AGAIN = 600.0
"""Seconds for which a chart that hung is not tried again: it would keep others waiting anew."""

WAITING = 16
"""More charts than these are not waited for; an answer is then sent without its own."""

log = logging.getLogger(__name__)


class Pictures:
    """Draws charts by one painter, which is there from the first chart on, or from when that is
    to be expected, while it is needed.

    To be used in one event loop, and closed.
    """

    def __init__(
        self,
        start: Callable[[], Awaitable[Painter]] = PainterProcess.start,
        *,
        room: int = ROOM,
        idle: float = IDLE,
        hung: float = HUNG,
        again: float = AGAIN,
    ) -> None:
        self._start = start
        self._room, self._idle, self._hung, self._again = room, idle, hung, again
        self._kept: OrderedDict[Chart, bytes] = OrderedDict()
        self._size = 0
        self._hung_before: set[Chart] = set()
        self._drawn: dict[Chart, asyncio.Task[bytes]] = {}
        self._painter: Painter | None = None
        self._turn = asyncio.Lock()
        self._rest: asyncio.TimerHandle | None = None
        self._besides: set[asyncio.Task[None]] = set()

    def prepare(self) -> None:
        """Have a painter load what it needs, for a chart that may be asked for soon."""
        if self._painter is None and not self._turn.locked():
            self._do(self._get_ready())

    async def picture(self, chart: Chart, seconds: float) -> bytes | None:
        """The chart as a PNG; None where it cannot be drawn, or not within so many seconds.

        The log then says why. What was only slow is drawn to its end, for whoever asks next.
        """
        kept = self._kept.get(chart)
        if kept is not None:
            self._kept.move_to_end(chart)
            return kept
        if chart in self._hung_before:
            log.warning("a chart was left out: it hung not long ago")
            return None
        drawn = self._drawn.get(chart)
        if drawn is None:
            if len(self._drawn) >= WAITING:
                log.warning("a chart was left out: %d others are being drawn", WAITING)
                return None
            drawn = self._drawn[chart] = asyncio.ensure_future(self._draw(chart))
            drawn.add_done_callback(lambda task: self._take(chart, task))
        await asyncio.wait((drawn,), timeout=max(0.0, seconds))
        if not drawn.done():
            log.warning("a chart was left out: it was not drawn within %.1f seconds", seconds)
            return None
        return None if drawn.cancelled() or drawn.exception() else drawn.result()

    async def close(self) -> None:
        """Draw no more, and end the painter."""
        for task in self._drawn.values():
            task.cancel()
        await asyncio.gather(*self._drawn.values(), *self._besides, return_exceptions=True)
        if self._rest is not None:
            self._rest.cancel()
        await self._let_go()

    async def _draw(self, chart: Chart) -> bytes:
        """Draw a chart, when it is its turn; a painter that fails at it is replaced. One that had
        been there before may have ended long since: then another one tries."""
        async with self._turn:
            was_there = self._painter is not None
            try:
                return await self._drawn_by_painter(chart)
            except PaintingFailed as failed:
                if not (failed.ended and was_there):
                    raise
                log.info("a chart is drawn again: %s", failed)
                return await self._drawn_by_painter(chart)

    async def _drawn_by_painter(self, chart: Chart) -> bytes:
        try:
            async with asyncio.timeout(self._hung):
                return await (await self._at_hand()).paint(chart)
        except PaintingFailed as failed:
            if failed.ended:
                await self._let_go()
            raise
        except BaseException as error:  # it was cut short, and would give this picture for the next
            if isinstance(error, TimeoutError):
                self._hung_before.add(chart)
                later = asyncio.get_running_loop().call_later
                later(self._again, self._hung_before.discard, chart)
            await self._let_go()
            raise

    async def _get_ready(self) -> None:
        async with self._turn:
            with contextlib.suppress(PaintingFailed):  # whoever asks for a chart will log it
                await self._at_hand()

    async def _at_hand(self) -> Painter:
        """The painter, there from now on until it has had nothing to do for long."""
        if self._rest is not None:
            self._rest.cancel()
        self._rest = asyncio.get_running_loop().call_later(self._idle, self._retire)
        if self._painter is None:
            self._painter = await self._start()
        return self._painter

    def _take(self, chart: Chart, task: asyncio.Task[bytes]) -> None:
        """Keep what was drawn, or log why it was not."""
        del self._drawn[chart]
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log.error("a chart could not be drawn", exc_info=error)
            return
        self._kept[chart] = task.result()
        self._size += len(task.result())
        while self._size > self._room:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest)

    def _retire(self) -> None:
        """Let a painter go that has had nothing to do for long."""
        if not self._turn.locked():
            self._do(self._retired())

    async def _retired(self) -> None:
        async with self._turn:  # not while a chart that has just come is drawn by it
            await self._let_go()

    def _do(self, something: Coroutine[Any, Any, None]) -> None:
        """Do something that nobody waits for, but `close`."""
        task = asyncio.ensure_future(something)
        self._besides.add(task)
        task.add_done_callback(self._besides.discard)

    async def _let_go(self) -> None:
        painter, self._painter = self._painter, None
        if painter is not None:
            await painter.end()
