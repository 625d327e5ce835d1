"""Answers in a terminal: all that they say, as lines of plain text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.model import Answer, Entry, Footnote, Line
from bot.answers.plain import plain
from bot.answers.question import Question
from bot.wording.wording import load

SAY = load()
QUESTION = Question("timeline")


def test_an_answer_looks_like_this() -> None:
    """Every kind of line, line by line; nothing is escaped, for nothing is markup here."""
    answer = Answer(
        question=QUESTION,
        title="Timeline: *energy*",
        scope=("2 results", "1 more"),
        entries=(
            Entry(
                (
                    Line("head", "It began.", lead="19 July 2001", marks=(1, 2)),
                    Line("quote", "the words", marks=(1,)),
                    Line("direct", "my words", marks=(2,)),
                    Line("note", "See there.", lead="Fact editors’ note:", marks=(2,)),
                    Line("small", "an aside", marks=(1,)),
                    Line("small", "another", lead="By the way:"),
                )
            ),
            Entry((Line("text", "a value", lead="Field:"), Line("head", "no lead"))),
        ),
        footnotes=(Footnote(1, "Valori"), Footnote(2, "Unsigned")),
        closing=("The end.", "Really."),
    )
    assert plain(answer, SAY).split("\n") == [
        "Timeline: *energy*",
        "  2 results",
        "  1 more",
        "",
        "19 July 2001  It began. [1] [2]",
        "    > the words [1]",
        "    > “my words” [2]",
        "    Fact editors’ note: See there. [2]",
        "    an aside [1]",
        "    By the way: another",
        "",
        "Field:  a value",
        "no lead",
        "",
        "  [1] Valori",
        "  [2] Unsigned",
        "",
        "  The end.",
        "  Really.",
    ]


def test_the_page_is_in_the_first_line_of_the_scope() -> None:
    """Where there are several pages; also where the answer has no scope of its own."""
    assert plain(Answer(QUESTION, "Title", ("8 results",), page=2, pages=3), SAY).split("\n") == [
        "Title",
        "  8 results · page 2 of 3",
    ]
    assert plain(Answer(QUESTION, "Title", (), page=2, pages=3), SAY) == "Title\n  page 2 of 3"
    assert plain(Answer(QUESTION, "Title", ("8 results",)), SAY) == "Title\n  8 results"


@given(st.text(), st.text(), st.sampled_from(["head", "text", "quote", "direct", "note", "small"]))
def test_no_text_moves_the_cursor_or_breaks_its_line(text: str, lead: str, kind: str) -> None:
    """A terminal's control characters, and those that turn writing round, are left out."""
    line = Line(kind, text, lead=lead, marks=(1,))  # type: ignore[arg-type]
    answer = Answer(QUESTION, text, (text,), (Entry((line,)),), (Footnote(1, text),), (text,))
    shown = plain(answer, SAY)
    assert len(shown.split("\n")) == len(shown.splitlines()) == 8
    characters = set(shown) - {"\n"}
    assert not {unicodedata.category(character) for character in characters} & {"Cc", "Cf", "Cs"}
