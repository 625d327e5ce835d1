"""When posts are due: every zone of the world, every transition from 2020 to 2040."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.anniversaries.due import GRACE, day_of, days_over, days_to_come, due_day
from bot.state.plans import Day, Slot
from tests.anniversaries import clocks
from tests.anniversaries.clocks import MINUTE, Transition, due, times, transitions

ONE_DAY = timedelta(days=1)
NEAR = range(-1, 2)
"""Dates around a transition on which posts are looked at, from its own in UTC."""


def near(transition: Transition) -> list[date]:
    """The dates around a transition."""
    return [transition.at.date() + ONE_DAY * days for days in NEAR]


def test_the_zones_are_all_of_them() -> None:
    """Each zone that there is belongs to a group, so that one of each group stands for all."""
    groups = clocks.zones()
    names = [name for group in groups for name in group.names]
    assert sorted(names) == sorted(available_timezones())
    assert len(names) > 400
    found = transitions()
    print(
        f"\n{len(names)} zones, {len(groups)} of them different, {len(found)} transitions"
        f" of {len({transition.shape for _, transition in found})} kinds"
    )
    assert len(found) > 1000
    # What makes the rules hard is among them: leaps and repeats over midnight, by 30 minutes, 2, 3.
    changes = {transition.after - transition.before for _, transition in found}
    assert {-180, -120, -60, -30, 30, 60, 120, 180} <= changes


def test_each_date_around_each_transition_is_due_once() -> None:
    """At the first minute when the clocks show the time or a later one, for six hours at most.

    The clocks are read minute by minute; see `clocks.due` for a time that is leapt over together
    with the rest of its date.
    """
    wrong = []
    for name, transition in transitions():
        for at in times(transition):
            slot = Slot(name, at)
            for day in near(transition):
                found = day_of(slot, day)
                expected = due(transition, day, at)
                if (found and (found.due_at, found.until)) != expected:
                    wrong.append((name, transition, at, day, found, expected))
    assert wrong == []


def test_a_leap_over_midnight_leaves_the_date_its_post() -> None:
    """In Nuuk the clocks go from 23:00 to the next date: the last hour's posts come before it."""
    slot = Slot("America/Nuuk", time(23, 30))
    assert day_of(slot, date(2024, 3, 30)) == Day(
        slot,
        date(2024, 3, 30),
        datetime(2024, 3, 31, 0, 30, tzinfo=UTC),
        datetime(2024, 3, 31, 1, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Europe/Berlin", date(2024, 3, 31), time(2, 30), "2024-03-31T01:00"),
        ("Europe/Berlin", date(2024, 10, 27), time(2, 30), "2024-10-27T00:30"),
        ("Australia/Lord_Howe", date(2024, 10, 6), time(2, 15), "2024-10-05T15:30"),
        ("Australia/Lord_Howe", date(2024, 4, 7), time(1, 45), "2024-04-06T14:45"),
        ("Africa/Cairo", date(2024, 4, 26), time(0, 0), "2024-04-25T22:00"),
        ("Africa/Cairo", date(2024, 10, 31), time(23, 30), "2024-10-31T20:30"),
        ("America/St_Johns", date(2010, 11, 6), time(23, 30), "2010-11-07T02:00"),
        ("America/St_Johns", date(2010, 11, 7), time(0, 0), "2010-11-07T02:30"),
        ("Asia/Kathmandu", date(2024, 1, 1), time(9, 0), "2024-01-01T03:15"),
    ],
)
def test_days_that_people_know(zone: str, day: date, at: time, expected: str) -> None:
    """A leap posts at its end, a repeat the first time, also where the clocks go back a date."""
    found = day_of(Slot(zone, at), day)
    assert found is not None
    assert found.due_at == datetime.fromisoformat(f"{expected}+00:00")


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Apia", date(2011, 12, 30)),
        ("Pacific/Fakaofo", date(2011, 12, 30)),
        ("Pacific/Kwajalein", date(1993, 8, 21)),
        ("Pacific/Kiritimati", date(1994, 12, 31)),
    ],
)
@pytest.mark.parametrize("at", [time(0), time(0, 1), time(9), time(23, 59)])
def test_a_date_that_was_not_has_no_post(zone: str, day: date, at: time) -> None:
    """A zone that crossed the date line leapt over a date; the dates beside it have theirs."""
    slot = Slot(zone, at)
    assert day_of(slot, day) is None
    beside = [day_of(slot, day - ONE_DAY), day_of(slot, day + ONE_DAY)]
    assert [found and found.due_at.astimezone(ZoneInfo(zone)).time() for found in beside] == [
        at
    ] * 2
    first = beside[0]
    assert first is not None
    assert days_to_come(slot, first.due_at - MINUTE, 2) == tuple(beside)
    assert due_day(slot, first.until - MINUTE) == first


def test_an_unknown_zone_is_an_error() -> None:
    """A zone that this machine's database has lost is told apart from a date that there is not."""
    with pytest.raises(ZoneInfoNotFoundError):
        day_of(Slot("Europe/Atlantis", time(9)), date(2024, 1, 1))


ZONES = st.deferred(lambda: st.sampled_from(sorted(group.names[0] for group in clocks.zones())))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
DAYS = st.dates(date(2020, 1, 3), date(2040, 12, 29))


@given(ZONES, TIMES, DAYS)
def test_days_follow_one_another(zone: str, at: time, first: date) -> None:
    """Each date has one day, within it and within the grace, and they do not overlap."""
    slot = Slot(zone, at)
    days = [day_of(slot, first + ONE_DAY * number) for number in range(3)]
    for number, day in enumerate(days):
        assert day is not None
        assert day.date == first + ONE_DAY * number
        assert day.due_at < day.until <= day.due_at + GRACE
        for moment in (day.due_at, day.until - MINUTE):
            assert moment.astimezone(ZoneInfo(zone)).date() == day.date
    ends = [moment for day in days if day for moment in (day.due_at, day.until)]
    assert ends == sorted(ends)


@given(ZONES, TIMES, DAYS, st.integers(0, 24 * 60 * 60 - 1))
def test_what_is_to_come_and_what_is_over(zone: str, at: time, day: date, second: int) -> None:
    """The next days are those after the moment, and what is over never comes again."""
    slot = Slot(zone, at)
    now = datetime.combine(day, time(0), UTC) + timedelta(seconds=second)
    coming, over, current = days_to_come(slot, now, 3), days_over(slot, now, 3), due_day(slot, now)
    assert len(coming) == 3
    assert all(day.due_at > now for day in coming)
    assert all(day.until <= now for day in over)
    assert current is None or current.due_at <= now < current.until
    dates = [day.date for day in (*over, *((current,) if current else ()), *coming)]
    assert dates == [dates[0] + ONE_DAY * number for number in range(len(dates))]


@dataclass
class Bot:
    """What the bot does with these rules, tick by tick: `decided` is durable, and nothing else."""

    slot: Slot
    decided: dict[date, datetime | None] = field(default_factory=dict)
    """When each date was posted, None for one that was missed."""

    def tick(self, now: datetime) -> None:
        """Post what is due, record what was missed."""
        day = due_day(self.slot, now)
        if day is not None and day.date not in self.decided:
            self.decided[day.date] = now
        for over in days_over(self.slot, now, 3):
            self.decided.setdefault(over.date, None)


def ticks(transition: Transition, chance: random.Random, *, outages: bool) -> Iterator[datetime]:
    """Moments around a transition at which a bot looks at the clock: each minute near the leap
    and seldom elsewhere, at any second; with `outages`, up to eleven hours apart."""
    now = transition.at - ONE_DAY * 2
    while now < transition.at + ONE_DAY * 2:
        yield now + timedelta(seconds=chance.randrange(60))
        if outages and chance.random() < 0.1:
            now += MINUTE * chance.randrange(660)
        elif abs(now - transition.at) < timedelta(minutes=75):
            now += MINUTE
        else:
            now += MINUTE * chance.randrange(1, 60)


def run(name: str, transition: Transition, at: time, *, outages: bool) -> list[object]:
    """Let a bot run over a transition; what it did other than it should."""
    chance = random.Random(f"{name} {transition} {at}")
    bot = Bot(Slot(name, at))
    looked = list(ticks(transition, chance, outages=outages))
    for now in looked:
        bot.tick(now)
    wrong: list[object] = []
    for day in near(transition):
        expected = due(transition, day, at)
        if expected is None or not looked[0] < expected[0] or not expected[1] < looked[-1]:
            continue
        served = [now for now in looked if expected[0] <= now < expected[1]]
        if bot.decided.get(day, "not at all") != (served[0] if served else None):
            wrong.append((name, transition, at, day, expected, bot.decided.get(day)))
    posted = [now for _, now in sorted(bot.decided.items()) if now is not None]
    if posted != sorted(posted):
        wrong.append((name, transition, at, bot.decided))
    return wrong


@pytest.mark.parametrize("outages", [False, True], ids=["running", "with outages"])
def test_a_bot_posts_each_date_once(outages: bool) -> None:
    """Over every transition: in the order of dates, at the first look at the clock that is not
    too late, or recorded as missed; whatever was in memory is lost between any two looks."""
    wrong: list[object] = []
    for number, (name, transition) in enumerate(transitions()):
        chosen = times(transition)
        wrong += run(name, transition, chosen[number % len(chosen)], outages=outages)
    assert wrong == []


def test_a_bot_posts_each_date_once_at_each_time() -> None:
    """Every kind of transition with all of its times."""
    kinds = {transition.shape: (name, transition) for name, transition in transitions()}
    wrong = [
        fault
        for name, transition in kinds.values()
        for at in times(transition)
        for fault in run(name, transition, at, outages=False)
    ]
    assert wrong == []
