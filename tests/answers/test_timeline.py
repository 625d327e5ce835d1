"""`/timeline`: one entry a happening, in order, at each date's own precision."""

from __future__ import annotations

from datetime import date
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

RECORDS = note("Other records give 16 July 2001.", disputes="when", rival="2001-07-16")


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles: dates of every precision, plans, one happening told by all three."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event(
                "signing",
                "2001-07-19",
                what="The treaty is signed.",
                happening="signing",
                topics="treaty",
                people=("putin", "xi"),
                notes=[RECORDS],
            ),
            event("branch", "2025", status="planned", what="The branch opens.", topics="gas"),
            event("station", "2027", status="planned", what="The station opens.", topics="space"),
            event(
                "feast",
                "2024",
                status="planned",
                what="A feast will be held.",
                happening="anniversary",
                topics="trade",
            ),
            event("meetings", "2013/..", status="ongoing", what="Leaders meet.", topics="trade"),
            event("alpha-summit", "2014-05", happening="summit", topics="trade"),
        ),
        file(
            BETA,
            event("beta-signing", "2001", what="A treaty.", happening="signing", topics="treaty"),
            event(
                "buyer",
                "2022",
                what="China buys most.",
                topics="gas",
                derived_from="last year",
                derived_how="The article is of 2023.",
            ),
            event("visit", "2023-03", what="A visit.", topics="gas", people="xi"),
            event("beta-summit", "2015", happening="summit", topics="trade"),
            event(
                "boycott",
                None,
                what="A boycott is tried.",
                voice="reported",
                speaker="putin",
                when_words="recently",
                topics="trade",
            ),
            event("clashes", "196X", what="Clashes.", topics="treaty"),
        ),
        file(
            GAMMA,
            event("gamma-signing", None, happening="signing", topics="treaty"),
            event("links", None, status="ongoing", what="Links grow.", topics="gas"),
            event(
                "gamma-feast",
                "2024",
                status="ongoing",
                what="The feast is on.",
                happening="anniversary",
                topics="trade",
            ),
            event(
                "thaw", "1989?", what="A thaw.", topics="treaty", notes=[note("Nobody is sure.")]
            ),
            figure("price", topics="space"),
            quote("stars", topics="space"),
        ),
    )


async def test_a_topic_is_told_in_order_at_each_precision(facts: Path) -> None:
    """A day, a year and a month stay what they are; plans and derived dates are marked."""
    assert shown(await ask(facts, "/timeline topic:gas")) == (
        "Timeline: Gas\n"
        "  4 results, 2022 to 2025, from 3 of 3 articles\n"
        "\n"
        "2022  China buys most. (date derived from “last year”) [1]\n"
        "\n"
        "March 2023  A visit. [1]\n"
        "\n"
        "2025  The branch opens."
        " (planned, as of about February 2022; outcome: the articles do not say) [2]\n"
        "\n"
        "No date given  Links grow. (ongoing, as of an undated article filed as 2024) [3]\n"
        "\n"
        "  [1] Unsigned (analysis), 24 February 2023\n"
        "  [2] Alpha (opinion), about February 2022 (inferred)\n"
        "  [3] Gamma (news), undated (filed as 2024)"
    )


async def test_one_happening_is_one_entry_with_a_mark_for_each_article(facts: Path) -> None:
    """The most precise account leads; the others, in their words, and the dispute stand below."""
    answer = await ask(facts, "/timeline person:putin to:2010")
    assert entries(answer) == [
        (
            "19 July 2001  The treaty is signed. [1]\n"
            "    2001 A treaty. [2]\n"
            "    No date given Gamma-signing takes place. [3]\n"
            "    Fact editors’ note, date disputed: Other records give 16 July 2001."
            " (Source: A record)"
        )
    ]
    assert [told.id for told in answer.facts] == [
        "alpha-2022/signing",
        "beta-2023/beta-signing",
        "gamma-2024/gamma-signing",
    ]


async def test_with_an_article_only_its_own_account_is_told(facts: Path) -> None:
    """The year that one article gives is not made a day by another's."""
    answer = await ask(facts, "/timeline article:beta-2023 topic:treaty")
    assert heads(answer) == ["1960s  Clashes. [1]", "2001  A treaty. [1]"]
    assert answer.scope == ("2 results, 1960 to 2001, from 1 of 3 articles",)


async def test_accounts_that_contradict_each_other_are_disputed(facts: Path) -> None:
    """May 2014 and 2015 can't both be right, and no note says so: the entry does."""
    assert entries(await ask(facts, "/timeline topic:trade from:2014 to:2015"))[1] == (
        "May 2014  Alpha-summit takes place. (date disputed) [1]\n"
        "    2015 Beta-summit takes place. [2]"
    )


async def test_a_plan_that_another_article_tells_as_come_true_has_an_outcome(facts: Path) -> None:
    """The other account leads, and nothing says that the articles are silent."""
    assert entries(await ask(facts, "/timeline topic:trade from:2024")) == [
        (
            "2024  The feast is on. (ongoing, as of an undated article filed as 2024) [1]\n"
            "    A feast will be held. (planned, as of about February 2022) [2]"
        )
    ]


async def test_of_one_article_a_plan_s_outcome_is_only_unknown_there(facts: Path) -> None:
    """Where other articles' accounts are filtered out, their silence is not claimed."""
    assert heads(await ask(facts, "/timeline article:alpha-2022 from:2024 to:2024")) == [
        (
            "2024  A feast will be held."
            " (planned, as of about February 2022; outcome: this article does not say) [1]"
        )
    ]


@pytest.mark.parametrize(
    ("today", "tags"),
    [
        (date(2025, 12, 31), "planned, as of about February 2022"),
        (
            date(2026, 1, 1),
            "planned, as of about February 2022; outcome: the articles do not say",
        ),
    ],
)
async def test_a_plan_is_past_once_its_last_possible_day_is(
    facts: Path, today: date, tags: str
) -> None:
    """A plan for 2025 is open to its last day."""
    answer = await ask(facts, "/timeline topic:gas from:2025", today=today)
    assert heads(answer) == [f"2025  The branch opens. ({tags}) [1]"]


async def test_a_plan_to_come_has_no_outcome(facts: Path) -> None:
    """What is planned for next year is only planned."""
    assert heads(await ask(facts, "/timeline topic:space")) == [
        "2027  The station opens. (planned, as of about February 2022) [1]"
    ]


async def test_whose_statement_and_which_words_are_said(facts: Path) -> None:
    """A reported event names who says so, an undated one the article's words for its time."""
    assert heads(await ask(facts, "/timeline person:Putin topic:trade")) == [
        (
            "No date given  A boycott is tried. (the article says “recently”;"
            " said by Vladimir Putin, in the article’s words) [1]"
        )
    ]


async def test_a_range_takes_what_overlaps_it_and_counts_what_has_no_date(facts: Path) -> None:
    """An open period reaches to its article's date; undated events are left out and counted."""
    answer = await ask(facts, "/timeline topic:trade from:2016 to:2022")
    assert shown(answer) == (
        "Timeline: Trade, 2016 to 2022\n"
        "  1 result, 2013 to 2022, from 1 of 3 articles\n"
        "  Left out: 1 result without a date.\n"
        "\n"
        "Since 2013  Leaders meet. (ongoing, as of about February 2022) [1]\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)"
    )


async def test_an_open_period_does_not_reach_beyond_its_article(facts: Path) -> None:
    """What was ongoing in February 2022 is no answer for 2023."""
    answer = await ask(facts, "/timeline topic:trade from:2023 to:2023")
    assert answer.title == "Timeline: Trade, 2023 – the articles do not say"


async def test_an_uncertain_date_and_hidden_notes_are_said(facts: Path) -> None:
    """`1989?` is perhaps 1989; a note that disputes no date waits behind the button."""
    answer = await ask(facts, "/timeline topic:treaty from:1980 to:1990")
    assert heads(answer) == ["Perhaps 1989  A thaw. [1]"]
    assert answer.closing == (
        "Fact editors’ notes stand behind 1 of these facts: press Show source words.",
    )


async def test_a_note_that_is_shown_is_not_counted_as_hidden(facts: Path) -> None:
    """The dispute of 2001 stands on the page, so nothing more is behind it."""
    answer = await ask(facts, "/timeline topic:treaty from:2001 to:2001")
    assert "Other records give 16 July 2001." in shown(answer)
    assert answer.closing == ()


async def test_a_page_beyond_the_end_is_the_last(facts: Path) -> None:
    """Thirteen happenings make two pages, whatever page is asked for."""
    first, last = await ask(facts, "/timeline"), await ask(facts, "/timeline page:99")
    assert (first.page, first.pages, len(first.entries)) == (1, 2, 10)
    assert (last.page, last.pages, last.question.page) == (2, 2, 2)
    assert last.scope[-1] == "There are only 2 pages; this is the last."
    assert last.scope[:-1] == (await ask(facts, "/timeline page:2")).scope
    assert heads(last) == [
        (
            "No date given  A boycott is tried. (the article says “recently”;"
            " said by Vladimir Putin, in the article’s words) [1]"
        ),
        "No date given  Links grow. (ongoing, as of an undated article filed as 2024) [2]",
    ]
    assert last.title == "Timeline: everything"


async def test_where_nothing_falls_in_the_time_the_nearest_on_both_sides_are_offered(
    facts: Path,
) -> None:
    """Two before, two after, plainly as outside the time asked for."""
    answer = await ask(facts, "/timeline from:1995 to:2000")
    assert shown(answer) == (
        "Timeline: 1995 to 2000 – the articles do not say\n"
        "  All 3 articles were searched, the newest: undated (filed as 2024)."
        " Their dated events: 1960 to 2027.\n"
        "  Left out: 2 results without a date.\n"
        "\n"
        "    Nearest, outside the time asked for:\n"
        "\n"
        "1960s  Clashes. [1]\n"
        "\n"
        "Perhaps 1989  A thaw. [2]\n"
        "\n"
        "19 July 2001  The treaty is signed. [3]\n"
        "    2001 A treaty. [1]\n"
        "    No date given Gamma-signing takes place. [2]\n"
        "    Fact editors’ note, date disputed: Other records give 16 July 2001."
        " (Source: A record)\n"
        "\n"
        "Since 2013  Leaders meet. (ongoing, as of about February 2022) [3]\n"
        "\n"
        "  [1] Unsigned (analysis), 24 February 2023\n"
        "  [2] Gamma (news), undated (filed as 2024)\n"
        "  [3] Alpha (opinion), about February 2022 (inferred)"
    )
    assert not answer.found


async def test_after_the_newest_article_there_is_nothing_but_plans(facts: Path) -> None:
    """A breaking story is not told; the latest that there is, is offered as earlier."""
    answer = await ask(facts, "/timeline from:2028")
    assert answer.title == "Timeline: from 2028 – the articles do not say"
    assert [head[:4] for head in heads(answer)[1:]] == ["2025", "2027"]


async def test_options_with_nothing_in_common_are_counted_each_by_itself(facts: Path) -> None:
    """Nothing is shown as a result: only how much each option has."""
    answer = await ask(facts, "/timeline topic:gas person:putin")
    assert answer.title == "Timeline: Gas, Vladimir Putin – the articles do not say"
    assert answer.entries == ()
    assert answer.closing == ("Each by itself: Gas: 4 results; Vladimir Putin: 2 results.",)


async def test_with_dates_too_each_option_is_counted_at_any_date(facts: Path) -> None:
    """The counts don't pretend to fall in the time asked for."""
    answer = await ask(facts, "/timeline topic:gas person:putin from:2020")
    assert answer.closing == (
        "Each by itself, of any date: Gas: 4 results; Vladimir Putin: 2 results.",
    )


async def test_where_all_is_undated_the_way_to_it_is_told(facts: Path) -> None:
    """Gamma's only event on gas has no date."""
    answer = await ask(facts, "/timeline topic:gas article:gamma-2024 from:2020")
    assert answer.scope[1:] == ("Left out: 1 result without a date.",)
    assert answer.closing == ("Ask again without from and to to see what has no date.",)
