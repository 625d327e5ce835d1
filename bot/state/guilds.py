"""What a guild chose."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from bot.state.database import StateDatabase

MISSING_FOR = timedelta(days=30)
"""How long the settings of a guild that the bot is no longer in are kept."""


class Guilds:
    """The guilds' settings in the durable state, of which this is the only reader and writer.

    Each answer asks for its guild's time zone: once read it is kept in memory, up to the next
    change.
    """

    def __init__(self, state: StateDatabase) -> None:
        self._state = state
        self._zones: dict[int, str | None] = {}

    async def time_zone(self, guild_id: int) -> str | None:
        """Return the IANA name of the guild's time zone, None if it has chosen none."""
        if guild_id not in self._zones:
            row = await self._state.fetch_one(
                "select time_zone from guild where guild_id = ?", (guild_id,)
            )
            # Nothing is awaited between the reading and this, so that no change comes between.
            self._zones[guild_id] = row[0] if row else None
        return self._zones[guild_id]

    async def set_time_zone(self, guild_id: int, name: str | None, by: int) -> None:
        """Store the guild's time zone, checked by the caller, and who chose it: a user's id.

        None goes back to the bot's time zone and deletes the choice with the user's id.
        """
        if name is None:
            await self.forget(guild_id)
            return
        with self._changing():
            await self._state.execute(
                "insert into guild (guild_id, time_zone, changed_by, changed_at)"
                " values (?, ?, ?, ?)"
                " on conflict (guild_id) do update set time_zone = excluded.time_zone,"
                " changed_by = excluded.changed_by, changed_at = excluded.changed_at",
                (guild_id, name, by, self._state.stamp()),
            )

    async def seen(self, present: Collection[int]) -> int:
        """Take note of the guilds that the bot is in; returns how many others were forgotten.

        A guild that is not among them is missing from today on, and after `MISSING_FOR` all that
        is stored about it is deleted. One that is back is no longer missing.
        """
        with self._changing():
            return await self._seen(present, self._state.today())

    async def _seen(self, present: Collection[int], today: date) -> int:
        async with self._state.transaction() as change:
            stored = {row[0] for row in await change.fetch_all("select guild_id from guild")}
            for guild_id in stored & set(present):
                await change.execute("delete from missing_guild where guild_id = ?", (guild_id,))
            for guild_id in stored - set(present):
                await change.execute(
                    "insert into missing_guild (guild_id, since) values (?, ?)"
                    " on conflict (guild_id) do nothing",
                    (guild_id, today.isoformat()),
                )
            return await change.execute(
                "delete from guild where guild_id in"
                " (select guild_id from missing_guild where since <= ?)",
                ((today - MISSING_FOR).isoformat(),),
            )

    async def forget(self, guild_id: int) -> None:
        """Delete all that is stored about a guild."""
        with self._changing():
            await self._state.execute("delete from guild where guild_id = ?", (guild_id,))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """A change: what was read before it is read anew, also where the change was cancelled."""
        try:
            yield
        finally:
            self._zones.clear()
