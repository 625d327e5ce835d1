"""How much a change of the facts changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.corpus.difference import Change
from bot.state.generations import Sizes


def sizes_of(changes: Iterable[Change]) -> Sizes:
    """How many changes there are of each kind."""
    found = Counter(change.how for change in changes)
    return Sizes(found["added"], found["changed"], found["retired"], found["gone"])
