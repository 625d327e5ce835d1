"""English numbers in words, from "two" to "one million two hundred thousand": shapes and values.

The shapes are fragments of regular expressions, for `bot.corpus.mentions` to build on; they hold
no groups of their own, cannot repeat without bound, and are meant for `re.IGNORECASE`.
"""

import re
from decimal import Decimal
from typing import Final


def _words(text: str) -> list[str]:
    return text.split()


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(words) + ")"


_UNITS = _words("one two three four five six seven eight nine")
_TEENS = _words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINAL_UNITS = _words("first second third fourth fifth sixth seventh eighth ninth")
_ORDINAL_TEENS = _words(
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
    " nineteenth"
)
_ORDINAL_TENS = [f"{word[:-1]}ieth" for word in _TENS]
_PARTS = ["half", "third", "quarter", *_ORDINAL_UNITS[3:], "tenth"]

_SMALL: dict[str, int] = {
    "zero": 0,
    **{word: value for value, word in enumerate(_UNITS + _TEENS, 1)},
    **{word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{word: value for value, word in enumerate(_ORDINAL_UNITS + _ORDINAL_TEENS, 1)},
    **{word: value for value, word in zip(range(20, 100, 10), _ORDINAL_TENS, strict=True)},
}
_FACTORS = {"dozen": 12, "hundred": 100, "hundredth": 100}
_BIG = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_DIVISORS = {
    "half": 2,
    "quarter": 4,
    **{word: value for value, word in enumerate([*_ORDINAL_UNITS, "tenth"], 1) if value > 2},
}
_MULTIPLES = {"twice": 2, "thrice": 3, "doubl": 2, "trebl": 3, "tripl": 3, "quadrupl": 4}


SPACE: Final = r"(?:[^\S\n]{1,3}|[^\S\n]?\n[^\S\n]?)"
"""White space inside one mention; a blank line ends it."""

_JOIN = rf"(?:-|{SPACE})"
_UNDER_100 = rf"(?:{_any(_TENS)}(?:{_JOIN}{_any(_UNITS)})?|{_any(_TEENS)}|{_any(_UNITS)}|zero)\b"
_HUNDRED = rf"hundred\b(?:{SPACE}and{SPACE}{_UNDER_100}|{_JOIN}{_UNDER_100})?"
_UNDER_1000 = rf"(?:{_UNDER_100}(?:{_JOIN}{_HUNDRED})?|(?:a{SPACE})?{_HUNDRED})"
_BIG_WORD = rf"{_any(list(_BIG))}\b"
_AND_A_HALF = rf"(?:{SPACE}and{SPACE}a{SPACE}half\b)?"
CARDINAL: Final = (
    rf"\b(?:half{SPACE}an?{SPACE}(?:dozen\b|hundred\b|{_BIG_WORD})"
    rf"|(?:{_UNDER_100}{_JOIN}|a{SPACE})?dozen\b"
    rf"|{_UNDER_1000}{_AND_A_HALF}(?:{_JOIN}{_BIG_WORD}"
    rf"(?:{SPACE}(?:and{SPACE})?{_UNDER_1000}(?:{_JOIN}{_BIG_WORD})?){{0,3}})?"
    rf"|(?:an?{SPACE})?{_BIG_WORD})"
)
ORDINAL: Final = (
    rf"\b(?:{_any(_TENS)}{_JOIN}{_any(_ORDINAL_UNITS)}|{_any(_ORDINAL_TENS)}"
    rf"|{_any(_ORDINAL_TEENS)}|{_any(_ORDINAL_UNITS)}|(?:{_UNDER_100}{_JOIN})?hundredth)\b"
)
# "a third" is a part only where what follows says so; else it is an ordinal ("a third party").
_OF_A_WHOLE = (
    rf"(?={SPACE}(?:of|more|less|fewer|higher|lower|larger|smaller|bigger|cheaper|faster)\b"
    r"|[^\S\n]?[.,;:!?)\]]|\s*\Z)"
)
PART: Final = (
    rf"\b(?:{_any(_UNITS)}{_JOIN}(?:halves|{_any(_PARTS[1:])}s)\b"
    rf"|(?:(?:an?|one){_JOIN})?(?:half|quarter)\b(?!{SPACE}an?{SPACE}(?:dozen|hundred|{_BIG_WORD}))"
    rf"|one{_JOIN}{_any(_PARTS)}\b|an?{SPACE}{_any(_PARTS)}\b{_OF_A_WHOLE})"
)
MULTIPLE: Final = (
    r"\b(?:twice|thrice|(?:doubl|trebl|tripl|quadrupl|halv)(?:e|ed|es|ing)"
    rf"|{_any([*_UNITS, 'ten', 'hundred'])}-?fold)\b"
)
MANY: Final = (
    rf"\b(?:(?:tens|dozens|hundreds|thousands){SPACE}of{SPACE})?"
    r"(?:dozens|hundreds|thousands|millions|billions|trillions)\b"
)
_WORD = re.compile(r"[a-z]+")


def fold(text: str) -> str:
    """Lower case, also for the four letters that `re.IGNORECASE` takes for ASCII ones."""
    return text.translate({0x130: "i", 0x131: "i", 0x17F: "s", 0x212A: "k"}).lower()


def read_words(text: str) -> tuple[Decimal, Decimal]:
    """The value and the scale of a text that is all of a CARDINAL or an ORDINAL.

    The scale is the last word if that is thousand to trillion and no other such word stands
    before it: "two hundred thousand" is 200 and 1000, "one million two hundred" 1000200 and 1.
    """
    words = [word for word in _WORD.findall(fold(text)) if word not in ("a", "an", "and")]
    scale = Decimal(1)
    if words[-1] in _BIG and not any(word in _BIG for word in words[:-1]):
        scale = Decimal(_BIG[words.pop()])
    if not words:
        return Decimal(1), scale
    total, current = Decimal(0), Decimal(0)
    for word in words:
        if word == "half":
            current += Decimal("0.5")
        elif word in _FACTORS:
            current = (current or Decimal(1)) * _FACTORS[word]
        elif word in _BIG:
            total, current = total + (current or Decimal(1)) * _BIG[word], Decimal(0)
        else:
            current += _SMALL[word]
    return total + current, scale


def read_part(text: str) -> Decimal:
    """The value of a text that is all of a PART: "two thirds" is 2/3 to 28 digits."""
    *count, part = _WORD.findall(fold(text))
    part = "half" if part == "halves" else part.removesuffix("s")
    return Decimal(_SMALL.get(count[0], 1) if count else 1) / _DIVISORS[part]


def read_multiple(text: str) -> Decimal:
    """The value of a text that is all of a MULTIPLE: "tripled" and "threefold" are both 3."""
    word = fold(text)
    if word.startswith("halv"):
        return Decimal("0.5")
    if word.endswith("fold"):
        word = word.removesuffix("fold").rstrip("-")
        return Decimal(_SMALL.get(word, 100))
    return next(Decimal(value) for stem, value in _MULTIPLES.items() if word.startswith(stem))


def read_many(text: str) -> Decimal:
    """The scale of a text that is all of a MANY: "hundreds of millions" is 1000000."""
    word = _WORD.findall(fold(text))[-1].removesuffix("s")
    return Decimal({**_FACTORS, **_BIG}[word])
