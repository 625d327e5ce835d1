"""Anniversaries as a calendar file: what stands in it, read back as a calendar reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from bot.answers import calendar_file as module
from bot.answers.calendar_file import CalendarFile, calendar_file, encode
from bot.answers.desk import Desk
from bot.answers.question import Question
from bot.errors import InputProblem
from bot.store.facts import FactStore
from tests.answers.make import ALPHA, BETA, SAY, compiled, event, file, note, shown

TODAY = date(2026, 7, 19)
STAMP = datetime(2026, 7, 19, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disputed day, a leap day, plans of the past and to come, hostile words."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event(
                "signing",
                "2001-07-19",
                what="Signed; at last, they say.",
                derived_from="a week later",
                notes=[note("It was the 16th.", disputes="when", rival="2001-07-16")],
            ),
            event("leap", "1996-02-29", what="Leap."),
        ),
        file(
            BETA,
            event("plan", "2026-12-01", what="A plan.", status="planned"),
            event("past-plan", "2020-12-02", what="A past plan.", status="planned"),
            event(
                "hostile",
                "1949-10-01",
                what="END:VEVENT BEGIN:VALARM \\n, ;",
                quote="“a\u202eb\u0000c”",
                voice="direct",
                speaker="xi",
            ),
        ),
    )


async def made(path: Path, today: date = TODAY) -> CalendarFile:
    """The file of a day."""
    store = await FactStore.open(path)
    try:
        return calendar_file(Question("upcoming"), Desk(store, SAY, today, "UTC"))
    finally:
        await store.close()


def read(found: CalendarFile) -> tuple[Any, dict[str, Any]]:
    """The calendar, and its events by their UIDs, as icalendar reads them."""
    content = encode(found.events, "Anniversaries", STAMP)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = Calendar.from_ical(content)
    return calendar, {str(item["uid"]): item for item in calendar.walk("VEVENT")}


async def test_an_event_has_all_that_a_calendar_needs(facts: Path) -> None:
    """A stable UID, all-day, each year, its words, its source, and what is doubtful about it."""
    calendar, events = read(await made(facts))
    assert (calendar["version"], str(calendar["x-wr-calname"])) == ("2.0", "Anniversaries")
    assert list(events) == [
        "alpha-2022.signing@footnote",
        "beta-2023.hostile@footnote",
        "beta-2023.plan@footnote",
        "beta-2023.past-plan@footnote",
        "alpha-2022.leap@footnote",
    ]
    signing = events["alpha-2022.signing@footnote"]
    assert signing["dtstart"].dt == date(2001, 7, 19)
    assert type(signing["dtstart"].dt) is date
    assert signing["dtstamp"].dt == STAMP
    assert dict(signing["rrule"]) == {"FREQ": ["YEARLY"]}
    assert signing["transp"] == "TRANSPARENT"
    assert str(signing["summary"]) == ("Signed; at last, they say (19 July 2001; date disputed)")
    assert str(signing["description"]).split("\n") == [
        "Signed; at last, they say.",
        "Date derived from “a week later”",
        "The article’s words: the words of signing",
        (
            "Source: Anna Alpha, On relations, about February 2022 (inferred);"
            " Footnote fact alpha-2022/signing"
        ),
        (
            "Fact editors’ note, date disputed, elsewhere 16 July 2001: It was the 16th."
            " (Source: A record)"
        ),
    ]


async def test_plans_are_marked_and_those_to_come_do_not_return(facts: Path) -> None:
    """What was planned for a past day returns as that."""
    _, events = read(await made(facts))
    plan, past = events["beta-2023.plan@footnote"], events["beta-2023.past-plan@footnote"]
    assert str(plan["summary"]) == "Planned: A plan (1 December 2026)"
    assert "Planned, as of 24 February 2023" in str(plan["description"])
    assert "rrule" not in plan
    assert "outcome: the articles do not say" in str(past["description"])
    assert dict(past["rrule"]) == {"FREQ": ["YEARLY"]}


async def test_29_february_returns_each_year_on_the_last_of_february(facts: Path) -> None:
    """By a rule that calendars follow; a bare yearly one leaves out three years of four."""
    _, events = read(await made(facts))
    leap = events["alpha-2022.leap@footnote"]
    start = datetime.combine(leap["dtstart"].dt, datetime.min.time())
    rule = rrulestr(leap["rrule"].to_ical().decode(), dtstart=start)
    days = [day.date().isoformat() for day in rule.between(start, datetime(2001, 1, 1), inc=True)]  # noqa: DTZ001
    assert days == ["1996-02-29", "1997-02-28", "1998-02-28", "1999-02-28", "2000-02-29"]


async def test_what_facts_hold_stays_text(facts: Path) -> None:
    """No words end an event or begin an alarm; what can't be seen is not in it."""
    calendar, events = read(await made(facts))
    hostile = events["beta-2023.hostile@footnote"]
    assert str(hostile["summary"]) == "END:VEVENT BEGIN:VALARM \\n, ; (1 October 1949)"
    assert "“abc”" in str(hostile["description"])
    assert "Said by Xi Jinping" in str(hostile["description"])
    assert {item.name for item in calendar.walk()} == {"VCALENDAR", "VEVENT"}


async def test_the_same_facts_have_the_same_uids_on_another_day(facts: Path) -> None:
    """A calendar that takes the file again puts it in the old one's place."""
    uids = {each.uid for each in (await made(facts)).events}
    assert uids == {each.uid for each in (await made(facts, date(2026, 11, 3))).events}


async def test_a_file_is_bounded_and_says_what_it_leaves_out(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next to come are in it; by number, and by how long they are."""
    many = [event(f"e{n}", f"2001-{n // 28 + 1:02}-{n % 28 + 1:02}") for n in range(300)]
    path = compiled(tmp_path_factory, file(BETA, *many))
    whole = await made(path)
    assert len(whole.events) == 300
    assert "left out" not in shown(whole.answer)
    monkeypatch.setattr(module, "EVENTS", 200)
    some = await made(path)
    assert some.events == whole.events[:200]
    assert shown(some.answer).splitlines()[:2] == [
        "Upcoming anniversaries as a calendar file",
        "  200 events",
    ]
    assert "100 more events are left out" in some.answer.closing[0]
    monkeypatch.setattr(module, "CHARACTERS", 1000)
    few = await made(path)
    assert 0 < len(few.events) < 10
    assert sum(len(each.description) for each in few.events) <= 1000


async def test_without_a_day_there_is_no_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A calendar must have an event, so the person is told."""
    path = compiled(tmp_path_factory, file(BETA, event("year", "2001")))
    with pytest.raises(InputProblem) as caught:
        await made(path)
    assert SAY.say(caught.value.key) == (
        "The articles give no day of the year to put into a calendar."
    )
