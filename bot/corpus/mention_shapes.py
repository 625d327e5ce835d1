"""The shapes of number and date mentions in a language's text, as one regular expression each.

Every shape is bounded or possessive, so that a search takes time linear in the text's length. The
named groups that `bot.corpus.mentions` goes by: date, relative, part, ordinal, words, many,
multiple, number and month; within a number also minus, unit and glued (letters right after it).
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from bot.corpus import month_names
from bot.corpus.number_words import CARDINAL, MANY, MULTIPLE, ORDINAL, PART, SPACE

_DASH = "[-–—−]"
VULGAR: Final = "[¼-¾⅐-⅞]"
_MARKED = r"(?:[,\u00a0\u2009\u202f]\d{3}(?!\d))"  # a thousands separator and its group
PLAIN_NUMBER: Final = rf"(?>\d{{1,3}}{_MARKED}+(?:\.\d++)?|\d++(?:\.\d++)?)(?:[^\S\n]?{VULGAR})?"
"""1,250.5 and 2½, as in English and Chinese."""

COMMA_NUMBER: Final = (
    r"(?>\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))+(?:,\d++)?|\d++(?:[.,]\d++)?)"
)
"""1 250,5, as in Russian."""

CURRENCY: Final = r"(?:(?:US|HK|NZ|[ACRS])?[$€£¥₽₴₹₩][^\S\n]?|\b(?:USD|EUR|CNY|RMB|RUB|GBP)[^\S\n])"
SCALES: Final[dict[str, dict[str, int]]] = {
    "en": {
        "hundred": 10**2,
        "thousand": 10**3,
        **dict.fromkeys(("million", "millions", "mln", "mn"), 10**6),
        **dict.fromkeys(("billion", "billions", "bln", "bn"), 10**9),
        **dict.fromkeys(("trillion", "trillions", "trn", "tn"), 10**12),
    },
    "ru": {
        **dict.fromkeys(("тыс", "тысяча", "тысячи", "тысяч"), 10**3),
        **dict.fromkeys(("млн", "миллион", "миллиона", "миллионов"), 10**6),
        **dict.fromkeys(("млрд", "миллиард", "миллиарда", "миллиардов"), 10**9),
        **dict.fromkeys(("трлн", "триллион", "триллиона", "триллионов"), 10**12),
    },
    "zh": {"万亿": 10**12, "亿": 10**8, "百万": 10**6, "万": 10**4, "千": 10**3, "百": 10**2},
}
"""Words after a number in digits that multiply it, longer ones first where one begins another."""

_PER_CENT = (
    rf"(?:-|{SPACE})?(?i:[%‰％]|percentage\spoints?\b|per\s?cent\b|pct\b|pp\b|процент\w{{0,3}})"
)
_YEAR = r"\d{4}(?!\d|,\d)"
_DAY = r"(?<!\d)[0-3]?\d(?:st|nd|rd|th|-?го)?(?!\d|[.,]\d)"
_DAYS = rf"{_DAY}(?:{_DASH}[0-3]?\d(?:st|nd|rd|th)?(?!\d|[.,]\d))?"
_DIGIT_DATE = (
    r"(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{4}/\d{1,2}/\d{1,2}"
    r"|\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)\d{4})(?!\d)"
    r"|(?<!\d)\d{4}[^\S\n]?年(?:[^\S\n]?\d{1,2}[^\S\n]?月(?:[^\S\n]?\d{1,2}[^\S\n]?[日号號])?)?"
    r"|(?<!\d)\d{1,2}[^\S\n]?月[^\S\n]?\d{1,2}[^\S\n]?[日号號]"
)
_PERIOD = r"(?:years?|months?|weeks?|days?|decades?|centur(?:y|ies)|quarters?|millenni(?:um|a))\b"
_WHICH = "(?:last|next|this|past|same|coming|previous|following|recent|current|every|each|per)"
_COUNT = rf"(?:{CARDINAL}|\b\d{{1,4}}(?:\.\d{{1,2}})?|few|several)"
_WHOLE = r"(?:half|quarter|centur(?:y|ies)|decades?|millennium|anniversary)\b"
_WEEKDAY = r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"


@cache
def pattern(language: str) -> re.Pattern[str]:
    """The shapes of a language by its ISO 639-1 code; digits alone for one that is not known.

    Compiled on first use. The first shape that fits at a place wins, so the longer readings stand
    before those that they begin with: a date before an ordinal, an ordinal before a number.
    """
    if language == "en":
        return re.compile(_english())
    if language == "ru":
        return re.compile(_russian())
    if language == "zh":
        return re.compile(_chinese())
    return re.compile(rf"(?P<date>{_DIGIT_DATE})|(?P<number>{_number(PLAIN_NUMBER, ['(?!)'])})")


def _english() -> str:
    s = SPACE
    full = "|".join(name.title() for name in month_names.ENGLISH_FULL)
    short = "|".join(name.title() for name in month_names.ENGLISH if len(name) < 5)
    month = rf"\b(?:{full}|{full.upper()}|(?:{short})\b\.?)(?!\w)"
    counted = rf"{_PER_CENT}|\s(?:{'|'.join(SCALES['en'])})\b"  # "in May 25 percent of"
    month_day = rf"{_DAYS}(?!{counted})"
    date = (
        rf"{_DIGIT_DATE}"
        rf"|(?:{_WEEKDAY},?{s})?(?:{_DAYS}{s}(?:of{s})?{month}|{month}{s}{month_day})(?:,?{s}{_YEAR})?"
        rf"|{month}(?:,?{s}|{s}of{s}|-){_YEAR}"
        rf"|(?i:\b(?:spring|summer|autumn|fall|winter){s}(?:of{s})?){_YEAR}"
        rf"|(?i:\b(?:mid|early|late|pre|post)(?:-|{s}))?(?<!\d)\d{{3}}0['’]?s\b"
        rf"|(?i:\b(?:mid|early|late)(?:-|{s})){_YEAR}"
        r"|['’]\d0s\b|(?i:\b(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b)"
    )
    relative = (
        rf"(?i:\b{_WHICH}{s}(?:the{s})?(?:{_COUNT}(?:-|{s}))?{_PERIOD}"
        rf"|\bfirst{s}{_COUNT}{s}{_PERIOD}"
        rf"|(?<!\d[.,])(?!three(?:-|{s})quarters){_COUNT}(?:-|{s}){_PERIOD}(?:{s}(?:ago|later|earlier)\b)?"
        rf"|\b(?:an?{s})?{_PERIOD}{s}(?:ago|later|earlier)\b"
        r"|\b(?:today|tonight|tomorrow|yesterday|centur(?:y|ies)|millenni(?:um|a)|decades?"
        r"|anniversar(?:y|ies)|annual(?:ly)?)\b)"
        rf"|\bNew{s}[Yy]ear\b|{_WEEKDAY}\b"
    )
    ordinal = (
        rf"(?i:(?:(?<!\d)(?>\d{{1,3}}{_MARKED}+|\d++)(?:st|nd|rd|th)\b|{ORDINAL})"
        rf"(?:-[a-z]{{1,20}}){{0,3}}(?:{s}{_WHOLE})?)"
    )
    number = _number(PLAIN_NUMBER, SCALES["en"])
    inside_word = r"(?<=[A-Za-z])[A-Za-z]"  # nothing begins there: four times as fast
    return (
        rf"(?!{inside_word}|\s)(?:(?P<date>{date})|(?P<relative>{relative})"
        rf"|(?P<part>(?i:{PART}))|(?P<multiple>(?i:{MULTIPLE}))|(?P<ordinal>{ordinal})"
        rf"|(?P<words>(?i:{CARDINAL}))(?:{_PER_CENT})?|(?P<many>(?i:{MANY}))"
        rf"|(?P<number>{number})|(?P<month>{month}))"
    )


def _russian() -> str:
    month = rf"(?i:\b(?:{'|'.join(month_names.RUSSIAN)})\b)"
    full = rf"(?i:\b(?:{'|'.join(month_names.RUSSIAN_FULL)})\b)"
    date = rf"{_DIGIT_DATE}|{_DAYS}{SPACE}{month}(?:{SPACE}{_YEAR})?|{month}{SPACE}{_YEAR}"
    number = _number(COMMA_NUMBER, SCALES["ru"])
    return rf"(?P<date>{date})|(?P<number>{number})|(?P<month>{full})"


def _chinese() -> str:
    names = "|".join(sorted(month_names.CHINESE, key=len, reverse=True))
    month = rf"(?<!\d)\d{{1,2}}[^\S\n]?月|{names}"
    number = _number(PLAIN_NUMBER, SCALES["zh"], end="")
    return rf"(?P<date>{_DIGIT_DATE})|(?P<month>{month})|(?P<number>{number})"


def _number(digits: str, scales: Iterable[str], end: str = r"\b") -> str:
    """The shape of a number in digits with what belongs to it before and after.

    Two numbers are one mention when a dash, slash or colon joins them without spaces, or when "to"
    or "between ... and" does and they share the scale or percent that follows: "from 146 to 190
    billion". What looks like a year is never the first of those.
    """
    one = rf"{CURRENCY}?{digits}"
    unit = rf"(?:-|{SPACE})?(?i:{'|'.join(scales)}){end}"
    shared = rf"(?={unit}|{_PER_CENT})"
    numbers = (
        rf"(?:(?!(?:1[5-9]|20)\d\d\s){one}{SPACE}to{SPACE}{one}{shared}"
        rf"|(?<=[Bb]etween ){one}{SPACE}and{SPACE}{one}{shared}"
        rf"|{one}(?:{_DASH}{one}|/\d++|:\d\d(?!\d)){{0,3}}|{VULGAR})"
    )
    name = r"(?<![^\W_])(?:[A-Za-z]{1,12}|[A-Z][A-Za-z]{0,11}-)(?=\d)"  # G20, COVID-19
    before = rf"(?:Nos?\.\s?(?=\d)|№\s?|\#|{name}|(?<![^\s(\[])(?:(?P<minus>[-−])|\+))"
    after = rf"(?:(?P<unit>{unit})|(?P<glued>[A-Za-z]{{1,12}}))"
    return rf"{before}?{numbers}{after}?(?:{_PER_CENT})?"
