"""An answer as plain data: what it says, in which order, from which articles.

Nothing here is escaped or marked up: that is for whoever shows it (`interface.layout` for
Discord, `answers.plain` for a terminal).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.answers.chart import Chart
from bot.answers.question import Question
from bot.corpus.verdict import Judged
from bot.store.models import Told

LineKind = Literal["head", "text", "quote", "direct", "around", "note", "small"]

MARKS = "⟦", "⟧"
"""What a quote stands between where the words around it are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry.

    `head`: a bold `lead`, then the text. `quote`: an article's words. `direct`: a speaker's own
    words, the only kind that is set in quotation marks. `around`: an article's words, a quote
    between `MARKS` and what stands around it. `note`: the fact editors', with a `lead` that says
    so. `small`: an aside. `marks` are footnote numbers.
    """

    kind: LineKind
    text: str
    lead: str = ""
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What claims are to each other, as it was judged and in words.

    Each of `sides` is one claim, with the facts that give it; of one side, these facts are what
    was judged.
    """

    sides: tuple[tuple[Told, ...], ...]
    judged: Judged
    line: Line


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Those of one kind; `unjudged` says why some that there could be are not among them."""

    verdicts: tuple[Verdict, ...] = ()
    unjudged: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One result: its lines, and the facts that stand behind it.

    `verdicts` are those among its lines. `unjudged` is why some that there could be are not.
    """

    lines: tuple[Line, ...]
    facts: tuple[Told, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    unjudged: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """`[number]` and the article it stands for."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question: one page of it.

    `found` is False when the articles do not say. `closing` are asides after the entries. `pages`
    counts the pages of the whole answer, `page` is this one, from 1. `chart` shows its values.
    """

    question: Question
    title: str
    scope: tuple[str, ...]
    entries: tuple[Entry, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    closing: tuple[str, ...] = ()
    page: int = 1
    pages: int = 1
    found: bool = True
    chart: Chart | None = None

    @property
    def facts(self) -> tuple[Told, ...]:
        """The facts behind this page, each once, in order."""
        seen: dict[str, Told] = {}
        for entry in self.entries:
            for told in entry.facts:
                seen.setdefault(told.id, told)
        return tuple(seen.values())

    def with_aside(self, text: str) -> Answer:
        """The same answer with one more aside at its end."""
        return replace(self, closing=(*self.closing, text))
