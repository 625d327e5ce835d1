"""Made-up words with the statistics of real ones: Zipf's law of use, Heaps' law of growth."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Final

# Words of no subject are the same in any English text, and they are its most frequent ones.
_FUNCTION: Final = """
    the of and to in a is for on as that by with was from at an its be are which has it this were
    or not have their between his both he but also had they more will would been all one about
    who into than when other some only after over these could such no if there most any so what
    we under while during may through them our can two first new last before because many where
    should since among then between against being her she him how each within without those
"""
_FUNCTION_WORDS: Final = _FUNCTION.split()
_ONSETS: Final = (
    *"bcdfghlmnprstvw",
    "br",
    "cl",
    "cr",
    "dr",
    "fl",
    "gr",
    "pl",
    "pr",
    "sh",
    "sp",
    "st",
)
_VOWELS: Final = (*"aeiouaeio", "ai", "ea", "ou")
_CODAS: Final = (*[""] * 8, *"nrsltmd", "nd", "nt", "rt", "st", "ck")
_ENDINGS: Final = ("s", "s", "ed", "ing", "er", "ly", "al", "ment", "ation", "ness", "’s", "'s")
_RUSSIAN_ONSETS: Final = (*"бвгдзклмнпрстфхчш", "кр", "пр", "ст", "тр", "сл")
_RUSSIAN_VOWELS: Final = "аеиоуыяё"
_RUSSIAN_ENDINGS: Final = ("а", "ы", "ов", "ый", "ая", "ого", "ие", "ость", "ение", "ский", "й")
_CHINESE: Final = (0x4E00, 0x5600)

_MANDELBROT: Final = 2.7
_COMMON: Final = 5_000
"""Words of the common stock; what is rarer is used far less, and never runs out."""


class Language:
    """English as an article writes it, with some foreign words; Russian and Chinese for labels.

    A word's use falls with its rank r as 1/(r + 2.7) up to rank 5,000 and with the square of r
    after it, as in large collections of text; so the number of distinct words grows about with
    the square root of a text's length, 70,000 in two and a half million words.
    """

    def __init__(self, seed: str, words: int) -> None:
        chance = Random(f"{seed}/language")
        self.words: Sequence[str] = _words(chance, words)
        self._uses = array("d", accumulate(map(_use, range(1, words + 1))))
        self._tape = chance.choices(self.words, cum_weights=self._uses, k=50_000)
        self._russian = [_russian_word(chance) for _ in range(5_000)]
        self._chinese = [_chinese_word(chance) for _ in range(2_000)]
        self._names = _names(chance, 8_000)

    def text(self, chance: Random, words: int) -> str:
        """Running text of so many words, with the capital and the comma of a sentence."""
        found = chance.choices(self.words, cum_weights=self._uses, k=words)
        text = " ".join(found)
        if words > 8:
            text = f"{' '.join(found[:6])}, {' '.join(found[6:])}"
        return text[0].upper() + text[1:]

    def filler(self, chance: Random, words: int) -> str:
        """A sentence for fields that are shown but not searched; made faster than a text."""
        start = int(chance.random() * (len(self._tape) - words))
        return f"{' '.join(self._tape[start : start + words]).capitalize()}."

    def russian_label(self, chance: Random, words: int) -> str:
        """A few Russian words."""
        return " ".join(_pick(chance, self._russian) for _ in range(words)).capitalize()

    def chinese_label(self, chance: Random, characters: int) -> str:
        """So many Chinese characters, most of them in words of two."""
        words = (characters + 1) // 2
        return "".join(_pick(chance, self._chinese) for _ in range(words))[:characters]

    def name(self, chance: Random) -> str:
        """A first and a last name."""
        return f"{_pick(chance, self._names[:500])} {chance.choice(self._names)}"


def slug(text: str, longest: int) -> str:
    """The Latin words of a text as a key."""
    return "-".join(re.findall("[a-z0-9]+", text.lower()))[:longest].strip("-")


def _use(rank: int) -> float:
    if rank <= _COMMON:
        return 1 / (rank + _MANDELBROT)
    return _COMMON / rank**2


def _pick(chance: Random, words: Sequence[str]) -> str:
    """One of some words, the first ones more often."""
    return words[int(len(words) * chance.random() ** 2)]


def _words(chance: Random, count: int) -> list[str]:
    """Words by rank: of the first, three in four are function words; then subjects and numbers."""
    found = dict.fromkeys(_FUNCTION_WORDS[:16])
    others = iter(_FUNCTION_WORDS[16:])
    stems: list[str] = []
    while len(found) < count:
        common = next(others, None) if len(found) % 4 else None
        found.setdefault(common or _word(chance, stems, 1 if len(found) < 4_000 else 2))
    return list(found)


def _word(chance: Random, stems: list[str], syllables: int) -> str:
    """A number, a foreign word, a new word, or an inflection of one that is known."""
    kind = chance.random()
    if kind < 0.03:
        return _number(chance)
    if kind < 0.033:
        return _russian_word(chance)
    if kind < 0.035:
        return _chinese_word(chance)
    if kind < 0.5 and stems:
        return chance.choice(stems) + chance.choice(_ENDINGS)
    word = _stem(chance, syllables)
    if kind > 0.9:
        word = word.capitalize()
    stems.append(word)
    return word


def _stem(chance: Random, syllables: int) -> str:
    return "".join(
        chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)
        for _ in range(syllables + (chance.random() < 0.5))
    )


def _names(chance: Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found.setdefault(_stem(chance, 2).capitalize())
    return list(found)


def _russian_word(chance: Random) -> str:
    stem = "".join(
        chance.choice(_RUSSIAN_ONSETS) + chance.choice(_RUSSIAN_VOWELS)
        for _ in range(chance.randint(1, 3))
    )
    return stem + chance.choice(_RUSSIAN_ONSETS) + chance.choice(_RUSSIAN_ENDINGS)


def _chinese_word(chance: Random) -> str:
    first, last = _CHINESE
    return "".join(chr(first + int((last - first) * chance.random() ** 2)) for _ in range(2))


def _number(chance: Random) -> str:
    shape = chance.random()
    if shape < 0.4:
        return str(chance.randint(1900, 2026))
    if shape < 0.7:
        return str(chance.randint(2, 500))
    if shape < 0.9:
        return f"{chance.uniform(1, 400):.1f}"
    return f"{chance.randint(1_000, 900_000):,}"
