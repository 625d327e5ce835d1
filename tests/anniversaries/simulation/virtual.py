"""Virtual time: an event loop that leaps to its next timer, and SQLite without a thread.

Everything happens in one thread and in one order, so that a seed makes the same run again.
"""

from __future__ import annotations

import asyncio
import contextvars
import selectors
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from unittest import mock

import aiosqlite

T = TypeVar("T")

TASKS: contextvars.ContextVar[list[asyncio.Task[Any]] | None] = contextvars.ContextVar(
    "TASKS", default=None
)
"""Where the tasks that are made in this context are listed; those that they make, too."""

LEAST_LEAP = 1e-6


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time stands still while there is work, and leaps where there is none."""

    def __init__(self) -> None:
        self.virtual = 0.0
        super().__init__(_Leaping(self))
        self.set_task_factory(_listed)  # type: ignore[arg-type]

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self.virtual

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> Any:
        """Do it at once."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001
            future.set_exception(error)
        return future


class _Leaping(selectors.SelectSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everything waits for something that will never come")
        if timeout > 0:
            self._loop.virtual += max(timeout, LEAST_LEAP)
        return []


def _listed(
    loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, Any], **options: Any
) -> asyncio.Task[Any]:
    task = asyncio.Task(coro, loop=loop, **options)
    tasks = TASKS.get()
    if tasks is not None:
        tasks.append(task)
    return task


class Inline(aiosqlite.Connection):
    """Runs each statement where it is asked for; others have their turn before each change."""

    def __await__(self) -> Generator[Any, None, aiosqlite.Connection]:
        return self._connect().__await__()

    async def _connect(self) -> aiosqlite.Connection:
        if self._connection is None:
            self._connection = self._connector()
        return self

    async def _execute(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        if args and not args[0].lstrip().startswith("select"):
            await asyncio.sleep(0)
        return fn(*args, **options)

    def stop(self) -> None:
        """Nothing runs that had to be stopped."""
        self._running = False


@contextmanager
def inline_sqlite() -> Iterator[None]:
    """Let aiosqlite work without its thread."""
    with mock.patch("aiosqlite.core.Connection", Inline):
        yield


def run_virtually(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run `work` to its end in a virtual loop of its own; what it leaves under way is cancelled."""
    with inline_sqlite(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work())
