"""`/compare` through a simulated Discord: accounts, verdicts, pages and source words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end import harbour
from tests.end_to_end.conftest import compiled
from tests.end_to_end.scene import Scene

REED = "-# [1] Reed (opinion), 1 March 2020"
LEDGER: dict[str, Any] = {
    "format": "1",
    "article": {
        "id": "ledger-2021",
        "short": "Ledger",
        "kind": "report",
        "language": "en",
        "published": {"date": "2021-03-01", "basis": "stated", "why": "Printed above the text."},
        "coverage": "full",
    },
    "figures": [
        {"id": "cargo-2015", "measure": "cargo", "value": "147", "relation": "exactly",
         "period": "2015", "what": "Cargo of 2015.",
         "quote": "147 thousand tonnes of cargo in 2015"},
        {"id": "cargo-2019", "measure": "cargo", "value": "90", "relation": "exactly",
         "period": "2019", "what": "Cargo of 2019.",
         "quote": "90 thousand tonnes of cargo in 2019"},
        *(
            {"id": f"passengers-{year}", "measure": "passengers", "value": "200",
             "relation": "exactly", "period": str(year), "what": f"Passengers of {year}.",
             "quote": f"200 thousand people took the ferry in {year}"}
            for year in range(1980, 1990)
        ),
    ],
}  # fmt: skip
"""Another article's figures of what Reed gives: rounded, at odds, and for ten years another one."""


@pytest.fixture(scope="module")
def two_ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts with two articles' figures of cargo and passengers."""
    folder = tmp_path_factory.mktemp("ledgers")
    harbour.write(folder, articles=(*harbour.ARTICLES, LEDGER))
    return compiled(folder)


@pytest.fixture
async def ledgers(two_ledgers: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    """The bot over these."""
    async with Scene.open(two_ledgers, tmp_path / "state") as opened:
        yield opened


async def test_two_accounts_of_one_event(scene: Scene) -> None:
    """Dates, words and marks side by side; the verdict below; the note's rival date is no side."""
    answer = await scene.ask("compare", what="ferry-opened")
    assert answer.texts == [
        (
            "### Compare: Ferry line\n"
            "-# 2 accounts from 2 of 3 articles\n"
            "-# Verdicts use the dates only; they never say who is right."
        ),
        (
            "**19 July 2001:** The ferry line to Eastport opens. (date disputed) [1]\n"
            "> On 19 July 2001 the ferry line to Eastport opened [1]\n\n"
            "**2001:** The ferry line opens. [2]\n"
            "> the ferry line opened in 2001 [2]\n\n"
            "**19 July 2001 / 2001: compatible.** Day against year: one lies within the other."
            " [1] [2]\n\n"
            "-# **Fact editors’ note, date disputed, elsewhere 16 July 2001:** The timetable gives"
            " 16 July. (Source: Timetable of the line) This is about: 19 July 2001 [1]\n"
            "-# **Fact editors’ note:** The ferry had another name then. (Source: Register of"
            " ships) This is about: 19 July 2001 [1]\n\n"
            "-# All in the authors’ own voice."
        ),
        f"{REED}\n-# [2] Unsigned (analysis), about June 2021 (inferred)",
    ]
    assert answer.buttons["Show source words"]
    words = await scene.private_copy(answer, "Show source words")
    assert "reed-2020/ferry-opened" in words.text
    assert "bridge-2021/ferry-line" in words.text


async def test_two_articles_figures(ledgers: Scene) -> None:
    """A rounded value, a floor whose period holds a lower one, and a claim without a number."""
    answer = await ledgers.ask("compare", what="cargo")
    assert "5 results from 2 of 4 articles" in answer.text
    verdicts = [line for line in answer.text.splitlines() if "compa" in line and "**" in line]
    assert verdicts == [
        (
            "**2015: compatible.** Rounding can account for it: 147 thousand tonnes;"
            " 146.8 thousand tonnes. [1] [2]"
        ),
        "**2017: not comparable.** Without a number there is nothing to compare. [2]",
        (
            "**Since 2018 / 2019: not comparable.** One period is part of the other, but what is"
            " said of a whole period need not hold for its part: over 100 thousand tonnes;"
            " 90 thousand tonnes. [2] [1]"
        ),
    ]


async def test_each_page_has_its_own_verdicts(ledgers: Scene) -> None:
    """Ten years, two values each: every year is judged once, over all pages."""
    answer = await ledgers.ask("compare", what="passengers")
    judged = answer.text.count(": different.**")
    for _ in range(2):
        await ledgers.press(answer, "Next")
        judged += answer.text.count(": different.**")
    assert "page 3 of 3" in answer.scope[0]
    assert judged == 10


@pytest.mark.parametrize("what", ["cargo", "passengers"])
async def test_one_article_alone_has_nothing_to_be_compared_with(scene: Scene, what: str) -> None:
    """Its values are shown, and that no other article gives any."""
    answer = await scene.ask("compare", what=what)
    assert "-# Only one article tells of it: there is nothing to compare it with." in answer.text
    assert "compatible" not in answer.text
    assert "different" not in answer.text


async def test_a_name_that_is_none_is_answered_privately(scene: Scene) -> None:
    """With the nearest name, whichever kind it is of."""
    answer = await scene.ask("compare", what="ferry lime")
    assert answer.private
    assert "Did you mean “Ferry line”?" in answer.text


async def test_it_is_answered_in_private_when_asked_so(scene: Scene) -> None:
    """The option that every look-up has."""
    assert (await scene.ask("compare", what="cargo", private=True)).private
