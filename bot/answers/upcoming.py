"""`/upcoming`: the anniversaries of the year to come, today's first, and how much of it is covered.

Which day has how many is counted along the calendar, so that only the facts of a page are read.
29 February comes on 28 February where the year to come has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.answers.anniversary import CHUNK, led_by, of_day, round_years_first, year_of
from bot.answers.desk import Desk
from bot.answers.lists import page_number
from bot.answers.model import Answer, Entry
from bot.answers.notes import notes_behind
from bot.answers.parts import Footnotes, covers, say_date, when_of
from bot.answers.question import Question
from bot.answers.timeline import happening
from bot.corpus.dates import LEAP_DAY
from bot.store.models import Row
from bot.wording.dates import full_day_text, year_text

PAGE = 10
_STAND_IN = (2, 28)


@dataclass(frozen=True, slots=True)
class Coming:
    """A date to come that is the anniversary of a day of the year, and how many rows fall on it."""

    on: date
    day: tuple[int, int]
    rows: int


def answer(question: Question, desk: Desk) -> Answer:
    """A page of what is to come."""
    say = desk.say
    coming = dates_to_come(desk)
    total = sum(each.rows for each in coming)
    number, pages = page_number(question, total, PAGE)
    footnotes = Footnotes(desk)
    entries = [
        _entry(each, row, footnotes, desk)
        for each, row in rows_to_come(coming, (number - 1) * PAGE, PAGE, desk)
    ]
    title = say.say("upcoming.title")
    if not total:
        title = say.say("none.title", title=title)
    dated, days = len({each.on for each in coming}), len(_dates(desk.today))
    return Answer(
        question=question.at(number),
        title=title,
        scope=(
            say.count("upcoming.scope", total) if total else covers(desk),
            say.say("upcoming.days", days=dated, of=days),
            say.say(f"onthisday.today-{desk.zone_of}", zone=desk.zone),
        ),
        entries=tuple(entries),
        footnotes=footnotes.notes(),
        closing=notes_behind(entries, desk),
        page=number,
        pages=pages,
        found=total > 0,
    )


def dates_to_come(desk: Desk) -> list[Coming]:
    """The dates of the year to come, from today on, that have something."""
    today, dates = desk.today, _dates(desk.today)
    sizes = {year: desk.facts.day_sizes(year) for year in (today.year, today.year + 1)}
    leap = any((on.month, on.day) == LEAP_DAY for on in dates)
    found = []
    for on in dates:
        days = [(on.month, on.day)]
        if days[0] == _STAND_IN and not leap:
            days.append(LEAP_DAY)
        found += [Coming(on, day, rows) for day in days if (rows := sizes[on.year].get(day))]
    return found


def _dates(today: date) -> list[date]:
    """The year to come, from today on: 365 days, or 366 where it has a 29 February."""
    last = min(_a_year_after(today).toordinal(), date.max.toordinal() + 1)
    return [date.fromordinal(day) for day in range(today.toordinal(), last)]


def _a_year_after(on: date) -> date:
    if on.year == date.max.year:
        return date.max
    if (on.month, on.day) == LEAP_DAY:
        return date(on.year + 1, 3, 1)
    return on.replace(year=on.year + 1)


def rows_to_come(
    coming: list[Coming], offset: int, limit: int, desk: Desk
) -> Iterator[tuple[Coming, Row]]:
    """Some of the rows of these dates: by date, on each round years first."""
    numbers: list[tuple[Coming, int]] = []
    for each in coming:
        if len(numbers) == limit:
            break
        if offset >= each.rows:
            offset -= each.rows
            continue
        on_day = desk.facts.on_day(*each.day)
        until = [item for item in on_day if item.year <= each.on.year]
        ordered = round_years_first(until, each.on.year)[offset : offset + limit - len(numbers)]
        numbers += [(each, item.row) for item in ordered]
        offset = 0
    for start in range(0, len(numbers), CHUNK):
        chunk = numbers[start : start + CHUNK]
        rows = desk.facts.rows([number for _, number in chunk])
        for (each, _), row in zip(chunk, rows, strict=True):
            yield each, led_by(of_day(row, *each.day), row)


def _entry(coming: Coming, row: Row, footnotes: Footnotes, desk: Desk) -> Entry:
    say, told = desk.say, row.facts[0]
    lead = full_day_text(coming.on, say)
    if coming.on == desk.today:
        lead = say.say("upcoming.today", date=lead)
    years = coming.on.year - year_of(told)
    if years > 0:
        same = coming.day == (coming.on.month, coming.on.day)
        when = year_text(year_of(told), say) if same else say_date(when_of(told), desk)
        lead = say.count("upcoming.lead", years, date=lead, when=when)
    return happening(row, footnotes, desk, lead=lead)
