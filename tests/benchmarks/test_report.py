"""The table: cells, alignment, and which aims are missed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.benchmarks.readings import Pair
from tests.benchmarks.report import Aim, Report, Row, below, both, number, table, within

ROWS = (
    Row(
        "/help",
        "5 articles",
        "1",
        0.5,
        Pair(3, 2),
        Pair(9, 3),
        aim=within(Pair(3, 2), 1.5, "within 1.5"),
    ),
    Row("memory, MiB", median=Pair(80), aim=below(80, 64, "64 MiB")),
)


def test_the_table_is_aligned_markdown() -> None:
    """Words to the left, figures to the right, nothing where nothing was measured."""
    assert table(ROWS) == [
        (
            "|             |      facts | at once | repeated |             median |"
            "                p99 | CPU | a second | aim        | met    |"
        ),
        (
            "|-------------|-----------:|--------:|---------:|-------------------:|"
            "-------------------:|----:|---------:|------------|--------|"
        ),
        (
            "| /help       | 5 articles |       1 |      50% | 3.00 / 2.00 = 1.50 |"
            " 9.00 / 3.00 = 3.00 |     |          | within 1.5 | yes    |"
        ),
        (
            "| memory, MiB |            |         |          |               80.0 |"
            "                    |     |          | 64 MiB     | **no** |"
        ),
    ]


def test_missed_aims_are_said_first() -> None:
    """Above the table, by name."""
    page = Report("a machine", date(2026, 1, 2), "make benchmark", ROWS, ("A note.",)).markdown()
    assert page.splitlines()[:8] == [
        "# How fast Footnote is",
        "",
        "Made on 2026-01-02 by `make benchmark` on a machine.",
        "",
        "1 of 2 aims are met. Missed:",
        "",
        "- memory, MiB: 64 MiB",
        "",
    ]
    assert page.endswith("\n- A note.\n")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0123, "0.012"), (0.123, "0.12"), (1.234, "1.23"), (12.34, "12.3"), (1234.5, "1,234")],
)
def test_numbers_have_three_digits_or_so(value: float, shown: str) -> None:
    """Small ones in thousandths."""
    assert number(value) == shown


def test_what_was_not_measured_is_not_met() -> None:
    """An aim needs a figure."""
    assert within(Pair(1), 2, "") == below(None, 2, "") == Aim("", met=False)
    assert both(Pair(1, 0)) == "1.00 / 0.000"
