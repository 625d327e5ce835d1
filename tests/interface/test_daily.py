"""The daily post as a message: within Discord's limits, escaped, nothing cut in silence."""

from __future__ import annotations

import asyncio
import re
import threading
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.anniversaries.post import Post
from bot.answers.daily import Choices, Daily, daily
from bot.answers.desk import Desk
from bot.answers.model import Answer, Entry, Footnote, Line
from bot.answers.question import ask
from bot.interface.daily import Composer, choices_of, post_of
from bot.interface.markdown import width
from bot.state.plans import Plan, Slot
from bot.store.facts import FactStore
from bot.store.models import Told
from bot.wording.wording import Wording
from tests.answers.make import ALPHA, BETA, SAY, article, compiled, event, file, note
from tests.interface.test_layout import KINDS, read, squash, texts

ON = date(2026, 7, 19)
STAR = "The *Star* opens [its doors](https://evil.example) to @everyone <@1>."


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two happenings of 19 July, one of another day."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event(
                "signing",
                "2001-07-19",
                what="Signed.",
                topics=["treaty"],
                notes=[note("The 16th.", disputes="when", rival="2001-07-16"), note("Another.")],
            ),
        ),
        file(
            BETA,
            event("star", "1990-07-19", what=STAR, quote="1. > *Star* | opened `@everyone`"),
            event("autumn", "1999-10-01"),
        ),
    )


@pytest.fixture(scope="module")
def desk(facts: Path) -> Desk:
    """A desk over these facts, of which no more than what is kept in memory is asked."""

    async def opened() -> Desk:
        store = await FactStore.open(facts)
        await store.close()
        return Desk(store, SAY, ON, "UTC")

    return asyncio.run(opened())


async def made(path: Path, on: date = ON, choices: Choices | None = None) -> Post:
    """The post of a date that has one."""
    store = await FactStore.open(path)
    try:
        desk = Desk(store, SAY, on, "UTC")
        told = daily(choices or Choices(), desk)
        assert told is not None
        return post_of(told, desk)
    finally:
        await store.close()


def within_limits(post: Post) -> bool:
    """Whether Discord takes it, with a role's mention before the content."""
    return (
        0 < width(post.content) <= 2000 - len("<@&12345678901234567890> ")
        and "\n" not in post.content
        and width(post.title) <= 256
        and 0 < width(post.body) <= 4096
        and width(post.footer) <= 2048
        and width(post.title + post.body + post.footer) <= 6000
        and all(0 < width(text) <= 4000 for text in post.words)
    )


async def test_a_post_looks_like_the_other_answers(facts: Path) -> None:
    """A line that notifies; an embed with marks, notes, ids, words, footnotes; who can end it."""
    post = await made(facts, choices=Choices(topics=("treaty",)))
    assert post == Post(
        content=(
            "On this day, 25 years ago: Signed (2001; date disputed), according to Anna Alpha"
        ),
        title="On this day: 19 July",
        body=(
            "-# 1 anniversary from 1 of 2 articles\n\n"
            "**2001, 25 years ago** Signed, according to [1]\n"
            "-# **Fact editors’ note, date disputed, elsewhere 16 July 2001:** The 16th."
            " (Source: A record)\n"
            "-# alpha-2022/signing\n"
            "> the words of signing [1]\n\n"
            "-# Fact editors’ notes stand behind 1 of these facts: press Show source words.\n"
            "-# [1] Alpha (opinion), about February 2022 (inferred)"
        ),
        footer="Managers can stop these posts: /anniversaries pause",
        words=(
            (
                "### On this day: 19 July – source words\n"
                "-# 1 fact behind this page, in the article’s words.\n\n"
                "Signed.\n"
                "-# in the author’s voice (Anna Alpha) · alpha-2022/signing\n"
                "> the words of signing [1]\n\n"
                "-# **Fact editors’ note, date disputed, elsewhere 16 July 2001:** The 16th."
                " (Source: A record)\n"
                "-# **Fact editors’ note:** Another. (Source: A record)\n\n"
                "-# [1] Alpha (opinion), about February 2022 (inferred)"
            ),
        ),
        facts=("alpha-2022/signing",),
    )
    assert Post.decode(post.encode()) == post


async def test_what_facts_hold_does_nothing(facts: Path) -> None:
    """No mention, no link, no markup: in the line that notifies, the post and the words."""
    post = await made(facts)
    star = "The \\*Star\\* opens \\[its doors\\](https\\://evil.example) to \\@everyone \\<\\@1\\>"
    assert star in post.body
    assert "> 1\\. \\> \\*Star\\* \\| opened \\`\\@everyone\\` [2]" in post.body
    alone = await made(facts, date(2027, 7, 19))  # neither is round: the latest comes first
    for text in (post.content, post.body, *post.words, alone.content, alone.body):
        assert not re.search(r"(?<!\\)(?:@everyone|<@|`|\*Star)", text)
    starred = await made(facts, date(2030, 7, 19), Choices(disputed="skip"))
    assert starred.content == (
        f"On this day, 40 years ago: {star} (1990), according to an unsigned article"
    )


@st.composite
def dailies(draw: st.DrawFn) -> Daily:
    """A daily answer of any size: hostile, with far longer lines than facts can have."""
    longest = draw(st.sampled_from([60, 400, 3000]))
    told = Told("event", "alpha-2022", event("signing", "2001-07-19"), None)
    many = tuple(
        Told("event", "alpha-2022", event(f"x{n}", notes=[note("n" * 700)]), None)
        for n in range(draw(st.sampled_from([1, 40])))
    )
    lines = st.builds(
        Line,
        st.sampled_from(KINDS),
        texts(longest),
        st.just("") | texts(300),
        st.lists(st.integers(1, 9), max_size=4, unique=True).map(tuple),
    )
    entries = st.builds(
        Entry,
        st.lists(lines, min_size=3, max_size=9).map(tuple),
        st.sampled_from([(told,), many]),
    )
    answer = Answer(
        question=ask("onthisday", day="19 July"),
        title=draw(texts(300)),
        scope=(draw(texts(200)),),
        entries=tuple(draw(st.lists(entries, min_size=1, max_size=5))),
        footnotes=tuple(Footnote(number, draw(texts(80))) for number in range(1, 10)),
    )
    see = draw(st.sampled_from([("/onthisday day:19 July",), ("/a day:1", "/b day:2")]))
    return Daily(draw(texts(3000)), answer, draw(st.integers(0, 99)), see)


@given(told=dailies())
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_any_post_is_within_the_limits_and_says_what_it_leaves_out(desk: Desk, told: Daily) -> None:
    """Whatever the facts are: an entry is there with all its words, or counted, or said cut."""
    post = post_of(told, desk)
    assert within_limits(post)
    counted = re.search(r"^-# ([0-9]+) more: /", post.body, re.MULTILINE)
    shown = told.more + len(told.answer.entries) - (int(counted[1]) if counted else 0)
    assert 0 <= shown <= len(told.answer.entries)
    if "-# Not all of it fits here. The whole: /" in post.body:
        assert shown <= 1
        return
    assert shown > 0
    for line in (line for entry in told.answer.entries[:shown] for line in entry.lines):
        assert squash(line.text) in squash(read_all(post.body))


def read_all(body: str) -> str:
    """The text that a post shows, without its marks and what divides long lines."""
    whole = body.replace("” … (goes on below)\n> “", "").replace(" … (goes on below)", "")
    return "".join(read(line)[0] for line in whole.split("\n"))


async def test_more_than_fits_is_left_out_whole(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of five happenings with very long words some are counted instead of cut."""
    path = compiled(
        tmp_path_factory,
        file(BETA, *(event(f"e{n}", "2001-07-19", quote=f"*{n}* " * 240) for n in range(7))),
    )
    post = await made(path)
    shown = re.findall(r"^> ", post.body, re.MULTILINE)
    assert within_limits(post)
    assert f"-# {7 - len(post.facts)} more: /onthisday day:19 July" in post.body
    assert 0 < len(post.facts) < 5
    assert len(shown) >= len(post.facts)


async def test_of_a_happening_that_fills_a_post_by_itself_the_words_stay(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Notes and other accounts give way, and a line says where all of it is."""
    notes = [note("N*" * 349, source="S*" * 349, disputes="when") for _ in range(4)]
    path = compiled(
        tmp_path_factory,
        file(BETA, event("long", "2001-07-19", quote="the proof " * 90, notes=notes)),
    )
    post = await made(path)
    assert within_limits(post)
    assert "-# Not all of it fits here. The whole: /onthisday day:19 July" in post.body
    assert post.body.count("the proof") == 90
    assert post.facts == ("beta-2023/long",)


async def test_a_press_never_brings_a_flood_of_words(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Beyond five messages the rest is said to be elsewhere."""
    long = [note("N*" * 349, source="S*" * 349) for _ in range(6)]
    files = [
        file(article(f"article-{n}"), event("e", "2001-07-19", happening="signing", notes=long))
        for n in range(6)
    ]
    post = await made(compiled(tmp_path_factory, *files))
    assert within_limits(post)
    assert len(post.words) == 5
    assert post.words[-1] == (
        "There are more source words: /onthisday day:19 July, then Show source words."
    )


def plan(**changes: object) -> Plan:
    """A server's plan."""
    at = datetime.fromisoformat("2026-07-01T00:00:00+00:00")
    return Plan(1, 2, Slot("Asia/Tokyo", time(9)), at, 3, at, **changes)  # type: ignore[arg-type]


async def test_a_post_is_made_beside_the_event_loop(
    facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the facts are few and in memory: a month's digest takes longer than a page."""
    threads: list[int] = []

    def noted(choices: Choices, desk: Desk) -> Daily | None:
        threads.append(threading.get_ident())
        return daily(choices, desk)

    monkeypatch.setattr("bot.interface.daily.daily", noted)
    store = await FactStore.open(facts)
    try:
        assert await Composer(lambda: store, in_english)(plan(), ON) is not None
    finally:
        await store.close()
    assert len(threads) == 1
    assert threads != [threading.get_ident()]


async def in_english(_: int) -> Wording:
    """The language of each server."""
    return SAY


async def test_servers_that_chose_the_same_share_a_post(facts: Path) -> None:
    """Another date, other topics or other facts are another post; nothing is kept as nothing."""
    store, other = await FactStore.open(facts), await FactStore.open(facts)
    live = [store]
    try:
        compose = Composer(lambda: live[0], in_english)
        post = await compose(plan(), ON)
        assert post == await made(facts)
        assert await compose(plan(role_id=5, paused="asked"), ON) is post
        assert await compose(plan(topics=("gas",)), ON) is None
        assert await compose(plan(), date(2026, 7, 20)) is None
        await store.close()  # what is kept needs no facts
        assert await compose(plan(), ON) is post
        assert await compose(plan(topics=("gas",)), ON) is None
        other.generation = "another"
        live[0] = other
        again = await compose(plan(), ON)
        assert again == post
        assert again is not post
    finally:
        await store.close()
        await other.close()


def test_what_a_plan_says_about_content() -> None:
    """Topics in any order are the same choice."""
    chosen = plan(topics=("trade", "gas"), leap_rule="mar1", disputed="skip", when_nothing="digest")
    assert choices_of(chosen) == Choices(("gas", "trade"), "mar1", "skip", "digest")
