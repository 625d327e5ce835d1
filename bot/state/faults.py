"""What SQLite reports, put into words for the host: what happened, to which file, what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.errors import StateError

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNREACHABLE = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}
_TAKEN = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def explain(error: sqlite3.Error, path: Path) -> StateError | None:
    """Return what went wrong with the file, or None if the statement is at fault, not the file.

    Result codes: https://www.sqlite.org/rescode.html; the low byte is the primary one.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL:
        return StateError(
            f"The disk that holds {path} is full, so the last change was not saved; "
            "what was saved before is intact. Make room on the disk."
        )
    if primary in _DAMAGED:
        return damaged(path, str(error))
    if primary in _UNREACHABLE:
        return StateError(
            f"{path} cannot be read or written ({error}). "
            "Look at the permissions of its folder and at the disk."
        )
    if primary in _TAKEN:
        return StateError(
            f"{path} is being written by another program ({error}). Close that program."
        )
    return None


def check_sound(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StateError if the database is damaged, as one of the file `path`."""
    findings = [row[0] for row in connection.execute("pragma quick_check(1)")]
    if findings != ["ok"]:
        raise damaged(path, "; ".join(findings))


def damaged(path: Path, finding: str) -> StateError:
    """Return the error for a file that is no sound database."""
    return StateError(
        f"{path} is damaged ({finding}). Nothing was changed or deleted. "
        f"Keep that file, and {path.name}-journal if it is there, under another name, and then "
        f"{_way_back(path)}"
    )


def _way_back(path: Path) -> str:
    backups = sorted(
        (*backups_of(path), *path.parent.glob(f"{path.name}.backup-*Z")),
        key=lambda backup: backup.stat().st_mtime_ns,
        reverse=True,
    )
    if not backups:
        return "start again without it: there is no backup beside it."
    names = ", ".join(backup.name for backup in backups)
    return f"copy one of its backups to its place: {names} (the newest first)."


def backups_of(path: Path) -> list[Path]:
    """Return the backups that migrations left beside the database, the newest first."""
    return sorted(path.parent.glob(f"{path.name}.before-[0-9][0-9][0-9][0-9]"), reverse=True)
