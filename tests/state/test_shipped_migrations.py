"""The migrations that are shipped: each earlier state comes through them with all that is in it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.state.database import StateDatabase
from bot.state.deliveries import Deliveries
from bot.state.guilds import Guilds, GuildSettings
from bot.state.migrate import MIGRATIONS, read_migrations
from bot.state.plans import Plans
from bot.state.questions import Questions

SHIPPED = {
    "0001_what-is-live-and-what-guilds-chose": (
        "867205c13bcc445afb679176c2405e400ec68786d9057afb975ae816925c8f87"
    ),
    "0002_anniversaries-once-a-day": (
        "3588937ed0506084f9ff3d83589f7642449cc2529a03c71e12441db237e03ef5"
    ),
    "0003_reloads": "410d7631f1b036cfcc9cebb994f4c12dd3241321bc13e7ada3ede0eca3329f84",
    "0004_languages-and-private-answers": (
        "f8659e8a4891a154020abcc71f3829862811248fbb444dfe844ca47f19c2f7fb"
    ),
    "0005_reports": "4692b176595da701156d752cd1c259cbd558444b4dbfb61fdc326f5cf6912ab0",
}

VERSION_1: dict[str, list[tuple[Any, ...]]] = {
    "generation": [
        ("g1", "f1", "2024-01-01T00:00:00+00:00", "2024-01-01T00:00:01+00:00", "start"),
        ("g2", "f2", "2024-02-01T00:00:00+00:00", "2024-02-01T00:00:01+00:00", "somebody"),
    ],
    "live": [(1, "g2")],
    "guild": [
        (7, "Asia/Shanghai", 70, "2024-02-03T04:05:06+00:00"),
        (8, "Europe/Berlin", 80, "2024-02-03T04:05:07+00:00"),
        (2**63 - 1, "UTC", 2**63 - 1, "2024-02-03T04:05:08+00:00"),
    ],
    "missing_guild": [(8, "2024-02-20")],
    "saved_question": [("token", "/search text:石油", "2024-03-01")],
    "synced_commands": [(9, "digest")],
}
"""A state as the first version left it, with something in each table."""


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def content(path: Path) -> dict[str, list[Any]]:
    """What stands in the tables and columns of the first version."""
    return {
        table: [row[: len(stored[0])] for row in rows(path, f"select * from {table} order by 1")]
        for table, stored in VERSION_1.items()
    }


def schema(path: Path) -> list[Any]:
    """The tables and indexes, as they were declared."""
    return rows(path, "select type, name, tbl_name, sql from sqlite_master order by name")


@pytest.fixture
async def version_1(folder: Path, tmp_path: Path, clock: Any) -> Path:
    """That state, made by the first migration alone."""
    migrations = tmp_path / "migrations"
    migrations.mkdir()
    shutil.copy(next(MIGRATIONS.glob("0001_*.sql")), migrations)
    async with await StateDatabase.open(folder, now=clock, migrations=migrations) as state:
        for table, stored in VERSION_1.items():
            for row in stored:
                places = ", ".join("?" * len(row))
                await state.execute(f"insert into {table} values ({places})", row)
    path = folder / "state.db"
    assert content(path) == VERSION_1
    return path


def test_a_migration_that_a_database_has_had_is_never_changed() -> None:
    """A running bot would refuse its own state: what comes later is a new migration."""
    shipped = {migration.name: migration.digest for migration in read_migrations(MIGRATIONS)}
    assert shipped == SHIPPED


async def test_a_state_of_the_first_version_keeps_everything(version_1: Path, clock: Any) -> None:
    """Each row of each table is there after the migrations, and beside them as it was."""
    async with await StateDatabase.open(version_1.parent, now=clock):
        pass
    assert content(version_1) == VERSION_1
    backup = version_1.with_name("state.db.before-0002")
    assert content(backup) == VERSION_1
    assert rows(backup, "select number from migration") == [(1,)]
    assert rows(version_1, "select number from migration")[-1] == (len(SHIPPED),)
    for path in (version_1, backup):
        assert rows(path, "pragma integrity_check") == [("ok",)]
        assert rows(path, "pragma foreign_key_check") == []


async def test_an_old_state_and_a_new_one_are_alike(
    version_1: Path, tmp_path: Path, clock: Any
) -> None:
    """Whatever version a state began with, its tables and indexes are the same by now."""
    for folder in (version_1.parent, tmp_path / "new"):
        async with await StateDatabase.open(folder, now=clock):
            pass
    assert schema(version_1) == schema(tmp_path / "new" / "state.db")


async def test_a_state_of_the_first_version_is_of_use(version_1: Path, clock: Any) -> None:
    """What guilds chose is found, plans and deliveries can begin, and a guild goes whole."""
    async with await StateDatabase.open(version_1.parent, now=clock) as state:
        guilds = Guilds(state)
        plans = Plans(state, guilds, "UTC")
        assert await guilds.time_zone(7) == "Asia/Shanghai"
        assert await Questions(state).load("token") == "/search text:石油"
        assert (await plans.of(7), await plans.slots()) == (None, ())
        assert await Deliveries(state).claimed() == ()
        await guilds.set_language(7, "ru", by=70)
        await guilds.set_private_answers(7, True, by=70)
        assert await guilds.settings(7) == GuildSettings(
            "Asia/Shanghai", "ru", private_answers=True
        )
        for taken_back in (guilds.set_time_zone, guilds.set_language):
            await taken_back(7, None, by=70)
        await guilds.set_private_answers(7, False, by=70)
        clock.pass_days(30)
        assert await guilds.forget_missing() == 1
        assert await state.fetch_all("select guild_id from guild") == [(2**63 - 1,)]
        assert await state.fetch_all("select * from missing_guild") == []
