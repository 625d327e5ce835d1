"""An answer's events as a calendar file (RFC 5545), each on its own day, once.

A month or a year is an event of all its days, and its title says which: never an event of its
first day. What has no beginning or no end, or is known to the decade only, is left out and told.
The anniversaries, which return every year, are `bot.answers.calendar_file`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.answers.calendar_file import CalendarEvent, encode, told_in_calendar
from bot.answers.desk import Desk
from bot.answers.export.collect import Export, about
from bot.answers.export.values import visible
from bot.corpus.dates import Edtf, Precision
from bot.store.models import Told


def has_days(told: Told) -> bool:
    """Whether a fact is an event that a calendar can show: known to the year, the month or the
    day, and bounded."""
    if told.kind != "event" or (when := told.event.when) is None:
        return False
    bounded = when.start is not None and when.end is not None and when.latest < date.max
    return bounded and when.precision >= Precision.YEAR


def left_out(export: Export) -> int:
    """How many of the facts the file leaves out."""
    return sum(not has_days(told) for told in export.facts)


def calendar(export: Export, desk: Desk, stamp: datetime) -> bytes:
    """The file; `stamp` is when it is made."""
    events = [_event(told, desk) for told in export.facts if has_days(told)]
    lines = about(export, desk)
    if out := left_out(export):
        lines.append(desk.say.count("take.no-days", out))
    return encode(events, visible(export.title), stamp, "\n".join(visible(line) for line in lines))


def _event(told: Told, desk: Desk) -> CalendarEvent:
    when = told.event.when
    assert when is not None
    # By itself an account can't tell what others know of the same.
    summary, description = told_in_calendar((told,), desk, whole=False)
    return CalendarEvent(
        # Not the anniversaries' one: a calendar that has both files keeps both events.
        uid=f"{told.id.replace('/', '.')}@event.footnote",
        day=when.earliest,
        yearly=False,
        summary=summary,
        description=description,
        until=_after(when),
    )


def _after(when: Edtf) -> date | None:
    """The day after the last one, as DTEND is meant (RFC 5545, section 3.6.1)."""
    return when.latest + timedelta(days=1) if when.latest > when.earliest else None
