"""`/figures`: each value as it is meant, with unit, period and direction; never merged."""

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
    shown,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One measure told by three articles, and one figure of each other kind."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            figure("floor", value="100", relation="over", period="2018/..", what="Each year."),
            figure("trade-2021", period="2021", what="The year’s trade."),
            figure(
                "share",
                "oil-share",
                value="19",
                relation="about",
                what="Oil from Russia.",
                topics="gas",
            ),
            figure(
                "design",
                "plant-capacity",
                value="42",
                status="planned",
                what="By design.",
                topics="gas",
            ),
            figure("held", "trade-rank", value="1", as_of="2021-06-28", what="The largest."),
        ),
        file(
            BETA,
            figure(
                "record",
                claim="record high",
                relation="claim",
                period="2022",
                derived_from="last year",
                derived_how="The article is of 2023.",
                what="A record.",
            ),
            figure(
                "eleven",
                value="200",
                relation="over",
                period="2023-01/2023-11",
                what="Eleven months.",
                notes=[note("Customs say 218.", disputes="value")],
            ),
            figure(
                "spoken",
                claim="many",
                relation="claim",
                voice="reported",
                speaker="putin",
                period="2019",
                what="As he put it.",
                topics="treaty",
            ),
        ),
        file(
            GAMMA,
            figure("trade-2023", value="200", relation="over", period="2023", what="All of it."),
            figure(
                "forecast",
                low="240",
                high="250.5",
                relation="between",
                status="forecast",
                period="2024",
                what="Expected.",
            ),
            figure("rank", "trade-rank", value="10", what="Behind Malaysia.", when_words="now"),
            event("launch", topics="space"),
        ),
    )


async def test_a_measure_s_values_stand_in_sequence_and_are_not_merged(facts: Path) -> None:
    """Floors, a claim, eleven months, the year and a forecast each stay what they are."""
    assert shown(await ask(facts, "/figures what:bilateral-trade to:2024 from:2020")) == (
        "Figures: Bilateral trade, 2020 to 2024\n"
        "  6 results from 3 of 3 articles\n"
        "  USD billion, both directions; values are not merged\n"
        "\n"
        "Since 2018:  over 100 USD billion. Each year. [1]\n"
        "\n"
        "2021:  146.8 USD billion. The year’s trade. [1]\n"
        "\n"
        "2022:  “record high”, no number given. A record. (date derived from “last year”) [2]\n"
        "\n"
        "2023:  over 200 USD billion. All of it. [3]\n"
        "\n"
        "January to November 2023:  over 200 USD billion. Eleven months. [2]\n"
        "    Fact editors’ note, value disputed: Customs say 218. (Source: A record)\n"
        "\n"
        "2024:  240 to 250.5 USD billion. Expected."
        " (forecast, as of an undated article filed as 2024) [3]\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)\n"
        "  [2] Unsigned (analysis), 24 February 2023\n"
        "  [3] Gamma (news), undated (filed as 2024)\n"
        "\n"
        "  All in the authors’ own voice."
    )


async def test_a_reported_claim_is_in_nobody_s_quotation_marks(facts: Path) -> None:
    """The words are the article's, the statement the speaker's; it is no author's own."""
    answer = await ask(facts, "/figures topic:treaty")
    assert heads(answer) == [
        (
            "Bilateral trade (both directions), 2019:  many, no number given. As he put it."
            " (said by Vladimir Putin, in the article’s words) [1]"
        )
    ]
    assert answer.closing == ()


async def test_without_a_period_a_value_is_as_of_its_article(facts: Path) -> None:
    """A share with its direction, as of the article; a planned value has no period at all."""
    assert heads(await ask(facts, "/figures topic:gas")) == [
        (
            "Share of oil (from Russia to China), as of about February 2022:"
            "  about 19%. Oil from Russia. [1]"
        ),
        (
            "Plant capacity, no period given:  42 billion m³ a year. By design."
            " (planned, as of about February 2022) [1]"
        ),
    ]


async def test_a_rank_is_as_of_the_day_it_gives_or_of_its_article(facts: Path) -> None:
    """A unit with a place for the number takes it there; an undated article says that it is."""
    answer = await ask(facts, "/figures what:Rank as a partner")
    assert heads(answer) == [
        "As of 28 June 2021:  rank 1. The largest. [1]",
        (
            "As of an undated article filed as 2024:"
            "  rank 10. Behind Malaysia. (the article says “now”) [2]"
        ),
    ]
    assert answer.scope == (
        "2 results from 2 of 3 articles",
        "rank; values are not merged",
    )


async def test_the_authors_own_voice_is_claimed_of_whole_answers_only(facts: Path) -> None:
    """Page 1 of 2 has no reported figure, but page 2 might: nothing is said of all."""
    first = await ask(facts, "/figures from:2020")
    assert (first.pages, first.closing) == (1, ("All in the authors’ own voice.",))
    everything = await ask(facts, "/figures page:2")
    assert everything.pages == 2
    assert "All in the authors’ own voice." not in everything.closing


async def test_a_page_beyond_the_end_is_the_last(facts: Path) -> None:
    """Eleven figures make two pages."""
    answer = await ask(facts, "/figures page:50")
    assert (answer.page, answer.pages, len(answer.entries)) == (2, 2, 3)
    assert answer.title == "Figures: everything"


async def test_for_another_year_the_nearest_are_offered_as_that(facts: Path) -> None:
    """No figure for 2015: the earliest ones after it, outside the time asked for."""
    answer = await ask(facts, "/figures what:bilateral-trade from:2015 to:2015")
    assert answer.title == "Figures: Bilateral trade, 2015 – the articles do not say"
    assert entries(answer) == [
        "    Nearest, outside the time asked for:",
        "Since 2018:  over 100 USD billion. Each year. [1]",
        (
            "2019:  many, no number given. As he put it."
            " (said by Vladimir Putin, in the article’s words) [2]"
        ),
    ]
    assert not answer.found


async def test_the_nearest_of_several_measures_is_near_in_time(facts: Path) -> None:
    """The list goes by measure, with a rank of June 2021 at its end: trade of 2021 is nearer."""
    answer = await ask(facts, "/figures article:alpha-2022 from:2022-06 to:2022-07")
    assert heads(answer)[1:] == [
        "Bilateral trade (both directions), since 2018:  over 100 USD billion. Each year. [1]",
        "Bilateral trade (both directions), 2021:  146.8 USD billion. The year’s trade. [1]",
    ]


async def test_a_topic_without_figures_names_the_lists_that_have_it(facts: Path) -> None:
    """Of space there is an event, and no figure is made of it."""
    answer = await ask(facts, "/figures topic:Space")
    assert shown(answer) == (
        "Figures: Space – the articles do not say\n"
        "  All 3 articles were searched, the newest: undated (filed as 2024)."
        " Their dated events: none dated.\n"
        "\n"
        "  Elsewhere: /timeline topic:Space: 1 result."
    )
