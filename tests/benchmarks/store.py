"""What answers ask of the store, beside the same SQL run by plain sqlite3 on the same file."""

from __future__ import annotations

import contextlib
import inspect
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast
from unittest import mock
from urllib.parse import quote

from bot.answers.desk import Desk
from bot.answers.question import ask as question
from bot.answers.registry import answer
from bot.store.facts import FactStore
from bot.store.models import ChoiceKind
from bot.wording.wording import load
from tests.benchmarks.corpora import Measured
from tests.benchmarks.questions import Ask, Command, Questions, material
from tests.benchmarks.readings import Pair, medians, p99s

ASKING: tuple[Command, ...] = ("timeline", "figures", "quote", "onthisday", "search", "fact")
"""The commands whose answers ask the store for more than it has in memory."""
OFFERED = 25
BLOCK = 25
NAMES, FACTS = "autocomplete, names", "autocomplete, facts"
_PRAGMAS = ("query_only = 1", "mmap_size = 1073741824", "cache_size = -16384")
"""What the store's own connections have."""

Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Queried:
    """What one kind of question took: milliseconds, of time and of processor time."""

    what: str
    corpus: Measured
    median: Pair
    p99: Pair
    cpu: Pair
    cpu_p99: Pair


async def measure(
    corpus: Measured, count: int, seed: int, say: Callable[[str], None]
) -> list[Queried]:
    """Measure each kind of question on a compiled file."""
    first = await FactStore.open(corpus.path)
    supply = Questions(material(first, seed), seed + 1)
    await first.close()
    found = []
    for command in ASKING:
        found.append(await _beside_sqlite(corpus, command, supply.draw(command, count)))
        say(told(found[-1]))
    kinds: tuple[ChoiceKind, ...] = ("topic", "person", "measure", "speaker", "article")
    names = [(kinds[n % 5], supply.typed(kinds[n % 5])) for n in range(4 * count)]
    facts = [supply.typed(None) for _ in range(2 * count)]
    store = await FactStore.open(corpus.path)
    try:
        found.append(_alone(NAMES, corpus, [_offer(store, *name) for name in names]))
        say(told(found[-1]))
        found.append(_alone(FACTS, corpus, [_offer(store, None, text) for text in facts]))
        say(told(found[-1]))
    finally:
        await store.close()
    return found


async def _beside_sqlite(corpus: Measured, what: str, asks: Sequence[Ask]) -> Queried:
    """Answer and run SQL in turns, a block each; of an answer only the store's share counts.

    The statements are taken down from a store that is asked the same in the same order: what a
    store keeps and need not ask again, sqlite3 is not asked either.
    """
    statements = await _statements(corpus.path, asks)
    store = await FactStore.open(corpus.path)
    ours, beside = _Clock(), _Clock()
    timed = _Timed(store, ours)
    desk = _desk(cast(FactStore, timed))
    with contextlib.closing(_connect(corpus.path)) as database:
        try:
            for start in range(0, len(asks), BLOCK):
                for ask in asks[start : start + BLOCK]:
                    await store.run(partial(_answer, ask, desk))
                    ours.next()
                for some in statements[start : start + BLOCK]:
                    with beside.running():
                        for sql, values in some:
                            database.execute(sql, values).fetchall()
                    beside.next()
        finally:
            await store.close()
    return _queried(what, corpus, ours, beside)


class _Timed:
    """A store whose every call that asks the file runs on a clock."""

    def __init__(self, store: FactStore, clock: _Clock) -> None:
        self._store = store
        self._clock = clock

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if not inspect.ismethod(found):
            return found

        def timed(*arguments: Any, **named: Any) -> Any:
            with self._clock.running():
                return found(*arguments, **named)

        return timed


def _desk(store: FactStore) -> Desk:
    return Desk(store, load(), date(2026, 7, 19), "UTC")


def _answer(ask: Ask, desk: Desk) -> None:
    answer(question(ask.command, **dict(ask.options)), desk)


async def _statements(path: Path, asks: Sequence[Ask]) -> list[list[Statement]]:
    """What the store asks SQLite for each question."""
    taken: list[Statement] = []

    class Recording(sqlite3.Connection):
        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
            taken.append((sql, tuple(values)))
            return super().execute(sql, values)

    def connect(address: str, **options: Any) -> sqlite3.Connection:
        return real(address, factory=Recording, **options)

    real = sqlite3.connect
    with mock.patch.object(sqlite3, "connect", connect):
        store = await FactStore.open(path)
    found: list[list[Statement]] = []
    desk = _desk(store)
    try:
        for ask in asks:
            taken.clear()
            _answer(ask, desk)
            found.append(list(taken))
    finally:
        await store.close()
    if not any(found):
        raise AssertionError("the store's statements did not pass by")
    return found


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    for pragma in _PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    return database


def _offer(store: FactStore, kind: ChoiceKind | None, typed: str) -> Callable[[], object]:
    if kind is None:
        return partial(store.suggest_ids, typed, OFFERED)
    return partial(store.choices.suggest, kind, typed, OFFERED)


def _alone(what: str, corpus: Measured, calls: Sequence[Callable[[], object]]) -> Queried:
    """What calls take for which there is nothing to compare."""
    clock = _Clock()
    for call in calls:
        with clock.running():
            call()
        clock.next()
    return _queried(what, corpus, clock, None)


class _Clock:
    """Readings in milliseconds, of time and of this process's processor time with all threads.

    What runs up to `next` is one reading.
    """

    def __init__(self) -> None:
        self.times: list[float] = []
        self.cpu: list[float] = []
        self._time = self._cpu = 0.0

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        start, cpu = time.perf_counter(), time.process_time()
        yield
        self._time += 1000 * (time.perf_counter() - start)
        self._cpu += 1000 * (time.process_time() - cpu)

    def next(self) -> None:
        self.times.append(self._time)
        self.cpu.append(self._cpu)
        self._time = self._cpu = 0.0


def _queried(what: str, corpus: Measured, ours: _Clock, beside: _Clock | None) -> Queried:
    other = beside or ours
    median, p99 = medians(ours.times, other.times), p99s(ours.times, other.times)
    cpu, cpu_p99 = medians(ours.cpu, other.cpu), p99s(ours.cpu, other.cpu)
    if beside is None:
        median, p99, cpu, cpu_p99 = (Pair(pair.ours) for pair in (median, p99, cpu, cpu_p99))
    return Queried(what, corpus, median, p99, cpu, cpu_p99)


def told(queried: Queried) -> str:
    """One line for whoever waits."""
    texts = [
        f"{name} {pair.ours:.3f}" + (f"/{pair.beside:.3f}" if pair.beside is not None else "")
        for name, pair in (
            ("median", queried.median),
            ("p99", queried.p99),
            ("cpu", queried.cpu),
            ("cpu p99", queried.cpu_p99),
        )
    ]
    return f"{queried.corpus.name:>10} store, {queried.what:<20} {'  '.join(texts)}"
