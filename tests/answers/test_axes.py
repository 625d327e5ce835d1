"""Axes: few round values, and few dates, that hold everything between them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.axes import time_axis, value_axis
from bot.wording.wording import load
from tests.answers.make import SAY


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ("100 146.8 200", ["0", "50", "100", "150", "200"]),
        ("5 5 5", ["4.5", "5", "5.5"]),
        ("0 0", ["−1", "−0.5", "0", "0.5", "1"]),
        ("101.2 101.4", ["101.2", "101.25", "101.3", "101.35", "101.4"]),
        ("-40 22", ["−40", "−20", "0", "20", "40"]),
        ("-3 -1", ["−3", "−2", "−1", "0"]),
        ("1 1411750000", ["0", "500M", "1B", "1.5B"]),
        ("0.001 0.004", ["0", "0.001", "0.002", "0.003", "0.004"]),
    ],
)
def test_values_are_round_and_few(values: str, texts: list[str]) -> None:
    """With zero among them, unless that would press the values together."""
    spans = [(Decimal(value), Decimal(value)) for value in values.split()]
    assert [tick.text for tick in value_axis(spans, SAY)] == texts


@given(st.lists(st.decimals(-(10**20), 10**20, places=6), min_size=1, max_size=8))
def test_every_value_lies_on_the_axis(values: list[Decimal]) -> None:
    """Whatever they are, between its ends, which are not one."""
    ticks = value_axis([(value, value) for value in values], SAY)
    assert ticks[0].value <= min(values) <= max(values) <= ticks[-1].value
    assert 2 <= len(ticks) <= 7
    assert len({tick.text for tick in ticks}) == len(ticks)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_ranks_are_whole_and_begin_with_the_first(ranks: list[int]) -> None:
    """Nothing is of rank 0 or 2.5."""
    ticks = value_axis([(Decimal(rank), Decimal(rank)) for rank in ranks], SAY, rank=True)
    assert ticks[0].value == 1
    assert all(tick.value == int(tick.value) for tick in ticks)
    assert ticks[-1].value >= max(ranks)


def named(spans: list[tuple[date, date]], language: str = "en") -> list[str]:
    """The names on a time axis."""
    return [tick.text for tick in time_axis(spans, load(language)) if tick.text]


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        ("2018-01-01", "2023-12-31", ["2018", "2019", "2020", "2021", "2022", "2023"]),
        ("2001-07-19", "2024-12-31", ["2001", "2005", "2010", "2015", "2020", "2024"]),
        ("1600-01-01", "2023-12-31", ["1600", "1700", "1800", "1900", "2000", "2023"]),
        ("0001-01-01", "9999-12-31", ["1", "2000", "4000", "6000", "8000", "9999"]),
        ("2023-01-01", "2023-12-31", ["2023"]),
        ("2022-02-03", "2022-05-06", ["Feb 2022", "Mar 2022", "Apr 2022", "May 2022"]),
        ("2022-02-03", "2022-12-06", [
            "Feb 2022", "Apr 2022", "Jul 2022", "Oct 2022", "Dec 2022"]),
        ("2022-03-05", "2022-03-05", ["5 March 2022"]),
    ],
)  # fmt: skip
def test_times_are_years_or_months(first: str, last: str, texts: list[str]) -> None:
    """The round ones and those of the values; a year's value has its year, not its months."""
    assert named([(date.fromisoformat(first), date.fromisoformat(last))]) == texts


def test_every_year_has_a_tick_and_those_with_values_a_name() -> None:
    """Twelve years with values of three of them: where no name is, a tick still is."""
    years = [2019, 2021, 2030]
    ticks = time_axis([(date(year, 1, 1), date(year, 12, 31)) for year in years], SAY)
    assert [tick.first.year for tick in ticks] == list(range(2019, 2031))
    assert [tick.first.year for tick in ticks if tick.dated] == years
    assert {str(year) for year in years} <= {tick.text for tick in ticks}


def test_years_are_bare_in_every_language() -> None:
    """There is room for twice as many as with a sign of their own, as Chinese has it."""
    spans = [(date(2022, 1, 1), date(2023, 12, 31))]
    assert [named(spans, language) for language in ("en", "ru", "zh")] == [["2022", "2023"]] * 3


@given(st.lists(st.tuples(st.dates(), st.dates()), min_size=1, max_size=5))
def test_there_is_always_a_date(spans: list[tuple[date, date]]) -> None:
    """And never so many that they do not fit on a phone; who lays them out leaves out names."""
    ticks = time_axis([(min(span), max(span)) for span in spans], SAY)
    assert 1 <= sum(tick.text != "" for tick in ticks) <= 16
    assert len(ticks) <= 60
    assert any(tick.dated for tick in ticks)
