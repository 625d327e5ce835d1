"""Compiles a corpus into a facts database: a new file, whole or not at all.

It is synchronous and takes seconds for a hundred thousand facts: run it in a subprocess, so that
nothing waits for it.
"""

from __future__ import annotations

import base64
import hashlib
import os
import sqlite3
import uuid
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from bot.corpus.model import Corpus, public_id
from bot.errors import StoreError
from bot.store.grouping import (
    Account,
    accounts_of,
    by_importance,
    figures,
    quotes,
    reach,
    timeline,
)
from bot.store.indexing import Indexer
from bot.store.keys import calendar_keys, iso, row_keys
from bot.store.models import Listing

SCHEMA = 1
"""Raise it with every change to schema.sql, to text.py's tokens or to what the tables mean."""

Seals = Mapping[str, Mapping[str, str]]
"""Article -> fact -> seal."""
Rows = list[tuple[Account, ...]]

_PREFIX, _SUFFIX = ".compiling-", ".tmp"
_TABLES = Path(__file__).with_name("schema.sql")


def generation_id(fingerprint: str) -> str:
    """The id of what a corpus compiles to: eight lower-case letters and digits."""
    digest = hashlib.sha256(f"{fingerprint}\n{SCHEMA}".encode()).digest()
    return base64.b32encode(digest)[:8].decode().lower()


def compile_corpus(corpus: Corpus, seals: Seals, fingerprint: str, path: Path) -> None:
    """Write a facts database to `path`, in the place of any that is there.

    The same corpus gives the same rows in every table. A reader sees the old file or the new
    one, also after a crash or a power cut. Raises `StoreError` when it can't be written.
    """
    temporary = path.with_name(f"{_PREFIX}{uuid.uuid4().hex}{_SUFFIX}")
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as database:
            _build(database, corpus, seals, fingerprint)
        _sync(temporary)
        temporary.replace(path)
        _sync(path.parent)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"the facts can't be compiled to {path}: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def sweep(folder: Path) -> tuple[Path, ...]:
    """Remove what compilations that were killed have left in a folder; the files removed.

    Call it only while no compilation writes there.
    """
    left = tuple(sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}*")))
    for path in left:
        path.unlink(missing_ok=True)
    return left


def _build(database: sqlite3.Connection, corpus: Corpus, seals: Seals, fingerprint: str) -> None:
    # The file is thrown away unless all of it is written: it needs no journal.
    database.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
        "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;"
        f"PRAGMA user_version = {SCHEMA}; BEGIN;" + _TABLES.read_text(encoding="utf-8")
    )
    accounts = accounts_of(corpus)
    ordered = by_importance(accounts)
    ids = {account.order: fact for fact, account in enumerate(ordered, 1)}
    _write_articles(database, corpus)
    _write_vocabulary(database, corpus)
    _write_facts(database, ordered, seals)
    _write_words(database, ordered, corpus)
    events = timeline(accounts)
    _write_lists(
        database,
        {
            "timeline": events,
            "figures": figures(accounts, tuple(corpus.vocabulary.measures)),
            "quotes": quotes(accounts, tuple(corpus.vocabulary.people)),
        },
        ids,
    )
    meta = {
        "schema": str(SCHEMA),
        "generation": generation_id(fingerprint),
        "fingerprint": fingerprint,
        "format": corpus.vocabulary.format,
    }
    database.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    database.execute("COMMIT")


def _write_articles(database: sqlite3.Connection, corpus: Corpus) -> None:
    database.executemany(
        "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                place,
                file.article.id,
                _document(file.article),
                len(file.events),
                len(file.figures),
                len(file.quotes),
            )
            for place, file in enumerate(corpus.articles)
        ),
    )
    database.executemany(
        "INSERT INTO retired VALUES (?)",
        sorted(
            {(public_id(file.article.id, key),) for file in corpus.articles for key in file.retired}
        ),
    )


def _write_vocabulary(database: sqlite3.Connection, corpus: Corpus) -> None:
    words = corpus.vocabulary
    sections: dict[str, Mapping[str, BaseModel]] = {
        "topics": words.topics,
        "people": words.people,
        "units": words.units,
        "measures": words.measures,
        "happenings": words.happenings,
    }
    database.executemany(
        "INSERT INTO term VALUES (?, ?, ?, ?)",
        (
            (section, place, key, _document(term))
            for section, terms in sections.items()
            for place, (key, term) in enumerate(terms.items())
        ),
    )


def _write_facts(database: sqlite3.Connection, ordered: Sequence[Account], seals: Seals) -> None:
    database.executemany(
        "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                fact,
                public_id(account.article.id, account.fact.id),
                account.kind,
                account.place,
                seals.get(account.article.id, {}).get(account.fact.id),
                _document(account.fact),
            )
            for fact, account in enumerate(ordered, 1)
        ),
    )


def _write_words(database: sqlite3.Connection, ordered: Sequence[Account], corpus: Corpus) -> None:
    indexer = Indexer(corpus.vocabulary)
    # Words are gathered in memory before they are written: the more, the fewer pieces to merge.
    database.execute("INSERT INTO fact_text (fact_text, rank) VALUES ('hashsize', 67108864)")
    database.executemany(
        "INSERT INTO fact_text (rowid, what, labels, quote, source) VALUES (?, ?, ?, ?, ?)",
        ((fact, *indexer.columns(account)) for fact, account in enumerate(ordered, 1)),
    )
    database.execute("INSERT INTO fact_text (fact_text) VALUES ('optimize')")
    database.execute("CREATE VIRTUAL TABLE temp.token USING fts5vocab (main, fact_text, row)")
    counts: dict[str, int] = dict(database.execute("SELECT term, doc FROM temp.token"))
    database.executemany(
        "INSERT INTO lexicon VALUES (?, ?, ?)",
        ((word, token, counts[token]) for word, token in sorted(indexer.words.items())),
    )
    database.execute("DROP TABLE temp.token")


def _write_lists(
    database: sqlite3.Connection, lists: Mapping[Listing, Rows], ids: Mapping[int, int]
) -> None:
    facets: list[tuple[tuple[str, str, str], array[int]]] = []
    first = 1
    for name, rows in lists.items():
        numbered = list(enumerate(rows, first))
        found: dict[tuple[str, str], array[int]] = {}
        first += len(rows)
        database.executemany(
            "INSERT INTO row_fact VALUES (?, ?, ?, ?, ?, ?)", _row_facts(numbered, ids)
        )
        for number, row in numbered:
            keys = row_keys(row)
            if name == "timeline":
                keys |= calendar_keys(row)
            for facet_key in keys:
                if facet_key not in found:
                    found[facet_key] = array("q")
                found[facet_key].append(number)
        facets += (((name, *key), numbers) for key, numbers in sorted(found.items()))
        _write_listing(database, name, first - len(rows), len(rows))
    database.executemany(
        "INSERT INTO facet_key VALUES (?, ?, ?, ?, ?)",
        ((place, *key, len(numbers)) for place, (key, numbers) in enumerate(facets, 1)),
    )
    database.executemany(
        "INSERT INTO facet VALUES (?, ?)",
        ((place, row) for place, (_, numbers) in enumerate(facets, 1) for row in numbers),
    )


def _row_facts(
    numbered: Sequence[tuple[int, tuple[Account, ...]]], ids: Mapping[int, int]
) -> Iterator[tuple[int, int, int, int, int | None, int | None]]:
    for number, row in numbered:
        for place, account in enumerate(row):
            earliest = latest = None
            if account.when is not None:
                first, last = reach(account.when, account.article)
                earliest, latest = first.toordinal(), last.toordinal()
            yield number, place, ids[account.order], account.place, earliest, latest


def _write_listing(database: sqlite3.Connection, name: str, first: int, rows: int) -> None:
    """What a whole list is; days that stand for an open start are left out."""
    articles, earliest, latest = database.execute(
        "SELECT count(DISTINCT article), min(nullif(earliest, ?)), max(latest) FROM row_fact"
        " WHERE row >= ? AND row < ?",
        (date.min.toordinal(), first, first + rows),
    ).fetchone()
    database.execute(
        "INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?)",
        (name, first, rows, articles, iso(earliest), iso(latest)),
    )


def _document(model: BaseModel) -> str:
    return model.model_dump_json(exclude_defaults=True)


def _sync(path: Path) -> None:
    """Make sure that a file, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
