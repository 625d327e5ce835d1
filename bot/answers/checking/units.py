"""Whether a quantity of a message is in a measure's unit, and how much it is in that.

What a unit is, is read from its labels in the vocabulary: "USD billion" is money in US dollars, in
thousand millions; "million people" counts people. What does not fit is no claim about the measure.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final, Literal

from bot.answers.checking.quantities import Quantity
from bot.corpus.model import Unit
from bot.store.text import placed_words

WhyNot = Literal["denied", "change", "other-unit", "number-not-plain", "no-number"]
"""Why a number of a message is held against nothing: the end of a sentence's key."""

_SCALES: Final = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_CODES: Final = {
    "usd": "USD", "dollar": "USD", "eur": "EUR", "euro": "EUR", "cny": "CNY", "yuan": "CNY",
    "renminbi": "CNY", "rub": "RUB", "roubl": "RUB", "rubl": "RUB",
}  # fmt: skip
# One stem for the words that different people have for one unit, Chinese by a first character.
_ALIKE: Final = {
    word: stem
    for stem, words in {
        "metr": "meter metr метр м",
        "kilometr": "kilomet kilometr km километр км",
        "cubic": "cubic bcm кубометр куб кубическ 立",
        "ton": "ton tonn тон тонн 吨",
        "peopl": "peopl person tourist visitor passeng человек турист 人 游",
        "year": "year anniversari год лет годовщин 年 周",
        "decad": "decad десятилет",
        "barrel": "barrel баррел 桶",
        "meet": "meet time встреч раз 会",
        "summit": "summit саммит 峰",
        "state": "state countri государств стран 国",
    }.items()
    for word in words.split()
}
_FILLING: Final = frozenset(("year", "per", "annual", "no", "unit", "named"))
_PLACE = re.compile(r"(?i)\s*(?:мест|place\b|名|大|位)")
_NOT_COUNTED = re.compile(
    r"(?i)\s*(?:[.,;:()]|\Z|(?:at|in|of|on|to|from|and|by|for|since|в|на|и|с|от|до|за|из)\b)"
)
LARGEST: Final = 10**15
"""A number of no fact is as large in its unit; four thousand digits are no claim."""
_REACH: Final = 4
"""So many words behind a number can name what is counted."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A unit as its labels say it: `sort` as a quantity's, how many ones it is, and its words."""

    sort: str
    scale: int
    currency: str
    words: frozenset[str]
    chinese: str


def shape_of(unit: Unit) -> Shape:
    """The shape of a unit."""
    stems = [word.token for word in placed_words(unit.en)]
    scale = 1
    for stem in stems:
        scale *= _SCALES.get(stem, 1)
    named = next((_CODES[stem] for stem in stems if stem in _CODES), "")
    words = {_ALIKE.get(stem, stem) for stem in stems if stem not in _SCALES}
    words |= {_ALIKE.get(word.token, word.token) for word in placed_words(unit.ru)}
    chinese = unit.zh.replace("{}", "").strip()
    if named:
        return Shape("money", scale, named, frozenset(), "")
    if "%" in unit.en or "percent" in stems:
        return Shape("percent", 1, "", frozenset(), "")
    if "rank" in stems:
        return Shape("rank", 1, "", frozenset(), "")
    if unit.en.lower().startswith("no. "):
        return Shape("ordinal", 1, "", frozenset(), "")
    if words <= {"year", "yr", "год", "лет"}:
        return Shape("years", scale, "", frozenset(("year",)), chinese)
    return Shape("count", scale, "", frozenset(words) - _FILLING, chinese)


def counts(token: str, shape: Shape) -> bool:
    """Whether a word names what a unit counts, or a scale of it."""
    return token in _SCALES or _ALIKE.get(token, token) in shape.words


def in_unit(quantity: Quantity, shape: Shape, names: Collection[str]) -> tuple[Decimal, ...] | None:
    """The quantity's one or two numbers in the unit; None where it is in no such unit.

    `names` are the stems of the measure's name as the message has it: what is counted may be said
    by that ("37 meetings", "2 million tourists").
    """
    if quantity.change or quantity.denied or not _fits(quantity, shape, names):
        return None
    numbers = (quantity.low,) if quantity.high is None else (quantity.low, quantity.high)
    scale = Decimal(shape.scale)
    if shape.sort == "count" and re.match(r"\s?bcm\b", quantity.behind, re.IGNORECASE):
        scale /= 10**9
    found = tuple(_plain(number, scale) for number in numbers)
    return found if all(abs(number) < LARGEST for number in found) else None


def why_none(quantity: Quantity, shape: Shape, names: Collection[str]) -> WhyNot | None:
    """Why a quantity gives no number in a unit, though it is told of what is counted in it; None
    where it is about something else."""
    if quantity.denied and _fits(quantity, shape, names):
        return "denied"
    if quantity.change and shape.sort in ("money", "percent", "count"):
        return "change" if quantity.sort in ("percent", "points", shape.sort) else None
    if quantity.sort == shape.sort == "money" and quantity.currency != shape.currency:
        return "other-unit"
    return None


def _fits(quantity: Quantity, shape: Shape, names: Collection[str]) -> bool:
    words = [_ALIKE.get(word, word) for word in quantity.words[:_REACH] if not word.isdigit()]
    match shape.sort:
        case "money":
            return quantity.sort == "money" and quantity.currency == shape.currency
        case "percent":
            return quantity.sort == "percent"
        case "rank":
            place = _PLACE.match(quantity.behind) is not None
            return (quantity.sort == "ordinal" and "year" not in words[:1]) or (
                quantity.sort == "count" and place and quantity.high is None
            )
        case "ordinal":
            return quantity.sort == "ordinal"
        case "years":
            if quantity.sort == "ordinal":
                return "year" in words or "anniversary" in quantity.text
            return quantity.sort == "period" and "year" in words
    if quantity.sort == "period":
        return shape.words == {"decad"} and "decad" in words
    if quantity.sort != "count":
        return False
    counted = shape.words | {_ALIKE.get(name, name) for name in names}
    if shape.chinese and quantity.behind.strip()[:1] == shape.chinese[:1]:
        return True
    # "3 million in 2024": what is counted stands in the name alone.
    named = shape.words & {_ALIKE.get(name, name) for name in names}
    if _NOT_COUNTED.match(quantity.behind):
        return bool(named)
    return any(word in counted for word in words)


def _plain(number: Decimal, scale: Decimal) -> Decimal:
    """A number in a unit, without zeros that only the conversion brings behind the point. What is
    coarser than ones stays so: 0.15 trillion is 15 tens of a billion, and may have been 146."""
    with localcontext(prec=60):
        value = number.scaleb(-scale.adjusted())
        whole = value.to_integral_value()  # which keeps tens and hundreds as they are
        if value == whole:
            return whole
        return value.normalize()
