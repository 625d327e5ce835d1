"""Which commands Discord was last told of, so that a restart does not register them again."""

from __future__ import annotations

from bot.state.database import StateDatabase


class SyncedCommands:
    """The record of registered commands in the durable state."""

    def __init__(self, state: StateDatabase) -> None:
        self._state = state

    async def synced_digest(self, application_id: int) -> str | None:
        """Return the digest of the commands last registered, None if none ever were."""
        row = await self._state.fetch_one(
            "select digest from synced_commands where application_id = ?", (application_id,)
        )
        return row[0] if row else None

    async def record_sync(self, application_id: int, digest: str) -> None:
        """Record that Discord has accepted the commands with this digest."""
        await self._state.execute(
            "insert into synced_commands (application_id, digest) values (?, ?)"
            " on conflict (application_id) do update set digest = excluded.digest",
            (application_id, digest),
        )
