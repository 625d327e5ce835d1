"""Amounts in the index of words: a figure's numbers, and its unit, each as a token of its own.

A number of a text is a word like any other: the 20 of a day, of a share and of an amount of money
are one. What a figure measures is labelled besides, with what is no word, and so is its unit with
its measure's names, so that a number in a unit is found and nothing else. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.corpus.model import Key
from bot.store.text import number, stem

_MARK = "·"
_UNIT = "ǂ0"
"""What begins a unit's word: nobody types it, and with a digit it is no typo's meaning."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with a scale or a unit, in a typed text's `[start:end]`; it ends at `number_end`,
    and from there on its unit is named.

    `numbers` are what it is in the units that it may be in, two for a range. `said` are ways in
    which a text says it: phrases of tokens, all of which are in it. A `plain` one is what its words
    are, too: where no fact has it, these are searched.
    """

    start: int
    number_end: int
    end: int
    typed: str
    numbers: tuple[tuple[Key, tuple[Decimal, ...]], ...]
    said: tuple[tuple[str, ...], ...]
    plain: bool


def number_label(value: Decimal) -> str:
    """What labels a figure with a number of its own."""
    return f".{number(format(value, 'f')).replace('-', '−')}{_MARK}"


def is_number(label: str) -> bool:
    """Whether a label is a figure's number; as it is, it is a token of the index."""
    return label.endswith(_MARK)


def unit_word(unit: Key) -> str:
    """The word for a unit among the names of its measures."""
    return _UNIT + unit.replace("-", _UNIT[0])


def unit_token(unit: Key) -> str:
    """The token of a unit's word."""
    return stem(unit_word(unit))
