"""Whether a sentence with a measure’s sides is about others, beside or instead of them."""

from __future__ import annotations

import re

from bot.answers.checking.claims import Sentence
from bot.answers.checking.manner import clause_place
from bot.answers.desk import Desk
from bot.store.glossary import Hit

_NAME = r"(?P<name>[A-ZА-ЯЁ][\w’'-]{1,30})"
_AND_BEHIND = re.compile(rf"(?:,\s+[A-ZА-ЯЁ][\w’'-]{{2,30}})*,?\s+(?:and|и)\s+(?:the\s+)?{_NAME}")
_WITH = re.compile(rf"\b(?:with|со?)\s+(?:the\s+)?{_NAME}")
_DOLLARS_BEFORE = re.compile(r"долл(?:\.|ар\w*)\s+\Z")
_DOLLARS_BEHIND = re.compile(r"\s?(?:dollars?\b|\$)|元")
"""Beside a state that is named as its money alone: "US dollars"."""
_AND_BEFORE = re.compile(rf"\b{_NAME}\s+(?:and|и)\s+(?:the\s+)?\Z")


def names_others(hit: Hit, sides: frozenset[str], sentence: Sentence, desk: Desk) -> bool:
    """Whether a sentence is about somebody beside the sides of a measure, or in the place of one:
    "with Russia and Kazakhstan", "trade with India, far less than with China"."""
    if len(sides) < 2:
        return False
    if sides & sentence.excluded():
        return True
    places = {one: (sentence.words[one.first].start, sentence.words[one.last].end)
              for one in sentence.people}  # fmt: skip
    own = [place for one, place in places.items() if one.key in sides]
    first, last = clause_place(sentence.text, hit.start, max(hit.start, hit.end))
    text, people = sentence.text, desk.facts.vocabulary.people
    for one, (start, end) in places.items():
        other = one.key not in sides and people[one.key].kind == "body"
        if _DOLLARS_BEFORE.search(text[:start]) or _DOLLARS_BEHIND.match(text, end):
            continue
        if other and first <= start < last and not any(a < end and start < b for a, b in own):
            return True
    partner = _WITH.search(sentence.text, hit.anchor, last)
    beside = (_AND_BEHIND.match(sentence.text, end) for _, end in own)
    found = [match.span("name") for match in beside if match is not None]
    before = (_AND_BEFORE.search(sentence.text[:start]) for start, _ in own)
    found += [match.span("name") for match in (*before, partner) if match is not None]
    return any(not any(first < end and start < last for first, last in own) for start, end in found)
