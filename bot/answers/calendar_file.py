"""Anniversaries as a calendar file (RFC 5545) for people's own calendars.

29 February recurs on the last day of February: "FREQ=YEARLY" alone would leave out the years
without one (section 3.3.10, "ignored" dates). What is planned for this year or a later one does not
recur.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.answers.anniversary import is_plan
from bot.answers.daily_text import sentence
from bot.answers.desk import Desk
from bot.answers.export.values import visible
from bot.answers.fact import citation
from bot.answers.model import Answer
from bot.answers.parts import opening, quote_line, say_date, with_tags
from bot.answers.question import Question
from bot.answers.timeline import dispute_lines, head_tags, is_disputed
from bot.answers.upcoming import dates_to_come, rows_to_come
from bot.errors import InputProblem
from bot.store.models import Row, Told

EVENTS = 500
"""Most events of a file: it must be ready within the two seconds that an answer has."""

CHARACTERS = 1_000_000
"""Most characters of all descriptions; what comes later is left out."""

FILE_NAME = "anniversaries.ics"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An all-day event. `uid` is made of the fact's public id, and so is always the same.

    `until` is the day after its last one, where it has several.
    """

    uid: str
    day: date
    yearly: bool
    summary: str
    description: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What is told of a file, and the events that it is to hold."""

    answer: Answer
    events: tuple[CalendarEvent, ...]


def calendar_file(question: Question, desk: Desk) -> CalendarFile:
    """The anniversaries of the year to come, the next first, as many as a file holds.

    Raises `InputProblem` where there is none: a calendar file has one event at least.
    """
    say = desk.say
    coming = dates_to_come(desk)
    events: dict[str, CalendarEvent] = {}
    size = 0
    for _, row in rows_to_come(coming, 0, EVENTS, desk):
        event = _event(row, desk)
        size += len(event.description)
        if size > CHARACTERS:
            break
        events[event.uid] = event
    if not events:
        raise InputProblem("calendar.none")
    closing = [say.say("calendar.rules")]
    if left := sum(each.rows for each in coming) - len(events):
        closing.insert(0, say.count("calendar.left-out", left))
    shown = Answer(
        question=question,
        title=say.say("calendar.title"),
        scope=(say.count("calendar.scope", len(events)),),
        closing=tuple(closing),
    )
    return CalendarFile(shown, tuple(events.values()))


def _event(row: Row, desk: Desk) -> CalendarEvent:
    told = row.facts[0]
    when = told.event.when
    assert when is not None
    day = when.earliest
    summary, description = told_in_calendar(row.facts, desk)
    return CalendarEvent(
        uid=f"{told.id.replace('/', '.')}@footnote",
        day=day,
        yearly=not (is_plan(told) and day.year >= desk.today.year),
        summary=summary,
        description=description,
    )


def told_in_calendar(facts: tuple[Told, ...], desk: Desk, *, whole: bool = True) -> tuple[str, str]:
    """The title and the text of a happening's calendar event, by the first of these accounts.

    The title has the date at its own precision. `whole` says that these are all the accounts.
    """
    say, told = desk.say, facts[0]
    words = quote_line(told, 1)
    key = "quote.direct" if words.kind == "direct" else "calendar.words"
    lines = [
        told.fact.what,
        opening(say.semicolons(head_tags(facts, desk, whole=whole))),
        say.say(key, words=words.text),
        say.say("calendar.source", citation=citation(told, desk)),
        *(f"{line.lead} {line.text}" for line in dispute_lines(facts, desk)),
    ]
    marks = [say_date(told.event.when, desk)]
    if is_disputed(facts):
        marks.append(say.say("tag.disputed-when"))
    summary = with_tags(sentence(told), marks, desk)
    if is_plan(told):
        summary = say.say("calendar.planned", text=summary)
    return visible(summary), "\n".join(visible(line) for line in lines if line)


def encode(events: Sequence[CalendarEvent], name: str, stamp: datetime, about: str = "") -> bytes:
    """The file; `stamp` is when it is made, `about` what it says of itself.

    It takes up to half a second for 500 events: not for an event loop.
    """
    from icalendar import Calendar, Event, vText  # slow to import, and few ask for it

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Footnote//Anniversaries//EN")
    # As they are no standard properties, icalendar would not escape them as text.
    calendar.add("x-wr-calname", vText(_text(name)))
    if about:
        calendar.add("x-wr-caldesc", vText(_text(about)))
    for event in events:
        item = Event()
        item.add("uid", event.uid)
        item.add("dtstamp", stamp)
        item.add("dtstart", event.day)
        if event.until is not None:
            item.add("dtend", event.until)
        if event.yearly:
            item.add("rrule", _rule(event.day))
        item.add("summary", _text(event.summary))
        item.add("description", _text(event.description))
        item.add("transp", "TRANSPARENT")
        calendar.add_component(item)
    content: bytes = calendar.to_ical()
    return content


def _text(text: str) -> str:
    """A text for icalendar, which would make a line break of a backslash with an N: so that no
    words begin a line of their own, it is a wide backslash."""
    return text.replace("\\N", "＼N")


def _rule(day: date) -> dict[str, Any]:
    if (day.month, day.day) == (2, 29):
        return {"freq": "yearly", "bymonth": 2, "bymonthday": -1}
    return {"freq": "yearly"}
