"""Charts for the tests of their drawing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.answers.axes import time_axis, value_axis
from bot.answers.chart import Chart, Key, Kind, Mark, Name
from bot.wording.wording import load


def mark(value: str, year: int = 2021, kind: Kind = "exact", **changes: Any) -> Mark:
    """A value of a year, or one from `high` down to it."""
    plain = Mark(
        kind,
        Decimal(value),
        Decimal(value),
        date(year, 1, 1),
        date(year, 12, 31),
        f"{kind} {value}",
        value,
        1,
    )
    return replace(plain, **changes)


def chart(*marks: Mark, **changes: Any) -> Chart:
    """A chart of these marks, of trade in billions."""
    say = load()
    plain = Chart(
        title=Name("Bilateral trade", "bilateral-trade"),
        unit=(Name("USD billion", "usd-billion"), Name("both directions", "")),
        marks=marks,
        values=value_axis([(one.low, one.high) for one in marks], say),
        times=time_axis([(one.start, one.end) for one in marks], say),
        keys=(Key("exact", "value as given"), Key("floor", "over this")),
        sources=((1, Name("Alpha", "alpha-2022")),),
        aside="The chart shows them.",
        alt="Chart of bilateral trade.",
    )
    return replace(plain, **changes)


CHART = chart(
    mark("100", 2018, "floor", end=date(2022, 2, 28), open_end=True),
    mark("146.8"),
    mark("200", 2023, "floor"),
    mark("240", 2024, "range", high=Decimal("250.5"), forecast=True),
)
"""The usual: two floors, a value, a forecast."""


def measure(text: str, size: float) -> float:
    """Widths as of a typewriter."""
    return len(text) * size * 0.55
