"""The names of measures and happenings, made from what they are called when a text may have them.

There may be tens of thousands, of which a text has few. So each is filed as it is written under the
rarest of its tokens that no person's name has; whom it names is found out when that token is met.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from bot.store.lazy import Words
from bot.store.name_index import PERSON, Name, Owner
from bot.store.people import People, exact, innermost, is_chinese, named, with_people
from bot.store.text import Placed

TERMS = 10_000
"""Of larger vocabularies the first so many measures and happenings are looked for."""
ANY_ORDER = 3
"""A happening's name of so many words is found in any order: "the treaty was signed"."""
# Between two names, nothing but these makes no difference which comes first.
_BESIDE = re.compile(r"[\s\-–—,、/和与同及]*(?:and|и|&)?[\s\-–—]*", re.IGNORECASE)
_UNIT_WORDS = """
    share part proportion rank number length year month day decad
    дол част мест числ номер срок год лет месяц
"""
_SAID_BY_UNIT = frozenset(_UNIT_WORDS.split())
_SAID_IN_CHINESE = re.compile("所占比重|的?占比|比重|数量|次数|的?排名|年数|届次|的?比例")


class Things:
    """The names of measures and happenings, by the tokens that a text has."""

    def __init__(self, words: Words, people: People) -> None:
        self._people = people
        sections = (named("measures", words.measures), named("happenings", words.happenings))
        self._written: list[tuple[Owner, str, bool]] = []
        self._of: defaultdict[Owner, list[int]] = defaultdict(list)
        for section in sections:
            for owner, text, label in section:
                if owner not in self._of and len(self._of) >= TERMS:
                    break
                self._of[owner].append(len(self._written))
                self._written.append((owner, text, label))
        self._filed = self._file()
        self._made: dict[int, tuple[Name, ...]] = {}

    def among(self, tokens: Mapping[str, object]) -> Iterator[Name]:
        """The names that a text with these tokens may have."""
        for token in tokens:
            for number in self._filed.get(token, ()):
                yield from self._names(number)

    def of(self, owner: Owner) -> list[Name]:
        """All names of a measure or a happening."""
        return [name for number in self._of.get(owner, ()) for name in self._names(number)]

    def _file(self) -> dict[str, list[int]]:
        tokens = [self._tokens(text) for _, text, _ in self._written]
        often = Counter(token for each in tokens for token in each)
        filed: defaultdict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(tokens):
            own = each - self._people.tokens - _SAID_BY_UNIT or each
            if own:
                filed[min(sorted(own), key=often.__getitem__)].append(number)
        return dict(filed)

    def _tokens(self, text: str) -> set[str]:
        """The tokens of a name that a text must have, whoever else is in it."""
        spared = _without_said(text)
        return {
            word.token
            for word in self._people.words(text)
            if not _is_counted(word) and spared[word.start] != " "
        }

    def _names(self, number: int) -> tuple[Name, ...]:
        if number not in self._made:
            self._made[number] = tuple(self._name(*self._written[number]))
        return self._made[number]

    def _name(self, owner: Owner, text: str, label: bool) -> Iterator[Name]:
        """A name of a measure or a happening, without what its unit says anyhow.

        Where it names two side by side, these may stand elsewhere in the sentence as well.
        """
        words = self._people.words(text)
        people = innermost(self._people.find(text, words))
        folded = with_people(people, words)
        spared = _without_said(text) if people else text
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
        chinese = is_chinese(words)
        name = Name(
            owner,
            tuple(tokens),
            chinese,
            keys,
            label,
            ordered=len(keys) > 1 and not any(_BESIDE.fullmatch(gap) for gap in between),
            exact=exact(words),
            proper=any(word.typed[:1].isupper() for word in words[1 if label else 0 :]),
            free=owner[0] == "happenings" and not chinese and len(tokens) >= ANY_ORDER,
        )
        yield name
        if owner[0] == "measures" and len(keys) > 1 and not name.ordered:
            yield replace(name, tokens=name.things)


def _without_said(text: str) -> str:
    return _SAID_IN_CHINESE.sub(lambda match: " " * len(match[0]), text)


def _is_counted(word: Placed) -> bool:
    """Whether a word of a name is a number that facts differ in, and no year."""
    return word.kind == "number" and len(word.token) != 4
