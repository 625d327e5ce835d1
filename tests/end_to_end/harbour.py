"""A small corpus of the tests' own: three made-up articles on the harbour of Lowmere.

It has more than one page of everything, a happening that two articles tell, a disputed date,
plans, undated facts, notes too long for one message, and facts full of markup.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LONG_ALIAS = "whatever turns or burns or glows or hums in the town of Lowmere or in Eastport"
"""A name of the topic Energy that does not fit into a button's id."""

TURBINES = [
    "Alder",
    "Apple",
    "Ash",
    "Aspen",
    "Beech",
    "Birch",
    "Cedar",
    "Cherry",
    "Cypress",
    "Elder",
    "Elm",
    "Fir",
    "Hawthorn",
    "Hazel",
    "Holly",
    "Juniper",
    "Larch",
    "Laurel",
    "Lime",
    "Maple",
    "Oak",
    "Olive",
    "Pear",
]
"""One a year from 1951 on: three pages of a timeline."""

FIRST_TURBINE = 1951
PADDING = (
    "Of this the people along the quays went on to speak at great length over their soup and"
    " bread, as they do of everything that comes and goes, and nobody there wrote it down."
)
LONG_LINE = (
    "On the tunnel, which the Council has promised in so many words at every meeting of every"
    " spring and every autumn for as long as anyone remembers."
)
LONG_NOTE = "The map in the museum shows otherwise, and so does the chart beside it. " * 9
LONG_SOURCE = "Lowmere Museum, catalogue of maps and charts, with remarks by many hands. " * 9


def _term(en: str, ru: str, zh: str, *aliases: str, **more: Any) -> dict[str, Any]:
    return {"en": en, "ru": ru, "zh": zh, "aliases": list(aliases), **more}


VOCABULARY: dict[str, Any] = {
    "format": "1",
    "topics": {
        "energy": _term("Energy", "Энергетика", "能源", "power", LONG_ALIAS),
        "harbour": _term("Harbour", "Гавань", "港口", "port"),
        "trade": _term("Trade", "Торговля", "贸易", "commerce"),
        "old-maps": _term("Old maps", "Старые карты", "旧地图"),
        "names": _term("Names", "Имена", "名称"),
        "space": _term("Space", "Космос", "航天"),
    },
    "people": {
        "ann-reed": _term("Ann Reed", "Анн Рид", "安·里德", kind="person"),
        "bo-lind": _term("Bo Lind", "Бу Линд", "林博", "Lind", kind="person"),
        "council": _term("Harbour Council", "Совет гавани", "港务局", "HC", "ГС", kind="body"),
        "eastport": _term("Eastport", "Истпорт", "东港", kind="body"),
    },
    "units": {
        "tonnes": {"en": "thousand tonnes", "ru": "тыс. тонн", "zh": "千吨"},
        "people": {"en": "thousand people", "ru": "тыс. человек", "zh": "千人"},
    },
    "measures": {
        "cargo": _term(
            "Cargo",
            "Грузы",
            "货物",
            "freight",
            unit="tonnes",
            direction={"en": "from Lowmere to Eastport", "ru": "из Лоумира", "zh": "洛米尔"},
        ),
        "passengers": _term("Ferry passengers", "Пассажиры", "乘客", unit="people"),
    },
    "happenings": {"ferry-opened": _term("Ferry line", "Паром", "渡轮")},
}


def _event(key: str, when: str | None, what: str, quote: str, **more: Any) -> dict[str, Any]:
    fact = {"id": key, "status": "happened", "what": what, "quote": quote, **more}
    return {**fact, "when": when} if when else fact


def _map(number: int) -> dict[str, Any]:
    year = 1880 + number
    note = {"text": LONG_NOTE, "source": LONG_SOURCE, "disputes": "when", "rival": str(year + 10)}
    return _event(
        f"map-{number}", str(year), "A map of the bay is drawn.",
        f"a map of the bay was drawn in {year}", topics=["old-maps"], notes=[note],
    )  # fmt: skip


REED: dict[str, Any] = {
    "format": "1",
    "article": {
        "id": "reed-2020",
        "short": "Reed",
        "title": "The quays of Lowmere",
        "author": "Ann Reed",
        "person": "ann-reed",
        "author_role": "harbour master, retired",
        "kind": "opinion",
        "outlet": "Lowmere Gazette",
        "language": "en",
        "published": {"date": "2020-03-01", "basis": "stated", "why": "Printed above the text."},
        "coverage": "full",
    },
    "events": [
        _event(
            "ferry-opened", "2001-07-19", "The ferry line to Eastport opens.",
            "On 19 July 2001 the ferry line to Eastport opened", happening="ferry-opened",
            topics=["harbour", "trade"], people=["council", "bo-lind"],
            notes=[
                {"text": "The timetable gives 16 July.", "source": "Timetable of the line",
                 "disputes": "when", "rival": "2001-07-16"},
                {"text": "The ferry had another name then.", "source": "Register of ships"},
            ],
        ),
        _event(
            "crane", "2010-07", "The old crane is taken down.",
            "in July 2010 the old crane was taken down", topics=["harbour"],
        ),
        _event(
            "council-founded", "1949-10-01", "The Harbour Council is founded.",
            "the Council was founded on 1 October 1949", topics=["harbour"], people=["council"],
        ),
        _event(
            "tunnel", "2025", "A tunnel to Eastport is to open.",
            "a tunnel to Eastport is to open in 2025", status="planned", topics=["harbour"],
            people=["eastport"],
        ),
        _event(
            "dredging", "2013/..", "The channel is dredged every spring.",
            "since 2013 the channel has been dredged", status="ongoing", topics=["harbour"],
        ),
        _event(
            "pier", None, "A new pier is built.", "a new pier was built before long",
            when_words="before long", topics=["harbour"],
        ),
        _event(
            "strike", "2019", "The dockers strike.", "last year the dockers struck",
            derived_from="last year", derived_how="The article is of 2020.", topics=["trade"],
        ),
        *(
            _event(
                f"turbine-{name.lower()}", str(FIRST_TURBINE + index),
                f"Turbine {name} begins to turn.",
                f"in {FIRST_TURBINE + index} turbine {name} began to turn", topics=["energy"],
            )
            for index, name in enumerate(TURBINES)
        ),
        *(_map(number) for number in (1, 2, 3)),
    ],
    "figures": [
        {"id": "cargo-2015", "measure": "cargo", "value": "146.8", "relation": "exactly",
         "period": "2015", "what": "Cargo of 2015.", "topics": ["trade"],
         "quote": "in 2015 the cargo came to 146.8 thousand tonnes"},
        {"id": "cargo-2018", "measure": "cargo", "value": "100", "relation": "over",
         "period": "2018/..", "what": "Cargo since 2018.", "topics": ["trade"],
         "quote": "since 2018 it has stood at over 100 thousand tonnes"},
        {"id": "cargo-record", "measure": "cargo", "relation": "claim", "claim": "a record high",
         "period": "2017", "what": "A record.", "topics": ["trade"],
         "quote": "reached a record high in 2017"},
        *(
            {"id": f"passengers-{year}", "measure": "passengers", "value": str(year - 1900),
             "relation": "about", "period": str(year), "what": f"Passengers of {year}.",
             "topics": ["harbour"],
             "quote": f"in {year} about {year - 1900} thousand people took the ferry"}
            for year in range(1980, 1990)
        ),
    ],
    "quotes": [
        {"id": "lind-direct", "speaker": "bo-lind", "voice": "direct", "what": "On the ferry.",
         "topics": ["trade"], "people": ["bo-lind"], "occasion": "At the opening.",
         "quote": "“We sail in any weather”"},
        {"id": "lind-reported", "speaker": "bo-lind", "voice": "reported", "topics": ["harbour"],
         "what": "On the tunnel.", "quote": "Lind thought the tunnel a costly dream"},
        *(
            {"id": f"view-{thing}", "what": f"On the {thing}.", "topics": ["harbour"],
             "quote": f"the {thing} deserve better than to be forgotten"}
            for thing in ("quays", "cranes", "ropes", "bells", "lamps", "gulls", "nets")
        ),
    ],
    "retired": ["old-mill"],
}  # fmt: skip

BRIDGE: dict[str, Any] = {
    "format": "1",
    "article": {
        "id": "bridge-2021",
        "short": "Unsigned",
        "kind": "analysis",
        "language": "en",
        "published": {"date": "2021-06~", "basis": "inferred", "why": "It names the new bridge."},
        "coverage": "full",
    },
    "events": [
        _event(
            "ferry-line", "2001", "The ferry line opens.", "the ferry line opened in 2001",
            happening="ferry-opened", topics=["harbour"], people=["bo-lind"],
        ),
        _event(
            "star", "1990", "The *Star* opens [its doors](https://evil.example) to @everyone <@1>.",
            "in 1990 the *Star* | opened its `doors` to @everyone", topics=["names"],
        ),
    ],
}  # fmt: skip

HALL: dict[str, Any] = {
    "format": "1",
    "article": {
        "id": "hall-2022",
        "short": "Hall",
        "author": "Ida Hall",
        "kind": "news",
        "language": "en",
        "published": {"filed_as": "2022", "basis": "filed", "why": "The file's name."},
        "coverage": "full",
    },
    "quotes": [
        {"id": "council-view", "speaker": "council", "voice": "reported", "what": LONG_LINE,
         "quote": "the Council calls the tunnel certain", "topics": ["harbour"]},
    ],
}  # fmt: skip

ARTICLES = (REED, BRIDGE, HALL)


def write(folder: Path, *, articles: tuple[dict[str, Any], ...] = ARTICLES) -> None:
    """Write `facts/` without seals and the `texts/` behind it into a folder."""
    facts, texts = folder / "facts", folder / "texts"
    (facts / "articles").mkdir(parents=True)
    (facts / "seals").mkdir()
    texts.mkdir()
    # JSON is YAML too, and quotes whatever has to be quoted.
    (facts / "vocabulary.yaml").write_text(_yaml(VOCABULARY), encoding="utf-8")
    for file in articles:
        name = file["article"]["id"]
        (facts / "articles" / f"{name}.yaml").write_text(_yaml(file), encoding="utf-8")
        (texts / f"{name}.txt").write_text(text_of(file), encoding="utf-8")


def text_of(file: dict[str, Any]) -> str:
    """A text that says what the facts of an article quote, and a good deal besides."""
    facts = [fact for kind in ("events", "figures", "quotes") for fact in file.get(kind, ())]
    return "\n".join(f"They say: {fact['quote']}. {PADDING}" for fact in facts)


def _yaml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
