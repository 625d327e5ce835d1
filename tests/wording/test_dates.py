"""Dates in words: at the precision that is known, never finer, never coarser."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.dates import EdtfError, Precision, parse_edtf
from bot.corpus.typed_dates import parse_typed
from bot.wording.dates import (
    date_text,
    day_text,
    full_day_text,
    moment_text,
    month_text,
    range_text,
)
from bot.wording.wording import load

SAY = load()
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


@st.composite
def moments(draw: st.DrawFn, *, qualified: bool = True) -> tuple[str, str]:
    """One EDTF date, and how it reads."""
    year = draw(st.integers(1, 9999))
    month = draw(st.integers(1, 12))
    kind = draw(st.sampled_from(["day", "month", "season", "year", "decade", "century"]))
    if kind == "day":
        day = draw(st.integers(1, monthrange(year, month)[1]))
        edtf, text = f"{year:04}-{month:02}-{day:02}", f"{day} {MONTHS[month - 1]} {year}"
    elif kind == "month":
        edtf, text = f"{year:04}-{month:02}", f"{MONTHS[month - 1]} {year}"
    elif kind == "season":
        season = draw(st.sampled_from(sorted(SEASONS)))
        edtf, text = f"{year:04}-{season}", f"{SEASONS[season]} {year}"
    elif kind == "year":
        edtf, text = f"{year:04}", f"{year}"
    elif kind == "decade":
        first = max(10, year // 10 * 10)
        edtf, text = f"{first // 10:03}X", f"{first}s"
    else:
        first = max(100, year // 100 * 100)
        edtf, text = f"{first // 100:02}XX", f"{first} to {first + 99}"
    qualifier = draw(st.sampled_from(["", "~", "?", "%"])) if qualified else ""
    if qualifier in ("~", "%"):
        text = f"about {text}"
    if qualifier in ("?", "%"):
        text = f"perhaps {text}"
    return edtf + qualifier, text


@given(moments())
def test_a_date_reads_as_precisely_as_it_is_known(moment: tuple[str, str]) -> None:
    """Every precision and qualifier, in any year."""
    edtf, text = moment
    assert date_text(parse_edtf(edtf), SAY) == text


@given(moments(), moments())
def test_the_ends_of_a_period_read_as_precisely_as_they_are_known(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    """Each end with its own precision, but for what both ends share, which is said once."""
    try:
        when = parse_edtf(f"{first[0]}/{second[0]}")
    except EdtfError:
        return
    shown = date_text(when, SAY)
    if first[0] == second[0]:
        assert shown == first[1]
    else:
        assert shown.endswith(f" to {second[1]}")
        opening = shown.removesuffix(f" to {second[1]}")
        assert first[1] == opening or first[1].startswith(f"{opening} ")


@given(moments())
def test_open_and_unknown_ends_are_told_apart(moment: tuple[str, str]) -> None:
    """What goes on, and what ended nobody knows when, do not read alike."""
    edtf, text = moment
    read = [date_text(parse_edtf(f.format(edtf)), SAY) for f in ("{}/..", "{}/", "../{}", "/{}")]
    assert read == [
        f"since {text}",
        f"from {text}, end not known",
        f"until {text}",
        f"until {text}, start not known",
    ]


@given(moments(), moments() | st.sampled_from([("", ""), ("..", "")]))
def test_a_month_is_never_shown_as_its_first_day(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    """No number is shown that no end has: neither the day of a month nor the month of a year."""
    for edtf in (first[0], f"{first[0]}/{second[0]}", f"{second[0]}/{first[0]}"):
        try:
            when = parse_edtf(edtf)
        except EdtfError:
            continue
        known: set[int] = set()
        names: set[str] = set()
        for end in (when.start, when.end):
            if end is not None:
                years = (
                    {end.year, end.year + 99} if end.precision is Precision.CENTURY else {end.year}
                )
                known |= years | ({end.day} if end.day is not None else set())
                names |= {MONTHS[end.month - 1]} if end.month is not None else set()
        shown = date_text(when, SAY)
        assert {int(number) for number in re.findall("[0-9]+", shown)} <= known
        assert {name for name in MONTHS if name in shown} == names


@given(moments(qualified=False))
def test_a_date_that_is_shown_can_be_typed(moment: tuple[str, str]) -> None:
    """What an answer shows is read as the same days when someone types it back."""
    when = parse_edtf(moment[0])
    if when.precision in (Precision.CENTURY, Precision.SEASON) or when.earliest.year < 1000:
        return
    typed = parse_typed(date_text(when, SAY), date(2026, 1, 1))
    assert typed.period is not None
    assert (typed.period.earliest, typed.period.latest) == (when.earliest, when.latest)


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2001-07-19", "19 July 2001"),
        ("2023-03", "March 2023"),
        ("1994", "1994"),
        ("196X", "1960s"),
        ("2022/2023", "2022 to 2023"),
        ("2013/..", "since 2013"),
        ("2024-01~", "about January 2024"),
        ("2023-01/2023-11", "January to November 2023"),
        ("2022-11/2023-01", "November 2022 to January 2023"),
        ("2023-03-20/2023-03-22", "20 to 22 March 2023"),
        ("2023-03-20/2023-04-02", "20 March 2023 to 2 April 2023"),
        ("2022-03-20/2023-03-22", "20 March 2022 to 22 March 2023"),
        ("2023-03-20~/2023-03-22", "about 20 March 2023 to 22 March 2023"),
        ("2023-01/2023-11?", "January 2023 to perhaps November 2023"),
        ("2023-01/2023-11-05", "January 2023 to 5 November 2023"),
        ("2001-07-19/2001-07-19", "19 July 2001"),
        ("2021/2021", "2021"),
        ("2023-24", "winter 2023"),
        ("0033-04-03", "3 April 33"),
    ],
)
def test_these_dates_read_like_this(edtf: str, text: str) -> None:
    """The shapes that articles have."""
    assert date_text(parse_edtf(edtf), SAY) == text


def test_a_moment_reads_like_the_date_that_it_is() -> None:
    """One end of a period by itself."""
    moment = parse_edtf("2001-07~").start
    assert moment is not None
    assert moment_text(moment, SAY) == "about July 2001"


@given(st.dates())
def test_days_and_months_by_themselves(day: date) -> None:
    """A day of the year has no year, a month no day, an exact day all three."""
    month = MONTHS[day.month - 1]
    assert day_text(day.month, day.day, SAY) == f"{day.day} {month}"
    assert month_text(day.month, SAY) == month
    assert full_day_text(day, SAY) == f"{day.day} {month} {day.year}"


def test_the_29th_of_february_is_a_day_of_the_year() -> None:
    """It has a name without a year that has it."""
    assert day_text(2, 29, SAY) == "29 February"


@pytest.mark.parametrize(
    ("earliest", "latest", "text"),
    [
        (None, None, ""),
        (date(2021, 1, 1), date(2021, 12, 31), "2021"),
        (date(2021, 2, 1), date(2021, 2, 28), "February 2021"),
        (date(2021, 2, 1), date(2021, 2, 27), "1 February 2021 to 27 February 2021"),
        (date(2024, 2, 1), None, "from February 2024"),
        (None, date(2024, 2, 28), "until 28 February 2024"),
        (date(812, 1, 1), None, "from 812"),
    ],
)
def test_days_asked_for_are_named_as_coarsely_as_they_allow(
    earliest: date | None, latest: date | None, text: str
) -> None:
    """Whole years as years, whole months as months."""
    assert range_text(earliest, latest, SAY) == text
