"""The check of a corpus: every rule that types alone cannot hold, every problem in one run.

The messages are for fact editors and name file, line, what is wrong and what was expected. What
was clean and is still as it was, itself and all that its rules look at, need not be read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.corpus.across import across, unused_words, vocabulary_rules
from bot.corpus.article_proof import ArticleProof
from bot.corpus.article_rules import article_rules
from bot.corpus.coverage import Coverage
from bot.corpus.files import SEALS, VOCABULARY
from bot.corpus.model import ArticleFile, Corpus, Vocabulary
from bot.corpus.proof import SealFile
from bot.corpus.reader import Source, read_file, read_source
from bot.corpus.snapshot import Snapshot, printable, take_snapshot
from bot.corpus.summary import (
    Clean,
    Summary,
    Words,
    reading_key,
    summarise,
    words_key,
    words_of,
)
from bot.corpus.texts import Texts
from bot.corpus.tree import Tree
from bot.errors import Problem


class _Judged:
    """What has problems, apart by what they stop."""

    __slots__ = ()
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the facts from going live."""
        return _of("error", self.problems)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that an editor should know of, but that stop nothing."""
        return _of("warning", self.problems)


@dataclass(frozen=True, slots=True)
class Checked(_Judged):
    """What the check found, and what it measured on the way."""

    corpus: Corpus | None
    problems: tuple[Problem, ...]
    fingerprint: str
    coverage: dict[str, Coverage] = field(default_factory=dict)
    seals: dict[str, SealFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fresh:
    """An article's file that was read now. `clean` is what to keep of one without errors, under
    `key`; `coverage` and `seals` are those that were proved, or the seals that stand for it."""

    name: str
    key: str | None
    file: ArticleFile
    coverage: Coverage | None
    seals: SealFile | None
    clean: Clean | None


@dataclass(frozen=True, slots=True)
class Found(_Judged):
    """What the check of a snapshot found.

    `vocabulary` is None where it can't be read, or its words are kept; `words` are those.
    `articles` are those whose files hold what they should, in order; `keys` those that the clean
    ones' readings are kept under, by file. `readable` says that every file does.
    """

    vocabulary: Vocabulary | None
    words: Words | None
    articles: tuple[Summary, ...]
    keys: dict[str, str]
    readable: bool
    problems: tuple[Problem, ...]


class Kept:
    """What is kept of clean files, by the keys of `bot.corpus.summary`: here, nothing."""

    def clean(self, key: str) -> Clean | None:  # noqa: ARG002
        """What is kept of an article's file."""
        return None

    def words(self, key: str) -> Words | None:  # noqa: ARG002
        """The words of a vocabulary that is kept."""
        return None


Take = Callable[[Fresh], None]
Announce = Callable[[str | None], None]
"""Told of each file before it is read, and of None when none is any more."""


def check_corpus(folder: Path, texts: Path | None, *, seals: bool = True) -> Checked:
    """Check all of `facts/` in `folder`, every file anew.

    With `texts`, a folder of `<slug>.txt`, every quote is proved and coverage is taken; without,
    the seals stand for the proof. `seals=False` leaves the seals out: it is for writing them.
    """
    files: list[ArticleFile] = []
    coverage: dict[str, Coverage] = {}
    written: dict[str, SealFile] = {}

    def take(fresh: Fresh) -> None:
        article = fresh.file.article.id
        files.append(fresh.file)
        if fresh.coverage is not None:
            coverage[article] = fresh.coverage
        if fresh.seals is not None:
            written[article] = fresh.seals

    snapshot = take_snapshot(folder)
    found = check_snapshot(snapshot, texts, take, seals=seals)
    corpus = None
    if found.vocabulary is not None and found.readable:
        corpus = Corpus(vocabulary=found.vocabulary, articles=tuple(files))
    return Checked(corpus, found.problems, snapshot.fingerprint, coverage, written)


def check_snapshot(
    snapshot: Snapshot,
    texts: Path | None,
    take: Take,
    *,
    kept: Kept | None = None,
    announce: Announce = lambda _: None,
    seals: bool = True,
) -> Found:
    """Check the files of a snapshot, but for those that `kept` has as they are.

    `take` is given each article that was read now. The problems are the same whatever is kept.
    """
    return _Check(snapshot, texts, take, kept or Kept(), announce, seals).run()


class _Check:
    def __init__(
        self,
        snapshot: Snapshot,
        texts: Path | None,
        take: Take,
        kept: Kept,
        announce: Announce,
        seals: bool,
    ) -> None:
        self._snapshot = snapshot
        self._texts = Texts(texts) if texts is not None else None
        self._take = take
        self._kept = kept
        self._announce = announce
        self._seals = seals
        self._problems = list(snapshot.problems)
        self._readable = not snapshot.problems
        self._trees: dict[str, Tree] = {}
        self._summaries: list[Summary] = []
        self._keys: dict[str, str] = {}

    def run(self) -> Found:
        """Check all of it."""
        if self._texts is not None and not self._texts.folder.is_dir():
            message = "is no folder; expected the folder of the articles' texts"
            self._problems.append(Problem(str(self._texts.folder), 0, message))
            self._texts = None
        vocabulary, words = self._vocabulary() if self._snapshot.there else (None, None)
        known = words or {}
        for name in self._snapshot.articles:
            if not self._is_kept(name, known):
                self._article(name, known)
        self._problems += across(self._summaries, self._line)
        # What a file that can't be read uses is not known.
        if words and len(self._summaries) == len(self._snapshot.articles) > 0:
            self._problems += unused_words(words, self._summaries)
        self._announce(None)
        if self._seals:
            self._problems += self._stray_seals()
        problems = tuple(sorted(set(self._problems)))
        articles = tuple(self._summaries)
        return Found(vocabulary, words, articles, self._keys, self._readable, problems)

    def _vocabulary(self) -> tuple[Vocabulary | None, Words | None]:
        """The vocabulary as it was read, None if it is kept or can't be; and its words."""
        digest = self._snapshot.digests.get(VOCABULARY)
        kept = self._kept.words(words_key(digest)) if digest is not None else None
        if kept is not None:
            return None, kept
        source = self._read(VOCABULARY, Vocabulary)
        if not isinstance(source.model, Vocabulary):
            return None, None
        self._problems += vocabulary_rules(source, source.model)
        return source.model, words_of(source.model, source.tree)

    def _read(self, name: str, model: type[Vocabulary | ArticleFile]) -> Source:
        self._announce(name)
        source, problems = read_source(name, lambda: self._snapshot.data(name), model)
        self._readable = self._readable and not problems
        self._problems += problems
        return source

    def _is_kept(self, name: str, known: Words) -> bool:
        """Take a file as it is kept, if it is and the vocabulary has its words."""
        key = self._key(name)
        clean = self._kept.clean(key) if key is not None else None
        if key is None or clean is None or (known and not clean.holds_with(known)):
            return False
        self._keys[name] = key
        self._summaries.append(clean.summary)
        self._problems += clean.warnings
        return True

    def _key(self, name: str) -> str | None:
        """What a file's reading is kept under, if it can be read."""
        digests, slug = self._snapshot.digests, _slug(name)
        if name not in digests:
            return None
        text = self._texts.state(slug) if self._texts is not None else None
        return reading_key(name, digests[name], digests.get(f"{SEALS}/{slug}.yaml"), text)

    def _article(self, name: str, known: Words) -> None:
        """Read a file and hold it to the rules for one article."""
        before = len(self._problems)
        source = self._read(name, ArticleFile)
        file = source.model
        if not isinstance(file, ArticleFile):
            return
        self._problems += article_rules(source, file, known)
        proof = self._prove(source, file)
        summary = summarise(name, file)
        self._summaries.append(summary)
        own = self._problems[before:]
        clean = None
        if not _of("error", own):
            clean = Clean(summary, tuple(own))
            self._keys[name] = self._key(name) or ""
        self._take(Fresh(name, self._keys.get(name), file, proof.coverage, proof.seals, clean))

    def _prove(self, source: Source, file: ArticleFile) -> ArticleProof:
        proof = ArticleProof(source, file)
        if self._texts is not None:
            proof.prove(self._texts)
        if self._seals or (self._texts is not None and proof.coverage is None):
            proof.compare_seals(self._snapshot)
        elif self._texts is not None:
            proof.compare_ids(self._snapshot)
        self._problems += proof.problems
        return proof

    def _line(self, name: str, path: tuple[str | int, ...]) -> int:
        """Where a part of an article's file stands that is not at hand any more."""
        if name not in self._trees:
            self._trees[name] = self._read_again(name)
        return self._trees[name].line(path)

    def _read_again(self, name: str) -> Tree:
        self._announce(name)
        _, tree, _ = read_file(name, lambda: self._snapshot.data(name), ArticleFile)
        return tree

    def _stray_seals(self) -> Iterator[Problem]:
        slugs = {_slug(name) for name in self._snapshot.articles}
        for name in self._snapshot.seals:
            if _slug(name) not in slugs:
                yield Problem(printable(name), 0, "seals an article that is not there; delete it")


def _slug(name: str) -> str:
    """The article that a file below `facts/` is named after."""
    return name.rpartition("/")[2].removesuffix(".yaml")


def _of(severity: str, problems: tuple[Problem, ...] | list[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.severity == severity)
