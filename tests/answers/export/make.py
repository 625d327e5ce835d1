"""Facts of every kind to take along, and the desk that they are exported at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from bot.answers.desk import Desk
from bot.answers.export.collect import Export, collect
from bot.answers.question import Question, parse_line
from bot.corpus.model import Event, Figure, Kind, Quote
from bot.store.facts import FactStore
from bot.store.models import Told
from tests.answers.make import (
    ALPHA,
    BETA,
    GAMMA,
    SAY,
    article,
    compiled,
    event,
    figure,
    file,
    note,
    quote,
)

T = TypeVar("T")
TODAY = date(2026, 7, 19)
STAMP = datetime(2026, 7, 19, 12, 30, tzinfo=UTC)
HOSTILE = '=HYPERLINK("http://evil.example";"x") | `a` *b* [c](javascript:d) <e> @f \u202eg'

DELTA = article(
    "delta-2025",
    short="Delta",
    title="Trade, again",
    author="Dora Delta",
    author_role="an economist",
    outlet="The Daily",
    url="https://daily.example/trade",
    kind="news",
    published={"date": "2025-03", "basis": "stated", "why": "Its masthead."},
)
"""With everything that an article can have."""


def compared(folders: pytest.TempPathFactory) -> Path:
    """A measure and an event told by two articles, alike and otherwise; an empty claim."""
    return compiled(
        folders,
        file(
            ALPHA,
            figure("floor", value="100", relation="over", period="2018/.."),
            figure("year", value="146.8", period="2021"),
            event("day", "2001-07-19", happening="signing"),
            *(figure(f"v{n}", "oil-share", value=str(10 + n), period="2020") for n in range(4)),
        ),
        file(
            BETA,
            figure("same", value="146.80", period="2021"),
            figure("record", claim="record high", relation="claim", as_of="2022"),
            event("year", "2001", happening="signing"),
            figure("share", "oil-share", value="30", period="2020"),
        ),
    )


def facts(folders: pytest.TempPathFactory) -> Path:
    """Events of each precision, figures of each shape, quotes of each voice, hostile words."""
    return compiled(
        folders,
        file(
            ALPHA,
            event(
                "signing",
                "2001-07-19",
                what="The treaty is signed.",
                topics=["treaty", "gas"],
                people=["putin", "sco"],
                happening="signing",
                notes=[
                    note("It was the 16th.", disputes="when", rival="2001-07-16"),
                    note("Spelled otherwise.", source="Another record"),
                ],
            ),
            event("month", "2023-03", topics="gas"),
            event("span", "2022/2023", topics="gas"),
            event("open", "2013/..", status="ongoing", topics="gas"),
            event("bounded", "2013/", topics="gas"),
            event("decade", "196X", topics="gas"),
            event("season", "2021-24", topics="gas"),
            event("about", "1994~", derived_from="then", derived_how="It says so.", topics="gas"),
            event("undated", when_words="long ago", topics="gas"),
            event("plan", "2030", status="planned", topics="gas"),
            figure("loss", value="-3.50", period="2021", topics="gas"),
            figure("range", low="2", high="3", relation="between", as_of="2020", topics="gas"),
            figure("record", claim="record high", relation="claim", topics="gas"),
            quote("said", "xi", voice="direct", quote="“We shall”", when="2020", topics="gas"),
            quote("told", "wang-yi", occasion="At a meeting.", topics="gas"),
        ),
        file(BETA, event("told-signing", "2001", happening="signing", topics="treaty")),
        file(GAMMA, event("hostile", "2020-02-29", what=HOSTILE, quote=HOSTILE, topics="gas")),
        file(DELTA, figure("share", "oil-share", value="12.0", relation="over", topics="trade")),
        seals={"alpha-2022": {"signing": "10-20:abc"}},
    )


@asynccontextmanager
async def desk_of(path: Path) -> AsyncIterator[Desk]:
    """A desk over compiled facts."""
    store = await FactStore.open(path)
    try:
        yield Desk(store, SAY, TODAY, "UTC")
    finally:
        await store.close()


async def exported(path: Path, line: str, form: Callable[[Export, Desk], T]) -> T:
    """What `form` makes of the answer to a typed line."""
    async with desk_of(path) as desk:
        return form(collect(parse_line(line), desk), desk)


@contextmanager
def open_desk(path: Path) -> Iterator[Desk]:
    """The same for tests that are no coroutines, as those of many examples."""
    with asyncio.Runner() as runner:
        opened = desk_of(path)
        desk = runner.run(opened.__aenter__())
        try:
            yield desk
        finally:
            runner.run(opened.__aexit__(None, None, None))


def export_of(*told: Event | Figure | Quote) -> Export:
    """These facts, as if Alpha told them."""
    kinds: dict[type, Kind] = {Event: "event", Figure: "figure", Quote: "quote"}
    found = tuple(Told(kinds[type(fact)], ALPHA.id, fact, None) for fact in told)
    return Export(Question("timeline"), "Timeline", True, found)
