"""Reading `facts/`: every problem of every file in one run, in words, and never an exception."""

from __future__ import annotations

import hashlib
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.corpus.check import check_corpus
from bot.corpus.files import MAX_FILES, fingerprint, read_bytes
from bot.corpus.model import ArticleFile, Vocabulary
from bot.corpus.reader import read_file
from bot.corpus.tree import MAX_PROBLEMS
from bot.errors import Problem
from tests.corpus.make import (
    ARTICLE,
    FILE,
    SEAL_FILE,
    SLUG,
    VOCABULARY,
    facts_folder,
    line_of,
    read_corpus,
    replaced,
    sealed,
)

KEY = "a key: small letters a-z and digits, joined by single hyphens"
DATES = "expected one such as 2001-07-19, 2023-03, 1994, 196X, 2022/2023, 2013/.. or 2024-01~"


def problems(folder: Path, article: str = ARTICLE, vocabulary: str = VOCABULARY) -> list[str]:
    facts = facts_folder(folder, {SLUG: article}, vocabulary)
    return [str(problem) for problem in read_corpus(facts).problems]


def test_a_good_folder_reads_as_a_corpus(tmp_path: Path) -> None:
    """The vocabulary and the articles by name, whatever their order on disk."""
    other = replaced(ARTICLE, "id: smith-2025", "id: adams-2024")
    reading = read_corpus(facts_folder(tmp_path, {SLUG: ARTICLE, "adams-2024": other}))
    assert reading.problems == ()
    assert reading.corpus is not None
    assert [a.article.id for a in reading.corpus.articles] == ["adams-2024", SLUG]
    assert list(reading.corpus.vocabulary.measures) == ["bilateral-trade", "river-share"]
    assert [s.name for s in reading.articles] == ["articles/adams-2024.yaml", FILE]


@pytest.mark.parametrize(
    ("more", "where", "told"),
    [
        (
            "    forms:\n      en: {one: ton, few: tons}\n",
            "few: tons",
            "forms.en.few is a key that the format does not know; it knows one",
        ),
        (
            "    forms:\n      zh: {one: 吨}\n",
            "zh: {one",
            "forms.zh is a key that the format does not know; it knows en, ru",
        ),
        ("    forms:\n      ru: {one: а, few: б}\n", "ru: {one", "forms.ru.other is missing"),
        ("    forms: ton\n", "forms: ton", "forms is the text 'ton'; expected `key: value` lines"),
        (
            "    times:\n      zh: 12\n",
            "zh: 12",
            "times.zh is '12', which is no power of ten; expected one such as 10 or 0.01",
        ),
        (
            "    times:\n      ru: -10\n",
            "ru: -10",
            "times.ru is '-10', which is no power of ten; expected one such as 10 or 0.01",
        ),
        (
            "    times:\n      ru: ten\n",
            "ru: ten",
            "times.ru is 'ten', which is no plain number; expected one such as 146.8",
        ),
    ],
)
def test_malformed_units_are_refused(tmp_path: Path, more: str, where: str, told: str) -> None:
    """Forms that a language does not have or lacks, and scales that would change digits."""
    words = replaced(VOCABULARY, "units:\n", f"units:\n  tons:\n    en: tons\n{more}")
    reading = read_corpus(facts_folder(tmp_path, vocabulary=words))
    line = line_of(words, where)
    assert [str(p) for p in reading.problems] == [f"vocabulary.yaml:{line}: units.tons.{told}"]


def test_every_problem_of_every_file_is_told_in_one_run(tmp_path: Path) -> None:
    """An editor mends them all at once: broken YAML, unknown keys, wrong values, other files."""
    broken = replaced(ARTICLE, "kind: analysis", "kind: opinion: mine")
    wrong = replaced(ARTICLE, "status: planned", "status: soon")
    wrong = replaced(wrong, "period: 2022\n", "period: last year\n")
    wrong = replaced(wrong, "when_words: over tea", "when_word: over tea")
    words = replaced(VOCABULARY, "    unit: percent\n", "")
    words = replaced(words, "  li:\n    kind: person", "  li:\n    kind: someone")
    facts = facts_folder(tmp_path, {"adams-2024": broken, SLUG: wrong}, words)
    (facts / "articles" / "notes.yml").write_text("a: 1\n")
    reading = read_corpus(facts)
    assert reading.corpus is None
    assert [str(problem) for problem in reading.problems] == [
        (
            f"vocabulary.yaml:{line_of(words, 'kind: someone')}: people.li.kind is 'someone';"
            " expected person or body"
        ),
        f"vocabulary.yaml:{line_of(words, 'river-share:')}: measures.river-share.unit is missing",
        (
            "articles/notes.yml: is not read; expected a name of at most 40 small letters a-z,"
            " digits and single hyphens that ends in .yaml"
        ),
        (
            f"articles/adams-2024.yaml:{line_of(broken, 'opinion: mine')}: is not YAML: mapping"
            " values are not allowed in this context;"
            ' a value that contains ": " must stand in quotes'
        ),
        (
            f"{FILE}:{line_of(wrong, 'status: soon')}: events[2].status is 'soon'; expected"
            " happened, ongoing or planned"
        ),
        (
            f"{FILE}:{line_of(wrong, 'last year')}: figures[1].period is 'last year', which is no"
            f" date; {DATES}"
        ),
        (
            f"{FILE}:{line_of(wrong, 'when_word:')}: quotes[1].when_word is a key that the format"
            " does not know; did you mean 'when_words'?"
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("format: 1", "format: 2", "format is '2'; expected 1"),
        ("  short: Smith\n", "", "article.short is missing"),
        ("  short: Smith\n", "  short:\n", "article.short is empty; expected a value"),
        ('  short: Smith\n', '  short: ""\n', "article.short is empty; expected some text"),
        ("short: Smith", "short: [Smith]", "article.short is a list; expected text"),
        ("short: Smith", f"short: {'x' * 81}", ("article.short is too long; expected at most 80"
         " characters")),
        ("person: smith", "person: Smith", f"article.person is 'Smith'; expected {KEY}"),
        ("language: en", "language: English", ("article.language is 'English'; expected a language"
         " code such as en, ru or zh-CN")),
        ("https://example.org/rivers", "example.org", ("article.url is 'example.org'; expected an"
         " address that begins with https://")),
        ("https://example.org/rivers", "javascript:x", ("article.url is 'javascript:x'; expected an"
         " address that begins with https://")),
        ("  kind: analysis", "  kind: [analysis]", ("article.kind is a list; expected opinion,"
         " analysis, news, report or other")),
        ("when: 2022-06-10", "when: 2022-13-10", ("events[1].when is '2022-13-10', which is no"
         f" date: there is no month 13; {DATES}")),
        ("when: 2022-06-10", "when: 2022-02-30", ("events[1].when is '2022-02-30', which is no"
         f" date: that month has 28 days; {DATES}")),
        ("when: 2022-06-10", "when: 0000", ("events[1].when is '0000', which is no date: years go"
         f" from 0001 to 9999; {DATES}")),
        ("when: 2022-06-10", "when: 2022/2021", ("events[1].when is '2022/2021', which is no date:"
         f" 2021 lies before 2022; {DATES}")),
        ("when: 2022-06-10", "when: ../..", ("events[1].when is '../..', which is no date: it has"
         f" neither a beginning nor an end; {DATES}")),
        ("when: 2022-06-10", "when: 2022-06-10T10:00", ("events[1].when is '2022-06-10T10:00',"
         f" which is no date; such dates are not used here; {DATES}")),
        ("when: 2022-06-10", "when: [2022]", f"events[1].when is no date; {DATES}"),
        ("value: 190", "value: 190%", ("figures[1].value is '190%', which is no plain number;"
         " expected one such as 146.8")),
        ("value: 190", "value: 1e3", ("figures[1].value is '1e3', which is no plain number;"
         " expected one such as 146.8")),
        ("value: 190", "value: {a: 1}", ("figures[1].value is no number; expected digits such as"
         " 146.8")),
        ("topics: border\n", "topics: {border: x}\n", ("events[2].topics is `key: value` lines;"
         " expected a list, as in [a, b] or lines that begin with -")),
        ("topics: border\n", "topics: [border, ]\n    people: ['']\n", None),
        ("topics: border\n", "topics: [Border]\n", (f"events[2].topics[1] is 'Border'; expected"
         f" {KEY}")),
        ("retired: [old-ferry]", "retired:\n  -\n", "retired[1] is empty; expected text"),
        ("retired: [old-ferry]", "Retired: []", ("Retired is a key that the format does not know;"
         " did you mean 'retired'?")),
        ("retired: [old-ferry]", "xyzzy:", ("xyzzy is a key that the format does not know; it knows"
         " article, events, figures, format, quotes, retired")),
        (" rival: 2022-06-11", " rivals: 2022-06-11", ("events[1].notes[1].rivals is a"
         " key that the format does not know; did you mean 'rival'?")),
        ("    basis: inferred", "    bases: inferred\n    basis: inferred", ("article.published"
         ".bases is a key that the format does not know; did you mean 'basis'?")),
        ("  ignored:\n    - words", "  ignored:\n    - word", None),
    ],
)  # fmt: skip
def test_each_wrong_value_is_told_in_an_editors_words(
    tmp_path: Path, old: str, new: str, said: str | None
) -> None:
    """What is wrong, at which line, and what was expected; no word of pydantic's."""
    article = replaced(ARTICLE, old, new)
    found = problems(tmp_path, article)
    if said is None:
        assert found
        return
    first = next(
        i for i, (a, b) in enumerate(zip(article.split("\n"), ARTICLE.split("\n"))) if a != b
    )
    line = 2 if said.endswith(" missing") else first + 1
    if "retired[1]" in said:
        line += 1
    assert found == [f"{FILE}:{line}: {said}"]


def test_an_unknown_key_in_the_vocabulary_is_likened_to_those_it_knows(tmp_path: Path) -> None:
    """Below keys that editors choose, and below a part that may be left out."""
    words = replaced(VOCABULARY, "    direction: {en: both", "    direction: {eng: x, en: both")
    words = replaced(words, "  border: {en: Border,", "  border: {alias: x, en: Border,")
    assert [p.split(": ", 1)[1] for p in problems(tmp_path, vocabulary=words)] == [
        "topics.border.alias is a key that the format does not know; did you mean 'aliases'?",
        (
            "measures.river-share.direction.eng is a key that the format does not know; did you"
            " mean 'en'?"
        ),
    ]


def test_an_unknown_key_is_told_even_if_nothing_follows_it(tmp_path: Path) -> None:
    """Else a slip in an optional key would be swallowed until somebody fills it."""
    found = problems(tmp_path, replaced(ARTICLE, "  outlet:\n", "  outlets:\n"))
    assert found == [
        (
            f"{FILE}:{line_of(ARTICLE, '  outlet:')}: article.outlets is a key that the format does"
            " not know; did you mean 'outlet'?"
        )
    ]


def test_a_word_of_the_vocabulary_without_labels_is_told(tmp_path: Path) -> None:
    """It must not vanish as if it had never been written."""
    words = replaced(VOCABULARY, "topics:\n", "topics:\n  culture:\n")
    assert problems(tmp_path, vocabulary=words) == [
        "vocabulary.yaml:3: topics.culture is empty; expected `key: value` lines"
    ]


def test_a_key_of_the_vocabulary_that_is_none_is_told(tmp_path: Path) -> None:
    """Keys are what facts and links refer to."""
    words = replaced(VOCABULARY, "  amur-bridge:", "  Amur_Bridge:")
    assert problems(tmp_path, vocabulary=words) == [
        (
            f"vocabulary.yaml:{line_of(words, 'Amur_Bridge')}: happenings.Amur_Bridge is"
            f" 'Amur_Bridge'; expected {KEY}"
        )
    ]


def test_empty_lists_of_the_vocabulary_may_stay_empty(tmp_path: Path) -> None:
    """`facts/README.md` tells a team to empty them."""
    facts = facts_folder(tmp_path, vocabulary="format: 1\ntopics:\npeople:\nunits:\nmeasures:\n")
    assert read_corpus(facts).problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: is empty; expected `key: value` lines"),
        ("# nothing yet\n", "1: is empty; expected `key: value` lines"),
        ("\n\n- a\n- b\n", "3: holds a list; expected `key: value` lines"),
        ("just words\n", "1: holds the text 'just words'; expected `key: value` lines"),
        ("{}", "1: format is missing"),
    ],
)
def test_a_file_that_holds_no_keys_is_told(tmp_path: Path, text: str, said: str) -> None:
    """Empty, a list at the top, bare text, nothing at all."""
    assert problems(tmp_path, text)[0] == f"{FILE}:{said}"


def test_a_merge_key_is_an_unknown_key(tmp_path: Path) -> None:
    """`<<` means nothing here, even without an alias."""
    article = replaced(ARTICLE, "retired: [old-ferry]", "<<: {retired: [x]}")
    ((message),) = problems(tmp_path, article)
    assert "<< is a key that the format does not know" in message


def test_a_value_that_a_doubled_key_hid_does_not_move_the_lines_of_the_first(
    tmp_path: Path,
) -> None:
    """The problem inside the first `article:` is told where it stands."""
    wrong = replaced(ARTICLE, "short: Smith", "short: [Smith]")
    article = wrong + "article:\n  short: Other\n"
    assert problems(tmp_path, article) == [
        f"{FILE}:{line_of(wrong, 'retired:') + 1}: the key 'article' stands here and on line 2",
        f"{FILE}:{line_of(wrong, 'short: [')}: article.short is a list; expected text",
    ]


def test_facts_with_a_problem_are_no_corpus(tmp_path: Path) -> None:
    """Even if every value that was kept is right: the doubled key may be the right one."""
    facts = facts_folder(tmp_path, {SLUG: ARTICLE + "retired: []\n"})
    reading = read_corpus(facts)
    assert len(reading.problems) == 1
    assert reading.corpus is None
    assert reading.articles[0].model is not None


def test_more_problems_than_fit_are_counted(tmp_path: Path) -> None:
    """A file full of faults yields a page to read, not a hundred thousand lines."""
    article = replaced(ARTICLE, "retired: [old-ferry]", "\n".join(f"x{n}:" for n in range(1000)))
    found = problems(tmp_path, article)
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == f"{FILE}: and {1000 - MAX_PROBLEMS} problems more"


@pytest.mark.parametrize(
    "fault",
    [
        "? " + "k" * 900_000 + "\n: x\n",
        "? |\n" + "  kk\n" * 100_000 + ": x\n",
        "? \"\\x41\\n\\n\\t\"\n: x\n",
        "retired2: " + "x" * 900_000 + "\n",
        "quotes2:\n" + "  - \n" * 200_000,
    ],
    ids=["long key", "key of many lines", "key with escapes", "long value", "long list"],
)  # fmt: skip
def test_messages_stay_on_one_short_line_whatever_the_file_holds(
    tmp_path: Path, fault: str
) -> None:
    """They go to terminals, logs and Discord."""
    found = problems(tmp_path, ARTICLE + fault)
    assert found
    assert all(len(message) < 400 and message.isprintable() for message in found)


@pytest.mark.parametrize("field", ["when: 2022-06-10", "value: 190", "id: bridge-opened"])
def test_a_huge_value_is_not_repeated_whole(tmp_path: Path, field: str) -> None:
    """Nor is it parsed for seconds."""
    article = replaced(ARTICLE, field, field.partition(":")[0] + ": " + "2" * 900_000)
    ((message),) = problems(tmp_path, article)
    assert len(message) < 300


@pytest.mark.parametrize(
    "name",
    ["Smith.yaml", "smith_2025.yaml", "smith 2025.yaml", "a--b.yaml", "x.YAML", "x.yml", "x.Yml",
     "x.yaml.txt", "x" * 41 + ".yaml", "条约.yaml", "a\nb.yaml", ".yaml.yml"[1:]],
)  # fmt: skip
def test_a_file_whose_name_will_not_do_is_told_and_not_read(tmp_path: Path, name: str) -> None:
    """Also the `.yaml.txt` that Windows makes; the article it holds would just be missing."""
    facts = facts_folder(tmp_path)
    (facts / "articles" / name).write_text("not: read")
    (problem,) = read_corpus(facts).problems
    assert problem.line == 0
    assert problem.message.startswith("is not read; expected a name of at most 40 small letters")
    assert problem.file.isprintable()


def test_a_file_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    """Linux takes any bytes for a name; they must not end the reading."""
    facts = facts_folder(tmp_path)
    try:
        (facts / "articles" / os.fsdecode(b"caf\xe9.yaml")).write_text("not: read")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (problem,) = read_corpus(facts).problems
    assert str(problem).startswith("articles/caf\\udce9.yaml: is not read;")


def test_other_files_beside_the_articles_are_left_alone(tmp_path: Path) -> None:
    """An editor's own files, backups and a read-me are no articles."""
    facts = facts_folder(tmp_path)
    for name in (".#smith-2025.yaml", "._smith-2025.yaml", "smith-2025.yaml~", "README.md"):
        (facts / "articles" / name).write_bytes(b"\xff")
    assert read_corpus(facts).problems == ()


def test_folders_pipes_and_dangling_links_in_an_articles_place_are_told(tmp_path: Path) -> None:
    """Each with its own reason, beside what else is wrong."""
    facts = facts_folder(tmp_path)
    articles = facts / "articles"
    (articles / "a.yaml").mkdir()
    os.mkfifo(articles / "b.yaml")
    (articles / "c.yaml").symlink_to("nowhere.yaml")
    (articles / "d.yaml").write_bytes(b"a: 1\nb: \xff\n")
    (facts / "vocabulary.yaml").unlink()
    assert read_corpus(facts).problems == (
        Problem("vocabulary.yaml", 0, "does not exist"),
        Problem("articles/a.yaml", 0, "is not an ordinary file"),
        Problem("articles/b.yaml", 0, "is not an ordinary file"),
        Problem("articles/c.yaml", 0, "is a link to a file that does not exist"),
        Problem("articles/d.yaml", 2, "is not UTF-8 text; save the file as UTF-8"),
    )


def test_missing_folders_are_told(tmp_path: Path) -> None:
    """No facts at all, no articles folder, a file in its place, an empty one."""
    facts = tmp_path / "facts"
    assert read_corpus(facts).problems == (
        Problem(str(facts), 0, "is not there; expected the folder of the facts"),
    )
    facts.mkdir()
    (facts / "vocabulary.yaml").write_text(VOCABULARY)
    missing = "can't be listed: no such file or directory; expected a folder"
    assert read_corpus(facts).problems == (Problem("articles", 0, missing),)
    (facts / "articles").write_text("")
    in_place = "can't be listed: not a directory; expected a folder"
    assert read_corpus(facts).problems == (Problem("articles", 0, in_place),)
    (facts / "articles").unlink()
    (facts / "articles").mkdir()
    none = "holds no article: expected <slug>.yaml files"
    assert read_corpus(facts).problems == (Problem("articles", 0, none),)


def test_a_folder_with_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is beyond the limit is said not to be read."""
    monkeypatch.setattr("bot.corpus.snapshot.MAX_FILES", 1)
    facts = facts_folder(tmp_path, {"a": ARTICLE, "b": ARTICLE})
    reading = read_corpus(facts)
    assert reading.problems == (Problem("articles", 0, "holds over 1 files; the rest is not read"),)
    assert [source.name for source in reading.articles] == ["articles/a.yaml"]
    assert MAX_FILES > 1000


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    """The same facts, whichever editor saved them."""
    plain = read_corpus(facts_folder(tmp_path / "a")).corpus
    facts = facts_folder(tmp_path / "b")
    for path in (facts / FILE, facts / "vocabulary.yaml"):
        text = path.read_text("utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_corpus(facts).corpus == plain
    assert plain is not None


_CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "a line more": lambda data: data + b"\n",
    "a byte less": lambda data: data[:-1],
    "another letter": lambda data: data.replace(b"a", b"b", 1),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "another line end": lambda data: data.replace(b"\n", b"\r\n", 1),
    "nothing left": lambda data: data[:0],
    "no UTF-8": lambda data: data + b"\xff",
    "too large": lambda data: data + b"#" * 2_000_000,
}


def _fingerprint(facts: Path) -> str:
    """What reading gives, which is what the files alone give."""
    read = read_corpus(facts).fingerprint
    assert read == fingerprint(facts)
    return read


@pytest.mark.parametrize("name", ["vocabulary.yaml", FILE, SEAL_FILE])
@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES)
def test_the_fingerprint_changes_with_any_byte(
    tmp_path: Path, name: str, change: Callable[[bytes], bytes]
) -> None:
    """Of the vocabulary, an article or a seal, well-formed or not; and returns with the bytes."""
    facts, _ = sealed(tmp_path)
    data, before = (facts / name).read_bytes(), _fingerprint(facts)
    (facts / name).write_bytes(change(data))
    assert _fingerprint(facts) != before
    (facts / name).write_bytes(data)
    assert _fingerprint(facts) == before


def test_the_fingerprint_changes_with_names_and_with_what_is_missing(tmp_path: Path) -> None:
    """The same bytes under another name, or in fewer files, are other facts."""
    facts, _ = sealed(tmp_path)
    seen = {_fingerprint(facts)}
    (facts / SEAL_FILE).rename(facts / "seals" / "other.yaml")
    seen.add(_fingerprint(facts))
    (facts / "seals" / "other.yaml").write_bytes(b"#" * 2_000_000)
    seen.add(_fingerprint(facts))
    (facts / "seals" / "other.yaml").unlink()
    seen.add(_fingerprint(facts))
    (facts / FILE).rename(facts / "articles" / "other.yaml")
    seen.add(_fingerprint(facts))
    (facts / "vocabulary.yaml").unlink()
    seen.add(_fingerprint(facts))
    assert len(seen) == 6


def test_the_fingerprint_is_a_sha_256_and_the_same_everywhere(tmp_path: Path) -> None:
    """It depends on names below `facts/` and bytes, not on the folder or the time."""
    first, second = facts_folder(tmp_path / "a"), facts_folder(tmp_path / "b")
    os.utime(second / FILE, (0, 0))
    assert _fingerprint(first) == _fingerprint(second)
    assert len(_fingerprint(first)) == hashlib.sha256().digest_size * 2


def test_one_file_is_read_as_a_model_with_its_lines(tmp_path: Path) -> None:
    """And a file that is not there is a problem, not an exception."""
    facts = facts_folder(tmp_path)
    model, tree, found = read_file(FILE, lambda: read_bytes(facts / FILE), ArticleFile)
    assert isinstance(model, ArticleFile)
    assert found == []
    assert tree.line(("events", 0, "when")) == line_of(ARTICLE, "when: 2022-06-10")
    model, _, found = read_file("x.yaml", lambda: read_bytes(facts / "x.yaml"), ArticleFile)
    assert (model, found) == (None, [Problem("x.yaml", 0, "does not exist")])


GUARD = 20
"""Seconds of this process's own time: no measure, but far above what a good way needs."""


def test_thousands_of_unknown_keys_are_told_at_once(tmp_path: Path) -> None:
    """The format is not worked out anew for each of them."""
    facts = [f"  - {{id: f-{n}, wat: x, quote: y}}\n" for n in range(2000)]
    start = time.process_time()
    found = problems(tmp_path, ARTICLE[: ARTICLE.index("quotes:")] + "quotes:\n" + "".join(facts))
    assert len(found) == MAX_PROBLEMS + 1
    assert time.process_time() - start < GUARD


def test_a_comment_on_a_line_of_its_own_cuts_nothing(tmp_path: Path) -> None:
    """Wherever it begins: what stands before it is whole."""
    text = replaced(ARTICLE, "format: 1\n", "# first\nformat: 1\n# second\n")
    for line in [line for line in text.splitlines() if "what: " in line or "title: " in line]:
        text = text.replace(line, f"{line}\n# by itself")
    assert text.count("# by itself") > 2
    assert problems(tmp_path, text) == []


@pytest.mark.parametrize(
    "text", ["\n" * 1_000_000, "quote: a #\n" * 90_000], ids=["blank lines", "cut values"]
)
def test_very_many_lines_are_looked_at_once(tmp_path: Path, text: str) -> None:
    """Not once more for each line before or behind them."""
    start = time.process_time()
    assert 0 < len(problems(tmp_path, text)) <= MAX_PROBLEMS + 2
    assert time.process_time() - start < GUARD


def _truncated(data: bytes) -> Iterator[bytes]:
    for end in range(0, len(data), 7):
        yield data[:end]


def _without_or_with_a_line_twice(data: bytes) -> Iterator[bytes]:
    lines = data.splitlines(keepends=True)
    for at in range(len(lines)):
        yield b"".join(lines[:at] + lines[at + 1 :])
        yield b"".join([*lines[: at + 1], *lines[at:]])


def _flipped(data: bytes) -> Iterator[bytes]:
    chance = random.Random(20250301)
    for _ in range(300):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 8))):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        yield bytes(changed)


def _with_odd_pieces(data: bytes) -> Iterator[bytes]:
    chance = random.Random(1)
    pieces = (b"[", b"]", b"{", b"}", b": ", b"- ", b"&a ", b"*a ", b"!x ", b"|", b">", b"'", b'"',
              b"\t", b"\n", b"\n\n  ", b"#", b"%", b"---\n", b"...\n", b"? ", b"<<: ", b"~", b"\r",
              b"\xe2\x80\xae", b"\x00", b"9" * 5000, b"null")  # fmt: skip
    for piece in pieces:
        for _ in range(6):
            at = chance.randrange(len(data))
            yield data[:at] + piece + data[at:]


@pytest.mark.parametrize("name", [FILE, "vocabulary.yaml", SEAL_FILE])
@pytest.mark.parametrize(
    "mutations", [_truncated, _without_or_with_a_line_twice, _flipped, _with_odd_pieces]
)
def test_a_spoilt_file_is_told_or_read_clean_and_never_raises(
    tmp_path: Path, name: str, mutations: Callable[[bytes], Iterator[bytes]]
) -> None:
    """Problems that name a file and a line in it, or a corpus; no third."""
    facts, texts = sealed(tmp_path)
    data = (facts / name).read_bytes()
    refused = 0
    for spoilt in mutations(data):
        (facts / name).write_bytes(spoilt)
        checked = check_corpus(facts, texts if name == FILE else None)
        assert checked.errors or checked.corpus is not None
        refused += bool(checked.errors)
        for problem in checked.problems:
            path = facts / problem.file
            lines = path.read_bytes().count(b"\n") if path.is_file() else 0
            assert 0 <= problem.line <= lines + 1, problem
            assert str(problem).isprintable(), problem
            assert len(problem.message) < 1000
    assert refused > 10


def test_the_shipped_models_read_what_they_write(tmp_path: Path) -> None:
    """A dump of the sample, read again, is the sample: precision of dates and numbers is kept."""
    corpus = read_corpus(facts_folder(tmp_path)).corpus
    assert corpus is not None
    for article in corpus.articles:
        assert ArticleFile.model_validate_json(article.model_dump_json()) == article
    words = corpus.vocabulary
    assert Vocabulary.model_validate_json(words.model_dump_json()) == words
