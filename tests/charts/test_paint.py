"""Painting: a PNG of a phone's width, the same for the same chart, in letters that fonts have."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot.answers.chart import Name
from bot.charts import paint
from bot.charts.fonts import files, is_known, spelled
from bot.charts.plan import picture
from bot.charts.shapes import BACKGROUND
from bot.wording.wording import CATALOGUES, load
from tests.charts.make import CHART

FACTS = Path(__file__).parents[2] / "facts"


@pytest.fixture(scope="module", autouse=True)
def loaded() -> Iterator[None]:
    """matplotlib as the process that draws has it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLCONFIGDIR", os.environ.get("MPLCONFIGDIR", ""))
        with paint.without_fonts_of_the_machine():
            paint.load()
        yield


def opened(png: bytes) -> Image.Image:
    """A picture, wholly read."""
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def test_it_is_a_png_that_is_sharp_and_light() -> None:
    """990 pixels across, on its own ground, far below what Discord takes."""
    png = paint.png(CHART)
    image = opened(png)
    assert (image.format, image.width) == ("PNG", 990)
    assert image.convert("RGB").getpixel((3, 3)) == pytest.approx(
        tuple(int(BACKGROUND[at : at + 2], 16) for at in (1, 3, 5)), abs=2
    )
    assert 5_000 < len(png) < 100_000


def test_the_same_chart_is_the_same_picture() -> None:
    """To the byte: nothing in it tells when or by what it was made."""
    png = paint.png(CHART)
    assert paint.png(CHART) == png
    assert opened(png).info == {}


def test_the_machine_s_fonts_are_not_looked_for() -> None:
    """Only the two that come with the packages are known: no start is slow for others."""
    from matplotlib import font_manager

    assert {entry.fname for entry in font_manager.fontManager.ttflist} == set(map(str, files()))


def test_a_dollar_is_a_dollar() -> None:
    """And no formula, which might be a wrong one."""
    paint.png(replace(CHART, title=Name(r"$\frac{ and $ of _{", "dollars")))


def test_no_letter_is_missing_from_the_bundled_vocabulary() -> None:
    """Every label and alias in each language, which no measure has to be in yet."""
    text = (FACTS / "vocabulary.yaml").read_text(encoding="utf-8")
    assert {letter for letter in text if not is_known(letter) and letter != "\n"} == set()


@pytest.mark.parametrize("language", sorted(path.stem for path in CATALOGUES.glob("*.po")))
def test_no_letter_is_missing_from_a_catalogue(language: str) -> None:
    """Whatever sentence a chart may come to have."""
    say = load(language)
    text = "".join(say._sentences.values())
    assert {letter for letter in text if not is_known(letter) and letter != "\n"} == set()


def test_letters_of_three_languages_are_drawn() -> None:
    """matplotlib warns of a letter that it draws as a box; a warning fails a test."""
    for title in (
        "Товарооборот Китая и России, ёЁ",
        "中俄双边贸易额（十亿美元）",
        "People’s “trade” – 5 °C",
    ):
        paint.png(replace(CHART, title=Name(title, "key")))


def test_a_letter_that_is_missing_is_known_when_it_is_met() -> None:
    """The test above can fail: this title would be drawn with a box."""
    rocket = replace(CHART, title=Name("🚀", "rocket"))
    with pytest.warns(UserWarning, match="missing from font"):
        paint.painted(picture(rocket, paint.width_of_text())).savefig(io.BytesIO())
    assert spelled(rocket, is_known).title.text == "rocket"
    paint.png(rocket)
