"""The bot over the facts that it comes with: what a newcomer tries first."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.end_to_end.scene import Scene

ARTICLES = ("beijing-2024", "kortunov-2024", "shahid-2024", "ukraine-2023", "valori-2022")
ABSTAINS = "the articles do not say"


async def test_help_knows_the_corpus(bundled: Scene) -> None:
    """Five articles, and what /help suggests to try is there to be found."""
    answer = await bundled.ask("help")
    assert answer.title == "Footnote: what 5 articles say, and who says it"
    examples = dict(re.findall(r"Try (\w+): (.+)", answer.text))
    tried = [
        await bundled.ask("timeline", topic=examples["topic"]),
        await bundled.ask("figures", what=examples["what"]),
        await bundled.ask("onthisday", day=examples["day"]),
    ]
    for found in tried:
        assert ABSTAINS not in found.title
        assert "error id" not in found.text


async def test_what_the_options_examples_say_is_found(bundled: Scene) -> None:
    """The examples in the descriptions of options are names that the facts have."""
    examples: tuple[tuple[str, str, Any], ...] = (
        ("timeline", "topic", "energy"),
        ("timeline", "topic", "treaty"),
        ("timeline", "topic", "trade"),
        ("timeline", "person", "Putin"),
        ("timeline", "person", "SCO"),
        ("quote", "speaker", "Wang Yi"),
        ("figures", "what", "bilateral trade"),
        ("compare", "what", "bilateral trade"),
        ("fact", "id", "valori-2022/treaty-signed"),
    )
    for command, option, typed in examples:
        answer = await bundled.ask(command, **{option: typed})
        assert not answer.private, typed
        assert ABSTAINS not in answer.title, typed
        assert "There is no fact" not in answer.title


async def test_a_timeline_has_pages_and_names_its_articles(bundled: Scene) -> None:
    """Energy: events of several articles in order, on more than one page."""
    answer = await bundled.ask("timeline", topic="energy")
    assert re.fullmatch(
        r"\d+ results, 2021 to 2025, from 3 of 5 articles · page 1 of \d+", answer.scope[0]
    )
    assert "**9 June 2021** The Amur gas processing plant goes into operation. [1]" in answer.text
    assert "outcome: the articles do not say" in answer.text
    assert "-# [1] Valori (opinion), about February 2022 (inferred)" in answer.footer
    await bundled.press(answer, "Next")
    assert "page 2 of" in answer.scope[0]


async def test_a_year_is_not_its_eleven_months(bundled: Scene) -> None:
    """Two values of one year stand apart, each with its own period and article."""
    answer = await bundled.ask("figures", what="bilateral trade")
    assert "**2021:** 146\\.8 USD billion." in answer.text
    assert "**January to November 2023:** over 200 USD billion." in answer.text
    assert "**2023:** over 200 USD billion." in answer.text


async def test_a_floor_and_a_value_above_it_are_compatible(bundled: Scene) -> None:
    """Bilateral trade: since 2018 against 2021, eleven months against the year, and no number."""
    answer = await bundled.ask("compare", what="bilateral trade")
    assert (
        "**Since 2018 / 2021: compatible.** 2021 lies in the period."
        " 146.8 USD billion is over 100 USD billion. [1]"
    ) in answer.text
    assert "**2023 / January to November 2023: not comparable.** One period is part" in answer.text
    assert "**2022: not comparable.** Without a number there is nothing to compare." in answer.text


async def test_an_editors_date_is_no_side_of_a_verdict(bundled: Scene) -> None:
    """The treaty: the article's day against another's year; 16 July stands in the note alone."""
    answer = await bundled.ask("compare", what="2001 treaty")
    verdicts = [line for line in answer.text.splitlines() if line.startswith("**19 July 2001 /")]
    assert verdicts == [
        "**19 July 2001 / 2001: compatible.** Day against year: one lies within the other. [1] [2]"
    ]
    assert "Fact editors’ note, date disputed" in answer.text


async def test_the_day_of_the_treaty_is_disputed(bundled: Scene) -> None:
    """The article's day comes with the fact editors' note, and the note with its source."""
    answer = await bundled.ask("onthisday", day="19 July")
    assert answer.text.count("**2001, 25 years ago**") == 1
    assert "Fact editors’ note, date disputed" in answer.text
    assert "16 July" in answer.text
    assert "(Source: " in answer.text


async def test_reported_words_are_never_in_quotation_marks(bundled: Scene) -> None:
    """Wang Yi is reported only, and the answer says so."""
    answer = await bundled.ask("quote", speaker="Wang Yi")
    assert "All reported" in answer.scope[1]
    assert "> “" not in answer.text


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("timeline", {"from_": "2026"}),
        ("figures", {"what": "bilateral trade", "from_": "2015", "to": "2015"}),
        ("search", {"query": "penguins of Patagonia"}),
        ("quote", {"words": "penguin"}),
    ],
)
async def test_what_the_articles_do_not_say(
    bundled: Scene, command: str, options: dict[str, Any]
) -> None:
    """No answer is made up, and what was searched is said."""
    answer = await bundled.ask(command, **options)
    assert answer.title.endswith(ABSTAINS)
    assert answer.scope[0].startswith("All 5 articles were searched")


@pytest.mark.parametrize(
    ("query", "proof"),
    [
        ("how much gas does amur do lol", "42 billion cubic metres"),
        ("договор о добрососедстве", "Treaty"),
        ("天然气", "gas"),
        ("Xi Jinpng", "Xi"),
    ],
)
async def test_a_search_finds_what_was_meant_first(bundled: Scene, query: str, proof: str) -> None:
    """Slang, Russian, Chinese and a typo find what a person would expect at the top."""
    answer = await bundled.ask("search", query=query)
    assert proof in answer.texts[1].split("\n\n")[0]


@pytest.mark.parametrize(
    "query",
    [
        "2000亿美元",
        "2,000亿",
        "两千亿美元",
        "贸易额超过2000亿美元",
        "200 млрд долларов",
        "более 200 млрд долл.",
        "$200bn",
        "200bn",
        "200 billion US dollars",
        "trade 200 billion 2023",
    ],
)
async def test_an_amount_finds_its_figures_in_every_language(bundled: Scene, query: str) -> None:
    """Whoever counts by 亿 finds what an article gives in billions."""
    answer = await bundled.ask("search", query=query)
    assert answer.title == f"Search: {query}"
    assert answer.scope == ["2 results from 2 of 5 articles"]
    assert answer.text.count("over 200 USD billion") == 2


@pytest.mark.parametrize("query", ["50%", "50 процентов", "百分之五十", "50 percent"])
async def test_a_share_finds_its_figure_in_every_language(bundled: Scene, query: str) -> None:
    """Also where the article says "about half"."""
    answer = await bundled.ask("search", query=query)
    assert answer.title == f"Search: {query}"
    assert answer.text.count("about 50 percent") == 1


@pytest.mark.parametrize("query", ["1万亿", "3 000 км", "$42bn", "37%", "€200bn"])
async def test_no_other_number_stands_in_for_an_amount(bundled: Scene, query: str) -> None:
    """42 and 37 are numbers of other things; the articles do not say the amount."""
    answer = await bundled.ask("search", query=query)
    assert answer.title == f"Search: {query} – {ABSTAINS}"
    assert "> " not in answer.text


@pytest.mark.parametrize("article", ARTICLES)
async def test_every_page_of_every_article_can_be_read(bundled: Scene, article: str) -> None:
    """All that was drawn from it, with its words and notes, is within Discord's limits."""
    told = await bundled.ask("article", article=article)
    assert f"**Id:** {article}" in told.text
    for command in ("timeline", "figures"):
        answer = await bundled.ask(command, article=article)
        for _ in range(40):
            assert "error id" not in answer.text
            if "Show source words" in answer.buttons:
                words = await bundled.private_copy(answer, "Show source words")
                assert "error id" not in words.text
            if not answer.buttons.get("Next"):
                break
            await bundled.press(answer, "Next")
        else:
            pytest.fail("Next never ended")
    for body in bundled.sent():
        texts = [part.get("content", "") for part in body["components"][0]["components"]]
        assert sum(len(text.encode("utf-16-le")) // 2 for text in texts) <= 4000


@pytest.mark.parametrize(
    ("command", "option"), [("figures", "what"), ("quote", "speaker"), ("compare", "what")]
)
async def test_every_choice_offered_has_an_answer(
    bundled: Scene, command: str, option: str
) -> None:
    """Nobody is offered a measure or a speaker of whom the articles say nothing."""
    offered = await bundled.choices(command, option, "")
    assert len(offered) >= 10
    for name, key in offered.items():
        chosen: dict[str, Any] = {option: key}
        answer = await bundled.ask(command, **chosen)
        assert ABSTAINS not in answer.title, name


@pytest.mark.parametrize("option", ["topic"])
async def test_a_choice_without_events_says_where_else_to_look(bundled: Scene, option: str) -> None:
    """Of some topics there are quotes or figures alone; the timeline says so."""
    for name, key in (await bundled.choices("timeline", option, "")).items():
        chosen: dict[str, Any] = {option: key}
        answer = await bundled.ask("timeline", **chosen)
        if ABSTAINS in answer.title:
            assert re.search(r"Elsewhere: .*/(figures|quote) ", answer.text), name
