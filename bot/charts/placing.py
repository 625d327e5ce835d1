"""Where a chart's marks stand: the scales of values and days, and each sign with its room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answers.chart import Mark
from bot.charts import signs
from bot.charts.shapes import Box

HEADROOM = 42.0
"""Room above the highest value, for an arrow with a label on it; and below the lowest one, if an
arrow would leave the plot there."""

ALONG = (0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6)
"""Where on its bar a mark may stand: in the middle, or where none stands yet."""

ASIDE = (0.0, 13.0, -13.0, 26.0, -26.0, 39.0, -39.0)
"""How far from its time a mark may stand that has hardly a bar, in points, where others are there
already."""

APART, SPREAD = 7.0, 14.0
"""How far apart bars are drawn that would lie on each other, and how far at most the outermost of
them: not further than a sign is large, so that none seems to be of another value."""

STRAY = 6.0
"""What a point of that costs, in the area of others that it would cover else."""

CROSSED = 30.0
"""What it costs that a sign lies on another's bar, in the area of other signs that it covers."""

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
        close = replace(self, footroom=0.0)
        lowest = self.bottom - signs.REACH - 2
        needed = any(way_of(mark, self) > 0 and close.y(mark.low) > lowest for mark in marks)
        return self if needed else close

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
    """A mark in its place: its bar from `left` to `right`, at the height `y`, its sign at `x`, and
    the sign's room. `notes` are the footnotes of all who say the very same."""

    mark: Mark
    notes: tuple[int, ...]
    left: float
    right: float
    x: float
    y: float
    room: Box

    @property
    def has_bar(self) -> bool:
        """Whether its time is long enough here to be seen as a bar."""
        return self.mark.kind != "range" and self.right - self.left >= 2 * WHISKER - 0.01

    @property
    def bodies(self) -> tuple[Box, ...]:
        """What it covers: its sign, and its bar or the line to where it belongs."""
        if self.mark.kind == "range":
            return (self.room,)
        if self.has_bar:
            return (
                self.room,
                Box(self.left - 2, self.y - signs.CAP, self.right + 2, self.y + signs.CAP),
            )
        middle = (self.left + self.right) / 2
        left, right = sorted((middle, self.x))
        return (self.room, Box(left - 1, self.y - 1, right + 1, self.y + 1))


def in_place(marks: Sequence[Mark], scale: Scale) -> list[Placed]:
    """The marks in their places: one for all that say the very same, and where bars would lie on
    each other, each a little off."""
    notes: dict[Mark, list[int]] = {}
    for mark in marks:
        notes.setdefault(replace(mark, note=0), []).append(mark.note)
    different = list(notes)
    lifts = _set_off(different, scale)
    placed: dict[Mark, Placed] = {}
    # Those of long periods last: they have the most room.
    for mark in sorted(different, key=lambda mark: mark.days):
        numbers = tuple(dict.fromkeys(notes[mark]))
        placed[mark] = _placed(mark, numbers, lifts[mark], scale, list(placed.values()))
    return [placed[mark] for mark in different]


def _set_off(marks: Sequence[Mark], scale: Scale) -> dict[Mark, float]:
    """How far off its value each mark is drawn, down the picture: nothing but for bars, or ranges,
    that would lie on each other. They are moved as little as tells them apart."""
    lifts = dict.fromkeys(marks, 0.0)
    ordered = sorted(marks, key=lambda mark: _from_above(mark, scale))
    left = list(ordered)
    while left:
        group = [left.pop(0)]
        for one in group:
            near = [other for other in left if _coincide(one, other, scale)]
            left = [other for other in left if other not in near]
            group += near
        group.sort(key=ordered.index)
        heights = [scale.y(mark.low) for mark in group]
        step = min(APART, SPREAD / max(1, len(group) - 1))
        for mark, height, place in zip(group, heights, spaced(heights, step), strict=True):
            lifts[mark] = place - height
    return lifts


def _from_above(mark: Mark, scale: Scale) -> tuple[float, int, int]:
    """The order of bars down the picture: of those of one height arrows away from the others, and
    of these the longest last, whose arrow may go past the others' ends."""
    way = way_of(mark, scale)
    return scale.y(mark.low), way, mark.days if way < 0 else -mark.days


def _coincide(one: Mark, other: Mark, scale: Scale) -> bool:
    """Whether two bars, or two ranges, would lie on each other for a part of their time."""
    if (one.kind == "range") != (other.kind == "range"):
        return False
    (left, right), (start, end) = _ends(one, scale), _ends(other, scale)
    if min(right, end) - max(left, start) < 1 or min(right - left, end - start) < 2 * WHISKER:
        return False
    return all(
        abs(scale.y(here) - scale.y(there)) < APART - 1
        for here, there in ((one.low, other.low), (one.high, other.high))
    )


def spaced(heights: Sequence[float], step: float) -> list[float]:
    """Heights in their order at least a step apart, and as near to the given ones as can be (least
    squares, by pooling neighbours that are too close)."""
    pools: list[tuple[float, int]] = []
    for index, height in enumerate(heights):
        total, count = height - index * step, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    means = [total / count for total, count in pools for _ in range(count)]
    return [mean + index * step for index, mean in enumerate(means)]


def _ends(mark: Mark, scale: Scale) -> tuple[float, float]:
    """Where a mark's bar begins and ends."""
    left, right = scale.x(mark.start.toordinal()), scale.x(mark.end.toordinal() + 1)
    if mark.held or mark.open_start or mark.open_end:
        middle = (left + right) / 2
        return min(left, middle - WHISKER), max(right, middle + WHISKER)
    return left, right


def _placed(
    mark: Mark, notes: tuple[int, ...], lift: float, scale: Scale, others: list[Placed]
) -> Placed:
    """A mark where its sign is on none of the others', as far as its bar allows."""
    left, right = _ends(mark, scale)
    middle = (left + right) / 2
    if right - left > 2 * WHISKER:
        places = [(left + (right - left) * part, 0.0) for part in ALONG]
    else:
        places = [(middle + aside, STRAY * abs(aside)) for aside in ASIDE]
    y = scale.y(mark.low) + lift
    rooms = [(x, cost, _room(mark, x, y, lift, left, right, scale)) for x, cost in places]
    bodies = [body for other in others for body in other.bodies]
    x, _, room = min(
        rooms,
        key=lambda place: (
            place[1]
            + sum(place[2].overlap(other.room) for other in others)
            + CROSSED * sum(place[2].meets(body) for body in bodies)
        ),
    )
    return Placed(mark, notes, left, right, x, y, room)


def _room(
    mark: Mark, x: float, y: float, lift: float, left: float, right: float, scale: Scale
) -> Box:
    """What a mark's sign covers."""
    r = signs.RADIUS + 2
    if mark.kind == "range":
        other = scale.y(mark.high) + lift
        return Box(min(left, x - 4), min(y, other), max(right, x + 4), max(y, other))
    way = way_of(mark, scale)
    if way == 0:
        return Box(x - r, y - r, x + r, y + r)
    return Box(x - 6, min(y - 2, y + way * signs.REACH), x + 6, max(y + 2, y + way * signs.REACH))


def way_of(mark: Mark, scale: Scale) -> int:
    """Which way a mark's arrow points down the picture; 0 for a mark without one."""
    return {"floor": scale.upwards, "ceiling": -scale.upwards}.get(mark.kind, 0)
