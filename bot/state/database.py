"""`state.db`: one connection, one owner, one transaction at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

from bot.errors import StateError
from bot.state.faults import explain
from bot.state.lock import FolderLock
from bot.state.migrate import BUSY_SECONDS, DURABLE, MIGRATIONS, migrate

DATABASE_FILE = "state.db"

Value = str | int | float | bytes | None
Parameters = Sequence[Value] | Mapping[str, Value]
Row = tuple[Any, ...]
T = TypeVar("T")


class Transaction:
    """The statements of one transaction; of no use once its block has ended."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._over = False

    async def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement; return how many rows it changed (-1 for one that changes none)."""
        self._refuse_if_over()
        with _explained(self._path):
            async with self._connection.execute(sql, parameters) as cursor:
                return cursor.rowcount

    async def fetch_all(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Return all rows of a query."""
        self._refuse_if_over()
        with _explained(self._path):
            return [tuple(r) for r in await self._connection.execute_fetchall(sql, parameters)]

    async def fetch_one(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """Return the first row of a query, or None."""
        rows = await self.fetch_all(sql, parameters)
        return rows[0] if rows else None

    def end(self) -> None:
        """Make a later use of this object an error; neither commits nor undoes."""
        self._over = True

    def _refuse_if_over(self) -> None:
        if self._over:
            raise RuntimeError("this transaction is over")


class StateDatabase:
    """The durable state. Made by `open`, closed by `close` or as an async context manager.

    A connection left open keeps the process from ending. Errors of the file (full disk, damage,
    permissions) are raised as StateError; errors of a statement stay `sqlite3.Error`.
    """

    def __init__(
        self,
        path: Path,
        lock: FolderLock,
        connection: aiosqlite.Connection,
        now: Callable[[], datetime],
    ) -> None:
        self.path = path
        self._lock = lock
        self._connection = connection
        self._now = now
        self._turn = asyncio.Lock()
        self._whose_turn: asyncio.Task[Any] | None = None
        self._closed = False

    @classmethod
    async def open(
        cls, folder: Path, *, now: Callable[[], datetime], migrations: Path = MIGRATIONS
    ) -> Self:
        """Open, or make, the `state.db` of a folder, and bring it up to date.

        Raises StateLocked if another process has it, StateError if it can't be used, ValueError
        if `now` tells times without a zone.
        """
        opening = asyncio.ensure_future(cls._open(folder, now, migrations))
        try:
            return await to_the_end(opening)
        except asyncio.CancelledError:
            if not opening.cancelled() and opening.exception() is None:
                await opening.result().close()
            raise

    @classmethod
    async def _open(cls, folder: Path, now: Callable[[], datetime], migrations: Path) -> Self:
        path = folder / DATABASE_FILE
        lock = await asyncio.to_thread(_prepare, path, migrations, _in_utc(now()))
        try:
            with _explained(path):
                connection = await _connect(path)
        except BaseException:
            lock.release()
            raise
        return cls(path, lock, connection, now)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Let the running transaction end, then close; harmless when done already."""
        self._refuse_own_turn()
        await to_the_end(self._close())

    async def _close(self) -> None:
        async with self._turn:
            if self._closed:
                return
            self._closed = True
            try:
                await self._connection.close()
            finally:
                self._lock.release()

    def now(self) -> datetime:
        """Return the time in UTC, by the clock that was handed in."""
        return _in_utc(self._now())

    def stamp(self) -> str:
        """Return the time as it is stored: UTC, ISO 8601, in seconds."""
        return self.now().isoformat(timespec="seconds")

    def today(self) -> date:
        """Return the day in UTC."""
        return self.now().date()

    async def fetch_all(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Return all rows of a query, as committed."""
        async with self._alone():
            return await Transaction(self._connection, self.path).fetch_all(sql, parameters)

    async def fetch_one(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """Return the first row of a query, as committed, or None."""
        rows = await self.fetch_all(sql, parameters)
        return rows[0] if rows else None

    async def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement as a transaction of its own; return how many rows it changed."""
        async with self.transaction() as transaction:
            return await transaction.execute(sql, parameters)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Run a block as one transaction: committed if the block ends, undone if it raises.

        A task that is cancelled inside the block, or before the commit has begun, leaves nothing
        behind; one that is cancelled during the commit may find the change saved. Nothing slow
        belongs in the block, such as a request to Discord: all other users of the state wait.
        """
        async with self._alone():
            transaction = Transaction(self._connection, self.path)
            try:
                await transaction.execute("begin immediate")
                yield transaction
            except BaseException:
                await to_the_end(self._connection.rollback())
                raise
            else:
                await to_the_end(self._commit(transaction))
            finally:
                transaction.end()

    async def _commit(self, transaction: Transaction) -> None:
        try:
            # Not Connection.commit(), which says nothing if SQLite had undone the transaction.
            await transaction.execute("commit")
        except BaseException:
            await self._connection.rollback()
            raise

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        self._refuse_own_turn()
        async with self._turn:
            if self._closed:
                raise StateError(f"{self.path} has been closed.")
            self._whose_turn = asyncio.current_task()
            try:
                yield
            finally:
                self._whose_turn = None

    def _refuse_own_turn(self) -> None:
        if self._whose_turn is not None and self._whose_turn is asyncio.current_task():
            raise RuntimeError("inside a transaction, use the transaction: this would wait forever")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if explained := explain(error, path):
            raise explained from error
        raise


async def to_the_end(work: Coroutine[Any, Any, T] | asyncio.Future[T]) -> T:
    """Return the result of `work`; a cancellation meanwhile is kept until the work has ended."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    if not task.cancelled():
        task.exception()  # read, so that asyncio does not report it as forgotten
    raise cancelled


def _in_utc(time: datetime) -> datetime:
    if time.tzinfo is None:
        raise ValueError("the clock of the state must tell times with a zone")
    return time.astimezone(UTC)


def _prepare(path: Path, migrations: Path, at: datetime) -> FolderLock:
    """Make the folder, lock it and migrate the database; blocks."""
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(f"The folder {folder} cannot be made ({error.strerror}).") from error
    lock = FolderLock(folder)
    try:
        migrate(path, migrations, at)
    except BaseException:
        lock.release()
        raise
    return lock


async def _connect(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        for setting in (*DURABLE, "foreign_keys = on"):
            async with connection.execute(f"pragma {setting}"):
                pass
    except BaseException:
        with suppress(sqlite3.Error):
            await connection.close()
        raise
    return connection
