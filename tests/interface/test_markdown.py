"""Escaping: any text is shown as it is, does nothing, and stays within its line."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.interface.markdown import (
    escape,
    escape_with_links,
    escape_with_named_links,
    width,
)

HOSTILE = [
    "*", "**", "_", "__", "~~", "`", "```", "|", "||", "\\", "\\\\", "<", ">", ">>> ", "> ",
    "[", "]", "(", ")", "[a](b)", "[a](<b>)", "# ", "## ", "-# ", "- ", "+ ", "* ", "1.", "1. ",
    "12) ", "---", "<t:1>", "<@1>", "<@&1>", "<#1>", "</cmd:1>", "<:x:1>", "<a:x:1>", "<id:guide>",
    "@everyone", "@here", "http://", "https://a.b/c_d*e", "discord://", "steam://", "é", "1", "x",
    ":", ":smile:", "::", "//", "/", ".", "!", "`a`", "¯\\_(ツ)_/¯", " ", "\n", "\r\n", "\t",
    "\x0b", "\x85", "\u2028", "\u202e", "\u200b", "\u00ad", "\ufeff", "\0", "\x1b[31m",
    "&amp;", "中文", "ё", "😀",
]  # fmt: skip

hostile = st.lists(
    st.sampled_from(HOSTILE) | st.text(st.characters(exclude_characters="\u200d"), max_size=4),
    max_size=12,
).map("".join)

ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
LINKED = re.compile(r"<(https?://[^\s>]+)>")
BLOCK = re.compile(r"#{1,3}(?:\s|$)|-#\s|[-*+]\s|[0-9]+[.)]|>")
ACTIVE = re.compile(r"[*_~`|<>\[\]@\\]|[A-Za-z]://|:[^\s:]+:")
BOLD = re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")
"""Discord's own rule for bold text (its fork of simple-markdown)."""


def discord(line: str) -> tuple[str, list[str]]:
    """What Discord shows of one line, and all in it that would do something.

    A model on the safe side: an active character that is not escaped counts, even without its pair.
    """
    acts: list[str] = []
    block = BLOCK.match(line)
    if block is not None:
        acts.append(block[0])
    seen, at = "", 0
    while at < len(line):
        escaped, linked = ESCAPED.match(line, at), LINKED.match(line, at)
        active = ACTIVE.match(line, at)
        if escaped is not None:
            seen, at = seen + escaped[1], escaped.end()
        elif linked is not None:
            acts.append(linked[0])
            seen, at = seen + linked[1], linked.end()
        else:
            if active is not None:
                acts.append(active[0])
            seen, at = seen + line[at], at + 1
    return seen, acts


def visible(text: str) -> str:
    """What a reader would see of a text: one line, without what has no shape; of several spaces
    one, which is a no-break space if one of them is."""
    spaced = (" " if c.isspace() and c != "\u00a0" else c for c in text)
    shown = "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return re.sub(r"\s+", lambda run: "\u00a0" if "\u00a0" in run[0] else " ", shown).strip()


@given(hostile)
@example("\\")
@example("1. a")
@example("éhttp://x")
@example("1http://x _http://y")
@example(":white_check_mark:")
@example("::x: :::http://a")
@example("a\x0bb")
def test_any_text_is_shown_as_it_is_and_does_nothing(text: str) -> None:
    """Under Discord's rules the escaped text shows the visible text and holds nothing active."""
    assert discord(escape(text)) == (visible(text), [])


@given(hostile)
def test_another_reader_of_markdown_sees_plain_text_too(text: str) -> None:
    """markdown-it, which knows nothing of our model, reads one paragraph of plain text."""
    reader = MarkdownIt("commonmark").disable("entity")
    tokens = reader.parse(escape(text))
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert kinds <= {"text", "text_special"}
    shown = "".join(child.content for token in tokens for child in token.children or ())
    assert shown == visible(text)


@given(hostile)
def test_the_escaped_text_is_one_line_without_invisible_controls(text: str) -> None:
    """Nothing in it breaks the line, hides, or turns the writing round."""
    shown = escape(text)
    assert len(shown.splitlines()) <= 1
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs"}


@given(hostile.filter(visible))
@example("ends with \\")
@example("*")
@example("**")
def test_bold_closes_where_it_was_meant_to(text: str) -> None:
    """A text in bold neither ends the bold early nor swallows its end, as a last \\ could."""
    match = BOLD.match(f"**{escape(text)}** and more **later**")
    assert match is not None
    assert match[1] == escape(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, 2001", "plain words, 2001"),
        ("*a* _b_ ~~c~~ `d` ||e||", r"\*a\* \_b\_ \~\~c\~\~ \`d\` \|\|e\|\|"),
        ("<t:1> <@1> </cmd:1>", r"\<t:1\> \<\@1\> \</cmd:1\>"),
        ("@everyone", r"\@everyone"),
        ("[a](b)", r"\[a\](b)"),
        ("http://x discord://y", r"http\://x discord\://y"),
        ("1. one", r"1\. one"),
        ("12) one", r"12\) one"),
        ("2001 was", "2001 was"),
        ("3.5 million", r"3\.5 million"),
        ("- one", r"\- one"),
        ("-# small", r"\-# small"),
        ("# big", r"\# big"),
        ("  # big", r"\# big"),
        (">>> all", r"\>\>\> all"),
        ("a - b # c + d 1. e", "a - b # c + d 1. e"),
        (":smile:", r"\:smile:"),
        ("::smile:", r"\:\:smile:"),
        ("Note: at 12:30", "Note: at 12:30"),
        ("end\\", "end\\\\"),
        ("two\n\nlines", "two lines"),
        ("a\x0bb\x0cc\x1cd\x85e\u2028f", "a b c d e f"),
        ("in\u202eside\u200b\0", "inside"),
        ("19\u00a0июля 2001\u00a0\u00a0 года\u00a0", "19\u00a0июля 2001\u00a0года"),
        ("", ""),
    ],
)
def test_these_texts_are_escaped_like_this(text: str, shown: str) -> None:
    """What has no meaning where it stands is left alone: limits count the escaped text."""
    assert escape(text) == shown


@pytest.mark.parametrize(
    "emoji", ["👩\u200d⚕️", "🏳️\u200d🌈", "👩\u200d👩\u200d👧", "🧑🏽\u200d🚀", "🙂\u200d↔️"]
)
def test_the_joiner_inside_an_emoji_is_kept(emoji: str) -> None:
    """An emoji that is made of several stays one."""
    assert escape(f"a {emoji} b") == f"a {emoji} b"


@pytest.mark.parametrize(
    "text", ["a\u200db", "\u200da", "a\u200d", "😀\u200d", "\u200d😀", "😀\u200da"]
)
def test_a_joiner_elsewhere_goes(text: str) -> None:
    """Between letters, or beside an emoji, it would be an invisible character like others."""
    assert "\u200d" not in escape(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://a.b/c.", "see <https://a.b/c>."),
        ("https://a.b/c", "<https://a.b/c>"),
        ("(https://a.b/c)", "(<https://a.b/c>)"),
        ("“https://a.b/c”, then", "“<https://a.b/c>”, then"),
        ("https://a.b/c。后", "<https://a.b/c>。后"),
        ("https://en.w.org/Treaty_(2001).", "<https://en.w.org/Treaty_(2001)>."),
        ("https://a.b/c_d*e~f|g", "<https://a.b/c_d*e~f|g>"),
        ("*a*https://a.b/c*d", r"\*a\*<https://a.b/c*d>"),
        ("https://a.b/c https://d.e/f", "<https://a.b/c> <https://d.e/f>"),
        ("source:https://a.b/c", r"source\:<https://a.b/c>"),
        ("a:b:https://a.b", r"a\:b\:<https://a.b>"),
        ("- https://a.b/c", r"\- <https://a.b/c>"),
        ("1. https://a.b/c", r"1\. <https://a.b/c>"),
        ("https://a.b/\u202ec", "<https://a.b/c>"),
        ("ftp://a.b https://", r"ftp\://a.b https\://"),
        ("[a](https://a.b/c)", r"\[a\](<https://a.b/c>)"),
        ("  two\nlines https://a.b/c  ", "two lines <https://a.b/c>"),
        ("no address", "no address"),
    ],
)
def test_real_addresses_stay_links_and_all_else_is_escaped(text: str, shown: str) -> None:
    """An address in a fact editors' note can be clicked, whole and without the sentence's marks."""
    assert escape_with_links(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://www.a-b.org/c_(d).", "see [a-b.org](<https://www.a-b.org/c_(d)>)."),
        ("https://a.b", "<https://a.b>"),
        ("https://a_b*.c/d", "<https://a_b*.c/d>"),
        ("[x](https://a.b/c)", r"\[x\]([a.b](<https://a.b/c>))"),
        ("none, *bold*", r"none, \*bold\*"),
    ],
)
def test_a_long_address_is_shown_as_its_host(text: str, shown: str) -> None:
    """What is clicked is what is named: the host, and only where it is plain."""
    assert escape_with_named_links(text) == shown


@given(hostile)
@example("x:https://a.b:y:")
@example("::</cmd:1>")
def test_beside_links_nothing_acts(text: str) -> None:
    """Whatever stands around addresses: they alone act, and the text is shown as it is."""
    seen, acts = discord(escape_with_links(text))
    assert seen == visible(text)
    assert all(LINKED.fullmatch(act) for act in acts)


@given(hostile.filter(lambda text: "http" not in text))
def test_without_an_address_there_is_no_difference(text: str) -> None:
    """A text without an address is escaped in the one way."""
    assert escape_with_links(text) == escape(text)


@given(st.text())
def test_width_counts_utf_16_units(text: str) -> None:
    """A character beyond the first plane counts twice."""
    assert width(text) == sum(2 if ord(character) > 0xFFFF else 1 for character in text)


def test_a_lone_surrogate_has_a_width() -> None:
    """A broken text is counted, not refused."""
    assert width("a\ud800") == 2


@pytest.mark.parametrize(
    "unit", ["https://", "https://a(", "https://.", "(https://", ":a", ":", "1", "\\"]
)
def test_escaping_takes_time_in_proportion_to_the_text(unit: str) -> None:
    """No text makes the expressions search for long."""
    text = unit * 20_000
    start = time.process_time()
    escape(text)
    escape_with_links(text)
    assert time.process_time() - start < 20  # a guard: back-tracking takes hours
