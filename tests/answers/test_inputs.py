"""What people type: dates and names as they are meant, or an exact explanation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from bot.corpus.typed_dates import TypedDateCode
from tests.answers.make import (
    ALPHA,
    BETA,
    SAY,
    ask,
    compiled,
    event,
    figure,
    file,
    quote,
    refusal,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles, so that every kind of name has something to mean."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event("one", "2021-05-10", topics="gas", people=("putin", "xi", "sco")),
            quote("two", "putin"),
        ),
        file(BETA, event("three", "2022"), figure("four", period="2021")),
    )


PROBLEMS = {
    "unreadable": (
        "/timeline from:soon",
        (
            "I can’t read “soon” as a date."
            " Try 2021, May 2021, 2001-07-19, 19 July 2001 or 19.07.2001."
        ),
    ),
    "ambiguous-slash": (
        "/timeline from:03/04/2001",
        (
            "“03/04/2001” can be 3 April 2001 or 4 March 2001."
            " Write the month as a word, or the date as 2001-07-19."
        ),
    ),
    "impossible-month": (
        "/timeline from:2021-13",
        "There is no month 13: “2021-13”. Months go from 1 to 12; try May 2021 or 2021-05.",
    ),
    "impossible-day": (
        "/timeline to:29 February 2021",
        "There is no such day as “29 February 2021”: February 2021 has 28 days.",
    ),
    "year-too-short": (
        "/timeline from:19.07.01",
        "Please write the year of “19.07.01” with four digits, such as 2021.",
    ),
    "year-out-of-range": (
        "/timeline from:0000",
        "“0000” has no year that I can look up; years go from 1 to 9999.",
    ),
    "reversed": (
        "/timeline from:May 2021 to:19 July 2001",
        (
            "The time asked for runs backwards: it starts at May 2021 and ends at 19 July 2001."
            " Swap the two dates."
        ),
    ),
    "unbounded": (
        "/timeline from:../..",
        "“../..” has neither a start nor an end. Give at least one of them.",
    ),
    "year-missing": (
        "/timeline to:19 July",
        "“19 July” needs a year here. Add one to the option to: such as 19 July 2021.",
    ),
    "not-a-day": (
        "/onthisday day:196X",
        "“1960s” is no single day. Give a day and a month, such as 19 July.",
    ),
}


@pytest.mark.parametrize("code", get_args(TypedDateCode))
async def test_every_fault_of_a_date_is_explained_exactly(facts: Path, code: str) -> None:
    """What is wrong, with the text as typed, and what to type instead."""
    line, told = PROBLEMS[code]
    assert await refusal(facts, line) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "/timeline from:2022/2021",
            (
                "The time asked for runs backwards: it starts at 2022 and ends at 2021."
                " Swap the two dates."
            ),
        ),
        (
            "/onthisday day:03/04",
            (
                "“03/04” can be 3 April or 4 March."
                " Write the month as a word, or the date as 2001-07-19."
            ),
        ),
        (
            "/onthisday day:31 June",
            "There is no such day as “31 June”: June has 30 days.",
        ),
        (
            "/onthisday day:July",
            "“July” is no single day. Give a day and a month, such as 19 July.",
        ),
        (
            "/figures from:July",
            "“July” needs a year here. Add one to the option from: such as July 2021.",
        ),
        (
            f"/timeline from:{'x' * 90}",
            (
                f"I can’t read “{'x' * 60}” as a date."
                " Try 2021, May 2021, 2001-07-19, 19 July 2001 or 19.07.2001."
            ),
        ),
    ],
)
async def test_faults_without_a_year_or_within_one_text(facts: Path, line: str, told: str) -> None:
    """A month without a year, an interval typed as one text, a text too long to repeat."""
    assert await refusal(facts, line) == told


@pytest.mark.parametrize(
    ("options", "title"),
    [
        ("from:2021 to:2021", "2021"),
        ("from:2020 to:2022", "2020 to 2022"),
        ("from:May 2021 to:May 2021", "May 2021"),
        ("from:2021 to:May 2022", "January 2021 to May 2022"),
        ("from:10.05.2021 to:2021-05-10", "10 May 2021"),
        ("from:May 2021 to:2021-06-15", "1 May 2021 to 15 June 2021"),
        ("from:May 2021", "from May 2021"),
        ("from:2021", "from 2021"),
        ("to:February 2024", "until February 2024"),
        ("to:2022", "until 2022"),
        ("to:2021-05-10", "until 10 May 2021"),
        ("from:2021-01-01 to:2021-01-01", "1 January 2021"),
        ("from:2013/..", "from 2013"),
        ("from:the 2010s to:2021", "2010 to 2021"),
        ("from:yesterday", "from 18 July 2026"),
    ],
)
async def test_a_range_is_named_as_it_was_typed(facts: Path, options: str, title: str) -> None:
    """A month that was asked for is not named by its days."""
    answer = await ask(facts, f"/timeline {options}", today=date(2026, 7, 19))
    assert answer.title.split(" – ")[0] == f"Timeline: {title}"


async def test_an_open_end_is_no_end(facts: Path) -> None:
    """`to:2013/..` leaves the end open: that is everything."""
    answer = await ask(facts, "/timeline to:2013/..")
    assert answer.title == "Timeline: everything"
    assert len(answer.entries) == 2


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("/timeline topic:gas", "Timeline: Gas"),
        ("/timeline topic:天然气", "Timeline: Gas"),
        ("/timeline person:普京", "Timeline: Vladimir Putin"),
        ("/timeline person:ШОС", "Timeline: Shanghai Cooperation Organisation"),
        ("/timeline article:Anna Alpha", "Timeline: alpha-2022"),
        ("/figures what:BILATERAL TRADE", "Figures: Bilateral trade"),
        ("/quote speaker:vladimir putin", "Quotes: Vladimir Putin"),
        (
            "/timeline topic:gas person:Xi from:2021 to:2021 article:alpha-2022",
            "Timeline: Gas, Xi Jinping, alpha-2022, 2021",
        ),
    ],
)
async def test_names_are_taken_by_key_label_and_alias(facts: Path, line: str, title: str) -> None:
    """In any language and case, and the title names what was meant."""
    assert (await ask(facts, line)).title == title


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/timeline topic:treatise", "There is no topic “treatise”. Did you mean “Treaties”?"),
        (
            "/timeline person:Putim",
            (
                "No person or body “Putim” is named in the articles’ facts."
                " Did you mean “Vladimir Putin”?"
            ),
        ),
        (
            "/quote speaker:Putim",
            ("Nobody called “Putim” is quoted in the articles. Did you mean “Vladimir Putin”?"),
        ),
        (
            "/figures what:bilateral",
            "The articles’ figures have no measure “bilateral”. Did you mean “Bilateral trade”?",
        ),
        (
            "/timeline topic:t",
            "There is no topic “t”. Did you mean “Trade” or “Treaties”?",
        ),
        (
            "/timeline article:alpa",
            "No single article is called “alpa”. Did you mean “alpha-2022”?",
        ),
    ],
)
async def test_an_unknown_name_brings_those_that_come_near(
    facts: Path, line: str, told: str
) -> None:
    """Never a guess taken for the answer: the person picks."""
    assert await refusal(facts, line) == told


async def test_the_only_name_with_all_of_several_words_is_taken(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """In their order, and the title says which it is; one word, or a word too many, is none."""
    path = compiled(tmp_path_factory, file(ALPHA, figure("a", "trade-rank", value="1")))
    for line in ("/figures what:rank partner", "/compare what:Rank As"):
        assert (await ask(path, line)).title.endswith(": Rank as a partner")
    for line in ("/figures what:rank", "/figures what:partner rank", "/compare what:rank"):
        assert (await refusal(path, line)).endswith("Did you mean “Rank as a partner”?")


@pytest.mark.parametrize(
    ("option", "key"),
    [
        ("/timeline topic:", "input.no-topic"),
        ("/timeline person:", "input.no-person"),
        ("/quote speaker:", "input.no-speaker"),
        ("/figures what:", "input.no-measure"),
        ("/timeline article:", "input.no-article"),
    ],
)
async def test_a_name_like_no_other_is_told_where_to_look(
    facts: Path, option: str, key: str
) -> None:
    """The text is repeated as typed, markup and all, but not at any length."""
    assert await refusal(facts, f"{option}**qqqq**") == SAY.say(key, text="**qqqq**")
    assert await refusal(facts, f"{option}{'q' * 99}") == SAY.say(key, text="q" * 60)


async def test_a_speaker_is_someone_who_is_quoted(facts: Path) -> None:
    """Xi is named in the facts, but says nothing in them."""
    assert (await refusal(facts, "/quote speaker:Xi")).startswith(
        "Nobody called “Xi” is quoted in the articles."
    )
