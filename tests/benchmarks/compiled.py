"""Facts databases of made-up corpora, each compiled once and kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.corpus.model import ArticleFile, Corpus
from bot.store.compile import SCHEMA, compile_corpus
from tests.benchmarks.synthetic import articles
from tests.benchmarks.vocabulary import vocabulary

_GENERATOR = ("language.py", "vocabulary.py", "dates.py", "synthetic.py", "compiled.py")


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
        files = tuple(articles(n_facts, seed))
        corpus = Corpus(vocabulary=vocabulary(n_facts, seed), articles=files)
        compile_corpus(corpus, seals(files), path.stem, path)
    return path


def seals(files: tuple[ArticleFile, ...]) -> dict[str, dict[str, str]]:
    """A seal for each fact, of the size that real ones have."""
    return {
        file.article.id: {fact.id: _seal(file.article.id, fact.id) for _, fact in file.facts()}
        for file in files
    }


def _seal(article: str, fact: str) -> str:
    digest = hashlib.sha256(f"{article}/{fact}".encode()).hexdigest()
    start = int(digest[:3], 16)
    return f"{start}-{start + 90}:{digest[:32]}"
