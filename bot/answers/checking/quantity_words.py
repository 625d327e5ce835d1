"""The words around a number that say what it counts and how it is meant, in three languages."""

from __future__ import annotations

import re
from typing import Final

from bot.corpus.model import Relation


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


SIGNS: Final = (
    (re.compile(r"(?:US|(?<![A-Z]))\$|\bUSD\b"), "USD"),
    (re.compile(r"€|\bEUR\b"), "EUR"),
    (re.compile(r"¥|\b(?:CNY|RMB)\b"), "CNY"),
    (re.compile(r"₽|\bRUB\b"), "RUB"),
    (re.compile(r"£|\bGBP\b"), "GBP"),
    (re.compile(r"[$₴₹₩]"), "?"),
)
"""Currencies by their signs within a number; "?" is one that no unit has."""

NAMED: Final = (
    (
        _any_case(
            r"(?:US[-\s]?|U\.S\.\s?|американск\w+\s)?"
            r"(?:dollars?\b|USD\b|\$|долл(?:\.|ар\w*)|美元|美金)"
        ),
        "USD",
    ),
    (
        _any_case(r"(?:Hong Kong|Canadian|Australian|Singapore)\s+dollars?|港元|加元|澳元|新元"),
        "?",
    ),
    (_any_case(r"euros?\b|EUR\b|€|евро\b|欧元"), "EUR"),
    (
        _any_case(r"(?:Chinese\s|китайск\w+\s)?(?:yuan|renminbi|RMB|CNY)\b|юан\w*|人民币|元"),
        "CNY",
    ),
    (
        _any_case(r"(?:Russian\s|российск\w+\s)?(?:roubles?|rubles?|RUB)\b|руб(?:\.|л\w*)|₽|卢布"),
        "RUB",
    ),
    (
        _any_case(r"(?:pounds?|yen|rupees?|won|tenge)\b|фунт\w*|иен\w*|英镑|日元|卢比|韩元"),
        "?",
    ),
)
"""Currencies by their names behind a number."""

PERCENT: Final = _any_case(r"[%％]|per\s?cent\b|\bpct\b|процент")
POINTS: Final = _any_case(r"\bpoints?\b|\bpp\b|п\.\s?п\.|пункт|百分点")
POINTS_BEHIND: Final = _any_case(r"\s?(?:points?\b|п\.\s?п\.|процентн\w+\s+пункт|个?百分点)")
TIMES_BEHIND: Final = _any_case(
    r"\s?(?:times\s+(?:more|as|the|higher|larger|bigger|less|over|that)\b|fold\b"
    r"|раза?\s+(?:больше|выше|меньше)|倍|x\b)|-fold"
)
NUMBERED: Final = _any_case(
    r"(?:\b(?:units?|nos?\.?|numbers?|articles?|chapters?|pages?|phases?|lines?|rooms?)"
    r"|\b(?:блок|номер|стать|глав|страниц)\w*|№)\s*(?:\d+\s*(?:and|&|,|и)\s*)?\Z"
)
"""Before numbers that name and do not count: "units 7 and 8", "Article 5"."""
LABEL: Final = _any_case(r"[#№]|nos?\.")

DIGITS_BEFORE: Final = re.compile(r"\d[,.'’]\Z")
MARK_BEHIND: Final = re.compile(r"[,.'’]\d")
HEAD: Final = re.compile(r"\D{0,4}\d{1,3}")
GROUP: Final = re.compile(r"\d{3}(?!\d)")
GROUP_BEFORE: Final = re.compile(r"(?<!\d)\d{1,3}[ \u00a0\u202f]\Z")
GROUP_BEHIND: Final = re.compile(r"[ \u00a0\u202f]\d{3}(?!\d)")
"""Of numbers in a way of writing that is not read: what stands between their digits."""

MULTIPLE: Final = _any_case(r"(?:twice|thrice|doubl|trebl|tripl|quadrupl|halv|\w+-?fold)")
RUSSIAN_ORDINAL: Final = re.compile(r"-?(?:ый|ой|ий|ая|ое|е|й|я|го|м|му|х)\b(?![-‑])")
PERIODS: Final = {
    "ru": re.compile(r"\s?[-–]?\s?(?:лет\w*|год\w*|десятилети\w*|месяц\w*)\b"),
    "zh": re.compile(r"\s?(?:周年|年|个?十年|个?月)"),
}

_MODEST = (
    r"(?:(?:about|around|nearly|almost|roughly|some|over|more than|a|an|the|as much as"
    r"|примерно|около|почти|более|более чем|约|近|超|了)\s*){0,2}"
)
_CHANGED = (
    r"ris(?:e|es|ing|en)|rose|gr(?:ow|ew|owing|own|ows)|growth|increas(?:e|es|ed|ing)|gain(?:s|ed)?"
    r"|jump(?:s|ed)?|surg(?:e|es|ed|ing)|soar(?:s|ed)?|climb(?:s|ed)?|expand(?:s|ed|ing)?"
    r"|f[ae]ll(?:s|en|ing)?|drop(?:s|ped)?|declin(?:e|es|ed|ing)|decreas(?:e|ed)|shr[aiu]nk"
    r"|plung(?:e|ed)|slump(?:ed)?|down|up"
)
CHANGE_BEFORE: Final = {
    "en": _any_case(rf"(?:\bby|\b(?:{_CHANGED})(?:\s+(?:of|by))?|[+-])\s*{_MODEST}\Z"),
    "ru": _any_case(
        r"(?:(?:вырос|увелич|сниз|сократ|упа|уменьш|прибав|подня|рост|прирост|паден)\w*"
        r"(?:\s+[\w-]+){0,4}?\s+на|\b(?:рост|прирост|падение|снижение)(?:\s+на)?|[+-])"
        rf"\s*{_MODEST}\Z"
    ),
    "zh": re.compile(
        r"(?:增长率?|增幅|增加|上升|上涨|提高|下降|减少|下滑|下跌|同比|环比|扩大)(?:率?为|达)?"
        rf"\s*{_MODEST}\Z"
    ),
}
"""Before and behind a number that says how much more or less something became."""
CHANGE_BEHIND: Final = {
    "en": _any_case(
        r"\s*(?:year[-\s]on[-\s]year|yoy|y/y|annual(?:ly)?\b|growth|increase|rise|drop|decline"
        r"|fall|jump|surge|more\b|less\b|higher|lower|up\b|down\b)"
    ),
    "ru": _any_case(r"\s*(?:больше|меньше|выше|ниже|(?:рост|прирост|снижени|падени)\w*)"),
    "zh": re.compile(r"\s*的?(?:增长|增幅|增速|降幅|下降)"),
}
TO_BEFORE: Final = _any_case(r"(?:\b(?:to|at)|\bдо|至|到|达到?)\s*\Z")

_THE = r"(?:\s+(?:the|a))?"
_FAR = r"(?:\s+(?!to\b|from\b|in\b)[\w'’-]+){0,5}?"
RELATIONS: Final[dict[str, tuple[tuple[Relation, re.Pattern[str]], ...]]] = {
    "en": (
        (
            "at-least",
            _any_case(rf"(?:at least|(?:no|not) (?:less|fewer|lower) than|minimum of){_THE}\s*\Z"),
        ),
        (
            "at-most",
            _any_case(
                rf"(?:at most|(?:no|not) (?:more|greater|higher) than|maximum of){_THE}\s*\Z"
            ),
        ),
        ("up-to", _any_case(r"(?:up to|as (?:much|many) as)\s*\Z")),
        ("under", _any_case(rf"(?:(?:less|fewer|lower) than|under|below|short of){_THE}\s*\Z")),
        (
            "over",
            _any_case(
                r"(?:(?:(?:more|greater|higher) than|over|above|beyond|in excess of"
                rf"|upwards of){_THE}"
                r"|(?:exceed|surpass|topp|outstripp|pass|cross|beat|broke)(?:s|es|ed|ing)?(?:\s+the)?"
                rf"{_FAR})\s*\Z"
            ),
        ),
        (
            "about",
            _any_case(
                r"(?:about|around|some|roughly|approx(?:imately|\.)?|nearly|almost|close to"
                r"|estimated|[~≈])\s*\Z"
            ),
        ),
    ),
    "ru": (
        (
            "at-least",
            _any_case(r"(?:не (?:менее|меньше|ниже)|как минимум|минимум)\s*(?:чем\s*)?\Z"),
        ),
        ("at-most", _any_case(r"(?:не (?:более|больше|выше|свыше)|максимум)\s*(?:чем\s*)?\Z")),
        ("under", _any_case(r"(?:менее|меньше|ниже)\s*(?:чем\s*)?\Z")),
        (
            "over",
            _any_case(
                r"(?:(?:более|больше|свыше|выше|сверх)(?:\s+чем)?"
                r"|(?:превы|перевал)\w*(?:\s+(?!до\b)[\w«»-]+){0,4}?)\s*\Z"
            ),
        ),
        ("about", _any_case(r"(?:около|примерно|почти|порядка|приблизительно|≈|~)\s*\Z")),
    ),
    "zh": (
        ("at-least", re.compile(r"(?:至少|不少于|不低于|不下于?)\s*\Z")),
        ("at-most", re.compile(r"(?:至多|不超过|不高于|不多于)\s*\Z")),
        ("under", re.compile(r"(?:不到|低于|不足|少于)\s*\Z")),
        ("over", re.compile(r"(?:超过|超出|超|逾|突破|高于|多于)[了]?\s*\Z")),
        ("about", re.compile(r"(?:大约|约[为合]?|将近|接近|近)\s*\Z")),
    ),
}
"""What stands right before a number and says how it is meant; the first that fits."""

MORE_BEHIND: Final = _any_case(r"\s*(?:or more\b|и более|以上|\+)")
SO_BEHIND: Final = _any_case(r"\s*(?:or so\b|左右)")
CHINESE_SCALES: Final = {"": 1, "万亿": 10**12, "亿": 10**8, "百万": 10**6, "万": 10**4}
MORE_INSIDE: Final = re.compile(r"^[多余](?P<scale>万亿|亿|百万|万|)")
"""Between a number and its scale: 2000多亿 is over 2000亿."""
