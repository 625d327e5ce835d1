"""What differs between two states of a corpus: plain data, for fact editors to read. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.corpus.dates import Edtf
from bot.corpus.model import ArticleFile, Key, Vocabulary

Section = Literal[
    "article", "event", "figure", "quote", "topic", "person", "unit", "measure", "happening"
]
How = Literal["added", "changed", "retired", "gone"]
"""`retired`: its article's `retired:` names it now. `gone`: it vanished without that."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, each as text on one line; empty where it was not there."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one fact, article or word of the vocabulary.

    `id` is a fact's public id, else the article's or the word's key; `what` its own line, title or
    label, the new one where there are two. `fields` are those that differ, of what was changed
    alone.
    """

    section: Section
    id: str
    how: How
    what: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """What anniversaries must know of an account of an event."""

    when: Edtf | None
    topics: tuple[Key, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class EventChange:
    """A change that shows where the event, or the happening that it is an account of, is told.

    `days` are the months and days of the year on which it is told, before or after, `months` those
    in which it is told without a day, `topics` those of any account of the happening. `disputed`
    says that a note disputes some date of it before and after.
    """

    id: str
    how: How
    what: str
    days: tuple[tuple[int, int], ...]
    months: tuple[int, ...]
    topics: tuple[Key, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Every change from one state to another: articles and facts in the order of the files, then
    the vocabulary's words.

    `events` are those of them that anniversaries may show.
    """

    changes: tuple[Change, ...]
    events: tuple[EventChange, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One state: its vocabulary, and the articles whose files differ from the other's."""

    vocabulary: Vocabulary
    articles: Mapping[str, ArticleFile]


def compare(
    old: Side, new: Side, others: Mapping[Key, Sequence[Remembered]] | None = None
) -> Difference:
    """What differs from `old` to `new`.

    `others` are the accounts of happenings in articles that are on neither side, by happening.
    """
    raise NotImplementedError
