"""One owner, whole transactions, clear errors: with real SQLite and real processes."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite
import pytest

from bot.errors import StateError, StateLocked
from bot.state.database import StateDatabase, Transaction, to_the_end
from bot.state.lock import FolderLock

Clock = Callable[[], datetime]

GUILD = (
    "insert into guild (guild_id, time_zone, changed_by, changed_at) values (?, 'UTC', 1, 'then')"
)
PROJECT = Path(__file__).parents[2]

OTHER_PROCESS = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.state.database import StateDatabase

GUILD = "insert into guild (guild_id, time_zone, changed_by, changed_at) values (?, ?, 1, 'then')"

async def main():
    state = await StateDatabase.open(Path(sys.argv[1]), now=lambda: datetime.now(UTC))
    await state.execute(GUILD, (1, "Europe/Berlin"))
    async with state.transaction() as transaction:
        if sys.argv[2] == "spill":
            # More than SQLite's cache holds: pages of this transaction are in the file itself.
            for guild in range(2, 6000):
                await transaction.execute(GUILD, (guild, "x" * 1000))
        print("ready", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


@contextmanager
def other_process(folder: Path, mode: str) -> Iterator[subprocess.Popen[str]]:
    """Run another owner of the folder, up to where it holds a transaction open."""
    command = [sys.executable, "-c", OTHER_PROCESS, str(folder), mode]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


async def guilds(state: StateDatabase) -> list[int]:
    return [row[0] for row in await state.fetch_all("select guild_id from guild order by guild_id")]


async def test_a_folder_is_made_and_the_state_survives_a_reopening(
    tmp_path: Path, clock: Clock
) -> None:
    """What was committed is there after closing; nothing but the state stands in the folder."""
    folder = tmp_path / "not" / "yet"
    async with await StateDatabase.open(folder, now=clock) as state:
        await state.execute(GUILD, (7,))
    async with await StateDatabase.open(folder, now=clock) as state:
        assert await guilds(state) == [7]
    assert {file.name for file in folder.iterdir()} == {
        "state.db",
        "state.db-journal",
        "state.lock",
    }


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "truncate"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)],
)
async def test_the_connection_is_durable_and_strict(
    state: StateDatabase, pragma: str, value: str | int
) -> None:
    """The connection in use has the pragmas that durability rests on."""
    assert await state.fetch_one(f"pragma {pragma}") == (value,)


async def test_foreign_keys_are_enforced(state: StateDatabase) -> None:
    """A live generation that does not exist is refused, as SQLite's own error, and undone."""
    with pytest.raises(sqlite3.IntegrityError):
        await state.execute("insert into live (only_row, generation) values (1, 'none')")
    assert await state.fetch_all("select * from live") == []


async def test_two_processes_at_once(folder: Path, clock: Clock) -> None:
    """The second process is refused with the folder, the first one's id and a way out."""
    with other_process(folder, "hold") as process:
        with pytest.raises(StateLocked) as refused:
            await StateDatabase.open(folder, now=clock)
        assert str(refused.value) == (
            f"Another Footnote (process {process.pid}) is using the folder {folder}. "
            "Stop that one first, or give this one a folder of its own in FOOTNOTE_DATA_DIR."
        )


async def test_one_process_cannot_open_a_folder_twice(
    state: StateDatabase, folder: Path, clock: Clock
) -> None:
    """The lock counts within a process too, and a refusal does not break it."""
    for _ in range(2):
        with pytest.raises(StateLocked):
            await StateDatabase.open(folder, now=clock)
    await state.execute(GUILD, (1,))


@pytest.mark.parametrize("mode", ["hold", "spill"])
async def test_kill_in_the_middle_of_a_transaction(folder: Path, clock: Clock, mode: str) -> None:
    """After SIGKILL the committed change is there, the open one is not, and no lock is stale."""
    with other_process(folder, mode) as process:
        process.kill()
        process.wait()
        journal = (folder / "state.db-journal").stat().st_size
        assert (journal > 0) == (mode == "spill")
        async with await StateDatabase.open(folder, now=clock) as state:
            assert await guilds(state) == [1]
            await state.execute(GUILD, (2,))
            assert await guilds(state) == [1, 2]


async def test_an_exception_undoes_the_whole_block(state: StateDatabase) -> None:
    """All statements of a block are undone when it raises, and the error comes through."""

    async def work() -> None:
        async with state.transaction() as transaction:
            await transaction.execute(GUILD, (1,))
            assert await transaction.fetch_one("select count(*) from guild") == (1,)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await work()
    assert await guilds(state) == []


async def test_cancellation_inside_a_transaction_undoes_it(state: StateDatabase) -> None:
    """A task cancelled in its block leaves nothing, and the next transaction works."""
    inside = asyncio.Event()

    async def work() -> None:
        async with state.transaction() as transaction:
            await transaction.execute(GUILD, (1,))
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(work())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await state.execute(GUILD, (2,))
    assert await guilds(state) == [2]


async def test_cancellation_at_every_step(state: StateDatabase) -> None:
    """Wherever a task is cancelled, and twice over, a pair of rows is saved whole or not at all."""

    async def work(first: int) -> None:
        async with state.transaction() as transaction:
            await transaction.execute(GUILD, (first,))
            await transaction.execute(GUILD, (first + 1,))

    cancelled = 0
    for attempt in range(300):
        task = asyncio.create_task(work(2 * attempt))
        for _ in range(attempt % 30):
            await asyncio.sleep(0)
        await asyncio.sleep(attempt % 7 * 0.0003)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        (result,) = await asyncio.gather(task, return_exceptions=True)
        cancelled += isinstance(result, asyncio.CancelledError)
        saved = await guilds(state)
        assert [guild ^ 1 for guild in saved[::2]] == saved[1::2]
        if result is None:
            assert 2 * attempt in saved
    assert cancelled > 0


async def test_a_commit_is_not_broken_off(state: StateDatabase) -> None:
    """A task cancelled while its commit runs ends only when the commit has, and keeps nothing."""
    committing = threading.Event()
    proceed = threading.Event()

    def slow_commit(sql: str) -> None:
        if sql == "commit":
            committing.set()
            proceed.wait(10)

    await state._connection.set_trace_callback(slow_commit)
    task = asyncio.create_task(state.execute(GUILD, (1,)))
    await asyncio.to_thread(committing.wait, 10)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0.02)
        assert not task.done()
    proceed.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await guilds(state) == [1]


async def test_a_timeout_still_counts_as_a_timeout(state: StateDatabase) -> None:
    """asyncio.timeout around a transaction raises TimeoutError, and the block is undone."""

    async def work() -> None:
        async with asyncio.timeout(0.05), state.transaction() as transaction:
            await transaction.execute(GUILD, (1,))
            await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        await work()
    assert await guilds(state) == []


async def test_many_tasks_at_once(state: StateDatabase) -> None:
    """Transactions that read, wait and write come one after another: no update is lost."""
    await state.execute(GUILD, (0,))

    async def add_one() -> None:
        async with state.transaction() as transaction:
            row = await transaction.fetch_one("select changed_by from guild")
            assert row is not None
            await asyncio.sleep(0)
            await transaction.execute("update guild set changed_by = ?", (row[0] + 1,))

    async def read() -> int:
        row = await state.fetch_one("select changed_by from guild")
        assert row is not None
        return int(row[0])

    results = await asyncio.gather(*(f() for _ in range(100) for f in (add_one, read)))
    assert await read() == 101
    seen = results[1::2]
    assert seen == sorted(seen, key=lambda value: value or 0)


async def test_a_reader_never_sees_what_is_not_committed(state: StateDatabase) -> None:
    """A read that comes during a transaction waits for its end."""
    async with state.transaction() as transaction:
        await transaction.execute(GUILD, (1,))
        reading = asyncio.create_task(guilds(state))
        await asyncio.sleep(0.05)
        assert not reading.done()
        await transaction.execute("delete from guild")
    assert await reading == []


async def test_a_task_does_not_wait_for_itself(state: StateDatabase) -> None:
    """Using the database inside one's own transaction is an error, not a standstill."""
    async with state.transaction() as transaction:
        for call in (state.execute, state.fetch_one, state.fetch_all):
            with pytest.raises(RuntimeError, match="use the transaction"):
                await call("select 1")
        with pytest.raises(RuntimeError, match="use the transaction"):
            await state.close()
        await transaction.execute(GUILD, (1,))
    assert await guilds(state) == [1]


async def test_a_transaction_is_of_no_use_after_its_block(state: StateDatabase) -> None:
    """A statement that comes late is refused instead of being saved on its own."""
    kept: list[Transaction] = []
    async with state.transaction() as transaction:
        kept.append(transaction)
    with pytest.raises(RuntimeError, match="over"):
        await kept[0].execute(GUILD, (1,))
    assert await guilds(state) == []


async def test_a_transaction_that_sqlite_undid_is_not_reported_as_saved(
    state: StateDatabase,
) -> None:
    """If the block swallows that its transaction was undone, the commit says so."""

    async def work() -> None:
        async with state.transaction() as transaction:
            await transaction.execute(GUILD, (1,))
            await transaction.execute("rollback")

    with pytest.raises(sqlite3.OperationalError, match="no transaction is active"):
        await work()
    await state.execute(GUILD, (2,))
    assert await guilds(state) == [2]


async def test_closing_is_idempotent_and_frees_the_folder(folder: Path, clock: Clock) -> None:
    """Closing twice, at once or in turn, is harmless; after it the folder is free to open."""
    state = await StateDatabase.open(folder, now=clock)
    await asyncio.gather(state.close(), state.close())
    await state.close()
    with pytest.raises(StateError, match="has been closed"):
        await state.fetch_one("select 1")
    with pytest.raises(StateError, match="has been closed"):
        await state.execute(GUILD, (1,))
    await (await StateDatabase.open(folder, now=clock)).close()


async def test_closing_lets_the_running_transaction_end(folder: Path, clock: Clock) -> None:
    """A transaction under way when the bot stops is saved."""
    state = await StateDatabase.open(folder, now=clock)
    async with state.transaction() as transaction:
        closing = asyncio.create_task(state.close())
        await asyncio.sleep(0.05)
        await transaction.execute(GUILD, (1,))
    await closing
    async with await StateDatabase.open(folder, now=clock) as again:
        assert await guilds(again) == [1]


async def test_a_cancelled_opening_leaves_nothing_open(folder: Path, clock: Clock) -> None:
    """Cancelled while opening, at any point: no lock and no thread of the connection stay."""
    for steps in range(12):
        opening = asyncio.create_task(StateDatabase.open(folder, now=clock))
        await asyncio.sleep(steps * 0.002)
        opening.cancel()
        (result,) = await asyncio.gather(opening, return_exceptions=True)
        if isinstance(result, StateDatabase):
            await result.close()
    await (await StateDatabase.open(folder, now=clock)).close()
    await asyncio.sleep(0.05)
    assert not [thread for thread in threading.enumerate() if "_connection_worker" in thread.name]


async def test_a_full_disk(state: StateDatabase) -> None:
    """A full disk is a StateError; what was saved stays, and saving works again with room."""
    await state.execute(GUILD, (1,))
    ((pages,),) = await state.fetch_all("pragma page_count")
    await state.fetch_all(f"pragma max_page_count = {pages}")

    async def fill() -> None:
        async with state.transaction() as transaction:
            for guild in range(2, 1000):
                await transaction.execute(GUILD, (guild,))

    with pytest.raises(StateError, match=r"The disk that holds .*state\.db is full") as full:
        await fill()
    assert isinstance(full.value.__cause__, sqlite3.OperationalError)
    assert await guilds(state) == [1]
    await state.fetch_all("pragma max_page_count = 100000")
    await state.execute(GUILD, (2,))
    assert await guilds(state) == [1, 2]


async def test_a_folder_that_cannot_be_made(tmp_path: Path, clock: Clock) -> None:
    """A file where the folder should be is a StateError that names it."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match=r"folder .*file/data cannot be made"):
        await StateDatabase.open(tmp_path / "file" / "data", now=clock)


async def test_a_lock_file_that_cannot_be_opened(folder: Path, clock: Clock) -> None:
    """A folder in the lock file's place is a StateError, not StateLocked."""
    (folder / "state.lock").mkdir(parents=True)
    with pytest.raises(StateError, match=r"state\.lock cannot be opened") as refused:
        await StateDatabase.open(folder, now=clock)
    assert not isinstance(refused.value, StateLocked)


async def test_another_program_that_writes(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A foreign writer who does not let go is named as such, before the block begins."""
    monkeypatch.setattr("bot.state.database.BUSY_SECONDS", 0.05)
    async with await StateDatabase.open(folder, now=clock) as state:
        async with aiosqlite.connect(state.path, isolation_level=None) as other:
            await other.execute("begin immediate")
            with pytest.raises(StateError, match="being written by another program"):
                await state.execute(GUILD, (1,))
            with pytest.raises(StateError, match="being written by another program"):
                async with state.transaction():
                    pytest.fail("the block must not run")
        await state.execute(GUILD, (2,))
        assert await guilds(state) == [2]


async def test_a_clock_without_a_zone_is_refused(folder: Path) -> None:
    """A naive time would be stored an unknown number of hours off."""
    moment = datetime(2024, 3, 2, 23, 30)  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        await StateDatabase.open(folder, now=lambda: moment)


async def test_times_are_stored_in_utc(folder: Path) -> None:
    """A clock in another zone tells the same moment, and the day of UTC."""
    moment = datetime.fromisoformat("2024-03-02T23:30:00-05:00")
    async with await StateDatabase.open(folder, now=lambda: moment) as state:
        assert state.stamp() == "2024-03-03T04:30:00+00:00"
        assert state.today().isoformat() == "2024-03-03"
        assert state.now() == moment
        assert state.now().tzinfo is UTC


async def test_work_cancelled_itself_is_cancelled() -> None:
    """to_the_end does not wait forever for work that the loop has cancelled."""
    work: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await to_the_end(work)


def test_the_lock_file_tells_its_owner_and_nothing_older(tmp_path: Path) -> None:
    """The process id replaces that of an earlier owner, also a longer one."""
    (tmp_path / "state.lock").write_text("12345678901")
    lock = FolderLock(tmp_path)
    assert (tmp_path / "state.lock").read_text() == str(os.getpid())
    lock.release()


def test_releasing_a_lock_twice_is_harmless(tmp_path: Path) -> None:
    """A second release must not close a file that got the same number meanwhile."""
    lock = FolderLock(tmp_path)
    lock.release()
    with (tmp_path / "another").open("w") as other:
        lock.release()
        other.write("still open")
    assert (tmp_path / "another").read_text() == "still open"
