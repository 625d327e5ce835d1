"""The lists: pages, filters, days of the year, single facts."""

from __future__ import annotations

import gc
import os
import random
import sqlite3
import subprocess
import sys
import threading
import weakref
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.corpus.model import ArticleFile
from bot.errors import StoreError
from bot.store.facts import FactStore
from bot.store.models import Accounts, Filters, Page, Row, Told
from bot.store.schema import generation_id
from tests.store.conftest import Opener
from tests.store.factories import (
    article,
    compiled,
    corpus,
    event,
    figure,
    file,
    ids,
    names,
    quote,
    vocabulary,
)

ALL = Filters()


def _files() -> tuple[ArticleFile, ...]:
    return (
        file(
            article("one", person="valori"),
            event(
                "signed",
                "2001-07-19",
                happening="treaty-signed",
                topics="treaty",
                people=("putin",),
            ),
            event("since", "2013/..", topics="trade"),
            event("open-start", "../1991", people="sco"),
            event("undated", topics="gas"),
            figure("trade", period="2021", topics="trade"),
            figure("capacity", "plant-capacity", topics="gas"),
            quote("own", topics="gas"),
            quote("xi", "xi-jinping", topics="trade", when="2022-02-04"),
            retired=("gone",),
        ),
        file(
            article("two", published={"basis": "filed", "why": "its name", "filed_as": "2024"}),
            event("signed", "2001", happening="treaty-signed", topics="space", people="xi-jinping"),
            event("since", "2023/..", topics="gas"),
            figure("trade", period="2023", topics="trade", voice="reported", speaker="putin"),
            quote("putin", "putin", topics="gas"),
        ),
    )


async def test_a_store_says_what_it_holds(opened: Opener) -> None:
    """Generation, articles in order, counts, days, and the vocabulary unchanged."""
    store = await opened(*_files())
    assert store.generation == generation_id("print")
    words = vocabulary()
    assert dict(store.vocabulary.topics) == words.topics
    assert dict(store.vocabulary.people) == words.people
    assert dict(store.vocabulary.units) == words.units
    assert dict(store.vocabulary.measures) == words.measures
    assert dict(store.vocabulary.happenings) == words.happenings
    assert list(store.vocabulary.topics) == list(words.topics)
    assert [entry.article for entry in store.articles] == [each.article for each in _files()]
    assert [entry.events + entry.figures + entry.quotes for entry in store.articles] == [8, 4]
    assert store.counts == {"event": 6, "figure": 3, "quote": 3}
    assert (store.first, store.last) == ("2001-01-01", "2024-12-31")


async def test_facts_come_back_as_they_were(opened: Opener) -> None:
    """Every field, with its kind, article and seal."""
    store = await opened(*_files())
    for source in _files():
        for kind, fact in source.facts():
            told = store.fact(f"{source.article.id}/{fact.id}")
            assert told == Told(kind, source.article.id, fact, f"seal of {fact.id}")


async def test_an_id_that_is_none_is_none(opened: Opener) -> None:
    """Unknown, withdrawn, hostile or no text at all."""
    store = await opened(*_files())
    for public_id in ("one/none", "one/gone", "", "one/own' OR 1", "\ud800/x", "x" * 9999):
        assert store.fact(public_id) is None
    assert store.is_retired("one/gone")
    assert not store.is_retired("one/own")
    assert not store.is_retired("\ud800")


async def test_whole_lists(opened: Opener) -> None:
    """In their order, with their size, articles and days; accounts of one thing in one row."""
    store = await opened(*_files())
    timeline = store.page("timeline", ALL, 0, 10)
    assert ids(timeline) == [
        ["one/open-start"],
        ["one/signed", "two/signed"],
        ["one/since"],
        ["two/since"],
        ["one/undated"],
    ]
    assert replace(timeline, rows=()) == Page((), 5, 2, 0, "2001-01-01", "2024-12-31")
    figures = store.page("figures", ALL, 0, 10)
    assert ids(figures) == [["one/trade"], ["two/trade"], ["one/capacity"]]
    quotes = store.page("quotes", ALL, 0, 10)
    assert ids(quotes) == [["two/putin"], ["one/xi"], ["one/own"]]
    assert (quotes.total, quotes.articles) == (3, 2)
    assert (quotes.first, quotes.last) == ("2022-02-04", "2022-02-04")


async def test_the_accounts_of_a_happening(opened: Opener) -> None:
    """By its key, a page at a time, with how many there are of how many articles."""
    store = await opened(*_files())
    first = store.accounts("treaty-signed", 0, 1)
    assert (names(first.facts), first.total, first.articles) == (["one/signed"], 2, 2)
    assert names(store.accounts("treaty-signed", 1, 10).facts) == ["two/signed"]
    assert names(store.accounts("treaty-signed", 2, 10).facts) == []
    for key in ("none", "", "' OR 1"):
        assert store.accounts(key, 0, 10) == Accounts((), 0, 0)
        assert store.all_accounts(key, 0, 10) == Accounts((), 0, 0)


async def test_all_facts_of_a_happening(opened: Opener) -> None:
    """Its events first, as they stand alone, then its figures, then its quotes."""
    told = {"happening": "treaty-signed"}
    store = await opened(
        file("one", figure("length", **told), event("signed", "2001", **told)),
        file("two", quote("said", **told), event("undated")),
        file("three", quote("asked", **told), event("exactly", "2001-07-19", **told)),
    )
    found = store.all_accounts("treaty-signed", 0, 4)
    assert (found.total, found.articles) == (5, 3)
    assert names(found.facts) == ["three/exactly", "one/signed", "one/length", "two/said"]
    assert names(store.all_accounts("treaty-signed", 4, 4).facts) == ["three/asked"]
    events = store.accounts("treaty-signed", 0, 4)
    assert (names(events.facts), events.total, events.articles) == (
        ["three/exactly", "one/signed"],
        2,
        2,
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(topic="trade"), [["one/since"]]),
        (Filters(topic="space"), [["one/signed", "two/signed"]]),
        (Filters(person="sco"), [["one/open-start"]]),
        (
            Filters(speaker="valori"),
            [["one/open-start"], ["one/signed", "two/signed"], ["one/since"], ["one/undated"]],
        ),
        (Filters(article="two"), [["two/signed"], ["two/since"]]),
        (Filters(topic="treaty", person="xi-jinping"), [["one/signed", "two/signed"]]),
        (Filters(topic="treaty", article="one"), [["one/signed"]]),
        (Filters(topic="treaty", article="two"), []),
        (Filters(topic="space", person="xi-jinping", article="two"), [["two/signed"]]),
        (Filters(topic="none"), []),
        (Filters(article="none"), []),
        (Filters(topic="one/trade"), []),
        (Filters(topic="\ud800"), []),
        (Filters(measure="bilateral-trade"), []),
    ],
)
async def test_filters_of_a_timeline(
    opened: Opener, filters: Filters, expected: list[list[str]]
) -> None:
    """Any account may match, and all are kept, but for an article: then only its own count."""
    store = await opened(*_files())
    page = store.page("timeline", filters, 0, 10)
    assert ids(page) == expected
    assert page.total == len(expected)
    assert page.articles == len({told.article for row in page.rows for told in row.facts})


async def test_filters_of_figures_and_quotes(opened: Opener) -> None:
    """Measure, speaker, person: who speaks in the author's voice is the author."""
    store = await opened(*_files())

    def found(listing: str, **named: str) -> list[list[str]]:
        return ids(store.page(listing, Filters(**named), 0, 10))  # type: ignore[arg-type]

    assert found("figures", measure="plant-capacity") == [["one/capacity"]]
    assert found("figures", speaker="putin") == [["two/trade"]]
    assert found("figures", person="valori") == []
    assert found("quotes", speaker="xi-jinping") == [["one/xi"]]
    assert found("quotes", speaker="valori") == [["one/own"]]
    assert found("quotes", person="valori") == [["one/own"]]
    assert found("quotes", person="putin", topic="gas") == [["two/putin"]]


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        ((2001, 7, 19), (2001, 7, 19), ["one/signed"]),
        ((2001, 1, 1), (2001, 1, 31), ["one/signed"]),
        ((2000, 1, 1), (2000, 12, 31), []),
        ((2012, 1, 1), (2012, 12, 31), []),
        ((2013, 1, 1), (2013, 12, 31), ["one/since"]),
        ((2022, 2, 15), (2022, 2, 15), ["one/since"]),
        ((2022, 2, 16), (2022, 12, 31), []),
        ((2024, 12, 31), (2030, 1, 1), ["two/since"]),
        ((2025, 1, 1), (2025, 12, 31), []),
        ((1950, 1, 1), (1950, 12, 31), ["one/open-start"]),
        ((1992, 1, 1), (1992, 12, 31), []),
        ((1991, 12, 31), (2013, 1, 1), ["one/open-start", "one/signed", "one/since"]),
        (None, (2001, 12, 31), ["one/open-start", "one/signed"]),
        ((2023, 1, 1), None, ["two/since"]),
        ((2030, 1, 1), (1900, 1, 1), []),
    ],
)
async def test_dates_overlap(
    opened: Opener,
    earliest: tuple[int, int, int] | None,
    latest: tuple[int, int, int] | None,
    expected: list[str],
) -> None:
    """Inclusive; an open end reaches to its article's date; the undated are counted, not shown."""
    store = await opened(*_files())
    filters = Filters(
        earliest=date(*earliest) if earliest else None, latest=date(*latest) if latest else None
    )
    page = store.page("timeline", filters, 0, 10)
    assert [row[0] for row in ids(page)] == expected
    assert (page.total, page.undated) == (len(expected), 1)


async def test_dates_with_other_filters(opened: Opener) -> None:
    """The article's own date counts; the undated that don't match otherwise are not counted."""
    store = await opened(*_files())
    summer = Filters(earliest=date(2001, 7, 1), latest=date(2001, 7, 31))
    winter = Filters(earliest=date(2001, 12, 1), latest=date(2001, 12, 31))

    def found(filters: Filters) -> tuple[list[list[str]], int]:
        page = store.page("timeline", filters, 0, 10)
        return ids(page), page.undated

    assert found(replace(summer, article="one")) == ([["one/signed"]], 1)
    assert found(replace(winter, article="one")) == ([], 1)
    assert found(replace(winter, article="two")) == ([["two/signed"]], 0)
    assert found(replace(winter, topic="gas")) == ([], 1)
    assert found(replace(winter, topic="space")) == ([["one/signed", "two/signed"]], 0)
    assert found(replace(winter, topic="gas", article="two")) == ([], 0)


async def test_a_row_dated_by_one_article_alone(opened: Opener) -> None:
    """It is undated for the other, and for all it is not."""
    store = await opened(
        file("one", event("a", "2001", happening="h")), file("two", event("b", happening="h"))
    )
    year = Filters(earliest=date(2005, 1, 1), latest=date(2005, 12, 31))
    for article_, undated in (("one", 0), ("two", 1), (None, 0)):
        page = store.page("timeline", replace(year, article=article_), 0, 9)
        assert (page.total, page.undated) == (0, undated)


async def test_paging_visits_every_row_once(opened: Opener) -> None:
    """Whatever the filter and the size of a page."""
    chance = random.Random(7)
    store = await opened(
        *(
            file(
                f"a{number}",
                *(
                    event(
                        f"e{place}",
                        f"{chance.randint(1990, 1999)}",
                        happening=chance.choice([None, "h1", "h2", "h3"]),
                        topics=chance.choice(["gas", "trade"]),
                    )
                    for place in range(40)
                ),
            )
            for number in range(3)
        )
    )
    for filters in (
        ALL,
        Filters(topic="gas"),
        Filters(topic="gas", article="a1"),
        Filters(earliest=date(1992, 1, 1), latest=date(1994, 1, 1)),
        Filters(earliest=date(1992, 1, 1)),
    ):
        whole = store.page("timeline", filters, 0, 1000)
        assert whole.total == len(whole.rows) > 8
        for size in (1, 7):
            rows: list[Row] = []
            for offset in range(0, whole.total + size, size):
                rows += store.page("timeline", filters, offset, size).rows
            assert tuple(rows) == whole.rows
        beyond = store.page("timeline", filters, 2**70, 5)
        assert (beyond.rows, beyond.total) == ((), whole.total)
        assert store.page("timeline", filters, -5, -5).rows == ()


async def test_on_a_day(opened: Opener) -> None:
    """Exactly known single days alone; a row comes once, with all its accounts."""
    store = await opened(
        file(
            "one",
            event("exact", "2001-07-19", happening="h"),
            event("again", "2011-07-19"),
            event("about", "2002-07-19~"),
            event("doubted", "2003-07-19?"),
            event("span", "2004-07-19/2004-07-20"),
            event("month", "2005-07"),
            event("about-month", "2005-07~"),
            event("leap", "2020-02-29"),
        ),
        file(
            "two",
            event("same", "2001-07-19", happening="h"),
            event("year", "2001", happening="h"),
            event("vague", "2001-07", happening="h"),
        ),
    )
    found = store.on_day(7, 19)
    assert [(item.year, item.articles) for item in found] == [(2001, 2), (2011, 1)]
    rows = store.rows([item.row for item in found])
    assert [[told.id for told in row.facts] for row in rows] == [
        ["one/exact", "two/same", "two/vague", "two/year"],
        ["one/again"],
    ]
    again = store.rows([found[1].row, found[0].row, found[1].row])
    assert again == (rows[1], rows[0], rows[1])
    assert store.rows([]) == ()
    months = store.in_month(7, 0, 10)
    assert [[told.id for told in row.facts] for row in months] == [["one/month"]]
    assert store.in_month(7, 1, 10) == ()
    assert (store.month_size(7), store.month_size(8)) == (1, 0)
    assert store.day_articles(7, 19) == 2
    assert store.day_articles(7, 20) == 1
    assert store.on_day(7, 20) == ()
    assert store.days() == ((2, 29), (7, 19))
    assert store.next_day(2, 28) == (2, 29)
    assert store.next_day(2, 29) == (7, 19)
    assert store.next_day(12, 31) == (2, 29)


async def test_a_day_s_rows_of_some_topics_and_until_some_year(opened: Opener) -> None:
    """In the day's own order; of topics that nothing has, or that are no text, none."""
    store = await opened(
        file(
            "one",
            event("gas", "2001-07-19", topics="gas"),
            event("trade", "2010-07-19", topics="trade", happening="treaty-signed"),
            event("space", "2030-07-19", topics="space"),
            event("leap", "1996-02-29"),
        ),
        file("two", event("both", "2010", topics=("gas", "treaty"), happening="treaty-signed")),
    )

    async def years(*topics: str) -> list[int]:
        return [found.year for found in store.on_day(7, 19, topics)]

    assert await years() == [2010, 2030, 2001]
    assert await years("gas") == [2010, 2001]
    assert await years("treaty") == [2010]
    assert await years("space", "treaty") == [2010, 2030]
    assert await years("nothing", "x' OR 1") == []
    assert store.day_sizes(2030) == {(2, 29): 1, (7, 19): 3}
    assert store.day_sizes(2029) == {(2, 29): 1, (7, 19): 2}
    assert store.day_sizes(2000) == {(2, 29): 1}
    assert store.day_sizes(1) == {}


async def test_the_next_day_may_be_the_same(opened: Opener) -> None:
    """A year later; with no day at all there is none."""
    store = await opened(file("one", event("only", "2001-07-19")))
    assert store.next_day(7, 19) == (7, 19)
    assert (await opened(file("one", event("year", "2001")))).next_day(7, 19) is None


async def test_quotes_by_words(opened: Opener) -> None:
    """The list in its order, of those whose own words hold all these; with the filters, too."""
    store = await opened(
        file(
            "one",
            quote("b", "xi-jinping", quote="friendship without limits"),
            quote("a", "putin", quote="a friendship of decades", topics="gas"),
            event("e", what="friendship"),
        ),
        file("two", quote("c", "putin", quote="limits")),
    )

    def found(words: str, filters: Filters = ALL) -> list[list[str]]:
        page = store.find_quotes(words, filters, 0, 9)
        assert page.total == len(page.rows)
        return ids(page)

    assert found("friendship") == [["one/a"], ["one/b"]]
    assert found("limits friendship") == [["one/b"]]
    assert found("Путин") == []  # he says them; his name is not among the words
    assert found("friendship", Filters(speaker="xi-jinping")) == [["one/b"]]
    assert found("limits", Filters(article="two")) == [["two/c"]]
    assert found("friendship unheard") == []
    assert found("what?") == []
    assert found("  ") == [["one/a"], ["two/c"], ["one/b"]]


async def test_an_empty_corpus_has_empty_answers(opened: Opener) -> None:
    """And no days."""
    store = await opened(file("one"))
    page = store.page("timeline", ALL, 0, 9)
    assert (page.rows, page.total, page.first, page.last) == ((), 0, None, None)
    assert (store.first, store.last, store.days()) == (None, None, ())
    assert store.search("gas", 0, 9).unknown == ("gas",)
    assert store.suggest_ids("", 9) == ()


async def test_a_small_file_is_opened_in_a_thread_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts go live while others ask: a file in memory takes as long to load as another."""
    path = compiled(tmp_path, corpus(*_files()))
    plain, threads = FactStore._load, set[int]()

    def load(store: FactStore) -> None:
        threads.add(threading.get_ident())
        plain(store)

    monkeypatch.setattr(FactStore, "_load", load)
    await (await FactStore.open(path)).close()
    assert len(threads - {threading.get_ident()}) == 1


async def test_what_is_no_facts_database_is_a_store_error(tmp_path: Path) -> None:
    """Missing, not SQLite, cut short, empty, or of another schema."""
    good = compiled(tmp_path, corpus(file("one", event("a"))))
    bad = {
        "garbage": b"x" * 5000,
        "short": good.read_bytes()[:9000],
        "empty": b"",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    with closing(sqlite3.connect(good)) as database:
        database.execute("PRAGMA user_version = 999")
    for name in ("missing", *bad, "facts.db"):
        with pytest.raises(StoreError, match=name):
            await FactStore.open(tmp_path / name)


async def test_a_file_with_odd_signs_in_its_name_opens(tmp_path: Path) -> None:
    """Those of an address, and others."""
    folder = tmp_path / "a?b#c% é"
    folder.mkdir()
    store = await FactStore.open(compiled(folder, corpus(file("one", event("a")))))
    assert store.fact("one/a") is not None
    await store.close()
    await store.close()
    with pytest.raises(StoreError):
        store.fact("one/b")


@pytest.mark.parametrize("document", ["{", "{}", '{"id": "a", "what": 5}', "null"])
async def test_a_broken_document_is_a_store_error(tmp_path: Path, document: str) -> None:
    """Not an error of the parser's."""
    path = compiled(tmp_path, corpus(file("one", event("a"))))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE fact SET document = ?", [document])
    store = await FactStore.open(path)
    try:
        with pytest.raises(StoreError, match="one/a"):
            store.fact("one/a")
        with pytest.raises(StoreError, match="one/a"):
            store.page("timeline", ALL, 0, 9)
    finally:
        await store.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE article SET document = '[]'",
        "UPDATE names SET by_word = 'no bytes'",
        "UPDATE names SET by_name = x'000000'",
        "DELETE FROM meta",
        "DELETE FROM total",
        "DELETE FROM listing",
        "DROP TABLE facet_key",
    ],
)
async def test_broken_tables_are_a_store_error(tmp_path: Path, change: str) -> None:
    """When the file is opened."""
    path = compiled(tmp_path, corpus(file("one", event("a"))))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(change)
    with pytest.raises(StoreError, match="can't be read"):
        await FactStore.open(path)


async def test_a_broken_word_is_a_store_error(tmp_path: Path) -> None:
    """When it is asked for: a file opens without reading each."""
    path = compiled(tmp_path, corpus(file("one", event("a"))))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE term SET document = '{' WHERE key = 'gas'")
    store = await FactStore.open(path)
    try:
        assert store.vocabulary.topics["trade"].en == "Trade"
        with pytest.raises(StoreError, match="can't be read"):
            store.vocabulary.topics["gas"]
    finally:
        await store.close()


async def test_words_and_articles_are_made_when_asked_for(opened: Opener) -> None:
    """And are there, or not, as in any mapping or sequence."""
    store = await opened(*_files())
    assert "gas" in store.vocabulary.topics
    assert store.vocabulary.topics.get("no") is None
    assert store.vocabulary.topics["gas"] is store.vocabulary.topics["gas"]
    assert len(store.vocabulary.topics) == 4
    assert "one" in store.by_slug
    assert "no" not in store.by_slug
    assert store.articles[-1] == store.by_slug["two"]
    assert store.articles[:1] == [store.by_slug["one"]]
    assert store.articles[5:] == []


_CUT_SHORT = """
import asyncio, os, sys
from pathlib import Path
from bot.errors import StoreError
from bot.store import reading
from bot.store.facts import FactStore
from bot.store.models import Filters

async def main(path):
    reading.IN_MEMORY = 0
    store = await FactStore.open(path)
    try:
        os.truncate(path, 8192)
        store.page("timeline", Filters(), 0, 400)
    except StoreError:
        print("a store error")
    finally:
        await store.close()

asyncio.run(main(Path(sys.argv[1])))
"""


def test_a_file_cut_short_while_open_is_a_store_error(tmp_path: Path) -> None:
    """Not the end of the process, as it is for a page of memory whose file is gone."""
    facts = [event(f"e{number}", quote="word " * 100) for number in range(400)]
    path = compiled(tmp_path, corpus(file("one", *facts)))
    done = subprocess.run(
        [sys.executable, "-c", _CUT_SHORT, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert (done.returncode, done.stdout) == (0, "a store error\n"), done.stderr


async def test_facts_that_nobody_uses_go_without_the_garbage_collector(tmp_path: Path) -> None:
    """A reload frees the memory of the facts before, whatever the collector leaves alone."""
    path = compiled(tmp_path, corpus(*_files()))
    gc.collect()
    gc.disable()
    try:
        store = await FactStore.open(path)
        store.page("timeline", ALL, 0, 10)
        store.search("trade", 0, 10)
        store.on_day(7, 19)
        store.suggest_ids("signed", 5)
        store.choices.suggest("topic", "tra", 5)
        assert [entry.article.id for entry in store.articles] == ["one", "two"]
        assert store.vocabulary.topics["trade"].en
        await store.close()
        parts = store, store.choices, store._reader, store._pages, store._finder, store._calendar
        gone = [weakref.ref(part) for part in parts]
        del store, parts
        assert [part() for part in gone] == [None] * 6
    finally:
        gc.enable()
