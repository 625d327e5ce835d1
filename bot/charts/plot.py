"""The plot of a chart: its axes, and each value's bar and sign with its label."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers.chart import Chart
from bot.charts import signs
from bot.charts.labels import labelled
from bot.charts.placing import WHISKER, Placed, Scale, in_place, way_of
from bot.charts.shapes import BACKGROUND, GRID, QUIET, Area, Measure, Shape, Stroke, Words

GAP = 6.0
"""Least space between two labels of the time axis."""


def plot(chart: Chart, scale: Scale, measure: Measure, size: float) -> list[Shape]:
    """The plot within the scale's frame; the time axis's labels stand below it."""
    scale = scale.fitted(chart.marks)
    placed = in_place(chart.marks, scale)
    labels = list(labelled(placed, scale, measure, size))
    shapes = [*_value_lines(chart, scale, size), *_times(chart, scale, measure, size)]
    # Lines of the axis end at a label; a mark that it cannot but touch does not.
    shapes += [_behind(label, measure) for label in labels if isinstance(label, Words)]
    for one in placed:
        shapes += _bar(one, scale)
    for one in placed:
        shapes += _sign(one, scale)
    return [*shapes, *labels]


def _behind(label: Words, measure: Measure) -> Area:
    """Ground for a label."""
    left, right = label.x - 2, label.x + measure(label.text, label.size) + 2
    top, bottom = label.y - label.size * 0.9, label.y + label.size * 0.3
    return Area(((left, top), (right, top), (right, bottom), (left, bottom)), BACKGROUND)


def _value_lines(chart: Chart, scale: Scale, size: float) -> Iterator[Shape]:
    for tick in chart.values:
        y = scale.y(tick.value)
        colour = QUIET if tick.value == 0 else GRID
        yield Stroke(((scale.left, y), (scale.right, y)), colour)
        yield Words(scale.left - 7, y + size * 0.36, tick.text, size, QUIET, "right")


def _times(chart: Chart, scale: Scale, measure: Measure, size: float) -> Iterator[Shape]:
    """Each tick's name below its middle, as far as there is room for it."""
    end = float("-inf")
    for tick in chart.times:
        half = measure(tick.text, size) / 2
        middle = (scale.x(tick.first.toordinal()) + scale.x(tick.last.toordinal() + 1)) / 2
        centre = min(middle, scale.right + 8 - half)
        if centre - half < end + GAP:
            continue
        end = centre + half
        yield Stroke(((middle, scale.bottom), (middle, scale.bottom + 4)), QUIET)
        yield Words(centre, scale.bottom + size + 6, tick.text, size, QUIET, "center")
    yield Stroke(((scale.left, scale.bottom), (scale.right, scale.bottom)), QUIET)


def _bar(one: Placed, scale: Scale) -> list[Shape]:
    mark = one.mark
    if mark.kind == "range" or one.right - one.left < 2 * WHISKER - 0.01:
        return []
    return signs.period(
        one.left,
        one.right,
        scale.y(mark.low),
        forecast=mark.forecast,
        held=mark.held,
        open_start=mark.open_start,
        open_end=mark.open_end,
    )


def _sign(one: Placed, scale: Scale) -> list[Shape]:
    mark, room = one.mark, one.room
    if mark.kind == "range":
        return signs.span(room.left, room.right, room.top, room.bottom, forecast=mark.forecast)
    way = way_of(mark, scale)
    if way:
        return signs.arrow(one.x, scale.y(mark.low), way, forecast=mark.forecast)
    return signs.point(one.x, scale.y(mark.low), mark.kind, forecast=mark.forecast)
