"""How much a reading changes."""

from __future__ import annotations

from collections import Counter

from bot.publish.outcome import Read
from bot.state.generations import Sizes


def sizes(read: Read) -> Sizes | None:
    """How many changes of each kind there are; None where nothing was compared."""
    if read.difference is None:
        return None
    found = Counter(change.how for change in read.difference.changes)
    return Sizes(found["added"], found["changed"], found["retired"], found["gone"])
