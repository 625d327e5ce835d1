"""Writes what facts are found by: the index of words, its lexicon, which words are common."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain, islice
from operator import or_
from typing import get_args

from bot.corpus.model import Kind, Vocabulary
from bot.store import common
from bot.store.bits import packed, packed_dense, unpacked
from bot.store.gathering import Gathered
from bot.store.grouping import Account
from bot.store.indexing import label
from bot.store.inserting import insert
from bot.store.search import quoted

GATHERED = 4 * 1024 * 1024
"""Bytes of words that are gathered in memory before a piece of the index is written."""

TOGETHER = 16
"""Of so many common words the facts are held at once."""
SPARSE = 32
"""Of sets with less than one fact in so many, bits are set one by one."""

Leads = Mapping[str, Sequence[str]]
"""The terms that tokens lead to."""

# Facts by importance, and what stands in their columns for the names of what they refer to.
TABLES = """
    CREATE TEMP TABLE rank (fact INTEGER PRIMARY KEY, place INTEGER, labels TEXT);
    CREATE TEMP TABLE about (article INTEGER PRIMARY KEY, about TEXT);
    CREATE TEMP TABLE word (word TEXT, token TEXT);
"""
_HELD = (
    "CREATE VIRTUAL TABLE temp.token USING fts5vocab (main, fact_text, row)",
    "CREATE TEMP TABLE held (token TEXT PRIMARY KEY, facts INTEGER) WITHOUT ROWID",
    "CREATE TEMP TABLE led (token TEXT PRIMARY KEY, facts INTEGER) WITHOUT ROWID",
    "INSERT INTO temp.held SELECT term, doc FROM temp.token",
    """INSERT INTO temp.led SELECT l.token, (SELECT sum(h.facts)
        FROM json_each('["' || replace(l.terms, ' ', '","') || '"]') t
        CROSS JOIN temp.held h ON h.token = t.value) FROM lead l""",
)


class WordIndex:
    """Writes what facts are found by, in two steps."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._leads: Leads = {}
        self._facts = 0
        self._places = array("q")
        """Which bit is each fact's where words are common, by their ids; see common.py."""

    def lay(self, vocabulary: Vocabulary, gathered: Gathered, ordered: Sequence[Account]) -> None:
        """Lay by what must be made in Python; `ordered` are the facts in the order of their ids.

        It takes `gathered.words`.
        """
        database, labels = self._database, gathered.labels
        words = dict(map(_with_token, gathered.words))
        gathered.words.clear()
        terms, spelled = labels.terms(vocabulary, words)
        insert(database, "temp.word", words.items())
        del words
        self._leads = terms.leads()
        leads = ((token, " ".join(led)) for token, led in sorted(self._leads.items()))
        insert(database, "lead", leads)
        written = terms.written(self._leads)
        texts = [written.get(token, token) for token in spelled.values()]
        orders = (account.order for account in ordered)
        ranks = (
            (fact, order, " ".join(map(texts.__getitem__, labels.of(order))))
            for fact, order in enumerate(orders, 1)
        )
        insert(database, "temp.rank", ranks)
        persons = (spelled.get(label("person", key or ""), "") for _, key in gathered.abouts)
        abouts = (
            (place, f"{about} {written.get(person, '')}")
            for place, ((about, _), person) in enumerate(zip(gathered.abouts, persons))
        )
        insert(database, "temp.about", abouts)
        self._facts = len(ordered)
        if self._facts >= common.least(self._facts):
            self._places = array("q", [0, *map(common.place, ordered)])
            _write_kinds(database, gathered.accounts)

    def write(self) -> None:
        """Write all else, which is nearly all SQLite's work and leaves Python to other threads."""
        _write_index(self._database)
        _write_lexicon(self._database, self._facts)
        if self._places:
            _write_common(self._database, self._leads, self._places)


def _with_token(written: str) -> tuple[str, str]:
    """A word and its token, as a draft has them."""
    word, _, token = written.partition("=")
    return word, token or word


def _write_index(database: sqlite3.Connection) -> None:
    """One statement for all facts, and one piece in the end."""
    options = {"hashsize": GATHERED, "automerge": 0, "crisismerge": 1999}
    database.executemany("INSERT INTO fact_text (fact_text, rank) VALUES (?, ?)", options.items())
    database.execute(
        "INSERT INTO fact_text (rowid, what, labels, quote, source)"
        " SELECT r.fact, d.what, r.labels, d.quote, a.about || ' ' || d.source"
        " FROM temp.rank r CROSS JOIN temp.draft_fact d ON d.place = r.place"
        " CROSS JOIN temp.about a ON a.article = d.article ORDER BY r.fact"
    )
    database.execute("INSERT INTO fact_text (fact_text) VALUES ('optimize')")


def _write_lexicon(database: sqlite3.Connection, facts: int) -> None:
    """Every word with how many facts have it."""
    for statement in _HELD:
        database.execute(statement)
    database.execute(
        "INSERT INTO lexicon SELECT w.word, w.token,"
        " min(?, coalesce(h.facts, 0) + coalesce(l.facts, 0))"
        " FROM temp.word w LEFT JOIN temp.held h ON h.token = w.token"
        " LEFT JOIN temp.led l ON l.token = w.token"
        " WHERE h.token IS NOT NULL OR l.token IS NOT NULL ORDER BY w.word",
        [facts],
    )


def _write_kinds(database: sqlite3.Connection, accounts: Sequence[Account]) -> None:
    """The bits of all facts of each kind, and those behind each article's facts."""
    ends = common.ends(accounts)
    size = ends[-1] + 1
    bits = {common.ENDS: packed_dense(ends, size)}
    for kind in get_args(Kind):
        own = (common.place(account) for account in accounts if account.kind == kind)
        bits[common.of_kind(kind)] = packed_dense(own, size)
    insert(database, "common", bits.items())


def _write_common(database: sqlite3.Connection, leads: Leads, places: Sequence[int]) -> None:
    """The bits of what very many facts have."""
    size = max(places) + 2
    tokens = database.execute(
        "SELECT DISTINCT token FROM lexicon WHERE facts >= ?", [common.least(len(places) - 1)]
    ).fetchall()
    # Words of one name one after the other: they lead to the same terms.
    ordered = iter(sorted((leads.get(token, []), token) for (token,) in tokens))
    known: dict[str, int] = {}
    while some := list(islice(ordered, TOGETHER)):
        terms = dict.fromkeys(chain.from_iterable((token, *led) for led, token in some))
        new = [term for term in terms if term not in known]
        known = {term: known[term] for term in terms if term in known}
        for term, facts in _having(database, new):
            pack = packed if len(facts) * SPARSE < size else packed_dense
            known[term] = unpacked(pack(map(places.__getitem__, facts), size))
        bits = {token: reduce(or_, map(known.__getitem__, (token, *led))) for led, token in some}
        insert(
            database,
            "common",
            ((token, facts.to_bytes(size // 8 + 1, "little")) for token, facts in bits.items()),
        )


def _having(
    database: sqlite3.Connection, terms: Sequence[str]
) -> Iterator[tuple[str, Sequence[int]]]:
    """The ids of the facts that have each term.

    As one text, they are fetched in a third of the time that a row for each takes.
    """
    found = database.execute(
        "SELECT (SELECT json_group_array(rowid) FROM fact_text WHERE fact_text MATCH t.value)"
        " FROM json_each(?) t ORDER BY t.key",
        [json.dumps(list(map(quoted, terms)))],
    ).fetchall()
    return zip(terms, (json.loads(facts) for (facts,) in found), strict=True)
