"""A state of the facts that may go live: read, compared with the one that is, and compiled."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path

from bot.corpus.check import Announce, Fresh, Kept, check_snapshot
from bot.corpus.difference import Difference
from bot.corpus.files import VOCABULARY
from bot.corpus.model import ArticleFile, Kind, Vocabulary
from bot.corpus.reader import read_file
from bot.corpus.snapshot import Snapshot
from bot.corpus.summary import Clean, Words, words_key
from bot.errors import CorpusError, StoreError
from bot.publish.differing import articles_that_differ, difference
from bot.publish.drafts import Drafts
from bot.publish.kept import generation_path
from bot.publish.outcome import Compiled, Read
from bot.store.archive import Archive, Damaged, Manifest, Row
from bot.store.schema import generation_id

log = logging.getLogger(__name__)


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
        self._announce = announce
        self._words: Vocabulary | None = None
        self._drafts = Drafts(archive, snapshot, announce)
        self._models: dict[str, ArticleFile] = {}
        differ = articles_that_differ(live.digests, snapshot.digests) if live else frozenset()

        def take(fresh: Fresh) -> None:
            self._drafts.take(fresh)
            if fresh.name in differ:
                self._models[fresh.name] = fresh.file

        found = check_snapshot(snapshot, texts, take, kept=_Kept(archive), announce=announce)
        self._found = found
        wrong = {problem.file for problem in found.errors}
        if found.vocabulary is not None and VOCABULARY not in wrong:
            self._drafts.add(Row(self._words_key, json.dumps(found.words)))
        if found.errors:
            self._save_what_is_clean()
            raise CorpusError(found.errors)

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

    def _save_what_is_clean(self) -> None:
        """The next reading is quicker by it; a full disk is not what an editor has to mend."""
        try:
            self._drafts.save()
        except Damaged:
            raise
        except StoreError as error:
            log.warning("%s", error)

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
        used = (self._words_key, *keys.values())
        self._archive.keep(generation, manifest, used, snapshot.data)
        path, seconds = generation_path(folder, generation), None
        if not path.exists():
            from bot.store.compile import assemble

            begun = time.perf_counter()
            assemble(self._vocabulary(), self._drafts.of(keys), fingerprint, path)
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

    @property
    def _words_key(self) -> str:
        return words_key(self._snapshot.digests[VOCABULARY])

    def _vocabulary(self) -> Vocabulary:
        if self._words is None:
            self._words = self._found.vocabulary or self._read_vocabulary()
        return self._words

    def _read_vocabulary(self) -> Vocabulary:
        """The vocabulary whose words were kept, so that nothing else of it was needed yet."""
        self._announce(VOCABULARY)
        found, _, problems = read_file(
            VOCABULARY, lambda: self._snapshot.data(VOCABULARY), Vocabulary
        )
        self._announce(None)
        if found is None:
            raise CorpusError(tuple(problems))
        return found

    def _was(self, name: str) -> bytes:
        assert self._live is not None
        return self._archive[self._live.digests[name]]


class _Kept(Kept):
    """What the archive keeps."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def clean(self, key: str) -> Clean | None:
        text = self._archive.clean(key)
        return Clean.from_json(text) if text is not None else None

    def words(self, key: str) -> Words | None:
        text = self._archive.clean(key)
        return json.loads(text) if text is not None else None
