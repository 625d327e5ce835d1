"""The rules for one fact by itself: each one kept, and each one broken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.corpus.model import Fact
from bot.corpus.rules import Path, date_field, fact_rules, numbers_in
from tests.corpus.make import article, event, figure, quote

DERIVED = {"derived_from": "last year", "derived_how": "The year before the article's."}


def broken(fact: Fact, **meta: Any) -> list[tuple[Path, str]]:
    return list(fact_rules(fact, article(**meta)))


def note(**changes: Any) -> dict[str, Any]:
    return {"text": "Others differ.", "source": "A gazette.", **changes}


GOOD: list[Fact] = [
    event(),
    event(when=None, when_words="recently"),
    event(when="2022-06", quote="the bridge opened in June 2022"),
    event(when="2022", quote="opened in 2022"),
    event(when="202X", quote="a bridge of the 2020s"),
    event(when="19XX", quote="a bridge of the 1900s"),
    event(when="2021/2022", quote="built from 2021 to 2022"),
    event(when="2013/..", status="ongoing", quote="at peace since 2013"),
    event(when="2022-06-10/2022-07-02", quote="from 10 June to July 2, 2022"),
    event(when="2021", quote="opened last year", **DERIVED),
    event(when="2023-03-01", quote="on 1 March 2023"),
    event(when="2024", status="planned", quote="to open in 2024"),
    event(when="2022-06-09", quote="on 9 June, 2022"),
    event(when="2022-06-09", quote="on 09.06.2022"),
    event(notes=[note(disputes="when", rival="2022-06-11")]),
    event(notes=[note(disputes="when")]),
    event(notes=[note()]),
    figure(),
    figure(relation="over", quote="trade of over 190 billion in 2022"),
    figure(quote="over the river, trade was 190 billion in 2022"),
    figure(value=1, period=None, quote="the longest bridge"),
    figure(notes=[note(disputes="value")]),
    figure(relation="between", value=None, low=2, high="2.5", quote="2-2.5 billion in 2022"),
    figure(relation="claim", value=None, claim="a record", period=None, quote="it is a record"),
    figure(value=190, quote="trade grew by ten from last year's 180 in 2022", **DERIVED),
    figure(period=None, as_of="2023"),
    quote(voice="direct", speaker="li"),
    quote(voice="reported", speaker=["li", "ministry"]),
    quote(when="2022", quote="in 2022 the river joined us"),
    quote(quote=" ".join(["word"] * 40)),
]


@pytest.mark.parametrize("fact", GOOD, ids=range(len(GOOD)))
def test_a_fact_that_keeps_every_rule_is_left_alone(fact: Fact) -> None:
    """Each rule kept in each way that it can be."""
    assert broken(fact) == []


UNSAID = (
    "the quote does not say {}; take its date words into the quote, or give the words it is"
    " derived from in derived_from, and how in derived_how"
)
TAKE = (
    "take it into the quote, or give the words it follows from in derived_from, and how in"
    " derived_how"
)
TOGETHER = "derived_from and derived_how go together: the words, and how the date follows"
BAD: list[tuple[Fact, Path, str]] = [
    (
        quote(quote=" ".join(["word"] * 41)),
        ("quote",),
        "the quote has 41 words; expected at most 40",
    ),
    (quote(quote="条" * 81), ("quote",), "the quote has 41 words; expected at most 40"),
    (
        quote(speaker="li"),
        ("speaker",),
        "has a speaker, but the author's voice; expected direct or reported",
    ),
    (
        quote(voice="direct"),
        ("voice",),
        "voice is direct, but no speaker is named; expected a speaker",
    ),
    (event(derived_from="last year"), ("derived_from",), TOGETHER),
    (event(derived_how="By the calendar."), ("derived_from",), TOGETHER),
    (
        event(when=None, **DERIVED),
        ("derived_from",),
        "derived_from without when; expected a date",
    ),
    (
        event(when="0999", quote="in 0999"),
        ("when",),
        "0999 lies outside 1000 to 2200",
    ),
    (
        event(when="2201", status="planned", quote="in 2201"),
        ("when",),
        "2201 lies outside 1000 to 2200",
    ),
    (event(quote="the bridge opened"), ("when",), UNSAID.format("2022-06-10")),
    (event(quote="opened on 10 June 2021"), ("when",), UNSAID.format("2022-06-10")),
    (event(quote="opened on 11 June 2022"), ("when",), UNSAID.format("2022-06-10")),
    (event(quote="opened on 10 July 2022"), ("when",), UNSAID.format("2022-06-10")),
    (event(quote="opened on 110 June 20220"), ("when",), UNSAID.format("2022-06-10")),
    (event(when="2022", quote="at 20220 gates"), ("when",), UNSAID.format("2022")),
    (event(when="2022-06", quote="in July 2022"), ("when",), UNSAID.format("2022-06")),
    (event(when="202X", quote="in 2020"), ("when",), UNSAID.format("202X")),
    (event(when="2021/2022", quote="until 2022"), ("when",), UNSAID.format("2021/2022")),
    (figure(period="2021"), ("period",), UNSAID.format("2021")),
    (
        event(when="2023-03-02", quote="on 2 March 2023"),
        ("status",),
        "happened at 2023-03-02, after the article (2023-03-01); expected planned, or another date",
    ),
    (
        event(when=None, notes=[note(disputes="when")]),
        ("notes", 0),
        "disputes the date of a fact that has none",
    ),
    (
        event(notes=[note(), note(disputes="value")]),
        ("notes", 1),
        "disputes the value of a fact that is no figure",
    ),
    (
        event(notes=[note(rival="2022-06-11")]),
        ("notes", 0),
        "rival is another date; expected disputes: when beside it",
    ),
    (
        event(notes=[note(disputes="when", rival="2022-06-10")]),
        ("notes", 0),
        "the rival date is the fact's own, 2022-06-10",
    ),
    (
        figure(relation="claim", claim="a record", quote="a record of 190 in 2022"),
        ("relation",),
        "relation is claim; expected the words in claim, and no number",
    ),
    (
        figure(relation="claim", value=None),
        ("relation",),
        "relation is claim; expected the words in claim, and no number",
    ),
    (
        figure(relation="claim", value=None, claim="a record"),
        ("claim",),
        "'a record' does not stand in the quote",
    ),
    (
        figure(claim="reached"),
        ("claim",),
        "claim is only for relation: claim, a claim without a number",
    ),
    (
        figure(relation="between"),
        ("relation",),
        "relation is between; expected low and high, and no value",
    ),
    (
        figure(relation="between", value=None, low=190),
        ("relation",),
        "relation is between; expected low and high, and no value",
    ),
    (
        figure(relation="between", value=None, low=190, high=190),
        ("low",),
        "low 190 is not below high 190",
    ),
    (
        figure(value=None),
        ("relation",),
        "relation is exactly; expected a value, no low or high",
    ),
    (
        figure(low=190),
        ("relation",),
        "relation is exactly; expected a value, no low or high",
    ),
    (
        figure(value="0.0000001"),
        ("value",),
        "0.0000001 is not among the numbers of the quote (190, 190000000000, 2022); " + TAKE,
    ),
    (
        figure(value=5, period=None, quote="trade grew"),
        ("value",),
        "5 is not among the numbers of the quote (none); " + TAKE,
    ),
    *(
        (
            figure(quote=f"trade {words} $190 billion in 2022"),
            ("relation",),
            (
                f"relation is exactly, but the quote says {words.split()[0]!r} before the number;"
                " expected over, about, at-least, under, at-most or up-to"
            ),
        )
        for words in ("over", "surpassed", "exceeded the psychological mark of")
    ),
]


@pytest.mark.parametrize(("fact", "path", "said"), BAD, ids=range(len(BAD)))
def test_a_fact_that_breaks_one_rule_is_told_that_rule(fact: Fact, path: Path, said: str) -> None:
    """The field, what is wrong, what was expected; and no second message for the same fault."""
    assert broken(fact) == [(path, said)]


def test_an_article_of_which_only_a_year_is_known_dates_its_facts_by_that() -> None:
    """What happened must not lie after the year under which it is filed."""
    filed = {"published": {"filed_as": "2022", "basis": "filed", "why": "The file's name."}}
    assert broken(event(when="2022-12-31", quote="on 31 December 2022"), **filed) == []
    ((path, message),) = broken(event(when="2023", quote="in 2023"), **filed)
    assert path == ("status",)
    assert "after the article (2022)" in message


def test_months_are_asked_for_only_in_languages_whose_months_are_known() -> None:
    """Russian and Chinese as English; in others the year and the day must do."""
    german = event(quote="am 10. Juni 2022 eröffnet")
    assert broken(german, language="de") == []
    russian = event(quote="10 июня 2022 года открыт мост")
    assert broken(russian, language="ru") == []
    assert broken(event(quote="10 июля 2022 года открыт мост"), language="ru") != []
    assert broken(event(quote="2022年6月10日大桥通车"), language="zh-CN") == []
    assert broken(event(quote="2022年7月10日大桥通车"), language="zh-CN") != []


def test_the_date_of_a_figure_is_its_period() -> None:
    """Of an event or a quote, `when`."""
    assert date_field(figure())[0] == "period"
    name, when = date_field(event())
    assert (name, when.text if when else None) == ("when", "2022-06-10")
    assert date_field(quote()) == ("when", None)


@pytest.mark.parametrize(
    ("words", "language", "numbers"),
    [
        ("over 200 billion", "en", {"200", "200000000000"}),
        ("2-2.5 million", "en", {"2", "2.5", "2000000", "2500000"}),
        ("the largest buyer", "en", {"1"}),
        ("Крупнейший покупатель", "ru", {"1"}),
        ("最大的买家", "zh", {"1"}),
        ("half of it", "en", {"0.5", "50.0", "50"}),
        ("0.25 of it", "en", {"0.25", "25.00"}),
        ("enlarged", "en", set()),
    ],
)
def test_the_numbers_that_a_quote_says(words: str, language: str, numbers: set[str]) -> None:
    """As written, in full, a part as percent, and rank 1 for a superlative."""
    assert numbers_in(words, language) == {Decimal(number) for number in numbers}
