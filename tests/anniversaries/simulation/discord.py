"""A Discord in virtual time: channels with histories, nonces for some minutes, and all its faults.

A request, once sent, takes its course whatever becomes of the process that sent it.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from bot.anniversaries.courier import SEND_SECONDS
from bot.anniversaries.post import Post
from bot.anniversaries.sending import (
    OUTAGE,
    Absent,
    Doubtful,
    Found,
    Gone,
    Look,
    Outcome,
    Refused,
    Sent,
    Unreadable,
    nonce_of,
)
from bot.state.deliveries import Delivery
from bot.state.plans import Paused, Plan
from tests.anniversaries.simulation.mortal import Life

Fault = Literal[
    "reset before the commit",
    "reset after the commit",
    "time-out, not committed",
    "time-out, committed",
    "time-out, committed later",
    "500 after the commit",
    "503",
    "429",
]
FAULTS: tuple[Fault, ...] = Fault.__args__  # type: ignore[attr-defined]
UNCOMMITTED = ("reset before the commit", "time-out, not committed", "503", "429")

LEAST_NONCE = 120.0
MOST_NONCE = 300.0
"""For how many seconds a nonce is known again: "the past few minutes"."""

LATEST_COMMIT = 60.0
LOOKED_BACK = timedelta(days=2)
"""How long before it was due a look for a post goes back."""

Key = tuple[int, date]


@dataclass(slots=True)
class Message:
    """A post in a channel; `told` is the process that was told of it last."""

    message_id: int
    key: Key
    channel_id: int
    at: float
    nonce_until: float
    deleted: bool = False
    told: Life | None = None


@dataclass(slots=True)
class Channel:
    """A channel, and what stands against a post in it."""

    guild_id: int
    gone: bool = False
    silent: bool = False
    unreadable: bool = False
    out: bool = False
    failing: bool = False
    messages: list[Message] = field(default_factory=list)


class Discord:
    """All channels. `created` is called with each new post and those before it for its day."""

    def __init__(
        self,
        rng: random.Random,
        wall: Callable[[float], datetime],
        created: Callable[[Message, list[Message]], None],
    ) -> None:
        self.channels: dict[int, Channel] = {}
        self.at_next_send: dict[int, Callable[[], None]] = {}
        """What happens in a server at the moment in which a post is next sent to it."""
        self.posts: defaultdict[Key, list[Message]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self.requests: list[float] = []
        self.fault_rate = 0.06
        self.failing = False
        self.rng = rng
        self.wall = wall
        self._created = created
        self._nonces: dict[str, Message] = {}
        self._last_id = 0

    def time(self) -> float:
        """Seconds of true time."""
        return asyncio.get_running_loop().time()

    def count(self, what: str) -> None:
        """Count what happened."""
        self.counts[what] += 1

    def fault(self, channel: Channel) -> Fault | None:
        """What goes wrong with the next request."""
        rate = 0.85 if self.failing or channel.failing else self.fault_rate
        return self.rng.choice(FAULTS) if self.rng.random() < rate else None

    def delete(self, guild_id: int) -> None:
        """Delete a server's channels."""
        for channel in self.channels.values():
            if channel.guild_id == guild_id:
                channel.gone = True

    def commit(self, key: Key, channel_id: int, nonce: str) -> tuple[Outcome, Message | None]:
        """Do what a request asks for, now."""
        channel = self.channels[channel_id]
        if channel.gone:
            self.count("404")
            return Gone(), None
        if channel.out:
            return Doubtful("status 503"), None
        if channel.silent:
            self.count("403")
            return Refused("permissions:send_messages"), None
        known = self._nonces.get(nonce)
        if known is not None and self.time() < known.nonce_until:
            self.count("nonce known: deleted" if known.deleted else "nonce known")
            return Sent(None if known.deleted else known.message_id), known
        return self._create(key, channel_id, nonce)

    def _create(self, key: Key, channel_id: int, nonce: str) -> tuple[Outcome, Message]:
        self._last_id += 1
        seconds = self.rng.choice((LEAST_NONCE, self.rng.uniform(LEAST_NONCE, MOST_NONCE)))
        now = self.time()
        message = Message(self._last_id, key, channel_id, now, now + seconds)
        before = list(self.posts[key])
        self._nonces[nonce] = message
        self.posts[key].append(message)
        self.channels[channel_id].messages.append(message)
        self._created(message, before)
        return Sent(message.message_id), message


class SimulatedSender:
    """The courier's `Sender` of one process."""

    def __init__(self, discord: Discord, life: Life) -> None:
        self._discord = discord
        self._life = life

    def nonce(self, delivery: Delivery) -> str:
        """The nonce that goes with a delivery."""
        return nonce_of(delivery.guild_id, delivery.date)

    async def send(self, delivery: Delivery, post: Post) -> Outcome:
        """Send a request, and wait for what may come of it."""
        discord, rng = self._discord, self._discord.rng
        channel = discord.channels[delivery.channel_id]
        if channel.out:
            discord.count("outage of the server")
            return Refused(OUTAGE)
        discord.requests.append(discord.time())
        discord.at_next_send.pop(delivery.guild_id, lambda: None)()
        fault = discord.fault(channel)
        latency = rng.uniform(0.02, 0.3)
        if fault is not None:
            discord.count(fault)
        if fault == "time-out, committed":
            latency = rng.uniform(0, SEND_SECONDS - 0.1)
        elif fault == "time-out, committed later":
            latency = rng.uniform(SEND_SECONDS, LATEST_COMMIT)
        answers: list[tuple[Outcome, Message | None]] = []
        key, nonce = (delivery.guild_id, delivery.date), self.nonce(delivery)

        def arrive() -> None:
            answers.append(discord.commit(key, delivery.channel_id, nonce))

        if fault not in UNCOMMITTED:
            asyncio.get_running_loop().call_later(latency, arrive)
        if fault is not None:
            await asyncio.sleep(SEND_SECONDS if fault.startswith("time-out") else latency + 0.01)
            return Doubtful(fault)
        await asyncio.sleep(latency + rng.uniform(0.01, 0.3))
        outcome, message = answers[0]
        if message is not None:
            message.told = self._life
        return outcome

    async def look(self, delivery: Delivery) -> Look:
        """Read the channel's history as it is in the middle of the wait for it."""
        discord, rng = self._discord, self._discord.rng
        channel = discord.channels[delivery.channel_id]
        if channel.out:
            return Doubtful(OUTAGE)
        discord.requests.append(discord.time())
        await asyncio.sleep(rng.uniform(0.01, 0.3))
        if discord.fault(channel) is not None:
            discord.count("look failed")
            return Doubtful("status 503")
        look = self._see(channel, delivery)
        await asyncio.sleep(rng.uniform(0.01, 0.3))
        discord.count(f"look: {type(look).__name__.lower()}")
        return look

    def _see(self, channel: Channel, delivery: Delivery) -> Look:
        if channel.gone:
            return Gone()
        if channel.unreadable:
            return Unreadable()
        for message in channel.messages:
            mine = message.key == (delivery.guild_id, delivery.date) and not message.deleted
            if mine and self._discord.wall(message.at) >= delivery.due_at - LOOKED_BACK:
                message.told = self._life
                return Found(message.message_id)
        return Absent()

    async def tell_paused(self, plan: Plan, why: Paused) -> None:
        """Count who is told."""
        self._discord.requests.append(self._discord.time())
        await asyncio.sleep(0.1)
        self._discord.count(f"told: {why}")
