"""Which days of the year, and which months, have anniversaries about some topics."""

from __future__ import annotations

from itertools import chain, combinations
from random import Random

import pytest

from bot.corpus.model import Event
from bot.store import calendar
from bot.store.facts import FactStore
from bot.store.models import Row
from tests.store.conftest import Opener
from tests.store.factories import event, file

TOPICS = ("gas", "space", "trade", "treaty")
CHOICES = tuple(chain.from_iterable(combinations(TOPICS, size) for size in range(len(TOPICS) + 1)))
DISPUTED = {"text": "Another day is told.", "source": "A book", "disputes": "when"}
OTHER_NOTE = {"text": "This is so.", "source": "A book"}


async def a_store(opened: Opener) -> FactStore:
    """Events of every precision with some topics, some disputed, some told by two articles."""
    chance = Random(4)
    whens = (
        "{y}-{m:02}-{d:02}",
        "{y}-{m:02}",
        "{y}",
        "{y}-{m:02}-{d:02}~",
        "{y}-{m:02}-01/{y}-12-02",
    )

    def facts(article: str) -> list[Event]:
        return [
            event(
                f"{article}-{number}",
                chance.choices(whens, weights=(8, 2, 1, 1, 1))[0].format(
                    y=chance.randint(1900, 2020), m=chance.randint(1, 12), d=chance.randint(1, 4)
                ),
                topics=chance.sample(TOPICS, chance.choice((0, 1, 1, 2))),
                notes=chance.choice(([], [], [OTHER_NOTE], [DISPUTED], [OTHER_NOTE, DISPUTED])),
                happening="treaty-signed" if number == 0 else None,
            )
            for number in range(30)
        ]

    return await opened(file("one", *facts("a")), file("two", *facts("b")))


def disputed(row: Row) -> bool:
    """Whether a note disputes the date of one of a row's accounts."""
    return any(note.disputes == "when" for told in row.facts for note in told.fact.notes)


@pytest.mark.parametrize("few", [0, calendar.FEW])
@pytest.mark.parametrize("undisputed", [False, True])
async def test_days_about_are_those_whose_rows_say_so(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, few: int, undisputed: bool
) -> None:
    """The same as by reading every row of every day, whichever way they are looked for."""
    monkeypatch.setattr(calendar, "FEW", few)
    store = await a_store(opened)
    rows = {day: store.rows([found.row for found in store.on_day(*day)]) for day in store.days()}
    for topics in CHOICES:
        expected = tuple(
            day
            for day in store.days()
            if any(
                not (undisputed and disputed(row))
                and (not topics or any({*topics} & {*told.fact.topics} for told in row.facts))
                for row in rows[day]
            )
        )
        for _ in range(2):  # the second time from memory
            assert store.days_about(topics, undisputed=undisputed) == expected
    assert len(store.days_about(TOPICS, undisputed=undisputed)) > 10


@pytest.mark.parametrize("few", [0, calendar.FEW])
async def test_months_about_are_those_whose_rows_say_so(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """The same as by reading every row that is known to a month alone."""
    monkeypatch.setattr(calendar, "FEW", few)
    store = await a_store(opened)
    rows = {month: store.in_month(month, 0, 1000) for month in range(1, 13)}
    for topics in CHOICES:
        expected = tuple(
            month
            for month, found in rows.items()
            if any(
                not topics or any({*topics} & {*told.fact.topics} for told in row.facts)
                for row in found
            )
        )
        for _ in range(2):
            assert store.months_about(topics) == expected
    assert 2 < len(store.months_about(())) < 12


async def test_a_topic_that_nothing_is_about_has_no_days(opened: Opener) -> None:
    """Nor has one that there is not."""
    store = await opened(file("one", event("a", "2001-07-19", topics="gas")))
    assert store.days_about(["space", "nothing"]) == ()
    assert store.months_about(["space", "nothing"]) == ()
