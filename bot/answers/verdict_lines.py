"""A verdict in words: what was judged, the verdict, the reason with its numbers or dates."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from bot.answers.desk import Desk
from bot.answers.model import Line
from bot.answers.parts import amount, opening, say_date, unit_of
from bot.corpus.amounts import Amount, admitted, amounts, counts_whole
from bot.corpus.dates import Edtf
from bot.corpus.model import Figure
from bot.corpus.verdict import Judged
from bot.wording.units import scaled


def verdict_line(
    first: str, second: str, judged: Judged, why: str, marks: tuple[int, ...], desk: Desk
) -> Line:
    """`Since 2018 / 2021: compatible.` and why; of one date or period it is named once."""
    say = desk.say
    of = first if first == second else say.say("verdict.pair", first=first, second=second)
    lead = say.say("verdict.lead", of=opening(of), verdict=say.say(f"verdict.{judged.verdict}"))
    return Line("text", why, lead=lead, marks=marks)


def amounts_why(a: Figure, b: Figure, desk: Desk) -> str:
    """Why the numbers of two figures agree or differ, with these numbers."""
    last = b.relation == "exactly" and a.relation != "exactly"
    value, bound = (b, a) if last else (a, b)
    numbers = _judged(a, b, desk)
    low, high = _tolerance(bound, desk)
    return desk.say.say(
        f"verdict.why.{numbers.reason}",
        value=amount(value, desk),
        bound=amount(bound, desk),
        low=low,
        high=high,
    )


def figures_why(a: Figure, b: Figure, judged: Judged, desk: Desk) -> str:
    """Why two figures got their verdict; the period of `a` is the one that is listed first."""
    numbers = _judged(a, b, desk)
    if judged == numbers:
        return amounts_why(a, b, desk)
    outer, inner = a.period or a.as_of, b.period or b.as_of
    say, first, second = desk.say, amount(a, desk), amount(b, desk)
    if judged.reason == "within-period" and judged.verdict == "compatible":
        if inner is None or inner.is_interval:
            within = say.say("verdict.within-interval")
        else:
            within = opening(say.say("verdict.within", inner=say_date(inner, desk)))
        return say.say("verdict.two-reasons", first=within, second=amounts_why(a, b, desk))
    if judged.reason == "overlapping-period" and _is_part(inner, outer):
        if numbers.verdict != "different":
            return say.say("verdict.part-agrees")
        return say.say("verdict.part", a=first, b=second)
    return say.say(f"verdict.why.{judged.reason}", a=first, b=second)


def dates_why(a: Edtf | None, b: Edtf | None, by_date: Judged, desk: Desk) -> str:
    """Why two dates of one event got their verdict."""
    fine, coarse = "", ""
    if a is not None and b is not None:
        inner, outer = (b, a) if a.contains(b) else (a, b)
        fine, coarse = _precision(inner, desk), _precision(outer, desk)
    return opening(desk.say.say(f"verdict.why.{by_date.reason}", fine=fine, coarse=coarse))


def is_count(figure: Figure, desk: Desk) -> bool:
    """Whether a figure's unit counts whole things."""
    unit = unit_of(figure, desk)
    return unit is not None and counts_whole(unit.en)


def _judged(a: Figure, b: Figure, desk: Desk) -> Judged:
    whole = is_count(a, desk)
    return amounts(Amount.of(a, whole=whole), Amount.of(b, whole=whole))


def _is_part(inner: Edtf | None, outer: Edtf | None) -> bool:
    """Whether a period lies within one that has two ends."""
    if inner is None or outer is None or outer.start is None or outer.end is None:
        return False
    return outer.contains(inner)


def _precision(when: Edtf, desk: Desk) -> str:
    """How precise a date is: `day`, `month`; of an interval, `period`."""
    precision = "period" if when.is_interval else when.precision.name.lower()
    return desk.say.say(f"verdict.precision.{precision}")


def _tolerance(figure: Figure, desk: Desk) -> tuple[str, str]:
    """The least and the greatest number that an approximate one is read as, in its unit's scale."""
    limits = admitted(Amount.of(figure))
    if figure.relation != "about" or limits is None or limits.low is None or limits.high is None:
        return "", ""
    unit = unit_of(figure, desk)
    ends = (scaled(_decimal(limit), unit, desk.say) for limit in (limits.low, limits.high))
    low, high = (desk.say.number(end) for end in ends)
    return low, high


def _decimal(number: Fraction) -> Decimal:
    """A number whose denominator is a power of ten."""
    return (Decimal(number.numerator) / number.denominator).normalize() + 0
