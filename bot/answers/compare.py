"""`/compare`: what each article says of one measure or event, and verdicts from the data alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

from bot.answers.compare_figures import agreeing, compare_figures, named
from bot.answers.desk import Desk
from bot.answers.inputs import label_of, resolve_subject
from bot.answers.lists import articles_text, fetch
from bot.answers.model import Answer, Entry, Line, Verdict, Verdicts
from bot.answers.notes import dispute_tags, notes_below
from bot.answers.parts import (
    Footnotes,
    covers,
    opening,
    own_voice,
    quote_line,
    speakers,
    tags,
    when_lead,
    when_of,
    with_tags,
)
from bot.answers.question import Question
from bot.answers.quotes import quote
from bot.answers.search import found as found_fact
from bot.answers.verdict_lines import dates_why, verdict_line
from bot.corpus.judging import events
from bot.store.models import Accounts, Told

PAGE = 8

PAIRWISE = 3
"""Up to so many dates, each is compared with each; of more, each with the first."""


def answer(question: Question, desk: Desk) -> Answer:
    """The page of accounts that the question asks for, side by side, and how they agree."""
    kind, key = resolve_subject(question.get("what") or "", desk)
    title = desk.say.say("compare.title", what=label_of(kind, key, desk))
    if kind == "measure":
        return compare_figures(key, title, question, desk)
    return _compare_accounts(key, title, question, desk)


def _compare_accounts(key: str, title: str, question: Question, desk: Desk) -> Answer:
    """Articles' accounts of one event and what else they say of it.

    Dates can be compared, and numbers of one measure; words stand side by side.
    """
    say = desk.say
    page, number, pages = fetch(partial(desk.facts.all_accounts, key), question, PAGE)
    if not page.total:
        return Answer(
            question=question,
            title=say.say("none.title", title=title),
            scope=(covers(desk),),
            found=False,
        )
    footnotes = Footnotes(desk)
    dated = desk.facts.accounts(key, 0, 1)
    events = [told for told in page.facts if told.kind == "event"]
    plans = dated.total == len(events) and all(_is_plan(told) for told in events)
    entries = [_account(told, footnotes, desk, whole=plans) for told in page.facts]
    # The most precise account, which all are compared with, stands on the first page.
    several = dated.articles > 1
    first = dated.facts if number > 1 and events and several else ()
    dates = _of_dates((*first, *events) if several else (), footnotes, desk)
    figures = [told for told in page.facts if told.kind == "figure"]
    numbers = agreeing(figures, footnotes, desk)
    if dates.verdicts or numbers.verdicts:
        entries.append(_judged(dates, numbers, first))
    if notes := notes_below((*first, *page.facts), partial(_named, desk=desk), footnotes, desk):
        entries.append(Entry(notes))
    return Answer(
        question=question.at(number),
        title=title,
        scope=_scope(page, desk, dates=several, numbers=bool(numbers.verdicts)),
        entries=tuple(entries),
        footnotes=footnotes.notes(),
        closing=own_voice(page.facts, pages, desk),
        page=number,
        pages=pages,
    )


def _scope(page: Accounts, desk: Desk, *, dates: bool, numbers: bool) -> tuple[str, ...]:
    """How many accounts there are, and what verdicts go by, or why there are none."""
    say = desk.say
    accounts = say.count("compare.accounts", page.total)
    told = say.say("scope.from", results=accounts, articles=articles_text(page.articles, desk))
    if page.articles == 1:
        return told, say.say("compare.one-article")
    if numbers:
        return told, say.say("compare.by-dates-and-numbers")
    return told, say.say("compare.by-dates" if dates else "compare.words-only")


def _account(told: Told, footnotes: Footnotes, desk: Desk, *, whole: bool) -> Entry:
    """One account: its date, its wording with all that must stand beside it, its words.

    Fact editors' notes stand below the verdicts, and are never a side of one.
    """
    if told.kind == "quote":
        return quote(told, footnotes, desk)
    if told.kind == "figure":
        return found_fact(told, footnotes, desk)
    mark = footnotes.mark(told.article)
    lead = desk.say.say("lead.colon", lead=opening(when_lead(told, desk)))
    marked = [*tags(told, desk, whole=whole), *dispute_tags(told, desk)]
    text = with_tags(told.fact.what, marked, desk)
    head = Line("head", text, lead=lead, marks=(mark,))
    return Entry((head, quote_line(told, mark)), (told,))


def _judged(dates: Verdicts, numbers: Verdicts, first: tuple[Told, ...]) -> Entry:
    """How the accounts agree; `first` are those of them that stand on another page."""
    lines: list[Line] = []
    for found in (dates, numbers):
        lines += [verdict.line for verdict in found.verdicts]
        lines += [Line("small", found.unjudged)] if found.unjudged else []
    unjudged = " ".join(found.unjudged for found in (dates, numbers) if found.unjudged)
    return Entry(tuple(lines), first, (*dates.verdicts, *numbers.verdicts), unjudged)


def _of_dates(accounts: tuple[Told, ...], footnotes: Footnotes, desk: Desk) -> Verdicts:
    """How the dates of accounts agree."""
    by_date: dict[tuple[str | None, bool], list[Told]] = {}
    for told in accounts:
        when = when_of(told)
        by_date.setdefault((when.text if when else None, _is_plan(told)), []).append(told)
    dates = [tuple(same) for same in by_date.values()]
    many = len(dates) > PAIRWISE
    verdicts = [_verdict(pair, footnotes, desk) for pair in _pairs(dates, many=many)]
    return Verdicts(tuple(verdicts), desk.say.say("compare.not-all-dates") if many else "")


def _pairs(dates: list[tuple[Told, ...]], *, many: bool) -> Iterator[tuple[tuple[Told, ...], ...]]:
    """Accounts that give one date as that; then each date with each other, or with the first."""
    for same in dates:
        if len({told.article for told in same}) > 1:
            yield (same,)
    pairs = list(combinations(dates, 2))
    yield from pairs[: len(dates) - 1] if many else pairs


def _verdict(sides: tuple[tuple[Told, ...], ...], footnotes: Footnotes, desk: Desk) -> Verdict:
    """How the date that some accounts give agrees with that of others, or among themselves."""
    first, second = sides[0][0], sides[-1][0]
    judged = events(first.event, second.event)
    why = dates_why(when_of(first), when_of(second), judged, desk)
    marks = footnotes.marks([told for side in sides for told in side])
    leads = when_lead(first, desk), when_lead(second, desk)
    return Verdict(sides, judged, verdict_line(*leads, judged, why, marks, desk))


def _named(told: Told, desk: Desk) -> str:
    """An account as a note names it."""
    if told.kind == "figure":
        return named(told, desk)
    return when_lead(told, desk) if told.kind == "event" else opening(speakers(told, desk))


def _is_plan(told: Told) -> bool:
    return told.event.status == "planned"
