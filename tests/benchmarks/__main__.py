"""The benchmark: `python -m tests.benchmarks` measures all and prints one table."""

from __future__ import annotations

import argparse
import asyncio
import os
import shlex
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import corpora, rows
from tests.benchmarks.suite import FULL, QUICK, Suite

SIZES = f"{corpora.BUNDLED},1000,100000,1000000"
QUICK_SIZES = f"{corpora.BUNDLED},1000"


def main() -> int:
    """Run the command line; the process's exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--sizes", help=f"corpora; by default {SIZES}")
    parser.add_argument("--seed", type=int, default=1, help="of the facts and of the questions")
    parser.add_argument("--quick", action="store_true", help=f"less of everything; {QUICK_SIZES}")
    parser.add_argument("--compile-all", action="store_true", help="time also the largest compile")
    parser.add_argument("--out", type=Path, help="write the table to this Markdown file as well")
    parser.add_argument("--cache", type=Path, help="folder in which compiled facts are kept")
    options = parser.parse_args()
    kept = Path(tempfile.gettempdir()) / f"footnote-benchmark-{os.getuid()}"
    suite = Suite(
        sizes=(options.sizes or (QUICK_SIZES if options.quick else SIZES)).split(","),
        seed=options.seed,
        effort=QUICK if options.quick else FULL,
        cache=options.cache or kept,
        compiling=rows.LARGE if options.compile_all else rows.MIDDLE,
        say=lambda line: print(line, file=sys.stderr, flush=True),
    )
    report = asyncio.run(suite.run(datetime.now(UTC).date(), _command(options))).markdown()
    print(report)
    if options.out is not None:
        options.out.write_text(report, encoding="utf-8")
    return 0


def _command(options: argparse.Namespace) -> str:
    """The command that measures the same again."""
    given = [f"--sizes {options.sizes}"] if options.sizes else []
    given += [f"--seed {options.seed}"] if options.seed != 1 else []
    given += ["--quick"] if options.quick else []
    given += ["--compile-all"] if options.compile_all else []
    return f"make benchmark ARGS={shlex.quote(' '.join(given))}" if given else "make benchmark"


if __name__ == "__main__":
    sys.exit(main())
