"""The calendar of an answer's events, read back as a calendar reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.answers.desk import Desk
from bot.answers.export.collect import Export, collect
from bot.answers.export.dated import calendar, has_days, left_out
from bot.answers.export.values import visible
from bot.answers.question import parse_line
from tests.answers.export.make import HOSTILE, STAMP, export_of
from tests.answers.make import event, figure, quote


def read(export: Export, desk: Desk) -> tuple[Any, dict[str, Any]]:
    """The calendar, and its events by their UIDs."""
    content = calendar(export, desk, STAMP)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    made = Calendar.from_ical(content)
    return made, {str(item["uid"]): item for item in made.walk("VEVENT")}


def days(item: Any) -> tuple[date, date]:
    """The first and the last day of an event."""
    first = item["dtstart"].dt
    end = item["dtend"].dt if "dtend" in item else first + timedelta(days=1)
    return first, end - timedelta(days=1)


def test_an_event_has_its_day_words_and_source(desk: Desk) -> None:
    """Once, all day, under an id that is its fact's; a disputed date says so in the title."""
    made, events = read(collect(parse_line("/timeline topic:gas"), desk), desk)
    signing = events["alpha-2022.signing@event.footnote"]
    assert days(signing) == (date(2001, 7, 19), date(2001, 7, 19))
    assert str(signing["summary"]) == "The treaty is signed (19 July 2001; date disputed)"
    assert str(signing["description"]).splitlines() == [
        "The treaty is signed.",
        "The article’s words: the words of signing",
        (
            "Source: Anna Alpha, On relations, about February 2022 (inferred); Footnote fact"
            " alpha-2022/signing"
        ),
        (
            "Fact editors’ note, date disputed, elsewhere 16 July 2001: It was the 16th."
            " (Source: A record)"
        ),
    ]
    assert signing["dtstamp"].dt == STAMP
    assert "rrule" not in signing
    assert str(made["x-wr-calname"]) == "Timeline: Gas"


def test_a_month_and_a_year_are_all_their_days_and_their_title_says_which(desk: Desk) -> None:
    """Never their first day alone."""
    _, events = read(collect(parse_line("/timeline topic:gas"), desk), desk)
    shown = {uid.split("@")[0]: (str(item["summary"]), *days(item)) for uid, item in events.items()}
    about = ("About takes place (about 1994)", date(1994, 1, 1), date(1994, 12, 31))
    assert shown["alpha-2022.about"] == about
    assert shown["alpha-2022.month"] == (
        "Month takes place (March 2023)", date(2023, 3, 1), date(2023, 3, 31),
    )  # fmt: skip
    assert shown["alpha-2022.span"] == (
        "Span takes place (2022 to 2023)", date(2022, 1, 1), date(2023, 12, 31),
    )  # fmt: skip
    assert shown["alpha-2022.season"] == (
        "Season takes place (winter 2021)", date(2021, 12, 1), date(2022, 2, 28),
    )  # fmt: skip
    assert shown["alpha-2022.plan"][0] == "Planned: Plan takes place (2030)"


def test_what_has_no_days_is_left_out_and_told(desk: Desk) -> None:
    """Open and undated ones, those known to the decade, and what is no event."""
    export = collect(parse_line("/timeline topic:gas"), desk)
    made, events = read(export, desk)
    missing = {told.id for told in export.facts} - {
        uid.split("@")[0].replace(".", "/") for uid in events
    }
    assert missing == {f"alpha-2022/{key}" for key in ("open", "bounded", "decade", "undated")}
    assert left_out(export) == 4
    # Of properties that are no standard ones icalendar gives back what is written.
    told = str(made["x-wr-caldesc"]).replace("\\n", "\n").replace("\\,", ",")
    assert told.splitlines() == [
        f"{len(export.facts)} facts from 3 of 4 articles",
        (
            "Asked: /timeline topic:gas. Made on 19 July 2026. State of the facts: "
            f"{desk.facts.generation}."
        ),
        (
            "4 facts are not in the calendar: they are not events whose start and end are known to"
            " the year, month or day."
        ),
    ]
    assert left_out(collect(parse_line("/figures"), desk)) == 4


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2001", True),
        ("2001-02-03", True),
        ("2001-02/2001-03", True),
        ("0001-01-01", True),
        ("9999", False),
        ("19XX", False),
        ("199X/2001", False),
        ("../2001", False),
        (None, False),
    ],
)
def test_a_calendar_shows_what_is_bounded_and_known_to_the_year(
    when: str | None, expected: bool
) -> None:
    """After the last day of the last year no calendar goes on."""
    [told] = export_of(event("x", when)).facts
    assert has_days(told) is expected


def test_figures_and_quotes_are_no_events() -> None:
    """Whatever period they have."""
    assert left_out(export_of(figure("x", period="2001"), quote("y", when="2001"))) == 2


def test_one_happening_does_not_tell_for_other_articles(desk: Desk) -> None:
    """A past plan of a happening says that this article tells no more, not that none does."""
    plan = event("x", "2020", status="planned", happening="summit")
    _, events = read(export_of(plan), desk)
    [item] = events.values()
    assert "the articles do not say" not in str(item["description"])


WORDS = st.text(
    st.one_of(st.sampled_from("\r\n\t\\;,:\"'=\0\u202e\u2028 xN"), st.characters()), max_size=60
)


@settings(deadline=None)
@given(WORDS, WORDS)
@example(HOSTILE, "END:VEVENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY")
@example("\\N", "x\\NSource: somebody else")
def test_hostile_words_stay_within_their_event(desk: Desk, what: str, words: str) -> None:
    """One event with what can be seen of them, whatever they hold."""
    told = event("x", "2001-02-03").model_copy(update={"what": what, "quote": words})
    made, events = read(replace(export_of(told), title=what), desk)
    assert [part.name for part in made.walk()] == ["VCALENDAR", "VEVENT"]
    name = str(made["x-wr-calname"])
    assert name == visible(name)
    [item] = events.values()
    lines = str(item["description"]).split("\n")
    assert lines[0] == as_written(what) or not what
    assert len(lines) == 2 + bool(what)
    assert any(line.endswith(as_written(words)) for line in lines)


def as_written(words: str) -> str:
    """What a calendar shows of words."""
    return visible(words).replace("\\N", "＼N")
