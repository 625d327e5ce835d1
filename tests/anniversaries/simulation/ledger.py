"""What truly happened in a simulated world, kept beside the program's own record."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from bot.state.plans import Plan, Slot
from tests.anniversaries.simulation.discord import Key, Message


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a server chose, from a moment of true time on."""

    at: float
    slot: Slot
    active: bool


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something stood against posts."""

    begin: float
    end: float


class Ledger:
    """Notes of what happened, in seconds of true time."""

    def __init__(self) -> None:
        self.chosen: defaultdict[int, list[Chosen]] = defaultdict(list)
        self.lives: list[Span] = []
        self.troubles: list[Span] = []
        self.against: defaultdict[int, list[Span]] = defaultdict(list)
        """Trouble of one server."""
        self.unreadable: defaultdict[int, list[Span]] = defaultdict(list)
        self.settled: set[Key] = set()
        self.doubled: list[Key] = []
        self.unknowable: list[Key] = []
        self.deaths: Counter[str] = Counter()

    def choose(self, plan: Plan) -> None:
        """Note what a server chose."""
        now = asyncio.get_running_loop().time()
        self.chosen[plan.guild_id].append(Chosen(now, plan.slot, plan.paused is None))

    def stop(self, guild_id: int) -> None:
        """Note that a server gets no posts from now on."""
        now = asyncio.get_running_loop().time()
        last = self.chosen[guild_id][-1]
        self.chosen[guild_id].append(Chosen(now, last.slot, active=False))

    def settle(self, guild_id: int, on: date) -> None:
        """Note that the program has recorded a day as delivered."""
        self.settled.add((guild_id, on))

    def created(self, message: Message, before: list[Message]) -> None:
        """Judge a new post by those before it for its server and date."""
        if not before:
            return
        standing = [earlier for earlier in before if not earlier.deleted]
        told = any(post.told is not None and not post.told.died.is_set() for post in before)
        if not standing and not told and message.key not in self.settled:
            self.unknowable.append(message.key)
        else:
            self.doubled.append(message.key)
