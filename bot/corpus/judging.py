"""What two figures, dates or accounts of an event are to each other, by their numbers, relations,
periods and dates alone. Pure, and the same whichever of the two comes first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from bot.corpus.amounts import Amount, amounts
from bot.corpus.dates import Edtf, Moment, Precision
from bot.corpus.model import Event, Figure
from bot.corpus.verdict import Judged

_MONTHS = {
    Precision.MONTH: 1,
    Precision.SEASON: 3,
    Precision.YEAR: 12,
    Precision.DECADE: 120,
    Precision.CENTURY: 1200,
}


def figures(
    a: Figure,
    b: Figure,
    until: tuple[date | None, date | None] = (None, None),
    *,
    whole: bool = False,
) -> Judged:
    """What two figures are to each other.

    Only figures of one measure and of one period can differ. What is said of an open period
    ("since 2018") may hold for each part of it or for all of it together: a part's value can
    agree with it, never contradict it, nor can two articles that know it up to days of which
    neither says which. A part of any other period is no measure of the whole. `until` are the
    last days that an open end of each figure's period can mean, as an article knows no later
    ones; None is no limit. What held as of some day of a year may have changed within it. What
    is forecast or planned may agree with what is measured, never contradict it. `whole` says that
    the measure's unit counts whole things.
    """
    if a.measure != b.measure:
        return Judged("not-comparable", "other-measure")
    numbers = amounts(Amount.of(a, whole=whole), Amount.of(b, whole=whole))
    if numbers.reason == "no-number":
        return numbers
    first, second = a.period or a.as_of, b.period or b.as_of
    if first is None or second is None:
        return _without_period(a, b, numbers)
    times = _times(first, second, until)
    if times == "other-period" or times == "overlapping-period":
        return Judged("not-comparable", times)
    if a.status != b.status:
        if times in (None, "open-period") and numbers.verdict == "same":
            return Judged("compatible", "forecast-agrees")
        return Judged("not-comparable", "forecast-against-measured")
    if a.as_of is not None and b.as_of is not None and a.as_of != b.as_of:
        return Judged("not-comparable", "other-as-of")
    if numbers.verdict == "different" and times is None and (_at_some_day(a) or _at_some_day(b)):
        return Judged("not-comparable", "other-as-of")
    if times == "within-period":
        fits = numbers.verdict != "different"
        return Judged("compatible" if fits else "not-comparable", "within-period")
    if numbers.verdict == "different" and (first.end is None or second.end is None):
        return Judged("not-comparable", "open-period")
    if numbers.verdict == "different" and (_unsure(first) or _unsure(second)):
        return Judged("not-comparable", "unsure-period")
    return numbers


def _without_period(a: Figure, b: Figure, numbers: Judged) -> Judged:
    """Of numbers without a period only those agree that are the same, and neither has one."""
    neither = all((each.period or each.as_of) is None for each in (a, b))
    if not neither or numbers.verdict != "same":
        return Judged("not-comparable", "no-period")
    return numbers if a.status == b.status else Judged("compatible", "forecast-agrees")


def dates(a: Edtf | None, b: Edtf | None) -> Judged:
    """What two dates of one thing are to each other; None is a date that is not given.

    An approximate or doubted date admits one more of its unit on either side: about January 2024
    is compatible with a day of December 2023, not with one of November.
    """
    if a is None or b is None:
        return Judged("not-comparable", "no-date")
    if a == b:
        return Judged("same", "same-date")
    if (a.earliest, a.latest) == (b.earliest, b.latest):
        return Judged("compatible", "same-days")
    if a.contains(b) or b.contains(a):
        return Judged("compatible", "date-within")
    if a.overlaps(b):
        return Judged("compatible", "dates-overlap")
    (first, last), (start, end) = _widened(a), _widened(b)
    if first <= end and start <= last:
        return Judged("compatible", "dates-near")
    return Judged("different", "dates-apart")


def events(a: Event, b: Event) -> Judged:
    """What two accounts of one event are to each other, by their dates.

    What was planned for one day and happened on another is no contradiction.
    """
    judged = dates(a.when, b.when)
    if judged.verdict == "different" and (a.status == "planned") != (b.status == "planned"):
        return Judged("not-comparable", "plan-against-event")
    return judged


def _times(
    a: Edtf, b: Edtf, until: tuple[date | None, date | None]
) -> Literal["other-period", "overlapping-period", "within-period", "open-period"] | None:
    """What is between two periods; None where they mean the same days.

    "open-period": both are one open period, of which each is known up to another day.
    """
    (first, last), (start, end) = _days(a, until[0]), _days(b, until[1])
    if (first, last) == (start, end):
        return None
    if a == b:
        return "open-period"
    if first > end or start > last:
        return "other-period"
    if (_is_open(a) and first <= start and end <= last) or (
        _is_open(b) and start <= first and last <= end
    ):
        return "within-period"
    return "overlapping-period"


def _days(period: Edtf, until: date | None) -> tuple[date, date]:
    """The first and the last day of a period, whose open end is known until a day only."""
    if period.end is not None or period.start is None or until is None:
        return period.earliest, period.latest
    return period.earliest, max(period.start.latest(), until)


def _is_open(period: Edtf) -> bool:
    return period.start is None or period.end is None


def _unsure(period: Edtf) -> bool:
    """Whether it is not said which time it is: about 2020, or some year of the 2020s."""
    return period.approximate or period.uncertain or period.precision < Precision.YEAR


def _at_some_day(figure: Figure) -> bool:
    """Whether a figure held as of a day of which only the month or the year is known."""
    return figure.period is None and figure.as_of is not None and figure.as_of.day is None


def _widened(when: Edtf) -> tuple[date, date]:
    """The days of a date, with one more unit beside each end that is not sure."""
    first, last = when.earliest, when.latest
    if when.start is not None and _doubted(when.start):
        first = _moved(first, when.start.precision, -1)
    if when.end is not None and _doubted(when.end) and last < date.max:
        last = _moved(last + timedelta(1), when.end.precision, 1) - timedelta(1)
    return first, last


def _doubted(moment: Moment) -> bool:
    return moment.approximate or moment.uncertain


def _moved(day: date, precision: Precision, units: int) -> date:
    """A day so many units later; of a unit longer than a day it is a month's first."""
    if precision is Precision.DAY:
        number = min(max(day.toordinal() + units, 1), date.max.toordinal())
        return date.fromordinal(number)
    year, month = divmod(day.year * 12 + day.month - 1 + units * _MONTHS[precision], 12)
    if year < date.min.year:
        return date.min
    return date.max if year > date.max.year else date(year, month + 1, 1)
