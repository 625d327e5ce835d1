"""What the store gives back: facts as told by an article, rows of a list, pages of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.corpus.model import Article, Event, Fact, Figure, Kind, Quote, public_id

Listing = Literal["timeline", "figures", "quotes"]
"""The three lists that are laid down in their order at compile time.

`timeline`: one row a happening (an event told by one article alone is a row of its own), by date,
undated last. `figures`: one row a figure, by measure in the vocabulary's order, then by period.
`quotes`: one row a quote, by first speaker, then by article and place in its file.
"""


ChoiceKind = Literal["topic", "person", "speaker", "measure", "happening", "article"]
"""What keys can be chosen by name: people as they are told of, speakers as they are quoted."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as one article tells it."""

    kind: Kind
    article: str
    fact: Fact
    seal: str | None

    @property
    def id(self) -> str:
        """The public id, `<article>/<fact>`."""
        return public_id(self.article, self.fact.id)

    @property
    def event(self) -> Event:
        """The fact as an event; raises `TypeError` when it is none."""
        if not isinstance(self.fact, Event):
            raise TypeError(f"{self.id} is no event")
        return self.fact

    @property
    def figure(self) -> Figure:
        """The fact as a figure; raises `TypeError` when it is none."""
        if not isinstance(self.fact, Figure):
            raise TypeError(f"{self.id} is no figure")
        return self.fact

    @property
    def quote(self) -> Quote:
        """The fact as a quote; raises `TypeError` when it is none."""
        if not isinstance(self.fact, Quote):
            raise TypeError(f"{self.id} is no quote")
        return self.fact


@dataclass(frozen=True, slots=True)
class Offer:
    """A fact as it is offered while somebody types: its public id and its wording."""

    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: the accounts of one thing, at least one, the most precise first."""

    facts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A row of the timeline that falls on a day of the year, without its accounts.

    `row` is its number, `year` that of its first account that knows the day, `articles` how many
    tell it.
    """

    row: int
    year: int
    articles: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What rows must match; None matches all. Keys are vocabulary keys or article slugs.

    `person` matches people, bodies and speakers; `speaker` whose words they are (for the
    author's voice the article's `person`). `earliest` and `latest` are inclusive days: a row
    matches when its period overlaps them; a row without a date then never matches. A period
    that is open at its end reaches to the date of the article that tells it, not further.
    """

    topic: str | None = None
    person: str | None = None
    speaker: str | None = None
    measure: str | None = None
    article: str | None = None
    earliest: date | None = None
    latest: date | None = None

    @property
    def dated(self) -> bool:
        """Whether days are asked for."""
        return self.earliest is not None or self.latest is not None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and what the whole list is: its size and the articles behind it."""

    rows: tuple[Row, ...]
    total: int
    articles: int
    undated: int
    """Rows that match but for the dates asked for, left out because they have no date."""
    first: str | None
    last: str | None
    """Earliest and latest day of the whole list as ISO dates; None where nothing is dated."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Some accounts of one happening, the most precise first; how many there are, of how many
    articles.
    """

    facts: tuple[Told, ...]
    total: int
    articles: int


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article, and how much was drawn from it."""

    article: Article
    events: int
    figures: int
    quotes: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What free words found.

    `corrected` maps a typed word to the known word that was searched instead; `unknown` are
    words that stand nowhere; `dropped` are known words that no fact has together with the rest.
    """

    facts: tuple[Told, ...]
    total: int
    articles: int
    corrected: dict[str, str]
    unknown: tuple[str, ...]
    dropped: tuple[str, ...]
