"""The daily post as plain data: what is an anniversary, how it is told, what else is posted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.answers.daily import HAPPENINGS, Choices, Daily, daily
from bot.answers.desk import Desk
from bot.corpus.dates import anniversary
from bot.store.facts import FactStore
from tests.answers.make import (
    ALPHA,
    BETA,
    GAMMA,
    SAY,
    article,
    compiled,
    entries,
    event,
    file,
    heads,
    note,
    shown,
)

JULY_19 = date(2026, 7, 19)


async def tell(path: Path, on: date, choices: Choices | None = None) -> Daily | None:
    """The daily post of a date."""
    facts = await FactStore.open(path)
    try:
        return daily(choices or Choices(), Desk(facts, SAY, on, "UTC"))
    finally:
        await facts.close()


async def told(path: Path, on: date, choices: Choices | None = None) -> Daily:
    """The daily post of a date that has one."""
    found = await tell(path, on, choices)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """19 July of many kinds, plans, leap days, a month, a day told by several articles."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event("signing", "2001-07-19", what="Signed.", happening="signing", topics=["treaty"]),
            event("older", "1951-07-19", what="Older.", topics=["gas"]),
            event("odd", "2019-07-19", what="Odd in the U.S.", derived_from="a week later"),
            event("guess", "2005-07-19~", what="A guess."),
            event("this-year", "2026-07-19", what="Happened today."),
            event("leap", "1996-02-29", what="Leap.", topics=["space"]),
            event("planned", "2020-05-01", what="Opening.", status="planned", happening="summit"),
            event("lone-plan", "2021-05-01", what="A lone plan.", status="planned"),
            event("not-so", "2021-06-09", what="Plan.", status="planned", happening="anniversary"),
        ),
        file(
            BETA,
            event(
                "beta-signing",
                "2001",
                happening="signing",
                topics=["trade"],
                notes=[note("It was the 16th.", disputes="when", rival="2001-07-16")],
            ),
            event("july", "2023-07", what="Some day in July.", topics=["gas"]),
            event("july-plan", "2026-07", what="July’s plan.", status="planned"),
            event("july-later", "2027-07", what="Next July.", status="planned"),
            event("today", "2026-07-19", what="A plan.", status="planned"),
            event("later", "2030-07-19", status="planned", what="A later plan."),
            event("opened", "2020-05-01", what="It opens.", happening="summit"),
            event("so", "2021-06-10", what="It took place.", happening="anniversary"),
        ),
    )


async def test_round_years_first_each_by_its_article_and_with_its_proof(facts: Path) -> None:
    """75 and 25 years, today's plan, then the rest; notes, rivals, other accounts, derivation."""
    post = await told(facts, JULY_19)
    assert shown(post.answer) == (
        "On this day: 19 July\n"
        "  4 anniversaries from 2 of 2 articles\n"
        "\n"
        "1951, 75 years ago  Older, according to [1]\n"
        "    alpha-2022/older\n"
        "    > the words of older [1]\n"
        "\n"
        "2001, 25 years ago  Signed, according to [1]\n"
        "    Fact editors’ note, date disputed, elsewhere 16 July 2001:"
        " It was the 16th. (Source: A record)\n"
        "    2001 Beta-signing takes place. [2]\n"
        "    alpha-2022/signing · beta-2023/beta-signing\n"
        "    > the words of signing [1]\n"
        "\n"
        "Planned for today  A plan (planned, as of 24 February 2023), according to [2]\n"
        "    beta-2023/today\n"
        "    > the words of today [2]\n"
        "\n"
        "2019, 7 years ago  Odd in the U.S. (date derived from “a week later”), according to [1]\n"
        "    alpha-2022/odd\n"
        "    > the words of odd [1]\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)\n"
        "  [2] Unsigned (analysis), 24 February 2023"
    )
    assert post.push == "On this day, 75 years ago: Older (1951), according to Anna Alpha"
    assert (post.more, post.see) == (0, ("/onthisday day:19 July",))


async def test_disputed_days_can_be_left_out(facts: Path) -> None:
    """A note that disputes the date is enough."""
    post = await told(facts, JULY_19, Choices(disputed="skip"))
    assert [head.split("  ")[1] for head in heads(post.answer)] == [
        "Older, according to [1]",
        "A plan (planned, as of 24 February 2023), according to [2]",
        "Odd in the U.S. (date derived from “a week later”), according to [1]",
    ]


async def test_a_disputed_day_says_so_in_the_line_that_notifies(facts: Path) -> None:
    """The note itself stands in the post."""
    post = await told(facts, JULY_19, Choices(topics=("treaty",)))
    assert post.push == (
        "On this day, 25 years ago: Signed (2001; date disputed), according to Anna Alpha"
    )


@pytest.mark.parametrize("topic", ["treaty", "trade"])
async def test_topics_are_those_of_any_account(facts: Path, topic: str) -> None:
    """The signing is of one topic for one article, of another for the other."""
    post = await told(facts, JULY_19, Choices(topics=(topic,)))
    assert heads(post.answer) == ["2001, 25 years ago  Signed, according to [1]"]


async def test_topics_that_are_no_more_are_left_out(facts: Path) -> None:
    """With one left that is all that counts; with none left, nothing is posted."""
    some = await told(facts, JULY_19, Choices(topics=("gone", "gas")))
    assert heads(some.answer) == ["1951, 75 years ago  Older, according to [1]"]
    for when in ("silent", "next", "digest"):
        none = Choices(topics=("gone", "' OR 1"), when_nothing=when)
        assert await tell(facts, date(2026, 7, 1), none) is None
        assert await tell(facts, JULY_19, none) is None


async def test_what_happened_this_very_day_is_no_anniversary(facts: Path) -> None:
    """On its own date only the plan counts, a year later both: what came of the plan is open."""
    post = await told(facts, date(2027, 7, 19))
    assert [head for head in heads(post.answer) if "1 year ago" in head] == [
        "2026, 1 year ago  Happened today, according to [1]",
        (
            "2026, 1 year ago  A plan (planned, as of 24 February 2023;"
            " outcome: the articles do not say), according to [2]"
        ),
    ]


async def test_what_came_true_is_told_as_it_happened(facts: Path) -> None:
    """Of a plan and its outcome on one day the outcome comes first, whoever is listed first."""
    post = await told(facts, date(2026, 5, 1))
    assert entries(post.answer) == [
        (
            "2021, 5 years ago  A lone plan (planned, as of about February 2022;"
            " outcome: the articles do not say), according to [1]\n"
            "    alpha-2022/lone-plan\n"
            "    > the words of lone-plan [1]"
        ),
        (
            "2020, 6 years ago  It opens, according to [2]\n"
            "    Opening. (planned, as of about February 2022) [1]\n"
            "    beta-2023/opened · alpha-2022/planned\n"
            "    > the words of opened [2]"
        ),
    ]
    assert post.push == (
        "Planned for this day, 5 years ago: A lone plan (2021; planned, as of about February 2022;"
        " outcome: the articles do not say), according to Anna Alpha"
    )


async def test_a_plan_that_came_true_on_another_day_has_no_anniversary(facts: Path) -> None:
    """The planned day passes in silence, the day itself is told."""
    assert await tell(facts, date(2026, 6, 9)) is None
    post = await told(facts, date(2026, 6, 10))
    assert heads(post.answer) == [
        "2021, 5 years ago  It took place (date disputed), according to [1]"
    ]


async def test_a_plan_of_today_notifies_as_a_plan(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Alone on its day, it is what a phone shows."""
    path = compiled(
        tmp_path_factory, file(GAMMA, event("pipe", "2026-03-04", status="planned", what="A pipe."))
    )
    post = await told(path, date(2026, 3, 4))
    assert post.push == (
        "Planned for today: A pipe (2026; planned, as of an undated article filed as 2024),"
        " according to Carl Gamma"
    )
    assert await tell(path, date(2025, 3, 4)) is None


@pytest.mark.parametrize(
    ("rule", "on"),
    [("feb28", date(2027, 2, 28)), ("mar1", date(2027, 3, 1)), ("leap-only", date(2028, 2, 29))],
)
async def test_29_february_follows_the_rule_of_the_server(facts: Path, rule: str, on: date) -> None:
    """In each year from 2024 to 2032 it is told on the one date of the rule, and on no other."""
    choices = Choices(leap_rule=rule)  # type: ignore[arg-type]
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(9 * 366)]
    near = [day for day in days if (day.month, day.day) in ((2, 28), (2, 29), (3, 1))]
    posted = [day for day in near if await tell(facts, day, choices) is not None]
    expected, last = [], date(2023, 12, 31)
    while (last := anniversary(date(1996, 2, 29), last + timedelta(days=1), rule)) < days[-1]:  # type: ignore[arg-type]
        expected.append(last)
    assert posted == expected
    post = await told(facts, on, choices)
    when = "1996" if rule == "leap-only" else "29 February 1996"
    assert heads(post.answer) == [f"{when}, {on.year - 1996} years ago  Leap, according to [1]"]
    assert f"Leap ({when})" in post.push


async def test_on_28_february_both_days_can_be_asked_for(facts: Path) -> None:
    """What a post has no room for may be of either."""
    post = await told(facts, date(2027, 2, 28))
    assert post.see == ("/onthisday day:28 February", "/onthisday day:29 February")


async def test_a_day_without_anything_is_silent_or_tells_what_comes_next(facts: Path) -> None:
    """The next is told with its date, its words and its id."""
    on = date(2026, 12, 24)
    assert await tell(facts, on) is None
    assert await tell(facts, on, Choices(when_nothing="digest")) is None
    post = await told(facts, on, Choices(when_nothing="next"))
    assert shown(post.answer) == (
        "On this day: 24 December – the articles do not say\n"
        "  No event of an earlier year falls on it.\n"
        "\n"
        "Next anniversary, 28 February (29 February 1996)  Leap, according to [1]\n"
        "    alpha-2022/leap\n"
        "    > the words of leap [1]\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)"
    )
    assert post.push == (
        "No anniversary today. Next, on 28 February: Leap (29 February 1996),"
        " according to Anna Alpha"
    )


async def test_what_comes_next_may_be_years_ahead(facts: Path) -> None:
    """With leap years only, 29 February is the next of its topic for four years."""
    chosen = Choices(topics=("space",), leap_rule="leap-only", when_nothing="next")
    post = await told(facts, date(2028, 3, 1), chosen)
    assert heads(post.answer) == ["Next anniversary, 29 February (1996)  Leap, according to [1]"]
    assert post.answer.title == "On this day: 1 March"
    assert post.answer.scope == (
        "No event of an earlier year falls on it, of those that this server chose to have posted.",
    )


async def test_where_nothing_ever_comes_nothing_is_posted(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A corpus without a day has no next one."""
    path = compiled(tmp_path_factory, file(BETA, event("year", "2001")))
    assert await tell(path, JULY_19, Choices(when_nothing="next")) is None


async def test_the_digest_tells_on_the_first_what_the_month_alone_is_known_of(facts: Path) -> None:
    """Past years and this month's plan; never as a day, and only where it was chosen."""
    first = date(2026, 7, 1)
    for when in ("silent", "next"):
        post = await tell(facts, first, Choices(when_nothing=when))
        assert post is None or "Next anniversary, 19 July" in shown(post.answer)
    post = await told(facts, first, Choices(when_nothing="digest"))
    assert post.answer.title == "Known only to the month: July"
    assert heads(post.answer) == [
        "July 2026  July’s plan (planned, as of 24 February 2023), according to [1]",
        "July 2023, day not given, 3 years ago  Some day in July, according to [1]",
    ]
    assert post.push == (
        "In this month, the day is not given: July’s plan (July 2026; planned, as of"
        " 24 February 2023), according to an unsigned article"
    )
    gas = await told(facts, first, Choices(when_nothing="digest", topics=("gas",)))
    assert len(gas.answer.entries) == 1


async def test_at_most_five_happenings_and_how_many_more(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """More than one chunk of rows: the roundest are found among them, the rest is counted."""
    path = compiled(
        tmp_path_factory,
        file(
            BETA,
            *(event(f"year-{year}", f"{year}-07-19") for year in range(1890, 2026)),
        ),
    )
    post = await told(path, JULY_19)
    assert [head.split("  ")[0] for head in heads(post.answer)] == [
        "1926, 100 years ago",
        "1951, 75 years ago",
        "1976, 50 years ago",
        "2001, 25 years ago",
        "1901, 125 years ago",
    ]
    assert post.more == 136 - HAPPENINGS


async def test_many_accounts_of_one_happening_are_one_entry(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What several articles tell comes before what one does; beyond six they are counted."""
    files = [
        file(
            article(f"article-{n}"),
            event("signing", "2001-07-19", happening="signing"),
            event("alone", "2001-07-19"),
        )
        for n in range(9)
    ]
    post = await told(compiled(tmp_path_factory, *files), JULY_19)
    first = entries(post.answer)[0].splitlines()
    assert first[0] == "2001, 25 years ago  Signing takes place, according to [1]"
    assert [line.strip() for line in first[1:6]] == [
        f"Signing takes place. [{n}]" for n in range(2, 7)
    ]
    assert first[6].strip() == "3 more articles tell it."
    assert post.answer.scope == ("10 anniversaries from 9 of 9 articles",)
