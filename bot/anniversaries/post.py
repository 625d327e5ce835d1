"""A daily post as it is sent, and kept with its delivery: the same text at every try."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """A message's `content` and its embed's `title`, `body` and `footer`, marked up and escaped.

    `words` are the private messages that show the source words, each within Discord's limits.
    `facts` are the public ids of the facts behind it.
    """

    content: str
    title: str
    body: str
    footer: str
    words: tuple[str, ...]
    facts: tuple[str, ...]

    def encode(self) -> str:
        """The post as one text."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def decode(cls, text: str) -> Post:
        """The post that a text stands for."""
        parts = json.loads(text)
        return cls(**{**parts, "words": tuple(parts["words"]), "facts": tuple(parts["facts"])})
