"""What `/timeline`, `/figures` and `/quote` have in common: a page of a list, or its absence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from bot.answers.desk import Desk
from bot.answers.inputs import Scope, scope
from bot.answers.model import Answer, Entry, Line
from bot.answers.parts import Footnotes, covers
from bot.answers.question import COMMANDS, Question
from bot.errors import InputProblem
from bot.store.grouping import reach, when
from bot.store.models import Accounts, Filters, Listing, Page, Row, SearchResult

Found = TypeVar("Found", Page, SearchResult, Accounts)
TellRow = Callable[[Row, Footnotes], Entry]

NEAREST = 2
"""How many results on either side of the days asked for an abstention offers."""

SPANS = tuple(timedelta(days=days) for days in (31, 366, 5 * 366, 25 * 366))
"""How far from the days asked for the nearest are looked for, before everywhere."""

CANDIDATES = 100
"""How many rows of a span are compared."""

WHOLE = 100
"""A list of at most so many rows is compared as a whole, in no spans."""

LISTS: dict[str, Listing] = {"timeline": "timeline", "figures": "figures", "quote": "quotes"}


def page_number(question: Question, total: int, size: int) -> tuple[int, int]:
    """The page to show, within what there is, and how many there are."""
    pages = max(1, -(-total // size))
    return min(question.page, pages), pages


def fetch(
    ask: Callable[[int, int], Found], question: Question, size: int
) -> tuple[Found, int, int]:
    """The page that the question wants, its number, and how many there are.

    `ask` takes an offset and a limit; a page beyond the end is the last one.
    """
    found = ask((question.page - 1) * size, size)
    number, pages = page_number(question, found.total, size)
    if number != question.page:
        found = ask((number - 1) * size, size)
    return found, number, pages


def results_text(page: Page, desk: Desk) -> str:
    """`8 results from 3 of 5 articles`."""
    articles = articles_text(page.articles, desk)
    return desk.say.say("scope.from", results=count_text(page, desk), articles=articles)


def count_text(page: Page, desk: Desk) -> str:
    """`8 results`."""
    return desk.say.count("scope.results", page.total)


def articles_text(some: int, desk: Desk) -> str:
    """`3 of 5 articles`."""
    return desk.say.count("scope.articles", len(desk.facts.articles), some=some)


def undated_text(page: Page, desk: Desk) -> list[str]:
    """Says what a range of days leaves out because it has no date."""
    return [desk.say.count("scope.undated", page.undated)] if page.undated else []


def nothing(
    desk: Desk, question: Question, scope: Scope, listing: Listing, tell: TellRow, title: str
) -> Answer:
    """The plain answer that the articles do not say, with the nearest that they have.

    What is offered is named as other than what was asked: the same on both sides of the days
    asked for; else how much each single option has by itself, or has in the other lists.
    """
    say = desk.say
    footnotes = Footnotes(desk)
    entries: list[Entry] = []
    closing: list[str] = []
    missing = desk.facts.page(listing, scope.filters, 0, 1)
    lines = [covers(desk), *undated_text(missing, desk)]
    rows = _around(desk, listing, scope.filters) if scope.dated else []
    if rows:
        entries.append(Entry((Line("small", say.say("none.nearest")),)))
        entries += [tell(row, footnotes) for row in rows]
    elif missing.undated:
        closing.append(say.say("none.without-days"))
    else:
        closing += _singly(desk, listing, scope) or _elsewhere(desk, listing, question)
    return Answer(
        question=question,
        title=say.say("none.title", title=title),
        scope=tuple(lines),
        entries=tuple(entries),
        footnotes=footnotes.notes(),
        closing=tuple(closing),
        found=False,
    )


def _around(desk: Desk, listing: Listing, filters: Filters) -> list[Row]:
    """The nearest rows before and after the days asked for, each side in the list's order."""
    sides = [spans for spans in (_before(filters), _after(filters)) if spans]
    rows: dict[str, Row] = {}
    page = desk.facts.page(listing, replace(filters, earliest=None, latest=None), 0, WHOLE)
    for spans in sides:
        if page.total <= WHOLE:
            found = [row for row in page.rows if _overlaps(row, spans[-1], desk)]
            side = _closest(found, filters, desk)
        else:
            side = _nearest(desk, listing, spans, filters)
        for row in side:
            rows.setdefault(row.facts[0].id, row)
    return list(rows.values())


def _before(filters: Filters) -> list[Filters]:
    """Ever wider spans of time that end where the days asked for begin."""
    if filters.earliest is None or filters.earliest == date.min:
        return []
    end = filters.earliest - timedelta(days=1)
    starts = [end - days if end - date.min > days else None for days in SPANS]
    return [replace(filters, earliest=start, latest=end) for start in (*starts, None)]


def _after(filters: Filters) -> list[Filters]:
    """Ever wider spans of time that begin where the days asked for end."""
    if filters.latest is None or filters.latest == date.max:
        return []
    start = filters.latest + timedelta(days=1)
    ends = [start + days if date.max - start > days else None for days in SPANS]
    return [replace(filters, earliest=start, latest=end) for end in (*ends, None)]


def _nearest(desk: Desk, listing: Listing, spans: list[Filters], asked: Filters) -> list[Row]:
    """The rows nearest to the days asked for, from the narrowest span that has enough of them.

    Lists are not all in order of time (figures go by measure), so nearness is measured.
    """
    for span in spans:
        page = desk.facts.page(listing, span, 0, CANDIDATES)
        if page.total > CANDIDATES and _is_before(span, asked):
            page = desk.facts.page(listing, span, page.total - CANDIDATES, CANDIDATES)
        if page.total >= NEAREST or span == spans[-1]:
            return _closest(page.rows, asked, desk)
    return []


def _closest(rows: Sequence[Row], asked: Filters, desk: Desk) -> list[Row]:
    """The rows nearest to the days asked for, in the order that they have."""
    by_distance = sorted(rows, key=lambda row: _distance(row, asked, desk))
    kept = {row.facts[0].id for row in by_distance[:NEAREST]}
    return [row for row in rows if row.facts[0].id in kept]


def _overlaps(row: Row, span: Filters, desk: Desk) -> bool:
    """Whether the period of some account of a row overlaps a span of days."""
    first, last = span.earliest or date.min, span.latest or date.max
    return any(start <= last and end >= first for start, end in _periods(row, desk))


def _periods(row: Row, desk: Desk) -> Iterator[tuple[date, date]]:
    """The first and last day that each dated account of a row can mean."""
    for told in row.facts:
        period = when(told.fact)
        if period is not None:
            yield reach(period, desk.facts.by_slug[told.article].article)


def _is_before(span: Filters, asked: Filters) -> bool:
    return asked.earliest is not None and span.latest is not None and span.latest < asked.earliest


def _distance(row: Row, asked: Filters, desk: Desk) -> int:
    """How many days lie between a row and the days asked for."""
    return min(
        max(
            (asked.earliest - last).days if asked.earliest is not None else 0,
            (first - asked.latest).days if asked.latest is not None else 0,
        )
        for first, last in _periods(row, desk)
    )


_SHARED = ("topic", "article", "person", "speaker")
_NAMED = {("quote", "person"): "speaker", ("timeline", "speaker"): "person"}
"""Options that another list has under another name."""


def _elsewhere(desk: Desk, listing: Listing, question: Question) -> list[str]:
    """How much the other lists have for the options that they take too, without days."""
    say = desk.say
    parts = []
    for command, other in LISTS.items():
        options = {
            named: value
            for option, value in question.options.items()
            if (named := _NAMED.get((command, option), option)) in _SHARED
            and named in COMMANDS[command]
        }
        if other == listing or not options:
            continue
        try:
            filters = scope(Question(command, options), desk).filters
        except InputProblem:  # a person who is never quoted is no speaker
            continue
        total = desk.facts.page(other, filters, 0, 1).total
        if total:
            name = Question(command, options).typed()
            results = say.count("scope.results", total)
            parts.append(say.say("none.alone-part", name=name, results=results))
    return [say.say("none.elsewhere", parts=say.semicolons(parts))] if parts else []


def _singly(desk: Desk, listing: Listing, scope: Scope) -> list[str]:
    """How much each of several options has by itself, without days."""
    say, filters = desk.say, scope.filters
    vocabulary = desk.facts.vocabulary
    parts: list[tuple[str, Filters]] = []
    if filters.topic:
        label = say.label(vocabulary.topics[filters.topic])
        parts.append((label, Filters(topic=filters.topic)))
    if filters.measure:
        label = say.label(vocabulary.measures[filters.measure])
        parts.append((label, Filters(measure=filters.measure)))
    if filters.person:
        label = say.label(vocabulary.people[filters.person])
        parts.append((label, Filters(person=filters.person)))
    if filters.speaker:
        label = say.label(vocabulary.people[filters.speaker])
        parts.append((label, Filters(speaker=filters.speaker)))
    if filters.article:
        parts.append((filters.article, Filters(article=filters.article)))
    found = []
    for label, alone in parts:
        total = desk.facts.page(listing, alone, 0, 1).total
        if total:
            found.append(
                say.say("none.alone-part", name=label, results=say.count("scope.results", total))
            )
    if not found:
        return []
    key = "none.alone-undated" if scope.dated else "none.alone"
    return [say.say(key, parts=say.semicolons(found))]
