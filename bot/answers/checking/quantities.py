"""The numbers of a sentence as quantities: how much of what, meant how; changes are told apart.

"Up 26%" is a change, not a share, "$40 billion more" no amount of trade: such numbers are compared
with nothing. Units are read from what stands around a number, in English, Russian and Chinese.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from bot.answers.checking import quantity_words as words
from bot.answers.checking.chinese_numbers import with_chinese_numbers
from bot.answers.checking.dates import is_year
from bot.answers.checking.manner import is_denied, is_expected
from bot.answers.checking.ranges import with_ranges
from bot.answers.checking.text import dates_with_ten
from bot.corpus.mentions import Mention, find_mentions
from bot.corpus.model import Relation
from bot.store.text import Placed, placed_words

Sort = Literal["money", "percent", "points", "ordinal", "period", "count"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number: `low` alone, or `low` to `high`, in ones ("2 million" is 2000000).

    `currency` is a code such as USD, or "?" for one that no unit has. `words` are the stems of the
    next words, `behind` is the text there. `change`: it says how much more or less there was;
    `denied`: that it is not so much; `expected`: that it is to be so much.
    """

    start: int
    end: int
    text: str
    sort: Sort
    low: Decimal
    high: Decimal | None
    relation: Relation
    currency: str = ""
    words: tuple[str, ...] = ()
    behind: str = ""
    change: bool = False
    denied: bool = False
    expected: bool = False


_AROUND: Final = 44
"""So many characters before and behind a number are looked at for how it is meant."""


def mentions_in(sentence: str, language: str) -> list[Mention]:
    """The numbers and dates of a message's sentence: more than an article's proof has to find."""
    mentions: Sequence[Mention] = find_mentions(sentence, language)
    if language == "zh":
        mentions = with_chinese_numbers(sentence, _with_dates(sentence, mentions))
    return with_ranges(sentence, mentions)


def _with_dates(sentence: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions with the dates in words that no digits have room for."""
    dates = [Mention(*date, "date") for date in dates_with_ten(sentence)]
    kept = [
        one
        for one in mentions
        if not any(date.start < one.end and one.start < date.end for date in dates)
    ]
    return sorted([*kept, *dates], key=lambda one: one.start)


def quantities_in(sentence: str, mentions: Sequence[Mention], language: str) -> list[Quantity]:
    """The quantities among a sentence's mentions, in order; years and dates are none."""
    found = (_quantity(sentence, mention, language) for mention in mentions)
    return [one for one in found if one is not None]


def _quantity(sentence: str, mention: Mention, language: str) -> Quantity | None:
    if mention.kind not in ("number", "ordinal", "relative") or not mention.values:
        return None
    if mention.text[:1].isalpha() and words.MULTIPLE.match(mention.text):
        return None
    behind = sentence[mention.end : mention.end + _AROUND]
    before = sentence[max(0, mention.start - _AROUND) : mention.start]
    if words.NUMBERED.search(before) or words.LABEL.match(mention.text):
        return None
    if words.TIMES_BEHIND.match(behind) or _is_cut(mention, before, behind, language):
        return None
    low, high, relation = _amount(mention, before, behind, language)
    sort, currency = _sort(mention, before, behind, language)
    if is_year(mention) and sort == "count":
        return None
    if sort == "percent" and low < 1 and not any(sign.isdigit() for sign in mention.text):
        low = (low * 100).quantize(Decimal("0.1"))  # "a quarter" of it
    counted = _stems(behind)
    if mention.kind == "relative":
        counted = (*_stems(mention.text), *counted)
    return Quantity(
        mention.start, mention.end, mention.text, sort, low, high, relation, currency, counted,
        behind, _is_change(sort, before, behind, language),
        is_denied(sentence, mention.start, mention.end),
        is_expected(sentence, mention.start, mention.end),
    )  # fmt: skip


def _is_cut(mention: Mention, before: str, behind: str, language: str) -> bool:
    """Whether a number is a piece of one that is written in another way: "146,8", "146 800 000"."""
    first, last = mention.text[:1].isdigit(), mention.text[-1:].isdigit()
    if (first and words.DIGITS_BEFORE.search(before)) or (last and words.MARK_BEHIND.match(behind)):
        return True
    if language == "ru":  # whose numbers are read with spaces between the groups
        return False
    return (words.GROUP.match(mention.text) and words.GROUP_BEFORE.search(before)) is not None or (
        words.HEAD.fullmatch(mention.text) and words.GROUP_BEHIND.match(behind)
    ) is not None


def _stems(text: str) -> tuple[str, ...]:
    found: list[Placed] = [word for _, word in zip(range(6), placed_words(text), strict=False)]
    return tuple(word.token for word in found)


def _amount(
    mention: Mention, before: str, behind: str, language: str
) -> tuple[Decimal, Decimal | None, Relation]:
    scale = mention.scale
    if language == "zh" and (more := words.MORE_INSIDE.match(behind)):
        scale *= words.CHINESE_SCALES[more["scale"]]
    # Moved by the point, so that a number still says how coarse it is: 0.15 trillion is 0.01 exact.
    values = [value.scaleb(scale.adjusted()) for value in mention.values]
    if mention.kind == "number" and len(values) == 2 and values[0] < values[1]:
        return values[0], values[1], "between"
    return values[0], None, _relation(before, behind, mention, language)


def _relation(before: str, behind: str, mention: Mention, language: str) -> Relation:
    if mention.kind == "ordinal":
        return "exactly"
    for relation, pattern in words.RELATIONS[language]:
        if pattern.search(before):
            return relation
    if words.MORE_BEHIND.match(behind) or (language == "zh" and words.MORE_INSIDE.match(behind)):
        return "over"
    return "about" if words.SO_BEHIND.match(behind) else "exactly"


def _sort(mention: Mention, before: str, behind: str, language: str) -> tuple[Sort, str]:
    """What is counted, and in which currency."""
    text = mention.text
    if mention.kind in ("ordinal", "relative"):
        return ("ordinal" if mention.kind == "ordinal" else "period"), ""
    if words.POINTS.search(text) or words.POINTS_BEHIND.match(behind):
        return "points", ""
    if words.PERCENT.search(text) or (language == "zh" and before.endswith("百分之")):
        return "percent", ""
    if (currency := _currency(text, behind)) is not None:
        return "money", currency
    in_words = not any(sign.isdigit() for sign in text)
    if in_words and mention.scale == 1 and mention.values[0] < 1:
        return "percent", ""  # a part: "half of", "a third of"
    if (language == "ru" and words.RUSSIAN_ORDINAL.match(behind)) or (
        language == "zh" and before.endswith("第")
    ):
        return "ordinal", ""
    period = words.PERIODS.get(language)
    if period is not None and period.match(behind) and not is_year(mention):
        return "period", ""
    return "count", ""


def _currency(text: str, behind: str) -> str | None:
    """The code of a number's currency; None where it is no money."""
    for sign, code in words.SIGNS:
        if sign.search(text):
            return code
    behind = words.MORE_INSIDE.sub("", behind).lstrip(" \u00a0-")
    return next((code for name, code in words.NAMED if name.match(behind)), None)


def _is_change(sort: Sort, before: str, behind: str, language: str) -> bool:
    """Whether a number says how much more or less something became, not how much it is."""
    if sort in ("ordinal", "period"):
        return False
    if words.CHANGE_BEHIND[language].match(behind):
        return True
    return (
        not words.TO_BEFORE.search(before)
        and words.CHANGE_BEFORE[language].search(before) is not None
    )
