"""Amounts and units as people read them: a label's plural form, and the scale that a language
counts by."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from functools import cache

from babel import Locale

from bot.corpus.model import Unit
from bot.wording.wording import ENGLISH, Wording

PLACE = "{}"
"""Where a unit's label takes the number."""


def amount_text(
    value: Decimal, unit: Unit | None, say: Wording, *, low: Decimal | None = None
) -> str:
    """A number with its unit: `5 years`, `146,8 млрд долларов США`, `1468亿美元`.

    With `low` a range, whose label takes the form that `value`, its high end, takes. Where the
    language has a scale of its own, both ends have the label: 200 to 2,500,000 and 200万至250万 are
    not alike.
    """
    shown = scaled(value, unit, say)
    label = _form(shown, unit, say) if unit is not None else PLACE
    if low is None:
        return _labelled(say.number(shown), label, say)
    numbers = say.number(scaled(low, unit, say)), say.number(shown)
    if _factor(unit, say) is not None:
        first, last = (_labelled(number, label, say) for number in numbers)
        return say.say("figure.between", low=first, high=last)
    return _labelled(say.say("figure.between", low=numbers[0], high=numbers[1]), label, say)


def _labelled(number: str, label: str, say: Wording) -> str:
    if PLACE in label:
        return label.replace(PLACE, number)
    return say.say("figure.counted", number=number, unit=label)


def unit_text(unit: Unit, say: Wording) -> str:
    """A unit by itself: `years`, `год`, `%`; an ellipsis for a number that words need:
    `…-е место`."""
    label = _name(unit, _language(unit, say))
    before, _, after = (part.strip() for part in label.partition(PLACE))
    needed = (before and after) or after.startswith("-")
    return f"{before}…{after}" if needed else before or after


def data_unit_text(key: str, unit: Unit, say: Wording) -> str:
    """A unit for numbers as the articles give them, which no language's scale fits: its label, in
    English where the language counts otherwise, or else its key."""
    for each in (_language(unit, say), ENGLISH):
        if unit.times is None or getattr(unit.times, each) is None:
            return " ".join(_name(unit, each).replace(PLACE, " ").split())
    return key


def _name(unit: Unit, language: str) -> str:
    """What names a unit: its label, in Russian the form of one (`год`), as the label of a unit
    with forms is a genitive there (`5 лет`)."""
    if language == "ru" and unit.forms is not None and unit.forms.ru is not None:
        return unit.forms.ru.one
    label: str = getattr(unit, language)
    return label


def scaled(value: Decimal, unit: Unit | None, say: Wording) -> Decimal:
    """A value as the language counts it: 20 of `十亿` are 200 of `亿`. No digit is lost."""
    factor = _factor(unit, say)
    if factor is None:
        return value
    # A corpus may hold 40 digits, where the decimal context has 28 by default and rounds.
    with localcontext(prec=100):
        return Decimal(format(value.scaleb(factor.adjusted()), "f"))


def _factor(unit: Unit | None, say: Wording) -> Decimal | None:
    """What a language multiplies a unit's numbers by, None where it counts as the unit does."""
    if unit is None or unit.times is None:
        return None
    factor: Decimal | None = getattr(unit.times, _language(unit, say))
    return factor


def _form(number: Decimal, unit: Unit, say: Wording) -> str:
    """The label in the plural form of a number as it is written: `1 год`, `2,5 года`, `5 лет`.

    By CLDR's rules (Unicode TR 35, part 3, "Language Plural Rules"), for which 1 and 1.0 differ.
    """
    language = _language(unit, say)
    forms = getattr(unit.forms, language, None)
    if forms is None:
        return _label(unit, say)
    form: str | None = getattr(forms, _category(language)(number), None)
    return form or _label(unit, say)


@cache
def _category(language: str) -> Callable[[Decimal], str]:
    return Locale.parse(language).plural_form


def _label(unit: Unit, say: Wording) -> str:
    return {"ru": unit.ru, "zh": unit.zh}.get(say.language, unit.en)


def _language(unit: Unit, say: Wording) -> str:
    """The language of the label that is said: English, where it stands in for one left out."""
    return ENGLISH if _label(unit, say) == unit.en else say.language
