"""Seals: written after proof, held against the facts with the texts and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.corpus.check import check_corpus
from bot.corpus.files import read_bytes
from bot.corpus.proof import SealFile, locate, seal, text_of
from bot.corpus.reader import read_file
from bot.corpus.seals import HEADER, write_seals
from tests.corpus.make import (
    ARTICLE,
    FILE,
    SEAL_FILE,
    SLUG,
    TEXT,
    facts_folder,
    line_of,
    messages,
    quote,
    replaced,
    sealed,
    texts_folder,
)

RUN = "prove and seal the quotes with `python -m bot seal --articles FOLDER`"


def write(facts: Path, name: str, text: str) -> None:
    (facts / name).write_text(text, encoding="utf-8")


def test_a_seal_file_holds_each_fact_in_order_of_id_and_says_who_made_it(tmp_path: Path) -> None:
    """A reader, a diff and a merge can live with it."""
    facts, _ = sealed(tmp_path)
    text = (facts / SEAL_FILE).read_text("utf-8")
    digest = text_of(TEXT).digest
    assert text.startswith(f"{HEADER}format: 1\narticle: {SLUG}\ntext: {digest}\nseals:\n")
    keys = [line.split(":")[0].strip() for line in text.splitlines()[5:]]
    assert keys == sorted(keys)
    assert len(keys) == 7
    model, _, problems = read_file(SEAL_FILE, lambda: read_bytes(facts / SEAL_FILE), SealFile)
    assert problems == []
    assert model is not None
    words = quote(quote="still know little of each other")
    assert model.seals["little-known"] == seal(digest, locate(text_of(TEXT), words), words.quote)


def test_sealed_facts_pass_with_the_texts_and_without(tmp_path: Path) -> None:
    """And both ways the same seals are handed on."""
    facts, texts = sealed(tmp_path)
    with_texts, without = check_corpus(facts, texts), check_corpus(facts, None)
    assert (with_texts.problems, without.problems) == ((), ())
    assert with_texts.seals == without.seals
    assert list(without.seals) == [SLUG]
    assert without.coverage == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("quote: still know little of each other", "quote: still know less of each other"),
        ("quote: The river joins us", "quote: The river joins them"),
        ("      opened on 10 June 2022\n", "      opened on 10 June 2022 after\n"),
        ("reached 190 billion dollars in 2022\n", "reached 190 billion euros in 2022\n"),
    ],
)
def test_one_changed_word_of_one_quote_fails_with_the_texts_and_without(
    tmp_path: Path, old: str, new: str
) -> None:
    """Even where the new words stand in the text too."""
    facts, texts = sealed(tmp_path)
    article = replaced(ARTICLE, old, new)
    write(facts, FILE, article)
    (without,) = check_corpus(facts, None).errors
    assert "the quote is not the one that was sealed; prove it against the text with" in str(
        without
    )
    assert any("the quote" in str(problem) for problem in check_corpus(facts, texts).errors)
    changed = line_of(article, "quote: >-" if "opened" in new else new.strip())
    assert (without.file, without.line) == (FILE, changed)


def test_the_same_words_at_another_place_need_a_new_seal(tmp_path: Path) -> None:
    """A pin that moves a quote moves its proof."""
    article = replaced(
        ARTICLE,
        "    quote: still know little of each other\n",
        "    quote: the river\n    prefix: lorries cross\n",
    )
    raw = TEXT + "\nThe lorries cross the river.\n"
    facts, texts = facts_folder(tmp_path, {SLUG: article}), texts_folder(tmp_path, {SLUG: raw})
    write_seals(facts, check_corpus(facts, texts, seals=False).seals)
    assert check_corpus(facts, texts).problems == ()
    write(facts, FILE, replaced(article, "prefix: lorries cross", "prefix: looked the other way;"))
    (problem,) = check_corpus(facts, texts).problems
    assert problem.message == "little-known: is sealed at another place of the text"


def test_another_text_than_the_sealed_one_is_told(tmp_path: Path) -> None:
    """Even if every quote stands in it."""
    facts, texts = sealed(tmp_path)
    write(texts, f"{SLUG}.txt", TEXT + "\nP.S.\n")
    (problem,) = check_corpus(facts, texts).problems
    assert (problem.file, problem.line) == (SEAL_FILE, 4)
    assert problem.message.startswith("seals another text than the one given;")


def test_swapped_texts_are_told(tmp_path: Path) -> None:
    """Each article against the other's text."""
    other = replaced(ARTICLE, "id: smith-2025", "id: adams-2024")
    raw = TEXT + "\nThe end.\n"
    facts = facts_folder(tmp_path, {SLUG: ARTICLE, "adams-2024": other})
    texts = texts_folder(tmp_path, {SLUG: TEXT, "adams-2024": raw})
    write_seals(facts, check_corpus(facts, texts, seals=False).seals)
    assert check_corpus(facts, texts).problems == ()
    write(texts, f"{SLUG}.txt", raw)
    write(texts, "adams-2024.txt", TEXT)
    found = check_corpus(facts, texts).problems
    assert [problem.file for problem in found] == ["seals/adams-2024.yaml", SEAL_FILE]


def test_a_missing_seal_and_a_missing_seal_file_are_told(tmp_path: Path) -> None:
    """At the quote, or at the article."""
    facts, texts = sealed(tmp_path)
    text = (facts / SEAL_FILE).read_text("utf-8")
    kept = [line for line in text.splitlines(keepends=True) if "little-known" not in line]
    write(facts, SEAL_FILE, "".join(kept))
    where = line_of(ARTICLE, "quote: still know")
    for given in (None, texts):
        assert messages(check_corpus(facts, given)) == [
            f"{FILE}:{where}: little-known: is not sealed; {RUN}"
        ]
    (facts / SEAL_FILE).unlink()
    for given in (None, texts):
        assert messages(check_corpus(facts, given)) == [
            f"{FILE}:1: has no seals: {SEAL_FILE} is missing; {RUN}"
        ]


def test_stray_seals_are_told(tmp_path: Path) -> None:
    """Of a fact that is no more, and of an article that is no more."""
    facts, _ = sealed(tmp_path)
    text = (facts / SEAL_FILE).read_text("utf-8")
    write(facts, SEAL_FILE, f"{text}  zebra: 0-1:{'0' * 32}\n")
    write(facts, "seals/gone-2020.yaml", text)
    line = text.count("\n") + 1
    assert messages(check_corpus(facts, None)) == [
        "seals/gone-2020.yaml: seals an article that is not there; delete it",
        (
            f"{SEAL_FILE}:{line}: seals 'zebra', which is no fact any more; add it to the article's"
            " `retired:`, as its id is not to be used again"
        ),
    ]


def test_an_id_that_was_sealed_is_not_dropped_without_a_word(tmp_path: Path) -> None:
    """Sealing anew refuses it too, until it is retired; then its seal goes."""
    facts, texts = sealed(tmp_path)
    text = (facts / SEAL_FILE).read_text("utf-8")
    write(facts, SEAL_FILE, f"{text}  zebra: 0-1:{'0' * 32}\n")
    assert len(check_corpus(facts, texts, seals=False).errors) == 1
    write(facts, FILE, replaced(ARTICLE, "retired: [", "retired: [zebra, "))
    checked = check_corpus(facts, texts, seals=False)
    assert checked.errors == ()
    write_seals(facts, checked.seals)
    assert check_corpus(facts, texts).errors == ()


def test_an_article_without_a_text_is_held_to_its_seals(tmp_path: Path) -> None:
    """Who has only some of the texts can check, and sealing leaves the other seals alone."""
    facts, texts = sealed(tmp_path)
    (texts / f"{SLUG}.txt").unlink()
    before = (facts / SEAL_FILE).read_bytes()
    checked = check_corpus(facts, texts, seals=False)
    assert [problem.severity for problem in checked.problems] == ["warning"]
    write_seals(facts, checked.seals)
    assert (facts / SEAL_FILE).read_bytes() == before
    write(facts, FILE, replaced(ARTICLE, "quote: still know", "quote: still knew"))
    assert len(check_corpus(facts, texts).errors) == 1


def test_a_broken_article_does_not_make_its_seals_stray(tmp_path: Path) -> None:
    """Nobody is told to delete the proof of what only needs a quotation mark."""
    facts, _ = sealed(tmp_path)
    write(facts, FILE, replaced(ARTICLE, "kind: analysis", "kind: a: b"))
    assert [problem.file for problem in check_corpus(facts, None).problems] == [FILE]


def test_the_seals_of_another_article_are_told(tmp_path: Path) -> None:
    """A seal file copied to a new name proves nothing."""
    facts, _ = sealed(tmp_path)
    text = (facts / SEAL_FILE).read_text("utf-8")
    write(facts, SEAL_FILE, replaced(text, f"article: {SLUG}", "article: adams-2024"))
    assert messages(check_corpus(facts, None)) == [
        f"{SEAL_FILE}:3: seals 'adams-2024', another article; {RUN}"
    ]


@pytest.mark.parametrize("text", ["", "- a\n", "a: b: c\n", "format: 9\n", "\0"])
def test_a_broken_seal_file_is_told_and_replaced_by_sealing(tmp_path: Path, text: str) -> None:
    """No hand needs to mend it."""
    facts, texts = sealed(tmp_path)
    good = (facts / SEAL_FILE).read_bytes()
    write(facts, SEAL_FILE, text)
    assert {problem.file for problem in check_corpus(facts, None).errors} == {SEAL_FILE}
    assert write_seals(facts, check_corpus(facts, texts, seals=False).seals) == 1
    assert (facts / SEAL_FILE).read_bytes() == good


def test_a_dangling_link_in_the_seals_place_is_told(tmp_path: Path) -> None:
    """It is there, and it is nothing."""
    facts, _ = sealed(tmp_path)
    (facts / SEAL_FILE).unlink()
    (facts / SEAL_FILE).symlink_to("nowhere")
    assert messages(check_corpus(facts, None)) == [
        f"{SEAL_FILE}: is a link to a file that does not exist"
    ]


def test_sealing_again_writes_nothing(tmp_path: Path) -> None:
    """Not even the time of the file changes."""
    facts, texts = sealed(tmp_path)
    before = (facts / SEAL_FILE).stat().st_mtime_ns
    assert write_seals(facts, check_corpus(facts, texts, seals=False).seals) == 0
    assert (facts / SEAL_FILE).stat().st_mtime_ns == before


@pytest.mark.parametrize("spoilt", [b"\xff", b"", "line ends"], ids=["bytes", "empty", "CRLF"])
def test_seals_that_differ_in_any_byte_are_written_anew(
    tmp_path: Path, spoilt: bytes | str
) -> None:
    """Also those that are no text at all."""
    facts, texts = sealed(tmp_path)
    good = (facts / SEAL_FILE).read_bytes()
    crlf = good.replace(b"\n", b"\r\n")
    (facts / SEAL_FILE).write_bytes(spoilt if isinstance(spoilt, bytes) else crlf)
    assert write_seals(facts, check_corpus(facts, texts, seals=False).seals) == 1
    assert (facts / SEAL_FILE).read_bytes() == good


def test_the_seals_of_an_article_that_is_no_more_are_deleted(tmp_path: Path) -> None:
    """And only they."""
    facts, texts = sealed(tmp_path)
    write(facts, "seals/gone-2020.yaml", "x")
    write(facts, "seals/README.md", "x")
    assert write_seals(facts, check_corpus(facts, texts, seals=False).seals) == 1
    assert sorted(path.name for path in (facts / "seals").iterdir()) == [
        "README.md",
        f"{SLUG}.yaml",
    ]


def test_a_write_that_stops_halfway_leaves_the_old_seals_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next one sweeps up after it."""
    facts, texts = sealed(tmp_path)
    old = (facts / SEAL_FILE).read_bytes()
    write(facts, FILE, replaced(ARTICLE, "quote: still know little", "quote: know little"))
    seals = check_corpus(facts, texts, seals=False).seals

    def stopped(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            write_seals(facts, seals)
    assert (facts / SEAL_FILE).read_bytes() == old
    write(facts, "seals/other.new", "half a fi")
    assert check_corpus(facts, None, seals=False).problems == ()
    assert write_seals(facts, seals) == 1
    assert [path.name for path in (facts / "seals").iterdir()] == [f"{SLUG}.yaml"]
    assert check_corpus(facts, texts).problems == ()
