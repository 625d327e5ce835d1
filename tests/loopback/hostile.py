"""Text that somebody may type, forged or by chance: seeded, and the same for the same seed."""

from __future__ import annotations

import random
import string
from collections.abc import Sequence

LENGTHS = (0, 1, 99, 100, 101, 299, 300, 301, 6000)
"""At and beside the bounds that Discord is told, and the longest that a client has a field for."""

CANARY = "kanarienvogel"
"""Stands in much of the text, and nowhere else: what was typed is known by it."""

SYNTAX = (
    '"', '""', "'", "*", "fer*", "^ferry", "a OR b", "a AND", "NOT", "NEAR(a b, 5)", "what:a",
    "-a", "{what quote}: a", "a + b", "(", ")", "((((((((", "')); drop table fact; --",
    "' or 1=1 --", "1; select * from fact", "union all select null", "%", "_", "\\", "\\\\", "\\Q",
    "(?i)(a+)+$", "[[:alpha:]]", ".*", "^$", "{name}", "{0.__class__}", "{", "}}", "%s%n%x",
    "%(x)s", "$(id)", "`id`", "${HOME}", "; rm -rf /", "../../etc/passwd", "C:\\Windows\\x",
    "file:///etc/passwd", "a=b&c=d", "&", "=", "#", "?", "%26", "%3D", "%00", "%ff", "%", "%2",
    "%u0041", "%25%32%36", "#AAAAAAAAAAAAAAAA", "a1:n:1:1:a1.1:help?", "topic:energy",
    "from:2021 to:", "page:2", "null", "None", "NaN", "true", "[]", "{}", "-1", "1e999", "0x41",
    "²", "①", "٣٤", "१२", "Ⅻ",
)  # fmt: skip

MARKUP = (
    "**bold** __u__ ~~s~~ ||spoiler|| `code`", "```\nblock\n```", "> quote", ">>> all",
    "# heading", "-# small", "- list", "1. list", "1) list", "[link](https://evil.example)",
    "[a](<evil.example>)", "[https://good.example](https://evil.example/?a=1&b=2)",
    "https://evil.example/?a=1&b=2", "<https://evil.example>", "hxxp://evil.example",
    "discord://-/x", "mailto:a@evil.example", "@everyone", "@here", "<@123456789012345678>",
    "<@!1>", "<@&123456789012345678>", "<#1>", "</timeline:123456789012345678>", "<t:0:R>",
    "<t:1700000000:F>", "<:a:1>", "<a:b:2>", ":smile:", "<id:customize>", "\\@everyone",
    "\\\\<@1>", "@\u200beveryone", "<\u200b@1>", "||", "|", "`", "\\", "_", "*", "~~", "a\n# b",
    "a\r\n> b", "a\u2028- b", "a\u0085**b**", "<", ">", "@", "[", "]",
)  # fmt: skip

UNSEEN = (
    *map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\x1b[31m", "\u00ad", "\u034f", "\u061c",
    "\u115f", "\u180e", *map(chr, range(0x200B, 0x2010)), *map(chr, range(0x2028, 0x202F)),
    *map(chr, range(0x2060, 0x2070)), "\u3164", "\ufe0f", "\ufeff", "\ufff9", "\ufffe", "\uffff",
    "\U000e0001", "\U000e0041", "\U000e007f", "\U0010ffff", "\ud800", "\udbff", "\udc00", "\udfff",
    "\udc00\ud800", "a\ud83d",
)  # fmt: skip

SCRIPTS = (
    "مرحبا بالعالم", "שלום", "हिन्दी", "ไทย", "日本語の文", "中俄能源合作", "能源", "каша", "Ёлка",
    "ΣΊΣΥΦΟΣ", "İstanbul", "ﬁsh", "ｆｕｌｌ", "Å", "A\u030a", "ß", "ǅ", "🚢⚓🇨🇳", "👩‍👩‍👧",
    "🏳️‍🌈", "👍🏿", "1️⃣", "🏴\U000e0067\U000e0062\U000e007f", "𝕱𝖆𝖓𝖈𝖞", "𠜎𠜱",
    "e" + "\u0301" * 200, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙", "\u0301", "한국어", "ᄀ" * 40, "ﷺ" * 20,
)  # fmt: skip

DATES = (
    "2001-07-19", "2001-07", "2001", "196X", "19XX", "2013/..", "../2013", "/", "..", "../..",
    "2001/", "2004-01~", "2004?", "2004%", "2022/2023", "2022-13", "2022-00-00", "2022-02-30",
    "0000", "0001", "0000-01-01", "9999-12-31", "9999", "10000", "9999999", "-0044", "Y170000002",
    "+2001", "2001-21", "2001-07-19T12:00:00Z", "31 February", "29 February", "29 February 1900",
    "19 July 2001", "July", "July 19th, 2001", "the 1960s", "1960's", "in July 2001", "03/04/2001",
    "13/13/2001", "19.07.2001", "19.07.01", "0.0.0", "32.01.2001", "today", "yesterday",
    "19 июля 2001 года", "июль 2001", "вчера", "31 февраля", "1960-е годы", "2001年7月19日",
    "7月19日", "七月", "十三月", "2001年13月", "昨天", "后天", "1990年代", "２００１年",
    "２００１－０７－１９", "٢٠٠١", "二〇〇一年", "2001 BC", "Q3 2001", "now",
)  # fmt: skip

ALIKE = str.maketrans("aeopcxyAEOPCXHKMT", "аеорсхуАЕОРСХНКМТ")
"""Latin letters to the Cyrillic ones that look like them."""


def text(rng: random.Random, values: Sequence[str]) -> str:
    """Any text for an option: a valid value or a date, changed or not, or something hostile."""
    makers = (_value, _changed, _date, _hostile, _mixed, _unicode, _number, _of_length)
    made = rng.choices(makers, weights=(14, 6, 3, 5, 4, 2, 1, 2))[0](rng, values)
    return f"{made} {CANARY}" if rng.random() < 0.1 else made


def _value(rng: random.Random, values: Sequence[str]) -> str:
    return rng.choice(values)


def _date(rng: random.Random, values: Sequence[str]) -> str:
    made = rng.choice(DATES)
    if rng.random() < 0.3:
        made += rng.choice(("/", " - ", " to ", "–", " ", "")) + rng.choice(DATES)
    if rng.random() < 0.5:
        digits = (rng.choice("0123456789") if c.isdigit() else c for c in made)
        made = "".join(c if rng.random() < 0.5 else d for c, d in zip(made, digits, strict=True))
    return _changed(rng, (made,)) if rng.random() < 0.2 else made


def _hostile(rng: random.Random, values: Sequence[str]) -> str:
    return rng.choice(rng.choice((SYNTAX, MARKUP, UNSEEN, SCRIPTS)))


def _mixed(rng: random.Random, values: Sequence[str]) -> str:
    parts = [rng.choice((_hostile, _value))(rng, values) for _ in range(rng.randint(2, 5))]
    return rng.choice(("", " ", " ", "\u200b", "\n")).join(parts)


def _changed(rng: random.Random, values: Sequence[str]) -> str:
    made = rng.choice(values)
    for _ in range(rng.choice((1, 1, 2, 4))):
        made = change(rng, made)
    return made


def change(rng: random.Random, made: str) -> str:
    """The text with one small change somewhere in it."""
    at = rng.randint(0, len(made))
    before, here, after = made[:at], made[at : at + 1], made[at + 1 :]
    match rng.randrange(9):
        case 0:
            return before + after
        case 1:
            return before + here * 2 + after
        case 2:
            return before + after[:1] + here + after[1:]
        case 3:
            return before + _hostile(rng, ()) + here + after
        case 4:
            return before + rng.choice(UNSEEN) + here + after
        case 5:
            return made.swapcase()
        case 6:
            return made.translate(ALIKE)
        case 7:
            mark = rng.choice(('"', "'", "`", "*", "||", "(", " ", "“"))
            return mark + made + mark
        case _:
            return before + rng.choice(string.printable) + after


def _unicode(rng: random.Random, values: Sequence[str]) -> str:
    ends = (0xFF, 0x2FFF, 0xFFFF, 0x10FFFF)
    return "".join(chr(rng.randint(0, rng.choice(ends))) for _ in range(rng.randint(1, 60)))


def _number(rng: random.Random, values: Sequence[str]) -> str:
    digits = "".join(rng.choices("0123456789", k=rng.choice((1, 3, 4, 5, 8, 20, 60, 300, 5000))))
    return rng.choice(("", "-", "+", "#", "0.")) + digits


def _of_length(rng: random.Random, values: Sequence[str]) -> str:
    length = rng.choice(LENGTHS)
    unit = rng.choice(("x", "9", '"', "🚢", "@everyone ", "ferry ", "能源", "каша ", "e\u0301"))
    if rng.random() < 0.3:
        unit = _hostile(rng, values) or "x"
    return (unit * (length // len(unit) + 1))[:length]
