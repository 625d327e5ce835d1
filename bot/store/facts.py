"""The facts as the bot asks for them: lists with filters, days of the year, search, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from pydantic import BaseModel

from bot.corpus.model import Article, Key, Kind
from bot.store import lists
from bot.store.amounts import Amount
from bot.store.bits import unpacked
from bot.store.calendar import Calendar
from bot.store.choices import Choices
from bot.store.documents import Reading
from bot.store.finder import Finder
from bot.store.glossary import Glossary
from bot.store.lazy import Articles, Made, Words
from bot.store.models import (
    Accounts,
    Anniversary,
    ArticleEntry,
    ChoiceKind,
    Filters,
    Listing,
    Offer,
    Page,
    Row,
    SearchResult,
    Told,
)
from bot.store.names import COLUMNS, Names
from bot.store.pages import Pages, Whole
from bot.store.reading import Reader
from bot.store.schema import SCHEMA
from bot.store.search import Lexicon, expression, strict_tokens
from bot.store.sets import Long, Sets
from bot.store.short_ids import of_short_ids

_MEASURES = 10
"""Among so many measures, those with most figures, one that two articles tell of is looked for."""
_PUBLIC_ID = re.compile(r"[a-z0-9-]{1,40}/[a-z0-9-]{1,59}")
_T = TypeVar("_T")
_M = TypeVar("_M", bound=BaseModel)


class FactStore:
    """One generation of the facts, open for reading. Made by `open`; close it after use.

    `articles` are in the order of their files, `by_slug` has them by their ids. `opinions` are
    how many of them are opinion or analysis; `newest` is the one that came out last, as far as is
    known, and of several one that says so. `first` and `last` are the days between which all
    dated events lie, as ISO dates. `comparable` is the kind and key of something that at least two
    articles tell of, a measure if there is one.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._days: tuple[tuple[int, int], ...] = ()
        self._pages: Pages
        self._calendar: Calendar
        self._finder: Finder
        self._glossary: Glossary | None = None
        self._naming = Lock()
        self.generation = ""
        self.vocabulary: Words
        self.articles: Articles
        self.by_slug: Mapping[str, ArticleEntry]
        self.opinions = 0
        self.newest: Article | None = None
        self.choices: Choices
        self.counts: dict[Kind, int] = {"event": 0, "figure": 0, "quote": 0}
        self.first: str | None = None
        self.last: str | None = None
        self.comparable: tuple[ChoiceKind, Key] | None = None

    @classmethod
    async def open(cls, path: Path) -> FactStore:
        """Open a compiled file; raises `StoreError` when it is missing, broken or outdated."""
        reader = await Reader.open(path)
        store = cls(reader)
        try:
            await reader.run(store._load, long=True)
        except BaseException:
            await reader.close()
            raise
        return store

    async def close(self) -> None:
        """Close the file; a second time does nothing."""
        await self._reader.close()

    async def run(self, work: Callable[[], _T], *, long: bool = False) -> _T:
        """What `work`, which asks this store, gives: all that one answer asks, in one go.

        The event loop does not wait for it, but for the page of an answer from a small file; work
        that takes longer than one says that it is `long`. Where nothing else runs, the store may
        be asked without.
        """
        return await self._reader.run(work, long=long)

    def page(self, listing: Listing, filters: Filters, offset: int, limit: int) -> Page:
        """Some rows of a list, and what the whole list is.

        With `filters.article` rows hold that article's accounts alone, and these must match;
        else a row matches when any of its accounts does, and holds them all.
        """
        return self._pages.page(listing, filters, None, offset, limit)

    def find_quotes(self, words: str, filters: Filters, offset: int, limit: int) -> Page:
        """The list of quotes, those alone whose words or own line hold all the words.

        Words are taken as they stand, as a page can't say what was corrected or left out. Blank
        text is no restriction.
        """
        if not words.strip():
            return self._pages.page("quotes", filters, None, offset, limit)
        tokens = strict_tokens(words)
        if not tokens:
            return _EMPTY
        words = f"{{what quote}} : ({expression(tokens)})"
        return self._pages.page("quotes", filters, words, offset, limit)

    def accounts(self, happening: str, offset: int, limit: int) -> Accounts:
        """Some events that are accounts of a happening, by its key; the most precise first."""
        return self._pages.accounts(happening, offset, limit, events=True)

    def all_accounts(self, happening: str, offset: int, limit: int) -> Accounts:
        """The same of all facts of a happening: behind its events its figures, then its quotes."""
        return self._pages.accounts(happening, offset, limit, events=False)

    def fact(self, public_id: str) -> Told | None:
        """The fact with a public id; None when there is none (any more)."""
        if not _PUBLIC_ID.fullmatch(public_id):
            return None
        if (kept := self._reader.kept(public_id)) is not None:
            return kept
        found = self._reader.facts("FROM fact f WHERE f.public_id = ?", [public_id])
        return found[0] if found else None

    def of_short_ids(self, wanted: Sequence[bytes]) -> tuple[Told, ...]:
        """The facts with these short ids, in their order; none for one that can't be told."""
        return of_short_ids(self._reader, wanted)

    def is_retired(self, public_id: str) -> bool:
        """Whether a public id was given out once and has been withdrawn."""
        if not _PUBLIC_ID.fullmatch(public_id):
            return False
        return bool(self._reader.fetch("SELECT 1 FROM retired WHERE public_id = ?", [public_id]))

    def on_day(self, month: int, day: int, topics: Sequence[str] = ()) -> tuple[Anniversary, ...]:
        """The timeline's rows of which some account knows exactly this day, in some year.

        With `topics`, those alone of which some account has one of these. Those that most articles
        tell come first, of these the latest; `rows` has their accounts.
        """
        return self._calendar.on_day(month, day, topics)

    def day_sizes(self, year: int) -> Mapping[tuple[int, int], int]:
        """How many rows `on_day` has for each day that are of a year until this one; none has no
        entry."""
        return self._calendar.sizes(year)

    def month_size(self, month: int) -> int:
        """How many rows `in_month` has."""
        return self._calendar.month_size(month)

    def in_month(self, month: int, offset: int, limit: int) -> tuple[Row, ...]:
        """Some of the timeline's rows that are known to fall in this month, but not on a day."""
        return self._calendar.in_month(month, offset, limit)

    def day_articles(self, month: int, day: int) -> int:
        """How many articles tell the rows of this day, and those of its month without a day."""
        return self._calendar.articles(month, day)

    def rows(self, numbers: Sequence[int]) -> tuple[Row, ...]:
        """Rows by their numbers, in the order of these.

        Rows hold all their accounts, also those that are less precise or name another day.
        """
        return self._pages.rows(numbers)

    def days(self) -> tuple[tuple[int, int], ...]:
        """The months and days that `on_day` has rows for, in the order of the year."""
        return self._days

    def next_day(self, month: int, day: int) -> tuple[int, int] | None:
        """The next such day after one, in the year's circle: at last that day itself."""
        later = (known for known in self._days if known > (month, day))
        return next(later, self._days[0] if self._days else None)

    def days_about(
        self, topics: Collection[str], *, undisputed: bool = False
    ) -> tuple[tuple[int, int], ...]:
        """Those of `days` that a row of one of these topics falls on; no topics are all.

        `undisputed` leaves out rows of which a note of the fact editors disputes some date.
        """
        if not topics and not undisputed:
            return self._days
        return self._calendar.days_about(topics, undisputed=undisputed)

    def months_about(self, topics: Collection[str]) -> tuple[int, ...]:
        """The months that `in_month` has rows of one of these topics for; no topics are all."""
        return self._calendar.months_about(topics)

    def search(
        self,
        text: str,
        offset: int,
        limit: int,
        kinds: frozenset[Kind] | None = None,
        amounts: Sequence[Amount] = (),
    ) -> SearchResult:
        """Facts that hold all the known words of a text in any language, and its `amounts`.

        Where no fact does, the commonest words are dropped until one is found. Few matches are
        ordered by how well they match (and figures first, if a number is asked for), many by
        importance; figures that have an amount come first.
        """
        return self._finder.search(text, offset, limit, kinds, amounts)

    def holding_some(self, tokens: Collection[str], limit: int) -> tuple[Told, ...]:
        """Facts that hold at least two of the rarest of these tokens of the index of words.

        Unlike `search`, it keeps nothing of what was asked.
        """
        return self._finder.holding_some(tokens, limit)

    def holding_all(self, tokens: Collection[str], limit: int) -> tuple[Told, ...]:
        """Facts that hold each of these tokens, where no more than `limit` do; of more, none.

        Unlike `search`, it keeps nothing of what was asked.
        """
        return self._finder.holding_all(tokens, limit)

    def glossary(self) -> Glossary:
        """The vocabulary's names, to be found in running text; made when first asked for.

        That takes a tenth of a second for some hundred terms, seconds for ten thousand: who asks
        meanwhile, in another thread, waits for it.
        """
        with self._naming:
            if self._glossary is None:
                self._glossary = Glossary(self.vocabulary)
            return self._glossary

    def suggest_ids(self, text: str, limit: int) -> tuple[Offer, ...]:
        """Facts to offer while an id or some words are being typed: by the id's start first."""
        return self._finder.suggest_ids(text, limit)

    def _load(self) -> None:
        """Read what is kept in memory."""
        fetch, typed = self._reader.fetch, partial(_typed, self._reader)
        [(schema,)] = fetch("PRAGMA user_version")
        if schema != SCHEMA:
            raise self._reader.broken(f"its schema is {schema}, expected {SCHEMA}: compile it anew")
        meta: dict[str, str] = dict(fetch("SELECT name, value FROM meta"))
        totals: dict[str, int] = dict(fetch("SELECT name, number FROM total"))
        terms = fetch("SELECT section, key, document FROM term ORDER BY section, place")
        articles = fetch("SELECT key, document, events, figures, quotes FROM article ORDER BY id")
        names = fetch(f"SELECT kind, {', '.join(COLUMNS)} FROM names")
        listings = fetch(
            "SELECT name, first_row, rows, articles, first_day, last_day, ends FROM listing"
        )
        days = fetch("SELECT day, rows FROM calendar ORDER BY day")
        months = fetch(
            "SELECT key, rows FROM facet_key WHERE list = 'timeline' AND facet = 'month'"
        )
        lexicon = fetch("SELECT word, token, facts FROM lexicon")
        leads = fetch("SELECT token, terms FROM lead")

        self.generation = typed(lambda: meta["generation"])
        self.vocabulary = _words(self._reader, terms)
        entry = partial(_entry, self._reader)
        self.articles = Articles(Made({key: row for key, *row in articles}, entry))
        self.by_slug = self.articles.by_slug
        self.counts = typed(lambda: {kind: totals[kind] for kind in self.counts})
        self.opinions = typed(lambda: totals["opinion"])
        if "newest" in totals:
            self.newest = typed(lambda: self.articles[totals["newest"]].article)
        on_days = {(int(day[:2]), int(day[3:])): rows for day, rows in days}
        self._days = tuple(on_days)
        self._finder = Finder(self._reader, Lexicon(lexicon, leads))
        self.choices = typed(
            lambda: Choices({kind: Names.of_row(columns) for kind, *columns in names})
        )
        found: dict[Listing, tuple[lists.Extent, Whole]] = {
            name: (lists.Extent(first_row, size), (size, articles, 0, first, last))
            for name, first_row, size, articles, first, last, _ in listings
        }
        long: dict[Listing, Long] = {
            name: Long(first_row, size, unpacked(ends))
            for name, first_row, size, *_, ends in listings
            if ends
        }
        if len(found) != 3:
            raise self._reader.broken("its lists are not all there")
        _, (_, _, _, self.first, self.last) = found["timeline"]
        places = {slug: place for place, slug in enumerate(self.by_slug)}
        self._pages = Pages(self._reader, places, found, Sets(self._reader, long))
        self._calendar = Calendar(
            self._reader, self._pages, on_days, {int(key): rows for key, rows in months}
        )
        self.comparable = next(self._comparable(), None)

    def _comparable(self) -> Iterator[tuple[ChoiceKind, Key]]:
        for measure in self.choices.suggest("measure", "", _MEASURES):
            if self.page("figures", Filters(measure=measure.key), 0, 0).articles > 1:
                yield "measure", measure.key
        for happening in self.choices.suggest("happening", "", 1):  # what most articles tell of
            if self.all_accounts(happening.key, 0, 0).articles > 1:
                yield "happening", happening.key


# None of these knows the store: so all of it goes with its last user, without waiting for the
# garbage collector to find out that it only refers to itself.


def _words(reader: Reader, rows: Iterable[tuple[str, str, str]]) -> Words:
    """The vocabulary from its sections' keys and documents."""
    sections: dict[str, dict[str, str]] = {}
    for section, key, document in rows:
        sections.setdefault(section, {})[key] = document

    def made(name: str, reading: Reading[_M]) -> Mapping[str, _M]:
        return Made(
            sections.get(name, {}),
            lambda document: _typed(reader, lambda: reading.of_document(document)),
        )

    read = reader.documents
    return Words(
        topics=made("topics", read.terms),
        people=made("people", read.people),
        units=made("units", read.units),
        measures=made("measures", read.measures),
        happenings=made("happenings", read.terms),
    )


def _entry(reader: Reader, row: Sequence[Any]) -> ArticleEntry:
    document, *sizes = row
    read = reader.documents.articles
    return _typed(reader, lambda: ArticleEntry(read.of_document(document), *sizes))


def _typed(reader: Reader, make: Callable[[], _T]) -> _T:
    try:
        return make()
    except (LookupError, TypeError, ValueError) as error:
        raise reader.broken(error) from error


_EMPTY = Page((), 0, 0, 0, None, None)
