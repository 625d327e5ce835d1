"""SIGHUP: a reload, unless it says that the terminal was closed."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).parents[1]
LONG = 60
"""Seconds to wait for a word of the process; only against waiting for ever."""
_HEEDING = """
import asyncio, os, signal, sys

terminal, said, before = map(int, sys.argv[1:])
signal.signal(signal.SIGHUP, before)
os.login_tty(terminal)

from bot.signals import heeded

async def main():
    with heeded() as signals:
        os.write(said, b"heeds")
        ended = asyncio.create_task(signals.ended.wait())
        while not ended.done():
            asked = asyncio.create_task(signals.reload.wait())
            await asyncio.wait((ended, asked), return_when=asyncio.FIRST_COMPLETED)
            if signals.reload.is_set():
                signals.reload.clear()
                os.write(said, b"reload")
        os.write(said, b"ended")

asyncio.run(main())
"""

_ELSEWHERE = """
import asyncio, signal, threading, time
from bot.signals import heeded

def send():
    time.sleep(0.5)
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

async def main():
    with heeded() as signals:
        threading.Thread(target=send).start()
        await signals.ended.wait()

asyncio.run(main())
"""


class Heeding:
    """A process in a terminal of its own; what it says comes by another way."""

    def __init__(self, pid: int, terminal: int, said: int) -> None:
        self.pid = pid
        self.terminal = terminal
        self.said = said

    def says(self) -> str:
        """Its next word; it speaks only when it is sent a signal, one word for each."""
        assert select.select([self.said], [], [], LONG)[0], "it says nothing"
        return os.read(self.said, 100).decode()


@contextmanager
def _heeding(before: signal.Handlers) -> Iterator[Heeding]:
    """Such a process, which was started with this for SIGHUP.

    It takes its terminal itself. `pty.fork` would run Python's and libraries' handlers of a fork in
    the process of the tests, which has threads: such a fork may never come back.
    """
    terminal, inside = pty.openpty()
    said, saying = os.pipe()
    command = (sys.executable, "-c", _HEEDING, str(inside), str(saying), str(int(before)))
    process = subprocess.Popen(command, cwd=PROJECT, pass_fds=(inside, saying))
    os.close(inside)
    os.close(saying)
    made = Heeding(process.pid, terminal, said)
    try:
        assert made.says() == "heeds"
        yield made
    finally:
        process.kill()
        process.wait()
        os.close(said)


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


def test_a_signal_that_breaks_off_no_waiting_is_heeded_at_once() -> None:
    """It may come to another thread, or just before the loop waits, when nothing else wakes it."""
    subprocess.run((sys.executable, "-c", _ELSEWHERE), cwd=PROJECT, timeout=LONG, check=True)
