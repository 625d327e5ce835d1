"""How a sentence means a number or a date: denied or expected.

Read from the words of the clause around it, in English, Russian and Chinese. What is denied is held
against nothing, and what is expected contradicts nothing that was measured: a verdict
that is missing is better than one that is wrong.
"""

from __future__ import annotations

import re
from typing import Final

REACH: Final = 160
"""So many characters before and behind a number its clause is looked through."""

_CLAUSE = re.compile(r"[;；，()（）]|[:：,、](?!\d)|\bbut\b|\bwhile\b|\bwhereas\b|\bтогда как\b")
_RELATION = re.compile(  # what has a "not" in it and denies nothing
    r"(?i)\b(?:no|not)\s+(?:more|less|fewer|greater|lower|higher|later|earlier)\s+than\b"
    r"|\bnot\s+(?:only|just|merely)\b|\bне\s+(?:менее|меньше|ниже|более|больше|выше|свыше|только)\b"
    r"|不(?:超过|高于|多于|低于|少于|到|足|下|仅|断)|没到|未来"
)
_DENIED = re.compile(
    r"(?i)\b(?:not|cannot|never|neither|nor|no\s+longer|fail(?:s|ed|ing)?\s+to"
    r"|wrong(?:ly)?|den(?:y|ies|ied)|rather\s+than|instead\s+of|without)\b|n['’]t\b"
    r"|\b(?:не|нет|ни|никогда|вместо|без)\b"
    r"|未|没有|没能|并非|绝非|不是|不再|从不|并不|而非|否认"
)
_FALSE = re.compile(
    r"(?i)\b(?:untrue|false(?:ly|hood)?|myth|hoax|fake|incorrect(?:ly)?|mistaken(?:ly)?)\b|\bnot\s+true\b"
    r"|\b(?:неверно|неправда|ложь|миф|фейк)\b|谣言|不实|虚假|错误"
)
_EXPECTED = re.compile(
    r"(?i:\b(?:will|would|shall|should|could|might|if|likely|unlikely|expect\w*|forecast\w*"
    r"|project(?:ed|ions?)|predict\w*|target\w*|goals?|aim(?:s|ed|ing)?|plan(?:s|ned|ning)?"
    r"|hop(?:e|es|ed|ing)|set\s+to|due\s+to|on\s+track|poised|pledg\w+|propos\w+|inten[dt]\w*)\b"
    r"|['’]ll\b)|\bmay\b"
    r"|(?i:\b(?:ожида|прогноз|планир|намер|надея|предполаг|вероятн)\w*"
    r"|\b(?:цел[ьи]|если|бы|долж(?:ен|н[аоы])|может|могут|мог(?:л[аои])?|буд(?:ет|ут))\b"
    r"|\b(?:вырастет|достигнет|превысит|составит|увеличится)\b)"
    r"|预计|预期|预测|预估|目标|计划|有望|力争|争取|可能|如果|将(?!近)"
)
_COMPARED_WITH: Final = re.compile(
    r"(?i)(?:(?:%|per\s?cent|percentage\spoints?|[bmtr]n|[bm]illion|trillion)\s(?:from|over|on)"
    r"|\b(?:than|versus|against|compared\s(?:to|with)))\s(?:in\s|that\sof\s)?(?:the\syear\s)?\Z"
    r"|(?:по\sсравнению\sс|относительно|\bчем\sв|\d[\d,]*\s?%\sк)\s(?:уровнем\s)?\Z|(?:比|较|相比)\Z"
)
_LATER_STAGE: Final = re.compile(
    r"(?i)\b(?:second|third|fourth|fifth|sixth|last|final|next)\s(?:\w+\s)?(?:line|stage|phase|train)s?\b"
    r"|\b(?:втор|трет|четв[её]рт|пят|шест|последн|следующ)\w*\s(?:\w+\s)?(?:лини|очеред|этап)"
    r"|第?[二三四五六](?:条(?:生产)?线|期)|最后一(?:条|期)"
)


def is_base(sentence: str, start: int) -> bool:
    """Whether a date is only of what something else is held against: "up 26% from 2022"."""
    return _COMPARED_WITH.search(sentence[max(0, start - REACH // 4) : start]) is not None


def is_later_stage(text: str) -> bool:
    """Whether a text is about a later stage or a further line of something built in several."""
    return _LATER_STAGE.search(text) is not None


def clause(sentence: str, start: int, end: int) -> str:
    """The clause that holds a span, as `clause_place` has it."""
    first, last = clause_place(sentence, start, end)
    return sentence[first:last]


def clause_place(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause that holds a span stands, as far as `REACH`; a mark within the span ends
    none."""
    first, last = max(0, start - REACH), min(len(sentence), end + REACH)
    first = max((match.end() for match in _CLAUSE.finditer(sentence, first, start)), default=first)
    following = _CLAUSE.search(sentence, end, last)
    return first, following.start() if following is not None else last


def is_denied(sentence: str, start: int, end: int) -> bool:
    """Whether what a span is told of is said not to be so, in its clause or of the sentence."""
    if _FALSE.search(sentence):
        return True
    return _DENIED.search(_RELATION.sub(" ", clause(sentence, start, end))) is not None


def denies(text: str) -> bool:
    """Whether words deny anything, be it what they are beside or not."""
    return bool(_FALSE.search(text) or _DENIED.search(_RELATION.sub(" ", text)))


def is_expected(sentence: str, start: int, end: int) -> bool:
    """Whether what a span is told of is hoped for, planned, foretold or supposed."""
    return _EXPECTED.search(clause(sentence, start, end)) is not None
