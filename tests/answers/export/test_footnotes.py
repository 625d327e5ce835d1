"""Markdown: rendered as a document, with each fact's words and source, and nothing else in it."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.answers.desk import Desk
from bot.answers.export.collect import Export, collect
from bot.answers.export.footnotes import escape, escape_with_links, footnoted
from bot.answers.export.values import visible
from bot.answers.question import parse_line
from bot.wording.wordings import Wordings
from tests.answers.export.make import HOSTILE, export_of
from tests.answers.make import event

MARK = re.compile(r"\[\^(\S+)\](:?)")
OURS = {"heading_open", "paragraph_open", "blockquote_open", "inline"}
HOSTILE_TEXT = st.text(
    st.one_of(st.sampled_from(" \n#*_`~[](){}<>|\\!&;:/-+=.0123456789$^@\"'wx\u202e"),
              st.characters()),
    max_size=40,
)  # fmt: skip


def text_of(export: Export, desk: Desk) -> str:
    """The file's text."""
    return footnoted(export, desk).decode()


def paragraphs(export: Export, desk: Desk) -> list[str]:
    """The file's blocks as they are written."""
    return text_of(export, desk).removesuffix("\n").split("\n\n")


def rendered(text: str) -> list[Token]:
    """A text as CommonMark with GitHub's tables, strikethrough and bare addresses."""
    return MarkdownIt("gfm-like").parse(text)


def test_a_fact_has_its_line_its_words_its_notes_and_its_source(desk: Desk) -> None:
    """The footnote names author, title, date and how it is known, and the fact."""
    found = paragraphs(collect(parse_line("/timeline topic:treaty"), desk), desk)
    assert found[0] == "# Timeline: Treaties"
    assert found[1] == "2 facts from 2 of 4 articles"
    assert found[3:] == [
        "**19 July 2001** The treaty is signed.[^alpha-2022/signing]",
        "> the words of signing",
        (
            "**Fact editors’ note, date disputed, elsewhere 16 July 2001:** It was the 16th."
            " (Source: A record)"
        ),
        "**Fact editors’ note:** Spelled otherwise. (Source: Another record)",
        "**2001** Told-signing takes place.[^beta-2023/told-signing]",
        "> the words of told-signing",
        (
            "[^alpha-2022/signing]: Anna Alpha, On relations, about February 2022 (inferred);"
            " Footnote fact alpha-2022/signing"
        ),
        (
            "[^beta-2023/told-signing]: Unsigned, Untitled text beta-2023, 24 February 2023;"
            " Footnote fact beta-2023/told-signing"
        ),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "/quote speaker:xi",
            ["**Xi Jinping (direct):** On said. (2020)[^alpha-2022/said]", "> “We shall”"],
        ),
        (
            "/quote speaker:wang-yi",
            [
                "**Wang Yi (reported):** On told.[^alpha-2022/told]",
                "At a meeting.",
                "> the words of told",
            ],
        ),
        (
            "/figures article:delta-2025",
            [
                (
                    "**Share of oil (from Russia to China), as of March 2025:** over 12.0%. What"
                    " share is.[^delta-2025/share]"
                ),
                "> the words of share",
                (
                    "[^delta-2025/share]: Dora Delta, Trade, again, The Daily, March 2025; Footnote"
                    " fact delta-2025/share · <https://daily.example/trade>"
                ),
            ],
        ),
    ],
)
def test_figures_and_quotes_are_told_as_in_their_lists(
    desk: Desk, line: str, expected: list[str]
) -> None:
    """Only direct speech is in quotation marks; a figure has its relation, unit and direction."""
    found = paragraphs(collect(parse_line(line), desk), desk)[3:]
    assert found[: len(expected)] == expected


def test_a_footnote_says_which_language_the_words_are_in(desk: Desk) -> None:
    """Where it is not the reader's; the words keep it."""
    [ours] = collect(parse_line("/figures article:delta-2025"), desk).facts
    assert "Language" not in footnoted(export_of(ours.figure), desk).decode()
    reader = replace(desk, say=Wordings().of("ru"))
    found = paragraphs(collect(parse_line("/timeline topic:treaty"), reader), reader)
    assert found[-1].startswith("[^beta-2023/told-signing]: ")
    assert found[-1].endswith(" · Язык: английский")
    assert "> the words of told-signing" in found


def test_a_plan_says_that_it_is_one(desk: Desk) -> None:
    """All that stands beside a fact in an answer stands beside it here."""
    found = text_of(collect(parse_line("/timeline topic:gas"), desk), desk)
    assert "**2030** Plan takes place. (planned, as of about February 2022)[^alpha" in found
    assert "**Since 2013** Open takes place. (ongoing, as of about February 2022)[^alpha" in found
    assert "(the article says “long ago”)[^alpha-2022/undated]" in found


def test_each_mark_has_one_footnote(desk: Desk) -> None:
    """Named by the fact, so that two answers in one document do not mix."""
    export = collect(parse_line("/timeline"), desk)
    marks = [label for label, colon in MARK.findall(text_of(export, desk)) if not colon]
    notes = [label for label, colon in MARK.findall(text_of(export, desk)) if colon]
    assert marks == notes == [told.id for told in export.facts]


def test_a_comparison_s_verdicts_stand_below_its_facts(comparing: Desk) -> None:
    """Each with the footnotes of its facts; other answers have no such part."""
    found = paragraphs(collect(parse_line("/compare what:bilateral-trade"), comparing), comparing)
    start = found.index("## What they are to each other")
    assert found[start - 1] == "> the words of record"
    assert found[start + 1 : start + 4] == [
        (
            "**2021: the same.** The claims agree: 146.8 USD billion."
            "[^alpha-2022/year][^beta-2023/same]"
        ),
        (
            "**Since 2018 / 2021: compatible.** 2021 lies in the period. 146.8 USD billion is over"
            " 100 USD billion.[^alpha-2022/floor][^alpha-2022/year][^beta-2023/same]"
        ),
        (
            "**As of 2022: not comparable.** Without a number there is nothing to compare."
            "[^beta-2023/record]"
        ),
    ]
    assert found[start + 4].startswith("[^alpha-2022/floor]: ")
    shares = text_of(collect(parse_line("/compare what:oil-share"), comparing), comparing)
    assert shares.count("With so many claims, not every two are compared") == 1
    assert "## " not in text_of(collect(parse_line("/figures"), comparing), comparing)


def test_what_is_cut_says_so_at_the_top(desk: Desk) -> None:
    """Before the first fact."""
    found = paragraphs(collect(parse_line("/timeline topic:gas"), desk).first(2), desk)
    assert found[3] == "Only the first 2 facts are here: the answer has more than one file holds."
    assert found[4].startswith("Narrow the question down")
    assert found[5].startswith("**")


@given(HOSTILE_TEXT)
@example(HOSTILE)
@example("1. a")
@example("1) a")
@example("- a")
@example("=== a")
@example("#x https://a.example www.a.example a@b.example &amp; &#65;")
def test_a_text_reads_as_it_is(text: str) -> None:
    """One paragraph of plain text, also within a quotation or behind a bold word."""
    for before in ("", "> ", "**x** "):
        tokens = rendered(before + escape(text))
        if not visible(text):
            continue
        [inline] = [token for token in tokens if token.type == "inline"]
        kinds = {token.type for token in inline.children or ()}
        assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
        shown = "".join(token.content for token in inline.children or ())
        assert shown.removeprefix("x " if before.startswith("*") else "") == visible(text)
        blocks = {token.type for token in tokens if token.nesting >= 0}
        assert blocks <= {"paragraph_open", "blockquote_open", "inline"}


def test_addresses_are_links_in_notes_alone() -> None:
    """Only fact editors wrote these; the sentence's own marks stay outside."""
    assert escape("see https://a.example/b_c.") == "see https\\://a.example/b\\_c."
    assert escape_with_links(
        "*see* (https://a.example/b_c?d=e&f). Or: http://b.example, www.c.d"
    ) == ("\\*see\\* (<https://a.example/b_c?d=e&f>). Or: <http://b.example>, www\\.c.d")
    assert (
        escape_with_links("据（来源：https://a.example/b）。")
        == "据（来源：<https://a.example/b>）。"
    )
    assert escape("146.8 is more than 100. So") == "146.8 is more than 100. So"


@given(st.lists(st.one_of(HOSTILE_TEXT, st.just("https://a.example/"))).map("".join))
def test_a_note_has_its_addresses_as_links_and_no_other_markup(text: str) -> None:
    """Each leads to what is shown."""
    tokens = rendered("**x** " + escape_with_links(text))
    [inline] = [token for token in tokens if token.type == "inline"]
    children = inline.children or []
    for opened, shown in itertools.pairwise(children):
        if opened.type == "link_open":
            assert str(opened.attrs["href"]).startswith(("https://", "http://"))
            assert shown.type == "text"
    assert {child.type for child in children} <= {
        "text", "text_special", "strong_open", "strong_close", "link_open", "link_close",
    }  # fmt: skip
    assert "".join(child.content for child in children).strip() == f"x {visible(text)}".strip()


@given(HOSTILE_TEXT, HOSTILE_TEXT)
@example(HOSTILE, HOSTILE)
def test_hostile_words_do_not_break_out(desk: Desk, what: str, words: str) -> None:
    """The document has the blocks that it should have, and no link, code or HTML."""
    told = event("x", "2001").model_copy(update={"what": what, "quote": words or "x"})
    tokens = rendered(text_of(export_of(told), desk))
    assert {token.type for token in tokens if token.nesting >= 0} <= OURS
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {
        "text", "text_special", "strong_open", "strong_close",
    }  # fmt: skip
