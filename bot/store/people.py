"""People and bodies found in running text, and longer names in which they stand.

Tokens are those of the index of words: stems of Latin and Cyrillic words, numbers, single Chinese
characters. In a longer name a person or body is one token, however the text calls them, so that
Moscow is Russia.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.corpus.model import Term
from bot.store.lazy import Words
from bot.store.name_index import PERSON, Name, NameIndex, Owner, Section, places_of
from bot.store.text import Placed, placed_words

_SHORT = 3
"""A name of one word this short counts only as it is written: US is not us, Xi not xi."""
# States by the one character that stands for them next to another (中俄), or after a verb (访华).
_BY_CHARACTER: Final = {
    "中": "中国", "华": "中国", "俄": "俄罗斯", "美": "美国", "英": "英国", "印": "印度",
    "法": "法国", "德": "德国", "日": "日本", "韩": "韩国", "朝": "朝鲜", "乌": "乌克兰",
}  # fmt: skip
_STATES = re.compile(
    r"(?<![其集])[中俄美英印法德日韩朝乌]{2,3}(?![国罗斯度鲜])|(?<=[对访赴来在驻])[华俄美](?![国罗盛])"
)
_IRREGULAR = {"met": "meet"}
# The stemmer takes Китая for an adjective.
_RUSSIAN_CASES = ("й", "я", "ю", "ем", "е")


Span = tuple[int, int]
"""The places of a name's first and last word."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person or body found: the key, and the words `first` to `last`."""

    key: str
    first: int
    last: int


class People:
    """The names of people and bodies. `tokens` are all that some name of theirs has."""

    def __init__(self, words: Words) -> None:
        self._cases = _IRREGULAR | dict(_cases(words))
        labels = {term.zh: key for key, term in words.people.items()}
        self._characters = {
            sign: labels[label] for sign, label in _BY_CHARACTER.items() if label in labels
        }
        names = [self.name(*one) for one in named("people", words.people)]
        self.tokens = frozenset(token for name in names for token in name.tokens)
        self._names = NameIndex(names, (0, 0))

    def words(self, text: str) -> list[Placed]:
        """The words of a text, with the tokens that names have for them."""
        found = placed_words(text)
        return [
            replace(word, token=token) if (token := self._cases.get(word.folded)) else word
            for word in found
        ]

    def find(self, text: str, words: Sequence[Placed]) -> list[Person]:
        """People and bodies in the order they are named, also those in a longer name: the leaders
        of China and Russia name China and Russia too."""
        hits = self._names.find(words, places_of(words))
        found = [Person(name.owner[1], first, last) for name, first, last in hits]
        return sorted([*found, *self._by_character(text, words, found)], key=lambda one: one.first)

    def name(self, owner: Owner, text: str, label: bool) -> Name:
        """A name as it is written, of whatever."""
        words = self.words(text)
        tokens = tuple(word.token for word in words)
        return Name(owner, tokens, is_chinese(words), label=label, exact=exact(words))

    def _by_character(
        self, text: str, words: Sequence[Placed], found: Sequence[Person]
    ) -> Iterator[Person]:
        taken = {place for one in found for place in range(one.first, one.last + 1)}
        places = {word.start: place for place, word in enumerate(words)}
        for match in _STATES.finditer(text):
            for start in range(match.start(), match.end()):
                key, place = self._characters.get(text[start]), places.get(start)
                if key is not None and place is not None and place not in taken:
                    yield Person(key, place, place)


def with_people(people: Sequence[Person], words: Sequence[Placed]) -> list[Placed]:
    """Words with one in the place of each person's or body's name."""
    found: list[Placed] = []
    at = 0
    for one in people:
        if one.first < at:
            continue
        found += words[at : one.first]
        start, end = words[one.first].start, words[one.last].end
        found.append(Placed(start, end, "", "", PERSON + one.key, words[one.first].kind))
        at = one.last + 1
    return [*found, *words[at:]]


def innermost(people: Iterable[Person]) -> list[Person]:
    """Those in whose name no other one's stands; of one's own names the longest."""
    keys: defaultdict[Span, set[str]] = defaultdict(set)
    for one in people:
        keys[one.first, one.last].add(one.key)
    spans = sorted(keys)
    inside = {span: list(_inside(span, spans, place)) for place, span in enumerate(spans)}
    for span in sorted(keys, key=lambda span: span[0] - span[1]):
        for other in inside[span]:
            keys[other] -= keys[span]
    return [
        Person(key, *span)
        for span in spans
        for key in sorted(keys[span])
        if not any(keys[other] - {key} for other in inside[span])
    ]


def _inside(span: Span, spans: Sequence[Span], place: int) -> Iterator[Span]:
    """The spans within another one; in their order these stand near it."""
    before = place
    while before and spans[before - 1][0] == span[0]:
        before -= 1
    for number in range(before, len(spans)):
        other = spans[number]
        if other[0] > span[1]:
            return
        if other != span and other[1] <= span[1]:
            yield other


def named(section: Section, terms: Mapping[str, Term]) -> Iterator[tuple[Owner, str, bool]]:
    """Each name of each key, and whether it is a label."""
    for key, term in terms.items():
        labels = dict.fromkeys((term.en, term.ru, term.zh))
        for text in dict.fromkeys((*labels, *term.aliases)):
            yield (section, key), text, text in labels


def _cases(words: Words) -> Iterator[tuple[str, str]]:
    """Folded forms of Russian names that end in й, each with the token of the name itself."""
    for term in words.people.values():
        for text in (term.ru, *term.aliases):
            for word in placed_words(text):
                if word.typed[:1].isupper() and word.folded.endswith(("ай", "ей")):
                    for ending in _RUSSIAN_CASES:
                        yield word.folded[:-1] + ending, word.token


def is_chinese(words: Sequence[Placed]) -> bool:
    """Whether some word is Chinese."""
    return any(word.kind == "cjk" for word in words)


def exact(words: Sequence[Placed]) -> str | None:
    """How a name of one short word or of capitals has to be written to be that name."""
    if len(words) != 1 or words[0].kind != "word":
        return None
    typed = words[0].typed
    short = len(typed) <= _SHORT and typed[:1].isupper()
    return typed if short or (typed.isupper() and len(typed) > 1) else None
