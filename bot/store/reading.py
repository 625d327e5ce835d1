"""The facts database as a reader has it: two read-only connections and what their rows mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import aiosqlite
from pydantic import ValidationError

from bot.corpus.model import Event, Fact, Figure, Kind, Quote
from bot.errors import StoreError
from bot.store.kept import Kept
from bot.store.models import Told

CONNECTIONS = 2
FACTS = 4096
"""How many facts are kept as they were read from their documents, some 3 KiB each."""

_MODELS: dict[str, tuple[Kind, type[Fact]]] = {
    "event": ("event", Event),
    "figure": ("figure", Figure),
    "quote": ("quote", Quote),
}
FACT = "f.public_id, f.kind, f.seal, f.document"
"""The columns of `fact f` that `Reader.told` takes."""
MAX_NUMBER = 2**31
Value = str | int | None


def bounded(number: int) -> int:
    """A limit or an offset that SQLite takes: it reads a negative limit as none."""
    return max(0, min(number, MAX_NUMBER))


class Reader:
    """Asks a facts database. Made by `open`, and closed by whoever opened it."""

    def __init__(self, path: Path, connections: Sequence[aiosqlite.Connection]) -> None:
        self._path = path
        self._connections = tuple(connections)
        self._turn = cycle(self._connections)
        self._facts: Kept[str, Told] = Kept(FACTS)

    @classmethod
    async def open(cls, path: Path) -> Reader:
        """Connect to a file that nobody will change; raises `StoreError`."""
        # immutable: SQLite takes no locks and looks for no journal, as the file never changes.
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        connections: list[aiosqlite.Connection] = []
        try:
            for _ in range(CONNECTIONS):
                connections.append(await aiosqlite.connect(address, uri=True))
                for pragma in ("query_only = 1", "cache_size = -16384"):
                    await connections[-1].execute_fetchall(f"PRAGMA {pragma}")
        except (sqlite3.Error, ValueError) as error:
            await cls(path, connections).close()
            raise StoreError(f"{path} can't be opened as a facts database: {error}") from error
        except BaseException:
            await cls(path, connections).close()
            raise
        return cls(path, connections)

    async def close(self) -> None:
        """Close the connections; a second time does nothing."""
        async with AsyncExitStack() as stack:  # each is closed, whatever befalls another
            for connection in self._connections:
                stack.push_async_callback(connection.close)

    async def fetch(self, sql: str, values: Iterable[Value] = ()) -> list[tuple[Any, ...]]:
        """All rows of an answer; raises `StoreError`."""
        try:
            rows = await next(self._turn).execute_fetchall(sql, tuple(values))
        except (sqlite3.Error, ValueError) as error:  # ValueError: the connection is closed
            raise self.broken(error) from error
        return cast(list[tuple[Any, ...]], rows)  # without a row factory, rows are tuples

    def broken(self, why: object) -> StoreError:
        """The error to raise for a file that does not hold what it should."""
        return StoreError(f"{self._path} can't be read: {why}")

    async def facts(self, rest: str, values: Iterable[Value]) -> tuple[Told, ...]:
        """The facts of an answer; `rest` is the SQL from FROM on, with `fact f` in it."""
        return tuple(self.told(*row) for row in await self.fetch(f"SELECT {FACT} {rest}", values))

    def kept(self, public_id: str) -> Told | None:
        """A fact that was read lately."""
        return self._facts.get(public_id)

    def told(self, public_id: str, kind: str, seal: str | None, document: str) -> Told:
        """A fact from its row; raises `StoreError` when the row makes none."""
        kept = self._facts.get(public_id)
        if kept is not None:
            return kept
        try:
            known, model = _MODELS[kind]
            fact = model.model_validate_json(document)
        except (KeyError, ValidationError) as error:
            raise self.broken(f"{public_id} is no fact: {error}") from error
        told = Told(known, public_id.partition("/")[0], fact, seal)
        return self._facts.keep(public_id, told)
