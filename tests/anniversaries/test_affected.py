"""Which of the next days' anniversaries a change of the facts changes, and for how many servers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.anniversaries.affected import Affected, affected
from bot.corpus.difference import EventChange
from bot.state.plans import Chosen

JULY = date(2026, 7, 1)


def event(*days: tuple[int, int], **changes: Any) -> EventChange:
    """An event that changed."""
    values: dict[str, Any] = {
        "id": "a/x",
        "how": "changed",
        "what": "It happened.",
        "days": days,
        "months": (),
        "topics": (),
        "disputed": False,
    }
    return EventChange(**(values | changes))


def plan(guilds: int = 1, **changes: Any) -> Chosen:
    """What so many servers chose, else as is usual."""
    values: dict[str, Any] = {
        "topics": (),
        "leap_rule": "feb28",
        "disputed": "caution",
        "when_nothing": "silent",
    }
    return Chosen(**(values | changes), guilds=guilds)


def test_a_date_counts_on_which_a_changed_event_is_told() -> None:
    """Thirty days from the first on; each server once, however many of its posts change."""
    first, both, last = event((7, 1)), event((7, 15), (7, 30), id="a/y"), event((7, 30), id="a/z")
    beyond = event((7, 31), (6, 30))
    assert affected([first, both, last, beyond], [plan(3), plan(4, leap_rule="mar1")], JULY) == (
        Affected(
            (
                (date(2026, 7, 1), (first,)),
                (date(2026, 7, 15), (both,)),
                (date(2026, 7, 30), (both, last)),
            ),
            7,
        )
    )
    assert affected([beyond], [plan()], JULY) == Affected((), 0)
    assert affected([], [plan(when_nothing="next")], JULY) == Affected((), 0)


def test_a_year_ends_and_so_does_the_calendar() -> None:
    """January follows December; after the last date there is none."""
    told = event((1, 1))
    assert affected([told], [], date(2026, 12, 15)).dates == ((date(2027, 1, 1), (told,)),)
    assert affected([told], [plan()], date(9999, 12, 25)) == Affected((), 0)


@pytest.mark.parametrize(
    ("rules", "first", "dates"),
    [
        ([], date(2026, 2, 20), [date(2026, 2, 28)]),
        (["mar1"], date(2026, 2, 20), [date(2026, 3, 1)]),
        (["feb28", "mar1"], date(2026, 2, 20), [date(2026, 2, 28), date(2026, 3, 1)]),
        (["leap-only"], date(2026, 2, 20), []),
        (["feb28", "mar1", "leap-only"], date(2028, 2, 20), [date(2028, 2, 29)]),
    ],
)
def test_a_leap_day_is_told_by_the_rules_that_servers_chose(
    rules: list[Any], first: date, dates: list[date]
) -> None:
    """And by the usual one where nobody chose any."""
    found = affected([event((2, 29))], [plan(leap_rule=rule) for rule in rules], first)
    assert [on for on, _ in found.dates] == dates
    assert found.servers == (len(rules) if dates else 0)


def test_a_server_is_not_counted_for_what_it_is_not_told() -> None:
    """Other topics before and after, or disputed before and after where it leaves that out."""
    told = event((7, 2), topics=("gas",), disputed=True)
    plans = [
        plan(1, topics=("gas", "trade")),
        plan(10, topics=("trade",)),
        plan(100, disputed="skip"),
        plan(1000),
    ]
    assert affected([told], plans, JULY).servers == 1001


def test_a_month_counts_on_its_first_day_where_a_server_asked_for_it() -> None:
    """Where none did, nothing is told of it."""
    told = event(months=(8,), topics=("gas",))
    digest = plan(2, when_nothing="digest")
    other = plan(4, when_nothing="digest", topics=("trade",))
    july = date(2026, 7, 10)
    first = ((date(2026, 8, 1), (told,)),)
    assert affected([told], [digest, other, plan()], july) == Affected(first, 2)
    assert affected([told], [plan(), plan(when_nothing="next")], july) == Affected((), 0)
    assert affected([told], [digest], JULY) == Affected((), 0)


def test_who_is_told_what_comes_next_is_counted_as_far_as_that() -> None:
    """Without knowing how far it is, whoever may be told of some day; of a month nobody is."""
    told, asked = event((9, 1)), plan(when_nothing="next", topics=("gas",))
    told_gas = event((9, 1), topics=("gas",))
    calls: list[tuple[Chosen, date]] = []

    def servers(change: EventChange, until: date | None) -> int:
        def following(chosen: Chosen, on: date) -> date | None:
            calls.append((chosen, on))
            return until

        return affected([change], [asked], JULY, following).servers

    assert affected([told_gas], [asked], JULY).servers == 1
    assert affected([told], [asked], JULY).servers == 0
    assert servers(told_gas, date(2026, 9, 2)) == 1
    assert servers(told_gas, date(2026, 9, 1)) == 1
    assert servers(told_gas, date(2026, 8, 31)) == 0
    assert servers(told_gas, date(2026, 7, 30)) == 0
    assert servers(told_gas, None) == 1
    assert calls == [(asked, date(2026, 7, 30))] * 5
    assert servers(event(months=(9,), topics=("gas",)), None) == 0
