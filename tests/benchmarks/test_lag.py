"""What holds up an event loop is seen from outside."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.benchmarks import lag
from tests.benchmarks.lag import Span, lags


async def test_work_that_holds_up_the_loop_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the span in which it was, by the clock and by the loop's own work; a rest in another."""
    monkeypatch.setattr(lag, "_TOGETHER", 1)
    watching = asyncio.create_task(lag._watch(tmp_path / "lag.txt"))
    await asyncio.sleep(0.02)
    begun, cpu = time.monotonic(), time.thread_time()
    while time.thread_time() < cpu + 0.05:
        pass
    worked = Span(begun, time.monotonic() + 0.02)
    await asyncio.sleep(0.1)
    rested = Span(worked.ended + 0.05, time.monotonic())
    watching.cancel()
    busy, calm = lags(tmp_path, [worked]), lags(tmp_path, [rested])
    assert max(lag.worked for lag in busy) >= 50
    assert max(lag.late for lag in busy) >= 40
    assert max(lag.worked for lag in calm) < 40
