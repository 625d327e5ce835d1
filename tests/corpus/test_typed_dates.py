"""What people type for a date: every form that is read, and every refusal with its reason."""

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.corpus import month_names
from bot.corpus.dates import parse_edtf
from bot.corpus.typed_dates import (
    TypedDate,
    TypedDateError,
    day_of_year,
    parse_typed,
    typed_range,
)

TODAY = date(2024, 2, 28)


def each(forms: str) -> list[str]:
    return forms.split(" | ")


PERIODS = {
    "2021": each(
        "2021 |  2021  | 2021. | 2021г. | 2021 г. | 2021 год | в 2021 году | in 2021 | 2021年 | "
        "２０２１ | “2021” | 2021!"
    ),
    "2021-05": each(
        "May 2021 | may 2021 | MAY 2021 | May, 2021 | May of 2021 | 2021-05 | 05.2021 | "
        "5.2021 | 05/2021 | 2021/05 | 2021.05 | 2021 May | 2021-5 | 5-2021 | май 2021 | "
        "в мае 2021 года | 2021年5月 | 2021 年 5 月 | 2021年五月 | 2021 - 05"
    ),
    "2021-09": each("Sept. 2021 | Sep 2021 | September 2021 | сент. 2021 | сентябрь 2021 г."),
    "2001-07-19": each(
        "2001-07-19 | 2001-7-19 | 19 July 2001 | 19 july, 2001 | July 19, 2001 | "
        "July 19th, 2001 | 19th of July 2001 | the 19th of July, 2001 | Jul. 19 2001 | "
        "2001 July 19 | 19-Jul-2001 | on July 19, 2001 | 19.07.2001 | 19.7.2001 | "
        "19. 07. 2001 | 19/07/2001 | 07/19/2001 | 19-07-2001 | 2001/07/19 | 2001.07.19 | "
        "19 июля 2001 | 19 июля 2001 г. | 19 июля 2001 года | 19-го июля 2001 | 2001年7月19日 | "
        "2001年07月19号 | ２００１年７月１９日 | ２００１－０７－１９ | "
        "\u200e2001\u2011\u200e07\u201119 | "
        "«19 июля 2001» |   July\t19 ,\n2001  | 19 июля 2001,"
    ),
    "2001-04-04": each("04/04/2001 | 4-4-2001"),
    "196X": each(
        "1960s | the 1960s | The 1960's | the 1960’s | 196X | 196x | 196Х | 1960-е | 1960-х | "
        "1960-е годы | 1960年代"
    ),
    "190X": each("1900s"),
    "19XX": each("19XX | 19xx"),
    "2024-02-28": each("today | Today! | сегодня | 今天 | 今日"),
    "2024-02-29": each("tomorrow | завтра | 明天"),
    "2024-03-01": each("the day after tomorrow | day after tomorrow | послезавтра | 后天 | 後天"),
    "2024-02-27": each("yesterday | вчера | 昨天"),
    "2024-02-26": each("day before yesterday | the day before yesterday | позавчера | 前天"),
    "2022/2023": each("2022/2023 | 2022 / 2023 | 2022–2023 | 2022-2023"),
    "2013/..": each("2013/.. | 2013 / .."),
    "../1991": each("../1991"),
    "2013/": each("2013/"),
    "2004~": each("2004~ | 2004～"),
    "2004?": each("2004?"),
    "2004": each("2004-XX | 2004?!"),
    "2021-21": each("2021-21"),
    "0021-05": each("May 0021"),
}


@pytest.mark.parametrize(
    ("text", "edtf"), [(text, edtf) for edtf, texts in PERIODS.items() for text in texts]
)
def test_a_typed_period_is_read(text: str, edtf: str) -> None:
    """Each way to type a date gives the one EDTF period."""
    assert parse_typed(text, TODAY) == TypedDate(edtf, parse_edtf(edtf))


YEARLESS = {
    (7, 19): each(
        "19 July | July 19 | July 19th | the 19th of July | 19.07 | 19.07. | 19/07 | 07/19 | "
        "07-19 | 19 июля | 19-е июля | 7月19日 | 7 月 19 日 | 七月19日 | 7月19"
    ),
    (2, 29): each("29 February | Feb 29 | 29.02 | 2月29日 | 29 февраля"),
    (5, None): each("May | may | май | 5月 | 五月 | in May"),
    (12, None): each("Dec. | декабрь | 十二月"),
}


@pytest.mark.parametrize(
    ("text", "month", "day"), [(t, month, day) for (month, day), ts in YEARLESS.items() for t in ts]
)
def test_a_missing_year_stays_missing(text: str, month: int, day: int | None) -> None:
    """A day or a month without a year is just that; 29 February is a day of some year."""
    canonical = f"{month:02}" if day is None else f"{month:02}-{day:02}"
    assert parse_typed(text, TODAY) == TypedDate(canonical, None, month, day)


REFUSED = [
    ("30 February", "impossible-day", {"month": "2", "day": "30", "days": "29"}),
    ("31 сентября", "impossible-day", {"month": "9", "day": "31", "days": "30"}),
    ("2月30日", "impossible-day", {"month": "2", "day": "30", "days": "29"}),
    ("0 May", "impossible-day", {"month": "5", "day": "0", "days": "31"}),
    ("32.01", "impossible-day", {"month": "1", "day": "32", "days": "31"}),
    ("1/32", "impossible-day", {"month": "1", "day": "32", "days": "31"}),
    *(
        (text, "impossible-day", {"year": "2021", "month": "4", "day": "31", "days": "30"})
        for text in ("31.04.2021", "2021-04-31", "April 31st, 2021", "31/4/2021", "2021年4月31日")
    ),
    ("Feb 29 2023", "impossible-day", {"year": "2023", "month": "2", "day": "29", "days": "28"}),
    ("2021-13", "impossible-month", {"year": "2021", "month": "13"}),
    ("13.2021", "impossible-month", {"year": "2021", "month": "13"}),
    ("13/13/2021", "impossible-month", {"year": "2021", "month": "13"}),
    ("07.19.2001", "impossible-month", {"year": "2001", "month": "19"}),
    ("2001-19-07", "impossible-month", {"year": "2001", "month": "19"}),
    ("19.00", "impossible-month", {"month": "0"}),
    ("13月", "impossible-month", {"month": "13"}),
    (
        "03/04/2001",
        "ambiguous-slash",
        {"day_first": "2001-04-03", "month_first": "2001-03-04"},
    ),
    ("3-4-2001", "ambiguous-slash", {"day_first": "2001-04-03", "month_first": "2001-03-04"}),
    ("03/04", "ambiguous-slash", {"day_first": "04-03", "month_first": "03-04"}),
    ("19.07.01", "year-too-short", {"year": "01"}),
    ("03/04/01", "year-too-short", {"year": "01"}),
    ("July 19, 01", "year-too-short", {"year": "01"}),
    ("May '21", "year-too-short", {"year": "21"}),
    ("July 196", "year-too-short", {"year": "196"}),
    ("the '60s", "year-too-short", {"year": "60"}),
    ("60-е", "year-too-short", {"year": "60"}),
    ("21年5月", "year-too-short", {"year": "21"}),
    ("21", "year-too-short", {"year": "21"}),
    ("0000", "year-out-of-range", {}),
    ("19.07.0000", "year-out-of-range", {"year": "0000"}),
    ("20211", "year-out-of-range", {"year": "20211"}),
    ("May 20211", "year-out-of-range", {"year": "20211"}),
    ("-0044", "year-out-of-range", {}),
    ("2022/2021", "reversed", {"start": "2022", "end": "2021"}),
    ("2022-2021", "reversed", {"start": "2022", "end": "2021"}),
    ("../..", "unbounded", {}),
    *(
        (text, "unreadable", {})
        for text in (
            *("", "   ", "?", "...", "soon", "Smarch 2021", "19th", "1965s", "20 21", "2013/..."),
            *("May 2021 June", "19 19 July", "2021,05", "2021_05", "2001-07-19T10:00", "年", "月"),
            *("二十月", "٢٠٢١", "٢2021", "July 2O01", "②", "\x00", "<@123>", "1.2.3.4", "2021//05"),
        )
    ),
]


@pytest.mark.parametrize(("text", "code", "details"), REFUSED)
def test_what_is_no_date_is_refused_with_the_exact_reason(
    text: str, code: str, details: dict[str, str]
) -> None:
    """The code and the details, with the text as it was typed, make the sentence for people."""
    with pytest.raises(TypedDateError) as caught:
        parse_typed(text, TODAY)
    assert caught.value.args == (code, {"text": text, **details})
    assert (caught.value.code, caught.value.details) == caught.value.args


def test_a_text_longer_than_64_characters_is_not_looked_at() -> None:
    """The bound is on what was typed, and only that much of it is repeated."""
    assert parse_typed("2021".ljust(64), TODAY).text == "2021"
    with pytest.raises(TypedDateError) as caught:
        parse_typed("2021".ljust(65), TODAY)
    assert caught.value.args == ("unreadable", {"text": "2021".ljust(64)})


@pytest.mark.parametrize(("text", "today"), [("tomorrow", date.max), ("yesterday", date.min)])
def test_relative_days_end_with_the_calendar(text: str, today: date) -> None:
    """The day after 9999-12-31 is out of range, not a fault."""
    with pytest.raises(TypedDateError) as caught:
        parse_typed(text, today)
    assert caught.value.code == "year-out-of-range"


DAY_FORMS = [
    "{year:04}-{month:02}-{day:02}",
    "{year:04}-{month}-{day}",
    "{day}.{month}.{year:04}",
    "{day:02}.{month:02}.{year:04}",
    "{year:04}/{month}/{day}",
    "{day} {name} {year:04}",
    "{day}th of {name}, {year:04}",
    "{name} {day}, {year:04}",
    "{short}. {day} {year:04}",
    "{day} {russian} {year:04} г.",
    "{year:04}年{month}月{day}日",
    "{year:04}年{chinese}{day}日",
]


def forms(day: date, pattern: str) -> str:
    index = day.month - 1
    return pattern.format(
        year=day.year,
        month=day.month,
        day=day.day,
        name=month_names.ENGLISH_FULL[index].title(),
        short=month_names.ENGLISH_FULL[index][:3],
        russian=month_names.RUSSIAN_FULL[index * 3 + 1],
        chinese=list(month_names.CHINESE)[index],
    )


@given(st.dates(), st.sampled_from(DAY_FORMS), st.sampled_from(["", " ", ".", " !"]))
def test_every_form_of_any_day_is_that_day(day: date, pattern: str, tail: str) -> None:
    """All the full forms, for all days of the calendar, in any case and width."""
    expected = TypedDate(day.isoformat(), parse_edtf(day.isoformat()))
    typed = forms(day, pattern) + tail
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in typed)
    for text in (typed, typed.upper(), wide, unicodedata.normalize("NFD", typed)):
        assert parse_typed(text, TODAY) == expected


@given(st.dates())
def test_slashes_are_read_only_where_they_have_one_meaning(day: date) -> None:
    """Day and month in either order, unless both could be the month and they differ."""
    expected = parse_edtf(day.isoformat())
    for text in (f"{day.day}/{day.month}/{day.year:04}", f"{day.month}/{day.day}/{day.year:04}"):
        if day.day <= 12 and day.day != day.month:
            with pytest.raises(TypedDateError, match="ambiguous-slash"):
                parse_typed(text, TODAY)
        else:
            assert parse_typed(text, TODAY).period == expected


PIECES = st.sampled_from(
    [
        *(
            "2021",
            "19",
            "7",
            "0",
            "July",
            "may",
            "июля",
            "年",
            "月",
            "日",
            "七月",
            "the",
            "of",
            "г.",
        ),
        *("st", "th", "е", "s", "'", ".", ",", "/", "-", "–", "..", "~", "?", "X", "х", " ", "\n"),
        *("today", "\u200e", "\u0301", "İ", "ß", "ﬁ", "２", "٣", "²", "\x00", "1960s", "年代", "("),
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join)))
@example("İ")
@example("7月" * 30)
def test_no_text_raises_anything_else(text: str) -> None:
    """Any text is read or refused, and the canonical text of what was read reads the same."""
    try:
        typed = parse_typed(text, TODAY)
    except TypedDateError as error:
        if len(text) <= 64:
            assert error.details["text"] == text  # noqa: PT017 - the property under test
        return
    if typed.period is not None:
        assert parse_typed(typed.text, TODAY) == typed
    else:
        assert typed.month is not None


@pytest.mark.parametrize(
    "piece", ["1", "7月", "a ", "19 July ", "-", "'", "年", "2021/", "1.", "(("]
)
@pytest.mark.parametrize("times", [20, 200_000])
def test_hostile_texts_are_refused_at_once(piece: str, times: int) -> None:
    """Neither at the longest length that is looked at nor beyond is there any back-tracking."""
    begun = time.process_time()
    with pytest.raises(TypedDateError):
        parse_typed((piece * times)[: max(64, len(piece) * times * (times > 20))], TODAY)
    assert time.process_time() - begun < 20  # a guard: back-tracking takes hours


def typed(text: str) -> TypedDate:
    return parse_typed(text, TODAY)


def maybe(text: str | None) -> TypedDate | None:
    return None if text is None else typed(text)


@pytest.mark.parametrize(
    ("from_", "to", "expected"),
    [
        ("2021", "2022", (date(2021, 1, 1), date(2022, 12, 31))),
        ("May 2021", "May 2021", (date(2021, 5, 1), date(2021, 5, 31))),
        ("May 2021", "2021", (date(2021, 5, 1), date(2021, 12, 31))),
        ("1960s", "today", (date(1960, 1, 1), TODAY)),
        ("today", "today", (TODAY, TODAY)),
        ("2021", None, (date(2021, 1, 1), date.max)),
        (None, "2021", (date.min, date(2021, 12, 31))),
        (None, None, (date.min, date.max)),
        ("2013/..", "2020", (date(2013, 1, 1), date(2020, 12, 31))),
    ],
)
def test_a_range_runs_from_the_first_day_to_the_last(
    from_: str | None, to: str | None, expected: tuple[date, date]
) -> None:
    """Both sides are inclusive, and None is no bound."""
    assert typed_range(maybe(from_), maybe(to)) == expected


@pytest.mark.parametrize(
    ("from_", "to", "code", "details"),
    [
        ("2022", "May 2021", "reversed", {"text": "2022/2021-05", "from": "2022", "to": "2021-05"}),
        ("19 July", "2021", "year-missing", {"text": "07-19", "side": "from"}),
        ("2021", "May", "year-missing", {"text": "05", "side": "to"}),
        (None, "29 February", "year-missing", {"text": "02-29", "side": "to"}),
    ],
)
def test_a_range_needs_years_in_order(
    from_: str | None, to: str, code: str, details: dict[str, str]
) -> None:
    """What can't be a range is refused with the side that is wrong."""
    with pytest.raises(TypedDateError) as caught:
        typed_range(maybe(from_), typed(to))
    assert caught.value.args == (code, details)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("19 July", (7, 19)), ("29.02", (2, 29)), ("2001-07-19", (7, 19)), ("today", (2, 28))],
)
def test_a_day_of_the_year_is_taken_from_a_day(text: str, expected: tuple[int, int]) -> None:
    """With or without a year, a day has a month and a day."""
    assert day_of_year(typed(text)) == expected


@pytest.mark.parametrize("text", ["2021", "May", "May 2021", "1960s", "2001-07-19/2001-07-20"])
def test_less_than_a_day_is_no_day_of_the_year(text: str) -> None:
    """A month or a year can't be looked up among the days."""
    with pytest.raises(TypedDateError) as caught:
        day_of_year(typed(text))
    assert caught.value.args == ("not-a-day", {"text": typed(text).text})
