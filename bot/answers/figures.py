"""`/figures`: values with relation, unit and period; a measure's values in sequence, unmerged."""

from __future__ import annotations

from functools import partial

from bot.answers.chart import Chart
from bot.answers.charting import chart_of
from bot.answers.desk import Desk
from bot.answers.inputs import scope
from bot.answers.lists import fetch, nothing, results_text, undated_text
from bot.answers.model import Answer, Entry, Line
from bot.answers.notes import note_line, notes_behind
from bot.answers.parts import Footnotes, amount, opening, own_voice, period_lead, tags, with_tags
from bot.answers.question import Question
from bot.store.models import Filters, Page, Row, Told
from bot.wording.units import unit_text

PAGE = 8

WHOLE = 24
"""A chart holds the values of all pages where they are at most so many, and else of its own."""

SOURCES = 12
"""A chart of all pages has at most so many articles, as each page names them all."""


def answer(question: Question, desk: Desk) -> Answer:
    """The page of figures that the question asks for."""
    say = desk.say
    wanted = scope(question, desk)
    title = say.say("figures.title", what=wanted.title or say.say("figures.all"))
    ask = partial(desk.facts.page, "figures", wanted.filters)
    page, number, pages = fetch(ask, question, PAGE)
    one = wanted.filters.measure

    def tell(row: Row, footnotes: Footnotes) -> Entry:
        return figure(row.facts[0], footnotes, desk, named=one is None)

    if not page.total:
        return nothing(desk, question, wanted, "figures", tell, title)
    footnotes = Footnotes(desk)
    chart = _chart(one, page, pages, wanted.filters, footnotes, desk) if one is not None else None
    lines = [results_text(page, desk), *undated_text(page, desk)]
    if one is not None:
        lines.insert(1, measure_text(one, desk))
    entries = tuple(tell(row, footnotes) for row in page.rows)
    told = [row.facts[0] for row in page.rows]
    return Answer(
        question=question.at(number),
        title=title,
        scope=tuple(lines),
        entries=entries,
        footnotes=footnotes.notes(),
        closing=(*own_voice(told, pages, desk), *notes_behind(entries, desk)),
        page=number,
        pages=pages,
        chart=chart,
    )


def _chart(
    measure: str, page: Page, pages: int, filters: Filters, footnotes: Footnotes, desk: Desk
) -> Chart | None:
    """The chart of a measure's values: of all of them, the same on each page, if they are few.

    It comes before the entries, so that an article has one number in the chart on every page.
    """
    rows, part = page.rows, None
    if pages > 1:
        whole = page.total <= WHOLE and page.articles <= SOURCES
        part = desk.say.say("chart.all-pages" if whole else "chart.this-page")
        if whole:
            rows = desk.facts.page("figures", filters, 0, WHOLE).rows
    footnotes.marks(row.facts[0] for row in rows)
    return chart_of(measure, rows, footnotes, desk, part=part)


def measure_text(key: str, desk: Desk) -> str:
    """A measure's direction and unit, and that its values are not merged."""
    say, vocabulary = desk.say, desk.facts.vocabulary
    measure = vocabulary.measures[key]
    label = unit_text(vocabulary.units[measure.unit], say)
    if measure.direction is None:
        return say.say("figures.unit", unit=label)
    return say.say("figures.unit-direction", unit=label, direction=say.label(measure.direction))


def figure(told: Told, footnotes: Footnotes, desk: Desk, *, named: bool) -> Entry:
    """One figure as one article gives it; `named` puts its measure and direction before it."""
    say = desk.say
    value = told.figure
    period = period_lead(told, desk)
    lead = opening(period)
    if named:
        measure = desk.facts.vocabulary.measures[value.measure]
        name = say.label(measure)
        if measure.direction is not None:
            name = say.say("figures.directed", name=name, direction=say.label(measure.direction))
        lead = say.say("figures.named", name=name, period=period)
    marked = tags(told, desk)
    text = say.say("figures.entry", amount=amount(value, desk), what=value.what)
    lead = say.say("lead.colon", lead=lead)
    lines = [Line("head", with_tags(text, marked, desk), lead=lead, marks=footnotes.marks([told]))]
    lines += [note_line(note, desk) for note in value.notes if note.disputes is not None]
    return Entry(tuple(lines), (told,))
