"""Dates and numbers in every language that there is: all that is known, and nothing finer."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.dates import Edtf, EdtfError, Moment, Precision, parse_edtf
from bot.corpus.typed_dates import parse_typed
from bot.wording.dates import date_text, day_text, full_day_text, month_text, years_text
from bot.wording.wording import load
from tests.wording.shipped import LANGUAGES

SAYS = {language: load(language) for language in LANGUAGES}
ZH = SAYS["zh"]


@st.composite
def moments(draw: st.DrawFn) -> str:
    """One EDTF date of any precision, as a text."""
    year, month = draw(st.integers(1, 9999)), draw(st.integers(1, 12))
    day = draw(st.integers(1, monthrange(year, month)[1]))
    season = draw(st.integers(21, 24))
    text = draw(
        st.sampled_from(
            [
                f"{year:04}-{month:02}-{day:02}",
                f"{year:04}-{month:02}",
                f"{year:04}-{season}",
                f"{year:04}",
                f"{max(1, year // 10):03}X",
                f"{max(1, year // 100):02}XX",
            ]
        )
    )
    return text + draw(st.sampled_from(["", "", "", "~", "?", "%"]))


@st.composite
def periods(draw: st.DrawFn) -> Edtf:
    """A date, a period, or one with an end that is open or not known."""
    first, second = draw(moments()), draw(moments())
    # Ends near one another have the most to share.
    second = draw(st.sampled_from([second, first[:8] + second[8:], first[:5] + second[5:]]))
    texts = [first, f"{first}/{second}", f"{second}/{first}", f"{first}/..", f"{first}/"]
    text = draw(st.sampled_from([*texts, f"../{first}", f"/{first}"]))
    try:
        return parse_edtf(text)
    except EdtfError:
        return parse_edtf(first)


def ends(when: Edtf) -> list[Moment]:
    """The ends that a date or period has."""
    return [end for end in (when.start, when.end) if end is not None]


def years(end: Moment) -> set[int]:
    """The years that an end names."""
    return {end.year, end.year + 99} if end.precision is Precision.CENTURY else {end.year}


@given(periods())
def test_a_date_shows_all_that_is_known_and_no_number_more(when: Edtf) -> None:
    """Every year is there; a day or a month only where it is known."""
    known = {number for end in ends(when) for number in years(end)}
    finer = {number for end in ends(when) for number in (end.month, end.day) if number is not None}
    for language, say in SAYS.items():
        text = date_text(when, say)
        shown = {int(number) for number in re.findall("[0-9]+", text)}
        assert known <= shown <= known | finer, (language, text)
        assert {end.day for end in ends(when) if end.day is not None} <= shown, (language, text)
        assert re.fullmatch(r"\S+([ \u00a0]\S+)*", text), (language, text)
        assert not re.search("[{}]", text), (language, text)


@given(moments().filter(lambda text: text[-1] not in "~?%"))
def test_what_is_not_alike_does_not_read_alike(text: str) -> None:
    """About right, doubted, an open end, and one that nobody knows are each told."""
    shapes = ("{}", "{}~", "{}?", "{}%", "{}/..", "{}~/..", "{}/", "../{}", "/{}")
    for language, say in SAYS.items():
        read = [date_text(parse_edtf(shape.format(text)), say) for shape in shapes]
        assert len(set(read)) == len(shapes), (language, read)


@given(moments())
def test_a_date_that_is_shown_can_be_typed(text: str) -> None:
    """What an answer shows is read as the same days when someone types it back."""
    when = parse_edtf(text.rstrip("~?%"))
    if when.precision in (Precision.CENTURY, Precision.SEASON) or when.earliest.year < 1000:
        return
    for language, say in SAYS.items():
        typed = parse_typed(date_text(when, say), date(2026, 1, 1))
        assert typed.period is not None, language
        assert (typed.period.earliest, typed.period.latest) == (when.earliest, when.latest)


@given(periods())
def test_chinese_names_months_and_days_only_where_they_are_known(when: Edtf) -> None:
    """月 and 日 are what tells them: their numbers alone could be taken for one another."""
    text = date_text(when, ZH)
    months = {end.month for end in ends(when) if end.month is not None}
    days = {end.day for end in ends(when) if end.day is not None}
    assert {int(number) for number in re.findall("([0-9]+)月", text)} == months
    assert {int(number) for number in re.findall("([0-9]+)日", text)} == days


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2001-07-19", "2001年7月19日"),
        ("2023-03", "2023年3月"),
        ("1994", "1994年"),
        ("196X", "1960年代"),
        ("19XX", "1900年至1999年"),
        ("2021-21", "2021年春季"),
        ("2023-24~", "约2023年冬季"),
        ("2024-01~", "约2024年1月"),
        ("1991?", "1991年（存疑）"),
        ("2022/2023", "2022年至2023年"),
        ("2023-01/2023-11", "2023年1月至11月"),
        ("2022-11/2023-01", "2022年11月至2023年1月"),
        ("2023-03-20/2023-03-22", "2023年3月20日至22日"),
        ("2023-03-20/2023-04-02", "2023年3月20日至2023年4月2日"),
        ("2013/..", "自2013年以来"),
        ("2000~/..", "自约2000年以来"),
        ("2013/", "自2013年起，结束时间不详"),
        ("../1991", "到1991年为止"),
        ("/1991", "到1991年为止，起始时间不详"),
        ("0033-04-03", "33年4月3日"),
    ],
)
def test_chinese_dates_read_like_this(edtf: str, text: str) -> None:
    """From the year to the day; what two ends share is said once."""
    assert date_text(parse_edtf(edtf), ZH) == text


def test_parts_of_chinese_dates() -> None:
    """A day of the year, a month, a day, years."""
    assert day_text(2, 29, ZH) == "2月29日"
    assert month_text(5, ZH) == "5月"
    assert full_day_text(date(2026, 1, 2), ZH) == "2026年1月2日"
    assert [years_text(2001, last, ZH) for last in (2001, 2024)] == ["2001年", "2001年至2024年"]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ["0", "9999", "10,000", "−1,234,567.50"]),
        ("ru", ["0", "9999", "10\u00a0000", "−1\u00a0234\u00a0567,50"]),
        ("zh", ["0", "9999", "10,000", "−1,234,567.50"]),
    ],
)
def test_numbers_are_grouped_from_five_digits_on(language: str, shown: list[str]) -> None:
    """By each language's marks, with every digit that was given."""
    numbers = [Decimal(number) for number in ("0", "9999", "10000", "-1234567.50")]
    assert [SAYS[language].number(number) for number in numbers] == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_are_put_together_in_every_language(language: str) -> None:
    """Each part is there once, in its order; one by itself is all."""
    say, parts = SAYS[language], ["a1", "b2", "c3", "d4"]
    for put in (say.join, say.either, say.commas, say.narrowed, say.semicolons):
        assert (put([]), put(["a1"])) == ("", "a1")
        assert re.findall("[a-d][0-9]", put(parts)) == parts
    assert len({say.join(parts), say.either(parts)}) == 2


def test_chinese_lists_read_like_this() -> None:
    """、 between things of one kind, ， where one narrows another, ； between clauses."""
    parts = ["能源", "石油", "天然气"]
    assert ZH.join(parts) == "能源、石油和天然气"
    assert ZH.either(parts) == "能源、石油或天然气"
    assert ZH.commas(parts) == "能源、石油、天然气"
    assert ZH.narrowed(parts) == "能源，石油，天然气"
    assert ZH.semicolons(parts) == "能源；石油；天然气"
    assert ZH.quoted("能源") == "“能源”"
