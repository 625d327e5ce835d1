"""What fact editors read: whole texts, each change together, everything in the file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.anniversaries.affected import Affected
from bot.answers.model import Entry, Line
from bot.corpus.difference import AFTER, Change, Difference, EventChange, FieldChange
from bot.errors import Problem
from bot.publish.outcome import Read, ReadingFailed
from bot.publish.shown import Preview, Status, Why
from bot.publish.telling import FILE, SHOWN, failed, preview, problems, status, went_live
from bot.state.generations import Generation, Reload, Sizes
from bot.store.facts import FactStore
from tests.answers.make import ALPHA, BETA, SAY, compiled, event, figure, file, quote

AT = datetime(2026, 7, 19, 12, 5, tzinfo=UTC)
EDITOR = "70000000000000001"
BASE = Generation("aaaaaaaa", "print-aaaaaaaa", AT, AT, EDITOR, 0.42, ())
WARNING = Problem("vocabulary.yaml", 7, "topics: 'space' is used by no fact", "warning")

CHANGES = (
    Change("article", "a", "changed", "On rivers", (FieldChange("author", "", "Anna Alpha"),)),
    Change("event", "a/new", "added", "The ferry sails."),
    Change(
        "event",
        "a/bridge",
        "changed",
        "The bridge opens.",
        (
            FieldChange("what", "A bridge opens.", "The bridge opens."),
            FieldChange("quote", "words " * 20, "more words " * 20),
            FieldChange("when", "2022-06", ""),
            FieldChange("topics", "", "gas, trade"),
            FieldChange(AFTER, "ferry", ""),
        ),
    ),
    Change("figure", "a/trade", "retired", "Trade in 2022."),
    Change("quote", "a/hope", "gone", "On hope."),
    Change("happening", "bridge", "added", "The bridge"),
)
BRIDGE = EventChange("a/bridge", "changed", "The bridge opens.", ((6, 10),), (), (), False)


def shown(
    changes: tuple[Change, ...] | None = CHANGES,
    *,
    generation: str = "bbbbbbbb",
    kept: bool = False,
    warnings: tuple[Problem, ...] = (),
) -> Preview:
    """A preview of facts with these changes; None where they can't be known."""
    difference = Difference(changes, ()) if changes is not None else None
    counts: dict[Any, int] = {"event": 12, "figure": 1, "quote": 6}
    return Preview(
        BASE, Read(generation, f"print-{generation}", counts, 5, warnings, difference), kept
    )


def change(number: int, what: str = "It happened.") -> Change:
    """One of many changes."""
    return Change("event", f"a/x{number}", "added", what)


def test_a_preview_tells_what_is_live_what_would_be_and_each_change() -> None:
    """How many of each kind, what to mind, which anniversaries; then field by field."""
    affected = Affected(((date(2026, 6, 10), (BRIDGE,)),), 12)
    told = preview(shown(warnings=(WARNING,)), affected, SAY)
    assert told.title == "Facts: what going live would change"
    assert told.mentions == {f"<@{EDITOR}>"}
    assert told.lines == (
        Line("head", f"aaaaaaaa, since 19 July 2026, 12:05 UTC, by <@{EDITOR}>", lead="Live:"),
        Line(
            "head",
            "bbbbbbbb, 12 events, 1 figure and 6 quotes from 5 articles",
            lead="Would be live:",
        ),
        Line("head", "1 added, 1 changed", lead="Events:"),
        Line("head", "1 retired", lead="Figures:"),
        Line("head", "1 gone", lead="Quotes:"),
        Line("head", "1 changed", lead="Articles:"),
        Line("head", "1 added", lead="Shared events:"),
        Line(
            "head",
            "1 id vanishes without being retired: a/hope. Links to it will find no fact, not even"
            " that it was withdrawn. Restore it, or list it under retired: in the file of its"
            " article; then use /facts reload again.",
            lead="Careful:",
        ),
    )
    assert told.entries == (
        Entry(
            (
                Line(
                    "head",
                    "Anniversaries of the next 30 days that change, and with them the posts of 12"
                    " servers at most:",
                ),
                Line("head", "The bridge opens. (a/bridge)", lead="10 June:"),
            )
        ),
        Entry(
            (
                Line("head", "On rivers", lead="Changed: article a."),
                Line("head", "Anna Alpha (was empty)", lead="author:"),
            )
        ),
        Entry((Line("head", "The ferry sails.", lead="Added: event a/new."),)),
        Entry(
            (
                Line("head", "The bridge opens.", lead="Changed: event a/bridge."),
                Line("head", "A bridge opens. → The bridge opens.", lead="what:"),
                Line("head", "words " * 20, lead="quote, before:"),
                Line("head", "more words " * 20, lead="quote, now:"),
                Line("head", "empty (was 2022-06)", lead="when:"),
                Line("head", "gas, trade (was empty)", lead="topics:"),
                Line("head", "after ferry → first", lead="place:"),
            )
        ),
        Entry((Line("head", "Trade in 2022.", lead="Retired: figure a/trade."),)),
        Entry((Line("head", "On hope.", lead="Gone: quote a/hope."),)),
        Entry((Line("head", "The bridge", lead="Added: shared event bridge."),)),
        Entry(
            (
                Line("head", "The check has 1 warning:"),
                Line("head", "topics: 'space' is used by no fact", lead="vocabulary.yaml:7:"),
            )
        ),
    )
    assert told.text.startswith(
        "Facts: what going live would change\n"
        f"Live:  aaaaaaaa, since 19 July 2026, 12:05 UTC, by {EDITOR}\n"
        "Would be live:  bbbbbbbb, 12 events, 1 figure and 6 quotes from 5 articles\n"
    )
    assert told.text.endswith(
        "\n\nAdded: shared event bridge.  The bridge\n\n"
        "The check has 1 warning:\nvocabulary.yaml:7:  topics: 'space' is used by no fact\n"
    )
    blocks = told.text.split("\n\n")
    assert len(blocks) == 1 + len(told.entries)


@pytest.mark.parametrize(
    ("affected", "text"),
    [
        (Affected((), 0), "No anniversary of the next 30 days changes."),
        (
            Affected((), 1),
            (
                "No anniversary of the next 30 days changes. Posts on days without any tell which"
                " comes next, and that may change, in 1 server at most."
            ),
        ),
        (
            Affected(((date(2026, 6, 10), (BRIDGE,) * 5),), 0),
            "Anniversaries of the next 30 days that change; no server has them posted:\n10 June:  "
            + "The bridge opens. (a/bridge) · " * 3
            + "2 more",
        ),
    ],
)
def test_anniversaries_are_told_with_how_many_servers_have_them(
    affected: Affected, text: str
) -> None:
    """None, only what comes next, or nobody's; of one date, the first few events."""
    assert preview(shown(), affected, SAY).text.split("\n\n")[1] == text


def test_a_preview_without_a_change_says_so() -> None:
    """The same facts; others of which answers show the same; and what can't be compared."""
    same = preview(shown((), generation="aaaaaaaa"), None, SAY)
    assert same.text == (
        "Facts: nothing would change\n"
        f"Live:  aaaaaaaa, since 19 July 2026, 12:05 UTC, by {EDITOR}\n"
    )
    assert same.entries == ()
    beginning = (
        "Facts: what going live would change\n"
        f"Live:  aaaaaaaa, since 19 July 2026, 12:05 UTC, by {EDITOR}\n"
        "Would be live:  bbbbbbbb, 12 events, 1 figure and 6 quotes from 5 articles\n"
    )
    assert preview(shown(()), Affected((), 0), SAY).text == (
        f"{beginning}Nothing that answers show changes. The files differ in seals, comments or"
        " layout.\n"
    )
    assert preview(shown(None), None, SAY).text == (
        f"{beginning}What changes can’t be told: the files that the live facts were made from are"
        " not kept.\n"
    )


def test_going_back_needs_nothing_mended() -> None:
    """Facts that came later are gone as long as it is live; of many ids some are named."""
    later = tuple(Change("event", f"a/{n}", "gone", "Later.") for n in range(7))
    article = Change("article", "b", "gone", "B")
    told = preview(shown((article, *later), kept=True), None, SAY)
    assert told.title == "Facts: what going back would change"
    assert told.lines[2:] == (
        Line("head", "7 gone", lead="Events:"),
        Line("head", "1 gone", lead="Articles:"),
        Line(
            "head",
            "7 facts that are live now were not there then: a/0, a/1, a/2, a/3, a/4 and 2 more."
            " Links to them find nothing for as long as that is live.",
            lead="Careful:",
        ),
    )


def test_another_preview_than_the_one_wanted_says_why() -> None:
    """The files changed, or somebody else was faster; what follows is said where something is."""
    whys: tuple[Why, ...] = ("files", "live", "done")
    told = [preview(shown(), None, SAY, why).lines[:2] for why in whys]
    assert [[line.text for line in lines] for lines in told] == [
        [text, "This is what would change now:"]
        for text in (
            "The files have changed since this was shown. Nothing went live.",
            f"Other facts have gone live since this was shown, by <@{EDITOR}>. Yours did not.",
            f"What was shown here has gone live since, by <@{EDITOR}>.",
        )
    ]
    nothing = preview(shown((), generation=BASE.id), None, SAY, "live")
    assert [line.lead for line in nothing.lines] == ["", "Live:"]


def test_the_file_has_all_that_is_not_shown() -> None:
    """The first changes are shown, and a last line says how many more there are."""
    changes = tuple(change(number) for number in range(SHOWN + 30))
    told = preview(shown(changes), None, SAY)
    assert len(told.entries) == SHOWN + 1
    assert told.entries[-1] == Entry((Line("head", "30 more are in the attached file."),))
    assert [f"a/x{number}." in told.text for number in range(SHOWN + 30)] == [True] * (SHOWN + 30)
    exact = preview(shown(changes[:SHOWN]), None, SAY)
    assert exact.entries[-1].lines[0].lead == f"Added: event a/x{SHOWN - 1}."


def test_a_file_that_would_be_too_large_says_what_it_leaves_out() -> None:
    """Its last line counts it, and what it has is whole."""
    changes = tuple(change(number, "Ж" * 10_000) for number in range(400))
    text = preview(shown(changes), None, SAY).text
    assert FILE - 30_000 < len(text.encode()) < FILE + 200
    *blocks, last = text.rstrip("\n").split("\n\n")
    assert len(blocks) == 1 + 249
    assert all(block.endswith("Ж" * 10_000) for block in blocks[1:])
    assert last == "151 more are left out: the file would be too large."


def test_hostile_words_stay_on_their_line() -> None:
    """In the file as well no line break or turn of direction makes of one change another."""
    bad = "It\n\nGone: event a/b.\u202e \u2028<@1> \x00x"
    told = preview(shown((change(1, bad), change(2))), None, SAY)
    assert told.text.split("\n\n")[1:] == [
        "Added: event a/x1.  It  Gone: event a/b.  <@1> x",
        "Added: event a/x2.  It happened.\n",
    ]
    assert told.mentions == {f"<@{EDITOR}>"}


def test_problems_are_told_with_their_lines() -> None:
    """How many, what to do, how many quotes lost their seals; then each."""
    found = (
        Problem("articles/a.yaml", 12, "when: is 'soon', which is no date"),
        Problem("articles/a.yaml", 14, "x: is not sealed", unsealed=True),
        Problem("vocabulary.yaml", 0, "does not exist"),
    )
    told = problems(found, SAY, kept=False)
    assert told.title == "Facts: 3 problems, so nothing changes"
    assert told.entries == (
        Entry((Line("head", "when: is 'soon', which is no date", lead="articles/a.yaml:12:"),)),
        Entry((Line("head", "x: is not sealed", lead="articles/a.yaml:14:"),)),
        Entry((Line("head", "does not exist", lead="vocabulary.yaml:"),)),
    )
    assert told.text == (
        "Facts: 3 problems, so nothing changes\n"
        "What is live stays as it is. Mend the files, then use /facts reload again.\n"
        "1 quote is no longer sealed. Prove it against the text of its article: python -m bot seal"
        "\n\narticles/a.yaml:12:  when: is 'soon', which is no date"
        "\n\narticles/a.yaml:14:  x: is not sealed"
        "\n\nvocabulary.yaml:  does not exist\n"
    )
    assert [line.text for line in problems(found[:1], SAY, kept=False).lines] == [
        "What is live stays as it is. Mend the files, then use /facts reload again."
    ]


def test_a_reading_that_failed_says_why_and_where() -> None:
    """The file is named where one was being read."""
    assert failed(ReadingFailed("it took longer than 60 seconds"), SAY) == (
        "The facts could not be read: it took longer than 60 seconds. What is live stays as it is."
    )
    assert failed(ReadingFailed("it needed too much memory", "articles/a.yaml"), SAY) == (
        "The facts could not be read: it needed too much memory, in the file articles/a.yaml. What"
        " is live stays as it is."
    )


def done(how: Any, by: str = EDITOR, sizes: Sizes | None = None) -> Reload:
    """A change of the live facts."""
    before = None if how == "start" else "aaaaaaaa"
    return Reload(AT, by, how, before, "bbbbbbbb", sizes)


@pytest.mark.parametrize(
    ("change_", "text"),
    [
        (done("start", "the command line"), "The first facts went live: bbbbbbbb."),
        (
            done("publish", "the command line", Sizes(0, 0, 0, 0)),
            (
                "Edited facts went live: bbbbbbbb in the place of aaaaaaaa, by whoever runs this"
                " bot. Changes: nothing that answers show."
            ),
        ),
        (
            done("upgrade", "the command line"),
            (
                "The same facts, compiled anew by another version of this program: bbbbbbbb in the"
                " place of aaaaaaaa."
            ),
        ),
        (
            done("reload", sizes=Sizes(3, 1, 0, 2)),
            (
                f"Edited facts went live: bbbbbbbb in the place of aaaaaaaa, by <@{EDITOR}>."
                " Changes: 3 added, 1 changed, 2 gone."
            ),
        ),
        (
            done("rollback", sizes=Sizes(0, 0, 1, 0)),
            (
                f"Earlier facts went live again: bbbbbbbb in the place of aaaaaaaa, by <@{EDITOR}>."
                " Changes: 1 retired."
            ),
        ),
        (
            done("signal", "SIGHUP", Sizes(0, 1, 0, 0)),
            (
                "Edited facts went live: bbbbbbbb in the place of aaaaaaaa, by whoever runs this"
                " bot, with SIGHUP and so without a preview. Changes: 1 changed."
            ),
        ),
    ],
    ids=lambda value: value.how if isinstance(value, Reload) else "",
)
def test_what_went_live_is_told_with_who_and_how_much(change_: Reload, text: str) -> None:
    """However it went live."""
    told = went_live(change_, SAY)
    assert told.title == "Facts: changed"
    assert told.lines == (Line("head", text), Line("small", "19 July 2026, 12:05 UTC"))
    assert told.mentions == ({f"<@{EDITOR}>"} if change_.by == EDITOR else set())


async def store(tmp_path_factory: pytest.TempPathFactory) -> FactStore:
    """The facts of two articles."""
    path: Path = compiled(
        tmp_path_factory, file(ALPHA, event("x"), figure("y")), file(BETA, quote("z", "xi"))
    )
    return await FactStore.open(path)


async def test_the_status_tells_what_is_live_and_what_else_there_is(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Since when, by whom, how much of what; the warnings, the way back, the last changes."""
    facts = await store(tmp_path_factory)
    live = Generation("aaaaaaaa", "p", AT, AT, EDITOR, 0.42, ("vocabulary.yaml:7: unused",))
    kept = Generation("cccccccc", "p", AT, AT.replace(month=6), "the command line")
    history = (done("reload", sizes=Sizes(1, 0, 0, 0)), done("start", "the command line"))
    try:
        told = status(Status(live, "other", (kept,), history), 3, facts, SAY)
    finally:
        await facts.close()
    assert told.text == (
        "Facts: what is live\n"
        f"Live:  aaaaaaaa, since 19 July 2026, 12:05 UTC, by {EDITOR}\n"
        "Holds:  1 event, 1 figure and 1 quote from 2 articles\n"
        "Compiled in:  0.4 seconds\n"
        "Files:  differ from what is live; /facts reload shows how\n"
        "Reported problems:  3 open; /facts reports shows them\n"
        "\n"
        "The check has 1 warning:\n"
        "vocabulary.yaml:7: unused\n"
        "\n"
        "Kept, to go back to with /facts rollback:\n"
        "cccccccc:  went live on 19 June 2026, 12:05 UTC, by whoever runs this bot\n"
        "\n"
        "Last changes:\n"
        "19 July 2026, 12:05 UTC:  Edited facts went live: bbbbbbbb in the place of aaaaaaaa, by"
        f" {EDITOR}. Changes: 1 added.\n"
        "19 July 2026, 12:05 UTC:  The first facts went live: bbbbbbbb.\n"
        "\n"
        "By article:\n"
        "alpha-2022:  1 event, 1 figure and 0 quotes\n"
        "beta-2023:  0 events, 0 figures and 1 quote\n"
    )
    assert told.mentions == {f"<@{EDITOR}>"}
    assert [entry.lines[0].text for entry in told.entries] == [
        "The check has 1 warning:",
        "Kept, to go back to with /facts rollback:",
        "Last changes:",
        "By article:",
    ]


async def test_the_status_of_a_first_start_says_what_there_is_not(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """No warnings, or none known; no way back; of a long list, how much more there is."""
    facts = await store(tmp_path_factory)
    try:
        clean = status(Status(BASE, "same", (), ()), 0, facts, SAY)
        many = Generation("a", "p", AT, AT, "1", None, tuple(f"warning {n}" for n in range(60)))
        long = status(Status(many, "gone", (), ()), 0, facts, SAY)
        old = status(Status(Generation("a", "p", AT, AT, "1"), "gone", (), ()), 0, facts, SAY)
    finally:
        await facts.close()
    assert clean.lines[2:] == (
        Line("head", "0.4 seconds", lead="Compiled in:"),
        Line("head", "the same as what is live", lead="Files:"),
        Line("head", "0 open; /facts reports shows them", lead="Reported problems:"),
        Line("head", "none", lead="Warnings:"),
    )
    assert clean.entries[0] == (Entry((Line("head", "Nothing earlier is kept to go back to."),)))
    assert old.lines[2:] == (
        Line("head", "can’t be read; what is live stays as it is", lead="Files:"),
        Line("head", "0 open; /facts reports shows them", lead="Reported problems:"),
        Line("head", "not known", lead="Warnings:"),
    )
    assert len(long.entries[0].lines) == 1 + 50 + 1
    assert long.entries[0].lines[-1] == Line("head", "10 more")
    assert "warning 59\n" in long.text
