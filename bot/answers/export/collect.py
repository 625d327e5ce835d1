"""All facts of an answer, over all of its pages, as far as one file holds them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from bot.answers.desk import Desk
from bot.answers.inputs import resolve
from bot.answers.lists import articles_text
from bot.answers.model import Answer, Verdict
from bot.answers.question import COMMANDS, Question
from bot.answers.registry import answer
from bot.corpus.model import Article
from bot.errors import InputProblem
from bot.store.models import Filters, Listing, Told
from bot.wording.dates import full_day_text

FACTS = 2000
"""Most facts of a file: some MiB, which a spreadsheet opens and Discord carries."""

LISTINGS: tuple[Listing, ...] = ("timeline", "figures", "quotes")

NAME = 60
"""Most characters of a file's name, without its ending."""

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Export:
    """What is taken along: the answer's facts, each once, in its order.

    `found` is False where these are only the nearest to what was asked. `complete` is False where
    the answer has more facts than are here. `verdicts` are those on these facts alone, and
    `unjudged` says why they are not all that there could be. `gone` are facts that were asked for
    and can't be found.
    """

    question: Question
    title: str
    found: bool
    facts: tuple[Told, ...]
    complete: bool = True
    verdicts: tuple[Verdict, ...] = ()
    unjudged: tuple[str, ...] = ()
    gone: int = 0

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that tell these facts, in the order of the facts."""
        return tuple(dict.fromkeys(told.article for told in self.facts))

    def first(self, some: int) -> Export:
        """The same with its first facts alone."""
        if some >= len(self.facts):
            return self
        facts = self.facts[:some]
        here = {told.id for told in facts}
        verdicts = tuple(
            verdict
            for verdict in self.verdicts
            if all(told.id in here for side in verdict.sides for told in side)
        )
        return replace(self, facts=facts, complete=False, verdicts=verdicts)


def collect(question: Question, desk: Desk, limit: int = FACTS) -> Export:
    """The facts of the whole answer, `limit` at most; of an answer about articles all that was
    drawn from them.

    It asks for every page: not for an event loop. Raises `InputProblem` where the question can't
    be answered as it was typed, or has no facts.
    """
    first = answer(question.at(1).viewed("answer"), desk)
    export = Export(first.question.at(1), first.title, first.found, ())
    if question.command == "article":
        export = replace(export, facts=_drawn(question, desk, limit))
    else:
        export = _answered(export, first, desk, limit)
    if not export.facts:
        raise InputProblem("take.nothing")
    return export.first(limit)


def _answered(export: Export, first: Answer, desk: Desk, limit: int) -> Export:
    """What an answer has over its pages; more facts than the limit, which is enough to know."""
    facts = {told.id: told for told in first.facts}
    entries = [*first.entries]
    shown = first
    while len(facts) <= limit and shown.page < shown.pages:
        shown = answer(first.question.at(shown.page + 1), desk)
        entries += shown.entries
        for told in shown.facts:
            facts.setdefault(told.id, told)
    return replace(
        export,
        facts=tuple(facts.values()),
        verdicts=tuple(verdict for entry in entries for verdict in entry.verdicts),
        unjudged=tuple(dict.fromkeys(entry.unjudged for entry in entries if entry.unjudged)),
    )


def _drawn(question: Question, desk: Desk, limit: int) -> tuple[Told, ...]:
    """The facts drawn from the article that was asked for, or from all; one more than the limit."""
    typed = question.get("article")
    filters = Filters(article=resolve("article", typed, desk) if typed is not None else None)
    facts: list[Told] = []
    for listing in LISTINGS:
        if len(facts) <= limit:
            rows = desk.facts.page(listing, filters, 0, limit + 1 - len(facts)).rows
            facts += [told for row in rows for told in row.facts]
    return tuple(facts)


def articles_of(export: Export, desk: Desk) -> tuple[Article, ...]:
    """The articles that tell these facts."""
    return tuple(desk.facts.by_slug[slug].article for slug in export.articles)


def remarks(export: Export, desk: Desk) -> list[str]:
    """What must be said beside the facts: that they are the nearest only, or not all."""
    say = desk.say
    said = [] if export.found else [say.say("take.nearest")]
    if export.gone:
        said.append(say.count("take.gone", export.gone))
    if not export.complete:
        # A check is no question with options; what is left out of it had no room in its button.
        options_of = COMMANDS.get(export.question.command)
        key = "take.left-out" if options_of is not None else "take.checked-left-out"
        said.append(say.count(key, len(export.facts)))
        unused = [name for name in options_of or () if not export.question.get(name)]
        if unused:
            options = say.commas(f"{name}:" for name in unused)
            said.append(say.say("take.narrow", options=options))
    return said


def scope(export: Export, desk: Desk) -> str:
    """How many facts these are, and from how many articles."""
    return desk.say.say(
        "scope.from",
        results=desk.say.count("take.facts", len(export.facts)),
        articles=articles_text(len(export.articles), desk),
    )


def about(export: Export, desk: Desk) -> list[str]:
    """What a file for people says of itself: how much it holds, how and when it was asked for."""
    say = desk.say
    made = say.say(
        "take.made",
        question=export.question.typed(),
        date=full_day_text(desk.today, say),
        state=desk.facts.generation,
    )
    return [scope(export, desk), made, *remarks(export, desk)]


def base_name(question: Question) -> str:
    """A file's name without its ending, in ASCII whatever was typed: `footnote-timeline-energy`."""
    words = " ".join((question.command, *question.options.values()))
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return ("footnote-" + _NOT_IN_NAMES.sub("-", plain)).rstrip("-")[:NAME].rstrip("-")
