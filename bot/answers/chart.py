"""A chart as plain data: the values of one measure against their periods, and it all in words.

Nothing of ours is imported here: the process that draws charts needs no more than this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["exact", "about", "floor", "ceiling", "range"]
Sign = Literal["exact", "about", "floor", "ceiling", "range", "forecast", "open", "held"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name from the corpus, and the key that stands for it where no font has its letters."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: from `low` to `high` for a range, else both are the number that is given.

    `label` says how the number is meant, `short` is the number alone. It is of the days from
    `start` to `end`; with `open_end` (or `open_start`) of later (earlier) ones too. `held` says
    that it has no period and stands where it held, `forecast` that it was not measured. `note` is
    the number of its footnote.
    """

    kind: Kind
    low: Decimal
    high: Decimal
    start: date
    end: date
    label: str
    short: str
    note: int
    forecast: bool = False
    held: bool = False
    open_start: bool = False
    open_end: bool = False

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class ValueTick:
    """A value on the axis, as it is written."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A year, month or day on the axis: its first and last day, and its name, if it has to have
    one. `dated` ones are those that a value is of, or begins or ends with."""

    first: date
    last: date
    text: str
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A measure's values against their periods.

    `sources` are the articles by their footnote's number, `aside` is what stands beside the
    picture, `alt` all of it in words, bounded. `falling` has low values on top.
    """

    title: Name
    unit: tuple[Name, ...]
    marks: tuple[Mark, ...]
    values: tuple[ValueTick, ...]
    times: tuple[TimeTick, ...]
    keys: tuple[Key, ...]
    sources: tuple[tuple[int, Name], ...]
    aside: str
    alt: str
    falling: bool = False

    @property
    def notes(self) -> tuple[int, ...]:
        """The footnotes that the picture needs beside it."""
        return tuple(number for number, _ in self.sources)
