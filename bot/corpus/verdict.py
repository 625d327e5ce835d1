"""What two claims are to each other, by their numbers, relations, periods and dates alone.

A claim is taken as the set of what it admits: "over 100" admits every number above 100, "2001"
every day of that year. Two claims that say one thing are the same; where both admit something they
are compatible; where they admit nothing together, different; and where they are not about one
thing, or one has no number or date, not comparable. Never who is right. Pure, and the same
whichever of the two comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from bot.corpus.dates import Edtf, Moment, Precision
from bot.corpus.model import Event, Figure, Relation

Verdict = Literal["same", "compatible", "different", "not-comparable"]
AmountReason = Literal[
    "same-amount",
    "value-over-floor",
    "value-under-ceiling",
    "value-in-range",
    "value-near",
    "both-floors",
    "both-ceilings",
    "ranges-overlap",
    "rounded",
    "values-differ",
    "value-not-over-floor",
    "value-not-under-ceiling",
    "value-outside-range",
    "value-not-near",
    "ranges-apart",
    "no-number",
]
FigureReason = Literal[
    "other-measure",
    "no-period",
    "other-period",
    "overlapping-period",
    "within-period",
    "open-period",
    "unsure-period",
    "other-as-of",
    "forecast-agrees",
    "forecast-against-measured",
]
DateReason = Literal[
    "same-date",
    "same-days",
    "date-within",
    "dates-overlap",
    "dates-near",
    "dates-apart",
    "no-date",
    "plan-against-event",
]
Reason = Literal[AmountReason, FigureReason, DateReason]
"""Why two amounts got their verdict; what figures have besides; and dates, and events by theirs."""

TENTH = 10
"""An approximate value's tolerance is at most the value divided by this."""

_FLOORS: tuple[Relation, ...] = ("over", "at-least")
_CEILINGS: tuple[Relation, ...] = ("under", "at-most", "up-to")
_MONTHS = {
    Precision.MONTH: 1,
    Precision.SEASON: 3,
    Precision.YEAR: 12,
    Precision.DECADE: 120,
    Precision.CENTURY: 1200,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and the code of its reason, for `wording` to say."""

    verdict: Verdict
    reason: Reason


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is meant: `value` with its relation, or `low` and `high` with "between"."""

    relation: Relation
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @classmethod
    def of(cls, figure: Figure) -> Amount:
        """The amount that a figure gives."""
        return cls(figure.relation, figure.value, figure.low, figure.high)

    @property
    def meaning(self) -> tuple[Relation, Decimal | None, Decimal | None, Decimal | None]:
        """What two amounts are the same by: numbers by their value, and "up to" as "at most"."""
        relation: Relation = "at-most" if self.relation == "up-to" else self.relation
        return relation, self.value, self.low, self.high


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` to `high`; None is no limit, and `open` leaves the limit itself out."""

    low: Fraction | None
    high: Fraction | None
    open: bool = False

    def meets(self, other: Range) -> bool:
        """Whether some number lies in both."""
        return _below(self, other) and _below(other, self)


def admitted(amount: Amount) -> Range | None:
    """The numbers that an amount admits; None where it has no number.

    "About" a number admits what lies within one unit of its last digit that is no trailing zero
    before the point, or within a tenth of it if that is less: about 146 is 145 to 147, about 50 is
    45 to 55, about 200 is 180 to 220.
    """
    if amount.relation == "between":
        if amount.low is None or amount.high is None:
            return None
        return Range(Fraction(amount.low), Fraction(amount.high))
    if amount.relation == "claim" or amount.value is None:
        return None
    value = Fraction(amount.value)
    if amount.relation in _FLOORS:
        return Range(value, None, open=amount.relation == "over")
    if amount.relation in _CEILINGS:
        return Range(None, value, open=amount.relation == "under")
    if amount.relation == "about":
        tolerance = min(_unit(amount.value, significant=True), abs(value) / TENTH)
        return Range(value - tolerance, value + tolerance)
    return Range(value, value)


def amounts(a: Amount, b: Amount) -> Judged:
    """What two amounts of one quantity, in one unit and of one time, are to each other.

    An exact value may have been rounded to the digits it is written with: 146.83 is compatible
    with 146.8, and 200 with "over 200". Of two values with as many digits after the point, only
    equal ones agree.
    """
    first, second = admitted(a), admitted(b)
    if first is None or second is None:
        return Judged("not-comparable", "no-number")
    if a.meaning == b.meaning:
        return Judged("same", "same-amount")
    if a.relation == b.relation == "exactly":
        return _values(a, b)
    if a.relation == "exactly":
        return _value_against(a, b)
    if b.relation == "exactly":
        return _value_against(b, a)
    if not first.meets(second):
        return Judged("different", "ranges-apart")
    if a.relation in _FLOORS and b.relation in _FLOORS:
        return Judged("compatible", "both-floors")
    if a.relation in _CEILINGS and b.relation in _CEILINGS:
        return Judged("compatible", "both-ceilings")
    return Judged("compatible", "ranges-overlap")


def figures(a: Figure, b: Figure, until: tuple[date | None, date | None] = (None, None)) -> Judged:
    """What two figures are to each other.

    Only figures of one measure and of one period can differ. What is said of an open period
    ("since 2018") may hold for each part of it or for all of it together: a part's value can
    agree with it, never contradict it, nor can two articles that know it up to days of which
    neither says which. A part of any other period is no measure of the whole. `until` are the
    last days that an open end of each figure's period can mean, as an article knows no later
    ones; None is no limit. What held as of some day of a year may have changed within it. What
    is forecast or planned may agree with what is measured, never contradict it.
    """
    if a.measure != b.measure:
        return Judged("not-comparable", "other-measure")
    numbers = amounts(Amount.of(a), Amount.of(b))
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


def _unit(value: Decimal, *, significant: bool = False) -> Fraction:
    """What one more in a number's last digit adds to it.

    The last digit as written, or (`significant`) the last before the zeros that end a whole number.
    """
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if significant and exponent >= 0 and value:
        digits = "".join(map(str, value.as_tuple().digits))
        exponent += len(digits) - len(digits.rstrip("0"))
    return Fraction(10) ** exponent


def _values(a: Amount, b: Amount) -> Judged:
    """Two exact values that are not equal."""
    assert a.value is not None
    assert b.value is not None
    # Two with as many digits are a whole unit apart at least.
    unit = max(_unit(a.value), _unit(b.value))
    if abs(Fraction(a.value) - Fraction(b.value)) <= unit / 2:
        return Judged("compatible", "rounded")
    return Judged("different", "values-differ")


def _value_against(exact: Amount, other: Amount) -> Judged:
    """An exact value and an amount that admits more than one."""
    limits = admitted(other)
    assert exact.value is not None
    assert limits is not None
    value, half = Fraction(exact.value), _unit(exact.value) / 2
    fits = limits.meets(Range(value, value))
    if not fits and limits.meets(Range(value - half, value + half)):
        return Judged("compatible", "rounded")
    if other.relation in _FLOORS:
        if fits:
            return Judged("compatible", "value-over-floor")
        return Judged("different", "value-not-over-floor")
    if other.relation in _CEILINGS:
        if fits:
            return Judged("compatible", "value-under-ceiling")
        return Judged("different", "value-not-under-ceiling")
    if other.relation == "about":
        if fits:
            return Judged("compatible", "value-near")
        return Judged("different", "value-not-near")
    if fits:
        return Judged("compatible", "value-in-range")
    return Judged("different", "value-outside-range")


def _below(lower: Range, upper: Range) -> bool:
    """Whether some number of one range is not above every number of the other."""
    if lower.low is None or upper.high is None:
        return True
    if lower.open or upper.open:
        return lower.low < upper.high
    return lower.low <= upper.high


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
