"""A chart's picture: heading, plot, legend and sources within the width of a phone."""

from __future__ import annotations

import pytest

from bot.answers.chart import Key, Name
from bot.charts.fonts import spelled
from bot.charts.plan import picture, wrapped
from bot.charts.shapes import BACKGROUND, FORECAST, MEASURED, QUIET, TEXT, WIDTH, Stroke, Words
from tests.charts.make import CHART, chart, mark, measure


def words(*, of: object = None) -> list[str]:
    """The texts of the usual chart, or of another, top to bottom."""
    plan = picture(of if of is not None else CHART, measure)  # type: ignore[arg-type]
    return [shape.text for shape in plan.shapes if isinstance(shape, Words)]


def test_it_says_what_it_shows_and_from_where() -> None:
    """Also where the picture is passed on without its message."""
    said = words()
    assert said[:2] == ["Bilateral trade", "USD billion · both directions"]
    assert said[-3:] == ["value as given", "over this", "[1] Alpha"]


def test_long_names_take_more_lines_and_stay_within() -> None:
    """A measure's name may have 80 letters, an article's as many."""
    long = Name("Доля сырья в экспорте " * 4, "share")
    plan = picture(
        chart(
            *CHART.marks,
            title=long,
            sources=((1, long), (2, Name("W" * 80, "w"))),
            keys=tuple(Key("held", f"as of then, no period {n}") for n in range(5)),
        ),
        measure,
    )
    for shape in plan.shapes:
        if isinstance(shape, Words) and shape.align == "left":
            assert shape.x + measure(shape.text, shape.size) <= WIDTH
            assert shape.y < plan.height


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("中俄双边贸易额增长", ["中俄双边贸易额", "增长"]),
        ("abcdefghijk", ["abcdefg", "hijk"]),
        ("", [""]),
    ],
)
def test_lines_break_where_readers_expect(text: str, lines: list[str]) -> None:
    """At spaces; in Chinese anywhere; a word that no line holds, within itself."""
    assert wrapped(text, 10, 7 * 5.5, measure) == lines


def test_small_print_is_large_enough_on_a_phone() -> None:
    """A picture is as wide as Discord shows it there, so that its points are the phone's."""
    plan = picture(CHART, measure)
    assert min(shape.size for shape in plan.shapes if isinstance(shape, Words)) >= 12


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [TEXT, QUIET, MEASURED, FORECAST])
def test_everything_stands_out_from_the_ground(colour: str) -> None:
    """7:1, the enhanced contrast of WCAG 2.2 for text, for lines too."""
    assert (_luminance(colour) + 0.05) / (_luminance(BACKGROUND) + 0.05) >= 7


def test_what_no_font_has_is_never_a_box() -> None:
    """A key stands for a name; elsewhere a question mark for a letter."""
    plain = spelled(
        chart(
            mark("5", label="about 5 ⧠"),
            title=Name("Trade 🚀", "trade"),
            unit=(Name("₿", "coins"), Name("🚀", "")),
            sources=((1, Name("Zaſ 🚀", "zas-2020")), (2, Name("Alpha", "alpha"))),
        ),
        lambda letter: letter.isascii(),
    )
    assert (plain.title.text, plain.unit[0].text, plain.unit[1].text) == ("trade", "coins", "")
    assert [source.text for _, source in plain.sources] == ["zas-2020", "Alpha"]
    assert plain.marks[0].label == "about 5 ?"
    assert words(of=plain)[:2] == ["trade", "coins"]


def test_arrows_of_the_legend_stand_apart() -> None:
    """Also where each has a row of its own, one under the other."""
    keys = (Key("floor", "over or at least this, in long words"), Key("ceiling", "under " * 8))
    plan = picture(chart(mark("5"), keys=keys), measure)
    rows = [shape.y for shape in plan.shapes if isinstance(shape, Words) and shape.text != ""][-3:]
    bars = [
        shape.points[0][1]
        for shape in plan.shapes
        if isinstance(shape, Stroke)
        and shape.width == 2.6
        and shape.points[0][1] == shape.points[1][1]
    ]
    assert rows[1] - rows[0] == pytest.approx(22)
    assert bars[1] - bars[0] >= 5
