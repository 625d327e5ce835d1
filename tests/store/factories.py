"""Small corpora made by hand, and the databases compiled from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.corpus.model import Article, ArticleFile, Corpus, Event, Figure, Quote, Vocabulary
from bot.store.compile import compile_corpus
from bot.store.models import Offer, Page, Told


def _term(en: str, ru: str, zh: str, *aliases: str, **more: Any) -> dict[str, Any]:
    return {"en": en, "ru": ru, "zh": zh, "aliases": list(aliases), **more}


def vocabulary(**changes: Any) -> Vocabulary:
    """Some topics, people, measures and happenings; `changes` replace whole sections."""
    sections: dict[str, Any] = {
        "format": "1",
        "topics": {
            "treaty": _term("Treaties", "Договоры", "条约"),
            "gas": _term("Natural gas", "Природный газ", "天然气", "газ", "LNG"),
            "trade": _term("Trade", "Торговля", "贸易", "commerce"),
            "space": _term("Space", "Космос", "航天"),
        },
        "people": {
            "putin": _term("Vladimir Putin", "Владимир Путин", "普京", "Путин", kind="person"),
            "xi-jinping": _term("Xi Jinping", "Си Цзиньпин", "习近平", kind="person"),
            "sco": _term(
                "Shanghai Cooperation Organisation",
                "Шанхайская организация сотрудничества",
                "上海合作组织",
                "SCO",
                "ШОС",
                kind="body",
            ),
            "valori": _term("Giancarlo Valori", "Джанкарло Валори", "瓦洛里", kind="person"),
            "nobody": _term("Nobody", "Никто", "无人", kind="person"),
        },
        "units": {
            "usd-billion": {"en": "USD billion", "ru": "млрд долларов", "zh": "十亿美元"},
            "bcm": {
                "en": "billion cubic metres",
                "ru": "млрд куб. м",
                "zh": "{}亿立方米",
                "forms": {
                    "en": {"one": "milliard of cubic metres"},
                    "ru": {
                        "one": "миллиард кубометров",
                        "few": "миллиарда кубометров",
                        "other": "миллиарда кубометров",
                    },
                },
                "times": {"zh": "10"},
            },
        },
        "measures": {
            "bilateral-trade": _term(
                "Bilateral trade", "Товарооборот", "双边贸易额", unit="usd-billion"
            ),
            "plant-capacity": _term(
                "Plant capacity",
                "Мощность завода",
                "产能",
                unit="bcm",
                direction={"en": "from Russia to China", "ru": "из России в Китай", "zh": "俄对华"},
            ),
        },
        "happenings": {
            "treaty-signed": _term("Good-neighbour treaty", "Договор о добрососедстве", "睦邻条约"),
        },
    }
    return Vocabulary.model_validate(sections | changes)


def article(key: str = "one", **changes: Any) -> Article:
    """An article published on 15 February 2022."""
    return Article.model_validate(
        {
            "id": key,
            "short": key.capitalize(),
            "kind": "opinion",
            "language": "en",
            "published": {"date": "2022-02-15", "basis": "stated", "why": "it says so"},
            "coverage": "full",
        }
        | changes
    )


def event(key: str, when: str | None = None, **changes: Any) -> Event:
    """An event that happened."""
    values = {"id": key, "when": when, "status": "happened", "what": "It happened.", "quote": "it"}
    return Event.model_validate(values | changes)


def figure(key: str, measure: str = "bilateral-trade", **changes: Any) -> Figure:
    """A figure of exactly 146.8."""
    values = {
        "id": key,
        "measure": measure,
        "value": "146.8",
        "relation": "exactly",
        "what": "An amount.",
        "quote": "so much",
    }
    return Figure.model_validate(values | changes)


def quote(key: str, *speaker: str, **changes: Any) -> Quote:
    """A quote, reported where it has a speaker, else the author's."""
    values = {
        "id": key,
        "speaker": speaker,
        "voice": "reported" if speaker else "author",
        "what": "On something.",
        "quote": "words",
    }
    return Quote.model_validate(values | changes)


def file(
    about: Article | str, *facts: Event | Figure | Quote, retired: tuple[str, ...] = ()
) -> ArticleFile:
    """An article with its facts."""
    return ArticleFile(
        format="1",
        article=article(about) if isinstance(about, str) else about,
        events=tuple(fact for fact in facts if isinstance(fact, Event)),
        figures=tuple(fact for fact in facts if isinstance(fact, Figure)),
        quotes=tuple(fact for fact in facts if isinstance(fact, Quote)),
        retired=retired,
    )


def corpus(*files: ArticleFile, words: Vocabulary | None = None) -> Corpus:
    """Articles with the vocabulary that they refer to."""
    return Corpus(vocabulary=words or vocabulary(), articles=files)


def compiled(path: Path, what: Corpus, fingerprint: str = "print") -> Path:
    """A database of a corpus in a folder; each fact sealed with its own key."""
    seals = {
        file.article.id: {fact.id: f"seal of {fact.id}" for _, fact in file.facts()}
        for file in what.articles
    }
    compile_corpus(what, seals, fingerprint, path / "facts.db")
    return path / "facts.db"


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, those inside the index of words too, and each of its places."""
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE VIRTUAL TABLE temp.places USING fts5vocab (main, fact_text, instance)"
        )
        tables = [
            name
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        return {
            name: database.execute(f"SELECT * FROM {name}").fetchall()
            for name in (*tables, "places")
            if name != "fact_text"
        }


def ids(page: Page) -> list[list[str]]:
    """The public ids of each row's accounts."""
    return [[told.id for told in row.facts] for row in page.rows]


def names(facts: Iterable[Told | Offer]) -> list[str]:
    """The public ids of facts."""
    return [fact.id for fact in facts]
