"""A candidate read with the help of an archive is what reading and compiling all of it gives."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.check import Checked, check_corpus
from bot.corpus.difference import Difference, Side, compare
from bot.corpus.snapshot import snapshot_of, take_snapshot
from bot.errors import CorpusError
from bot.publish import drafts
from bot.publish.build import build
from bot.publish.candidate import Candidate
from bot.store.archive import Archive
from tests.end_to_end import harbour
from tests.publish import corpora

FACTS = "facts"


class Reader:
    """Reads a folder again and again with one archive, and notes which files were parsed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.data.mkdir(exist_ok=True)
        self.archive = Archive.open(self.data)
        self.parsed: list[str] = []

    def candidate(self, live: str | None = None, *, texts: bool = False) -> Candidate:
        """The facts as they are. Raises `CorpusError`."""
        self.parsed = []
        manifest = self.archive.manifest(live) if live is not None else None
        given = self.folder / "texts" if texts else None
        snapshot = take_snapshot(self.folder / FACTS, self.archive)
        return Candidate(snapshot, given, self.archive, manifest, self._note)

    def problems(self, *, texts: bool = False) -> tuple[object, ...]:
        """What is wrong with them."""
        try:
            return self.candidate(texts=texts).read.warnings
        except CorpusError as error:
            return error.problems

    def _note(self, name: str | None) -> None:
        if name is not None:
            self.parsed.append(name)


@pytest.fixture
def reader(folder: Path) -> Iterator[Reader]:
    """A reader of the sealed facts."""
    made = Reader(folder)
    yield made
    made.archive.close()


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of a compiled file, by table."""
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )]  # fmt: skip
        return {
            name: sorted(database.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in tables
        }


def told(checked: Checked) -> tuple[object, ...]:
    """What an editor is told of a check from nothing."""
    return checked.errors or checked.warnings


def test_a_second_reading_parses_nothing(reader: Reader) -> None:
    """Where nothing changed, and says the same."""
    first = reader.candidate()
    read = first.read
    first.save()
    assert reader.parsed != []
    again = reader.candidate()
    assert reader.parsed == []
    assert again.read == read


def test_one_edited_file_is_the_only_one_that_is_parsed(reader: Reader) -> None:
    """And the difference names what was edited, no more."""
    first = reader.candidate()
    made = first.compile(reader.data)
    corpora.edit(reader.folder)
    second = reader.candidate(made.generation)
    assert set(reader.parsed) == {corpora.BRIDGE}
    difference = second.read.difference
    assert difference is not None
    [change] = difference.changes
    assert (change.id, change.how) == ("bridge-2021/ferry-line", "changed")
    assert [(f.name, f.old, f.new) for f in change.fields] == [
        ("what", "The ferry line opens.", "The ferry sails.")
    ]


def test_another_version_drafts_all_once(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever edits a file after an upgrade does not wait for the others each time."""
    reader.candidate().compile(reader.data)
    monkeypatch.setattr(drafts, "_version", lambda: "another")
    corpora.edit(reader.folder)
    reader.candidate().compile(reader.data)
    assert set(reader.parsed) == {"vocabulary.yaml", corpora.BRIDGE, "articles/hall-2022.yaml"}
    corpora.edit(reader.folder, corpora.SAILS, corpora.OPENS + " Again.")
    reader.candidate().compile(reader.data)
    assert set(reader.parsed) == {"vocabulary.yaml", corpora.BRIDGE}


def test_a_difference_without_a_change_is_empty(reader: Reader) -> None:
    """Nothing is not unknown."""
    made = reader.candidate().compile(reader.data)
    assert reader.candidate(made.generation).read.difference == Difference((), ())


def test_clean_files_beside_a_broken_one_are_kept(reader: Reader) -> None:
    """Whoever mends it does not wait for the others."""
    corpora.edit(reader.folder, '"when": "2001"', '"when": "yesterday"')
    broken = reader.problems()
    assert reader.problems() == broken != ()
    assert reader.parsed == [corpora.BRIDGE]


def test_problems_are_told_though_nothing_can_be_kept(
    reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    """Of a disk that can't be written whoever has a date to mend need not hear; the log does."""
    corpora.edit(reader.folder, '"when": "2001"', '"when": "yesterday"')
    reader.archive._database.execute("PRAGMA query_only = 1")
    [problem] = reader.problems()
    assert "yesterday" in str(problem)
    assert "readonly database" in caplog.text


def test_a_word_that_goes_is_told_of_the_files_that_use_it(reader: Reader) -> None:
    """Though they are as they were."""
    reader.candidate().save()
    words = json.loads((reader.folder / FACTS / "vocabulary.yaml").read_text("utf-8"))
    gone = next(key for key in words["topics"] if key in _text(reader.folder))
    del words["topics"][gone]
    _write(reader.folder / FACTS / "vocabulary.yaml", words)
    problems = reader.problems()
    assert problems == told(check_corpus(reader.folder / FACTS, None))
    assert any(repr(gone) in str(problem) for problem in problems)


def test_a_fault_that_a_broken_vocabulary_hid_is_told_once_it_is_mended(reader: Reader) -> None:
    """What was kept beside a vocabulary that can't be read was judged by all of its own rules."""
    words = reader.folder / FACTS / "vocabulary.yaml"
    good = words.read_bytes()
    words.write_text("a: b: c\n", encoding="utf-8")
    corpora.edit(reader.folder, '"topics": [', '"topics": ["harbour", "harbour", ')
    assert reader.problems() == told(check_corpus(reader.folder / FACTS, None))
    words.write_bytes(good)
    problems = reader.problems()
    assert problems == told(check_corpus(reader.folder / FACTS, None))
    assert any("names 'harbour' twice" in str(problem) for problem in problems)


def test_warnings_of_files_that_stayed_are_told_again(reader: Reader) -> None:
    """And those of the vocabulary, which depend on all of them."""
    (reader.folder / "texts/hall-2022.txt").unlink()
    first = reader.candidate(texts=True)
    first.save()
    again = reader.candidate(texts=True)
    assert reader.parsed == []
    assert again.read.warnings == first.read.warnings
    files = {warning.file for warning in again.read.warnings}
    assert files == {"articles/hall-2022.yaml", "vocabulary.yaml"}


def test_a_generation_is_read_again_from_the_archive(reader: Reader) -> None:
    """Whatever has become of its files, and without parsing what was clean."""
    first = reader.candidate()
    read, made = first.read, first.compile(reader.data)
    shutil.rmtree(reader.folder / FACTS)
    manifest = reader.archive.manifest(made.generation)
    snapshot = snapshot_of(manifest.digests, manifest.fingerprint, reader.archive)
    reader.parsed = []
    again = Candidate(snapshot, None, reader.archive, None, reader._note)
    assert (again.read, reader.parsed) == (read, [])
    before = rows(made.path)
    made.path.unlink()
    assert again.compile(reader.data).generation == made.generation
    assert rows(made.path) == before


def _text(folder: Path) -> str:
    return (folder / FACTS / corpora.BRIDGE).read_text("utf-8")


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


class Editor:
    """Does to a folder of facts what editors do, and what goes wrong; by chance."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.good = {
            path.relative_to(folder): path.read_bytes()
            for part in (FACTS, "texts")
            for path in sorted((folder / part).rglob("*"))
            if path.is_file()
        }

    def edit(self) -> str:
        """Do one thing; its name."""
        acts: list[Callable[[], None]] = [
            *[self._restore] * 6, self._fact, self._fact, self._fact,
            self._break, self._lose, self._words, self._words, self._rename, self._unseal,
            self._text, self._seal,
        ]  # fmt: skip
        act = self.random.choice(acts)
        act()
        return act.__name__

    def _restore(self) -> None:
        """Put one file, or all, back as it was."""
        names = list(self.good)
        chosen = names if self.random.random() < 0.5 else [self.random.choice(names)]
        for name in chosen:
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(self.good[name])
        for path in (self.folder / FACTS / "articles").glob("other-*"):
            path.unlink()

    def _some(self, pattern: str) -> Path | None:
        found = sorted((self.folder / FACTS).glob(pattern))
        return self.random.choice(found) if found else None

    def _change(self, pattern: str, act: Callable[[dict[str, Any]], None]) -> None:
        path = self._some(pattern)
        if path is None:
            return
        try:
            value = json.loads(path.read_text("utf-8"))
            act(value)
        except (ValueError, KeyError, IndexError):
            return
        _write(path, value)

    def _fact(self) -> None:
        """Change something of a fact."""

        def act(value: dict[str, Any]) -> None:
            facts = [
                fact for kind in ("events", "figures", "quotes") for fact in value.get(kind, ())
            ]
            fact = self.random.choice(facts)
            key, to = self.random.choice([
                ("what", f"It is {self.random.randrange(9)}."),
                ("topics", ["transport", "transport"]),
                ("topics", ["nowhere"]),
                ("happening", "line"),
                ("when", "1999-01-02"),
                ("when", "2001"),
                ("id", "doubled"),
                ("quote", "words that nobody sealed"),
                ("people", []),
            ])  # fmt: skip
            fact[key] = to

        self._change("articles/*.yaml", act)

    def _words(self) -> None:
        """Take a word out of the vocabulary, add one, or give two one name."""

        def act(value: dict[str, Any]) -> None:
            group = self.random.choice(["topics", "people", "measures", "happenings"])
            terms = value[group]
            key = self.random.choice(sorted(terms))
            what = self.random.randrange(4)
            if what == 0:
                del terms[key]
            elif what == 1:
                terms[f"new-{self.random.randrange(5)}"] = dict(terms[key], en="Quite new")
            elif what == 2:
                terms[key]["en"] = terms[min(terms)]["en"]
            else:
                value["topics"] = "nothing"

        self._change("vocabulary.yaml", act)

    def _break(self) -> None:
        path = self._some("*/*.yaml")
        if path is not None:
            data = path.read_bytes()
            at = self.random.randrange(len(data) + 1)
            path.write_bytes(data[:at])

    def _lose(self) -> None:
        path = self._some("*/*.yaml")
        if path is not None:
            path.unlink()

    def _rename(self) -> None:
        path = self._some("articles/*.yaml")
        if path is not None:
            other = path.with_name(f"other-{self.random.randrange(3)}.yaml")
            other.write_bytes(path.read_bytes())

    def _unseal(self) -> None:
        path = self._some("seals/*.yaml")
        lines = path.read_text("utf-8").splitlines(keepends=True) if path is not None else []
        if path is not None and lines:
            del lines[self.random.randrange(len(lines))]
            path.write_text("".join(lines), encoding="utf-8")

    def _text(self) -> None:
        path = self.random.choice(sorted((self.folder / "texts").glob("*.txt")) or [None])
        if path is not None:
            if self.random.random() < 0.3:
                path.unlink()
            else:
                path.write_text(path.read_text("utf-8") + " In 1987.", encoding="utf-8")

    def _seal(self) -> None:
        if not check_corpus(self.folder / FACTS, self.folder / "texts", seals=False).errors:
            corpora.seal(self.folder)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_changes_nothing_whatever_editors_do(tmp_path: Path, seed: int) -> None:
    """The problems, the fingerprint and every compiled row are those of a check from nothing."""
    harbour.write(tmp_path)
    corpora.seal(tmp_path)
    reader, editor = Reader(tmp_path), Editor(tmp_path, seed)
    clean, broken, done, live = 0, 0, [], None
    for number in range(40):
        done.append(editor.edit())
        texts = tmp_path / "texts" if editor.random.random() < 0.4 else None
        checked = check_corpus(tmp_path / FACTS, texts)
        if checked.errors:
            assert reader.problems(texts=texts is not None) == checked.errors, done
            broken += 1
            continue
        candidate = reader.candidate(live, texts=texts is not None)
        read = candidate.read
        assert (read.warnings, read.fingerprint) == (checked.warnings, checked.fingerprint), done
        made = candidate.compile(reader.data)
        here = build(tmp_path / FACTS, texts, tmp_path / f"here-{number}")
        assert rows(made.path) == rows(here.path), done
        if live is not None:
            from_nothing = _compared(reader, live)
            assert read.difference == from_nothing, done
        live = made.generation
        clean += 1
    reader.archive.close()
    assert clean > 3
    assert broken > 10


def _compared(reader: Reader, live: str) -> Difference:
    """The difference of the live facts to those in the folder, with all of both at hand."""
    manifest = reader.archive.manifest(live)
    with tempfile.TemporaryDirectory() as folder:
        for name, digest in manifest.digests.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(reader.archive[digest])
        old, new = (check_corpus(f, None).corpus for f in (Path(folder), reader.folder / FACTS))
    assert old is not None
    assert new is not None
    sides = (
        Side(corpus.vocabulary, {file.article.id: file for file in corpus.articles})
        for corpus in (old, new)
    )
    return compare(next(sides), next(sides))
