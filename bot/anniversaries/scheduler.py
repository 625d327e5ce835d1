"""The tick: finds which servers are owed a post, claims their day in batches, and has it sent.

It keeps no plan in memory: each tick asks the durable state, so that a restart, a jump of the clock
or a change of settings at any moment makes no difference.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from bot.anniversaries.clock import Clock, Pace
from bot.anniversaries.courier import Courier
from bot.anniversaries.due import days_over, due_day, today
from bot.anniversaries.post import Post
from bot.errors import NotYetKnown
from bot.state.deliveries import Claim, Deliveries, Delivery
from bot.state.guilds import Guilds
from bot.state.plans import Day, Plan, Plans, Slot

log = logging.getLogger(__name__)

A_SECOND = 40
"""Requests a second at most; Discord takes 50, of which commands need some."""

BATCH = 40
"""How many days are claimed at once: what is sent within a second."""

MINUTE = 60.0
HELD_SECONDS = 300.0
"""How long a delivery that could not be settled waits for its next try."""

LOOKED_BACK = 31
"""For how many local dates before this one a start records what was missed."""

Compose = Callable[[Plan, date], Awaitable[Post | None]]
"""Makes a plan's post of a local date; None where there is nothing to post."""

Prune = Callable[[], Awaitable[object]]
"""Deletes what need not be kept any longer."""


class Scheduler:
    """Runs until it is stopped. One server's trouble, or one tick's, is never another's.

    Once a day it also does the `prunes` of others, who have no clock that ticks.
    """

    def __init__(
        self,
        plans: Plans,
        deliveries: Deliveries,
        guilds: Guilds,
        courier: Courier,
        compose: Compose,
        clock: Clock,
        pace: Pace,
        prunes: Sequence[Prune] = (),
    ) -> None:
        self._plans = plans
        self._deliveries = deliveries
        self._guilds = guilds
        self._courier = courier
        self._compose = compose
        self._clock = clock
        self._pace = pace
        self._prunes = prunes
        self._stopping = False
        self._resting: asyncio.Task[Any] | None = None
        self._under_way: dict[tuple[int, date], asyncio.Task[None]] = {}
        self._not_before: dict[tuple[int, date], float] = {}
        self._recorded: dict[Slot, date] = {}
        self._swept: date | None = None

    def stop(self) -> None:
        """Claim nothing more; what is under way ends, or stays claimed for the next start."""
        self._stopping = True
        if self._resting is not None:
            self._resting.cancel()

    async def run(self) -> None:
        """Tick at the beginning of each minute until `stop`, then wait for what is under way."""
        log.info("looking for daily posts that are due")
        while not self._stopping:
            try:
                await self.tick()
            except Exception:
                log.exception("a tick of the daily posts failed; the next one tries again")
            if not self._stopping:
                await self._rest()
        await self.settle()

    async def _rest(self) -> None:
        """Sleep until the next minute of the wall clock, or until `stop`."""
        now = self._clock.now()
        self._resting = asyncio.current_task()
        try:
            await self._clock.sleep(MINUTE - now.second - now.microsecond / 1e6)
        except asyncio.CancelledError:
            if not self._stopping or self._resting is None or self._resting.uncancel():
                raise
        finally:
            self._resting = None

    async def settle(self) -> None:
        """Wait for the deliveries that are under way."""
        while self._under_way:
            await asyncio.wait(tuple(self._under_way.values()))

    async def tick(self) -> None:
        """Take up what was left claimed, claim what is due now, record what was missed."""
        for delivery in await self._deliveries.claimed():
            if self._stopping:
                return
            if self._may_resume(delivery):
                self._start(delivery, self._courier.resume(delivery))
                await self._pace.caught_up()
        slots = await self._plans.slots()
        for serve in (self._claim_due, self._record_missed):
            for slot in slots:
                try:
                    await serve(slot)
                except ZoneInfoNotFoundError:
                    log.warning("the time zone %s of a daily post is not known here", slot.zone)
                except Exception:
                    log.exception("the daily posts of %s failed; the next tick tries again", slot)
        await self._sweep()

    def _may_resume(self, delivery: Delivery) -> bool:
        key = (delivery.guild_id, delivery.date)
        return key not in self._under_way and self._clock.elapsed() >= self._not_before.get(key, 0)

    async def _claim_due(self, slot: Slot) -> None:
        day = due_day(slot, self._clock.now())
        if day is not None:
            await self._claim(day)

    async def _record_missed(self, slot: Slot) -> None:
        now = self._clock.now()
        local = today(slot, now)
        recorded = self._recorded.get(slot)
        back = LOOKED_BACK
        if recorded is not None and recorded <= local:  # else the clock was set back
            back = min((local - recorded).days - 1, LOOKED_BACK)
        over = days_over(slot, now, back)
        if not over or self._stopping:
            return
        missed = await self._plans.miss(slot, over)
        if missed:
            log.warning("%s daily posts were missed up to %s, of %s", missed, over[-1].date, slot)
        self._recorded[slot] = over[-1].date

    async def _claim(self, day: Day) -> None:
        """Claim a day for everyone who is owed it, in batches at the pace of sending."""
        after = 0
        while not self._stopping:
            plans = await self._plans.owed(day, after, BATCH)
            if not plans or self._clock.now() >= day.until:
                return
            after = plans[-1].guild_id
            # What was just settled as refused is about to be paused, or to end.
            idle = [plan for plan in plans if (plan.guild_id, day.date) not in self._under_way]
            claims = [claim for plan in idle if (claim := await self._claim_of(plan, day))]
            await self._pace.caught_up()
            for delivery in await self._deliveries.claim(claims):
                if delivery.post is not None:
                    self._start(delivery, self._courier.deliver(delivery))

    async def _claim_of(self, plan: Plan, day: Day) -> Claim | None:
        try:
            post = await self._compose(plan, day.date)
        except NotYetKnown as error:
            log.info("a daily post has to wait: %s", error)
            return None
        except Exception:
            log.exception("a daily post could not be made; the next tick tries again")
            return None
        return Claim(plan, day, post.encode() if post is not None else None)

    def _start(self, delivery: Delivery, work: Coroutine[Any, Any, None]) -> None:
        key = (delivery.guild_id, delivery.date)
        self._not_before[key] = self._clock.elapsed() + HELD_SECONDS

        async def carry() -> None:
            try:
                await work
            except Exception:
                log.exception("a delivery failed; it stays claimed")
            finally:
                del self._under_way[key]

        self._under_way[key] = asyncio.ensure_future(carry())

    async def _sweep(self) -> None:
        """Once a day, delete what need not be kept."""
        now = self._clock.now()
        if self._swept == now.date():
            return
        self._swept = now.date()
        elapsed = self._clock.elapsed()
        self._not_before = {key: at for key, at in self._not_before.items() if at > elapsed}
        forgotten = await self._guilds.forget_missing()
        if forgotten:
            log.info("the settings of %s servers left long ago are deleted", forgotten)
        await self._deliveries.prune()
        for prune in self._prunes:
            await prune()
