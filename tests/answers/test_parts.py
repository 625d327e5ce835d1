"""The parts that answers share: amounts, dates of articles, voices, notes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.answers.desk import Desk
from bot.answers.model import Entry, Footnote, Line
from bot.answers.notes import note_line, notes_behind
from bot.answers.parts import (
    Footnotes,
    amount,
    as_of_text,
    opening,
    other_wordings,
    quote_line,
    speakers,
    status_tags,
    tags,
)
from bot.answers.question import parse_line
from bot.answers.registry import answer
from bot.store.facts import FactStore
from bot.store.models import Told
from tests.answers.make import (
    ALPHA,
    BETA,
    GAMMA,
    SAY,
    TODAY,
    article,
    compiled,
    event,
    figure,
    file,
    note,
    quote,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles: inferred, stated, filed."""
    return compiled(tmp_path_factory, file(ALPHA), file(BETA), file(GAMMA, event("a", "1991")))


@pytest.fixture
async def desk(facts: Path) -> AsyncIterator[Desk]:
    """A desk over them."""
    store = await FactStore.open(facts)
    yield Desk(store, SAY, TODAY, "UTC")
    await store.close()


def _event(about: str = "beta-2023", **changes: Any) -> Told:
    return Told("event", about, event("a", **changes), None)


def _figure(about: str = "beta-2023", **changes: Any) -> Told:
    return Told("figure", about, figure("a", **changes), None)


def _quote(*speaker: str, about: str = "beta-2023", **changes: Any) -> Told:
    return Told("quote", about, quote("a", *speaker, **changes), None)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"value": "146.8"}, "146.8 USD billion"),
        ({"value": "146.80"}, "146.80 USD billion"),
        ({"value": "12000"}, "12,000 USD billion"),
        ({"value": "200", "relation": "over"}, "over 200 USD billion"),
        ({"value": "200", "relation": "at-least"}, "at least 200 USD billion"),
        ({"value": "200", "relation": "under"}, "under 200 USD billion"),
        ({"value": "200", "relation": "at-most"}, "at most 200 USD billion"),
        ({"value": "200", "relation": "up-to"}, "up to 200 USD billion"),
        ({"value": "200", "relation": "about"}, "about 200 USD billion"),
        ({"low": "2", "high": "2.5", "relation": "between"}, "2 to 2.5 USD billion"),
        ({"claim": "record high", "relation": "claim"}, "“record high”, no number given"),
        ({"value": "50", "relation": "about", "measure": "oil-share"}, "about 50%"),
        ({"value": "1", "measure": "trade-rank"}, "rank 1"),
        (
            {"low": "10", "high": "20", "relation": "between", "measure": "oil-share"},
            "10 to 20%",
        ),
        (
            {"claim": "most", "relation": "claim", "voice": "direct", "speaker": "xi"},
            "“most”, no number given",
        ),
        (
            {"claim": "most", "relation": "claim", "voice": "reported", "speaker": "xi"},
            "most, no number given",
        ),
    ],
)
async def test_an_amount_says_its_relation_number_and_unit(
    desk: Desk, changes: dict[str, Any], text: str
) -> None:
    """A floor is a floor; digits stay as given; a claim is in the words it has."""
    assert amount(_figure(**changes).figure, desk) == text


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("alpha-2022", "about February 2022"),
        ("beta-2023", "24 February 2023"),
        ("gamma-2024", "an undated article filed as 2024"),
    ],
)
async def test_as_of_is_the_article_s_date_without_brackets(
    desk: Desk, about: str, text: str
) -> None:
    """It stands within brackets, so it has none."""
    assert as_of_text(_event(about), desk) == text
    assert "(" not in text


async def test_footnotes_number_articles_once_and_in_order(desk: Desk) -> None:
    """The first that is named is [1], and each says its date's basis."""
    footnotes = Footnotes(desk)
    assert footnotes.marks([_event("gamma-2024"), _quote(about="gamma-2024")]) == (1,)
    assert footnotes.marks([_event("alpha-2022"), _event("gamma-2024")]) == (2, 1)
    assert footnotes.notes() == (
        Footnote(1, "Gamma (news), undated (filed as 2024)"),
        Footnote(2, "Alpha (opinion), about February 2022 (inferred)"),
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (_event(when="2021"), []),
        (_event(status="ongoing"), ["ongoing, as of 24 February 2023"]),
        (_event(status="planned"), ["planned, as of 24 February 2023"]),
        (
            _event(status="planned", when="2024"),
            ["planned, as of 24 February 2023; outcome: the articles do not say"],
        ),
        (
            _event(status="planned", when="2024/.."),
            ["planned, as of 24 February 2023; outcome: the articles do not say"],
        ),
        (_event(status="planned", when="2025/2027"), ["planned, as of 24 February 2023"]),
        (
            _event(status="planned", when="2024", happening="summit"),
            ["planned, as of 24 February 2023; outcome: this article does not say"],
        ),
        (_figure(period="2021"), []),
        (_figure(period="2021", as_of="2022-01"), ["as of January 2022"]),
        (_figure(as_of="2022-01"), []),
        (_figure(status="forecast", period="2024"), ["forecast, as of 24 February 2023"]),
        (_figure(status="planned"), ["planned, as of 24 February 2023"]),
        (_quote(), []),
    ],
)
async def test_status_is_as_of_the_article(desk: Desk, told: Told, expected: list[str]) -> None:
    """What a reader must not take for today's state says of when it is."""
    assert status_tags(told, desk) == expected


async def test_with_every_account_at_hand_the_articles_do_not_say(desk: Desk) -> None:
    """One that is told as a happening is claimed of all articles only then."""
    told = _event(status="planned", when="2024", happening="summit")
    assert status_tags(told, desk, whole=True) == [
        "planned, as of 24 February 2023; outcome: the articles do not say"
    ]


async def test_tags_name_derivation_and_voice(desk: Desk) -> None:
    """The words a date was derived from, and whose statement it is."""
    told = _event(
        when="2022",
        derived_from="last year",
        derived_how="It is of 2023.",
        voice="reported",
        speaker=("putin", "xi"),
    )
    assert tags(told, desk) == [
        "date derived from “last year”",
        "said by Vladimir Putin and Xi Jinping, in the article’s words",
    ]
    direct = _event(when_words="soon", voice="direct", speaker="xi")
    assert tags(direct, desk) == ["the article says “soon”", "said by Xi Jinping"]


async def test_the_author_speaks_where_nobody_is_quoted(desk: Desk) -> None:
    """By name, or as unsigned."""
    assert [speakers(_quote(about=about), desk) for about in ("alpha-2022", "beta-2023")] == [
        "Anna Alpha",
        "unsigned",
    ]


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (_quote("xi", quote="“so”"), Line("quote", "“so”", marks=(3,))),
        (_quote(quote="so"), Line("quote", "so", marks=(3,))),
        (_quote("xi", voice="direct", quote="“so”"), Line("direct", "so", marks=(3,))),
        (_quote("xi", voice="direct", quote="so"), Line("direct", "so", marks=(3,))),
        (
            _quote("xi", voice="direct", quote='"so" and "so"'),
            Line("quote", '"so" and "so"', marks=(3,)),
        ),
    ],
)
def test_only_direct_words_are_set_as_a_speaker_s(told: Told, line: Line) -> None:
    """An article's own marks are not doubled, no pair is torn apart, none stands within ours."""
    assert quote_line(told, 3) == line


async def test_a_note_is_the_editors_and_has_a_source(desk: Desk) -> None:
    """Its lead says what it disputes, and the rival date where its text does not."""
    assert [
        note_line(remark, desk)
        for remark in (
            note("Known.", source="A book."),
            note("More.", disputes="value"),
            note("Another day.", disputes="when"),
            note("On the 16th.", disputes="when", rival="2001-07-16"),
            note("On 16 July 2001.", disputes="when", rival="2001-07-16"),
        )
    ] == [
        Line("note", "Known. (Source: A book)", lead="Fact editors’ note:"),
        Line("note", "More. (Source: A record)", lead="Fact editors’ note, value disputed:"),
        Line("note", "Another day. (Source: A record)", lead="Fact editors’ note, date disputed:"),
        Line(
            "note",
            "On the 16th. (Source: A record)",
            lead="Fact editors’ note, date disputed, elsewhere 16 July 2001:",
        ),
        Line(
            "note",
            "On 16 July 2001. (Source: A record)",
            lead="Fact editors’ note, date disputed:",
        ),
    ]


async def test_notes_that_a_page_does_not_show_are_counted(desk: Desk) -> None:
    """By facts, each once; a note that is shown is not hidden."""
    remarks = [note("Shown."), note("Hidden.")]
    told, bare = _event(notes=remarks), _quote()
    lines = [note_line(remark, desk) for remark in remarks]
    assert notes_behind([Entry(tuple(lines), (told, bare))], desk) == ()
    hidden = Entry((lines[0],), (told,))
    assert notes_behind([hidden, hidden], desk) == (
        "Fact editors’ notes stand behind 1 of these facts: press Show source words.",
    )


def test_a_line_opens_with_a_capital_in_any_script() -> None:
    """Only the first letter changes."""
    assert [opening(text) for text in ("since 2013", "с 2013", "自2013年", "")] == [
        "Since 2013",
        "С 2013",
        "自2013年",
        "",
    ]


async def test_footnotes_that_would_read_alike_have_their_articles_ids(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Also where only dates tell them apart; no others in the answer, and no one alone."""
    theta = article("theta-2024", published=GAMMA.published.model_dump())
    store = await FactStore.open(
        compiled(tmp_path_factory, file(ALPHA), file(BETA), file(theta, event("a", "1991")))
    )
    try:
        footnotes = Footnotes(Desk(store, SAY, TODAY, "UTC"))
        for slug in ("beta-2023", "alpha-2022"):
            footnotes.mark(slug)
        alone = footnotes.notes()[0].text
        footnotes.mark("theta-2024")
        assert alone == "Unsigned (analysis), 24 February 2023"
        assert [note.text for note in footnotes.notes()] == [
            "Unsigned (analysis), 24 February 2023 · beta-2023",
            "Alpha (opinion), about February 2022 (inferred)",
            "Unsigned (analysis), undated (filed as 2024) · theta-2024",
        ]
    finally:
        await store.close()


async def test_words_in_another_language_than_the_answers_say_so(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """By their article's footnote; a page with facts from one says once whose the wordings are. A
    script or a region is no other language."""
    chinese = article("delta-2024", short="Delta", language="zh-Hans")
    british = article("eta-2024", short="Eta", language="en-GB")
    store = await FactStore.open(
        compiled(
            tmp_path_factory, file(chinese, event("a", "1991")), file(british, event("b", "1991"))
        )
    )
    try:
        desk = Desk(store, SAY, TODAY, "UTC")
        footnotes = Footnotes(desk)
        for slug in ("delta-2024", "eta-2024"):
            footnotes.mark(slug)
        assert [note.text for note in footnotes.notes()] == [
            "Delta (analysis), 24 February 2023, in Chinese (Simplified)",
            "Eta (analysis), 24 February 2023",
        ]
        told = {
            slug: Entry((), (Told("event", slug, event(key), None),))
            for slug, key in (("delta-2024", "a"), ("eta-2024", "b"))
        }
        assert other_wordings([told["eta-2024"]], desk) == ()
        assert other_wordings(told.values(), desk) == (SAY.say("language.wordings"),)
        assert (
            answer(parse_line("/timeline"), desk).closing.count(SAY.say("language.wordings")) == 1
        )
    finally:
        await store.close()
