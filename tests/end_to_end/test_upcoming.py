"""`/upcoming` through a simulated Discord: the list, and the calendar file, in every place."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.errors import InputProblem
from bot.interface.client import Footnote
from bot.interface.commands.upcoming import CalendarFiles
from bot.store.kept import Kept
from tests.end_to_end.scene import Scene, Shown


async def calendar_of(answer: Shown) -> Any:
    """The calendar that came with an answer."""
    [attachment] = answer.message.attachments
    assert attachment.filename == "anniversaries.ics"
    return Calendar.from_ical(await attachment.read())


async def test_the_next_anniversaries_come_with_their_dates(scene: Scene) -> None:
    """Today's first; how many days are covered, and whose today it is."""
    answer = await scene.ask("upcoming")
    assert answer.texts[0].splitlines() == [
        "### Upcoming anniversaries",
        "-# 2 anniversaries in the year to come",
        "-# The articles give anniversaries for 2 of the 365 days to come.",
        "-# Today by UTC, as no time zone is set here.",
    ]
    first, second, _ = answer.texts[1].split("\n\n")
    assert first.startswith(
        "**Today, 19 July 2026, 25 years after 2001** The ferry line to Eastport opens. [1]"
    )
    assert second == ("**1 October 2026, 77 years after 1949** The Harbour Council is founded. [1]")
    words = await scene.private_copy(answer, "Show source words")
    assert "On 19 July 2001 the ferry line to Eastport opened" in words.text


async def test_the_calendar_file_comes_with_a_message_that_can_be_removed(scene: Scene) -> None:
    """It is shown by a component, holds the same events, and pings nobody."""
    answer = await scene.ask("upcoming", calendar=True)
    assert answer.title == "Upcoming anniversaries as a calendar file"
    assert answer.scope[0] == "2 events"
    assert answer.buttons == {"Remove": True}
    events = (await calendar_of(answer)).walk("VEVENT")
    assert [str(event["uid"]) for event in events] == [
        "reed-2020.ferry-opened@footnote",
        "reed-2020.council-founded@footnote",
    ]
    assert {event["dtstamp"].dt for event in events} == {scene.now}
    assert not answer.private
    await scene.press(answer, "Remove")
    again = await scene.ask("upcoming", calendar=True, private=True)
    assert again.private
    assert again.buttons == {}


async def test_those_who_ask_at_once_get_one_file(scene: Scene) -> None:
    """It takes half a second of a processor at its largest: not once for each of them. What failed
    is tried again by whoever asks next."""
    client = scene.env.bot
    assert isinstance(client, Footnote)
    files = CalendarFiles(client.replies)
    desk = await client.replies.desk(scene.guild.id, scene.wordings.english)
    first, *others = await asyncio.gather(*(files.of(desk) for _ in range(3)))
    assert all(other is first for other in others)
    assert await files.of(desk) is first
    tomorrow = replace(desk, today=desk.today + timedelta(days=1))
    calendar = scene.facts._calendar
    rows, calendar._rows, calendar._until = calendar._rows, {}, Kept(1)
    for _ in range(2):
        with pytest.raises(InputProblem):
            await files.of(tomorrow)
    calendar._rows, calendar._until = rows, Kept(1)
    assert (await files.of(tomorrow)).content


async def test_it_works_in_direct_messages(scene: Scene) -> None:
    """The list and the file."""
    person = scene.env.create_user("writer")
    assert (await scene.ask("upcoming", by=person)).title == "Upcoming anniversaries"
    answer = await scene.ask("upcoming", by=person, calendar=True)
    assert len((await calendar_of(answer)).walk("VEVENT")) == 2


async def test_a_corpus_without_a_day_has_no_file(scene: Scene) -> None:
    """The person is told, privately."""
    scene.facts._days = ()
    scene.facts._calendar._rows = {}
    answer = await scene.ask("upcoming", calendar=True)
    assert answer.private
    assert answer.text == "The articles give no day of the year to put into a calendar."
