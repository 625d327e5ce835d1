"""Dates as people read them, at the precision that is known and no finer."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import Any

from babel.dates import format_date, tokenize_pattern, untokenize_pattern

from bot.corpus.dates import Edtf, Moment, Precision, parse_edtf
from bot.wording.wording import Wording

DATES = 4096
"""How many dates are kept as they were last said."""


def date_text(when: Edtf, say: Wording) -> str:
    """A date or period: `19 July 2001`, `March 2023`, `1960s`, `since 2013`, `2022 to 2023`."""
    said = _said if say.keeps else _said.__wrapped__
    return said(when, say)


@lru_cache(maxsize=DATES)
def _said(when: Edtf, say: Wording) -> str:
    if when.start is not None and when.start == when.end:
        return moment_text(when.start, say)
    if when.start is not None and when.end is not None:
        return _between(when, when.start, when.end, say)
    if when.start is not None:
        key = "date.since" if when.open_end else "date.from-unknown-end"
        return say.say(key, start=moment_text(when.start, say, oblique=True))
    end = moment_text(when.end, say, oblique=True) if when.end is not None else ""
    return say.say("date.until" if when.open_start else "date.to-unknown-start", end=end)


def _between(when: Edtf, start: Moment, end: Moment, say: Wording) -> str:
    """A period with both ends; what they share is said once, where the language says it."""
    if _plain_ends(when, Precision.YEAR):
        return years_text(start.year, end.year, say)
    if _same_month_days(when):
        return say.say(
            "date.days",
            first=_format(start.earliest(), say.say("date.pattern.days-first"), say),
            last=_format(end.earliest(), say.say("date.pattern.days-last"), say),
        )
    if _whole_months_of_one_year(when):
        first = _format(start.earliest(), say.say("date.pattern.months-first"), say)
        last = _format(end.earliest(), say.say("date.pattern.months-last"), say)
    else:
        first, last = moment_text(start, say), moment_text(end, say)
    return say.say("date.from-to", first=first, last=last)


def moment_text(moment: Moment, say: Wording, *, oblique: bool = False) -> str:
    """One date with its precision and qualifiers.

    `oblique` gives the form that stands behind since, from, until and about, which a language that
    declines has besides the one that stands by itself.
    """
    text = _plain(moment, say, oblique=oblique or moment.approximate)
    if moment.approximate:
        text = say.say("date.about-oblique" if oblique else "date.about", date=text)
    if moment.uncertain:
        text = say.say("date.uncertain", date=text)
    return text


def year_text(year: int | str, say: Wording) -> str:
    """A year by itself: `2001`."""
    return say.say("date.year", year=year)


def years_text(first: int | str, last: int | str, say: Wording) -> str:
    """From which year to which: `2001 to 2024`; one year by itself."""
    if first == last:
        return year_text(first, say)
    return say.say("date.years", first=first, last=last)


def day_text(month: int, day: int, say: Wording) -> str:
    """A day of the year: `19 July`."""
    return _format(date(2000, month, day), say.say("date.pattern.day-of-year"), say)


def month_text(month: int, say: Wording) -> str:
    """A month of the year by itself: `July`."""
    return _format(date(2000, month, 1), say.say("date.pattern.month-only"), say)


def full_day_text(day: date, say: Wording) -> str:
    """An exact day: `19 July 2001`."""
    return _format(day, say.say("date.pattern.day"), say)


def _plain(moment: Moment, say: Wording, *, oblique: bool) -> str:
    first = moment.earliest()
    form = "-oblique" if oblique else ""
    if moment.season is not None:
        return say.say(f"date.season{form}.{moment.season}", year=moment.year)
    match moment.precision:
        case Precision.DAY:
            return _format(first, say.say("date.pattern.day"), say)
        case Precision.MONTH:
            return _format(first, say.say(f"date.pattern.month{form}"), say)
        case Precision.DECADE:
            return say.say(f"date.decade{form}", year=moment.year)
        case Precision.CENTURY:
            return say.say(f"date.century{form}", first=moment.year, last=moment.year + 99)
    return say.say(f"date.year{form}", year=moment.year)


def _format(day: date, pattern: str, say: Wording) -> str:
    """A day by one of Babel's patterns, put together from what few days differ in."""
    said = _field if say.keeps else _field.__wrapped__
    return "".join(said(field, like(day), say) for field, like in _fields(pattern))


@cache  # as many as the catalogues have patterns
def _fields(pattern: str) -> tuple[tuple[str, Callable[[date], date]], ...]:
    """A pattern's pieces, each with what finds the day to say it of."""
    return tuple(
        (untokenize_pattern([token]), _like(*token)) for token in tokenize_pattern(pattern)
    )


def _like(kind: str, value: Any) -> Callable[[date], date]:
    """Gives one and the same day for all those of which a piece of a pattern says the same."""
    if kind == "chars":
        return lambda _: date.min
    match value[0]:
        case "d":
            return lambda day: date(2000, 1, day.day)
        case "M" | "L":
            return lambda day: date(2000, day.month, 1)
        case "y":
            return lambda day: date(day.year, 1, 1)
    return lambda day: day


@lru_cache(maxsize=DATES)
def _field(field: str, day: date, say: Wording) -> str:
    return format_date(day, format=field, locale=say.locale)


def range_text(earliest: date | None, latest: date | None, say: Wording) -> str:
    """The days asked for, as a title shows them."""
    if earliest is None and latest is None:
        return ""
    size = _coarsest(earliest, latest)
    if size == 4 and earliest is not None and latest is not None:
        return years_text(earliest.year, latest.year, say)
    alone = earliest is None or latest is None
    first = _bound_text(earliest, size, say, alone=alone) if earliest is not None else ""
    last = _bound_text(latest, size, say, alone=alone) if latest is not None else ""
    if not last:
        return say.say("date.from", start=first)
    if not first:
        return say.say("date.until", end=last)
    return first if first == last else say.say("date.from-to", first=first, last=last)


def _coarsest(earliest: date | None, latest: date | None) -> int:
    """How many characters of the ISO days suffice: years (4), months (7), else days (10).

    People type `May 2021`, not its first and last day, and should read that again.
    """
    months = (earliest is None or earliest.day == 1) and (
        latest is None or latest.day == monthrange(latest.year, latest.month)[1]
    )
    if not months:
        return 10
    years = (earliest is None or earliest.month == 1) and (latest is None or latest.month == 12)
    return 4 if years else 7


def _bound_text(day: date, size: int, say: Wording, *, alone: bool) -> str:
    """A bound; `alone` is one without the other, which is said to be from when or until when."""
    moment = parse_edtf(day.isoformat()[:size]).start
    assert moment is not None
    return moment_text(moment, say, oblique=alone)


def _plain_ends(when: Edtf, precision: Precision) -> bool:
    ends = (when.start, when.end)
    return all(
        end is not None and end.precision is precision and not end.approximate and not end.uncertain
        for end in ends
    )


def _same_month_days(when: Edtf) -> bool:
    return _plain_ends(when, Precision.DAY) and (
        (when.earliest.year, when.earliest.month) == (when.latest.year, when.latest.month)
    )


def _whole_months_of_one_year(when: Edtf) -> bool:
    return _plain_ends(when, Precision.MONTH) and when.earliest.year == when.latest.year
