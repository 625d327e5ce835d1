"""Writes what facts are found by: the index of words, its lexicon, which words are common."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce
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
from bot.store.terms import LEADS

GATHERED = 4 * 1024 * 1024
"""Bytes of words that are gathered in memory before a piece of the index is written."""

SPARSE = 32
"""Of sets with less than one fact in so many, bits are set one by one."""

Leads = Mapping[str, Sequence[str]]
"""The terms that tokens lead to."""

_HELD = (
    "CREATE VIRTUAL TABLE temp.token USING fts5vocab (main, fact_text, row)",
    "CREATE TEMP TABLE held (token TEXT PRIMARY KEY, facts INTEGER) WITHOUT ROWID",
    "CREATE TEMP TABLE led (token TEXT PRIMARY KEY, facts INTEGER) WITHOUT ROWID",
    "INSERT INTO temp.held SELECT term, doc FROM temp.token",
)


def write_words(
    database: sqlite3.Connection,
    vocabulary: Vocabulary,
    gathered: Gathered,
    ids: Sequence[int],
) -> None:
    """Write the index of words, and what a question must know of it.

    `ids` are the facts' in the order of the files.
    """
    terms, spelled = gathered.labels.terms(vocabulary, gathered.words)
    leads = terms.leads()
    _lay_labels(database, gathered, terms.written(leads), spelled)
    _write_index(database)
    insert(database, "temp.draft_word", gathered.words.items())
    _write_lexicon(database, leads, len(ids))
    if len(ids) >= common.least(len(ids)):
        _write_common(database, leads, gathered.accounts, ids)


def _lay_labels(
    database: sqlite3.Connection,
    gathered: Gathered,
    written: Mapping[str, str],
    spelled: Mapping[str, str],
) -> None:
    """Write what stands for the names of all that facts and their articles refer to."""
    texts = [written.get(token, token) for token in spelled.values()]
    labels = gathered.labels
    insert(
        database,
        "temp.label",
        (
            (fact, " ".join(map(texts.__getitem__, labels.of(fact))))
            for fact in range(len(gathered.accounts))
        ),
    )
    persons = (spelled.get(label("person", person or ""), "") for _, person in gathered.abouts)
    insert(
        database,
        "temp.about",
        (
            (place, f"{about} {written.get(term, '')}")
            for place, ((about, _), term) in enumerate(zip(gathered.abouts, persons))
        ),
    )


def _write_index(database: sqlite3.Connection) -> None:
    """One statement for all facts, and one piece in the end."""
    options = {"hashsize": GATHERED, "automerge": 0, "crisismerge": 1999}
    database.executemany("INSERT INTO fact_text (fact_text, rank) VALUES (?, ?)", options.items())
    database.execute(
        "INSERT INTO fact_text (rowid, what, labels, quote, source)"
        " SELECT r.fact, d.what, l.labels, d.quote, a.about || ' ' || d.source"
        " FROM temp.rank r CROSS JOIN temp.draft_fact d ON d.place = r.place"
        " CROSS JOIN temp.label l ON l.place = r.place"
        " CROSS JOIN temp.about a ON a.article = d.article ORDER BY r.fact"
    )
    database.execute("INSERT INTO fact_text (fact_text) VALUES ('optimize')")


def _write_lexicon(database: sqlite3.Connection, leads: Leads, facts: int) -> None:
    """Every word with how many facts have it, and where it leads to."""
    for statement in _HELD:
        database.execute(statement)
    uses = dict(database.execute("SELECT token, facts FROM temp.held WHERE token GLOB '.*'"))
    ordered = sorted(leads.items())
    database.executemany(
        "INSERT INTO lead VALUES (?, ?)", ((token, " ".join(terms)) for token, terms in ordered)
    )
    database.executemany(
        "INSERT INTO temp.led VALUES (?, ?)",
        ((token, sum(uses.get(term, 0) for term in terms)) for token, terms in ordered),
    )
    database.execute(
        "INSERT INTO lexicon SELECT w.word, w.token,"
        " min(?, coalesce(h.facts, 0) + coalesce(l.facts, 0))"
        " FROM temp.draft_word w LEFT JOIN temp.held h ON h.token = w.token"
        " LEFT JOIN temp.led l ON l.token = w.token"
        " WHERE h.token IS NOT NULL OR l.token IS NOT NULL ORDER BY w.word",
        [facts],
    )


def _write_common(
    database: sqlite3.Connection, leads: Leads, accounts: Sequence[Account], ids: Sequence[int]
) -> None:
    """The bits of what very many facts have."""
    ends = common.ends(accounts)
    size = ends[-1] + 1
    places = array("q", bytes(8 * (len(accounts) + 1)))
    for account in accounts:
        places[ids[account.order]] = common.place(account)
    bits = {common.ENDS: packed_dense(ends, size)}
    for kind in get_args(Kind):
        own = (common.place(account) for account in accounts if account.kind == kind)
        bits[common.of_kind(kind)] = packed_dense(own, size)
    database.executemany("INSERT INTO common VALUES (?, ?)", bits.items())

    @lru_cache(maxsize=8 * LEADS)
    def having(term: str) -> int:
        # As one text, facts are fetched in a third of the time that a row for each takes.
        [(found,)] = database.execute(
            "SELECT json_group_array(rowid) FROM fact_text WHERE fact_text MATCH ?", [quoted(term)]
        )
        facts = json.loads(found)
        pack = packed if len(facts) * SPARSE < size else packed_dense
        return unpacked(pack(map(places.__getitem__, facts), size))

    tokens = database.execute(
        "SELECT DISTINCT token FROM lexicon WHERE facts >= ?", [common.least(len(accounts))]
    ).fetchall()
    # Words of one name one after the other: they lead to the same terms.
    ordered = sorted((leads.get(token, []), token) for (token,) in tokens)
    found = ((token, reduce(or_, map(having, (token, *terms)))) for terms, token in ordered)
    database.executemany(
        "INSERT INTO common VALUES (?, ?)",
        ((token, facts.to_bytes(size // 8 + 1, "little")) for token, facts in found),
    )
