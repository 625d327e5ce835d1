"""Brings one claimed post to its channel: once, or not at all and recorded as that.

A delivery is claimed in the durable state before anything is sent, so whatever dies, it is known
afterwards that it may have been sent. Three things keep it from being sent twice: the claim is
unique for a guild and its local date; Discord answers a repeated nonce with the message that is
there; and where that may no longer hold, the channel's history is read first.
"""

from __future__ import annotations

import logging
from datetime import date

from bot.anniversaries.clock import Clock, Pace
from bot.anniversaries.post import Post
from bot.anniversaries.sending import (
    LOST_CHANNEL,
    OUTAGE,
    Absent,
    Doubtful,
    Found,
    Gone,
    Outcome,
    Refused,
    Sender,
    Sent,
    Unreadable,
)
from bot.state.deliveries import Deliveries, Delivery, DeliveryState
from bot.state.plans import Plans, Trouble

log = logging.getLogger(__name__)

SEND_SECONDS = 15
"""A send that takes longer counts as doubtful."""

NONCE_SECONDS = 120
"""For how long Discord surely knows a nonce again; it says "for the past few minutes"."""

ARRIVAL_SECONDS = 60
"""For how long a request may be on its way, also after nobody waits for its answer any more."""

LAST_TRY = NONCE_SECONDS - ARRIVAL_SECONDS
"""Seconds after the first try of the last one, which still arrives while the nonce counts."""

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 24.0)
"""Seconds between tries of which nobody knows what came."""

REFUSED_DAYS = 3
"""On which day in a row that a permission is refused posts are paused."""

HISTORY_DAY = 86_400
"""Seconds after its end for which the history is asked again that can't be reached or read."""


class Courier:
    """Sends claimed deliveries and settles them; what it can't settle stays claimed, for later."""

    def __init__(
        self, plans: Plans, deliveries: Deliveries, sender: Sender, clock: Clock, pace: Pace
    ) -> None:
        self._plans = plans
        self._deliveries = deliveries
        self._sender = sender
        self._clock = clock
        self._pace = pace
        self._begun = clock.elapsed()
        self._standing: dict[tuple[int, date], int | None] = {}

    async def deliver(
        self, delivery: Delivery, *, within: float = LAST_TRY, doubt: bool = False
    ) -> None:
        """Send a delivery that was claimed just now, again and again until it is known to stand.

        The last try begins `within` seconds. `doubt` says that an earlier one may have got through.
        """
        assert delivery.post is not None
        post = Post.decode(delivery.post)
        begun = self._clock.elapsed()
        for pause in (0.0, *PAUSES):
            if pause:
                await self._clock.sleep(pause)
            await self._pace.take()
            late = self._clock.elapsed() - begun > within
            if late or self._clock.now() >= delivery.until:
                break
            outcome = await self._sender.send(delivery, post)
            if not isinstance(outcome, Doubtful):
                await self._conclude(delivery, outcome, doubt=doubt)
                return
            doubt = True
            log.info("a daily post may not have arrived (%s)", outcome.why)

    async def resume(self, delivery: Delivery) -> None:
        """Take up a delivery that was claimed earlier, by this process or one before it."""
        if delivery.reason is not None:  # the last try surely sent nothing
            await self._send_anew(delivery)
            return
        if (delivery.guild_id, delivery.date) in self._standing:
            await self._record(delivery)
            return
        await self._pace.take()
        seen = await self._sender.look(delivery)
        match seen:
            case Found():
                await self._stands(delivery, seen.message_id)
            case Absent() if self._young():
                await self._send_again(delivery)
            case Absent():
                await self._send_anew(delivery)
            case Gone():
                await self._conclude(delivery, seen, doubt=True)
            case Unreadable():
                await self._without_history(delivery, "no-history")
            case Doubtful():
                await self._without_history(delivery, "no-answer")

    async def channel_gone(self, guild_id: int, channel_id: int) -> None:
        """Pause the posts of a guild that go to a channel, which has just been deleted, and tell.

        A delivery that is under way there ends by what Discord answers.
        """
        await self._pause(guild_id, channel_id, "channel-gone")

    def _young(self) -> bool:
        """Whether a request of the process before this one may still be on its way.

        Counted in seconds that never jump: the wall clock may have been set meanwhile.
        """
        return self._clock.elapsed() - self._begun <= ARRIVAL_SECONDS

    async def _send_again(self, delivery: Delivery, within: float = LAST_TRY) -> None:
        """Send what is not there yet but may still arrive: by its nonce it comes once all the same.

        Where that can't be, a later look tells.
        """
        plan = await self._plans.of(delivery.guild_id)
        if plan is not None and plan.paused is None and plan.channel_id == delivery.channel_id:
            await self.deliver(delivery, within=within, doubt=True)

    async def _send_anew(self, delivery: Delivery) -> None:
        """Send what surely is not there to where the plan says now; or settle it as too late."""
        plan = await self._plans.of(delivery.guild_id)
        if plan is None or plan.paused is not None:
            await self._deliveries.settle(delivery, "missed", reason="stopped")
        elif self._clock.now() >= delivery.until:
            await self._give_up(delivery)
        else:
            anew = await self._deliveries.claim_anew(delivery, plan)
            if anew is not None:
                await self.deliver(anew)

    async def _without_history(self, delivery: Delivery, why: str) -> None:
        """Rely on the nonce alone, for as long as it counts; then wait for the history."""
        uptime = self._clock.uptime()
        age = uptime.since(delivery.uptime) if uptime is not None else None
        if self._clock.now() >= delivery.until:
            await self._unknown(delivery, why)
        # What this process claimed itself has had its tries. Of another start of the machine nobody
        # knows how long ago it was: the wall clock may have been set.
        elif self._young() and age is not None and age <= LAST_TRY:
            await self._send_again(delivery, LAST_TRY - age)

    async def _stands(self, delivery: Delivery, message_id: int | None) -> None:
        """Record what is known to stand, or keep it in mind while it can't be recorded.

        The disk may be full, and the post deleted by a moderator before there is room: a look at
        the history would not find it.
        """
        self._standing[delivery.guild_id, delivery.date] = message_id
        await self._record(delivery)

    async def _record(self, delivery: Delivery) -> None:
        key = (delivery.guild_id, delivery.date)
        await self._deliveries.settle(delivery, "delivered", message_id=self._standing[key])
        del self._standing[key]

    async def _unknown(self, delivery: Delivery, why: str) -> None:
        """Give up a delivery of which the history does not tell, a day after its end.

        It may tell by then; and a clock that is a day ahead ends no delivery that can be sent.
        """
        if (self._clock.now() - delivery.until).total_seconds() > HISTORY_DAY:
            await self._deliveries.settle(delivery, "unknown", reason=why)

    async def _conclude(self, delivery: Delivery, outcome: Outcome, *, doubt: bool) -> None:
        """Record what is known of a delivery."""
        match outcome:
            case Sent():
                await self._stands(delivery, outcome.message_id)
            case Gone() if not doubt and await self._moved(delivery):
                await self._deliveries.hold(delivery, LOST_CHANNEL)
            case Gone():
                state: DeliveryState = "unknown" if doubt else "refused"
                await self._deliveries.settle(delivery, state, reason=LOST_CHANNEL)
                await self._pause(delivery.guild_id, delivery.channel_id, "channel-gone")
            case Refused() if not doubt:
                await self._refused(delivery, outcome.reason)
            # Refused after a doubtful try: the next look at the history tells.

    async def _moved(self, delivery: Delivery) -> bool:
        """Whether the plan names another channel by now."""
        plan = await self._plans.of(delivery.guild_id)
        return plan is not None and plan.channel_id != delivery.channel_id

    async def _refused(self, delivery: Delivery, reason: str) -> None:
        """Keep the day for another try, or pause where it has been refused for days."""
        days = 1
        if reason != OUTAGE:
            days += await self._deliveries.refused_in_a_row(delivery.guild_id, delivery.date)
        if days < REFUSED_DAYS:
            await self._deliveries.hold(delivery, reason)
            return
        await self._deliveries.settle(delivery, "refused", reason=reason)
        await self._pause(delivery.guild_id, delivery.channel_id, "refused")

    async def _give_up(self, delivery: Delivery) -> None:
        reason = delivery.reason
        state: DeliveryState = "missed" if reason in (None, OUTAGE) else "refused"
        await self._deliveries.settle(delivery, state, reason=reason)

    async def _pause(self, guild_id: int, channel_id: int, why: Trouble) -> None:
        """Pause a guild's posts, unless they go elsewhere by now, and tell who can mend it."""
        if not await self._plans.pause(guild_id, why, channel_id):
            return
        log.info("the daily posts of a server are paused: %s", why)
        await self._pace.take()
        plan = await self._plans.of(guild_id)
        if plan is not None and plan.paused == why:  # else it has been mended
            await self._sender.tell_paused(plan, why)
