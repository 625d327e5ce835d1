"""Where a chart's marks stand: the scales of values and days, and each sign with its room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answers.chart import Mark
from bot.charts import signs
from bot.charts.shapes import Box

HEADROOM = 42.0
"""Room above the highest value, for an arrow with a label on it; and below the lowest one."""

LOW = 0.2
"""Room below is needed where a value lies in so much of the plot from its bottom."""

ALONG = (0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6)
"""Where on its bar a mark may stand: in the middle, or where none stands yet."""

ASIDE = (0.0, 13.0, -13.0, 26.0, -26.0, 39.0, -39.0)
"""How far from its time a mark may stand that has hardly a bar, in points, where others are there
already."""

STRAY = 6.0
"""What a point of that costs, in the area of others that it would cover else."""

WHISKER = 10.0
"""Least half of a bar that has to be seen: dotted, or one that goes on."""

INSET = WHISKER + 1
"""Room beside the first and the last day."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values and days lie within a frame, in points. `falling` has low values on top."""

    left: float
    right: float
    top: float
    bottom: float
    values: tuple[Decimal, Decimal]
    days: tuple[int, int]
    falling: bool
    footroom: float = HEADROOM

    def x(self, day: int) -> float:
        """Where a day begins."""
        first, last = self.days
        width = self.right - self.left - 2 * INSET
        return self.left + INSET + width * (day - first) / (last - first)

    def y(self, value: Decimal) -> float:
        """How high a value lies."""
        low, high = self.values
        part = float((value - low) / (high - low))
        height = self.bottom - self.footroom - self.top - HEADROOM
        return self.top + HEADROOM + height * (part if self.falling else 1 - part)

    def fitted(self, marks: Sequence[Mark]) -> Scale:
        """The scale with no more room below these marks than they need."""
        low, high = self.values
        near = (high - low) * Decimal(str(LOW))
        needed = any(
            mark.high >= high - near if self.falling else mark.low <= low + near for mark in marks
        )
        return self if needed else replace(self, footroom=0.0)

    @property
    def upwards(self) -> int:
        """Which way greater values lie, as the sign of a step down the picture."""
        return 1 if self.falling else -1

    @property
    def frame(self) -> Box:
        """All of the plot."""
        return Box(self.left, self.top, self.right, self.bottom)


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark in its place: its bar from `left` to `right`, its sign at `x`, and the sign's room."""

    mark: Mark
    left: float
    right: float
    x: float
    room: Box


def in_place(marks: Sequence[Mark], scale: Scale) -> list[Placed]:
    """The marks in their places, those of long periods last: they have the most room."""
    placed: dict[int, Placed] = {}
    for index in sorted(range(len(marks)), key=lambda index: marks[index].days):
        placed[index] = _placed(marks[index], scale, list(placed.values()))
    return [placed[index] for index in range(len(marks))]


def _placed(mark: Mark, scale: Scale, others: list[Placed]) -> Placed:
    """A mark where its sign is on none of the others', as far as its bar allows."""
    left, right = scale.x(mark.start.toordinal()), scale.x(mark.end.toordinal() + 1)
    middle = (left + right) / 2
    if right - left >= 2 * WHISKER:
        places = [(left + (right - left) * part, 0.0) for part in ALONG]
    else:
        places = [(middle + aside, STRAY * abs(aside)) for aside in ASIDE]
    if mark.held or mark.open_start or mark.open_end:
        left, right = min(left, middle - WHISKER), max(right, middle + WHISKER)
    rooms = [(x, cost, _room(mark, x, left, right, scale)) for x, cost in places]
    x, _, room = min(
        rooms, key=lambda place: place[1] + sum(place[2].overlap(other.room) for other in others)
    )
    return Placed(mark, left, right, x, room)


def _room(mark: Mark, x: float, left: float, right: float, scale: Scale) -> Box:
    """What a mark's sign covers."""
    y, r = scale.y(mark.low), signs.RADIUS + 2
    if mark.kind == "range":
        other = scale.y(mark.high)
        return Box(min(left, x - 4), min(y, other), max(right, x + 4), max(y, other))
    way = way_of(mark, scale)
    if way == 0:
        return Box(x - r, y - r, x + r, y + r)
    return Box(x - 6, min(y - 2, y + way * signs.REACH), x + 6, max(y + 2, y + way * signs.REACH))


def way_of(mark: Mark, scale: Scale) -> int:
    """Which way a mark's arrow points down the picture; 0 for a mark without one."""
    return {"floor": scale.upwards, "ceiling": -scale.upwards}.get(mark.kind, 0)
