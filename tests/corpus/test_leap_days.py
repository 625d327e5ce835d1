"""29 February from 1896 to 2104, over the centuries without one, by each rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.corpus.dates import LeapRule, anniversary, days_remembered, years_between

YEARS = range(1896, 2105)
RULES: tuple[LeapRule, ...] = ("feb28", "mar1", "leap-only")


def last_of_february(year: int) -> date:
    """Found by counting back from March."""
    return date(year, 3, 1) - timedelta(days=1)


def returns(year: int, rule: LeapRule) -> date | None:
    """The day of a year on which 29 February returns, None if it does not."""
    last = last_of_february(year)
    if last.day == 29 or rule == "feb28":
        return last
    return date(year, 3, 1) if rule == "mar1" else None


LEAP_DAYS = [last_of_february(year) for year in YEARS if last_of_february(year).day == 29]


def test_the_years_hold_both_kinds_of_centuries() -> None:
    """1900 and 2100 have no 29 February, 2000 has."""
    assert len(LEAP_DAYS) == 51
    years = {day.year for day in LEAP_DAYS}
    assert {1896, 1904, 2000, 2096, 2104} <= years
    assert not {1900, 2100} & years


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("of", LEAP_DAYS, ids=str)
def test_it_returns_once_a_year_or_not_at_all(of: date, rule: LeapRule) -> None:
    """Of the days around the end of February just the one that the rule says is the anniversary,
    and it is of so many years."""
    for year in range(of.year + 1, YEARS.stop):
        around = [date(year, 2, 26) + timedelta(days=number) for number in range(6)]
        found = [day for day in around if anniversary(of, day, rule) == day]
        expected = returns(year, rule)
        assert found == ([] if expected is None else [expected])
        full = [years_between(of, day, rule) - (year - of.year) for day in around]
        first = expected or date(year, 3, 1)
        assert full == [0 if day >= first else -1 for day in around]


@pytest.mark.parametrize("rule", RULES)
def test_the_next_return_is_never_passed_over(rule: LeapRule) -> None:
    """From the first day of any year; eight years on at most, from 1896 and 2096."""
    of = LEAP_DAYS[0]
    for year in range(of.year + 1, YEARS.stop):
        coming = (returns(later, rule) for later in range(year, year + 9))
        assert anniversary(of, date(year, 1, 1), rule) == next(day for day in coming if day)


@pytest.mark.parametrize("rule", RULES)
def test_each_date_remembers_its_own_day_and_perhaps_29_february(rule: LeapRule) -> None:
    """By what daily posts ask: every date of every year has its own day, and just the one on which
    29 February returns has that too."""
    day = date(YEARS.start, 1, 1)
    while day.year in YEARS:
        days = {(day.month, day.day)} | ({(2, 29)} if returns(day.year, rule) == day else set())
        found = days_remembered(day, rule)
        assert (set(found), len(found), found[0]) == (days, len(days), (day.month, day.day))
        day += timedelta(days=1)
