"""Strict YAML: what is read, what is refused, and that each refusal names its line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.corpus.files import MAX_BYTES, TreeError, read_bytes
from bot.corpus.tree import MAX_DEPTH, Tree, decode, parse


@pytest.fixture(params=["libyaml", "pure Python"])
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure Python":
        monkeypatch.delattr(yaml, "CSafeLoader")


def refusal(text: str) -> tuple[tuple[int, str], ...]:
    with pytest.raises(TreeError) as caught:
        parse(text)
    return caught.value.problems


def file_refusal(path: Path) -> tuple[tuple[int, str], ...]:
    with pytest.raises(TreeError) as caught:
        decode(read_bytes(path))
    return caught.value.problems


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    "scalar",
    ["no", "true", "12:30", "010", "1e3", "0x1F", "1_000", "2001-07-19", ".inf", "146.80", "1994"],
)
def test_what_looks_like_another_type_stays_the_text_that_was_written(scalar: str) -> None:
    """YAML's guesses (no is false, 12:30 is 750, 010 is 8) are not made."""
    assert parse(f"key: {scalar}\n").value == {"key": scalar}


@pytest.mark.usefixtures("_each_parser")
def test_nested_values_know_the_line_of_their_key_or_dash() -> None:
    """Each path has the line on which it begins, and a path that is not there its parent's."""
    tree = parse("a: 1\nb:\n  - c: x\n    d: >-\n      y\n      z\n  - e\nf: [g,\n  h]\n")
    assert tree == Tree(
        value={"a": "1", "b": [{"c": "x", "d": "y z"}, "e"], "f": ["g", "h"]},
        lines={
            (): 1,
            ("a",): 1,
            ("b",): 2,
            ("b", 0): 3,
            ("b", 0, "c"): 3,
            ("b", 0, "d"): 4,
            ("b", 1): 7,
            ("f",): 8,
            ("f", 0): 8,
            ("f", 1): 9,
        },
        problems=[],
    )
    assert tree.line(("b", 0, "d", "nowhere", 3)) == 4
    assert tree.line(("nowhere",)) == 1


@pytest.mark.usefixtures("_each_parser")
def test_nothing_after_a_colon_is_nothing_and_quoted_nothing_is_text() -> None:
    """An empty value is None; an empty text must be meant."""
    assert parse("a:\nb: \"\"\nc: ''\nd: # why\n").value == {"a": None, "b": "", "c": "", "d": None}


@pytest.mark.parametrize("word", ["null", "~", "Null", "NULL"])
def test_a_plain_null_is_refused_as_neither_empty_nor_text(word: str) -> None:
    """An author named null by other programs' nothing is an accident."""
    tree = parse(f"a: x\nb: {word}\n")
    assert tree.problems == [
        (2, f"{word} is neither empty nor text; leave it out, or put it in quotes")
    ]
    assert tree.value == {"a": "x", "b": None}
    assert parse(f"b: '{word}'\n").value == {"b": word}


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_an_empty_tree(text: str) -> None:
    """It is the reader that says what was expected."""
    tree = parse(text)
    assert (tree.value, tree.problems) == (None, [])


@pytest.mark.usefixtures("_each_parser")
def test_line_ends_of_windows_count_as_one_line() -> None:
    """CRLF neither shifts lines nor stays in values."""
    tree = parse("a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 2\r\n")
    assert tree.value == {"a": "1", "b": "x\ny\n", "c": "2"}
    assert tree.line(("c",)) == 5


@pytest.mark.usefixtures("_each_parser")
def test_every_doubled_key_is_told_with_both_lines() -> None:
    """PyYAML would keep the last one silently; here the first value stays, with its own lines."""
    tree = parse("a: {x: 1}\nb: 2\na:\n  x: 3\n  y: 4\nb: 5\n")
    assert tree.problems == [
        (3, "the key 'a' stands here and on line 1"),
        (6, "the key 'b' stands here and on line 2"),
    ]
    assert tree.value == {"a": {"x": "1"}, "b": "2"}
    assert tree.line(("a", "x")) == 1


@pytest.mark.usefixtures("_each_parser")
def test_anchors_aliases_tags_and_merge_keys_are_all_told_in_one_run() -> None:
    """None of them ends the reading: the next fault is told too."""
    tree = parse("a: &one x\nb: *one\nc: !!int 3\nd: !python/name:os.system\n<<: *one\nd: 1\n")
    told = [
        (1, "anchors", "&one", "&"),
        (2, "aliases", "*one", "*"),
        (3, "tags", "!!int", "!"),
        (4, "tags", "!python/name:os.system", "!"),
        (5, "aliases", "*one", "*"),
    ]
    assert tree.problems == [
        *(
            (
                line,
                f"{what} such as {shown} are refused; put text that begins with {mark} in quotes",
            )
            for line, what, shown, mark in told
        ),
        (6, "the key 'd' stands here and on line 4"),
    ]


def test_an_alias_bomb_is_refused_and_not_unfolded() -> None:
    """Nine lists of nine aliases each would be 387 million values."""
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{key}: &{key} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, key in zip("abcdefgh", "bcdefghi")
    )
    tree = parse(bomb)
    assert len(tree.problems) == 9 + 8 * 9
    assert tree.value["i"] == [None] * 9


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[a]: b\n", 1),
        ("a: 1\n? {a: b}\n: c\n", 2),
        ("?\n: b\n", 1),
        ("a: 1\n~: b\n", 2),
        ("a: 1\n*x : 2\n", 2),
    ],
)
def test_a_key_that_is_no_text_is_refused(text: str, line: int) -> None:
    """Keys name fields."""
    assert refusal(text)[-1] == (line, "a key must be text, as in `key: value`")


@pytest.mark.usefixtures("_each_parser")
def test_twenty_levels_are_read_and_the_next_is_refused() -> None:
    """Depth is counted, not recursed into."""
    deep = "[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH
    assert parse(deep).problems == []
    assert refusal(f"\n[{deep}]") == ((2, f"is nested more than {MAX_DEPTH} deep"),)
    assert refusal("a: " + "{a: " * MAX_DEPTH) == ((1, f"is nested more than {MAX_DEPTH} deep"),)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{", "{a: ", "!x [", "a: [\n"])
def test_thirty_thousand_openings_do_not_bring_the_process_down(opening: str) -> None:
    """They crash PyYAML's C loader; in a process of its own, so that a crash fails one test."""
    code = (
        "from bot.corpus.tree import TreeError, parse\n"
        f"try: parse({opening!r} * 30_000)\n"
        "except TreeError as error: print(error.problems[-1][1])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.strip() in (
        f"is nested more than {MAX_DEPTH} deep",
        "a key must be text, as in `key: value`",
    )


def test_a_second_document_is_refused() -> None:
    """It would never be read."""
    message = "a second document begins; expected one, without a line of ---"
    assert refusal("a: 1\n---\nb: 2\n") == ((2, message),)


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a: 1\nb: c: d\n", 2, 'a value that contains ": " must stand in quotes'),
        ("a: 1\nb:\n\t- c\n", 3, "a tab or a special character begins a value"),
        ("a: @x\n", 1, "a tab or a special character begins a value"),
        ("a: b\nc\nd: e\n", 2, "expected `key: value`"),
        ('a: 1\nb: "x\nc: 2\n', 2, "a closing quotation mark is missing"),
        ('a: 1\nb: "x\nc: "y"\n', 2, "goes on to line 3; a closing quotation mark is missing"),
        ("a: 'x\nb: 1\nc: it's\n", 1, "goes on to line 3; a closing quotation mark is missing"),
        ("a: 1\nb: [x\nc: 2\n", 2, "a closing bracket is missing"),
        ("a: 1\nb: [Li] said\n", 2, "end a value with the mark it begins with"),
        ('a: "He said "yes" to"\n', 1, "end a value with the mark it begins with"),
        ("a: 1\nb: - c\n", 2, "begin a list on the line below its key"),
        ("a: 1\n? b\nc: ? d\n", 3, "a value that begins with ? must stand in quotes"),
        ('a: 1\nb: "c:\\d"\n', 2, "write a backslash between double quotation marks as"),
        ("a: 1\n...\nb: 2\n", 3, "a line above ends the document"),
        ("a: 1\n% of all\n", 2, "a line that begins with % must stand in quotes"),
        ("a:\n  b: |\n    c\n\td\n", 4, "begin lines with spaces"),
        ("a:\n  - b\n - c\n", 3, "begin the lines of one entry in the same column"),
        ("a: > b\n", 1, "expected the text on the lines below"),
    ],
)
def test_broken_yaml_is_told_where_it_began_and_what_was_most_likely_meant(
    text: str, line: int, hint: str
) -> None:
    """The parser's own words alone help nobody who doesn't program."""
    ((found, message),) = refusal(text)
    assert found == line
    assert message.startswith("is not YAML: ")
    assert hint in message


def test_faults_before_broken_yaml_are_told_with_it() -> None:
    """What was found until the parser gave up is not lost."""
    found = refusal("a: &x 1\na: 2\nb: c: d\n")
    assert [line for line, _ in found] == [1, 2, 3]


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("escape", "name"),
    [
        ("\\0", "U+0000"),
        ("\\e", "U+001B"),
        ("\\r", "U+000D"),
        ("\\u202E", "U+202E"),
        ("\\u200B", "U+200B"),
        ("\\L", "U+2028"),
    ],
)
def test_an_escape_for_an_invisible_character_is_refused(escape: str, name: str) -> None:
    """The characters that a file may not hold can't be smuggled in by number either."""
    ((line, message),) = parse(f'a: 1\nb: "x{escape}y"\n').problems
    assert (line, name in message) == (2, True)
    assert message.startswith("an escape stands for the invisible character")


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize("escape", ["\\UFFFFFFFF", "\\U00110000", "\\q", "\\xZZ"])
def test_an_escape_for_no_character_is_refused(escape: str) -> None:
    """PyYAML's own scanner would raise ValueError or OverflowError."""
    ((_, message),) = refusal(f'a: "{escape}"\n')
    assert message.startswith("is not YAML: ")


@pytest.mark.usefixtures("_each_parser")
def test_a_very_long_scalar_is_read_whole() -> None:
    """How long a value may be is the model's to say."""
    assert parse(f'a: "{"x" * 500_000}"\n').value == {"a": "x" * 500_000}


def test_a_file_of_one_mebibyte_is_read_and_of_one_byte_more_is_not(tmp_path: Path) -> None:
    """The limit is on bytes, before anything is decoded."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert len(decode(read_bytes(path))) == MAX_BYTES
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert file_refusal(path) == ((0, "is larger than 1024 KiB; expected a smaller file"),)


@pytest.mark.parametrize(
    "data", [b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80"]
)
def test_bytes_that_are_no_utf_8_are_told_with_their_line(tmp_path: Path, data: bytes) -> None:
    """Lone continuation bytes, surrogates, overlong forms and beyond Unicode."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\nb: " + data + b"\n")
    assert file_refusal(path) == ((2, "is not UTF-8 text; save the file as UTF-8"),)


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_utf_16_is_refused(tmp_path: Path, code: str) -> None:
    """Notepad's "Unicode" is not ours, with a mark of byte order or without."""
    path = tmp_path / "a.yaml"
    path.write_bytes("a: 1\n".encode(code))
    assert file_refusal(path) == ((1, "is not UTF-8 text; save the file as UTF-8"),)


@pytest.mark.parametrize(
    "character",
    "\0\x01\x1b\x7f\x85\xad\u061c\u200b\u200e\u2028\u2029\u202a\u202e\u2060\u2066\u2069\ufff9\ufffe"
    "\U000e0041",
)
def test_each_line_with_an_invisible_character_is_told(tmp_path: Path, character: str) -> None:
    """NUL, controls, bidirectional controls and zero widths; the first of each line."""
    path = tmp_path / "a.yaml"
    path.write_text(f"a: 1\nb: x{character}{character}y\nc: 3\nd: {character}\n", "utf-8")
    found = file_refusal(path)
    assert [line for line, _ in found] == [2, 4]
    assert f"U+{ord(character):04X}" in found[0][1]


@pytest.mark.parametrize("text", ["a: Ünïcode 条约\n", "a: می‌خواهم\n", "a:\tb\n", "a: 👩‍🚀\n"])
def test_honest_scripts_tabs_and_joiners_are_read(tmp_path: Path, text: str) -> None:
    """Persian and emoji need the zero-width joiners."""
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")
    assert decode(read_bytes(path)) == text


def test_a_byte_order_mark_is_taken_off_and_a_second_one_refused(tmp_path: Path) -> None:
    """Windows editors write one at the start; anywhere else it is an invisible character."""
    path = tmp_path / "a.yaml"
    path.write_text("\ufeffa: 1\n", "utf-8")
    assert decode(read_bytes(path)) == "a: 1\n"
    path.write_text("\ufeff\ufeffa: 1\n", "utf-8")
    assert [line for line, _ in file_refusal(path)] == [1]


def test_windows_line_ends_are_kept_and_a_lone_return_is_refused(tmp_path: Path) -> None:
    """A return in the middle of a line hides what stands before it on a terminal."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\r\nb: 2\r\n")
    assert decode(read_bytes(path)) == "a: 1\r\nb: 2\r\n"
    path.write_bytes(b"a: 1\r")  # a Windows file that was cut short
    assert decode(read_bytes(path)) == "a: 1\r"
    path.write_bytes(b"a: 1\r\nb: 2\rc: 3\r\n")
    ((line, message),) = file_refusal(path)
    assert (line, "U+000D" in message) == (2, True)


def test_what_is_no_file_is_refused_in_words(tmp_path: Path) -> None:
    """Missing, a dangling link, a loop of links, a folder, a path below a file."""
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    assert file_refusal(tmp_path / "missing") == ((0, "does not exist"),)
    assert file_refusal(tmp_path / "dangling") == ((0, "is a link to a file that does not exist"),)
    assert file_refusal(tmp_path / "folder") == ((0, "is not an ordinary file"),)
    assert file_refusal(tmp_path / "loop")[0][1].startswith("can't be opened: ")
    assert file_refusal(tmp_path / "file" / "below") == ((0, "can't be opened: not a directory"),)


def test_pipes_sockets_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    """Nothing waits for a writer, and an endless device is not read."""
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        assert file_refusal(tmp_path / "s")[0][1].startswith("can't be opened: ")
    assert file_refusal(tmp_path / "pipe") == ((0, "is not an ordinary file"),)
    assert file_refusal(Path("/dev/zero")) == ((0, "is not an ordinary file"),)


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    """The reason is the system's, in its words."""
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    path.chmod(0)
    user = os.geteuid()
    if user == 0:  # root may read everything: be nobody for a moment
        os.seteuid(65534)
    try:
        refusal = file_refusal(path)
    finally:
        os.seteuid(user)
    assert refusal == ((0, "can't be opened: permission denied"),)


def test_refused_files_leave_no_descriptor_open(tmp_path: Path) -> None:
    """A reload every minute over a broken folder must not use the process up."""
    descriptors = Path("/dev/fd")
    before = len(list(descriptors.iterdir()))
    for _ in range(20):
        file_refusal(tmp_path)
    assert len(list(descriptors.iterdir())) == before
