"""Taking an answer along: the offer, each file, for whoever sees the answer and whenever it was."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from icalendar import Calendar
from jsonschema import Draft202012Validator

from bot.interface import fact_press, taking
from bot.interface.client import Footnote
from bot.store.facts import FactStore
from tests.end_to_end import harbour
from tests.end_to_end.scene import Scene, Shown, shown
from tests.end_to_end.test_check import MENU, public

TAKE = "Take along"
SCHEMA = Path(__file__).parents[2] / "docs" / "answer.schema.json"
FORMATS = ("CSV", "JSON", "Markdown", "CSL-JSON", "iCalendar")
CHANGED = "The facts have changed since this answer was first made; this is made from today’s."

CHECKED = (
    "In 2015 the cargo of Lowmere came to 150 thousand tonnes."
    " The ferry line to Eastport opened on 20 July 2001, they say."
)
TOUCHED = ["bridge-2021/ferry-line", "reed-2020/cargo-2015", "reed-2020/ferry-opened"]
"""The facts that it touches."""

DEFERRED = {
    "type": discord.InteractionResponseType.deferred_channel_message.value,
    "data": {"flags": discord.MessageFlags(ephemeral=True).value},
}
"""Discord shows that it takes a while, to one person alone."""


async def offer_of(scene: Scene, answer: Shown, *, by: simcord.MemberActor | None = None) -> Shown:
    """What pressing "Take along" answers with."""
    return await scene.private_copy(answer, TAKE, by=by)


async def file_of(
    scene: Scene, offer: Shown, name: str, *, by: simcord.MemberActor | None = None
) -> tuple[Shown, str, bytes]:
    """The message that a format's button answers with, its file's name and content."""
    told = await scene.private_copy(offer, name, by=by)
    [attachment] = told.message.attachments
    assert attachment.filename in json.dumps(told.message.components)
    return told, attachment.filename, await attachment.read()


def ids_of(table: bytes) -> list[str]:
    """The facts of a CSV file."""
    return [row["id"] for row in csv.DictReader(io.StringIO(table.decode("utf-8-sig")))]


def acknowledgements(scene: Scene) -> list[Any]:
    """How each interaction was first answered."""
    return [
        request.json
        for request in scene.env.http_requests
        if request.path.endswith("/callback") and isinstance(request.json, dict)
    ]


async def test_what_can_be_taken_along_is_offered_privately(scene: Scene) -> None:
    """How much it is, each format with what it is for, and a button for each."""
    answer = await scene.ask("timeline", topic="energy")
    offer = await offer_of(scene, answer)
    assert offer.title == "Take along: Timeline: Energy"
    assert offer.scope == ["23 facts from 1 of 3 articles"]
    assert offer.texts[1].splitlines() == [
        (
            "**CSV** one row for each fact, for spreadsheets. What a spreadsheet would take for a"
            " formula has an apostrophe before it."
        ),
        "**JSON** all that is known of each fact, for programs, by a published schema.",
        "**Markdown** facts, words and footnotes, to paste into a document.",
        "**CSL-JSON** the articles, for reference managers such as Zotero.",
        "**iCalendar** the dated events, for calendars.",
    ]
    assert offer.buttons == dict.fromkeys(FORMATS, True)
    assert len(scene.channel.history(viewer=scene.stranger)) == 1


async def test_each_format_is_a_file_of_the_whole_answer(scene: Scene) -> None:
    """Of all pages, from whichever page it is asked, under a name that says what it is."""
    answer = await scene.ask("timeline", topic="energy")
    await scene.press(answer, "Next")
    offer = await offer_of(scene, answer)
    expected = [f"reed-2020/turbine-{name.lower()}" for name in harbour.TURBINES]
    files = {}
    for name in FORMATS:
        told, file_name, files[name] = await file_of(scene, offer, name)
        ending = {"Markdown": "md", "CSL-JSON": "csl.json", "iCalendar": "ics"}
        assert file_name == f"footnote-timeline-energy.{ending.get(name, name.lower())}"
        assert told.text == "### Take along: Timeline: Energy\n-# 23 facts from 1 of 3 articles"
        assert told.buttons == {}
    assert ids_of(files["CSV"]) == expected
    assert [fact["id"] for fact in json.loads(files["JSON"])["facts"]] == expected
    assert files["Markdown"].decode().count("\n> ") == 23
    assert [item["id"] for item in json.loads(files["CSL-JSON"])] == ["reed-2020"]
    calendar: Any = Calendar.from_ical(files["iCalendar"])
    events = calendar.walk("VEVENT")
    assert len(events) == 23
    assert {event["dtstamp"].dt for event in events} == {scene.now}


@pytest.mark.parametrize(
    ("command", "options"),
    [("figures", {"what": "cargo"}), ("quote", {}), ("fact", {"id": "reed-2020/dredging"})],
)
async def test_a_calendar_is_offered_of_dated_events_alone(
    scene: Scene, command: str, options: dict[str, Any]
) -> None:
    """Figures, quotes and what has no end are none."""
    offer = await offer_of(scene, await scene.ask(command, **options))
    assert offer.buttons == dict.fromkeys(FORMATS[:-1], True)
    assert "iCalendar" not in offer.text


async def test_what_a_calendar_leaves_out_is_told(scene: Scene) -> None:
    """In the message, too."""
    offer = await offer_of(scene, await scene.ask("timeline", topic="harbour"))
    told, _, content = await file_of(scene, offer, "iCalendar")
    assert "2 facts are not in the calendar" in told.text
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 5


async def test_an_articles_facts_and_its_reference_are_taken_along(scene: Scene) -> None:
    """Whoever looks at an article wants to cite it."""
    answer = await scene.ask("article", article="reed-2020")
    assert "Show source words" not in answer.buttons
    offer = await offer_of(scene, answer)
    _, name, content = await file_of(scene, offer, "CSL-JSON")
    assert name == "footnote-article-reed-2020.csl.json"
    assert [item["id"] for item in json.loads(content)] == ["reed-2020"]


async def test_a_comparison_is_taken_along_with_its_verdicts(bundled: Scene) -> None:
    """As it tells them, on the same facts; a table, whose rows are facts, has none."""
    answer = await bundled.ask("compare", what="bilateral-trade")
    offer = await offer_of(bundled, answer)
    files = {name: (await file_of(bundled, offer, name))[2] for name in offer.buttons}
    made = json.loads(files["JSON"])
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(made)
    assert made["verdicts"]
    ids, text = ids_of(files["CSV"]), files["Markdown"].decode()
    for verdict in made["verdicts"]:
        assert verdict["why"] in answer.text
        assert {one for side in verdict["sides"] for one in side["facts"]} <= set(ids)
    below = text.partition("## What they are to each other")[2].partition("\n\n[^")[0]
    assert len(re.findall("^\\*\\*", below, re.MULTILINE)) == len(made["verdicts"])


async def test_an_answer_without_facts_has_nothing_to_take_along(scene: Scene) -> None:
    """Nor has what comes with a button of its own."""
    assert TAKE not in (await scene.ask("help")).buttons
    answer = await scene.ask("timeline", topic="energy")
    assert TAKE not in (await scene.private_copy(answer, "Show source words")).buttons


async def test_the_nearest_are_taken_along_as_the_nearest(scene: Scene) -> None:
    """The file says so as the answer does."""
    answer = await scene.ask("timeline", topic="energy", from_="1980", to="1990")
    assert "the articles do not say" in answer.title
    offer = await offer_of(scene, answer)
    assert offer.scope[1].startswith("The articles do not say what was asked")
    _, _, content = await file_of(scene, offer, "JSON")
    assert json.loads(content)["found"] is False


async def test_whoever_sees_an_answer_may_take_it_along(scene: Scene) -> None:
    """A stranger too; the answer and the offer stay as they were."""
    answer = await scene.ask("timeline", topic="energy")
    before = (answer.texts, answer.buttons)
    offer = await offer_of(scene, answer, by=scene.stranger)
    _, _, content = await file_of(scene, offer, "CSV", by=scene.stranger)
    assert len(ids_of(content)) == 23
    assert (answer.texts, answer.buttons) == before


async def test_it_works_in_direct_messages_and_of_private_answers(scene: Scene) -> None:
    """As everything does."""
    person = scene.env.create_user("writer")
    for options in ({}, {"private": True}):
        answer = await scene.ask("timeline", by=person, topic="energy", **options)
        offer = shown(await person.click(answer.message, label=TAKE))
        told = shown(await person.click(offer.message, label="CSV"))
        assert told.private
        assert len(ids_of(await told.message.attachments[0].read())) == 23


@pytest.mark.parametrize("topic", ["energy", harbour.LONG_ALIAS], ids=["short", "token"])
async def test_the_buttons_work_after_a_restart(scene: Scene, topic: str) -> None:
    """Also of a question that its button has no room for."""
    answer = await scene.ask("timeline", topic=topic)
    await scene.restart()
    offer = await offer_of(scene, answer)
    await scene.restart()
    told, _, content = await file_of(scene, offer, "CSV")
    assert len(ids_of(content)) == 23
    assert CHANGED not in told.text


async def test_a_question_that_is_not_kept_any_more_is_told(scene: Scene) -> None:
    """As other buttons tell it."""
    answer = await scene.ask("timeline", topic=harbour.LONG_ALIAS)
    await scene.restart()
    await scene.state.execute("delete from saved_question")
    told = await scene.private_copy(answer, TAKE)
    assert told.text.startswith("This answer is too old for its buttons to work.")


async def test_files_of_newer_facts_say_so(scene: Scene, later_facts: Path) -> None:
    """The offer and the file, which has today's facts."""
    answer = await scene.ask("timeline", topic="harbour")
    earlier = await offer_of(scene, answer)
    assert CHANGED not in earlier.text
    await scene.take_live(later_facts)
    for offer in (earlier, await offer_of(scene, answer)):
        told, _, content = await file_of(scene, offer, "CSV")
        assert CHANGED in told.text
        assert "bridge-2021/ferry-line" not in ids_of(content)
        assert "reed-2020/ferry-opened" in ids_of(content)


async def test_what_newer_facts_no_longer_have_is_told(scene: Scene, later_facts: Path) -> None:
    """A file of nothing is none."""
    answer = await scene.ask("timeline", article="bridge-2021")
    offer = await offer_of(scene, answer)
    await scene.take_live(later_facts)
    told = await scene.private_copy(offer, "CSV")
    assert told.text.startswith("There is no article “bridge-2021”.")
    assert not told.message.attachments


async def test_a_large_file_comes_after_discord_was_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sending it may take longer than Discord waits; it comes in the message that was promised."""
    answer = await scene.ask("timeline", topic="energy")
    offer = await offer_of(scene, answer)
    expected, _, content = await file_of(scene, offer, "CSV")
    monkeypatch.setattr(taking, "LARGE", 1)
    late, _, again = await file_of(scene, offer, "CSV")
    assert acknowledgements(scene)[-1] == DEFERRED
    assert (late.texts, again) == (expected.texts, content)


async def test_a_file_right_after_its_offer_asks_the_facts_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so do people who ask for the same at once."""
    pages: list[int] = []
    page = FactStore.page

    def noted(self: FactStore, *rest: Any) -> Any:
        pages.append(rest[2])
        return page(self, *rest)

    answer = await scene.ask("timeline", topic="energy")
    monkeypatch.setattr(FactStore, "page", noted)
    offer = await offer_of(scene, answer)
    await file_of(scene, offer, "CSV")
    await file_of(scene, offer, "JSON")
    assert pages == [0, 10, 20]


async def test_an_answer_larger_than_a_file_is_cut_and_says_so(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the offer, in the message and in the file, with how to ask for less."""
    monkeypatch.setattr(taking, "FACTS", 12)
    offer = await offer_of(scene, await scene.ask("timeline", topic="energy"))
    told, _, content = await file_of(scene, offer, "JSON")
    remarks = [
        "Only the first 12 facts are here: the answer has more than one file holds.",
        "Narrow the question down for the rest; it also takes: person:, from:, to:, article:",
    ]
    assert offer.scope[1:] == told.scope[1:] == remarks
    made = json.loads(content)
    assert (len(made["facts"]), made["complete"], made["remarks"]) == (12, False, remarks)


async def test_hostile_words_ping_nobody(scene: Scene) -> None:
    """Neither the message nor, where it is pasted into one, the file."""
    offer = await offer_of(scene, await scene.ask("timeline", topic="names"))
    told, _, content = await file_of(scene, offer, "Markdown")
    assert "\\@everyone" in content.decode()
    sent = scene.sent()[-1]
    assert sent["allowed_mentions"] == {"parse": []}
    assert told.message.attachments


async def test_the_facts_beside_a_checked_text_are_taken_along(scene: Scene) -> None:
    """Told to be these, in every format, without a word of the text, in the buttons neither."""
    answer = await scene.ask("check", text=f"{CHECKED} says zugzwang.")
    offer = await offer_of(scene, answer)
    assert offer.title == "Take along: The facts beside a checked text"
    assert offer.scope == ["3 facts from 2 of 3 articles"]
    assert offer.texts[1].splitlines()[-1] == (
        "-# These are the facts that this one message shows. The words that were checked are in no"
        " file."
    )
    assert offer.buttons == dict.fromkeys(FORMATS, True)
    for name in FORMATS:
        told, file_name, content = await file_of(scene, offer, name)
        assert file_name.startswith("footnote-check.")
        assert "The facts beside a checked text" in told.text
        for word in (b"zugzwang", b"150", b"20 July"):
            assert word not in content
        if name == "CSV":
            assert sorted(ids_of(content)) == TOUCHED
    assert "zugzwang" not in json.dumps([offer.message.components, scene.sent()[-1]])
    client = scene.env.bot
    assert isinstance(client, Footnote)
    assert list(client._taking._collected._answers) == []


async def test_each_message_of_a_checked_text_has_its_own_facts(scene: Scene) -> None:
    """Together all that are shown, each where it is shown."""
    text = " ".join(f"A map of the bay was drawn in {1880 + n}." for n in (1, 2, 3))
    message = await scene.stranger.send(scene.channel, text)
    result = await scene.asker.context_menu(scene.channel, MENU, message)
    assert result.response is not None
    taken = []
    for part in (Shown(one) for one in (result.response, *result.followups)):
        _, _, content = await file_of(scene, await offer_of(scene, part), "CSV")
        for key in ids_of(content):
            assert f"the article has 188{key[-1]}." in part.text
        taken.append(set(ids_of(content)))
    assert len(taken) > 1
    assert set.union(*taken) == {f"reed-2020/map-{n}" for n in (1, 2, 3)}


async def test_a_checked_texts_facts_are_taken_after_a_restart_and_from_what_was_shared(
    scene: Scene,
) -> None:
    """All that it takes stands in the button; by whoever sees the shared answer, privately."""
    answer = await scene.ask("check", text=CHECKED)
    await scene.restart()
    await scene.press(answer, "Share")
    [said] = public(scene)
    assert said.custom_id(TAKE) == answer.custom_id(TAKE)
    for by in (scene.asker, scene.stranger):
        offer = await offer_of(scene, said, by=by)
        await scene.restart()
        told, _, content = await file_of(scene, offer, "CSV", by=by)
        assert sorted(ids_of(content)) == TOUCHED
        assert CHANGED not in told.text


async def test_a_checked_texts_facts_of_newer_facts_are_the_same_ones(
    scene: Scene, later_facts: Path, bundled_facts: Path
) -> None:
    """Found by their ids; what is gone is told, and where nothing is left there is no file."""
    answer = await scene.ask("check", text=CHECKED)
    await scene.take_live(later_facts)
    told, _, content = await file_of(scene, await offer_of(scene, answer), "CSV")
    assert set(ids_of(content)) == set(TOUCHED) - {"bridge-2021/ferry-line"}
    assert "1 of the facts that were shown can’t be found any more." in told.text
    assert CHANGED in told.text
    await scene.take_live(bundled_facts)
    gone = await offer_of(scene, answer)
    assert gone.text == (
        "None of the facts that this answer showed can be found any more. Check the text again."
    )


async def test_what_a_checked_texts_button_has_no_room_for_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the offer, the message and the file."""
    monkeypatch.setattr(fact_press, "LIMIT", 20)
    offer = await offer_of(scene, await scene.ask("check", text=CHECKED))
    told, _, content = await file_of(scene, offer, "JSON")
    remark = "Only the first fact is here: the button has no room for more."
    made = json.loads(content)
    assert offer.scope[1:] == told.scope[1:] == made["remarks"] == [remark]
    assert (len(made["facts"]), made["complete"]) == (1, False)


@pytest.mark.parametrize(
    "custom_id",
    ["k1:t:abc:AAAAAA", "k1:i:abc+AAAAAA", "k1:t:abc:A", "k1:x:abc:AAAAAA", "k1:c:" + "_" * 95],
)
async def test_a_checked_texts_button_that_we_never_made_does_no_harm(
    scene: Scene, custom_id: str
) -> None:
    """The presser gets a private sentence."""
    answer = await scene.ask("check", text=CHECKED)
    stored = scene.env.backend.get_message(answer.message.channel_id, answer.message.id)
    stored.components[1]["components"][1]["custom_id"] = custom_id
    told = shown(await scene.asker.click(answer.message, custom_id=custom_id))
    assert told.private
    assert told.text.startswith(("None of the facts", "This answer is too old"))


async def test_a_calendar_of_figures_beside_a_checked_text_is_refused(scene: Scene) -> None:
    """As of any other answer, where somebody changed the button."""
    answer = await scene.ask("check", text=CHECKED.partition(". ")[0])
    assert "iCalendar" not in (await offer_of(scene, answer)).buttons
    forged = answer.custom_id(TAKE).replace("k1:t", "k1:i")
    stored = scene.env.backend.get_message(answer.message.channel_id, answer.message.id)
    stored.components[1]["components"][1]["custom_id"] = forged
    told = shown(await scene.asker.click(answer.message, custom_id=forged))
    assert told.text.startswith("No event of this answer has a year")


@pytest.mark.parametrize("command", ["timeline", "figures", "quote", "upcoming"])
async def test_the_projects_own_facts_can_be_taken_along(bundled: Scene, command: str) -> None:
    """All of a list, in every format that it has something for; JSON by the published schema."""
    answer = await bundled.ask(command)
    offer = await offer_of(bundled, answer)
    files = {}
    for name in offer.buttons:
        _, _, files[name] = await file_of(bundled, offer, name)
    made = json.loads(files["JSON"])
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(made)
    ids = ids_of(files["CSV"])
    assert ids == [fact["id"] for fact in made["facts"]]
    assert len(ids) == len(set(ids)) > 5
    text = files["Markdown"].decode()
    assert all(text.count(f"[^{key}]") == 2 for key in ids)
    assert {key.partition("/")[0] for key in ids} == {
        item["id"] for item in json.loads(files["CSL-JSON"])
    }
    assert ("iCalendar" in files) is (command in ("timeline", "upcoming"))
