"""The process that draws charts: real ones, its faults, and its end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.charts.painter import PainterProcess, PaintingFailed
from bot.processes import environment
from tests.charts.make import CHART


async def test_it_draws_one_chart_after_the_other_until_it_is_ended() -> None:
    """One that cannot be drawn is told with the reason, and the next is drawn."""
    painter = await PainterProcess.start()
    try:
        first = await painter.paint(CHART)
        assert first.startswith(b"\x89PNG")
        broken: Any = replace(CHART, values=())
        with pytest.raises(PaintingFailed, match="ValueError") as caught:
            await painter.paint(broken)
        assert not caught.value.ended
        assert await painter.paint(CHART) == first
    finally:
        await painter.end()
    with pytest.raises(PaintingFailed) as caught:
        await painter.paint(CHART)
    assert caught.value.ended
    await painter.end()


async def test_it_is_of_this_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Wherever the bot was started, and whatever else has its name there."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").write_text("raise SystemExit('not me')")
    monkeypatch.chdir(tmp_path)
    painter = await PainterProcess.start()
    try:
        assert (await painter.paint(CHART)).startswith(b"\x89PNG")
    finally:
        await painter.end()


def test_it_is_not_given_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that draws needs to be able to log in."""
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    assert "secret" not in environment().values()
