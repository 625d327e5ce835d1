"""Migrations: whole or not at all, backed up, and never against a file they don't fit."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import StateError
from bot.state.database import StateDatabase
from bot.state.migrate import MIGRATIONS, read_migrations

Clock = Callable[[], datetime]

FIRST = next(MIGRATIONS.glob("0001_*.sql"))
ADD_COLOUR = "-- Reason: guilds like colours.\nalter table guild add column colour text;\n"


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A folder with the first migration only, to add to."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    shutil.copy(FIRST, folder)
    return folder


@pytest.fixture
def version_1(folder: Path) -> Path:
    """A database as the first version left it, made by hand, with one guild in it."""
    folder.mkdir()
    path = folder / "state.db"
    sql = FIRST.read_text(encoding="utf-8")
    with closing(sqlite3.connect(path)) as made:
        made.executescript(
            "create table migration (number integer primary key, name text not null,"
            f" applied_at text not null, digest text not null) strict; {sql}"
        )
        digest = hashlib.sha256(sql.encode()).hexdigest()
        made.execute("insert into migration values (1, ?, 'then', ?)", (FIRST.stem, digest))
        made.execute("insert into guild values (7, 'Asia/Shanghai', 1, 'then')")
        made.commit()
    return path


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} - {"state.db-journal", "state.lock"}


def open_and_close(folder: Path, clock: Clock, migrations: Path = MIGRATIONS) -> None:
    async def run() -> None:
        await (await StateDatabase.open(folder, now=clock, migrations=migrations)).close()

    asyncio.run(run())


def test_the_shipped_migrations_tell_their_reasons() -> None:
    """Each opens with its reason, and leaves transactions to the program."""
    shipped = read_migrations(MIGRATIONS)
    assert shipped
    for migration in shipped:
        assert migration.sql.startswith("-- Reason: ")
        assert not re.search(r"(?im)^\s*(begin|commit|rollback|end)\b", migration.sql)


def test_a_new_database_records_its_migrations(folder: Path, clock: Clock) -> None:
    """Number, name, time and digest are recorded; nothing is backed up, as there was nothing."""
    open_and_close(folder, clock)
    expected = [
        (m.number, m.name, "2024-03-02T12:00:00+00:00", m.digest)
        for m in read_migrations(MIGRATIONS)
    ]
    assert rows(folder / "state.db", "select * from migration") == expected
    assert names(folder) == {"state.db"}


def test_a_reopening_migrates_nothing(
    folder: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """An up-to-date database is neither migrated nor backed up again."""
    open_and_close(folder, clock)
    caplog.set_level(logging.INFO)
    open_and_close(folder, clock)
    assert [record for record in caplog.records if record.name.startswith("bot.state")] == []


def test_an_older_database_is_backed_up_and_migrated(
    version_1: Path, migrations: Path, clock: Clock
) -> None:
    """A version-1 database keeps its data, gets the new column, and stands beside as it was."""
    (migrations / "0002_colours.sql").write_text(ADD_COLOUR)
    (migrations / "0003_red.sql").write_text("-- Reason: red.\nupdate guild set colour = 'red'")
    open_and_close(version_1.parent, clock, migrations)

    assert rows(version_1, "select guild_id, time_zone, colour from guild") == [
        (7, "Asia/Shanghai", "red")
    ]
    assert rows(version_1, "select number, name from migration") == [
        (1, FIRST.stem),
        (2, "0002_colours"),
        (3, "0003_red"),
    ]
    assert names(version_1.parent) == {
        "state.db",
        "state.db.before-0002",
        "state.db.before-0003",
    }
    second, third = (version_1.with_name(f"state.db.before-000{n}") for n in (2, 3))
    assert rows(second, "select * from guild") == [(7, "Asia/Shanghai", 1, "then")]
    assert rows(second, "select number from migration") == [(1,)]
    assert rows(third, "select * from guild") == [(7, "Asia/Shanghai", 1, "then", None)]


def test_a_backup_can_be_put_back(version_1: Path, migrations: Path, clock: Clock) -> None:
    """The older program opens the backup that the newer one made."""
    (migrations / "0002_colours.sql").write_text(ADD_COLOUR)
    open_and_close(version_1.parent, clock, migrations)
    version_1.with_name("state.db.before-0002").replace(version_1)
    open_and_close(version_1.parent, clock)
    assert rows(version_1, "select guild_id from guild") == [(7,)]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        (ADD_COLOUR + "insert into nowhere values (1);", "no such table: nowhere"),
        (ADD_COLOUR + "insert into live values (1, 'none');", "breaks references"),
        (ADD_COLOUR + "commit;", "must not end its transaction"),
        (
            ADD_COLOUR + "pragma max_page_count = 20; create table big (x);"
            " insert into big values (zeroblob(1000000));",
            "disk that holds .* is full",
        ),
    ],
    ids=["statement", "reference", "commit", "disk full"],
)
def test_a_failing_migration_leaves_the_old_state(
    version_1: Path, migrations: Path, clock: Clock, sql: str, message: str
) -> None:
    """Its statements and its record are undone together, and the mended one then works."""
    (migrations / "0002_colours.sql").write_text(sql)
    before = rows(version_1, "select * from guild")
    with pytest.raises(StateError, match=message):
        open_and_close(version_1.parent, clock, migrations)
    assert rows(version_1, "select number from migration") == [(1,)]
    if not sql.endswith("commit;"):  # what a migration commits itself cannot be undone
        assert rows(version_1, "select * from guild") == before
        (migrations / "0002_colours.sql").write_text(ADD_COLOUR)
        open_and_close(version_1.parent, clock, migrations)
        assert rows(version_1, "select number from migration") == [(1,), (2,)]
    assert rows(version_1.with_name("state.db.before-0002"), "select * from guild") == before


def test_a_backup_that_cannot_be_made_stops_the_migration(
    version_1: Path, migrations: Path, clock: Clock
) -> None:
    """No backup, no migration."""
    (migrations / "0002_colours.sql").write_text(ADD_COLOUR)
    version_1.with_name("state.db.before-0002").mkdir()
    with pytest.raises(StateError, match=r"backup of .*state\.db could not be made"):
        open_and_close(version_1.parent, clock, migrations)
    assert rows(version_1, "select number from migration") == [(1,)]
    assert names(version_1.parent) == {"state.db", "state.db.before-0002"}


def test_a_table_that_others_refer_to_can_be_rebuilt(
    version_1: Path, migrations: Path, clock: Clock
) -> None:
    """Foreign keys rest during a migration, so that the live generation survives a rebuild."""
    with closing(sqlite3.connect(version_1)) as connection:
        connection.execute("insert into generation values ('g', 'f', 'm', 'w', 'b')")
        connection.execute("insert into live values (1, 'g')")
        connection.commit()
    (migrations / "0002_rebuild.sql").write_text(
        "-- Reason: another order of columns.\n"
        "create table new (fingerprint text, id text primary key, made_at text,"
        " went_live_at text, by_whom text) strict;\n"
        "insert into new select fingerprint, id, made_at, went_live_at, by_whom from generation;\n"
        "drop table generation;\n"
        "alter table new rename to generation;\n"
    )
    open_and_close(version_1.parent, clock, migrations)
    assert rows(version_1, "select fingerprint from live join generation on id = generation") == [
        ("f",)
    ]


def test_a_newer_database_is_refused(version_1: Path, migrations: Path, clock: Clock) -> None:
    """The older program says that the file is newer, and which backup it could use."""
    (migrations / "0002_colours.sql").write_text(ADD_COLOUR)
    open_and_close(version_1.parent, clock, migrations)
    (migrations / "0002_colours.sql").unlink()
    content = version_1.read_bytes()
    with pytest.raises(StateError) as refused:
        open_and_close(version_1.parent, clock, migrations)
    assert str(refused.value) == (
        f"{version_1} was last used by a newer Footnote: it has had the migration 0002_colours, "
        f"and this program ends at {FIRST.stem}. Start the newer program, or go back to a backup "
        "beside it, losing what came since: state.db.before-0002."
    )
    assert version_1.read_bytes() == content


def test_a_changed_migration_is_refused(version_1: Path, migrations: Path, clock: Clock) -> None:
    """A file edited after it was applied is named."""
    with (migrations / FIRST.name).open("a") as file:
        file.write("create table more (x);\n")
    with pytest.raises(StateError, match=f"migration {FIRST.stem} was changed after"):
        open_and_close(version_1.parent, clock, migrations)


def test_a_missing_migration_is_refused(version_1: Path, migrations: Path, clock: Clock) -> None:
    """A migration that the database has had under another name is missed by name."""
    (migrations / FIRST.name).rename(migrations / "0001_another.sql")
    with pytest.raises(StateError, match=f"had the migration {FIRST.stem}, which this program"):
        open_and_close(version_1.parent, clock, migrations)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("0003_gap.sql", "migration 0002"),
        ("0002 spaced.sql", "migration 0002"),
        ("0001_twice.sql", "migration 0002"),
    ],
)
def test_migration_files_are_numbered_without_gaps(
    folder: Path, migrations: Path, clock: Clock, name: str, expected: str
) -> None:
    """A wrong file name is found before anything is touched."""
    (migrations / name).write_text(ADD_COLOUR)
    with pytest.raises(StateError, match=expected):
        open_and_close(folder, clock, migrations)
    assert names(folder) == set()


def test_an_installation_without_migrations(folder: Path, tmp_path: Path, clock: Clock) -> None:
    """An empty folder of migrations is refused, not taken for an up-to-date database."""
    with pytest.raises(StateError, match="no migrations"):
        open_and_close(folder, clock, tmp_path / "nothing")


def test_a_database_of_another_program(folder: Path, clock: Clock) -> None:
    """A SQLite file that is not ours is left alone."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "state.db")) as other:
        other.execute("create table recipe (name text)")
    with pytest.raises(StateError, match="database of another program"):
        open_and_close(folder, clock)


def garbage(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 500)


def overwritten_page(path: Path) -> None:
    """Damage a table that neither the opening nor the migration reads."""
    (page,) = rows(path, "select rootpage from sqlite_master where name = 'synced_commands'")
    content = bytearray(path.read_bytes())
    content[(page[0] - 1) * 4096 : page[0] * 4096] = b"\xa5" * 4096
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


@pytest.mark.parametrize("damage", [garbage, overwritten_page, cut_short])
def test_a_damaged_file_is_kept_and_named_with_its_backups(
    version_1: Path, migrations: Path, clock: Clock, damage: Callable[[Path], None]
) -> None:
    """Nothing is deleted, no good backup is overwritten, the way back is told; no lock stays."""
    for number, content in ((2, "good"), (3, "better")):
        version_1.with_name(f"state.db.before-000{number}").write_text(content)
    damage(version_1)
    damaged = version_1.read_bytes()
    (migrations / "0002_colours.sql").write_text(ADD_COLOUR)
    for _ in range(2):
        with pytest.raises(StateError) as refused:
            open_and_close(version_1.parent, clock, migrations)
        text = str(refused.value)
        assert f"{version_1} is damaged" in text
        assert "state.db.before-0003, state.db.before-0002 (the newest first)" in text
    assert version_1.read_bytes() == damaged
    assert version_1.with_name("state.db.before-0002").read_text() == "good"


def test_a_damaged_file_without_a_backup(folder: Path, clock: Clock) -> None:
    """Where there is no backup the message says that too."""
    folder.mkdir()
    garbage(folder / "state.db")
    with pytest.raises(StateError, match="there is no backup beside it"):
        open_and_close(folder, clock)


def test_an_empty_file_is_a_new_database(folder: Path, clock: Clock) -> None:
    """A start broken off before its first commit is not taken for damage."""
    folder.mkdir()
    (folder / "state.db").touch()
    open_and_close(folder, clock)
    assert len(rows(folder / "state.db", "select * from migration")) >= 1
