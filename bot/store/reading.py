"""The facts database as a reader has it: read-only connections and what their rows mean."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar
from urllib.parse import quote

from bot.corpus.model import Kind
from bot.errors import StoreError
from bot.store.documents import Documents
from bot.store.kept import Kept
from bot.store.models import Told

CONNECTIONS = 2
THREADS = 8
"""More than connections, so that what asks the file nothing waits for none of them."""
IN_MEMORY = 4 * 1024 * 1024
"""Up to so many bytes, some 1,500 facts, a file is read whole: to ask it then is to calculate."""
FACTS = 4096
"""How many facts are kept as they were read from their documents, some 3 KiB each."""

_KINDS: dict[str, Kind] = {"event": "event", "figure": "figure", "quote": "quote"}
FACT = "f.public_id, f.kind, f.seal, f.document"
"""The columns of `fact f` that `Reader.told` takes."""
MAX_NUMBER = 2**31
Value = str | int | None
T = TypeVar("T")


def bounded(number: int) -> int:
    """A limit or an offset that SQLite takes: it reads a negative limit as none."""
    return max(0, min(number, MAX_NUMBER))


class Reader:
    """Asks a facts database. Made by `open`, and closed by whoever opened it.

    What asks it waits for it: on the event loop, that is done in one `run` for all of an answer.
    """

    def __init__(self, path: Path, connections: Sequence[sqlite3.Connection]) -> None:
        self._path = path
        self._connections = tuple(connections)
        self._free: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        for connection in connections:
            self._free.put(connection)
        # One connection alone is that of a file in memory, which nobody has to wait for.
        self._in_memory = len(connections) == 1
        self._threads = ThreadPoolExecutor(THREADS)  # each is started when it is needed
        self._facts: Kept[str, Told] = Kept(FACTS)
        self.documents = Documents()

    @classmethod
    async def open(cls, path: Path) -> Reader:
        """Connect to a file that nobody will change; raises `StoreError`."""
        try:
            return cls(path, await asyncio.to_thread(_connections, path))
        except (sqlite3.Error, OSError, ValueError) as error:
            raise StoreError(f"{path} can't be opened as a facts database: {error}") from error

    async def close(self) -> None:
        """Close the connections when none is at work; a second time does nothing."""
        await asyncio.to_thread(self._threads.shutdown)
        for connection in self._connections:
            connection.close()

    async def run(self, work: Callable[[], T], *, long: bool = False) -> T:
        """What `work`, which asks this reader, gives.

        It runs in a thread, unless the file is in memory and the work is no `long` one: to wake a
        thread and to hand the interpreter's lock over takes longer than most questions do. So an
        answer does it once.
        """
        if self._in_memory and not long:
            return work()
        try:
            turn = asyncio.get_running_loop().run_in_executor(self._threads, work)
        except RuntimeError as error:
            raise self.broken("it is closed") from error
        return await turn

    def fetch(self, sql: str, values: Iterable[Value] = ()) -> list[tuple[Any, ...]]:
        """All rows of an answer; raises `StoreError`."""
        connection = self._free.get()
        try:
            return connection.execute(sql, tuple(values)).fetchall()
        except (sqlite3.Error, ValueError) as error:  # ValueError: a value that is no text
            raise self.broken(error) from error
        finally:
            self._free.put(connection)

    def broken(self, why: object) -> StoreError:
        """The error to raise for a file that does not hold what it should."""
        return StoreError(f"{self._path} can't be read: {why}")

    def facts(self, rest: str, values: Iterable[Value]) -> tuple[Told, ...]:
        """The facts of an answer; `rest` is the SQL from FROM on, with `fact f` in it."""
        return tuple(self.told(*row) for row in self.fetch(f"SELECT {FACT} {rest}", values))

    def kept(self, public_id: str) -> Told | None:
        """A fact that was read lately."""
        return self._facts.get(public_id)

    def told(self, public_id: str, kind: str, seal: str | None, document: str) -> Told:
        """A fact from its row; raises `StoreError` when the row makes none."""
        kept = self._facts.get(public_id)
        if kept is not None:
            return kept
        try:
            known = _KINDS[kind]
            fact = self.documents.facts[known].of_document(document)
        except (KeyError, ValueError) as error:
            raise self.broken(f"{public_id} is no fact: {error}") from error
        told = Told(known, public_id.partition("/")[0], fact, seal)
        return self._facts.keep(public_id, told)


def _connections(path: Path) -> list[sqlite3.Connection]:
    """Several to a file, or one to a small file's copy in memory; whichever thread asks them."""
    # immutable: SQLite takes no locks and looks for no journal, as the file never changes.
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    if path.stat().st_size > IN_MEMORY:
        made = [
            sqlite3.connect(address, uri=True, check_same_thread=False) for _ in range(CONNECTIONS)
        ]
    else:
        made = [sqlite3.connect(":memory:", check_same_thread=False)]
        with closing(sqlite3.connect(address, uri=True)) as file:
            file.backup(made[0])
    for connection in made:
        connection.execute("PRAGMA query_only = 1")
        connection.execute("PRAGMA cache_size = -16384")
    return made
