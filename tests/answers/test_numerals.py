"""Chinese numerals in digits, and where they stood."""

from __future__ import annotations

import pytest

from bot.answers.numerals import with_digits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两千亿", "200000000000"),
        ("一万二千亿", "1200000000000"),
        ("一亿二千万", "120000000"),
        ("三百零五", "305"),
        ("十二", "12"),
        ("二十五", "25"),
        ("百分之五十", "50%"),
        ("百分之百", "100%"),
        ("百分之三点五", "3.5%"),
        ("百分之12.5", "12.5%"),
        ("５０％", "50%"),
        ("五国", "五国"),
        ("一带一路", "一带一路"),
        ("千万不要", "千万不要"),
        ("百分之", "百分之"),
        ("", ""),
    ],
)
def test_numerals_become_digits(text: str, expected: str) -> None:
    """Those of one sign stay: they are words, or parts of them."""
    assert with_digits(text).text == expected


def test_each_sign_knows_its_place() -> None:
    """That of a numeral's digits is the numeral's, and the end has one."""
    placed = with_digits("约两千亿元")
    assert placed.text == "约200000000000元"
    assert placed.places == (0, *[1] * 12, 4, 5)
