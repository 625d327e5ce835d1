"""The archive: the YAML of kept generations, and what was made of clean files."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import NotArchived, StoreError
from bot.store import archive as module
from bot.store.archive import FILE, Archive, Damaged, Manifest, Row

PROJECT = Path(__file__).parents[2]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def manifest(**files: bytes) -> Manifest:
    """The manifest of files."""
    return Manifest("print", {name: digest(data) for name, data in files.items()})


def keep(archive: Archive, generation: str, *keys: str, **files: bytes) -> None:
    """Keep a generation of these files."""
    archive.keep(generation, manifest(**files), keys, files.__getitem__)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A new one."""
    with closing(Archive.open(tmp_path)) as made:
        yield made


def again(folder: Path) -> Archive:
    """The same one in another process."""
    return Archive.open(folder)


def test_a_generation_is_kept_with_its_files(archive: Archive, tmp_path: Path) -> None:
    """Each under its hash, once for all generations that have it."""
    keep(archive, "one", a=b"first", b=b"both")
    keep(archive, "two", a=b"second", b=b"both")
    with closing(again(tmp_path)) as other:
        assert other.manifest("one") == manifest(a=b"first", b=b"both")
        assert other.manifest("two") == manifest(a=b"second", b=b"both")
        held = {data for data in (b"first", b"second", b"both", b"none") if digest(data) in other}
        assert held == {b"first", b"second", b"both"}
        assert other[digest(b"second")] == b"second"


def test_bytes_that_are_held_already_are_not_asked_for(archive: Archive) -> None:
    """Of two thousand files one is new."""
    keep(archive, "one", a=b"first", b=b"both")
    asked = []

    def data(name: str) -> bytes:
        asked.append(name)
        return b"second"

    archive.keep("two", manifest(a=b"second", b=b"both"), (), data)
    assert asked == ["a"]


def test_a_generation_that_is_not_kept_is_told(archive: Archive) -> None:
    """By its id."""
    with pytest.raises(NotArchived, match="nothere"):
        archive.manifest("nothere")


def test_what_was_made_of_clean_files_is_kept(archive: Archive, tmp_path: Path) -> None:
    """A draft of another version is none."""
    archive.add([Row("k", "clean", b"draft"), Row("v", "words")], "1.3")
    with closing(again(tmp_path)) as other:
        assert (other.clean("k"), other.clean("v"), other.clean("x")) == ("clean", "words", None)
        assert (other.draft("k", "1.3"), other.draft("k", "2.3")) == (b"draft", None)
        assert other.draft("v", "1.3") is None
    archive.add([Row("k", "cleaner", b"other")], "2.3")
    assert (archive.clean("k"), archive.draft("k", "2.3")) == ("cleaner", b"other")


def test_what_no_kept_generation_has_is_swept(archive: Archive, tmp_path: Path) -> None:
    """Files, readings and drafts, also those of facts that never went live."""
    archive.add([Row(key, key, b"draft") for key in ("a1", "a2", "both", "never")], "1")
    keep(archive, "one", "a1", "both", a=b"first", b=b"both")
    keep(archive, "two", "a2", "both", a=b"second", b=b"both")
    archive.sweep({"two"})
    for one in (archive, again(tmp_path)):
        with closing(one):
            with pytest.raises(NotArchived):
                one.manifest("one")
            assert one.manifest("two") == manifest(a=b"second", b=b"both")
            assert (digest(b"first") in one, digest(b"both") in one) == (False, True)
            kept = {key for key in ("a1", "a2", "both", "never") if one.clean(key)}
            assert kept == {key for key in ("a1", "a2", "both", "never") if one.draft(key, "1")}
            assert kept == {"a2", "both"}


def test_files_that_come_back_after_a_sweep_are_kept_again(archive: Archive) -> None:
    """Though this process knew them before."""
    keep(archive, "one", a=b"first")
    keep(archive, "two", a=b"second")
    archive.sweep({"two"})
    keep(archive, "one", a=b"first")
    assert archive[archive.manifest("one").digests["a"]] == b"first"


def test_another_version_makes_all_anew_but_the_yaml(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer one or an older one: there is a way back after an upgrade, and after its undoing."""
    archive.add([Row("k", "clean", b"draft")], "1")
    keep(archive, "one", "k", a=b"first")
    archive.close()
    for version in (module.DERIVED + 1, module.DERIVED):
        monkeypatch.setattr(module, "DERIVED", version)
        with closing(again(tmp_path)) as other:
            assert (other.clean("k"), other.draft("k", "1")) == (None, None)
            assert other[other.manifest("one").digests["a"]] == b"first"
            other.add([Row("k", "clean", b"draft")], "1")


def _scribble(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _blot(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))


@pytest.mark.parametrize("spoil", [_scribble, _cut, _blot])
def test_a_damaged_archive_is_put_aside_and_made_anew(
    archive: Archive, tmp_path: Path, spoil: object, caplog: pytest.LogCaptureFixture
) -> None:
    """At the latest when it is used; the log says so, and the file stays for people to look at."""
    for number in range(20):
        keep(archive, f"g{number}", str(number), a=os.urandom(4000), b=b"both")
    archive.add([Row(str(number), "clean" * 100, b"draft" * 100) for number in range(200)], "1")
    archive.close()
    assert callable(spoil)
    spoil(tmp_path / FILE)
    try:
        with closing(again(tmp_path)) as other:
            for number in range(20):
                other[other.manifest(f"g{number}").digests["a"]]
                other.clean(str(number))
            keep(other, "more", a=os.urandom(100_000))
            other.sweep(())
    except Damaged:
        Archive.set_aside(tmp_path)
    except NotArchived:
        pass
    with closing(again(tmp_path)) as other:
        keep(other, "one", a=b"first")
        assert other[other.manifest("one").digests["a"]] == b"first"
    assert (tmp_path / f"{FILE}.damaged").exists()
    assert "is damaged" in caplog.text


def test_bytes_that_are_not_those_of_their_hash_are_damage(
    archive: Archive, tmp_path: Path
) -> None:
    """Nobody goes back to facts that nobody wrote."""
    keep(archive, "one", a=b"first")
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        database.execute("UPDATE content SET packed = x'00'")
    with pytest.raises(Damaged):
        archive[digest(b"first")]


def test_a_full_disk_is_told_and_changes_nothing(archive: Archive) -> None:
    """In words, and what is kept stays whole."""
    keep(archive, "one", a=b"first")
    archive._database.execute("PRAGMA max_page_count = 16")
    with pytest.raises(StoreError, match="the disk is full"):
        keep(archive, "two", a=os.urandom(200_000))
    with pytest.raises(NotArchived):
        archive.manifest("two")
    assert archive[archive.manifest("one").digests["a"]] == b"first"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With the file's name."""
    with pytest.raises(StoreError, match=r"archive\.db can't be used"):
        Archive.open(tmp_path / "nowhere")


def test_an_archive_that_another_writes_to_is_waited_for_and_told(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for ever: an old process may be dying."""
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.1)
    with closing(again(tmp_path)) as other:
        archive._database.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process has been writing"):
            keep(other, "one", a=b"first")
        archive._database.execute("ROLLBACK")
        keep(other, "one", a=b"first")


_WRITER = """
import os, signal, sqlite3, sys
from pathlib import Path
from bot.store.archive import Archive, Manifest, Row
import hashlib
folder, step = Path(sys.argv[1]), int(sys.argv[2])
archive = Archive.open(folder)
class Mortal:
    def __init__(self, database):
        self.database, self.left = database, step
    def __getattr__(self, name):
        plain = getattr(self.database, name)
        if name not in ("execute", "executemany"):
            return plain
        def call(*arguments):
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1
            return plain(*arguments)
        return call
archive._database.execute("PRAGMA cache_size = 1")  # so that pages are written before the end
archive._database.execute("PRAGMA cache_spill = 1")
archive._database = Mortal(archive._database)
data = os.urandom(300_000)
archive.add([Row(str(n), "clean", os.urandom(5000)) for n in range(40)], "1")
digest = hashlib.sha256(data).hexdigest()
archive.keep("new", Manifest("print", {"a": digest}), ["1"], lambda name: data)
archive.sweep({"new"})
"""


@pytest.mark.parametrize("step", [0, 1, 2, 40, 81, 82, 83, 84, 85, 86, 87, 88, 90, 92, 94, 96, 98])
def test_a_kill_at_any_step_leaves_old_or_new(archive: Archive, tmp_path: Path, step: int) -> None:
    """Whole, and usable at once by the next process."""
    archive.add([Row("old", "clean", b"draft")], "1")
    keep(archive, "old", "old", a=b"first")
    archive.close()
    arguments = [sys.executable, "-c", _WRITER, str(tmp_path), str(step)]
    ended = subprocess.run(arguments, cwd=PROJECT, check=False)
    assert ended.returncode in (-signal.SIGKILL, 0)
    with closing(again(tmp_path)) as other:
        kept = {name for name in ("old", "new") if _is_kept(other, name)}
        assert kept in ({"old"}, {"old", "new"}, {"new"})
        for name in kept:
            assert digest(other[other.manifest(name).digests["a"]]) in other
        assert ("old" in kept) == (other.draft("old", "1") is not None)
        (found,) = other._database.execute("PRAGMA integrity_check").fetchone()
        assert found == "ok"
        keep(other, "next", a=b"next")
    assert not (tmp_path / f"{FILE}.damaged").exists()


def _is_kept(archive: Archive, generation: str) -> bool:
    try:
        archive.manifest(generation)
    except NotArchived:
        return False
    return True
