"""`/anniversaries set`: each option judged by itself, and what holds saved at once.

What can't work is named and stays as it was, so that it costs nobody the other options that they
typed. Only a first `set` has no older channel to keep: it is saved, and paused until the channel
that it names allows what a post needs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import TypeVar, cast

import discord

from bot.answers.desk import Desk
from bot.answers.inputs import resolve_topics, time_of_day
from bot.corpus.dates import LeapRule
from bot.errors import InputProblem
from bot.interface.options import typed_zone
from bot.interface.places import Place, role_problem
from bot.state.plans import Disputed, Plan, Slot, WhenNothing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for; None leaves a setting as it is. `topics` are keys, none for all.

    `refused` are the options that could not be read.
    """

    time: time | None = None
    zone: str | None = None
    when_nothing: WhenNothing | None = None
    leap_rule: LeapRule | None = None
    disputed: Disputed | None = None
    topics: tuple[str, ...] | None = None
    role_id: int | None = None
    no_role: bool = False
    refused: tuple[InputProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `set` as they came; None for those that were not given."""

    channel_id: int | None = None
    time: str | None = None
    time_zone: str | None = None
    when_nothing: str | None = None
    leap_day: str | None = None
    disputed: str | None = None
    topics: str | None = None
    role_id: int | None = None
    no_role: bool = False


async def read(asked: Asked, desk: Desk) -> Wish:
    """What the typed options mean; what can't be read is refused."""
    refused: list[InputProblem] = []
    found: Wish = Wish(
        when_nothing=cast(WhenNothing | None, asked.when_nothing),
        leap_rule=cast(LeapRule | None, asked.leap_day),
        disputed=cast(Disputed | None, asked.disputed),
        role_id=None if asked.no_role else asked.role_id,
        no_role=asked.no_role,
    )
    if asked.no_role and asked.role_id is not None:
        refused.append(InputProblem("role.both"))
        found = replace(found, no_role=False)
    try:
        if asked.time is not None:
            found = replace(found, time=time_of_day(asked.time))
    except InputProblem as problem:
        refused.append(problem)
    try:
        if asked.time_zone is not None:
            found = replace(found, zone=await typed_zone(asked.time_zone))
    except InputProblem as problem:
        refused.append(problem)
    try:
        if asked.topics is not None:
            found = replace(found, topics=resolve_topics(asked.topics, desk))
    except InputProblem as problem:
        refused.append(problem)
    return replace(found, refused=tuple(refused))


class Unchanged(Exception):
    """Nothing is left to save: the plan is as it was."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


class Changes:
    """Makes the plan that `Plans.change` stores; `problems` are then what was refused, and why.

    `here` is the place to post to, chosen or, for a first plan, where the command was typed; None
    keeps the plan's own. `known` is what was found of that before; another manager may change it.
    """

    def __init__(
        self,
        guild: discord.Guild,
        wish: Wish,
        here: Place | None,
        known: Place | None,
    ) -> None:
        self._guild = guild
        self._wish = wish
        self._here = here
        self._known = known
        self.problems: tuple[InputProblem, ...] = ()

    def __call__(self, old: Plan | None, start: Plan) -> Plan:
        """The new plan; raises `Unchanged` where it is the old one."""
        wish = self._wish
        problems = list(wish.refused)
        plan, place = self._moved(old, start, problems)
        plan = replace(
            plan,
            slot=Slot(_or(wish.zone, plan.slot.zone), _or(wish.time, plan.slot.at)),
            when_nothing=_or(wish.when_nothing, plan.when_nothing),
            leap_rule=_or(wish.leap_rule, plan.leap_rule),
            disputed=_or(wish.disputed, plan.disputed),
            topics=_or(wish.topics, plan.topics),
            role_id=self._role(plan, place, problems),
        )
        if place is not None and place.problem is None and plan.paused not in (None, "asked"):
            plan = replace(plan, paused=None)
        self.problems = tuple(problems)
        if plan == old:
            raise Unchanged(plan)
        return plan

    def _moved(
        self, old: Plan | None, start: Plan, problems: list[InputProblem]
    ) -> tuple[Plan, Place | None]:
        """The plan for the chosen place, if posts can go there, and the place that it has."""
        here = self._here
        if here is None:
            kept = self._kept(start)
            if old is None:  # was removed since it was looked for
                raise InputProblem("anniversaries.none")
            if kept is not None and kept.problem is not None:
                problems.append(kept.problem)
            return start, kept
        if here.problem is None:
            return replace(start, channel_id=here.channel_id), here
        problems.append(here.problem)
        if old is None:
            return replace(start, channel_id=here.channel_id, paused="refused"), here
        return start, self._kept(start)

    def _kept(self, plan: Plan) -> Place | None:
        """The plan's own place, if it is the one that was looked at."""
        known = self._known
        return known if known is not None and known.channel_id == plan.channel_id else None

    def _role(self, plan: Plan, place: Place | None, problems: list[InputProblem]) -> int | None:
        wish = self._wish
        if wish.no_role:
            return None
        role_id = _or(wish.role_id, plan.role_id)
        if role_id is None or place is None:
            return role_id
        problem = role_problem(self._guild, role_id, place)
        if problem is not None:
            problems.append(problem)
            return plan.role_id
        return role_id


def _or(wanted: T | None, present: T) -> T:
    return present if wanted is None else wanted
