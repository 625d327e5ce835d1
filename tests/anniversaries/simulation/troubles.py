"""What goes wrong in a simulated world, and what people change in it."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.state.plans import Slot
from tests.anniversaries.simulation.ledger import Span

if TYPE_CHECKING:
    from tests.anniversaries.simulation.world import World

HOUR, DAY = 3600.0, 86_400.0

BETWEEN = 24.0 * HOUR
"""Seconds between two troubles of one server, on the average."""

AFTERMATH = 120.0
"""How long after a trouble its effects may still be felt."""


class Troubles:
    """Makes trouble at random times, and ends it; each kind is counted."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.rng
        self._ending: list[tuple[asyncio.TimerHandle, Callable[[], None]]] = []
        self._changing: list[asyncio.Future[None]] = []
        self._channels = 0

    async def run(self) -> None:
        """Make trouble until cancelled."""
        kinds = (
            (8, self._silence),
            (6, self._blind),
            (3, self._lose_channel),
            (4, self._server_out),
            (4, self._channel_failing),
            (7, self._edit),
            (3, self._remove),
            (6, self._swap_channel),
            (1.5, self._discord_failing),
            (1.5, self._fill_disk),
            (2, self._jump),
            (3, self._terminate),
        )
        weights, makers = zip(*kinds)
        while True:
            await asyncio.sleep(self._rng.expovariate(self._world.size.servers / BETWEEN))
            (make,) = self._rng.choices(makers, weights)
            await make()

    def heal(self) -> None:
        """End all trouble now."""
        for handle, end in self._ending:
            if not handle.cancelled() and handle.when() > self._world.elapsed():
                handle.cancel()
                end()

    def _for(self, seconds: float, end: Callable[[], None]) -> None:
        self._ending.append((asyncio.get_running_loop().call_later(seconds, end), end))

    def _span(self, seconds: float) -> Span:
        now = self._world.elapsed()
        return Span(now, now + seconds + AFTERMATH)

    def _guild(self) -> int:
        return self._rng.choice(self._world.guild_ids)

    def _with_channel(self, name: str, seconds: float, spans: dict[int, list[Span]]) -> None:
        """Set a flag of a server's channels for a time."""
        guild_id = self._guild()
        channels = [c for c in self._world.discord.channels.values() if c.guild_id == guild_id]
        if any(getattr(channel, name) for channel in channels):
            return
        for channel in channels:
            setattr(channel, name, True)
        spans[guild_id].append(self._span(seconds))
        self._world.discord.count(f"{name}: begins")

        def end() -> None:
            for channel in self._world.discord.channels.values():
                if channel.guild_id == guild_id:
                    setattr(channel, name, False)

        self._for(seconds, end)

    async def _silence(self) -> None:
        seconds = self._rng.choice((self._rng.uniform(60, 8 * HOUR), self._rng.uniform(2, 4) * DAY))
        self._with_channel("silent", seconds, self._world.ledger.against)

    async def _blind(self) -> None:
        seconds = self._rng.choice((self._rng.uniform(60, 5 * HOUR), 2 * DAY))
        self._with_channel("unreadable", seconds, self._world.ledger.unreadable)

    async def _server_out(self) -> None:
        self._with_channel("out", self._rng.uniform(20, 5 * HOUR), self._world.ledger.against)

    async def _channel_failing(self) -> None:
        self._with_channel("failing", self._rng.uniform(5, HOUR), self._world.ledger.against)

    async def _discord_failing(self) -> None:
        discord = self._world.discord
        seconds = self._rng.uniform(20, 1200)
        discord.failing = True
        discord.count("a spell of faults")
        self._world.ledger.troubles.append(self._span(seconds))

        def end() -> None:
            discord.failing = False

        self._for(seconds, end)

    async def _fill_disk(self) -> None:
        world = self._world
        seconds = self._rng.choice((self._rng.uniform(1, 60), self._rng.uniform(60, HOUR)))
        world.full = True
        world.discord.count("the disk fills")
        world.ledger.troubles.append(self._span(seconds))

        def end() -> None:
            world.full = False

        self._for(seconds, end)

    async def _swap_channel(self) -> None:
        """Delete a server's channel while its next post is on its way, and choose another one."""
        guild_id = self._guild()

        def swap() -> None:
            self._world.discord.count("channel swapped")
            self._world.discord.delete(guild_id)
            self._world.ledger.against[guild_id].append(self._span(AFTERMATH))
            self._choose_new(guild_id)

        mine = contextvars.copy_context()  # else what it starts would die with the bot's process
        self._world.discord.at_next_send[guild_id] = lambda: mine.run(swap)

    async def _lose_channel(self) -> None:
        """Delete a server's channel; people choose another one, at once or hours later."""
        world, guild_id = self._world, self._guild()
        world.discord.delete(guild_id)
        world.discord.count("channel deleted")
        seconds = self._rng.choice((self._rng.uniform(0, 120), self._rng.uniform(0, 12 * HOUR)))
        world.ledger.against[guild_id].append(self._span(seconds + AFTERMATH))
        await self._move(guild_id, seconds)

    async def _move(self, guild_id: int, seconds: float) -> None:
        self._for(seconds, lambda: self._choose_new(guild_id))

    def _choose_new(self, guild_id: int) -> None:
        """Make a channel, and have the posts go there."""
        world = self._world
        self._channels += 1
        channel_id = 1_000_000 + self._channels
        known = [c for c in world.discord.channels.values() if c.guild_id == guild_id]
        like = known[-1]
        world.discord.channels[channel_id] = type(like)(
            guild_id, silent=like.silent, unreadable=like.unreadable, out=like.out
        )
        self._changing.append(asyncio.ensure_future(self._until_taken(guild_id, channel_id)))

    async def _until_taken(self, guild_id: int, channel_id: int) -> None:
        """Try again while the program is down, as people do."""
        while self._world.plans is None:  # noqa: ASYNC110
            await asyncio.sleep(30)
        await self._world.change(guild_id, None, channel_id)

    async def _edit(self) -> None:
        """Change the time to this very minute or the next, the zone, or the channel."""
        world, guild_id = self._world, self._guild()
        slot = world.ledger.chosen[guild_id][-1].slot
        what = self._rng.randrange(3)
        world.discord.count("settings changed")
        if what == 0:
            await self._move(guild_id, 0)
            return
        zone = self._rng.choice(("UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"))
        if what == 1:
            await world.change(guild_id, Slot(zone, slot.at), None)
            return
        await self._at_its_minute(slot)
        local = world.now()
        at = local.replace(minute=(local.minute + self._rng.randrange(2)) % 60, second=0)
        await world.change(guild_id, Slot("UTC", at.time().replace(microsecond=0)), None)

    async def _at_its_minute(self, slot: Slot) -> None:
        """Wait for a moment within a second of a minute's begin."""
        now = self._world.now()
        left = 60 - now.second - now.microsecond / 1e6
        await asyncio.sleep(max(0.0, left + self._rng.uniform(-0.5, 0.5)))

    async def _remove(self) -> None:
        """End a server's posts, often where one waits for a permission; set them anew later."""
        waiting = [c.guild_id for c in self._world.discord.channels.values() if c.silent or c.out]
        guild_id = self._rng.choice((self._guild(), *waiting[-1:]))
        self._world.discord.count("removed and set anew")
        await self._world.remove(guild_id)
        await self._move(guild_id, self._rng.choice((5.0, 3 * HOUR)))

    async def _jump(self) -> None:
        world = self._world
        if world.offset:
            return
        seconds = self._rng.choice((-DAY, -HOUR, HOUR, DAY, self._rng.uniform(-400, 400)))
        lasting = self._rng.choice((self._rng.uniform(10, 600), self._rng.uniform(0, 5 * HOUR)))
        world.discord.count("clock jumped")
        world.ledger.troubles.append(self._span(lasting + HOUR))
        self._set_clock(seconds)
        self._for(lasting, lambda: self._set_clock(0.0))

    def _set_clock(self, offset: float) -> None:
        self._world.offset = offset

    async def _terminate(self) -> None:
        self._world.discord.count("terminated")
        self._world.terminate.set()
