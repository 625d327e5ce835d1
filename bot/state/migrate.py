"""Numbered migrations of `state.db`: each with its record in one transaction, each backed up."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import StateError
from bot.state.backup import copy, sync
from bot.state.faults import backups_of, check_sound, explain

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_SECONDS = 5.0
"""How long a statement waits for another program, such as a host's backup, to let go."""
DURABLE = (
    "journal_mode = truncate",
    "synchronous = full",
    "fullfsync = on",  # macOS: fsync alone leaves a write in the disk's own cache
)
"""The pragmas of every connection to the state: what is committed survives a power cut."""

_FILE = re.compile(r"(\d{4})_[a-z0-9-]+\.sql")
_RECORDS = """
    create table if not exists migration (
      number integer primary key,
      name text not null,
      applied_at text not null,
      digest text not null
    ) strict
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One migration file; `digest` is the SHA-256 of its text."""

    number: int
    name: str
    sql: str
    digest: str


def migrate(path: Path, migrations: Path, at: datetime) -> None:
    """Bring the database up to the newest migration, making it if there is none; blocks.

    `at` is the time to record. A backup `<name>.before-NNNN` is made before each migration of a
    database that exists. Raises StateError if the file is damaged, of a newer program, or can't be
    migrated; it is then as it was, or as the last migration that succeeded left it.
    """
    known = read_migrations(migrations)
    try:
        with closing(_connect(path)) as connection:
            # A damaged file is refused before a backup of it could replace a good one.
            check_sound(connection, path)
            done = _applied(connection, path, known)
            for migration in known[done:]:
                if done:
                    _back_up(connection, path, migration)
                _apply(connection, path, migration, at)
    except sqlite3.Error as error:
        raise explain(error, path) or StateError(f"{path} cannot be opened ({error}).") from error
    except OSError as error:
        raise StateError(
            f"A backup of {path} could not be made ({error.strerror}), so it was not migrated."
        ) from error


def read_migrations(folder: Path) -> tuple[Migration, ...]:
    """Return the migrations in order; raises StateError unless they are numbered 1, 2, 3, ..."""
    found: list[Migration] = []
    for file in sorted(folder.glob("*.sql")):
        match = _FILE.fullmatch(file.name)
        if match is None or int(match[1]) != len(found) + 1:
            raise StateError(
                f"{file} should be migration {len(found) + 1:04}: "
                "the files are numbered without gaps, NNNN_reason-in-the-name.sql."
            )
        sql = file.read_text(encoding="utf-8")
        digest = hashlib.sha256(sql.encode()).hexdigest()
        found.append(Migration(int(match[1]), file.stem, sql, digest))
    if not found:
        raise StateError(f"There are no migrations in {folder}: the installation is incomplete.")
    return tuple(found)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        for setting in DURABLE:
            connection.execute(f"pragma {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def _applied(connection: sqlite3.Connection, path: Path, known: tuple[Migration, ...]) -> int:
    """Return how many of the known migrations the database has had; refuse it if others."""
    tables = {row[0] for row in connection.execute("select name from sqlite_master")}
    if not tables:
        return 0
    if "migration" not in tables:
        raise StateError(
            f"{path} is a database of another program: it has no record of migrations. "
            "Move it away, or name another folder in FOOTNOTE_DATA_DIR."
        )
    records = connection.execute(
        "select number, name, digest from migration order by number"
    ).fetchall()
    for position, (number, name, digest) in enumerate(records):
        if number > len(known):
            raise StateError(_newer(path, name, known[-1]))
        ours = known[position]
        if (number, name) != (ours.number, ours.name):
            raise StateError(
                f"{path} has had the migration {name}, which this program does not have. "
                "Use the program that made it, with all its files."
            )
        if digest != ours.digest:
            raise StateError(
                f"The migration {name} was changed after {path} had had it. "
                "Restore the file; what a database has had is changed by a new migration only."
            )
    return len(records)


def _newer(path: Path, name: str, newest: Migration) -> str:
    text = (
        f"{path} was last used by a newer Footnote: it has had the migration {name}, and this "
        f"program ends at {newest.name}. Start the newer program"
    )
    if backups := ", ".join(backup.name for backup in backups_of(path)):
        text += f", or go back to a backup beside it, losing what came since: {backups}"
    return f"{text}."


def _back_up(connection: sqlite3.Connection, path: Path, migration: Migration) -> None:
    """Copy the database, whole or not at all, to `<name>.before-NNNN`."""
    backup = path.with_name(f"{path.name}.before-{migration.number:04}")
    partial = backup.with_name(f"{backup.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        copy(connection, partial)
        partial.replace(backup)
        sync(path.parent)
    finally:
        partial.unlink(missing_ok=True)
    log.info("Backed %s up to %s before migration %s", path, backup.name, migration.name)


def _apply(connection: sqlite3.Connection, path: Path, migration: Migration, at: datetime) -> None:
    """Run a migration and record it, in one transaction.

    Foreign keys are off meanwhile, so that a table can be rebuilt, and checked before the commit:
    https://www.sqlite.org/lang_altertable.html#otheralter.
    """
    try:
        # executescript() commits what is open, so the script itself has to begin the transaction.
        connection.executescript(f"begin immediate; {_RECORDS};\n{migration.sql}")
        if not connection.in_transaction:
            raise StateError(f"The migration {migration.name} must not end its transaction.")
        if broken := connection.execute("pragma foreign_key_check").fetchall():
            raise StateError(f"The migration {migration.name} breaks references: {broken}.")
        connection.execute(
            "insert into migration (number, name, applied_at, digest) values (?, ?, ?, ?)",
            (migration.number, migration.name, at.isoformat(timespec="seconds"), migration.digest),
        )
        connection.execute("commit")
    except BaseException as error:
        with contextlib.suppress(sqlite3.Error):
            connection.rollback()
        if isinstance(error, sqlite3.Error) and explain(error, path) is None:
            raise StateError(
                f"The migration {migration.name} failed ({error}); {path} is as it was."
            ) from error
        raise
    log.info("Applied migration %s to %s", migration.name, path)
