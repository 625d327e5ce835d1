"""A snapshot: each file read once, all at one moment, and nothing that is in its way blocks."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.corpus import files, snapshot
from bot.corpus.check import check_corpus
from bot.corpus.files import TreeError, fingerprint
from bot.corpus.snapshot import CHANGED, Snapshot, snapshot_of, take_snapshot
from bot.errors import Problem
from tests.corpus.make import FILE, SEAL_FILE, facts_folder, sealed

VOCABULARY = "vocabulary.yaml"


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """The sample, sealed."""
    return sealed(tmp_path)[0]


def _data(taken: Snapshot) -> dict[str, bytes]:
    return {name: taken.data(name) for name in taken.digests}


def test_a_snapshot_holds_every_file_as_it_is(facts: Path) -> None:
    """With its hash, and the fingerprint that the files alone give."""
    taken = take_snapshot(facts)
    held = {name: (facts / name).read_bytes() for name in (VOCABULARY, FILE, SEAL_FILE)}
    assert (taken.articles, taken.seals, taken.problems) == ((FILE,), (SEAL_FILE,), ())
    assert _data(taken) == held
    assert taken.digests == {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}
    assert taken.fingerprint == fingerprint(facts)


def test_what_is_held_elsewhere_is_not_held_in_memory(facts: Path) -> None:
    """It is asked for there, by its hash."""
    first = take_snapshot(facts)
    held = {first.digests[name]: b"from elsewhere" for name in (FILE,)}
    taken = take_snapshot(facts, held)
    assert taken.data(FILE) == b"from elsewhere"
    assert taken.data(VOCABULARY) == first.data(VOCABULARY)
    assert taken.fingerprint == first.fingerprint


def test_an_earlier_snapshot_is_had_again(facts: Path) -> None:
    """From its hashes and what holds the bytes."""
    first = take_snapshot(facts)
    held = {first.digests[name]: data for name, data in _data(first).items()}
    again = snapshot_of(first.digests, first.fingerprint, held)
    assert (again.articles, again.seals, again.digests) == (
        first.articles,
        first.seals,
        first.digests,
    )
    assert (again.fingerprint, again.problems, again.there) == (first.fingerprint, (), True)
    assert _data(again) == _data(first)


def _while_reading(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[int], None], name: str = SEAL_FILE
) -> None:
    """Act each time a file was read, given how often it has been."""
    plain, times = files.read_bytes, [0]

    def read_bytes(path: Path | str) -> bytes:
        data = plain(path)
        if str(path).endswith(name):
            times[0] += 1
            act(times[0])
        return data

    monkeypatch.setattr(snapshot, "read_bytes", read_bytes)


@pytest.mark.parametrize("name", [VOCABULARY, FILE, SEAL_FILE])
def test_a_file_that_changes_while_they_are_read_is_read_again(
    facts: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Also one that keeps its size: what is taken is what stood there together."""

    def act(times: int) -> None:
        if times == 1:
            path = facts / name
            path.write_bytes(path.read_bytes()[::-1])

    _while_reading(monkeypatch, act)
    taken = take_snapshot(facts)
    assert taken.problems == ()
    assert taken.data(name) == (facts / name).read_bytes()
    assert taken.fingerprint == fingerprint(facts)


def _comes(facts: Path, times: int) -> None:
    (facts / f"articles/new-{times}.yaml").write_text("x")


def _goes(facts: Path, times: int) -> None:
    if times == 1:
        (facts / "articles/old.yaml").unlink()


def _replaced(facts: Path, times: int) -> None:
    new = facts / "new"
    new.write_bytes((facts / FILE).read_bytes())
    new.replace(facts / FILE)


@pytest.mark.parametrize(
    ("act", "changed"),
    [(_comes, ["articles/new-3.yaml"]), (_goes, []), (_replaced, [FILE])],
    ids=["comes", "goes", "replaced each time"],
)
def test_files_that_come_and_go_meanwhile_are_seen(
    facts: Path,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Path, int], None],
    changed: list[str],
) -> None:
    """What never comes to rest is told, and keeps the facts from going live."""
    (facts / "articles/old.yaml").write_text("x")
    _while_reading(monkeypatch, lambda times: act(facts, times))
    taken = take_snapshot(facts)
    assert taken.problems == tuple(Problem(name, 0, CHANGED) for name in changed)
    assert ("articles/old.yaml" in taken.articles) is (act is not _goes)


def test_what_changes_meanwhile_is_an_error_of_the_check(
    facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though every file that was read is right."""
    _while_reading(monkeypatch, lambda times: _replaced(facts, times))
    assert check_corpus(facts, None).errors == (Problem(FILE, 0, CHANGED),)


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)


@pytest.mark.parametrize("name", [VOCABULARY, FILE, SEAL_FILE])
@pytest.mark.parametrize(
    ("put", "said"),
    [
        (_folder, "is not an ordinary file"),
        (_pipe, "is not an ordinary file"),
        (_socket, "can't be opened: no such device or address"),
        (_device, "is not an ordinary file"),
        (_dangling, "is a link to a file that does not exist"),
        (_loop, "can't be opened: too many levels of symbolic links"),
        (_huge, "is larger than 1024 KiB; expected a smaller file"),
    ],
)
def test_what_is_no_file_is_told_and_blocks_nothing(
    facts: Path, name: str, put: Callable[[Path], None], said: str
) -> None:
    """In the place of the vocabulary, of an article and of seals."""
    (facts / name).unlink()
    put(facts / name)
    taken = take_snapshot(facts)
    with pytest.raises(TreeError) as caught:
        taken.data(name)
    assert caught.value.problems == ((0, said),)
    assert Problem(name, 0, said) in check_corpus(facts, None).errors
    assert taken.fingerprint == fingerprint(facts)


def test_a_file_that_may_not_be_read_is_told(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the words of the system."""
    plain = os.open

    def refused(path: str, flags: int) -> int:
        if str(path).endswith(FILE):
            raise PermissionError(13, "Permission denied")
        return plain(path, flags)

    monkeypatch.setattr(os, "open", refused)
    told = Problem(FILE, 0, "can't be opened: permission denied")
    assert check_corpus(facts, None).errors == (told,)


def test_facts_that_are_gone_empty_or_a_file_are_told(tmp_path: Path) -> None:
    """There is nothing to fall back on."""
    missing = "is not there; expected the folder of the facts"
    facts = tmp_path / "facts"
    assert take_snapshot(facts).problems == (Problem(str(facts), 0, missing),)
    facts.write_text("no folder")
    assert check_corpus(facts, None).problems == (Problem(str(facts), 0, missing),)
    facts.unlink()
    facts.mkdir()
    assert check_corpus(facts, None).problems == (
        Problem("articles", 0, "can't be listed: no such file or directory; expected a folder"),
        Problem(VOCABULARY, 0, "does not exist"),
    )


def test_too_much_in_all_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small each file is."""
    monkeypatch.setattr(snapshot, "MAX_TOTAL", 3 * 1024**2)
    names = [f"a-{n}" for n in range(6)]
    facts = facts_folder(tmp_path, dict.fromkeys(names, "x: " + "y" * 786_432 + "\n"))
    taken = take_snapshot(facts)
    with pytest.raises(TreeError, match="the files before it hold over 3 MiB"):
        taken.data("articles/a-5.yaml")
    assert len(taken.digests) == 1 + 4
