"""How long a corpus takes to compile, and how much memory, in a process of its own.

`python -m tests.benchmarks.compiling FACTS SEED` compiles made-up facts once, and prints what that
took. The facts are made while they are compiled, so that they take no memory; the time for making
them is left out.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.corpus.model import ArticleFile
from bot.store.compile import compile_corpus
from tests.benchmarks.compiled import Made, Sealed
from tests.benchmarks.readings import peak_mib


@dataclass(frozen=True, slots=True)
class Compiled:
    """Seconds, seconds of processor time, and MiB: the peak of memory, and that before it."""

    facts: int
    seconds: float
    cpu: float
    peak: float
    before: float


class _Timed(Made):
    """A made-up corpus that knows how long its making took."""

    seconds = cpu = 0.0

    @property
    def articles(self) -> Iterator[ArticleFile]:
        """The articles, each on the clock while it is made."""
        made = super().articles
        while True:
            start, cpu = time.perf_counter(), time.process_time()
            file = next(made, None)
            self.seconds += time.perf_counter() - start
            self.cpu += time.process_time() - cpu
            if file is None:
                return
            yield file


def compile_once(facts: int, seed: int) -> Compiled:
    """Compile so many made-up facts in this process."""
    corpus = _Timed(facts, seed)
    assert corpus.vocabulary.topics  # kept once it is made: that is no part of compiling
    before = peak_mib()
    with tempfile.TemporaryDirectory(prefix="footnote-") as folder:
        start, cpu = time.perf_counter(), time.process_time()
        compile_corpus(corpus, Sealed(), "benchmark", Path(folder) / "facts.db")
        seconds, spent = time.perf_counter() - start, time.process_time() - cpu
    return Compiled(facts, seconds - corpus.seconds, spent - corpus.cpu, peak_mib(), before)


async def measure(facts: int, seed: int) -> Compiled:
    """Compile so many made-up facts in a fresh process."""
    module = "tests.benchmarks.compiling"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, str(facts), str(seed)), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise AssertionError(f"compiling {facts} facts ended with {process.returncode}")
    return Compiled(**json.loads(out))


if __name__ == "__main__":
    print(json.dumps(asdict(compile_once(int(sys.argv[1]), int(sys.argv[2])))))
