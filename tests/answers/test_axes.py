"""Axes: few round values, and few dates, that hold everything between them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.axes import time_axis, value_axis
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


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        ("2018-01-01", "2023-12-31", ["2018", "2019", "2020", "2021", "2022", "2023"]),
        ("2001-07-19", "2024-12-31", ["2005", "2010", "2015", "2020"]),
        ("1600-01-01", "2023-12-31", ["1600", "1700", "1800", "1900", "2000"]),
        ("0001-01-01", "9999-12-31", ["2000", "4000", "6000", "8000"]),
        ("2023-01-01", "2023-12-31", ["2023"]),
        ("2022-02-03", "2022-05-06", [
            "February 2022", "March 2022", "April 2022", "May 2022"]),
        ("2022-02-03", "2022-12-06", ["April 2022", "July 2022", "October 2022"]),
        ("2022-03-05", "2022-03-05", ["5 March 2022"]),
    ],
)  # fmt: skip
def test_times_are_years_or_months(first: str, last: str, texts: list[str]) -> None:
    """At most six years, or four months; a year's value has its year, not its months."""
    span = (date.fromisoformat(first), date.fromisoformat(last))
    assert [tick.text for tick in time_axis([span], SAY)] == texts


@given(st.lists(st.tuples(st.dates(), st.dates()), min_size=1, max_size=5))
def test_there_is_always_a_date(spans: list[tuple[date, date]]) -> None:
    """And never so many that they do not fit on a phone."""
    ticks = time_axis([(min(span), max(span)) for span in spans], SAY)
    assert 1 <= len(ticks) <= 6
