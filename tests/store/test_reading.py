"""How a facts database is asked: in threads, or where it is small in memory."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from functools import partial
from pathlib import Path

import pytest

from bot.corpus.model import Event
from bot.errors import StoreError
from bot.store import reading
from bot.store.facts import FactStore
from bot.store.models import Filters
from tests.store.factories import compiled, corpus, event, file

FACTS: list[Event] = [event(f"e{number}", str(1900 + number)) for number in range(40)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small file."""
    return compiled(tmp_path, corpus(file("one", *FACTS)))


@pytest.fixture
def large(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same file, asked as large ones are."""
    monkeypatch.setattr(reading, "IN_MEMORY", 0)
    return path


def _whole(store: FactStore) -> list[str]:
    return [row.facts[0].id for row in store.page("timeline", Filters(), 0, 99).rows]


async def test_a_small_file_is_asked_in_memory(path: Path) -> None:
    """Where nothing has to be waited for: not even the file has to be there."""
    store = await FactStore.open(path)
    await asyncio.to_thread(path.unlink)
    assert await store.run(threading.get_ident) == threading.get_ident()
    assert await store.run(lambda: _whole(store)) == [f"one/e{number}" for number in range(40)]
    await store.close()


async def test_long_work_over_a_small_file_is_nothing_to_wait_for_either(path: Path) -> None:
    """It has a thread, beside which others are answered; the file is closed after it."""
    store = await FactStore.open(path)
    gate = threading.Event()

    def work() -> tuple[int, list[str]]:
        gate.wait()
        return threading.get_ident(), _whole(store)

    asked = asyncio.ensure_future(store.run(work, long=True))
    await asyncio.sleep(0)
    assert len(await store.run(lambda: _whole(store))) == 40
    closing = asyncio.ensure_future(store.close())
    await asyncio.sleep(0)
    gate.set()
    thread, found = await asked
    assert (thread != threading.get_ident(), len(found)) == (True, 40)
    await closing


async def test_a_large_file_is_asked_in_threads(large: Path) -> None:
    """All that an answer asks in one of them; several answers at once, and each is whole."""
    store = await FactStore.open(large)
    loop = threading.get_ident()

    def work(number: int) -> tuple[bool, str | None]:
        told = store.fact(f"one/e{number}")
        return threading.get_ident() == loop, None if told is None else told.id

    made = await asyncio.gather(*(store.run(partial(work, number)) for number in range(41)))
    assert made == [(False, f"one/e{number}") for number in range(40)] + [(False, None)]
    await store.close()


async def test_what_is_asked_goes_on_while_another_question_takes_long(large: Path) -> None:
    """One of the connections may be at work as long as it likes."""
    store = await FactStore.open(large)
    gate = threading.Event()
    slow = asyncio.ensure_future(store.run(gate.wait))
    assert len(await store.run(lambda: _whole(store))) == 40
    gate.set()
    assert await slow
    await store.close()


async def test_what_asks_the_file_nothing_waits_for_nothing(large: Path) -> None:
    """Not even while every connection is at work, and a question waits for one."""
    reader = await reading.Reader.open(large)
    connections = [reader._free.get() for _ in range(reading.CONNECTIONS)]
    asked = [
        asyncio.ensure_future(reader.run(partial(reader.fetch, "SELECT 1")))
        for _ in range(reading.CONNECTIONS)
    ]
    assert await asyncio.wait_for(reader.run(lambda: "help"), 60) == "help"
    assert not any(waiting.done() for waiting in asked)
    for connection in connections:
        reader._free.put(connection)
    assert await asyncio.gather(*asked) == [[(1,)], [(1,)]]
    await reader.close()


async def test_an_error_of_the_work_is_raised(large: Path) -> None:
    """As if nothing lay between."""
    store = await FactStore.open(large)
    with pytest.raises(ValueError, match="invalid literal"):
        await store.run(partial(int, "no"))
    await store.close()


async def test_a_file_is_closed_when_its_work_is_done(large: Path) -> None:
    """What was asked before is answered, what is asked afterwards is a `StoreError`."""
    store = await FactStore.open(large)
    gate = threading.Event()

    def work() -> int:
        gate.wait()
        return len(_whole(store))

    asked = asyncio.ensure_future(store.run(work))
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(store.close())
    await asyncio.sleep(0)
    gate.set()
    assert await asked == 40
    await closing
    await store.close()
    with pytest.raises(StoreError, match="can't be read"):
        await store.run(lambda: _whole(store))
    with pytest.raises(StoreError, match="can't be read"):
        _whole(store)


@pytest.mark.parametrize("in_memory", [0, reading.IN_MEMORY])
async def test_nothing_can_be_written(
    path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    """The file is read, whatever it is asked."""
    monkeypatch.setattr(reading, "IN_MEMORY", in_memory)
    reader = await reading.Reader.open(path)
    with pytest.raises(StoreError) as caught:
        reader.fetch("DELETE FROM fact")
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    await reader.close()
