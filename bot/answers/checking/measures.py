"""Which measures of the articles a sentence is about.

A measure is what a sentence is about only where the sentence names both its thing (one of its
names, with few words between) and its sides: "trade" is China's and Russia's only beside both. Of
"Russia's share of China's oil" the order counts, too. Rather nothing than a silly match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.checking.claims import Sentence
from bot.answers.checking.others import names_others
from bot.answers.checking.owners import is_of_a_third
from bot.answers.desk import Desk
from bot.store.glossary import Hit
from bot.store.name_index import Name


def measures_of(sentence: Sentence, before: Sequence[Hit], desk: Desk) -> list[Hit]:
    """The measures that a sentence is about; "it" is what the sentence `before` was about."""
    measures = [hit for hit in sentence.things if hit.name.owner[0] == "measures"]
    hits = [hit for hit in _not_outdone(measures) if _is_about(hit, sentence, desk)]
    if hits or not sentence.goes_on():
        return hits
    return [replace(hit, start=0, end=0, anchor=0) for hit in before]


def _not_outdone(hits: list[Hit]) -> list[Hit]:
    """Hits without those within a longer name of another measure: "tourists in Russia" within
    "Chinese tourists in Russia"."""
    return [
        hit
        for hit in hits
        if not any(
            other.start <= hit.start
            and hit.end <= other.end
            and len(other.name.tokens) > len(hit.name.tokens)
            and other.name.owner != hit.name.owner
            for other in hits
        )
    ]


def _is_about(hit: Hit, sentence: Sentence, desk: Desk) -> bool:
    key, glossary = hit.name.owner[1], desk.facts.glossary()
    sides = glossary.sides(key)
    if not sides:
        return hit.name.label or _is_telling(hit, desk)
    named = sentence.named()
    if any(side <= named for side in sides) and named.issuperset(hit.name.people):
        together = frozenset().union(*sides)
        if names_others(hit, together, sentence, desk) or is_of_a_third(hit, sides, sentence):
            return False
        orders = _orders(key, sentence, desk)
        return not orders or bool(hit.name.people) or _order(sentence) in orders
    whole = not sentence.people and not sentence.nearby and not sentence.unknown
    return whole and not hit.name.people and _is_telling(hit, desk)


def _orders(key: str, sentence: Sentence, desk: Desk) -> frozenset[tuple[str, ...]]:
    """In which orders a sentence may name a measure's sides; Chinese takes the others' too."""
    glossary = desk.facts.glossary()
    own = glossary.orders(key, chinese=sentence.language == "zh")
    return own | glossary.orders(key, chinese=False) if own else own


def _order(sentence: Sentence) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.key for one in sentence.people))


def _is_telling(hit: Hit, desk: Desk) -> bool:
    """Whether a name says by itself what it is about: "bilateral trade", not "trade"."""
    name: Name = hit.name
    if desk.facts.glossary().names_a_topic(name):
        return False
    if name.chinese:
        return len(name.tokens) > 2
    return len(name.tokens) > 1 or (name.proper and name.exact is None)
