"""Compiles a corpus into a facts database: a new file, whole or not at all.

It is synchronous and takes seconds for a hundred thousand facts: run it in a subprocess, so that
nothing waits for it.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel

from bot.corpus.model import ArticleFile, Vocabulary
from bot.errors import StoreError
from bot.store.bits import packed_numbers
from bot.store.draft import Draft
from bot.store.drafting import Drafter, document
from bot.store.gathering import TABLES, Gathered
from bot.store.grouping import Account, by_importance, figures, quotes, timeline
from bot.store.inserting import insert
from bot.store.laid_down import write_names
from bot.store.laid_lists import Rows, write_lists
from bot.store.leftovers import temporary
from bot.store.met import Met
from bot.store.models import Listing
from bot.store.schema import SCHEMA, generation_id
from bot.store.wholes import Wholes
from bot.store.words import write_words

Seals = Mapping[str, Mapping[str, str]]
"""Article -> fact -> seal."""

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
        with closing(sqlite3.connect(made, isolation_level=None)) as database:
            _build(database, vocabulary, drafts, fingerprint)
        _sync(made)
        made.replace(path)
        _sync(path.parent)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"the facts can't be compiled to {path}: {error}") from error
    finally:
        made.unlink(missing_ok=True)


def _build(
    database: sqlite3.Connection, words: Vocabulary, drafts: Iterable[Draft], fingerprint: str
) -> None:
    # The file is thrown away unless all of it is written: it needs no journal.
    database.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
        f"PRAGMA cache_size = -8192; PRAGMA user_version = {SCHEMA}; BEGIN;"
        + _TABLES.read_text(encoding="utf-8")
        + TABLES
    )
    _write_vocabulary(database, words)
    # What is held of each fact goes before the names come.
    met = _write_all_facts(database, words, drafts)
    write_names(database, words, met)
    insert(database, "total", sorted(met.totals().items()))
    meta = {
        "schema": str(SCHEMA),
        "generation": generation_id(fingerprint),
        "fingerprint": fingerprint,
        "format": words.format,
    }
    insert(database, "meta", sorted(meta.items()))
    database.execute("COMMIT")


def _write_all_facts(
    database: sqlite3.Connection, words: Vocabulary, drafts: Iterable[Draft]
) -> Met:
    gathered = Gathered(database)
    gathered.add_all(drafts)
    accounts = gathered.accounts
    ids = _rank(database, accounts)
    _write_facts(database)
    write_words(database, words, gathered, ids)
    lists: Mapping[Listing, Rows] = {
        "timeline": timeline(accounts),
        "figures": figures(accounts, tuple(words.measures)),
        "quotes": quotes(accounts, tuple(words.people)),
    }
    wholes = Wholes([slug for slug, _ in gathered.met.names])
    write_lists(database, lists, ids, gathered.keys, wholes)
    return gathered.met


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


def _rank(database: sqlite3.Connection, accounts: Sequence[Account]) -> array[int]:
    """Give facts their ids, by importance; the ids in the order of the files."""
    ids = array("I", bytes(4 * len(accounts)))
    ordered = by_importance(accounts)
    for fact, account in enumerate(ordered, 1):
        ids[account.order] = fact
    orders = (account.order for account in ordered)
    insert(database, "temp.rank", enumerate(orders, 1))
    articles = array("I", [account.place for account in ordered])
    database.execute("INSERT INTO fact_articles VALUES (?)", (packed_numbers(articles),))
    return ids


def _write_facts(database: sqlite3.Connection) -> None:
    database.execute(
        "INSERT INTO fact"
        " SELECT r.fact, d.public_id, d.kind, d.article, d.seal, d.document"
        " FROM temp.rank r CROSS JOIN temp.draft_fact d ON d.place = r.place ORDER BY r.fact"
    )


def _sync(path: Path) -> None:
    """Make sure that a file, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
