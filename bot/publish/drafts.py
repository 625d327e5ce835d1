"""The drafts of a candidate's articles: kept ones, and those of articles that were read now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bot.corpus.check import Announce, Fresh
from bot.corpus.files import SEALS
from bot.corpus.model import ArticleFile
from bot.corpus.proof import SealFile
from bot.corpus.reader import read_file
from bot.corpus.snapshot import Snapshot
from bot.errors import StoreError
from bot.store.archive import Archive, Row
from bot.store.schema import SCHEMA

if TYPE_CHECKING:
    from bot.store.draft import Draft

AT_HAND = 2_000
"""So many facts wait in memory to be drafted."""


class Drafts:
    """What is kept of clean articles: readings, and drafts, made once an editor waits no more."""

    def __init__(self, archive: Archive, snapshot: Snapshot, announce: Announce) -> None:
        self._archive = archive
        self._snapshot = snapshot
        self._announce = announce
        self._waiting: list[Fresh] = []
        self._rows: list[Row] = []
        self._facts = 0

    def take(self, fresh: Fresh) -> None:
        """Take an article that was read now, to be kept if it is clean."""
        if fresh.clean is None:
            return
        self._waiting.append(fresh)
        self._facts += sum(fresh.clean.summary.counts.values())
        if self._facts > AT_HAND:
            self.save()

    def add(self, row: Row) -> None:
        """Take what is kept of another file."""
        self._rows.append(row)

    def save(self) -> None:
        """Draft what waits, and keep it. Raises `StoreError`."""
        if not self._waiting and not self._rows:
            return
        from bot.store.drafting import Drafter

        drafter, rows = Drafter(), self._rows
        for fresh in self._waiting:
            self._announce(fresh.name)
            assert fresh.key is not None
            assert fresh.clean is not None
            seals = fresh.seals.seals if fresh.seals is not None else {}
            draft = drafter.draft(fresh.file, seals)
            rows.append(Row(fresh.key, fresh.clean.to_json(), draft.to_bytes()))
        self._announce(None)
        self._archive.add(rows, _version())
        self._waiting, self._rows, self._facts = [], [], 0

    def of(self, keys: Mapping[str, str]) -> Iterator[Draft]:
        """The drafts of articles, given the keys that they are kept under, in this order.

        One that is not kept is made again, and kept. Raises `StoreError`.
        """
        version = _version()
        for name, key in keys.items():
            yield self._kept(key, version) or self._again(name, key)
        self.save()

    def _kept(self, key: str, version: str) -> Draft | None:
        from bot.store.draft import Draft

        kept = self._archive.draft(key, version)
        try:
            return Draft.from_bytes(kept) if kept is not None else None
        except ValueError:
            return None

    def _again(self, name: str, key: str) -> Draft:
        from bot.store.drafting import draft_article

        self._announce(name)
        sealed = f"{SEALS}/{name.rpartition('/')[2]}"
        file, _, _ = read_file(name, lambda: self._snapshot.data(name), ArticleFile)
        seals, _, _ = read_file(sealed, lambda: self._snapshot.data(sealed), SealFile)
        if file is None or seals is None:
            raise StoreError(f"{name} was clean, and can't be read any more")
        self._announce(None)
        draft = draft_article(file, seals.seals)
        if (clean := self._archive.clean(key)) is not None:
            self._rows.append(Row(key, clean, draft.to_bytes()))
        self._facts += len(draft.ids)
        if self._facts > AT_HAND:
            self.save()
        return draft


def _version() -> str:
    """Of which version drafts are that this program takes."""
    from bot.store.draft import DRAFT

    return f"{DRAFT}.{SCHEMA}"
