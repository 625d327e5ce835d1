"""What autocomplete offers, and which key is meant by a name that somebody typed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from itertools import islice
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.corpus.model import Term, Vocabulary
from bot.store.models import ArticleEntry
from bot.store.text import plain, typo_limit

ChoiceKind = Literal["topic", "person", "speaker", "measure", "article"]

MAX_LABEL = 100
"""Longest name of a choice on Discord, in characters."""
MAX_TYPED = 100
CLOSE = 5
"""How many keys are offered for a name that is none."""
MANY = 100
"""More ranks than this are not sorted before the first of them are asked for."""
_BRACKETS = re.compile(r"^(.+\S)\s*\([^()]*\)$")
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Choice:
    """A key, and the label to show for it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The key that a typed name means; if that is not certain, None and the keys close to it."""

    key: str | None
    close: tuple[Choice, ...] = ()


class Choices:
    """All names of all keys, in memory.

    `uses` says how many rows hold each key; people and speakers are those that it names, and of
    the other kinds all of the vocabulary's keys can be chosen.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        articles: Sequence[ArticleEntry],
        uses: Mapping[ChoiceKind, Mapping[str, int]],
    ) -> None:
        speakers = set(uses.get("speaker", {})) | {
            entry.article.person for entry in articles if entry.article.person
        }
        people, measures = vocabulary.people, vocabulary.measures
        found: dict[ChoiceKind, Iterable[tuple[str, tuple[str, ...]]]] = {
            "topic": _terms(vocabulary.topics),
            "measure": _terms(measures),
            "person": _terms({k: people[k] for k in people if k in uses.get("person", {})}),
            "speaker": _terms({k: people[k] for k in people if k in speakers}),
            "article": (_article_names(entry) for entry in articles),
        }
        fold = cache(plain)  # speakers are people, and both have the same names
        self._indexes = {
            kind: _Index(names, uses.get(kind, {}), fold) for kind, names in found.items()
        }

    def suggest(self, kind: ChoiceKind, typed: str, limit: int = 25) -> list[Choice]:
        """At most `limit` choices for what was typed so far: the most used first.

        The whole name comes before the start of a name, that before the start of a later word;
        names with a typo are offered only where nothing else is.
        """
        return self._indexes[kind].suggest(typed[:MAX_TYPED], limit)

    def resolve(self, kind: ChoiceKind, typed: str) -> Resolution:
        """The key that is meant: by key, label or alias in any language; never by a guess."""
        return self._indexes[kind].resolve(typed)


class _Index:
    """The names of one kind's keys. A rank is a key's place by use."""

    def __init__(
        self,
        found: Iterable[tuple[str, tuple[str, ...]]],
        uses: Mapping[str, int],
        fold: Callable[[str], str],
    ) -> None:
        ordered = sorted(found, key=lambda item: -uses.get(item[0], 0))
        self.keys = [key for key, _ in ordered]
        self._known = frozenset(self.keys)
        self._labels = [names[0] for _, names in ordered]
        self._names = [
            [(name, folded) for name in (*names, key) if (folded := fold(name))]
            for key, names in ordered
        ]
        self._exact: defaultdict[str, list[int]] = defaultdict(list)
        words: defaultdict[str, dict[int, None]] = defaultdict(dict)
        for rank, names in enumerate(self._names):
            for folded in dict.fromkeys(folded for _, folded in names):
                self._exact[folded].append(rank)
                for word in folded.split():
                    words[word][rank] = None
        self._sorted, self._sorted_ranks = _flat(self._exact)
        self._words, self._word_ranks = _flat(words)
        # One word is compared with words, several with whole names: half as many each time.
        several = {name for name in self._sorted if " " in name}
        self._several = _Alike(several)
        self._single = _Alike({*self._sorted, *self._words} - several)

    def suggest(self, typed: str, limit: int) -> list[Choice]:
        if not typed.strip():
            ranks: Iterable[int] = range(min(limit, len(self.keys)))
            return [self._choice(rank, "") for rank in ranks]
        folded = plain(typed)
        if not folded:
            return []
        chosen: dict[int, None] = {}
        for tier in (self._whole, self._starts, self._word_starts):
            chosen.update(dict.fromkeys(islice(tier(folded), limit)))
            if len(chosen) >= limit:
                break
        if not chosen:
            chosen.update(dict.fromkeys(self._typos(folded)))
        return [self._choice(rank, folded) for rank in list(chosen)[:limit]]

    def resolve(self, typed: str) -> Resolution:
        if typed in self._known:
            return Resolution(typed)
        ranks = self._whole(plain(typed[: 4 * MAX_TYPED]))
        if not ranks and (shown := _BRACKETS.match(typed.strip()[: 4 * MAX_TYPED])):
            ranks = self._whole(plain(shown[1]))
        if len(ranks) > 1:
            ranks = self._owners(ranks, plain(typed)) or ranks
        if len(ranks) == 1:
            return Resolution(self.keys[ranks[0]])
        if ranks:
            close = [Choice(self.keys[rank], self._labels[rank][:MAX_LABEL]) for rank in ranks]
        else:
            close = self.suggest(typed, CLOSE) if typed.strip() else []
        return Resolution(None, tuple(close[:CLOSE]))

    def _owners(self, ranks: list[int], folded: str) -> list[int]:
        """Of several keys with one name, those that have it as their own label or key."""
        return [
            rank for rank in ranks if folded in (plain(self._labels[rank]), plain(self.keys[rank]))
        ]

    def _whole(self, folded: str) -> list[int]:
        return self._exact.get(folded, [])

    def _starts(self, folded: str) -> Iterable[int]:
        first, last = _range(self._sorted, folded)
        return _in_order(set(self._sorted_ranks[first:last]))

    def _word_starts(self, folded: str) -> Iterable[int]:
        """Keys with a name of which each typed word begins some word."""
        typed = folded.split()
        ranges = sorted(
            (_range(self._words, part) for part in typed), key=lambda found: found[1] - found[0]
        )
        (first, last), *others = ranges
        ranks = set(self._word_ranks[first:last])
        for first, last in others:
            ranks.intersection_update(self._word_ranks[first:last])
        ordered = _in_order(ranks)
        if len(typed) == 1:
            return ordered
        return (rank for rank in ordered if self._holds(rank, typed))

    def _holds(self, rank: int, typed: list[str]) -> bool:
        return any(_has_words(name, typed) for _, name in self._names[rank])

    def _typos(self, folded: str) -> Iterator[int]:
        """Keys with a name, or a word of one, that is a slip or two away: the nearest first."""
        limit = typo_limit(folded)
        if not limit:
            return
        near = (self._several if " " in folded else self._single).near(folded, limit)
        for name in near:
            whole = self._whole(name)
            first, last = bisect_left(self._words, name), bisect_left(self._words, name + "\0")
            yield from sorted({*whole, *self._word_ranks[first:last]})

    def _choice(self, rank: int, folded: str) -> Choice:
        """The label of a key, with the name in brackets that matched where it's another."""
        key, label = self.keys[rank], self._labels[rank]
        name = self._matched(rank, folded) if folded else None
        if name is None or name in (key, label):
            return Choice(key, label[:MAX_LABEL])
        return Choice(key, _cut(label, name))

    def _matched(self, rank: int, folded: str) -> str | None:
        """The name that matches what was typed: the label before others, then the closest."""
        parts = folded.split()
        label, *names = self._names[rank]
        if _begins(label[1], folded, parts):
            return label[0]
        found = [
            (name[1] != folded, not name[1].startswith(folded), place)
            for place, name in enumerate(names)
            if _begins(name[1], folded, parts)
        ]
        return names[min(found)[2]][0] if found else None


class _Alike:
    """Names in two orders, to find those that begin or end as a typed one does."""

    def __init__(self, names: Iterable[str]) -> None:
        self._forward = sorted(names)
        self._backward = sorted(name[::-1] for name in self._forward)

    def near(self, typed: str, limit: int) -> list[str]:
        """The names that are at most so many slips away, the nearest first.

        One slip touches two neighbouring characters at most: it leaves what is before or what is
        behind the middle as it was. Of two, names are found that begin or end as was typed.
        """
        size = len(typed)
        kept = (size - 1) // 2 if limit == 1 else size // 3
        first, last = _range(self._forward, typed[:kept])
        found = set(self._forward[first:last])
        first, last = _range(self._backward, typed[::-1][:kept])
        found.update(name[::-1] for name in self._backward[first:last])
        near = process.extract(
            typed, list(found), scorer=OSA.distance, score_cutoff=limit, limit=None
        )
        return [name for _, name in sorted((int(distance), name) for name, distance, _ in near)]


def _begins(name: str, folded: str, parts: Sequence[str]) -> bool:
    """Whether a name begins with what was typed, or some word of it with each typed word."""
    return name.startswith(folded) or _has_words(name, parts)


def _has_words(name: str, parts: Sequence[str]) -> bool:
    words = f" {name}"
    return all(f" {part}" in words for part in parts)


def _in_order(ranks: set[int]) -> Iterator[int]:
    """Ranks in order, without sorting more of them than are asked for as a rule."""
    if len(ranks) <= MANY:
        yield from sorted(ranks)
        return
    first = nsmallest(MANY, ranks)
    yield from first
    yield from sorted(ranks.difference(first))


def _flat(ranks: Mapping[str, Iterable[int]]) -> tuple[list[str], list[int]]:
    """Names in their order, each as often as it has ranks, and these beside them."""
    pairs = [(name, rank) for name in sorted(ranks) for rank in ranks[name]]
    return [name for name, _ in pairs], [rank for _, rank in pairs]


def _range(names: Sequence[str], start: str) -> tuple[int, int]:
    """Where the names that begin with `start` stand in a sorted list."""
    return bisect_left(names, start), bisect_left(names, start + _LAST)


def _cut(label: str, name: str) -> str:
    text = f"{label} ({name})"
    if len(text) <= MAX_LABEL:
        return text
    room = MAX_LABEL - len(label) - len(" (…)")
    return f"{label} ({name[:room].rstrip()}…)" if room > 0 else label[:MAX_LABEL]


def _terms(terms: Mapping[str, Term]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, term in terms.items():
        yield key, (term.en, term.ru, term.zh, *term.aliases)


def _article_names(entry: ArticleEntry) -> tuple[str, tuple[str, ...]]:
    article = entry.article
    others = (article.short, article.title, article.author, article.outlet)
    return article.id, (f"{article.short} ({article.id})", *(name for name in others if name))
