"""What a button below a preview of the facts carries, so that it works after a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

Action = Literal["p", "n", "g", "l"]
"""Previous, next, go live, leave it."""

PATTERN = re.compile(
    r"f1:(?P<action>[pngl]):(?P<base>[0-9a-z]{1,12}):(?P<generation>[0-9a-z]{1,12}):"
    r"(?P<kept>[01]):(?P<page>[0-9]{1,6})"
)


@dataclass(frozen=True, slots=True)
class EditPress:
    """A pressed button: what to do, and what was shown: `generation` in the place of `base`.

    `kept` says that it was live before. `page` is the one to show.
    """

    action: Action
    base: str
    generation: str
    kept: bool
    page: int

    def to(self, action: Action, page: int) -> EditPress:
        """The press of another button of the same message."""
        return replace(self, action=action, page=page)

    def custom_id(self) -> str:
        """The text that Discord keeps in the button."""
        shown = f"{self.base}:{self.generation}:{int(self.kept)}"
        return f"f1:{self.action}:{shown}:{self.page}"


def read(custom_id: str) -> EditPress | None:
    """The press that a custom id stands for; None where it is not one of these."""
    match = PATTERN.fullmatch(custom_id)
    if match is None:
        return None
    return EditPress(
        action=cast(Action, match["action"]),
        base=match["base"],
        generation=match["generation"],
        kept=match["kept"] == "1",
        page=int(match["page"]),
    )
