"""What is taken along of an answer: all of its pages, each fact once, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.desk import Desk
from bot.answers.export.collect import about, base_name, collect, remarks
from bot.answers.question import Question, ask, parse_line
from bot.answers.registry import answer
from bot.errors import InputProblem
from tests.answers.export.make import open_desk
from tests.answers.make import SAY, compiled, event, file
from tests.answers.make import article as an_article

MANY = an_article("many-2020", short="Many")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article of 25 events: three pages of a timeline."""
    events = [event(f"e{year}", str(year), topics="gas") for year in range(1950, 1975)]
    return compiled(tmp_path_factory, file(MANY, *events))


@pytest.mark.parametrize(
    "line", ["/timeline", "/figures", "/quote", "/search query:takes", "/onthisday day:19 July"]
)
def test_all_pages_are_taken_along(desk: Desk, line: str) -> None:
    """In the answer's order, from whichever page it was asked, each fact once."""
    question = parse_line(line)
    pages = answer(question, desk).pages
    shown = [told for n in range(pages) for told in answer(question.at(n + 1), desk).facts]
    export = collect(question.at(2).viewed("words"), desk)
    assert export.facts == tuple({told.id: told for told in shown}.values())
    assert export.question == question
    assert (export.found, export.complete) == (True, True)
    assert remarks(export, desk) == []


def test_some_answer_of_the_corpus_has_several_pages(desk: Desk) -> None:
    """So that the test above turns one."""
    assert answer(parse_line("/timeline"), desk).pages == 2
    assert answer(parse_line("/search query:takes"), desk).pages == 2


def test_the_nearest_are_told_to_be_the_nearest(desk: Desk) -> None:
    """Where the articles do not say, what the answer offers instead is no answer."""
    export = collect(parse_line("/timeline from:2002 to:2003"), desk)
    assert export.facts
    assert not export.found
    assert remarks(export, desk) == [
        "The articles do not say what was asked; these facts are the nearest that they have."
    ]


def test_what_one_file_does_not_hold_is_left_out_and_told(long: Path) -> None:
    """With how to ask for less; the limit itself is no cut."""
    with open_desk(long) as desk:
        question = parse_line("/timeline topic:gas from:1950")
        cut = collect(question, desk, limit=12)
        assert [told.id for told in cut.facts] == [f"many-2020/e{1950 + n}" for n in range(12)]
        assert not cut.complete
        assert remarks(cut, desk) == [
            "Only the first 12 facts are here: the answer has more than one file holds.",
            "Narrow the question down for the rest; it also takes: person:, to:, article:",
        ]
        assert not collect(question, desk, limit=20).complete
        assert collect(question, desk, limit=25).complete
        assert collect(question, desk).complete


def test_a_question_that_takes_no_more_options_has_no_such_advice(desk: Desk) -> None:
    """Nothing can be narrowed down by an option that is given."""
    export = collect(parse_line("/search query:takes"), desk)
    assert remarks(export.first(1), desk) == [
        "Only the first fact is here: the answer has more than one file holds."
    ]
    assert export.first(len(export.facts)) is export


def test_an_answer_without_facts_gives_nothing(desk: Desk) -> None:
    """It is told in words for a person."""
    with pytest.raises(InputProblem) as caught:
        collect(Question("help"), desk)
    assert SAY.say(caught.value.key) == (
        "There are no facts behind this answer that could be taken along."
    )


def test_a_file_says_what_it_is_of(desk: Desk) -> None:
    """How much, what was asked, when, and of which facts."""
    export = collect(parse_line("/timeline topic:treaty"), desk)
    assert about(export, desk) == [
        "2 facts from 2 of 4 articles",
        (
            "Asked: /timeline topic:treaty. Made on 19 July 2026. State of the facts: "
            f"{desk.facts.generation}."
        ),
    ]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        (ask("timeline", topic="energy"), "footnote-timeline-energy"),
        (ask("fact", id="valori-2022/treaty-signed"), "footnote-fact-valori-2022-treaty-signed"),
        (ask("search", query="Энергетика"), "footnote-search"),
        (ask("search", query="Café au lait / ../../etc"), "footnote-search-cafe-au-lait-etc"),
        (ask("upcoming"), "footnote-upcoming"),
    ],
)
def test_a_files_name_is_made_of_the_question(question: Question, name: str) -> None:
    """Of what ASCII has of it."""
    assert base_name(question) == name


@given(st.text(max_size=300))
def test_a_files_name_is_safe_whatever_was_typed(typed: str) -> None:
    """Small letters, digits and hyphens, and not long."""
    name = base_name(Question("search", {"query": typed}))
    assert name.startswith("footnote-search")
    assert len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not name.endswith("-")


def test_an_answer_about_articles_has_all_that_was_drawn_from_them(desk: Desk) -> None:
    """Of one article its own accounts alone; of all of them every fact, each once."""
    one = collect(parse_line("/article article:alpha-2022"), desk)
    assert one.articles == ("alpha-2022",)
    entry = desk.facts.by_slug["alpha-2022"]
    assert len(one.facts) == entry.events + entry.figures + entry.quotes > 0
    assert (one.found, one.complete) == (True, True)
    every = collect(parse_line("/article"), desk)
    assert len(every.facts) == sum(desk.facts.counts.values())
    assert set(every.articles) == {each.article.id for each in desk.facts.articles}
    cut = collect(parse_line("/article"), desk, limit=3)
    assert (cut.facts, cut.complete) == (every.facts[:3], False)
