"""What a guild chose."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.state.database import StateDatabase, Transaction

MISSING_FOR = timedelta(days=30)
"""How long the settings of a guild that the bot is no longer in are kept."""


_FORGET_MISSING = (
    "delete from guild where guild_id in (select guild_id from missing_guild where since <= ?)"
)
FORGET_EMPTY = (
    "delete from guild where guild_id = ? and time_zone is null and language is null"
    " and private_answers is null"
    " and guild_id not in (select guild_id from anniversary_plan)"
    " and guild_id not in (select guild_id from delivery)"
    " and guild_id not in (select guild_id from report where guild_id is not null)"
)
"""Deletes a guild of which nothing more is stored."""


_Column = Literal["time_zone", "language", "private_answers"]


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a guild chose: an IANA name, a catalogue's code, None for neither; and whether answers
    are private unless their askers say otherwise."""

    time_zone: str | None = None
    language: str | None = None
    private_answers: bool = False


class Guilds:
    """The guilds' settings in the durable state, of which this is the only reader and writer.

    Each answer asks for its guild's: once read they are kept in memory, up to the next change.
    """

    def __init__(self, state: StateDatabase) -> None:
        self._state = state
        self._kept: dict[int, GuildSettings] = {}

    async def settings(self, guild_id: int) -> GuildSettings:
        """Return all that the guild chose."""
        if guild_id not in self._kept:
            row = await self._state.fetch_one(
                "select time_zone, language, private_answers from guild where guild_id = ?",
                (guild_id,),
            )
            # Nothing is awaited between the reading and this, so that no change comes between.
            zone, language, private = row or (None, None, None)
            self._kept[guild_id] = GuildSettings(zone, language, bool(private))
        return self._kept[guild_id]

    async def time_zone(self, guild_id: int) -> str | None:
        """Return the IANA name of the guild's time zone, None if it has chosen none."""
        return (await self.settings(guild_id)).time_zone

    async def language(self, guild_id: int) -> str | None:
        """Return the code of the guild's language, None if it goes by its locale on Discord."""
        return (await self.settings(guild_id)).language

    async def private_answers(self, guild_id: int) -> bool:
        """Return whether the guild's answers are private unless their askers say otherwise."""
        return (await self.settings(guild_id)).private_answers

    async def set_time_zone(self, guild_id: int, name: str | None, by: int) -> None:
        """Store the guild's time zone, checked by the caller, and who chose it: a user's id.

        None goes back to the bot's time zone and deletes the choice. Daily posts follow: what was
        due before now is then not owed, unless the zone is the one that it was.
        """
        with self.changing():
            async with self._state.transaction() as change:
                await change.execute(
                    "update anniversary_plan set since = ?1 where guild_id = ?2"
                    " and (select time_zone from guild where guild_id = ?2) is not ?3",
                    (self._state.stamp(), guild_id, name),
                )
                await self._choose(change, guild_id, "time_zone", name, by)

    async def set_language(self, guild_id: int, code: str | None, by: int) -> None:
        """Store the guild's language, checked by the caller; None goes by its locale on Discord."""
        with self.changing():
            async with self._state.transaction() as change:
                await self._choose(change, guild_id, "language", code, by)

    async def set_private_answers(self, guild_id: int, private: bool, by: int) -> None:
        """Store whether the guild's answers are private unless their askers say otherwise."""
        with self.changing():
            async with self._state.transaction() as change:
                await self._choose(change, guild_id, "private_answers", 1 if private else None, by)

    async def _choose(
        self, change: Transaction, guild_id: int, column: _Column, value: str | int | None, by: int
    ) -> None:
        """Store one choice and who made it, or delete it; with the last one the person goes too."""
        await change.execute(
            f"insert into guild (guild_id, {column}, changed_by, changed_at) values (?, ?, ?, ?)"
            f" on conflict (guild_id) do update set {column} = excluded.{column},"
            " changed_by = excluded.changed_by, changed_at = excluded.changed_at",
            (guild_id, value, by, self._state.stamp()),
        )
        await change.execute(
            "update guild set changed_by = null, changed_at = null where guild_id = ?"
            " and time_zone is null and language is null and private_answers is null",
            (guild_id,),
        )
        await change.execute(FORGET_EMPTY, (guild_id,))

    async def seen(self, present: Collection[int]) -> int:
        """Take note of the guilds that the bot is in; returns how many others were forgotten.

        A guild that is not among them is missing from today on, and after `MISSING_FOR` all that
        is stored about it is deleted. One that is back is no longer missing.
        """
        with self.changing():
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
            return await change.execute(_FORGET_MISSING, (self._last_kept(),))

    async def left(self, guild_id: int) -> None:
        """Take note that the bot has left a guild: its settings are kept for `MISSING_FOR`."""
        await self._state.execute(
            "insert into missing_guild (guild_id, since) select guild_id, ? from guild"
            " where guild_id = ? on conflict (guild_id) do nothing",
            (self._state.today().isoformat(), guild_id),
        )

    async def joined(self, guild_id: int) -> None:
        """Take note that the bot is in a guild, perhaps again: with the settings it left."""
        await self._state.execute("delete from missing_guild where guild_id = ?", (guild_id,))

    async def forget_missing(self) -> int:
        """Delete all that is stored about guilds missing for `MISSING_FOR`; returns how many."""
        with self.changing():
            return await self._state.execute(_FORGET_MISSING, (self._last_kept(),))

    def _last_kept(self) -> str:
        return (self._state.today() - MISSING_FOR).isoformat()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """A change: what was read before it is read anew, also where the change was cancelled."""
        try:
            yield
        finally:
            self._kept.clear()
