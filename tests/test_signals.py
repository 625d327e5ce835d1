"""SIGHUP: a reload, unless it says that the terminal was closed."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).parents[1]
_HEEDING = """
import asyncio, os, sys
from bot.signals import heeded

async def main():
    said = int(sys.argv[1])
    with heeded() as signals:
        os.write(said, b"heeds\\n")
        ended = asyncio.create_task(signals.ended.wait())
        while not ended.done():
            asked = asyncio.create_task(signals.reload.wait())
            await asyncio.wait((ended, asked), return_when=asyncio.FIRST_COMPLETED)
            if signals.reload.is_set():
                signals.reload.clear()
                os.write(said, b"reload\\n")
        os.write(said, b"ended\\n")

asyncio.run(main())
"""


class Heeding:
    """A process in a terminal of its own; what it says comes by another way."""

    def __init__(self, pid: int, terminal: int, said: int) -> None:
        self.pid = pid
        self.terminal = terminal
        self.said = os.fdopen(said)

    def says(self) -> str:
        """The next line."""
        return self.said.readline().strip()


@contextmanager
def _heeding(before: object) -> Iterator[Heeding]:
    """Such a process, which was started with this for SIGHUP."""
    said, saying = os.pipe()
    os.set_inheritable(saying, True)
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            signal.signal(signal.SIGHUP, before)  # type: ignore[arg-type]
            os.chdir(PROJECT)
            os.execv(sys.executable, [sys.executable, "-c", _HEEDING, str(saying)])
        finally:
            os._exit(1)
    os.close(saying)
    made = Heeding(pid, terminal, said)
    try:
        assert made.says() == "heeds"
        yield made
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        made.said.close()


def test_a_signal_to_a_process_in_a_terminal_is_a_reload() -> None:
    """While the terminal is there; that it is closed is an end, as for other programs."""
    with _heeding(signal.SIG_DFL) as process:
        os.kill(process.pid, signal.SIGHUP)
        assert process.says() == "reload"
        os.close(process.terminal)
        assert process.says() == "ended"


def test_what_is_to_outlive_its_terminal_does() -> None:
    """Started by `nohup`: that the terminal is closed is nothing to it, and takes nothing live."""
    with _heeding(signal.SIG_IGN) as process:
        os.close(process.terminal)
        assert select.select([process.said], [], [], 1) == ([], [], [])
        os.kill(process.pid, signal.SIGHUP)
        assert process.says() == "reload"
        os.kill(process.pid, signal.SIGTERM)
        assert process.says() == "ended"
