"""Fits the labels of a chart's marks together: which of its places each has, so that none clash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.charts.shapes import TEXT, Box, Shape, Stroke, Words

ASCENT, DESCENT = 0.88, 0.24
"""How far letters go above their baseline and below it, in their size."""

BESIDE = 4.0
"""Room between two labels in a row."""

MISSING = 1000.0
"""What it costs to have no label, where each place has its own cost."""

TRIED, MOVED, PASSES = 12, 3, 4
"""How many of its first places a label tries for which others have to move, how many of these, and
how often."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a place where it may stand: its text, its room, its line, and what is not so good
    about it. Less is said in a `cut` one."""

    text: str
    box: Box
    leader: Stroke | None
    cost: float
    cut: bool

    def clashes(self, other: Label) -> bool:
        """Whether two labels, or their lines, are in each other's way."""
        mine, theirs = self.leader, other.leader
        return (
            self.box.grown(BESIDE, 0.5).meets(other.box)
            or (mine is not None and other.box.grown(2).is_crossed(*mine.points))
            or (theirs is not None and self.box.grown(2).is_crossed(*theirs.points))
            or (mine is not None and theirs is not None and _cross(mine, theirs))
        )

    def shapes(self) -> Iterator[Shape]:
        """The text, and the line to it."""
        if self.leader is not None:
            yield self.leader
        size = (self.box.bottom - self.box.top) / (ASCENT + DESCENT)
        yield Words(
            self.box.left, self.box.bottom - size * DESCENT, self.text, size, TEXT, halo=True
        )


class Fitting:
    """Chooses one of each label's places, the cheapest first, so that they don't clash: each by
    itself, then some once more with those that are in their way."""

    def __init__(self, places: Sequence[Sequence[Label]]) -> None:
        self._places = places
        self._clashes: dict[tuple[int, int], bool] = {}

    def best(self) -> list[Label | None]:
        """A label for each, or None."""
        chosen: list[Label | None] = [None] * len(self._places)
        for index in sorted(range(len(chosen)), key=lambda index: len(self._places[index])):
            chosen[index] = self._free(index, chosen)
        for _ in range(PASSES):
            before = list(chosen)
            for index in range(len(chosen)):
                chosen = self._better(index, chosen)
            if chosen == before:
                break
        return chosen

    def _free(self, index: int, chosen: Sequence[Label | None]) -> Label | None:
        """The first of a label's places that clashes with none of the others."""
        others = [one for at, one in enumerate(chosen) if one is not None and at != index]
        for label in self._places[index]:
            if not any(self._clash(label, other) for other in others):
                return label
        return None

    def _better(self, index: int, chosen: list[Label | None]) -> list[Label | None]:
        """The choice, or a cheaper one where this label has one of its first places and those in
        its way have others."""
        now = chosen[index]
        best, least = chosen, _cost(chosen)
        for label in self._places[index][:TRIED]:
            if now is not None and label.cost >= now.cost:
                break
            other = list(chosen)
            other[index] = label
            moved = [
                at
                for at, one in enumerate(chosen)
                if one is not None and at != index and self._clash(label, one)
            ]
            if len(moved) > MOVED:
                continue
            for at in moved:
                other[at] = None
            for at in moved:
                other[at] = self._free(at, other)
            cost = _cost(other)
            if cost < least:
                best, least = other, cost
        return best

    def _clash(self, one: Label, other: Label) -> bool:
        key = (id(one), id(other)) if id(one) < id(other) else (id(other), id(one))
        known = self._clashes.get(key)
        if known is None:
            known = self._clashes[key] = one.clashes(other)
        return known


def _cost(chosen: Sequence[Label | None]) -> float:
    return sum(MISSING if label is None else label.cost for label in chosen)


def _cross(one: Stroke, other: Stroke) -> bool:
    """Whether two lines cross."""
    (a, b), (c, d) = one.points, other.points
    return _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)


def _side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    """On which side of a line from `a` to `b` another point is."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0
