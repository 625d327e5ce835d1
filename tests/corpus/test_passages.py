"""The words around a quote: whole sentences, of its paragraph alone, and cut only with a mark."""

from __future__ import annotations

import unicodedata

import pytest

from bot.corpus.passages import CUT, SIDE, WRAPPED, Passage, passage, prose_of
from bot.corpus.proof import Place, text_of

LONG = "It went on and on until nobody along the quays knew any more what it had been about. " * 2
"""Makes a text none that was wrapped by hand."""


def around(raw: str, quote: str) -> Passage:
    """The passage around the only place of some words."""
    prose = prose_of(raw)
    start = prose.text.content.index(quote)
    assert prose.text.content.count(quote) == 1
    return passage(prose, Place(start, start + len(quote)))


@pytest.mark.parametrize(
    ("raw", "quote", "before", "after"),
    [
        (
            "One ship came. Two ships left. Three stayed here. Four sank. Five burnt.",
            "Three stayed here",
            "Two ships left. ",
            ". Four sank.",
        ),
        (
            "One came. Two left. Of three ships some stayed there. Four sank. Five burnt.",
            "three ships",
            "Two left. Of ",
            " some stayed there. Four sank.",
        ),
        (
            "One came. Two left. All of them. Three stayed. Four sank. Five burnt.",
            "left. All of",
            "One came. Two ",
            " them. Three stayed.",
        ),
        ("The whole text.", "The whole text.", "", ""),
        ("The whole text. And more.", "The whole text.", "", " And more."),
        (
            "No. Then Mr. V. Smith of the U.S. Navy paid 2.5 dollars. He left.",
            "paid",
            "No. Then Mr. V. Smith of the U.S. Navy ",
            " 2.5 dollars. He left.",
        ),
        (
            "“Who goes?” he asked. “The ferry!” She laughed. It went.",
            "The ferry",
            "“Who goes?” he asked. “",
            "!” She laughed.",
        ),
        (
            "Шёл снег. В 2021 г. Китай купил нефть у В. В. Иванова. Цена выросла! Он ушёл.",
            "купил нефть",
            "Шёл снег. В 2021 г. Китай ",
            " у В. В. Иванова. Цена выросла!",
        ),
        (
            "他来了。“我们走吧！”中国购买了石油，价格上涨。后来呢？没人知道。",
            "购买了石油",
            "“我们走吧！”中国",
            "，价格上涨。后来呢？",
        ),
        ("他来了吗?他走了!油价上涨。完。", "油价", "他走了!", "上涨。完。"),
    ],
    ids=[
        *("whole", "within", "over two", "all", "first", "abbreviations", "speech", "russian"),
        *("chinese", "chinese with ascii marks"),
    ],
)
def test_a_quote_has_its_sentence_and_one_on_either_side(
    raw: str, quote: str, before: str, after: str
) -> None:
    """In English, Russian and Chinese; an abbreviation or a decimal point ends none."""
    assert around(raw, quote) == Passage(before, quote, after)


def test_a_paragraph_is_never_left() -> None:
    """A heading or a neighbour's sentence is not taken for what the author says beside it."""
    raw = f"A heading\nFirst here. {LONG}\nThe quote stands here. \nNext there. {LONG}"
    assert around(raw, "The quote stands here") == Passage("", "The quote stands here", ".")
    wrapped = "A heading\n\nFirst words\nhere. The quote\r\nstands here.\n \t\nNext there."
    assert around(wrapped, "The quote stands here.") == Passage(
        "First words here. ", "The quote stands here.", ""
    )


def test_a_quote_over_two_paragraphs_has_the_ends_of_both() -> None:
    """What stands before it is of the first of them, what stands after it of the last."""
    raw = f"{LONG}\nBefore it. It begins\nand ends. After it. {LONG}\nMore."
    assert around(raw, "begins and") == Passage("Before it. It ", "begins and", " ends. After it.")


def test_lines_as_long_as_a_page_is_wide_are_wrapped() -> None:
    """One character more, and each line is a paragraph."""
    first = "a" * (WRAPPED - 3) + " b."
    assert around(f"{first}\nC d.", "C d").before == f"{first} "
    assert around(f"a{first}\nC d.", "C d").before == ""


def test_what_is_cut_says_so_and_stays_short() -> None:
    """A sentence without an end is cut between words, or in Chinese between characters."""
    words = "word " * 300
    found = around(f"{words}QUOTE {words}", "QUOTE")
    assert found.before.startswith(f"{CUT} word ")
    assert found.before.endswith("word ")
    assert found.after.endswith(f" word {CUT}")
    assert "…" not in found.before[1:] + found.after[:-1]
    chinese = "油" * 1000
    found = around(f"{chinese}Q{chinese}", "Q")
    assert found == Passage(f"{CUT} {'油' * SIDE}", "Q", f"{'油' * SIDE} {CUT}")
    for side in (found.before, found.after):
        assert len(side) <= SIDE + 2


def test_no_letter_loses_its_accent_at_a_cut() -> None:
    """Accents that no single character has stay with their letters."""
    accented = "q\u0323\u0307" * 500
    found = around(f"{accented}Q{accented}", "Q")
    assert not unicodedata.combining(found.before[2])
    assert found.after.removesuffix(f" {CUT}").endswith("q\u0323\u0307")


@pytest.mark.parametrize(
    "raw", ["", " \n ", "a\n\n\nb", "\n\na \t b\u2028c\x0bd\r\r\ne", "e\u0301\n\u0301x", "1. 2."]
)
def test_paragraphs_begin_where_the_proved_text_has_them(raw: str) -> None:
    """The text is the one that seals are made of, and each start is at a word's start."""
    prose = prose_of(raw)
    assert prose.text == text_of(raw)
    for start in prose.starts:
        assert start == 0 or prose.text.content[start - 1] == " "
        assert prose.text.content[start] != " "
