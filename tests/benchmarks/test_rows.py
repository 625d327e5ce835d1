"""The aims that were set, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import rows
from tests.benchmarks.compiling import Compiled
from tests.benchmarks.corpora import Measured
from tests.benchmarks.readings import Pair
from tests.benchmarks.reloading import Reloads, Times
from tests.benchmarks.report import Aim
from tests.benchmarks.store import NAMES, Queried
from tests.benchmarks.wire import Replies, Wire

BUNDLED = Measured("5 articles", 500, Path("facts.db"), bundled=True)


def corpus(facts: int) -> Measured:
    """A made-up one."""
    return Measured(f"{facts:,}", facts, Path("facts.db"), bundled=False)


def replies(
    of: Measured, command: str = "fact", *, in_flight: int = 1, median: float = 3, rate: float = 50
) -> Replies:
    """Replies beside bare ones of a median of 2 ms, 100 a second."""
    pair = Pair(median, 2)
    return Replies(command, of, in_flight, pair, pair, pair, Pair(rate, 100), 0.1, 0, 1.0)


@pytest.mark.parametrize(
    ("of", "command", "median", "aim"),
    [
        (BUNDLED, "fact", 3, Aim("median within 1.5", met=True)),
        (corpus(1_000), "fact", 30, None),
        (corpus(100_000), "search", 3.1, Aim("median within 1.5", met=False)),
        (corpus(1_000_000), "fact", 4.1, Aim("median within 2", met=False)),
        (corpus(1_000_000), "search", 6, Aim("median within 3", met=True)),
    ],
)
def test_a_reply_alone_has_an_aim_by_corpus(
    of: Measured, command: str, median: float, aim: Aim | None
) -> None:
    """As a multiple of the bare bot's; a search over a million facts may take longest."""
    [row] = rows.replies([replies(of, command, median=median)])
    assert (row.what, row.aim) == (f"/{command}", aim)


@pytest.mark.parametrize(("rate", "met"), [(69, False), (70, True)])
def test_many_at_once_have_an_aim_of_their_own(rate: float, met: bool) -> None:
    """At least 0.7 of what the bare bot answers in a second."""
    [row] = rows.replies([replies(corpus(1_000), in_flight=64, rate=rate)])
    assert row.aim == Aim("a second, 0.7 or more", met)


def test_growth_is_from_a_thousand_to_a_million_facts() -> None:
    """For each command that was asked of both; what is between does not count."""
    found = [
        replies(corpus(1_000), median=3),
        replies(corpus(100_000), median=1),
        replies(corpus(1_000_000), median=4.5),
        replies(corpus(1_000_000), in_flight=64, median=90),
        replies(corpus(1_000_000), "help", median=9),
    ]
    [row] = rows.growth(found)
    assert (row.what, row.median) == ("growth, fact", Pair(4.5, 3))
    assert row.aim == Aim("median within 1.5", met=True)


@pytest.mark.parametrize(("facts", "aim"), [(1_000, None), (1_000_000, "p99 under 2 ms")])
def test_autocomplete_has_an_aim_at_a_million_facts(facts: int, aim: str | None) -> None:
    """Whatever stands beside it."""
    queried = Queried(NAMES, corpus(facts), Pair(0.1), Pair(1.9), Pair(0.1), Pair(1.9))
    [row] = rows.store([queried])
    assert row.aim == (Aim(aim, met=True) if aim else None)


def test_memory_is_judged_where_few_questions_were_asked() -> None:
    """Over the bundled facts; what it is in the end is only shown."""
    wire = Wire((replies(BUNDLED),), {500: Pair(80, 40), 9000: Pair(90, 40)})
    assert [(row.what, row.aim) for row in rows.memory([wire])] == [
        ("resident memory after 500 answers, MiB", Aim("within 1.6", met=False)),
        ("resident memory after 9,000 answers, MiB", None),
    ]


def test_compiling_is_judged_at_a_hundred_thousand_facts() -> None:
    """By seconds and by the process's peak."""
    found = [Compiled(100_000, 5.0, 4.8, 210.0, 80.0), Compiled(1_000, 7.0, 7.0, 300.0, 80.0)]
    assert [row.aim for row in rows.compiling(found)] == [
        Aim("6 seconds", met=True),
        Aim("200 MiB", met=False),
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("of", "previewed", "met"),
    [
        (BUNDLED, 400, [True, False, True, False]),
        (BUNDLED, 600, [False, False, True, False]),
        (corpus(100_000), 1_400, [True, True, True, False]),
        (corpus(1_000), 1, []),
    ],
)
def test_a_reload_is_judged_by_corpus(of: Measured, previewed: float, met: list[bool]) -> None:
    """By its median times, the longest lag, and what others wait beside what they else wait."""
    reloads = Reloads(
        corpus=of.name,
        facts=of.facts,
        bundled=of.bundled,
        first=90_000,
        preview=Times(previewed, 2_000),
        live=Times(9_000, 12_000),
        cpu=700,
        lag=Pair(0.2, 0.1),
        lag_p99=Pair(2, 1),
        lag_longest=Pair(19, 4),
        worked=Pair(9, 3),
        others=Pair(5, 3),
        others_p99=Pair(9, 3),
    )
    aims = [row.aim for row in rows.reloads([reloads])]
    assert [aim.met for aim in aims if aim is not None] == met
