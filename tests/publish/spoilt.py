"""Good files spoilt as text and as bytes: what editors, editing programs and disks do to files."""

from __future__ import annotations

import os
import random
import socket
import string
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What was done to a good file, and what it holds then."""

    how: str
    data: bytes


UNSEEN = (
    *range(0x09),
    *(0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0x7F, 0x85, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    *(0xFEFF, 0xFFF9, 0xFFFE, 0xFFFF, 0xE0001, 0xE0041),
)
"""Controls, and characters that change how a line reads without being seen."""

ENDS = {
    "a second document": "---\nformat: 1\n",
    "something behind the end of the document": "...\nformat: 1\n",
    "a first key again": "format: 1\n",
    "a key that is none": "formats: 1\n",
    "a merge key": "<<: {format: 1}\n",
    "a merge of an anchor": "base: &base {a: b}\n<<: *base\n",
    "an alias bomb": "a: &a [x, x]\n"
    + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
        for a, b in zip(string.ascii_lowercase, string.ascii_lowercase[1:])
    ),
    "an alias of itself": "a: &a [*a]\n",
    "30,000 opening brackets": f"a: {'[' * 30_000}\n",
    "30,000 brackets": f"a: {'[' * 30_000}{']' * 30_000}\n",
    "30,000 opening braces": f"a: {'{' * 30_000}\n",
    "30,000 braces with keys": f"a: {'{a: ' * 30_000}\n",
    "30,000 dashes": f"a:\n  {'- ' * 30_000}\n",
    "30,000 question marks": f"{'? ' * 30_000}\n",
    "1,000 steps to the right": "".join(f"{' ' * step}a:\n" for step in range(1000)),
    "a deep list": f"a: {'[' * 25}{']' * 25}\n",
    "a key of 2,000 characters": f"{'k' * 2000}: 1\n",
    "a key that is a list": "[a, b]: 1\n",
    "a key that is a mapping": "? {a: b}\n: 1\n",
    "a key without a colon": "format\n",
    "a closing bracket": "]\n",
    "a tab before a key": "\tformat: 1\n",
    "a set": "a: !!set {b, c}\n",
    "a directive in the middle": "%YAML 1.2\n",
    "a mark of a merge conflict": "<<<<<<< HEAD\nformat: 1\n=======\nformat: 1\n>>>>>>> main\n",
    "half a character": "\udcc3",
    "a surrogate": "\udced\udca0\udc80",
    "an overlong zero": "\udcc0\udc80",
}
"""What stands at the end of a good file; bytes that are no UTF-8 as Python escapes them."""


def with_ends(text: str) -> Iterator[Spoilt]:
    """A file with something at its end, and once at its beginning, that does not belong there."""
    for how, end in ENDS.items():
        yield Spoilt(f"{how}, at the end", (text + end).encode("utf-8", "surrogateescape"))
        yield Spoilt(f"{how}, before all", (end + text).encode("utf-8", "surrogateescape"))


def in_other_codes(text: str) -> Iterator[Spoilt]:
    """A file in what is not UTF-8, or with characters that no text needs."""
    for code in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"):
        yield Spoilt(f"in {code}", text.encode(code, "ignore"))
    for code, word in (("latin-1", "déjà"), ("cp1251", "уже"), ("gb18030", "已经")):
        yield Spoilt(f"a word in {code}", text.encode() + f"# {word}\n".encode(code))
    for code in UNSEEN:
        # A mark of byte order at the beginning is what many programs write.
        for place in (1 if code == 0xFEFF else 0, len(text) // 2, len(text)):
            changed = text[:place] + chr(code) + text[place:]
            yield Spoilt(f"U+{code:04X} at {place}", changed.encode())
    yield Spoilt("two marks of byte order", ("\ufeff\ufeff" + text).encode())
    yield Spoilt("ends of lines of old Macintoshes", text.replace("\n", "\r").encode())


def whole(chance: random.Random) -> Iterator[Spoilt]:
    """What is no such file at all."""
    for how, data in {
        "nothing": b"",
        "a mark of byte order": b"\xef\xbb\xbf",
        "blank lines": b" \n\n  \n",
        "a comment": b"# nothing but this\n",
        "an empty document": b"---\n",
        "an ended document": b"---\n...\n",
        "a text": b"format 1\n",
        "a number": b"1\n",
        "a list": b"- format: 1\n",
        "null": b"null\n",
        "an empty mapping": b"{}\n",
        "half of JSON": b'{"format": "1", "article": {"id": ',
        "a web page": b"<!DOCTYPE html>\n<html><body>\n<p>404: not here</p>\n</body></html>\n",
        "a table": b"id,when,what\na,2001,b\n",
        "a picture": b"\x89PNG\r\n\x1a\n" + chance.randbytes(500),
        "an archive": b"\x1f\x8b\x08\x00" + chance.randbytes(500),
        "a program": b"\x7fELF\x02\x01\x01\x00" + bytes(200),
        "zeros": bytes(4096),
        "a pointer to a large file": b"version https://git-lfs.github.com/spec/v1\nsize 12\n",
        "one long line": b"x" * 900_000,
        "a long value": b"format: " + b"9" * 900_000 + b"\n",
        "many keys": b"".join(b"k%d: 1\n" % number for number in range(60_000)),
        "a file of a byte too many": b"#" * (1024 * 1024 + 1),
    }.items():
        yield Spoilt(how, data)
    for number in range(8):
        yield Spoilt(f"noise {number}", chance.randbytes(1 << number + 3))


def truncated(text: str, pieces: int) -> Iterator[Spoilt]:
    """A file of which the end is missing: more than its last line, without which it may be good."""
    data = text[: text.rindex("\n", 0, -1)].encode()
    for piece in range(pieces):
        end = len(data) * piece // pieces
        yield Spoilt(f"cut off at {end}", data[:end])


def by_lines(text: str, chance: random.Random) -> Iterator[Spoilt]:
    """A file in which one line is away, there twice, elsewhere or set otherwise; without end."""
    lines = text.splitlines(keepends=True)
    while True:
        at = chance.randrange(len(lines))
        line, before, after = lines[at], lines[:at], lines[at + 1 :]
        others = before + after
        to = chance.randrange(len(others))
        how, changed = chance.choice(
            (
                ("away", [*before, *after]),
                ("twice", [*before, line, line, *after]),
                (f"moved to {to + 1}", [*others[:to], line, *others[to:]]),
                ("further right", [*before, f" {line}", *after]),
                ("further left", [*before, line.removeprefix(" "), *after]),
                ("behind a tab", [*before, f"\t{line}", *after]),
                ("without its colon", [*before, line.replace(":", "", 1), *after]),
                ("without its space", [*before, line.replace(": ", ":", 1), *after]),
                ("joined to the next", [*before, line.rstrip("\n"), *after]),
                ("with another key", [*before, line.replace(":", "s:", 1), *after]),
                ("without a value", [*before, line.partition(":")[0] + ":\n", *after]),
                ("half", [*before, line[: len(line) // 2] + "\n", *after]),
            )
        )
        yield Spoilt(f"line {at + 1} {how}", "".join(changed).encode())


PIECES = (
    *(b"[", b"]", b"{", b"}", b": ", b"- ", b"&a ", b"*a ", b"!x ", b"|", b">", b"'", b'"'),
    *(b"\t", b"\n", b"\n\n  ", b" #", b"%", b"\n---\n", b"\n...\n", b"? ", b"<<: ", b"~", b"\r"),
    *(b"\xe2\x80\xae", b"\x00", b"9" * 5000, b"null", b"\xff", b"\\", b"\x1b[31m"),
)


def by_bytes(text: str, chance: random.Random) -> Iterator[Spoilt]:
    """A file with bytes turned over, put in, taken out or in another order; without end."""
    data = text.encode()
    while True:
        changed = bytearray(data)
        done = []
        for _ in range(chance.choice((1, 1, 2, 8))):
            at = chance.randrange(len(changed))
            what = chance.choice(("flip", "insert", "delete", "swap", "copy"))
            done.append(f"{what} at {at}")
            if what == "flip":
                changed[at] ^= 1 << chance.randrange(8)
            elif what == "insert":
                changed[at:at] = chance.choice(PIECES)
            elif what == "delete":
                del changed[at : at + chance.choice((1, 1, 7, 100))]
            elif what == "swap":
                changed[at : at + 40] = changed[at : at + 40][::-1]
            else:
                other = chance.randrange(len(changed))
                changed[at:at] = changed[other : other + 60]
        yield Spoilt(", ".join(done), bytes(changed))


def _folder(path: Path) -> None:
    path.mkdir()


def _socket(path: Path) -> None:
    # Addresses of sockets are short, and paths of tests are long.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/s")
        Path(folder, "s").rename(path)


def _hundred_mebibytes(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"format: 1\n")
        file.truncate(100 * 1024 * 1024)


PLACES: dict[str, Callable[[Path], None]] = {
    "a folder": _folder,
    "a socket": _socket,
    "a pipe": os.mkfifo,
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to a folder": lambda path: path.symlink_to(".."),
    "a link to a device without end": lambda path: path.symlink_to("/dev/zero"),
    "100 MiB": _hundred_mebibytes,
}
"""What stands in a file's place that is no file to read."""
