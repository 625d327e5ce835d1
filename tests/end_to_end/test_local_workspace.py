"""The local workspace as a newcomer meets it: started by its command, used in a browser."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.end_to_end.browser import Workspace, open_page

START = (sys.executable, "-m", "bot", "run")
"""The only thing to change when the bot is started differently."""
PROJECT = Path(__file__).parents[2]
URL = re.compile(r"http://127\.0\.0\.1:\d+/#\S+")
START_SECONDS = 60
STOP_SECONDS = 20


@contextlib.asynccontextmanager
async def started(folder: Path, port: int = 0) -> AsyncIterator[tuple[Process, list[str]]]:
    """The workspace's process and the lines it has printed, with its data in `folder`."""
    environment = {
        **os.environ,
        "DISCORD_TOKEN": "",  # empty, not absent: a developer's .env must not win
        "FOOTNOTE_DATA_DIR": str(folder),
        "PYTHONUNBUFFERED": "1",
    }
    process = await asyncio.create_subprocess_exec(
        *START, "--port", str(port), cwd=PROJECT, env=environment, stdout=PIPE, stderr=STDOUT
    )
    lines: list[str] = []

    async def read() -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            lines.append(line.decode(errors="replace"))

    reader = asyncio.create_task(read())
    try:
        yield process, lines
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await reader


async def address(process: Process, lines: list[str]) -> str:
    """The page's address, once the process has printed it."""
    async with asyncio.timeout(START_SECONDS):
        while True:
            if found := URL.search("".join(lines)):
                return found.group()
            assert process.returncode is None, "".join(lines)
            await asyncio.sleep(0.05)


@pytest.mark.browser
async def test_a_newcomer_asks_for_a_timeline_and_turns_its_page(
    chromium: Path, tmp_path: Path
) -> None:
    """Typing /timeline, taking a suggestion, sending and pressing Next shows pages 1 and 2."""
    async with (
        started(tmp_path / "data") as (process, lines),
        open_page(chromium, await address(process, lines)) as page,
    ):
        workspace = Workspace(page)
        await workspace.is_shown()
        assert "/timeline" in await workspace.messages.first.inner_text()

        await workspace.pick_command("timeline")
        await workspace.pick_choice("topic", "ener", "Energy")
        answer = await workspace.run()
        await page.screenshot(path=tmp_path / "page-1.png")
        first = await answer.inner_text()
        assert "Timeline: Energy" in first
        assert "page 1 of" in first

        await workspace.press(answer, "Next")
        await answer.get_by_text("page 2 of").wait_for()
        await page.screenshot(path=tmp_path / "page-2.png")


@pytest.mark.browser
async def test_a_manager_sees_where_daily_posts_go(chromium: Path, tmp_path: Path) -> None:
    """No channel is offered that the page does not show; the first set tells the next posts."""
    async with (
        started(tmp_path / "data") as (process, lines),
        open_page(chromium, await address(process, lines)) as page,
    ):
        workspace = Workspace(page)
        await workspace.is_shown()
        await workspace.look_through("Ada (admin)")
        await page.get_by_text("Preview ready").wait_for()
        await workspace.pick_command("anniversaries set")
        await page.locator("#command-suggestion-listbox [data-value=channel]").click()
        channels = page.locator("#command-suggestion-listbox [role=option]")
        await channels.filter(has_text="try-footnote").wait_for()
        assert await channels.count() == 1
        await channels.click()
        answer = await (await workspace.run()).inner_text()
        assert "Channel: #try-footnote" in answer
        assert "The next 3 posts:" in answer


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
async def test_a_signal_ends_it_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C and SIGTERM end the process at once, without a traceback."""
    async with started(tmp_path / "data") as (process, lines):
        await address(process, lines)
        process.send_signal(number)
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
        assert (process.returncode, "Traceback" in "".join(lines)) == (0, False)
