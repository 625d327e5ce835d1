"""Replies over the loopback: ours beside a bare bot's, in alternating blocks of one run."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.store.facts import FactStore
from tests.benchmarks.bare import Constants, Payload
from tests.benchmarks.corpora import Measured, make_live
from tests.benchmarks.driving import Block, Send, Side, check, turns
from tests.benchmarks.questions import COMMANDS, Ask, Command, Questions, material
from tests.benchmarks.readings import Pair, medians, p99s, resident_mib
from tests.loopback.exchange import Exchange
from tests.loopback.process import connected
from tests.loopback.server import Loopback

BARE = "tests.benchmarks.bare:main"
TURN = "page turn"
_TRIES = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: blocks of so many replies, one after the other and many at once.

    Pages are turned in so many answers.
    """

    blocks: int
    alone: int
    at_once: int
    warm_up: int
    in_flight: int = 64
    answers: int = 64


@dataclass(frozen=True, slots=True)
class Replies:
    """What the replies of one command took: times in milliseconds, `rate` a second.

    `again` is the share of questions that had been asked before; `late` replies came after
    Discord's deadline, or not at all.
    """

    command: str
    corpus: Measured
    in_flight: int
    median: Pair
    p99: Pair
    cpu: Pair
    rate: Pair
    again: float
    late: int
    server_cpu: float


@dataclass(frozen=True, slots=True)
class Wire:
    """All replies over one corpus, and each bot's resident memory in MiB after so many answers."""

    replies: tuple[Replies, ...]
    memory: dict[int, Pair]


async def measure(
    corpus: Measured, plan: Plan, seed: int, folder: Path, say: Callable[[str], None]
) -> Wire:
    """Measure every command over one corpus; `folder` is made for the bots' files."""
    store = await FactStore.open(corpus.path)
    supply = Questions(material(store, seed), seed)
    await store.close()
    async with contextlib.AsyncExitStack() as stack:
        settings = await make_live(corpus, folder / "ours")
        enter = stack.enter_async_context
        ours = await enter(_ours(folder / "ours", settings))
        asks = [ask for n in range(plan.warm_up) for ask in supply.draw(_turn_of(n), 1)]
        warm = await ours.drive(ours.asks(asks), 8)
        memory = resident_mib(ours.pid)
        messages = await _many_paged(ours, supply, plan.answers)
        constants = await _constants(ours, warm.exchanges, messages)
        bare = await enter(_bare(folder / "bare", constants))
        await bare.drive(bare.asks(asks), 8)
        pairs = {plan.warm_up: Pair(memory, resident_mib(bare.pid))}
        bench = _Bench(corpus, plan, ours, bare, say)
        found: list[Replies] = []
        for command in COMMANDS:
            for in_flight in (1, plan.in_flight):
                found.append(await bench.command(command, supply, in_flight))
        copies = await _paged(bare, [_ask_of(answer) for answer in messages])
        for in_flight in (1, plan.in_flight):
            found.append(await bench.turns(messages, copies, in_flight))
        answers = plan.warm_up + len(found) // 2 * plan.blocks * (plan.alone + plan.at_once)
        pairs[answers] = Pair(resident_mib(ours.pid), resident_mib(bare.pid))
        return Wire(tuple(found), pairs)


@contextlib.asynccontextmanager
async def _ours(folder: Path, settings: dict[str, str]) -> AsyncIterator[Side]:
    async with Loopback.open() as server:
        server.rest.keeps = False
        server.world.guild()
        async with connected(server, folder, settings=settings) as bot:
            yield Side(server, bot)


@contextlib.asynccontextmanager
async def _bare(folder: Path, constants: Constants) -> AsyncIterator[Side]:
    constants.write(folder / "constants.json")
    async with Loopback.open() as server:
        server.rest.keeps = False
        server.world.guild()
        arguments = [str(folder / "constants.json")]
        async with connected(server, folder, program=BARE, arguments=arguments) as bot:
            yield Side(server, bot)


def _turn_of(number: int) -> Command:
    return COMMANDS[number % len(COMMANDS)]


async def _many_paged(ours: Side, supply: Questions, count: int) -> list[Exchange]:
    """Answers of ours with more than one page."""
    found: list[Exchange] = []
    for _ in range(_TRIES):
        asked = await ours.drive(ours.asks(supply.draw("timeline", count)), 8)
        found += [exchange for exchange in asked.exchanges if turns(exchange.message)]
        if len(found) >= count:
            return found[:count]
    raise AssertionError(f"of {_TRIES * count} timelines only {len(found)} have two pages")


async def _paged(bare: Side, asks: Sequence[Ask]) -> list[Exchange]:
    return list((await bare.drive(bare.asks(asks), 8)).exchanges)


def _ask_of(answer: Exchange) -> Ask:
    options = tuple((o["name"], o["value"]) for o in answer.payload["data"]["options"])
    return Ask(answer.payload["data"]["name"], options)


async def _constants(
    ours: Side, warm: Sequence[Exchange], messages: Sequence[Exchange]
) -> Constants:
    """For each command that answer of ours which is of middling length."""
    check(warm)
    constants = Constants()
    by_command: dict[str, list[Exchange]] = {}
    for exchange in warm:
        if exchange.kind == "command":
            by_command.setdefault(exchange.payload["data"]["name"], []).append(exchange)
    for name, found in by_command.items():
        middling = sorted(found, key=_length)[len(found) // 2]
        constants.replies[name] = middling.data["components"]
        if middling.message is not None:
            for file, content in middling.message.files.items():
                constants.files.setdefault(name, {})[file] = base64.b64encode(content).decode()
    # The bare bot's pages must have buttons that turn them.
    constants.replies["timeline"] = _middling(
        [exchange.data["components"] for exchange in messages]
    )
    turned = (await ours.drive(ours.turns(messages, 2 * len(messages)), 8)).exchanges
    check(turned)
    constants.page.extend(_middling([exchange.data["components"] for exchange in turned]))
    offered = [exchange.data["choices"] for exchange in warm if exchange.kind == "autocomplete"]
    constants.choices.extend(_middling(offered))
    return constants


def _length(answer: Exchange) -> int:
    return len(json.dumps(answer.data["components"]))


def _middling(values: Sequence[list[Payload]]) -> list[Payload]:
    return sorted(values, key=lambda value: len(json.dumps(value)))[len(values) // 2]


@dataclass
class _Bench:
    """Measures ours and the bare bot in turns: A B, B A, A B ..., so that noise hits both."""

    corpus: Measured
    plan: Plan
    ours: Side
    bare: Side
    say: Callable[[str], None]
    _asked: set[str] = field(default_factory=set)

    async def command(self, command: Command, supply: Questions, in_flight: int) -> Replies:
        """The replies of a command."""
        asks = [supply.draw(command, self._size(in_flight)) for _ in range(self.plan.blocks)]
        sends = [(self.ours.asks(block), self.bare.asks(block)) for block in asks]
        return await self._measure(command, sends, in_flight)

    async def turns(
        self, ours: Sequence[Exchange], bare: Sequence[Exchange], in_flight: int
    ) -> Replies:
        """The turning of pages."""
        size = self._size(in_flight)
        sends = [
            (self.ours.turns(ours, size), self.bare.turns(bare, size))
            for _ in range(self.plan.blocks)
        ]
        return await self._measure(TURN, sends, in_flight)

    def _size(self, in_flight: int) -> int:
        return self.plan.alone if in_flight == 1 else self.plan.at_once

    async def _measure(
        self, name: str, sends: Sequence[tuple[list[Send], list[Send]]], in_flight: int
    ) -> Replies:
        found: tuple[list[Block], list[Block]] = ([], [])
        sides = (self.ours, self.bare)
        for number, block in enumerate(sends):
            for place in (0, 1) if number % 2 == 0 else (1, 0):
                found[place].append(await sides[place].drive(block[place], in_flight))
                check(found[place][-1].exchanges)
        times = [[time for block in blocks for time in block.times] for blocks in found]
        replies = Replies(
            name,
            self.corpus,
            in_flight,
            medians(*times),
            p99s(*times),
            Pair(*map(_cpu, found)),
            Pair(*map(_rate, found)),
            self._again(found[0]),
            sum(block.late for block in found[0]),
            1000 * sum(block.own_cpu for block in found[0]) / len(times[0]),
        )
        self.say(told(replies))
        return replies

    def _again(self, blocks: Sequence[Block]) -> float:
        """The share of what was asked that had been asked before."""
        asked = [
            json.dumps(exchange.payload["data"]) for block in blocks for exchange in block.exchanges
        ]
        new = set(asked) - self._asked
        self._asked |= new
        return 1 - len(new) / len(asked)


def _cpu(blocks: Sequence[Block]) -> float | None:
    """Milliseconds of the bot's processor time for one interaction."""
    spent = [block.cpu for block in blocks if block.cpu is not None]
    if len(spent) < len(blocks):
        return None
    return 1000 * sum(spent) / sum(len(block.exchanges) for block in blocks)


def _rate(blocks: Sequence[Block]) -> float:
    """Replies a second."""
    return sum(len(block.times) for block in blocks) / sum(block.seconds for block in blocks)


def told(replies: Replies) -> str:
    """One line for whoever waits."""
    return (
        f"{replies.corpus.name:>10} {replies.command:>12} x{replies.in_flight:<2}"
        f" median {_both(replies.median)}  p99 {_both(replies.p99)}"
        f"  cpu {_both(replies.cpu)}  rate {_both(replies.rate)}"
        f"  again {replies.again:.0%}  server cpu {replies.server_cpu:.2f}"
    )


def _both(pair: Pair) -> str:
    if pair.ours is None or pair.beside is None or pair.ratio is None:
        return "-"
    return f"{pair.ours:.1f}/{pair.beside:.1f}={pair.ratio:.2f}"
