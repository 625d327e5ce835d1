"""`/timeline`: happenings in order of date, one entry a happening, a footnote for each article."""

from __future__ import annotations

from functools import partial
from itertools import combinations

from bot.answers.desk import Desk
from bot.answers.inputs import scope
from bot.answers.lists import articles_text, count_text, fetch, nothing, results_text, undated_text
from bot.answers.model import Answer, Entry, Line
from bot.answers.notes import note_line, notes_behind
from bot.answers.parts import (
    Footnotes,
    as_of_text,
    derivation,
    opening,
    tags,
    voice_tags,
    when_lead,
    when_of,
    with_tags,
)
from bot.answers.question import Question
from bot.corpus.model import Note
from bot.store.models import Page, Row, Told
from bot.wording.dates import years_text

PAGE = 10


def answer(question: Question, desk: Desk) -> Answer:
    """The page of the timeline that the question asks for."""
    say = desk.say
    wanted = scope(question, desk)
    title = say.say("timeline.title", what=wanted.title or say.say("timeline.all"))
    ask = partial(desk.facts.page, "timeline", wanted.filters)
    page, number, pages = fetch(ask, question, PAGE)
    # With an article asked for, rows hold its accounts alone.
    whole = wanted.filters.article is None

    def tell(row: Row, footnotes: Footnotes) -> Entry:
        return happening(row, footnotes, desk, whole=whole)

    if not page.total:
        return nothing(desk, question, wanted, "timeline", tell, title)
    footnotes = Footnotes(desk)
    entries = tuple(tell(row, footnotes) for row in page.rows)
    return Answer(
        question=question.at(number),
        title=title,
        scope=(_scope(page, desk), *undated_text(page, desk)),
        entries=entries,
        footnotes=footnotes.notes(),
        closing=notes_behind(entries, desk),
        page=number,
        pages=pages,
    )


def _scope(page: Page, desk: Desk) -> str:
    say = desk.say
    if page.first is None or page.last is None:
        return results_text(page, desk)
    span = years_text(page.first[:4].lstrip("0"), page.last[:4].lstrip("0"), say)
    return say.say(
        "timeline.scope",
        results=count_text(page, desk),
        span=span,
        articles=articles_text(page.articles, desk),
    )


def happening(
    row: Row, footnotes: Footnotes, desk: Desk, lead: str | None = None, *, whole: bool = True
) -> Entry:
    """One happening: the account that dates it best, and below it every other one.

    Each account is told in its own line with its own mark, so that no article is cited for what
    only another one says. `whole` says that the row holds every article's account. With a `lead`,
    which is the date of one account, the row's first account is that one.
    """
    facts = row.facts if lead else told_first(row.facts)
    first = facts[0]
    head = Line(
        "head",
        with_tags(first.fact.what, head_tags(facts, desk, whole=whole), desk),
        lead=opening(lead or when_lead(first, desk)),
        marks=footnotes.marks([first]),
    )
    others = [account(told, first, footnotes, desk) for told in facts[1:]]
    return Entry((head, *others, *dispute_lines(facts, desk)), facts)


def head_tags(facts: tuple[Told, ...], desk: Desk, *, whole: bool = True) -> list[str]:
    """All that must stand beside the first of a happening's accounts, its dispute included."""
    first = facts[0]
    # Of a plan, the outcome may be what another account tells.
    plans = all(told.event.status == "planned" for told in facts)
    marked = tags(first, desk, whole=whole and plans)
    if disagree(facts) and not any(_disputing(told) for told in facts):
        marked.insert(0, desk.say.say("tag.disputed-when"))
    return marked


def dispute_lines(facts: tuple[Told, ...], desk: Desk) -> list[Line]:
    """The fact editors' notes that dispute the date of some account."""
    return [note_line(note, desk) for told in facts for note in _disputing(told)]


def is_disputed(facts: tuple[Told, ...]) -> bool:
    """Whether the date of a happening is disputed, by a note or among its accounts."""
    return disagree(facts) or any(_disputing(told) for told in facts)


def account(told: Told, first: Told, footnotes: Footnotes, desk: Desk) -> Line:
    """Another account of a happening, with its date where that is not the first one's."""
    marked = tags(told, desk, whole=True)
    if told.event.status == "planned" != first.event.status:
        # The outcome of this plan is what the first account tells.
        planned = desk.say.say("tag.planned", date=as_of_text(told, desk))
        marked = [planned, *derivation(told, desk), *voice_tags(told, desk)]
    lead = opening(when_lead(told, desk)) if when_of(told) != when_of(first) else ""
    text = with_tags(told.fact.what, marked, desk)
    return Line("small", text, lead=lead, marks=footnotes.marks([told]))


def told_first(facts: tuple[Told, ...]) -> tuple[Told, ...]:
    """The accounts with plans last: what one article plans, another may tell as come true."""
    if len(facts) == 1:
        return facts
    return tuple(sorted(facts, key=lambda told: told.event.status == "planned"))


def _disputing(told: Told) -> list[Note]:
    return [note for note in told.fact.notes if note.disputes == "when"]


def disagree(facts: tuple[Told, ...]) -> bool:
    """Whether the dates of two accounts can't both be right."""
    dates = [when for told in facts if (when := when_of(told)) is not None]
    return any(not one.overlaps(other) for one, other in combinations(dates, 2))
