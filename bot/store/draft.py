"""What one article brings to a compile, so that it need not be made again while it stays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.corpus.model import ArticleFile, Vocabulary
from bot.store.compile import compile_corpus

DRAFT = 1
"""Raise it with every change to what a draft holds, or to what it is made from: kept ones go."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article's part of a compile; it depends on nothing but the article and its seals."""

    file: ArticleFile
    seals: Mapping[str, str]

    def to_bytes(self) -> bytes:
        """The draft to keep."""
        return json.dumps([self.file.model_dump_json(), dict(self.seals)]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Draft:
        """A kept draft."""
        file, seals = json.loads(data)
        return cls(ArticleFile.model_validate_json(file), seals)


def draft_article(file: ArticleFile, seals: Mapping[str, str]) -> Draft:
    """What an article brings to a compile."""
    return Draft(file, dict(seals))


class _Drafted:
    def __init__(self, vocabulary: Vocabulary, drafts: Iterable[Draft]) -> None:
        self.vocabulary = vocabulary
        self.drafts = list(drafts)

    @property
    def articles(self) -> Iterator[ArticleFile]:
        return (draft.file for draft in self.drafts)


def assemble(vocabulary: Vocabulary, drafts: Iterable[Draft], fingerprint: str, path: Path) -> None:
    """Write a facts database of articles in the order of their files; see `compile_corpus`."""
    corpus = _Drafted(vocabulary, drafts)
    seals = {draft.file.article.id: draft.seals for draft in corpus.drafts}
    compile_corpus(corpus, seals, fingerprint, path)
