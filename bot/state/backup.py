"""Copies of `state.db`, whole or not at all, made while the bot writes to it or not."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StateError
from bot.state.faults import check_sound, explain


def back_up(path: Path, to: Path | None, at: datetime) -> Path:
    """Copy a state database to a file that does not exist yet, and return where it is; blocks.

    Without a file, or with a folder, the copy is named after the time `at`, beside the database or
    in that folder. The lock of the database's owner is not needed; the owner's writing waits while
    the pages are copied. Raises StateError if there is no such state, it is damaged, or the copy
    can't be written; nothing is left then.
    """
    place = path.parent if to is None else to
    with _told(path, place):
        if to is None or place.is_dir():
            place /= f"{path.name}.backup-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        _copy_to(path, place)
    return place


def copy(source: sqlite3.Connection, to: Path) -> None:
    """Copy a database as it is at one moment to a file, and wait until it is on the disk."""
    with closing(sqlite3.connect(to, isolation_level=None)) as target:
        target.execute("pragma journal_mode = off")  # a copy broken off is thrown away
        target.execute("pragma synchronous = off")  # waiting for the disk comes afterwards
        source.backup(target)
    sync(to)


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of files, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_to(path: Path, to: Path) -> None:
    if os.path.lexists(to):
        raise _taken(to)
    if not path.exists() or path.stat().st_size == 0:
        raise StateError(f"There is no state to back up: {path} is made by the bot's first start.")
    with _partial(to) as partial:
        # Not read-only: what a killed bot left half written is undone by whoever opens the file.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as source:
            copy(source, partial)
        _check_ours(path, partial)
        shutil.copymode(path, partial)
        _publish(partial, to)


@contextlib.contextmanager
def _partial(to: Path) -> Iterator[Path]:
    """A new file beside another one, gone at the end."""
    descriptor, name = tempfile.mkstemp(prefix=f"{to.name}.", suffix=".partial", dir=to.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _check_ours(path: Path, copied: Path) -> None:
    """Refuse what is damaged or of another program; the copy is read, so that nobody waits."""
    with closing(sqlite3.connect(copied, isolation_level=None)) as connection:
        check_sound(connection, path)
        if ("migration",) not in connection.execute("select name from sqlite_master").fetchall():
            raise StateError(f"{path} is a database of another program: it was not backed up.")


def _publish(partial: Path, to: Path) -> None:
    """Give a file its name, unless there is one of that name."""
    try:
        os.link(partial, to)  # unlike a renaming, it never replaces a file
    except FileExistsError:
        raise _taken(to) from None
    except OSError:  # a file system without hard links, such as a memory stick's
        if os.path.lexists(to):
            raise _taken(to) from None
        partial.rename(to)
    sync(to.parent)


def _taken(to: Path) -> StateError:
    return StateError(f"{to} exists already, and a backup replaces nothing.")


@contextlib.contextmanager
def _told(path: Path, to: Path) -> Iterator[None]:
    """Put what SQLite and the disk refuse into words for the host."""
    try:
        yield
    except OSError as error:
        used = error.filename or to
        raise StateError(f"No backup was made: {used} can't be used ({error.strerror}).") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise StateError(f"No backup was made: the disk that holds {to} is full.") from error
        if code == sqlite3.SQLITE_IOERR:
            raise StateError(
                f"No backup was made: {path} can't be read, or {to} can't be written ({error})."
            ) from error
        raise explain(error, path) or StateError(f"No backup was made ({error}).") from error
