"""Each command through a simulated Discord: its answer, and what every option does to it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.question import COMMANDS
from tests.end_to_end.scene import Scene

REED = "[1] Reed (opinion), 1 March 2020"
ONE_OF_EACH: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("timeline", {"topic": "harbour"}, "Timeline: Harbour"),
    ("figures", {"what": "cargo"}, "Figures: Cargo"),
    ("quote", {"speaker": "bo-lind"}, "Quotes: Bo Lind"),
    ("compare", {"what": "ferry-opened"}, "Compare: Ferry line"),
    ("onthisday", {"day": "19 July"}, "On this day: 19 July"),
    ("upcoming", {}, "Upcoming anniversaries"),
    ("search", {"query": "tunnel"}, "Search: tunnel"),
    ("article", {"article": "reed-2020"}, "The quays of Lowmere"),
    ("fact", {"id": "reed-2020/crane"}, "Fact reed-2020/crane"),
    ("help", {}, "Footnote: what 3 articles say, and who says it"),
    ("privacy", {}, "What is stored"),
)


async def test_a_timeline_tells_each_happening_once_at_its_own_precision(scene: Scene) -> None:
    """Two accounts of one happening are one entry with two footnotes; plans and disputes show."""
    answer = await scene.ask("timeline", topic="harbour")
    header, body, footer = answer.texts
    assert header == "### Timeline: Harbour\n-# 6 results, 1949 to 2025, from 2 of 3 articles"
    assert body.split("\n\n")[:6] == [
        "**1 October 1949** The Harbour Council is founded. [1]",
        (
            "**19 July 2001** The ferry line to Eastport opens. [1]\n"
            "-# **2001** The ferry line opens. [2]\n"
            "-# **Fact editors’ note, date disputed, elsewhere 16 July 2001:** The timetable"
            " gives 16 July. (Source: Timetable of the line)"
        ),
        "**July 2010** The old crane is taken down. [1]",
        "**Since 2013** The channel is dredged every spring. (ongoing, as of 1 March 2020) [1]",
        (
            "**2025** A tunnel to Eastport is to open. (planned, as of 1 March 2020;"
            " outcome: the articles do not say) [1]"
        ),
        "**No date given** A new pier is built. (the article says “before long”) [1]",
    ]
    assert footer == f"-# {REED}\n-# [2] Unsigned (analysis), about June 2021 (inferred)"
    assert answer.buttons == {"Show source words": True, "Take along": True, "Remove": True}


async def test_a_derived_date_says_from_which_words(scene: Scene) -> None:
    """An event dated from "last year" shows these words beside its year."""
    answer = await scene.ask("timeline", topic="trade", from_="2019", to="2019")
    assert "**2019** The dockers strike. (date derived from “last year”) [1]" in answer.text


async def test_figures_stand_in_sequence_with_unit_direction_and_relation(scene: Scene) -> None:
    """A measure's values are told as they are meant, a claim without a number in its words."""
    answer = await scene.ask("figures", what="cargo")
    assert answer.texts == [
        (
            "### Figures: Cargo\n"
            "-# 3 results from 1 of 3 articles\n"
            "-# thousand tonnes, from Lowmere to Eastport; values are not merged"
        ),
        (
            "**2015:** 146\\.8 thousand tonnes. Cargo of 2015. [1]\n"
            "**2017:** “a record high”, no number given. A record. [1]\n"
            "**Since 2018:** over 100 thousand tonnes. Cargo since 2018. [1]\n"
            "-# All in the authors’ own voice."
        ),
        f"-# {REED}",
    ]


async def test_quotation_marks_are_for_direct_speech_alone(scene: Scene) -> None:
    """A speaker's own words stand in quotation marks, reported ones do not and say so."""
    answer = await scene.ask("quote", speaker="bo-lind")
    assert answer.texts == [
        (
            "### Quotes: Bo Lind\n-# 2 results from 1 of 3 articles\n"
            "-# Reported: the article’s words. Direct: the speaker’s, in quotation marks."
        ),
        (
            "**Bo Lind (direct):** On the ferry.\n-# At the opening.\n"
            "> “We sail in any weather” [1]\n\n"
            "**Bo Lind (reported):** On the tunnel.\n"
            "> Lind thought the tunnel a costly dream [1]"
        ),
        f"-# {REED}",
    ]


async def test_quotes_of_one_voice_say_so_at_the_top(scene: Scene) -> None:
    """Where all is reported, the scope says that the words are the article's."""
    answer = await scene.ask("quote", speaker="council")
    assert answer.scope == [
        "1 result from 1 of 3 articles",
        "All reported: the articles’ words, not the speakers’.",
    ]


async def test_a_days_events_stand_apart_from_those_of_its_month(scene: Scene) -> None:
    """The known day comes with its years and proof, the month's below, then the next day."""
    answer = await scene.ask("onthisday", day="19 July")
    assert answer.scope == ["1 event on this day, 1 known only to July, from 2 of 3 articles"]
    first, month, july, following, _ = answer.texts[1].split("\n\n")
    assert first.splitlines()[0].startswith("**2001, 25 years ago** The ferry line to Eastport")
    assert first.splitlines()[-1] == "> On 19 July 2001 the ferry line to Eastport opened [1]"
    assert month == "-# Known only to the month, July; the day is not given:"
    assert july == "**July 2010** The old crane is taken down. [1]"
    assert following == "**Next anniversary, 1 October (1949)** The Harbour Council is founded. [1]"


async def test_today_is_the_day_where_the_person_is(scene: Scene) -> None:
    """Without a day it is today's, and the zone it goes by is named."""
    answer = await scene.ask("onthisday")
    assert answer.title == "On this day: 19 July"
    assert answer.scope[1] == "Today by UTC, as no time zone is set here."


async def test_a_search_shows_facts_of_every_kind_with_their_proof(scene: Scene) -> None:
    """Events, figures and quotes come with kind, date or speaker, and the article's words."""
    answer = await scene.ask("search", query="tunnel")
    assert answer.title == "Search: tunnel"
    assert answer.scope == ["3 results from 2 of 3 articles"]
    assert "> a tunnel to Eastport is to open in 2025" in answer.text
    assert "> the Council calls the tunnel certain" in answer.text


@pytest.mark.parametrize(
    ("query", "proof"),
    [("tunel", "a tunnel to Eastport"), ("Энергетика", "turbine"), ("能源", "turbine")],
)
async def test_a_search_understands_typos_and_three_languages(
    scene: Scene, query: str, proof: str
) -> None:
    """A slip of the keys is corrected and said to be; topics are found in any language."""
    answer = await scene.ask("search", query=query)
    assert proof in answer.text
    if query == "tunel":
        assert "Nothing has “tunel”; shown for “tunnel” instead." in answer.scope


async def test_an_article_says_who_wrote_it_and_how_that_is_known(scene: Scene) -> None:
    """One article in full, with what was drawn from it and how to ask it."""
    answer = await scene.ask("article", article="reed-2020")
    assert answer.texts[1].splitlines() == [
        "**Author:** Ann Reed",
        "**Role:** harbour master, retired",
        "**Kind:** opinion",
        "**Outlet:** Lowmere Gazette",
        "**Published:** 1 March 2020",
        "**How the date is known:** Printed above the text.",
        "**Language:** English",
        "**Drawn from it:** 33 events, 13 figures and 9 quotes",
        "**Coverage:** every number and date of the text is quoted, or ruled out with a reason",
        "**Id:** reed-2020",
        "",
        "-# Ask it: /timeline article:reed-2020 · /figures article:reed-2020",
    ]


async def test_without_an_article_all_are_listed(scene: Scene) -> None:
    """Every article with author, kind and date, an inferred one marked as that."""
    answer = await scene.ask("article")
    assert answer.title == "The 3 articles"
    assert "** Ida Hall (news), undated (filed as 2022)\n" in answer.text
    assert "about June 2021 (inferred)" in answer.text
    assert answer.buttons == {"Take along": True, "Remove": True}


async def test_a_fact_shows_all_that_is_known_of_it(scene: Scene) -> None:
    """Words, date, topics, people, notes with their sources, the seal and how to cite it."""
    answer = await scene.ask("fact", id="reed-2020/ferry-opened")
    assert answer.scope == ["In the author’s own voice: Ann Reed."]
    for line in (
        "> On 19 July 2001 the ferry line to Eastport opened [1]",
        "**When:** 19 July 2001",
        "**Topics:** Harbour, Trade",
        "**People and bodies:** Harbour Council, Bo Lind",
        "-# **Fact editors’ note:** The ferry had another name then. (Source: Register of ships)",
    ):
        assert line in answer.text.splitlines()
    assert "Sealed: the words were proved against the article’s text, characters" in answer.text
    assert "Footnote fact reed-2020/ferry-opened" in answer.text


async def test_help_names_every_command_and_what_is_covered(scene: Scene) -> None:
    """Whoever reads /help knows what to type and what the corpus holds."""
    answer = await scene.ask("help")
    for command in COMMANDS:
        if command not in ("help", "privacy"):
            assert f"**/{command}** " in answer.text
    assert "35 events, 13 figures and 10 quotes, 1881 to 2025" in answer.text
    assert "/privacy" in answer.text


async def test_privacy_says_what_is_stored(scene: Scene) -> None:
    """The settings of a server, long questions and reports are named, each with its time."""
    answer = await scene.ask("privacy")
    assert "the language and the privacy of answers set with /settings" in answer.text
    assert "A closed report is deleted after 90 days" in answer.text
    assert "kept for 90 days" in answer.text


@pytest.mark.parametrize(
    ("command", "options", "title", "scope"),
    [
        ("timeline", {}, "Timeline: everything", "34 results, 1881 to 2025, from 2 of 3 articles"),
        ("timeline", {"topic": "trade"}, "Timeline: Trade", "2 results, 2001 to 2019, from 2 of 3"),
        ("timeline", {"person": "bo-lind"}, "Timeline: Bo Lind", "1 result, 2001, from 2 of 3"),
        (
            "timeline",
            {"from_": "2010"},
            "Timeline: from 2010",
            "4 results, 2010 to 2025, from 1 of 3",
        ),
        (
            "timeline",
            {"to": "1 Oct 1949"},
            "Timeline: until 1 October 1949",
            "4 results, 1881 to 1949",
        ),
        (
            "timeline",
            {"article": "bridge-2021"},
            "Timeline: bridge-2021",
            "2 results, 1990 to 2001, from",
        ),
        (
            "timeline",
            {"topic": "harbour", "person": "council", "from_": "1949", "to": "1949"},
            "Timeline: Harbour, Harbour Council, 1949",
            "1 result, 1949, from 1 of 3 articles",
        ),
        ("figures", {}, "Figures: everything", "13 results from 1 of 3 articles"),
        ("figures", {"topic": "trade"}, "Figures: Trade", "3 results from 1 of 3 articles"),
        ("figures", {"from_": "1989"}, "Figures: from 1989", "4 results from 1 of 3 articles"),
        ("figures", {"to": "1980"}, "Figures: until 1980", "1 result from 1 of 3 articles"),
        ("figures", {"article": "reed-2020"}, "Figures: reed-2020", "13 results from 1 of 3"),
        ("quote", {}, "Quotes: everything", "10 results from 2 of 3 articles"),
        ("quote", {"topic": "trade"}, "Quotes: Trade", "1 result from 1 of 3 articles"),
        ("quote", {"words": "costly dream"}, "Quotes: “costly dream”", "1 result from 1 of 3"),
        ("quote", {"speaker": "ann-reed"}, "Quotes: Ann Reed", "7 results from 1 of 3 articles"),
    ],
)
async def test_every_option_narrows_the_answer(
    scene: Scene, command: str, options: dict[str, Any], title: str, scope: str
) -> None:
    """Title and scope name what was asked for, and count what it left."""
    answer = await scene.ask(command, **options)
    assert answer.title == title
    assert answer.scope[0].startswith(scope)


@pytest.mark.parametrize(
    ("command", "option", "typed", "title"),
    [
        ("timeline", "topic", "Гавань", "Timeline: Harbour"),
        ("timeline", "topic", "港口", "Timeline: Harbour"),
        ("timeline", "topic", "PORT", "Timeline: Harbour"),
        ("timeline", "person", "Бу Линд", "Timeline: Bo Lind"),
        ("timeline", "person", "林博", "Timeline: Bo Lind"),
        ("timeline", "person", "ГС", "Timeline: Harbour Council"),
        ("timeline", "article", "The quays of Lowmere", "Timeline: reed-2020"),
        ("figures", "what", "грузы", "Figures: Cargo"),
        ("figures", "what", "货物", "Figures: Cargo"),
        ("figures", "topic", "贸易", "Figures: Trade"),
        ("quote", "speaker", "林博", "Quotes: Bo Lind"),
        ("quote", "speaker", "бу линд", "Quotes: Bo Lind"),
        ("quote", "topic", "Торговля", "Quotes: Trade"),
        ("article", "article", "Ann Reed", "The quays of Lowmere"),
        ("onthisday", "day", "19 июля", "On this day: 19 July"),
        ("onthisday", "day", "7月19日", "On this day: 19 July"),
    ],
)
async def test_options_take_names_in_three_languages(
    scene: Scene, command: str, option: str, typed: Any, title: str
) -> None:
    """What people type without taking a suggestion is understood by label and alias."""
    answer = await scene.ask(command, **{option: typed})
    assert answer.title == title


@pytest.mark.parametrize(("command", "options", "title"), ONE_OF_EACH)
async def test_private_shows_the_answer_to_the_asker_alone(
    scene: Scene, command: str, options: dict[str, Any], title: str
) -> None:
    """With `private` nobody else sees the answer, and it has no Remove: it can be dismissed."""
    open_answer = await scene.ask(command, **options)
    private = await scene.ask(command, **options, private=True)
    assert (open_answer.private, private.private) == (False, True)
    assert (open_answer.title, private.texts) == (title, open_answer.texts)
    assert "Remove" in open_answer.buttons
    assert "Remove" not in private.buttons
    assert [message.id for message in scene.channel.history(viewer=scene.stranger)] == [
        open_answer.message.id
    ]


@pytest.mark.parametrize(("command", "options", "title"), ONE_OF_EACH)
async def test_every_command_works_in_direct_messages(
    scene: Scene, command: str, options: dict[str, Any], title: str
) -> None:
    """The bot answers the same in its direct messages, and its buttons work there."""
    person = scene.asker.user
    answer = await scene.ask(command, by=person, **options)
    assert answer.title == title
    if "Show source words" in answer.buttons:
        await scene.press(answer, "Show source words", by=person)
    await scene.press(answer, "Remove", by=person)
    assert person.dm_channel.history() == []


async def test_every_message_is_within_discords_limits(scene: Scene) -> None:
    """Notes of any length are laid out over several messages, and none of their words is lost."""
    answer = await scene.ask("timeline", topic="old-maps")
    assert answer.scope == ["3 results, 1881 to 1883, from 1 of 3 articles · part 1 of 2"]
    first = answer.text
    await scene.press(answer, "Next")
    assert answer.scope[0].endswith("part 2 of 2")
    both = first + answer.text
    assert both.count("with remarks by many hands") == 3 * 9
    assert both.count("(goes on below)") == 3
    for body in scene.sent():
        texts = [
            part["content"] for part in body["components"][0]["components"] if "content" in part
        ]
        assert sum(map(len, texts)) <= 4000


async def test_markup_in_the_facts_is_shown_and_does_nothing(scene: Scene) -> None:
    """Stars, links and mentions in a fact or a quote are escaped."""
    answer = await scene.ask("timeline", topic="names")
    assert (
        "The \\*Star\\* opens \\[its doors\\](https\\://evil.example) to \\@everyone \\<\\@1\\>."
        in answer.text
    )
    words = await scene.private_copy(answer, "Show source words")
    assert "> in 1990 the \\*Star\\* \\| opened its \\`doors\\` to \\@everyone" in words.text
