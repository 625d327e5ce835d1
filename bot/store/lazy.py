"""The vocabulary and the articles as readers have them: models made when they are asked for.

There may be tens of thousands, of which answers name a few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

from bot.corpus.model import Measure, Person, Term, Unit
from bot.store.kept import Kept
from bot.store.models import ArticleEntry

S = TypeVar("S")
V = TypeVar("V")

MADE = 1_024
"""Of how many keys the models are kept."""


class Made(Mapping[str, V], Generic[S, V]):
    """Values by key, each made from its source when it is asked for.

    `make` is given the source, and raises `StoreError` where it makes nothing.
    """

    def __init__(self, sources: Mapping[str, S], make: Callable[[S], V]) -> None:
        self._sources = sources
        self._make = make
        self._kept: Kept[str, V] = Kept(MADE)

    def __getitem__(self, key: str) -> V:
        kept = self._kept.get(key)
        return self._kept.keep(key, self._make(self._sources[key])) if kept is None else kept

    def __contains__(self, key: object) -> bool:
        return key in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary: every key that facts refer to, by section, in the order of its file."""

    topics: Mapping[str, Term]
    people: Mapping[str, Person]
    units: Mapping[str, Unit]
    measures: Mapping[str, Measure]
    happenings: Mapping[str, Term]


class Articles(Sequence[ArticleEntry]):
    """The articles in the order of their files; `by_slug` has them by their ids."""

    def __init__(self, by_slug: Mapping[str, ArticleEntry]) -> None:
        self.by_slug = by_slug
        self._slugs = tuple(by_slug)

    @overload
    def __getitem__(self, place: int) -> ArticleEntry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ArticleEntry]: ...
    def __getitem__(self, place: int | slice) -> ArticleEntry | Sequence[ArticleEntry]:
        if isinstance(place, slice):
            return [self.by_slug[slug] for slug in self._slugs[place]]
        return self.by_slug[self._slugs[place]]

    def __len__(self) -> int:
        return len(self._slugs)
