"""What the clocks of the world do, found by reading them: the oracle for when posts are due.

Nothing here knows how the bot works it out. Each transition of each zone is found by looking at its
offset every day and then minute by minute; when a post is due is found by reading off the
clocks of every minute around the transition.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
LAST = datetime(2041, 1, 1, tzinfo=UTC)
LOOK = timedelta(hours=24)
MINUTE = timedelta(minutes=1)
DAY = 24 * 60
GRACE = 6 * 60
"""Minutes for which a post may be late."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A zone's offset from UTC becomes another one, in minutes, from the moment `at` on."""

    at: datetime
    before: int
    after: int

    @property
    def shape(self) -> tuple[int, int, int]:
        """What the clocks show around it, but for the date."""
        return self.at.hour * 60 + self.at.minute, self.before, self.after


@dataclass(frozen=True, slots=True)
class Zones:
    """IANA zones of which the clocks show the same from 2020 to 2040."""

    names: tuple[str, ...]
    transitions: tuple[Transition, ...]


@cache
def zones() -> tuple[Zones, ...]:
    """All IANA zones of this machine."""
    aliases: defaultdict[bytes, list[str]] = defaultdict(list)
    for name in sorted(available_timezones()):
        aliases[_data(name)].append(name)
    looks = [FIRST + LOOK * number for number in range((LAST - FIRST) // LOOK + 1)]
    found: defaultdict[tuple[int, tuple[Transition, ...]], list[str]] = defaultdict(list)
    for names in aliases.values():
        zone = ZoneInfo(names[0])
        offsets = [offset(zone, at) for at in looks]
        changes = [n for n in range(1, len(looks)) if offsets[n] != offsets[n - 1]]
        changed = tuple(_transition(zone, looks[n - 1], looks[n]) for n in changes)
        found[offsets[0], changed] += names
    return tuple(Zones(tuple(sorted(names)), changed) for (_, changed), names in found.items())


def _data(name: str) -> bytes:
    """A zone as the database has it, the same for each of its names."""
    for folder in TZPATH:
        file = Path(folder) / name
        if file.is_file():
            return file.read_bytes()
    return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def offset(zone: ZoneInfo, at: datetime) -> int:
    """A zone's offset from UTC at a moment, in minutes; of whole ones since 1972."""
    ahead = at.astimezone(zone).utcoffset()
    assert ahead is not None
    assert ahead % MINUTE == timedelta(0)
    return ahead // MINUTE


def _transition(zone: ZoneInfo, before: datetime, after: datetime) -> Transition:
    """The one transition of a zone between two moments: halved down to the minute."""
    was, becomes = offset(zone, before), offset(zone, after)
    while after - before > MINUTE:
        middle = before + (after - before) // 2 // MINUTE * MINUTE
        if offset(zone, middle) == was:
            before = middle
        else:
            after = middle
    return Transition(after, was, becomes)


def transitions() -> list[tuple[str, Transition]]:
    """Every different transition of the world, with a zone that has it."""
    named: dict[Transition, str] = {}
    for group in zones():
        for transition in group.transitions:
            named.setdefault(transition, group.names[0])
    return [(name, transition) for transition, name in named.items()]


def times(transition: Transition) -> list[time]:
    """Times of day to choose: usual ones, and some that the transition leaps over or repeats."""
    at = transition.shape[0]
    first, second = sorted((at + transition.before, at + transition.after))
    usual = (0, 30, 90, 120, 150, 180, 12 * 60, 23 * 60, 23 * 60 + 30, 23 * 60 + 59)
    near = (first - 1, first, first + 1, (first + second) // 2, second - 1, second, second + 1)
    minutes = sorted({minute % DAY for minute in (*usual, *near)})
    return [time(minute // 60, minute % 60) for minute in minutes]


@cache
def _shown(shape: tuple[int, int, int]) -> list[int]:
    """What the clocks show, in minutes from midnight of the transition's UTC date, in each minute
    from three days before that midnight to four after it."""
    at, before, after = shape
    return [m + (before if m < at else after) for m in range(-3 * DAY, 4 * DAY)]


@cache
def _due(shape: tuple[int, int, int], day: int, at: int) -> tuple[int, int] | None:
    """When the post of a local date is due, and until when: read off the clocks.

    `day` counts from the transition's UTC date, `at` is minutes of the day, and so is the answer
    from that date's midnight in UTC. A time that is leapt over together with the rest of its date
    is due as long before that date's end as on other days.
    """
    shown = _shown(shape)
    if not any(minute // DAY == day for minute in shown):
        return None
    due = next(n for n, minute in enumerate(shown) if minute >= day * DAY + at)
    end = next(n for n, minute in enumerate(shown) if minute >= (day + 1) * DAY)
    if shown[due] // DAY != day:
        due = end - (DAY - at)
    assert shown[due] // DAY == day
    return due - 3 * DAY, min(due + GRACE, end) - 3 * DAY


def due(transition: Transition, day: date, at: time) -> tuple[datetime, datetime] | None:
    """When the post of a local date near a transition is due, and until when, in UTC.

    None for a date that there is not.
    """
    midnight = transition.at.replace(hour=0, minute=0)
    found = _due(transition.shape, (day - midnight.date()).days, at.hour * 60 + at.minute)
    return found and (midnight + found[0] * MINUTE, midnight + found[1] * MINUTE)
