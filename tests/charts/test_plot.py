"""The plot: each kind of value has its own shape, and its label and footnote, none on another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest

from bot.answers.chart import Kind, Mark
from bot.charts.placing import Scale
from bot.charts.plan import picture
from bot.charts.plot import heaviest
from bot.charts.shapes import (
    BACKGROUND,
    FORECAST,
    MEASURED,
    QUIET,
    WIDTH,
    Area,
    Box,
    Disc,
    Shape,
    Stroke,
    Words,
)
from tests.charts.make import chart, mark, measure

AROUND = (mark("0", 2000), mark("300", 2030))
"""Two plain values, so that the axes stay as they are whatever stands between them."""

SCALE = Scale(0, 100, 0, 184, (Decimal(0), Decimal(100)), (0, 10), falling=False)


def drawn(one: Mark) -> list[Shape]:
    """What a mark adds to a chart: its bar and its sign, without the label and the axes."""
    plain = picture(chart(*AROUND), measure).shapes
    return [
        shape
        for shape in picture(chart(*AROUND, one), measure).shapes
        if shape not in plain
        and not isinstance(shape, Words)
        and not (isinstance(shape, Stroke) and shape.colour == QUIET)
    ]


def arrowheads(shapes: list[Shape]) -> list[Area]:
    """The triangles that point up or down: their second corner is the tip."""
    return [
        shape
        for shape in shapes
        if isinstance(shape, Area)
        and len(shape.points) == 3
        and shape.points[0][1] == shape.points[2][1]
    ]


def signs(one: Mark) -> tuple[int, int, int, int]:
    """How many discs, arrows up, arrows down and boxes a mark is drawn with."""
    shapes = drawn(one)
    heads = arrowheads(shapes)
    up = sum(head.points[1][1] < head.points[0][1] for head in heads)
    discs = sum(isinstance(shape, Disc) for shape in shapes)
    boxes = sum(
        isinstance(shape, Area) and len(shape.points) == 4 and shape.fill is None
        for shape in shapes
    )
    return discs, up, len(heads) - up, boxes


@pytest.mark.parametrize(
    ("kind", "shapes"),
    [
        ("exact", (1, 0, 0, 0)),
        ("about", (1, 0, 0, 0)),
        ("floor", (0, 1, 0, 0)),
        ("ceiling", (0, 0, 1, 0)),
        ("range", (0, 0, 0, 1)),
    ],
)
def test_a_floor_is_an_arrow_and_no_point(kind: Kind, shapes: tuple[int, int, int, int]) -> None:
    """Up for a floor, down for a ceiling; a range is a box; only what is given has a disc."""
    high = Decimal(150) if kind == "range" else Decimal(120)
    assert signs(mark("120", 2015, kind, high=high)) == shapes


def test_what_is_about_right_is_a_ring() -> None:
    """A disc that is open."""
    (about,) = [s for s in drawn(mark("120", 2015, "about")) if isinstance(s, Disc)]
    (exact,) = [s for s in drawn(mark("120", 2015)) if isinstance(s, Disc)]
    assert (about.fill, exact.fill) == (BACKGROUND, MEASURED)


def test_a_forecast_is_told_by_its_shape_too() -> None:
    """A diamond for a disc, dashes for lines; the colour comes on top."""
    long = mark("120", start=date(2012, 1, 1), end=date(2018, 12, 31), forecast=True)
    point, floor = drawn(long), drawn(replace(long, kind="floor"))
    span = drawn(replace(long, kind="range", high=Decimal(150)))
    assert not any(isinstance(shape, Disc) for shape in point)
    assert any(isinstance(shape, Area) and len(shape.points) == 4 for shape in point)
    for shapes in (point, floor):
        assert any(isinstance(shape, Stroke) and shape.dashes for shape in shapes)
    assert any(isinstance(shape, Area) and shape.dashed for shape in span)
    lines = {shape.colour for shape in floor if isinstance(shape, Stroke)}
    areas = {shape.fill for shape in floor if isinstance(shape, Area)}
    assert lines == areas == {FORECAST}


def test_an_open_period_goes_on_and_a_closed_one_ends() -> None:
    """An arrowhead along the bar for one, a cap across it for the other."""
    closed = mark("120", start=date(2012, 1, 1), end=date(2018, 12, 31))

    def tips(one: Mark) -> int:
        """Triangles that point along the bar."""
        areas = [shape for shape in drawn(one) if isinstance(shape, Area)]
        return sum(len(s.points) == 3 and s.points[0][0] == s.points[2][0] for s in areas)

    assert tips(closed) == 0
    assert tips(replace(closed, open_end=True)) == 1
    assert tips(replace(closed, open_end=True, open_start=True)) == 2


def test_a_value_without_a_period_has_a_dotted_bar() -> None:
    """However short the time is that its article can be of."""
    day = mark("120", start=date(2015, 3, 1), end=date(2015, 3, 1))
    plain, held = drawn(day), drawn(replace(day, held=True))
    assert not any(isinstance(shape, Stroke) and shape.dashes for shape in plain)
    assert any(isinstance(shape, Stroke) and shape.dashes for shape in held)


def test_greater_values_are_higher_but_for_ranks() -> None:
    """And an arrow always points to the greater ones."""
    assert SCALE.y(Decimal(100)) < SCALE.y(Decimal(50)) < SCALE.y(Decimal(0))
    ranks = replace(SCALE, falling=True)
    assert ranks.y(Decimal(100)) > ranks.y(Decimal(50)) > ranks.y(Decimal(0))
    falling = chart(*AROUND, mark("120", 2015, "floor"), falling=True, keys=())
    (head,) = arrowheads([*picture(falling, measure).shapes])
    assert head.points[1][1] > head.points[0][1]


def labels(*marks: Mark) -> list[Words]:
    """The labels at the marks."""
    return [
        shape
        for shape in picture(chart(*marks), measure).shapes
        if isinstance(shape, Words) and shape.halo
    ]


def test_each_mark_has_its_value_and_its_footnote() -> None:
    """As it is meant; where there are many, the sign says that, and the label only the number."""
    some = [mark(str(100 + n), 2000 + n, "floor", note=n) for n in range(3)]
    assert [label.text for label in labels(*some)] == [
        "floor 100 [0]",
        "floor 101 [1]",
        "floor 102 [2]",
    ]
    many = [mark(str(100 + n), 2000 + n, "floor", note=n) for n in range(9)]
    assert labels(*many)[8].text == "108 [8]"


def test_the_very_same_said_by_several_is_one_mark_with_all_their_footnotes() -> None:
    """Three arrows on one spot could be told by nothing; aside of it they would be of other years.
    What differs in its kind is a mark of its own."""
    same = [mark("120", 2015, "floor", note=note) for note in (1, 2, 3, 2)]
    exact = mark("120", 2015, note=4)
    marks = (*AROUND, *same, exact)
    assert len(arrowheads([*picture(chart(*marks, keys=()), measure).shapes])) == 1
    assert {label.text for label in labels(*marks)} >= {"floor 120 [1] [2] [3]", "exact 120 [4]"}


def test_the_lowest_line_has_its_value() -> None:
    """Also below values near it, and where an arrow goes beyond it: there no line is at all."""
    for low in (mark("-3.5", 2019), mark("-3.9", 2019, "ceiling")):
        made = chart(low, mark("4.2", 2021))
        shapes = picture(made, measure).shapes
        texts = {shape.y - 13 * 0.36: shape.text for shape in shapes if isinstance(shape, Words)}
        ends = [shape.points for shape in shapes if isinstance(shape, Stroke)]
        full = {left[1] for left, right in ends if right[0] - left[0] > 250 and left[0] > 20}
        assert {texts[height] for height in full} == {tick.text for tick in made.values}


def test_axis_names_are_those_with_values_where_not_all_fit() -> None:
    """Each year has its stroke, though."""
    made = chart(mark("5", 2001), mark("6", 2013), mark("7", 2026))
    shapes = picture(made, measure).shapes
    names = [s.text for s in shapes if isinstance(s, Words) and s.align == "center"]
    strokes = [
        s
        for s in shapes
        if isinstance(s, Stroke) and s.colour == QUIET and s.points[0][0] == s.points[1][0]
    ]
    assert {"2001", "2013", "2026"} <= set(names)
    assert len(strokes) == 26


@pytest.mark.parametrize(
    ("rooms", "kept"),
    [
        ([(0, 10, 1), (5, 15, 1), (10, 20, 1)], {0, 2}),
        ([(0, 10, 1), (5, 15, 100), (10, 20, 1)], {1}),
        ([(0, 10, 0)], set()),
        ([], set()),
    ],
)
def test_the_names_that_matter_most_are_kept(
    rooms: list[tuple[float, float, int]], kept: set[int]
) -> None:
    """And as many as there is room for."""
    assert heaviest(rooms) == kept


@pytest.mark.parametrize("seed", range(6))
def test_labels_lie_on_no_other_and_in_the_picture(seed: int) -> None:
    """Twelve values of twenty years, at random."""
    chance = Random(seed)
    kinds: list[Kind] = ["exact", "about", "floor", "ceiling"]
    marks = [
        mark(str(chance.randint(50, 300)), 2000 + chance.randint(0, 20), chance.choice(kinds))
        for _ in range(12)
    ]
    boxes = [
        Box(label.x, label.y - 9, label.x + measure(label.text, label.size), label.y)
        for label in labels(*marks)
    ]
    assert sum(a.overlap(b) for a, b in combinations(boxes, 2)) == 0
    assert all(box.left >= 0 and box.right <= WIDTH for box in boxes)


def test_a_label_that_the_plot_has_no_room_for_is_shorter() -> None:
    """Its number alone, else its footnote alone: never one that begins outside."""
    long = mark("120", 2015, note=3, label="over " + "1234" * 40, short="120")
    endless = replace(long, short="1234" * 40, note=4)
    found = labels(*AROUND, long, endless)
    assert [label.text for label in found][2:] == ["120 [3]", "[4]"]
    assert all(label.x >= 0 for label in found)
    many = [mark(str(100 + n), 2000 + n) for n in range(9)]
    assert labels(*many, endless)[9].text == "[4]"


@pytest.mark.parametrize(
    ("end", "crossed"),
    [((9, 5), True), ((5, 5), True), ((5, 1), False), ((1, 9), False), ((9, 1), False)],
)
def test_a_line_through_a_box_is_known(end: tuple[float, float], crossed: bool) -> None:
    """Also one that only ends in it; one that passes by is none."""
    assert Box(4, 4, 6, 6).is_crossed((1, 5), end) is crossed
