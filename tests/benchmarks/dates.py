"""Made-up dates of every precision, as articles give them, in EDTF."""

from __future__ import annotations

from random import Random
from typing import Final

FIRST, LAST = 1900, 2026
UNDATED: Final = 0.1
"""The share of facts that no date is given for."""

_SHAPES: Final = {
    "{day}": 40,
    "{year}": 18,
    "{month}": 14,
    "{year}/{later}": 5,
    "{year}/..": 4,
    "{month}/{later}": 3,
    "{year}~": 3,
    "{month}~": 2,
    "{decade}X": 2,
    "{day}/{later}": 2,
    "{year}~/{later}~": 2,
    "{year}?": 1,
    "{month}/..": 1,
    "../{year}": 1,
    "{year}-23": 1,
    "{year}/": 1,
}
_SHAPE_LIST: Final = list(_SHAPES)
_SHARES: Final = list(_SHAPES.values())
_OTHER: Final = ("{year}", "{month}", "{day}~", "{year}~")


def a_day(chance: Random) -> tuple[int, int, int]:
    """A day; half of all lie in the last twenty years."""
    year = max(FIRST, LAST - int(chance.expovariate(1 / 28)))
    return year, int(chance.random() * 12) + 1, int(chance.random() * 28) + 1


def a_date(chance: Random) -> str | None:
    """A date or period around some day, or none."""
    return None if chance.random() < UNDATED else _shaped(chance, a_day(chance))


def around(chance: Random, day: tuple[int, int, int]) -> str | None:
    """How one more article dates what happened on a day: exactly, or less so, or not."""
    share = chance.random()
    if share < UNDATED:
        return None
    shape = "{day}" if share < 0.6 else chance.choice(_OTHER)
    return _fill(shape, day, 0)


def _shaped(chance: Random, day: tuple[int, int, int]) -> str:
    [shape] = chance.choices(_SHAPE_LIST, _SHARES)
    return _fill(shape, day, 1 + int(chance.random() ** 3 * 30))


def _fill(shape: str, day: tuple[int, int, int], years: int) -> str:
    year, month, number = day
    return shape.format(
        year=year,
        decade=year // 10,
        month=f"{year}-{month:02}",
        day=f"{year}-{month:02}-{number:02}",
        later=min(year + years, LAST + 4),
    )
