"""What events are about by their verbs, so that a sentence in one language meets a line in another.

What was founded, signed or joined has one date. Of visits there are many, so that another date may
tell of another one.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Action = Literal[
    "found", "sign", "extend", "join", "recognise", "dissolve", "open", "build", "invade", "visit"
]

ONCE: Final[frozenset[Action]] = frozenset(
    ("found", "sign", "extend", "join", "recognise", "dissolve", "open", "build", "invade")
)
"""What happens to a thing once."""
OF_MANY: Final[frozenset[Action]] = frozenset(("open", "build"))
"""What the same states do with one thing after another: it takes more to tell which is meant."""


_WORDS: Final[dict[Action, str]] = {
    "found": r"\b(?:found(?:s|ed|ing)?\b|establish|set up\b|creat(?:e|ed|ion)\b)"
    r"|\b(?:основ(?:а|ы)|созда|учре[жд]|установи(?:л|в)|установлен)"
    r"|成立|创立|创建|建立|确立",
    "sign": r"\bsign(?:s|ed|ing)?\b|\bподпис|签署|签订",
    "extend": r"\b(?:exten(?:d|s)|prolong|renew)|\bпродл|延长|延期|续约|续签",
    "join": r"\b(?:join|acced|accession|expanded to include|admitted)"
    r"|\b(?:вступ|присоедин)|加入",
    "recognise": r"\brecogni[sz]|\bпризна(?:л|н|ё|е)|承认",
    "dissolve": r"\b(?:dissol|collapse|break-?up)|\bраспа|解体",
    "open": r"\b(?:opens?\b|opened|goes into operation|went into operation|launched|commissioned"
    r"|inaugurat|into service|enters? service|start(?:s|ed) operat|beg[ai]ns? operat)"
    r"|\b(?:откры|запу[сщ]|введ[её]н|ввели|ввод\w* в|заработал)|投产|投运|投入使用|开通|启用|开幕",
    "build": r"\b(?:build|construction|broke ground)|\b(?:строительств|построй|строить)"
    r"|动工|开工|开建|建设",
    "invade": r"\b(?:invad|invasion)|\b(?:вторг|вторжен)|入侵",
    "visit": r"\b(?:visit"
    r"|(?:comes?|came|travel\w*|flew|fl(?:y|ies)|arriv\w+|went|goes) (?:to|in)\b)"
    r"|\b(?:визит|приех|прибы|посети|посещ|прилет)|访问|出访|到访|访[俄华美]|抵达",
}
_ACTIONS: Final = tuple(
    (action, re.compile(pattern, re.IGNORECASE)) for action, pattern in _WORDS.items()
)

_ENDING = re.compile(r"[A-Za-zА-Яа-яЁё]*")


def actions_in(text: str) -> frozenset[Action]:
    """The acts that a text tells of."""
    return frozenset(action for action, words in _ACTIONS if words.search(text))


def action_places(text: str) -> list[tuple[int, int]]:
    """Where a text tells of an act: each verb or noun for one as a whole word."""
    return [
        (match.start(), _ENDING.match(text, match.end()).end())  # type: ignore[union-attr]
        for _, words in _ACTIONS
        for match in words.finditer(text)
    ]
