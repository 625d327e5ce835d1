"""`/fact`: all of one fact; and the source words behind a page of any answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.question import parse_line
from tests.answers.make import (
    ALPHA,
    BETA,
    GAMMA,
    ask,
    compiled,
    event,
    figure,
    file,
    kinds,
    note,
    quote,
    shown,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each kind of fact with all that can be said of it; one sealed, one withdrawn."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event(
                "treaty-signed",
                "2001-07-19",
                what="The treaty is signed.",
                happening="signing",
                topics=("treaty", "trade"),
                people=("putin", "sco"),
                notes=[
                    note("The 16th.", disputes="when", rival="2001-07-16"),
                    note("In Moscow.", source="A register."),
                ],
            ),
            quote(
                "putin-model",
                "putin",
                voice="direct",
                quote="“a true model”",
                occasion="On television.",
                topics="treaty",
            ),
            retired=("gone", "treaty-old"),
        ),
        file(
            BETA,
            event("opening", "2025", status="planned", what="It opens.", when_words="soon"),
            quote("wang", "wang-yi", topics="treaty"),
        ),
        file(
            GAMMA,
            figure(
                "share",
                "oil-share",
                value="19",
                relation="at-least",
                what="Oil.",
                derived_from="a fifth, or nearly",
                derived_how="A fifth is 20.",
                when_words="now",
                topics="gas",
            ),
        ),
        seals={"alpha-2022": {"treaty-signed": "1543-1629:302e3ffb1eb9aaaa"}},
    )


async def test_a_fact_is_told_in_full(facts: Path) -> None:
    """Words, date, notes with their sources, seal, and how to cite it."""
    assert shown(await ask(facts, "/fact alpha-2022/treaty-signed")) == (
        "Fact alpha-2022/treaty-signed\n"
        "  In the author’s own voice: Anna Alpha.\n"
        "\n"
        "Event:  The treaty is signed. [1]\n"
        "    > the words of treaty-signed [1]\n"
        "When:  19 July 2001\n"
        "Part of:  The treaty’s signing\n"
        "Topics:  Treaties, Trade\n"
        "People and bodies:  Vladimir Putin, Shanghai Cooperation Organisation\n"
        "    Fact editors’ note, date disputed, elsewhere 16 July 2001:"
        " The 16th. (Source: A record)\n"
        "    Fact editors’ note: In Moscow. (Source: A register)\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)\n"
        "\n"
        "  Sealed: the words were proved against the article’s text,"
        " characters 1543 to 1629; seal 302e3ffb1eb9\n"
        "  To cite: Anna Alpha, On relations, about February 2022 (inferred);"
        " Footnote fact alpha-2022/treaty-signed"
    )


async def test_a_figure_has_its_value_measure_and_derivation(facts: Path) -> None:
    """No period, so as of its undated article; what was derived says from which words."""
    assert shown(await ask(facts, "/fact gamma-2024/share")) == (
        "Fact gamma-2024/share\n"
        "  In the author’s own voice: Carl Gamma.\n"
        "\n"
        "Figure:  Oil. [1]\n"
        "    > the words of share [1]\n"
        "Value:  at least 19%\n"
        "Measure:  Share of oil\n"
        "Direction:  from Russia to China\n"
        "Period:  not given\n"
        "As of:  an undated article filed as 2024\n"
        "Derived from:  “a fifth, or nearly”: A fifth is 20.\n"
        "Time in the article’s words:  “now”\n"
        "Topics:  Gas\n"
        "\n"
        "  [1] Gamma (news), undated (filed as 2024)\n"
        "\n"
        "  Not sealed: the words were not proved against the article’s text.\n"
        "  To cite: Carl Gamma, Untitled text gamma-2024, undated (filed as 2024);"
        " Footnote fact gamma-2024/share"
    )


async def test_a_direct_quote_is_in_quotation_marks(facts: Path) -> None:
    """The speaker's words, once within marks, and the occasion."""
    answer = await ask(facts, "/fact alpha-2022/putin-model")
    assert answer.scope == ("Said by Vladimir Putin, quoted directly.",)
    assert kinds(answer) == [
        ("head", "On putin-model."),
        ("direct", "a true model"),
        ("text", "On television."),
        ("text", "Treaties"),
    ]


async def test_a_reported_statement_is_not(facts: Path) -> None:
    """The words are the article's."""
    answer = await ask(facts, "/fact beta-2023/wang")
    assert answer.scope == ("Said by Wang Yi, reported in the article’s words.",)
    assert kinds(answer)[1] == ("quote", "the words of wang")


async def test_a_plan_s_outcome_is_not_known(facts: Path) -> None:
    """Status and the unsigned author are said in words."""
    answer = await ask(facts, "/fact beta-2023/opening")
    assert answer.scope == ("In the author’s own voice: unsigned.",)
    assert "Status:  planned, as of 24 February 2023; outcome: the articles do not say\n" in shown(
        answer
    )
    assert answer.closing[1] == (
        "To cite: Unsigned, Untitled text beta-2023, 24 February 2023;"
        " Footnote fact beta-2023/opening"
    )


@pytest.mark.parametrize("typed", ["[alpha-2022/putin-model]", "`Alpha-2022/Putin-Model`"])
async def test_an_id_is_found_however_it_was_copied(facts: Path, typed: str) -> None:
    """Brackets, backticks and capitals are no part of it."""
    assert (await ask(facts, f"/fact {typed}")).title == "Fact alpha-2022/putin-model"


async def test_a_withdrawn_fact_is_said_to_be_that(facts: Path) -> None:
    """An old link is no error; the nearest ids are offered."""
    assert shown(await ask(facts, "/fact alpha-2022/treaty-old")) == (
        "Fact alpha-2022/treaty-old: withdrawn\n"
        "  The fact editors have withdrawn this fact. Its id is not given to another one.\n"
        "\n"
        "    The nearest ids there are:\n"
        "\n"
        "alpha-2022/treaty-signed  The treaty is signed.\n"
        "\n"
        "alpha-2022/putin-model  On putin-model."
    )


async def test_an_unknown_id_has_the_nearest(facts: Path) -> None:
    """A slip at its end still finds the id that begins so, then what its words find."""
    assert shown(await ask(facts, "/fact alpha-2022/treaty-sined")) == (
        "There is no fact alpha-2022/treaty-sined\n"
        "  A fact’s id looks like article/fact. Every answer shows them under"
        " “Show source words”.\n"
        "\n"
        "    The nearest ids there are:\n"
        "\n"
        "alpha-2022/treaty-signed  The treaty is signed.\n"
        "\n"
        "alpha-2022/putin-model  On putin-model."
    )


async def test_an_id_like_no_other_offers_nothing(facts: Path) -> None:
    """Nothing is guessed."""
    answer = await ask(facts, "/fact zzz")
    assert (answer.title, answer.entries, answer.found) == ("There is no fact zzz", (), False)


async def test_source_words_show_what_stands_behind_a_page(facts: Path) -> None:
    """Each fact's words, voice, id and all its notes; direct words alone in quotation marks."""
    question = parse_line("/search treaty").viewed("words")
    answer = await ask(facts, question)
    shown_words = shown(answer)
    assert shown_words.startswith(
        "Search: treaty – source words\n  3 facts behind this page, in the articles’ words.\n"
    )
    assert (
        "The treaty is signed.\n"
        "    in the author’s voice (Anna Alpha) · alpha-2022/treaty-signed\n"
        "    > the words of treaty-signed [1]\n"
        "    Fact editors’ note, date disputed, elsewhere 16 July 2001:"
        " The 16th. (Source: A record)\n"
        "    Fact editors’ note: In Moscow. (Source: A register)\n"
    ) in shown_words
    assert (
        "On putin-model.\n"
        "    said by Vladimir Putin, quoted directly · alpha-2022/putin-model\n"
        "    > “a true model” [1]\n"
    ) in shown_words
    assert (
        "On wang.\n"
        "    said by Wang Yi, in the article’s words · beta-2023/wang\n"
        "    > the words of wang [2]\n"
    ) in shown_words
    assert [note.text for note in answer.footnotes] == [
        "Alpha (opinion), about February 2022 (inferred)",
        "Unsigned (analysis), 24 February 2023",
    ]
    assert (answer.page, answer.pages, answer.question.view) == (1, 1, "words")
