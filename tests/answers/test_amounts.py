"""The amounts of a typed text, in the units of a vocabulary."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answers.amounts import MOST, amounts_in
from bot.corpus.model import Unit

UNITS = {
    "usd-billion": Unit(en="USD billion", ru="млрд долларов США", zh="{}亿美元"),
    "percent": Unit(en="percent", ru="%", zh="{}%"),
    "bcm": Unit(en="billion cubic metres a year", ru="млрд куб. м в год", zh="{}亿立方米/年"),
    "million-people": Unit(en="million people", ru="млн человек", zh="{}万人"),
    "km": Unit(en="km", ru="км", zh="{}公里"),
    "meetings": Unit(en="meetings", ru="встреч", zh="{}次"),
    "years": Unit(en="years", ru="лет", zh="{}年"),
    "rank": Unit(en="rank {}", ru="{}-е место", zh="第{}位"),
}

USD_200 = {"usd-billion": ("200",)}
KM_3000 = {"km": ("3000",)}
HALF = {"percent": ("50",)}


def read(text: str) -> list[dict[str, tuple[str, ...]]]:
    """What each amount is in the units that it may be in."""
    return [
        {unit: tuple(format(value, "f") for value in values) for unit, values in amount.numbers}
        for amount in amounts_in(text, UNITS)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2000亿美元", USD_200),
        ("２０００亿美元", USD_200),
        ("两千亿美元", USD_200),
        ("2,000亿美元", USD_200),
        ("0.2万亿美元", USD_200),
        ("2000多亿美元", USD_200),
        ("200 млрд долларов", USD_200),
        ("200 млрд. долл. США", USD_200),
        ("0,2 трлн долларов", USD_200),
        ("200 000 000 000 долларов", USD_200),
        ("$200bn", USD_200),
        ("$200b", USD_200),
        ("US$200 billion", USD_200),
        ("USD 200 billion", USD_200),
        ("200 billion US dollars", USD_200),
        ("200bn美元", USD_200),
        ("146,8 млрд $", {"usd-billion": ("146.8",)}),
        ("$146.80 billion", {"usd-billion": ("146.8",)}),
        ("$100-200 billion", {"usd-billion": ("100", "200")}),
        ("€200bn", {}),
        ("200 billion yuan", {}),
        ("50%", HALF),
        ("50 %", HALF),
        ("50 percent", HALF),
        ("50 процентов", HALF),
        ("百分之五十", HALF),
        ("百分之50", HALF),
        ("50％", HALF),
        ("百分之五点五", {"percent": ("5.5",)}),
        ("3 000 км", KM_3000),
        ("3000 километров", KM_3000),
        ("3,000 kilometers", KM_3000),
        ("3000公里", KM_3000),
        ("3000 公里", KM_3000),
        ("三千公里", KM_3000),
        ("42 млрд кубометров", {"bcm": ("42",)}),
        ("42 bcm", {"bcm": ("42",)}),
        ("420亿立方米", {"bcm": ("42",)}),
        ("2-2.5 million tourists", {"million-people": ("2", "2.5")}),
        ("250万人", {"million-people": ("2.5",)}),
        ("37 meetings", {"meetings": ("37",)}),
        ("37次", {"meetings": ("37",)}),
        ("75 лет", {"years": ("75",)}),
        ("二十年", {"years": ("20",)}),
    ],
)
def test_an_amount_is_read_whatever_it_is_written_in(
    text: str, expected: dict[str, tuple[str, ...]]
) -> None:
    """Each way is the same number in a unit's own scale, in no other unit; the whole is read."""
    [amount] = amounts_in(text, UNITS)
    assert read(text) == [expected]
    assert (amount.start, amount.typed) == (0, text.removesuffix(" США").removesuffix(" tourists"))


@pytest.mark.parametrize("text", ["200bn", "2,000亿", "200 billion trade"])
def test_an_amount_without_a_unit_may_be_money_or_count_anything(text: str) -> None:
    """It is no share and no rank."""
    [found] = read(text)
    assert (found["usd-billion"], found["bcm"], found["million-people"]) == (
        ("200",),
        ("200",),
        ("200000",),
    )
    assert not found.keys() & {"percent", "rank"}


@pytest.mark.parametrize(
    "text",
    [
        "2021",
        "2024年",
        "2024 год",
        "19 July 2001",
        "2001-07-19",
        "19.07.2001",
        "2021-2022",
        "G20",
        "COVID-19",
        "20th congress",
        "一带一路",
        "二十大",
        "千万",
        "5 percentage points",
        "trade with 5",
        "1.2.3.4",
        "",
    ],
)
def test_other_numbers_are_words(text: str) -> None:
    """Years, dates, names and bare small numbers are searched as they stand."""
    assert amounts_in(text, UNITS) == ()


@pytest.mark.parametrize(
    ("text", "amount", "rest"),
    [
        ("trade over $200 billion in 2023", "$200 billion", "trade in 2023"),
        ("товарооборот более 200 млрд долларов", "200 млрд долларов", "товарооборот"),
        ("贸易额超过2000亿美元", "2000亿美元", "贸易额"),
        ("贸易额超过两千亿美元以上", "两千亿美元", "贸易额"),
        ("本币结算占90%", "90%", "本币结算"),
        ("贸易额达到2000亿美元", "2000亿美元", "贸易额"),
        ("not less than 50% or so of coal", "50%", "of coal"),
        ("2 million tourists", "2 million", "tourists"),
    ],
)
def test_an_amount_has_its_place(text: str, amount: str, rest: str) -> None:
    """With its unit, and with the words that say how it is meant, but no others."""
    [found] = amounts_in(text, UNITS)
    assert found.typed == amount
    left = f"{text[: found.start]} {text[found.end :]}"
    assert " ".join(left.split()) == rest


def test_where_no_fact_has_it_a_small_count_is_words() -> None:
    """And an amount with a scale, a currency or a percent sign is none."""
    plain = {text: amounts_in(text, UNITS)[0].plain for text in ("37 meetings", "2 млн", "5%")}
    assert plain == {"37 meetings": True, "2 млн": False, "5%": False}


def test_texts_say_an_amount_in_many_ways() -> None:
    """With the scales of three languages; a count with its unit beside."""
    [dollars] = amounts_in("2000亿美元", UNITS)
    assert {("200 billion",), ("200 млрд",), ("2000 亿",)} <= set(dollars.said)
    [metres] = amounts_in("42 billion cubic metres", UNITS)
    assert ("42 млрд", "cubic", "metr") in metres.said
    [yuan] = amounts_in("200 billion yuan", UNITS)
    assert ("200 billion", "yuan") in yuan.said
    assert all("yuan" in " ".join(phrases) for phrases in yuan.said)


def test_hostile_numbers_are_read_in_no_time() -> None:
    """Only so many are, and one of hundreds of digits is in no unit."""
    assert len(amounts_in("5% " * 90, UNITS)) == MOST
    assert read("9" * 290 + " billion") == [{}]
    assert amounts_in("1 000 " * 50, UNITS)
    assert [one.numbers[0][1] for one in amounts_in("-5%", UNITS)] == [(Decimal(5),)]
