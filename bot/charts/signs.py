"""How each kind of value is drawn: by its shape first, and by colour only besides.

A value as given is a disc, one that is only about right a ring; a floor or ceiling is an arrow
from a bar, which claims no point; a range is a box. What was not measured is dashed, and its disc
is a diamond.
"""

from __future__ import annotations

from bot.answers.chart import Kind
from bot.charts.shapes import BACKGROUND, FORECAST, MEASURED, Area, Disc, Shape, Stroke

REACH = 20.0
"""How far an arrow goes from its value."""

RADIUS = 4.6
DASHES = (3.0, 2.0)
DOTS = (1.0, 1.8)
CAP = 3.5


def colour_of(*, forecast: bool) -> str:
    """The colour of measured values, or of the others."""
    return FORECAST if forecast else MEASURED


def period(
    left: float,
    right: float,
    y: float,
    *,
    forecast: bool = False,
    held: bool = False,
    open_start: bool = False,
    open_end: bool = False,
) -> list[Shape]:
    """The time that a value is of: a bar with ends, an arrowhead where it goes on."""
    colour = colour_of(forecast=forecast)
    dashes = DOTS if held else DASHES if forecast else None
    shapes: list[Shape] = [Stroke(((left, y), (right, y)), colour, 2.0, dashes)]
    for x, open_, way in ((left, open_start, -1), (right, open_end, 1)):
        if open_:
            tip = x + way * 5
            shapes.append(Area(((x - way, y - 4), (tip, y), (x - way, y + 4)), colour))
        else:
            shapes.append(Stroke(((x, y - CAP), (x, y + CAP)), colour, 1.6))
    return shapes


def arrow(
    x: float, y: float, way: int, *, forecast: bool = False, reach: float = REACH
) -> list[Shape]:
    """An arrow from a value, up (`way` -1) or down (1)."""
    colour = colour_of(forecast=forecast)
    neck, tip = y + way * (reach - 8), y + way * reach
    return [
        Stroke(((x, y), (x, neck)), colour, 2.6, DASHES if forecast else None),
        Area(((x - 5, neck), (x, tip), (x + 5, neck)), colour),
        Stroke(((x - 6, y), (x + 6, y)), colour, 2.6),
    ]


def point(x: float, y: float, kind: Kind, *, forecast: bool = False) -> list[Shape]:
    """A value as given, or about right."""
    colour = colour_of(forecast=forecast)
    fill = BACKGROUND if kind == "about" else colour
    if not forecast:
        return [Disc(x, y, RADIUS, fill, colour)]
    r = RADIUS + 1
    return [Area(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), fill, colour, 2.0)]


def span(
    left: float, right: float, top: float, bottom: float, *, forecast: bool = False
) -> list[Shape]:
    """A range, over its time."""
    colour = colour_of(forecast=forecast)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return [
        Area(corners, colour, opacity=0.25),
        Area(corners, None, colour, 1.8, dashed=forecast),
    ]
