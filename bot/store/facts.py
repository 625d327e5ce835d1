"""The facts as the bot asks for them: lists with filters, days of the year, search, names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.corpus.model import Article, Kind, Vocabulary
from bot.store import lists
from bot.store.calendar import Calendar
from bot.store.choices import ChoiceKind, Choices
from bot.store.compile import SCHEMA
from bot.store.finder import Finder
from bot.store.models import (
    Anniversary,
    ArticleEntry,
    Filters,
    Listing,
    Page,
    Row,
    SearchResult,
    Told,
)
from bot.store.pages import Pages, Whole
from bot.store.reading import Reader
from bot.store.search import Lexicon, expression, strict_tokens

_PUBLIC_ID = re.compile(r"[a-z0-9-]{1,40}/[a-z0-9-]{1,59}")
_T = TypeVar("_T")


class FactStore:
    """One generation of the facts, open for reading. Made by `open`; close it after use.

    `articles` are in the order of their files, `by_slug` has them by their ids; `first` and
    `last` are the days between which all dated events lie, as ISO dates.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._days: tuple[tuple[int, int], ...] = ()
        self._pages: Pages
        self._calendar: Calendar
        self._finder: Finder
        self.generation = ""
        self.vocabulary: Vocabulary
        self.articles: tuple[ArticleEntry, ...] = ()
        self.by_slug: Mapping[str, ArticleEntry] = {}
        self.choices: Choices
        self.counts: dict[Kind, int] = {"event": 0, "figure": 0, "quote": 0}
        self.first: str | None = None
        self.last: str | None = None

    @classmethod
    async def open(cls, path: Path) -> FactStore:
        """Open a compiled file; raises `StoreError` when it is missing, broken or outdated."""
        reader = await Reader.open(path)
        store = cls(reader)
        try:
            await store._load()
        except BaseException:
            await reader.close()
            raise
        return store

    @cached_property
    def newest(self) -> Article | None:
        """The article that came out last, as far as is known; of several, one that says so."""
        articles = (entry.article for entry in self.articles)
        return max(articles, key=_published_until, default=None)

    async def close(self) -> None:
        """Close the file; a second time does nothing."""
        await self._reader.close()

    async def page(self, listing: Listing, filters: Filters, offset: int, limit: int) -> Page:
        """Some rows of a list, and what the whole list is.

        With `filters.article` rows hold that article's accounts alone, and these must match;
        else a row matches when any of its accounts does, and holds them all.
        """
        return await self._pages.page(listing, filters, None, offset, limit)

    async def find_quotes(self, words: str, filters: Filters, offset: int, limit: int) -> Page:
        """The list of quotes, those alone whose words or own line hold all the words.

        Words are taken as they stand, as a page can't say what was corrected or left out. Blank
        text is no restriction.
        """
        if not words.strip():
            return await self._pages.page("quotes", filters, None, offset, limit)
        tokens = strict_tokens(words)
        if not tokens:
            return _EMPTY
        words = f"{{what quote}} : ({expression(tokens)})"
        return await self._pages.page("quotes", filters, words, offset, limit)

    async def fact(self, public_id: str) -> Told | None:
        """The fact with a public id; None when there is none (any more)."""
        if not _PUBLIC_ID.fullmatch(public_id):
            return None
        found = await self._reader.facts("FROM fact f WHERE f.public_id = ?", [public_id])
        return found[0] if found else None

    async def is_retired(self, public_id: str) -> bool:
        """Whether a public id was given out once and has been withdrawn."""
        if not _PUBLIC_ID.fullmatch(public_id):
            return False
        return bool(
            await self._reader.fetch("SELECT 1 FROM retired WHERE public_id = ?", [public_id])
        )

    async def on_day(self, month: int, day: int) -> tuple[Anniversary, ...]:
        """The timeline's rows of which some account knows exactly this day, in some year.

        Those that most articles tell come first, of these the latest; `rows` has their accounts.
        """
        return await self._calendar.on_day(month, day)

    def month_size(self, month: int) -> int:
        """How many rows `in_month` has."""
        return self._calendar.month_size(month)

    async def in_month(self, month: int, offset: int, limit: int) -> tuple[Row, ...]:
        """Some of the timeline's rows that are known to fall in this month, but not on a day."""
        return await self._calendar.in_month(month, offset, limit)

    async def day_articles(self, month: int, day: int) -> int:
        """How many articles tell the rows of this day, and those of its month without a day."""
        return await self._calendar.articles(month, day)

    async def rows(self, numbers: Sequence[int]) -> tuple[Row, ...]:
        """Rows by their numbers, in the order of these.

        Rows hold all their accounts, also those that are less precise or name another day.
        """
        return await self._pages.rows(numbers)

    def days(self) -> tuple[tuple[int, int], ...]:
        """The months and days that `on_day` has rows for, in the order of the year."""
        return self._days

    def next_day(self, month: int, day: int) -> tuple[int, int] | None:
        """The next such day after one, in the year's circle: at last that day itself."""
        later = (known for known in self._days if known > (month, day))
        return next(later, self._days[0] if self._days else None)

    async def search(
        self, text: str, offset: int, limit: int, kinds: frozenset[Kind] | None = None
    ) -> SearchResult:
        """Facts that hold all the known words of a text in any language.

        Where no fact does, the commonest words are dropped until one is found. Few matches are
        ordered by how well they match (and figures first, if a number is asked for), many by
        importance.
        """
        return await self._finder.search(text, offset, limit, kinds)

    async def suggest_ids(self, text: str, limit: int) -> tuple[Told, ...]:
        """Facts to offer while an id or some words are being typed: by the id's start first."""
        return await self._finder.suggest_ids(text, limit)

    async def _load(self) -> None:
        """Read what is kept in memory."""
        fetch = self._reader.fetch
        [(schema,)] = await fetch("PRAGMA user_version")
        if schema != SCHEMA:
            raise self._reader.broken(f"its schema is {schema}, expected {SCHEMA}: compile it anew")
        meta: dict[str, str] = dict(await fetch("SELECT name, value FROM meta"))
        sections: dict[str, list[tuple[str, str]]] = {}
        for section, key, document in await fetch(
            "SELECT section, key, document FROM term ORDER BY section, place"
        ):
            sections.setdefault(section, []).append((key, document))
        rows = await fetch("SELECT document, events, figures, quotes FROM article ORDER BY id")
        counts = await fetch("SELECT kind, count(*) FROM fact GROUP BY kind")
        uses = await fetch(
            "SELECT list, facet, key, rows FROM facet_key"
            " WHERE facet IN ('topic', 'person', 'speaker', 'measure', 'article')"
            " AND instr(key, '/') = 0"
        )
        listings = await fetch(
            "SELECT name, first_row, rows, articles, first_day, last_day FROM listing"
        )
        days = await fetch(
            "SELECT facet, key, rows FROM facet_key"
            " WHERE list = 'timeline' AND facet IN ('day', 'month') ORDER BY key"
        )
        lexicon = await fetch("SELECT word, token, facts FROM lexicon")

        self.generation = self._typed(lambda: meta["generation"])
        self.vocabulary = self._typed(lambda: _vocabulary(meta["format"], sections))
        self.articles = self._typed(lambda: tuple(_entry(*row) for row in rows))
        self.by_slug = {entry.article.id: entry for entry in self.articles}
        self.counts |= dict(counts)
        self._days = tuple((int(k[:2]), int(k[3:])) for facet, k, _ in days if facet == "day")
        self._finder = Finder(self._reader, Lexicon(lexicon))
        self.choices = Choices(self.vocabulary, self.articles, _uses(uses))
        found: dict[Listing, tuple[lists.Extent, Whole]] = {
            name: (lists.Extent(first_row, size), (size, articles, 0, first, last))
            for name, first_row, size, articles, first, last in listings
        }
        if len(found) != 3:
            raise self._reader.broken("its lists are not all there")
        _, (_, _, _, self.first, self.last) = found["timeline"]
        places = {entry.article.id: place for place, entry in enumerate(self.articles)}
        self._pages = Pages(self._reader, places, found)
        months = {int(key): rows for facet, key, rows in days if facet == "month"}
        self._calendar = Calendar(self._reader, self._pages, months)

    def _typed(self, make: Callable[[], _T]) -> _T:
        try:
            return make()
        except (KeyError, TypeError, ValueError, ValidationError) as error:
            raise self._reader.broken(error) from error


def _published_until(article: Article) -> tuple[date, bool]:
    """The last day on which an article can have come out, and whether it says so itself."""
    published = article.published
    when = published.date or published.filed_as
    return (when.latest if when is not None else date.min), published.date is not None


_EMPTY = Page((), 0, 0, 0, None, None)


def _vocabulary(form: str, sections: dict[str, list[tuple[str, str]]]) -> Vocabulary:
    found = {
        section: {key: json.loads(document) for key, document in terms}
        for section, terms in sections.items()
    }
    empty: dict[str, Any] = {"topics": {}, "people": {}, "units": {}, "measures": {}}
    return Vocabulary.model_validate({"format": form, **empty, **found})


def _entry(document: str, events: int, figures: int, quotes: int) -> ArticleEntry:
    return ArticleEntry(Article.model_validate_json(document), events, figures, quotes)


def _uses(rows: Iterable[tuple[str, str, str, int]]) -> dict[ChoiceKind, dict[str, int]]:
    """How many rows have each key; of speakers, rows of quotes alone."""
    kinds: dict[str, ChoiceKind] = {
        "topic": "topic",
        "person": "person",
        "measure": "measure",
        "article": "article",
        "speaker": "speaker",
    }
    uses: dict[ChoiceKind, dict[str, int]] = {kind: {} for kind in kinds.values()}
    for listing, facet, key, count in rows:
        if facet == "speaker" and listing != "quotes":
            continue
        known = uses[kinds[facet]]
        known[key] = known.get(key, 0) + count
    return uses
