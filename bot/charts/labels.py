"""The label at each mark of a chart, its value and footnote, where least is in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.charts.placing import Placed, Scale
from bot.charts.shapes import QUIET, TEXT, Box, Measure, Shape, Stroke, Words

ROOMY = 8
"""With more marks than these, their labels leave to the signs how a number is meant."""

AWAY = 8.0
"""How much further from its mark each next place for a label is."""

CROSSING = 300.0
"""What it costs a label that its line crosses another label or a sign."""


def labelled(placed: list[Placed], scale: Scale, measure: Measure, size: float) -> Iterator[Shape]:
    """Each mark's value and footnote, where least is in the way; with a line if it is far off."""
    texts = [_text(one, len(placed), scale, measure, size) for one in placed]
    widths = [measure(text, size) for text in texts]
    at: dict[int, Box] = {}
    # The second time, each makes way for those that came after it too.
    for index in [*range(len(placed))] * 2:
        at.pop(index, None)
        places = _places(placed[index].room, widths[index], size, scale)
        at[index] = _best(places, index, placed, at, scale)
    for index, one in enumerate(placed):
        box = at[index]
        leader = _leader(one.room, box)
        if leader is not None:
            yield leader
        yield Words(box.left, box.bottom - size * 0.3, texts[index], size, TEXT, halo=True)


def _text(one: Placed, marks: int, scale: Scale, measure: Measure, size: float) -> str:
    """A mark's value and footnote; without the value where that has more digits than the plot has
    room for, for the answer says it."""
    values = (one.mark.label, one.mark.short)[marks > ROOMY :]
    for text in (f"{value} [{one.mark.note}]" for value in values):
        if measure(text, size) <= scale.right - scale.left - 4:
            return text
    return f"… [{one.mark.note}]"


def _places(room: Box, width: float, size: float, scale: Scale) -> Iterator[tuple[Box, float]]:
    """Where a label may stand, the best first, each with how far off that is."""
    height = size * 1.25
    middle = (room.left + room.right) / 2
    lefts = (middle - width / 2, room.left, room.right - width)
    beside = (room.top + room.bottom - height) / 2
    for step in range(12):
        far = step * AWAY
        for left in lefts:
            left = min(max(left, scale.left + 2), scale.right - width)
            above, below = room.top - 2 - far - height, room.bottom + 2 + far
            for top in (above, below):
                yield Box(left, top, left + width, top + height), far
        for left in (room.right + 4 + far, room.left - 4 - far - width):
            yield Box(left, beside, left + width, beside + height), far


def _best(
    places: Iterable[tuple[Box, float]],
    index: int,
    placed: list[Placed],
    at: dict[int, Box],
    scale: Scale,
) -> Box:
    """The place that is least in the way, by the area it takes from others, and not far off."""
    room = placed[index].room
    taken = [other.room for other in placed if other is not placed[index]] + [*at.values()]
    bars = [_about_bar(other, scale) for other in placed if other.mark.kind != "range"]
    leaders = [_leader(placed[other].room, box) for other, box in at.items()]
    least, best = float("inf"), None
    for box, far in places:
        cost = far * 5 + 8 * box.outside(scale.frame)
        if cost < least:
            cost += sum(5 * box.overlap(other) for other in taken)
            cost += sum(3 * box.overlap(bar) for bar in bars)
        if cost < least:
            crossings = sum(box.is_crossed(*line.points) for line in leaders if line)
            if (own := _leader(room, box)) is not None:
                crossings += sum(other.is_crossed(*own.points) for other in taken)
            cost += CROSSING * crossings
        if cost < least:
            least, best = cost, box
    assert best is not None
    return best


def _about_bar(one: Placed, scale: Scale) -> Box:
    """What a mark's bar covers, and a little more."""
    y = scale.y(one.mark.low)
    return Box(one.left - 3, y - 5, one.right + 3, y + 5)


def _leader(room: Box, box: Box) -> Stroke | None:
    """A thin line from a mark to its label, if that is not close by."""
    middle = (room.left + room.right) / 2
    x = min(max(middle, box.left + 2), box.right - 2)
    if box.bottom <= room.top:
        start, end = (middle, room.top), (x, box.bottom - 1)
    elif box.top >= room.bottom:
        start, end = (middle, room.bottom), (x, box.top + 1)
    else:
        height = (box.top + box.bottom) / 2
        after = box.left >= room.right
        start = (room.right if after else room.left, height)
        end = (box.left if after else box.right, height)
    if abs(end[0] - start[0]) + abs(end[1] - start[1]) <= 2 * AWAY:
        return None
    return Stroke((start, end), QUIET, 0.8)
