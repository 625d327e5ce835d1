"""Where the articles give nothing, the answer says so, and what it offers is named as other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.scene import Scene


@pytest.mark.parametrize(
    ("command", "options", "title"),
    [
        ("timeline", {"topic": "space"}, "Timeline: Space"),
        ("timeline", {"from_": "2100"}, "Timeline: from 2100"),
        ("timeline", {"topic": "energy", "to": "1900"}, "Timeline: Energy, until 1900"),
        ("timeline", {"topic": "energy", "person": "bo-lind"}, "Timeline: Energy, Bo Lind"),
        ("figures", {"topic": "space"}, "Figures: Space"),
        ("figures", {"what": "cargo", "from_": "2016", "to": "2016"}, "Figures: Cargo, 2016"),
        ("figures", {"what": "cargo", "topic": "harbour"}, "Figures: Harbour, Cargo"),
        ("quote", {"speaker": "bo-lind", "topic": "energy"}, "Quotes: Energy, Bo Lind"),
        ("quote", {"speaker": "bo-lind", "words": "gulls"}, "Quotes: Bo Lind, “gulls”"),
        ("search", {"query": "submarine"}, "Search: submarine"),
    ],
)
async def test_nothing_is_said_to_be_nothing(
    scene: Scene, command: str, options: dict[str, Any], title: str
) -> None:
    """The title says that the articles do not say, and the line below what they cover."""
    answer = await scene.ask(command, **options)
    assert answer.title == f"{title} – the articles do not say"
    assert answer.scope[0].startswith("All 3 articles were searched")
    assert "1881 to 2025" in answer.scope[0]
    assert not answer.private


async def test_the_nearest_is_offered_as_outside_the_time_asked_for(scene: Scene) -> None:
    """The values before and after are shown below a line that says that they do not fit."""
    answer = await scene.ask("figures", what="cargo", from_="2016", to="2016")
    lines = answer.texts[1].splitlines()
    assert lines[0] == "-# Nearest, outside the time asked for:"
    assert [line.partition("** ")[0] for line in lines[1:4]] == [
        "**2015:",
        "**2017:",
        "**Since 2018:",
    ]


async def test_the_nearest_events_are_the_last_before_and_the_first_after(scene: Scene) -> None:
    """Of many events two on either side are offered, in order."""
    answer = await scene.ask("timeline", topic="harbour", from_="2002", to="2009")
    offered = [line.partition("** ")[0] for line in answer.text.splitlines() if line[:2] == "**"]
    assert offered == ["**1 October 1949", "**19 July 2001", "**July 2010", "**Since 2013"]


async def test_options_that_have_nothing_together_are_counted_singly(scene: Scene) -> None:
    """Each option by itself says how much it would give."""
    answer = await scene.ask("timeline", topic="energy", person="bo-lind")
    assert "Each by itself: Energy: 23 results; Bo Lind: 1 result." in answer.text


async def test_words_that_no_quote_has_are_looked_for_elsewhere(scene: Scene) -> None:
    """Quotes without the words are not offered; that other facts have them is."""
    answer = await scene.ask("quote", words="turbine")
    assert answer.title.endswith("the articles do not say")
    assert "/search query:turbine finds 23." in answer.text
    assert "\n> " not in answer.text


async def test_undated_results_are_not_passed_over_in_silence(scene: Scene) -> None:
    """A search by dates says how many results have none."""
    answer = await scene.ask("timeline", topic="harbour", from_="2030")
    assert "Left out: 1 result without a date." in answer.scope


async def test_a_day_without_events_says_so_and_names_the_next(scene: Scene) -> None:
    """Nothing on the day is told as that, with the next anniversary marked as next."""
    answer = await scene.ask("onthisday", day="3 March")
    assert answer.title == "On this day: 3 March – the articles do not say"
    assert answer.scope[0].startswith("All 3 articles were searched")
    assert "**Next anniversary, 19 July (2001)** The ferry line to Eastport opens." in answer.text


async def test_a_day_has_the_months_events_apart_where_it_has_none(scene: Scene) -> None:
    """Events known only to the month are never given a day."""
    answer = await scene.ask("onthisday", day="3 July")
    assert answer.title == "On this day: 3 July – the articles do not say"
    _, july, *_ = answer.texts[1].split("\n\n")
    assert july == "**July 2010** The old crane is taken down. [1]"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("reed-2020/old-mill", "Fact reed-2020/old-mill: withdrawn"),
        ("reed-2020/nothing", "There is no fact reed-2020/nothing"),
        ("no id at all", "There is no fact no id at all"),
    ],
)
async def test_a_fact_that_is_not_there_is_told_apart_from_a_withdrawn_one(
    scene: Scene, typed: str, title: str
) -> None:
    """A withdrawn id says so; an unknown one does not pretend to have been one."""
    answer = await scene.ask("fact", id=typed)
    assert answer.title == title
    if "/" in typed:
        assert "The nearest ids there are:" in answer.text


@pytest.mark.parametrize("typed", ["[reed-2020/crane]", " REED-2020/CRANE ", "`reed-2020/crane`"])
async def test_an_id_is_found_as_people_paste_it(scene: Scene, typed: str) -> None:
    """Brackets, capitals and spaces around an id do not matter."""
    assert (await scene.ask("fact", id=typed)).title == "Fact reed-2020/crane"


async def test_an_abstention_has_words_for_what_it_offers(scene: Scene) -> None:
    """What is offered as nearest has its source words too."""
    options: dict[str, Any] = {"what": "cargo", "from_": "2016", "to": "2016"}
    answer = await scene.ask("figures", **options)
    words = await scene.private_copy(answer, "Show source words")
    assert "> reached a record high in 2017" in words.text
