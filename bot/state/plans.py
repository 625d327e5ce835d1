"""What each guild chose for its daily post of anniversaries, and which guilds are owed one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Literal

from bot.corpus.dates import LeapRule
from bot.state.database import Row, StateDatabase, Transaction
from bot.state.guilds import FORGET_EMPTY, Guilds

WhenNothing = Literal["silent", "next", "digest"]
"""On a day without anniversaries: no post, the next ones to come, or no post but on the first of a
month what is known to that month only."""

Disputed = Literal["caution", "skip"]
Trouble = Literal["channel-gone", "refused"]
Paused = Literal["asked"] | Trouble
"""Why nothing is posted: a manager wants it so, or trouble that a manager has to end."""

FIRST_TIME = time(9)
"""When posts are due where only a channel was chosen."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When posts are due: each day at a time of the clocks in a zone, an IANA name."""

    zone: str
    at: time


@dataclass(frozen=True, slots=True)
class Plan:
    """A guild's choices. `topics` are vocabulary keys, none for all.

    Nothing is owed that was due before `since`. `paused` says why nothing is posted. `changed_by`
    is the user who chose last.
    """

    guild_id: int
    channel_id: int
    slot: Slot
    since: datetime
    changed_by: int
    changed_at: datetime
    when_nothing: WhenNothing = "silent"
    leap_rule: LeapRule = "feb28"
    disputed: Disputed = "caution"
    topics: tuple[str, ...] = ()
    role_id: int | None = None
    paused: Paused | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What so many guilds that are posted to chose about what is posted; see `Plan`.

    Their time zones are left out: they say only which date it is.
    """

    topics: tuple[str, ...]
    leap_rule: LeapRule
    disputed: Disputed
    when_nothing: WhenNothing
    guilds: int


@dataclass(frozen=True, slots=True)
class Day:
    """A local date of a slot: its post is due at `due_at`, and late until `until`; both in UTC."""

    slot: Slot
    date: date
    due_at: datetime
    until: datetime


_COLUMNS = (
    "guild_id, channel_id, coalesce(time_zone, :default_zone), at, since, p.changed_by,"
    " p.changed_at, when_nothing, leap_rule, disputed, topics, role_id, paused"
)
_PLANS = "anniversary_plan as p join guild using (guild_id)"
_SERVED = "paused is null and guild_id not in (select guild_id from missing_guild)"
_OWED = (
    f" from {_PLANS}{{days}} where {_SERVED} and at = :at"
    " and coalesce(time_zone, :default_zone) = :zone and since <= {due_at} and not exists (select 1"
    " from delivery as d where d.guild_id = p.guild_id and d.local_date = {date}{but})"
)
# What was surely not posted can still be: a clock that ran ahead took the day for over.
_TO_BE_POSTED = _OWED.format(
    days="", due_at=":due_at", date=":date", but=" and d.state not in ('missed', 'refused')"
)
_MISS = (
    "insert into delivery (guild_id, local_date, due_at, until, state, channel_id, claimed_at,"
    " settled_at)"
    " with over (local_date, due_at, until) as materialized (select json_extract(value, '$[0]'),"
    " json_extract(value, '$[1]'), json_extract(value, '$[2]') from json_each(:days))"
    " select guild_id, local_date, due_at, until, 'missed', channel_id, :now, :now"
    + _OWED.format(days=" cross join over", due_at="due_at", date="over.local_date", but="")
)


class Plans:
    """The plans in the durable state. `default_zone` is that of guilds that chose none."""

    def __init__(self, state: StateDatabase, guilds: Guilds, default_zone: str) -> None:
        self._state = state
        self._guilds = guilds
        self._default_zone = default_zone

    async def of(self, guild_id: int) -> Plan | None:
        """Return a guild's plan, None if it has none."""
        return await self._read(self._state, guild_id)

    async def change(
        self, guild_id: int, by: int, choose: Callable[[Plan | None, Plan], Plan]
    ) -> Plan:
        """Store what `choose` makes of a guild's plan, in one transaction, and return it.

        `choose` is given the plan as it is, None for none, and one to begin with: the same, or the
        one that a new plan starts from: its `channel_id` is 0 then, and ValueError is raised if it
        stays so. Where it changes the time, the zone, or ends a pause, nothing is owed that was due
        before now. The zone is the guild's, for all that it asks.
        """
        with self._guilds.changing():
            async with self._state.transaction() as change:
                now = self._state.now().replace(microsecond=0)
                old = await self._read(change, guild_id)
                start = old or Plan(guild_id, 0, await self._usual(change, guild_id), now, by, now)
                plan = replace(choose(old, start), changed_by=by, changed_at=now)
                if not plan.channel_id:
                    raise ValueError("a plan needs a channel")
                resumed = old is not None and old.paused is not None and plan.paused is None
                if old is None or resumed or plan.slot != old.slot:
                    plan = replace(plan, since=now)
                await self._write(change, plan, zone_changed=plan.slot.zone != start.slot.zone)
                return plan

    async def pause(self, guild_id: int, why: Paused, channel_id: int) -> bool:
        """Post nothing from now on, if posts still go to a channel; returns whether that ended it.

        One step: whoever names another channel, or pauses, at the same time is not overruled.
        """
        paused = await self._state.execute(
            "update anniversary_plan set paused = ?"
            " where guild_id = ? and channel_id = ? and paused is null",
            (why, guild_id, channel_id),
        )
        return paused > 0

    async def remove(self, guild_id: int) -> bool:
        """Delete a guild's plan, not what has been delivered; returns whether there was one."""
        async with self._state.transaction() as change:
            removed = await change.execute(
                "delete from anniversary_plan where guild_id = ?", (guild_id,)
            )
            await change.execute(FORGET_EMPTY, (guild_id,))
            return removed > 0

    async def slots(self) -> tuple[Slot, ...]:
        """Return when posts are due, each time and zone once."""
        rows = await self._state.fetch_all(
            f"select distinct coalesce(time_zone, :default_zone), at from {_PLANS} where {_SERVED}",
            {"default_zone": self._default_zone},
        )
        return tuple(Slot(zone, time.fromisoformat(at)) for zone, at in rows)

    async def chosen(self) -> tuple[Chosen, ...]:
        """Return what guilds that are posted to chose, each choice once, most frequent first."""
        rows = await self._state.fetch_all(
            "select topics, leap_rule, disputed, when_nothing, count(*)"
            f" from {_PLANS} where {_SERVED} group by 1, 2, 3, 4 order by 5 desc, 1, 2, 3, 4"
        )
        return tuple(Chosen(tuple(topics.split()), *rest) for topics, *rest in rows)

    async def owed(self, day: Day, after: int, limit: int) -> tuple[Plan, ...]:
        """Return plans that are owed a day's post, of guilds with ids above `after`, in order."""
        rows = await self._state.fetch_all(
            f"select {_COLUMNS}{_TO_BE_POSTED} and guild_id > :after"
            " order by guild_id limit :limit",
            {
                **self._parameters(day.slot),
                "date": day.date.isoformat(),
                "due_at": stamp(day.due_at),
                "after": after,
                "limit": limit,
            },
        )
        return tuple(_plan(row) for row in rows)

    async def miss(self, slot: Slot, days: Sequence[Day]) -> int:
        """Record days of a slot as missed for each guild that is still owed one of them.

        Returns how many posts were missed.
        """
        over = [(day.date.isoformat(), stamp(day.due_at), stamp(day.until)) for day in days]
        return await self._state.execute(
            _MISS,
            {**self._parameters(slot), "days": json.dumps(over), "now": self._state.stamp()},
        )

    def _parameters(self, slot: Slot) -> dict[str, str]:
        return {
            "default_zone": self._default_zone,
            "zone": slot.zone,
            "at": slot.at.isoformat("minutes"),
        }

    async def _read(self, state: StateDatabase | Transaction, guild_id: int) -> Plan | None:
        row = await state.fetch_one(
            f"select {_COLUMNS} from {_PLANS} where guild_id = :guild_id",
            {"default_zone": self._default_zone, "guild_id": guild_id},
        )
        return _plan(row) if row else None

    async def _usual(self, change: Transaction, guild_id: int) -> Slot:
        row = await change.fetch_one("select time_zone from guild where guild_id = ?", (guild_id,))
        return Slot((row[0] if row else None) or self._default_zone, FIRST_TIME)

    async def _write(self, change: Transaction, plan: Plan, *, zone_changed: bool) -> None:
        await change.execute(
            "insert into guild (guild_id) values (?) on conflict (guild_id) do nothing",
            (plan.guild_id,),
        )
        changed = (plan.changed_by, stamp(plan.changed_at))
        if zone_changed:
            await change.execute(
                "update guild set time_zone = ?, changed_by = ?, changed_at = ? where guild_id = ?",
                (plan.slot.zone, *changed, plan.guild_id),
            )
        await change.execute(
            "insert or replace into anniversary_plan (guild_id, channel_id, at, when_nothing,"
            " leap_rule, disputed, topics, role_id, since, paused, changed_by, changed_at)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                plan.guild_id,
                plan.channel_id,
                plan.slot.at.isoformat("minutes"),
                plan.when_nothing,
                plan.leap_rule,
                plan.disputed,
                " ".join(plan.topics),
                plan.role_id,
                stamp(plan.since),
                plan.paused,
                *changed,
            ),
        )


def stamp(at: datetime) -> str:
    """A time as the state keeps it: UTC, ISO 8601, in seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _plan(row: Row) -> Plan:
    guild_id, channel_id, zone, at, since, by, changed_at, *chosen = row
    when_nothing, leap_rule, disputed, topics, role_id, paused = chosen
    return Plan(
        guild_id,
        channel_id,
        Slot(zone, time.fromisoformat(at)),
        datetime.fromisoformat(since),
        by,
        datetime.fromisoformat(changed_at),
        when_nothing,
        leap_rule,
        disputed,
        tuple(topics.split()),
        role_id,
        paused,
    )
