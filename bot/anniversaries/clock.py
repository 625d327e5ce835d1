"""The times that deliveries go by, handed in, and the pace at which they go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.state.deliveries import Uptime

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` is the wall clock, which may jump; `elapsed` counts seconds and never jumps."""

    now: Callable[[], datetime]
    elapsed: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    boot: str = ""
    """Which start of the machine `elapsed` counts from; empty where that is not known."""

    def uptime(self) -> Uptime | None:
        """How long the machine has run, by which a later process tells how long ago this was."""
        return Uptime(self.boot, self.elapsed()) if self.boot else None


def machine_clock(now: Callable[[], datetime]) -> Clock:
    """The machine's own seconds, those that it slept included, beside a wall clock.

    Only Linux tells one start of the machine from another (`random(4)`, boot_id).
    """
    try:
        boot = BOOT_ID.read_text("ascii").strip()
    except OSError:
        boot = ""
    counting = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return Clock(now, lambda: time.clock_gettime(counting), asyncio.sleep, boot)


class Pace:
    """Lets requests through one after the other, `a_second` at most; those who wait keep turns."""

    def __init__(self, clock: Clock, a_second: float) -> None:
        self._clock = clock
        self._between = 1 / a_second
        self._free_at = 0.0

    async def take(self) -> None:
        """Wait for the turn of one request."""
        now = self._clock.elapsed()
        begin = max(now, self._free_at)
        self._free_at = begin + self._between
        if begin > now:
            await self._clock.sleep(begin - now)

    async def caught_up(self) -> None:
        """Wait until all who wait now have had their turns."""
        now = self._clock.elapsed()
        if self._free_at > now:
            await self._clock.sleep(self._free_at - now)
