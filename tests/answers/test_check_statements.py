"""A verdict on a number only where a sentence plainly says that the measure was so much; beside any
other what the articles say, and why nothing is compared."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.check import check
from bot.answers.checking.statement_words import only_plain
from bot.answers.desk import Desk
from bot.publish.build import build
from bot.store.facts import FactStore
from tests.answers.make import SAY, TODAY
from tests.answers.test_check import (
    FLOOR,
    LARGEST,
    OIL,
    PROJECT,
    TOLD,
    TOLD_2023,
    TRADE,
    TRADE_2023,
    outcome,
)

SAME = {TRADE: "same", FLOOR: "compatible"}
OTHER_TIME = {TRADE: "no", FLOOR: "no"}
NOT_PLAIN, CHANGE = SAY.say("check.number-not-plain"), SAY.say("check.change")
DENIED, OTHER_UNIT = SAY.say("check.denied"), SAY.say("check.other-unit")
NO_NUMBER = SAY.say("check.no-number")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Somebody who asks of the facts that the project comes with."""
    path: Path = build(PROJECT / "facts", None, tmp_path_factory.mktemp("bundled")).path
    facts = asyncio.run(FactStore.open(path))
    yield Desk(facts, SAY, TODAY, "UTC")
    asyncio.run(facts.close())


DECLINED = [
    ("China-Russia trade was not $140 billion in 2021.", TOLD, DENIED),
    ("It is false that China-Russia trade was $140 billion in 2021.", TOLD, DENIED),
    ("China-Russia trade grew by 35% in 2021.", TOLD, CHANGE),
    ("China-Russia trade was 1.69 trillion yuan in 2023.", TOLD_2023, OTHER_UNIT),
    ("In 2023 China-Russia trade set a record.", TOLD_2023, NO_NUMBER),
    ("China is not Russia's largest trading partner.", {LARGEST: "-"}, DENIED),
    ("Товарооборот России и Китая в 2021 году не составил 140 млрд долларов.", TOLD, DENIED),
    ("В 2021 году товарооборот России и Китая вырос на 35%.", TOLD, CHANGE),
    ("Товарооборот России и Китая в 2023 году составил 1,69 трлн юаней.", TOLD_2023, OTHER_UNIT),
    ("В 2023 году товарооборот России и Китая побил рекорд.", TOLD_2023, NO_NUMBER),
    ("2021年中俄贸易额不是1400亿美元。", TOLD, DENIED),
    ("2021年中俄贸易额增长35%。", TOLD, CHANGE),
    ("2023年中俄贸易额为1.69万亿元。", TOLD_2023, OTHER_UNIT),
    ("2023年中俄贸易额创下纪录。", TOLD_2023, NO_NUMBER),
]

NOT_PLAINLY = [
    "China's neighbours' trade with Russia was $80 billion in 2021.",
    "In 2021 trade between Russia and China's neighbours was $80 billion.",
    "In 2021 trade between China and Russian states was $14 billion.",
    "China-Russia trade came to half of $146.8 billion in 2021.",
    "China-Russia trade was nowhere near $146.8 billion in 2021.",
    "China-Russia trade hardly reached $146.8 billion in 2021.",
    "Nobody believes China-Russia trade was $140 billion in 2021.",
    "It is not the case that China-Russia trade, in 2021, was $140 billion.",
    "Was China-Russia trade $140 billion in 2021?",
    "China-Russia trade, excluding oil, was $100 billion in 2021.",
    "China-Russia trade was $100 billion in 2021, excluding oil.",
    "China-Russia trade was $100 billion in 2021, nobody believes.",
    "A $40 billion fund for trade between China and Russia was set up in 2021.",
    "A fine of $5 billion for trade between China and Russia was imposed in 2021.",
    "China lent Russia $40 billion in 2021 to support trade between China and Russia.",
    "Oil was $40bn of China-Russia trade in 2021.",
    "It was $40bn of China-Russia trade in 2021.",
    "Year-to-date trade of China and Russia in 2021 was $100bn.",
    "The increase in China-Russia trade was $39 billion in 2021.",
    "China-Russia trade grew a record $40bn in 2021.",
    "China-Russia trade was to reach $140bn in 2021.",
    "China-Russia trade sanctions cost $140 billion in 2021.",
    "China-Russia trade in 2021: -$146.8 billion.",
    "China-Russia trade was $140 billion, up from 2021.",
    "Товарооборот России и Китая в 2021 году составил половину от 146,8 млрд долларов.",
    "Никто не верит, что товарооборот России и Китая в 2021 году составил 140 млрд долларов.",
    "Фонд в 40 млрд долларов для торговли России и Китая создан в 2021 году.",
    "Нефть составила 40 млрд долларов в торговле России и Китая в 2021 году.",
    "Товарооборот России и Китая едва достиг 146,8 млрд долларов в 2021 году.",
    "Торговля России с Китаем в 2021 году выросла на рекордные 40 млрд долларов.",
    "据说2021年中俄贸易额为1400亿美元。",
    "2021年，中俄贸易额的一半为1468亿美元。",
    "2021年不含石油的中俄贸易额为1000亿美元。",
    "2021年中俄贸易基金为400亿美元。",
    "2021年中俄贸易额为1千4百68亿美元。",
    "2021年中俄石油贸易额为400亿美元。",
]


@pytest.mark.parametrize(("text", "facts", "why"), DECLINED)
def test_what_is_declined_stands_beside_the_facts_with_the_reason(
    desk: Desk, text: str, facts: dict[str, str], why: str
) -> None:
    """And never below a headline that the articles do not say."""
    answer = check(text, desk)
    assert outcome(answer) == facts
    assert answer.found
    assert {line.text for entry in answer.entries for line in entry.lines
            if line.kind == "small"} == {why}  # fmt: skip


@pytest.mark.parametrize("text", NOT_PLAINLY)
def test_a_number_that_is_not_plainly_the_measures_gets_no_verdict(desk: Desk, text: str) -> None:
    """A part, a fund, what nobody believes: the articles' words are beside it, and no more."""
    assert outcome(check(text, desk)) == TOLD


THIRD_PARTIES = [
    "Germany gets a fifth of its oil from Russia, China 25%.",
    "Germany's trade with China and Russia was $300 billion in 2021.",
    "Japan's trade with China and Russia was $300 billion in 2021.",
    "Mongolia's trade with China and Russia was $9 billion in 2021.",
    "NATO's trade with China and Russia was $300 billion in 2021.",
    "EU trade with China and Russia was $900 billion in 2021.",
    "African trade with China and Russia was $300 billion in 2021.",
    "World trade with China and Russia was $900 billion in 2021.",
    "Hong Kong trade with China and Russia was $900 billion in 2021.",
    "Germany's trade between China and Russia was $300 billion in 2021.",
    "Торговля ЕС с Китаем и Россией составила 900 млрд долларов в 2021 году.",
    "Торговля Германии с Китаем и Россией в 2021 году составила 300 млрд долларов.",
    "2021年德国与中俄贸易额为3000亿美元。",
    "2021年欧盟对中国和俄罗斯的贸易额为9000亿美元。",
]


@pytest.mark.parametrize("text", THIRD_PARTIES)
def test_a_measure_of_somebody_else_is_not_the_articles(desk: Desk, text: str) -> None:
    """Though the sentence names both sides of theirs, and whoever the owner is."""
    assert outcome(check(text, desk)) == {}


PLAIN = [
    ("China-Russia trade rose from $107 billion to $146.8 billion in 2021.", SAME),
    ("China-Russia trade rose to $146.8 billion in 2021 from $107 billion.", SAME),
    ("In 2021 China-Russia trade rose to $146.8 billion from $107 billion a year earlier.", SAME),
    ("In 2021, trade between China and Russia jumped 35% from $107.8 billion to $146.8 billion.",
     SAME),
    (("Trade between China and Russia, $107.8 billion a year earlier, reached $146.8 billion in"
      " 2021."), SAME),
    ("China-Russia trade grew from $107 billion in 2020 to $146.8 billion in 2021.", SAME),
    ("В 2021 году товарооборот России и Китая вырос со 107 млрд до 146,8 млрд долларов.", SAME),
    ("В 2021 году товарооборот России и Китая вырос с 107 млрд долларов до 146,8 млрд долларов.",
     SAME),
    ("2021年中俄贸易额从1070亿美元增至1468亿美元。", SAME),
    ("2021年中俄贸易额由1070亿美元增长到1468亿美元。", SAME),
    ("Russia's share of China's oil rose from 15% to 19%.", {OIL: "same"}),
    ("China-Russia trade hit $146.8 billion in 2021, beating the record of $110 billion.", SAME),
    ("Putin said that trade between Russia and China stood at $240 billion in 2023.",
     {TRADE_2023: "compatible"}),
    (("According to Chinese customs data, trade between China and Russia reached $240 billion in"
      " 2023."), {TRADE_2023: "compatible"}),
    ("Despite Western sanctions, China-Russia trade hit $240.1 billion in 2023, a 26.3% increase.",
     {TRADE_2023: "compatible"}),
    (("По данным китайской таможни, товарооборот между Россией и Китаем в 2023 году составил 240,1"
      " млрд долларов, увеличившись на 26,3%."), {TRADE_2023: "compatible"}),
    ("据海关统计，2023年中俄双边贸易额达到2401亿美元，同比增长26.3%。",
     {TRADE_2023: "compatible"}),
    ("2023年，中俄贸易额突破2000亿美元大关。", {TRADE_2023: "same"}),
    ("During the last quarter of 2021 trade of China and Russia was $40bn.", OTHER_TIME),
    ("In the ten months of 2021 trade of China and Russia was $115bn.", {FLOOR: "compatible"}),
    ("In 11 months of 2021 trade of China and Russia was $130bn.", {FLOOR: "compatible"}),
    (("Since 2018 the trade volume between China and Russia has consistently exceeded 100 billion"
      " US dollars"), {FLOOR: "same", TRADE: "compatible", TRADE_2023: "compatible"}),
    ("90 percent of this trade is now denominated in national currencies",
     {"kortunov-2024/national-currencies-now": "same"}),
    ("Russia is only China’s 10th-largest trade partner, behind Malaysia",
     {"shahid-2024/russia-rank": "same", "beijing-2024/china-largest-partner": "-"}),
    ("За 11 месяцев 2021 года товарооборот России и Китая составил 130 млрд долларов.",
     {FLOOR: "compatible"}),
    ("China-Russia trade in 2021 was $146.8 billion (2020: $107 billion).", SAME),
    ("China-Russia trade was $146.8 billion in 2021 and $240.1 billion in 2023.",
     {TRADE_2023: "compatible", **SAME}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), PLAIN)
def test_a_plain_statement_is_held_against_the_time_it_names(
    desk: Desk, text: str, facts: dict[str, str]
) -> None:
    """Of two numbers the one that it rose from is another year's; a part of a year is no year."""
    assert outcome(check(text, desk)) == facts


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("There were two summits between China and Russia in 2023.", "same"),
        ("There were more than two summits between China and Russia in 2023.", "different"),
        ("There were fewer than two summits between China and Russia in 2023.", "different"),
    ],
)
def test_counts_are_not_rounded(desk: Desk, text: str, verdict: str) -> None:
    """Two summits are neither more nor fewer than two."""
    assert set(outcome(check(text, desk)).values()) == {verdict}


STATEMENTS = {
    "en": ("China-Russia trade {} was {} $140 billion {} in 2021", st.characters(codec="ascii")),
    "ru": (
        "Товарооборот России и Китая {} составил {} 140 млрд долларов {} в 2021 году",
        st.sampled_from("абвгдежзиклмнопрстуфхцчшщыэюя"),
    ),
    "zh": ("2021年中俄贸易额{}为{}1400亿美元{}", st.sampled_from("半油气谎假疑基金罚投资差税逆顺")),
}


@settings(max_examples=60, deadline=None)
@given(data=st.data(), place=st.integers(0, 2), language=st.sampled_from(sorted(STATEMENTS)))
def test_any_other_word_within_a_statement_keeps_the_verdict_away(
    desk: Desk, data: st.DataObject, place: int, language: str
) -> None:
    """Whatever word it is, before the number or behind it; without it there is a verdict."""
    text, letters = STATEMENTS[language]
    word = data.draw(st.text(letters.filter(str.isalpha), min_size=1, max_size=12))
    word = word.lower()
    found = outcome(check(text.format(*(word if one == place else "" for one in range(3))), desk))
    assert outcome(check(text.format("", "", ""), desk))[TRADE] == "different"
    if not only_plain(word, "money", pronouns=False):
        assert not {"same", "compatible", "different"} & set(found.values()), word
