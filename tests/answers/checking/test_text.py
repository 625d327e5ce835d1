"""A message's text: what Discord adds is gone, sentences end where people end them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.checking.text import (
    LONGEST,
    SENTENCE,
    cleaned,
    language_of,
    sentences,
    with_dates_in_digits,
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("<@123456789> says 5 <#42> <a:wave:99> <t:1700000000:R> </check:7>", "says 5"),
        ("see https://example.com/2021/146.8 and ftp://x.y/9 now", "see and now"),
        (
            "[by 5%](https://example.com/a?b=1) [2](<http://x.y>) [a](javascript:x)",
            "by 5% [a](javascript:x)",
        ),
        ("**In 2021** it was __146\\.8__ `bn` ||dollars||", "In 2021 it was 146.8 bn dollars"),
        ("> quoted\n- first\n### heading\n-# small [1]", "quoted\nfirst\nheading\nsmall"),
        ("20\u200b21 \u202eabc\u2066", "2021 abc"),
        ("２０２３年增长５％", "2023年增长5%"),
        ("~200 and ~~300~~", "~200 and 300"),
        ("a\x00b\x1bc", "a b c"),
        ("", ""),
        ("||**  **||", ""),
    ],
)
def test_only_what_a_person_wrote_is_left(typed: str, words: str) -> None:
    """No mention, address, markup or hidden sign; an approximation stays one."""
    assert cleaned(typed) == words


@given(st.text(max_size=LONGEST + 100))
def test_a_cleaned_text_is_clean(text: str) -> None:
    """No control or format character, no empty line, and no more than was given."""
    words = cleaned(text)
    assert all(line.strip() == line and line for line in words.splitlines() if words)
    assert not [
        sign for sign in words if unicodedata.category(sign) in ("Cc", "Cf") and sign != "\n"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was $146.8 bn. It grew.", ["It was $146.8 bn.", "It grew."]),
        ("The U.S. says so. Dr. Ho, too!", ["The U.S. says so.", "Dr. Ho, too!"]),
        (
            "200 млрд. долл. США в 2023 г. Это рекорд.",
            ["200 млрд. долл. США в 2023 г. Это рекорд."],
        ),
        ("2021年1468亿美元。2022年更多！", ["2021年1468亿美元。", "2022年更多！"]),
        ("one\ntwo; three", ["one", "two", "three"]),
        ("so it is... and on", ["so it is...", "and on"]),
    ],
)
def test_sentences_end_where_they_end(text: str, found: list[str]) -> None:
    """Not at a decimal point, nor after an abbreviation."""
    assert sentences(text) == found


@given(st.text(alphabet="ab .。\n1;", max_size=3000))
def test_sentences_are_bounded_and_lose_nothing(text: str) -> None:
    """Each is short enough; together they are the text's words, up to where no more are read."""
    found = sentences(cleaned(text))
    assert all(0 < len(one) <= SENTENCE for one in found)
    kept = "".join("".join(found).split()).replace(";", "")
    assert "".join(cleaned(text).split()).replace(";", "").startswith(kept)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Trade with China (中国) grew", "en"),
        ("Торговля с China выросла", "ru"),
        ("2023年GDP增长5.2%", "zh"),
        ("146.8", "en"),
    ],
)
def test_the_letters_say_the_language(sentence: str, language: str) -> None:
    """Names in other letters do not change it."""
    assert language_of(sentence) == language


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("二〇二一年贸易额", "2021年贸易额"),
        ("二○○一年七月十九日签署", "2001年7月19日签署"),
        ("二零二一年六月二十八号", "2021年6月 28号"),
        ("二〇〇一年十一月二十一日", "2001年11月 21日"),
        ("一九四九年十月一日", "一九四九年十月一日"),
        ("二〇二三年一月至十一月", "二〇二三年一月至十一月"),
        ("二〇二一年至二〇二三年", "二〇二一年至二〇二三年"),
        ("一二三四五年，十年，一带一路", "一二三四五年，十年，一带一路"),
    ],
)
def test_dates_in_chinese_numerals_are_read_in_their_places(sentence: str, read: str) -> None:
    """Where digits have room for them; else all of a date is left, and none is half read."""
    assert with_dates_in_digits(sentence) == read
    assert len(read) == len(sentence)
