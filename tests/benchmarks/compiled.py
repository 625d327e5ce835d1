"""Facts databases of made-up corpora, each compiled once and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.corpus.model import ArticleFile, Vocabulary
from bot.store.compile import compile_corpus
from bot.store.schema import SCHEMA
from tests.benchmarks.synthetic import articles
from tests.benchmarks.vocabulary import vocabulary

_GENERATOR = ("language.py", "vocabulary.py", "dates.py", "synthetic.py", "compiled.py")


class Made:
    """A made-up corpus, whose articles are made while they are walked."""

    def __init__(self, n_facts: int, seed: int) -> None:
        self._n_facts = n_facts
        self._seed = seed

    @property
    def vocabulary(self) -> Vocabulary:
        """Every key that the articles' facts refer to."""
        return vocabulary(self._n_facts, self._seed)

    @property
    def articles(self) -> Iterator[ArticleFile]:
        """The articles, from the first one."""
        return articles(self._n_facts, self._seed)


def compiled(n_facts: int, seed: int, folder: Path) -> Path:
    """The database of a made-up corpus, from `folder` or else compiled into it.

    The file is named after the size, the seed, the schema and the generator's source; a change of
    how facts are compiled that leaves the schema's number needs an empty folder.
    """
    digest = hashlib.sha256()
    for name in _GENERATOR:
        digest.update(Path(__file__).with_name(name).read_bytes())
    path = folder / f"synthetic-{n_facts}-{seed}-{SCHEMA}-{digest.hexdigest()[:12]}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        compile_corpus(Made(n_facts, seed), Sealed(), path.stem, path)
    return path


class Sealed(Mapping[str, Mapping[str, str]]):
    """A seal for whatever fact is asked for, as long as real ones."""

    def __getitem__(self, article: str) -> Mapping[str, str]:
        return _SealedArticle(article)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _SealedArticle(Mapping[str, str]):
    def __init__(self, article: str) -> None:
        self._article = article

    def __getitem__(self, fact: str) -> str:
        digest = hashlib.sha256(f"{self._article}/{fact}".encode()).hexdigest()
        start = int(digest[:3], 16)
        return f"{start}-{start + 90}:{digest[:32]}"

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
