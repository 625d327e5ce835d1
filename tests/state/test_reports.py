"""Reports of problems: kept through every end, few enough to be read, gone when they should be."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import StateError
from bot.state.backup import back_up
from bot.state.database import StateDatabase
from bot.state.guilds import MISSING_FOR, Guilds
from bot.state.reports import (
    CLOSED_SHOWN,
    DAILY_OF_ALL,
    DAILY_OF_ONE,
    DAILY_OF_PLACE,
    DAY,
    KEPT,
    OPEN_OF_ALL,
    OPEN_OF_ONE,
    OPEN_OF_PLACE,
    Closure,
    Counts,
    Filed,
    Filing,
    Report,
    Reports,
)

NOON = datetime(2024, 3, 2, 12, 0, tzinfo=UTC)
WORDS = "Die Zahl stimmt nicht: «146,8» 石油 '; drop table report; --"
FILING = Filing(70, 7, "reed-2020/crane", "aaaaaaaa", WORDS)


def of(user: int, fact: int = 0, guild: int | None = 7) -> Filing:
    """A report by somebody of one of many facts."""
    return Filing(user, guild, f"reed-2020/fact-{fact}", "aaaaaaaa", "wrong")


async def fill_up(state: StateDatabase, filings: list[Filing]) -> None:
    """Have reports filed now, in one go: each by itself is written to the disk by itself."""
    async with state.transaction() as change:
        for each in filings:
            await change.execute(
                "insert or ignore into guild (guild_id) values (?)", (each.guild_id or 7,)
            )
            values = (state.stamp(), each.user_id, each.guild_id, each.fact, each.words)
            await change.execute(
                "insert into report (at, user_id, guild_id, fact, generation, words)"
                " values (?, ?, ?, ?, 'g', ?)",
                values,
            )


async def filed(reports: Reports, filing: Filing) -> int:
    """The number of a report that is taken."""
    found = await reports.file(filing)
    assert isinstance(found, Filed), found
    return found.number


async def test_a_report_survives_a_restart_and_is_closed_once(folder: Path, clock: Any) -> None:
    """Whatever stands in it; who closes it and why is kept with it, from the first time."""
    async with await StateDatabase.open(folder, now=clock) as state:
        assert await Reports(state).file(FILING) == Filed(1, 1)
    clock.pass_days(1)
    async with await StateDatabase.open(folder, now=clock) as state:
        reports = Reports(state)
        report = Report(1, NOON, FILING, None)
        assert (await reports.open(), await reports.closed()) == ((report,), ())
        assert await reports.open_count() == 1
        assert await reports.close(1, 90, "Put right.") == "closed"
        assert await reports.close(1, 91, "Another reason.") == "already"
        assert await reports.close(2, 90, "None such.") == "gone"
    async with await StateDatabase.open(folder, now=clock) as state:
        reports = Reports(state)
        closure = Closure(NOON + DAY, 90, "Put right.")
        assert await reports.closed() == (replace(report, closure=closure),)
        assert (await reports.open(), await reports.open_count()) == ((), 0)


async def test_one_person_has_one_open_report_of_a_fact(state: StateDatabase) -> None:
    """Others may have one too; after it was closed the same person may report again."""
    reports = Reports(state)
    assert await reports.refusal(70, 7, FILING.fact) is None
    assert await reports.file(FILING) == Filed(1, 1)
    assert await reports.refusal(70, 8, FILING.fact) == "again"
    assert await reports.file(replace(FILING, guild_id=None, words="else")) == "again"
    assert await reports.file(replace(FILING, user_id=71)) == Filed(2, 1)
    assert await reports.close(1, 90, "Put right.") == "closed"
    assert await reports.file(FILING) == Filed(3, 1)
    assert [each.number for each in await reports.of_user(70)] == [3, 1]


async def test_of_two_that_come_at_once_one_is_kept(state: StateDatabase) -> None:
    """A form that was sent twice makes one report; the last free place is taken once."""
    reports = Reports(state)
    assert sorted(map(str, await asyncio.gather(*(reports.file(FILING) for _ in range(5))))) == [
        "Filed(number=1, open=1)", *["again"] * 4,
    ]  # fmt: skip
    many = [reports.file(of(70, fact)) for fact in range(OPEN_OF_ONE * 2)]
    found = await asyncio.gather(*many)
    assert found.count("yours-open") == OPEN_OF_ONE + 1
    assert await reports.open_count() == OPEN_OF_ONE


async def test_one_person_can_have_few_open(state: StateDatabase) -> None:
    """With one closed there is room again, up to so many a day, and the next day anew."""
    reports = Reports(state)
    for fact in range(OPEN_OF_ONE):
        assert await reports.file(of(70, fact)) == Filed(fact + 1, fact + 1)
    assert await reports.file(of(70, 99)) == "yours-open"
    for fact in range(OPEN_OF_ONE, DAILY_OF_ONE):
        await reports.close(fact - OPEN_OF_ONE + 1, 90, "Put right.")
        await filed(reports, of(70, fact))
    await reports.close(OPEN_OF_ONE + 1, 90, "Put right.")
    assert await reports.file(of(70, 99)) == "yours-today"
    assert await reports.refusal(70, None, "reed-2020/crane") == "yours-today"
    assert isinstance(await reports.file(of(71, 99)), Filed)


async def test_a_day_later_there_is_room_again(folder: Path, clock: Any) -> None:
    """Days are counted back from now, not from midnight."""
    async with await StateDatabase.open(folder, now=clock) as state:
        reports = Reports(state)
        for fact in range(DAILY_OF_ONE):
            await reports.close(await filed(reports, of(70, fact)), 90, "Put right.")
        clock.time += DAY - timedelta(seconds=1)
        assert await reports.file(of(70, 99)) == "yours-today"
        clock.time += timedelta(seconds=1)
        assert isinstance(await reports.file(of(70, 99)), Filed)


@pytest.mark.parametrize("guild", [7, None])
async def test_many_people_of_one_server_cannot_crowd_out_the_others(
    state: StateDatabase, clock: Any, guild: int | None
) -> None:
    """Neither in a day nor over many; direct messages together count as one server."""
    reports = Reports(state)
    await fill_up(state, [of(user, guild=guild) for user in range(DAILY_OF_PLACE - 1)])
    await filed(reports, of(DAILY_OF_PLACE, guild=guild))
    assert await reports.file(of(1000, guild=guild)) == "place"
    assert isinstance(await reports.file(of(1000, guild=8)), Filed)
    clock.pass_days(1)
    more = range(DAILY_OF_PLACE + 1, OPEN_OF_PLACE)
    await fill_up(state, [of(user, guild=guild) for user in more])
    await filed(reports, of(OPEN_OF_PLACE, guild=guild))
    clock.pass_days(1)
    assert await reports.file(of(1001, guild=guild)) == "place"
    assert isinstance(await reports.file(of(1001, guild=8)), Filed)


async def test_all_together_are_few_enough_to_read(state: StateDatabase, clock: Any) -> None:
    """From however many servers they come."""
    reports = Reports(state)
    everyone = [of(user, guild=user) for user in range(1, OPEN_OF_ALL)]
    await fill_up(state, everyone[: DAILY_OF_ALL - 1])
    await filed(reports, of(8888, guild=8888))
    assert await reports.file(of(9999, guild=9999)) == "all"
    clock.pass_days(1)
    await fill_up(state, everyone[DAILY_OF_ALL - 1 :])
    clock.pass_days(1)
    assert await reports.file(of(9999, guild=9999)) == "all"
    assert len(await reports.open()) == OPEN_OF_ALL
    await state.execute(
        "update report set closed_at = ?, closed_by = 90, reason = 'r' where number <= ?",
        (state.stamp(), CLOSED_SHOWN + 1),
    )
    closed = [each.number for each in await reports.closed()]
    assert closed == list(range(CLOSED_SHOWN + 1, 1, -1))
    assert isinstance(await reports.file(of(9999, guild=9999)), Filed)


async def test_somebody_deletes_what_they_reported(state: StateDatabase) -> None:
    """Open or closed, from wherever, and nobody else's; no number comes twice."""
    reports = Reports(state)
    for filing in (of(70, 1), of(70, 2, guild=None), of(70, 3, guild=8), of(71, 1)):
        await filed(reports, filing)
    await reports.close(2, 90, "Put right.")
    assert await reports.delete_of(70) == Counts(open=2, closed=1)
    assert await reports.delete_of(70) == Counts(open=0, closed=0)
    assert await reports.of_user(70) == ()
    assert [each.filing for each in await reports.open()] == [of(71, 1)]
    assert await reports.close(1, 90, "Too late.") == "gone"
    assert await filed(reports, of(70, 1)) == 5
    # The other server is known for nothing else.
    assert await state.fetch_all("select guild_id from guild") == [(7,)]


async def test_to_delete_is_no_way_round_the_limits_of_a_day(
    state: StateDatabase, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody deletes counts until a day after it was filed, and for nobody else."""
    reports = Reports(state)
    for fact in range(DAILY_OF_ONE):
        await filed(reports, of(70, fact))
        await reports.delete_of(70)
        await reports.delete_of(71)
    assert await reports.file(of(70)) == "yours-today"
    assert await reports.refusal(70, None, "a/b") == "yours-today"
    assert isinstance(await reports.file(of(71)), Filed)
    clock.time += DAY
    assert isinstance(await reports.file(of(70)), Filed)
    loop, later = asyncio.get_running_loop(), list[tuple[float, Callable[[], None]]]()
    monkeypatch.setattr(loop, "call_later", lambda *call: later.append(call))
    await reports.delete_of(70)
    monkeypatch.undo()
    assert {one.user_id for one in reports._deleted.values()} == {70}
    [(seconds, forget)] = later
    clock.time += timedelta(seconds=seconds)
    forget()
    assert reports._deleted == {}


@pytest.mark.parametrize("guild", [7, None])
async def test_many_who_delete_are_no_way_round_the_limits_either(
    state: StateDatabase, clock: Any, guild: int | None
) -> None:
    """Of a server, or of all together: what was deleted counts there for a day, and once."""
    reports = Reports(state)
    everyone = range(1, DAILY_OF_ALL + 1)
    for user in everyone:
        place = guild if user <= DAILY_OF_PLACE else 1000 + user
        assert await reports.refusal(9999, 8, "a/b") is None
        await fill_up(state, [of(user, guild=place)])
        await reports.delete_of(user)
        full = await reports.refusal(9999, guild, "a/b")
        assert full == ("place" if user >= DAILY_OF_PLACE else None)
    assert await reports.open_count() == 0
    assert await reports.file(of(9999, guild=8)) == "all"
    clock.time += DAY
    assert isinstance(await reports.file(of(9999, guild=guild)), Filed)


async def test_what_is_deleted_as_nobody_waits_any_more_counts_too(
    state: StateDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer took too long, and the deletion came through."""
    reports = Reports(state)
    await fill_up(state, [of(user) for user in range(1, DAILY_OF_PLACE + 1)])
    commit, begun = state._commit, asyncio.Event()

    async def slow(transaction: Any) -> None:
        begun.set()
        await asyncio.sleep(0.05)
        await commit(transaction)

    monkeypatch.setattr(state, "_commit", slow)
    deleting = asyncio.ensure_future(reports.delete_of(1))
    await begun.wait()
    deleting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await deleting
    assert await reports.of_user(1) == ()
    assert await reports.file(of(9999)) == "place"


async def test_a_server_that_was_left_takes_its_reports_along(
    state: StateDatabase, clock: Any
) -> None:
    """Also one that has chosen nothing: its reports alone make it one to forget."""
    reports, guilds = Reports(state), Guilds(state)
    for filing in (of(70, 1, guild=7), of(70, 2, guild=8), of(70, 3, guild=None)):
        await filed(reports, filing)
    await guilds.seen([8])
    clock.time += MISSING_FOR
    assert len(await reports.open()) == 3
    assert await guilds.seen([8]) == 1
    assert [each.filing.guild_id for each in await reports.open()] == [8, None]


async def test_a_server_stays_known_while_it_has_reports(state: StateDatabase) -> None:
    """Taking back its other choices must not let the reports go unnoticed."""
    reports, guilds = Reports(state), Guilds(state)
    await filed(reports, of(70))
    await guilds.set_time_zone(7, "UTC", by=1)
    await guilds.set_time_zone(7, None, by=1)
    assert await reports.open_count() == 1
    assert await state.fetch_all("select guild_id from guild") == [(7,)]


async def test_closed_reports_go_after_a_while(state: StateDatabase, clock: Any) -> None:
    """Counted from when they were closed; open ones stay, however old."""
    reports = Reports(state)
    await filed(reports, of(70, 1))
    await filed(reports, of(70, 2, guild=8))
    clock.pass_days(100)
    await reports.close(2, 90, "Put right.")
    clock.time += KEPT - timedelta(seconds=1)
    assert await reports.prune() == 0
    clock.time += timedelta(seconds=1)
    assert await reports.prune() == 1
    assert [each.number for each in await reports.of_user(70)] == [1]
    assert await state.fetch_all("select guild_id from guild") == [(7,)]


async def test_a_full_disk_takes_no_report_and_loses_none(state: StateDatabase) -> None:
    """It is told, what was filed before stays, and with room there is room."""
    reports = Reports(state)
    await filed(reports, FILING)
    ((pages,),) = await state.fetch_all("pragma page_count")
    await state.fetch_all(f"pragma max_page_count = {pages}")

    async def fill() -> None:
        for user in range(100):
            await reports.file(replace(of(user), words="w" * 1000))

    with pytest.raises(StateError, match="is full"):
        await fill()
    assert (await reports.open())[0].filing == FILING
    await state.fetch_all("pragma max_page_count = 100000")
    await filed(reports, of(1000))


async def test_a_backup_has_them(state: StateDatabase, tmp_path: Path) -> None:
    """As everything else of the state."""
    await filed(Reports(state), FILING)
    await asyncio.to_thread(back_up, state.path, tmp_path / "copy.db", NOON)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("select words from report").fetchall() == [(WORDS,)]


_FILES_UNTIL_KILLED = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.state.database import StateDatabase
from bot.state.reports import Filing, Reports

async def main():
    state = await StateDatabase.open(Path(sys.argv[1]), now=lambda: datetime.now(UTC))
    reports = Reports(state)
    for user in range(10**6):
        filed = await reports.file(Filing(user, user, "reed-2020/crane", "aaaaaaaa", "w" * 900))
        print(filed.number, flush=True)
        await reports.close(filed.number, 90, "r")
        await reports.delete_of(user - 3)

asyncio.run(main())
"""


@pytest.mark.parametrize("seen", [1, 7, 20])
async def test_what_was_told_as_kept_is_there_after_a_kill(
    folder: Path, clock: Any, seen: int
) -> None:
    """A process that is killed while it files has lost nothing that it had said was kept."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _FILES_UNTIL_KILLED, str(folder)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    told = 0
    async for line in process.stdout:
        told = int(line)
        if told == seen:
            process.kill()
    await process.wait()
    async with await StateDatabase.open(folder, now=clock) as state:
        rows = await state.fetch_all("select number, length(words) from report order by number")
        assert (told, 900) in rows
        # At most what was under way is there beyond it; what was deleted stays so.
        assert rows[-1][0] <= told + 1
        assert rows[0][0] >= told - 3
        assert await state.fetch_all("pragma integrity_check") == [("ok",)]
        assert await state.fetch_all("pragma foreign_key_check") == []
