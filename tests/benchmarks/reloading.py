"""Edited facts taken live in a running bot: how long it takes, and what others feel of it."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bot.publish.apart import Wanted, read_apart
from bot.store.facts import FactStore
from tests.benchmarks.corpora import BUNDLED
from tests.benchmarks.driving import Send, Side, check
from tests.benchmarks.lag import WATCH, Span, lags
from tests.benchmarks.on_disk import edited, written
from tests.benchmarks.questions import COMMANDS, Questions, material
from tests.benchmarks.readings import Pair, medians, p99s, started_cpu_seconds
from tests.loopback.exchange import Exchange
from tests.loopback.process import PROJECT, connected
from tests.loopback.server import Loopback
from tests.loopback.waiting import until
from tests.shown import Shown

LIVE = "Go live"
_PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Times:
    """The median and the longest of some times, in milliseconds."""

    median: float
    longest: float


@dataclass(frozen=True, slots=True)
class Reloads:
    """What reloads of one edited file took. Times are in milliseconds.

    `first` is what reading and compiling took when nothing was known; `live` goes from the press of
    the button until it is told that the facts are served. `cpu` is the processor time of the
    process that read for the bot. `lag` and `others` are those of the bot's event loop and of its
    answers meanwhile, beside the undisturbed ones; `worked` is the longest work of the loop's own.
    """

    corpus: str
    facts: int
    bundled: bool
    first: float
    preview: Times
    live: Times
    cpu: float | None
    lag: Pair
    lag_p99: Pair
    lag_longest: Pair
    worked: Pair
    others: Pair
    others_p99: Pair


async def measure(
    size: str, seed: int, cache: Path, rounds: int, folder: Path, say: Callable[[str], None]
) -> Reloads:
    """Measure a corpus of a size, `5articles` or a number of facts; `folder` is made."""
    bundled = size == BUNDLED
    source = PROJECT / "facts" if bundled else written(int(size), seed, cache)
    facts = Path(shutil.copytree(source, folder / "facts"))
    begun = time.monotonic()
    reading = await read_apart(Wanted(folder / "data", facts))
    try:
        compiled = await reading.compiled()
    finally:
        await reading.stop()
    first = 1000 * (time.monotonic() - begun)
    store = await FactStore.open(compiled.path)
    supply = Questions(material(store, seed), seed)
    count, articles = sum(store.counts.values()), len(store.articles)
    await store.close()
    corpus = f"{articles} articles" if bundled else f"{count:,}"
    say(f"{corpus:>10} read and compiled in {first / 1000:.1f} s")
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(Loopback.open())
        server.rest.keeps = False
        server.world.guild()
        bot = await stack.enter_async_context(connected(server, folder, before=[WATCH]))
        bench = _Bench(Side(server, bot), supply, facts)
        for number in range(rounds):
            await bench.round(number)
            say(f"{corpus:>10} {bench.told()}")
        await asyncio.sleep(1)  # the watcher writes its lines together
    return bench.reloads(corpus, count, first, folder, bundled=bundled)


@dataclass
class _Bench:
    side: Side
    supply: Questions
    facts: Path
    _previews: list[float] = field(default_factory=list)
    _lives: list[float] = field(default_factory=list)
    _cpu: list[float] = field(default_factory=list)
    _calm: list[Span] = field(default_factory=list)
    _busy: list[Span] = field(default_factory=list)
    _calm_times: list[float] = field(default_factory=list)
    _busy_times: list[float] = field(default_factory=list)

    async def round(self, number: int) -> None:
        """Questions alone, and then about as long while an edited file is taken live."""
        words = f"In round {number} this was edited."
        await self._asked(self._calm, self._calm_times, self._rest)
        with edited(self.facts, words) as edit:
            before = started_cpu_seconds(self.side.pid)
            await self._asked(self._busy, self._busy_times, self._reload)
            after = started_cpu_seconds(self.side.pid)
            if before is not None and after is not None:
                self._cpu.append(1000 * (after - before))
            await self._serves(edit.event, words)

    async def _asked(
        self, spans: list[Span], times: list[float], work: Callable[[], Awaitable[None]]
    ) -> None:
        """Ask one question after the other while something is done."""
        done = asyncio.Event()
        begun = time.monotonic()
        asking = asyncio.create_task(self.side.drive(self._sends(done), 1))
        try:
            await work()
        finally:
            spans.append(Span(begun, time.monotonic()))
            done.set()
            block = await asking
        check(block.exchanges)
        assert block.late == 0
        times += block.times

    def _sends(self, done: asyncio.Event) -> Iterator[Send]:
        number = 0
        while not done.is_set():
            asks = self.supply.draw(COMMANDS[number % len(COMMANDS)], 1)
            yield from self.side.asks(asks)
            number += 1

    async def _rest(self) -> None:
        """As long as the last reload took, within bounds."""
        last = (self._previews[-1] + self._lives[-1]) / 1000 if self._lives else 1.0
        await asyncio.sleep(min(max(last, 1.0), 10.0))

    async def _reload(self) -> None:
        side, clock = self.side, time.monotonic
        owner, begun = side.server.world.owner, clock()
        asked = await side.server.slash(owner, side.channel, "facts reload")
        await until(lambda: LIVE in _buttons(asked), _PATIENCE)
        self._previews.append(1000 * (clock() - begun))
        message = asked.message
        assert message is not None
        edits, begun = message.edits, clock()
        await side.server.press(owner, message, Shown(message).custom_id(LIVE))
        # The first edit says that it goes live, the second that it has.
        await until(lambda: message.edits >= edits + 2, _PATIENCE)
        self._lives.append(1000 * (clock() - begun))

    async def _serves(self, fact: str, words: str) -> None:
        """The edited fact is what is answered."""
        side = self.side
        exchange = await side.server.slash(side.people[0], side.channel, "fact", id=fact)
        await exchange.answered()
        assert exchange.message is not None
        assert words in Shown(exchange.message).text

    def told(self) -> str:
        """One line for whoever waits."""
        return f"previewed in {self._previews[-1]:.0f} ms, live in {self._lives[-1]:.0f} ms"

    def reloads(
        self, corpus: str, facts: int, first: float, folder: Path, *, bundled: bool
    ) -> Reloads:
        """What all rounds come to."""
        busy, calm = lags(folder, self._busy), lags(folder, self._calm)
        late = ([lag.late for lag in busy], [lag.late for lag in calm])
        return Reloads(
            corpus,
            facts,
            bundled,
            first,
            _times(self._previews),
            _times(self._lives),
            statistics.median(self._cpu) if self._cpu else None,
            medians(*late),
            p99s(*late),
            Pair(*map(max, late)),
            Pair(max(lag.worked for lag in busy), max(lag.worked for lag in calm)),
            medians(self._busy_times, self._calm_times),
            p99s(self._busy_times, self._calm_times),
        )


def _buttons(exchange: Exchange) -> dict[str, bool]:
    return Shown(exchange.message).buttons if exchange.message is not None else {}


def _times(taken: list[float]) -> Times:
    return Times(statistics.median(taken), max(taken))
