"""Charts through a simulated Discord: the picture, its words, its pages, and its faults."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.answers.chart import Chart
from bot.charts.painter import Painter, PaintingFailed
from bot.charts.pictures import Pictures
from tests.end_to_end.scene import Scene, Shown

CONTAINER, TEXT, GALLERY = 17, 10, 12
"""Discord's component types."""

ASIDE = (
    "-# The chart shows 10 values, numbered to their footnotes. It holds the values of all pages."
)


def gallery(answer: Shown) -> dict[str, Any] | None:
    """The one item of an answer's gallery, None without one."""
    container, *_ = answer.message.components
    assert container["type"] == CONTAINER
    items = [part["items"] for part in container["components"] if part["type"] == GALLERY]
    assert len(items) < 2
    return items[0][0] if items else None


async def picture(answer: Shown) -> Image.Image:
    """The picture on an answer: its one attachment, which its gallery shows."""
    [attachment] = answer.message.attachments
    assert attachment.filename == "figures.png"
    item = gallery(answer)
    assert item is not None
    assert item["media"]["url"] == attachment.url
    image = Image.open(io.BytesIO(await attachment.read()))
    image.load()
    return image


async def draw_by(scene: Scene, painter: Painter) -> None:
    """Start the bot anew, with another painter for its charts."""

    async def start() -> Painter:
        return painter

    scene.pictures = Pictures(start)
    scene._stack.push_async_callback(scene.pictures.close)
    await scene.restart()


class Broken:
    """A painter that cannot, or takes too long."""

    def __init__(self, *, slow: bool) -> None:
        self.slow = slow

    async def paint(self, chart: Chart) -> bytes:
        if self.slow:
            await asyncio.sleep(4)
        raise PaintingFailed("no ink", ended=False)

    async def end(self) -> None:
        """Nothing is held."""


async def test_a_measure_s_figures_have_their_picture(scene: Scene) -> None:
    """Between the heading and the values, with its words for those who do not see it."""
    answer = await scene.ask("figures", what="passengers")
    image = await picture(answer)
    assert (image.format, image.width) == ("PNG", 990)
    container, *_ = answer.message.components
    shown = [part["type"] for part in container["components"] if part["type"] in (TEXT, GALLERY)]
    assert shown == [TEXT, GALLERY, TEXT, TEXT, TEXT]
    assert answer.texts[1] == ASIDE
    item = gallery(answer)
    assert item is not None
    words = item["description"]
    assert words.startswith("Chart of Ferry passengers, in thousand people. 1980: about 80 [1].")
    assert words.endswith("1989: about 89 [1].")


async def test_what_has_no_chart_has_no_picture(scene: Scene) -> None:
    """Several measures, or fewer than three values that can be drawn."""
    for answer in (await scene.ask("figures"), await scene.ask("figures", what="cargo")):
        assert gallery(answer) is None
        assert answer.message.attachments == []


async def test_a_turned_page_has_one_picture(scene: Scene) -> None:
    """The new one in the place of the old one, in place and for a private copy."""
    answer = await scene.ask("figures", what="passengers")
    await scene.press(answer, "Next")
    assert "page 2 of 2" in answer.scope[0]
    assert (await picture(answer)).width == 990
    copy = await scene.private_copy(answer, "Previous", by=scene.stranger)
    assert "page 1 of 2" in copy.scope[0]
    assert (await picture(copy)).width == 990


async def test_words_behind_a_chart_have_no_picture(scene: Scene) -> None:
    """They are a message of their own."""
    answer = await scene.ask("figures", what="passengers")
    words = await scene.private_copy(answer, "Show source words")
    assert words.message.attachments == []
    assert gallery(words) is None


async def test_pages_turn_after_a_restart_and_a_reload(scene: Scene, later_facts: Path) -> None:
    """The picture is made anew, from what is live."""
    answer = await scene.ask("figures", what="passengers")
    await scene.restart()
    await scene.press(answer, "Next")
    assert (await picture(answer)).width == 990
    await scene.take_live(later_facts)
    await scene.press(answer, "Previous")
    assert (await picture(answer)).width == 990


async def test_who_types_a_measure_finds_the_painter_ready(scene: Scene) -> None:
    """It takes most of a second to load, which is about what it takes to choose."""
    assert scene.pictures._painter is None
    await scene.choices("figures", "topic", "h")
    await scene.env.settle()
    assert scene.pictures._painter is None
    assert "cargo" in (await scene.choices("figures", "what", "c")).values()
    await scene.env.settle()
    assert scene.pictures._painter is not None


@pytest.mark.parametrize("slow", [False, True])
async def test_an_answer_is_sent_without_a_picture_that_fails(
    scene: Scene, caplog: pytest.LogCaptureFixture, *, slow: bool
) -> None:
    """Or that takes too long: with all its values, and the log says why. A page that is turned
    loses the picture that it had."""
    answer = await scene.ask("figures", what="passengers")
    await draw_by(scene, Broken(slow=slow))
    await scene.press(answer, "Next")
    assert "page 2 of 2" in answer.scope[0]
    assert answer.message.attachments == []
    other = await scene.ask("figures", what="passengers")
    assert gallery(other) is None
    assert "**1980:** about 80 thousand people." in other.texts[1]
    assert "chart" not in other.text
    said = "it was not drawn within" if slow else "no ink"
    assert said in caplog.text


async def test_the_bundled_trade_is_drawn(bundled: Scene) -> None:
    """Floors as such; what has no number is counted."""
    answer = await bundled.ask("figures", what="bilateral-trade")
    await picture(answer)
    item = gallery(answer)
    assert item is not None
    assert "2021: 146.8 [1]. 2023: over 200 [3]." in item["description"]
    assert answer.texts[1].endswith("Left out, for want of a number or a date: 2.")
