"""The facts beside a checked text as files: they are told to be these, without the text's words."""

from __future__ import annotations

import json

import pytest

from bot.answers.check import check
from bot.answers.desk import Desk
from bot.answers.export.checked import picked, shown
from bot.answers.export.collect import Export, about, remarks
from bot.answers.export.formats import FORMATS, make
from bot.errors import InputProblem
from bot.store.short_ids import short_id
from tests.answers.export.make import STAMP

TEXT = "In 2021 bilateral trade was over 150 billion dollars, says zugzwang."
TOLD = ("alpha-2022/year", "beta-2023/same", "alpha-2022/floor")


def ids(export: Export) -> list[str]:
    """The facts of an export."""
    return [told.id for told in export.facts]


def test_an_answer_is_taken_along_with_the_facts_that_it_shows(comparing: Desk) -> None:
    """Each once, in the answer's order."""
    answer = check(TEXT, comparing)
    export = shown(answer, comparing)
    assert ids(export) == [told.id for told in answer.facts]
    assert set(TOLD[:2]) <= set(ids(export))
    assert (export.found, export.complete, remarks(export, comparing)) == (True, True, [])


def test_facts_are_picked_by_their_short_ids(comparing: Desk) -> None:
    """In the order of the button that carries them."""
    export = picked([short_id(one) for one in TOLD], comparing, complete=True)
    assert ids(export) == list(TOLD)
    assert remarks(export, comparing) == []


def test_what_had_no_room_and_what_is_gone_is_told(comparing: Desk) -> None:
    """Not hidden, and with no advice on options: a check has none."""
    short_ids = [short_id(one) for one in (*TOLD[:2], "alpha-2022/gone")]
    export = picked(short_ids, comparing, complete=False)
    assert ids(export) == list(TOLD[:2])
    assert remarks(export, comparing) == [
        "1 of the facts that were shown can’t be found any more.",
        "Only the first 2 facts are here: the button has no room for more.",
    ]


def test_without_a_fact_there_is_nothing_to_take_along(comparing: Desk) -> None:
    """None shown, or none any more."""
    with pytest.raises(InputProblem) as problem:
        shown(check("The weather was fine.", comparing), comparing)
    assert problem.value.key == "take.nothing"
    with pytest.raises(InputProblem) as problem:
        picked([short_id("alpha-2022/gone")], comparing, complete=True)
    assert problem.value.key == "take.all-gone"


@pytest.mark.parametrize("form", FORMATS)
def test_no_file_has_a_word_of_the_text(comparing: Desk, form: str) -> None:
    """It says of what it is, and holds what any file of these facts does."""
    export = shown(check(f"{TEXT} The treaty was signed on 16 July 2001.", comparing), comparing)
    file = make(export, next(one for one in FORMATS if one == form), comparing, STAMP)
    assert file.name.startswith("footnote-check.")
    content = file.content.decode()
    for word in ("zugzwang", "150", "16 July"):
        assert word not in content
    if form != "csl":
        assert "the words of year" in content.replace("\r\n ", "")


def test_a_file_says_what_it_is(comparing: Desk) -> None:
    """In its title; as the question stands the command alone."""
    export = picked([short_id(TOLD[0])], comparing, complete=True)
    made = json.loads(make(export, "json", comparing, STAMP).content)
    assert made["title"] == "The facts beside a checked text"
    assert made["question"] == {"command": "check", "options": {}, "typed": "/check"}
    assert made["verdicts"] == []
    assert about(export, comparing)[1].startswith("Asked: /check. Made on 19 July 2026.")
