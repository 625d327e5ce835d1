"""What rows are together, beside what counting them gives."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.store.factories import article, compiled, corpus, event, figure, file, quote

_COUNTED = """
    SELECT count(DISTINCT x.row), count(DISTINCT f.article), min(nullif(f.earliest, 1)),
        max(f.latest)
    FROM facet x JOIN row_fact f ON f.row = x.row
    WHERE x.key = ? AND f.article = coalesce(?, f.article)
"""


def test_every_key_is_laid_down_as_it_counts(tmp_path: Path) -> None:
    """Rows, articles and days; of a key within an article those of its own accounts."""
    path = compiled(
        tmp_path,
        corpus(
            file(
                article("one", person="valori"),
                event("a", "2001-07-19", happening="treaty-signed", topics=["treaty", "trade"]),
                event("b", "../1990", topics="treaty", people="putin"),
                event("c", topics="treaty"),
                figure("d", period="2021", topics="trade"),
                quote("e", "putin", when="2022-03"),
            ),
            file(
                "two",
                event("a", "2001", happening="treaty-signed", topics="treaty", people="putin"),
                event("b", "1999-12-31", topics="treaty"),
                quote("c", "xi-jinping", topics="treaty"),
            ),
            file("three", event("a", happening="treaty-signed", people="sco")),
        ),
    )
    with closing(sqlite3.connect(path)) as database:
        places = dict(database.execute("SELECT key, id FROM article"))
        keys = database.execute(
            "SELECT id, facet, key, rows, articles, earliest, latest FROM facet_key"
        ).fetchall()
        for number, facet, key, *laid_down in keys:
            slug, within, _ = key.partition("/")
            own = places[slug] if within or facet == "article" else None
            [counted] = database.execute(_COUNTED, (number, own))
            assert (facet, key, *laid_down) == (facet, key, *counted)
        assert ("topic", "one/treaty") in {(facet, key) for _, facet, key, *_ in keys}
