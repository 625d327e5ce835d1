"""`/upcoming`: the anniversaries of the year to come, today's first; and how much is covered."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.answers.desk import Desk
from bot.answers.upcoming import dates_to_come
from bot.store.facts import FactStore
from tests.answers.make import ALPHA, BETA, SAY, ask, compiled, event, file, heads, note, shown

TODAY = date(2026, 7, 19)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Today and yesterday, round and not, plans near and far, 29 February, days of two accounts."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event("signing", "2001-07-19", what="Signed.", happening="signing"),
            event("odd", "2019-07-19", what="Odd."),
            event("yesterday", "1990-07-18", what="Yesterday."),
            event("leap", "1996-02-29", what="Leap."),
            event("guess", "2005-09-01~", what="A guess."),
            event("month", "2005-09", what="A month."),
        ),
        file(
            BETA,
            event(
                "beta-signing",
                "2001-07-16",
                happening="signing",
                notes=[note("It was the 16th.", disputes="when")],
            ),
            event("plan", "2026-12-01", what="A plan.", status="planned"),
            event("far", "2030-12-01", what="A far plan.", status="planned"),
            event("this-year", "2026-03-01", what="This year."),
        ),
    )


async def test_from_today_on_round_years_first_each_year_counted(facts: Path) -> None:
    """A plan as one, what lies beyond the year not at all, yesterday last; and the coverage."""
    answer = await ask(facts, "/upcoming", today=TODAY)
    assert shown(answer) == (
        "Upcoming anniversaries\n"
        "  7 anniversaries in the year to come\n"
        "  The articles give anniversaries for 6 of the 365 days to come.\n"
        "  Today by UTC, as no time zone is set here.\n"
        "\n"
        "Today, 19 July 2026, 25 years after 2001  Signed. [1]\n"
        "    16 July 2001 Beta-signing takes place. [2]\n"
        "    Fact editors’ note, date disputed: It was the 16th. (Source: A record)\n"
        "\n"
        "Today, 19 July 2026, 7 years after 2019  Odd. [1]\n"
        "\n"
        "1 December 2026  A plan. (planned, as of 24 February 2023) [2]\n"
        "\n"
        "28 February 2027, 31 years after 29 February 1996  Leap. [1]\n"
        "\n"
        "1 March 2027, 1 year after 2026  This year. [2]\n"
        "\n"
        "16 July 2027, 26 years after 2001  Beta-signing takes place. [2]\n"
        "    19 July 2001 Signed. [1]\n"
        "    Fact editors’ note, date disputed: It was the 16th. (Source: A record)\n"
        "\n"
        "18 July 2027, 37 years after 1990  Yesterday. [1]\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)\n"
        "  [2] Unsigned (analysis), 24 February 2023"
    )


async def test_where_no_day_is_known_it_abstains(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What was searched is said, and that no day is covered."""
    path = compiled(tmp_path_factory, file(BETA, event("year", "2001")))
    answer = await ask(path, "/upcoming", today=TODAY)
    assert answer.title == "Upcoming anniversaries – the articles do not say"
    assert answer.scope[:2] == (
        "The only article was searched: 24 February 2023. Its dated events: 2001 to 2001.",
        "The articles give anniversaries for 0 of the 365 days to come.",
    )
    assert not answer.found


async def test_the_days_to_come_are_those_of_this_year_to_come(facts: Path) -> None:
    """A leap year has one more."""
    answer = await ask(facts, "/upcoming", today=date(2027, 7, 19))
    assert answer.scope[:2] == (
        "7 anniversaries in the year to come",
        "The articles give anniversaries for 6 of the 366 days to come.",
    )


async def test_pages_are_one_list(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Days of many events: every page continues the one before, and each event comes once."""
    many = [
        event(f"e{day}-{n}", f"{1990 + n}-08-{day:02}") for day in range(1, 8) for n in range(day)
    ]
    path = compiled(tmp_path_factory, file(BETA, *many))
    first = await ask(path, "/upcoming", today=TODAY)
    assert (first.page, first.pages) == (1, 3)
    pages = [await ask(path, f"/upcoming page:{page}", today=TODAY) for page in (1, 2, 3)]
    assert [len(page.entries) for page in pages] == [10, 10, 8]
    ids = [told.id for page in pages for told in page.facts]
    assert len(ids) == len(set(ids)) == 28
    days = [int(head.split()[0]) for page in pages for head in heads(page)]
    assert days == [day for day in range(1, 8) for _ in range(day)]
    beyond = await ask(path, "/upcoming page:99", today=TODAY)
    assert (beyond.page, beyond.facts) == (3, pages[2].facts)


async def test_each_day_of_the_year_comes_once_from_whichever_day(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """From every day of nine years, leap years among them, and from the last year there is."""
    days = [date(1904, 1, 1) + timedelta(days=n) for n in range(366)]
    path = compiled(
        tmp_path_factory, file(BETA, *(event(f"e{n}", str(day)) for n, day in enumerate(days)))
    )
    facts = await FactStore.open(path)
    try:
        for n in range(0, 9 * 366, 7):
            await _all_once(facts, date(2096, 2, 20) + timedelta(days=n))
        for day in ("2027-02-28", "2028-02-28", "2028-02-29", "2028-03-01", "2099-02-28"):
            await _all_once(facts, date.fromisoformat(day))
        last = Desk(facts, SAY, date(9999, 12, 30), "UTC")
        assert [each.day for each in dates_to_come(last)] == [(12, 30)]
    finally:
        await facts.close()


async def _all_once(facts: FactStore, today: date) -> None:
    coming = dates_to_come(Desk(facts, SAY, today, "UTC"))
    assert coming[0].on == today
    assert len({each.day for each in coming}) == len(coming) == 366
    dates = [each.on for each in coming]
    assert dates == sorted(dates)
    assert (dates[-1] - today).days in (364, 365)
