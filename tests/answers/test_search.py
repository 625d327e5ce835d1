"""`/search`: facts of every kind, and how the words were read."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    heads,
    note,
    quote,
    shown,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline told as event, figure and quote, and some facts besides."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event(
                "begun",
                "2021-01-06",
                what="The pipeline is begun.",
                notes=[note("Earlier.", disputes="when", rival="2020-07")],
            ),
            event("dam", None, what="The dam is built."),
            figure("flow", "plant-capacity", value="42", what="Flow of the pipeline."),
            quote("own", what="On the pipeline’s worth."),
        ),
        file(
            BETA,
            quote("praise", "xi", voice="direct", quote="“a pipeline of friendship”"),
            event(
                "opening",
                "2025",
                status="planned",
                what="The northern pipeline opens.",
                happening="summit",
            ),
        ),
        file(GAMMA, *(event(f"meeting-{n}", f"20{n}", what="They meet.") for n in range(10, 17))),
    )


async def test_a_number_asked_for_brings_the_figure_and_the_rest_by_kind(facts: Path) -> None:
    """Each kind says what it is, when or whose; a disputed date and a plan say so."""
    answer = await ask(facts, "/search how much pipeline")
    assert answer.title == "Search: how much pipeline"
    assert answer.scope == ("5 results from 2 of 3 articles",)
    found = entries(answer)
    assert found[0] == (
        "Figure, as of about February 2022:  42 billion m³ a year. Flow of the pipeline.\n"
        "    > the words of flow [1]"
    )
    assert sorted(found[1:]) == [
        (
            "Event, 2025:  The northern pipeline opens. (planned, as of 24 February 2023;"
            " outcome: this article does not say)\n    > the words of opening [2]"
        ),
        (
            "Event, 6 January 2021:  The pipeline is begun. (date disputed)\n"
            "    > the words of begun [1]"
        ),
        "Quote, Anna Alpha (author):  On the pipeline’s worth.\n    > the words of own [1]",
        "Quote, Xi Jinping (direct):  On praise.\n    > “a pipeline of friendship” [2]",
    ]
    assert answer.closing == (
        "Fact editors’ notes stand behind 1 of these facts: press Show source words.",
    )


async def test_an_undated_event_says_so(facts: Path) -> None:
    """It has no date, in lower case as it does not open the line."""
    assert heads(await ask(facts, "/search dam")) == ["Event, no date given:  The dam is built."]


async def test_corrections_and_unknown_words_are_said(facts: Path) -> None:
    """A slip is shown with what was searched; a word of no fact is named."""
    answer = await ask(facts, "/search pipelin dam lol")
    assert answer.scope[1:] == (
        "In no fact: “lol”.",
        "No fact has all the words; left out: “pipelin”.",
    )
    answer = await ask(facts, "/search pipilene")
    assert answer.scope[1:] == ("Nothing has “pipilene”; shown for “pipeline” instead.",)


@pytest.mark.parametrize(
    "query", ["pipeline dam zeppelin mine", "Zeppelin pipeline", "pipeline 99", "pipeline dam"]
)
async def test_another_question_is_not_answered_as_if_it_were_this_one(
    facts: Path, query: str
) -> None:
    """What has only some of the words is offered as that, under the word that nothing fits."""
    answer = await ask(facts, f"/search {query}")
    assert not answer.found
    assert answer.title.endswith("– the articles do not say")
    assert answer.entries[0].lines[0].text == "Nearest, with the other words only:"
    assert answer.facts


async def test_two_unknown_chinese_characters_are_no_stray_word(facts: Path) -> None:
    """As they are one word or two; a single one may be a particle."""
    assert not (await ask(facts, "/search 普京天然气会谈")).found
    answer = await ask(facts, "/search 习近平占")
    assert (answer.found, answer.scope[1:]) == (True, ("In no fact: “占”.",))


async def test_a_stray_small_word_does_not_hide_the_answer(facts: Path) -> None:
    """It is said to be in no fact, and the rest is answered."""
    answer = await ask(facts, "/search northern pipeline lol")
    assert (answer.found, answer.scope[1:]) == (True, ("In no fact: “lol”.",))


async def test_words_of_another_language_find_the_vocabulary_s_names(facts: Path) -> None:
    """普京 and 习近平 are people of the vocabulary; one of them speaks here."""
    assert heads(await ask(facts, "/search 习近平")) == ["Quote, Xi Jinping (direct):  On praise."]


async def test_where_nothing_is_found_the_articles_do_not_say(facts: Path) -> None:
    """What was searched, what it covers, what the word is, and where to go on."""
    assert shown(await ask(facts, "/search zeppelin")) == (
        "Search: zeppelin – the articles do not say\n"
        "  All 3 articles were searched, the newest: undated (filed as 2024)."
        " Their dated events: 2010 to 2025.\n"
        "  In no fact: “zeppelin”.\n"
        "\n"
        "  Topics there are: Gas, Trade, Treaties and Space. Try /timeline with one of them."
    )


@pytest.mark.parametrize(
    "query", ["the", '" UNION SELECT --', "zq* NOT(", "@everyone", "🙂", "[x](y)"]
)
async def test_hostile_text_is_only_words(facts: Path, query: str) -> None:
    """Operators and markup mean nothing: the bot abstains and repeats the text as it came."""
    answer = await ask(facts, f"/search query:{query}")
    assert answer.title == f"Search: {query} – the articles do not say"
    assert not answer.found


@pytest.mark.parametrize("query", ["42 млрд", "420亿立方米", "42 billion m³", "42bn"])
async def test_an_amount_finds_the_figure_whose_number_it_is(facts: Path, query: str) -> None:
    """In the scale of any language."""
    answer = await ask(facts, f"/search {query}")
    assert (answer.found, heads(answer)) == (
        True,
        ["Figure, as of about February 2022:  42 billion m³ a year. Flow of the pipeline."],
    )


@pytest.mark.parametrize("query", ["42%", "$42bn", "43 billion", "420 billion"])
async def test_an_amount_that_no_figure_has_is_not_found(facts: Path, query: str) -> None:
    """A figure of the same number in another unit is no answer."""
    answer = await ask(facts, f"/search query:{query}")
    assert (answer.found, answer.facts) == (False, ())
    assert answer.scope[1:] == (f"In no fact: “{query}”.",)


async def test_without_an_amount_that_no_figure_has_the_rest_is_nearest(facts: Path) -> None:
    """It is offered as such."""
    answer = await ask(facts, "/search pipeline flow $42bn")
    assert (answer.found, answer.scope[1:]) == (False, ("In no fact: “$42bn”.",))
    assert "Flow of the pipeline." in heads(answer)[-1]


async def test_a_page_beyond_the_end_is_the_last(facts: Path) -> None:
    """Seven meetings make two pages."""
    answer = await ask(facts, "/search meet page:12")
    assert (answer.page, answer.pages, len(answer.entries)) == (2, 2, 2)
