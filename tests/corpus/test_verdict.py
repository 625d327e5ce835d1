"""Verdicts: what two amounts, figures, dates and accounts of an event are to each other."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.amounts import Amount, admitted, amounts, counts_whole
from bot.corpus.dates import Edtf, parse_edtf
from bot.corpus.judging import dates, events, figures
from bot.corpus.model import Event, Figure, Relation
from bot.corpus.verdict import Judged, Reason, Verdict


def amount(text: str) -> Amount:
    """`over 100`, `146.8`, `between 2 2.5`, `claim`."""
    words = text.split()
    if len(words) == 1 and words[0] != "claim":
        words.insert(0, "exactly")
    relation: Any = words[0]
    numbers = [Decimal(word) for word in words[1:]]
    if relation == "between":
        return Amount(relation, low=numbers[0], high=numbers[1])
    return Amount(relation, *numbers)


AMOUNTS: list[tuple[str, str, Verdict, Reason]] = [
    ("146.8", "146.8", "same", "same-amount"),
    ("146.8", "146.80", "same", "same-amount"),
    ("over 200", "over 200.0", "same", "same-amount"),
    ("up-to 5", "at-most 5", "same", "same-amount"),
    ("between 2 2.5", "between 2 2.5", "same", "same-amount"),
    ("146.8", "over 100", "compatible", "value-over-floor"),
    ("100", "at-least 100", "compatible", "value-over-floor"),
    ("99", "under 100", "compatible", "value-under-ceiling"),
    ("100", "up-to 100", "compatible", "value-under-ceiling"),
    ("2.5", "between 2 2.5", "compatible", "value-in-range"),
    ("46", "about 50", "compatible", "value-near"),
    ("over 100", "over 200", "compatible", "both-floors"),
    ("over 100", "at-least 100", "compatible", "both-floors"),
    ("under 100", "at-most 50", "compatible", "both-ceilings"),
    ("over 100", "under 200", "compatible", "ranges-overlap"),
    ("at-least 5", "at-most 5", "compatible", "ranges-overlap"),
    ("about 200", "over 190", "compatible", "ranges-overlap"),
    ("between 1 2", "between 2 3", "compatible", "ranges-overlap"),
    ("146.8", "146.83", "compatible", "rounded"),
    ("147", "146.5", "compatible", "rounded"),
    ("200", "over 200", "compatible", "rounded"),
    ("200", "at-least 200.4", "compatible", "rounded"),
    ("200", "201", "different", "values-differ"),
    ("146.8", "146.9", "different", "values-differ"),
    ("146.8", "146.86", "different", "values-differ"),
    ("90", "over 100", "different", "value-not-over-floor"),
    ("199.6", "over 200", "different", "value-not-over-floor"),
    ("101", "at-most 100", "different", "value-not-under-ceiling"),
    ("3.1", "between 2 2.5", "different", "value-outside-range"),
    ("40", "about 50", "different", "value-not-near"),
    ("over 5", "at-most 5", "different", "ranges-apart"),
    ("over 5", "under 5", "different", "ranges-apart"),
    ("between 1 2", "between 3 4", "different", "ranges-apart"),
    ("between 1 2", "over 2", "different", "ranges-apart"),
    ("claim", "5", "not-comparable", "no-number"),
    ("claim", "claim", "not-comparable", "no-number"),
]


@pytest.mark.parametrize(("a", "b", "verdict", "reason"), AMOUNTS)
def test_amounts_are_judged_by_what_they_admit(
    a: str, b: str, verdict: Verdict, reason: Reason
) -> None:
    """One verdict and one reason for two amounts, whichever comes first."""
    assert amounts(amount(a), amount(b)) == Judged(verdict, reason)
    assert amounts(amount(b), amount(a)) == Judged(verdict, reason)


@pytest.mark.parametrize(
    ("a", "b", "verdict", "reason"),
    [
        ("2", "over 2", "different", "value-not-over-floor"),
        ("2", "under 2", "different", "value-not-under-ceiling"),
        ("37", "over 37", "different", "value-not-over-floor"),
        ("37", "at-least 37", "compatible", "value-over-floor"),
        ("38", "over 37", "compatible", "value-over-floor"),
        ("2", "2.4", "different", "values-differ"),
        ("3E+3", "over 3200", "compatible", "rounded"),
    ],
)
def test_counts_of_whole_things_are_not_rounded(
    a: str, b: str, verdict: Verdict, reason: Reason
) -> None:
    """Two summits are not more than two; three thousand may be."""
    first, second = (replace(amount(text), whole=True) for text in (a, b))
    assert amounts(first, second) == Judged(verdict, reason)
    assert amounts(second, first) == Judged(verdict, reason)


def test_a_units_label_says_whether_it_counts_whole_things() -> None:
    """Meetings, ranks and years; neither money nor what is in thousands or measured."""
    whole = ("meetings", "summits", "rank {}", "no. {}", "years", "states", "power units")
    measured = ("USD billion", "million people", "percent", "%", "no unit named", "tonnes",
                "billion cubic metres a year", "barrels a day", "km", "GW")  # fmt: skip
    assert [unit for unit in (*whole, *measured) if counts_whole(unit)] == list(whole)


@pytest.mark.parametrize(
    ("about", "low", "high"),
    [
        ("50", "45", "55"),
        ("200", "180", "220"),
        ("146", "145", "147"),
        ("146.0", "145.9", "146.1"),
        ("1.5", "1.4", "1.6"),
        ("3", "2.7", "3.3"),
        ("-50", "-55", "-45"),
        ("0", "0", "0"),
    ],
)
def test_about_admits_one_unit_of_the_last_digit_and_a_tenth_at_most(
    about: str, low: str, high: str
) -> None:
    """The tolerance of an approximate number comes from how it is written."""
    found = admitted(amount(f"about {about}"))
    assert found is not None
    assert (found.low, found.high) == (Fraction(low), Fraction(high))


def test_an_amount_without_its_number_is_no_number() -> None:
    """A relation whose number is missing admits nothing that could be compared."""
    assert amounts(Amount("over"), amount("5")).reason == "no-number"
    assert amounts(Amount("between", low=Decimal(5)), amount("5")).reason == "no-number"


def test_forty_digits_are_compared_exactly() -> None:
    """No number is rounded on its way: a corpus may hold 20 digits on each side of the point."""
    long = "12345678901234567890.1234567890123456789"
    assert amounts(amount(long + "1"), amount(long + "2")).verdict == "different"
    assert amounts(amount(long + "2"), amount(f"over {long}1")).verdict == "compatible"


NUMBERS = st.decimals(-999, 999, places=2).map(lambda d: d.normalize() + 0) | st.integers(
    -30, 30
).map(Decimal)
PLAIN = NUMBERS.map(lambda d: Decimal(format(d, "f")))


@st.composite
def drawn_amounts(draw: st.DrawFn) -> Amount:
    """Any amount that facts may hold."""
    relation: Relation = draw(st.sampled_from(get_args(Relation)))
    if relation == "claim":
        return Amount(relation)
    if relation == "between":
        low, high = sorted(draw(st.lists(PLAIN, min_size=2, max_size=2, unique=True)))
        return Amount(relation, low=low, high=high)
    return Amount(relation, draw(PLAIN))


def holds(amount: Amount, number: Fraction) -> bool:
    """Whether a relation holds of a number, said once more but for the tolerance of "about"."""
    if amount.relation == "between":
        assert amount.low is not None
        assert amount.high is not None
        return amount.low <= number <= amount.high
    assert amount.value is not None
    value = Fraction(amount.value)
    match amount.relation:
        case "over":
            return number > value
        case "at-least":
            return number >= value
        case "under":
            return number < value
        case "at-most" | "up-to":
            return number <= value
        case "exactly":
            return number == value
    about = admitted(amount)
    assert about is not None
    assert about.low is not None
    assert about.high is not None
    return about.low <= number <= about.high


@given(drawn_amounts(), drawn_amounts())
def test_amounts_agree_where_one_number_satisfies_both(a: Amount, b: Amount) -> None:
    """Symmetric; and compatible exactly where some number satisfies both, but for rounding."""
    judged = amounts(a, b)
    assert judged == amounts(b, a)
    if "claim" in (a.relation, b.relation):
        assert judged == Judged("not-comparable", "no-number")
        return
    limits = [limit for x in (a, b) if (limit := admitted(x)) is not None]
    ends = {end for limit in limits for end in (limit.low, limit.high) if end is not None}
    tried = sorted(ends | {end + step for end in ends for step in (-1, 1, Fraction(1, 1000))})
    tried += [(one + other) / 2 for one in tried for other in tried]
    common = any(holds(a, number) and holds(b, number) for number in tried)
    if judged.reason != "rounded":
        assert common == (judged.verdict in ("same", "compatible"))


@given(drawn_amounts())
def test_an_amount_is_the_same_as_itself(a: Amount) -> None:
    """Every amount with a number is the same as itself."""
    assert amounts(a, a).verdict == ("not-comparable" if a.relation == "claim" else "same")


def figure(text: str, **given: Any) -> Figure:
    """A figure of one measure, by its amount's text."""
    meant = amount(text)
    numbers = {"value": meant.value, "low": meant.low, "high": meant.high}
    fields: dict[str, Any] = {"id": "f", "what": "What.", "quote": "words", "measure": "trade"}
    claim = {"claim": "words"} if meant.relation == "claim" else {}
    return Figure.model_validate(
        {**fields, "relation": meant.relation, **numbers, **claim, **given}
    )


IN_2023 = figure("over 200", period="2023")
SINCE_2018 = figure("over 100", period="2018/..")
FIGURES: list[tuple[Figure, Figure, Verdict, Reason]] = [
    (IN_2023, figure("over 200", period="2023"), "same", "same-amount"),
    (IN_2023, figure("240.1", period="2023-01/2023-12"), "compatible", "value-over-floor"),
    (IN_2023, figure("190", period="2023"), "different", "value-not-over-floor"),
    (IN_2023, figure("190", period="2022"), "not-comparable", "other-period"),
    (
        IN_2023,
        figure("over 200", period="2023-01/2023-11"),
        "not-comparable",
        "overlapping-period",
    ),
    (IN_2023, figure("over 200"), "not-comparable", "no-period"),
    (IN_2023, figure("claim", period="2022"), "not-comparable", "no-number"),
    (IN_2023, figure("over 200", measure="oil", period="2023"), "not-comparable", "other-measure"),
    (IN_2023, figure("190", as_of="2023-05-01"), "not-comparable", "overlapping-period"),
    (SINCE_2018, figure("146.8", period="2021"), "compatible", "within-period"),
    (SINCE_2018, figure("90", period="2021"), "not-comparable", "within-period"),
    (SINCE_2018, figure("over 200", period="2020/.."), "compatible", "within-period"),
    (
        SINCE_2018,
        figure("over 100", period="2021", status="forecast"),
        "not-comparable",
        "forecast-against-measured",
    ),
    (SINCE_2018, figure("146.8", period="2017"), "not-comparable", "other-period"),
    (SINCE_2018, figure("146.8", period="2017/2021"), "not-comparable", "overlapping-period"),
    (SINCE_2018, figure("90", period="2018/.."), "not-comparable", "open-period"),
    (figure("5", as_of="2023"), figure("6", as_of="2023"), "not-comparable", "other-as-of"),
    (figure("5", as_of="2023"), figure("6", period="2023"), "not-comparable", "other-as-of"),
    (
        figure("5", as_of="2023-05-01"),
        figure("6", as_of="2023-05-01"),
        "different",
        "values-differ",
    ),
    (figure("5", period="202X"), figure("6", period="202X"), "not-comparable", "unsure-period"),
    (figure("5"), figure("5"), "same", "same-amount"),
    (figure("5"), figure("6"), "not-comparable", "no-period"),
    (figure("5"), figure("5", status="forecast"), "compatible", "forecast-agrees"),
    (figure("5"), figure("6", status="forecast"), "not-comparable", "no-period"),
    (figure("5", as_of="2023"), figure("5", as_of="2023"), "same", "same-amount"),
    (figure("5", as_of="2023"), figure("6", as_of="2024"), "not-comparable", "other-period"),
    (figure("25", period="2022~"), figure("25", period="2022"), "same", "same-amount"),
    (figure("25", period="2022~"), figure("30", period="2022"), "not-comparable", "unsure-period"),
    (
        figure("75", period="2024"),
        figure("75", period="2024", status="planned"),
        "compatible",
        "forecast-agrees",
    ),
    (
        figure("75", period="2024"),
        figure("80", period="2024", status="forecast"),
        "not-comparable",
        "forecast-against-measured",
    ),
    (
        figure("5", period="2023", as_of="2023-06"),
        figure("9", period="2023", as_of="2023-11"),
        "not-comparable",
        "other-as-of",
    ),
]


@pytest.mark.parametrize(("a", "b", "verdict", "reason"), FIGURES)
def test_figures_differ_only_where_they_are_of_one_thing(
    a: Figure, b: Figure, verdict: Verdict, reason: Reason
) -> None:
    """Measure, period and status come before the numbers, whichever figure comes first."""
    assert figures(a, b) == Judged(verdict, reason)
    assert figures(b, a) == Judged(verdict, reason)


def test_an_open_period_reaches_no_further_than_its_article_knows() -> None:
    """What an article of early 2022 says "since 2018" is said of 2021, not of 2022 or 2023."""
    until = date(2022, 2, 28), None
    for year, reason in [
        ("2021", "within-period"),
        ("2022", "overlapping-period"),
        ("2023", "other-period"),
    ]:
        value = figure("146.8", period=year)
        assert figures(SINCE_2018, value, until).reason == reason
        assert figures(value, SINCE_2018, until[::-1]).reason == reason


def test_an_open_period_holds_the_date_that_it_begins_with() -> None:
    """Also in an article of that year's March, which speaks of the year as a whole."""
    until = date(2018, 3, 1), None
    assert figures(SINCE_2018, figure("146.8", period="2018"), until).verdict == "compatible"
    assert figures(SINCE_2018, figure("146.8", period="2019"), until).reason == "other-period"


def test_an_open_period_does_not_differ_from_a_closed_one_of_the_same_days() -> None:
    """The open one may go on, whichever of the two comes first."""
    closed, until = figure("90", period="2018/2021"), date(2021, 12, 31)
    assert figures(SINCE_2018, closed, (until, None)) == Judged("not-comparable", "open-period")
    assert figures(closed, SINCE_2018, (None, until)) == Judged("not-comparable", "open-period")


def test_an_open_period_that_articles_know_up_to_other_days_does_not_differ() -> None:
    """37 meetings since 2018 in an article of 2022 and 45 in one of 2024 can both be right."""
    until = date(2022, 2, 28), date(2024, 12, 31)
    fewer, more = figure("37", period="2018/.."), figure("45", period="2018/..")
    assert figures(fewer, more, until) == Judged("not-comparable", "open-period")
    assert figures(fewer, fewer, until) == Judged("same", "same-amount")
    same_year = date(2024, 12, 31), date(2024, 12, 31)  # one of January, one of December
    assert figures(fewer, more, same_year) == Judged("not-comparable", "open-period")
    earlier = figure("over 40", period="2013/..")
    assert figures(earlier, more, until) == Judged("not-comparable", "overlapping-period")
    assert figures(earlier, more, until[::-1]) == Judged("compatible", "within-period")


DATES: list[tuple[str, str, Verdict, Reason]] = [
    ("2001-07-19", "2001-07-19", "same", "same-date"),
    ("2013/..", "2013/..", "same", "same-date"),
    ("2001-07-19", "2001", "compatible", "date-within"),
    ("2023-03", "2023-03-20", "compatible", "date-within"),
    ("2023-03", "2022/..", "compatible", "date-within"),
    ("2023", "2023~", "compatible", "same-days"),
    ("2023", "2023-01/2023-12", "compatible", "same-days"),
    ("2021/2023", "2022/2024", "compatible", "dates-overlap"),
    ("2024-01~", "2023-12-31", "compatible", "dates-near"),
    ("2024-01~", "2023-11-30", "different", "dates-apart"),
    ("2024-01~", "2024-03", "different", "dates-apart"),
    ("2024-01?", "2024-02-29", "compatible", "dates-near"),
    ("2021-24~", "2022-05-31", "compatible", "dates-near"),
    ("2021-24~", "2022-06", "different", "dates-apart"),
    ("2001-07-19~", "2001-07-18", "compatible", "dates-near"),
    ("2001-07-19~", "2001-07-17", "different", "dates-apart"),
    ("2001-07-19~", "2001-07-21~", "compatible", "dates-near"),
    ("196X~", "1979-12-31", "compatible", "dates-near"),
    ("2001~/2003", "2000", "compatible", "dates-near"),
    ("2001~/2003", "2004", "different", "dates-apart"),
    ("2001-07-19", "2001-07-16", "different", "dates-apart"),
    ("9999~", "9998", "compatible", "dates-near"),
    ("0001~", "0003", "different", "dates-apart"),
]


@pytest.mark.parametrize(("a", "b", "verdict", "reason"), DATES)
def test_dates_are_judged_by_the_days_they_can_mean(
    a: str, b: str, verdict: Verdict, reason: Reason
) -> None:
    """One verdict and one reason for two dates, whichever comes first."""
    assert dates(parse_edtf(a), parse_edtf(b)) == Judged(verdict, reason)
    assert dates(parse_edtf(b), parse_edtf(a)) == Judged(verdict, reason)


def test_a_date_that_is_not_given_is_not_comparable() -> None:
    """Nothing is concluded from a date that an article does not give."""
    assert dates(None, parse_edtf("2001")) == Judged("not-comparable", "no-date")
    assert dates(None, None) == Judged("not-comparable", "no-date")


YEARS = st.integers(1, 9999).map(lambda year: f"{year:04}")
SINGLE = st.one_of(
    YEARS,
    st.dates().map(date.isoformat),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.tuples(YEARS, st.integers(21, 24)).map(lambda of: f"{of[0]}-{of[1]}"),
    st.integers(1, 999).map(lambda decade: f"{decade:03}X"),
    st.integers(1, 99).map(lambda century: f"{century:02}XX"),
)
EDTF = st.one_of(
    st.tuples(SINGLE, st.sampled_from(["", "~", "?", "%"])).map("".join),
    SINGLE.map(lambda text: f"{text}/.."),
    SINGLE.map(lambda text: f"../{text}"),
).map(parse_edtf)


@given(EDTF, EDTF)
def test_dates_differ_only_where_no_day_can_be_meant_by_both(a: Edtf, b: Edtf) -> None:
    """Symmetric, the same only as itself, and never different where some day fits both."""
    judged = dates(a, b)
    assert judged == dates(b, a)
    assert (judged.verdict == "same") == (a == b)
    assert dates(a, a).verdict == "same"
    if a.overlaps(b):
        assert judged.verdict in ("same", "compatible")
    if judged.reason == "dates-near":
        assert a.approximate or a.uncertain or b.approximate or b.uncertain


def event(when: str | None, status: str) -> Event:
    """An account of an event."""
    fields = {"id": "e", "what": "What.", "quote": "words", "when": when, "status": status}
    return Event.model_validate(fields)


def test_a_plan_and_what_happened_do_not_contradict_each_other() -> None:
    """A plan for another day is not comparable with what happened; for the same day it agrees."""
    plan = event("2024-05", "planned")
    assert events(plan, event("2024-06", "happened")) == Judged(
        "not-comparable", "plan-against-event"
    )
    assert events(event("2024-06", "ongoing"), plan).reason == "plan-against-event"
    assert events(plan, event("2024-05-16", "happened")) == Judged("compatible", "date-within")
    assert events(plan, event("2024-06", "planned")) == Judged("different", "dates-apart")
    assert events(plan, event(None, "happened")) == Judged("not-comparable", "no-date")
