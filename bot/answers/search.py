"""`/search`: the best facts of every kind for free words, in any of the three languages."""

from __future__ import annotations

from functools import partial

from bot.answers.amounts import amounts_in
from bot.answers.desk import Desk
from bot.answers.lists import articles_text, fetch
from bot.answers.model import Answer, Entry, Line
from bot.answers.notes import dispute_tags, notes_behind
from bot.answers.parts import (
    Footnotes,
    amount,
    covers,
    period_lead,
    quote_line,
    speakers,
    tags,
    when_lead,
    with_tags,
)
from bot.answers.question import Question
from bot.store.models import SearchResult, Told
from bot.store.search import clean
from bot.store.text import has_cjk, query_words

PAGE = 5


def answer(question: Question, desk: Desk) -> Answer:
    """The page of results that the question asks for."""
    say = desk.say
    query = question.get("query") or ""
    amounts = amounts_in(clean(query), desk.facts.vocabulary.units)
    ask = partial(desk.facts.search, query, amounts=amounts)
    result, number, pages = fetch(ask, question, PAGE)
    title = say.say("search.title", query=query)
    if not result.facts:
        return _nothing(question, desk, title, result)
    footnotes = Footnotes(desk)
    entries = tuple(found(told, footnotes, desk) for told in result.facts)
    if is_partial(query, result):
        nearest = Entry((Line("small", say.say("none.nearest-words")),))
        return Answer(
            question=question.at(number),
            title=say.say("none.title", title=title),
            scope=(covers(desk), *_reading(result, desk)),
            entries=(nearest, *entries),
            footnotes=footnotes.notes(),
            closing=notes_behind(entries, desk),
            page=number,
            pages=pages,
            found=False,
        )
    scope = say.say(
        "scope.from",
        results=say.count("scope.results", result.total),
        articles=articles_text(result.articles, desk),
    )
    return Answer(
        question=question.at(number),
        title=title,
        scope=(scope, *_reading(result, desk)),
        entries=entries,
        footnotes=footnotes.notes(),
        closing=notes_behind(entries, desk),
        page=number,
        pages=pages,
    )


def is_partial(query: str, result: SearchResult) -> bool:
    """Whether what was found answers another question than the one that was asked.

    So it is when no fact has all the words, when most words are unknown, or when an unknown one
    is a name, a number, or Chinese of two characters; a stray small word alone ("lol") does not
    make it so.
    """
    if result.dropped:
        return True
    kept = [word for word in query_words(query) if word.typed not in result.unknown]
    if len(result.unknown) >= len({word.token for word in kept}):
        return bool(result.unknown)
    return any(
        word != word.lower() or not word.isalpha() or (len(word) > 1 and has_cjk(word))
        for word in result.unknown
    )


def _reading(result: SearchResult, desk: Desk) -> list[str]:
    """How the words were read: corrected, unknown, or left out because nothing has them all."""
    say = desk.say
    lines = [
        say.say("search.corrected", typed=typed, known=known)
        for typed, known in result.corrected.items()
    ]
    if result.unknown:
        words = say.join([say.quoted(word) for word in result.unknown])
        lines.append(say.say("search.unknown", words=words))
    if result.dropped:
        words = say.join([say.quoted(word) for word in result.dropped])
        lines.append(say.say("search.dropped", words=words))
    return lines


def _nothing(question: Question, desk: Desk, title: str, result: SearchResult) -> Answer:
    say = desk.say
    close = desk.facts.choices.suggest("topic", "", 5, desk.say.language)
    names = say.join([choice.label for choice in close])
    closing = [say.say("search.try", topics=names)] if names else []
    return Answer(
        question=question,
        title=say.say("none.title", title=title),
        scope=(covers(desk), *_reading(result, desk)),
        closing=tuple(closing),
        found=False,
    )


def found(told: Told, footnotes: Footnotes, desk: Desk) -> Entry:
    """One fact of any kind, with the words that prove it."""
    say = desk.say
    marks = footnotes.marks([told])
    kind = say.say(f"kind.{told.kind}")
    text = told.fact.what
    if told.kind == "figure":
        when = period_lead(told, desk)
        text = say.say("figures.entry", amount=amount(told.figure, desk), what=text)
    elif told.kind == "quote":
        when = say.say(f"quotes.lead-{told.fact.voice}", speaker=speakers(told, desk))
    else:
        when = when_lead(told, desk)
    marked = dispute_tags(told, desk)
    if told.kind != "quote":
        marked += tags(told, desk)
    lead = say.say("lead.colon", lead=say.say("search.lead", kind=kind, when=when))
    return Entry(
        (Line("head", with_tags(text, marked, desk), lead=lead), quote_line(told, marks[0])),
        (told,),
    )
