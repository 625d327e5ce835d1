"""The last answers to questions whose answer never changes, as a compiled file does not."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `size` answers by their question; the one not asked for longest goes first."""

    def __init__(self, size: int) -> None:
        self._answers: OrderedDict[K, V] = OrderedDict()
        self._size = size
        self._lock = Lock()  # answers are made in several threads

    def get(self, question: K) -> V | None:
        """The answer that is kept, None if there is none."""
        with self._lock:
            answer = self._answers.get(question)
            if answer is not None:
                self._answers.move_to_end(question)
            return answer

    def keep(self, question: K, answer: V) -> V:
        """Keep an answer, and give it back."""
        with self._lock:
            self._answers[question] = answer
            if len(self._answers) > self._size:
                self._answers.popitem(last=False)
            return answer
