"""EDTF: what is read, what is refused and why, and the order and days of what was read."""

import random
import time
from datetime import date, timedelta
from typing import Any

import pytest
from edtf import parse_edtf as oracle
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.corpus.dates import (
    Edtf,
    EdtfError,
    LeapRule,
    Moment,
    Precision,
    anniversary,
    parse_edtf,
    years_between,
)

SINGLE = [
    ("2001-07-19", date(2001, 7, 19), date(2001, 7, 19), Precision.DAY),
    ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), Precision.DAY),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
    ("1900-02", date(1900, 2, 1), date(1900, 2, 28), Precision.MONTH),
    ("2021", date(2021, 1, 1), date(2021, 12, 31), Precision.YEAR),
    ("196X", date(1960, 1, 1), date(1969, 12, 31), Precision.DECADE),
    ("19XX", date(1900, 1, 1), date(1999, 12, 31), Precision.CENTURY),
    ("2021-21", date(2021, 3, 1), date(2021, 5, 31), Precision.SEASON),
    ("2021-22", date(2021, 6, 1), date(2021, 8, 31), Precision.SEASON),
    ("2021-23", date(2021, 9, 1), date(2021, 11, 30), Precision.SEASON),
    ("2023-24", date(2023, 12, 1), date(2024, 2, 29), Precision.SEASON),
    ("9999-24", date(9999, 12, 1), date(9999, 12, 31), Precision.SEASON),
    ("0001-01-01", date(1, 1, 1), date(1, 1, 1), Precision.DAY),
    ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31), Precision.DAY),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), SINGLE)
def test_a_single_date_means_the_days_of_its_precision(
    text: str, earliest: date, latest: date, precision: Precision
) -> None:
    """A date's bounds are the first and last day that it can mean."""
    edtf = parse_edtf(text)
    assert (edtf.text, edtf.earliest, edtf.latest) == (text, earliest, latest)
    assert edtf.precision is precision
    assert edtf.start is edtf.end
    assert not edtf.is_interval
    assert edtf.day == (earliest if precision is Precision.DAY else None)


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("2004-XX", "2004"),
        ("2004-XX-XX", "2004"),
        ("2004-05-XX", "2004-05"),
        ("2004-05-XX~", "2004-05~"),
        ("196X-XX", "196X"),
        ("2004-XX/2005-06-XX", "2004/2005-06"),
    ],
)
def test_unspecified_digits_equal_the_lower_precision(text: str, same_as: str) -> None:
    """`2004-XX` is 2004: equal, and with the same canonical text."""
    assert parse_edtf(text) == parse_edtf(same_as)
    assert parse_edtf(text).text == same_as


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2024-01~", True, False),
        ("2024-01?", False, True),
        ("2024-01%", True, True),
        ("2024-01", False, False),
        ("2024-01/2024-02~", True, False),
        ("2024-01?/..", False, True),
    ],
)
def test_qualifiers_are_told_and_do_not_move_the_days(
    text: str, approximate: bool, uncertain: bool
) -> None:
    """A qualifier stays in the text and shows in the properties; the bounds are as without."""
    edtf = parse_edtf(text)
    plain = parse_edtf(text.translate({ord(mark): None for mark in "~?%"}))
    assert (edtf.text, edtf.approximate, edtf.uncertain) == (text, approximate, uncertain)
    assert (edtf.earliest, edtf.latest) == (plain.earliest, plain.latest)
    assert (edtf == plain) is (edtf.text == plain.text)


def test_a_qualified_day_is_still_given_as_a_day() -> None:
    """`day` gives an approximate day, which says so itself."""
    edtf = parse_edtf("2024-01-06~")
    assert (edtf.day, edtf.approximate) == (date(2024, 1, 6), True)


def test_a_moment_holds_its_parts() -> None:
    """The parts of a date are there for those who word it."""
    assert parse_edtf("2001-07-19%").start == Moment(Precision.DAY, 2001, 7, 19, None, True, True)
    assert parse_edtf("2021-24").start == Moment(Precision.SEASON, 2021, season=24)
    assert parse_edtf("196X").start == Moment(Precision.DECADE, 1960)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "openness"),
    [  # openness: open start, open end, unknown start, unknown end
        ("2022/2023", date(2022, 1, 1), date(2023, 12, 31), (False, False, False, False)),
        ("2013/..", date(2013, 1, 1), date.max, (False, True, False, False)),
        ("../1991", date.min, date(1991, 12, 31), (True, False, False, False)),
        ("2013/", date(2013, 1, 1), date.max, (False, False, False, True)),
        ("/1991", date.min, date(1991, 12, 31), (False, False, True, False)),
        ("199X/..", date(1990, 1, 1), date.max, (False, True, False, False)),
        ("2021-05/2021", date(2021, 5, 1), date(2021, 12, 31), (False, False, False, False)),
        ("2021/2021-05", date(2021, 1, 1), date(2021, 5, 31), (False, False, False, False)),
        ("2021/2021", date(2021, 1, 1), date(2021, 12, 31), (False, False, False, False)),
    ],
)
def test_an_interval_runs_from_its_first_to_its_last_day(
    text: str, earliest: date, latest: date, openness: tuple[bool, ...]
) -> None:
    """Open and unknown ends reach to the end of the calendar, and are told apart."""
    edtf = parse_edtf(text)
    assert (edtf.text, edtf.earliest, edtf.latest) == (text, earliest, latest)
    told = (edtf.open_start, edtf.open_end, edtf.unknown_start, edtf.unknown_end)
    assert told == openness
    assert edtf.is_interval
    assert edtf.day is None


def test_an_interval_has_the_precision_of_its_coarser_end() -> None:
    """A known end alone decides when the other is open."""
    assert parse_edtf("2021-05-06/2022").precision is Precision.YEAR
    assert parse_edtf("199X/2001-07-19").precision is Precision.DECADE
    assert parse_edtf("../2001-07").precision is Precision.MONTH


def test_an_interval_of_one_day_is_no_day() -> None:
    """Only a single date is a day, whatever its bounds."""
    assert parse_edtf("2021-05-06/2021-05-06").day is None


REFUSED = [
    ("2023-02-29", "impossible-day", {"year": "2023", "month": "2", "day": "29", "days": "28"}),
    ("1900-02-29", "impossible-day", {"year": "1900", "month": "2", "day": "29", "days": "28"}),
    ("2021-04-31", "impossible-day", {"year": "2021", "month": "4", "day": "31", "days": "30"}),
    ("2021-04-00", "impossible-day", {"year": "2021", "month": "4", "day": "0", "days": "30"}),
    ("2021-13", "impossible-month", {"year": "2021", "month": "13"}),
    ("2021-00", "impossible-month", {"year": "2021", "month": "0"}),
    ("2021-13-01", "impossible-month", {"year": "2021", "month": "13"}),
    ("2021-21-01", "impossible-month", {"year": "2021", "month": "21"}),
    ("2021-20", "impossible-month", {"year": "2021", "month": "20"}),
    ("2021-25", "unsupported", {"year": "2021", "month": "25"}),
    ("2021-41", "unsupported", {"year": "2021", "month": "41"}),
    ("2021-42", "impossible-month", {"year": "2021", "month": "42"}),
    ("0000", "year-out-of-range", {}),
    ("000X", "year-out-of-range", {}),
    ("00XX", "year-out-of-range", {}),
    ("-0044", "year-out-of-range", {}),
    ("Y12345", "year-out-of-range", {}),
    ("2004-XX-05", "unsupported", {}),
    ("196X-05", "unsupported", {}),
    ("1X99", "unsupported", {}),
    ("XXXX", "unsupported", {}),
    ("2004?-06", "unsupported", {}),
    ("?2004-06", "unsupported", {}),
    ("[2001,2002]", "unsupported", {}),
    ("{2001..2003}", "unsupported", {}),
    ("2001-07-19T10:00:00Z", "unsupported", {}),
    ("2023/2022", "reversed", {"start": "2023", "end": "2022"}),
    ("2021-06/2021-05", "reversed", {"start": "2021-06", "end": "2021-05"}),
    ("2021-06-XX~/1999", "reversed", {"start": "2021-06~", "end": "1999"}),
    ("../..", "unbounded", {}),
    ("/", "unbounded", {}),
    ("../", "unbounded", {}),
    ("", "unreadable", {}),
    ("21", "unreadable", {}),
    ("20211", "unreadable", {}),
    ("2021-5", "unreadable", {}),
    ("20210506", "unreadable", {}),
    (" 2021", "unreadable", {}),
    ("2021\n", "unreadable", {}),
    ("2021-05-06 ", "unreadable", {}),
    ("196x", "unreadable", {}),
    ("2021~~", "unreadable", {}),
    ("２０２１", "unreadable", {}),
    ("٢٠٢١", "unreadable", {}),
    ("19/07/2001", "unreadable", {}),
    ("May 2021", "unreadable", {}),
    ("2021..", "unreadable", {}),
]


@pytest.mark.parametrize(("text", "code", "details"), REFUSED)
def test_what_is_no_edtf_is_refused_with_the_exact_reason(
    text: str, code: str, details: dict[str, str]
) -> None:
    """The code and the details are what a sentence for people is made from."""
    with pytest.raises(EdtfError) as caught:
        parse_edtf(text)
    assert caught.value.args == (code, {"text": text, **details})
    assert (caught.value.code, caught.value.details) == caught.value.args


def test_a_fault_in_one_end_of_an_interval_names_that_end() -> None:
    """The details speak of the date that is wrong."""
    with pytest.raises(EdtfError) as caught:
        parse_edtf("2021/2023-02-30")
    assert caught.value.code == "impossible-day"
    assert caught.value.details["text"] == "2023-02-30"


@pytest.mark.parametrize("text", ["1" * 10**6, "2021-" * 10**5, "/" * 10**6, "[" * 10**6])
def test_a_very_long_text_is_refused_at_once_and_not_repeated(text: str) -> None:
    """No back-tracking, and a message of bounded length."""
    begun = time.process_time()
    with pytest.raises(EdtfError) as caught:
        parse_edtf(text)
    assert time.process_time() - begun < 20  # a guard: back-tracking takes hours
    assert len(caught.value.details["text"]) <= 64


YEARS = st.integers(1, 9999)
DAYS = st.dates()
QUALIFIERS = st.sampled_from(["", "~", "?", "%"])
PLAIN_DATES = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.isoformat()[:7]),
    YEARS.map("{:04}".format),
    st.tuples(YEARS, st.integers(21, 24)).map(lambda pair: f"{pair[0]:04}-{pair[1]}"),
    st.integers(1, 999).map("{:03}X".format),
    st.integers(1, 99).map("{:02}XX".format),
)
DATES = st.tuples(PLAIN_DATES, QUALIFIERS).map("".join)


@st.composite
def edtfs(draw: st.DrawFn) -> Edtf:
    """Any date or interval of the subset."""
    text = draw(DATES)
    if draw(st.booleans()):
        other = draw(st.one_of(DATES, st.sampled_from(["", ".."])))
        text = "/".join(draw(st.permutations([text, other])))
    try:
        return parse_edtf(text)
    except EdtfError as error:
        assume(error.code != "reversed")
        raise


def struct_date(value: Any) -> date:
    return date(*value[:3])


def read_alike(edtf: Edtf) -> bool:
    """Whether the `edtf` package reads a date as we do, by design of both.

    It differs in these: its winter is December alone, while ours ends in February; a season with
    a qualifier it takes in intervals only, decades and centuries outside of intervals only; for
    open and unknown ends it has other bounds.
    """
    ends = edtf.text.split("/")
    if not all(ends) or ".." in ends or any(end[5:7] == "24" for end in ends):
        return False
    if edtf.is_interval:
        return "X" not in edtf.text
    return edtf.precision is not Precision.SEASON or edtf.text[-1].isdigit()


@settings(max_examples=100, deadline=None)
@given(edtfs().filter(read_alike))
def test_days_agree_with_the_edtf_package(edtf: Edtf) -> None:
    """The `edtf` package finds the same first and last day."""
    theirs = oracle(edtf.text)
    assert (edtf.earliest, edtf.latest) == (
        struct_date(theirs.lower_strict()),
        struct_date(theirs.upper_strict()),
    )


@given(edtfs())
def test_the_canonical_text_reads_back_as_the_same(edtf: Edtf) -> None:
    """Writing and reading again changes nothing, and bounds never cross."""
    assert parse_edtf(edtf.text) == edtf
    assert edtf.earliest <= edtf.latest


@given(st.text(alphabet="0123456789-X/.~?%YT", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but `EdtfError` is raised, and what is read has a canonical text."""
    try:
        edtf = parse_edtf(text)
    except EdtfError:
        return
    assert parse_edtf(edtf.text) == edtf


TIMELINE = [
    "../1991",
    "/1990",
    "19XX",
    "1990/..",
    "199X",
    "1990",
    "2013/",
    "2013/..",
    "2013/2015",
    "2013",
    "2013~",
    "2013/2013",
    "2013-01/2013-12",
    "2013-01",
    "2013-01-01",
    "2013-01-06",
    "2013-02",
    "2013-21",
    "2013-03",
    "2013-22",
    "2014",
]


def test_a_timeline_puts_a_period_before_what_it_holds() -> None:
    """2013 is a heading over January 2013, and that one over 6 January 2013."""
    shuffled = TIMELINE.copy()
    random.Random(7).shuffle(shuffled)
    ordered = sorted(map(parse_edtf, shuffled), key=Edtf.sort_key)
    assert [edtf.text for edtf in ordered] == TIMELINE


@given(edtfs(), edtfs())
def test_the_order_is_total_and_chronological(one: Edtf, other: Edtf) -> None:
    """Only equal dates have equal keys; an earlier first day comes first; a holder before."""
    assert (one.sort_key() == other.sort_key()) is (one == other)
    if one.earliest < other.earliest:
        assert one.sort_key() < other.sort_key()
    if one.contains(other) and not other.contains(one) and one.earliest == other.earliest:
        assert one.sort_key() < other.sort_key()


NEAR = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
    lambda pair: [date(2024, 1, 20) + timedelta(days=days) for days in sorted(pair)]
)


@given(NEAR, NEAR)
def test_overlap_and_containment_are_those_of_the_days(one: list[date], other: list[date]) -> None:
    """They say what sets of days would say."""

    def days(ends: list[date]) -> set[int]:
        return set(range(ends[0].toordinal(), ends[1].toordinal() + 1))

    first, second = (parse_edtf("/".join(map(date.isoformat, ends))) for ends in (one, other))
    assert first.overlaps(second) is bool(days(one) & days(other))
    assert first.contains(second) is (days(one) >= days(other))


def test_open_ends_hold_everything_beyond() -> None:
    """Since 2013 holds 2020 and overlaps the 2010s; it has nothing of 2012."""
    since = parse_edtf("2013/..")
    assert since.contains(parse_edtf("2020"))
    assert since.overlaps(parse_edtf("201X"))
    assert not since.contains(parse_edtf("201X"))
    assert not since.overlaps(parse_edtf("2012"))


@pytest.mark.parametrize(
    ("of", "on_or_after", "rule", "expected"),
    [
        (date(2001, 7, 19), date(2024, 7, 19), "feb28", date(2024, 7, 19)),
        (date(2001, 7, 19), date(2024, 7, 20), "feb28", date(2025, 7, 19)),
        (date(2001, 7, 19), date(2001, 7, 19), "feb28", date(2002, 7, 19)),
        (date(2030, 7, 19), date(2024, 1, 1), "feb28", date(2031, 7, 19)),
        (date(2020, 2, 29), date(2021, 1, 1), "feb28", date(2021, 2, 28)),
        (date(2020, 2, 29), date(2021, 1, 1), "mar1", date(2021, 3, 1)),
        (date(2020, 2, 29), date(2021, 1, 1), "leap-only", date(2024, 2, 29)),
        (date(2020, 2, 29), date(2024, 1, 1), "feb28", date(2024, 2, 29)),
        (date(2020, 2, 29), date(2021, 3, 1), "feb28", date(2022, 2, 28)),
        (date(1896, 2, 29), date(1896, 3, 1), "leap-only", date(1904, 2, 29)),
        (date(1999, 12, 31), date(9999, 12, 31), "feb28", date(9999, 12, 31)),
    ],
)
def test_an_anniversary_is_the_next_return_of_the_day(
    of: date, on_or_after: date, rule: LeapRule, expected: date
) -> None:
    """29 February returns by the rule asked for; the day itself is no anniversary."""
    assert anniversary(of, on_or_after, rule) == expected


@pytest.mark.parametrize(
    ("of", "on_or_after", "rule"),
    [
        (date(1999, 12, 30), date(9999, 12, 31), "feb28"),
        (date(9999, 1, 1), date(1, 1, 1), "feb28"),
        (date(1996, 2, 29), date(9997, 1, 1), "leap-only"),
    ],
)
def test_there_is_no_anniversary_past_the_calendar(
    of: date, on_or_after: date, rule: LeapRule
) -> None:
    """The year 9999 is the last."""
    with pytest.raises(OverflowError):
        anniversary(of, on_or_after, rule)


RULES: st.SearchStrategy[LeapRule] = st.sampled_from(["feb28", "mar1", "leap-only"])
USUAL_DAYS = st.one_of(
    st.dates(date(1890, 1, 1), date(2100, 1, 1)),
    st.sampled_from([date(year, 2, 29) for year in range(1904, 2100, 4)]),
)


@given(USUAL_DAYS, USUAL_DAYS, RULES)
def test_an_anniversary_has_its_number_of_years(of: date, after: date, rule: LeapRule) -> None:
    """It is on or after the day asked for, a full number of years on, and the first such day."""
    found = anniversary(of, after, rule)
    assert found >= after
    assert years_between(of, found, rule) == found.year - of.year >= 1
    assert years_between(of, found - timedelta(days=1), rule) == found.year - of.year - 1
    if found.year - 1 > of.year and rule != "leap-only":
        before = anniversary(of, date(found.year - 1, 1, 1), rule)
        assert before < after


@pytest.mark.parametrize(
    ("of", "on", "rule", "expected"),
    [
        (date(2001, 7, 19), date(2021, 7, 18), "feb28", 19),
        (date(2001, 7, 19), date(2021, 7, 19), "feb28", 20),
        (date(2001, 7, 19), date(2001, 7, 19), "feb28", 0),
        (date(2021, 7, 19), date(2001, 7, 19), "feb28", -20),
        (date(2021, 7, 19), date(2001, 7, 20), "feb28", -19),
        (date(2020, 2, 29), date(2021, 2, 28), "feb28", 1),
        (date(2020, 2, 29), date(2021, 2, 28), "mar1", 0),
        (date(2020, 2, 29), date(2021, 2, 28), "leap-only", 0),
        (date(2020, 2, 29), date(2021, 3, 1), "leap-only", 1),
    ],
)
def test_years_are_full_years(of: date, on: date, rule: LeapRule, expected: int) -> None:
    """A year counts from the day of its anniversary on."""
    assert years_between(of, on, rule) == expected
