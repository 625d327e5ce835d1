"""The deliveries of daily posts: each guild's local date is decided once, and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot.state.database import Row, StateDatabase
from bot.state.plans import Day, Plan, stamp

DeliveryState = Literal["claimed", "delivered", "nothing", "missed", "refused", "unknown"]
"""`claimed`: sent or about to be, not known to have arrived. `nothing`: there was nothing to post.
`missed`: surely not posted. `refused`: Discord or a missing permission forbade it. `unknown`: it
may have been posted, and was not posted again."""

NOTHING_KEPT = timedelta(days=35)
"""How long days without a post are kept; what was posted is kept as long as its guild.

So is what was refused: it is counted, however far apart a guild's posts are.
"""


@dataclass(frozen=True, slots=True)
class Uptime:
    """How long a machine has run: seconds that nobody sets, within one start of it, a `boot`."""

    boot: str
    seconds: float

    def since(self, earlier: Uptime | None) -> float | None:
        """Seconds since an earlier one; None where it was in another start, or is not known."""
        if earlier is None or earlier.boot != self.boot:
            return None
        return self.seconds - earlier.seconds


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a guild's local date. `reason` is a code for a sentence, where one is due.

    `message_id` is None of a delivered one where Discord did not tell it. `uptime` is the
    machine's at the claim.
    """

    guild_id: int
    date: date
    due_at: datetime
    until: datetime
    state: DeliveryState
    reason: str | None
    channel_id: int
    role_id: int | None
    post: str | None
    message_id: int | None
    claimed_at: datetime
    settled_at: datetime | None
    uptime: Uptime | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A guild's day to be decided: with a `post`, as text, to be sent; without, for nothing."""

    plan: Plan
    day: Day
    post: str | None


_COLUMNS = (
    "guild_id, local_date, due_at, until, state, reason, channel_id, role_id, body, message_id,"
    " claimed_at, settled_at, boot, seconds_up"
)
_DELIVERIES = "delivery left join post on post.digest = delivery.post"
_CLAIM = (
    "insert into delivery (guild_id, local_date, due_at, until, state, channel_id, role_id, post,"
    " claimed_at, boot, seconds_up, settled_at)"
    " select :guild_id, :local_date, :due_at, :until, :state, :channel_id, :role_id, :post, :now,"
    " :boot, :seconds_up, :settled_at from anniversary_plan"
    " where guild_id = :guild_id and paused is null"
    " and changed_at = :changed_at and since <= :due_at"
    " on conflict (guild_id, local_date) do update set due_at = excluded.due_at,"
    " until = excluded.until, state = excluded.state, reason = null,"
    " channel_id = excluded.channel_id, role_id = excluded.role_id, post = excluded.post,"
    " claimed_at = excluded.claimed_at, boot = excluded.boot, seconds_up = excluded.seconds_up,"
    " settled_at = excluded.settled_at"
    " where delivery.state in ('missed', 'refused')"
)


class Deliveries:
    """The deliveries in the durable state. `uptime` is the machine's, None if it is not known."""

    def __init__(
        self, state: StateDatabase, uptime: Callable[[], Uptime | None] = lambda: None
    ) -> None:
        self._state = state
        self._uptime = uptime

    async def claim(self, claims: Sequence[Claim]) -> tuple[Delivery, ...]:
        """Decide these days, in one transaction; returns those that were not decided before.

        With a post they are claimed, and must be sent; without one, the day has nothing. A day
        recorded as missed or refused was surely not posted, and can be claimed. One of which the
        plan was changed, paused or removed since it was read is left for another reading.
        """
        now, uptime = self._state.now().replace(microsecond=0), self._uptime()
        made: list[Delivery] = []
        async with self._state.transaction() as change:
            for claim in claims:
                digest = _digest(claim.post) if claim.post is not None else None
                if claim.post is not None:
                    await change.execute(
                        "insert into post (digest, body) values (?, ?)"
                        " on conflict (digest) do nothing",
                        (digest, claim.post),
                    )
                delivery = _claimed(claim, now, uptime)
                inserted = await change.execute(
                    _CLAIM,
                    {
                        "guild_id": delivery.guild_id,
                        "local_date": delivery.date.isoformat(),
                        "due_at": stamp(delivery.due_at),
                        "until": stamp(delivery.until),
                        "state": delivery.state,
                        "channel_id": delivery.channel_id,
                        "role_id": delivery.role_id,
                        "post": digest,
                        "now": stamp(now),
                        "boot": uptime.boot if uptime else None,
                        "seconds_up": uptime.seconds if uptime else None,
                        "settled_at": stamp(now) if claim.post is None else None,
                        "changed_at": stamp(claim.plan.changed_at),
                    },
                )
                if inserted:
                    made.append(delivery)
        return tuple(made)

    async def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        message_id: int | None = None,
        reason: str | None = None,
    ) -> None:
        """Record what became of a claimed delivery; one that is settled stays as it is."""
        await self._state.execute(
            "update delivery set state = ?, message_id = ?, reason = ?, settled_at = ?"
            " where guild_id = ? and local_date = ? and state = 'claimed'",
            (
                state,
                message_id,
                reason,
                self._state.stamp(),
                delivery.guild_id,
                delivery.date.isoformat(),
            ),
        )

    async def hold(self, delivery: Delivery, reason: str) -> None:
        """Record why a claimed delivery was surely not sent: it can be sent later."""
        await self._state.execute(
            "update delivery set reason = ?"
            " where guild_id = ? and local_date = ? and state = 'claimed'",
            (reason, delivery.guild_id, delivery.date.isoformat()),
        )

    async def claim_anew(self, delivery: Delivery, plan: Plan) -> Delivery | None:
        """Claim again what is known not to have been sent, for the channel that the plan names.

        Returns None, and it must not be sent, if it is no longer as `delivery` has it.
        """
        anew = replace(
            delivery,
            reason=None,
            channel_id=plan.channel_id,
            role_id=plan.role_id,
            claimed_at=self._state.now().replace(microsecond=0),
            uptime=self._uptime(),
        )
        changed = await self._state.execute(
            "update delivery set reason = null, channel_id = ?, role_id = ?, claimed_at = ?,"
            " boot = ?, seconds_up = ?"
            " where guild_id = ? and local_date = ? and state = 'claimed' and claimed_at = ?"
            " and reason is ?",
            (
                anew.channel_id,
                anew.role_id,
                stamp(anew.claimed_at),
                anew.uptime.boot if anew.uptime else None,
                anew.uptime.seconds if anew.uptime else None,
                anew.guild_id,
                anew.date.isoformat(),
                stamp(delivery.claimed_at),
                delivery.reason,
            ),
        )
        return anew if changed else None

    async def refused_in_a_row(self, guild_id: int, before: date) -> int:
        """Return how many posts were refused since the last one delivered, or the plan's `since`.

        Those of before a pause that has ended don't count.
        """
        row = await self._state.fetch_one(
            "select count(*) from delivery where guild_id = ?1 and state = 'refused'"
            " and due_at >= (select since from anniversary_plan where guild_id = ?1)"
            " and local_date < ?2 and local_date > coalesce((select max(local_date) from delivery"
            " where guild_id = ?1 and local_date < ?2 and state = 'delivered'), '')",
            (guild_id, before.isoformat()),
        )
        assert row is not None
        return int(row[0])

    async def claimed(self) -> tuple[Delivery, ...]:
        """Return the deliveries that are claimed and not settled, the oldest first.

        Those of guilds that the bot is not in wait.
        """
        return tuple(
            _delivery(row)
            for row in await self._state.fetch_all(
                f"select {_COLUMNS} from {_DELIVERIES} where state = 'claimed'"
                " and guild_id not in (select guild_id from missing_guild)"
                " order by claimed_at, guild_id"
            )
        )

    async def of(self, guild_id: int, day: date) -> Delivery | None:
        """Return what became of a guild's local date, None if it was not decided."""
        row = await self._state.fetch_one(
            f"select {_COLUMNS} from {_DELIVERIES} where guild_id = ? and local_date = ?",
            (guild_id, day.isoformat()),
        )
        return _delivery(row) if row else None

    async def last(self, guild_id: int, limit: int) -> tuple[Delivery, ...]:
        """Return a guild's latest deliveries, the latest first."""
        return tuple(
            _delivery(row)
            for row in await self._state.fetch_all(
                f"select {_COLUMNS} from {_DELIVERIES} where guild_id = ?"
                " order by local_date desc limit ?",
                (guild_id, limit),
            )
        )

    async def prune(self) -> int:
        """Delete old days without a post, and posts that no delivery names; returns how many."""
        oldest = (self._state.today() - NOTHING_KEPT).isoformat()
        days = await self._state.execute(
            "delete from delivery where local_date < ? and state in ('nothing', 'missed')",
            (oldest,),
        )
        posts = await self._state.execute(
            "delete from post where digest not in"
            " (select post from delivery where post is not null)"
        )
        return days + posts


def _digest(post: str) -> str:
    return hashlib.sha256(post.encode()).hexdigest()[:32]


def _claimed(claim: Claim, now: datetime, uptime: Uptime | None) -> Delivery:
    plan, day = claim.plan, claim.day
    return Delivery(
        guild_id=plan.guild_id,
        date=day.date,
        due_at=day.due_at,
        until=day.until,
        state="nothing" if claim.post is None else "claimed",
        reason=None,
        channel_id=plan.channel_id,
        role_id=plan.role_id,
        post=claim.post,
        message_id=None,
        claimed_at=now,
        settled_at=now if claim.post is None else None,
        uptime=uptime,
    )


def _delivery(row: Row) -> Delivery:
    guild_id, day, due_at, until, state, reason, channel_id, role_id, body, message_id, *times = row
    claimed_at, settled_at, boot, seconds_up = times
    return Delivery(
        guild_id,
        date.fromisoformat(day),
        datetime.fromisoformat(due_at),
        datetime.fromisoformat(until),
        state,
        reason,
        channel_id,
        role_id,
        body,
        message_id,
        datetime.fromisoformat(claimed_at),
        datetime.fromisoformat(settled_at) if settled_at else None,
        Uptime(boot, seconds_up) if boot else None,
    )
