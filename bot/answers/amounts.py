"""The amounts in what somebody searches for: numbers with a scale or a unit, as three languages
write them, each as what it is in the vocabulary's units. Pure.

Read by one shape for all languages, as a few typed words seldom say which one they are in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Final

from bot.answers.checking import quantity_words as words
from bot.answers.checking.quantities import Quantity, Sort
from bot.answers.checking.units import Shape, in_unit, shape_of
from bot.answers.numerals import SCALE_SIGNS, PlacedText, with_digits
from bot.corpus.mention_shapes import SCALES
from bot.corpus.model import Key, Unit
from bot.store.amounts import Amount
from bot.store.text import number, placed_words

MOST: Final = 4
"""So many amounts of one text are read; more are words."""
_LARGE: Final = 10_000
"""A number as large needs no scale and no unit, nor does one in groups of digits."""
_GROUPED = re.compile(r"\d+[^\d.]\d{3}(?!\d)")
_NAMED: Final = 3
"""So many words behind a number can name its unit."""
_AROUND: Final = 40
"""So many characters before and behind a number are looked at for how it is meant."""
_MEANT: Final = 4
"""So many words before a number say that: "not more than"."""
_SAID: Final = 10_000
"""A text says "2,000 billion" rather than "2,000,000 million"."""

_SCALES: Final = {name: scale for names in SCALES.values() for name, scale in names.items()}
_SHORT: Final = {"k": 10**3, "m": 10**6, "b": 10**9}
"""After a currency's sign: "$5m"; "5m" may be metres."""
_DIGITS = (
    r"(?>\d{1,3}(?:[ ,\u00a0\u2009\u202f]\d{3}(?!\d))+(?:[.,]\d+)?(?![.,]?\d)|\d+(?:[.,]\d+)?)"
)
_NO_LETTER = "(?![a-zа-яё])"
_AMOUNT = re.compile(
    r"(?<![a-zа-яё\d][-–])(?<![a-zа-яё\d.,/:№#])"
    r"(?P<sign>(?:(?:US|HK|NZ|[ACRS])?[$€£¥₽₴₹₩]|\b(?:USD|EUR|CNY|RMB|RUB|GBP))\s?)?"
    rf"(?P<low>{_DIGITS})(?:(?:[-–—~至到]|\sto\s|\sдо\s)(?P<high>{_DIGITS}))?(?![.,/:]?\d)"
    rf"(?:[\s-]?[多余]?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))}){_NO_LETTER}\.?"
    rf"|(?(sign)(?P<short>[kmb]){_NO_LETTER}|(?!)))?"
    r"(?P<percent>[\s-]?(?:%|(?:per\s?cent|pct|процент(?:а|ов|ы|у|ам|ами|ах)?)\b)"
    r"(?!\s?(?:points?\b|п\.)))?",
    re.IGNORECASE,
)
_CURRENCY_GAP = re.compile(r"[\s-]{0,2}")
_HAN = re.compile(r"\s?[\u3400-\u9fff]")
_YEAR = re.compile(r"(?:1\d|20)\d\d\Z")
"""A date, not so many years."""
_STANDS = re.compile(r"(?:占|达到?|为|至)$")
"""Before a number in Chinese: 占90%."""
_KINDS: Final = frozenset(("tourist", "visitor", "passeng", "турист", "пассажир", "游"))
"""People, but not just any: a fact has to hold such a word besides."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number in the units that words behind it name, where these end, and their tokens."""

    numbers: Mapping[Key, tuple[Decimal, ...]]
    end: int
    tokens: tuple[str, ...]


def amounts_in(text: str, units: Mapping[Key, Unit]) -> tuple[Amount, ...]:
    """The amounts of a typed text, in order; `units` are the vocabulary's."""
    if not any(sign.isdigit() or sign in SCALE_SIGNS for sign in text):
        return ()
    readable = with_digits(text)
    found = (_amount(match, readable, text, units) for match in _AMOUNT.finditer(readable.text))
    return tuple(islice((amount for amount in found if amount is not None), MOST))


def _amount(
    found: re.Match[str], readable: PlacedText, text: str, units: Mapping[Key, Unit]
) -> Amount | None:
    """A number with a scale or a unit; None where it has neither."""
    behind = readable.text[found.end() :][:_AROUND]
    sort, currency, named = _money(found, behind)
    quantity = _quantity(found, sort, currency)
    large = bool(found["scale"] or found["short"] or _GROUPED.match(found["low"]))
    large = large or quantity.low >= _LARGE
    if sort == "count":
        counted = (_counted_in_chinese if _HAN.match(behind) else _counted)(quantity, behind, units)
        if not counted.numbers and not large:
            return None
        numbers = counted.numbers or _in_any(quantity, units)
    else:
        numbers = _in_any(quantity, units)
        # Texts write "$200 billion": only a currency that no unit has must be in their words.
        name = () if numbers else tuple(word.token for word in placed_words(behind[:named]))
        counted = _Counted(numbers, named, name)
    known = numbers or counted.tokens
    end = whole = found.end() + counted.end
    for more in (words.MORE_BEHIND, words.SO_BEHIND):
        if behind_it := more.match(readable.text, whole):
            whole = behind_it.end()
    at = readable.places
    return Amount(
        start=at[_meant_from(readable.text, found.start())],
        number_end=at[found.end()],
        end=at[whole],
        typed=text[at[found.start()] : at[end]].strip(),
        numbers=tuple(numbers.items()),
        said=tuple(_said(quantity, counted.tokens, large=large)) if known else (),
        plain=sort == "count" and not large,
    )


def _quantity(found: re.Match[str], sort: Sort, currency: str) -> Quantity:
    scale = Decimal(1)
    if found["scale"]:
        scale = Decimal(_SCALES[found["scale"].lower()])
    elif found["short"]:
        scale = Decimal(_SHORT[found["short"].lower()])
    low, high = (_number(found[end]) for end in ("low", "high"))
    assert low is not None
    return Quantity(
        found.start(), found.end(), found[0], sort, low * scale,
        None if high is None else high * scale, "exactly", currency,
    )  # fmt: skip


def _number(digits: str | None) -> Decimal | None:
    return None if digits is None else Decimal(number("".join(digits.split())))


def _money(found: re.Match[str], behind: str) -> tuple[Sort, str, int]:
    """What a number is of as far as it is no count, in which currency, and where that is named
    behind it, up to which place there."""
    if found["percent"]:
        return "percent", "", 0
    gap = _CURRENCY_GAP.match(behind)
    start = gap.end() if gap else 0
    named = ((name.match(behind, start), code) for name, code in words.NAMED)
    name, code = next(((name, code) for name, code in named if name), (None, ""))
    end = name.end() if name else 0
    if found["sign"]:
        signs = (code for sign, code in words.SIGNS if sign.search(found["sign"].upper()))
        return "money", next(signs, "?"), end
    return ("money", code, end) if name else ("count", "", 0)


def _counted(quantity: Quantity, behind: str, units: Mapping[Key, Unit]) -> _Counted:
    """What the words behind a number say that it counts."""
    fitting: dict[Key, tuple[Decimal, ...]] = {}
    end, tokens = 0, []
    for word in islice(placed_words(behind), _NAMED):
        here = replace(quantity, words=(word.token,), behind=behind[word.start :])
        numbers = {key: _in_unit(here, _shape(units[key]), ()) for key in fitting or units}
        if not (fits := {key: found for key, found in numbers.items() if found is not None}):
            break
        fitting = fits
        if word.token in _KINDS:
            break
        end = word.end
        tokens.append(word.token)
    return _Counted(fitting, end, tuple(tokens))


def _counted_in_chinese(quantity: Quantity, behind: str, units: Mapping[Key, Unit]) -> _Counted:
    """The same of Chinese, where units' labels without their scales follow: 公里, 立方米."""
    labels = {key: _shape(unit).chinese.lstrip(SCALE_SIGNS) for key, unit in units.items()}
    labels = {key: label.partition("/")[0] for key, label in labels.items()}
    said = behind.lstrip()
    named = {key: units[key] for key, label in labels.items() if label and said.startswith(label)}
    if not named:
        return _counted(quantity, behind, units)
    label = max((labels[key] for key in named), key=len)
    return _Counted(_in_any(quantity, named), behind.index(label) + len(label), tuple(label))


def _in_any(quantity: Quantity, units: Mapping[Key, Unit]) -> dict[Key, tuple[Decimal, ...]]:
    """A number in each unit of its sort; a bare one may be money, years, or count anything."""
    found: dict[Key, tuple[Decimal, ...]] = {}
    for key, unit in units.items():
        shape = _shape(unit)
        meant = replace(quantity, behind="", words=("year",))
        if quantity.sort == "count" and shape.sort == "money":
            meant = replace(meant, sort="money", currency=shape.currency)
        numbers = _in_unit(meant, shape, shape.words)
        if numbers is not None:
            found[key] = numbers
    return found


def _in_unit(
    quantity: Quantity, shape: Shape, names: Collection[str]
) -> tuple[Decimal, ...] | None:
    """As `in_unit` says, but of no rank; a count may be one of years, but 2024 is a year."""
    if shape.sort in ("rank", "ordinal"):
        return None
    if quantity.sort == "count" and shape.sort == "years":
        if _YEAR.match(quantity.text):
            return None
        quantity = replace(quantity, sort="period")
    return in_unit(quantity, shape, names)


@lru_cache(maxsize=1024)
def _shape(unit: Unit) -> Shape:
    return shape_of(unit)


def _meant_from(text: str, start: int) -> int:
    """Where the words begin that say how a number is meant, such as "more than"."""
    if stands := _STANDS.search(text, max(0, start - 2), start):
        start = stands.start()
    before = text[max(0, start - _AROUND) : start]
    for patterns in words.RELATIONS.values():
        for _, pattern in patterns:
            said = pattern.search(before)
            if said is not None and len(said[0].split()) <= _MEANT:
                return start - len(before) + said.start()
    return start


def _said(
    quantity: Quantity, counted: tuple[str, ...], *, large: bool
) -> Iterator[tuple[str, ...]]:
    """The ways in which texts say a number: with any language's scale, or as it was typed."""
    if quantity.sort == "percent":
        for name in ("percent", "per cent", "pct", "процент"):
            yield (_phrase(quantity, 1, name),)
        return
    if counted:
        yield (_phrase(quantity, 1, " ".join(counted)),)
    if not large:
        return
    if quantity.text[-1:].isdigit() and not _YEAR.match(format(quantity.low, "f")):
        yield (_phrase(quantity, 1, ""), *counted)
    scales = [(name, scale) for name, scale in _SCALES.items() if 100 < scale <= quantity.low]
    phrases = (
        _phrase(quantity, scale, name) for name, scale in scales if quantity.low < scale * _SAID
    )
    for phrase in dict.fromkeys(phrases):
        yield (phrase, *counted)


def _phrase(quantity: Quantity, scale: int, name: str) -> str:
    """The tokens of a number and what follows it."""
    numbers = (value for value in (quantity.low, quantity.high) if value is not None)
    tokens = [number(format(value / scale, "f")) for value in numbers]
    return " ".join([*tokens, *(word.token for word in placed_words(name))])
