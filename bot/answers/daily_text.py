"""How a daily post tells a happening: its entry, and the one line of a push notification."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.answers.anniversary import is_plan
from bot.answers.desk import Desk
from bot.answers.model import Entry, Line
from bot.answers.parts import Footnotes, opening, quote_line, say_date, when_of, with_tags
from bot.answers.timeline import account, dispute_lines, head_tags, is_disputed
from bot.store.models import Row, Told
from bot.wording.dates import day_text, year_text

LAST = 2
"""How many lines at the end of an entry belong to its first: the ids, the words."""

OTHERS = 5
"""How many other accounts of a happening a post tells."""

_FULL_STOP = re.compile(r"(?:(?<!\.\w)\.|。)$")
"""The end of a sentence, not of an abbreviation such as U.S."""


@dataclass(frozen=True, slots=True)
class Found:
    """A happening to tell on a date: its accounts, that which claims the date first.

    `years` is how many years lie between; none for what is planned for the date. `day` is the day
    of the year that it falls on (29 February may be told on another), None where the month alone
    is known.
    """

    row: Row
    years: int
    day: tuple[int, int] | None

    @property
    def first(self) -> Told:
        """The account that claims the date."""
        return self.row.facts[0]


def entry(found: Found, on: date, footnotes: Footnotes, desk: Desk) -> Entry:
    """A happening with how long ago it was, whose claim the date is, ids and the proof."""
    return _entry(found, _lead(found, on, desk), footnotes, desk)


def next_entry(found: Found, on: date, footnotes: Footnotes, desk: Desk) -> Entry:
    """What comes next, on another date."""
    lead = desk.say.say(
        "onthisday.next", day=day_text(on.month, on.day, desk.say), year=_when(found, on, desk)
    )
    return _entry(found, lead, footnotes, desk)


def _entry(found: Found, lead: str, footnotes: Footnotes, desk: Desk) -> Entry:
    """The first line, what more there is to say, and for the end the ids and the words."""
    facts = found.row.facts[: 1 + OTHERS]
    first = facts[0]
    marks = footnotes.marks([first])
    text = with_tags(sentence(first), head_tags(found.row.facts, desk), desk)
    lines = [
        Line("head", desk.say.say("daily.according", text=text), lead=opening(lead), marks=marks),
        *dispute_lines(facts, desk),
        *(account(told, first, footnotes, desk) for told in facts[1:]),
    ]
    if untold := len(found.row.facts) - len(facts):
        lines.append(Line("small", desk.say.count("daily.more-accounts", untold)))
    lines.append(Line("small", " · ".join(told.id for told in facts)))
    lines.append(quote_line(first, marks[0]))
    return Entry(tuple(lines), facts)


def _lead(found: Found, on: date, desk: Desk) -> str:
    say, when = desk.say, _when(found, on, desk)
    if not found.years:
        return say.say("daily.planned-today") if found.day is not None else when
    key = "onthisday.years-ago" if found.day is not None else "daily.month-years-ago"
    return say.count(key, found.years, year=when)


def _when(found: Found, on: date, desk: Desk) -> str:
    """When it was, as far as the date it is told on does not say so already."""
    if found.day == (on.month, on.day):
        return year_text(on.year - found.years, desk.say)
    return say_date(when_of(found.first), desk)


def push(found: Found, on: date, desk: Desk) -> str:
    """A happening as one line by itself, with all that keeps it from being taken for more."""
    say, years = desk.say, found.years
    text, source = _bare(found, on, desk), _source(found.first, desk)
    if found.day is None:
        return say.say("daily.push-month", text=text, source=source)
    if not is_plan(found.first):
        return say.count("daily.push", years, text=text, source=source)
    if years:
        return say.count("daily.push-planned", years, text=text, source=source)
    return say.say("daily.push-planned-today", text=text, source=source)


def push_next(found: Found, on: date, desk: Desk) -> str:
    """What comes next on another date, as one line by itself."""
    return desk.say.say(
        "daily.push-next",
        day=day_text(on.month, on.day, desk.say),
        text=_bare(found, on, desk),
        source=_source(found.first, desk),
    )


def _bare(found: Found, on: date, desk: Desk) -> str:
    """A happening with its year and cautions, without the notes that explain them."""
    disputed = desk.say.say("tag.disputed-when")
    tags = [tag for tag in head_tags(found.row.facts, desk) if tag != disputed]
    if is_disputed(found.row.facts):
        tags.insert(0, disputed)
    return with_tags(sentence(found.first), [_when(found, on, desk), *tags], desk)


def sentence(told: Told) -> str:
    """A fact's line as it stands within a sentence."""
    return _FULL_STOP.sub("", told.fact.what)


def _source(told: Told, desk: Desk) -> str:
    """Who says so: an article's author, for want of one that it is unsigned."""
    author = desk.facts.by_slug[told.article].article.author
    return author or desk.say.say("daily.unsigned")
