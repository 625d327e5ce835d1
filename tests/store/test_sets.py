"""Lists of frequent keys and of days, counted by bits, beside the same counted row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from random import Random
from typing import Any

import pytest

from bot.corpus.model import ArticleFile
from bot.store import sets
from bot.store.facts import FactStore
from bot.store.models import Filters, Listing, Page
from tests.store.conftest import Opener
from tests.store.factories import event, figure, file, ids, quote

LISTINGS: tuple[Listing, ...] = ("timeline", "figures", "quotes")
DATES = (
    "1999", "2000-02", "2000-02-29", "2001-07-19", "2001-12-31", "2002-01-01", "200X", "../2001",
    "2001/..", "1990/2004", "2003-05/2003-06", "2001~", "2004-12-31", "../2003-03-03", "1950",
)  # fmt: skip
TOPICS, PEOPLE = ("treaty", "gas", "trade"), ("putin", "xi-jinping", "sco")


def _files(chance: Random) -> Iterable[ArticleFile]:
    """Articles that share a happening, of which some give no date or another day."""

    def common() -> dict[str, Any]:
        return {
            "topics": chance.sample(TOPICS, chance.randint(0, 2)),
            "people": chance.sample(PEOPLE, chance.randint(0, 2)),
        }

    def when() -> str | None:
        return chance.choice(DATES) if chance.random() < 0.8 else None

    for number in range(9):
        happening = {"happening": "treaty-signed"} if number % 3 else {}
        facts = [event("told", when(), **common(), **happening)]
        facts += [event(f"e{n}", when(), **common()) for n in range(chance.randint(0, 5))]
        figures = [figure(f"f{n}", period=when(), **common()) for n in range(chance.randint(0, 4))]
        quotes = [
            quote(f"q{n}", *chance.sample(PEOPLE, n % 2), when=when(), **common())
            for n in range(chance.randint(0, 4))
        ]
        yield file(f"a{number}", *facts, *figures, *quotes)


def _filters(chance: Random) -> Filters:
    def day() -> date | None:
        year = chance.randint(1998, 2005)
        days = (date(year, 1, 1), date(year, 12, 31), date(year, 7, 19), date(2002, 3, 1))
        return chance.choice((None, *days))

    earliest, latest = day(), day()
    if earliest is not None and latest is not None:
        earliest, latest = min(earliest, latest), max(earliest, latest)
    return Filters(
        topic=chance.choice((None, *TOPICS)),
        person=chance.choice((None, *PEOPLE)),
        speaker=chance.choice((None, None, *PEOPLE)),
        earliest=earliest,
        latest=latest,
    )


def _told(store: FactStore, chance: Random) -> list[tuple[object, ...]]:
    return [
        _plain(listing, filters, store.page(listing, filters, offset, 4))
        for _ in range(60)
        for filters, offset in [(_filters(chance), chance.choice((0, 0, 2)))]
        for listing in LISTINGS
    ]


def _plain(listing: Listing, filters: Filters, page: Page) -> tuple[object, ...]:
    whole = page.total, page.articles, page.undated, page.first, page.last
    return listing, filters, ids(page), *whole


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("slices", [1, 3, 100])
async def test_sets_tell_what_walking_tells(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, seed: int, slices: int
) -> None:
    """For any keys and days: rows, articles, undated ones, first and last day, and each page."""
    files = list(_files(Random(seed)))
    walked = _told(await opened(*files), Random(f"{seed}"))
    monkeypatch.setattr(sets, "LEAST", 1)
    monkeypatch.setattr(sets, "SLICES", slices)
    asked = _counting(monkeypatch)
    assert _told(await opened(*files), Random(f"{seed}")) == walked
    assert asked() > 50


def _counting(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many lists were counted by sets."""
    whole, count = sets.Sets.whole, 0

    def counted(self: sets.Sets, listing: Listing, keys: list[int], filters: Filters) -> sets.Found:
        nonlocal count
        count += 1
        return whole(self, listing, keys, filters)

    monkeypatch.setattr(sets.Sets, "whole", counted)
    return lambda: count


async def test_days_between_accounts_are_nobodys(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row matches no days that lie between its accounts' dates, unless an account reaches in."""
    monkeypatch.setattr(sets, "LEAST", 1)
    dates = {"one": "1990", "two": "2001-07-19", "three": "1990/1993", "four": "1985"}
    files = [file(key, event("e", day, happening="treaty-signed")) for key, day in dates.items()]
    store = await opened(*files)

    def total(first: date, last: date) -> tuple[int, int]:
        page = store.page("timeline", Filters(earliest=first, latest=last), 0, 5)
        return page.total, page.articles

    assert total(date(1994, 1, 1), date(2001, 7, 18)) == (0, 0)
    assert total(date(1993, 12, 31), date(2001, 7, 18)) == (1, 4)
    assert total(date(1994, 1, 1), date(2001, 7, 19)) == (1, 4)
    assert total(date(1986, 1, 1), date(1989, 12, 31)) == (0, 0)
    assert total(date(1980, 1, 1), date(1984, 12, 31)) == (0, 0)


async def test_a_page_far_back_is_the_same(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a list of one key, which is walked along at its beginning only."""
    files = [file("one", *(event(f"e{n}", "2001", topics="gas") for n in range(60)))]
    pages = []
    for least in (1_000, 1):
        monkeypatch.setattr(sets, "LEAST", least)
        monkeypatch.setattr("bot.store.pages.NEAR", 10)
        store = await opened(*files)
        pages.append(store.page("timeline", Filters(topic="gas"), 42, 7))
    assert pages[0] == pages[1]
    assert len(pages[1].rows) == 7
