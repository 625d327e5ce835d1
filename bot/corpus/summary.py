"""What rules over several files must know of one article, and what is kept of a clean one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import NamedTuple

from bot.corpus.model import ArticleFile, Figure, Kind, Vocabulary
from bot.corpus.tree import Tree
from bot.errors import Problem

READING = 1
"""Raise it with every change to the model or the rules of one article: what was kept is read anew.
"""

GROUPS = ("topics", "people", "measures", "happenings")
"""The groups of the vocabulary whose words facts use."""
Words = Mapping[str, Mapping[str, int]]
"""Group of the vocabulary -> each key of it, in order, and the line that it stands on."""


class Account(NamedTuple):
    """An account of a happening: the event's place in its file's list, its id, its date in EDTF,
    its topics, and whether a note disputes the date."""

    happening: str
    place: int
    fact: str
    when: str | None
    topics: tuple[str, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What rules over several files must know of one article's."""

    file: str
    article: str
    counts: Mapping[Kind, int]
    words: Mapping[str, tuple[str, ...]]
    """Group of the vocabulary -> the keys of it that the article uses."""
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Clean:
    """What is kept of an article's file without errors: its summary, and its warnings."""

    summary: Summary
    warnings: tuple[Problem, ...]

    def to_json(self) -> str:
        """It as text to keep."""
        summary = self.summary
        about = (
            *(summary.file, summary.article),
            *(dict(summary.counts), dict(summary.words)),
            summary.accounts,
        )
        return json.dumps([about, [astuple(problem) for problem in self.warnings]])

    @classmethod
    def from_json(cls, text: str) -> Clean:
        """It as it was kept."""
        (file, article, counts, words, accounts), warnings = json.loads(text)
        summary = Summary(
            file,
            article,
            counts,
            {group: tuple(keys) for group, keys in words.items()},
            tuple(
                Account(happening, place, fact, when, tuple(topics), disputed)
                for happening, place, fact, when, topics, disputed in accounts
            ),
        )
        return cls(summary, tuple(Problem(*problem) for problem in warnings))

    def holds_with(self, known: Words) -> bool:
        """Whether the file is without errors beside a vocabulary of these words too."""
        return all(
            key in known[group] for group, keys in self.summary.words.items() for key in keys
        )


def words_of(vocabulary: Vocabulary, tree: Tree) -> Words:
    """The vocabulary's keys, and where they stand."""
    return {
        group: {key: tree.line((group, key)) for key in getattr(vocabulary, group)}
        for group in GROUPS
    }


def summarise(file: str, article: ArticleFile) -> Summary:
    """The summary of an article's file."""
    words: dict[str, dict[str, None]] = {group: {} for group in GROUPS}
    if article.article.person is not None:
        words["people"][article.article.person] = None
    for _, fact in article.facts():
        words["topics"].update(dict.fromkeys(fact.topics))
        words["people"].update(dict.fromkeys((*fact.people, *fact.speaker)))
        if fact.happening is not None:
            words["happenings"][fact.happening] = None
        if isinstance(fact, Figure):
            words["measures"][fact.measure] = None
    accounts = tuple(
        Account(
            event.happening,
            place,
            event.id,
            event.when.text if event.when is not None else None,
            event.topics,
            any(note.disputes == "when" for note in event.notes),
        )
        for place, event in enumerate(article.events)
        if event.happening is not None
    )
    counts: dict[Kind, int] = {
        "event": len(article.events),
        "figure": len(article.figures),
        "quote": len(article.quotes),
    }
    used = {group: tuple(keys) for group, keys in words.items()}
    return Summary(file, article.article.id, counts, used, accounts)


def words_key(yaml: str) -> str:
    """The key that the words of a clean vocabulary are kept under, by the digest of its file."""
    return hashlib.sha256(json.dumps([READING, yaml]).encode()).hexdigest()


def reading_key(name: str, yaml: str, seals: str | None, text: str | None) -> str:
    """The key that a clean file's reading is kept under: all that it depends on.

    `yaml` and `seals` are digests of the article's file and of its seals', `text` says which text
    the quotes were proved against.
    """
    parts = json.dumps([READING, name, yaml, seals, text])
    return hashlib.sha256(parts.encode()).hexdigest()
