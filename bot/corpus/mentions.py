"""Finds each number, ordinal, date and month word in a text, with its place and its value.

Two things build on it: the check that no number of an article is left out of the facts, and the
comparison of a message's numbers with theirs. So it would rather find too much ("G20", "one-China")
than too little, and a span holds what belongs to the number and no more: "$200 billion", "2-2.5
million", "December 23, 2021", "past two decades".

English is read with its words; Russian and Chinese with digits, their scale words and months; any
other language with digits and dates of digits only.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.corpus import month_names
from bot.corpus.mention_shapes import (
    COMMA_NUMBER,
    CURRENCY,
    PLAIN_NUMBER,
    SCALES,
    VULGAR,
    pattern,
)
from bot.corpus.number_words import (
    CARDINAL,
    ORDINAL,
    fold,
    read_many,
    read_multiple,
    read_part,
    read_words,
)

Kind = Literal["number", "ordinal", "month", "date", "relative"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A number or a date: `text` is the searched text's `[start:end]`.

    `values` are its numbers as written and in the order written, a month by its number: 2 and 2.5
    with a `scale` of 1000000 for "2-2.5 million", 12, 23 and 2021 for "December 23, 2021". They
    are empty for words without a number ("today", "last year", "millions"). Parts are fractions
    of one ("a third" is 1/3 to 28 digits), percentages stay as written. A year alone is a number:
    nothing tells 2021 the year from 2021 the count.
    """

    start: int
    end: int
    text: str
    kind: Kind
    values: tuple[Decimal, ...] = ()
    scale: Decimal = Decimal(1)


def find_mentions(text: str, language: str = "en") -> tuple[Mention, ...]:
    """Every mention in a text, in order and without overlaps, in time linear in its length.

    `language` is a BCP 47 tag, of which the primary part counts. Where an English word can be
    something else, it is a mention only if the words around it say so:

    - "one" is a number, but for "no one", "one another", "one's", "one hand" and "one of" before
      the, these, its and the like.
    - Months are capitalised. "May", "March" and abbreviations stand next to a day or a year, after
      a word that goes with time ("in", "until", "early"), or in a row with another month.
    - "second" is an ordinal, also in "second half"; "a third" is a part before "of", a comparison
      or the end of a clause, and an ordinal elsewhere ("a third party").
    """
    primary = language.partition("-")[0].lower()
    return tuple(
        Mention(match.start(), match.end(), match[0], *reading)
        for match in pattern(primary).finditer(text)
        if (reading := _READERS[match.lastgroup or ""](match, primary)) is not None
    )


_Reading = tuple[Kind, tuple[Decimal, ...], Decimal]
_ONE = Decimal(1)
_AFTER_CURRENCY = {"k": 10**3, "m": 10**6, "b": 10**9}  # "$5m"; "5m" may be metres

_REACH = 20  # how far around a word its company is looked at, in characters
_DETERMINERS = "the|these|those|its|his|her|their|our|my|your|many|several|some"
_BEFORE_PRONOUN = re.compile(r"(?i)\bno[\s-]\Z")
_AFTER_PRONOUN = re.compile(
    rf"(?i)['’]s\b|\s{{1,3}}(?:another|hand|of\s{{1,3}}(?:{_DETERMINERS}))\b"
)
_FULL = "|".join(name.title() for name in month_names.ENGLISH_FULL)
_CERTAIN = frozenset(month_names.ENGLISH_FULL) - {"may", "march"}
_TIME_WORDS = (
    "in|since|until|till|by|of|from|to|through|during|before|after|between|around|early|mid|late"
    "|last|next|this|every|each|on|for"
)
_BEFORE_MONTH = re.compile(
    rf"(?:\b(?i:{_TIME_WORDS})[\s-]|\d{{4}}\s|\b(?:{_FULL})(?:,\s|,?\s(?:and|or)\s|[-–—/]))\Z"
)
_AFTER_MONTH = re.compile(rf"\s\d|(?:,\s|,?\s(?:and|or|to|through|until)\s|[-–—/])(?:{_FULL})\b")

_PLAIN_VALUE = re.compile(rf"{PLAIN_NUMBER}|{VULGAR}")
_COMMA_VALUE = re.compile(COMMA_NUMBER)
_MONTHS = "|".join(sorted(month_names.ALL, key=len, reverse=True))
_DATE_VALUE = re.compile(rf"\d+|{_MONTHS}")
_COUNT_VALUE = re.compile(rf"(?i:{CARDINAL})|{PLAIN_NUMBER}")
_ORDINAL_VALUE = re.compile(rf"(?i:{ORDINAL})|{PLAIN_NUMBER}")


def _number(match: re.Match[str], language: str) -> _Reading:
    shape = _COMMA_VALUE if language == "ru" else _PLAIN_VALUE
    values = [_digits(digits, language) for digits in shape.findall(match[0])]
    if match["minus"] is not None:
        values[0] = -values[0]
    scale = SCALES.get(language, {}).get((match["unit"] or "").strip("- \t\n\u00a0\u202f").lower())
    if scale is None and re.search(CURRENCY, match[0]) is not None:
        scale = _AFTER_CURRENCY.get((match["glued"] or "").lower())
    return "number", tuple(values), Decimal(scale or 1)


def _words(match: re.Match[str], _language: str) -> _Reading | None:
    if fold(match[0]) == "one":
        before, after = _company(match)
        if _BEFORE_PRONOUN.search(before) or _AFTER_PRONOUN.match(after):
            return None
    value, scale = read_words(match["words"])
    return "number", (value,), scale


def _ordinal(match: re.Match[str], _language: str) -> _Reading:
    found = _ORDINAL_VALUE.match(match[0])
    assert found is not None  # an ordinal begins with its number
    word = found[0]
    value = _digits(word, "en") if word[0].isdecimal() else read_words(word)[0]
    return "ordinal", (value,), _ONE


def _relative(match: re.Match[str], _language: str) -> _Reading:
    values = []
    for count in _COUNT_VALUE.findall(match[0]):
        value, scale = (_digits(count, "en"), _ONE) if count[0].isdecimal() else read_words(count)
        values.append(value * scale)
    return "relative", tuple(values), _ONE


def _month(match: re.Match[str], language: str) -> _Reading | None:
    if language == "en" and match[0].lower() not in _CERTAIN:
        before, after = _company(match)
        if not _BEFORE_MONTH.search(before) and not _AFTER_MONTH.match(after):
            return None
    return "month", _date_values(match[0]), _ONE


def _date(match: re.Match[str], _language: str) -> _Reading:
    return "date", _date_values(match[0]), _ONE


def _part(match: re.Match[str], _language: str) -> _Reading:
    return "number", (read_part(match[0]),), _ONE


def _multiple(match: re.Match[str], _language: str) -> _Reading:
    return "number", (read_multiple(match[0]),), _ONE


def _many(match: re.Match[str], _language: str) -> _Reading:
    return "number", (), read_many(match[0])


_READERS: dict[str, Callable[[re.Match[str], str], _Reading | None]] = {
    "date": _date,
    "relative": _relative,
    "part": _part,
    "ordinal": _ordinal,
    "words": _words,
    "many": _many,
    "multiple": _multiple,
    "number": _number,
    "month": _month,
}


def _company(match: re.Match[str]) -> tuple[str, str]:
    """The characters before and after a match, as far as they can matter."""
    start, end = match.span()
    return match.string[max(0, start - _REACH) : start], match.string[end : end + _REACH]


def _date_values(text: str) -> tuple[Decimal, ...]:
    found = _DATE_VALUE.findall(fold(text))
    return tuple(Decimal(month_names.ALL.get(part, part)) for part in found)


def _digits(text: str, language: str) -> Decimal:
    """The value of one number in digits, with separators and perhaps a fraction like ½."""
    fraction = _ONE * 0
    if unicodedata.category(text[-1]) == "No":
        above, _, below = unicodedata.normalize("NFKC", text[-1]).partition("\u2044")
        fraction, text = Decimal(above) / Decimal(below), text[:-1]
    plain = re.sub(r"\s" if language == "ru" else r"[\s,]", "", text).replace(",", ".")
    return Decimal(plain or 0) + fraction if fraction else Decimal(plain)
