"""`/quote`: who said what, in whose words; quotation marks for a speaker's own words alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.answers.make import (
    ALPHA,
    BETA,
    ask,
    compiled,
    entries,
    event,
    file,
    heads,
    kinds,
    note,
    quote,
    shown,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles: reported, direct and the authors' own statements."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            quote("equality", topics="treaty", notes=[note("A translation.")]),
            quote(
                "boycott",
                "putin",
                topics="treaty",
                when="2021-12-23",
                derived_from="press conference of December 23",
                derived_how="The quote is from it.",
                occasion="At his press conference of 23 December 2021.",
            ),
            quote("model", "putin", voice="direct", quote="“a true model”", when="2019-06"),
            event("pipeline", topics="space"),
        ),
        file(
            BETA,
            quote(
                "ukraine",
                "wang-yi",
                topics="trade",
                when_words="a recent meeting",
                occasion="At “a recent meeting”; the article gives no day.",
            ),
            quote("both", "putin", "wang-yi", topics="trade", when_words="lately"),
            quote("unsigned-view", topics="gas"),
        ),
    )


async def test_a_speaker_s_statements_are_all_told_as_reported(facts: Path) -> None:
    """The scope says once whose words they are; nothing is in quotation marks or told twice."""
    assert shown(await ask(facts, "/quote speaker:Wang Yi")) == (
        "Quotes: Wang Yi\n"
        "  2 results from 1 of 2 articles\n"
        "  All reported: the articles’ words, not the speakers’.\n"
        "\n"
        "Vladimir Putin and Wang Yi (reported):  On both. (the article says “lately”)\n"
        "    > the words of both [1]\n"
        "\n"
        "Wang Yi (reported):  On ukraine.\n"
        "    At “a recent meeting”; the article gives no day.\n"
        "    > the words of ukraine [1]\n"
        "\n"
        "  [1] Unsigned (analysis), 24 February 2023"
    )


async def test_voices_are_kept_apart(facts: Path) -> None:
    """Direct words are in quotation marks, reported ones not; the time is given once."""
    answer = await ask(facts, "/quote speaker:putin")
    assert answer.scope == (
        "3 results from 2 of 2 articles",
        "Reported: the article’s words. Direct: the speaker’s, in quotation marks.",
    )
    assert entries(answer)[:2] == [
        (
            "Vladimir Putin (reported):  On boycott."
            " (date derived from “press conference of December 23”)\n"
            "    At his press conference of 23 December 2021.\n"
            "    > the words of boycott [1]"
        ),
        "Vladimir Putin (direct):  On model. (June 2019)\n    > “a true model” [1]",
    ]
    assert kinds(answer)[2] == ("quote", "the words of boycott")
    assert kinds(answer)[4] == ("direct", "a true model")


async def test_an_author_s_own_words_are_found_under_the_author(facts: Path) -> None:
    """The author is a speaker by name; a note waits behind the button."""
    answer = await ask(facts, "/quote speaker:Anna Alpha")
    assert answer.scope[1] == "All in the authors’ own words."
    assert entries(answer) == [
        "Anna Alpha (author):  On equality.\n    > the words of equality [1]"
    ]
    assert answer.closing == (
        "Fact editors’ notes stand behind 1 of these facts: press Show source words.",
    )


async def test_an_unsigned_article_s_author_is_not_named(facts: Path) -> None:
    """Nobody is made up."""
    assert heads(await ask(facts, "/quote topic:gas")) == ["Unsigned (author):  On unsigned-view."]


async def test_one_voice_on_a_page_is_not_said_of_the_whole(facts: Path) -> None:
    """The last page of all quotes is one author's; the answer is not."""
    answer = await ask(facts, "/quote page:9")
    assert (answer.page, answer.pages, len(answer.entries)) == (2, 2, 1)
    assert answer.scope[1].startswith("Reported:")
    assert answer.title == "Quotes: everything"


async def test_words_narrow_the_list(facts: Path) -> None:
    """All the words must be in the quote, and the title repeats them."""
    answer = await ask(facts, "/quote words:true model")
    assert answer.title == "Quotes: “true model”"
    assert heads(answer) == ["Vladimir Putin (direct):  On model. (June 2019)"]
    assert answer.scope[1] == "All direct: the speakers’ words, as the articles give them."


async def test_without_such_words_nothing_else_is_shown(facts: Path) -> None:
    """What the rest has, and what a search finds, is counted and not shown."""
    answer = await ask(facts, "/quote speaker:putin words:pipeline")
    assert answer.title == "Quotes: Vladimir Putin, “pipeline” – the articles do not say"
    assert answer.entries == ()
    assert answer.closing == (
        "Each by itself: Vladimir Putin: 3 results.",
        "Other facts: /search query:pipeline finds 1.",
    )


async def test_words_with_a_slip_are_offered_corrected(facts: Path) -> None:
    """The line that is offered finds what it says; unknown words offer nothing."""
    answer = await ask(facts, "/quote words:pipelime")
    assert answer.closing == ("Other facts: /search query:pipeline finds 1.",)
    assert (await ask(facts, "/quote words:pipeline zzz")).closing == ()


async def test_a_topic_without_quotes_abstains(facts: Path) -> None:
    """Of space there is an event alone."""
    answer = await ask(facts, "/quote topic:space")
    assert answer.title == "Quotes: Space – the articles do not say"
    assert answer.closing == ("Elsewhere: /timeline topic:space: 1 result.",)
    assert not answer.found
