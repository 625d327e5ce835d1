"""Units read right in every language: plural forms, the place of the number, the scale."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from bot.corpus.model import Times, Unit, Vocabulary
from bot.corpus.reader import read_file
from bot.wording.units import amount_text, data_unit_text, scaled, unit_text
from bot.wording.wording import Wording, load

VOCABULARY = Path(__file__).parents[2] / "facts" / "vocabulary.yaml"
PO = """msgid ""
msgstr ""

msgid "figure.between"
msgstr "{low}–{high}"

msgid "figure.counted"
msgstr "{number} {unit}"
"""


def made(language: str) -> Wording:
    """A wording of a language, with the two sentences that are needed."""
    return Wording(read_po(io.BytesIO(PO.encode()), locale=language), Locale.parse(language))


EN, RU, ZH, DE = load(), made("ru"), made("zh_Hans_CN"), made("de")


@pytest.fixture(scope="module")
def units() -> dict[str, Unit]:
    """The units of the bundled facts."""
    vocabulary, _, problems = read_file("vocabulary.yaml", VOCABULARY.read_bytes, Vocabulary)
    assert vocabulary is not None
    assert problems == []
    return vocabulary.units


@pytest.mark.parametrize(
    ("unit", "number", "en", "ru", "zh"),
    [
        ("years", "0", "0 years", "0 лет", "0年"),
        ("years", "1", "1 year", "1 год", "1年"),
        ("years", "1.0", "1.0 years", "1,0 года", "1.0年"),
        ("years", "2", "2 years", "2 года", "2年"),
        ("years", "2.5", "2.5 years", "2,5 года", "2.5年"),
        ("years", "5", "5 years", "5 лет", "5年"),
        ("years", "11", "11 years", "11 лет", "11年"),
        ("years", "21", "21 years", "21 год", "21年"),
        ("years", "112", "112 years", "112 лет", "112年"),
        ("years", "-1", "−1 year", "−1 год", "−1年"),
        ("years", "12001", "12,001 years", "12\u00a0001 год", "12,001年"),
        ("meetings", "42", "42 meetings", "42 встречи", "42次"),
        ("summits", "2", "2 summits", "2 саммита", "2次"),
        ("states", "6", "6 states", "6 государств", "6国"),
        ("decades", "1", "1 decade", "1 десятилетие", "1个十年"),
        ("power-units", "4", "4 power units", "4 энергоблока", "4台"),
        ("percent", "50", "50 percent", "50 %", "50%"),
        ("rank", "1", "rank 1", "1-е место", "第1位"),
        ("usd-billion", "146.8", "146.8 USD billion", "146,8 млрд долларов США", "1468亿美元"),
        ("usd-billion", "146.80", "146.80 USD billion", "146,80 млрд долларов США", "1468.0亿美元"),
        ("usd-billion", "200", "200 USD billion", "200 млрд долларов США", "2000亿美元"),
        (
            "billion-cubic-metres-per-year",
            "42",
            "42 billion cubic metres a year",
            "42 млрд куб. м в год",
            "420亿立方米/年",
        ),
        ("million-people", "1.2", "1.2 million people", "1,2 млн человек", "120万人"),
        ("million-people", "0.475", "0.475 million people", "0,475 млн человек", "47.5万人"),
    ],
)
def test_an_amount_reads_as_its_language_writes_it(
    units: dict[str, Unit], unit: str, number: str, en: str, ru: str, zh: str
) -> None:
    """The bundled facts' units, by the number as it is shown."""
    shown = tuple(amount_text(Decimal(number), units[unit], say) for say in (EN, RU, ZH))
    assert shown == (en, ru, zh)


@pytest.mark.parametrize(
    ("low", "high", "en", "ru", "zh"),
    [
        ("1", "2", "1 to 2 years", "1–2 года", "1–2年"),
        ("20", "21", "20 to 21 years", "20–21 год", "20–21年"),
        ("2", "5", "2 to 5 years", "2–5 лет", "2–5年"),
    ],
)
def test_a_range_takes_the_form_of_its_high_end(
    units: dict[str, Unit], low: str, high: str, en: str, ru: str, zh: str
) -> None:
    """As CLDR has it for these languages."""
    shown = tuple(
        amount_text(Decimal(high), units["years"], say, low=Decimal(low)) for say in (EN, RU, ZH)
    )
    assert shown == (en, ru, zh)


def test_both_ends_of_a_range_are_scaled(units: dict[str, Unit]) -> None:
    """Else its low end would be ten times too small."""
    text = amount_text(Decimal(300), units["usd-billion"], ZH, low=Decimal("2.5"))
    assert text == "25亿美元–3000亿美元"


@pytest.mark.parametrize(
    ("unit", "en", "ru", "zh"),
    [
        ("years", "years", "год", "年"),
        ("percent", "percent", "%", "%"),
        ("rank", "rank", "…-е место", "第…位"),
        ("usd-billion", "USD billion", "млрд долларов США", "亿美元"),
    ],
)
def test_a_unit_by_itself(units: dict[str, Unit], unit: str, en: str, ru: str, zh: str) -> None:
    """Its label without the number, in Russian for one; an ellipsis where words need a number."""
    assert tuple(unit_text(units[unit], say) for say in (EN, RU, ZH)) == (en, ru, zh)


@pytest.mark.parametrize(
    ("times", "value", "expected"),
    [
        ("10", "146.8", "1468"),
        ("10", "146.80", "1468.0"),
        ("100", "0.5", "50"),
        ("0.01", "500", "5.00"),
        ("1", "7.10", "7.10"),
        ("10", "1234567890123456789012345678901234567890.5", None),
    ],
)
def test_a_scale_moves_the_point_alone(times: str, value: str, expected: str | None) -> None:
    """No digit is rounded, lost or made up."""
    unit = Unit.model_validate({"en": "x", "zh": "某", "times": {"zh": times}})
    text = format(scaled(Decimal(value), unit, ZH), "f")
    assert text == (expected or "12345678901234567890123456789012345678905")
    assert scaled(Decimal(value), unit, EN) == Decimal(value)


def test_where_english_stands_in_its_forms_and_scale_do_too() -> None:
    """A label that was left out is the English one, also for one of it."""
    unit = Unit.model_validate(
        {"en": "ships", "zh": "艘", "forms": {"en": {"one": "ship"}}, "times": {"en": "10"}}
    )
    said = [
        [amount_text(Decimal(number), unit, say) for number in ("0.1", "2")]
        for say in (EN, RU, DE, ZH)
    ]
    english = ["1 ship", "20 ships"]
    assert said == [english, english, english, ["0.1 艘", "2 艘"]]


def test_a_unit_with_plain_labels_stays_as_it_is() -> None:
    """Forms and scales are for those who need them."""
    unit = Unit(en="tonnes", ru="т", zh="{}吨")
    said = [amount_text(Decimal(1), unit, say) for say in (EN, RU, ZH)]
    assert said == ["1 tonnes", "1 т", "1吨"]
    assert amount_text(Decimal("2.5"), None, RU) == "2,5"


def test_a_unit_beside_an_articles_own_number_is_of_its_scale() -> None:
    """In Chinese these numbers would be ten times as many of the label; then English names them."""
    unit = Unit(en="{} bn", ru="млрд", zh="{}亿", times=Times(zh=Decimal(10)))
    said = [data_unit_text("bn", unit, say) for say in (EN, RU, ZH)]
    assert said == ["bn", "млрд", "bn"]
    other = Unit(en="m", ru="млн", zh="{}万", times=Times(en=Decimal(100), zh=Decimal(10)))
    assert data_unit_text("hundred-millions", other, ZH) == "hundred-millions"
