"""What a plan is going to post: its next posts, and on how many days of a year there is one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from bot.anniversaries.due import ONE_DAY, day_of, today
from bot.anniversaries.post import Post
from bot.anniversaries.scheduler import Compose
from bot.corpus.dates import days_remembered
from bot.state.plans import Day, Plan
from bot.store.facts import FactStore

YEAR = 366
"""The days of a leap year: every day that a year can have."""

AHEAD = 9 * YEAR
"""How many days are looked through: leap years are at most eight years apart."""

TRIED = 30
"""How many posts are made at most to find the next ones. Nearly each that is expected is there."""

COUNTED = 60
"""On up to so many days, posts are made to count them; beyond it, what is expected is counted."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A post to come: `known` says that its day has anniversaries of its own."""

    day: Day
    post: Post
    known: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """The next posts of a plan, and on how many of the next `YEAR` days it has one.

    Where that is not `exact` it has one on so many at most.
    """

    coming: tuple[Coming, ...]
    days: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """On which dates a plan may have something to post, by days of the year and months.

    On some it has nothing after all: what is disputed among the articles themselves is skipped too,
    say, and what happened this year is no anniversary yet.
    """

    plan: Plan
    days: frozenset[tuple[int, int]]
    months: frozenset[int]

    def known(self, on: date) -> bool:
        """Whether a date has anniversaries, by the plan's rule for 29 February."""
        return any(day in self.days for day in days_remembered(on, self.plan.leap_rule))

    def posts(self, on: date) -> bool:
        """Whether anything may be posted on a date."""
        match self.plan.when_nothing:
            case "next":
                return bool(self.days)
            case "digest" if on.day == 1 and on.month in self.months:
                return True
        return self.known(on)

    def dates(self, first: date) -> tuple[date, ...]:
        """Those of the `YEAR` days from one on."""
        days = (first + ONE_DAY * number for number in range(YEAR))
        return tuple(on for on in days if self.posts(on))


def expected(plan: Plan, facts: FactStore) -> Expected:
    """What the facts have for a plan."""
    days = facts.days_about(plan.topics, undisputed=plan.disputed == "skip")
    return Expected(plan, frozenset(days), frozenset(facts.months_about(plan.topics)))


async def outlook(
    plan: Plan,
    facts: FactStore,
    compose: Compose,
    now: datetime,
    *,
    decided: Collection[date] = (),
    count: int = 3,
) -> Outlook:
    """The next `count` posts that are due after `now`; local dates `decided` have had theirs."""
    known = await facts.run(partial(expected, plan, facts), long=True)
    first = today(plan.slot, now)
    coming: list[Coming] = []
    tried = 0
    for number in range(AHEAD):
        on = first + ONE_DAY * number
        if on in decided or not known.posts(on):
            continue
        day = day_of(plan.slot, on)
        if day is None or day.due_at <= now:
            continue
        post = await compose(plan, on)
        if post is not None:
            coming.append(Coming(day, post, known.known(on)))
        tried += 1
        if len(coming) == count or tried == TRIED:
            break
    dates = known.dates(first + ONE_DAY)
    exact = len(dates) <= COUNTED
    if exact:
        dates = tuple([on for on in dates if await compose(plan, on) is not None])
    return Outlook(tuple(coming), len(dates), exact)
