"""The process that reads: what it tells and keeps, and what is left of it when it is killed."""

from __future__ import annotations

import asyncio
import hashlib
import io
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.difference import Change, Difference, EventChange, FieldChange
from bot.corpus.files import fingerprint
from bot.errors import NotArchived, Problem
from bot.publish import child, wire
from bot.publish.apart import Wanted, read_apart
from bot.publish.child import Job, run
from bot.publish.outcome import Compiled, Read, ReadingFailed
from bot.store.archive import FILE, Archive
from bot.store.facts import FactStore
from bot.store.schema import generation_id
from bot.store.working import Working
from tests.publish.corpora import BRIDGE, copy, databases, edit
from tests.publish.test_apart import changed

PROJECT = Path(__file__).parents[2]


def job(folder: Path, **more: Any) -> Job:
    """To read the facts of a folder and compile them into its `data/`."""
    wanted: dict[str, Any] = {
        "data": folder / "data",
        "facts": folder / "facts",
        "kept": None,
        "texts": None,
        "live": None,
        "compile": True,
        "keep": (),
    }
    return Job(**{**wanted, **more})


def told(job: Job) -> list[wire.Message]:
    """Every message of a process that does it."""
    out = io.BytesIO()
    assert run(job, out, 0) == 0
    return [wire.message(line) for line in out.getvalue().splitlines()]


def outcome(job: Job) -> dict[str, Any]:
    """What was told, by kind, without the files that were announced."""
    gathered = wire.Gathered()
    found: dict[str, Any] = {}
    for kind, value in told(job):
        if kind == wire.FILE or gathered.take(kind, value):
            continue
        assert kind not in found
        found[kind] = value
    if wire.READ in found:
        found[wire.READ] = gathered.read(found[wire.READ])
    if wire.BROKEN in found:
        found[wire.BROKEN] = tuple(gathered.problems)
    return found


def compiled(job: Job) -> Compiled:
    """What was compiled."""
    return wire.compiled_of(outcome(job)[wire.COMPILED])


def kept(folder: Path) -> set[str]:
    """The generations whose YAML is in the archive."""
    with closing(sqlite3.connect(folder / "data" / FILE)) as database:
        return {id_ for (id_,) in database.execute("SELECT id FROM generation")}


def test_messages_are_told_as_they_are() -> None:
    """All of what was read, also a difference with each of its parts."""
    field = FieldChange("what", "old “words”", "новые")
    event = EventChange("a/b", "retired", "It.", ((2, 29), (7, 19)), (3,), ("trade",), True)
    difference = Difference(
        (Change("event", "a/b", "changed", "It.", (field, field)), Change("unit", "u", "gone", "")),
        (event,),
    )
    warnings = (Problem("a.yaml", 3, "odd", "warning"), Problem("b.yaml", 0, "other", "warning"))
    for compared in (difference, Difference((), ()), None):
        read = Read("abc", "print", {"event": 1, "figure": 2, "quote": 3}, 4, warnings, compared)
        gathered = wire.Gathered()
        *many, last = [wire.message(wire.line(*message)) for message in wire.read(read)]
        assert all(gathered.take(*message) for message in many)
        assert not gathered.take(*last)
        assert gathered.read(last[1]) == read
    made = Compiled("abc", "print", Path("/data/facts-abc.db"), 1.5)
    assert wire.compiled_of(wire.message(wire.line(*wire.compiled(made)))[1]) == made
    problem = Problem("a.yaml", 7, "lost its seal", "error", unsealed=True)
    gathered = wire.Gathered()
    assert gathered.take(*wire.message(wire.line(*next(iter(wire.broken((problem,)))))))
    assert gathered.problems == [problem]


def test_each_file_is_announced_before_it_is_read(folder: Path) -> None:
    """And when none is read any more."""
    names = [value for kind, value in told(job(folder)) if kind == wire.FILE]
    assert names[:4] == ["vocabulary.yaml", BRIDGE, "articles/hall-2022.yaml", None]
    assert names[-1] is None


def test_quotes_that_lost_their_seals_are_marked(folder: Path) -> None:
    """So that editors can be told how many they are."""
    seals = folder / "facts/seals/bridge-2021.yaml"
    lines = seals.read_text("utf-8").splitlines(keepends=True)
    seals.write_text("".join(line for line in lines if "ferry-line" not in line), "utf-8")
    problems = outcome(job(folder))[wire.BROKEN]
    assert [(problem.file, problem.unsealed) for problem in problems] == [(BRIDGE, True)]


def test_very_many_problems_are_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads a million lines."""
    monkeypatch.setattr(child, "MAX_TOLD", 1)
    (folder / "facts/seals/bridge-2021.yaml").unlink()
    (folder / "facts/seals/hall-2022.yaml").unlink()
    first, more = outcome(job(folder))[wire.BROKEN]
    assert first.file == BRIDGE
    assert more == Problem("articles", 0, "and 1 problems more, which are not shown")


async def test_very_many_warnings_are_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read and kept where others wait: a text of which little is quoted has thousands."""
    changed(monkeypatch, folder, "import bot.publish.child; bot.publish.child.MAX_WARNINGS = 1")
    read = await _read(Wanted(folder / "data", folder / "facts"))
    assert [(each.severity, each.message) for each in read.warnings] == [
        ("warning", "topics: 'energy' is used by no fact"),
        ("warning", "and 7 warnings more, which are not shown"),
    ]


async def test_an_edit_is_shown_and_undone(folder: Path) -> None:
    """The difference to the live facts comes across, and the way back is one."""
    data, facts = folder / "data", folder / "facts"
    first = await _read(Wanted(data, facts))
    edit(folder)
    second = await _read(Wanted(data, facts, live=first.generation))
    field = FieldChange("what", "The ferry line opens.", "The ferry sails.")
    change = Change("event", "bridge-2021/ferry-line", "changed", "The ferry sails.", (field,))
    assert second.difference is not None
    assert second.difference.changes == (change,)
    shutil.rmtree(facts)
    back = await _read(Wanted(data, kept=first.generation, live=second.generation))
    assert (back.generation, back.fingerprint) == (first.generation, first.fingerprint)
    assert back.difference is not None
    assert [(c.id, c.fields) for c in back.difference.changes] == [
        ("bridge-2021/ferry-line", (FieldChange("what", field.new, field.old),))
    ]


async def _read(wanted: Wanted) -> Read:
    reading = await read_apart(wanted)
    try:
        await reading.compiled()
        return reading.read
    finally:
        await reading.stop()


def test_a_generation_that_is_live_but_not_kept_is_compared_with_nothing(folder: Path) -> None:
    """After the archive was lost, say; what would go live is read all the same."""
    read = outcome(job(folder, live="abcdefgh"))[wire.READ]
    assert read.difference is None


def test_live_facts_that_this_version_cannot_read_are_compared_with_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Their YAML may be of another version."""
    first = compiled(job(folder))
    edit(folder, '"format": "1"', '"format": "2"')
    snapshot = (folder / "facts" / BRIDGE).read_bytes()
    with closing(Archive.open(folder / "data")) as archive:
        manifest = archive.manifest(first.generation)
        digest = hashlib.sha256(snapshot).hexdigest()
        other = type(manifest)("print", {**manifest.digests, BRIDGE: digest})
        archive.keep("other", other, (), lambda _: snapshot)
    edit(folder, '"format": "2"', '"format": "1"')
    assert outcome(job(folder, live="other"))[wire.READ].difference is None
    assert "can't be compared" in caplog.text


def test_what_is_not_to_be_kept_is_swept(folder: Path) -> None:
    """All but the generation that was read, the live one and those named."""
    made: list[str] = []
    old = "The ferry line opens."
    for number in range(4):
        new = f"The ferry sails {number} times."
        edit(folder, old, new)
        old, live = new, made[-1] if made else None
        made.append(compiled(job(folder, live=live, keep=tuple(made[:1]))).generation)
    assert kept(folder) == {made[0], made[2], made[3]}
    with pytest.raises(NotArchived), closing(Archive.open(folder / "data")) as archive:
        archive.manifest(made[1])


def test_nothing_is_swept_while_another_one_works(folder: Path) -> None:
    """It may need what this one does not know of."""
    first = compiled(job(folder))
    edit(folder)
    with closing(Working(folder / "data")):
        second = compiled(job(folder))
        assert kept(folder) == {first.generation, second.generation}
    third = compiled(job(folder))
    assert kept(folder) == {third.generation}


def test_an_archive_that_is_damaged_is_made_anew(folder: Path) -> None:
    """Reading goes on as if there had been none."""
    first = compiled(job(folder))
    (folder / "data" / FILE).write_bytes(b"no database" * 1000)
    edit(folder)
    found = outcome(job(folder, live=first.generation))
    assert found[wire.READ].difference is None
    assert wire.COMPILED in found
    assert kept(folder) == {found[wire.READ].generation}


def test_contents_that_are_damaged_are_read_from_the_files(folder: Path) -> None:
    """What the archive says that it holds, and does not, is no way to end."""
    compiled(job(folder))
    with closing(sqlite3.connect(folder / "data" / FILE)) as database, database:
        database.execute("UPDATE content SET packed = x'00'")
        database.execute("DELETE FROM reading")
    assert wire.COMPILED in outcome(job(folder))


def test_a_full_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an error of the store; what was read was told."""
    plain = Archive.__init__
    with (folder / "facts/vocabulary.yaml").open("a") as words:
        words.write(f"# {random.randbytes(50_000).hex()}\n")

    def small(archive: Archive, path: Path) -> None:
        plain(archive, path)
        archive._database.execute("PRAGMA max_page_count = 1")

    monkeypatch.setattr(Archive, "__init__", small)
    text, not_archived = outcome(job(folder))[wire.ERROR]
    assert ("the disk is full" in text, not_archived) == (True, False)
    assert databases(folder) == []


def test_a_draft_that_is_damaged_or_lost_is_made_again(folder: Path) -> None:
    """And gives the same facts."""
    first = compiled(job(folder))
    store = first.path.read_bytes()
    for change in ("UPDATE draft SET draft = x'00'", "DELETE FROM draft"):
        first.path.unlink()
        with closing(sqlite3.connect(folder / "data" / FILE)) as database, database:
            database.execute(change)
        assert compiled(job(folder)).path.read_bytes() == store


def test_a_preview_imports_no_compiler_and_no_hints(folder: Path) -> None:
    """They would be most of what an editor waits for."""
    script = (
        "import sys, io; from pathlib import Path; from bot.publish.child import Job, run;"
        f"data, facts = Path({str(folder / 'data')!r}), Path({str(folder / 'facts')!r});"
        "heavy = ('rapidfuzz', 'bot.store.compile', 'asyncio');"
        "class_ = type('Out', (io.BytesIO,), {'flush': lambda self: seen.append("
        "[name for name in heavy if name in sys.modules])});"
        "seen = []; run(Job(data, facts, None, None, None, True, ()), class_(), 0);"
        "print(seen[3])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"


STEPS = [
    "bot.publish.candidate.Candidate.compile",
    "bot.store.archive.Archive.add",
    "bot.store.archive.Archive.keep",
    "bot.store.archive.Archive.sweep",
    "bot.store.compile.assemble",
    "bot.store.compile._sync",
    "bot.publish.wire.compiled",
]
KILLED = """
import os, signal
owner, name = {owner}, {name!r}
plain = getattr(owner, name)
def mortal(*arguments, **options):
    if {after}:
        plain(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, name, mortal)
"""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
async def test_a_kill_at_any_step_leaves_nothing_in_the_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    """The next reading works, compiles the same, and sweeps what was left."""
    first = await _read(Wanted(folder / "data", folder / "facts"))
    edit(folder)
    owner, _, name = step.rpartition(".")
    change = f"import bot.publish.candidate, bot.publish.wire, bot.store.archive\n{KILLED}"
    with monkeypatch.context() as patch:
        changed(patch, folder, change.format(owner=owner, name=name, after=after))
        wanted = Wanted(folder / "data", folder / "facts", keep=(first.generation,))
        reading = await read_apart(wanted)
        with pytest.raises(ReadingFailed, match="SIGKILL"):
            await reading.compiled()
    again = await _read(Wanted(folder / "data", folder / "facts", live=first.generation))
    assert again == _replaced(reading.read, again)
    assert again.difference is not None
    assert len(again.difference.changes) == 1
    store = await FactStore.open(folder / "data" / f"facts-{again.generation}.db")
    assert store.generation == again.generation
    await store.close()
    names = {path.name for path in (folder / "data").iterdir()}
    assert names == {
        FILE, f"{FILE}-journal", "archive.lock", *databases(folder)
    }  # fmt: skip
    assert kept(folder) == {first.generation, again.generation}


def _replaced(read: Read, other: Read) -> Read:
    return Read(
        read.generation,
        read.fingerprint,
        read.counts,
        read.articles,
        read.warnings,
        other.difference,
    )


async def test_kills_at_any_moment_leave_nothing_in_the_way(folder: Path) -> None:
    """Whatever the process does just then."""
    chance = random.Random(5)
    data, facts = folder / "data", folder / "facts"
    old = "The ferry line opens."
    for number in range(12):
        new = f"The ferry sails {number} times."
        edit(folder, old, new)
        old = new
        task = asyncio.create_task(_read(Wanted(data, facts)))
        await asyncio.sleep(chance.uniform(0.05, 0.7))
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
    read = await _read(Wanted(data, facts))
    assert read.articles == 2
    assert not list(data.glob(".compiling-*"))
    assert not (data / f"{FILE}.damaged").exists()
    assert read.generation in kept(folder)


async def test_two_at_once_disturb_each_other_in_nothing(folder: Path, tmp_path: Path) -> None:
    """An editor looks while what another one was shown is compiled."""
    other = copy(folder / "facts", tmp_path / "other" / "facts")
    edit(other.parent)
    both = folder / "facts", other
    keep = tuple(generation_id(fingerprint(facts)) for facts in both)
    wanted = [Wanted(folder / "data", facts, keep=keep) for facts in both * 3]
    reads = await asyncio.gather(*map(_read, wanted))
    assert {read.generation for read in reads} == set(keep)
    assert len(databases(folder)) == 2
