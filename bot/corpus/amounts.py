"""What two numbers are to each other, each as it is meant: "over 100", "about 42", "2 to 2.5".

Pure, and the same whichever of the two comes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from bot.corpus.model import Figure, Relation
from bot.corpus.verdict import Judged

TENTH = 10
"""An approximate value's tolerance is at most the value divided by this."""

_MEASURES = re.compile(
    r"(?i)%|\bper ?cent|\bshares?\b|\bhundred|\bthousand|illion"
    r"|\b(?:usd|eur|cny|rmb|rub|gbp)\b|dollar|\beuro|yuan|renminbi|rou?bles?\b|\bpounds?\b|\byen\b|met(?:er|re)s?\b|\bmiles?\b|\bfeet\b"
    r"|\b(?:kilo|mega)?tonn?e?s?\b|\bbarrels?|lit(?:er|re)s?\b|\bgallons?|grams?\b|\bhectares?"
    r"|\bacres?\b|watt|joule|\bbtus?\b|\b(?:k?m|km2|kg|t|l|bcm|[kmgt]w|[kmgt]wh|[mgt]?pa)\b|\bdegrees?"
    r"|\bpoints?\b|\bindex|\bratio|\bhours?\b|\bminutes?\b|\bseconds?\b|\bno unit\b"
)

_FLOORS: tuple[Relation, ...] = ("over", "at-least")
_CEILINGS: tuple[Relation, ...] = ("under", "at-most", "up-to")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is meant: `value` with its relation, or `low` and `high` with "between"."""

    relation: Relation
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    whole: bool = field(default=False, kw_only=True)
    """Whether it counts whole things, of which no number as small as its ones is rounded."""

    @classmethod
    def of(cls, figure: Figure, *, whole: bool = False) -> Amount:
        """The amount that a figure gives, in a unit that counts whole things or in another."""
        return cls(figure.relation, figure.value, figure.low, figure.high, whole=whole)

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


def counts_whole(unit: str) -> bool:
    """Whether a unit, by its English label, counts whole things: meetings, ranks, years."""
    return _MEASURES.search(unit) is None


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


def _half(exact: Amount) -> Fraction:
    """By how much an exact value may have been rounded: half of its last digit's unit."""
    assert exact.value is not None
    unit = _unit(exact.value)
    return Fraction(0) if exact.whole and unit <= 1 else unit / 2


def _values(a: Amount, b: Amount) -> Judged:
    """Two exact values that are not equal."""
    assert a.value is not None
    assert b.value is not None
    # Two with as many digits are a whole unit apart at least.
    half = max(_half(a), _half(b))
    if abs(Fraction(a.value) - Fraction(b.value)) <= half:
        return Judged("compatible", "rounded")
    return Judged("different", "values-differ")


def _value_against(exact: Amount, other: Amount) -> Judged:
    """An exact value and an amount that admits more than one."""
    limits = admitted(other)
    assert exact.value is not None
    assert limits is not None
    value, half = Fraction(exact.value), _half(exact)
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
