"""The files of `facts/` at one moment, each read once: whatever judges them sees the same bytes.

A file that changes while the others are read would make a state that never was. So all are looked
at again when all are read, and read again if anything about them has changed.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.corpus.files import (
    ARTICLES,
    MAX_FILES,
    SEALS,
    VOCABULARY,
    Fingerprint,
    TreeError,
    article_files,
    read_bytes,
    seal_files,
)
from bot.errors import Problem

MAX_TOTAL = 512 * 1024 * 1024
"""All files together hold at most so many bytes; a million facts do."""
TRIES = 3
"""So often files that change while they are read are read."""
CHANGED = "changed while it was read; try again when nothing writes to it"


class Contents(Protocol):
    """What is held elsewhere of files that were read before, by the SHA-256 of their bytes."""

    def __contains__(self, digest: object, /) -> bool:
        """Whether these bytes are held."""

    def __getitem__(self, digest: str, /) -> bytes:
        """The bytes of a digest that is held."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of `facts/` as they were read: what is in them, and what is wrong with the folder.

    `articles` and `seals` are names below `facts/`, in order. `there` says whether there is such a
    folder at all.
    """

    there: bool
    articles: tuple[str, ...]
    seals: tuple[str, ...]
    problems: tuple[Problem, ...]
    fingerprint: str
    digests: Mapping[str, str]
    """The SHA-256, in hexadecimal, of each file that could be read."""
    _read: Mapping[str, bytes | TreeError]
    _held: Contents

    def data(self, name: str) -> bytes:
        """A file's bytes. Raises `TreeError` where they could not be had."""
        found = self._read.get(name)
        if found is None:
            return self._held[self.digests[name]]
        if isinstance(found, TreeError):
            raise found
        return found


def take_snapshot(folder: Path, held: Contents | None = None) -> Snapshot:
    """Read every file below `folder` that holds facts or seals. Never raises for what is wrong.

    What `held` holds is not kept in memory here.
    """
    if not folder.is_dir():
        missing = Problem(str(folder), 0, "is not there; expected the folder of the facts")
        return Snapshot(False, (), (), (missing,), "", {}, {}, {})
    taken = _Taking(folder, {} if held is None else held)
    changed = taken.changed()
    for _ in range(TRIES - 1):
        if not changed:
            break
        taken = _Taking(folder, {} if held is None else held)
        changed = taken.changed()
    return taken.snapshot(changed)


def snapshot_of(digests: Mapping[str, str], fingerprint: str, held: Contents) -> Snapshot:
    """The files of an earlier snapshot without problems, all of which `held` holds."""
    articles = sorted(name for name in digests if name.startswith(f"{ARTICLES}/"))
    seals = sorted(name for name in digests if name.startswith(f"{SEALS}/"))
    return Snapshot(True, tuple(articles), tuple(seals), (), fingerprint, dict(digests), {}, held)


class _Taking:
    """One reading of all files."""

    def __init__(self, folder: Path, held: Contents) -> None:
        self._folder = folder
        self._held = held
        self._problems: list[Problem] = []
        self._read: dict[str, bytes | TreeError] = {}
        self._digests: dict[str, str] = {}
        self._total = 0
        found = Fingerprint()
        self._names = self._listed()
        files = (VOCABULARY, *self._names[0], *self._names[1])
        self._marks = {name: _mark(f"{folder}/{name}") for name in files}
        for name in (VOCABULARY, *self._names[0]):
            data = self._take(name)
            if data is not None:
                found.take(name, data)
        for name in self._names[1]:
            found.take_seals(name, self._take(name))
        self._fingerprint = found.text()

    def changed(self) -> list[str]:
        """The files that are not what they were before they were read, or are no more or new."""
        before = set(self._marks)
        problems, self._problems = self._problems, []
        articles, seals = self._listed()
        self._problems = problems
        now = {VOCABULARY, *articles, *seals}
        return sorted(
            (before ^ now)
            | {
                name
                for name in before & now
                if self._marks[name] != _mark(f"{self._folder}/{name}")
            }
        )

    def snapshot(self, changed: Iterable[str]) -> Snapshot:
        """What was read; that files have changed meanwhile is a problem of each."""
        problems = (*self._problems, *(Problem(name, 0, CHANGED) for name in changed))
        articles, seals = self._names
        return Snapshot(
            True,
            articles,
            seals,
            problems,
            self._fingerprint,
            self._digests,
            self._read,
            self._held,
        )

    def _take(self, name: str) -> bytes | None:
        try:
            if self._total > MAX_TOTAL:
                size = f"{MAX_TOTAL // 1024 // 1024} MiB"
                raise TreeError((0, f"is not read: the files before it hold over {size}"))
            data = read_bytes(f"{self._folder}/{name}")
        except TreeError as error:
            self._read[name] = error
            return None
        self._total += len(data)
        digest = hashlib.sha256(data).hexdigest()
        self._digests[name] = digest
        if digest not in self._held:
            self._read[name] = data
        return data

    def _listed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of the articles and of the seals; what else looks like one is a problem."""
        try:
            files = article_files(self._folder)
        except OSError as error:
            reason = os.strerror(error.errno or 0).lower()
            self._say(ARTICLES, f"can't be listed: {reason}; expected a folder")
            return (), seal_files(self._folder)
        for entry in files.others:
            if _MEANT.search(entry):
                self._say(f"{ARTICLES}/{printable(entry)}", _NAME)
        if not files.names:
            self._say(ARTICLES, "holds no article: expected <slug>.yaml files")
        if len(files.names) > MAX_FILES:
            self._say(ARTICLES, f"holds over {MAX_FILES} files; the rest is not read")
        return files.names[:MAX_FILES], seal_files(self._folder)

    def _say(self, name: str, message: str) -> None:
        self._problems.append(Problem(name, 0, message))


_MEANT = re.compile(r"\.ya?ml(?:\.txt)?\Z", re.IGNORECASE)
_NAME = (
    "is not read; expected a name of at most 40 small letters a-z, digits and single hyphens that"
    " ends in .yaml"
)


def printable(name: str) -> str:
    """A name on one line, of bounded length, whatever somebody put into it."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name[:60])
    return shown + "…" if len(name) > 60 else shown


def _mark(path: str) -> tuple[int, ...] | None:
    """What changes with a file's contents, as far as its system tells; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 (paths take three times as long)
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev
