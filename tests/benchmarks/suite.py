"""All measurements in their order, and the report of them."""

from __future__ import annotations

import os
import platform
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import discord

from tests.benchmarks import compiling, corpora, reloading, rows, starting, store, wire
from tests.benchmarks.report import Report, Row

NOTES = (
    "Times are in milliseconds, ours / beside it = ratio. Ours and what stands beside it are"
    " measured in one run, in alternating blocks.\n"
    "Replies: from when a Discord on the loopback interface sends an interaction to when it has"
    " received the answer. Beside it: a bare discord.py bot with the same commands, which answers"
    " each with one message of ours of middling length, built of constant texts and buttons.\n"
    "CPU: the bot process's own processor time for one interaction. It says more than the clock"
    " where the machine has other work.\n"
    "Repeated: the share of questions that had been asked before in this run. They are drawn by"
    " Zipf's law over names by their use, and from the facts' own words.\n"
    "Store: what one answer waits for the store, in process, beside plain sqlite3 with the"
    " statements that the store ran for it, rows fetched. CPU is the median of the process's.\n"
    "A first start compiles the facts; another start finds them compiled and its commands known,"
    " where the bare bot registers its commands at every start.\n"
    "Reload: an editor takes one edited file live, while others ask one question after the other."
    " Median and longest time (in the column p99) of some rounds, and the processor time of the"
    " process that reads for the bot. Meanwhile: beside the undisturbed state just before. Lag is"
    " how much longer a sleep of 5 ms takes in the bot's process; the CPU beside it is what the"
    " event loop itself worked in such a sleep at most."
).splitlines()


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: replies, questions of each kind to the store, starts of each bot,
    reloads."""

    plan: wire.Plan
    questions: int
    starts: int
    reloads: int


FULL = Effort(wire.Plan(blocks=4, alone=75, at_once=256, warm_up=500), 300, starts=5, reloads=5)
QUICK = Effort(wire.Plan(blocks=3, alone=40, at_once=192, warm_up=500), 150, starts=3, reloads=3)


@dataclass(frozen=True, slots=True)
class Suite:
    """What is measured. Corpora are `5articles` or numbers of facts; `cache` keeps those that were
    compiled, and `say` tells whoever waits.

    Corpora of up to `compiling` facts are compiled once more, to time it; in those of up to
    100,000 facts on disk are edited, and reloaded.
    """

    sizes: Sequence[str]
    seed: int
    effort: Effort
    cache: Path
    compiling: int
    say: Callable[[str], None]

    async def run(self, day: date, command: str) -> Report:
        """Measure it all; `day` and `command` are for the report."""
        wires, queried = [], []
        with tempfile.TemporaryDirectory(prefix="footnote-") as name:
            measured = [await corpora.measured(size, self.seed, self.cache) for size in self.sizes]
            for size, corpus in zip(self.sizes, measured):
                folder = Path(name) / size
                plan, questions = self.effort.plan, self.effort.questions
                wires.append(await wire.measure(corpus, plan, self.seed, folder, self.say))
                queried += await store.measure(corpus, questions, self.seed, self.say)
            starts = await starting.measure(self.effort.starts, Path(name))
            reloads = [
                await reloading.measure(
                    size,
                    self.seed,
                    self.cache,
                    self.effort.reloads,
                    Path(name, f"{size}-reloaded"),
                    self.say,
                )
                for size, corpus in zip(self.sizes, measured)
                if corpus.facts <= rows.MIDDLE
            ]
        compiled = []
        for corpus in measured:
            if not corpus.bundled and corpus.facts <= self.compiling:
                compiled.append(await compiling.measure(corpus.facts, self.seed))
                self.say(str(compiled[-1]))
        replies = [one for found in wires for one in found.replies]
        table: list[Row] = [
            *rows.replies(replies),
            *rows.growth(replies),
            *rows.store(queried),
            *rows.memory(wires),
            *rows.starts(starts),
            *rows.compiling(compiled),
            *rows.reloads(reloads),
        ]
        return Report(machine(), day, command, tuple(table), (*NOTES, _own(replies)))


def _own(replies: Sequence[wire.Replies]) -> str:
    """How much the Discord of the benchmark takes, which is in both sides' times."""
    alone = [one for one in replies if one.in_flight == 1]
    server = sum(one.server_cpu for one in alone) / len(alone)
    ours = sum(one.cpu.ours or 0.0 for one in alone) / len(alone)
    bare = sum(one.cpu.beside or 0.0 for one in alone) / len(alone)
    said = (
        f"The loopback Discord takes {server:.2f} ms of processor time for one interaction,"
        f" the bot {ours:.2f} ms, the bare bot {bare:.2f} ms, on the mean of all commands."
    )
    if server > bare:
        said += (
            " So the Discord itself bounds how many interactions a second the bare bot answers:"
            " compare the CPU columns."
        )
    return said


def machine() -> str:
    """What it was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory,"
        f" {platform.system()} {platform.release()}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, discord.py {discord.__version__}"
    )


def _processor() -> str:
    """The processor's model, where the system says it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except FileNotFoundError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
