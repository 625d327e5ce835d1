"""The last answers to questions whose answer never changes, as a compiled file does not."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `size` answers by their question; the one not asked for longest goes first."""

    def __init__(self, size: int) -> None:
        self._answers: OrderedDict[K, V] = OrderedDict()
        self._size = size

    def get(self, question: K) -> V | None:
        """The answer that is kept, None if there is none."""
        answer = self._answers.get(question)
        if answer is not None:
            self._answers.move_to_end(question)
        return answer

    def keep(self, question: K, answer: V) -> V:
        """Keep an answer, and give it back."""
        self._answers[question] = answer
        if len(self._answers) > self._size:
            self._answers.popitem(last=False)
        return answer
