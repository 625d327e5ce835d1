"""What a picture is made of: lines, areas and texts, in points from the top left corner.

A picture is `WIDTH` points wide: about what Discord shows on a phone, so that sizes of type here
are those that people see there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from typing import Literal

WIDTH = 360.0

BACKGROUND = "#1f2126"
TEXT = "#f2f3f5"
QUIET = "#b9bec7"
GRID = "#3b3e46"
MEASURED = "#74bdf0"
FORECAST = "#f2b866"
"""Contrast with the background: all but the grid's are above 7:1 (WCAG 2.2 asks 4.5 for text)."""

Points = tuple[tuple[float, float], ...]
Measure = Callable[[str, float], float]
"""The width of a text at a size, both in points."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from one point to another; `dashes` are a length and a gap, in points."""

    points: tuple[tuple[float, float], tuple[float, float]]
    colour: str
    width: float = 1.0
    dashes: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A closed shape; `fill` or `edge` may be missing."""

    points: Points
    fill: str | None
    edge: str | None = None
    width: float = 1.0
    dashed: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle about a point."""

    x: float
    y: float
    radius: float
    fill: str
    edge: str
    width: float = 2.0


@dataclass(frozen=True, slots=True)
class Words:
    """A text on its baseline; `halo` keeps lines behind it off its letters."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    align: Literal["left", "center", "right"] = "left"
    halo: bool = False


Shape = Stroke | Area | Disc | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes, the later ones on top, and how high it all is."""

    shapes: tuple[Shape, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, for what must not lie on something else."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def meets(self, other: Box) -> bool:
        """Whether there is an area that both cover."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies in here, or at the edge."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def grown(self, across: float, along: float | None = None) -> Box:
        """The box with so much more at its sides, and above and below."""
        more = across if along is None else along
        return Box(self.left - across, self.top - more, self.right + across, self.bottom + more)

    def distance(self, other: Box) -> float:
        """How far it is from here to another one; 0 where they touch."""
        across = max(0.0, other.left - self.right, self.left - other.right)
        down = max(0.0, other.top - self.bottom, self.top - other.bottom)
        return hypot(across, down)

    def is_crossed(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Whether some of a line lies in here (by Liang and Barsky's clipping)."""
        first, last = 0.0, 1.0
        for at, to, low, high in (
            (start[0], end[0], self.left, self.right),
            (start[1], end[1], self.top, self.bottom),
        ):
            if at == to:
                if not low < at < high:
                    return False
                continue
            sides = sorted(((low - at) / (to - at), (high - at) / (to - at)))
            first, last = max(first, sides[0]), min(last, sides[1])
        return first < last
