"""A text beside the articles: which facts it touches, what its numbers and dates are to theirs."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.check import COMMAND, FACTS, SENTENCES, check
from bot.answers.checking.text import LONGEST, READ, cleaned
from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.answers.question import Question
from bot.errors import InputProblem
from bot.publish.build import build
from bot.store.facts import FactStore
from tests.answers.make import ALPHA, SAY, TODAY, compiled, figure, file, shown

PROJECT = Path(__file__).parents[2]
VERDICTS = {
    "The same:": "same",
    "Compatible:": "compatible",
    "Different:": "different",
    "Not comparable:": "no",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The facts that the project comes with, compiled."""
    return build(PROJECT / "facts", None, tmp_path_factory.mktemp("bundled")).path


@pytest.fixture(scope="module")
def desk(path: Path) -> Iterator[Desk]:
    """Somebody who asks of them; the names are put together once."""
    facts = asyncio.run(FactStore.open(path))
    yield Desk(facts, SAY, TODAY, "UTC")
    asyncio.run(facts.close())


def outcome(answer: Answer) -> dict[str, str]:
    """Each fact that is shown, and the verdict below it; "-" where there is nothing to compare."""
    found: dict[str, str] = {}
    for entry in answer.entries:
        verdicts = [
            VERDICTS.get(line.lead, "-")
            for line in entry.lines
            if line.lead in VERDICTS or line.kind == "small"
        ]
        found = dict(zip([told.id for told in entry.facts], verdicts, strict=True)) | found
    return found


def untouched(answer: Answer) -> str:
    """What is listed as not found."""
    leads = (f"{SAY.say('check.nothing-on')}:", f"{SAY.say('check.looked-for')}:")
    lines = [line for entry in answer.entries for line in entry.lines if line.lead in leads]
    return "".join(line.text for line in lines)


TRADE, FLOOR = "valori-2022/trade-2021", "valori-2022/trade-since-2018"
TRADE_2023, SIGNED = "kortunov-2024/trade-2023", "valori-2022/treaty-signed"
SIGNED_TOO, LARGEST = "beijing-2024/treaty-signed", "beijing-2024/china-largest-partner"
OIL, COAL = "shahid-2024/oil-from-russia", "shahid-2024/coal-from-russia"
US_DROP = "kortunov-2024/china-us-trade-drop"
FOUNDED, XI_VISITS = "valori-2022/sco-established", "kortunov-2024/xi-visits-moscow"
XI_VISITS_TOO, NOW = "shahid-2024/xi-visits-russia", "kortunov-2024/national-currencies-now"
BEFORE = "kortunov-2024/national-currencies-two-years-before"
PLANT, PLANT_FULL = "valori-2022/amur-plant-opens", "valori-2022/amur-plant-full-capacity"
SIBERIA, SOUTH = "beijing-2024/power-of-siberia", "valori-2022/gas-pipeline-south-construction"
SERVED = "valori-2022/gas-pipeline-south-in-service"
RECOGNISED = {
    "kortunov-2024/soviet-recognition": "same",
    "shahid-2024/relations-established": "-",
}
ELEVEN_MONTHS = "shahid-2024/trade-january-november-2023"
EXTENDED = "valori-2022/treaty-extended"
ANNIVERSARY = {
    "shahid-2024/years-of-relations": "same",
    "kortunov-2024/relations-75-years": "compatible",
}
JOINED, IRAN = "valori-2022/india-pakistan-join-sco", "valori-2022/iran-joins-sco"

TOLD = {TRADE: "-", FLOOR: "-"}
"""What is said of 2021, beside no verdict."""
TOLD_2023 = {TRADE_2023: "-", "shahid-2024/trade-january-november-2023": "-", FLOOR: "-"}

MESSAGES: list[tuple[str, dict[str, str], str]] = [
    (
        "In 2021 trade between Russia and China came to $146.8bn.",
        {TRADE: "same", FLOOR: "compatible"},
        "",
    ),
    (
        "China-Russia trade hit $140 billion in 2021, up 35% on the year.",
        {TRADE: "different", FLOOR: "compatible"},
        "35%",
    ),
    (
        "China-Russia trade hit $240.1 billion in 2023, up 26.3% year on year.",
        {TRADE_2023: "compatible"},
        "26.3%",
    ),
    (
        "Trade between Moscow and Beijing was worth $90 billion in 2023.",
        {TRADE_2023: "different"},
        "",
    ),
    ("China-Russia trade rose by $146.8bn in 2021. Global trade is $24 trillion.",
     TOLD, "$24 trillion"),
    ("China–Russia trade reached 1.69 trillion yuan in 2023.", TOLD_2023, ""),
    ("China-India trade was $136 billion in 2021; Russia was not part of it.", {},
     "$136 billion; 2021"),
    (
        "China gets 19 percent of its oil and 30% of its coal from Russia, India 40% of its oil.",
        {OIL: "same", COAL: "no"},
        "40%",
    ),
    ("Russia accounts for 19% of India's oil imports.", {}, "19%"),
    ("China's share of Russia's oil exports is 19%.", {}, "19%"),
    ("Russia's share of China's oil grew by 19%.", {OIL: "-"}, ""),
    ("Russia's share of China's oil grew to 19%.", {OIL: "same"}, ""),
    (
        "Putin and Jiang Zemin signed the Treaty of Good-Neighbourliness on July 16, 2001.",
        {SIGNED: "different", SIGNED_TOO: "compatible"},
        "",
    ),
    ("The treaty was signed on 19 July 2001.",
     {SIGNED: "same", SIGNED_TOO: "compatible"}, ""),
    (
        "Xi Jinping visited Moscow in March 2023.",
        {XI_VISITS: "same", XI_VISITS_TOO: "compatible"},
        "",
    ),
    ("Xi Jinping visited Moscow in June 2019.", {}, "June 2019"),
    ("The SCO was founded on 15 June 2001 in Tashkent.", {FOUNDED: "different"}, "Tashkent"),
    (
        "Iran joined the SCO in 2023, India and Pakistan in 2017.",
        {JOINED: "same", IRAN: "different"},
        "",
    ),
    ("Thailand received 3.5 million Chinese tourists.", {}, "3.5 million"),
    (
        "There may be 3 million Chinese tourists in Russia in 2024.",
        {"kortunov-2024/chinese-tourists-2024": "compatible"},
        "",
    ),
    ("China has become one of the largest trading partners of Russia.", {LARGEST: "-"}, ""),
    (
        "China is Russia's largest trading partner.",
        {LARGEST: "same", "valori-2022/china-largest-partner-2020": "no"},
        "",
    ),
    (
        "China-Russia trade hit $245 billion in 2024. In 2021 it was $140.7 billion.",
        {TRADE: "different", FLOOR: "compatible", TRADE_2023: "no"},
        "",
    ),
    (
        "Товарооборот России и Китая в 2021 году составил 140 млрд долларов, рост на 35%.",
        {TRADE: "different", FLOOR: "compatible"},
        "35%",
    ),
    ("Товарооборот Китая и США в 2021 году составил 657 млрд долларов.", {US_DROP: "no"}, ""),
    (
        "Договор о дружбе подписан Путиным и Цзян Цзэминем 16 июля 2001 года.",
        {SIGNED: "different", SIGNED_TOO: "compatible"},
        "",
    ),
    ("ШОС основана 15 июня 2001 года.", {FOUNDED: "different"}, ""),
    (
        "Доля национальных валют в торговле России и Китая достигла 90%.",
        {NOW: "same"},
        "",
    ),
    (
        "2021年中俄贸易额为1468亿美元，同比增长35%。",
        {TRADE: "same", FLOOR: "compatible"},
        "35%",
    ),
    ("2023年中俄双边贸易额不到2000亿美元。", {TRADE_2023: "different"}, ""),
    ("二〇二三年中俄双边贸易额不到2000亿美元。", {TRADE_2023: "different"}, ""),
    ("二〇二三年中俄贸易额超过两千亿美元。", {TRADE_2023: "same"}, ""),
    ("2021年中俄贸易额为一千四百六十八亿美元。", {TRADE: "same", FLOOR: "compatible"}, ""),
    ("2021年中俄贸易额为两千亿美元。", {TRADE: "different", FLOOR: "compatible"}, ""),
    ("2021年前十一个月，中俄贸易额为1304亿美元。", {FLOOR: "compatible"}, "十一"),
    ("中国进口石油的百分之十九来自俄罗斯，俄罗斯石油占比为百分之十九。", {OIL: "-"}, ""),
    ("中国进口石油，俄罗斯石油占比为百分之十九。", {OIL: "same"}, ""),
    ("2021年中俄贸易额为1400亿至1500亿美元。", {TRADE: "compatible", FLOOR: "compatible"}, ""),
    ("В 2021 году товарооборот России и Китая составил от 200 до 300 млрд долларов.",
     {TRADE: "different", FLOOR: "compatible"}, ""),
    ("In 2021 China-Russia trade was between $200 billion and $300 billion.",
     {TRADE: "different", FLOOR: "compatible"}, ""),
    (
        "2001年7月16日，普京与江泽民签署《中俄睦邻友好合作条约》。",
        {SIGNED: "different", SIGNED_TOO: "compatible"},
        "",
    ),
    ("习近平2023年3月访俄。", {XI_VISITS: "same", XI_VISITS_TOO: "compatible"}, ""),
    ("Амурский ГПЗ введён в эксплуатацию в июне 2021 года.", {PLANT: "compatible"}, ""),
    ("Амурский газоперерабатывающий завод запущен 9 июня 2021 года.", {PLANT: "same"}, ""),
    ("Амурский ГПЗ запустили в 2020 году.", {PLANT: "different"}, ""),
    ("阿穆尔天然气加工厂于2021年6月9日投产。", {PLANT: "same"}, ""),
    ("苏联于一九四九年十月二日承认中华人民共和国。", RECOGNISED, ""),
    ("2021年中俄贸易额达到一万亿元人民币，约合一千四百七十亿美元。",
     {TRADE: "compatible", FLOOR: "compatible"}, "一万亿"),
    ("阿穆尔天然气加工厂2020年投产。", {PLANT: "different"}, ""),
    ("Амурский ГПЗ выйдет на полную мощность в 2025 году.", {PLANT_FULL: "same"}, ""),
    ("阿穆尔天然气加工厂将于2025年满负荷运行。", {PLANT_FULL: "same"}, ""),
    ("Строительство газопровода «Сила Сибири» началось в 2014 году.", {SIBERIA: "-"}, "2014"),
    ("Китай начал строить южную ветку газопровода для российского газа в январе 2021 года.",
     {SOUTH: "-", "beijing-2024/power-of-siberia": "-"}, ""),
    ("2021年1月，中国开始建设俄罗斯天然气管道南段。", {SOUTH: "compatible"}, ""),
    ("2021年6月28日，习近平与普京宣布条约延期五年。",
     {"valori-2022/treaty-extension-length": "-"}, ""),
    ("一月至十一月，2023年中俄贸易额为两千一百八十二亿美元。", {ELEVEN_MONTHS: "compatible"},
     ""),
    ("Россия и Китай отметили 75-летие дипотношений в 2024 году.", ANNIVERSARY, ""),
    ("lunch at 12:30 on Friday, 5 people, $200", {}, "12:30; 5; $200"),
    ("lol putin said 2 things https://example.com/2021/146.8 <@146800000000>", {}, "2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts", "rest"), MESSAGES)
def test_a_message_is_held_against_what_it_is_about(
    desk: Desk, text: str, facts: dict[str, str], rest: str
) -> None:
    """The facts of the same thing and no others; and the rest is named."""
    answer = check(text, desk)
    assert outcome(answer) == facts
    assert untouched(answer) == rest
    assert answer.found is bool(facts)


GUARDED: list[tuple[str, dict[str, str]]] = [
    ("China-Russia trade was not $146.8bn in 2021.", TOLD),
    ("China-Russia trade did not exceed $200 billion in 2023.", TOLD_2023),
    ("China-Russia trade never exceeded $100 billion since 2018.",
     {"ukraine-2023/trade-2022-record": "-", **TOLD}),
    ("China is no longer Russia's largest trading partner.", {LARGEST: "-"}),
    ("Товарооборот России и Китая в 2023 году не превысил 200 млрд долларов.", TOLD_2023),
    ("2023年中俄贸易额未超过2000亿美元。", TOLD_2023),
    ("The SCO was not founded on 26 April 1996.", {FOUNDED: "-"}),
    ("The Treaty of Good-Neighbourliness was not signed on 19 July 2001.",
     {SIGNED: "-", SIGNED_TOO: "-"}),
    ("China-Russia trade in 2023 was not more than $200 billion.", {TRADE_2023: "different"}),
    ("China-Russia trade in 2023 was slightly below the $200 billion mark.",
     {TRADE_2023: "different"}),
    ("2023年中俄贸易额不多于2000亿美元。", {TRADE_2023: "different"}),
    ("Товарооборот России и Китая в 2021 году был не ниже 140 млрд долларов.",
     {TRADE: "compatible", FLOOR: "compatible"}),
    ("The China-Russia trade deficit was $14 billion in 2021.", TOLD),
    ("China-Russia trade in services reached $5 billion in 2021.", TOLD),
    ("China-Russia energy trade was $50bn in 2021.", TOLD),
    ("In 2021 average monthly China-Russia trade was $12.2 billion.", TOLD),
    ("In 2021 Russia imported $67bn worth of goods in its trade with China.", TOLD),
    ("Trade between Russia and China's Heilongjiang province hit $20bn in 2021.", TOLD),
    ("2021年中俄贸易顺差为146亿美元。", TOLD),
    ("Trade between Russia and China was expected to reach $100bn in 2021.",
     {TRADE: "no", FLOOR: "no"}),
    ("预计2021年中俄贸易额将达到1000亿美元。", {TRADE: "no", FLOOR: "no"}),
    ("Before 2021 trade between China and Russia was $107bn.", {TRADE: "no", FLOOR: "no"}),
    ("2021年前中俄贸易额为1070亿美元。", {TRADE: "no", FLOOR: "no"}),
    ("After 2021 China-Russia trade was $190 billion.", {TRADE_2023: "no", FLOOR: "no"}),
    ("In 2020 and 2021 trade between China and Russia came to $254 billion.",
     {FLOOR: "compatible"}),
    ("From 2018 to 2021 trade between China and Russia was $500 billion in total.",
     {FLOOR: "compatible"}),
    ("It is a myth that China-Russia trade was $146.8bn in 2021.", TOLD),
    ("Some claim China-Russia trade was $146.8bn in 2021, which is untrue.", TOLD),
    ("In 2021, China-Russia trade beat the $130bn record.",
     {TRADE: "compatible", FLOOR: "compatible"}),
    ("China's trade with Russia and Kazakhstan was $170bn in 2021.", {}),
    ("Trade of Russia with China, Kazakhstan and Iran was $160bn in 2021.", {}),
    ("Russia's trade with India was $65bn in 2023, far less than with China.", {}),
    ("Russia's trade with Turkey was $55bn in 2023, said China.", {}),
    ("Putin said in China that Russia's trade with Iran was $4bn in 2023.", {}),
    ("В 2021 году торговля России с Индией составила 13 млрд долларов, с Китаем больше.", {}),
    ("2021年俄罗斯与印度贸易额为130亿美元，低于中国。", {}),
    ("China's trade with Russia was $146.8bn in 2021, with India $125bn.",
     {TRADE: "same", FLOOR: "compatible"}),
    ("China-Russia trade is large. It cost the EU $140bn in 2021.", {}),
    ("China became the largest buyer of Russian oil in 2022.",
     {"ukraine-2023/largest-buyer-rank": "same"}),
    ("Trade between China and Russia was 146.8 billion US dollars in 2021.",
     {TRADE: "same", FLOOR: "compatible"}),
    ("Товарооборот России и Китая в 2021 году составил 146,8 миллиарда долларов США.",
     {TRADE: "same", FLOOR: "compatible"}),
    ("India became the largest buyer of Russian oil in 2022.", {}),
    ("India, not China, became the largest buyer of Russian oil in 2022.",
     {"ukraine-2023/largest-buyer-of-russian-oil": "-"}),
    ("In 2021 trade of Kazakhstan and Russia with China was $160bn.", {}),
    ("In 2021 trade between China and Russia was $146.8bn.", {TRADE: "same", FLOOR: "compatible"}),
    ("Putin visited Beijing in October 2023 and May 2024.",
     {"kortunov-2024/putin-visits-beijing": "same",
      "shahid-2024/putin-attends-belt-and-road-forum": "compatible"}),
    ("The treaty was signed after 19 July 2001.", {SIGNED: "-", SIGNED_TOO: "-"}),
    ("Trade between China and Russia was $0.15 trillion in 2021.",
     {TRADE: "compatible", FLOOR: "compatible"}),
    ("2021年中俄贸易额为0.15万亿美元。", {TRADE: "compatible", FLOOR: "compatible"}),
    ("Trade between China and Russia was $150 billion in 2021.",
     {TRADE: "different", FLOOR: "compatible"}),
    ("Russia-China trade was 146,8 billion dollars in 2021.", TOLD),
    ("Russia-China trade was 146 800 000 000 dollars in 2021.", TOLD),
    ("China's trade with Russia matters less than its $1.5 trillion trade with the EU in 2023.",
     {}),
    ("Beyond Russia, China's $783 billion EU trade in 2021 shows where the money is.", {}),
    ("EU-China trade hit $783 billion in 2021 while Russia was under sanctions.", {}),
    ("В 2021 году торговля Китая с ЕС составила 828 млрд долларов, далеко опередив Россию.", {}),
    ("Россия в 2021 году отстала: торговля Европы и Китая — 828 млрд долларов.", {}),
    ("2021年，中国与欧盟贸易额达8281亿美元，俄罗斯很羡慕。", {}),
    ("2021年，俄罗斯之外，中欧贸易额为8281亿美元，中国很满意。", {}),
    ("俄罗斯和中国关系密切，不过中国同马来西亚的贸易额2021年为1768亿美元。", {}),
    ("俄罗斯和中国关系密切，不过中国同新西兰的贸易额2021年为247亿美元。", {}),
    ("2021年中国与俄罗斯的双边贸易额为1468亿美元，与欧盟的贸易额为8281亿美元。",
     {TRADE: "same", FLOOR: "compatible"}),
    ("In 2021 trade between China and Russia was $146.8 billion, the EU's was $828 billion.",
     {TRADE: "same", FLOOR: "compatible"}),
    ("China-Russia trade was $146.8bn in 2021 despite EU sanctions.",
     {TRADE: "same", FLOOR: "compatible"}),
    ("Товарооборот Китая и России в 2021 году, вопреки санкциям ЕС, составил 146,8 млрд долларов.",
     {TRADE: "same", FLOOR: "compatible"}),
    ("2021年中俄贸易额在欧盟制裁下仍为1468亿美元。", {TRADE: "same", FLOOR: "compatible"}),
    ("The second line of the Amur gas processing plant went into operation in December 2021.",
     {PLANT: "-"}),
    ("Вторая линия Амурского ГПЗ запущена в декабре 2021 года.", {}),
    ("阿穆尔天然气加工厂第二条生产线2022年投产。", {PLANT: "-"}),
    ("After the Amur gas processing plant went into operation, gas exports grew in 2023.",
     {PLANT_FULL: "no", PLANT: "-"}),
    ("После ввода в эксплуатацию Амурского газоперерабатывающего завода экспорт в 2023 году рос.",
     {PLANT: "-"}),
    ("阿穆尔天然气加工厂投产之后，2023年出口增长。", {PLANT: "-"}),
    ("Строительство Амурского ГПЗ началось в октябре 2015 года.", {}),
    ("Амурский ГПЗ увеличил выпуск гелия в 2023 году.", {}),
    ("Южная ветка газопровода введена в эксплуатацию в 2024 году.", {SERVED: "no"}),
    ("天然气管道南段于2024年12月投产。", {SERVED: "no"}),
    ("Договор о дружбе подписан в 1962 году.", {SIGNED: "-", SIGNED_TOO: "-"}),
    ("Россия и Китай 20 мая 2021 года начали строительство четырёх энергоблоков.", {}),
    ("China-Russia trade reached a record $240 billion in 2023, up 26 percent from 2022.",
     {TRADE_2023: "compatible", "ukraine-2023/trade-record-2022": "-"}),
    ("Germany gets 19 percent of its oil from Russia, China 25%.", {OIL: "-"}),
    ("Товарооборот Китая и России в 2023 году — рекорд по сравнению с 2022 годом.", {}),
    ("2023年中国赴俄游客达到二十万人次。", {"kortunov-2024/chinese-tourists-2024": "no"}),
    ("The southern branch of the gas pipeline was put into service in 2024.",
     {"valori-2022/gas-pipeline-south-in-service": "no"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), GUARDED)
def test_what_is_denied_expected_partial_or_of_another_time_gets_no_wrong_verdict(
    desk: Desk, text: str, facts: dict[str, str]
) -> None:
    """Neither the same nor different from what the articles say of the whole, as it was."""
    assert outcome(check(text, desk)) == facts


def test_an_answer_reads_as_what_the_articles_say(desk: Desk) -> None:
    """Words, date, source, note and verdict, and never a word on what is true."""
    text = "The SCO was founded on 15 June 2001. China-Russia trade was $146.8bn in 2021."
    answer = check(text, desk)
    read = shown(answer)
    assert read.startswith(
        "Checked against the articles\n"
        "  1 of 5 articles on 2 sentences of the message\n"
        "  Only what the articles say, beside the message’s numbers and dates."
        " It does not say whether either is true.\n"
        "\n"
        "The message:  “The SCO was founded on 15 June 2001.”\n"
        "Event, 26 April 1996:  Five founders establish the Shanghai Cooperation Organization,"
        " by this account. (date disputed)\n"
        "    > five founders of the Shanghai Cooperation Organization (SCO), established on"
        " April 26, 1996 by China, Kazakhstan, Kyrgyzstan, Russia and Tajikistan [1]\n"
        "    Fact editors’ note, date disputed: Other records: 26 April 1996 is the day of the"
    )
    assert (
        "Different:  the message has 15 June 2001; the article has 26 April 1996.\n"
        "\n"
        "The message:  “China-Russia trade was $146.8bn in 2021.”\n"
        "Figure, 2021:  146.8 USD billion. Bilateral trade in 2021.\n"
        "    > In 2021 bilateral trade increased to 146.8 billion dollars [1]\n"
        "The same:  the message has 146.8 USD billion (2021);"
        " the article has 146.8 USD billion (2021).\n"
    ) in read
    assert read.endswith("  [1] Valori (opinion), about February 2022 (inferred)")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "Since 2013 there were 40 meetings of the leaders of China and Russia.",
            "The period goes on, and each may count up to another day.",
        ),
        (
            "Trade of China and Russia was $90 billion in January 2021.",
            "They are for different times.",
        ),
    ],
)
def test_times_that_may_be_the_same_are_not_called_others(desk: Desk, text: str, why: str) -> None:
    """An open period is told from one that is another."""
    assert why in shown(check(text, desk))


async def test_a_time_that_is_not_sure_is_told_from_another(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The article's own may be that of the message."""
    facts = await FactStore.open(
        compiled(tmp_path_factory, file(ALPHA, figure("trade", value="100", period="2021~")))
    )
    try:
        read = shown(
            check("Bilateral trade was USD 300 billion in 2021.", Desk(facts, SAY, TODAY, "UTC"))
        )
    finally:
        await facts.close()
    assert "The time is approximate or doubted, so theirs may differ." in read


def test_nothing_found_says_what_was_looked_for(desk: Desk) -> None:
    """The numbers, dates and names; what the articles name, if something else of it; the way on."""
    answer = check("Germany and Lavrov of Russia traded 12% less wheat in June 2019.", desk)
    assert shown(answer) == (
        "Checked against the articles – the articles do not say\n"
        "  All 5 articles were searched, the newest: 2024 (inferred)."
        " Their dated events: 1949 to 2025.\n"
        "  Only what the articles say, beside the message’s numbers and dates."
        " It does not say whether either is true.\n"
        "\n"
        "Looked for:  Lavrov; 12%; June 2019\n"
        "\n"
        "Named in the articles, but nothing found on what is said of them here:  Russia; traded\n"
        "\n"
        "  Try /search with a few words of it, or /timeline with a person or topic."
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("We lost, and I paid 200 dollars for the ticket.", ""),
        ("France and Germany signed the Élysée Treaty in 1963.", ""),
        ("Trade between China and Japan was $266 billion in 2023.", "China; Trade"),
        ("Trade of Russia and India was 65 billion dollars in 2023.", "Russia; India; Trade"),
    ],
)
def test_what_the_articles_name_is_told_in_the_words_of_a_message_that_names_somebody(
    desk: Desk, text: str, named: str
) -> None:
    """A treaty of others is not the topic "Treaty of 2001", nor the price of a ticket finance."""
    lead = "Named in the articles, but nothing found on what is said of them here:"
    lines = [entry.lines[0] for entry in check(text, desk).entries]
    assert [line.text for line in lines if line.lead == lead] == ([named] if named else [])


@pytest.mark.parametrize(
    ("text", "verdict", "why"),
    [
        (
            "Putin and Xi have met 42 times since 2013.",
            "Not comparable:",
            "The period goes on, and each may count up to another day.",
        ),
        (
            "The Amur plant has a design capacity of 42 billion cubic metres a year.",
            "Compatible:",
            "One is a forecast or a plan, the other is not.",
        ),
        (
            "习近平与普京宣布条约延期10年。",
            "Not comparable:",
            "The message does not say what time its number is for.",
        ),
    ],
)
def test_a_verdict_says_why(desk: Desk, text: str, verdict: str, why: str) -> None:
    """An open period is not another one; the planned number is not another for lack of a time."""
    (entry,) = check(text, desk).entries
    assert entry.lines[-1].lead == verdict
    assert entry.lines[-1].text.endswith(f". {why}")


def test_each_fact_beside_a_sentence_is_an_entry(desk: Desk) -> None:
    """The sentence stands once, above the first of them; there is air between facts."""
    entries = check("China-Russia trade was $150 billion in 2021.", desk).entries
    assert [entry.lines[0].lead for entry in entries] == ["The message:", "Figure, since 2018:"]
    assert [[told.id for told in entry.facts] for entry in entries] == [[TRADE], [FLOOR]]


def test_no_question_holds_the_text(desk: Desk) -> None:
    """What buttons carry and tables keep is the question: it is the same for all texts."""
    text = "China-Russia trade was $146.8bn in 2021. " * 3
    assert check(text, desk).question == Question(COMMAND)


@pytest.mark.parametrize("text", ["", " \n\u200b", "<@1> https://example.com", "**", "!!! 😀"])
def test_a_text_without_words_is_refused(desk: Desk, text: str) -> None:
    """With a sentence for the person, not with an empty answer."""
    with pytest.raises(InputProblem) as caught:
        check(text, desk)
    assert caught.value.key == "check.no-words"


def test_a_long_message_shows_the_most_telling_and_says_how_many_are_left(desk: Desk) -> None:
    """What differs comes first; what is not shown is counted."""
    years = [f"In 2021 trade between China and Russia was ${140 + n}.8 billion." for n in range(12)]
    answer = check(" ".join(years), desk)
    shown_ = [entry for entry in answer.entries if entry.facts]
    sentences = [entry for entry in shown_ if entry.lines[0].lead == "The message:"]
    assert len(sentences) == SENTENCES
    assert len(shown_) <= SENTENCES * FACTS
    assert answer.closing[0].startswith("4 more sentences are matched but left out here")
    assert set(outcome(Answer(Question(COMMAND), "", (), tuple(shown_))).values()) == {
        "different",
        "compatible",
    }
    assert (
        check("x " * LONGEST, desk).closing[-1] == "Only the first 4000 characters were looked at."
    )


def test_a_text_of_too_many_sentences_says_so(desk: Desk) -> None:
    """What stands behind the last one that is read is not passed over in silence."""
    claim = "China-Russia trade was $140 billion in 2021."
    lines = [f"- point {chr(97 + number % 26)}" for number in range(READ)]
    told = SAY.say("check.more-sentences", limit=READ)
    assert check("\n".join([*lines, claim]), desk).closing[-1] == told
    answer = check("\n".join([*lines[1:], claim]), desk)
    assert answer.found
    assert told not in answer.closing


HOSTILE = {
    "digits": "1" * 4000,
    "numbers": "19 " * 1333,
    "measure": "trade " * 666,
    "chinese": "中俄贸易额" * 800,
    "money": "$200bn " * 570,
    "dates": "July 16, 2001 " * 285,
    "people": "Xi and Putin in Russia and China " * 120,
    "capitals": "Aa " * 1333,
    "points": "a. " * 1333,
    "changes": "up 26% " * 570,
    "brackets": "a(" * 2000,
    "exceeded": "exceeded the " * 300,
    "russian": "вырос на " * 440,
    "arrows": "<@a" * 1333,
    "sentences": "In 2021 China-Russia trade was $146.8bn. " * 97,
    "accents": "e\u0301" * 2000,
    "spaces": " " * 3999 + "1",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_takes_long(desk: Desk, text: str) -> None:
    """Four thousand characters of anything are answered in far less time than Discord gives."""
    desk.facts.glossary()
    before = time.process_time()
    answer = check(text, desk)
    assert time.process_time() - before < 10
    assert len(answer.entries) <= SENTENCES * FACTS + 2


PIECES = st.sampled_from(
    ("China", "Russia", "trade", "in 2021", "$146.8bn", "中俄", "贸易额", "млрд", "Китая", "%",
     "19", "since 2013", "Putin", "Xi", ".", "\n", "*", "<@1>", "\u202e", "\u200b", "[x](y)",
     "@everyone", "signed", "the treaty", "July 16, 2001", "\ud800", "\x00", "{0}", "'", '"', "😀"),
)  # fmt: skip


@settings(max_examples=150)
@given(pieces=st.lists(PIECES | st.text(max_size=8), max_size=40), glue=st.sampled_from(("", " ")))
def test_any_text_is_answered(desk: Desk, pieces: list[str], glue: str) -> None:
    """Or refused for want of words; each fact that is shown has its words, source and verdict."""
    text = glue.join(pieces)
    if not any(map(str.isalnum, cleaned(text))):
        with pytest.raises(InputProblem):
            check(text, desk)
        return
    answer = check(text, desk)
    assert len(outcome(answer)) == len(answer.facts)
    assert answer.found is bool(answer.facts)
    for entry in answer.entries:
        quotes = [line for line in entry.lines if line.kind in ("quote", "direct")]
        assert len(quotes) == len(entry.facts)
        assert all(line.marks for line in quotes)


BY = ("compare.by-dates", "compare.by-dates-and-numbers", "compare.by-values")
"""What verdicts go by: sentences that say what they never say."""


def test_no_sentence_of_a_check_calls_anything_true_or_false() -> None:
    """Nor right or wrong, of checks and comparisons alike; but for the one that says just that."""
    say = SAY
    told = [
        sentence
        for key in say.keys() - {"check.rule", *BY}
        if key.startswith(("check.", "compare.", "verdict."))
        for sentence in say.forms(key)
    ]
    assert len(told) > 80
    judging = re.compile(r"(?i)\b(?:true|false|right|wrong|(?:in)?correct|mistake[ns]?)\b")
    assert [sentence for sentence in told if judging.search(sentence)] == []
    assert "does not say whether either is true" in say.say("check.rule")
    assert all("never say who is right" in say.say(key) for key in BY)
