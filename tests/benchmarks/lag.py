"""How long a bot's event loop is held up: watched within its process, read outside of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import discord

WATCH = "tests.benchmarks.lag:watch"
"""What the launcher calls before the bot runs."""

REST = 0.005
"""Seconds that the watcher sleeps; how much longer that takes is the lag."""

_FILE = "lag.txt"
_TOGETHER = 40


def watch() -> None:
    """Watch the loop from the login on, and write to a file in the working directory."""
    login = discord.Client.login
    watching: list[asyncio.Task[None]] = []

    async def watched(client: discord.Client, token: str) -> None:
        watching.append(asyncio.create_task(_watch(Path(_FILE))))
        await login(client, token)

    discord.Client.login = watched  # type: ignore[assignment, method-assign]


async def _watch(path: Path) -> None:
    lines = []
    with path.open("w", encoding="ascii") as file:
        while True:
            begun, cpu = time.monotonic(), time.thread_time()
            await asyncio.sleep(REST)
            ended, spent = time.monotonic(), time.thread_time() - cpu
            lines.append(f"{ended} {ended - begun - REST} {spent}\n")
            if len(lines) == _TOGETHER:
                file.writelines(lines)
                file.flush()
                lines.clear()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time by the machine's monotonic clock, which all processes share."""

    begun: float
    ended: float


@dataclass(frozen=True, slots=True)
class Lag:
    """Milliseconds by which one sleep was too long, and those that the loop itself has worked."""

    late: float
    worked: float


def lags(folder: Path, spans: list[Span]) -> list[Lag]:
    """What a bot in `folder` had of it in these spans."""
    found = []
    for line in (folder / _FILE).read_text(encoding="ascii").splitlines():
        at, late, worked = map(float, line.split())
        if any(span.begun <= at <= span.ended for span in spans):
            found.append(Lag(1000 * late, 1000 * worked))
    return found
