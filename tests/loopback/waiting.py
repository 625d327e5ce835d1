"""Waiting for what another process brings about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

HANGING = 60.0
"""Seconds after which what should have happened is taken never to happen."""


async def until(happened: Callable[[], bool], seconds: float = HANGING) -> None:
    """Wait until something is so; raises `TimeoutError`."""
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 - files and other processes tell nobody
            await asyncio.sleep(0.01)
