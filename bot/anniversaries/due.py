"""When a daily post is due: pure rules of dates, clocks and zones, with `now` handed in.

A day is a server's local date. Its post is due when the clocks there first show the chosen time, or
pass it where they leap over it (daylight saving time begins); it is late after that, for as long as
`GRACE` and the date last. Where they leap to the next date, it is due before they do.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.state.plans import Day, Slot

GRACE = timedelta(hours=6)
"""How late a post may still come on its date."""

ONE_DAY = timedelta(days=1)
_MIDNIGHT = time(0)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=4096)
def day_of(slot: Slot, on: date) -> Day | None:
    """A local date of a slot; None if there is no such date there.

    That is the case of a date that a zone leapt over when it crossed the date line. Raises
    `ZoneInfoNotFoundError` for a zone that is not known here.
    """
    zone = ZoneInfo(slot.zone)
    due = first_instant(on, slot.at, zone)
    if _shown(due, zone).date() != on:
        # The clocks leap from before that time to the next date (Nuuk: from 23:00 to 0:00). PEP
        # 495: fold=1 lies before such a leap, as long before the date's end as on other days.
        due = datetime.combine(on, slot.at, zone).replace(fold=1).astimezone(UTC)
        if _shown(due, zone).date() != on:
            return None
    return Day(slot, on, due, min(due + GRACE, first_instant(on + ONE_DAY, _MIDNIGHT, zone)))


def first_instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC, at which the clocks of a zone show this time or a later one.

    A time that the clocks show twice counts the first time. `at` is of whole seconds.
    """
    wanted = datetime.combine(on, at)
    # PEP 495: of a time shown twice fold=0 is the first; of one leapt over, fold=0 lies after the
    # leap by as much as the time lies after its beginning, and fold=1 before it.
    found = wanted.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _shown(found, zone) == wanted:
        return found
    before = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = found
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if _shown(middle, zone) < wanted:
            before = middle
        else:
            after = middle
    return after


def _shown(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of a zone show at a moment."""
    return at.astimezone(zone).replace(tzinfo=None)


def due_day(slot: Slot, now: datetime) -> Day | None:
    """The day whose post is due now, or late but not too late; None if there is none."""
    day = day_of(slot, today(slot, now))
    return day if day is not None and day.due_at <= now < day.until else None


def today(slot: Slot, now: datetime) -> date:
    """The local date."""
    return now.astimezone(ZoneInfo(slot.zone)).date()


def days_over(slot: Slot, now: datetime, back: int) -> tuple[Day, ...]:
    """The days, of the last `back` local dates and this one, on which nothing can be posted now."""
    last = today(slot, now)
    days = (day_of(slot, last - ONE_DAY * ago) for ago in range(back, -1, -1))
    return tuple(day for day in days if day is not None and day.until <= now)


def days_to_come(slot: Slot, after: datetime, count: int) -> tuple[Day, ...]:
    """The next days of which the post is due after a moment."""
    found: list[Day] = []
    on = today(slot, after)
    while len(found) < count and on < date.max - ONE_DAY:
        day = day_of(slot, on)
        if day is not None and day.due_at > after:
            found.append(day)
        on += ONE_DAY
    return tuple(found)
