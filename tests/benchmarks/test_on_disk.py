"""Made-up facts on disk: they pass the check, compile, and can be edited."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.corpus.check import check_corpus
from bot.corpus.files import MAX_BYTES, VOCABULARY, fingerprint
from bot.corpus.model import Corpus
from bot.publish.build import build
from bot.store.facts import FactStore
from tests.benchmarks import on_disk
from tests.benchmarks.on_disk import edited, written
from tests.benchmarks.synthetic import articles
from tests.loopback.process import PROJECT

FACTS = 200
WORDS = 'Edited: "2001"\\, café'


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 facts on disk."""
    return written(FACTS, 1, tmp_path_factory.mktemp("cache"))


def _corpus(facts: Path) -> Corpus:
    checked = check_corpus(facts, None)
    assert [str(problem) for problem in checked.problems] == []
    assert checked.corpus is not None
    return checked.corpus


def test_the_check_finds_nothing_to_say(facts: Path) -> None:
    """No error and no warning, in as many facts as were asked for, with their ids and topics."""
    found = [fact for file in _corpus(facts).articles for _, fact in file.facts()]
    made = [fact for file in articles(FACTS, 1) for _, fact in file.facts()]
    assert len(found) == FACTS
    assert {(fact.id, fact.topics) for fact in found} == {(fact.id, fact.topics) for fact in made}


def test_what_was_written_is_kept(facts: Path) -> None:
    """The same size and seed are the same folder, as it was left."""
    before = fingerprint(facts)
    assert written(FACTS, 1, facts.parent) == facts
    assert [path.name for path in facts.parent.iterdir()] == [facts.name]
    assert fingerprint(facts) == before
    assert fingerprint(written(FACTS, 2, facts.parent)) != before


def test_a_large_vocabulary_stays_readable(
    facts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where not all labels fit into a file, those of rare words are left out, but no word is."""
    room = (facts / VOCABULARY).stat().st_size // 2
    monkeypatch.setattr(on_disk, "_ROOM", room)
    small = written(FACTS, 1, tmp_path)
    assert 0.9 * room < (small / VOCABULARY).stat().st_size <= room < MAX_BYTES
    words, fewer = _corpus(facts).vocabulary, _corpus(small).vocabulary
    assert list(fewer.people) == list(words.people)


@pytest.mark.parametrize("bundled", [False, True])
async def test_an_edit_changes_what_is_served(facts: Path, tmp_path: Path, bundled: bool) -> None:
    """An event says other words and a figure's note does; afterwards the files are as before."""
    folder = PROJECT / "facts" if bundled else facts
    copy = Path(shutil.copytree(folder, tmp_path / "facts"))
    before = fingerprint(copy)
    with edited(copy, WORDS) as edit:
        made = build(copy, None, tmp_path)
    assert fingerprint(copy) == before
    store = await FactStore.open(made.path)
    event, figure = (store.fact(key) for key in (edit.event, edit.figure))
    await store.close()
    assert event is not None
    assert event.fact.what == WORDS
    assert figure is not None
    assert WORDS in [note.text for note in figure.fact.notes]
