"""Answers in every language that there is: all that is said in English, in its own words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answers.check import check
from bot.answers.desk import Desk
from bot.store.facts import FactStore
from bot.wording.wording import ENGLISH, load
from tests.answers.make import (
    ALPHA,
    BETA,
    GAMMA,
    TODAY,
    ask,
    compiled,
    event,
    figure,
    file,
    note,
    quote,
    refusal,
    shown,
)
from tests.wording.shipped import LANGUAGES

ZH = load("zh")

ASKED = [
    "/timeline", "/timeline topic:Gas", "/timeline from:2021", "/timeline to:1991",
    "/timeline from:2021-05 to:2022-01", "/timeline topic:Space person:Xi", "/timeline from:2030",
    "/figures", "/figures what:trade", "/figures what:trade from:1900 to:1901", "/quote",
    "/quote speaker:Putin", "/quote words:nothing", "/onthisday", "/onthisday day:19 July",
    "/onthisday day:3 March", "/upcoming", "/search Gas", "/search Gas zebra", "/search zebra",
    "/compare what:trade", "/compare what:Plant capacity", "/compare what:The treaty’s signing",
    "/article", "/article article:alpha-2022", "/fact alpha-2022/signed", "/fact alpha-2022/none",
    "/help", "/privacy",
]  # fmt: skip

REFUSED = [
    "/timeline topic:Gass", "/timeline topic:zebra", "/timeline from:hello", "/figures what:x",
    "/timeline from:03/04/2001", "/timeline from:19 July", "/timeline from:2021-02-30",
    "/timeline from:2021-13", "/timeline from:99", "/timeline from:2022 to:2021",
    "/onthisday day:2021", "/quote speaker:Wang Y", "/article article:alhpa", "/timeline article:b",
]  # fmt: skip


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts of every kind, with all that can stand beside one."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event(
                "signed",
                "2001-07-19",
                topics=("treaty",),
                people=("putin",),
                happening="signing",
                notes=(note("Another day.", disputes="when", rival="2001-07-16"),),
            ),
            event("talks", "2021-03", topics=("gas",), people=("xi",)),
            event("begun", "2013/..", status="ongoing"),
            event("planned", "2025", status="planned"),
            figure("trade-2021", period="2021"),
            figure("trade-claim", relation="claim", claim="record high", period="2022"),
            figure("rank", "trade-rank", value="1"),
            figure("share", "oil-share", relation="between", low="20", high="30", period="2023"),
            figure("capacity", "plant-capacity", value="42", relation="about", period="2021"),
            quote("authors"),
        ),
        file(
            BETA,
            event("also-signed", "2001", happening="signing"),
            figure("other-capacity", "plant-capacity", value="50", period="2021"),
            quote("said", "putin", "xi"),
        ),
        file(GAMMA, event("undated", when_words="recently"), quote("direct", "xi", voice="direct")),
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_question_is_answered_in_every_language(facts: Path, language: str) -> None:
    """Nothing is left to fill, and each answer has as many entries and lines as in English; one
    aside more where it says that wordings are the fact editors' own."""
    say, english = load(language), load(ENGLISH)
    for line in ASKED:
        answer, model = [await ask(facts, line, say=each) for each in (say, english)]
        assert not re.search(r"[{}]", shown(answer, say)), line
        own = say.say("language.wordings")
        shapes = [
            (
                len(each.scope),
                len([aside for aside in each.closing if aside != own]),
                [len(entry.lines) for entry in each.entries],
            )
            for each in (answer, model)
        ]
        assert shapes[0] == shapes[1], line


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_refusal_is_told_in_every_language(facts: Path, language: str) -> None:
    """What was typed wrong is repeated, and nothing is left to fill."""
    for line in REFUSED:
        assert not re.search(r"[{}]", await refusal(facts, line, say=load(language))), line


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_text_is_checked_in_every_language(facts: Path, language: str) -> None:
    """What is found, what is not, and what is only named: nothing is left to fill."""
    store = await FactStore.open(facts)
    try:
        say = load(language)
        for text in (
            "In 2021 bilateral trade was 150 billion dollars; Zebra 77.",
            "Hello.",
            "Putin",
        ):
            told = shown(check(text, Desk(store, say, TODAY, "UTC")), say)
            assert told
            assert not re.search(r"[{}]", told)
    finally:
        await store.close()


async def test_an_unsigned_article_is_called_so_in_the_language(facts: Path) -> None:
    """Its short name is no name; one that somebody gave stays."""
    answer = await ask(facts, "/timeline", say=ZH)
    assert {note.text.partition("（")[0] for note in answer.footnotes} == {
        "Alpha", "未署名", "Gamma",
    }  # fmt: skip


async def test_what_is_offered_is_named_in_the_language(facts: Path) -> None:
    """Also where it was typed in another one: it can be typed back."""
    told = await refusal(facts, "/timeline topic:Treatise", say=ZH)
    assert told == "没有“Treatise”这个主题。是不是要找“Treaties 中”？"
    known = await ask(facts, "/search zebra", say=ZH)
    assert "Gas 中" in known.closing[0]
    helped = shown(await ask(facts, "/help", say=ZH), ZH)
    assert "例如topic:Treaties 中" in helped or "例如topic:Gas 中" in helped
    assert "例如what:Bilateral trade 中" in helped


async def test_a_number_is_told_in_the_scale_of_the_language_wherever_it_stands(
    facts: Path,
) -> None:
    """An approximate one is read within limits of the same scale."""
    answer = await ask(facts, "/compare what:Plant capacity", say=ZH)
    assert answer.entries[0].lines[-1].text == (
        "500亿立方米/年不符合“约420亿立方米/年”，后者按410至430理解。"
    )


async def test_chinese_puts_years_and_lists_as_chinese_does(facts: Path) -> None:
    """The year before the day, 年 behind a year by itself, and 、 between things of one kind."""
    answer = await ask(facts, "/onthisday day:19 July", say=ZH)
    assert (answer.title, answer.entries[0].lines[0].lead) == ("历史上的7月19日", "2001年，25年前")
    answer = await ask(facts, "/timeline from:2021-05 to:2022-01", say=ZH)
    assert answer.title == "时间线：2021年5月至2022年1月"
    answer = await ask(facts, "/fact alpha-2022/signed", say=ZH)
    assert ("时间：", "2001年7月19日") in [
        (line.lead, line.text) for line in answer.entries[0].lines
    ]
