"""The times that deliveries go by, handed in, and the pace at which they go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` is the wall clock, which may jump; `elapsed` counts seconds and never jumps."""

    now: Callable[[], datetime]
    elapsed: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]


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
