"""What several formats say of a fact in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal

from bot.answers.desk import Desk
from bot.answers.plain import printable
from bot.corpus import dates
from bot.corpus.dates import Edtf
from bot.corpus.model import Measure, Term
from bot.wording.units import data_unit_text

Precision = Literal["century", "decade", "year", "season", "month", "day"]
_PRECISIONS: dict[dates.Precision, Precision] = {
    dates.Precision.CENTURY: "century",
    dates.Precision.DECADE: "decade",
    dates.Precision.YEAR: "year",
    dates.Precision.SEASON: "season",
    dates.Precision.MONTH: "month",
    dates.Precision.DAY: "day",
}


def edtf(when: Edtf | None) -> str:
    """A date as EDTF, empty for none."""
    return when.text if when is not None else ""


def precision(when: Edtf) -> Precision:
    """How much of a date is known; of an interval, of its coarser end."""
    return _PRECISIONS[when.precision]


def digits(number: Decimal | None) -> str:
    """A number with every digit that it was given, `146.80`; never as a power of ten."""
    return format(number, "f") if number is not None else ""


def labels(keys: Iterable[str], terms: Mapping[str, Term], desk: Desk) -> list[str]:
    """The names of keys."""
    return [desk.say.label(terms[key]) for key in keys if key in terms]


def unit_label(measure: Measure, desk: Desk) -> str:
    """A measure's unit, in the scale of the article's numbers."""
    unit = desk.facts.vocabulary.units.get(measure.unit)
    return data_unit_text(measure.unit, unit, desk.say) if unit is not None else ""


def visible(text: str) -> str:
    """One line without control and invisible format characters, which could turn it round."""
    return " ".join(printable(text).split())
