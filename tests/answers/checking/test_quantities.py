"""Numbers of a sentence: what they count, how they are meant, and which are changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.checking.quantities import Quantity, mentions_in, quantities_in
from bot.answers.checking.text import language_of
from bot.answers.checking.units import in_unit, shape_of
from bot.corpus.model import Unit


def found(sentence: str) -> list[Quantity]:
    """The quantities of a sentence."""
    language = language_of(sentence)
    return quantities_in(sentence, mentions_in(sentence, language), language)


def told(one: Quantity) -> tuple[str, str, str]:
    """Sort with its currency, relation and number of a quantity, marked where it is a change."""
    number = f"{one.low:f}" if one.high is None else f"{one.low:f}-{one.high:f}"
    sort = f"{one.sort} {one.currency}".strip()
    return (f"change {sort}" if one.change else sort), one.relation, number


@pytest.mark.parametrize(
    ("sentence", "quantities"),
    [
        ("worth $146.8bn", [("money USD", "exactly", "146800000000")]),
        ("200 billion dollars", [("money USD", "exactly", "200000000000")]),
        ("200 billion US dollars", [("money USD", "exactly", "200000000000")]),
        ("200 bn Hong Kong dollars", [("money ?", "exactly", "200000000000")]),
        ("HK$200", [("money ?", "exactly", "200")]),
        ("€90 million", [("money EUR", "exactly", "90000000")]),
        ("1.69 trillion yuan", [("money CNY", "exactly", "1690000000000")]),
        ("exceeded $200 billion", [("money USD", "over", "200000000000")]),
        (
            "has surpassed the psychological mark of $200 billion",
            [("money USD", "over", "200000000000")],
        ),
        ("about 50 percent", [("percent", "about", "50")]),
        ("no less than 5%", [("percent", "at-least", "5")]),
        ("up to 2.5 million", [("count", "up-to", "2500000")]),
        ("2-2.5 million tourists", [("count", "between", "2000000-2500000")]),
        ("5 percentage points", [("points", "exactly", "5")]),
        ("up 26.3% year on year", [("change percent", "exactly", "26.3")]),
        ("grew by almost 7%", [("change percent", "about", "7")]),
        ("rose to 25%", [("percent", "exactly", "25")]),
        ("$40 billion more", [("change money USD", "exactly", "40000000000")]),
        ("a 5% increase", [("change percent", "exactly", "5")]),
        ("half of it", [("percent", "exactly", "50.0")]),
        ("a quarter of the coal", [("percent", "exactly", "25.0")]),
        ("it doubled, and tripled", []),
        ("3 times more", []),
        ("37 times since", [("count", "exactly", "37")]),
        ("units 7 and 8, Article 5", []),
        ("its tenth place", [("ordinal", "exactly", "10")]),
        ("for five years", [("period", "exactly", "5")]),
        ("200 млрд долларов США", [("money USD", "exactly", "200000000000")]),
        ("свыше 1,5 трлн юаней", [("money CNY", "over", "1500000000000")]),
        ("превысил отметку в 200 млрд долл.", [("money USD", "over", "200000000000")]),
        ("вырос на 26,7%", [("change percent", "exactly", "26.7")]),
        ("вырос до 90%", [("percent", "exactly", "90")]),
        ("около 70 процентов", [("percent", "about", "70")]),
        ("на 10-м месте", [("ordinal", "exactly", "10")]),
        ("продлён на 5 лет", [("period", "exactly", "5")]),
        ("达2000亿美元", [("money USD", "exactly", "200000000000")]),
        ("超过2000亿美元", [("money USD", "over", "200000000000")]),
        ("2000多亿美元", [("money USD", "over", "200000000000")]),
        ("同比增长26.3%", [("change percent", "exactly", "26.3")]),
        ("增长至90%", [("percent", "exactly", "90")]),
        ("占百分之19", [("percent", "exactly", "19")]),
        ("第10大伙伴", [("ordinal", "exactly", "10")]),
        ("约37次", [("count", "about", "37")]),
        ("一千四百六十八亿美元", [("money USD", "exactly", "146800000000")]),
        ("超过两千亿美元", [("money USD", "over", "200000000000")]),
        ("两千多亿美元", [("money USD", "over", "200000000000")]),
        ("2千亿美元", [("money USD", "exactly", "200000000000")]),
        ("1千4百亿美元", [("money USD", "exactly", "140000000000")]),
        ("1亿4千万美元", [("money USD", "exactly", "140000000")]),
        ("1.5万亿元", [("money CNY", "exactly", "1500000000000")]),
        ("一点五万亿元", [("money CNY", "exactly", "1500000000000")]),
        ("两万亿元", [("money CNY", "exactly", "2000000000000")]),
        ("一万五千亿元", [("money CNY", "exactly", "1500000000000")]),
        ("一亿零五百万人", [("count", "exactly", "105000000")]),
        ("占百分之五十", [("percent", "exactly", "50")]),
        ("占百分之九十点五", [("percent", "exactly", "90.5")]),
        ("占三分之一", [("percent", "exactly", "33.3")]),
        ("约三十七次", [("count", "about", "37")]),
        ("第十大伙伴", [("ordinal", "exactly", "10")]),
        ("七十五周年", [("period", "exactly", "75")]),
        ("延长五年", [("period", "exactly", "5")]),
        ("历时十一个月", [("period", "exactly", "11")]),
        ("六七十亿美元，几十亿美元，十几亿美元，数百亿美元，上千亿美元", []),
        ("三四百亿美元，二百五亿美元，千分之五", []),
        ("一带一路，统一，十分，千万，万一，一个，两国，百姓，第一季度", []),
        ("二十大，二十国集团，九十年代，二十世纪，十二日，二〇二三年", []),
        ("от 2 до 3 млн туристов", [("count", "between", "2000000-3000000")]),
        ("от 800 млн до 1,2 млрд долл.", [("money USD", "between", "800000000-1200000000")]),
        ("2—3 млн туристов", [("count", "between", "2000000-3000000")]),
        ("между 2 и 3 млрд долларов", [("money USD", "between", "2000000000-3000000000")]),
        ("от 5% до 7%", [("percent", "between", "5-7")]),
        ("от 5 до 7%", [("percent", "between", "5-7")]),
        ("between 2 and 3 million", [("count", "between", "2000000-3000000")]),
        ("from 2 to 3 billion", [("count", "between", "2000000000-3000000000")]),
        (
            "between $200 billion and $300 billion",
            [("money USD", "between", "200000000000-300000000000")],
        ),
        ("2到3亿美元", [("money USD", "between", "200000000-300000000")]),
        ("200亿至300亿美元", [("money USD", "between", "20000000000-30000000000")]),
        ("两千至三千亿美元", [("money USD", "between", "200000000000-300000000000")]),
        ("百分之五十到六十", [("percent", "between", "50-60")]),
        ("百分之五十到百分之六十", [("percent", "between", "50-60")]),
        (
            "вырос от 2 до 3 млрд долларов",
            [("count", "exactly", "2"), ("money USD", "exactly", "3000000000")],
        ),
        (
            "从200亿到300亿美元",
            [("count", "exactly", "20000000000"), ("money USD", "exactly", "30000000000")],
        ),
        ("между 2 странами и 3 городами", [("count", "exactly", "2"), ("count", "exactly", "3")]),
        ("in 2021", []),
        ("#5 and No. 7", []),
    ],
)
def test_a_number_is_what_stands_around_it(
    sentence: str, quantities: list[tuple[str, str, str]]
) -> None:
    """Currency, percent, ordinal; over, about, up to; and no change is taken for an amount."""
    assert [told(one) for one in found(sentence)] == quantities


def unit(en: str, ru: str = "", zh: str = "") -> Unit:
    return Unit.model_validate({"en": en, "ru": ru or en, "zh": zh or en})


DOLLARS = unit("USD billion", "млрд долларов США", "十亿美元")
PEOPLE = unit("million people", "млн человек", "百万人")
GAS = unit("billion cubic metres a year", "млрд куб. м в год", "十亿立方米/年")
MEETINGS = unit("meetings", "встреч", "{}次会晤")
YEARS = unit("years", "лет", "{}年")
TONNES = unit("thousand tonnes", "тыс. тонн", "千吨")


@pytest.mark.parametrize(
    ("sentence", "of", "names", "numbers"),
    [
        ("$146.8bn", DOLLARS, (), ["146.8"]),
        ("$200,000,000,000", DOLLARS, (), ["200"]),
        ("2000亿美元", DOLLARS, (), ["200"]),
        ("1468亿美元", DOLLARS, (), ["146.8"]),
        ("200 млрд долларов", DOLLARS, (), ["200"]),
        ("€200bn", DOLLARS, (), None),
        ("$" + "9" * 40, DOLLARS, (), None),
        ("200 billion people", DOLLARS, (), None),
        ("200 billion", DOLLARS, (), None),
        ("up $40bn", DOLLARS, (), None),
        ("19%", unit("percent", "%", "{}%"), (), ["19"]),
        ("5 percentage points", unit("percent"), (), None),
        ("2.3 million Chinese tourists", PEOPLE, ("tourist",), ["2.3"]),
        ("3 million in 2024", PEOPLE, ("tourist",), ["3"]),
        ("3 million in 2024", PEOPLE, ("budget",), None),
        ("230万中国游客", PEOPLE, ("游",), ["2.3"]),
        ("3 million barrels", PEOPLE, ("tourist",), None),
        ("42 billion cubic meters", GAS, (), ["42"]),
        ("42 bcm a year", GAS, (), ["42"]),
        ("42 млрд кубометров", GAS, (), ["42"]),
        ("42 billion dollars", GAS, (), None),
        ("37 meetings", MEETINGS, (), ["37"]),
        ("37 times", MEETINGS, (), ["37"]),
        ("会晤37次", MEETINGS, (), ["37"]),
        ("five years", YEARS, (), ["5"]),
        ("75th anniversary", YEARS, (), ["75"]),
        ("5 months", YEARS, (), None),
        ("146,800 tonnes", TONNES, (), ["146.8"]),
        ("10th-largest", unit("rank {}"), (), ["10"]),
        ("10 ships", unit("rank {}"), (), None),
        ("fifth term", unit("no. {}"), (), ["5"]),
        ("5 things", unit("no unit named"), (), None),
    ],
)
def test_a_number_is_compared_in_the_measures_unit_or_not_at_all(
    sentence: str, of: Unit, names: tuple[str, ...], numbers: list[str] | None
) -> None:
    """Scales are converted; what is in another unit is no claim about the measure."""
    [quantity] = found(sentence)
    converted = in_unit(quantity, shape_of(of), names)
    assert ([str(number) for number in converted] if converted else converted) == numbers


@given(
    st.text(
        alphabet="0123456789.,% $bnmillion年亿万млрд-–to and\n一二两十百千点零第至分之",
        max_size=200,
    )
)
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever stands around numbers, each quantity is a piece of the text, in order."""
    quantities = found(text)
    assert [one.text for one in quantities] == [text[one.start : one.end] for one in quantities]
    for one in quantities:
        for each in (DOLLARS, PEOPLE, GAS, MEETINGS, YEARS):
            in_unit(one, shape_of(each), ())
