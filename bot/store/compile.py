"""Compiles a corpus into a facts database: a new file, whole or not at all.

It is synchronous and takes seconds for a hundred thousand facts: run it in a subprocess, so that
nothing waits for it.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel

from bot.corpus.model import ArticleFile, Vocabulary
from bot.errors import StoreError
from bot.store.bits import packed_numbers
from bot.store.draft import Draft
from bot.store.drafting import Drafter, document
from bot.store.gathering import TABLES as DRAFTED
from bot.store.gathering import Gathered
from bot.store.grouping import Account, by_importance, figures, quotes, timeline
from bot.store.inserting import insert
from bot.store.laid_down import write_names
from bot.store.laid_lists import Rows, write_lists
from bot.store.leftovers import temporary
from bot.store.met import Met
from bot.store.models import Listing
from bot.store.schema import SCHEMA, generation_id
from bot.store.wholes import Wholes
from bot.store.words import TABLES as LAID
from bot.store.words import WordIndex

Seals = Mapping[str, Mapping[str, str]]
"""Article -> fact -> seal."""

LISTED = (
    "listing",
    "row_fact",
    "happening",
    "facet_key",
    "facet",
    "key_set",
    "slice",
    "gap",
    "calendar",
    "anniversary",
    "names",
)
"""The tables that are written apart from the others."""

_TABLES = Path(__file__).with_name("schema.sql")


class Facts(Protocol):
    """What is compiled: a `Corpus`, or one whose articles are made while they are walked."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Every key that the articles' facts refer to."""

    @property
    def articles(self) -> Iterable[ArticleFile]:
        """The articles in the order of their files; they are walked once."""


def compile_corpus(corpus: Facts, seals: Seals, fingerprint: str, path: Path) -> None:
    """Write a facts database of a corpus; see `assemble`."""
    assemble(corpus.vocabulary, _drafts(corpus, seals), fingerprint, path)


def _drafts(corpus: Facts, seals: Seals) -> Iterator[Draft]:
    drafter = Drafter()
    for file in corpus.articles:
        yield drafter.draft(file, seals.get(file.article.id, {}))


def assemble(vocabulary: Vocabulary, drafts: Iterable[Draft], fingerprint: str, path: Path) -> None:
    """Write a facts database to `path`, in the place of any that is there.

    `drafts` are the articles' in the order of their files, and are walked once; one that was kept
    gives the same as one that was made anew. The same articles and vocabulary give the same rows
    in every table. A reader sees the old file or the new one, also after a crash or a power cut.
    Raises `StoreError` when it can't be written.
    """
    made = temporary(path)
    try:
        _write(made, vocabulary, drafts, fingerprint)
        _sync(made)
        made.replace(path)
        _sync(path.parent)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"the facts can't be compiled to {path}: {error}") from error
    finally:
        made.unlink(missing_ok=True)


def _write(made: Path, words: Vocabulary, drafts: Iterable[Draft], fingerprint: str) -> None:
    """Write all tables: facts and words into the file, in a thread of their own as soon as they
    can be, and lists apart from it meanwhile."""
    with _connect("", 2048) as lists:
        with _connect(made, 8192, DRAFTED + LAID) as database:
            gathered = Gathered(database)
            gathered.add_all(drafts)
            met, ordered = gathered.met, by_importance(gathered.accounts)
            index = WordIndex(database)
            index.lay(words, gathered, ordered)
            articles = array("I", [account.place for account in ordered])
            database.execute("INSERT INTO fact_articles VALUES (?)", (packed_numbers(articles),))
            ids = _ids(ordered)
            del ordered, articles
            with ThreadPoolExecutor(1) as aside:
                facts = aside.submit(_write_facts, database, index)
                try:
                    _write_lists(lists, words, gathered, ids)
                    del gathered, ids  # what is held of each fact goes before the names come
                    write_names(lists, words, met)
                    facts.result()
                except BaseException:
                    database.interrupt()
                    raise
            _write_meta(database, words, met, fingerprint)
            database.execute("COMMIT")
        lists.execute("COMMIT")
        _copy(lists, made)


@contextmanager
def _connect(path: Path | str, cache: int, more: str = "") -> Iterator[sqlite3.Connection]:
    """A new database with all tables and some more, in a transaction; without a path one of
    SQLite's own, which is gone when it is closed, or when this process is.

    `cache` is how many KiB of it SQLite holds in memory.
    """
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as database:
        # A file is thrown away unless all of it is written: it needs no journal.
        database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
            f"PRAGMA cache_size = -{cache}; PRAGMA user_version = {SCHEMA}; BEGIN;"
            + _TABLES.read_text(encoding="utf-8")
            + more
        )
        yield database


def _write_facts(database: sqlite3.Connection, index: WordIndex) -> None:
    database.execute(
        "INSERT INTO fact"
        " SELECT r.fact, d.public_id, d.kind, d.article, d.seal, d.document"
        " FROM temp.rank r CROSS JOIN temp.draft_fact d ON d.place = r.place ORDER BY r.fact"
    )
    index.write()


def _write_lists(
    database: sqlite3.Connection, words: Vocabulary, gathered: Gathered, ids: array[int]
) -> None:
    accounts = gathered.accounts
    lists: Mapping[Listing, Rows] = {
        "timeline": timeline(accounts),
        "figures": figures(accounts, tuple(words.measures)),
        "quotes": quotes(accounts, tuple(words.people)),
    }
    wholes = Wholes([slug for slug, _ in gathered.met.names])
    write_lists(database, lists, ids, gathered.keys, wholes)


def _copy(lists: sqlite3.Connection, made: Path) -> None:
    """Copy what was written apart, which takes little more time than to read it."""
    lists.execute("ATTACH ? AS made", [str(made)])
    lists.executescript("PRAGMA made.journal_mode = OFF; PRAGMA made.synchronous = OFF; BEGIN")
    for table in LISTED:
        lists.execute(f"INSERT INTO made.{table} SELECT * FROM main.{table}")
    lists.execute("COMMIT")


def _write_meta(
    database: sqlite3.Connection, words: Vocabulary, met: Met, fingerprint: str
) -> None:
    _write_vocabulary(database, words)
    insert(database, "total", sorted(met.totals().items()))
    meta = {
        "schema": str(SCHEMA),
        "generation": generation_id(fingerprint),
        "fingerprint": fingerprint,
        "format": words.format,
    }
    insert(database, "meta", sorted(meta.items()))


def _write_vocabulary(database: sqlite3.Connection, words: Vocabulary) -> None:
    sections: dict[str, Mapping[str, BaseModel]] = {
        "topics": words.topics,
        "people": words.people,
        "units": words.units,
        "measures": words.measures,
        "happenings": words.happenings,
    }
    insert(
        database,
        "term",
        (
            (section, place, key, document(term))
            for section, terms in sections.items()
            for place, (key, term) in enumerate(terms.items())
        ),
    )


def _ids(ordered: Sequence[Account]) -> array[int]:
    """The facts' ids, which go by importance, in the order of the files."""
    ids = array("I", bytes(4 * len(ordered)))
    for fact, account in enumerate(ordered, 1):
        ids[account.order] = fact
    return ids


def _sync(path: Path) -> None:
    """Make sure that a file, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
