"""What people type for daily posts: several topics, a day to come, a time of the day."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.answers.desk import Desk
from bot.answers.inputs import next_day, resolve_topics, split_last, time_of_day
from bot.errors import InputProblem
from bot.wording.wording import load
from tests.store.conftest import Opener, opened
from tests.store.factories import corpus, event, file, vocabulary

__all__ = ["opened"]

TODAY = date(2026, 7, 19)
SAY = load()
COMMA = {"en": "Oil, coal and wood", "ru": "Нефть", "zh": "石油", "aliases": []}


@pytest.fixture
async def desk(opened: Opener) -> Desk:
    """Some topics, one of which has a comma in its label."""
    topics = {**vocabulary().model_dump(exclude_defaults=True)["topics"], "oil": COMMA}
    facts = file("one", event("a", "2001-07-19", topics=["gas", "trade", "oil", "space"]))
    store = await opened(whole=corpus(facts, words=vocabulary(topics=topics)))
    return Desk(store, SAY, TODAY, "UTC")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gas", ("gas",)),
        ("Natural gas, trade", ("gas", "trade")),
        (" trade ;, gas, trade,", ("trade", "gas")),
        ("газ，贸易、space", ("gas", "trade", "space")),
        ("Oil, coal and wood", ("oil",)),
        ("all", ()),
        (" None ", ()),
    ],
)
async def test_topics_are_keys_each_once(desk: Desk, typed: str, expected: tuple[str, ...]) -> None:
    """In any language, with any usual comma; "all" or "none" takes the choice back."""
    assert resolve_topics(typed, desk) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gas, trad", "There is no topic “trad”. Did you mean “Trade”?"),
        (
            "gas, xyzzy",
            (
                "There is no topic “xyzzy”. Pick one from the list that opens as you type,"
                " or use /search."
            ),
        ),
        (
            " , ",
            (
                "There is no topic “ , ”. Pick one from the list that opens as you type,"
                " or use /search."
            ),
        ),
    ],
)
async def test_an_unknown_topic_is_named(desk: Desk, typed: str, expected: str) -> None:
    """With what comes nearest, and nothing of the others is taken."""
    with pytest.raises(InputProblem) as raised:
        resolve_topics(typed, desk)
    assert SAY.say(raised.value.key, **raised.value.values) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ("", "")),
        ("ga", ("", "ga")),
        ("gas,", ("gas, ", "")),
        ("gas , trade;sp", ("gas, trade, ", "sp")),
        (",, a", ("", "a")),
        ("g\u202das\ud800,\n,tr\u200bade", ("gas, ", "trade")),
    ],
)
def test_the_last_of_a_list_is_being_typed(typed: str, expected: tuple[str, str]) -> None:
    """What stands before it stays."""
    assert split_last(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("19 July", date(2026, 7, 19)),
        ("18 July", date(2027, 7, 18)),
        ("20.07.", date(2026, 7, 20)),
        ("29 February", date(2028, 2, 29)),
        ("2030-01-02", date(2030, 1, 2)),
        ("1 May 2020", date(2020, 5, 1)),
        ("tomorrow", date(2026, 7, 20)),
    ],
)
async def test_a_day_without_a_year_is_the_next(desk: Desk, typed: str, expected: date) -> None:
    """Today's counts; 29 February is of the next leap year; with a year it is that day."""
    assert next_day(typed, desk) == expected


@pytest.mark.parametrize(
    ("typed", "key"),
    [("July", "not-a-day"), ("2013/..", "not-a-day"), ("30 February", "impossible-day-at-most")],
)
async def test_no_day(desk: Desk, typed: str, key: str) -> None:
    """What is less than a day, or none, is explained as for /onthisday."""
    with pytest.raises(InputProblem) as raised:
        next_day(typed, desk)
    assert raised.value.key == f"date.problem.{key}"


def test_a_time_of_the_day() -> None:
    """Nonsense is repeated with examples."""
    assert time_of_day("9:30 pm") == time(21, 30)
    with pytest.raises(InputProblem) as raised:
        time_of_day("half past")
    assert SAY.say(raised.value.key, **raised.value.values) == (
        "I can’t read “half past” as a time of the day. Try 9, 09:00, 21.30 or 9:30 pm."
    )
