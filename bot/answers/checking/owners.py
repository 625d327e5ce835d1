"""Whether a measure that names two is somebody else's: "Japan's trade with China and Russia"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.answers.checking.claims import Sentence
from bot.answers.checking.manner import clause_place
from bot.answers.checking.statement_words import only_plain
from bot.store.glossary import Hit

_WITH = re.compile(r"(?i)(?:\b(?:with|со?)\s+(?:both\s+|the\s+)?|[与和同跟对])\Z")
_JOINT = re.compile(r"(?:['’]s)?\s*(?:,|and|и|&|[-–—/]|和|与|、)?\s*(?:the\s+)?")
_OWNER = re.compile(r"([A-ZА-ЯЁ][\w’'-]*)\s+(?:[a-z][a-z-]+\s+)?\Z")
_POSSESSIVE: Final = ("'s", "’s", "s'", "s’")


def is_of_a_third(hit: Hit, sides: Sequence[frozenset[str]], sentence: Sentence) -> bool:
    """Whether a name of a measure stands with another owner than its sides.

    So it is where all of them stand behind one "with", where somebody unknown owns it, and where
    one of them is named only in a later clause: "Germany gets oil from Russia, China ...".
    """
    whole = next((side for side in sides if side <= sentence.keys), frozenset())
    places = {
        key: [
            (sentence.words[one.first].start, sentence.words[one.last].end)
            for one in sentence.people
            if one.key == key
        ]
        for key in whole
    }
    if len(places) > 1 and _is_with_all(places, sentence.text):
        return True
    _, end = clause_place(sentence.text, hit.start, max(hit.start, hit.end))
    if any(all(start >= end for start, _ in each) for each in places.values()):
        return True
    return _is_owned(hit, sentence)


def _is_with_all(places: dict[str, list[tuple[int, int]]], text: str) -> bool:
    """Whether the sides stand side by side behind one "with" and nowhere else."""
    if any(len(each) != 1 for each in places.values()):
        return False
    spans = sorted(span for [span] in places.values())
    beside = all(_JOINT.fullmatch(text[one[1] : two[0]]) for one, two in pairwise(spans))
    return beside and _WITH.search(text[: spans[0][0]]) is not None


def _is_owned(hit: Hit, sentence: Sentence) -> bool:
    """Whether a name of nobody known stands right before a measure's: "Germany's trade"."""
    found = _OWNER.search(sentence.text[: hit.start])
    if found is None:
        return False
    start, end = found.span(1)
    people = ((sentence.words[one.first].start, sentence.words[one.last].end)
              for one in sentence.people)  # fmt: skip
    if any(first < end and start < last for first, last in people):
        return False
    if any(topic.start < end and start < topic.end for topic in sentence.topics):
        return found[1].endswith(_POSSESSIVE)
    owner = found[1]
    return owner.endswith(_POSSESSIVE) or (
        owner in sentence.unknown and not only_plain(owner, "money", pronouns=False)
    )
