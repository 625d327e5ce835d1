"""`/help` and `/privacy`: what can be asked, what the corpus is, and what is stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.question import COMMANDS
from bot.corpus.model import ArticleFile
from tests.answers.make import (
    ALPHA,
    BETA,
    GAMMA,
    ask,
    compiled,
    entries,
    event,
    figure,
    file,
    quote,
    shown,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles, one of them news; three events, one figure, two quotes."""
    return compiled(
        tmp_path_factory,
        file(ALPHA, event("a", "1949-10-01"), event("b", "2025", status="planned"), quote("c")),
        file(BETA, event("d"), figure("e")),
        file(GAMMA, quote("f")),
    )


async def test_help_counts_what_there_is(facts: Path) -> None:
    """Counts of each kind, the years of the events, and how much of it is opinion."""
    answer = await ask(facts, "/help")
    assert answer.title == "Footnote: what 3 articles say, and who says it"
    assert (
        "Knows:  3 events, 1 figure and 2 quotes, 1949 to 2025;"
        " 2 of 3 articles are opinion or analysis."
    ) in entries(answer)
    assert (
        "Checking an answer:  the button “Show source words” shows the quotes and fact editors’"
        " notes behind it; where the host has the articles’ texts, “Show the words around” adds the"
        " sentences around each quote."
    ) in entries(answer)
    assert (
        "Taking along:  the button “Take along” gives the facts of any answer, a checked text’s"
        " too, as a file: CSV, JSON, Markdown with footnotes, CSL-JSON, or a calendar of its"
        " events."
    ) in entries(answer)
    assert (
        "Does not know:  later news, or whether an article is right. Inclusion is not endorsement."
    ) in entries(answer)


async def test_the_example_of_a_comparison_has_something_to_compare(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A measure that two articles give, else an event that two tell of, else what there is."""

    async def example(*files: ArticleFile) -> str:
        answer = await ask(compiled(tmp_path_factory, *files), "/help")
        [line] = [line for line in entries(answer) if line.startswith("/compare")]
        return line.rpartition("Try ")[2]

    one = [figure("a"), figure("b"), figure("c", "oil-share")]
    of_it = {"happening": "summit"}
    assert await example(file(ALPHA, *one), file(BETA, figure("d", "oil-share"))) == (
        "what: Share of oil"
    )
    assert await example(
        file(ALPHA, *one, event("e", **of_it)), file(BETA, quote("f", **of_it))
    ) == ("what: The summit")
    assert await example(file(ALPHA, *one, event("e", **of_it)), file(BETA)) == (
        "what: Bilateral trade"
    )


async def test_help_names_every_command_that_looks_something_up(facts: Path) -> None:
    """In the order in which they are offered, each with what it is for."""
    answer = await ask(facts, "/help")
    leads = [entry.lines[0].lead for entry in answer.entries]
    assert leads[:9] == [
        "/timeline",
        "/figures",
        "/quote",
        "/compare",
        "/onthisday",
        "/upcoming",
        "/search",
        "/article",
        "/fact",
    ]
    assert {lead.removeprefix("/") for lead in leads[:9]} == set(COMMANDS) - {"help", "privacy"}
    assert "/privacy" in answer.closing[0]


async def test_a_corpus_without_dates_claims_none(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """One article, nothing dated: singular, and no span."""
    path = compiled(tmp_path_factory, file(GAMMA, event("a")))
    text = shown(await ask(path, "/help"))
    assert text.startswith("Footnote: what 1 article says, and who says it\n")
    assert ("Knows:  1 event, 0 figures and 0 quotes, none dated.\n") in text


async def test_privacy_says_what_is_stored_and_how_it_is_deleted(facts: Path) -> None:
    """Server, questions, logs, messages, and deletion: each in a sentence."""
    answer = await ask(facts, "/privacy")
    assert answer.title == "What is stored"
    assert [entry.lines[0].lead for entry in answer.entries] == [
        "For a server:",
        "Daily posts:",
        "Fact editors:",
        "Questions:",
        "Reports of problems:",
        "Logs:",
        "Messages:",
        "Deletion:",
    ]
    assert "user id" in answer.entries[2].lines[0].text
    assert "Backups of the bot’s data still hold" in answer.entries[-1].lines[0].text
    assert "90 days" in answer.entries[3].lines[0].text
