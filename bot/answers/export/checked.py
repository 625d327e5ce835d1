"""The facts that a checked text was held against, to take along without a word of that text."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.check import COMMAND
from bot.answers.desk import Desk
from bot.answers.export.collect import Export
from bot.answers.model import Answer
from bot.answers.question import Question
from bot.errors import InputProblem
from bot.store.models import Told


def shown(answer: Answer, desk: Desk) -> Export:
    """The facts of a check's answer. Raises `InputProblem` where it has none."""
    if not answer.facts:
        raise InputProblem("take.nothing")
    return _export(answer.facts, desk)


def picked(short_ids: Sequence[bytes], desk: Desk, *, complete: bool) -> Export:
    """The facts with these short ids, as far as there are such today.

    `complete` is False where the answer showed more. It goes through all facts: not for an event
    loop. Raises `InputProblem` where there is none any more.
    """
    facts = desk.facts.of_short_ids(short_ids)
    if not facts:
        raise InputProblem("take.all-gone")
    return _export(facts, desk, complete=complete, gone=len(set(short_ids)) - len(facts))


def _export(facts: tuple[Told, ...], desk: Desk, *, complete: bool = True, gone: int = 0) -> Export:
    title = desk.say.say("take.checked")
    return Export(Question(COMMAND), title, True, facts, complete, gone=gone)
