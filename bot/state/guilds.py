"""What a guild chose."""

from __future__ import annotations

from bot.state.database import StateDatabase


class Guilds:
    """The guilds' settings in the durable state."""

    def __init__(self, state: StateDatabase) -> None:
        self._state = state

    async def time_zone(self, guild_id: int) -> str | None:
        """Return the IANA name of the guild's time zone, None if it has chosen none."""
        row = await self._state.fetch_one(
            "select time_zone from guild where guild_id = ?", (guild_id,)
        )
        return row[0] if row else None

    async def set_time_zone(self, guild_id: int, name: str | None, by: int) -> None:
        """Store the guild's time zone, checked by the caller, and who chose it: a user's id.

        None goes back to the bot's time zone and deletes the choice with the user's id.
        """
        if name is None:
            await self.forget(guild_id)
            return
        await self._state.execute(
            "insert into guild (guild_id, time_zone, changed_by, changed_at) values (?, ?, ?, ?)"
            " on conflict (guild_id) do update set time_zone = excluded.time_zone,"
            " changed_by = excluded.changed_by, changed_at = excluded.changed_at",
            (guild_id, name, by, self._state.stamp()),
        )

    async def known(self) -> tuple[int, ...]:
        """The ids of all guilds of which something is stored."""
        rows = await self._state.fetch_all("select guild_id from guild order by guild_id")
        return tuple(row[0] for row in rows)

    async def forget(self, guild_id: int) -> None:
        """Delete all that is stored about a guild."""
        await self._state.execute("delete from guild where guild_id = ?", (guild_id,))
