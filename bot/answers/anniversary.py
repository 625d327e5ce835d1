"""What answers about days of the year share: which account falls on one, and what comes first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.corpus.dates import Edtf
from bot.store.models import Anniversary, Row, Told

CHUNK = 100
"""How many rows are read at once: a statement names each, and a day may have hundreds."""

NOT_ROUND = 9
"""The rank of years that are no round number."""


def of_day(row: Row, month: int, day: int) -> Told:
    """The account of a happening that falls on this day; there is one in each row of the day.

    Of several, one that is no plan.
    """
    found = accounts_of_day(row.facts, month, day)
    return next(iter(sorted(found, key=is_plan)), row.facts[0])


def accounts_of_day(facts: Iterable[Told], month: int, day: int) -> list[Told]:
    """The accounts that know exactly this day of the year, in their order."""
    return [
        told for told in facts if (on := exact_day(told)) and (on.month, on.day) == (month, day)
    ]


def exact_day(told: Told) -> date | None:
    """The day of an event, None where it is not known or only about right."""
    when = told.event.when
    if when is None or when.approximate or when.uncertain:
        return None
    return when.day


def accounts_of_month(facts: Iterable[Told], month: int) -> list[Told]:
    """The accounts that know exactly this month, but no day of it."""
    return [told for told in facts if _month_alone(told.event.when) == month]


def _month_alone(when: Edtf | None) -> int | None:
    if when is None or when.is_interval or when.approximate or when.uncertain:
        return None
    return when.start.month if when.start is not None and when.day is None else None


def year_of(told: Told) -> int:
    """The year of an event that has a date; of its beginning where that is a period."""
    when = told.event.when
    if when is None:
        raise ValueError(f"{told.id} has no date")
    return when.earliest.year


def is_plan(told: Told) -> bool:
    """Whether an account tells what is planned, not what happened."""
    return told.event.status == "planned"


def led_by(told: Told, row: Row) -> Row:
    """The same accounts, one of them first."""
    return Row((told, *(other for other in row.facts if other.id != told.id)))


def years_ago(told: Told, today: date) -> int | None:
    """How many years lie between an event's year and this one; None where it has no year."""
    when = told.event.when
    return today.year - when.earliest.year if when is not None else None


def round_years_first(found: Iterable[Anniversary], year: int) -> list[Anniversary]:
    """Round years first (100, 75, 50, 25, tens, fives), then by how many articles tell it."""
    return sorted(found, key=lambda item: roundness(year - item.year))


def roundness(years: int) -> int:
    """The lower, the rounder; years to come are not."""
    steps = (100, 75, 50, 25, 10, 5)
    ranks = (rank for rank, step in enumerate(steps) if years > 0 and not years % step)
    return next(ranks, NOT_ROUND)
