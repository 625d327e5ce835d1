"""Lays a chart out: its heading, its plot, its legend and its sources, one under the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.answers.chart import Chart, Key
from bot.charts import signs
from bot.charts.placing import Scale
from bot.charts.plot import plot
from bot.charts.shapes import GRID, QUIET, TEXT, WIDTH, Measure, Picture, Shape, Stroke, Words

TITLE, SMALL = 18.0, 13.0
"""Sizes of type, in points."""

SEPARATOR = " · "
"""Between a unit and a direction, whatever the language."""

MARGIN = 14.0
LINE = 1.3
"""Height of a line of text, in its size."""

PLOT, PER_MARK, TALLER, TALLEST = 190.0, 9.0, 60.0, 330.0
"""Height of a plot, how much each mark beyond six adds, how much labels that have no place, and its
most."""

SHORTEST = 60
"""A time axis has at least so many days, so that a day stays a point on it."""

ROW = 22.0
SAMPLE = 26.0
"""Height of a row of the legend, and the room of a sign in it."""

ARROW = 15.0
"""How long an arrow is in the legend: so that one does not run into that of the row below it."""


def picture(chart: Chart, measure: Measure) -> Picture:
    """The chart as shapes."""
    shapes: list[Shape] = []
    y = _heading(chart, measure, shapes)
    labels = max(measure(tick.text, SMALL) for tick in chart.values)
    usual = min(TALLEST, PLOT + PER_MARK * max(0, len(chart.marks) - 6))
    drawn: list[Shape] = []
    for height in dict.fromkeys((usual, min(TALLEST, usual + TALLER))):
        scale = Scale(
            left=MARGIN + labels + 8,
            right=WIDTH - MARGIN,
            top=y,
            bottom=y + height,
            values=(chart.values[0].value, chart.values[-1].value),
            days=_days(chart),
            falling=chart.falling,
        )
        drawn, complete = plot(chart, scale, measure, SMALL)
        if complete:
            break
    shapes += drawn
    y = scale.bottom + SMALL * LINE + 12
    y = _legend(chart.keys, y, measure, shapes)
    y = _sources(chart, y, measure, shapes)
    return Picture(tuple(shapes), y + 8)


def _heading(chart: Chart, measure: Measure, shapes: list[Shape]) -> float:
    """The title and the unit; returns where they end."""
    y = MARGIN
    unit = SEPARATOR.join(name.text for name in chart.unit if name.text)
    for text, size, colour in ((chart.title.text, TITLE, TEXT), (unit, SMALL, QUIET)):
        for line in wrapped(text, size, WIDTH - 2 * MARGIN, measure):
            shapes.append(Words(MARGIN, y + size, line, size, colour))
            y += size * LINE
    return y + 10


def wrapped(text: str, size: float, width: float, measure: Measure) -> list[str]:
    """A text in lines no wider than this: broken at spaces, in Chinese between any letters."""
    lines = [""]
    for piece in _pieces(text, size, width, measure):
        if lines[-1] and measure((lines[-1] + piece).rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str, size: float, width: float, measure: Measure) -> Iterable[str]:
    """The parts of a text that stay together; one that no line holds is taken by its letters."""
    for piece in re.findall(r"[^\s\u2e80-\uffef]+\s*|.", text):
        if measure(piece.rstrip(), size) > width:
            yield from piece
        else:
            yield piece


def _days(chart: Chart) -> tuple[int, int]:
    """The first day of the time axis, and the one after its last."""
    spans: list[tuple[date, date]] = [(mark.start, mark.end) for mark in chart.marks]
    spans += [(tick.first, tick.last) for tick in chart.times]
    first = min(start.toordinal() for start, _ in spans)
    last = max(end.toordinal() for _, end in spans) + 1
    lacking = max(0, SHORTEST - (last - first))
    return first - lacking // 2, last + lacking // 2


def _legend(keys: Sequence[Key], y: float, measure: Measure, shapes: list[Shape]) -> float:
    """What the signs mean, as many in a row as there is room for."""
    x = MARGIN
    for index, key in enumerate(keys):
        width = SAMPLE + measure(key.text, SMALL) + 14
        if index and x + width - 14 > WIDTH - MARGIN:
            x, y = MARGIN, y + ROW
        shapes += _sample(key, x, y + ROW / 2)
        shapes.append(Words(x + SAMPLE, y + ROW / 2 + SMALL * 0.36, key.text, SMALL, TEXT))
        x += width
    return y + ROW + 4 if keys else y


def _sample(key: Key, x: float, y: float) -> list[Shape]:
    """A sign of the legend, at the left end of its room."""
    middle = x + SAMPLE / 2 - 3
    match key.sign:
        case "exact" | "about":
            return signs.point(middle, y, key.sign)
        case "floor":
            return signs.arrow(middle, y + ARROW / 2, -1, reach=ARROW)
        case "ceiling":
            return signs.arrow(middle, y - ARROW / 2, 1, reach=ARROW)
        case "range":
            return signs.span(x + 2, x + SAMPLE - 8, y - 6, y + 6)
        case "forecast":
            bar = signs.period(x, x + SAMPLE - 6, y, forecast=True)
            return [*bar, *signs.point(middle, y, "exact", forecast=True)]
        case "open":
            return signs.period(x + 1, x + SAMPLE - 11, y, open_end=True)
    return signs.period(x + 1, x + SAMPLE - 7, y, held=True)


def _sources(chart: Chart, y: float, measure: Measure, shapes: list[Shape]) -> float:
    """The articles by their footnotes' numbers, so that a picture passed on still names them."""
    shapes.append(Stroke(((MARGIN, y), (WIDTH - MARGIN, y)), GRID))
    y += SMALL + 6
    x = MARGIN
    for number, name in chart.sources:
        for piece in wrapped(f"[{number}] {name.text}", SMALL, WIDTH - 2 * MARGIN, measure):
            width = measure(piece, SMALL)
            if x > MARGIN and x + width > WIDTH - MARGIN:
                x, y = MARGIN, y + SMALL * LINE
            shapes.append(Words(x, y, piece, SMALL, QUIET))
            x += width + 14
    return y + SMALL * 0.4
