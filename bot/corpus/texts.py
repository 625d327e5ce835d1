"""The articles' texts, which only some hosts have: each read once for all that judges it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from bot.corpus.files import TreeError, read_bytes
from bot.corpus.proof import NotProved, Text, text_of
from bot.corpus.tree import decode


class Texts:
    """A folder of `<slug>.txt`. The bytes of the article asked for last stay at hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._last: tuple[str, bytes | TreeError | None] = "", None

    def state(self, article: str) -> str:
        """Which text there is of an article: what its proof depends on."""
        found = self._read(article)
        if found is None:
            return f"none in {self.folder}"
        if isinstance(found, TreeError):
            return f"unreadable: {found.problems}"
        return hashlib.sha256(found).hexdigest()

    def text(self, article: str) -> Text | None:
        """The text of an article, None where there is none. Raises `NotProved` for a bad one."""
        found = self._read(article)
        if found is None:
            return None
        try:
            if isinstance(found, TreeError):
                raise found
            return text_of(decode(found))
        except TreeError as error:
            line, what = error.problems[0]
            at = f", line {line}," if line else ""
            raise NotProved(f"the text {article}.txt{at} {what}") from None

    def _read(self, article: str) -> bytes | TreeError | None:
        if self._last[0] != article:
            self._last = article, self._found(self.folder / f"{article}.txt")
        return self._last[1]

    @staticmethod
    def _found(path: Path) -> bytes | TreeError | None:
        if not os.path.lexists(path):
            return None
        try:
            return read_bytes(path)
        except TreeError as error:
            return error
