"""What the process that reads does: read, check, say what was found, compile.

It imports as little as each step needs: an editor waits for it.
"""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from bot.corpus.snapshot import Snapshot, snapshot_of, take_snapshot
from bot.errors import CorpusError, NotArchived, Problem, StoreError
from bot.publish import wire
from bot.publish.candidate import Candidate
from bot.publish.kept import sweep_generations
from bot.store.archive import Archive, Damaged, Manifest
from bot.store.working import Working

MAX_TOLD = 10_000
"""More problems than this are counted, not told."""
MAX_WARNINGS = 1_000
"""The same for warnings, which are kept with what went live."""

PROMPT = 1.5
"""So many seconds an editor's look goes beside what others ask of the bot; then they go first."""

log = logging.getLogger(__name__)


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


def run(
    job: Job,
    out: BinaryIO,
    file_seconds: float,
    give_way: Callable[[], object] = lambda: None,
) -> int:
    """Do it and tell everything to `out`; the process's exit status.

    `give_way` is called when nobody waits for this any more, or has waited for long.
    """
    logging.basicConfig(format="%(message)s")
    told = _Told(out, file_seconds, give_way)
    try:
        with closing(Working(job.data)) as working:
            try:
                _work(job, told, working)
            except Damaged as error:
                Archive.set_aside(job.data)
                if told.read:  # what was read can't be told again
                    raise
                log.warning("%s", error)
                _work(job, told, working)
    except CorpusError as error:
        told.all(wire.broken(_bounded(error.problems, MAX_TOLD, "problems")))
    except StoreError as error:
        told.one(wire.ERROR, (str(error), isinstance(error, NotArchived)))
    except OSError as error:
        text = f"{error.filename or job.data} can't be used: {error.strerror or error}"
        told.one(wire.ERROR, (text, False))
    except MemoryError:
        told.one(wire.LIMIT, None)
    return 0


def _work(job: Job, told: _Told, working: Working) -> None:
    with closing(Archive.open(job.data)) as archive:
        live = _manifest(archive, job.live)
        snapshot = _snapshot(job, archive)
        texts = job.texts if job.kept is None else None
        candidate = Candidate(snapshot, texts, archive, live, told.file)
        read = candidate.read
        warnings = _bounded(read.warnings, MAX_WARNINGS, "warnings")
        told.all(wire.read(replace(read, warnings=warnings)))
        told.read = True
        told.give_way()
        if not job.compile:
            candidate.save()
            return
        compiled = candidate.compile(job.data)
        if working.alone():
            others = (generation for generation in (job.kept, job.live) if generation)
            _sweep(job.data, archive, {compiled.generation, *others, *job.keep})
        told.one(*wire.compiled(compiled))


def _snapshot(job: Job, archive: Archive) -> Snapshot:
    if job.kept is not None:
        manifest = archive.manifest(job.kept)
        return snapshot_of(manifest.digests, manifest.fingerprint, archive)
    assert job.facts is not None
    return take_snapshot(job.facts, archive)


def _manifest(archive: Archive, generation: str | None) -> Manifest | None:
    """The files of a generation, if they are kept."""
    try:
        return archive.manifest(generation) if generation is not None else None
    except NotArchived:
        return None


def _sweep(folder: Path, archive: Archive, keep: set[str]) -> None:
    """Let go of generations that are not kept: others were looked at, and did not go live."""
    try:
        archive.sweep(keep)
        sweep_generations(folder, keep)
    except Damaged:
        raise
    except (StoreError, OSError) as error:  # what is left is swept the next time
        log.warning("%s", error)


def _bounded(problems: tuple[Problem, ...], most: int, what: str) -> tuple[Problem, ...]:
    """Problems that a person can be told of, those beyond as a number."""
    if len(problems) <= most:
        return problems
    said = f"and {len(problems) - most} {what} more, which are not shown"
    more = replace(problems[0], file="articles", line=0, message=said, unsealed=False)
    return (*problems[:most], more)


class _Told:
    """Tells messages, and holds each file to its time."""

    def __init__(self, out: BinaryIO, file_seconds: float, give_way: Callable[[], object]) -> None:
        self._out = out
        self._seconds = file_seconds
        self._give_way = give_way
        self._begun = time.monotonic()
        self._gave_way = False
        self.read = False
        """Whether it was told what was read."""

    def one(self, kind: str, value: Any) -> None:
        """Tell one message at once."""
        self.all([(kind, value)])

    def all(self, messages: Iterable[wire.Message]) -> None:
        """Tell messages together."""
        for message in messages:
            self._out.write(wire.line(*message))
        self._out.flush()

    def file(self, name: str | None) -> None:
        """Tell which file is read next, none for none; reading it too long ends the process."""
        if time.monotonic() - self._begun > PROMPT:
            self.give_way()
        signal.setitimer(signal.ITIMER_PROF, self._seconds if name is not None else 0)
        self.one(wire.FILE, name)

    def give_way(self) -> None:
        """Let whoever asks the bot go before what is done here from now on."""
        if not self._gave_way:
            self._gave_way = True
            self._give_way()
