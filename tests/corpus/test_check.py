"""The check: rules across fields, files and texts, each one kept and each one broken."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.corpus.article_proof import MAX_SHARE
from bot.corpus.check import Checked, check_corpus
from bot.errors import Problem
from tests.corpus.make import (
    ARTICLE,
    FILE,
    SLUG,
    TEXT,
    VOCABULARY,
    facts_folder,
    line_of,
    messages,
    replaced,
    texts_folder,
)

IGNORED = "    - words: the two neighbours\n      reason: Not a measurement; the two states.\n"


def check(
    folder: Path,
    article: str = ARTICLE,
    *,
    vocabulary: str = VOCABULARY,
    text: str | None = TEXT,
    others: dict[str, str] | None = None,
) -> Checked:
    """The check without seals; with `text=None` without texts too."""
    facts = facts_folder(folder, {SLUG: article, **(others or {})}, vocabulary)
    texts = (
        texts_folder(folder, {SLUG: text, **dict.fromkeys(others or (), text)}) if text else None
    )
    return check_corpus(facts, texts, seals=False)


def told(checked: Checked) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in checked.problems]


def test_the_sample_keeps_every_rule(tmp_path: Path) -> None:
    """With its text and without."""
    assert check(tmp_path).problems == ()
    assert check(tmp_path, text=None).problems == ()


def test_problems_come_in_order_of_file_and_line_and_each_once(tmp_path: Path) -> None:
    """As an editor goes through them; errors and warnings apart as well."""
    words = replaced(
        VOCABULARY, "people:\n", "people:\n  idle: {kind: body, en: I, ru: И, zh: 闲}\n"
    )
    wrong = replaced(ARTICLE, "id: smith-2025", "id: smith-2024")
    wrong = replaced(wrong, "    topics: border\n", "    topics: bordr\n")
    checked = check(tmp_path, wrong, vocabulary=words, text=None)
    assert messages(checked) == [
        f"{FILE}:3: article.id is 'smith-2024'; expected 'smith-2025', as the file",
        (
            f"{FILE}:{line_of(wrong, 'topics: bordr')}: events: customs-house: 'bordr' is not in"
            " the vocabulary's topics; did you mean 'border'?"
        ),
        (
            f"vocabulary.yaml:{line_of(words, '  idle:')}: warning: people: 'idle' is used by no"
            " fact"
        ),
    ]
    assert (len(checked.errors), len(checked.warnings)) == (2, 1)
    assert checked.errors + checked.warnings == checked.problems


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (
            "    basis: inferred\n",
            "    basis: filed\n",
            "  published:",
            "article.published has the basis filed; expected no date, and filed_as with a year",
        ),
        (
            "    date: 2023-03-01~\n    basis: inferred\n",
            "    basis: filed\n",
            "  published:",
            "article.published has the basis filed; expected no date, and filed_as with a year",
        ),
        (
            "    date: 2023-03-01~\n",
            "",
            "  published:",
            "article.published has the basis inferred; expected a date, no filed_as",
        ),
        (
            "    basis: inferred\n",
            "    basis: stated\n    filed_as: 2023\n",
            "  published:",
            "article.published has the basis stated; expected a date, no filed_as",
        ),
        (
            "person: smith",
            "person: smyth",
            "person: smyth",
            "article.person: 'smyth' is not in the vocabulary's people; did you mean 'smith'?",
        ),
        (
            "id: little-known",
            "id: river-joins",
            None,
            "the id 'river-joins' stands here and on line 75; expected each id once",
        ),
        (
            "retired: [old-ferry]",
            "retired: [old-ferry, grain]",
            "id: grain",
            "the id 'grain' is retired; expected a new id for a new fact",
        ),
        (
            "retired: [old-ferry]",
            "retired: [old-ferry, old-ferry]",
            "retired:",
            "retired names 'old-ferry' twice",
        ),
        (
            "speaker: [li]",
            "speaker: [lee]",
            "speaker: [lee]",
            ("quotes: river-joins: 'lee' is not in the vocabulary's people; add it there, or"
            " correct it here"),
        ),
        (
            "people: [ministry]",
            "people: [ministry, xyz]",
            "people: [ministry, xyz]",
            ("events: customs-house: 'xyz' is not in the vocabulary's people; add it there, or"
            " correct it here"),
        ),
        (
            "people: [ministry]",
            "people: [ministry, li, ministry]",
            "people: [ministry, li",
            "events: customs-house: people names 'ministry' twice",
        ),
        (
            "happening: amur-bridge",
            "happening: amur-bridges",
            "happening: amur-bridges",
            ("events: bridge-opened: 'amur-bridges' is not in the vocabulary's happenings; did you"
            " mean 'amur-bridge'?"),
        ),
        (
            "measure: bilateral-trade\n",
            "measure: bilateral-trad\n",
            "measure: bilateral-trad\n",
            ("figures: trade-2022: 'bilateral-trad' is not in the vocabulary's measures; did"
            " you mean 'bilateral-trade'?"),
        ),
        (
            "relation: exactly",
            "relation: between",
            "relation: between\n    period",
            "figures: trade-2022: relation is between; expected low and high, and no value",
        ),
    ],
    ids=range(14),
)  # fmt: skip
def test_each_rule_of_one_file_is_told_when_broken(
    tmp_path: Path, old: str, new: str, at: str | None, said: str
) -> None:
    """At the line to mend."""
    article = replaced(ARTICLE, old, new)
    line = line_of(ARTICLE, "id: little-known") if at is None else line_of(article, at)
    errors = check(tmp_path, article, text=None).errors
    assert [(problem.line, problem.message) for problem in errors] == [(line, said)]


def test_filed_under_a_year_is_a_basis(tmp_path: Path) -> None:
    """Without a date."""
    article = replaced(
        ARTICLE,
        "    date: 2023-03-01~\n    basis: inferred\n",
        "    basis: filed\n    filed_as: 2023\n",
    )
    assert check(tmp_path, article).problems == ()


def test_two_accounts_of_one_happening_agree_on_its_date(tmp_path: Path) -> None:
    """Or a note says that they do not."""
    other = (
        ARTICLE[: ARTICLE.index("        disputes: when")]
        + ARTICLE[ARTICLE.index("  - id: cust") :]
    )
    other = replaced(other, "id: smith-2025", "id: adams-2024")
    other = replaced(other, "when: 2022-06-10", "when: 2022-06-12")
    other = replaced(other, "10 June 2022", "12 June 2022")
    plain = (
        ARTICLE[: ARTICLE.index("        disputes: when")]
        + ARTICLE[ARTICLE.index("  - id: cust") :]
    )
    checked = check(tmp_path, plain, others={"adams-2024": other}, text=None)
    assert told(checked) == [
        (
            line_of(plain, "when: 2022-06-10"),
            (
                "events: bridge-opened: 2022-06-10 contradicts 2022-06-12, the date of the same"
                " happening 'amur-bridge' elsewhere; expected a note with disputes: when"
            ),
        )
    ]
    assert check(tmp_path, ARTICLE, others={"adams-2024": other}, text=None).problems == ()


def test_a_coarse_date_does_not_hide_that_two_finer_ones_differ(tmp_path: Path) -> None:
    """The year agrees with either month; the months do not agree with each other."""
    events = [("2022", "in 2022"), ("2022-05", "in May 2022"), ("2022-06", "in June 2022")]
    entries = "".join(
        f"  - {{id: e-{n}, when: {when}, status: happened, what: It opens., quote: {words},"
        " happening: amur-bridge}\n"
        for n, (when, words) in enumerate(events)
    )
    start, end = ARTICLE.index("  - id: bridge-opened"), ARTICLE.index("  - id: customs-house")
    checked = check(tmp_path, ARTICLE[:start] + entries + ARTICLE[end:], text=None)
    ((_, message),) = told(checked)
    assert message.startswith("events: e-2: 2022-06 contradicts 2022-05,")


def test_two_files_with_one_article_id_are_told(tmp_path: Path) -> None:
    """Their facts would have the same public ids."""
    checked = check(tmp_path, others={"adams-2024": ARTICLE}, text=None)
    assert messages(checked) == [
        f"articles/adams-2024.yaml:3: article.id is {SLUG!r}; expected 'adams-2024', as the file",
        f"{FILE}:3: 'smith-2025' is also the id of articles/adams-2024.yaml",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "aliases: [commerce, exchange of goods]",
            "aliases: [Commerce, FRONTIER]",
            "topics: 'FRONTIER' names both 'border' and 'trade'",
        ),
        (
            "en: Li\n",
            "en: jane smith\n",
            "people: 'Jane Smith' names both 'li' and 'smith'",
        ),
        (
            "    unit: percent\n",
            "    unit: percents\n",
            "measures: river-share: 'percents' is not in the vocabulary's units",
        ),
    ],
)
def test_each_rule_of_the_vocabulary_is_told_when_broken(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """A label that people type must name one thing."""
    checked = check(tmp_path, vocabulary=replaced(VOCABULARY, old, new), text=None)
    assert [problem.message for problem in checked.problems] == [said]


def test_the_same_label_in_two_groups_or_twice_for_one_word_is_fine(tmp_path: Path) -> None:
    """A topic and a measure may share a name; a word may be alike in two languages."""
    words = replaced(VOCABULARY, "    en: Trade\n", "    en: Bilateral trade\n")
    words = replaced(words, "aliases: frontier", "aliases: [Border, border]")
    assert check(tmp_path, vocabulary=words).problems == ()


def test_an_unused_word_is_a_warning_unless_a_file_could_not_be_read(tmp_path: Path) -> None:
    """What a broken article uses is not known."""
    words = replaced(VOCABULARY, "topics:\n", "topics:\n  idle: {en: Idle, ru: Праздный, zh: 闲}\n")
    idle = Problem("vocabulary.yaml", 3, "topics: 'idle' is used by no fact", "warning")
    assert check(tmp_path, vocabulary=words).problems == (idle,)
    checked = check(tmp_path, vocabulary=words, others={"adams-2024": "a: b: c\n"})
    assert [problem.file for problem in checked.problems] == ["articles/adams-2024.yaml"]


def test_what_is_wrong_beside_broken_files_is_told_in_the_same_run(tmp_path: Path) -> None:
    """Rules are held for each file that could be read."""
    wrong = replaced(ARTICLE, "id: smith-2025", "id: smith-2024")
    checked = check(tmp_path, wrong, vocabulary="a: b: c\n", others={"x": "- a\n"}, text=None)
    assert [(problem.file, problem.line) for problem in checked.problems] == [
        (FILE, 3),
        ("articles/x.yaml", 1),
        ("vocabulary.yaml", 1),
    ]
    assert checked.corpus is None


def test_a_quote_that_is_not_in_the_text_is_told_at_its_line(tmp_path: Path) -> None:
    """With the nearest words there are; and it covers nothing."""
    article = replaced(
        ARTICLE, "reached 190 billion dollars in 2022", "hit 190 billion dollars in 2022"
    )
    found = told(check(tmp_path, article))
    assert found[0][0] == line_of(article, "  coverage: full")
    assert [message.split(":")[0] for _, message in found] == [
        "no fact quotes '190 billion'",
        "no fact quotes '2022'",
        "figures",
    ]
    line, message = found[2]
    assert line == line_of(article, "quote: Bilateral trade hit")
    assert message.startswith("figures: trade-2022: the quote does not stand in the text; the near")


def test_a_missing_text_is_told_for_its_article_only(tmp_path: Path) -> None:
    """The others are proved all the same."""
    facts = facts_folder(tmp_path)
    empty = texts_folder(tmp_path, {})
    assert messages(check_corpus(facts, empty, seals=False)) == [
        (
            f"{FILE}:1: has no seals: seals/smith-2025.yaml is missing; prove and seal the quotes"
            " with `python -m bot seal --articles FOLDER`"
        ),
        (
            f"{FILE}:1: warning: there is no smith-2025.txt in {empty}; its quotes are held to"
            " their seals only"
        ),
    ]
    nowhere = tmp_path / "nowhere"
    assert messages(check_corpus(facts, nowhere, seals=False)) == [
        f"{nowhere}: is no folder; expected the folder of the articles' texts"
    ]


def test_direct_speech_stands_in_quotation_marks(tmp_path: Path) -> None:
    """Or it is reported."""
    text = TEXT.replace("“", "").replace("”", "")
    ((line, message),) = told(check(tmp_path, text=text))
    assert line == line_of(ARTICLE, "voice: direct")
    assert message == (
        "quotes: river-joins: voice is direct, but the words stand in no quotation marks;"
        " expected reported"
    )


@pytest.mark.parametrize(
    ("old", "new", "direct"),
    [
        ("“The river joins us,”", "«The river joins us»,", True),
        ("“The river joins us,”", '"The river joins us,"', True),
        ("“The river joins us,”", "“We know: The river joins us,”", True),
        ("“The river joins us,”", "“We know.” The river joins us,", False),
        ("“The river joins us,”", "The river joins us, “said” or not,", False),
    ],
)
def test_words_in_the_middle_of_direct_speech_are_direct(
    tmp_path: Path, old: str, new: str, direct: bool
) -> None:
    """The mark opened before them and is not closed yet."""
    assert (check(tmp_path, text=replaced(TEXT, old, new)).problems == ()) is direct


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "derived_from: next year",
            "derived_from: next month",
            "events: customs-house: derived_from: 'next month' does not stand in the text",
        ),
        (
            "when_words: over tea",
            "when_words: over coffee",
            "quotes: river-joins: when_words: 'over coffee' does not stand in the text",
        ),
    ],
)
def test_words_that_a_date_was_derived_from_stand_in_the_text(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """They are the article's, not ours."""
    article = replaced(ARTICLE, old, new)
    assert told(check(tmp_path, article)) == [(line_of(article, new), said)]


def test_each_number_that_no_fact_quotes_is_told_with_its_surroundings(tmp_path: Path) -> None:
    """With coverage full it is an error, with partial a warning."""
    text = replaced(TEXT, "the old ferry went", "three old ferries went in 2023 or so")
    checked = check(tmp_path, text=text)
    where = line_of(ARTICLE, "  coverage: full")
    assert told(checked) == [
        (where, ("no fact quotes '2023': delays, and three old ferries went in [2023] or so to a"
         " museum. Bilateral trade")),
        (where, ("no fact quotes 'three': on 10 June 2022 after long delays, and [three] old"
         " ferries went in 2023 or so to a")),
    ]  # fmt: skip
    assert checked.warnings == ()
    coverage = checked.coverage[SLUG]
    assert len(coverage.left_out) == 2
    partial = check(tmp_path, replaced(ARTICLE, "coverage: full", "coverage: partial"), text=text)
    assert [problem.message for problem in partial.warnings] == [
        problem.message for problem in checked.errors
    ]
    assert partial.errors == ()


def test_ignored_words_are_left_out_with_a_reason(tmp_path: Path) -> None:
    """Without the entry, the number in them is told."""
    ((_, message),) = told(check(tmp_path, replaced(ARTICLE, IGNORED, "    []\n")))
    assert message.startswith("no fact quotes 'two': ")


@pytest.mark.parametrize("words", ["two", "“two”", "two,", "10 June 2022", "2022, and", "10 June"])
def test_a_bare_number_or_date_cannot_be_ignored(tmp_path: Path, words: str) -> None:
    """It would be ignored wherever it stands; marks around it are no words."""
    bare = words != "2022, and"
    text = TEXT.replace("the two neighbours", "the “two”, neighbours")
    article = replaced(ARTICLE, IGNORED, f"    - words: {words}\n      reason: Why not.\n")
    if words not in text:
        text = text.replace("“two”,", words)
    found = [message for _, message in told(check(tmp_path, article, text=text))]
    said = f"ignored: {words!r} is a bare number or date; add words"
    assert (said in found) is bare


def test_ignored_words_stand_in_the_text(tmp_path: Path) -> None:
    """An entry that ignores nothing is out of date."""
    article = replaced(ARTICLE, "words: the two neighbours", "words: the two friends")
    found = told(check(tmp_path, article))
    line = line_of(article, "words: the two friends")
    assert (line, "ignored: 'the two friends' does not stand in the text") in found


def test_quotes_of_more_than_half_a_text_are_too_many(tmp_path: Path) -> None:
    """Even if each is short; half is allowed."""
    text = (
        "The bridge over the Amur opened on 10 June 2022. Bilateral trade reached 190 billion"
        " dollars in 2022; between 25 and 30 percent of it crossed the river; traders speak of a"
        " record high in grain. “The river joins us,” over tea; the customs house will open next"
        " year; the two neighbours still know little of each other."
    )
    ((line, message),) = told(check(tmp_path, text=text))
    assert line == 2
    assert message.endswith("% of the text's words; expected at most 50%: take shorter quotes")
    quoted = check(tmp_path, text=text).coverage[SLUG].quoted_words
    total = len(text.split())
    for filler, errors in ((2 * quoted - total, 0), (2 * quoted - total - 1, 1)):
        checked = check(tmp_path, text=text + " and" * filler)
        assert (len(checked.errors), checked.coverage[SLUG].share > MAX_SHARE) == (
            errors,
            errors > 0,
        )


def test_chinese_articles_are_measured_in_words_too(tmp_path: Path) -> None:
    """A text without spaces is not one word that one quote takes whole."""
    quoted = "江桥于2022年6月10日通车"
    text = quoted + "，两岸人民往来日益密切，友谊长存，合作前景广阔。" * 3
    start, end = ARTICLE.index("events:\n"), ARTICLE.index("retired:")
    article = replaced(ARTICLE[:start], "language: en", "language: zh")
    article = replaced(article, IGNORED, "    []\n") + (
        "events:\n  - {id: bridge, when: 2022-06-10, status: happened, what: It opens., quote:"
        f" {quoted}}}\n"
    ) + ARTICLE[end:]  # fmt: skip
    assert check(tmp_path, article, text=text).errors == ()


def test_two_thousand_facts_are_checked_in_two_seconds(tmp_path: Path) -> None:
    """Proof, coverage and rules; and as many unknown topics are told as quickly."""
    head = ARTICLE[: ARTICLE.index("events:\n")].replace(IGNORED, "    []\n")
    for topic, errors in (("border", 0), ("bordr", 2000)):
        articles, texts = {}, {}
        for part in range(4):
            slug = f"part-{part}"
            quotes = [f"word{n}x of 10 June {1950 + n % 70} and" for n in range(500)]
            articles[slug] = head.replace(SLUG, slug) + "events:\n" + "".join(
                f"  - id: e-{n}\n    when: {1950 + n % 70}-06-10\n    status: happened\n"
                f"    what: It opens.\n    quote: {words}\n    topics: [{topic}]\n"
                for n, words in enumerate(quotes)
            )  # fmt: skip
            texts[slug] = " ".join(
                f"{words} words that nobody quotes here, nor will" for words in quotes
            )
        facts = facts_folder(tmp_path / topic, articles)
        folder = texts_folder(tmp_path / topic, texts)
        start = time.process_time()
        checked = check_corpus(facts, folder, seals=False)
        assert time.process_time() - start < 20  # a guard, no measure
        assert len(checked.errors) == errors
