"""The bot as it is put together: what has to be done by the clock is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.assembly import assemble
from bot.charts.pictures import Pictures
from bot.config import Settings
from bot.publish.folders import Folders
from bot.publish.reloader import Reloader
from bot.publish.served import ServedFacts
from bot.state.database import StateDatabase
from bot.state.generations import Generations
from bot.state.questions import Questions
from bot.state.reports import Filing, Reports
from bot.wording.wordings import Wordings

NOON = datetime(2024, 3, 2, 12, 0, tzinfo=UTC)


async def test_what_is_kept_for_ninety_days_goes_though_nobody_asks_anything(
    tmp_path: Path,
) -> None:
    """Questions and closed reports, on any day on which the bot runs."""
    time = NOON
    async with await StateDatabase.open(tmp_path, now=lambda: time) as state:
        facts, generations = ServedFacts(), Generations(state)
        reloader = Reloader(Folders(tmp_path, None, tmp_path), generations, facts, kept=3)
        client = assemble(
            facts,
            reloader,
            state,
            Settings(),
            Wordings(),
            Pictures(),
            now=lambda: time,
            local=False,
        )
        questions, reports = Questions(state), Reports(state)
        old = await questions.save("old")
        await reports.file(Filing(70, None, "reed-2020/crane", "g", "wrong"))
        await reports.close(1, 90, "Put right.")
        scheduler = client._daily
        assert scheduler is not None
        time = NOON + timedelta(days=1)
        recent = await questions.save("recent")
        await scheduler.tick()
        assert len(await reports.closed()) == 1
        time = NOON + timedelta(days=91)
        await scheduler.tick()
        assert await questions.load(old) is None
        assert await questions.load(recent) == "recent"
        assert await reports.closed() == ()
        await client.close()
