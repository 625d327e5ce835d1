"""What the button Share below a private answer carries, so that it works after a restart."""

from __future__ import annotations

import re

PATTERN = re.compile(r"c1:(?P<message>[0-9]{1,20})")


def custom_id(message: int) -> str:
    """The text that Discord keeps in the button; `message` is the one that was checked, or 0."""
    return f"c1:{message}"


def read(text: str) -> int | None:
    """The message that was checked, 0 for a text of no message; None where it is no such button."""
    match = PATTERN.fullmatch(text)
    return int(match["message"]) if match is not None else None
