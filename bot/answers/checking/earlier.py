"""The numbers of a sentence that are of an earlier time than the one it names: where something rose
from, or stood a year earlier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.answers.checking.claims import Sentence
from bot.answers.checking.dates import Dated
from bot.answers.checking.quantities import Quantity
from bot.answers.checking.quantity_words import NAMED

_SOME = (
    r"(?:(?:about|around|over|nearly|almost|just|only|the|a|почти|около|более|примерно|约|近)"
    r"\s*){0,2}"
)
_BEFORE: Final = re.compile(
    r"(?i)(?:\b(?:from|(?:last|previous|prior|preceding)\s+year['’]s"
    r"|с|со|от|против)\s+"
    rf"|(?:从|由|较|(?:上年|上一年|去年|前一年)(?:同期)?的?为?))\s*{_SOME}\Z"
)
_YEAR_BEFORE: Final = re.compile(
    r"(?i)\s*,?\s*\(?(?:(?:a|one|the)\s+(?:year|previous\s+year)\s+(?:earlier|before|ago|previously)"
    r"|(?:in\s+)?the\s+(?:previous|preceding|prior)\s+year"
    r"|год(?:ом)?\s+(?:ранее|назад|раньше|до\s+этого)|в\s+(?:прошлом|предыдущем)\s+году)\b\)?\s*,?"
)
_DATE_BEHIND: Final = re.compile(r"\s*,?\s*\(?(?:in|for|в)?\s*\Z")
_REACH: Final = 40
Span = tuple[int, int]


def end_of(quantity: Quantity, text: str) -> int:
    """Where a quantity ends with the name of its currency."""
    gap = len(text[quantity.end :]) - len(text[quantity.end :].lstrip(" \u00a0-"))
    for name, _ in NAMED:
        if found := name.match(text, quantity.end + gap):
            return found.end()
    return quantity.end


def earlier(sentence: Sentence) -> dict[Quantity, tuple[Span, Dated | None]]:
    """The quantities of an earlier time: the words that tell so, and the date of that time."""
    return dict(_earlier(sentence))


def _earlier(sentence: Sentence) -> Iterator[tuple[Quantity, tuple[Span, Dated | None]]]:
    text = sentence.text
    for one in sentence.quantities:
        if one.high is not None or one.sort in ("ordinal", "period"):
            continue
        end = end_of(one, text)
        before = _BEFORE.search(text[max(0, one.start - _REACH) : one.start])
        behind = _YEAR_BEFORE.match(text, end)
        if before is None and behind is None:
            continue
        start = one.start - len(before[0]) if before else one.start
        date = None if behind else date_behind(sentence, end)
        if date is not None:
            end = date.end
        if behind is not None:
            end = behind.end()
            if text[:start].rstrip().endswith(","):
                start = len(text[:start].rstrip()) - 1
        yield one, ((start, end), date)


def date_behind(sentence: Sentence, end: int) -> Dated | None:
    """The date right behind where a number ends: "from $107 billion in 2020"."""
    text = sentence.text
    following = (one for one in sentence.dates if one.start >= end)
    date = next(following, None)
    return date if date is not None and _DATE_BEHIND.match(text[end : date.start]) else None
