"""CSV: read back as a table's reader reads it, and harmless to a spreadsheet."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.answers.desk import Desk
from bot.answers.export.collect import Export, collect
from bot.answers.export.table import COLUMNS, NUMBERS, as_it_was, harmless, table
from bot.answers.question import parse_line
from tests.answers.export.make import HOSTILE, export_of
from tests.answers.make import event, figure

BOM = b"\xef\xbb\xbf"
FORMULA = re.compile(r'[\s"\x00-\x1f\u200b-\u200f\u202a-\u202e\ufeff]*[=+\-@＝＋－＠]')
HOSTILE_TEXT = st.text(
    st.one_of(st.sampled_from(" \t\r\n;,\"'=+-@|＝＋－＠\u202e\ufeff\0a0"), st.characters()),
    max_size=40,
)


def rows(export: Export, desk: Desk) -> list[dict[str, str]]:
    """The file's rows as they were, as a reader of CSV has them."""
    content = table(export, desk)
    assert content.startswith(BOM)
    read = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    found = [{column: as_it_was(cell) for column, cell in row.items()} for row in read]
    assert tuple(read.fieldnames or ()) == COLUMNS
    return found


def filled(row: dict[str, str]) -> dict[str, str]:
    """What a row has, but for what is the same in all of them."""
    same = ("question", "remarks", "generation", "made_on")
    return {column: cell for column, cell in row.items() if cell and column not in same}


def row_of(desk: Desk, line: str, fact: str) -> dict[str, str]:
    """One fact's row of an answer."""
    found = rows(collect(parse_line(line), desk), desk)
    [row] = [row for row in found if row["id"] == f"alpha-2022/{fact}"]
    return row


def test_an_event_has_its_date_precision_notes_and_source(desk: Desk) -> None:
    """Each in a column of its own; several notes are numbered, as are their sources."""
    row = row_of(desk, "/timeline", "signing")
    assert filled(row) == {
        "id": "alpha-2022/signing",
        "kind": "event",
        "what": "The treaty is signed.",
        "quote": "the words of signing",
        "voice": "author",
        "speaker": "Anna Alpha",
        "when": "2001-07-19",
        "when_precision": "day",
        "status": "happened",
        "topics": "Treaties; Gas",
        "people": "Vladimir Putin; Shanghai Cooperation Organisation",
        "happening": "signing",
        "notes": "[1] It was the 16th. [2] Spelled otherwise.",
        "note_sources": "[1] A record [2] Another record",
        "note_disputes": "[1] when 2001-07-16",
        "article": "alpha-2022",
        "author": "Anna Alpha",
        "title": "On relations",
        "article_kind": "opinion",
        "language": "en",
        "published": "2022-02~",
        "published_basis": "inferred",
        "seal": "10-20:abc",
    }


def test_each_row_says_what_was_asked_of_which_facts_and_when(desk: Desk) -> None:
    """A row that was copied out of the file still does."""
    for row in rows(collect(parse_line("/timeline topic:gas"), desk), desk):
        assert row["question"] == "/timeline topic:gas"
        assert row["generation"] == desk.facts.generation
        assert row["made_on"] == "2026-07-19"
        assert row["remarks"] == ""


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("loss", {"relation": "exactly", "value": "-3.50", "period": "2021"}),
        ("range", {"relation": "between", "low": "2", "high": "3", "as_of": "2020"}),
        ("record", {"relation": "claim", "claim": "record high"}),
    ],
)
def test_a_figure_has_its_relation_and_every_digit(
    desk: Desk, fact: str, expected: dict[str, str]
) -> None:
    """With its measure, unit and direction; what it has not is empty. It has no `when`."""
    row = row_of(desk, "/figures", fact)
    columns = ("relation", "value", "low", "high", "claim", "period", "as_of")
    assert {column: row[column] for column in columns if row[column]} == expected
    assert row["period_precision"] == ("year" if row["period"] else "")
    assert (row["measure"], row["unit"], row["direction"], row["status"], row["when"]) == (
        "Bilateral trade", "USD billion", "both directions", "measured", "",
    )  # fmt: skip


def test_a_unit_stands_without_the_place_for_its_number(desk: Desk) -> None:
    """`%` where an answer says `12.0%`; an article has all that it has."""
    [row] = rows(collect(parse_line("/figures article:delta-2025"), desk), desk)
    assert (row["value"], row["unit"], row["relation"]) == ("12.0", "%", "over")
    assert (row["outlet"], row["url"]) == ("The Daily", "https://daily.example/trade")


def test_a_quote_has_its_speaker_and_voice(desk: Desk) -> None:
    """Reported speech is told from direct speech by its column."""
    said, told = row_of(desk, "/quote", "said"), row_of(desk, "/quote", "told")
    assert (said["voice"], said["speaker"], said["quote"]) == ("direct", "Xi Jinping", "“We shall”")
    assert (said["when"], said["when_precision"]) == ("2020", "year")
    assert (told["voice"], told["speaker"], told["occasion"]) == (
        "reported", "Wang Yi", "At a meeting.",
    )  # fmt: skip


def test_what_is_cut_says_so_in_each_row(desk: Desk) -> None:
    """A spreadsheet has no other place for it."""
    export = collect(parse_line("/timeline topic:gas"), desk).first(2)
    assert [row["remarks"] for row in rows(export, desk)] == 2 * [
        (
            "Only the first 2 facts are here: the answer has more than one file holds. Narrow the"
            " question down for the rest; it also takes: person:, from:, to:, article:"
        )
    ]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1 degrees", "'-1 degrees"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1＋1", "'＝1＋1"),
        ("\t=1", "\t'=1"),
        ("  \u202e=1", "  \u202e'=1"),
        ('x;=cmd|"/c calc"!A0', 'x;\'=cmd|"/c calc"!A0'),
        ('x";""=1', 'x";""\'=1'),
        ("'tis", "''tis"),
        ("a\0b", "a\ufffdb"),
        ("2013/..", "2013/.."),
        ("up to 5 - 7; about 8", "up to 5 - 7; about 8"),
        ("it rose, -3%, they say", "it rose, -3%, they say"),
    ],
)
def test_what_makes_a_formula_has_an_apostrophe_before_it(text: str, cell: str) -> None:
    """At the beginning of a cell, however disguised, and of what another separator makes one."""
    assert harmless(text) == cell


@given(HOSTILE_TEXT)
def test_no_cell_is_a_formula_and_each_text_comes_back(text: str) -> None:
    """For whichever of the usual separators, and exactly but for NUL."""
    cell = harmless(text)
    assert as_it_was(cell) == text.replace("\0", "\ufffd")
    for part in re.split(r"[;\t\r\n]", cell):
        assert not FORMULA.match(part)


@given(HOSTILE_TEXT, HOSTILE_TEXT)
@example(HOSTILE, HOSTILE)
def test_hostile_words_come_back_from_the_file(desk: Desk, what: str, words: str) -> None:
    """Separators, quotation marks, line breaks and what turns text round stay within their cell."""
    told = event("x", "2001").model_copy(update={"what": what, "quote": words})
    [row] = rows(export_of(told), desk)
    expected = [text.replace("\0", "\ufffd") for text in (what, words)]
    lone = [text.encode("utf-8", "replace").decode() for text in expected]
    assert [row["what"], row["quote"]] == lone


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_number_stays_a_number(desk: Desk, number: object) -> None:
    """A negative one too, with nothing before it."""
    told = figure("x").model_copy(update={"value": number, "low": number, "high": number})
    content = table(export_of(told), desk).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(content, newline=""))
    for column in NUMBERS:
        assert re.fullmatch(r"-?[0-9]+\.[0-9]{4}", row[column])


def test_another_separator_makes_no_formula_of_the_bundled_shape(desk: Desk) -> None:
    """Who opens the file with `;` as separator, as some countries' spreadsheets do, is safe too."""
    content = table(collect(parse_line("/timeline topic:gas"), desk), desk).decode("utf-8-sig")
    for separator in (",", ";", "\t"):
        cells = [c for row in csv.reader(io.StringIO(content), delimiter=separator) for c in row]
        assert len(cells) > 10
        assert not [cell for cell in cells if FORMULA.match(cell)]
