"""The vocabulary's names found in running text: in three languages, inflected, with words between.

Tokens are those of the index of words: stems of Latin and Cyrillic words, numbers, single Chinese
characters. People and bodies in a longer name are one token each, however the text calls them, so
that Moscow is Russia.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from bot.corpus.model import Term
from bot.store.kept import Kept
from bot.store.lazy import Words
from bot.store.name_index import PERSON, Name, NameIndex, Owner, Section, places_of
from bot.store.text import Placed, placed_words

GAP = 3
"""So many other words may stand between two words of a name of a measure or a happening."""
CJK_GAP = 6
"""The same for Chinese, in characters."""
ANY_ORDER = 3
"""A happening's name of so many words is found in any order: "the treaty was signed"."""

LINES = 2_048
"""Of so many facts' lines it is kept what they are about."""

_FILLING_WORDS = """
    between among after before during also both its own this that account says take takes place
    holds held one two
"""
_FILLING = frozenset(_FILLING_WORDS.split())
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
# Between two names, nothing but these makes no difference which comes first.
_BESIDE = re.compile(r"[\s\-–—,、/和与同及]*(?:and|и|&)?[\s\-–—]*", re.IGNORECASE)
# What a number's unit says already: a share is found by its percent, a rank by its ordinal.
_UNIT_WORDS = """
    share part proportion rank number length year month day decad
    дол част мест числ номер срок год лет месяц
"""
_SAID_BY_UNIT = frozenset(_UNIT_WORDS.split())
_IRREGULAR = {"met": "meet"}
_SAID_IN_CHINESE = re.compile("所占比重|的?占比|比重|数量|次数|的?排名|年数|届次|的?比例")
# The stemmer takes Китая for an adjective.
_RUSSIAN_CASES = ("й", "я", "ю", "ем", "е")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a text's `[start:end]`; `anchor` is where its first thing stands."""

    name: Name
    start: int
    end: int
    anchor: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person or body found: the key, and the words `first` to `last`."""

    key: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Line:
    """A fact's line: whom it names, and the tokens of its other words."""

    people: frozenset[str]
    tokens: frozenset[str]


class Glossary:
    """The names of people and bodies, topics, measures and happenings.

    `sides`: by measure, the people of whom a sentence must name all of one set to be about it.
    `orders`: by measure of which the order matters, and whether in Chinese, its names' orders.
    """

    def __init__(self, words: Words) -> None:
        self._cases = _IRREGULAR | dict(_cases(words))
        labels = {term.zh: key for key, term in words.people.items()}
        self._characters = {
            sign: labels[label] for sign, label in _BY_CHARACTER.items() if label in labels
        }
        self._people = NameIndex(
            [self._plain(*one) for one in _named("people", words.people)], (0, 0)
        )
        topics = [self._plain(*one) for one in _named("topics", words.topics)]
        self._topics = NameIndex(topics, (1, 0))
        self._topic_names = frozenset(name.tokens for name in topics)
        things = [*_named("measures", words.measures), *_named("happenings", words.happenings)]
        found = [name for one in things for name in self._thing(*one)]
        self._things = NameIndex(found, (GAP, CJK_GAP))
        self._lines: Kept[str, Line] = Kept(LINES)
        measures = [name for name in found if name.owner[0] == "measures"]
        self.sides = _sides(measures)
        self.orders = _orders(measures, self.sides)

    def words(self, text: str) -> list[Placed]:
        """The words of a text, with the tokens that names have for them."""
        found = placed_words(text)
        return [
            replace(word, token=token) if (token := self._cases.get(word.folded)) else word
            for word in found
        ]

    def people(self, text: str, words: Sequence[Placed]) -> list[Person]:
        """People and bodies in the order they are named, also those in a longer name: the leaders
        of China and Russia name China and Russia too."""
        places = places_of(words)
        hits = self._people.find(words, places)
        found = [Person(name.owner[1], first, last) for name, first, last in hits]
        return sorted([*found, *self._by_character(text, words, found)], key=lambda one: one.first)

    def topics(self, words: Sequence[Placed]) -> list[Hit]:
        """Topics in a text."""
        return [
            Hit(name, words[first].start, words[last].end, words[first].start)
            for name, first, last in self._topics.find(words, places_of(words))
        ]

    def things(self, words: Sequence[Placed], people: Sequence[Person]) -> list[Hit]:
        """Names of measures and happenings in a text, no other people between their words."""
        folded = _with_people(words, people)
        hits = self._things.find(folded, places_of(folded))
        return [_hit(name, first, last, folded) for name, first, last in hits]

    def line(self, text: str) -> Line:
        """What a fact's line is about. It is kept: this is for facts, not for messages."""
        kept = self._lines.get(text)
        if kept is not None:
            return kept
        words = self.words(text)
        people = self.people(text, words)
        inside = {place for one in people for place in range(one.first, one.last + 1)}
        tokens = {
            word.token
            for place, word in enumerate(words)
            if place not in inside and word.folded not in _FILLING
        }
        keys = frozenset(one.key for one in people)
        return self._lines.keep(text, Line(keys, frozenset(tokens)))

    def names_a_topic(self, name: Name) -> bool:
        """Whether a name is a topic's, too, and so says no more than that."""
        return name.tokens in self._topic_names

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

    def _plain(self, owner: Owner, text: str, label: bool) -> Name:
        words = self.words(text)
        tokens = tuple(word.token for word in words)
        return Name(owner, tokens, _is_chinese(words), label=label, exact=_exact(words))

    def _thing(self, owner: Owner, text: str, label: bool) -> Iterator[Name]:
        """A name of a measure or a happening, without what its unit says anyhow.

        Where it names two side by side, these may stand elsewhere in the sentence as well.
        """
        words = self.words(text)
        people = _innermost(self.people(text, words))
        folded = _with_people(words, people)
        spared = _SAID_IN_CHINESE.sub(lambda match: " " * len(match[0]), text) if people else text
        tokens = [word.token for word in folded if not _is_counted(word)]
        bare = [
            word.token
            for word in folded
            if not _is_counted(word)
            and spared[word.start] != " "
            and not (people and word.token in _SAID_BY_UNIT)
        ]
        if any(not token.startswith(PERSON) for token in bare):
            tokens = bare
        if all(token.startswith(PERSON) or token in _SAID_BY_UNIT for token in tokens):
            return
        between = [
            text[words[one.last].end : words[two.first].start] for one, two in pairwise(people)
        ]
        keys = tuple(dict.fromkeys(one.key for one in people))
        chinese = _is_chinese(words)
        name = Name(
            owner,
            tuple(tokens),
            chinese,
            keys,
            label,
            ordered=len(keys) > 1 and not any(_BESIDE.fullmatch(gap) for gap in between),
            exact=_exact(words),
            proper=any(word.typed[:1].isupper() for word in words[1 if label else 0 :]),
            free=owner[0] == "happenings" and not chinese and len(tokens) >= ANY_ORDER,
        )
        yield name
        if owner[0] == "measures" and len(keys) > 1 and not name.ordered:
            yield replace(name, tokens=name.things)


def _hit(name: Name, first: int, last: int, words: Sequence[Placed]) -> Hit:
    things = set(name.things)
    anchor = next(
        (word.start for word in words[first : last + 1] if word.token in things), words[first].start
    )
    return Hit(name, words[first].start, words[last].end, anchor)


def _with_people(words: Sequence[Placed], people: Sequence[Person]) -> list[Placed]:
    """Words with one for each person or body, the innermost where names stand in each other."""
    found: list[Placed] = []
    at = 0
    for one in _innermost(people):
        if one.first < at:
            continue
        found += words[at : one.first]
        start, end = words[one.first].start, words[one.last].end
        found.append(Placed(start, end, "", "", PERSON + one.key, words[one.first].kind))
        at = one.last + 1
    return [*found, *words[at:]]


def _innermost(people: Iterable[Person]) -> list[Person]:
    """Those in whose name no other one's stands; of one's own names the longest."""
    longest: list[Person] = []
    for one in sorted(people, key=lambda one: (one.first, -one.last)):
        if not any(one.key == kept.key and one.last <= kept.last for kept in longest[-3:]):
            longest.append(one)
    return [
        one
        for one in longest
        if not any(
            one.key != other.key
            and one.first <= other.first <= other.last <= one.last
            and (one.first, one.last) != (other.first, other.last)
            for other in longest
        )
    ]


def _named(section: Section, terms: Mapping[str, Term]) -> Iterator[tuple[Owner, str, bool]]:
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


def _is_counted(word: Placed) -> bool:
    """Whether a word of a name is a number that facts differ in, and no year."""
    return word.kind == "number" and len(word.token) != 4


def _is_chinese(words: Sequence[Placed]) -> bool:
    return any(word.kind == "cjk" for word in words)


def _exact(words: Sequence[Placed]) -> str | None:
    """How a name of one short word or of capitals has to be written to be that name."""
    if len(words) != 1 or words[0].kind != "word":
        return None
    typed = words[0].typed
    short = len(typed) <= _SHORT and typed[:1].isupper()
    return typed if short or (typed.isupper() and len(typed) > 1) else None


def _sides(names: Sequence[Name]) -> dict[str, tuple[frozenset[str], ...]]:
    sets: defaultdict[str, dict[frozenset[str], None]] = defaultdict(dict)
    for name in names:
        if name.people:
            sets[name.owner[1]].setdefault(frozenset(name.people))
    return {
        key: tuple(one for one in found if len(one) == max(map(len, found)))
        for key, found in sets.items()
    }


def _orders(
    names: Sequence[Name], sides: Mapping[str, tuple[frozenset[str], ...]]
) -> dict[tuple[str, bool], frozenset[tuple[str, ...]]]:
    """A measure that some name has without an order has none."""
    found: defaultdict[tuple[str, bool], set[tuple[str, ...]]] = defaultdict(set)
    free: set[tuple[str, bool]] = set()
    for name in names:
        if len(name.people) > 1 and frozenset(name.people) in sides[name.owner[1]]:
            place = (name.owner[1], name.chinese)
            if name.ordered:
                found[place].add(name.people)
            else:
                free.add(place)
    return {place: frozenset(orders) for place, orders in found.items() if place not in free}
