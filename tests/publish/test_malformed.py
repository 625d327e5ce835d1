"""Malformed files on their way into a running bot: each is told by name and line, and no more.

Good files are spoilt systematically (each field with each kind of wrong value, each known trap of
YAML, Unicode and file systems) and at random; over a thousand of them go through the process that
reads. `FOOTNOTE_FULL=1` makes it ten thousand, `FOOTNOTE_SEED` others.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.check import check_corpus
from bot.corpus.files import ARTICLES, SEALS, VOCABULARY
from bot.corpus.model import ArticleFile, Vocabulary
from bot.corpus.proof import SealFile
from bot.corpus.tree import parse
from bot.errors import CorpusError, Problem
from bot.publish.apart import Wanted, read_apart
from bot.store.facts import FactStore
from bot.store.models import Filters
from tests.corpus import make
from tests.publish import spoilt
from tests.publish.misfits import misfits

FULL = bool(os.environ.get("FOOTNOTE_FULL"))
SEED = os.environ.get("FOOTNOTE_SEED", "1")
RANDOM = 4000 if FULL else 150
"""So many of each kind of random faults."""
STEP = 1 if FULL else 4
"""Of the wrong values of all fields every so many is tried."""
VOCABULARY_STEP = 10 if FULL else 149
PIECES = 200 if FULL else 40
TOGETHER = 100
"""So many malformed files stand in `facts/` at once."""

SLUG = "spoilt-00000"
ARTICLE = make.ARTICLE.replace(make.SLUG, SLUG)


@dataclass(frozen=True, slots=True)
class Case:
    """A malformed file in the place of an article, or of its seals.

    One of the problems told of it must be at one of `lines`, where these are known.
    """

    how: str
    data: bytes
    folder: str = ARTICLES
    lines: tuple[int, ...] = ()


class Running:
    """The side that serves: its store, what that answers, and the folder that is reloaded."""

    def __init__(self, store: FactStore, good: Path, folder: Path) -> None:
        self._store = store
        self._good = good
        self._folder = folder
        self._answers = self._ask()
        self._left = self._data()
        seals = (good / make.SEAL_FILE).read_text(encoding="utf-8")
        self.seals = seals.replace(make.SLUG, SLUG)

    @property
    def facts(self) -> Path:
        """The folder that is read."""
        return self._folder / "facts"

    def good(self) -> Path:
        """The good facts alone, copied anew."""
        if self.facts.is_dir():
            shutil.rmtree(self.facts)
        self.facts.unlink(missing_ok=True)
        return Path(shutil.copytree(self._good, self.facts))

    async def problems(self) -> tuple[Problem, ...]:
        """What reading the folder tells. Nothing may be left of it, nor be answered otherwise."""
        wanted = Wanted(self._folder / "data", self.facts, live=self._store.generation)
        try:
            reading = await read_apart(wanted)
        except CorpusError as error:
            problems = error.problems
        else:
            await reading.stop()
            problems = ()
        assert self._ask() == self._answers
        assert self._data() == self._left
        for problem in problems:
            assert str(problem).isprintable()
            assert 0 < len(problem.message) < 1000
        return problems

    def place(self, number: int, case: Case) -> str:
        """Put a case into the folder, beside a good file of the same article; the case's name."""
        slug = f"spoilt-{number:05}"
        article, seals = ARTICLE.encode(), self.seals.encode()
        if case.folder == ARTICLES:
            article = case.data
        else:
            seals = case.data
        for folder, data in ((ARTICLES, article), (SEALS, seals)):
            path = self.facts / folder / f"{slug}.yaml"
            path.write_bytes(data.replace(SLUG.encode(), slug.encode()))
        return f"{case.folder}/{slug}.yaml"

    def _ask(self) -> list[object]:
        """What the store says to questions of each kind."""
        found: list[object] = [
            self._store.page(listing, Filters(), 0, 10)
            for listing in ("timeline", "figures", "quotes")
        ]
        found += [self._store.fact(f"{make.SLUG}/{key}") for key in ("trade-2022", "grain", "gone")]
        return [*found, self._store.on_day(6, 10), self._store.search("bridge", 0, 10)]

    def _data(self) -> list[str]:
        """What lies in the data folder, but for what was read and is kept for the next time."""
        names = (path.name for path in (self._folder / "data").iterdir())
        return sorted(name for name in names if not name.startswith("archive.db"))


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    """The sample, compiled and served."""
    good, _ = make.sealed(tmp_path / "good")
    reading = await read_apart(Wanted(tmp_path / "data", good))
    try:
        compiled = await reading.compiled()
    finally:
        await reading.stop()
    store = await FactStore.open(compiled.path)
    try:
        yield Running(store, good, tmp_path)
    finally:
        await store.close()


def _fields(running: Running) -> Iterator[Case]:
    """Each field of an article's file and of its seals."""
    sample = parse(ARTICLE).value
    for case in islice(misfits(ArticleFile, sample), 0, None, STEP):
        yield Case(case.how, case.text.encode(), lines=(case.line, case.line + 1))
    for case in misfits(SealFile, parse(running.seals).value):
        yield Case(case.how, case.text.encode(), SEALS, (case.line, case.line + 1))


def _texts(chance: random.Random) -> Iterator[Case]:
    """What is no YAML, no UTF-8, or no such file at all; and the beginnings of a good one."""
    made = (
        *spoilt.with_ends(ARTICLE),
        *spoilt.in_other_codes(ARTICLE),
        *spoilt.whole(chance),
        *spoilt.truncated(ARTICLE, PIECES),
    )
    for case in made:
        yield Case(case.how, case.data)


async def _told(running: Running, cases: Iterable[Case], wanted: int | None = None) -> int:
    """Read all the cases, or so many that are malformed; how many these were.

    Without `wanted` each must be malformed; else those that are not must be good.
    """
    waiting, found = iter(cases), 0
    while (wanted is None or found < wanted) and (together := list(islice(waiting, TOGETHER))):
        running.good()
        names = {running.place(number, case): case for number, case in enumerate(together)}
        told: dict[str, list[Problem]] = defaultdict(list)
        for problem in await running.problems():
            told[problem.file].append(problem)
        spared = []
        for name, case in names.items():
            if problems := told[name] or told[f"{SEALS}/{name.partition('/')[2]}"]:
                _assert_told(running.facts, case, problems)
                found += 1
            else:
                spared.append(case)
        for case in spared:
            assert wanted is not None, f"nothing is told of {case.how}"
            running.good()
            running.place(0, case)
            assert check_corpus(running.facts, None).errors == (), case.how
    return found


def _assert_told(facts: Path, case: Case, problems: list[Problem]) -> None:
    """The problems of one file stand at lines of it, and at the right one."""
    size = (facts / problems[0].file).read_bytes().count(b"\n") + 1
    lines = {problem.line for problem in problems}
    assert max(lines) <= size, case.how
    assert any(lines) or len(case.data) > 1024 * 1024, case.how
    assert not case.lines or lines & {*case.lines}, f"{case.how}: {problems}"


async def test_each_field_with_each_wrong_value_is_told_at_its_line(running: Running) -> None:
    """Wrong types, wrong YAML, left out, written twice, and keys that are none beside it."""
    assert await _told(running, _fields(running)) >= 600


async def test_each_trap_of_yaml_and_unicode_is_told(running: Running) -> None:
    """Bombs, brackets, deep nesting, tags, merge keys, other codes, noise, cut-off files."""
    assert await _told(running, _texts(random.Random(SEED))) >= 270


@pytest.mark.parametrize("by", [spoilt.by_lines, spoilt.by_bytes])
async def test_a_file_spoilt_at_random_is_told_or_is_still_good(running: Running, by: Any) -> None:
    """Lines and bytes lost, doubled, moved and turned over."""
    made = (Case(case.how, case.data) for case in by(ARTICLE, random.Random(SEED)))
    assert await _told(running, made, RANDOM) >= RANDOM


async def test_what_is_no_file_is_told_by_its_name(running: Running) -> None:
    """A folder, a socket, a pipe, a device, links and 100 MiB in the place of a file."""
    running.good()
    names = set()
    wanted = product((ARTICLES, SEALS), spoilt.PLACES.items())
    for number, (folder, (how, make_it)) in enumerate(wanted):
        name = running.place(number, Case(how, b"", folder))
        (running.facts / name).unlink()
        make_it(running.facts / name)
        names.add(name)
    assert names <= {problem.file for problem in await running.problems()}


async def test_a_malformed_vocabulary_is_told(running: Running) -> None:
    """Each kind of wrong value, each trap, and what is no file."""
    found = islice(misfits(Vocabulary, parse(make.VOCABULARY).value), 0, None, VOCABULARY_STEP)
    cases = [Case(c.how, c.text.encode(), lines=(c.line, c.line + 1)) for c in found]
    texts = [*spoilt.with_ends(make.VOCABULARY), *spoilt.in_other_codes(make.VOCABULARY)]
    cases += [Case(c.how, c.data) for c in texts[:: VOCABULARY_STEP // 3]]
    path = running.good() / VOCABULARY
    for case in cases:
        path.write_bytes(case.data)
        problems = [one for one in await running.problems() if one.file == VOCABULARY]
        assert problems, case.how
        _assert_told(running.facts, case, problems)
    for make_it in (Path.touch, *spoilt.PLACES.values()):
        path.unlink()
        make_it(path)
        assert VOCABULARY in {problem.file for problem in await running.problems()}
        running.good()


def _bytes_name(folder: Path, name: bytes) -> None:
    (Path(os.fsdecode(bytes(folder) + b"/" + name))).write_text(ARTICLE, encoding="utf-8")


async def test_files_with_names_that_will_not_do_are_told(running: Running) -> None:
    """Capitals, blanks, other letters, what turns text around, lines, and what is no text."""
    names = (
        "Upper.yaml",
        "a b.yaml",
        "ü.yaml",
        "x.yml",
        "x.yaml.txt",
        "\u202egpj.yaml",
        "a\nb.yaml",
    )
    facts = running.good()
    for name in (*(name.encode() for name in names), b"\xff\xfe.yaml", b"x" * 200 + b".yaml"):
        _bytes_name(facts / ARTICLES, name)
    problems = await running.problems()
    assert len({problem.file for problem in problems}) == len(names) + 2


async def test_a_folder_that_is_none_is_told(running: Running) -> None:
    """The facts' folder, or that of the articles, is gone, empty or a file."""
    for name in (".", ARTICLES):
        for make_it in (None, Path.mkdir, Path.touch):
            path = (running.good() / name).resolve()
            shutil.rmtree(path)
            if make_it is not None:
                make_it(path)
            assert await running.problems(), f"nothing is told of {name}: {make_it}"
