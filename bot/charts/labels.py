"""The label at each mark of a chart, its value and footnotes, where it can be taken for no other's.

A label stands at its mark and nearer to it than to any other, or a line leads to it that crosses
nothing. None lies on a mark, on another label or on the line of zero, and, where it can be helped,
on no other line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from bot.charts.fitting import ASCENT, DESCENT, Fitting, Label
from bot.charts.placing import Placed
from bot.charts.shapes import QUIET, Box, Measure, Stroke

ROOMY = 8
"""With more marks than these, their labels leave to the signs how a number is meant."""

AT, CLEARER = 6.0, 4.0
"""A label that is no further than this from its mark, and so much nearer to it than to any other,
needs no line."""

SHORTEST = 4.0
"""A line from a mark to its label is at least so long, so that it is seen."""

FAR = tuple(range(0, 120, 8))
"""How far from its mark a label may stand, in points."""

ALONG = (0.5, 0.3, 0.7, 0.1, 0.9, -0.3, 1.3)
"""Which part of a label stands before the middle of its mark; beyond it, a line slants."""

ENOUGH = 32
"""So many places for a label are weighed against those of others."""

LESS, LED, ON_LINE = 250.0, 30.0, 45.0
"""What it costs to say less (the number without how it is meant, or the footnotes alone), to need a
line, and to lie on one of the axis; a point further from the mark costs 2."""

OVER, CLOSE = 6.0, 1.5
"""How far a label may go beyond the plot's right end, and room about other marks."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What labels stand on: the plot's frame, the heights of its lines, and those of them on which
    no label may lie, the line of zero and the frame's lower one."""

    frame: Box
    lines: tuple[float, ...]
    firm: tuple[float, ...]

    def holds(self, box: Box) -> bool:
        """Whether a label may stand here, as far as it is for the axes to say."""
        frame = self.frame
        return (
            frame.left <= box.left
            and box.right <= frame.right + OVER
            and frame.top - 2 <= box.top
            and box.bottom <= frame.bottom - 1
            and not any(box.top - 1 < line < box.bottom + 1 for line in self.firm)
        )


def labelled(
    placed: Sequence[Placed], ground: Ground, measure: Measure, size: float
) -> list[Label | None]:
    """Each mark's label; None for one that has no place."""
    places = [
        sorted(_places(index, placed, ground, measure, size), key=lambda label: label.cost)
        for index in range(len(placed))
    ]
    return Fitting(places).best()


def _texts(one: Placed, marks: int) -> list[str]:
    """What a label may say, the most first."""
    notes = " ".join(f"[{note}]" for note in one.notes)
    names = [one.mark.label, one.mark.short] if marks <= ROOMY else [one.mark.short]
    return [*(f"{name} {notes}" for name in dict.fromkeys(names)), notes]


def _places(
    index: int, placed: Sequence[Placed], ground: Ground, measure: Measure, size: float
) -> Iterator[Label]:
    """Where a mark's label may stand, with whole texts before those that say less."""
    one = placed[index]
    others = [
        (body, body.grown(CLOSE))
        for at, other in enumerate(placed)
        if at != index
        for body in other.bodies
    ]
    found = 0
    for cut, text in enumerate(_texts(one, len(placed))):
        for box in _boxes(one, measure(text, size), size, ground):
            label = _label(text, box, cut, one, others, ground)
            if label is not None:
                found += 1
                yield label
            if found >= ENOUGH * (cut + 1):
                break


def _boxes(one: Placed, width: float, size: float, ground: Ground) -> Iterator[Box]:
    """The rooms that a label of a width might have, the nearest to its mark first."""
    height = size * (ASCENT + DESCENT)
    room, frame = one.room, ground.frame
    middle = (room.left + room.right) / 2
    leftmost, rightmost = frame.left + 2, frame.right + OVER - width
    if leftmost > rightmost:
        return
    ends = (max(room.right, one.right) + 4, min(room.left, one.left) - 4 - width)
    for far in FAR:
        tops = {room.top - 2 - far - height: -1, room.bottom + 2 + far: 1}
        lefts = dict.fromkeys(
            min(max(middle - width * part, leftmost), rightmost) for part in ALONG
        )
        for (top, way), left in product(tops.items(), lefts):
            yield Box(left, top, left + width, top + height)
            clear = _clear(top, height, way, ground)
            if clear != top:
                yield Box(left, clear, left + width, clear + height)
        for end, way in zip(ends, (1, -1), strict=True):
            left = end + way * far
            for top in dict.fromkeys(
                (one.y - height / 2, room.top, room.bottom - height, one.y - height - 2, one.y + 2)
            ):
                yield Box(left, top, left + width, top + height)


def _clear(top: float, height: float, way: int, ground: Ground) -> float:
    """Where a label goes, up or down, that would lie on a line."""
    for line in ground.lines:
        if top - 1 < line < top + height + 1:
            return line - height - 1.5 if way < 0 else line + 1.5
    return top


def _label(
    text: str,
    box: Box,
    cut: int,
    one: Placed,
    others: Sequence[tuple[Box, Box]],
    ground: Ground,
) -> Label | None:
    """A label in a room; None where it may not stand there. The others' bodies come each with the
    room that it needs about it."""
    if (
        not ground.holds(box)
        or any(box.meets(around) for _, around in others)
        or any(box.meets(body) for body in one.bodies)
    ):
        return None
    own = min(box.distance(body) for body in one.bodies)
    nearest = min((box.distance(body) for body, _ in others), default=1000.0)
    aside = abs((box.left + box.right) / 2 - one.x)
    cost = own * 2 + aside * 0.15 + LESS * cut + max(0.0, 8 - nearest) * 2
    cost += ON_LINE * sum(box.top < line < box.bottom for line in ground.lines)
    if own <= AT and nearest >= own + CLEARER:
        beside = box.right < one.x - 8 or box.left > one.x + 8
        return Label(text, box, None, cost + 6 * beside, cut > 0)
    leader = _leader(one, box)
    if leader is None or _crosses(leader, others):
        return None
    return Label(text, box, leader, cost + LED, cut > 0)


def _crosses(leader: Stroke, others: Sequence[tuple[Box, Box]]) -> bool:
    """Whether a line goes over another mark: one in which it begins is only left."""
    start, end = leader.points
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    way = Box(left - 0.1, top - 0.1, right + 0.1, bottom + 0.1)
    return any(
        around.meets(way) and around.is_crossed(start, end) and not body.holds(start)
        for body, around in others
    )


def _leader(one: Placed, box: Box) -> Stroke | None:
    """A thin line from a mark to its label; None where it would be too short to be seen."""
    room = one.room
    middle = (room.left + room.right) / 2
    x = min(max(middle, box.left + 4), box.right - 4)
    if box.bottom <= room.top:
        start, end = (middle, room.top), (x, box.bottom)
    elif box.top >= room.bottom:
        start, end = (middle, room.bottom), (x, box.top + 1)
    elif box.left > max(room.right, one.right) or box.right < min(room.left, one.left):
        # From the end of its bar, as along the bar it would not be seen.
        left, right = (one.left, one.right) if one.has_bar else (room.left, room.right)
        after = box.left >= right
        start = (right + 2 if after else left - 2, one.y)
        end = (box.left - 1 if after else box.right + 1, (box.top + box.bottom) / 2)
    else:
        return None
    if abs(end[0] - start[0]) + abs(end[1] - start[1]) < SHORTEST:
        return None
    return Stroke((start, end), QUIET, 0.8)
