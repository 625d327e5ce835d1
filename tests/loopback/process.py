"""The bot as a real process against the loopback Discord, started as a user starts it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from tests.loopback.server import TOKEN, Loopback
from tests.loopback.waiting import HANGING, until

PROJECT = Path(__file__).parents[2]


class Options(TypedDict, total=False):
    """How a bot is started.

    `before` names functions that the launcher calls first, `program` what it then runs with
    `arguments`; without these it is `python -m bot run`. `settings` come on top of those that
    every test has.
    """

    before: Sequence[str]
    program: str
    arguments: Sequence[str]
    settings: dict[str, str]


class BotProcess:
    """A running bot. `log` and `printed` are what it has written so far."""

    def __init__(self, process: asyncio.subprocess.Process, out: Path, err: Path) -> None:
        self.process = process
        self._out = out
        self._err = err

    @property
    def log(self) -> str:
        """Standard error: the log."""
        return self._err.read_text(encoding="utf-8")

    @property
    def printed(self) -> str:
        """Standard output."""
        return self._out.read_text(encoding="utf-8")

    async def logs(self, text: str, seconds: float = HANGING) -> None:
        """Wait until the log holds a text; raises `TimeoutError`."""
        await until(lambda: text in self.log, seconds)

    def threads(self) -> int | None:
        """How many threads it has; None on a system without /proc."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        return int(status.partition("Threads:")[2].split()[0])

    def open_files(self) -> int | None:
        """How many files and sockets it has open; None on a system without /proc."""
        folder = Path(f"/proc/{self.process.pid}/fd")
        return len(list(folder.iterdir())) if folder.exists() else None

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    async def ended(self, seconds: float = HANGING) -> int:
        """Wait for the end; the exit status. Raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            return await self.process.wait()


@contextlib.asynccontextmanager
async def start(
    server: Loopback, folder: Path, **options: Unpack[Options]
) -> AsyncIterator[BotProcess]:
    """Start the bot on `folder/facts` and `folder/data`; killed at last if it still runs.

    It need not have connected yet.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    environment = {
        **kept,
        "PYTHONPATH": str(PROJECT),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONWARNINGS": "error::ResourceWarning,error::RuntimeWarning",
        "DISCORD_TOKEN": TOKEN,
        "FOOTNOTE_FACTS_DIR": str(folder / "facts"),
        "FOOTNOTE_DATA_DIR": str(folder / "data"),
        **options.get("settings", {}),
    }
    out, err = folder / "stdout.txt", folder / "stderr.txt"
    launching = ["--discord", server.address]
    launching += ["--program", options.get("program", "bot.__main__:main")]
    launching += [part for name in options.get("before", ()) for part in ("--before", name)]
    arguments = options.get("arguments", ("run",))
    with out.open("ab") as stdout, err.open("ab") as stderr:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.loopback.launcher", *launching, "--", *arguments),
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
        )
    try:
        yield BotProcess(process, out, err)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@contextlib.asynccontextmanager
async def connected(
    server: Loopback, folder: Path, **options: Unpack[Options]
) -> AsyncIterator[BotProcess]:
    """Like `start`, and wait until it has identified itself. Raises with its log if it ends."""
    reached = server.gateway.counts["identified"] + 1
    async with start(server, folder, **options) as bot:
        ready = asyncio.ensure_future(server.gateway.reached("identified", reached))
        ended = asyncio.ensure_future(bot.process.wait())
        try:
            await asyncio.wait((ready, ended), return_when=asyncio.FIRST_COMPLETED)
            if not ready.done():
                raise AssertionError(f"the bot ended with {ended.result()}:\n{bot.log}")
            await ready
        finally:
            ready.cancel()
            ended.cancel()
        yield bot
