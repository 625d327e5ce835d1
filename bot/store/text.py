"""Words for the index: how running text, at compile time and at query time, becomes tokens.

A token is a stemmed Latin or Cyrillic word, a number, or one or two CJK characters. SQLite sees
nothing but tokens with spaces between them, so that both times must use this module and a change
here is a new `SCHEMA`.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import Stemmer

_CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_LETTER = rf"(?:(?![{_CJK}])[^\W\d_])"
_APOSTROPHES = "'’ʼ＇"
_PIECE = re.compile(
    rf"(?P<cjk>[{_CJK}]+)"
    r"|(?P<number>\d+(?:[.,]\d+)*)(?:(?:st|nd|rd|th|s)(?![^\W_]))?"  # 19th, 1990s
    rf"|(?P<word>{_LETTER}(?:(?![{_CJK}])[^\W_]|[{_APOSTROPHES}](?={_LETTER}))*)"
)
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_HAS_CJK = re.compile(rf"[{_CJK}]")
_BREVE = "\u0306"
# What has no accents, no width and no two spellings: of most texts nothing else is left to fold.
_PLAIN = re.compile(r"[\0-\x7fА-Яа-я\u4e00-\u9fff‘’“”«»–—]*")
_WORDS = re.compile(r"[^\W_]+")
# What is one word, or one run of CJK, and nothing else.
_LONE = re.compile(r"[A-Za-zА-Яа-я]+")
_RUN = re.compile(r"[\u4e00-\u9fff]+")

# Words that carry no subject. "May" (the month), "us" (the country) and "will" are none of them.
_ENGLISH: Final = """
    a about an and any are as at be been but by can could did do does dont for from had has have
    he her his how i if in into is it its me much many my of on or our said say says she should so
    some than that the their them then there these they this those to was we were what whats when
    where which who whom whose why with would you your please tell show find give
"""
_RUSSIAN: Final = """
    а без бы был была были было в вам вас во вот где да для до его ее если есть еще же за и из
    или им их к как какая какие какой какова каков когда которая которые который кто куда ли
    между мне много на над не него нее нет ни них но о об он она они оно от по под почему при
    про с сказал сказала сказали сколько со та так такое там то только ты у уже чего чей чем что
    чтобы эта эти это этот я говорил говорила говорит говорят расскажи покажи
"""
# Chinese puts no spaces between words: these are cut out of a run, the longest first, but not out
# of longer ones such as 和平 (peace), 共和国 (republic), 会谈 and 谈判 (talks).
_CHINESE: Final = """
    是什么时候 什么时候 告诉我 为什么 有多少 是多少 怎么样 多少 什么 怎么 怎样 如何 哪里 哪些 哪个
    哪年 何时 是否 请问 关于 说了 说过 谈到 哪 谁 几 (?<!目)的 了(?!解) 吗 呢 是
    (?<!共)和(?![平解谐睦]) 与 及 (?<![存现])在 (?<![没所拥])有(?![关效限]) 这 那
    (?<![会洽])谈(?![判话])
"""
# What ends a year or a day in digits: 2021年, 19日. A month's 月 is in its names.
_DATED = re.compile(r"年(?![代度轻龄])|日(?!本)|[号號]")
_STOP_WORDS: Final = frozenset((_ENGLISH + _RUSSIAN).split())
_CUT = re.compile("|".join(_CHINESE.split()))
_QUANTITY = re.compile(r"how\s+(?:much|many)|сколько|многих|多少|how\s+(?:big|large)|几")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as it was typed, folded, and the token that the index holds for it."""

    typed: str
    folded: str
    token: str


@dataclass(frozen=True, slots=True)
class Placed:
    """One word where it stands: `typed` is the text's `[start:end]`, `token` the index's for it.

    Of a CJK run each character is a word. `folded` is the word in one case and spelling.
    """

    start: int
    end: int
    typed: str
    folded: str
    token: str
    kind: str


def placed_words(text: str) -> Iterator[Placed]:
    """The words of a text with their places, without stop words; none is kept by any cache."""
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or "word"
        start, end = match.span(kind)
        if kind == "cjk":
            for place in range(start, end):
                yield Placed(place, place + 1, text[place], text[place], text[place], kind)
            continue
        folded = fold(match[kind])
        if kind == "word":
            folded = _bare(folded)
            end = start + len(_POSSESSIVE.sub("", match[kind]))
        if kind == "number" or not is_stop_word(folded):
            token = number(folded) if kind == "number" else _stem(folded)
            yield Placed(start, end, text[start:end], folded, token, kind)


def fold(text: str) -> str:
    """Text without the differences that people don't mean: case, width, accents, ё for е.

    Characters that are not seen (zero-width ones, direction marks) are dropped.

    The breve of й stays, as й and и are different letters.
    """
    if text.isascii() or _PLAIN.fullmatch(text):
        return text.lower()
    return _folded(text)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    parts = unicodedata.normalize("NFD", plain)
    kept = (
        sign
        for place, sign in enumerate(parts)
        if not ("\u0300" <= sign <= "\u036f" or unicodedata.category(sign) == "Cf")
        or (sign == _BREVE and place and parts[place - 1] == "и")
    )
    return unicodedata.normalize("NFKC", "".join(kept))


def plain(text: str) -> str:
    """Folded text with one space for all that is no letter or digit, for comparing names."""
    folded = fold(text)
    if folded.replace(" ", "").isalnum():
        return " ".join(folded.split())
    for apostrophe in _APOSTROPHES:
        folded = folded.replace(apostrophe, "")
    return " ".join(_WORDS.findall(folded))


def has_cjk(text: str) -> bool:
    """Whether some character is Chinese or Japanese."""
    return _HAS_CJK.search(text) is not None


def is_stop_word(folded: str) -> bool:
    """Whether a folded word carries no subject."""
    return folded in _STOP_WORDS


def asks_quantity(text: str) -> bool:
    """Whether a question is for a number."""
    return _QUANTITY.search(fold(text)) is not None


def index_words(text: str, known: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """The folded words and tokens of a fact's text, without stop words.

    A CJK run gives each of its characters and each pair of neighbours. `known` are tokens of
    folded words that were met before. No word goes over white space, so that a text may be taken
    apart there.
    """
    known = known or {}
    # As most are that are asked for one by one.
    if (text.isascii() and text.isalpha()) or _LONE.fullmatch(text):
        lone = text.lower()
        return [] if lone in _STOP_WORDS else [(lone, known.get(lone) or _stem(lone))]
    if _RUN.fullmatch(text):
        return [(token, token) for token in (*text, *_pairs(text))]
    return _words(text, known)


def _words(text: str, known: Mapping[str, str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for match in _PIECE.finditer(fold(text)):
        kind = match.lastgroup
        word = match[kind or 0]
        if kind == "cjk":
            found += [(token, token) for token in (*word, *_pairs(word))]
        elif kind == "number":
            found.append((word, known.get(word) or number(word)))
        elif (word := _bare(word)) not in _STOP_WORDS:
            found.append((word, known.get(word) or _stem(word)))
    return found


def query_words(text: str) -> Iterator[Word]:
    """The words of a question, without stop words: CJK runs as pairs, lone ones as characters."""
    before = ""
    for kind, typed, folded in _pieces(text):
        if kind == "cjk":
            if before == "number" and _DATED.match(folded):
                folded = folded[1:]
            for run in _CUT.split(folded):
                for token in _pairs(run) or run:
                    yield Word(token, token, token)
        elif kind == "number" or not is_stop_word(folded):
            yield Word(typed, folded, _token(kind, folded))
        before = kind


def typo_limit(word: str) -> int:
    """How many slips of the finger a folded word may hold and still be taken for another."""
    if has_cjk(word) or any(sign.isdigit() for sign in word) or len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """A folded word's stem, by Snowball Russian or English."""
    return _stem(word)


def number(text: str) -> str:
    """A number in one spelling: `1,000` and `1000`, `146,8` and `146.80`, `07` and `7` agree."""
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if text.count(".") == 1 and "," not in text:
        text = text.rstrip("0").rstrip(".")
    return re.sub(r"^0+(?=\d)", "", text).replace(",", ".")


def _stem(word: str) -> str:
    language = "russian" if not word.isascii() and _CYRILLIC.search(word) else "english"
    return str(_stemmer(language, threading.get_ident()).stemWord(word))


@lru_cache(maxsize=64)
def _stemmer(language: str, thread: int) -> Any:  # noqa: ARG001
    """A language's stemmer for one thread: it keeps the word at hand in itself."""
    # Without its own cache: to find what to drop from that takes longer than to stem anew.
    return Stemmer.Stemmer(language, 0)


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """The kind, the words as typed, and the folded words of each piece of a text."""
    folded = fold(text)
    # Folding keeps most texts' length; where it does not, the folded word stands for the typed.
    source = text if len(text) == len(folded) else folded
    for match in _PIECE.finditer(folded):
        kind = match.lastgroup or "word"
        start, end = match.span(kind)
        piece = match.group(kind)
        if kind == "word":
            end = start + len(_POSSESSIVE.sub("", piece))
            piece = _bare(piece)
        yield kind, source[start:end], piece


def _bare(word: str) -> str:
    """A word without a possessive's ending and without apostrophes."""
    if word.isalnum():
        return word
    word = _POSSESSIVE.sub("", word)
    for apostrophe in _APOSTROPHES:
        word = word.replace(apostrophe, "")
    return word


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]


def _token(kind: str, folded: str) -> str:
    return number(folded) if kind == "number" else stem(folded)
