"""A made-up vocabulary: few topics, people and measures at first, more as the facts grow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from bot.corpus.model import Vocabulary
from tests.benchmarks.language import Language, slug


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many words of each kind a corpus of so many facts refers to."""

    topics: int
    people: int
    units: int
    measures: int
    happenings: int


def sizes(n_facts: int) -> Sizes:
    """60 topics and 200 people for 1,000 facts, 2,000 and 20,000 for 1,000,000.

    Happenings alone grow with the facts: they are events that several articles tell.
    """
    thousands = n_facts / 1000
    return Sizes(
        topics=max(5, round(60 * thousands**0.508)),
        people=max(10, round(200 * thousands ** (2 / 3))),
        units=max(5, round(15 * thousands**0.2)),
        measures=max(5, round(80 * thousands**0.52)),
        happenings=max(2, n_facts * 45 // 1000),
    )


@lru_cache(maxsize=2)
def language(n_facts: int, seed: int) -> Language:
    """The language of a corpus: a stock of words that the facts do not use up."""
    return Language(f"{seed}/{n_facts}", 5_000 + int(400 * n_facts**0.5))


@lru_cache(maxsize=2)
def vocabulary(n_facts: int, seed: int) -> Vocabulary:
    """The vocabulary of a corpus, the most used first; labels and aliases as long as real ones."""
    size = sizes(n_facts)
    chance = Random(f"{seed}/{n_facts}/vocabulary")
    make = _Maker(language(n_facts, seed), chance)
    units = _section(size.units, 24, lambda: make.labels(2, 2, 4))
    unit_keys = list(units)
    return Vocabulary.model_validate(
        {
            "format": "1",
            "topics": _section(size.topics, 12, lambda: make.term(1.5, 3, (4.6, 4.2, 3.8))),
            "people": _section(size.people, 20, make.person),
            "units": units,
            "measures": _section(
                size.measures,
                40,
                lambda: (
                    make.term(6.5, 12, (3.8, 3.1, 2.6))
                    | {"unit": chance.choice(unit_keys)}
                    | ({"direction": make.labels(3, 3, 4)} if chance.random() < 0.3 else {})
                ),
            ),
            "happenings": _section(
                size.happenings, 28, lambda: make.term(7.0, 11, (2.8, 2.6, 1.9))
            ),
        }
    )


class _Maker:
    """Makes labels. Sizes are means: words of the Latin and Cyrillic ones, characters else."""

    def __init__(self, language: Language, chance: Random) -> None:
        self._language = language
        self._chance = chance

    def labels(self, words: float, russian: float, characters: float) -> dict[str, Any]:
        return {
            "en": self._english(words),
            "ru": self._language.russian_label(self._chance, self._about(russian))[:80],
            "zh": self._language.chinese_label(self._chance, self._about(characters)),
        }

    def term(
        self, words: float, characters: float, aliases: tuple[float, float, float]
    ) -> dict[str, Any]:
        english, russian, chinese = aliases
        count = self._about
        names = [self._english(2) for _ in range(count(english))]
        names += [
            self._language.russian_label(self._chance, count(1.8)) for _ in range(count(russian))
        ]
        names += [
            self._language.chinese_label(self._chance, count(3.5)) for _ in range(count(chinese))
        ]
        return self.labels(words, words, characters) | {"aliases": names}

    def person(self) -> dict[str, Any]:
        """In four of five a body."""
        if self._chance.random() < 0.8:
            return self.term(2, 4.8, (2.6, 2.2, 1.6)) | {"kind": "body"}
        name = self._language.name(self._chance)
        names = {"en": name, "aliases": [name.rpartition(" ")[2], self._english(2)]}
        return self.term(2, 3, (1, 1, 1)) | names | {"kind": "person"}

    def _english(self, words: float) -> str:
        return self._language.text(self._chance, self._about(words))[:80].rstrip(" ,")

    def _about(self, mean: float) -> int:
        """A whole number near a mean, at least 1."""
        return max(1, int(mean * (0.6 + 0.8 * self._chance.random()) + self._chance.random()))


def _section(
    count: int, longest: int, make: Callable[[], dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """So many terms by keys made of their English labels, each key once."""
    found: dict[str, dict[str, Any]] = {}
    while len(found) < count:
        term = make()
        key = slug(term["en"], longest) or "term"
        if key in found:
            key = f"{key}-{len(found)}"
        found[key] = term
    return found
