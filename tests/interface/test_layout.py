"""The layout: every answer within Discord's limits, nothing dropped, nothing out of place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.chart import Name
from bot.answers.model import Answer, Entry, Footnote, Line, LineKind
from bot.answers.question import Question
from bot.interface.layout import LIMIT, Laid, lay_out
from bot.interface.lines import LONGEST
from bot.interface.markdown import escape
from bot.store.models import Told
from bot.wording.wording import CATALOGUES, Wording, load
from tests.answers.make import ALPHA, event
from tests.charts.make import CHART

DISCORD = 4000
GOES_ON = "\ue000"
QUESTION = Question("timeline")
KINDS: tuple[LineKind, ...] = ("head", "text", "quote", "direct", "note", "small")


def wording() -> Wording:
    """The English sentences, but for the two that layout wraps around words: a mark each."""
    with (CATALOGUES / "en.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    for key, text in (("line.goes-on", f"{{text}}{GOES_ON}"), ("quote.direct", "{words}")):
        message = catalogue.get(key)
        assert message is not None
        message.string = text
    return Wording(catalogue, Locale.parse("en"))


SAY = wording()
ENGLISH = load()

units = st.sampled_from(
    ["*", "word ", "\\", "中", "😀", "1. ", "# ", "https://a.b/c_d ", "[a](b) ", "é\u0301",
     "**a** ", "@everyone ", "> ", "\n", "long-word-", ":x:", "http://", "_ ", "“", "Wang Yi said "]
)  # fmt: skip


def texts(most: int) -> st.SearchStrategy[str]:
    """Hostile texts: of one thing over and over, of a mixture, or of anything."""
    again = st.builds(lambda unit, n: (unit * n)[:most], units, st.integers(1, most))
    mixed = st.lists(units, min_size=1, max_size=30).map(lambda parts: "".join(parts)[:most])
    return (again | mixed | st.text(max_size=40)).map(lambda text: f"x{text}y")


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """An answer of any size: long lines, many entries, more articles than a message can name."""
    count = draw(st.sampled_from([1, 3, 20, 70]))
    numbers = st.integers(1, count)
    longest, entries_most = draw(st.sampled_from([(60, 25), (400, 8), (4000, 2)]))
    marks = st.lists(numbers, max_size=4, unique=True) | st.just(list(range(1, count + 1)))
    lines = st.builds(
        Line,
        st.sampled_from(KINDS),
        texts(longest),
        st.just("") | texts(300),
        marks.map(tuple),
    )
    entries = st.builds(Entry, st.lists(lines, min_size=1, max_size=3).map(tuple))
    note = texts(draw(st.sampled_from([30, 80, 300])))
    return Answer(
        question=QUESTION,
        title=draw(texts(300)),
        scope=tuple(draw(st.lists(texts(300), max_size=6))),
        entries=tuple(draw(st.lists(entries, max_size=entries_most))),
        footnotes=tuple(Footnote(number, draw(note)) for number in range(1, count + 1)),
        closing=tuple(draw(st.lists(texts(600), max_size=3))),
        page=draw(st.sampled_from([1, 2, 9])),
        pages=draw(st.sampled_from([1, 9])),
    )


def walk(answer: Answer, say: Wording = SAY) -> list[Laid]:
    """All parts of an answer's page."""
    first = lay_out(answer, say, 1)
    return [first, *(lay_out(answer, say, part) for part in range(2, first.parts + 1))]


def units_of(laid: Laid) -> int:
    """The UTF-16 units of all texts of a message."""
    return sum(len(text.encode("utf-16-le")) // 2 for text in (laid.header, laid.body, laid.footer))


TOKEN = re.compile(
    r"\\(?P<literal>[^0-9A-Za-z\s])|\[[a-z.]+\]\(<(?P<named>http[^>]+)>\)|<(?P<link>http[^>]+)>"
    r"|\[(?P<mark>[0-9]+)\]|\*\*"
)


def read(line: str) -> tuple[str, list[int]]:
    """The text that one line shows, without its structure, and the marks in it."""
    marks: list[int] = []

    def shown(match: re.Match[str]) -> str:
        if match["mark"]:
            marks.append(int(match["mark"]))
            return ""
        return match["literal"] or match["named"] or match["link"] or ""

    text = TOKEN.sub(shown, re.sub(r"^(?:-# |> |### )", "", line))
    return text, marks


def squash(text: str) -> str:
    """A text without white space and without what has no shape."""
    return "".join(
        character
        for character in text
        if not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )


def shown_lines(laid: Laid) -> list[str]:
    """The lines of a body."""
    return [line for line in laid.body.split("\n") if line]


def many(entries: int, text: str = "Something happened.", *, notes: int = 3) -> Answer:
    """An answer with entries of three lines."""
    return Answer(
        question=QUESTION,
        title="Timeline: everything",
        scope=("8 results",),
        entries=tuple(
            Entry(
                (
                    Line("head", f"{number} {text}", lead=f"{1900 + number}", marks=(1,)),
                    Line("quote", f"{number} {text}", marks=(1 + number % notes,)),
                    Line("note", f"note {number}", lead="Note:"),
                )
            )
            for number in range(entries)
        ),
        footnotes=tuple(Footnote(number, f"Article {number}") for number in range(1, notes + 1)),
    )


generous = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@generous
@given(answers())
def test_every_part_is_within_the_limit(answer: Answer) -> None:
    """No message has more text than Discord takes, whatever the answer holds."""
    for laid in walk(answer):
        assert units_of(laid) <= LIMIT < DISCORD


@generous
@given(answers())
def test_the_parts_show_every_word_once_in_order(answer: Answer) -> None:
    """Part after part, all that the answer says is there, once, and nothing else is."""
    shown = "".join(read(line)[0] for laid in walk(answer) for line in shown_lines(laid))
    expected = "".join(
        line.lead + line.text for entry in answer.entries for line in entry.lines
    ) + "".join(answer.closing)
    everything = squash(shown.replace(GOES_ON, ""))
    assert everything.endswith(squash(expected))
    # What does not fit into the header stands before the entries: the last of the scope lines.
    spilled = everything.removesuffix(squash(expected))
    assert spilled in {squash("".join(answer.scope[index:])) for index in range(7)}
    header = squash(read(lay_out(answer, SAY).header.replace("\n-# ", " "))[0])
    for line in answer.scope:
        assert squash(line) in header or squash(line) in spilled


@generous
@given(answers())
def test_a_mark_and_its_footnote_are_in_the_same_part(answer: Answer) -> None:
    """Each part names the articles it marks, each once, no others; no mark is lost."""
    notes = {note.number: note.text for note in answer.footnotes}
    seen: list[int] = []
    for laid in walk(answer):
        marks = [mark for line in shown_lines(laid) for mark in read(line)[1]]
        footers = [re.match(r"-# \[([0-9]+)\] ", line) for line in laid.footer.split("\n") if line]
        assert [int(match[1]) for match in footers if match] == list(dict.fromkeys(marks))
        assert len(footers) == len(set(marks))
        for line in laid.footer.split("\n") if laid.footer else ():
            text, (number, *_) = read(line)
            assert squash(text) == squash(notes[number]) or text.endswith("…")
        seen += marks
    assert seen == [mark for entry in answer.entries for line in entry.lines for mark in line.marks]


@generous
@given(answers())
def test_the_header_is_always_there_and_says_where_one_is(answer: Answer) -> None:
    """The title opens every part; its first line below tells page and part where there are more."""
    parts = walk(answer)
    for number, laid in enumerate(parts, 1):
        title, *scope = laid.header.split("\n")
        assert title == f"### {escape(answer.title)}"
        assert all(line.startswith("-# ") for line in scope)
        page = f"page {answer.page} of {answer.pages}"
        if len(parts) > 1 and answer.pages == 1:
            assert scope[0].endswith(f"part {number} of {len(parts)}")
            assert page not in scope[0]
        elif len(parts) > 1:
            assert scope[0].endswith(f"{page}, part {number} of {len(parts)}")
        elif answer.pages > 1:
            assert scope[0].endswith(page)
        else:
            assert "page" not in laid.header.replace(answer.title, "")


@generous
@given(answers())
def test_parts_are_numbered_and_the_last_one_answers_for_all_beyond(answer: Answer) -> None:
    """Part 0 is the last, and so is any beyond it: an old button still shows something."""
    parts = walk(answer)
    assert [laid.part for laid in parts] == list(range(1, len(parts) + 1))
    assert {laid.parts for laid in parts} == {len(parts)}
    for beyond in (0, len(parts) + 1, 9999):
        assert lay_out(answer, SAY, beyond) == parts[-1]


@generous
@given(answers())
def test_what_is_divided_says_so(answer: Answer) -> None:
    """Every piece of a line but its last says that it goes on; a line that fits does not."""
    sources = [line for entry in answer.entries for line in entry.lines]
    text = "".join(line for laid in walk(answer) for line in shown_lines(laid))
    divided = [line for line in sources if len(squash(line.text)) > LONGEST]
    small = [*answer.closing, *answer.scope]
    if divided:
        assert text.count(GOES_ON) >= len(divided)
    if not any(len(escape(item)) > LONGEST - 100 for item in [*small, *(s.text for s in sources)]):
        assert GOES_ON not in text


def test_an_answer_that_fits_looks_like_this() -> None:
    """The look, line by line."""
    answer = Answer(
        question=QUESTION,
        title="Timeline: *energy*",
        scope=("2 results", "1 more"),
        entries=(
            Entry(
                (
                    Line("head", "It *began*.", lead="19 July 2001", marks=(1, 2)),
                    Line("quote", "the words", marks=(1,)),
                    Line("direct", "my words", marks=(2,)),
                    Line("note", "See https://a.b/c_d.", lead="Fact editors’ note:"),
                    Line("small", "an aside"),
                )
            ),
            Entry((Line("text", "a - value", lead="Field:"),)),
        ),
        footnotes=(Footnote(1, "Valori, ~Feb 2022"), Footnote(2, "Unsigned"), Footnote(3, "None")),
        closing=("Asked: https://a.b", "- end"),
        page=2,
        pages=3,
    )
    assert lay_out(answer, ENGLISH) == Laid(
        header="### Timeline: \\*energy\\*\n-# 2 results · page 2 of 3\n-# 1 more",
        body="**19 July 2001** It \\*began\\*. [1] [2]\n"
        "> the words [1]\n"
        "> “my words” [2]\n"
        "\n"
        "-# **Fact editors’ note:** See [a.b](<https://a.b/c_d>).\n"
        "-# an aside\n"
        "\n"
        "**Field:** a - value\n"
        "\n"
        "-# Asked: https\\://a.b\n"
        "-# \\- end",
        footer="-# [1] Valori, \\~Feb 2022\n-# [2] Unsigned",
        question=QUESTION,
        page=2,
        pages=3,
        part=1,
        parts=1,
        entries=True,
        facts=False,
    )


def test_entries_of_one_line_stand_close_together() -> None:
    """A list of single lines has no air between them."""
    entries = tuple(Entry((Line("head", f"fact {number}"),)) for number in range(3))
    laid = lay_out(Answer(QUESTION, "Title", (), entries), ENGLISH)
    assert (laid.header, laid.body, laid.footer) == ("### Title", "fact 0\nfact 1\nfact 2", "")
    assert (laid.part, laid.parts) == (1, 1)


def test_only_direct_speech_is_set_in_quotation_marks() -> None:
    """Reported and written words are never set as if a speaker had said them."""
    for kind in KINDS:
        answer = Answer(QUESTION, "Title", (), (Entry((Line(kind, "words"),)),))
        body = lay_out(answer, ENGLISH).body
        assert ("“words”" in body) == (kind == "direct")
        assert ("“" in body) == (kind == "direct")


def test_direct_speech_that_goes_on_says_so_outside_its_quotation_marks() -> None:
    """That it goes on is ours to say, not the speaker's."""
    answer = Answer(QUESTION, "Title", (), (Entry((Line("direct", "say it " * 400),)),))
    lines = [line for laid in walk(answer, ENGLISH) for line in shown_lines(laid)]
    assert len(lines) == 3
    assert all(re.match("> “(say|it) ", line) for line in lines)
    assert all(line.endswith("say it” … (goes on below)") for line in lines[:-1])
    assert lines[-1].endswith("say it”")


def test_words_are_divided_between_words_where_there_are_words() -> None:
    """A long line breaks at a space, and Chinese, which has none, gets none added."""
    for text in ("word " * 500, "中文" * 1500):
        answer = Answer(QUESTION, "Title", (), (Entry((Line("quote", text),)),))
        lines = [read(line)[0] for laid in walk(answer) for line in shown_lines(laid)]
        assert len(lines) > 1
        assert (
            "".join(line.replace(GOES_ON, " " * (text[0] == "w")) for line in lines) == text.strip()
        )


def test_an_accent_stays_with_its_letter_where_a_word_is_divided() -> None:
    """A piece never opens with a mark that belongs to the letter before."""
    answer = Answer(QUESTION, "Title", (), (Entry((Line("quote", "a" + "é\u0301" * 3000),)),))
    lines = [read(line)[0] for laid in walk(answer) for line in shown_lines(laid)]
    assert len(lines) > 1
    assert not any(line.startswith("\u0301") for line in lines)


@pytest.mark.parametrize("length", range(100, 900, 50))
def test_an_entry_stays_whole_where_a_message_can_hold_it(length: int) -> None:
    """A quote is not torn from the line that says whose words it is."""
    parts = walk(many(60, "x" * length))
    assert len(parts) > 2
    for laid in parts:
        lines = shown_lines(laid)
        assert len(lines) % 3 == 0
        for head, quote, note in zip(lines[0::3], lines[1::3], lines[2::3], strict=True):
            text = head.split("** ")[1].split(" [")[0]
            assert quote.split(" [")[0] == f"> {text}"
            assert note == f"-# **Note:** note {text.split()[0]}"


def test_messages_are_filled() -> None:
    """Parts are as few as whole entries allow: each but the last is nearly full."""
    parts = walk(many(60, "x" * 150))
    assert all(units_of(laid) > LIMIT - 600 for laid in parts[:-1])


@pytest.mark.parametrize("articles", [61, 200])
def test_more_articles_than_a_message_can_name_follow_in_lines(articles: int) -> None:
    """A happening that very many articles tell has all its marks, part after part."""
    answer = Answer(
        question=QUESTION,
        title="Title",
        scope=(),
        entries=(Entry((Line("head", "It happened.", marks=tuple(range(1, articles + 1))),)),),
        footnotes=tuple(
            Footnote(n, f"Author {n}, opinion, 2022 {'x' * 60}") for n in range(1, articles + 1)
        ),
    )
    parts = walk(answer)
    assert len(parts) > 1
    first, *others = [line for laid in parts for line in shown_lines(laid)]
    assert first.startswith("It happened. [1] [2]")
    assert all(re.fullmatch(r"-#(?: \[[0-9]+\])+", line) for line in others)


def test_a_long_scope_line_leaves_the_page_number_whole() -> None:
    """What a person typed can not push the page number out of the first line."""
    scope = ("*" * 300 + "a", "*" * 300 + "b", "*" * 300 + "c")
    answer = Answer(QUESTION, "*" * 300, scope, (Entry((Line("head", "x"),)),), page=3, pages=4)
    laid = lay_out(answer, SAY)
    title, first, *rest = laid.header.split("\n")
    assert title == "### " + "\\*" * 300
    assert first.endswith("page 3 of 4")
    text = "\n".join([first, *rest, laid.body])
    assert [text.count(f"\\*{letter}") for letter in "abc"] == [1, 1, 1]
    assert laid.body.endswith("\nx")


def test_a_title_beyond_all_bounds_is_shortened_with_an_ellipsis() -> None:
    """The header keeps room for the answer, and says that the title goes on."""
    laid = lay_out(Answer(QUESTION, "*" * 5000, ("scope",), page=1, pages=2), SAY)
    title, scope = laid.header.split("\n")
    assert re.fullmatch(r"### (?:\\\*)+…", title)
    assert 700 < len(title) < 820
    assert scope == "-# scope · page 1 of 2"


def test_nothing_but_a_title_is_a_message() -> None:
    """An answer without entries has an empty body and one part."""
    laid = lay_out(Answer(QUESTION, "Title", ()), ENGLISH)
    assert laid == Laid("### Title", "", "", QUESTION, 1, 1, 1, 1, entries=False, facts=False)


def test_a_message_knows_the_facts_that_begin_in_it() -> None:
    """One that goes on in the next message stands in the first; each once."""
    told = [Told("event", ALPHA.id, event(f"e{number}", "2001"), None) for number in range(4)]
    long = tuple(Line("head", "x" * 1100) for _ in range(4))
    entries = (
        Entry((Line("head", "one"),), (told[0], told[1])),
        Entry((Line("head", "two"),), (told[0],)),
        Entry(long, (told[2],)),
        Entry((Line("head", "four"),), (told[3],)),
        Entry((Line("head", "five"),)),
    )
    parts = walk(Answer(QUESTION, "Title", (), entries))
    assert [laid.told for laid in parts] == [
        ("alpha-2022/e0", "alpha-2022/e1", "alpha-2022/e2"),
        ("alpha-2022/e3",),
    ]


def test_a_lead_of_invisible_characters_leaves_no_empty_bold() -> None:
    """Four asterisks in a row would be shown as such."""
    answer = Answer(QUESTION, "Title", (), (Entry((Line("head", "text", lead="\u200b"),)),))
    assert lay_out(answer, ENGLISH).body == "text"


def test_a_chart_stands_in_the_first_part_with_its_footnotes() -> None:
    """Also those that no entry there has; its aside takes its room from the entries."""
    sources = tuple((number, Name(f"Author {number}", f"a-{number}")) for number in (2, 3))
    chart = replace(CHART, aside="The chart shows 5 values. " * 20, sources=sources)
    entries = tuple(Entry((Line("head", "x" * 900, marks=(1,)),)) for _ in range(9))
    notes = tuple(Footnote(number, f"Author {number}") for number in (1, 2, 3))
    answer = Answer(QUESTION, "Title", (), entries, notes, chart=chart)
    first, *others = walk(answer)
    assert first.chart is chart
    assert first.aside == "-# " + chart.aside.strip()
    assert first.footer == "-# [1] Author 1\n-# [2] Author 2\n-# [3] Author 3"
    assert units_of(first) + len(first.aside) <= LIMIT
    assert others
    assert all((laid.chart, laid.aside) == (None, "") for laid in others)
    assert all(laid.footer == "-# [1] Author 1" for laid in others)
