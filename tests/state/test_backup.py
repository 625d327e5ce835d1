"""Backups of the state: whole or not at all, with the bot running, and good to go back to."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.anniversaries.due import day_of
from bot.errors import StateError
from bot.state.backup import _told, back_up
from bot.state.database import StateDatabase
from bot.state.deliveries import Claim, Deliveries
from bot.state.guilds import Guilds
from bot.state.lock import FolderLock
from bot.state.plans import Plans, Slot

PROJECT = Path(__file__).parents[2]
AT = datetime(2024, 3, 2, 13, 4, 5, tzinfo=timezone(timedelta(hours=1)))
NAME = "state.db.backup-20240302T120405Z"
BERLIN = Slot("Europe/Berlin", time(9))


@pytest.fixture
async def path(folder: Path, clock: Any) -> Path:
    """A state with a plan and a delivery, of a bot that has ended."""
    async with await StateDatabase.open(folder, now=clock) as state:
        plans = Plans(state, Guilds(state), "UTC")
        plan = await plans.change(
            1, 10, lambda _, start: replace(start, channel_id=5, slot=BERLIN, topics=("energy",))
        )
        day = day_of(BERLIN, date(2024, 3, 3))
        assert day is not None
        assert await Deliveries(state).claim([Claim(plan, day, "a post")])
    return folder / "state.db"


def dump(path: Path) -> list[str]:
    """All that a database holds."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


def left(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} - {"state.lock", "state.db-journal"}


async def test_a_bot_goes_on_from_a_backup(path: Path, tmp_path: Path, clock: Any) -> None:
    """Put into a folder of its own it opens, with every plan and delivery as it was."""
    made = back_up(path, tmp_path / "elsewhere.db", AT)
    assert made == tmp_path / "elsewhere.db"
    async with await StateDatabase.open(path.parent, now=clock) as state:
        plan = await Plans(state, Guilds(state), "UTC").of(1)
        deliveries = await Deliveries(state).last(1, 9)
        await Plans(state, Guilds(state), "UTC").remove(1)
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(made, restored / "state.db")
    async with await StateDatabase.open(restored, now=clock) as state:
        assert await Plans(state, Guilds(state), "UTC").of(1) == plan
        assert plan is not None
        assert await Deliveries(state).last(1, 9) == deliveries
        assert len(deliveries) == 1


@pytest.mark.parametrize(
    ("to", "expected"),
    [(None, f"data/{NAME}"), ("backups", f"backups/{NAME}"), ("my ?#.db", "my ?#.db")],
)
def test_a_backup_is_dated_unless_it_is_named(
    path: Path, tmp_path: Path, to: str | None, expected: str
) -> None:
    """By the time in UTC, beside the state or in the folder that was named; nothing else stays."""
    (tmp_path / "backups").mkdir()
    made = back_up(path, tmp_path / to if to else None, AT)
    assert made == tmp_path / expected
    assert dump(made) == dump(path)
    assert left(made.parent) - {"state.db", "backups", "data"} == {made.name}
    assert made.stat().st_mode == path.stat().st_mode


async def test_a_running_bot_is_backed_up_between_two_changes(
    path: Path, tmp_path: Path, clock: Any
) -> None:
    """The owner's lock is neither needed nor taken, and no copy holds half of a transaction."""
    async with await StateDatabase.open(path.parent, now=clock) as state:
        writing = True

        async def write() -> int:
            number = 0
            while writing:
                number += 1
                async with state.transaction() as change:
                    for key in range(200):
                        await change.execute(
                            "insert or replace into saved_question values (?, ?, 'today')",
                            (f"{key}", f"{number}" * 300),
                        )
            return number

        task = asyncio.ensure_future(write())
        copies = []
        for number in range(20):
            await asyncio.sleep(0.01)
            copies.append(await asyncio.to_thread(back_up, path, tmp_path / f"{number}.db", AT))
        writing = False
        assert await task > 1
    found = set()
    for made in copies:
        with closing(sqlite3.connect(made)) as connection:
            assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
            rows = connection.execute("select distinct question from saved_question").fetchall()
        assert len(rows) <= 1
        found.update(rows)
    assert len(found) > 1


def test_what_a_killed_bot_left_half_written_is_not_copied(path: Path, tmp_path: Path) -> None:
    """The journal that it left beside the state is played back first."""
    before = dump(path)
    killed = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        " c.execute('pragma cache_size = 1'); c.execute('begin immediate');"
        " c.executemany('insert into saved_question values (?, ?, ?)',"
        " [(str(n), 'x' * 5000, '') for n in range(500)]);"
        " os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("state.db-journal").stat().st_size > 0
    made = back_up(path, tmp_path / "copy.db", AT)
    assert dump(made) == before


@pytest.mark.parametrize("name", ["copy.db", "link.db"])
def test_a_backup_replaces_nothing(path: Path, tmp_path: Path, name: str) -> None:
    """A file of that name stays as it is, even a link to nowhere; so does the state itself."""
    (tmp_path / "copy.db").write_text("mine")
    (tmp_path / "link.db").symlink_to("nowhere")
    for to in (tmp_path / name, path):
        with pytest.raises(StateError, match=f"{to} exists already, and a backup replaces nothing"):
            back_up(path, to, AT)
    assert (tmp_path / "copy.db").read_text() == "mine"
    assert left(tmp_path) == {"copy.db", "link.db", "data"}


def test_two_backups_of_one_name_at_once(path: Path, tmp_path: Path) -> None:
    """A file that comes while the copy is made is not replaced either."""
    with pytest.MonkeyPatch.context() as patch:
        copymode = shutil.copymode

        def meanwhile(source: Path, to: Path) -> None:
            copymode(source, to)
            (tmp_path / "copy.db").write_text("theirs")

        patch.setattr("bot.state.backup.shutil.copymode", meanwhile)
        with pytest.raises(StateError, match="exists already"):
            back_up(path, tmp_path / "copy.db", AT)
    assert (tmp_path / "copy.db").read_text() == "theirs"
    assert left(tmp_path) == {"copy.db", "data"}


@pytest.mark.parametrize("taken", [False, True])
def test_a_disk_without_hard_links(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: bool
) -> None:
    """A memory stick's copy is renamed, and replaces nothing either."""

    def refused(*_: Path) -> None:
        if taken:
            (tmp_path / "copy.db").write_text("theirs")
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    if taken:
        with pytest.raises(StateError, match="exists already"):
            back_up(path, tmp_path / "copy.db", AT)
        assert (tmp_path / "copy.db").read_text() == "theirs"
    else:
        assert dump(back_up(path, tmp_path / "copy.db", AT)) == dump(path)
    assert left(tmp_path) == {"copy.db", "data"}


@pytest.mark.parametrize("empty", [False, True])
def test_there_is_no_state_yet(tmp_path: Path, empty: bool) -> None:
    """No folder, or a start that was broken off: nothing is made, and nothing is copied."""
    path = tmp_path / "data" / "state.db"
    if empty:
        path.parent.mkdir()
        path.touch()
    with pytest.raises(StateError, match=f"no state to back up: {path} is made by"):
        back_up(path, tmp_path / "copy.db", AT)
    assert left(tmp_path) == ({"data"} if empty else set())


@pytest.mark.parametrize(
    ("name", "why"), [("nowhere", "No such file or directory"), ("a file", "Not a directory")]
)
def test_a_folder_that_cannot_be_used(path: Path, tmp_path: Path, name: str, why: str) -> None:
    """What the system refuses is told, and no folder is made."""
    (tmp_path / "a file").touch()
    with pytest.raises(StateError, match=rf"{name}/copy\.db.* can't be used \({why}\)"):
        back_up(path, tmp_path / name / "copy.db", AT)
    assert left(tmp_path) == {"data", "a file"}


def test_somebody_who_may_only_read_makes_a_backup_elsewhere(path: Path) -> None:
    """A folder that they may not write to is named; one of their own will do."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        state, own = Path(name) / "state.db", Path(name) / "own"
        shutil.copy(path, state)
        own.mkdir(mode=0o777)
        own.chmod(0o777)
        state.chmod(0o444)
        Path(name).chmod(0o555)
        if user == 0:  # root may write everywhere: be nobody for a moment
            os.seteuid(65534)
        try:
            with pytest.raises(StateError, match=rf"{name}.* can't be used \(Permission denied\)"):
                back_up(state, None, AT)
            made = back_up(state, own, AT)
        finally:
            os.seteuid(user)
        Path(name).chmod(0o755)
        assert dump(made) == dump(path)
        assert (left(Path(name)), left(own)) == ({"state.db", "own"}, {NAME})


def test_a_copy_that_cannot_be_written_whole(path: Path, tmp_path: Path) -> None:
    """Where the system refuses to let the file grow, nothing is left of it."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
    try:
        with pytest.raises(StateError, match=r"No backup was made: .*copy\.db can't be written"):
            back_up(path, tmp_path / "copy.db", AT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert left(tmp_path) == {"data"}
    assert left(path.parent) == {"state.db"}


def test_a_full_disk_is_told_as_that(path: Path, tmp_path: Path) -> None:
    """What SQLite reports of it, by way of a limit of its own, is put into words."""
    to = tmp_path / "copy.db"
    told = f"No backup was made: the disk that holds {to} is full"
    with closing(sqlite3.connect(tmp_path / "small.db")) as small:
        small.execute("pragma max_page_count = 1")
        with pytest.raises(StateError, match=told), _told(path, to):
            small.execute("create table big (x)")


def garbage(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 500)


def overwritten(path: Path) -> None:
    """Damage a table that is not read otherwise."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "select rootpage from sqlite_master where name = 'synced_commands'"
        ).fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [garbage, overwritten])
def test_a_damaged_state_is_no_backup(
    path: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """It is told as damaged, so that nobody relies on its copy, with the backups to go back to."""
    earlier = back_up(path, None, AT)
    os.utime(earlier, (0, 0))
    later = back_up(path, None, AT + timedelta(days=1))
    damage(path)
    with pytest.raises(StateError, match=f"{path} is damaged") as refused:
        back_up(path, tmp_path / "copy.db", AT)
    assert f"copy one of its backups to its place: {later.name}, {earlier.name} (the" in str(
        refused.value
    )
    assert left(tmp_path) == {"data"}


def test_a_database_of_another_program_is_refused(path: Path, tmp_path: Path) -> None:
    """A wrong data folder does not give a backup that is none."""
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("create table recipe (name text)")
    with pytest.raises(StateError, match="database of another program"):
        back_up(other, tmp_path / "copy.db", AT)
    assert left(tmp_path) == {"data", "other.db"}


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot backup` as a process, on a data folder."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "backup", *arguments],
        cwd=folder.parent,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(PROJECT),
            "FOOTNOTE_DATA_DIR": folder.name,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_backs_up_a_bot_that_holds_its_lock(path: Path, tmp_path: Path) -> None:
    """It says where the copy is; a second time it says why there is none."""
    lock = FolderLock(path.parent)
    try:
        done = command(path.parent, "copy.db")
        again = command(path.parent, "copy.db")
        dated = command(path.parent)
    finally:
        lock.release()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "The state is backed up to copy.db\n"
    assert dump(tmp_path / "copy.db") == dump(path)
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == "copy.db exists already, and a backup replaces nothing.\n"
    (made,) = left(path.parent) - {"state.db"}
    assert dated.stdout.endswith(f"{made}\n")
    when = datetime.strptime(made, "state.db.backup-%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - when) < timedelta(minutes=5)
