"""A chart comes through to the process that draws it as it was."""

from __future__ import annotations

from bot.charts.wire import decode, encode
from tests.charts.make import CHART


def test_a_chart_comes_back_as_it_was() -> None:
    """With its numbers and dates as such."""
    line = encode(CHART)
    assert decode(line) == CHART
    assert line.count(b"\n") == 1
