"""`/onthisday`: the events whose day is known, apart from those known only to the month."""

from __future__ import annotations

from bot.answers.anniversary import led_by, of_day, round_years_first, years_ago
from bot.answers.desk import Desk
from bot.answers.inputs import day as typed_day
from bot.answers.lists import articles_text, page_number
from bot.answers.model import Answer, Entry, Line
from bot.answers.notes import notes_behind
from bot.answers.parts import Footnotes, covers, quote_line, say_date, when_of
from bot.answers.question import Question
from bot.answers.timeline import happening, told_first
from bot.store.models import Row, Told
from bot.wording.dates import day_text, month_text, year_text

PAGE = 6


def answer(question: Question, desk: Desk) -> Answer:
    """The anniversaries of a day; without one, of today in the zone that the answer names."""
    say = desk.say
    typed = question.get("day")
    month, day = typed_day(typed, desk) if typed else (desk.today.month, desk.today.day)
    on_day = round_years_first(desk.facts.on_day(month, day), desk.today.year)
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


def _entry(
    row: Row, month: int, day: int, footnotes: Footnotes, desk: Desk, *, exact: bool
) -> Entry:
    """One happening with how long ago it was, and for a known day the words that prove it."""
    told = of_day(row, month, day) if exact else told_first(row.facts)[0]
    lead = _lead(told, desk, exact=exact)
    entry = happening(led_by(told, row), footnotes, desk, lead=lead)
    if not exact:
        return entry
    words = quote_line(told, footnotes.mark(told.article))
    return Entry((*entry.lines, words), entry.facts)


def _lead(told: Told, desk: Desk, *, exact: bool) -> str:
    say = desk.say
    when = say_date(when_of(told), desk)
    years = years_ago(told, desk.today)
    if years is None:
        return when
    if not exact:
        return when
    year = year_text(desk.today.year - years, say)
    if years < 0:
        return say.count("onthisday.years-to-come", -years, year=year)
    return say.count("onthisday.years-ago", years, year=year) if years else year


def _following(month: int, day: int, desk: Desk) -> tuple[int, tuple[int, int]] | None:
    """The first row of the next day of the year that has an anniversary, and that day."""
    nearest = desk.facts.next_day(month, day)
    if nearest is None or nearest == (month, day):
        return None
    found = round_years_first(desk.facts.on_day(*nearest), desk.today.year)
    return found[0].row, nearest


def _next(row: Row, day: tuple[int, int], footnotes: Footnotes, desk: Desk) -> Entry:
    """What happened on the next day that has an anniversary."""
    say = desk.say
    told = of_day(row, *day)
    when = told.event.when
    year = year_text(when.earliest.year, say) if when is not None else ""
    lead = say.say("onthisday.next", day=day_text(*day, say), year=year)
    return happening(led_by(told, row), footnotes, desk, lead=lead)
