"""Chinese numbers in words, alone or with digits: 一千四百六十八亿, 2千亿, 一点五万亿, 三分之一.

A numeral is a number only where it reads as one by the rules of writing them: the characters of
numbers are in too many words (统一, 十分, 千万) and in numbers that are none (六七十, 几十亿).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bot.corpus.mentions import Mention

_ONES: Final = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2,
}  # fmt: skip
_TENS: Final = {"十": 1, "百": 2, "千": 3}
_BIG: Final = {"万": 4, "亿": 8}
"""Powers of ten: the former within a group of four places, the latter between groups."""
_NUMERALS: Final = "".join((*_ONES, *_TENS, *_BIG, "点"))
_DIGITS: Final = r"\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?+"
_RUN: Final = re.compile(rf"(?:{_DIGITS}|[{_NUMERALS}])++")
_PIECE: Final = re.compile(rf"{_DIGITS}|[{_NUMERALS}]")
_DECIMAL: Final = re.compile(
    r"([零〇一二三四五六七八九十百千两]+)点([零〇一二三四五六七八九]+)(万亿|亿|万|)"
)
_SCALED: Final = re.compile(r"(.+?)(万亿|亿|万)")
_FRACTION: Final = re.compile(
    r"([二三四五六七八九十])分之([一二三四五六七八九])(?![零一二三四五六七八九十百千万亿点])"
)
_LONGEST: Final = 24
_VAGUE_BEFORE: Final = re.compile(r"(?:[几数上好初]|星期|(?<!百)分之)\Z")
_NO_NUMBER_BEHIND: Final = re.compile(r"[几来]|分之|年代|世纪|国集团|[月日号點点]|\d")
_COUNTED: Final = re.compile(r"[多余]|个?(?:月|年|百分点)|周年|[次位座台轮艘]|[%％]")
"""Behind a single character for a number, which is less often one than a part of a word."""
_PLACE: Final = re.compile(r"个?(?:[大位名届任]|周年)")
"""Behind an ordinal that is one of a row: 第一 alone is a first time, a first quarter, a point."""


def with_chinese_numbers(sentence: str, mentions: Sequence[Mention]) -> list[Mention]:
    """A Chinese sentence's mentions with its numbers in words; digits within these are none."""
    found = list(_fractions(sentence))
    spans = [(one.start, one.end) for one in found]
    for run in _RUN.finditer(sentence):
        if run[0][0].isdigit() and run[0][-1].isdigit() and _PIECE.fullmatch(run[0]):
            continue
        if not any(start < run.end() and run.start() < end for start, end in spans):
            spans.append(run.span())
            found += _number(sentence, run)
    kept = []
    for one in mentions:
        others = [span for span in spans if span[0] < one.end and one.start < span[1]]
        if one.kind != "number" or (one.start, one.end) in others or not others:
            kept.append(one)  # a date or a month, and what is read well as it is
    taken = [(one.start, one.end) for one in kept]
    added = [one for one in found if not any(a < one.end and one.start < b for a, b in taken)]
    return sorted([*kept, *added], key=lambda one: one.start)


def number_of(text: str) -> Decimal | None:
    """The value of a number in words or digits; None where it is none."""
    read = _read(text)
    return None if read is None else read[0].scaleb(read[1])


def small_number(text: str) -> int | None:
    """The value of a whole number in words or digits; None where it is none."""
    read = _read(text)
    return None if read is None or read[1] else int(read[0])


def _fractions(sentence: str) -> list[Mention]:
    return [
        Mention(
            match.start(), match.end(), match[0], "number",
            (Decimal(_ONES[match[2]]) / (_ONES.get(match[1]) or 10),),
        )
        for match in _FRACTION.finditer(sentence)
    ]  # fmt: skip


def _number(sentence: str, run: re.Match[str]) -> list[Mention]:
    start, end = run.span()
    text = run[0]
    if _VAGUE_BEFORE.search(sentence, max(0, start - 3), start):
        return []
    if _NO_NUMBER_BEHIND.match(sentence, end):
        return []
    if sentence.endswith("第", 0, start):
        counts = _PLACE.match(sentence, end) is not None
    elif sentence.endswith("百分之", 0, start):
        counts = True
    elif len(text) == 1:
        counts = text != "一" and _COUNTED.match(sentence, end) is not None
    else:
        counts = not sentence.startswith("大", end)  # 二十大 is the name of a congress
    if not counts:
        return []
    read = _read(text)
    if read is None:
        return []
    value, scale = read
    return [Mention(start, end, text, "number", (value,), Decimal(10) ** scale)]


def _read(text: str) -> tuple[Decimal, int] | None:
    """A number and the power of ten that it is to be taken times, as it would be in digits: 两千亿
    is 2000 hundred millions, so that it is not coarser than 2000亿."""
    if len(text) > _LONGEST:
        return None
    if match := _DECIMAL.fullmatch(text):
        whole = _whole(match[1])
        if whole is None:
            return None
        part = "".join(str(_ONES[sign]) for sign in match[2])
        return Decimal(f"{whole}.{part}"), sum(_BIG[sign] for sign in match[3])
    match = _SCALED.fullmatch(text)
    if match and "亿" not in match[1]:
        head = _whole(match[1])
        return None if head is None else (head, sum(_BIG[sign] for sign in match[2]))
    value = _whole(text)
    if value is None:
        return None
    power = _BIG.get(text[-1], 0)
    return (value.scaleb(-power) + 0).quantize(Decimal(1)), power


def _whole(text: str) -> Decimal | None:
    """The value of 一千四百六十八, 1亿2千万, 十九; None where it breaks the rules."""
    total = group = Decimal(0)
    ones: Decimal | None = None
    below, below_big, zero = 4, 9, True
    for piece in _PIECE.findall(text):
        if piece in _BIG:
            group, ones = group + (ones or 0), None
            power = _BIG[piece]
            if power >= below_big or not group:
                return None
            total, group = total + group.scaleb(power), Decimal(0)
            below, below_big, zero = 4, power, False
        elif piece in _TENS:
            power = _TENS[piece]
            if power >= below or (ones is None and (power > 1 or group)) or ones == 0:
                return None
            group += (Decimal(1) if ones is None else ones).scaleb(power)
            ones, below, zero = None, power, power == 1
        elif piece in ("零", "〇", "○"):
            if ones is not None or (zero and (group or total)):
                return None
            zero = True
        elif ones is not None or piece == "点":
            return None
        else:
            ones = Decimal(_ONES[piece]) if piece in _ONES else Decimal(piece.replace(",", ""))
    if ones is not None:
        # 二百五 and 一万五 leave out what the last digit is of; 2万2000 does not.
        if (group or total) and not zero and (group or ones < 1000):
            return None
        group += ones
    return total + group
