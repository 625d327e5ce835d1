"""The daily post as plain data: the anniversaries of a date, or what a server chose for without.

An anniversary is a happening of which some account knows the day, of a year before the date's. What
is planned for the very date counts too, told as planned. A past plan counts only for as long as no
article tells what came of it on another day.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Literal

from bot.answers.anniversary import (
    CHUNK,
    NOT_ROUND,
    accounts_of_day,
    accounts_of_month,
    is_plan,
    led_by,
    roundness,
    year_of,
)
from bot.answers.daily_text import Found, entry, next_entry, push, push_next
from bot.answers.desk import Desk
from bot.answers.lists import articles_text
from bot.answers.model import Answer, Entry
from bot.answers.notes import notes_behind
from bot.answers.parts import Footnotes
from bot.answers.question import Question, ask
from bot.answers.timeline import is_disputed
from bot.corpus.dates import LEAP_DAY, LeapRule, days_remembered
from bot.store.models import Row, Told
from bot.wording.dates import day_text, month_text

HAPPENINGS = 5
"""Most happenings of one post."""

ONE_DAY = timedelta(days=1)
A_YEAR = 366
LEAP_CYCLE = 8
"""Leap years are at most so many years apart."""

_PLANNED_TODAY = NOT_ROUND - 1


@dataclass(frozen=True, slots=True)
class Choices:
    """What a server chose about the content of its posts; `topics` are vocabulary keys, none for
    all."""

    topics: tuple[str, ...] = ()
    leap_rule: LeapRule = "feb28"
    disputed: Literal["caution", "skip"] = "caution"
    when_nothing: Literal["silent", "next", "digest"] = "silent"


@dataclass(frozen=True, slots=True)
class Daily:
    """A date's post: `push`, one line for a notification, and the `answer` to show.

    `more` is how many happenings there are besides, and `see` the commands that show them.
    """

    push: str
    answer: Answer
    more: int
    see: tuple[str, ...]


def daily(choices: Choices, desk: Desk) -> Daily | None:
    """What to post on `desk.today`; None for nothing.

    Topics that the vocabulary no longer has are left out; a server that chose topics of which none
    is left is posted nothing, as it asked for no other.
    """
    topics = known_topics(choices.topics, desk)
    if choices.topics and not topics:
        return None
    on = desk.today
    found = _of_date(on, topics, choices, desk)
    if choices.when_nothing == "digest" and on.day == 1:
        found += _of_month(topics, choices, desk)
    if found:
        return _post(found, choices, desk)
    if choices.when_nothing != "next":
        return None
    for following in _dates_after(on, choices.leap_rule):
        found = _of_date(following, topics, choices, desk)
        if found:
            return _next(found[0], following, choices, desk)
    return None


def date_with_any(choices: Choices, desk: Desk) -> date | None:
    """The first date from `desk.today` on that has anniversaries; None for none."""
    topics = known_topics(choices.topics, desk)
    if choices.topics and not topics:
        return None
    dates = chain((desk.today,), _dates_after(desk.today, choices.leap_rule))
    return next((on for on in dates if _of_date(on, topics, choices, desk)), None)


def known_topics(topics: Sequence[str], desk: Desk) -> tuple[str, ...]:
    """Those of some topics that the vocabulary has."""
    return tuple(topic for topic in topics if topic in desk.facts.vocabulary.topics)


def _dates_after(on: date, leap_rule: LeapRule) -> Iterator[date]:
    """The dates of the year that follows, then the next leap days: all that can have something."""
    last = min(on.toordinal() + A_YEAR, date.max.toordinal())
    yield from map(date.fromordinal, range(on.toordinal() + 1, last + 1))
    if leap_rule == "leap-only":
        years = range(on.year + 1, min(on.year + LEAP_CYCLE, date.max.year) + 1)
        leap_days = (date(year, *LEAP_DAY) for year in years if isleap(year))
        yield from (day for day in leap_days if day.toordinal() > last)


def _of_date(on: date, topics: Sequence[str], choices: Choices, desk: Desk) -> list[Found]:
    """The anniversaries of a date, in the order in which they are told."""
    found: list[Found] = []
    known = desk.facts.days()
    for day in days_remembered(on, choices.leap_rule):
        if day not in known:
            continue
        rows = [item.row for item in desk.facts.on_day(*day, topics)]
        for start in range(0, len(rows), CHUNK):
            for row in desk.facts.rows(rows[start : start + CHUNK]):
                told = _told(row, accounts_of_day(row.facts, *day), on)
                if told is not None and not _skipped(row, choices):
                    found.append(Found(led_by(told, row), on.year - year_of(told), day))
    return sorted(found, key=_rank)


def _of_month(topics: Sequence[str], choices: Choices, desk: Desk) -> list[Found]:
    """What is known to the date's month only."""
    on, wanted = desk.today, set(topics)
    found: list[Found] = []
    for start in range(0, desk.facts.month_size(on.month), CHUNK):
        for row in desk.facts.in_month(on.month, start, CHUNK):
            if wanted and wanted.isdisjoint(chain(*(told.fact.topics for told in row.facts))):
                continue
            told = _told(row, accounts_of_month(row.facts, on.month), on)
            if told is not None and not _skipped(row, choices):
                found.append(Found(led_by(told, row), on.year - year_of(told), None))
    return sorted(found, key=_rank)


def _told(row: Row, accounts: Sequence[Told], on: date) -> Told | None:
    """Which of the accounts that claim a date is told on it; None where it is no anniversary."""
    happened = [told for told in accounts if not is_plan(told)]
    past = [told for told in happened if year_of(told) < on.year]
    if past:
        return past[0]
    if happened or any(told.event.status == "happened" for told in row.facts):
        return None
    plans = [told for told in accounts if year_of(told) <= on.year]
    return max(plans, key=year_of, default=None)


def _skipped(row: Row, choices: Choices) -> bool:
    return choices.disputed == "skip" and is_disputed(row.facts)


def _rank(found: Found) -> tuple[int, int, int]:
    """Round years first, then what is planned for the date itself, then by how many tell it."""
    rank = roundness(found.years) if found.years else _PLANNED_TODAY
    return rank, -_articles([found]), found.years


def _articles(found: Sequence[Found]) -> int:
    """How many articles tell some happenings."""
    return len({told.article for each in found for told in each.row.facts})


def _post(found: list[Found], choices: Choices, desk: Desk) -> Daily:
    """The post of a date that has something, of which `found` is all."""
    say, on = desk.say, desk.today
    footnotes = Footnotes(desk)
    shown = found[:HAPPENINGS]
    entries = tuple(entry(each, on, footnotes, desk) for each in shown)
    if found[0].day is not None:
        title = say.say("onthisday.title", day=day_text(on.month, on.day, say))
    else:
        title = say.say("daily.title-month", month=month_text(on.month, say))
    results = say.count("daily.found", len(found))
    scope = say.say("scope.from", results=results, articles=articles_text(_articles(found), desk))
    days: tuple[tuple[int, int], ...] = ((on.month, on.day),)
    if found[0].day is not None:
        days = days_remembered(on, choices.leap_rule)
    return Daily(
        push=push(found[0], on, desk),
        answer=_answer(days[0], title, scope, entries, footnotes, desk),
        more=len(found) - len(shown),
        see=tuple(_asking(day, desk).typed() for day in days),
    )


def _next(found: Found, following: date, choices: Choices, desk: Desk) -> Daily:
    """The post of a date that has nothing: what comes next."""
    say, on = desk.say, desk.today
    footnotes = Footnotes(desk)
    entries = (next_entry(found, following, footnotes, desk),)
    title = say.say("onthisday.title", day=day_text(on.month, on.day, say))
    if choices.topics or choices.disputed == "skip":
        # The articles may have something that this server chose not to be posted.
        scope = say.say("daily.none-chosen")
    else:
        title, scope = say.say("none.title", title=title), say.say("daily.none")
    day = (following.month, following.day)
    return Daily(
        push=push_next(found, following, desk),
        answer=_answer(day, title, scope, entries, footnotes, desk),
        more=0,
        see=(_asking(day, desk).typed(),),
    )


def _answer(
    day: tuple[int, int],
    title: str,
    scope: str,
    entries: tuple[Entry, ...],
    footnotes: Footnotes,
    desk: Desk,
) -> Answer:
    return Answer(
        question=_asking(day, desk),
        title=title,
        scope=(scope,),
        entries=entries,
        footnotes=footnotes.notes(),
        closing=notes_behind(entries, desk),
    )


def _asking(day: tuple[int, int], desk: Desk) -> Question:
    """What somebody asks to see all of a day."""
    return ask("onthisday", day=day_text(*day, desk.say))
