"""Who may edit the facts from Discord. Asked at every use: a right that was taken away is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import discord

from bot.errors import InputProblem
from bot.interface.acknowledge import CUT
from bot.interface.deadline import TooSlow, in_time
from bot.interface.options import manages_server
from bot.interface.replies import Interaction

ASKED_AGAIN = 60.0
"""Seconds for which the application's owner and team are taken for what they were."""

ASKING = 0.6
"""The share of the time for an answer that asking for them may take."""

Rule = Callable[[Interaction], Coroutine[Any, Any, None]]
"""Raises `InputProblem` for whoever may not edit the facts where they are."""


@dataclass(frozen=True, slots=True)
class Named:
    """Whom the settings name as editors, by their ids; and the only server to edit in, if one is.

    The application's owner and team need not be named.
    """

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    home: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses a command or a button: with which roles, and where. All are ids.

    `server` is None in direct messages.
    """

    id: int
    roles: frozenset[int]
    server: int | None


class Editors:
    """Knows the editors: `named` ones, and the owner and team of the application that `ask` gives.

    `clock` gives seconds that only grow.
    """

    def __init__(
        self,
        named: Named,
        ask: Callable[[], Coroutine[Any, Any, discord.AppInfo]],
        clock: Callable[[], float],
    ) -> None:
        self._named = named
        self._ask = ask
        self._clock = clock
        self._owners: frozenset[int] = frozenset()
        self._asked: float | None = None
        self._asking: asyncio.Task[None] | None = None

    async def __call__(self, interaction: Interaction) -> None:
        """The rule, for whoever uses a command or a button."""
        await self.check(person(interaction))

    async def check(self, who: Person) -> None:
        """Raise `InputProblem` for who is no editor there, or can't be known to be one just now."""
        named = self._named
        if who.server is not None:
            if named.home not in (None, who.server):
                raise InputProblem("editing.home-only")
            if who.id in named.users or who.roles & named.roles:
                return
        if who.id in await self._owners_now():
            return
        if who.server is None and who.id in named.users:
            raise InputProblem("editing.not-here")
        raise InputProblem("editing.forbidden")

    async def _owners_now(self) -> frozenset[int]:
        """The owner and team; of those who ask at once, one asks Discord, and all wait for that."""
        if self._asked is None or self._clock() - self._asked >= ASKED_AGAIN:
            if self._asking is None or self._asking.done():
                self._asking = asyncio.ensure_future(self._ask_now())
            await asyncio.wait((self._asking,))  # whose end none of them brings about
            try:
                self._asking.result()
            except (discord.DiscordException, TooSlow, *CUT) as error:
                raise InputProblem("editing.unsure") from error
        return self._owners

    async def _ask_now(self) -> None:
        now = self._clock()
        info = await in_time(self._ask(), ASKING)
        self._owners, self._asked = owners(info), now


def owners(info: discord.AppInfo) -> frozenset[int]:
    """The ids of an application's owner and team, but for who may only read or has not joined.

    Where there is a team, Discord names as the application's owner a user that stands for it.
    """
    if info.team is None:
        return frozenset({info.owner.id})
    members = {
        member.id
        for member in info.team.members
        if member.membership_state is discord.TeamMembershipState.accepted
        and member.role in (discord.TeamMemberRole.admin, discord.TeamMemberRole.developer)
    }
    owner = info.team.owner_id
    return frozenset(members if owner is None else {*members, owner})


def person(interaction: Interaction) -> Person:
    """Who uses a command or a button, with the roles that came along with it.

    Everyone's role is left out: it has the server's id, and would let in whoever is there.
    """
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else ()
    given = frozenset(role.id for role in roles) - {interaction.guild_id}
    return Person(user.id, given, interaction.guild_id)


async def whoever_manages(interaction: Interaction) -> None:
    """The rule of the local workspace, whose application nobody owns."""
    if interaction.guild_id is None or not manages_server(interaction):
        raise InputProblem("editing.forbidden")
