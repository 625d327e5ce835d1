"""A message's text, made ready to be read: without Discord's own marks, in sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Final

LONGEST: Final = 4_000
"""So many characters of a message are looked at; Discord lets nobody send more."""
READ: Final = 40
"""So many of its sentences."""
SENTENCE: Final = 600
"""A longer sentence is taken in pieces of at most so many characters."""

# Mentions, emoji, timestamps and links to commands hold numbers that nobody wrote.
_DISCORD = re.compile(
    r"<(?:[@#][!&]?\d{1,25}|a?:\w{1,40}:\d{1,25}|t:-?\d{1,15}(?::\w)?|/[^<>]{1,80}:\d{1,25}|id:\w+)>"
)
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://\S+", re.IGNORECASE)
# Of a link with a name the name stays, but for that of a footnote: "[1](...)".
_LINK = re.compile(
    r"\[(?:\d{1,3}|([^\[\]\n]{1,200}))\]\(<?[a-z][a-z0-9+.-]{1,20}://[^\s()<>]{0,2000}>?\)",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"\*{1,3}|_{1,3}|~~|`{1,3}|\|\||^[ \t]{0,9}(?:>{1,3}|#{1,3}|-#|[-*•])[ \t]+", re.MULTILINE
)
# What makes a sign plain in Discord's markdown, and the marks of this bot's own footnotes.
_ESCAPE = re.compile(r"\\(?=[^\w\s])|\s?\[\d{1,3}\]")
_FULL_WIDTH: Final = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF04)}
_NUMERALS: Final = "〇○零一二三四五六七八九"
_DIGITS: Final = str.maketrans(_NUMERALS, "000123456789")
_CHINESE_DATE = re.compile(
    rf"(?<![{_NUMERALS}至到–—-])(?P<year>[一二][{_NUMERALS}]{{3}})年"
    r"(?:(?P<month>[一二三四五六七八九十]{1,2})月(?:(?P<day>[一二三四五六七八九十]{1,3})[日号])?)?+"
    r"(?![至到–—-])"  # nothing here reads "from January to November"
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]{0,3}\s+|[。！？；][”’」』）]{0,3}|\n+|;\s+")
# After these a point ends no sentence.
_SHORT_FORM = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Gov|St|No|Nos|vs|approx|ca|c|est|[A-Z]|U\.S|U\.K|U\.N"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|г|гг|в|вв|млрд|млн|трлн|тыс|долл|руб|куб|коп|им|ул|т|д|п|проц|[А-Я]))\.\Z"
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")


def cleaned(text: str) -> str:
    """The words that a person wrote, in their lines: no mentions, addresses, markup."""
    text = unicodedata.normalize("NFC", text[:LONGEST].translate(_FULL_WIDTH))
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cs", "Co"))
    text = _LINK.sub(r"\1", _DISCORD.sub(" ", text))
    text = _MARKUP.sub("", _ESCAPE.sub("", _ADDRESS.sub(" ", text)))
    lines = (
        "".join(" " if _is_control(sign) else sign for sign in line).split()
        for line in text.splitlines()
    )
    return "\n".join(" ".join(line) for line in lines if line)


def sentences(text: str) -> list[str]:
    """The sentences of a cleaned text, at most `READ` of at most `SENTENCE` characters."""
    return list(islice(_sentences(text), READ))


def has_more(text: str) -> bool:
    """Whether a cleaned text has more sentences than `sentences` gives."""
    return any(True for _ in islice(_sentences(text), READ, None))


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(text):
        head = text[start : match.end()]
        if (
            "\n" not in match[0]
            and match[0].strip() == "."
            and _goes_on(head.rstrip(), text[match.end() :][:1])
        ):
            continue
        yield from _pieces(head)
        start = match.end()
    yield from _pieces(text[start:])


def _goes_on(head: str, following: str) -> bool:
    """Whether a sentence goes on behind a point."""
    return following.islower() or _SHORT_FORM.search(head[-12:]) is not None


def _pieces(sentence: str) -> Iterator[str]:
    sentence = sentence.strip(" \n;；")
    while len(sentence) > SENTENCE:
        cut = sentence.rfind(" ", SENTENCE // 2, SENTENCE)
        cut = SENTENCE if cut < 0 else cut
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    if sentence:
        yield sentence


def with_dates_in_digits(sentence: str) -> str:
    """A sentence with dates such as 二〇〇一年七月十九日 as 2001年7月19日; all keeps its place.

    One with a lone 十, which two digits have no room for, is left whole, so that it is not taken
    for its year; `dates_with_ten` has those.
    """
    return _CHINESE_DATE.sub(_in_place, sentence)


def dates_with_ten(sentence: str) -> Iterator[tuple[int, int, str]]:
    """Where the dates stand that `with_dates_in_digits` leaves, and what they are in digits."""
    for found in _CHINESE_DATE.finditer(sentence):
        if "十" in found.group("month", "day"):
            yield found.start(), found.end(), _in_digits(found).replace(" ", "")


def _in_place(found: re.Match[str]) -> str:
    return found[0] if "十" in found.group("month", "day") else _in_digits(found)


def _in_digits(found: re.Match[str]) -> str:
    year, month, day = found.group("year", "month", "day")
    text = f"{year.translate(_DIGITS)}年"
    if month:
        text += f"{_two_digits(month)}月"
    if day:
        text += _two_digits(day) + found[0][-1]
    return text


def _two_digits(numeral: str) -> str:
    """九 as 9, 十九 as 19, 二十一 as 21 behind a space: as many characters as the numeral has."""
    tens, ten, ones = numeral.rpartition("十")
    first = (tens or "一") if ten else ""
    return (first + (ones or "零")).translate(_DIGITS).rjust(len(numeral))


def language_of(sentence: str) -> str:
    """The language of a sentence by its letters, as `bot.corpus.mentions` names it."""
    han, cyrillic = len(_HAN.findall(sentence)), len(_CYRILLIC.findall(sentence))
    latin = len(_LETTER.findall(sentence))
    if han and 3 * han >= latin and han >= cyrillic:  # a Chinese word has a third of the signs
        return "zh"
    return "ru" if cyrillic > latin else "en"


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "CZ"
