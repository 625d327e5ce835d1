"""Which module answers which command: the one way from a question to its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.answers import (
    article,
    compare,
    fact,
    figures,
    help,
    on_this_day,
    quotes,
    search,
    timeline,
    upcoming,
)
from bot.answers.desk import Desk
from bot.answers.model import Answer
from bot.answers.parts import other_wordings
from bot.answers.question import Question

ANSWERS: dict[str, Callable[[Question, Desk], Answer]] = {
    "timeline": timeline.answer,
    "figures": figures.answer,
    "quote": quotes.answer,
    "compare": compare.answer,
    "onthisday": on_this_day.answer,
    "upcoming": upcoming.answer,
    "search": search.answer,
    "article": article.answer,
    "fact": fact.answer,
    "help": help.help_answer,
    "privacy": help.privacy_answer,
}


def answer(question: Question, desk: Desk) -> Answer:
    """The answer to a question, or the source words behind its page.

    The words around these are not here: see `answers.around`.

    Raises `InputProblem` when the question can't be answered as it was typed.
    """
    shown = ANSWERS[question.command](question, desk)
    if question.page > shown.page:
        last = desk.say.count("page.last", shown.pages)
        shown = replace(shown, scope=(*shown.scope, last))
    if question.view != "answer":
        shown = fact.source_words(shown, question.at(shown.page), desk)
    for aside in other_wordings(shown.entries, desk):
        shown = shown.with_aside(aside)
    return shown
