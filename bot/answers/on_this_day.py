"""`/onthisday`: the events whose day is known, apart from those known only to the month."""

from __future__ import annotations

from datetime import date

from bot.answers.desk import Desk
from bot.answers.inputs import day as typed_day
from bot.answers.lists import articles_text, page_number
from bot.answers.model import Answer, Entry, Line
from bot.answers.parts import Footnotes, covers, notes_behind, quote_line, say_date, when_of
from bot.answers.question import Question
from bot.answers.timeline import happening
from bot.store.models import Anniversary, Row, Told
from bot.wording.dates import day_text, month_text

PAGE = 6


def answer(question: Question, desk: Desk) -> Answer:
    """The anniversaries of a day; without one, of today in the zone that the answer names."""
    say = desk.say
    typed = question.get("day")
    month, day = typed_day(typed, desk) if typed else (desk.today.month, desk.today.day)
    on_day = _round_years_first(desk.facts.on_day(month, day), desk.today)
    in_month = desk.facts.month_size(month)
    number, pages = page_number(question, len(on_day) + in_month, PAGE)
    start = (number - 1) * PAGE
    exact = [anniversary.row for anniversary in on_day[start : start + PAGE]]
    following = _following(month, day, desk) if number == pages else None
    rows = desk.facts.rows(exact if following is None else [*exact, following[0]])
    footnotes = Footnotes(desk)
    entries = [_entry(row, month, day, footnotes, desk, exact=True) for row in rows[: len(exact)]]
    if in_month and len(exact) < PAGE:
        offset = max(0, start - len(on_day))
        others = desk.facts.in_month(month, offset, PAGE - len(exact))
        head = say.say("onthisday.month", month=month_text(month, say))
        entries.append(Entry((Line("small", head),)))
        entries += [_entry(row, month, day, footnotes, desk, exact=False) for row in others]
    if following is not None:
        entries.append(_next(rows[-1], following[1], footnotes, desk))
    title = say.say("onthisday.title", day=day_text(month, day, say))
    if on_day:
        scope = [_scope(len(on_day), month, day, desk)]
    else:
        title = say.say("none.title", title=title)
        scope = [covers(desk), say.say("onthisday.none")]
    if not typed:
        scope.append(say.say(f"onthisday.today-{desk.zone_of}", zone=desk.zone))
    return Answer(
        question=question.at(number),
        title=title,
        scope=tuple(scope),
        entries=tuple(entries),
        footnotes=footnotes.notes(),
        closing=notes_behind(entries, desk),
        page=number,
        pages=pages,
        found=bool(on_day),
    )


def _scope(on_day: int, month: int, day: int, desk: Desk) -> str:
    """How many events are of this day, and how many may be, from how many articles."""
    say, in_month = desk.say, desk.facts.month_size(month)
    results = say.count("onthisday.on-day", on_day)
    articles = articles_text(desk.facts.day_articles(month, day), desk)
    if not in_month:
        return say.say("scope.from", results=results, articles=articles)
    maybe = say.count("onthisday.in-month", in_month, month=month_text(month, say))
    return say.say("onthisday.scope", on_day=results, in_month=maybe, articles=articles)


def of_day(row: Row, month: int, day: int) -> Told:
    """The account of a happening that falls on this day; there is one in each row of the day."""
    for told in row.facts:
        when = told.event.when
        if when is None or when.day is None or when.approximate or when.uncertain:
            continue
        if (when.day.month, when.day.day) == (month, day):
            return told
    return row.facts[0]


def years_ago(told: Told, today: date) -> int | None:
    """How many years lie between an event's year and this one; None where it has no year."""
    when = told.event.when
    return today.year - when.earliest.year if when is not None else None


def _round_years_first(found: tuple[Anniversary, ...], today: date) -> list[Anniversary]:
    """Round years first (100, 75, 50, 25, tens, fives), then by how many articles tell it."""
    ranks = {item.year: _roundness(today.year - item.year) for item in found}
    return sorted(found, key=lambda item: ranks[item.year])


def _roundness(years: int) -> int:
    """The lower, the rounder; years to come are not."""
    steps = (100, 75, 50, 25, 10, 5)
    return next((rank for rank, step in enumerate(steps) if years > 0 and not years % step), 9)


def _entry(
    row: Row, month: int, day: int, footnotes: Footnotes, desk: Desk, *, exact: bool
) -> Entry:
    """One happening with how long ago it was, and for a known day the words that prove it."""
    told = of_day(row, month, day) if exact else row.facts[0]
    lead = _lead(told, desk, exact=exact)
    entry = happening(_led_by(told, row), footnotes, desk, lead=lead)
    if not exact:
        return entry
    words = quote_line(told, footnotes.mark(told.article))
    return Entry((*entry.lines, words), entry.facts)


def _led_by(told: Told, row: Row) -> Row:
    """The same accounts, one of them first."""
    return Row((told, *(other for other in row.facts if other.id != told.id)))


def _lead(told: Told, desk: Desk, *, exact: bool) -> str:
    say = desk.say
    when = say_date(when_of(told), desk)
    years = years_ago(told, desk.today)
    if years is None:
        return when
    if not exact:
        return when
    year = str(desk.today.year - years)
    if years < 0:
        return say.count("onthisday.years-to-come", -years, year=year)
    return say.count("onthisday.years-ago", years, year=year) if years else year


def _following(month: int, day: int, desk: Desk) -> tuple[int, tuple[int, int]] | None:
    """The first row of the next day of the year that has an anniversary, and that day."""
    nearest = desk.facts.next_day(month, day)
    if nearest is None or nearest == (month, day):
        return None
    found = _round_years_first(desk.facts.on_day(*nearest), desk.today)
    return found[0].row, nearest


def _next(row: Row, day: tuple[int, int], footnotes: Footnotes, desk: Desk) -> Entry:
    """What happened on the next day that has an anniversary."""
    say = desk.say
    told = of_day(row, *day)
    when = told.event.when
    year = str(when.earliest.year) if when is not None else ""
    lead = say.say("onthisday.next", day=day_text(*day, say), year=year)
    return happening(_led_by(told, row), footnotes, desk, lead=lead)
