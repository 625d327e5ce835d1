"""SIGINT and SIGTERM: an orderly end at any moment, and never a long one."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Iterator

LONGEST_END = 8
"""Seconds from a signal to the end at most; supervisors kill a process after ten."""

log = logging.getLogger(__name__)


@contextlib.contextmanager
def ended_by_signals() -> Iterator[asyncio.Event]:
    """The event that SIGINT or SIGTERM sets.

    The handlers are the process's, not the loop's: they run while a compile keeps the loop busy
    too. An end that takes longer than `LONGEST_END` is cut short; nothing is lost by that.
    """
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    begun = False

    def end(*_: object) -> None:
        nonlocal begun
        if not begun:
            begun = True
            signal.alarm(LONGEST_END)
            loop.call_soon_threadsafe(ended.set)

    def give_up(*_: object) -> None:
        # Where even the log hangs, the next alarm ends the process.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(1)
        log.warning("the end took longer than %s seconds and is cut short", LONGEST_END)
        os._exit(0)

    handlers = {signal.SIGINT: end, signal.SIGTERM: end, signal.SIGALRM: give_up}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield ended
    finally:
        # A second signal is not to break off the end, and Python drops its handlers before it.
        after = {signal.SIGINT: signal.SIG_IGN, signal.SIGTERM: signal.SIG_IGN} if begun else before
        for number, handler in after.items():
            signal.signal(number, handler)
