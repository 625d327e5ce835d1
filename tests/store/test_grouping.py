"""Which accounts make a row, and in what order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from bot.corpus.dates import parse_edtf
from bot.corpus.model import ArticleFile
from bot.store.grouping import (
    Account,
    Accounts,
    by_importance,
    figures,
    quotes,
    reach,
    speakers_of,
    timeline,
)
from tests.store.factories import article, event, figure, file, quote


class _Told:
    """The accounts of some files, and the names of their facts."""

    def __init__(self, *files: ArticleFile) -> None:
        accounts = Accounts()
        self._ids: list[str] = []
        for place, about in enumerate(files):
            for kind, fact in about.facts():
                accounts.add(place, about.article, kind, fact)
                self._ids.append(fact.id)
        self.accounts = accounts.all

    def names(self, rows: Iterable[tuple[Account, ...]]) -> list[str]:
        return [" ".join(self._ids[account.order] for account in row) for row in rows]


@pytest.mark.parametrize(
    ("when", "published", "expected"),
    [
        ("2021", {"date": "2022-02-15"}, (date(2021, 1, 1), date(2021, 12, 31))),
        ("2013/..", {"date": "2022-02"}, (date(2013, 1, 1), date(2022, 2, 28))),
        ("2013/", {"date": "2022-02-15"}, (date(2013, 1, 1), date(2022, 2, 15))),
        ("2013/..", {"filed_as": "2024"}, (date(2013, 1, 1), date(2024, 12, 31))),
        (
            "2013/..",
            {"date": "2022-02-15", "filed_as": "2024"},
            (date(2013, 1, 1), date(2022, 2, 15)),
        ),
        ("2013/..", {}, (date(2013, 1, 1), date(2013, 12, 31))),
        ("2025/..", {"date": "2022-02-15"}, (date(2025, 1, 1), date(2025, 12, 31))),
        ("../1991", {"date": "2022-02-15"}, (date.min, date(1991, 12, 31))),
        ("2013/..", {"date": "2022/.."}, (date(2013, 1, 1), date(2013, 12, 31))),
    ],
)
def test_an_open_end_reaches_to_the_articles_date(
    when: str, published: dict[str, str], expected: tuple[date, date]
) -> None:
    """... and no further; without one, or where that is too early, to the end of the start."""
    about = article(published={"basis": "stated", "why": "so"} | published)
    assert reach(parse_edtf(when), about) == expected


def test_a_row_begins_with_its_most_precise_account() -> None:
    """Narrow before wide, plain before about, given before derived, then the articles' order."""
    together = {"happening": "treaty-signed"}
    told = _Told(
        file(
            "one",
            event("undated", **together),
            event("open", "2001/..", **together),
            event("year", "2001", **together),
            event("about", "2001-07-18~", **together),
            event("derived", "2001-07-17", derived_from="a day after", **together),
            event("day", "2001-07-19", **together),
        ),
        file("two", event("other-day", "2001-07-16", **together)),
    )
    assert told.names(timeline(told.accounts)) == ["day other-day derived about year open undated"]


def test_a_timeline_goes_by_each_rows_first_account_and_ends_with_the_undated() -> None:
    """A happening's row stands where its most precise account puts it."""
    told = _Told(
        file(
            "one",
            event("never"),
            event("late", "2020"),
            event("vague", "199X", happening="h"),
            event("early", "1996-04"),
        ),
        file("two", event("exact", "2001-07-19", happening="h"), event("never-two")),
    )
    assert told.names(timeline(told.accounts)) == [
        "early",
        "exact vague",
        "late",
        "never",
        "never-two",
    ]


def test_events_without_a_happening_are_rows_of_their_own() -> None:
    """Also when everything else about them is the same."""
    told = _Told(file("one", event("a", "2001")), file("two", event("a", "2001")))
    assert told.names(timeline(told.accounts)) == ["a", "a"]


def test_figures_go_by_measure_then_period() -> None:
    """In the vocabulary's order of measures; `as_of` stands in for a period; undated last."""
    told = _Told(
        file(
            "one",
            figure("cap", "plant-capacity", period="1990"),
            figure("none"),
            figure("later", period="2023"),
            figure("as-of", as_of="2022-05"),
        ),
        file("two", figure("first", period="2021")),
    )
    rows = figures(told.accounts, ("bilateral-trade", "plant-capacity"))
    assert told.names(rows) == ["first", "as-of", "later", "none", "cap"]


def test_quotes_go_by_first_speaker_then_by_place() -> None:
    """In the author's voice the speaker is the author; without a key they come last."""
    told = _Told(
        file(article("one", person="valori"), quote("own"), quote("xi", "xi-jinping", "putin")),
        file("two", quote("no-key"), quote("putin", "putin"), quote("xi-two", "xi-jinping")),
    )
    rows = quotes(told.accounts, ("putin", "xi-jinping", "valori"))
    assert told.names(rows) == ["putin", "xi", "xi-two", "own", "no-key"]
    speakers = [row[0].speaker for row in rows]
    assert speakers == ["putin", "xi-jinping", "xi-jinping", "valori", None]


def test_an_authors_own_words_are_the_authors() -> None:
    """Others are those of all who are said to speak; without a key they are nobody's."""
    about = article("one", person="valori")
    assert speakers_of(quote("own"), about) == ("valori",)
    assert speakers_of(quote("own"), article("two")) == ()
    assert speakers_of(quote("said", "xi-jinping", "putin"), about) == ("xi-jinping", "putin")


def test_importance_is_how_many_articles_tell_it() -> None:
    """Then dated before undated, then the order of the files."""
    told = _Told(
        file(
            "one",
            event("alone"),
            event("dated", "2001"),
            event("twice", happening="h"),
            event("twice-again", happening="h"),
            figure("trade"),
        ),
        file("two", event("both", "2001", happening="h"), figure("trade-two", period="2021")),
        file("three", figure("trade-three")),
    )
    assert told.names([(account,) for account in by_importance(told.accounts)]) == [
        "trade-two",
        "trade",
        "trade-three",
        "both",
        "twice",
        "twice-again",
        "dated",
        "alone",
    ]
