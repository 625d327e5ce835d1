"""The files of `facts/`: which there are, their bytes, and a fingerprint of them all.

It knows nothing of what they hold, so that a start can tell without reading the facts whether
they were edited.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

VOCABULARY = "vocabulary.yaml"
ARTICLES = "articles"
SEALS = "seals"
MAX_FILES = 10_000
MAX_BYTES = 1024 * 1024
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class TreeError(Exception):
    """The file can't be read any further; `problems` are `(line, message)`."""

    def __init__(self, *problems: tuple[int, str]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ArticleFiles:
    """The names of the article files below `facts/`, in order, so that every machine reads them
    alike; and the other names in their folder."""

    names: tuple[str, ...]
    others: tuple[str, ...]


class Fingerprint:
    """A digest of files' names and bytes, such that no other files give the same."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def take(self, name: str, data: bytes) -> None:
        """Take a file in; the order counts."""
        self._digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        self._digest.update(data)

    def take_seals(self, name: str, data: bytes | None) -> None:
        """Take seals in, None for unreadable ones: they are compiled with the facts."""
        self.take(name.removeprefix(f"{SEALS}/"), b"\0unreadable" if data is None else data)

    def text(self) -> str:
        """The digest of all that was taken in, in hexadecimal."""
        return self._digest.hexdigest()


def fingerprint(folder: Path) -> str:
    """The fingerprint of all of `facts/`, as reading it gives; empty where it can't be listed."""
    found = Fingerprint()
    try:
        names = article_files(folder).names[:MAX_FILES]
    except OSError:
        return ""
    for name in (VOCABULARY, *names):
        try:
            found.take(name, read_bytes(folder / name))
        except TreeError:
            continue
    for name in seal_files(folder):
        try:
            found.take_seals(name, read_bytes(folder / name))
        except TreeError:
            found.take_seals(name, None)
    return found.text()


def seal_files(folder: Path) -> tuple[str, ...]:
    """The names of the files of seals below `facts/`, in order; none where there is no folder."""
    try:
        entries = os.listdir(folder / SEALS)  # noqa: PTH208 (paths take three times as long)
    except OSError:
        return ()
    found = sorted(entry for entry in entries if entry.endswith(".yaml"))[:MAX_FILES]
    return tuple(f"{SEALS}/{entry}" for entry in found)


def article_files(folder: Path) -> ArticleFiles:
    """What stands in the articles' folder. Raises `OSError` where it can't be listed."""
    listed = os.listdir(folder / ARTICLES)  # noqa: PTH208
    # Names that begin with a dot are an editor's or a system's own.
    entries = sorted(entry for entry in listed if entry[0] != ".")
    named = {entry for entry in entries if _is_article(entry)}
    return ArticleFiles(
        tuple(f"{ARTICLES}/{entry}" for entry in entries if entry in named),
        tuple(entry for entry in entries if entry not in named),
    )


def _is_article(entry: str) -> bool:
    slug = entry.removesuffix(".yaml")
    return slug != entry and len(slug) <= 40 and _SLUG.fullmatch(slug) is not None


def read_bytes(path: Path | str) -> bytes:
    """The file's bytes, at most `MAX_BYTES`. Raises `TreeError` where they can't be had."""
    try:
        # Non-blocking, so that a pipe in the file's place cannot hold us up.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        link = Path(path).is_symlink()
        what = "is a link to a file that does not exist" if link else "does not exist"
        raise TreeError((0, what)) from None
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise TreeError((0, f"can't be opened: {reason.lower()}")) from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise TreeError((0, "is not an ordinary file"))
        data = _read_all(descriptor, min(found.st_size, MAX_BYTES) + 1)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise TreeError((0, f"can't be read: {reason.lower()}")) from None
    finally:
        os.close(descriptor)
    if len(data) > MAX_BYTES:
        raise TreeError((0, f"is larger than {MAX_BYTES // 1024} KiB; expected a smaller file"))
    return data


def _read_all(descriptor: int, expected: int) -> bytes:
    """What a file holds, up to one byte more than is allowed."""
    pieces: list[bytes] = []
    left = MAX_BYTES + 1
    while left > 0 and (piece := os.read(descriptor, min(expected, left))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
