"""What buttons and forms of reports carry, so that they work after a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

Action = Literal["f", "m", "d", "o", "c", "x", "y"]
"""A form with a report; one's own reports, delete them; for editors the open reports, the closed
ones, ask why one is closed, a form with the reason."""

FORMS: tuple[Action, ...] = ("f", "y")
"""Actions that come with what somebody typed."""

OF_EDITORS: tuple[Action, ...] = ("o", "c", "x", "y")

PATTERN = re.compile(
    r"r1:(?P<action>[fmdocxy]):(?P<number>[0-9]{1,9}):(?P<page>[0-9]{1,6}):"
    # No lone surrogate, which is no character: the state could not be asked for it.
    r"(?P<generation>[0-9a-z]{0,12}):(?P<question>[^\n\ud800-\udfff]{0,70})"
)


@dataclass(frozen=True, slots=True)
class ReportPress:
    """A pressed button, or a form that was sent: what to do.

    `number` is a report's, `page` the editors' page to show. A form with a report has the
    `generation` and `question` of the answer that it is about, as `Press` has them.
    """

    action: Action
    number: int = 0
    page: int = 1
    generation: str = ""
    question: str = ""

    def custom_id(self) -> str:
        """The text that Discord keeps, of at most 100 characters."""
        return f"r1:{self.action}:{self.number}:{self.page}:{self.generation}:{self.question}"


def read(custom_id: str) -> ReportPress | None:
    """The press that a custom id stands for; None where it is not one of these."""
    match = PATTERN.fullmatch(custom_id)
    if match is None:
        return None
    return ReportPress(
        action=cast(Action, match["action"]),
        number=int(match["number"]),
        page=int(match["page"]),
        generation=match["generation"],
        question=match["question"],
    )
