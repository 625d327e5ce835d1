"""Chinese numerals and percentages of a typed text, in digits: 两千亿 and 百分之五十. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.answers.checking.chinese_numbers import number_of

_ONE: Final = "〇一二三四五六七八九○零两"
SCALE_SIGNS: Final = "十百千万亿"
_FULL_WIDTH: Final = {
    code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), 0xFF04, 0xFF05, 0xFF0C, 0xFF0E)
}
_WRITTEN = re.compile(
    rf"百分之(?:(?P<digits>\d+(?:\.\d+)?)|(?P<share>[{_ONE}{SCALE_SIGNS}]+(?:点[{_ONE}]+)?))"
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
    if match["digits"]:
        return f"{match['digits']}%"
    written = match["number"] or match["share"]
    value = number_of("一百" if written == "百" else written)
    if value is None:
        return match[0]
    return f"{value:f}" if match["number"] else f"{value:f}%"
