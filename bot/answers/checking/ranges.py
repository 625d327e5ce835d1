"""Two numbers of a sentence that are the ends of a range: "от 2 до 3 млн", 200亿至300亿.

What is said of the second one, its scale and its unit, is said of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.answers.checking.dates import is_year
from bot.corpus.mentions import Mention

_REACH: Final = 40
_SHARES: Final = re.compile(r"[%％]|per\s?cent|процент", re.IGNORECASE)
_FROM_TO: Final = (
    (re.compile(r"(?i)\bbetween\s+\Z"), re.compile(r"(?i)\s+and\s+(?:about\s+)?")),
    (re.compile(r"(?i)\bмежду\s+\Z"), re.compile(r"(?i)\s+и\s+")),
    # "Вырос от 2 до 3" tells of two times, as "с 2 до 3" does.
    (
        re.compile(r"(?i)\bот\s+(?:примерно\s+|около\s+)?\Z"),
        re.compile(r"(?i)\s+до\s+(?:примерно\s+|около\s+)?"),
    ),
    (re.compile(r"(?<![从由])\Z"), re.compile(r"\s?[至到～~](?:百分之)?|[-–—]")),
)  # fmt: skip
_CHANGED: Final = re.compile(
    r"(?i)(?:вырос|увелич|рост|раст|сниз|сократ|упа[лв]|уменьш|подня)[^,;]{0,30}\Z"
    r"|(?:增|升|涨|降|跌|减|扩大|提高)[^，；]{0,8}\Z"
)


def with_ranges(sentence: str, mentions: Sequence[Mention]) -> list[Mention]:
    """A sentence's mentions, both ends of a range as one."""
    found: list[Mention] = []
    for one in mentions:
        whole = _range(sentence, found[-1], one) if found else None
        if whole is not None:
            found[-1] = whole
        else:
            found.append(one)
    return found


def _range(sentence: str, first: Mention, last: Mention) -> Mention | None:
    """Two numbers as one; None where they are no range."""
    for one in (first, last):
        if one.kind != "number" or len(one.values) != 1 or is_year(one):
            return None
    before = sentence[max(0, first.start - _REACH) : first.start].removesuffix("百分之")
    between = sentence[first.end : last.start]
    joined = any(opening.search(before) and joint.fullmatch(between) for opening, joint in _FROM_TO)
    if not joined or _CHANGED.search(before):
        return None
    if _SHARES.search(first.text) and not _SHARES.search(last.text):
        return None
    scale = last.scale
    low, high = first.values[0], last.values[0]
    if first.scale not in (1, scale):  # "from 800 million to 1.2 billion"
        scale = min(first.scale, scale)
        low = low.scaleb((first.scale / scale).adjusted())
        high = high.scaleb((last.scale / scale).adjusted())
    if low >= high:
        return None
    text = sentence[first.start : last.end]
    return replace(first, end=last.end, text=text, values=(low, high), scale=scale)
