"""`python -m bot.publish`: reads facts for the process that started it, within limits."""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import signal
import sys
import threading
from pathlib import Path

NICENESS = 10
"""Whoever asks the bot goes before what is done for long in the background."""


def main(arguments: list[str] | None = None) -> int:
    """Read, and compile if that is asked for; what is found is told on standard output."""
    options = _parser().parse_args(arguments)
    _limit(options)
    if options.tied:
        threading.Thread(target=_end_with_input, daemon=True).start()
    # The limits hold for what is imported too.
    from bot.publish.child import Job, run

    job = Job(
        data=options.data,
        facts=options.facts,
        kept=options.kept,
        texts=options.articles,
        live=options.live,
        compile=options.compile,
        keep=tuple(options.keep),
    )
    return run(job, sys.stdout.buffer, options.file_seconds, lambda: os.nice(NICENESS))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.publish", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the archive")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--facts", type=Path, help="the folder of the facts")
    what.add_argument("--kept", help="a generation whose YAML is in the archive")
    parser.add_argument("--articles", type=Path, help="folder of the texts, to prove the quotes")
    parser.add_argument("--live", help="the generation to compare with")
    parser.add_argument("--keep", action="append", default=[], help="a generation to keep")
    parser.add_argument("--compile", action="store_true", help="compile what was read")
    parser.add_argument("--memory", type=int, help="limit on the memory, in bytes")
    parser.add_argument("--seconds", type=int, help="limit on the processor's time")
    parser.add_argument("--file-seconds", type=float, default=0, help="the same for one file")
    parser.add_argument("--tied", action="store_true", help="end when standard input ends")
    return parser


def _limit(options: argparse.Namespace) -> None:
    """Set the limits that the system holds; a core would only fill the disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kind, limit in (
        (resource.RLIMIT_AS, options.memory),
        (resource.RLIMIT_CPU, options.seconds),
    ):
        if limit is not None:
            _, hard = resource.getrlimit(kind)
            least = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            with contextlib.suppress(ValueError, OSError):  # macOS knows no limit on memory
                resource.setrlimit(kind, (least, hard))
    with contextlib.suppress(OSError):  # Linux: where memory lacks, this goes before the bot
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


def _end_with_input() -> None:
    """End with whoever started this, however that came to its end."""
    while os.read(0, 4096):  # not sys.stdin, whose lock this thread would hold at the end
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
