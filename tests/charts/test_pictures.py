"""Pictures are drawn once and kept; one that fails or is slow is left out, never waited for."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.answers.chart import Chart
from bot.charts.painter import Painter, PainterProcess, PaintingFailed
from bot.charts.pictures import WAITING, Pictures
from tests.charts.make import CHART

CHARTS = [replace(CHART, aside=str(number)) for number in range(WAITING + 2)]


class Easel:
    """A painter by hand: it gives ten bytes for a chart, when it may."""

    def __init__(self) -> None:
        self.painted: list[str] = []
        self.started = self.ended = 0
        self.may = asyncio.Event()
        self.may.set()
        self.fault: Exception | None = None

    async def start(self) -> Painter:
        self.started += 1
        return self

    async def paint(self, chart: Chart) -> bytes:
        self.painted.append(chart.aside)
        await self.may.wait()
        if self.fault is not None:
            raise self.fault
        return chart.aside.rjust(10).encode()

    async def end(self) -> None:
        self.ended += 1


async def test_a_chart_is_drawn_once_for_all_who_ask() -> None:
    """Those who ask at the same time share it, and those who ask later have it at once."""
    easel = Easel()
    pictures = Pictures(easel.start)
    at_once = await asyncio.gather(*(pictures.picture(CHARTS[1], 1) for _ in range(5)))
    assert {*at_once, await pictures.picture(CHARTS[1], 0)} == {b"         1"}
    assert (easel.painted, easel.started) == (["1"], 1)
    await pictures.close()
    assert easel.ended == 1


async def test_what_is_kept_is_bounded_by_its_bytes() -> None:
    """The picture not asked for longest goes first."""
    easel = Easel()
    pictures = Pictures(easel.start, room=25)
    for number in (1, 2, 1, 3, 1, 2):
        await pictures.picture(CHARTS[number], 1)
    assert easel.painted == ["1", "2", "3", "2"]
    await pictures.close()


async def test_what_is_slow_is_left_out_and_there_the_next_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nobody waits for it, but it is drawn to its end."""
    easel = Easel()
    easel.may.clear()
    pictures = Pictures(easel.start)
    assert await pictures.picture(CHARTS[1], 0.01) is None
    assert "it was not drawn within 0.0 seconds" in caplog.text
    easel.may.set()
    assert await pictures.picture(CHARTS[1], 1) == b"         1"
    assert easel.painted == ["1"]
    await pictures.close()


async def test_a_fault_costs_the_picture_and_is_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The painter stays, unless it is done for."""
    easel = Easel()
    pictures = Pictures(easel.start)
    for ended in (False, True):
        easel.fault = PaintingFailed("no ink", ended=ended)
        assert await pictures.picture(CHARTS[1], 1) is None
        assert "no ink" in caplog.text
        caplog.clear()
    # The one that was there before may have been at its end; the new one tried in its place.
    assert (easel.started, easel.ended) == (2, 2)
    assert await pictures.picture(CHARTS[1], 1) is None
    assert (easel.started, easel.ended) == (3, 3)
    assert easel.painted == ["1"] * 4
    easel.fault = None
    assert await pictures.picture(CHARTS[1], 1) == b"         1"
    assert easel.started == 4
    await pictures.close()


async def test_a_painter_that_has_ended_costs_no_picture() -> None:
    """It was killed while it had nothing to do, for its memory say: a new one draws."""
    pictures = Pictures()
    assert await pictures.picture(CHARTS[1], 60) is not None
    painter = pictures._painter
    assert isinstance(painter, PainterProcess)
    painter._process.kill()
    await painter._process.wait()
    assert await pictures.picture(CHARTS[2], 60) is not None
    assert pictures._painter is not painter
    await pictures.close()


async def test_a_painter_that_hangs_is_ended() -> None:
    """And the next chart has a new one; that chart is not tried again at once."""
    easel = Easel()
    easel.may.clear()
    pictures = Pictures(easel.start, hung=0.01)
    for _ in range(3):
        assert await pictures.picture(CHARTS[1], 5) is None
    assert (easel.painted, easel.ended) == (["1"], 1)
    easel.may.set()
    assert await pictures.picture(CHARTS[2], 5) == b"         2"
    assert easel.started == 2
    await pictures.close()


async def test_a_chart_that_hung_is_tried_again_after_a_while() -> None:
    """The machine may have been at fault."""
    easel = Easel()
    easel.may.clear()
    pictures = Pictures(easel.start, hung=0.01, again=0.05)
    assert await pictures.picture(CHARTS[1], 5) is None
    easel.may.set()
    await asyncio.sleep(0.2)
    assert await pictures.picture(CHARTS[1], 5) == b"         1"
    await pictures.close()


async def test_a_crowd_is_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    """What is asked for beyond it is left out at once."""
    easel = Easel()
    easel.may.clear()
    pictures = Pictures(easel.start)
    crowd = [asyncio.ensure_future(pictures.picture(one, 5)) for one in CHARTS[:WAITING]]
    await asyncio.sleep(0)
    assert await pictures.picture(CHARTS[WAITING], 5) is None
    assert "16 others are being drawn" in caplog.text
    easel.may.set()
    assert None not in await asyncio.gather(*crowd)
    await pictures.close()


async def test_a_painter_with_nothing_to_do_is_let_go() -> None:
    """And is there again for the next chart."""
    easel = Easel()
    pictures = Pictures(easel.start, idle=0.01)
    await pictures.picture(CHARTS[1], 1)
    for _ in range(500):
        if easel.ended:
            break
        await asyncio.sleep(0.01)
    assert easel.ended == 1
    await pictures.picture(CHARTS[2], 1)
    assert easel.started == 2
    await pictures.close()


async def test_a_painter_can_be_made_ready_before_the_first_chart() -> None:
    """By whoever expects one; a second time is once, and a fault is for the chart to tell."""
    easel = Easel()
    pictures = Pictures(easel.start)
    for _ in range(3):
        pictures.prepare()
        await asyncio.sleep(0)
    assert (easel.started, easel.painted) == (1, [])
    assert await pictures.picture(CHARTS[1], 1) == b"         1"
    assert easel.started == 1
    await pictures.close()
    assert easel.ended == 1

    async def fail() -> Painter:
        raise PaintingFailed("no process", ended=True)

    pictures = Pictures(fail)
    pictures.prepare()
    await asyncio.sleep(0)
    assert await pictures.picture(CHARTS[1], 1) is None
    await pictures.close()


async def test_closing_ends_what_is_being_drawn() -> None:
    """Who waits for it goes without."""
    easel = Easel()
    easel.may.clear()
    pictures = Pictures(easel.start)
    waiting = asyncio.ensure_future(pictures.picture(CHARTS[1], 60))
    await asyncio.sleep(0.01)
    await pictures.close()
    assert await waiting is None
    assert easel.ended == 1
