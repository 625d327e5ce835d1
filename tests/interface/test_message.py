"""The message of an answer: within Discord's limits, its buttons leading where they should."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.model import Answer, Entry, Footnote, Line
from bot.answers.question import MAX_OPTION, Question, decode
from bot.corpus.model import Event
from bot.interface.layout import lay_out
from bot.interface.message import answer_view, plain_view, text_view
from bot.interface.press import PATTERN, Action, Press, read
from bot.store.models import Told
from bot.wording.wording import load

SAY = load()
ASKER = 80351110224678912
GENERATION = "k7q2m9zb"
FACT = Told(
    "event", "valori-2022", Event(id="x", what="It is.", quote="it is", status="happened"), None
)
SEALED = replace(FACT, seal=f"0-5:{'0' * 32}")
BUTTON, TEXT, CONTAINER, ROW = 2, 10, 17, 1


class Kept:
    """Keeps questions as the durable state does, by a token of 16 characters."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    async def keep(self, text: str) -> str:
        """The token of a text."""
        token = f"{len(self.texts):016}"
        self.texts[token] = text
        return token


def an_answer(question: Question, *, pages: int = 1, lines: int = 1, facts: bool = True) -> Answer:
    """A page of an answer with so many long lines."""
    return Answer(
        question=question,
        title="Timeline: energy",
        scope=("8 results",),
        entries=tuple(
            Entry((Line("head", f"{number} {'x' * 700}", marks=(1,)),), (FACT,) if facts else ())
            for number in range(lines)
        ),
        footnotes=(Footnote(1, "Valori, ~Feb 2022"),),
        page=question.page,
        pages=pages,
    )


async def made(
    answer: Answer, *, part: int = 1, private: bool = False, kept: Kept | None = None
) -> ui.LayoutView:
    """The view of an answer's part."""
    keep = (kept or Kept()).keep
    laid = lay_out(answer, SAY, part)
    return await answer_view(
        laid, SAY, asker=ASKER, generation=GENERATION, private=private, keep=keep
    )


def components(view: ui.LayoutView) -> list[Mapping[str, Any]]:
    """Every component of a message's payload, however deep."""
    found: list[Mapping[str, Any]] = []

    def gather(items: list[Any]) -> None:
        for item in items:
            found.append(item)
            gather(item.get("components", []))

    gather(view.to_components())  # type: ignore[no-untyped-call]
    return found


def buttons(view: ui.LayoutView) -> dict[str, tuple[Press, bool]]:
    """Each button's press by its action, and whether it is enabled."""
    found: dict[str, tuple[Press, bool]] = {}
    for item in components(view):
        if item["type"] == BUTTON:
            match = PATTERN.fullmatch(item["custom_id"])
            assert match is not None
            press = read(match)
            assert press.action not in found
            found[press.action] = press, not item["disabled"]
    return found


def place(view: ui.LayoutView) -> tuple[int, int]:
    """The page and part that a view shows, by its button to remove it."""
    press = buttons(view)["x"][0]
    return press.page, press.part


def check_payload(view: ui.LayoutView) -> None:
    """Discord's limits for a message of components (developer documentation, "Components")."""
    found = components(view)
    assert len(found) <= 40
    assert view.total_children_count == len(found)
    texts = [item["content"] for item in found if item["type"] == TEXT]
    assert all(texts)
    assert sum(len(text.encode("utf-16-le")) // 2 for text in texts) <= 4000
    assert all(item["components"] for item in found if item["type"] in (CONTAINER, ROW))
    assert all(len(item["components"]) <= 5 for item in found if item["type"] == ROW)
    pressed = [item for item in found if item["type"] == BUTTON]
    ids = [item["custom_id"] for item in pressed]
    assert len(set(ids)) == len(ids)
    assert all(1 <= len(text.encode("utf-16-le")) // 2 <= 100 for text in ids)
    assert all(1 <= len(item["label"]) <= 80 for item in pressed)
    assert view.timeout is None


@pytest.mark.parametrize(
    ("question", "fact", "found", "labels"),
    [
        (Question("fact", {"id": "a/x"}), FACT, True, ["Show source words", "Report a problem"]),
        (Question("fact", {"id": "a/x"}), FACT, False, ["Show source words"]),
        (Question("fact", {"id": "a/x"}), None, False, []),
        (Question("search", {"query": "x"}), FACT, True, ["Show source words"]),
        (Question("fact", {"id": "a/x"}, view="words"), FACT, True, []),
        (Question("fact", {"id": "a/x"}, view="words"), SEALED, True, ["Show the words around"]),
        (Question("fact", {"id": "a/x"}, view="around"), SEALED, True, []),
        (Question("privacy"), None, True, ["Your reports"]),
    ],
)
async def test_other_parts_buttons_stand_where_they_have_something_to_do(
    question: Question, fact: Told | None, found: bool, labels: list[str]
) -> None:
    """A problem is reported of a fact that there is, words around are those of a proved quote; and
    where nothing answers such a button there is none."""
    entries = (Entry((Line("head", "It is."),), (fact,) if fact else ()),)
    answer = Answer(question, "x", (), entries, found=found)
    laid = lay_out(answer, SAY)
    shown = []
    for offered in (frozenset[Action]({"r", "q"}), frozenset[Action]()):
        view = await answer_view(
            laid, SAY, asker=ASKER, generation=GENERATION, private=True, keep=Kept().keep,
            offered=offered,
        )  # fmt: skip
        shown.append([item["label"] for item in components(view) if item["type"] == BUTTON])
    assert shown == [labels, [label for label in labels if label == "Show source words"]]


async def walk(sizes: list[int], action: str, start: tuple[int, int]) -> list[tuple[int, int]]:
    """The places that a button leads through, over pages of so many lines, until it is disabled."""
    question = Question("timeline", {"topic": "energy"})
    page, part = start
    places = []
    for _ in range(200):
        answer = an_answer(question.at(page), pages=len(sizes), lines=sizes[page - 1])
        view = await made(answer, part=part)
        check_payload(view)
        places.append(place(view))
        press, enabled = buttons(view)[action]
        if not enabled:
            return places
        page, part = press.page, press.part
    raise AssertionError("the walk does not end")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=2, max_size=4))
def test_next_and_previous_walk_every_page_and_part_once(sizes: list[int]) -> None:
    """From the first part of the first page to the last of the last, and the same way back."""
    expected = []
    for page, lines in enumerate(sizes, 1):
        answer = an_answer(Question("timeline").at(page), pages=len(sizes), lines=lines)
        expected += [(page, part + 1) for part in range(lay_out(answer, SAY).parts)]
    assert asyncio.run(walk(sizes, "n", (1, 1))) == expected
    assert asyncio.run(walk(sizes, "p", (len(sizes), 0))) == expected[::-1]


@given(
    st.dictionaries(
        st.sampled_from(["topic", "person", "from", "to", "article"]),
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=MAX_OPTION),
    ),
    st.integers(1, 9_999_999),
    st.sampled_from(["answer", "words"]),
    st.booleans(),
)
def test_the_question_comes_back_from_every_button(
    options: dict[str, str], page: int, view: Any, private: bool
) -> None:
    """As it is where it fits, by its token where it does not: for every button, on every page."""
    question = Question("timeline", options, page, view)
    kept = Kept()
    answer = an_answer(question, pages=9_999_999, lines=9)
    shown = asyncio.run(made(answer, part=2, private=private, kept=kept))
    check_payload(shown)
    for press, _ in buttons(shown).values():
        text = press.question
        if text.startswith("#"):
            text = kept.texts[text[1:]]
        assert decode(text) == Question("timeline", options)
        assert (press.asker, press.generation, press.view) == (ASKER, GENERATION, view)


async def test_a_short_question_is_in_the_button_and_kept_nowhere() -> None:
    """Nothing is stored that need not be."""
    kept = Kept()
    view = await made(an_answer(Question("timeline", {"topic": "energy"})), kept=kept)
    assert {press.question for press, _ in buttons(view).values()} == {"timeline?topic=energy"}
    assert kept.texts == {}


async def test_a_long_question_is_kept_once_and_the_buttons_carry_its_token() -> None:
    """300 characters of a search do not fit in a custom id."""
    kept = Kept()
    question = Question("search", {"query": "газ " * 70 + "x"})
    view = await made(an_answer(question, pages=3), kept=kept)
    assert {press.question for press, _ in buttons(view).values()} == {"#0000000000000000"}
    assert kept.texts == {"0000000000000000": question.encode()}
    check_payload(view)


async def test_whether_a_question_fits_does_not_depend_on_the_page() -> None:
    """A question that fits on page 1 alone would fail on a later one: it is kept from the start."""
    for length in range(1, 90):
        question = Question("search", {"query": "x" * length})
        kinds = set()
        for page in (1, 9_999_999):
            view = await made(an_answer(question.at(page), pages=9_999_999))
            check_payload(view)
            kinds.add(buttons(view)["x"][0].question[0])
        assert len(kinds) == 1


async def test_one_page_of_one_part_has_nowhere_to_go() -> None:
    """Without other pages there are no buttons for them."""
    view = await made(an_answer(Question("timeline")))
    assert list(buttons(view)) == ["w", "x"]


@pytest.mark.parametrize(
    ("page", "part", "back", "on"),
    [
        (1, 1, False, True),
        (1, 2, True, True),
        (2, 1, True, True),
        (3, 1, True, True),
        (3, 2, True, False),
    ],
)
async def test_the_ends_are_disabled(page: int, part: int, back: bool, on: bool) -> None:
    """Previous at the very first part and Next at the very last do nothing, and only there."""
    view = await made(an_answer(Question("timeline").at(page), pages=3, lines=6), part=part)
    assert place(view) == (page, part)
    found = buttons(view)
    assert (found["p"][1], found["n"][1]) == (back, on)
    assert found["w"][1]
    assert found["x"][1]


async def test_parts_alone_have_buttons_too() -> None:
    """A single page that one message can't hold can be walked."""
    view = await made(an_answer(Question("timeline"), lines=6))
    assert list(buttons(view)) == ["p", "n", "w", "x"]


async def test_a_private_answer_has_no_remove() -> None:
    """Its only reader can dismiss it; all else is the same."""
    answer = an_answer(Question("timeline"), pages=2)
    assert list(buttons(await made(answer, private=True))) == ["p", "n", "w"]
    assert list(buttons(await made(answer, private=False))) == ["p", "n", "w", "x"]


async def test_source_words_are_offered_only_where_there_are_facts_and_not_yet_shown() -> None:
    """No button that could show nothing, or what is shown already."""
    question = Question("timeline")
    assert "w" in buttons(await made(an_answer(question)))
    assert "w" not in buttons(await made(an_answer(question, facts=False)))
    assert "w" not in buttons(await made(an_answer(question.viewed("words"))))


async def test_source_words_are_those_of_this_page_from_their_first_part() -> None:
    """The button leads to the page that it stands under."""
    view = await made(an_answer(Question("timeline").at(2), pages=3, lines=6), part=2)
    press = buttons(view)["w"][0]
    assert (press.page, press.part, press.view) == (2, 1, "answer")


async def test_a_private_answer_without_facts_or_pages_has_no_row_of_buttons() -> None:
    """Discord refuses an empty row."""
    view = await made(an_answer(Question("help"), facts=False), private=True)
    assert not any(item["type"] == ROW for item in components(view))
    check_payload(view)


async def test_the_texts_stand_in_one_container_in_their_order() -> None:
    """Header, body and footnotes; a text that is empty is left out."""
    answer = an_answer(Question("timeline"))
    laid = lay_out(answer, SAY)
    view = await made(answer)
    texts = [item["content"] for item in components(view) if item["type"] == TEXT]
    assert texts == [laid.header, laid.body, laid.footer]
    bare = await made(replace(answer, entries=(), footnotes=()))
    assert [item["content"] for item in components(bare) if item["type"] == TEXT] == [laid.header]
    assert components(bare)[0]["type"] == CONTAINER


async def test_the_buttons_are_labelled_in_words() -> None:
    """A label says what a button does, without an icon alone."""
    view = await made(an_answer(Question("timeline"), pages=2))
    labels = [item["label"] for item in components(view) if item["type"] == BUTTON]
    assert labels == ["Previous", "Next", "Show source words", "Remove"]


def test_a_plain_sentence_is_escaped() -> None:
    """What a person typed and we repeat does nothing in our message."""
    (text,) = [
        item for item in components(plain_view("no *topic* @everyone")) if item["type"] == TEXT
    ]
    assert text["content"] == r"no \*topic\* \@everyone"


def test_texts_are_parted_by_space_and_not_by_lines() -> None:
    """Between texts stands an invisible separator, none before the first or after the last."""
    kinds = [item["type"] for item in components(text_view("a", "", "b"))]
    assert kinds == [CONTAINER, TEXT, 14, TEXT]
