"""What a button carries in its custom id, so that it works after a restart and a reload.

Discord gives 100 characters, taken as UTF-16 units to be safe. The question goes in as it is
where it fits; else its token does, and `state.db` keeps the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from bot.answers.question import View
from bot.interface.markdown import width

LIMIT = 100
Action = Literal["p", "n", "w", "x", "r", "t", "q", "c", "j", "m", "l", "i"]
"""Previous, next, source words, remove, the words around them, take along, report a problem; of
what is taken along the file: CSV, JSON, Markdown, CSL-JSON, iCalendar."""

PATTERN = re.compile(
    r"a1:(?P<action>[pnwxrtqcjmli]):(?P<asker>[0-9a-z]{1,13}):(?P<generation>[0-9a-z]{1,12}):"
    r"(?P<view>[awr])(?P<page>[0-9]{1,7})\.(?P<part>[0-9]{1,4}):"
    # No lone surrogate, which is no character: the state could not be asked for it.
    r"(?P<question>[^\n\ud800-\udfff]{1,70})"
)
_VIEWS: dict[View, str] = {"answer": "a", "words": "w", "around": "r"}
_LETTERS = {letter: view for view, letter in _VIEWS.items()}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: what to do, for whom it was made, of which facts, and which page.

    `question` is a question's text form, or `#` and a token. `part` 0 is a page's last part.
    """

    action: Action
    asker: int
    generation: str
    view: View
    page: int
    part: int
    question: str

    def to(self, action: Action, page: int, part: int) -> Press:
        """The press of another button of the same message."""
        return Press(action, self.asker, self.generation, self.view, page, part, self.question)

    def custom_id(self) -> str:
        """The text that Discord keeps in the button."""
        return (
            f"a1:{self.action}:{_base36(self.asker)}:{self.generation}:"
            f"{_VIEWS[self.view]}{self.page}.{self.part}:{self.question}"
        )

    def fits(self) -> bool:
        """Whether it is within what a button can carry."""
        text = self.custom_id()
        return width(text) <= LIMIT and PATTERN.fullmatch(text) is not None


def read(match: re.Match[str]) -> Press:
    """The press that a custom id stands for."""
    return Press(
        action=cast(Action, match["action"]),
        asker=int(match["asker"], 36),
        generation=match["generation"],
        view=_LETTERS[match["view"]],
        page=max(1, int(match["page"])),
        part=int(match["part"]),
        question=match["question"],
    )


@lru_cache(maxsize=64)  # each of a message's buttons has its asker
def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
