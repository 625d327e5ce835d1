"""Which facts are compiled and served: at a first start, at a restart, and when published."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.check import check_corpus
from bot.corpus.seals import write_seals
from bot.errors import CorpusError, StoreError
from bot.publish.apart import build_apart
from bot.publish.build import Published, build
from bot.publish.live import live
from bot.state.database import StateDatabase
from bot.state.generations import Generations
from bot.store.facts import FactStore
from tests.end_to_end import harbour


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `facts/` and `texts/`, sealed."""
    folder = tmp_path_factory.mktemp("publish")
    harbour.write(folder, articles=(harbour.BRIDGE, harbour.HALL))
    _seal(folder)
    return folder


@pytest.fixture
def folder(sealed: Path, tmp_path: Path) -> Path:
    """A copy for a test to edit."""
    shutil.copytree(sealed, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
async def generations(folder: Path) -> AsyncIterator[Generations]:
    """The record of generations in a state of its own."""

    def now() -> datetime:
        return datetime(2026, 7, 19, tzinfo=UTC)

    async with await StateDatabase.open(folder / "data", now=now) as state:
        yield Generations(state)


def _seal(folder: Path) -> None:
    checked = check_corpus(folder / "facts", folder / "texts", seals=False)
    assert checked.errors == ()
    write_seals(folder / "facts", checked.seals)


def _edit(folder: Path, old: str = "The ferry line opens.", new: str = "The ferry sails.") -> None:
    path = folder / "facts/articles/bridge-2021.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _databases(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "data").glob("facts-*.db"))


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
    _edit(folder)
    second = build(folder / "facts", None, folder / "data")
    assert first.generation != second.generation
    assert _databases(folder) == sorted([first.path.name, second.path.name])


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
    _edit(folder, '"when": "2001"', '"when": "yesterday"')
    (folder / "facts/seals/hall-2022.yaml").unlink()
    with pytest.raises(CorpusError) as caught:
        build(folder / "facts", None, folder / "data")
    assert {problem.file for problem in caught.value.problems} >= {"articles/bridge-2021.yaml"}
    assert _databases(folder) == []


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
    _edit(folder, '"when": "2001"', '"when": "yesterday"')
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
    _edit(folder)
    assert await _start(folder, generations) == first
    assert "differ from the live ones" in caplog.text
    assert "--publish" in caplog.text
    assert _databases(folder) == [first.path.name]


async def test_broken_facts_do_not_stop_a_restart(
    folder: Path, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    """What is live is compiled already: an editor's slip, or a lost folder, can't take it down."""
    first = await _start(folder, generations)
    _edit(folder, '"when": "2001"', '"when": "yesterday"')
    assert await _start(folder, generations) == first
    shutil.rmtree(folder / "facts")
    assert await _start(folder, generations) == first
    assert "differ from the live ones" in caplog.text


async def test_publishing_takes_an_edit_live(folder: Path, generations: Generations) -> None:
    """`--publish` compiles the files as they are, and the next start serves that."""
    first = await _start(folder, generations)
    _edit(folder)
    second = await _start(folder, generations, publish=True)
    assert second.generation != first.generation
    assert await _start(folder, generations) == second


async def test_older_generations_are_swept_but_for_two(
    folder: Path, generations: Generations
) -> None:
    """The data folder does not grow with every publication."""
    lines = ["The ferry line opens.", *(f"The ferry sails {n} times." for n in range(5))]
    for old, new in pairwise(lines):
        _edit(folder, old, new)
        live = await _start(folder, generations, publish=True)
    kept = list(live.path.parent.glob("facts-*.db"))
    assert len(kept) == 3
    assert live.path in kept


async def test_publishing_broken_facts_changes_nothing(
    folder: Path, generations: Generations
) -> None:
    """The list of problems, and what was live stays live."""
    first = await _start(folder, generations)
    _edit(folder, '"when": "2001"', '"when": "yesterday"')
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


async def test_a_compile_apart_is_the_same_compile(folder: Path) -> None:
    """In a process of its own it makes the same file, or raises the same problems."""
    made = await build_apart(folder / "facts", folder / "texts", folder / "apart")
    here = build(folder / "facts", folder / "texts", folder / "here")
    assert (made.generation, made.fingerprint) == (here.generation, here.fingerprint)
    assert await _opens(made.path)
    _edit(folder, '"when": "2001"', '"when": "yesterday"')
    with pytest.raises(CorpusError) as apart:
        await build_apart(folder / "facts", None, folder / "apart")
    with pytest.raises(CorpusError) as caught:
        build(folder / "facts", None, folder / "here")
    assert apart.value.problems == caught.value.problems


async def test_a_compile_that_comes_to_nothing_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file can't be written, and where the process itself comes to its end."""
    (folder / "taken").write_text("no folder", encoding="utf-8")
    with pytest.raises(StoreError, match="taken"):
        await build_apart(folder / "facts", None, folder / "taken")
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(StoreError, match="ended with 1"):
        await build_apart(folder / "facts", None, folder / "apart")


async def test_a_compile_ends_with_whoever_wants_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start that is ended leaves no process behind that goes on compiling."""
    started: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
    start = asyncio.create_subprocess_exec

    async def noted(*arguments: Any, **options: Any) -> asyncio.subprocess.Process:
        process = await start(*arguments, **options)
        started.put_nowait(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    task = asyncio.create_task(build_apart(folder / "facts", None, folder / "apart"))
    process = await started.get()
    assert process.returncode is None
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert process.returncode == -signal.SIGKILL


async def test_a_compile_ends_with_the_process_that_wants_it(folder: Path) -> None:
    """However that one ends: nobody else writes into a folder that is not locked any more."""
    arguments = ["--facts", str(folder / "facts"), "--into", str(folder / "tied"), "--tied"]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "build", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdin is not None
    process.stdin.close()
    assert await process.wait() == 1
    assert list((folder / "tied").glob("facts-*.db")) == []


async def test_what_a_killed_compile_has_left_is_swept_before_the_next(
    folder: Path, generations: Generations
) -> None:
    """By the process that owns the folder, and so never while another compile writes there."""
    left = folder / "data" / ".compiling-0123.tmp"
    left.write_bytes(b"half a file")
    await _start(folder, generations)
    assert not left.exists()
