"""The articles' texts on a host that has them: the words around a fact's quote, where it stands.

Only a text that a fact's seal was made of is shown: the seal holds the text's hash, the place and
the words. All reading is done in a thread, one at a time, and the last texts stay at hand.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from bot.corpus.files import TreeError, read_bytes
from bot.corpus.passages import Passage, Prose, passage, prose_of
from bot.corpus.proof import Place, holds, normalise
from bot.store.kept import Kept
from bot.store.models import Told

log = logging.getLogger(__name__)

Gap = Literal["unsealed", "absent", "unreadable", "differs"]
"""Why no words around a quote can be shown: it was never proved, there is no text of its article,
the text can't be read, or it is not the one that the quote was proved against."""

KEPT = 16
"""How many texts stay in memory, of at most 1 MiB of a file each."""

_State = tuple[str, int, int, int]
"""A file's real path, its time of change in nanoseconds, its size, its inode."""


class ArticleTexts:
    """A folder of `<article>.txt`. What changes there is seen when it is next asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: Kept[str, tuple[_State, Prose | Gap]] = Kept(KEPT)
        self._turn = asyncio.Lock()

    async def around(self, facts: Sequence[Told]) -> dict[str, Passage | Gap]:
        """By public id the words around each fact's quote, or why there are none.

        One asks at a time, also where somebody has stopped to wait: a folder that hangs, on
        another machine say, holds up one thread and no more. Who stops to wait for their turn
        leaves nothing behind.
        """
        await self._turn.acquire()
        reading = asyncio.ensure_future(asyncio.to_thread(self._around, tuple(facts)))
        reading.add_done_callback(self._over)
        return await asyncio.shield(reading)

    def _over(self, reading: asyncio.Future[dict[str, Passage | Gap]]) -> None:
        """Let the next one ask; nobody may wait any more for what came of this one."""
        self._turn.release()
        if not reading.cancelled():
            reading.exception()

    def _around(self, facts: tuple[Told, ...]) -> dict[str, Passage | Gap]:
        articles = {told.article for told in facts if told.seal is not None}
        texts = {article: self._text(article) for article in articles}
        return {
            told.id: _found(texts[told.article], told.seal, told.fact.quote)
            if told.seal is not None
            else "unsealed"
            for told in facts
        }

    def _text(self, article: str) -> Prose | Gap:
        """An article's text as it is now; read only where its file changed."""
        path = self._folder / f"{article}.txt"
        try:
            real = path.resolve(strict=True)
            found = real.stat()
            inside = real.is_relative_to(self._folder.resolve())
        except FileNotFoundError:
            return "absent"
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
            log.warning("the text of %s can't be looked at: %s", article, error)
            return "unreadable"
        state = (str(real), found.st_mtime_ns, found.st_size, found.st_ino)
        kept = self._kept.get(article)
        if kept is not None and kept[0] == state:
            return kept[1]
        text = _read(real, article) if inside else _refused(article)
        return self._kept.keep(article, (state, text))[1]


def _refused(article: str) -> Gap:
    log.warning("the text of %s is a link to outside the folder of texts", article)
    return "unreadable"


def _read(path: Path, article: str) -> Prose | Gap:
    try:
        return prose_of(read_bytes(path).decode("utf-8").removeprefix("\ufeff"))
    except TreeError as error:
        log.warning("the text of %s %s", article, error.problems[0][1])
    except UnicodeDecodeError:
        log.warning("the text of %s is not UTF-8 text", article)
    return "unreadable"


def _found(prose: Prose | Gap, seal: str, quote: str) -> Passage | Gap:
    if not isinstance(prose, Prose):
        return prose
    start, end = map(int, seal.partition(":")[0].split("-"))
    words = normalise(quote)
    if prose.text.content[start:end] != words or not holds(seal, prose.text.digest, quote):
        return "differs"
    return passage(prose, Place(start, end))
