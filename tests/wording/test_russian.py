"""Russian reads right where it declines: dates behind prepositions, numbers with their nouns."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from bot.corpus.dates import parse_edtf
from bot.corpus.model import Unit
from bot.corpus.typed_dates import parse_typed
from bot.wording.dates import date_text, day_text, full_day_text, month_text, years_text
from bot.wording.units import amount_text
from bot.wording.wording import load

SAY = load("ru")


def looks(text: str) -> str:
    """A text as it looks: a no-break space is a space."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2001-07-19", "19 июля 2001 года"),
        ("2023-03", "март 2023 года"),
        ("1994", "1994"),
        ("196X", "1960-е годы"),
        ("19XX", "1900–1999 годы"),
        ("2023-21", "весна 2023 года"),
        ("2022/2023", "2022–2023"),
        ("2013/..", "с 2013 года"),
        ("2013-03/..", "с марта 2013 года"),
        ("196X/..", "с 1960-х годов"),
        ("19XX/..", "с 1900–1999 годов"),
        ("2023-24/..", "с зимы 2023 года"),
        ("2013/", "с 2013 года, окончание неизвестно"),
        ("../1991", "до 1991 года включительно"),
        ("/1991-12", "до декабря 1991 года включительно, начало неизвестно"),
        ("2024-01~", "около января 2024 года"),
        ("1966~", "около 1966 года"),
        ("2000~/..", "с 2000 года (приблизительно)"),
        ("1966?", "предположительно 1966"),
        ("1966~/1969~", "около 1966 года – около 1969 года"),
        ("2023-01/2023-11", "январь – ноябрь 2023 года"),
        ("2022-11/2023-01", "ноябрь 2022 года – январь 2023 года"),
        ("2023-03-20/2023-03-22", "20–22 марта 2023 года"),
        ("2023-03-20/2023-04-02", "20 марта 2023 года – 2 апреля 2023 года"),
    ],
)
def test_dates_stand_in_the_case_that_is_theirs(edtf: str, text: str) -> None:
    """The genitive behind с, до and около; by itself the nominative."""
    assert looks(date_text(parse_edtf(edtf), SAY)) == text


def test_parts_of_dates() -> None:
    """A day of the year, a month, a day, years."""
    assert looks(day_text(7, 19, SAY)) == "19 июля"
    assert month_text(5, SAY) == "май"
    assert looks(full_day_text(date(2026, 1, 2), SAY)) == "2 января 2026 года"
    assert [years_text(2001, last, SAY) for last in (2001, 2024)] == ["2001", "2001–2024"]


@pytest.mark.parametrize("edtf", ["2001-07-19", "2023-05", "2023-08", "1994", "196X", "2021/2022"])
def test_a_russian_date_can_be_typed_back(edtf: str) -> None:
    """What an answer shows is read as the same days."""
    when = parse_edtf(edtf)
    typed = parse_typed(date_text(when, SAY), date(2026, 1, 1)).period
    assert typed is not None
    assert (typed.earliest, typed.latest) == (when.earliest, when.latest)


@pytest.mark.parametrize(
    ("n", "years", "results", "articles"),
    [
        (1, "2001, 1 год назад", "1 результат", "Просмотрена 1 статья"),
        (2, "2001, 2 года назад", "2 результата", "Просмотрены 2 статьи"),
        (5, "2001, 5 лет назад", "5 результатов", "Просмотрено 5 статей"),
        (11, "2001, 11 лет назад", "11 результатов", "Просмотрено 11 статей"),
        (21, "2001, 21 год назад", "21 результат", "Просмотрена 21 статья"),
        (112, "2001, 112 лет назад", "112 результатов", "Просмотрено 112 статей"),
    ],
)
def test_numbers_take_their_nouns(n: int, years: str, results: str, articles: str) -> None:
    """Of each of the three forms; the form of 1 is that of 21 too, and says its number."""
    assert looks(SAY.count("onthisday.years-ago", n, year="2001")) == years
    assert looks(SAY.count("scope.results", n)) == results
    assert looks(SAY.count("corpus.covers", n, newest="x", span="y")).startswith(articles)


def test_no_line_ends_between_a_number_and_its_noun() -> None:
    """A no-break space stands there: in dates, in amounts, in every sentence that counts."""
    assert date_text(parse_edtf("2001-07-19"), SAY) == "19\u00a0июля 2001\u00a0года"
    assert date_text(parse_edtf("2013-03/.."), SAY) == "с марта 2013\u00a0года"
    assert amount_text(Decimal(5), Unit(en="%", ru="%"), SAY) == "5\u00a0%"
    counted = [form for key in SAY.keys() for form in SAY.forms(key)]  # noqa: SIM118
    assert [form for form in counted if re.search(r"\{n\} (?!из|не|с)[а-я]", form)] == []


def test_lists_and_quotation_marks_are_russian() -> None:
    """Commas, и and или; «ёлочки»."""
    assert SAY.join(["а", "б", "в"]) == "а, б и в"
    assert SAY.either(["а", "б"]) == "а или б"
    assert SAY.quoted("слово") == "«слово»"
