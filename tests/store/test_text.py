"""How text becomes tokens."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.store import text
from bot.store.text import (
    asks_quantity,
    fold,
    index_words,
    number,
    plain,
    query_words,
    typo_limit,
)


def _indexed(text: str) -> list[str]:
    return [token for _, token in index_words(text)]


def _asked(text: str) -> list[str]:
    return [word.token for word in query_words(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Pipelines", ["pipelin"]),
        ("China’s people's", ["china", "peopl"]),
        ("Good-Neighbourliness", ["good", "neighbourli"]),
        ("ёлка Ёлка елка", ["елк", "елк", "елк"]),
        ("Китайский", ["китайск"]),
        ("café Güter", ["cafe", "guter"]),
        ("ＳＣＯ", ["sco"]),
        (
            "146.8 146,8 146.80 1,000 1000 2001-07",
            ["146.8", "146.8", "146.8", "1000", "1000", "2001", "7"],
        ),
        ("$200bn 42% 19th 1990s G20", ["200", "bn", "42", "19", "1990", "g20"]),
        ("what does the gas", ["gas"]),
        ("", []),
        ("\0 \u200b !? 😀", []),
    ],
)
def test_words_are_folded_and_stemmed(text: str, tokens: list[str]) -> None:
    """Alike for the index and for a question, but for Chinese."""
    assert (_indexed(text), _asked(text)) == (tokens, tokens)


def test_short_and_iota_letters_stay_apart() -> None:
    """й is not и with a mark, while ё is е and é is e."""
    assert fold("Йё é и\u0306") == "йе e й"


@given(st.from_regex(text._PLAIN, fullmatch=True))
def test_what_is_quickly_folded_is_folded_alike(plain_text: str) -> None:
    """Without a look at each character's accents."""
    assert fold(plain_text) == text._folded(plain_text)


@given(st.from_regex(text._LONE, fullmatch=True) | st.from_regex(text._RUN, fullmatch=True))
@example("The")
@example("Как")
@example("天然气")
def test_what_is_one_word_is_indexed_alike(one: str) -> None:
    """Without a search for more."""
    assert index_words(one) == text._words(one, {})


@given(st.text("aЙё’ -_1é天\t"))
def test_words_that_are_nothing_else_are_plain_alike(some: str) -> None:
    """Each with one space before the next."""
    assert plain(some) == plain(f"{some} _")


def test_every_character_that_is_quickly_folded_is_folded_alike() -> None:
    """Each by itself; and it is by far not every character."""
    quick = [sign for sign in map(chr, range(sys.maxunicode)) if text._PLAIN.fullmatch(sign)]
    assert [fold(sign) for sign in quick] == [text._folded(sign) for sign in quick]
    assert not {"ё", "Ё", "é", "Ａ", "\u0306", "\u200b"} & set(quick)


def test_chinese_is_indexed_by_characters_and_pairs_and_asked_by_pairs() -> None:
    """A lone character is asked as itself."""
    assert _indexed("天然气") == ["天", "然", "气", "天然", "然气"]
    assert _asked("天然气") == ["天然", "然气"]
    assert _asked("气") == ["气"]
    assert _asked("中国LNG") == ["中国", "lng"]


def test_question_words_are_left_out() -> None:
    """In all three languages; Chinese ones are cut out of their run."""
    assert _asked("how much gas does amur do lol") == ["gas", "amur", "lol"]
    assert _asked("сколько газа") == ["газ"]
    assert _asked("贸易额是多少") == ["贸易", "易额"]
    assert [asks_quantity(text) for text in ("How  many?", "Сколько газа", "多少", "who")] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("2021年贸易", ["2021", "贸易"]),
        ("2001年7月19日", ["2001", "7", "月", "19"]),
        ("1990年代", ["1990", "年代"]),
        ("2018 日本", ["2018", "日本"]),
        ("王毅谈乌克兰", ["王毅", "乌克", "克兰"]),
        ("会谈", ["会谈"]),
        ("谈判", ["谈判"]),
        ("和平", ["和平"]),
        ("共和国", ["共和", "和国"]),
        ("人民币和卢布", ["人民", "民币", "卢布"]),
        ("what did Wang Yi say", ["wang", "yi"]),
        ("что сказал Ван И", ["ван"]),
    ],
)
def test_what_carries_no_subject_is_left_out_of_no_other_word(text: str, tokens: list[str]) -> None:
    """Who says a thing, and the year's own sign; but not peace, republics and talks."""
    assert _asked(text) == tokens


def test_words_keep_what_was_typed() -> None:
    """To tell people which word was not found."""
    [word] = query_words("Трубопроводы’s")
    assert (word.typed, word.folded) == ("Трубопроводы", "трубопроводы")


def test_numbers_have_one_spelling() -> None:
    """Zeros that say nothing go; dates of three numbers are none."""
    assert [number(text) for text in ("007", "0", "0.50", "1.2.3", "12,345.60")] == [
        "7",
        "0",
        "0.5",
        "1.2.3",
        "12345.6",
    ]


def test_names_are_compared_without_punctuation() -> None:
    """Apostrophes join, the rest parts."""
    assert plain(" Xi’an -- «ГАЗ» ") == "xian газ"


def test_short_words_numbers_and_chinese_have_no_typos() -> None:
    """Longer ones may have more."""
    assert [typo_limit(word) for word in ("gas", "2021a", "天然气气", "amur", "pipeline")] == [
        0,
        0,
        0,
        1,
        2,
    ]


@given(st.text())
def test_every_token_is_one_token_for_sqlite(text: str) -> None:
    """Letters, digits and points: nothing that means something to FTS5, nothing to split at."""
    for token in _indexed(text) + _asked(text):
        assert token
        assert not any(sign.isspace() for sign in token)
        assert all(sign.isalnum() or sign == "." for sign in token if sign.isascii())


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Z"])))
def test_what_is_asked_was_indexed(text: str) -> None:
    """Whoever pastes a fact's words finds the fact."""
    assert set(_asked(text)) <= set(_indexed(text))
