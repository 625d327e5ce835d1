"""Which facts are served: at a first start, at a restart, and when published at one."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from bot.errors import CorpusError
from bot.publish import process
from bot.publish.folders import Folders
from bot.publish.kept import generation_path
from bot.publish.live import keep_yaml, live
from bot.publish.outcome import ReadingFailed
from bot.state.generations import Generation, Generations, NewGeneration, Sizes
from tests.publish.corpora import OPENS, SAILS, databases, edit, spoil


async def _start(
    folders: Folders, generations: Generations, *, publish: bool = False
) -> Generation:
    """What a start serves; the store must be of that generation."""
    started = await live(folders, generations, publish=publish, kept=3)
    store = started.facts
    await store.close()
    current = await generations.live()
    assert current is not None
    assert store.generation == current.id
    assert generation_path(folders.data, current.id).exists()
    return current


async def test_a_first_start_compiles_and_goes_live(
    folders: Folders, generations: Generations
) -> None:
    """With nothing live yet, the facts on disk are; that is the first of the record."""
    made = await _start(folders, generations)
    assert made.by == "the command line"
    assert made.warnings is not None
    assert "vocabulary.yaml:4: warning: topics: 'energy' is used by no fact" in made.warnings
    assert made.seconds is not None
    [change] = await generations.history(9)
    assert (change.how, change.before, change.generation, change.sizes) == (
        "start", None, made.id, None,
    )  # fmt: skip


async def test_a_first_start_with_broken_facts_leaves_nothing_live(
    folders: Folders, generations: Generations
) -> None:
    """It ends with the list of problems."""
    spoil(folders.data.parent)
    with pytest.raises(CorpusError):
        await _start(folders, generations)
    assert await generations.live() is None


async def test_a_restart_serves_what_was_live(
    folders: Folders, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is compiled or logged when nothing was edited."""
    first = await _start(folders, generations)
    caplog.clear()
    assert await _start(folders, generations) == first
    assert caplog.records == []


async def test_an_edit_does_not_go_live_by_a_restart(
    folders: Folders, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    """The live facts are served on, and the log says that the files differ, and what to do."""
    first = await _start(folders, generations)
    edit(folders.data.parent)
    assert await _start(folders, generations) == first
    assert "differ from the live ones" in caplog.text
    assert "--publish" in caplog.text
    assert databases(folders.data.parent) == [f"facts-{first.id}.db"]


async def test_broken_facts_do_not_stop_a_restart(
    folders: Folders, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    """What is live is compiled already: an editor's slip, or a lost folder, can't take it down."""
    first = await _start(folders, generations)
    spoil(folders.data.parent)
    assert await _start(folders, generations) == first
    shutil.rmtree(folders.facts)
    assert await _start(folders, generations) == first
    assert "differ from the live ones" in caplog.text


async def test_publishing_takes_an_edit_live(folders: Folders, generations: Generations) -> None:
    """`--publish` compiles the files as they are, and the next start serves that."""
    first = await _start(folders, generations)
    edit(folders.data.parent)
    second = await _start(folders, generations, publish=True)
    assert second.id != first.id
    assert await _start(folders, generations) == second
    [change, _] = await generations.history(9)
    assert (change.how, change.before, change.sizes) == ("publish", first.id, Sizes(0, 1, 0, 0))


async def test_publishing_what_is_live_changes_nothing(
    folders: Folders, generations: Generations
) -> None:
    """It is no change, and is not recorded as one."""
    first = await _start(folders, generations)
    assert await _start(folders, generations, publish=True) == first
    assert len(await generations.history(9)) == 1


async def test_older_generations_are_swept_but_for_two(
    folders: Folders, generations: Generations
) -> None:
    """The data folder does not grow with every publication."""
    lines = [OPENS, *(f"The ferry sails {n} times." for n in range(5))]
    went = []
    for old, new in pairwise(lines):
        edit(folders.data.parent, old, new)
        went.append((await _start(folders, generations, publish=True)).id)
    assert databases(folders.data.parent) == sorted(f"facts-{id_}.db" for id_ in went[-3:])


async def test_publishing_broken_facts_changes_nothing(
    folders: Folders, generations: Generations
) -> None:
    """The list of problems, and what was live stays live."""
    first = await _start(folders, generations)
    spoil(folders.data.parent)
    with pytest.raises(CorpusError):
        await _start(folders, generations, publish=True)
    current = await generations.live()
    assert current is not None
    assert current.id == first.id


def _lose(path: Path) -> None:
    path.unlink()


def _damage(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def _age(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("pragma user_version = 0")


unserved = pytest.mark.parametrize("break_", [_lose, _damage, _age])


@unserved
async def test_live_facts_that_cannot_be_opened_are_compiled_from_their_own_yaml(
    folders: Folders,
    generations: Generations,
    break_: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Edits that nobody took live do not go live by a fault of the disk either."""
    first = await _start(folders, generations)
    edit(folders.data.parent)
    break_(generation_path(folders.data, first.id))
    assert await _start(folders, generations) == first
    assert "compiling the live facts anew from the YAML that was kept" in caplog.text
    assert len(await generations.history(9)) == 1


async def _of_an_older_version(
    folders: Folders, generations: Generations, live: Generation
) -> None:
    """Leave everything as if another version of the program had compiled what is live."""
    older = NewGeneration("olderone", live.fingerprint)
    await generations.set_live(older, "5", "reload", None, expected=live.id)
    generation_path(folders.data, live.id).rename(generation_path(folders.data, "olderone"))
    _age(generation_path(folders.data, "olderone"))
    with contextlib.closing(sqlite3.connect(folders.data / "archive.db")) as archive, archive:
        archive.execute("update generation set id = 'olderone'")
        for table in ("manifest", "used"):
            archive.execute(f"update {table} set generation = 'olderone'")


async def test_another_version_compiles_the_live_facts_from_their_own_yaml(
    folders: Folders, generations: Generations
) -> None:
    """They are the same facts under another id, which the record tells; edits stay unpublished."""
    first = await _start(folders, generations)
    await _of_an_older_version(folders, generations, first)
    edit(folders.data.parent)
    again = await _start(folders, generations)
    assert (again.id, again.fingerprint) == (first.id, first.fingerprint)
    [change, *_] = await generations.history(9)
    assert (change.how, change.before, change.generation) == ("upgrade", "olderone", first.id)
    assert await _start(folders, generations) == again


@unserved
async def test_facts_whose_yaml_is_lost_too_are_compiled_from_the_files(
    folders: Folders, generations: Generations, break_: Callable[[Path], None]
) -> None:
    """The bot starts and serves what it can."""
    first = await _start(folders, generations)
    edit(folders.data.parent)
    break_(generation_path(folders.data, first.id))
    for path in folders.data.glob("archive.db*"):
        path.unlink()
    second = await _start(folders, generations)
    assert second.id != first.id


async def test_the_yaml_is_kept_where_none_is_kept(
    folders: Folders, generations: Generations
) -> None:
    """After an update from a version that kept none, an edit can be compared and gone back from."""
    first = await _start(folders, generations)
    (folders.data / "archive.db").unlink()
    assert await _start(folders, generations) == first
    await keep_yaml(folders, generations, kept=3)
    assert len(await generations.history(9)) == 1
    edit(folders.data.parent)
    generation_path(folders.data, first.id).unlink()
    assert await _start(folders, generations) == first


async def test_no_yaml_of_others_is_kept_for_that_of_the_live_facts(
    folders: Folders, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    """Edited files are not what is live; and what can't be kept is told, and ends nothing."""
    await keep_yaml(folders, generations, kept=3)
    first = await _start(folders, generations)
    (folders.data / "archive.db").unlink()
    edit(folders.data.parent)
    assert await _start(folders, generations) == first
    await keep_yaml(folders, generations, kept=3)
    assert not (folders.data / "archive.db").exists()
    edit(folders.data.parent, SAILS, OPENS)
    (folders.data / "archive.lock").unlink()
    (folders.data / "archive.lock").mkdir()
    await keep_yaml(folders, generations, kept=3)
    assert await _start(folders, generations) == first
    assert "can't be kept" in caplog.text


@unserved
async def test_publishing_what_is_there_and_cannot_be_opened_compiles_it_anew(
    folders: Folders, generations: Generations, break_: Callable[[Path], None]
) -> None:
    """A file that is there already is not taken for good."""
    first = await _start(folders, generations)
    break_(generation_path(folders.data, first.id))
    assert await _start(folders, generations, publish=True) == first


async def test_what_a_killed_compile_has_left_is_swept_before_the_next(
    folders: Folders, generations: Generations
) -> None:
    """By the process that owns the folder, and so never while another compile writes there."""
    left = folders.data / ".compiling-0123.tmp"
    left.write_bytes(b"half a file")
    await _start(folders, generations)
    assert not left.exists()


async def _two(folders: Folders, generations: Generations) -> tuple[Generation, Generation]:
    """Two generations that went live one after the other."""
    first = await _start(folders, generations)
    edit(folders.data.parent)
    return first, await _start(folders, generations, publish=True)


def _archived(folders: Folders) -> set[str]:
    """The generations whose YAML is kept."""
    with contextlib.closing(sqlite3.connect(folders.data / "archive.db")) as archive:
        return {id_ for (id_,) in archive.execute("select id from generation")}


async def test_publishing_keeps_the_yaml_of_what_there_is_to_go_back_to(
    folders: Folders, generations: Generations
) -> None:
    """Of all of it, not of what was live alone."""
    first, second = await _two(folders, generations)
    edit(folders.data.parent, SAILS, "The ferry waits.")
    third = await _start(folders, generations, publish=True)
    assert _archived(folders) == {first.id, second.id, third.id}


async def test_compiling_what_is_live_anew_keeps_the_yaml_of_what_there_is_to_go_back_to(
    folders: Folders, generations: Generations
) -> None:
    """An upgrade of the program, or a fault of the disk, takes nobody's way back."""
    first, second = await _two(folders, generations)
    _age(generation_path(folders.data, second.id))
    assert await _start(folders, generations) == second
    assert _archived(folders) == {first.id, second.id}


_KILLED = """
import os, signal, sys
from bot.publish.__main__ import main
if any(option.startswith("--kept") for option in sys.argv):
    os.kill(os.getpid(), signal.SIGKILL)
sys.exit(main())
"""


async def test_live_facts_that_cannot_be_compiled_now_are_not_replaced_by_edits(
    folders: Folders, generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A moment without memory or disk ends the start with what is wrong: nobody saw the edits."""
    first = await _start(folders, generations)
    edit(folders.data.parent)
    _lose(generation_path(folders.data, first.id))
    script = folders.data / "killed.py"
    script.write_text(_KILLED, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(process, "COMMAND", (str(script),))
        with pytest.raises(ReadingFailed, match="SIGKILL"):
            await _start(folders, generations)
    assert await generations.live() == first
    assert await _start(folders, generations) == first
