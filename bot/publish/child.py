"""What the process that reads does: read, check, say what was found, compile.

It imports as little as each step needs: an editor waits for it.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from bot.corpus.model import Kind
from bot.errors import CorpusError, NotArchived, StoreError
from bot.publish import wire
from bot.publish.build import generation_path
from bot.publish.outcome import Compiled, Read
from bot.store.schema import generation_id


@dataclass(frozen=True, slots=True)
class Job:
    """What to do; see `bot.publish.apart.Wanted`."""

    data: Path
    facts: Path | None
    kept: str | None
    texts: Path | None
    live: str | None
    compile: bool
    keep: tuple[str, ...]


def run(job: Job, out: BinaryIO, file_seconds: float) -> int:
    """Do it and tell everything to `out`; the process's exit status."""
    told = _Told(out, file_seconds)
    try:
        _read(job, told)
    except CorpusError as error:
        told.all(wire.broken(error.problems))
    except StoreError as error:
        told.one(wire.ERROR, (str(error), isinstance(error, NotArchived)))
    except OSError as error:
        told.one(wire.ERROR, (f"{error.filename or job.data}: {error.strerror or error}", False))
    except MemoryError:
        told.one(wire.LIMIT, None)
    return 0


class _Told:
    """Tells messages, and holds each file to its time."""

    def __init__(self, out: BinaryIO, file_seconds: float) -> None:
        self._out = out
        self._seconds = file_seconds

    def one(self, kind: str, value: Any) -> None:
        """Tell one message at once."""
        self._out.write(wire.line(kind, value))
        self._out.flush()

    def all(self, messages: Iterable[wire.Message]) -> None:
        """Tell messages together."""
        for message in messages:
            self._out.write(wire.line(*message))
        self._out.flush()

    def file(self, name: str | None) -> None:
        """Tell which file is read next, none for none; reading it too long ends the process."""
        signal.setitimer(signal.ITIMER_PROF, self._seconds if name is not None else 0)
        self.one(wire.FILE, name)


def _read(job: Job, told: _Told) -> None:
    from bot.corpus.check import check_corpus

    if job.facts is None:
        raise NotArchived(f"the facts of {job.kept} are not kept")
    checked = check_corpus(job.facts, job.texts)
    if checked.errors or checked.corpus is None:
        raise CorpusError(checked.errors)
    corpus, fingerprint = checked.corpus, checked.fingerprint
    generation = generation_id(fingerprint)
    counts: dict[Kind, int] = {
        "event": sum(len(file.events) for file in corpus.articles),
        "figure": sum(len(file.figures) for file in corpus.articles),
        "quote": sum(len(file.quotes) for file in corpus.articles),
    }
    read = Read(generation, fingerprint, counts, len(corpus.articles), checked.warnings, None)
    told.all(wire.read(read))
    if not job.compile:
        return
    from bot.store.compile import compile_corpus

    job.data.mkdir(parents=True, exist_ok=True)
    path, seconds = generation_path(job.data, generation), None
    if not path.exists():
        begun = time.perf_counter()
        seals = {article: dict(file.seals) for article, file in checked.seals.items()}
        compile_corpus(corpus, seals, fingerprint, path)
        seconds = round(time.perf_counter() - begun, 3)
    told.one(*wire.compiled(Compiled(generation, fingerprint, path, seconds)))
