"""`/article`: who wrote it, of what kind, when and how that is known, what was drawn from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.answers.make import (
    ALPHA,
    BETA,
    article,
    ask,
    compiled,
    event,
    figure,
    file,
    note,
    quote,
    refusal,
    shown,
)

FULL = article(
    "delta-2023",
    short="Unsigned",
    title="All of it",
    author="Dora Delta",
    author_role="Director of the institute",
    kind="opinion",
    kind_why="It argues.",
    outlet="The Daily",
    url="https://example.org/delta",
    language="ru",
    published={"filed_as": "2023", "basis": "filed", "why": "The file’s name."},
    coverage="partial",
    notes=[note("A copy is dated 14 January.", source="Another copy.")],
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles, and one of them with every field."""
    return compiled(
        tmp_path_factory,
        file(ALPHA, event("a"), event("b"), figure("c")),
        file(BETA, quote("d")),
        file(FULL),
    )


async def test_without_an_article_all_are_named(facts: Path) -> None:
    """Author, kind, date and its basis, what was drawn from it, and how to ask for it."""
    assert shown(await ask(facts, "/article")) == (
        "The 3 articles\n"
        "  Inclusion is not endorsement: each article speaks for itself.\n"
        "\n"
        "On relations  Anna Alpha (opinion), about February 2022 (inferred)\n"
        "    2 events, 1 figure and 0 quotes · article:alpha-2022\n"
        "\n"
        "Untitled text beta-2023  Unsigned (analysis), 24 February 2023\n"
        "    0 events, 0 figures and 1 quote · article:beta-2023\n"
        "\n"
        "All of it  Dora Delta (opinion), undated (filed as 2023)\n"
        "    0 events, 0 figures and 0 quotes · article:delta-2023"
    )


async def test_one_article_is_told_in_full(facts: Path) -> None:
    """Every field that the text supports, the date's basis and the editors' notes."""
    assert shown(await ask(facts, "/article article:delta-2023")) == (
        "All of it\n"
        "  Inclusion is not endorsement: each article speaks for itself.\n"
        "\n"
        "Author:  Dora Delta\n"
        "Role:  Director of the institute\n"
        "Kind:  opinion. It argues.\n"
        "Outlet:  The Daily\n"
        "Published:  undated (filed as 2023)\n"
        "How the date is known:  The file’s name.\n"
        "Language:  Russian\n"
        "Drawn from it:  0 events, 0 figures and 0 quotes\n"
        "Coverage:  in part: some numbers and dates of the text are not taken up yet\n"
        "Address:  https://example.org/delta\n"
        "Id:  delta-2023\n"
        "    Fact editors’ note: A copy is dated 14 January. (Source: Another copy)"
    )


async def test_what_the_text_does_not_say_is_said_to_be_that(facts: Path) -> None:
    """No author, no outlet, no title: nothing is filled in."""
    assert shown(await ask(facts, "/article article:beta-2023")) == (
        "Untitled text beta-2023\n"
        "  Inclusion is not endorsement: each article speaks for itself.\n"
        "\n"
        "Author:  the text does not say\n"
        "Kind:  analysis\n"
        "Outlet:  the text does not say\n"
        "Published:  24 February 2023\n"
        "How the date is known:  Its dateline.\n"
        "Language:  English\n"
        "Drawn from it:  0 events, 0 figures and 1 quote\n"
        "Coverage:  every number and date of the text is quoted, or ruled out with a reason\n"
        "Id:  beta-2023"
    )


async def test_an_author_s_name_finds_the_article(facts: Path) -> None:
    """People know articles by their authors."""
    assert (await ask(facts, "/article article:dora delta")).title == "All of it"


async def test_a_name_that_two_articles_share_is_asked_back_by_id(facts: Path) -> None:
    """Their short name can't tell them apart, their ids can."""
    told = await refusal(facts, "/article article:Unsigned")
    assert told == (
        "No single article is called “Unsigned”. Did you mean “beta-2023” or “delta-2023”?"
    )


async def test_an_unknown_article_is_refused(facts: Path) -> None:
    """With the way to see those that there are."""
    assert await refusal(facts, "/article article:qqqq") == (
        "There is no article “qqqq”. Use /article without an option to see them all."
    )


async def test_a_language_that_has_no_name_is_told_by_its_code(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A code that Babel does not know is no fault."""
    path = compiled(tmp_path_factory, file(article("odd-2023", language="qqx")))
    assert "Language:  qqx\n" in shown(await ask(path, "/article article:odd-2023"))
