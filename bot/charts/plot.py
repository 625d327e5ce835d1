"""The plot of a chart: axes, a mark for each value, and a label at each mark, none on another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answers.chart import Chart, Mark
from bot.charts import signs
from bot.charts.shapes import (
    BACKGROUND,
    GRID,
    QUIET,
    TEXT,
    Area,
    Box,
    Measure,
    Shape,
    Stroke,
    Words,
)

HEADROOM = 42.0
"""Room above the highest value, for an arrow with a label on it; and below the lowest one."""

LOW = 0.2
"""Room below is needed where a value lies in so much of the plot from its bottom."""

GAP = 6.0
"""Least space between two labels of the time axis."""

ALONG = (0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6)
"""Where on its bar a mark may stand: in the middle, or where none stands yet."""

ASIDE = (0.0, 13.0, -13.0, 26.0, -26.0, 39.0, -39.0)
"""How far from its time a mark may stand that has hardly a bar, in points, where others are there
already; `STRAY` is what a point of that costs, in the area of others that it would cover else."""

STRAY = 6.0

WHISKER = 10.0
"""Least half of a bar that has to be seen: dotted, or one that goes on."""

INSET = WHISKER + 1
"""Room beside the first and the last day."""

ROOMY = 8
"""With more marks than these, their labels leave to the signs how a number is meant."""

AWAY = 8.0
"""How much further from its mark each next place for a label is."""

CROSSING = 300.0
"""What it costs a label that its line crosses another label or a sign."""


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


def plot(chart: Chart, scale: Scale, measure: Measure, size: float) -> list[Shape]:
    """The plot within the scale's frame; the time axis's labels stand below it."""
    scale = scale.fitted(chart.marks)
    placed = _in_place(chart.marks, scale)
    labels = list(_labels(placed, scale, measure, size))
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


def _in_place(marks: Sequence[Mark], scale: Scale) -> list[Placed]:
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
    way = _way(mark, scale)
    if way == 0:
        return Box(x - r, y - r, x + r, y + r)
    return Box(x - 6, min(y - 2, y + way * signs.REACH), x + 6, max(y + 2, y + way * signs.REACH))


def _way(mark: Mark, scale: Scale) -> int:
    """Which way a mark's arrow points down the picture; 0 for a mark without one."""
    return {"floor": scale.upwards, "ceiling": -scale.upwards}.get(mark.kind, 0)


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
    way = _way(mark, scale)
    if way:
        return signs.arrow(one.x, scale.y(mark.low), way, forecast=mark.forecast)
    return signs.point(one.x, scale.y(mark.low), mark.kind, forecast=mark.forecast)


def _labels(placed: list[Placed], scale: Scale, measure: Measure, size: float) -> Iterator[Shape]:
    """Each mark's value and footnote, where least is in the way; with a line if it is far off."""
    texts = [_text(one, len(placed)) for one in placed]
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


def _text(one: Placed, marks: int) -> str:
    return f"{one.mark.label if marks <= ROOMY else one.mark.short} [{one.mark.note}]"


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
