"""What the launcher can change in the bot's process before it runs: parts slowed, waits shortened.

Each function stands in a `--before` of its own.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord.http
import discord.webhook.async_

TENTH = 0.1


def hasten() -> None:
    """Let discord.py's waits between its tries, 25 seconds in all, be a tenth as long."""

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds * TENTH)

    hastened: Any = SimpleNamespace(**{**vars(asyncio), "sleep": sleep})
    for module in (discord.http, discord.webhook.async_):
        module.asyncio = hastened  # type: ignore[attr-defined]


class _Slow(sqlite3.Connection):
    """A connection of which each statement first takes as long as a file says."""

    wait = Path()

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Sleep in the thread that runs the statement."""
        if self.wait.exists():
            time.sleep(float(self.wait.read_text()))
        return super().execute(*arguments)


def databases() -> None:
    """Let each statement on the facts take the seconds that `facts.slow` holds, while it is there.

    On `state.db` those that `state.slow` holds. The files are looked for in the working directory.
    """
    connect = sqlite3.connect

    def slowly(database: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(database, factory=_Slow, **options)
        connection.wait = Path("state.slow" if "state.db" in str(database) else "facts.slow")
        return connection

    sqlite3.connect = slowly  # type: ignore[assignment]
