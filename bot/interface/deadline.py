"""The time within which an answer must be ready, since Discord waits for none longer than that."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any, TypeVar

SECONDS = 2.0
"""For making an answer; of Discord's three seconds the third is for the way there and back."""

T = TypeVar("T")

_ends: ContextVar[float] = ContextVar("_ends")


class TooSlow(Exception):
    """An answer was not ready in time."""


async def in_time(making: Coroutine[Any, Any, T], share: float = 1.0) -> T:
    """What `making` gives within `SECONDS`; else it is cancelled, and this raises `TooSlow`.

    It is not waited for then: what is slow to do is often slow to be undone as well. `share` is
    the part of that time that a step of the whole may take.
    """
    seconds = SECONDS * share
    before = _ends.set(asyncio.get_running_loop().time() + seconds)
    task = asyncio.ensure_future(making)
    _ends.reset(before)
    try:
        await asyncio.wait((task,), timeout=seconds)
        if task.done():
            return task.result()
    finally:
        if not task.done():
            task.add_done_callback(_ended)
            task.cancel()
    raise TooSlow(f"no answer within {seconds:g} seconds")


def seconds_left() -> float:
    """How long `in_time` still waits for what is being made; outside of it, `SECONDS`."""
    now = asyncio.get_running_loop().time()
    return _ends.get(now + SECONDS) - now


def _ended(task: asyncio.Task[Any]) -> None:
    """Take what came of work that nobody waits for, so that asyncio does not log it as lost."""
    if not task.cancelled():
        task.exception()
