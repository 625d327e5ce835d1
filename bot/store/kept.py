"""The last answers to questions whose answer never changes, as a compiled file does not."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

KEPT = 512
"""How many answers are kept; the one that was not asked for longest goes first."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `KEPT` answers by their question."""

    def __init__(self) -> None:
        self._answers: OrderedDict[K, V] = OrderedDict()

    def get(self, question: K) -> V | None:
        """The answer that is kept, None if there is none."""
        if question in self._answers:
            self._answers.move_to_end(question)
        return self._answers.get(question)

    def keep(self, question: K, answer: V) -> V:
        """Keep an answer, and give it back."""
        self._answers[question] = answer
        if len(self._answers) > KEPT:
            self._answers.popitem(last=False)
        return answer
