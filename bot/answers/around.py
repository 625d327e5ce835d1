"""The words around the quotes behind a page: of the articles' texts, where the host has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.answers.desk import Desk
from bot.answers.model import MARKS, Answer, Entry, Line
from bot.answers.question import Question
from bot.answers.registry import answer
from bot.corpus.passages import Passage
from bot.store.article_texts import ArticleTexts, Gap


async def around(question: Question, desk: Desk, texts: ArticleTexts) -> Answer:
    """The source words behind a page of an answer, each with the sentences around them.

    Raises `InputProblem` when the question can't be answered as it was typed.
    """
    words = await desk.facts.run(lambda: answer(question.viewed("words"), desk))
    return _with_passages(words, await texts.around(words.facts), desk)


def _with_passages(words: Answer, found: Mapping[str, Passage | Gap], desk: Desk) -> Answer:
    say = desk.say
    opening, closing = MARKS
    return replace(
        words,
        question=words.question.viewed("around"),
        title=say.say("around.title", title=words.title),
        scope=(*words.scope, say.say("around.scope", opening=opening, closing=closing)),
        entries=tuple(
            _with_passage(entry, found[entry.facts[0].id], desk) for entry in words.entries
        ),
    )


def _with_passage(entry: Entry, found: Passage | Gap, desk: Desk) -> Entry:
    """An entry of one fact with the passage in the place of its quote; or why there is none."""
    lines: list[Line] = []
    for line in entry.lines:
        if line.kind not in ("quote", "direct"):
            lines.append(line)
        elif isinstance(found, Passage):
            lines.append(Line("around", _marked(found), marks=line.marks))
        else:
            lines += [line, Line("small", desk.say.say(f"around.gap-{found}"))]
    return replace(entry, lines=tuple(lines))


def _marked(found: Passage) -> str:
    opening, closing = MARKS
    return f"{found.before}{opening}{found.quote}{closing}{found.after}"
