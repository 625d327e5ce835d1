"""A small corpus in real files: one article, its text, the vocabulary; and facts as models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.corpus.check import Checked, check_corpus
from bot.corpus.model import Article, ArticleFile, Corpus, Event, Figure, Quote, Vocabulary
from bot.corpus.reader import Source, read_source
from bot.corpus.seals import write_seals
from bot.corpus.snapshot import take_snapshot
from bot.errors import Problem

SLUG = "smith-2025"
FILE = f"articles/{SLUG}.yaml"
SEAL_FILE = f"seals/{SLUG}.yaml"

TEXT = """Jane Smith

Rivers and borders

For most of their history the neighbours looked the other way; the river was a wall, and those who
lived along it learned to do without each other. That has changed. The bridge over the Amur opened
on 10 June 2022 after long delays, and the old ferry went to a museum.

Bilateral trade reached 190 billion dollars in 2022, which nobody on either bank had thought
possible. Officials say that between 25 and 30 percent of it crossed the river, and traders speak
of a record high in grain, though they keep their books to themselves.

“The river joins us,” Mayor Li said over tea. The ministry added that the customs house will open
next year, in good time for the harvest. Whether people will follow the lorries is another matter:
the two neighbours still know little of each other, and fewer learn the language than before.
"""

VOCABULARY = """format: 1
topics:
  border: {en: Border, ru: Граница, zh: 边界, aliases: frontier}
  trade:
    en: Trade
    ru: Торговля
    zh: 贸易
    aliases: [commerce, exchange of goods]
people:
  li:
    kind: person
    en: Li
    ru: Ли
    zh: 李
  ministry: {kind: body, en: Ministry, ru: Министерство, zh: 部}
  smith: {kind: person, en: Jane Smith, ru: Джейн Смит, zh: 史密斯}
units:
  usd-billion: {en: USD billion, ru: млрд долларов, zh: 十亿美元}
  percent: {en: "{}%", ru: "{} %", zh: "{}%"}
measures:
  bilateral-trade:
    en: Bilateral trade
    ru: Товарооборот
    zh: 双边贸易额
    unit: usd-billion
  river-share:
    en: Share over the river
    ru: Доля через реку
    zh: 过河份额
    unit: percent
    direction: {en: both ways, ru: в обе стороны, zh: 双向}
happenings:
  amur-bridge: {en: The Amur bridge, ru: Мост через Амур, zh: 黑龙江大桥}
"""

ARTICLE = """format: 1
article:
  id: smith-2025
  short: Smith
  title: Rivers and borders
  author: Jane Smith
  person: smith
  author_role:
  kind: analysis
  kind_why: It weighs what officials say.
  outlet:
  url: https://example.org/rivers
  language: en
  published:
    date: 2023-03-01~
    basis: inferred
    why: It speaks of 2022 as past and of the harvest as to come.
  coverage: full
  notes:
    - text: The text names no outlet.
      source: smith-2025, the article's own words.
  ignored:
    - words: the two neighbours
      reason: Not a measurement; the two states.
events:
  - id: bridge-opened
    when: 2022-06-10
    status: happened
    what: The bridge over the Amur opens.
    quote: >-
      The bridge over the Amur
      opened on 10 June 2022
    happening: amur-bridge
    topics: [border]
    notes:
      - text: Other records give 11 June 2022.
        source: A gazette of 2022.
        disputes: when
        rival: 2022-06-11
  - id: customs-house
    when: 2024
    status: planned
    what: A customs house is to open.
    quote: the customs house will open next year
    voice: reported
    speaker: ministry
    topics: border
    people: [ministry]
    derived_from: next year
    derived_how: The year after the article's.
figures:
  - id: trade-2022
    measure: bilateral-trade
    value: 190
    relation: exactly
    period: 2022
    what: Bilateral trade in 2022.
    quote: Bilateral trade reached 190 billion dollars in 2022
    topics: [trade]
  - id: river-share
    measure: river-share
    low: 25
    high: 30
    relation: between
    what: The share of trade that crossed the river.
    quote: between 25 and 30 percent of it crossed the river
    topics: [trade, border]
  - id: grain
    measure: river-share
    relation: claim
    claim: a record high
    what: Grain over the river.
    quote: traders speak of a record high in grain
quotes:
  - id: river-joins
    speaker: [li]
    voice: direct
    what: On the river.
    quote: The river joins us
    when_words: over tea
  - id: little-known
    what: On what the neighbours know of each other.
    quote: still know little of each other
retired: [old-ferry]
"""


def replaced(text: str, old: str, new: str) -> str:
    """`text` with its only `old` replaced; the test is wrong if there is none or another."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which the only `part` of `text` begins."""
    assert text.count(part) == 1, f"{part!r} stands {text.count(part)} times"
    return text[: text.index(part)].count("\n") + 1


def facts_folder(
    folder: Path,
    articles: Mapping[str, str] | None = None,
    vocabulary: str = VOCABULARY,
) -> Path:
    """`folder/facts` with these articles by slug (the sample, if none are given)."""
    facts = folder / "facts"
    (facts / "articles").mkdir(parents=True, exist_ok=True)
    (facts / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")
    for slug, article in ({SLUG: ARTICLE} if articles is None else articles).items():
        (facts / "articles" / f"{slug}.yaml").write_text(article, encoding="utf-8")
    return facts


def texts_folder(folder: Path, texts: Mapping[str, str] | None = None) -> Path:
    """`folder/texts` with these texts by slug (the sample's, if none are given)."""
    made = folder / "texts"
    made.mkdir(exist_ok=True)
    for slug, text in ({SLUG: TEXT} if texts is None else texts).items():
        (made / f"{slug}.txt").write_text(text, encoding="utf-8")
    return made


def sealed(folder: Path) -> tuple[Path, Path]:
    """The sample's facts and texts in `folder`, proved and sealed."""
    facts, texts = facts_folder(folder), texts_folder(folder)
    checked = check_corpus(facts, texts, seals=False)
    assert checked.problems == ()
    write_seals(facts, checked.seals)
    return facts, texts


@dataclass(frozen=True)
class Reading:
    """What the files of a folder hold, before any rule is held against them."""

    corpus: Corpus | None
    articles: tuple[Source, ...]
    problems: tuple[Problem, ...]
    fingerprint: str


def read_corpus(folder: Path) -> Reading:
    """Read every file of a folder as the check does."""
    snapshot = take_snapshot(folder)
    problems: list[Problem] = []

    def read(name: str, model: type[Vocabulary | ArticleFile]) -> Source:
        source, found = read_source(name, lambda: snapshot.data(name), model)
        problems.extend(found)
        return source

    words = read("vocabulary.yaml", Vocabulary).model if snapshot.there else None
    problems += snapshot.problems
    sources = tuple(read(name, ArticleFile) for name in snapshot.articles)
    corpus = None
    if isinstance(words, Vocabulary) and not problems:
        files = (source.model for source in sources)
        articles = tuple(file for file in files if isinstance(file, ArticleFile))
        corpus = Corpus(vocabulary=words, articles=articles)
    return Reading(corpus, sources, tuple(problems), snapshot.fingerprint)


def messages(checked: Checked) -> list[str]:
    """Every problem as it is printed."""
    return [str(problem) for problem in checked.problems]


def article(**changes: Any) -> Article:
    """An article's metadata."""
    fields: dict[str, Any] = {
        "id": SLUG,
        "short": "Smith",
        "kind": "analysis",
        "language": "en",
        "published": {"date": "2023-03-01", "basis": "stated", "why": "It says so."},
        "coverage": "full",
    }
    return Article.model_validate({**fields, **changes})


def event(**changes: Any) -> Event:
    """An event that breaks no rule."""
    fields: dict[str, Any] = {
        "id": "bridge-opened",
        "when": "2022-06-10",
        "status": "happened",
        "what": "A bridge opens.",
        "quote": "the bridge opened on 10 June 2022",
    }
    return Event.model_validate({**fields, **changes})


def figure(**changes: Any) -> Figure:
    """A figure that breaks no rule."""
    fields: dict[str, Any] = {
        "id": "trade-2022",
        "measure": "bilateral-trade",
        "value": "190",
        "relation": "exactly",
        "period": "2022",
        "what": "Trade.",
        "quote": "trade reached 190 billion dollars in 2022",
    }
    return Figure.model_validate({**fields, **changes})


def quote(**changes: Any) -> Quote:
    """A quote that breaks no rule."""
    fields: dict[str, Any] = {
        "id": "on-rivers",
        "what": "On rivers.",
        "quote": "the river joins us",
    }
    return Quote.model_validate({**fields, **changes})
