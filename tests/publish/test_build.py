"""Compiling in this process: the same facts once, other facts beside them, broken ones never."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import CorpusError
from bot.publish.build import build
from bot.store.facts import FactStore
from tests.publish.corpora import databases, edit, spoil


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
    spoil(folder)
    (folder / "facts/seals/hall-2022.yaml").unlink()
    with pytest.raises(CorpusError) as caught:
        build(folder / "facts", None, folder / "data")
    assert {problem.file for problem in caught.value.problems} >= {"articles/bridge-2021.yaml"}
    assert databases(folder) == []
