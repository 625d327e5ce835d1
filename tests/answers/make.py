"""Small corpora for the answers' tests, and one way to ask them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest

from bot.answers.desk import Desk
from bot.answers.model import Answer, Line
from bot.answers.plain import plain
from bot.answers.question import Question, parse_line
from bot.answers.registry import answer
from bot.corpus.model import Article, ArticleFile, Corpus, Event, Figure, Note, Quote, Vocabulary
from bot.errors import InputProblem
from bot.store.compile import compile_corpus
from bot.store.facts import FactStore
from bot.wording.wording import Wording, load

SAY = load()
TODAY = date(2026, 7, 19)


def _term(en: str, *aliases: str, **more: Any) -> dict[str, Any]:
    return {"en": en, "ru": f"{en} ру", "zh": f"{en} 中", "aliases": list(aliases), **more}


def _unit(en: str) -> dict[str, Any]:
    return {"en": en, "ru": f"{en} ру", "zh": f"{en} 中"}


VOCABULARY = Vocabulary.model_validate(
    {
        "format": "1",
        "topics": {
            "gas": _term("Gas", "газ", "天然气"),
            "trade": _term("Trade", "commerce"),
            "treaty": _term("Treaties"),
            "space": _term("Space"),
        },
        "people": {
            "putin": _term("Vladimir Putin", "Putin", "普京", kind="person"),
            "xi": _term("Xi Jinping", "Xi", "习近平", kind="person"),
            "wang-yi": _term("Wang Yi", kind="person"),
            "sco": _term("Shanghai Cooperation Organisation", "SCO", "ШОС", kind="body"),
            "alpha": _term("Anna Alpha", kind="person"),
        },
        "units": {
            "usd-billion": _unit("USD billion"),
            "percent": _unit("{}%"),
            "rank": _unit("rank {}"),
            "bcm": _unit("billion m³ a year") | {"zh": "{}亿立方米/年", "times": {"zh": "10"}},
        },
        "measures": {
            "bilateral-trade": _term(
                "Bilateral trade", "trade", unit="usd-billion", direction=_unit("both directions")
            ),
            "oil-share": _term(
                "Share of oil", unit="percent", direction=_unit("from Russia to China")
            ),
            "trade-rank": _term("Rank as a partner", unit="rank"),
            "plant-capacity": _term("Plant capacity", unit="bcm"),
        },
        "happenings": {
            "signing": _term("The treaty’s signing"),
            "anniversary": _term("The anniversary"),
            "summit": _term("The summit"),
        },
    }
)


def article(key: str, **changes: Any) -> Article:
    """An article; without changes an unsigned, untitled analysis of 24 February 2023."""
    values: dict[str, Any] = {
        "id": key,
        "short": "Unsigned",
        "kind": "analysis",
        "language": "en",
        "published": {"date": "2023-02-24", "basis": "stated", "why": "Its dateline."},
        "coverage": "full",
    }
    return Article.model_validate(values | changes)


ALPHA = article(
    "alpha-2022",
    short="Alpha",
    title="On relations",
    author="Anna Alpha",
    person="alpha",
    kind="opinion",
    published={"date": "2022-02~", "basis": "inferred", "why": "After the Games."},
)
"""Signed, its date inferred."""

BETA = article("beta-2023")
"""Unsigned, its date stated."""

GAMMA = article(
    "gamma-2024",
    short="Gamma",
    author="Carl Gamma",
    kind="news",
    published={"filed_as": "2024", "basis": "filed", "why": "The file’s name."},
)
"""Undated, filed as 2024."""


def note(text: str, **changes: Any) -> Note:
    """A fact editors' note."""
    return Note.model_validate({"text": text, "source": "A record"} | changes)


def event(key: str, when: str | None = None, **changes: Any) -> Event:
    """An event that happened, in the author's voice."""
    values = {
        "id": key,
        "when": when,
        "status": "happened",
        "what": f"{key.capitalize()} takes place.",
        "quote": f"the words of {key}",
    }
    return Event.model_validate(values | changes)


def figure(key: str, measure: str = "bilateral-trade", **changes: Any) -> Figure:
    """A figure of exactly 146.8, in the author's voice."""
    values = {
        "id": key,
        "measure": measure,
        "value": None if {"low", "claim"} & set(changes) else "146.8",
        "relation": "exactly",
        "what": f"What {key} is.",
        "quote": f"the words of {key}",
    }
    return Figure.model_validate(values | changes)


def quote(key: str, *speaker: str, **changes: Any) -> Quote:
    """A statement: reported where it has a speaker, else the author's own."""
    values = {
        "id": key,
        "speaker": speaker,
        "voice": "reported" if speaker else "author",
        "what": f"On {key}.",
        "quote": f"the words of {key}",
    }
    return Quote.model_validate(values | changes)


def file(
    about: Article, *facts: Event | Figure | Quote, retired: tuple[str, ...] = ()
) -> ArticleFile:
    """An article with the facts drawn from it."""
    return ArticleFile(
        format="1",
        article=about,
        events=tuple(fact for fact in facts if isinstance(fact, Event)),
        figures=tuple(fact for fact in facts if isinstance(fact, Figure)),
        quotes=tuple(fact for fact in facts if isinstance(fact, Quote)),
        retired=retired,
    )


def compiled(
    folders: pytest.TempPathFactory,
    *files: ArticleFile,
    seals: dict[str, dict[str, str]] | None = None,
) -> Path:
    """A facts database of some articles."""
    path = folders.mktemp("facts") / "facts.db"
    compile_corpus(Corpus(vocabulary=VOCABULARY, articles=files), seals or {}, "print", path)
    return path


async def ask(
    path: Path,
    line: str | Question,
    *,
    today: date = TODAY,
    zone: str = "UTC",
    zone_of: Literal["server", "default"] = "default",
    say: Wording = SAY,
) -> Answer:
    """The answer to a typed line, such as `/timeline topic:gas`."""
    facts = await FactStore.open(path)
    try:
        question = parse_line(line) if isinstance(line, str) else line
        return answer(question, Desk(facts, say, today, zone, zone_of))
    finally:
        await facts.close()


async def refusal(path: Path, line: str, *, today: date = TODAY, say: Wording = SAY) -> str:
    """What a person is told who typed this line."""
    with pytest.raises(InputProblem) as caught:
        await ask(path, line, today=today, say=say)
    return say.say(caught.value.key, **caught.value.values)


def shown(answer: Answer, say: Wording = SAY) -> str:
    """The whole answer as a person reads it."""
    return plain(answer, say)


def entries(answer: Answer) -> list[str]:
    """Each entry's lines, as a person reads them."""
    return [
        shown(Answer(answer.question, "", (), (entry,))).removeprefix("\n\n")
        for entry in answer.entries
    ]


def heads(answer: Answer) -> list[str]:
    """The first line of each entry: its lead, its text and its marks."""
    return [text.partition("\n")[0] for text in entries(answer)]


def kinds(answer: Answer) -> list[tuple[str, str]]:
    """The kind and text of each line of each entry."""
    lines: list[Line] = [line for entry in answer.entries for line in entry.lines]
    return [(line.kind, line.text) for line in lines]
