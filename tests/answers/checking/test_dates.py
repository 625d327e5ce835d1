"""Dates of a sentence as periods, in three languages."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.checking.dates import dates_in
from bot.answers.checking.text import language_of
from bot.corpus.mentions import find_mentions

TODAY = date(2026, 7, 19)


def found(sentence: str) -> list[tuple[str, str | None]]:
    """Each date of a sentence: its words, and what it means."""
    mentions = find_mentions(sentence, language_of(sentence))
    return [
        (one.text, one.when.text if one.when is not None else None)
        for one in dates_in(sentence, mentions, TODAY)
    ]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("signed on July 16, 2001 in Moscow", [("July 16, 2001", "2001-07-16")]),
        ("on 19 July they met", [("19 July", None)]),
        ("in March 2023", [("March 2023", "2023-03")]),
        ("in 2021 it grew", [("2021", "2021")]),
        ("over 2021 dollars, 20215 and 3000", [("2021", "2021")]),
        ("$2021 in all", []),
        ("since 2013 they met", [("2013", "2013/..")]),
        ("between 2018-2021 it fell", [("2018-2021", "2018/2021")]),
        ("in 2018/19", [("2018/19", "2018/2019")]),
        ("in spring 2021", [("spring 2021", "2021-21")]),
        ("in the late 1960s", [("late 1960s", "196X~")]),
        ("in mid-2021", [("mid-2021", "2021~")]),
        ("in the first 11 months of 2023", [("2023", "2023-01/2023-11")]),
        ("in Jan-Nov 2023", [("Jan-Nov 2023", "2023-01/2023-11")]),
        ("in the second half of 2022", [("2022", "2022-07/2022-12")]),
        ("in Q3 2022", [("2022", "2022-07/2022-09")]),
        ("28 июня 2021 года продлили", [("28 июня 2021", "2021-06-28")]),
        ("on 20-22 March 2023", [("20-22 March 2023", "2023-03-20/2023-03-22")]),
        ("on March 20–22, 2023", [("March 20–22, 2023", "2023-03-20/2023-03-22")]),
        ("20-22 марта 2023 года", [("20-22 марта 2023", "2023-03-20/2023-03-22")]),
        ("30 March-2 April 2023", [("30 March-2 April 2023", "2023-03-30/2023-04-02")]),
        ("March 30 to April 2, 2023", [("March 30 to April 2, 2023", "2023-03-30/2023-04-02")]),
        ("30 марта – 2 апреля 2023", [("30 марта – 2 апреля 2023", "2023-03-30/2023-04-02")]),
        ("30 December and 2 April 2023", [("30 December", None), ("2 April 2023", "2023-04-02")]),
        ("on 22-20 March 2023", [("22-20 March 2023", None)]),
        ("on 20-32 March 2023", [("20-32 March 2023", None)]),
        ("on 28-30 June", [("28-30 June", None)]),
        ("с 2013 года", [("2013", "2013/..")]),
        ("с 2013 по 2020 год", [("2013 по 2020", "2013/2020")]),
        ("from 2013 to 2020", [("2013 to 2020", "2013/2020")]),
        ("in 2020 and 2021", [("2020 and 2021", "2020/2021")]),
        ("from 2021 to 2020", [("2021", "2021"), ("2020", "2020")]),
        ("before 2021", [("2021", "../2020")]),
        ("by the end of 2021", [("2021", "../2021")]),
        ("after 28 February 2020", [("28 February 2020", "2020-02-29/..")]),
        ("до марта 2023 года", [("марта 2023", "../2023-03")]),
        ("2021年之后", [("2021年", "2022/..")]),
        ("за первые 11 месяцев 2023 года", [("2023", "2023-01/2023-11")]),
        ("во втором полугодии 2022 года", [("2022", "2022-07/2022-12")]),
        ("2001年7月16日签署", [("2001年7月16日", "2001-07-16")]),
        ("2013年以来", [("2013年", "2013/..")]),
        ("2023年前11个月", [("2023年", "2023-01/2023-11")]),
        ("2022年上半年", [("2022年", "2022-01/2022-06")]),
        ("yesterday and last year", []),
        ("on 31 February 2021", [("31 February 2021", None)]),
    ],
)
def test_a_date_is_read_with_its_precision(
    sentence: str, dates: list[tuple[str, str | None]]
) -> None:
    """What has no year, or is no date, is compared with nothing."""
    assert found(sentence) == dates
