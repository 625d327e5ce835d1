"""Signals: SIGINT and SIGTERM, an orderly end at any moment, never a long one; SIGHUP, a reload."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_END = 8
"""Seconds from a signal to the end at most; supervisors kill a process after ten."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Signals:
    """What signals have asked for: an end, and to reload, which whoever does it clears."""

    ended: asyncio.Event
    reload: asyncio.Event


@contextlib.contextmanager
def heeded() -> Iterator[Signals]:
    """Heed SIGINT and SIGTERM, which set `ended`, and SIGHUP, which sets `reload`.

    SIGHUP because the terminal was closed is an end, too, or nothing to a process that `nohup`
    started. The handlers are the process's, not the loop's: they run while a compile keeps the loop
    busy too. An end that takes longer than `LONGEST_END` is cut short; nothing is lost by that.
    """
    loop = asyncio.get_running_loop()
    signals = Signals(asyncio.Event(), asyncio.Event())
    begun = False
    in_terminal = _has_terminal()
    outlives_terminal = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN

    def end(*_: object) -> None:
        nonlocal begun
        if not begun:
            begun = True
            signal.alarm(LONGEST_END)
            loop.call_soon_threadsafe(signals.ended.set)

    def hang_up(*_: object) -> None:
        nonlocal in_terminal
        if in_terminal and not _has_terminal():
            in_terminal = False
            if not outlives_terminal:
                end()
        else:
            loop.call_soon_threadsafe(signals.reload.set)

    def give_up(*_: object) -> None:
        # Where even the log hangs, the next alarm ends the process.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(1)
        log.warning("the end took longer than %s seconds and is cut short", LONGEST_END)
        os._exit(0)

    handlers = {
        signal.SIGINT: end,
        signal.SIGTERM: end,
        signal.SIGHUP: hang_up,
        signal.SIGALRM: give_up,
    }
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        with _waking(loop):
            yield signals
    finally:
        # A second signal is not to break off the end, and Python drops its handlers before it.
        ignored = dict.fromkeys((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), signal.SIG_IGN)
        for number, handler in (ignored if begun else before).items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _waking(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Have every signal wake the loop, which else sleeps on where one comes just before its wait.

    Python only notes that a signal came, and calls its handler when its own code goes on.
    """
    woken, waker = socket.socketpair()
    with woken, waker:
        woken.setblocking(False)
        waker.setblocking(False)
        loop.add_reader(woken, woken.recv, 4096)
        before = signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            loop.remove_reader(woken)


def _has_terminal() -> bool:
    """Whether this process has a controlling terminal, and it is still there."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True
