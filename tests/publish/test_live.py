"""Which facts are compiled and served: at a first start, at a restart, and when published."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from bot.errors import CorpusError
from bot.publish.build import Published, build
from bot.publish.live import live
from bot.state.database import StateDatabase
from bot.state.generations import Generations
from bot.store.facts import FactStore
from tests.publish.corpora import databases, edit


@pytest.fixture
async def generations(folder: Path) -> AsyncIterator[Generations]:
    """The record of generations in a state of its own."""

    def now() -> datetime:
        return datetime(2026, 7, 19, tzinfo=UTC)

    async with await StateDatabase.open(folder / "data", now=now) as state:
        yield Generations(state)


async def _start(folder: Path, generations: Generations, *, publish: bool = False) -> Published:
    """What a start serves; the store must be of that generation."""
    data = folder / "data"
    opened = await live(folder / "facts", None, data, generations, publish=publish)
    await opened.facts.close()
    assert opened.facts.generation == opened.published.generation
    return opened.published


def test_the_same_facts_are_compiled_once(folder: Path) -> None:
    """A generation's id stands for its contents: a second build takes the file that is there."""
    first = build(folder / "facts", None, folder / "data")
    before = first.path.stat()
    assert build(folder / "facts", None, folder / "data") == first
    assert first.path.stat() == before
    assert first.path.name == f"facts-{first.generation}.db"


def test_other_facts_are_another_generation(folder: Path) -> None:
    """An edit of one word gives another id, and leaves the first file as it was."""
    first = build(folder / "facts", None, folder / "data")
    edit(folder)
    second = build(folder / "facts", None, folder / "data")
    assert first.generation != second.generation
    assert databases(folder) == sorted([first.path.name, second.path.name])


async def test_what_is_compiled_holds_the_facts_and_their_seals(folder: Path) -> None:
    """The database answers with the facts as the files are, sealed."""
    made = build(folder / "facts", None, folder / "data")
    store = await FactStore.open(made.path)
    try:
        told = store.fact("bridge-2021/ferry-line")
        assert told is not None
        assert told.fact.what == "The ferry line opens."
        assert told.seal is not None
        assert store.generation == made.generation
        assert store.counts == {"event": 2, "figure": 0, "quote": 1}
    finally:
        await store.close()


def test_facts_that_are_not_clean_are_not_compiled(folder: Path) -> None:
    """Every problem is raised together, and no file appears."""
    edit(folder, '"when": "2001"', '"when": "yesterday"')
    (folder / "facts/seals/hall-2022.yaml").unlink()
    with pytest.raises(CorpusError) as caught:
        build(folder / "facts", None, folder / "data")
    assert {problem.file for problem in caught.value.problems} >= {"articles/bridge-2021.yaml"}
    assert databases(folder) == []


async def test_a_first_start_compiles_and_goes_live(folder: Path, generations: Generations) -> None:
    """With nothing live yet, the facts on disk are."""
    made = await _start(folder, generations)
    current = await generations.live()
    assert current is not None
    assert (current.id, current.fingerprint) == (made.generation, made.fingerprint)
    assert made.path.exists()


async def test_a_first_start_with_broken_facts_leaves_nothing_live(
    folder: Path, generations: Generations
) -> None:
    """It ends with the list of problems."""
    edit(folder, '"when": "2001"', '"when": "yesterday"')
    with pytest.raises(CorpusError):
        await _start(folder, generations)
    assert await generations.live() is None


async def test_a_restart_serves_what_was_live(
    folder: Path, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is compiled or logged when nothing was edited."""
    first = await _start(folder, generations)
    caplog.clear()
    assert await _start(folder, generations) == first
    assert caplog.records == []


async def test_an_edit_does_not_go_live_by_a_restart(
    folder: Path, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    """The live facts are served on, and the log says that the files differ, and what to do."""
    first = await _start(folder, generations)
    edit(folder)
    assert await _start(folder, generations) == first
    assert "differ from the live ones" in caplog.text
    assert "--publish" in caplog.text
    assert databases(folder) == [first.path.name]


async def test_broken_facts_do_not_stop_a_restart(
    folder: Path, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    """What is live is compiled already: an editor's slip, or a lost folder, can't take it down."""
    first = await _start(folder, generations)
    edit(folder, '"when": "2001"', '"when": "yesterday"')
    assert await _start(folder, generations) == first
    shutil.rmtree(folder / "facts")
    assert await _start(folder, generations) == first
    assert "differ from the live ones" in caplog.text


async def test_publishing_takes_an_edit_live(folder: Path, generations: Generations) -> None:
    """`--publish` compiles the files as they are, and the next start serves that."""
    first = await _start(folder, generations)
    edit(folder)
    second = await _start(folder, generations, publish=True)
    assert second.generation != first.generation
    assert await _start(folder, generations) == second


async def test_older_generations_are_swept_but_for_two(
    folder: Path, generations: Generations
) -> None:
    """The data folder does not grow with every publication."""
    lines = ["The ferry line opens.", *(f"The ferry sails {n} times." for n in range(5))]
    for old, new in pairwise(lines):
        edit(folder, old, new)
        live = await _start(folder, generations, publish=True)
    kept = list(live.path.parent.glob("facts-*.db"))
    assert len(kept) == 3
    assert live.path in kept


async def test_publishing_broken_facts_changes_nothing(
    folder: Path, generations: Generations
) -> None:
    """The list of problems, and what was live stays live."""
    first = await _start(folder, generations)
    edit(folder, '"when": "2001"', '"when": "yesterday"')
    with pytest.raises(CorpusError):
        await _start(folder, generations, publish=True)
    current = await generations.live()
    assert current is not None
    assert current.id == first.generation


async def test_a_lost_file_is_compiled_anew(
    folder: Path, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    """Compiled files are disposable; that one was lost is logged."""
    first = await _start(folder, generations)
    first.path.unlink()
    assert await _start(folder, generations) == first
    assert first.path.exists()
    assert "file is gone" in caplog.text


async def _opens(path: Path) -> bool:
    await (await FactStore.open(path)).close()
    return True


def _spoil(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def _age(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("pragma user_version = 0")


@pytest.mark.parametrize("spoil", [_spoil, _age], ids=["damaged", "older version"])
@pytest.mark.parametrize("publish", [False, True])
async def test_a_file_that_cannot_be_served_is_compiled_anew(
    folder: Path, generations: Generations, spoil: Callable[[Path], None], publish: bool
) -> None:
    """After an upgrade or a fault of the disk the bot starts, and serves what it can open."""
    first = await _start(folder, generations)
    spoil(first.path)
    second = await _start(folder, generations, publish=publish)
    assert await _opens(second.path)


async def test_what_a_killed_compile_has_left_is_swept_before_the_next(
    folder: Path, generations: Generations
) -> None:
    """By the process that owns the folder, and so never while another compile writes there."""
    left = folder / "data" / ".compiling-0123.tmp"
    left.write_bytes(b"half a file")
    await _start(folder, generations)
    assert not left.exists()
