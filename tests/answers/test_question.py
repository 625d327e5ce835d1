"""Questions: as text, as a typed line, and what is wrong with a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.answers.question import (
    CHECK,
    COMMANDS,
    MAX_OPTION,
    ON_DISCORD,
    REQUIRED,
    Question,
    ask,
    decode,
    parse_line,
)
from bot.errors import InputProblem
from bot.interface import commands

values = st.text(min_size=1, max_size=MAX_OPTION) | st.sampled_from(
    [
        "природный газ",
        "天然气",
        "100%",
        "%E4%B8%AD",
        "a=b&c=d",
        "?",
        "#x",
        "a\nb",
        "+",
        "%",
        "😀" * 300,
    ]
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question with any options of its command."""
    command = draw(st.sampled_from(sorted(COMMANDS)))
    options = draw(st.lists(st.sampled_from(COMMANDS[command] or ("",)), unique=True))
    return Question(command, {option: draw(values) for option in options if option})


@given(questions())
def test_a_question_comes_back_from_its_text(question: Question) -> None:
    """Whatever was typed, in any script: the text form gives the same options in the same order."""
    decoded = decode(question.encode())
    assert decoded == question
    assert decoded is not None
    assert list(decoded.options) == list(question.options)


@given(questions(), st.integers(1, 99))
def test_the_text_form_is_of_the_question_not_of_its_page_or_view(
    question: Question, page: int
) -> None:
    """All pages of an answer have one text."""
    assert question.at(page).viewed("words").encode() == question.encode()


@given(st.text())
def test_another_text_is_no_question_or_one_that_can_be_asked(text: str) -> None:
    """Decoding never raises, and gives only known commands and options within their bounds."""
    for forged in (text, f"timeline?{text}", f"search?query={text}"):
        question = decode(forged)
        if question is not None:
            assert set(question.options) <= set(COMMANDS[question.command])
            assert all(0 < len(value) <= MAX_OPTION for value in question.options.values())
            assert decode(question.encode()) == question


@pytest.mark.parametrize(
    "text",
    [
        "",
        "timeline",
        "settings?",
        "timeline?what=x",
        "timeline?topic",
        "timeline?topic=",
        "timeline?topic=a&topic=b",
        "timeline?topic=a&",
        "help?topic=a",
        "search?query=" + "x" * 301,
        " timeline?",
    ],
)
def test_these_texts_are_no_questions(text: str) -> None:
    """An unknown command or option, one given twice or empty, one too long."""
    assert decode(text) is None


def test_the_text_form_looks_like_this() -> None:
    """The form is a promise: buttons and the durable state hold it."""
    question = Question("timeline", {"topic": "a=b&c", "person": "100% 习近平"})
    assert question.encode() == "timeline?topic=a%3Db%26c&person=100%25 习近平"
    assert Question("help").encode() == "help?"


def test_pages_and_views_are_other_questions() -> None:
    """A question is not changed; its pages and views are new ones."""
    question = Question("timeline", {"topic": "energy"})
    assert question.at(3) == Question("timeline", {"topic": "energy"}, 3)
    assert question.at(3).viewed("words") == Question("timeline", {"topic": "energy"}, 3, "words")
    assert question == Question("timeline", {"topic": "energy"})
    assert (question.get("topic"), question.get("person")) == ("energy", None)


def test_empty_options_were_not_given() -> None:
    """White space is no value, and within a value it is one space."""
    question = ask("timeline", topic="  natural \n gas ", person=None, from_=" \t", to="")
    assert question == Question("timeline", {"topic": "natural gas"})


def test_an_option_named_like_a_keyword_comes_with_an_underscore() -> None:
    """`from` can't be a Python name."""
    assert ask("timeline", from_="2021") == Question("timeline", {"from": "2021"})


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("/help", Question("help")),
        ("help", Question("help")),
        ("  /help  ", Question("help")),
        ("/help page:2", Question("help", page=2)),
        ("/timeline", Question("timeline")),
        ("/timeline topic:energy", Question("timeline", {"topic": "energy"})),
        ("/timeline\ttopic:energy", Question("timeline", {"topic": "energy"})),
        ("/timeline topic: natural  gas ", Question("timeline", {"topic": "natural gas"})),
        (
            "/timeline topic:energy from:May 2021 to:19 July 2023 page:3",
            Question("timeline", {"topic": "energy", "from": "May 2021", "to": "19 July 2023"}, 3),
        ),
        ("/timeline page:2 topic:energy", Question("timeline", {"topic": "energy"}, 2)),
        ("/timeline topic: page:", Question("timeline")),
        ("/timeline topic:энергетика", Question("timeline", {"topic": "энергетика"})),
        ("/search gas", Question("search", {"query": "gas"})),
        ("/search 天然气 page:2", Question("search", {"query": "天然气"}, 2)),
        ("/search query:gas to: China", Question("search", {"query": "gas to: China"})),
        ("/search topic:energy", Question("search", {"query": "topic:energy"})),
        ("/search private:gas", Question("search", {"query": "private:gas"})),
        ('/search "a" OR b*', Question("search", {"query": '"a" OR b*'})),
        ("/fact valori-2022/x", Question("fact", {"id": "valori-2022/x"})),
        ("/fact id:valori-2022/x", Question("fact", {"id": "valori-2022/x"})),
        ("/onthisday day:19 July", Question("onthisday", {"day": "19 July"})),
        ("/timeline topic:a-to:b", Question("timeline", {"topic": "a-to:b"})),
    ],
)
def test_a_line_is_read_as_discord_would(line: str, question: Question) -> None:
    """Options by name in any order; a required one may come without its name."""
    assert parse_line(line) == question


@pytest.mark.parametrize(
    ("line", "key", "values"),
    [
        ("", "ask.nothing", {}),
        (" / ", "ask.nothing", {}),
        ("/weather", "ask.no-command", {"name": "weather"}),
        ("what  now", "ask.no-command", {"name": "what", "text": "what now"}),
        ("/settings", "ask.only-discord", {"name": "settings"}),
        ("/anniversaries show", "ask.only-discord", {"name": "anniversaries"}),
        ("/facts status", "ask.only-discord", {"name": "facts"}),
        ("/upcoming calendar:True", "ask.option-calendar", {}),
        ("/upcoming private:true calendar:false", "ask.option-private", {}),
        ("/timeline topic:gas Private:True", "ask.option-private", {}),
        ("//help", "ask.no-command", {"name": "/help"}),
        ("/timeline energy", "ask.no-option", {"text": "energy", "name": "timeline"}),
        ("/timeline speaker:x", "ask.no-option", {"text": "speaker:x"}),
        (
            "/quote Wang topic:x",
            "ask.no-option",
            {"text": "Wang", "names": ("speaker:", "topic:", "words:")},
        ),
        ("/search gas query:oil", "ask.no-option", {"text": "gas"}),
        ("/help me", "ask.no-options", {"text": "me", "name": "help"}),
        ("/search", "ask.required", {"name": "search", "option": "query"}),
        ("/search query: ", "ask.required", {"option": "query"}),
        ("/search page:2", "ask.required", {"option": "query"}),
        ("/fact", "ask.required", {"name": "fact", "option": "id"}),
        ("/timeline topic:a topic:b", "ask.twice", {"option": "topic"}),
        ("/timeline page:1 page:2", "ask.twice", {"option": "page"}),
        ("/timeline page:0", "ask.page", {"text": "0"}),
        ("/timeline page:-1", "ask.page", {"text": "-1"}),
        ("/timeline page:two", "ask.page", {"text": "two"}),
        ("/timeline page:2.5", "ask.page", {"text": "2.5"}),
        ("/timeline page:²", "ask.page", {"text": "²"}),
        ("/timeline page:99999999", "ask.page", {"text": "99999999"}),
        ("/search " + "x" * 301, "input.too-long", {"option": "query", "limit": 300}),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: str, key: str, values: dict[str, object]) -> None:
    """The problem names the part of the line that can't be answered."""
    with pytest.raises(InputProblem) as raised:
        parse_line(line)
    assert raised.value.key == key
    assert values.items() <= raised.value.values.items()


def test_an_unknown_command_is_told_those_that_there_are() -> None:
    """All of them, as they are typed, with the one that checks a text."""
    with pytest.raises(InputProblem) as raised:
        parse_line("/weather")
    assert raised.value.values["names"] == (*(f"/{name}" for name in COMMANDS), "/check")


def test_every_command_of_discord_is_known_in_a_line() -> None:
    """As one that can be asked, that checks, or that works only there."""
    assert {*COMMANDS, CHECK, *ON_DISCORD} == {
        file.stem for file in Path(commands.__file__).parent.glob("[a-z]*.py")
    }


@given(st.text())
def test_any_line_is_a_question_or_a_problem_for_its_writer(line: str) -> None:
    """No line raises anything else."""
    for typed in (line, f"/timeline {line}", f"/search {line}", f"/help {line}"):
        try:
            question = parse_line(typed)
        except InputProblem:
            continue
        assert set(question.options) <= set(COMMANDS[question.command])
        assert question.page > 0


@given(questions())
def test_the_line_that_asks_a_question_is_read_as_that_question(question: Question) -> None:
    """What an answer offers to type gives that answer."""
    required = REQUIRED.get(question.command)
    assume(required is None or (question.get(required) or "").split())
    options = {key: " ".join(value.split()) for key, value in question.options.items()}
    assume(not any(":" in value for value in options.values()))
    expected = Question(question.command, {key: value for key, value in options.items() if value})
    assert parse_line(question.typed()) == expected
