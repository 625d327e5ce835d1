"""The buttons below an answer: pages, source words, Remove; for the asker and for others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import simcord

from tests.end_to_end import harbour
from tests.end_to_end.scene import Scene, Shown, shown

CHANGED = "The facts have changed since this answer was first made; this page is made from today’s."
PAGED: tuple[tuple[str, dict[str, Any], int], ...] = (
    ("timeline", {"topic": "energy"}, 3),
    ("figures", {"what": "passengers"}, 2),
    ("quote", {"speaker": "ann-reed"}, 2),
    ("compare", {"what": "passengers"}, 2),
    ("search", {"query": "ferry"}, 3),
)


def place(answer: Shown) -> str:
    """Which page is shown, as the answer's first line says."""
    return next(line for line in answer.scope if re.search(r"(page|part) \d", line)).rpartition(
        " · "
    )[2]


@pytest.mark.parametrize(("command", "options", "pages"), PAGED)
async def test_pages_are_turned_in_place_to_the_last_and_back(
    scene: Scene, command: str, options: dict[str, Any], pages: int
) -> None:
    """Next goes on to the last page, where it ends; Previous leads back to the first as it was."""
    answer = await scene.ask(command, **options)
    first, seen = answer.texts, []
    for page in range(1, pages + 1):
        assert place(answer) == f"page {page} of {pages}"
        assert answer.buttons["Previous"] is (page > 1)
        assert answer.buttons["Next"] is (page < pages)
        seen.append("\n".join(answer.texts[1:]))
        if page < pages:
            await scene.press(answer, "Next")
    assert len(set(seen)) == pages
    for _ in range(pages - 1):
        await scene.press(answer, "Previous")
    assert answer.texts == first
    assert len(scene.channel.history()) == 1


async def test_the_pages_together_hold_every_entry_once(scene: Scene) -> None:
    """Nothing is lost or told twice between two pages."""
    answer = await scene.ask("timeline", topic="energy")
    text = answer.text
    for _ in range(2):
        await scene.press(answer, "Next")
        text += "\n" + answer.text
    expected = [
        f"**{harbour.FIRST_TURBINE + index}** Turbine {name} begins to turn. [1]"
        for index, name in enumerate(harbour.TURBINES)
    ]
    assert [line for line in text.splitlines() if "Turbine" in line] == expected


async def test_a_page_too_long_for_one_message_is_read_in_parts(scene: Scene) -> None:
    """Next leads through the parts of a page, and Previous back to the part before."""
    answer = await scene.ask("timeline", topic="old-maps")
    first = answer.texts
    await scene.press(answer, "Next")
    assert place(answer) == "part 2 of 2"
    assert (answer.buttons["Previous"], answer.buttons["Next"]) == (True, False)
    await scene.press(answer, "Previous")
    assert answer.texts == first


@pytest.mark.parametrize(("command", "options", "pages"), PAGED)
async def test_source_words_are_those_of_the_page(
    scene: Scene, command: str, options: dict[str, Any], pages: int
) -> None:
    """The words behind a page come privately, each with its fact's id; the answer stays."""
    answer = await scene.ask(command, **options)
    for _ in range(pages - 1):
        await scene.press(answer, "Next")
    before = answer.texts
    words = await scene.private_copy(answer, "Show source words")
    assert words.title == f"{answer.title} – source words"
    assert place(words) == f"page {pages} of {pages}"
    assert "\n> " in words.text
    assert " · reed-2020/" in words.text
    assert "Show source words" not in words.buttons
    assert answer.texts == before


async def test_source_words_turn_pages_by_themselves(scene: Scene) -> None:
    """The private words have their own Next, which leaves the answer where it is."""
    answer = await scene.ask("timeline", topic="energy")
    words = await scene.private_copy(answer, "Show source words")
    assert "> in 1951 turbine Alder began to turn [1]" in words.text
    await scene.press(words, "Next")
    assert place(words) == "page 2 of 3"
    assert "> in 1961 turbine Elm began to turn [1]" in words.text
    assert words.private
    assert place(answer) == "page 1 of 3"


async def test_source_words_show_the_notes_that_the_page_only_counts(scene: Scene) -> None:
    """A page says that notes stand behind it, and the words show them as the fact editors'."""
    answer = await scene.ask("timeline", topic="harbour")
    assert "Fact editors’ notes stand behind 1 of these facts" in answer.text
    words = await scene.private_copy(answer, "Show source words")
    note = "-# **Fact editors’ note:** The ferry had another name then. (Source: Register of ships)"
    assert note in words.text
    assert note not in answer.text


@pytest.mark.parametrize("who", ["asker", "moderator"])
async def test_an_answer_is_removed_by_its_asker_or_a_moderator(scene: Scene, who: str) -> None:
    """Remove deletes the message for both."""
    answer = await scene.ask("timeline", topic="energy")
    await scene.press(answer, "Remove", by=getattr(scene, who))
    assert scene.channel.history() == []


@pytest.mark.parametrize("who", ["stranger", "manager"])
async def test_a_stranger_cannot_remove_an_answer(scene: Scene, who: str) -> None:
    """Anyone else is told privately who can; Manage Server alone is not Manage Messages."""
    answer = await scene.ask("timeline", topic="energy")
    refused = await scene.private_copy(answer, "Remove", by=getattr(scene, who))
    assert refused.text == (
        "Only the person who asked, or someone who may manage messages here,"
        " can remove this answer."
    )
    assert [message.id for message in scene.channel.history()] == [answer.message.id]


async def test_a_stranger_gets_a_private_copy_of_the_next_page(scene: Scene) -> None:
    """A stranger's Next shows them page 2 and leaves the asker's message untouched."""
    answer = await scene.ask("timeline", topic="energy")
    before = (answer.texts, answer.buttons, answer.custom_id("Next"))
    copy = await scene.private_copy(answer, "Next", by=scene.stranger)
    assert place(copy) == "page 2 of 3"
    assert (answer.texts, answer.buttons, answer.custom_id("Next")) == before
    assert "Remove" not in copy.buttons


async def test_a_strangers_copy_is_the_strangers_own(scene: Scene) -> None:
    """In their copy a stranger turns pages in place, as an asker does."""
    answer = await scene.ask("timeline", topic="energy")
    copy = await scene.private_copy(answer, "Next", by=scene.stranger)
    await scene.press(copy, "Next", by=scene.stranger)
    assert place(copy) == "page 3 of 3"
    assert copy.private
    assert place(answer) == "page 1 of 3"


async def test_a_private_answer_turns_its_pages_privately(scene: Scene) -> None:
    """Next on a private answer edits it, and it stays private and without Remove."""
    answer = await scene.ask("timeline", topic="energy", private=True)
    await scene.press(answer, "Next")
    assert (place(answer), answer.private) == ("page 2 of 3", True)
    assert "Remove" not in answer.buttons
    assert scene.channel.history(viewer=scene.stranger) == []


@pytest.mark.parametrize(("command", "options", "pages"), PAGED)
async def test_buttons_work_after_a_restart(
    scene: Scene, command: str, options: dict[str, Any], pages: int
) -> None:
    """An answer that an earlier process sent can be paged, read and removed."""
    answer = await scene.ask(command, **options)
    await scene.restart()
    await scene.press(answer, "Next")
    assert place(answer) == f"page 2 of {pages}"
    assert CHANGED not in answer.text
    await scene.private_copy(answer, "Show source words")
    await scene.press(answer, "Remove")
    assert scene.channel.history() == []


@pytest.mark.parametrize(
    ("command", "options", "pages"),
    [
        ("timeline", {"topic": harbour.LONG_ALIAS}, 3),
        ("search", {"query": "ferry " + "wunderbar " * 20}, 3),
    ],
    ids=["alias", "query"],
)
async def test_a_question_too_long_for_a_button_is_kept(
    scene: Scene, command: str, options: dict[str, Any], pages: int
) -> None:
    """The button carries a token, and the question outlives a restart in state.db."""
    answer = await scene.ask(command, **options)
    assert answer.custom_id("Next").rpartition(":")[2].startswith("#")
    await scene.restart()
    await scene.press(answer, "Next")
    assert place(answer) == f"page 2 of {pages}"
    copy = await scene.private_copy(answer, "Previous", by=scene.stranger)
    assert place(copy) == f"page 1 of {pages}"


async def test_an_answer_whose_question_was_pruned_says_so(scene: Scene) -> None:
    """A button whose question is no longer kept tells to ask again, privately."""
    answer = await scene.ask("timeline", topic=harbour.LONG_ALIAS)
    await scene.restart()
    await scene.state.execute("delete from saved_question")
    before = answer.texts
    told = await scene.private_copy(answer, "Next")
    assert told.text == (
        "This answer is too old for its buttons to work. Ask again with the command."
    )
    assert answer.texts == before


async def test_a_page_made_from_newer_facts_says_so(scene: Scene, later_facts: Path) -> None:
    """After a reload an old answer's Next works, and says that the facts have changed."""
    answer = await scene.ask("timeline", topic="energy")
    assert answer.scope == ["23 results, 1951 to 1973, from 1 of 3 articles · page 1 of 3"]
    await scene.take_live(later_facts)
    await scene.press(answer, "Next")
    assert answer.scope == ["23 results, 1951 to 1973, from 1 of 1 article · page 2 of 3"]
    assert CHANGED in answer.text
    words = await scene.private_copy(answer, "Show source words")
    assert CHANGED not in words.text  # the page was made from today's facts already


async def test_source_words_of_newer_facts_say_so(scene: Scene, later_facts: Path) -> None:
    """The words behind an older answer are today's, and say that."""
    answer = await scene.ask("timeline", topic="harbour")
    await scene.take_live(later_facts)
    words = await scene.private_copy(answer, "Show source words")
    assert CHANGED in words.text
    assert "bridge-2021" not in words.text


async def test_what_newer_facts_no_longer_have_is_told(scene: Scene, later_facts: Path) -> None:
    """A page whose article is gone is explained privately; the answer stays as it was."""
    answer = await scene.ask("timeline", article="bridge-2021")
    before = answer.texts
    await scene.take_live(later_facts)
    told = await scene.private_copy(answer, "Show source words")
    assert told.text == (
        "There is no article “bridge-2021”. Use /article without an option to see them all."
    )
    assert answer.texts == before


async def test_a_page_beyond_the_last_is_the_last(scene: Scene, later_facts: Path) -> None:
    """When newer facts have fewer pages, Next shows the last there is."""
    answer = await scene.ask("search", query="ferry")
    await scene.press(answer, "Next")
    await scene.take_live(later_facts)
    await scene.press(answer, "Next")
    assert place(answer) == "page 3 of 3"
    assert answer.buttons["Next"] is False


async def test_buttons_of_an_answer_by_two_people_keep_apart(scene: Scene) -> None:
    """Two people's answers to one question are two messages, each its asker's."""
    one = await scene.ask("timeline", topic="energy")
    other = await scene.ask("timeline", topic="energy", by=scene.stranger)
    await scene.press(other, "Next", by=scene.stranger)
    assert (place(one), place(other)) == ("page 1 of 3", "page 2 of 3")


@pytest.mark.parametrize(
    "custom_id",
    [
        "a1:n:1:abc:a1.1:timeline?topic=%zz",
        "a1:n:1:abc:a1.1:drop table?x=1",
        "a1:n:1:abc:a1.1:timeline?topic=harbour&topic=energy",
        "a1:n:1:abc:a1.1:#AAAAAAAAAAAAAAAA",
        "a1:w:1:abc:a1.1:help?",
        "a1:n:1:abc:a9999999.9999:timeline?",
        "a1:p:1:abc:a0.0:timeline?",
        "a0:of-an-older-program",
        "x",
    ],
)
async def test_a_button_that_we_never_made_does_no_harm(scene: Scene, custom_id: str) -> None:
    """Whatever a button carries, the presser gets a private answer and no fault."""
    answer = await scene.ask("timeline", topic="energy")
    before = answer.texts
    stored = scene.env.backend.get_message(answer.message.channel_id, answer.message.id)
    row = stored.components[1]["components"]
    row[1]["custom_id"] = custom_id
    result: simcord.InteractionResult
    result = await scene.stranger.click(answer.message, custom_id=custom_id)
    assert shown(result).private
    assert answer.texts == before


async def test_answers_leave_nothing_in_memory(scene: Scene) -> None:
    """All that a press needs is in its button: however many answers there were, none is kept."""
    answer = await scene.ask("timeline", topic="energy")
    await scene.press(answer, "Next")
    await scene.private_copy(answer, "Next", by=scene.stranger)
    store = scene.env.bot._connection._view_store
    assert (store._views, store._synced_message_views) == ({}, {})
