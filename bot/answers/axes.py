"""The axes of a chart: few round values, few dates, each as the reader's language says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from babel.dates import format_skeleton
from babel.numbers import format_compact_decimal

from bot.answers.chart import TimeTick, ValueTick
from bot.corpus.dates import parse_edtf
from bot.wording.dates import date_text
from bot.wording.wording import Wording, with_minus

VALUES = 4
"""At most so many steps of a value axis; a chart is some 360 points wide on a phone."""

YEARS, MONTHS = 6, 4
"""At most so many round years, or months, are named on a time axis."""

TICKS = 60
"""At most so many years or months have a tick each."""

ERA = 1000
"""From here on four digits by themselves are read as a year."""

COMPACT = Decimal(1_000_000)
"""From here on an axis says `20M`; the values themselves keep all their digits."""

_YEAR_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000)
_MONTH_STEPS = (1, 2, 3, 6)


def value_axis(
    spans: Iterable[tuple[Decimal, Decimal]], say: Wording, *, rank: bool = False
) -> tuple[ValueTick, ...]:
    """Round values that hold all of these between the first and the last of them.

    Zero is among them, so that heights can be compared, unless the values are too close to each
    other to be told apart then. A `rank` is counted from 1, by whole numbers.
    """
    values = [value for span in spans for value in span]
    low, high = min(values), max(values)
    with localcontext(prec=100):
        if rank:
            low = min(low, Decimal(1))
        elif (high - low) * 3 > max(abs(low), abs(high)):
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
        if low == high:
            low, high = low - (abs(low) / 10 or 1), high + (abs(high) / 10 or 1)
        step = _step((high - low) / VALUES, whole=rank)
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        ticks = [number * step for number in range(int(first), int(last) + 1)]
        if rank:
            ticks = [Decimal(1), *(tick for tick in ticks if tick > 1)]
        return tuple(ValueTick(tick, _written(tick, high - low, say)) for tick in ticks)


def _step(least: Decimal, *, whole: bool) -> Decimal:
    """The next of 1, 2, 5, 10, 20 ... (or 0.1, 0.2 ...) that is not below this."""
    if whole and least <= 1:
        return Decimal(1)
    power = Decimal(10) ** least.adjusted()
    return next(power * times for times in (1, 2, 5, 10) if power * times >= least)


def _written(tick: Decimal, extent: Decimal, say: Wording) -> str:
    if extent >= COMPACT:
        return with_minus(format_compact_decimal(tick, locale=say.locale, fraction_digits=2))
    whole = tick == tick.to_integral_value()
    return say.number(int(tick) if whole else tick.normalize())


def time_axis(spans: Iterable[tuple[date, date]], say: Wording) -> tuple[TimeTick, ...]:
    """The years that hold all of these spans of days; for a short time the months, or the day.

    Each year or month is a tick where they fit. Named are those that a value is of, and a few round
    ones between them.
    """
    spans = list(spans)
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    if first == last:
        return (TimeTick(first, last, date_text(parse_edtf(first.isoformat()), say), dated=True),)
    if (last - first).days > 400 or any((end - start).days >= 364 for start, end in spans):
        dated = {day.year for span in spans for day in span}
        return tuple(
            _year(year, say, named=year in dated or round_, dated=year in dated)
            for year, round_ in _units(first.year, last.year, dated, _YEAR_STEPS, YEARS)
            if year
        )
    dated = {_month_of(day) for span in spans for day in span}
    return tuple(
        _month(month, say, named=month in dated or round_, dated=month in dated)
        for month, round_ in _units(_month_of(first), _month_of(last), dated, _MONTH_STEPS, MONTHS)
    )


def _units(
    first: int, last: int, dated: set[int], steps: Sequence[int], most: int
) -> Iterator[tuple[int, bool]]:
    """The years or months that have a tick, and whether each is a round one: all, as far as they
    fit, else the round ones and those that values are of."""
    step = next(step for step in steps if _count(first, last, step) <= most)
    round_ = set(_multiples(first, last, step))
    shown = range(first, last + 1) if last - first < TICKS else sorted(round_ | dated)
    return ((unit, unit in round_) for unit in shown)


def _multiples(first: int, last: int, step: int) -> Sequence[int]:
    return range(-(-first // step) * step, last + 1, step)


def _count(first: int, last: int, step: int) -> int:
    return len(_multiples(first, last, step))


def _month_of(day: date) -> int:
    """Months as a count of them."""
    return day.year * 12 + day.month - 1


def _year(year: int, say: Wording, *, named: bool, dated: bool) -> TimeTick:
    # The number alone, in every language: on an axis it can be nothing but a year.
    text = f"{year}" if year >= ERA else date_text(parse_edtf(f"{year:04}"), say)
    return TimeTick(date(year, 1, 1), date(year, 12, 31), text if named else "", dated)


def _month(month: int, say: Wording, *, named: bool, dated: bool) -> TimeTick:
    when = parse_edtf(f"{month // 12:04}-{month % 12 + 1:02}")
    text = format_skeleton("yMMM", when.earliest, locale=say.locale) if named else ""
    return TimeTick(when.earliest, when.latest, text, dated)
