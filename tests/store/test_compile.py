"""Compiling: the same rows each time, the whole file or the old one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.corpus.model import Corpus
from bot.errors import StoreError
from bot.store import compile
from bot.store.compile import compile_corpus
from bot.store.leftovers import sweep
from bot.store.models import Filters
from bot.store.schema import generation_id
from tests.store.conftest import Opener
from tests.store.factories import article, compiled, corpus, event, figure, file, quote, rows

_ENDLESS = """
import sys
from pathlib import Path
from bot.store.compile import compile_corpus
from tests.store.factories import corpus, event, file
facts = [event(f"e{number}", "2001-07-19", quote=f"word{number} " * 20) for number in range(20_000)]
print("ready", flush=True)
while True:
    compile_corpus(corpus(file("new", *facts)), {}, "new", Path(sys.argv[1]))
"""


def _corpus() -> Corpus:
    return corpus(
        file(
            article("one", person="valori"),
            event("signed", "2001-07-19", happening="treaty-signed", topics="treaty"),
            figure("trade", period="2021", topics="trade"),
            quote("said", "putin", "xi-jinping", what="О газе"),
            retired=("gone",),
        ),
        file("two", event("signed", "2001", happening="treaty-signed", people="putin")),
    )


def test_the_same_corpus_gives_the_same_rows(tmp_path: Path) -> None:
    """In every table; another corpus does not."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = rows(compiled(tmp_path / "a", _corpus()))
    assert first == rows(compiled(tmp_path / "b", _corpus()))
    assert len(first["fact"]) == 4
    assert len(first["fact_text_data"]) > 2
    assert first != rows(compiled(tmp_path / "b", corpus(file("one", event("other")))))


def test_articles_may_be_made_while_they_are_walked(tmp_path: Path) -> None:
    """Once: facts are written by importance, but need not be held together for it."""
    whole = _corpus()

    class Walked:
        vocabulary = whole.vocabulary
        articles = iter(whole.articles)

    compile_corpus(Walked(), {}, "print", tmp_path / "walked.db")
    compile_corpus(whole, {}, "print", tmp_path / "whole.db")
    assert rows(tmp_path / "walked.db") == rows(tmp_path / "whole.db")


def test_rows_are_numbered_without_gaps_list_by_list(tmp_path: Path) -> None:
    """Timeline, figures, quotes."""
    tables = rows(compiled(tmp_path, _corpus()))
    assert sorted(tables["listing"], key=lambda row: str(row[1])) == [
        ("timeline", 1, 1, 2, "2001-01-01", "2001-12-31", b""),
        ("figures", 2, 1, 1, "2021-01-01", "2021-12-31", b""),
        ("quotes", 3, 1, 1, None, None, b""),
    ]
    assert [row[:2] for row in tables["row_fact"]] == [(1, 0), (1, 1), (2, 0), (3, 0)]


def test_compiling_leaves_nothing_else_behind(tmp_path: Path) -> None:
    """And replaces what was there."""
    path = compiled(tmp_path, _corpus())
    path.write_bytes(b"old")
    compiled(tmp_path, _corpus())
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes().startswith(b"SQLite format 3")


async def test_articles_without_facts_are_articles_all_the_same(opened: Opener) -> None:
    """Also before and between those that have some: each fact stays with its own."""
    only = event("a", topics=["gas"])
    store = await opened(file("none"), file("one", only), file("empty"), file("two", only))
    assert [entry.events for entry in store.articles] == [0, 1, 0, 1]
    for slug, found in (("none", 0), ("one", 1), ("empty", 0), ("two", 1)):
        filters = Filters(article=slug, topic="gas")
        page = store.page("timeline", filters, 0, 9)
        assert (page.total, [row.facts[0].article for row in page.rows]) == (
            found,
            [slug] * found,
        )


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    """Two facts of one id can't be compiled."""
    path = compiled(tmp_path, _corpus())
    before = path.read_bytes()
    with pytest.raises(StoreError, match="can't be compiled"):
        compile_corpus(corpus(file("one", event("a"), event("a"))), {}, "", path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_lists_that_cannot_be_written_end_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words that are written meanwhile are given up, and nothing is left of either."""

    def full(*lists: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(compile, "write_lists", full)
    before = threading.active_count()
    with pytest.raises(StoreError, match="disk is full"):
        compiled(tmp_path, _corpus())
    assert list(tmp_path.iterdir()) == []
    assert threading.active_count() == before


def test_a_folder_that_is_not_there_is_a_store_error(tmp_path: Path) -> None:
    """Not an error of SQLite's."""
    with pytest.raises(StoreError, match="can't be compiled"):
        compile_corpus(_corpus(), {}, "", tmp_path / "no" / "facts.db")


def test_killed_in_the_middle_the_old_file_stays(tmp_path: Path) -> None:
    """Only a temporary file is left, and `sweep` removes it and nothing else."""
    path = compiled(tmp_path, _corpus())
    path.rename(tmp_path / "kept.db")
    kept = (tmp_path / "kept.db").read_bytes()
    (tmp_path / "facts.db").write_bytes(kept)
    process = subprocess.Popen(
        [sys.executable, "-c", _ENDLESS, str(path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "."},
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        give_up = time.monotonic() + 30
        while not any(left.stat().st_size for left in tmp_path.glob(".compiling-*")):
            assert time.monotonic() < give_up
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert path.read_bytes() == kept
    [left] = sweep(tmp_path)
    assert left.name.startswith(".compiling-")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["facts.db", "kept.db"]


def test_a_generations_id_is_short_and_follows_the_fingerprint() -> None:
    """Eight lower-case letters and digits."""
    assert generation_id("a") == generation_id("a") != generation_id("b")
    assert len(generation_id("a")) == 8
    assert set(generation_id("a")) <= set("abcdefghijklmnopqrstuvwxyz234567")
