"""`/compare`: accounts side by side, and verdicts from value, relation, period and date alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.model import Answer
from bot.corpus.model import Corpus, Event, Figure, Vocabulary
from bot.store.compile import compile_corpus
from tests.answers.make import (
    ALPHA,
    BETA,
    GAMMA,
    VOCABULARY,
    article,
    ask,
    compiled,
    entries,
    event,
    figure,
    file,
    kinds,
    note,
    quote,
    refusal,
    shown,
)

BY_VALUES = (
    "Verdicts use the numbers, words such as “over” or “about” beside them, and the periods only;"
    " they never say who is right. Values of periods that do not overlap are not compared; a period"
    " without an end (“since ...”) reaches to the date of its article."
)
BY_DATES = "Verdicts use the dates only; they never say who is right."
ALONE = "Only one article tells of it: there is nothing to compare it with."


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trade told by three articles; a signing by three, a summit by one, an anniversary by two."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            figure("floor", value="100", relation="over", period="2018/.."),
            figure("trade-2021", period="2021"),
            figure("share", "oil-share", value="19", relation="about", period="2021"),
            event(
                "signing",
                "2001-07-19",
                happening="signing",
                notes=[
                    note("It was the 16th.", disputes="when", rival="2001-07-16"),
                    note("The hall was full."),
                ],
            ),
            event("summit", "2021", happening="summit"),
            event("celebrated", "2024-05", happening="anniversary", status="planned"),
        ),
        file(
            BETA,
            figure("record", claim="record high", relation="claim", period="2022"),
            figure("eleven", value="200", relation="over", period="2023-01/2023-11"),
            figure("rank", "trade-rank", value="1"),
            figure("share", "oil-share", value="30", period="2021"),
            event("signed", "2001", happening="signing", voice="reported", speaker="putin"),
        ),
        file(
            GAMMA,
            figure(
                "trade-2023",
                value="190",
                period="2023",
                notes=[note("Customs say 218.", disputes="value")],
            ),
            figure("rank", "trade-rank", value="2"),
            event("treaty", "2001-07-16", happening="signing"),
            event("feast", "2024-06-02", happening="anniversary"),
        ),
    )


async def test_a_measure_s_claims_stand_side_by_side_with_verdicts(facts: Path) -> None:
    """Each with its words and article, below it how it agrees with those whose periods overlap."""
    assert shown(await ask(facts, "/compare what:bilateral-trade")) == (
        "Compare: Bilateral trade\n"
        "  5 results from 3 of 3 articles\n"
        "  USD billion, both directions; values are not merged\n"
        f"  {BY_VALUES}\n"
        "\n"
        "Since 2018:  over 100 USD billion (as of about February 2022) [1]\n"
        "    > the words of floor [1]\n"
        "\n"
        "2021:  146.8 USD billion [1]\n"
        "    > the words of trade-2021 [1]\n"
        "Since 2018 / 2021: compatible.  2021 lies in the period."
        " 146.8 USD billion is over 100 USD billion. [1]\n"
        "\n"
        "2022:  “record high”, no number given [2]\n"
        "    > the words of record [2]\n"
        "2022: not comparable.  Without a number there is nothing to compare. [2]\n"
        "\n"
        "2023:  190 USD billion (value disputed) [3]\n"
        "    > the words of trade-2023 [3]\n"
        "\n"
        "January to November 2023:  over 200 USD billion [2]\n"
        "    > the words of eleven [2]\n"
        "2023 / January to November 2023: not comparable.  One period is part of the other, so"
        " these are numbers of different times: 190 USD billion; over 200 USD billion. [3] [2]\n"
        "\n"
        "    Fact editors’ note, value disputed: Customs say 218. (Source: A record)"
        " This is about: 2023 (190 USD billion) [3]\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)\n"
        "  [2] Unsigned (analysis), 24 February 2023\n"
        "  [3] Gamma (news), undated (filed as 2024)\n"
        "\n"
        "  All in the authors’ own voice."
    )


async def test_values_of_one_period_that_can_t_both_be_are_different(facts: Path) -> None:
    """An approximate number says how it is read; each verdict names both articles."""
    answer = await ask(facts, "/compare what:oil-share")
    assert entries(answer) == [
        (
            "2021:  about 19% [1]\n"
            "    > the words of share [1]\n"
            "2021:  30% [2]\n"
            "    > the words of share [2]\n"
            "2021: different.  30% does not fit about 19%, which is read as 18 to 20. [1] [2]"
        )
    ]


async def test_numbers_without_a_period_are_not_compared(facts: Path) -> None:
    """Rank 1 and rank 2 of unknown times contradict nothing."""
    answer = await ask(facts, "/compare what:trade-rank")
    assert verdicts(answer) == [
        (
            "No period given: not comparable."
            " A number without a period is not compared with one of another time."
        )
    ]


async def test_accounts_of_an_event_are_compared_by_their_dates(facts: Path) -> None:
    """Each date with each; editors' notes stand below, and a rival date of theirs is no side."""
    assert shown(await ask(facts, "/compare what:signing")) == (
        "Compare: The treaty’s signing\n"
        "  3 accounts from 3 of 3 articles\n"
        f"  {BY_DATES}\n"
        "\n"
        "19 July 2001:  Signing takes place. (date disputed) [1]\n"
        "    > the words of signing [1]\n"
        "\n"
        "16 July 2001:  Treaty takes place. [2]\n"
        "    > the words of treaty [2]\n"
        "\n"
        "2001:  Signed takes place. (said by Vladimir Putin, in the article’s words) [3]\n"
        "    > the words of signed [3]\n"
        "\n"
        "19 July 2001 / 16 July 2001: different.  No day lies in both. [1] [2]\n"
        "19 July 2001 / 2001: compatible.  Day against year: one lies within the other. [1] [3]\n"
        "16 July 2001 / 2001: compatible.  Day against year: one lies within the other. [2] [3]\n"
        "\n"
        "    Fact editors’ note, date disputed, elsewhere 16 July 2001: It was the 16th."
        " (Source: A record) This is about: 19 July 2001 [1]\n"
        "    Fact editors’ note: The hall was full. (Source: A record)"
        " This is about: 19 July 2001 [1]\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)\n"
        "  [2] Gamma (news), undated (filed as 2024)\n"
        "  [3] Unsigned (analysis), 24 February 2023"
    )


async def test_a_plan_and_its_outcome_do_not_contradict_each_other(facts: Path) -> None:
    """Planned for May, held in June: of another kind, not different."""
    assert verdicts(await ask(facts, "/compare what:anniversary")) == [
        (
            "2 June 2024 / May 2024: not comparable. One tells of the plan, the other of what"
            " became of it: neither contradicts the other."
        )
    ]


async def test_what_one_article_alone_says_is_not_compared(
    facts: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Neither an event nor two values of one year, whatever they are to each other."""
    answer = await ask(facts, "/compare what:summit")
    assert answer.scope == ("1 account from 1 of 3 articles", ALONE)
    assert verdicts(answer) == []
    path = compiled(
        tmp_path_factory,
        file(ALPHA, figure("a", period="2021"), figure("b", value="90", period="2021")),
    )
    answer = await ask(path, "/compare what:bilateral-trade")
    assert answer.scope[2] == ALONE
    assert verdicts(answer) == []
    assert len(answer.facts) == 2


async def test_all_that_articles_say_of_an_event_stands_side_by_side(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Statements and numbers too, each with its words and voice; only numbers have a verdict."""
    of_it = {"happening": "summit"}
    path = compiled(
        tmp_path_factory,
        file(
            ALPHA,
            event("summit", "2021", **of_it),
            figure("rank", "trade-rank", value="1", period="2021", **of_it),
            quote("hoped", "xi", occasion="At the summit.", **of_it),
        ),
        file(
            BETA,
            figure("rank", "trade-rank", value="1", period="2021", **of_it),
            quote("noted", notes=[note("Nobody else does.")], **of_it),
        ),
        file(GAMMA, event("elsewhere", "2021")),
    )
    assert shown(await ask(path, "/compare what:summit")) == (
        "Compare: The summit\n"
        "  5 accounts from 2 of 3 articles\n"
        "  Verdicts use the dates and numbers only; they never say who is right.\n"
        "\n"
        "2021:  Summit takes place. [1]\n"
        "    > the words of summit [1]\n"
        "\n"
        "Figure, 2021:  rank 1. What rank is.\n"
        "    > the words of rank [1]\n"
        "\n"
        "Figure, 2021:  rank 1. What rank is.\n"
        "    > the words of rank [2]\n"
        "\n"
        "Xi Jinping (reported):  On hoped.\n"
        "    At the summit.\n"
        "    > the words of hoped [1]\n"
        "\n"
        "Unsigned (author):  On noted.\n"
        "    > the words of noted [2]\n"
        "\n"
        "2021: the same.  The claims agree: rank 1. [1] [2]\n"
        "\n"
        "    Fact editors’ note: Nobody else does. (Source: A record)"
        " This is about: Unsigned [2]\n"
        "\n"
        "  [1] Alpha (opinion), about February 2022 (inferred)\n"
        "  [2] Unsigned (analysis), 24 February 2023"
    )


async def test_words_alone_have_no_verdict(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where statements of several articles stand beside one date there is nothing to derive."""
    of_it = {"happening": "summit"}
    path = compiled(
        tmp_path_factory,
        file(ALPHA, event("summit", "2021", **of_it), quote("hoped", "xi", **of_it)),
        file(BETA, quote("noted", **of_it)),
    )
    answer = await ask(path, "/compare what:summit")
    assert answer.scope == (
        "3 accounts from 2 of 2 articles",
        (
            "No two articles give dates or numbers of it that could be compared: what they say"
            " stands side by side, without a verdict."
        ),
    )
    assert [told.id for told in answer.facts] == [
        "alpha-2022/summit",
        "alpha-2022/hoped",
        "beta-2023/noted",
    ]
    assert verdicts(answer) == []


async def test_what_no_article_says_is_said_plainly(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A measure and an event that the vocabulary has and no fact uses."""
    path = compiled(tmp_path_factory, file(ALPHA, event("a", "2021")))
    for key, name in (("oil-share", "Share of oil"), ("summit", "The summit")):
        answer = await ask(path, f"/compare what:{key}")
        assert answer.title == f"Compare: {name} – the articles do not say"
        assert not answer.found
        assert answer.scope[0].startswith("The only article was searched")


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("bilateral trade", "Compare: Bilateral trade"),
        ("Bilateral trade ру", "Compare: Bilateral trade"),
        ("The summit 中", "Compare: The summit"),
        ("signing", "Compare: The treaty’s signing"),
    ],
)
async def test_a_measure_or_an_event_is_asked_for_by_any_name(
    facts: Path, typed: str, title: str
) -> None:
    """By key, label or alias in any language; the option's name may be left out."""
    assert (await ask(facts, f"/compare {typed}")).title == title


async def test_a_name_that_is_none_is_explained(facts: Path) -> None:
    """With what comes nearest, of either kind; without a name, that one is wanted."""
    assert await refusal(facts, "/compare what:biletral trade") == (
        "The articles have no single measure or event “biletral trade”. Did you mean “Bilateral"
        " trade”?"
    )
    assert await refusal(facts, "/compare what:the sumit") == (
        "The articles have no single measure or event “the sumit”. Did you mean “The summit”?"
    )
    assert await refusal(facts, "/compare what:penguins") == (
        "The articles have no measure and no event “penguins”. Pick one from the list that opens"
        " as you type, or use /search."
    )
    assert "what:" in await refusal(facts, "/compare")


def articles(count: int, *of: Figure | Event) -> list[tuple[str, Figure | Event]]:
    """Facts shared out among so many articles."""
    return [(f"a{place % count}", fact) for place, fact in enumerate(of)]


def shared(folders: pytest.TempPathFactory, *of: Figure | Event) -> Path:
    """Facts told in turn by four articles of 2024."""
    told = articles(4, *of)
    published = {"date": "2024-06-01", "basis": "stated", "why": "Its dateline."}
    return compiled(
        folders,
        *(
            file(
                article(name, short=name, published=published),
                *(fact for of_article, fact in told if of_article == name),
            )
            for name in sorted({name for name, _ in told})
        ),
    )


async def test_facts_that_say_one_thing_are_told_to_agree(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Once, with all their articles; another value is compared with all of them at once."""
    path = shared(
        tmp_path_factory,
        figure("a", value="90", period="2021"),
        figure("b", value="90.0", period="2021"),
        figure("c", value="100", relation="at-most", period="2021"),
        figure("d", value="100", relation="up-to", period="2021"),
    )
    assert verdicts(await ask(path, "/compare what:bilateral-trade")) == [
        "2021: the same. The claims agree: 90 USD billion.",
        "2021: the same. The claims agree: at most 100 USD billion.",
        "2021: compatible. 90 USD billion is at most 100 USD billion.",
    ]


async def test_numbers_of_no_period_agree_or_are_not_compared(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Two articles' rank 1 is one claim, and no claim about the rank of 2020."""
    path = shared(
        tmp_path_factory,
        figure("a", "trade-rank", value="1"),
        figure("b", "trade-rank", value="1"),
        figure("c", "trade-rank", value="1", period="2020"),
    )
    assert verdicts(await ask(path, "/compare what:trade-rank")) == [
        "No period given: the same. The claims agree: rank 1.",
        (
            "No period given: not comparable."
            " A number without a period is not compared with one of another time."
        ),
    ]


async def test_a_forecast_is_no_measurement(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where the numbers agree that is said; where not, neither contradicts the other."""
    path = shared(
        tmp_path_factory,
        figure("a", value="90", period="2021"),
        figure("b", value="90", period="2021", status="forecast"),
        figure("c", value="99", period="2021", status="planned"),
    )
    kinds_differ = "They are of different kinds (measured, forecast or planned), so neither"
    assert verdicts(await ask(path, "/compare what:bilateral-trade")) == [
        ("2021: compatible. The numbers agree, though not both are measured: 90 USD billion."),
        *(
            f"2021: not comparable. {kinds_differ} contradicts the other: 90 USD billion;"
            " 99 USD billion."
            for _ in range(2)
        ),
    ]


async def test_of_many_values_each_is_compared_with_the_first(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Six different values of one year give five verdicts, not fifteen."""
    values = [figure(f"v{n}", value=str(90 + n), period="2021") for n in range(6)]
    answer = await ask(shared(tmp_path_factory, *values), "/compare bilateral-trade")
    found = verdicts(answer)
    assert len(found) == 5
    assert kinds(answer)[-1] == (
        "small",
        (
            "With so many claims, not every two are compared: where one period has several, each is"
            " compared with the first."
        ),
    )
    assert all("90 USD billion; " in text or "; 90 USD billion" in text for text in found)


async def test_a_later_page_is_compared_with_what_earlier_pages_have(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A period that holds all others stands on page 1 and in the verdicts of each page, whose
    source words it is among."""
    path = shared(
        tmp_path_factory,
        figure("since", value="100", relation="over", period="2000/.."),
        *(figure(f"y{year}", value=str(year), period=str(year)) for year in range(2001, 2020)),
    )
    for page, years in ((1, range(2001, 2008)), (2, range(2008, 2016)), (3, range(2016, 2020))):
        answer = await ask(path, f"/compare what:bilateral-trade page:{page}")
        assert (answer.page, answer.pages) == (page, 3)
        assert verdicts(answer) == [
            f"Since 2000 / {year}: compatible. {year} lies in the period."
            f" {year} USD billion is over 100 USD billion."
            for year in years
        ]
        assert "a0/since" in {told.id for told in answer.facts}
    beyond = await ask(path, "/compare what:bilateral-trade page:99")
    assert beyond.page == 3


async def test_a_period_that_goes_on_over_pages_is_compared_across_them(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What page 2 gives for the year of page 1 is judged against the values there."""
    values = [figure(f"v{n}", value=str(90 + n), period="2021") for n in range(9)]
    answer = await ask(shared(tmp_path_factory, *values), "/compare what:bilateral-trade page:2")
    found = verdicts(answer)
    assert found[0].startswith("2021: different. Two numbers for one period: ")
    assert 1 <= len(found) <= 6
    assert len(answer.entries) == 1


async def test_accounts_on_a_later_page_are_compared_with_the_most_precise(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """It stands on page 1 and is not told again, but its words are among the page's."""
    days = [event(f"d{n}", f"2021-05-{n + 1:02}", happening="summit") for n in range(8)]
    path = shared(tmp_path_factory, *days, event("month", "2021-05", happening="summit"))
    first = await ask(path, "/compare what:summit")
    assert (first.pages, len(verdicts(first))) == (2, 7)
    assert kinds(first)[-1] == (
        "small",
        (
            "With so many dates, not every two are compared: each is compared with the first, the"
            " most precise."
        ),
    )
    second = await ask(path, "/compare what:summit page:2")
    assert verdicts(second) == [
        "1 May 2021 / May 2021: compatible. Day against month: one lies within the other."
    ]
    assert [told.id for told in second.facts] == ["a0/month", "a0/d0"]


async def test_a_note_stands_below_once_with_every_claim_that_it_is_on(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """With the note of a claim that only an earlier page shows, but that is compared here."""
    alike, own = [note("They count alike.")], [note("It is a floor.")]
    said, floor = (f"{line} (Source: A record)" for line in ("They count alike.", "It is a floor."))
    path = shared(
        tmp_path_factory,
        figure("since", value="100", relation="over", period="2000/..", notes=own),
        *(figure(f"y{year}", value="200", period=str(year)) for year in range(2001, 2008)),
        *(
            figure(f"y{year}", value="200", period=str(year), notes=alike)
            for year in range(2008, 2010)
        ),
        *(
            event(f"d{day}", f"2021-05-0{day}", happening="summit", notes=own if day == 3 else ())
            for day in range(1, 10)
        ),
    )
    answer = await ask(path, "/compare what:bilateral-trade page:2")
    assert notes(answer) == [
        (
            f"{said} This is about: 2008 (200 USD billion); 2009 (200 USD billion)",
            ("a0", "a1"),
        ),
        (f"{floor} This is about: since 2000 (over 100 USD billion)", ("a0",)),
    ]
    for page in (1, 2):
        answer = await ask(path, f"/compare what:summit page:{page}")
        assert notes(answer) == [
            (f"{floor} This is about: 3 May 2021", ("a0",)),
        ]


async def test_an_open_period_is_known_up_to_its_article(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """An article of early 2022 says nothing of all 2022, and holds what began later but before."""
    path = compiled(
        tmp_path_factory,
        file(
            ALPHA,
            figure("floor", value="100", relation="over", period="2018/.."),
            figure("later", value="150", relation="over", period="2020/.."),
        ),
        file(BETA, figure("year", value="180", period="2022")),
    )
    partly = "The periods overlap only in part, so these are numbers of different times:"
    assert verdicts(await ask(path, "/compare what:bilateral-trade")) == [
        (
            "Since 2018 / since 2020: compatible. One period lies within the other. One number can"
            " be above both floors: over 100 USD billion; over 150 USD billion."
        ),
        f"Since 2018 / 2022: not comparable. {partly} over 100 USD billion; 180 USD billion.",
        f"Since 2020 / 2022: not comparable. {partly} over 150 USD billion; 180 USD billion.",
    ]


async def test_an_article_does_not_agree_with_itself(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What one article says twice is shown twice, and is no agreement."""
    path = compiled(
        tmp_path_factory,
        file(
            ALPHA,
            figure("a", period="2021"),
            figure("b", period="2021"),
            event("c", "2021", happening="summit"),
            event("d", "2021", happening="summit"),
        ),
        file(BETA, figure("e", value="90", period="2020"), event("f", happening="summit")),
    )
    assert verdicts(await ask(path, "/compare what:bilateral-trade")) == []
    assert verdicts(await ask(path, "/compare what:summit")) == [
        "2021 / no date given: not comparable. Not every account gives a date."
    ]


async def test_plans_are_told_apart_from_what_happened(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Two plans differ; either is held against what happened as a plan. A plan alone says that no
    article knows more."""
    path = shared(
        tmp_path_factory,
        event("a", "2021-06", happening="summit", status="planned"),
        event("b", "2021-05", happening="summit", status="planned"),
        event("c", "2021-06", happening="summit"),
        event("d", "2022", happening="anniversary", status="planned"),
    )
    apart = "One tells of the plan, the other of what became of it: neither contradicts the other."
    answer = await ask(path, "/compare what:summit")
    assert verdicts(answer) == [
        "June 2021: the same. The accounts agree on the date.",
        "June 2021 / May 2021: different. No day lies in both.",
        f"June 2021 / May 2021: not comparable. {apart}",
    ]
    assert "outcome: this article does not say" in shown(answer)
    alone = await ask(path, "/compare what:anniversary")
    assert "outcome: the articles do not say" in shown(alone)


async def test_a_name_of_a_measure_and_of_an_event_is_asked_back(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """By their keys, which are never taken for a name of something else."""
    words = VOCABULARY.model_dump()
    words["happenings"]["summit"]["aliases"] = ("trade",)
    words["measures"]["oil-share"]["aliases"] = ("summit",)
    corpus = Corpus(
        vocabulary=Vocabulary.model_validate(words),
        articles=(file(ALPHA, event("a", "2021", happening="summit")),),
    )
    path = tmp_path_factory.mktemp("named") / "facts.db"
    compile_corpus(corpus, {}, "print", path)
    assert (await refusal(path, "/compare what:trade")).endswith(
        "Did you mean “bilateral-trade” or “summit”?"
    )
    assert (await ask(path, "/compare what:summit")).title == "Compare: The summit"


async def test_open_periods_of_articles_of_different_dates_do_not_differ(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """37 since 2013 in 2022 and 45 since 2013 in 2023 can both be right."""
    path = compiled(
        tmp_path_factory,
        file(ALPHA, figure("few", value="37", period="2013/..")),
        file(BETA, figure("more", value="45", period="2013/..")),
    )
    assert verdicts(await ask(path, "/compare what:bilateral-trade")) == [
        (
            "Since 2013: not comparable. The period has no end, and the articles may know it up to"
            " different days: 37 USD billion; 45 USD billion."
        )
    ]


def notes(answer: Answer) -> list[tuple[str, tuple[str, ...]]]:
    """The fact editors' notes, which stand last, with the short names of the articles marked."""
    names = {footnote.number: footnote.text.split()[0] for footnote in answer.footnotes}
    *above, below = answer.entries
    assert not any(line.kind == "note" for entry in above for line in entry.lines)
    return [(line.text, tuple(names[mark] for mark in line.marks)) for line in below.lines]


def verdicts(answer: Answer) -> list[str]:
    """The verdict lines, without their marks."""
    return [
        f"{line.lead} {line.text}"
        for entry in answer.entries
        for line in entry.lines
        if line.kind == "text"
    ]
