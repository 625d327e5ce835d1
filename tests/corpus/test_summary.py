"""What is kept of a clean article: all that rules over several files must know, as it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.corpus import summary
from bot.corpus.summary import READING, Account, Clean, Summary, reading_key, summarise, words_key
from bot.errors import Problem
from tests.corpus.make import FILE, SLUG, facts_folder, read_corpus

CORPUS = Path(summary.__file__).parent
JUDGES = (
    "article_proof.py",
    "article_rules.py",
    "coverage.py",
    "dates.py",
    "mention_shapes.py",
    "mentions.py",
    "model.py",
    "month_names.py",
    "number_words.py",
    "proof.py",
    "reader.py",
    "rules.py",
    "summary.py",
    "texts.py",
    "tree.py",
)
"""The modules that decide whether an article is clean, and what is kept of it."""
JUDGED = 1, "8317e93e03de725e"
"""READING, and the digest of those modules as they were when it was raised last."""


def test_a_change_of_what_judges_an_article_raises_its_version() -> None:
    """Else files that were clean before stay so unread, whatever a new rule says of them.

    Raise READING and put both here anew; for a change that judges nothing otherwise, such as of a
    comment, the digest alone.
    """
    found = hashlib.sha256()
    for name in JUDGES:
        found.update((CORPUS / name).read_bytes())
    assert (READING, found.hexdigest()[:16]) == JUDGED


def test_a_summary_says_what_other_files_must_know(tmp_path: Path) -> None:
    """Its words of the vocabulary, its counts, and its accounts of happenings."""
    corpus = read_corpus(facts_folder(tmp_path)).corpus
    assert corpus is not None
    assert summarise(FILE, corpus.articles[0]) == Summary(
        FILE,
        SLUG,
        {"event": 2, "figure": 3, "quote": 2},
        {
            "topics": ("border", "trade"),
            "people": ("smith", "ministry", "li"),
            "measures": ("bilateral-trade", "river-share"),
            "happenings": ("amur-bridge",),
        },
        (Account("amur-bridge", 0, "bridge-opened", "2022-06-10", ("border",), True),),
    )


def test_what_is_kept_is_had_again(tmp_path: Path) -> None:
    """Whole, with its warnings."""
    corpus = read_corpus(facts_folder(tmp_path)).corpus
    assert corpus is not None
    warnings = (Problem(FILE, 7, "odd", "warning"), Problem(FILE, 0, "«other»", "warning"))
    clean = Clean(summarise(FILE, corpus.articles[0]), warnings)
    assert Clean.from_json(clean.to_json()) == clean


def test_a_clean_file_stays_so_while_the_vocabulary_has_its_words(tmp_path: Path) -> None:
    """Of each kind."""
    corpus = read_corpus(facts_folder(tmp_path)).corpus
    assert corpus is not None
    clean = Clean(summarise(FILE, corpus.articles[0]), ())
    words = {group: dict.fromkeys(keys, 1) for group, keys in clean.summary.words.items()}
    assert clean.holds_with({**words, "topics": {**words["topics"], "more": 9}})
    for group, keys in words.items():
        for gone in keys:
            fewer = {key: line for key, line in keys.items() if key != gone}
            assert not clean.holds_with({**words, group: fewer})


def test_a_key_is_that_of_all_that_a_reading_depends_on() -> None:
    """Its name, its bytes, its seals' and its text's; and no vocabulary has that of an article."""
    keys = {
        reading_key("a", "1", "2", "3"),
        reading_key("b", "1", "2", "3"),
        reading_key("a", "0", "2", "3"),
        reading_key("a", "1", "0", "3"),
        reading_key("a", "1", "2", "0"),
        reading_key("a", "1", "2", None),
        reading_key("a", "1", None, "2"),
        words_key("1"),
    }
    assert len(keys) == 8
