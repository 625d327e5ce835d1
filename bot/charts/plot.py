"""The plot of a chart: its axes, and each value's bar and sign with its label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answers.chart import Chart
from bot.charts import signs
from bot.charts.labels import Ground, labelled
from bot.charts.placing import Placed, Scale, in_place, way_of
from bot.charts.shapes import BACKGROUND, GRID, QUIET, Measure, Shape, Stroke, Words

GAP = 7.0
"""Least space between two names on the time axis."""

NAMED, DATED = 1, 100
"""How much a round year's name matters on the axis, and how much that of one with a value."""


def plot(chart: Chart, scale: Scale, measure: Measure, size: float) -> tuple[list[Shape], bool]:
    """The plot within the scale's frame, and whether all labels are there in full; the time axis's
    names stand below it."""
    scale = scale.fitted(chart.marks)
    placed = in_place(chart.marks, scale)
    labels = labelled(placed, ground_of(chart, scale), measure, size)
    shapes = [*_value_lines(chart, scale, size), *_times(chart, scale, measure, size)]
    for one in placed:
        shapes += _bar(one)
    for one in placed:
        shapes += [*_cut(one, placed, scale), *_sign(one, scale)]
    for label in labels:
        shapes += label.shapes() if label is not None else ()
    return shapes, not any(label is None or label.cut for label in labels)


def ground_of(chart: Chart, scale: Scale) -> Ground:
    """What the labels of a plot stand on."""
    heights = {tick.value: scale.y(tick.value) for tick in chart.values}
    firm = [height for value, height in heights.items() if value == 0]
    if scale.footroom == 0:
        firm.append(scale.bottom)
    return Ground(scale.frame, tuple(heights.values()), tuple(firm))


def _value_lines(chart: Chart, scale: Scale, size: float) -> Iterator[Shape]:
    for tick in chart.values:
        y = scale.y(tick.value)
        colour = QUIET if tick.value == 0 else GRID
        yield Stroke(((scale.left, y), (scale.right, y)), colour)
        yield Words(scale.left - 7, y + size * 0.36, tick.text, size, QUIET, "right")


def _times(chart: Chart, scale: Scale, measure: Measure, size: float) -> Iterator[Shape]:
    """A stroke for each tick, and the names that there is room for."""
    middles = [
        (scale.x(tick.first.toordinal()) + scale.x(tick.last.toordinal() + 1)) / 2
        for tick in chart.times
    ]
    rooms = []
    for tick, middle in zip(chart.times, middles, strict=True):
        half = measure(tick.text, size) / 2
        centre = max(min(middle, scale.right + 8 - half), half + 4)
        weight = (DATED if tick.dated else NAMED) if tick.text else 0
        rooms.append((centre - half, centre + half + GAP, weight))
    named = heaviest(rooms)
    for index, (tick, middle) in enumerate(zip(chart.times, middles, strict=True)):
        length = 5 if index in named else 3
        yield Stroke(((middle, scale.bottom), (middle, scale.bottom + length)), QUIET)
        if index in named:
            left, right, _ = rooms[index]
            centre = (left + right - GAP) / 2
            yield Words(centre, scale.bottom + size + 6, tick.text, size, QUIET, "center")
    if scale.footroom == 0:
        yield Stroke(((scale.left, scale.bottom), (scale.right, scale.bottom)), QUIET)


def heaviest(rooms: Sequence[tuple[float, float, int]]) -> set[int]:
    """Which of these stretches to keep, so that none overlap and their weights are the most."""
    order = sorted((i for i, room in enumerate(rooms) if room[2]), key=lambda i: rooms[i][1])
    best: list[tuple[int, frozenset[int]]] = [(0, frozenset())]
    for place, index in enumerate(order):
        left, _, weight = rooms[index]
        before = sum(rooms[other][1] <= left for other in order[:place])
        total, kept = best[before]
        best.append(max(best[-1], (total + weight, kept | {index}), key=lambda one: one[0]))
    return set(best[-1][1])


def _bar(one: Placed) -> list[Shape]:
    mark = one.mark
    if mark.kind == "range":
        return []
    if not one.has_bar:
        middle = (one.left + one.right) / 2
        if middle == one.x:
            return []
        # A sign that had to stand aside is tied to the time that it is of.
        colour = signs.colour_of(forecast=mark.forecast)
        return [Stroke(((middle, one.y), (one.x, one.y)), colour, 1.0)]
    return signs.period(
        one.left,
        one.right,
        one.y,
        forecast=mark.forecast,
        held=mark.held,
        open_start=mark.open_start,
        open_end=mark.open_end,
    )


def _cut(one: Placed, placed: Sequence[Placed], scale: Scale) -> list[Shape]:
    """Ground about an arrow that goes over other marks' bars, so that it is seen to end at none."""
    way = way_of(one.mark, scale)
    others = (body for other in placed if other is not one for body in other.bodies)
    if way == 0 or not any(one.room.meets(body) for body in others):
        return []
    ends = ((one.x, one.y + way * signs.CAP), (one.x, one.y + way * signs.REACH))
    return [Stroke(ends, BACKGROUND, 7.0)]


def _sign(one: Placed, scale: Scale) -> list[Shape]:
    mark, room = one.mark, one.room
    if mark.kind == "range":
        return signs.span(room.left, room.right, room.top, room.bottom, forecast=mark.forecast)
    way = way_of(mark, scale)
    if way:
        return signs.arrow(one.x, one.y, way, forecast=mark.forecast)
    return signs.point(one.x, one.y, mark.kind, forecast=mark.forecast)
