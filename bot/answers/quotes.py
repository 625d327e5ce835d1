"""`/quote`: who said what, in whose words, and where."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.answers.desk import Desk
from bot.answers.inputs import Scope, scope
from bot.answers.lists import fetch, nothing, results_text
from bot.answers.model import Answer, Entry, Line
from bot.answers.notes import dispute_tags, notes_behind
from bot.answers.parts import (
    Footnotes,
    derivation,
    opening,
    quote_line,
    say_date,
    speakers,
    with_tags,
)
from bot.answers.question import Question
from bot.store.models import Row, Told

PAGE = 5
NEAREST = 3
"""How many quotes with some of the words an abstention offers."""


def answer(question: Question, desk: Desk) -> Answer:
    """The page of quotes that the question asks for."""
    say = desk.say
    wanted = scope(question, desk)
    words = question.get("words")
    asked = (wanted.title, say.quoted(words) if words else "")
    name = say.narrowed(part for part in asked if part)
    title = say.say("quotes.title", what=name or say.say("quotes.all"))

    ask = partial(desk.facts.page, "quotes", wanted.filters)
    if words is not None:
        ask = partial(desk.facts.find_quotes, words, wanted.filters)
    page, number, pages = fetch(ask, question, PAGE)
    if not page.total:
        return _nothing(question, desk, wanted, title)
    footnotes = Footnotes(desk)
    entries = tuple(quote(row.facts[0], footnotes, desk) for row in page.rows)
    voices = {row.facts[0].fact.voice for row in page.rows}
    # Said of the whole answer, so only where this page is all of it.
    legend = f"quotes.all-{voices.pop()}" if len(voices) == pages == 1 else "quotes.legend"
    lines = [results_text(page, desk), say.say(legend)]
    return Answer(
        question=question.at(number),
        title=title,
        scope=tuple(lines),
        entries=entries,
        footnotes=footnotes.notes(),
        closing=notes_behind(entries, desk),
        page=number,
        pages=pages,
    )


def _nothing(question: Question, desk: Desk, wanted: Scope, title: str) -> Answer:
    """No such quote: what the same question has without its words, plainly as that."""

    def tell(row: Row, footnotes: Footnotes) -> Entry:
        return quote(row.facts[0], footnotes, desk)

    found = nothing(desk, question, wanted, "quotes", tell, title)
    words = question.get("words")
    if words is None:
        return found
    result = desk.facts.search(words, 0, 1)
    # With words left out it would be another question.
    if result.total and not result.unknown and not result.dropped:
        for typed, known in result.corrected.items():
            words = words.replace(typed, known)
        command = Question("search", {"query": words}).typed()
        found = found.with_aside(
            desk.say.count("quotes.search-instead", result.total, command=command)
        )
    if found.entries:
        return found
    nearest = desk.facts.search(words, 0, NEAREST, frozenset({"quote"}))
    if not nearest.facts:
        return found
    footnotes = Footnotes(desk)
    head = Entry((Line("small", desk.say.say("none.nearest-words")),))
    entries = (head, *(quote(told, footnotes, desk) for told in nearest.facts))
    return replace(found, entries=entries, footnotes=footnotes.notes())


def quote(told: Told, footnotes: Footnotes, desk: Desk) -> Entry:
    """One statement: whose, about what, the words, and the occasion as far as it is told."""
    say = desk.say
    fact = told.quote
    marks = footnotes.marks([told])
    lead = say.say(f"quotes.lead-{fact.voice}", speaker=speakers(told, desk))
    # An occasion often gives the time too, and once is enough.
    occasion = fact.occasion or ""
    marked = dispute_tags(told, desk)
    if fact.when is not None or (fact.when_words or "") not in occasion:
        marked += derivation(told, desk)
    when = say_date(fact.when, desk)
    if when and when not in occasion:
        marked.insert(0, when)
    lead = say.say("lead.colon", lead=opening(lead))
    lines = [Line("head", with_tags(fact.what, marked, desk), lead=lead)]
    if fact.occasion is not None:
        lines.append(Line("small", fact.occasion))
    return Entry((*lines, quote_line(told, marks[0])), (told,))
