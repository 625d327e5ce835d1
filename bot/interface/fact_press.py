"""What "Take along" below a checked text carries: which facts, and not a character of the text.

It has the facts' short ids, so that it works after a restart and a reload with nothing stored.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from bot.interface.press import LIMIT, Action
from bot.store.short_ids import BYTES, short_id

PATTERN = re.compile(
    r"k1:(?P<action>[tcjmli]):(?P<generation>[0-9a-z]{1,12})(?P<more>[:+])(?P<facts>[\w-]{6,93})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class FactPress:
    """A pressed button: what to do with which facts, by their short ids, of which generation.

    `complete` is False where more facts were shown than it has room for.
    """

    action: Action
    generation: str
    facts: tuple[bytes, ...]
    complete: bool = True

    def to(self, action: Action) -> FactPress:
        """The press of another button for the same facts."""
        return replace(self, action=action)

    def custom_id(self) -> str:
        """The text that Discord keeps in the button."""
        facts = base64.urlsafe_b64encode(b"".join(self.facts)).rstrip(b"=").decode()
        return f"k1:{self.action}:{self.generation}{':' if self.complete else '+'}{facts}"


def take(generation: str, ids: Sequence[str]) -> FactPress:
    """The press that takes along the facts with these public ids: the first that there is room
    for."""
    empty = FactPress("t", generation, ())
    # Four characters of base64 hold three bytes.
    room = (LIMIT - len(empty.custom_id())) * 3 // 4 // BYTES
    facts = tuple(short_id(one) for one in ids[:room])
    return replace(empty, facts=facts, complete=len(ids) <= room)


def read(text: str) -> FactPress | None:
    """The press that a custom id stands for; None where it is none of ours."""
    match = PATTERN.fullmatch(text)
    if match is None:
        return None
    packed = match["facts"]
    try:
        facts = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except ValueError:
        return None
    if len(facts) % BYTES:
        return None
    short_ids = tuple(facts[at : at + BYTES] for at in range(0, len(facts), BYTES))
    action, complete = cast(Action, match["action"]), match["more"] == ":"
    return FactPress(action, match["generation"], short_ids, complete)
