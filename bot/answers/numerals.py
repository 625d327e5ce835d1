"""Chinese numerals and percentages of a typed text, in digits: 两千亿 and 百分之五十. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ONES: Final = {
    **{sign: value for value, sign in enumerate("〇一二三四五六七八九")},
    "○": 0,
    "零": 0,
    "两": 2,
}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"万": 10**4, "亿": 10**8}
_ONE = "".join(_ONES)
SCALE_SIGNS: Final = "十百千万亿"
_FULL_WIDTH: Final = {
    code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), 0xFF04, 0xFF05, 0xFF0C, 0xFF0E)
}
_WRITTEN = re.compile(
    rf"百分之(?:(?P<digits>\d+(?:\.\d+)?)|(?P<share>[{_ONE}{SCALE_SIGNS}]+)(?:点(?P<rest>[{_ONE}]+))?)"
    rf"|(?P<number>[{_ONE}十](?=[{_ONE}]*[{SCALE_SIGNS}]|(?<=十)[{_ONE}])[{_ONE}{SCALE_SIGNS}]+)"
)


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text made from another one: `places` says where each of its characters, and its end, stand
    in that."""

    text: str
    places: tuple[int, ...]


def with_digits(text: str) -> PlacedText:
    """A text with digits for its numerals, but for those of one sign."""
    text = text.translate(_FULL_WIDTH)
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for match in _WRITTEN.finditer(text):
        digits = _digits(match)
        parts += (text[end : match.start()], digits)
        places += (*range(end, match.start()), *[match.start()] * len(digits))
        end = match.end()
    parts.append(text[end:])
    places += range(end, len(text) + 1)
    return PlacedText("".join(parts), tuple(places))


def _digits(match: re.Match[str]) -> str:
    if match["number"]:
        return str(_value(match["number"]))
    if match["digits"]:
        return f"{match['digits']}%"
    rest = "".join(str(_ONES[sign]) for sign in match["rest"] or "")
    return f"{_value(match['share'])}{'.' * bool(rest)}{rest}%"


def _value(numeral: str) -> int:
    """The value of a numeral: 一万二千亿 is 12000 times 亿."""
    total = below = one = 0
    for sign in numeral:
        if sign in _ONES:
            one = one * 10 + _ONES[sign]
        elif sign in _TENS:
            below += (one or 1) * _TENS[sign]
            one = 0
        elif sign == "亿":
            total = (total + below + one) * _MYRIADS[sign]
            below = one = 0
        else:
            total += (below + one) * _MYRIADS[sign]
            below = one = 0
    return total + below + one
