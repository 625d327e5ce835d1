"""`/onthisday`: events whose day is known, round years first; apart, those of the month."""

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
    file,
    heads,
    note,
    refusal,
    shown,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """19 July of four years, July alone, 29 February, 1 December."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event("signing", "2001-07-19", what="Signed.", happening="signing"),
            event("older", "1951-07-19", what="Older."),
            event("odd", "2019-07-19", what="Odd."),
            event("leap", "1996-02-29", what="Leap."),
            event("guess", "2005-07-19~", what="A guess."),
        ),
        file(
            BETA,
            event(
                "beta-signing",
                "2001",
                happening="signing",
                notes=[note("It was the 16th.", disputes="when", rival="2001-07-16")],
            ),
            event("july", "2023-07", what="Some day in July."),
            event("plan", "2030-07-19", status="planned", what="A plan."),
            event("odd-too", "2020-12-01", what="Not round."),
        ),
        file(GAMMA, event("round", "2016-12-01", what="Round.", status="ongoing")),
    )


async def test_round_years_come_first_and_the_month_stands_apart(facts: Path) -> None:
    """75 years, 25, then the rest; July by itself is never its first day."""
    assert shown(await ask(facts, "/onthisday day:19 July")) == (
        "On this day: 19 July\n"
        "  4 events on this day, 1 known only to July, from 2 of 3 articles\n"
        "\n"
        "1951, 75 years ago  Older. [1]\n"
        "    > the words of older [1]\n"
        "\n"
        "2001, 25 years ago  Signed. [1]\n"
        "    2001 Beta-signing takes place. [2]\n"
        "    Fact editors’ note, date disputed, elsewhere 16 July 2001:"
        " It was the 16th. (Source: A record)\n"
        "    > the words of signing [1]\n"
        "\n"
        "2030, in 4 years  A plan. (planned, as of 24 February 2023) [2]\n"
        "    > the words of plan [2]\n"
        "\n"
        "2019, 7 years ago  Odd. [1]\n"
        "    > the words of odd [1]\n"
        "\n"
        "    Known only to the month, July; the day is not given:\n"
        "\n"
        "July 2023  Some day in July. [2]\n"
        "\n"
        "Next anniversary, 1 December (2016)  Round."
        " (ongoing, as of an undated article filed as 2024) [3]\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)\n"
        "  [2] Unsigned (analysis), 24 February 2023\n"
        "  [3] Gamma (news), undated (filed as 2024)"
    )


async def test_a_year_in_the_day_asked_for_changes_nothing(facts: Path) -> None:
    """An anniversary is of every year."""
    typed = await ask(facts, "/onthisday day:2001-07-19")
    bare = await ask(facts, "/onthisday day:19 July")
    assert (typed.title, typed.entries) == (bare.title, bare.entries)


async def test_on_29_february_the_day_has_its_anniversary(facts: Path) -> None:
    """It can be asked for in any year; next comes the one that most articles tell."""
    answer = await ask(facts, "/onthisday day:29 February", today=date(2027, 3, 1))
    assert heads(answer) == [
        "1996, 31 years ago  Leap. [1]",
        "Next anniversary, 19 July (2001)  Signed. [1]",
    ]


async def test_28_february_is_not_29_february(facts: Path) -> None:
    """The day before abstains, and names the leap day as the next."""
    answer = await ask(facts, "/onthisday day:28 February")
    assert answer.title == "On this day: 28 February – the articles do not say"
    assert heads(answer) == ["Next anniversary, 29 February (1996)  Leap. [1]"]
    assert not answer.found


async def test_without_a_day_it_is_today_in_the_server_s_zone(facts: Path) -> None:
    """The answer names the zone, and says that it is the server's."""
    answer = await ask(
        facts, "/onthisday", today=date(2026, 12, 2), zone="Asia/Tokyo", zone_of="server"
    )
    assert shown(answer) == (
        "On this day: 2 December – the articles do not say\n"
        "  All 3 articles were searched, the newest: undated (filed as 2024)."
        " Their dated events: 1951 to 2030.\n"
        "  No event whose day is known falls on it.\n"
        "  Today in this server’s time zone, Asia/Tokyo.\n"
        "\n"
        "Next anniversary, 29 February (1996)  Leap. [1]\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)"
    )


async def test_without_a_zone_the_default_is_said(facts: Path) -> None:
    """A place that has set none is told by which clock today is."""
    answer = await ask(facts, "/onthisday", today=date(2026, 7, 19))
    assert answer.title == "On this day: 19 July"
    assert answer.scope[1:] == ("Today by UTC, as no time zone is set here.",)


async def test_where_only_the_month_is_known_the_day_abstains(facts: Path) -> None:
    """5 July has nothing; what is known to July is shown as that."""
    answer = await ask(facts, "/onthisday day:5 July")
    assert answer.title == "On this day: 5 July – the articles do not say"
    assert entries(answer)[:2] == [
        "    Known only to the month, July; the day is not given:",
        "July 2023  Some day in July. [1]",
    ]


async def test_a_day_that_is_about_right_is_no_known_day(facts: Path) -> None:
    """`2005-07-19~` is on no day's list."""
    assert "A guess." not in shown(await ask(facts, "/onthisday day:19 July"))


async def test_this_year_s_event_is_not_zero_years_ago(facts: Path) -> None:
    """In its own year an event bears the year alone."""
    answer = await ask(facts, "/onthisday day:1 December", today=date(2020, 12, 1))
    assert heads(answer)[:2] == [
        "2020  Not round. [1]",
        "2016, 4 years ago  Round. (ongoing, as of an undated article filed as 2024) [2]",
    ]


async def test_a_page_beyond_the_end_is_the_last(facts: Path) -> None:
    """Five entries are one page."""
    answer = await ask(facts, "/onthisday day:19 July page:7")
    assert (answer.page, answer.pages) == (1, 1)
    assert answer.scope[-1] == "There is only 1 page; this is it."


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("July 2001", "“July 2001” is no single day. Give a day and a month, such as 19 July."),
        ("30 February", "There is no such day as “30 February”: February has at most 29 days."),
    ],
)
async def test_what_is_no_day_is_refused(facts: Path, typed: str, told: str) -> None:
    """The reason is exact."""
    assert await refusal(facts, f"/onthisday day:{typed}") == told
