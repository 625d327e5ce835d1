"""A state of the facts that may go live: read, compared with the one that is, and compiled."""

from __future__ import annotations

import time
from pathlib import Path

from bot.corpus.check import Announce, Fresh, check_snapshot
from bot.corpus.difference import Difference
from bot.corpus.model import ArticleFile, Kind
from bot.corpus.snapshot import Snapshot
from bot.corpus.summary import Clean
from bot.errors import CorpusError
from bot.publish.differing import articles_that_differ, difference
from bot.publish.drafts import Drafts
from bot.publish.kept import generation_path
from bot.publish.outcome import Compiled, Read
from bot.store.archive import Archive, Manifest
from bot.store.schema import generation_id


class Candidate:
    """Facts that were read, checked and found clean."""

    def __init__(
        self,
        snapshot: Snapshot,
        texts: Path | None,
        archive: Archive,
        live: Manifest | None,
        announce: Announce,
    ) -> None:
        """Check a snapshot. Raises `CorpusError` with every problem."""
        self._snapshot = snapshot
        self._archive = archive
        self._live = live
        self._drafts = Drafts(archive, snapshot, announce)
        self._models: dict[str, ArticleFile] = {}
        differ = articles_that_differ(live.digests, snapshot.digests) if live else frozenset()

        def take(fresh: Fresh) -> None:
            self._drafts.take(fresh)
            if fresh.name in differ:
                self._models[fresh.name] = fresh.file

        def kept(key: str) -> Clean | None:
            text = archive.clean(key)
            return Clean.from_json(text) if text is not None else None

        self._found = check_snapshot(snapshot, texts, take, kept=kept, announce=announce)
        if self._found.errors or self._found.vocabulary is None:
            self._drafts.save()  # the next reading need not read again what was clean
            raise CorpusError(self._found.errors)
        self._vocabulary = self._found.vocabulary

    @property
    def read(self) -> Read:
        """What was read, and what differs from the live facts."""
        found = self._found
        counts: dict[Kind, int] = {
            kind: sum(article.counts[kind] for article in found.articles)
            for kind in ("event", "figure", "quote")
        }
        return Read(
            generation_id(self._snapshot.fingerprint),
            self._snapshot.fingerprint,
            counts,
            len(found.articles),
            found.warnings,
            self._difference(),
        )

    def save(self) -> None:
        """Keep what is clean, so that another reading is quicker. Raises `StoreError`."""
        self._drafts.save()

    def compile(self, folder: Path) -> Compiled:
        """Keep the files, and compile them into a folder. Raises `StoreError`.

        A generation that is there already is taken as it is: its id stands for its contents.
        """
        snapshot, keys = self._snapshot, self._found.keys
        fingerprint = snapshot.fingerprint
        generation = generation_id(fingerprint)
        self._drafts.save()
        manifest = Manifest(fingerprint, snapshot.digests)
        self._archive.keep(generation, manifest, keys.values(), snapshot.data)
        path, seconds = generation_path(folder, generation), None
        if not path.exists():
            from bot.store.compile import assemble

            begun = time.perf_counter()
            assemble(self._vocabulary, self._drafts.of(keys), fingerprint, path)
            seconds = round(time.perf_counter() - begun, 3)
        return Compiled(generation, fingerprint, path, seconds)

    def _difference(self) -> Difference | None:
        if self._live is None:
            return None
        return difference(
            (self._live.digests, self._was),
            (self._snapshot.digests, self._snapshot.data),
            self._vocabulary,
            self._models,
            self._found.articles,
        )

    def _was(self, name: str) -> bytes:
        assert self._live is not None
        return self._archive[self._live.digests[name]]
