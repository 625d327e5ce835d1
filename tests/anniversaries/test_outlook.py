"""What a plan is going to post, held against composing every day of years."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.anniversaries import outlook as module
from bot.anniversaries.outlook import Expected, Outlook, expected, outlook
from bot.anniversaries.post import Post
from bot.corpus.dates import LeapRule, anniversary
from bot.state.plans import Plan, Slot, WhenNothing
from bot.store.facts import FactStore
from tests.store.conftest import Opener, opened
from tests.store.factories import event, file

__all__ = ["opened"]

NOW = datetime(2026, 7, 19, 12, 0, tzinfo=UTC)
PLAN = Plan(1, 2, Slot("UTC", time(9)), NOW, 3, NOW)
DISPUTED = [{"text": "Another day is told.", "source": "A book", "disputes": "when"}]


def post(text: str) -> Post:
    """A post of nothing but this."""
    return Post(text, "", "", "", (), ())


async def always(_: Plan, on: date) -> Post | None:
    """There is a post whenever one may be expected."""
    return post(on.isoformat())


async def looked_ahead(
    plan: Plan, facts: FactStore, *, decided: Collection[date] = (), now: datetime = NOW
) -> tuple[list[str], int, bool]:
    """The dates of the next posts, and on how many days there is one."""
    seen = await outlook(plan, facts, always, now, decided=decided)
    assert [each.post.content for each in seen.coming] == [
        each.day.date.isoformat() for each in seen.coming
    ]
    return [each.post.content for each in seen.coming], seen.days, seen.exact


@pytest.fixture
async def facts(opened: Opener) -> FactStore:
    """Three days of the year, one of them disputed and one a leap day; and a month."""
    return await opened(
        file(
            "one",
            event("july", "2001-07-19", topics="gas"),
            event("october", "1949-10-01", topics=["gas", "trade"], notes=DISPUTED),
            event("leap", "1996-02-29", topics="space"),
            event("month", "1990-05", topics="trade"),
        )
    )


@pytest.mark.parametrize(
    ("changes", "dates", "days"),
    [
        ({}, ["2026-10-01", "2027-02-28", "2027-07-19"], 3),
        ({"leap_rule": "mar1"}, ["2026-10-01", "2027-03-01", "2027-07-19"], 3),
        ({"leap_rule": "leap-only"}, ["2026-10-01", "2027-07-19", "2027-10-01"], 2),
        ({"disputed": "skip"}, ["2027-02-28", "2027-07-19", "2028-02-29"], 2),
        ({"topics": ("trade",)}, ["2026-10-01", "2027-10-01", "2028-10-01"], 1),
        ({"topics": ("space",)}, ["2027-02-28", "2028-02-29", "2029-02-28"], 1),
        (
            {"topics": ("space",), "leap_rule": "leap-only"},
            ["2028-02-29", "2032-02-29"],
            0,
        ),
        ({"topics": ("treaty",)}, [], 0),
        ({"when_nothing": "digest"}, ["2026-10-01", "2027-02-28", "2027-05-01"], 4),
        (
            {"when_nothing": "digest", "topics": ("gas",)},
            ["2026-10-01", "2027-07-19", "2027-10-01"],
            2,
        ),
        ({"when_nothing": "next"}, ["2026-07-20", "2026-07-21", "2026-07-22"], 366),
        ({"when_nothing": "next", "topics": ("treaty",)}, [], 0),
    ],
)  # fmt: skip
async def test_the_next_posts(
    facts: FactStore, changes: dict[str, object], dates: list[str], days: int
) -> None:
    """By topics, disputes, the rule for 29 February, and what comes on other days."""
    plan = replace(PLAN, **changes)  # type: ignore[arg-type]
    assert await looked_ahead(plan, facts) == (dates, days, days <= module.COUNTED)


async def test_today_counts_until_its_time_has_come(facts: FactStore) -> None:
    """By the plan's own clock; and a date that has been decided has no other post."""
    early = datetime(2026, 7, 19, 8, 59, tzinfo=UTC)
    assert (await looked_ahead(PLAN, facts, now=early))[0][0] == "2026-07-19"
    assert (await looked_ahead(PLAN, facts, now=early + timedelta(minutes=1)))[0][0] == "2026-10-01"
    decided = await looked_ahead(PLAN, facts, now=early, decided={date(2026, 7, 19)})
    assert decided[0][0] == "2026-10-01"
    there = replace(PLAN, slot=Slot("Pacific/Auckland", time(9)))
    eve = datetime(2026, 9, 30, 19, 59, tzinfo=UTC)
    [first, *_] = (await outlook(there, facts, always, eve)).coming
    assert first.day.due_at == datetime(2026, 9, 30, 20, 0, tzinfo=UTC)
    assert first.known


async def test_days_that_turn_out_to_have_nothing_are_passed_over(facts: FactStore) -> None:
    """A day may be expected to have a post and have none; few days are counted exactly."""

    async def not_in_october(_: Plan, on: date) -> Post | None:
        return None if on.month == 10 else post("")

    seen = await outlook(PLAN, facts, not_in_october, NOW)
    assert [each.day.date.isoformat() for each in seen.coming] == [
        "2027-02-28", "2027-07-19", "2028-02-29",
    ]  # fmt: skip
    assert (seen.days, seen.exact) == (2, True)


async def test_where_nothing_comes_of_what_is_expected_the_search_ends(facts: FactStore) -> None:
    """It makes a bounded number of posts, however many days may have one."""
    made: list[date] = []

    async def never(_: Plan, on: date) -> Post | None:
        made.append(on)
        return None

    plan = replace(PLAN, when_nothing="next")
    assert await outlook(plan, facts, never, NOW) == Outlook((), 366, exact=False)
    assert len(made) == module.TRIED


@pytest.mark.parametrize("leap_rule", ["feb28", "mar1", "leap-only"])
@pytest.mark.parametrize("when_nothing", ["silent", "next", "digest"])
async def test_expected_dates_are_the_anniversaries(
    facts: FactStore, leap_rule: LeapRule, when_nothing: WhenNothing
) -> None:
    """For each date of 1896 to 2104, as the rule for anniversaries has it."""
    plan = replace(PLAN, leap_rule=leap_rule, when_nothing=when_nothing)
    known: Expected = expected(plan, facts)
    first, last = date(1896, 1, 1), date(2104, 12, 31)
    told: set[date] = set()
    for of in (date(1801, 7, 19), date(1849, 10, 1), date(1796, 2, 29)):
        on = first
        while (on := anniversary(of, on, leap_rule)) <= last:
            told.add(on)
            on += timedelta(days=1)
    for number in range((last - first).days + 1):
        on = first + timedelta(days=number)
        assert known.known(on) is (on in told), on
        digest = when_nothing == "digest" and (on.month, on.day) == (5, 1)
        assert known.posts(on) is (on in told or when_nothing == "next" or digest), on
