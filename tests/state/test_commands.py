"""Which commands Discord was last told of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.state.commands import SyncedCommands
from bot.state.database import StateDatabase


async def test_the_last_digest_of_each_application_is_kept(
    folder: Path, clock: Callable[[], datetime]
) -> None:
    """After a restart the digest is known, per application, and a new one replaces it."""
    async with await StateDatabase.open(folder, now=clock) as state:
        commands = SyncedCommands(state)
        assert await commands.synced_digest(1) is None
        await commands.record_sync(1, "old")
        await commands.record_sync(1, "new")
        await commands.record_sync(2, "other")
    async with await StateDatabase.open(folder, now=clock) as state:
        commands = SyncedCommands(state)
        assert [await commands.synced_digest(n) for n in (1, 2, 3)] == ["new", "other", None]
