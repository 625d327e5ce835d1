"""Keeps the YAML of the generations that may be gone back to, and what was made of clean files.

An editor who changes one file of thousands waits for that one: what was read, checked and drafted
of each other one is kept here under the hash of all that it depends on. It is `archive.db` in the
data folder, and only processes that read facts write to it. The YAML of kept generations stays
whatever the version; all else is made anew where it is of another one.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import NotArchived, StoreError

DERIVED = 1
"""Raise it with every change to the tables of what is made of files, or to what stands in them."""
WAIT_SECONDS = 10.0
"""So long a process waits for another that writes."""
FILE = "archive.db"

_KEPT = """
    CREATE TABLE IF NOT EXISTS content (digest TEXT PRIMARY KEY, packed BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS generation (id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS manifest (
        generation TEXT, name TEXT, digest TEXT NOT NULL, PRIMARY KEY (generation, name)
    ) WITHOUT ROWID;
"""
_DERIVED = """
    DROP TABLE IF EXISTS reading;
    DROP TABLE IF EXISTS draft;
    DROP TABLE IF EXISTS used;
    CREATE TABLE reading (key TEXT PRIMARY KEY, clean TEXT NOT NULL);
    CREATE TABLE draft (key TEXT PRIMARY KEY, version TEXT NOT NULL, draft BLOB NOT NULL);
    CREATE TABLE used (generation TEXT, key TEXT, PRIMARY KEY (generation, key)) WITHOUT ROWID;
"""
_FULL, _BUSY, _CORRUPT, _NO_DATABASE = 13, 5, 11, 26

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a generation: the SHA-256 of each by its name, and the fingerprint of all."""

    fingerprint: str
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """What was made of a clean file: what is kept of its reading, and an article's draft."""

    key: str
    clean: str
    draft: bytes | None = None


class Damaged(StoreError):
    """The archive's file is damaged: call `Archive.set_aside`, and begin again."""


class Archive:
    """The archive of a data folder. Made by `open`, and closed by whoever opened it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._database = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            with self._told():
                self._prepare()
                rows = self._database.execute("SELECT digest FROM content")
                self._digests = {digest for (digest,) in rows}
        except BaseException:
            self._database.close()
            raise

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Open a folder's archive, a new one where there is none or it is damaged.

        Raises `StoreError`.
        """
        try:
            return cls(folder / FILE)
        except Damaged as error:
            log.warning("%s", error)
            cls.set_aside(folder)
            return cls(folder / FILE)

    @staticmethod
    def set_aside(folder: Path) -> None:
        """Put a damaged archive out of the way, for people to look at. Raises `StoreError`."""
        path = folder / FILE
        try:
            path.replace(path.with_name(f"{FILE}.damaged"))
            path.with_name(f"{FILE}-journal").unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{path} is damaged and can't be moved: {error.strerror}") from error
        log.warning("%s is damaged; it lies in %s.damaged now, and a new one is made", path, FILE)

    def close(self) -> None:
        """Close the file; harmless when done already."""
        self._database.close()

    def __contains__(self, digest: object) -> bool:
        """Whether the bytes of this SHA-256 are kept."""
        return digest in self._digests

    def __getitem__(self, digest: str) -> bytes:
        """The bytes of a SHA-256 that are kept. Raises `Damaged` where they are not any more."""
        row = self._one("SELECT packed FROM content WHERE digest = ?", digest)
        try:
            data = zlib.decompress(row[0]) if row is not None else b""
        except zlib.error:
            data = b""
        if hashlib.sha256(data).hexdigest() != digest:
            raise Damaged(f"{self._path} does not hold what it should; read the facts again")
        return data

    def manifest(self, generation: str) -> Manifest:
        """The files of a generation. Raises `NotArchived`."""
        row = self._one("SELECT fingerprint FROM generation WHERE id = ?", generation)
        if row is None:
            raise NotArchived(f"the files of the facts {generation} are not kept")
        with self._told():
            files = self._database.execute(
                "SELECT name, digest FROM manifest WHERE generation = ?", (generation,)
            ).fetchall()
        return Manifest(row[0], dict(files))

    def clean(self, key: str) -> str | None:
        """What is kept of the reading of a clean file."""
        row = self._one("SELECT clean FROM reading WHERE key = ?", key)
        return row[0] if row is not None else None

    def draft(self, key: str, version: str) -> bytes | None:
        """A clean file's draft, if it is kept and of this version."""
        row = self._one("SELECT draft FROM draft WHERE key = ? AND version = ?", key, version)
        return row[0] if row is not None else None

    def add(self, rows: Iterable[Row], version: str) -> None:
        """Keep what was made of clean files, with drafts of this version. Raises `StoreError`."""
        with self._transaction() as database:
            for row in rows:
                values = (row.key, row.clean)
                database.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", values)
                if row.draft is not None:
                    drafted = (row.key, version, row.draft)
                    database.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", drafted)

    def keep(
        self,
        generation: str,
        manifest: Manifest,
        keys: Iterable[str],
        data: Callable[[str], bytes],
    ) -> None:
        """Keep a generation: its files, whose bytes `data` gives, and its readings' keys.

        All of it is kept, or nothing. Raises `StoreError`.
        """
        fresh = {d: name for name, d in manifest.digests.items() if d not in self._digests}
        with self._transaction() as database:
            for digest, name in fresh.items():
                packed = zlib.compress(data(name))
                database.execute("INSERT OR IGNORE INTO content VALUES (?, ?)", (digest, packed))
            database.execute(
                "INSERT OR REPLACE INTO generation VALUES (?, ?)",
                (generation, manifest.fingerprint),
            )
            for table in ("manifest", "used"):
                database.execute(f"DELETE FROM {table} WHERE generation = ?", (generation,))
            database.executemany(
                "INSERT INTO manifest VALUES (?, ?, ?)",
                ((generation, name, digest) for name, digest in manifest.digests.items()),
            )
            database.executemany(
                "INSERT OR IGNORE INTO used VALUES (?, ?)", ((generation, key) for key in keys)
            )
        self._digests |= fresh.keys()

    def sweep(self, generations: Collection[str]) -> None:
        """Forget all but these generations, and what was made of files of none of them."""
        kept, marks = tuple(generations), ", ".join("?" * len(generations))
        with self._transaction() as database:
            database.execute(f"DELETE FROM generation WHERE id NOT IN ({marks})", kept)
            for table in ("manifest", "used"):
                database.execute(f"DELETE FROM {table} WHERE generation NOT IN ({marks})", kept)
            database.execute(
                "DELETE FROM content WHERE digest NOT IN (SELECT digest FROM manifest)"
            )
            for table in ("reading", "draft"):
                database.execute(f"DELETE FROM {table} WHERE key NOT IN (SELECT key FROM used)")
            rows = database.execute("SELECT digest FROM content")
            self._digests = {digest for (digest,) in rows}

    def _prepare(self) -> None:
        # A journal that is cut to nothing, not WAL: it leaves one file, whole after any kill.
        self._database.executescript(
            "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192;"
        )
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        if version == DERIVED:
            return
        self._database.executescript(
            f"BEGIN IMMEDIATE; {_KEPT} {_DERIVED} PRAGMA user_version = {DERIVED}; COMMIT;"
        )

    def _one(self, query: str, *values: str) -> tuple[Any, ...] | None:
        with self._told():
            row: tuple[Any, ...] | None = self._database.execute(query, values).fetchone()
        return row

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._told():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            finally:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Say what SQLite raises in words for whoever runs the bot."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            raise _said(self._path, code, error) from error


def _said(path: Path, code: int, error: sqlite3.Error) -> StoreError:
    if code in (_CORRUPT, _NO_DATABASE):
        return Damaged(f"{path} is damaged ({error}); read the facts again")
    if code == _FULL:
        return StoreError(f"the disk is full: {path} can't be written")
    if code == _BUSY:
        return StoreError(f"another process has been writing to {path} for too long; try again")
    return StoreError(f"{path} can't be used: {error}")
