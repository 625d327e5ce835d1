"""What the lists share: which page is shown, and what is near where nothing fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.lists import page_number
from bot.answers.question import Question
from tests.answers.make import (
    ALPHA,
    BETA,
    GAMMA,
    ask,
    compiled,
    event,
    figure,
    file,
    heads,
    quote,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many events of 1950, few later, one long one; figures of several measures."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            *(event(f"day-{n:03}", f"1950-{n // 28 + 1:02}-{n % 28 + 1:02}") for n in range(120)),
            event("long", "1940/1979", topics="trade"),
            event("early", "1960", topics="trade"),
            event("ongoing", "1990/..", status="ongoing", topics="treaty"),
        ),
        file(
            BETA,
            event("after", "2020", topics="trade"),
            event("later", "2022", topics="trade"),
            event("latest", "2023", topics="trade"),
            event("recent", "2022-06", topics="treaty"),
            figure("rank", "trade-rank", period="2010"),
            figure("share", "oil-share", period="1999"),
            figure("trade", period="1970"),
            figure("early-trade", period="1969"),
        ),
        file(GAMMA, quote("view", topics="space"), figure("cost", topics="space")),
    )


@pytest.mark.parametrize(
    ("page", "total", "expected"),
    [
        (1, 0, (1, 1)),
        (1, 10, (1, 1)),
        (2, 11, (2, 2)),
        (3, 11, (2, 2)),
        (10**7, 30, (3, 3)),
    ],
)
def test_a_page_beyond_the_end_is_the_last(
    page: int, total: int, expected: tuple[int, int]
) -> None:
    """There is always one page at least."""
    assert page_number(Question("timeline", page=page), total, 10) == expected


async def test_the_nearest_is_what_ends_last_and_begins_first(facts: Path) -> None:
    """A long period that ended in 1979 is nearer to 1985 than what followed its start."""
    answer = await ask(facts, "/timeline topic:trade from:1985 to:1986")
    assert heads(answer)[1:] == [
        "1940 to 1979  Long takes place. [1]",
        "1960  Early takes place. [1]",
        "2020  After takes place. [2]",
        "2022  Later takes place. [2]",
    ]


async def test_the_nearest_of_very_many_are_the_nearest(facts: Path) -> None:
    """Of 120 days that come before, the last two; nothing is asked for more than that."""
    answer = await ask(facts, "/timeline article:alpha-2022 from:May 1951 to:December 1951")
    assert answer.title == "Timeline: alpha-2022, May 1951 to December 1951"
    answer = await ask(facts, "/timeline article:alpha-2022 from:1980 to:1981")
    assert heads(answer)[1:] == [
        "1940 to 1979  Long takes place. [1]",
        "1960  Early takes place. [1]",
        "Since 1990  Ongoing takes place. (ongoing, as of about February 2022) [1]",
    ]


async def test_an_open_period_is_as_near_as_its_article(facts: Path) -> None:
    """It reaches to February 2022: of March 2022 it comes before, and not beyond."""
    answer = await ask(facts, "/timeline topic:treaty from:March 2022 to:April 2022")
    assert heads(answer)[1:] == [
        "Since 1990  Ongoing takes place. (ongoing, as of about February 2022) [1]",
        "June 2022  Recent takes place. [2]",
    ]


async def test_figures_of_several_measures_are_near_in_time(facts: Path) -> None:
    """The list goes by measure; what is offered goes by the days between."""
    answer = await ask(facts, "/figures from:1985 to:1986")
    assert [told.figure.period.text for told in answer.facts if told.figure.period] == [
        "1969",
        "1970",
        "1999",
        "2010",
    ]


async def test_what_only_other_lists_have_is_named(facts: Path) -> None:
    """No event on space; the lines to ask for its figure and its quote are given as typed."""
    answer = await ask(facts, "/timeline topic:Space")
    assert answer.title == "Timeline: Space – the articles do not say"
    assert answer.entries == ()
    assert answer.closing == (
        "Elsewhere: /figures topic:Space: 1 result; /quote topic:Space: 1 result.",
    )


async def test_options_that_have_nothing_anywhere_offer_nothing(facts: Path) -> None:
    """Of gas no list has anything, and nothing is put in its place."""
    answer = await ask(facts, "/timeline topic:gas")
    assert (answer.entries, answer.closing, answer.found) == ((), (), False)
    assert answer.scope == (
        (
            "All 3 articles were searched, the newest: undated (filed as 2024)."
            " Their dated events: 1940 to 2023."
        ),
    )
