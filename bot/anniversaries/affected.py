"""Which anniversaries of the next days a change of the facts changes, and in how many servers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers.daily import Choices, date_with_any
from bot.answers.desk import Desk
from bot.corpus.dates import LeapRule, days_remembered
from bot.corpus.difference import EventChange
from bot.state.plans import Chosen
from bot.store.facts import FactStore
from bot.wording.wording import Wording

DAYS = 30
"""So many days are looked at, the first included."""

DayOfYear = tuple[int, int]
Following = Callable[[Chosen, date], date | None]
"""The first date, from one on, on which a plan has anniversaries by the live facts, if any."""


@dataclass(frozen=True, slots=True)
class Affected:
    """The dates on which anniversaries change, with the events that make them do; and in how many
    servers some post of the days looked at may change.

    A date counts if a changed event is told on it by the rule for 29 February of some server, and
    the first of a month if one is told in that month and some server asked for such. `servers` are
    those of which a post may read otherwise than by the live facts: none is left out, and some are
    counted that have the same posts after all, as of events only those days, topics and disputes
    are known that they have before or after the change. Not counted is what posts say of the corpus
    as a whole, the number of its articles, and how the vocabulary calls speakers.
    """

    dates: tuple[tuple[date, tuple[EventChange, ...]], ...]
    servers: int


def affected(
    events: Sequence[EventChange],
    plans: Sequence[Chosen],
    first: date,
    following: Following | None = None,
) -> Affected:
    """What changes in the days from `first` on, which is today by the host's default time zone.

    Of the servers that are told what comes next where a day has nothing, `following` tells by which
    date they are; without it each counts that may be told of a changed event on any day. Pure but
    for what `following` does.
    """
    window = _dates(first, DAYS)
    servers = sum(
        plan.guilds for plan in plans if _changes(_wanted(events, plan), plan, window, following)
    )
    rules: list[LeapRule] = sorted({plan.leap_rule for plan in plans}) or ["feb28"]
    digest = any(plan.when_nothing == "digest" for plan in plans)
    dates = ((on, tuple(_on(events, on, rules, digest=digest))) for on in window)
    return Affected(tuple((on, told) for on, told in dates if told), servers)


def by_live_facts(facts: FactStore, say: Wording) -> Following:
    """Tells what comes next by the live facts; it reads them, so call it in a thread of theirs."""

    def following(plan: Chosen, on: date) -> date | None:
        choices = Choices(plan.topics, plan.leap_rule, plan.disputed, plan.when_nothing)
        return date_with_any(choices, Desk(facts, say, on, "UTC"))

    return following


def _dates(first: date, count: int) -> list[date]:
    """So many dates, or fewer where the calendar ends."""
    last = min(first.toordinal() + count - 1, date.max.toordinal())
    return list(map(date.fromordinal, range(first.toordinal(), last + 1)))


def _wanted(events: Iterable[EventChange], plan: Chosen) -> list[EventChange]:
    """The events that a plan does not leave out both before and after."""
    topics = set(plan.topics)
    return [
        event
        for event in events
        if not (topics and topics.isdisjoint(event.topics))
        and not (event.disputed and plan.disputed == "skip")
    ]


def _on(
    events: Iterable[EventChange], on: date, rules: Iterable[LeapRule], *, digest: bool
) -> list[EventChange]:
    """The events that are told on a date by some rule."""
    days = {day for rule in rules for day in days_remembered(on, rule)}
    month = on.month if digest and on.day == 1 else None
    return [event for event in events if not days.isdisjoint(event.days) or month in event.months]


def _changes(
    events: Sequence[EventChange],
    plan: Chosen,
    window: Sequence[date],
    following: Following | None,
) -> bool:
    """Whether some post of a plan in these days may change."""
    days = {day for event in events for day in event.days}
    months = {month for event in events for month in event.months}
    if any(_remembers(on, days, plan) for on in window):
        return True
    if plan.when_nothing == "digest":
        return any(on.day == 1 and on.month in months for on in window)
    if plan.when_nothing == "silent" or not days:
        return False
    # None of these dates has changed. The posts of those without anniversaries tell what comes
    # next: after the last of the dates no more than what that one tells, if it has none itself.
    last = window[-1]
    until = following(plan, last) if following is not None else None
    if until is None:
        return True
    return any(_remembers(on, days, plan) for on in _dates(last, (until - last).days + 1)[1:])


def _remembers(on: date, days: Collection[DayOfYear], plan: Chosen) -> bool:
    return any(day in days for day in days_remembered(on, plan.leap_rule))
