"""Labels: each can be taken for its own mark's only, and lies on nothing, whatever the chart."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.chart import Chart, Kind, Mark
from bot.charts.fitting import Label
from bot.charts.labels import labelled
from bot.charts.placing import APART, SPREAD, Placed, Scale, in_place, spaced
from bot.charts.plot import ground_of
from bot.charts.shapes import QUIET, Box, Stroke
from tests.charts.make import chart, mark, measure

Point = tuple[float, float]
KINDS: list[Kind] = ["exact", "about", "floor", "ceiling", "range"]


@dataclass(frozen=True)
class Plot:
    """A chart's marks in their places, with their labels."""

    chart: Chart
    scale: Scale
    placed: list[Placed]
    labels: list[Label | None]

    @property
    def shown(self) -> list[tuple[Placed, Label]]:
        """The marks that have a label."""
        pairs = zip(self.placed, self.labels, strict=True)
        return [(one, label) for one, label in pairs if label is not None]


def plotted(*marks: Mark, height: float = 190.0, falling: bool = False) -> Plot:
    """A plot as it is on a picture of these marks."""
    made = chart(*marks, falling=falling)
    days = [day.toordinal() for one in made.marks for day in (one.start, one.end)]
    days += [day.toordinal() for tick in made.times for day in (tick.first, tick.last)]
    values = (made.values[0].value, made.values[-1].value)
    span = (min(days), max(days) + 60)
    scale = Scale(60, 346, 70, 70 + height, values, span, falling).fitted(marks)
    placed = in_place(marks, scale)
    return Plot(made, scale, placed, labelled(placed, ground_of(made, scale), measure, 13.0))


@st.composite
def marks(draw: st.DrawFn, most: int = 12) -> list[Mark]:
    """Values of a few years, or of months, of each kind, many of them nearly the same."""
    years = draw(st.integers(0, 25))
    numbers = st.integers(-60, 300) if draw(st.booleans()) else st.integers(95, 105)
    made: list[Mark] = []
    for _ in range(draw(st.integers(1, most))):
        low, kind = draw(numbers), draw(st.sampled_from(KINDS))
        start = date(2000 + draw(st.integers(0, years)), draw(st.sampled_from([1, 1, 1, 6])), 1)
        end = date(start.year + draw(st.sampled_from([0, 0, 0, 1, 4])), 12, 31)
        if draw(st.integers(0, 3)) == 0:
            end = start.replace(day=monthrange(start.year, start.month)[1])
        made.append(
            mark(
                str(low),
                kind=kind,
                high=Decimal(low + (draw(st.integers(0, 40)) if kind == "range" else 0)),
                start=start,
                end=end,
                note=draw(st.integers(1, 4)),
                forecast=draw(st.booleans()),
                open_end=draw(st.integers(0, 5)) == 0,
            )
        )
    return made


def begins_in(body: Box, point: Point) -> bool:
    """Whether a line that begins here only leaves a mark."""
    return body.left <= point[0] <= body.right and body.top <= point[1] <= body.bottom


def gap(box: Box, point: Point) -> float:
    """How far a point is from a box."""
    return box.distance(Box(*point, *point))


@settings(deadline=None, max_examples=40)
@given(marks())
def test_a_label_lies_on_nothing(some: list[Mark]) -> None:
    """On no mark, its own or another's, no label, not on the line of zero or the time axis, and
    within the picture."""
    plot = plotted(*some)
    zero = [plot.scale.y(tick.value) for tick in plot.chart.values if tick.value == 0]
    axis = [plot.scale.bottom] if plot.scale.footroom == 0 else []
    for _, label in plot.shown:
        assert not any(label.box.meets(body) for one in plot.placed for body in one.bodies)
        assert not any(label.box.top < line < label.box.bottom for line in (*zero, *axis))
        assert label.box.left >= 60
        assert label.box.right <= 354
        assert label.box.bottom <= plot.scale.bottom
    boxes = [label.box for _, label in plot.shown]
    assert not any(a.meets(b) for a, b in combinations(boxes, 2))


@settings(deadline=None, max_examples=40)
@given(marks())
def test_a_label_can_be_taken_for_its_own_mark_s_only(some: list[Mark]) -> None:
    """It is nearest to that, or a line leads from the one to the other, over no other mark, label
    or line."""
    plot = plotted(*some)
    for one, label in plot.shown:
        others = [body for other in plot.placed if other is not one for body in other.bodies]
        if label.leader is None:
            own = min(label.box.distance(body) for body in one.bodies)
            assert own <= 6
            assert all(label.box.distance(other) > own + 3 for other in others)
            continue
        start, end = label.leader.points
        assert min(gap(body, start) for body in one.bodies) <= 2.5
        assert gap(label.box, end) <= 1.5
        assert not any(b.is_crossed(start, end) for b in others if not begins_in(b, start))
        assert not any(
            box.is_crossed(start, end)
            for other, box in ((other, other.box) for _, other in plot.shown)
            if other is not label
        )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=6), st.sampled_from(KINDS[:4]))
def test_a_few_values_all_have_their_labels(values: list[int], kind: Kind) -> None:
    """One a year, as articles mostly tell them, in the higher plot that a chart has at need."""
    some = [mark(str(value), 2018 + n, kind) for n, value in enumerate(values)]
    plot = plotted(*some, height=250)
    assert None not in plot.labels


@settings(deadline=None, max_examples=40)
@given(marks(8))
def test_bars_never_lie_on_each_other(some: list[Mark]) -> None:
    """Those that would are set off, a little, in the order of their values; no sign is on the spot
    of another."""
    plot = plotted(*some)
    for one in plot.placed:
        assert abs(one.y - plot.scale.y(one.mark.low)) <= SPREAD
    for one, other in combinations(plot.placed, 2):
        if one.has_bar and other.has_bar:
            both = min(one.right, other.right) - max(one.left, other.left)
            assert both < 1 or abs(one.y - other.y) >= min(APART - 1, SPREAD / 7) - 0.01
            between = plot.scale.y(one.mark.low) - plot.scale.y(other.mark.low)
            assert both < 1 or between == 0 or (one.y - other.y) * between > 0


def test_the_same_value_of_two_periods_is_two_marks() -> None:
    """A year and its first eleven months: bars apart by as much as shows, about their value, and
    neither label nearer to the other's."""
    year = mark("200", 2023, "floor", note=3)
    months = replace(year, end=date(2023, 11, 30), note=4)
    plot = plotted(mark("100", 2018), mark("146.8"), year, months)
    _, _, first, second = plot.placed
    assert first.y - second.y == pytest.approx(APART)
    assert (first.y + second.y) / 2 == pytest.approx(plot.scale.y(Decimal(200)))
    assert first.x != second.x
    assert None not in plot.labels


def test_lines_of_the_axis_are_left_alone_where_there_is_room() -> None:
    """Between two of them there mostly is."""
    plot = plotted(mark("100", 2018, "floor"), mark("146.8"), mark("-3", 2023), mark("199", 2024))
    lines = [plot.scale.y(tick.value) for tick in plot.chart.values]
    assert not any(
        label.box.top < line < label.box.bottom for _, label in plot.shown for line in lines
    )


def test_a_value_within_a_range_has_a_line_to_its_label() -> None:
    """Beside the range its label would be the range's."""
    within = mark("15", 2021, note=2)
    plot = plotted(mark("10", 2021, "range", high=Decimal(20)), within, mark("30", 2024))
    label = plot.labels[1]
    assert label is not None
    assert label.leader is not None


def test_what_has_no_room_says_less() -> None:
    """A number that is wider than the plot leaves its mark the footnote alone."""
    plot = plotted(mark("1" * 45, 2021, note=7), mark("2" * 45, 2022))
    assert [label.text for _, label in plot.shown] == ["[7]", "[1]"]


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_spaced_heights_are_apart_and_about_where_they_were(heights: list[float]) -> None:
    """In their order; those far enough apart stay."""
    heights = sorted(heights)
    places = spaced(heights, 7)
    assert all(b - a >= 7 - 1e-6 for a, b in pairwise(places))
    assert sum(places) == pytest.approx(sum(heights))
    far = [n * 10.0 for n in range(5)]
    assert spaced(far, 7) == pytest.approx(far)


@pytest.mark.parametrize(
    ("start", "end", "clashing"), [((20, 45), (90, 20), True), ((60, 5), (90, 10), False)]
)
def test_lines_that_cross_are_in_each_other_s_way(start: Point, end: Point, clashing: bool) -> None:
    """Where they do, none can say which leads where."""
    one = Label("1", Box(0, 0, 9, 9), Stroke(((50, 50), (9, 9)), QUIET), 0, cut=False)
    other = Label("2", Box(90, 0, 99, 30), Stroke((start, end), QUIET), 0, cut=False)
    assert one.clashes(other) is other.clashes(one) is clashing
