"""The vocabulary's names found in running text: in three languages, inflected, and with other words
between theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.store.kept import Kept
from bot.store.lazy import Words
from bot.store.name_index import Name, NameIndex, found_in, places_of
from bot.store.people import People, Person, innermost, named, with_people
from bot.store.text import Placed
from bot.store.things import Things

GAP = 3
"""So many other words may stand between two words of a name of a measure or a happening."""
CJK_GAP = 6
"""The same for Chinese, in characters."""
LINES = 2_048
"""Of so many facts' lines it is kept what they are about."""

_FILLING_WORDS = """
    between among after before during also both its own this that account says take takes place
    holds held one two
"""
_FILLING = frozenset(_FILLING_WORDS.split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a text's `[start:end]`; `anchor` is where its first thing stands."""

    name: Name
    start: int
    end: int
    anchor: int


@dataclass(frozen=True, slots=True)
class Line:
    """A fact's line: whom it names, the tokens of its other words, and in which order it names."""

    people: frozenset[str]
    tokens: frozenset[str]
    order: tuple[str, ...] = ()


class Glossary:
    """The names of people and bodies, topics, measures and happenings."""

    def __init__(self, words: Words) -> None:
        self._people = People(words)
        topics = [self._people.name(*one) for one in named("topics", words.topics)]
        self._topics = NameIndex(topics, (1, 0))
        self._topic_names = frozenset(name.tokens for name in topics)
        self._topic_list = topics
        self._things = Things(words, self._people)
        self._lines: Kept[str, Line] = Kept(LINES)

    def words(self, text: str) -> list[Placed]:
        """The words of a text, with the tokens that names have for them."""
        return self._people.words(text)

    def people(self, text: str, words: Sequence[Placed]) -> list[Person]:
        """People and bodies in the order they are named, also those in a longer name."""
        return self._people.find(text, words)

    def topics(self, words: Sequence[Placed]) -> list[Hit]:
        """Topics in a text."""
        return [
            Hit(name, words[first].start, words[last].end, words[first].start)
            for name, first, last in self._topics.find(words, places_of(words))
        ]

    def things(self, words: Sequence[Placed], people: Sequence[Person]) -> list[Hit]:
        """Names of measures and happenings in a text, no other people between their words."""
        folded = with_people(innermost(people), words)
        places = places_of(folded)
        return [
            _hit(name, first, last, folded)
            for name in self._things.among(dict.fromkeys(word.token for word in words))
            for name, first, last in found_in(name, folded, places, (GAP, CJK_GAP))
        ]

    def sides(self, measure: str) -> tuple[frozenset[str], ...]:
        """The people of whom a sentence must name all of one set to be about a measure."""
        names = self._things.of(("measures", measure))
        found = dict.fromkeys(frozenset(name.people) for name in names if name.people)
        return tuple(one for one in found if len(one) == max(map(len, found)))

    def orders(self, measure: str, *, chinese: bool) -> frozenset[tuple[str, ...]]:
        """The orders in which a measure's names have these people; none where it does not matter,
        as some name has them side by side."""
        sides = self.sides(measure)
        names = [
            name
            for name in self._things.of(("measures", measure))
            if name.chinese is chinese and len(name.people) > 1 and frozenset(name.people) in sides
        ]
        if not all(name.ordered for name in names):
            return frozenset()
        return frozenset(name.people for name in names)

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
        order = tuple(dict.fromkeys(one.key for one in people))
        return self._lines.keep(text, Line(frozenset(order), frozenset(tokens), order))

    def names_of(self, happening: str | None, topics: Sequence[str]) -> tuple[Name, ...]:
        """All names of a happening and of topics; none where there is no happening."""
        if happening is None:
            return ()
        own = self._things.of(("happenings", happening))
        return (*own, *(name for name in self._topic_list if name.owner[1] in topics))

    def names_a_topic(self, name: Name) -> bool:
        """Whether a name is a topic's, too, and so says no more than that."""
        return name.tokens in self._topic_names


def _hit(name: Name, first: int, last: int, words: Sequence[Placed]) -> Hit:
    things = set(name.things)
    anchor = next(
        (word.start for word in words[first : last + 1] if word.token in things), words[first].start
    )
    return Hit(name, words[first].start, words[last].end, anchor)
