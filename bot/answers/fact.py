"""`/fact`: all of one fact. Also the source words behind a page of any answer."""

from __future__ import annotations

from bot.answers.desk import Desk
from bot.answers.model import Answer, Entry, Line
from bot.answers.notes import note_line
from bot.answers.parts import (
    Footnotes,
    amount,
    author_text,
    held_on,
    opening,
    published_text,
    quote_line,
    say_date,
    speakers,
    status_tags,
    title_text,
    when_of,
)
from bot.answers.question import Question
from bot.store.models import Told

NEAREST = 5
"""How many ids are offered for one that there is not."""

SEAL_SHOWN = 12
"""How many characters of a seal's digest are shown."""


def answer(question: Question, desk: Desk) -> Answer:
    """One fact in full; a withdrawn or unknown id is said to be that, with what comes nearest."""
    say = desk.say
    wanted = wanted_id(question)
    told = desk.facts.fact(wanted)
    if told is None:
        return _missing(question, wanted, desk)
    footnotes = Footnotes(desk)
    mark = footnotes.mark(told.article)
    lead = say.say("lead.colon", lead=say.say(f"kind.{told.kind}"))
    head = Line("head", told.fact.what, lead=lead, marks=(mark,))
    lines = [head, quote_line(told, mark)]
    lines += [Line("text", value, lead=lead) for lead, value in _fields(told, desk)]
    lines += [note_line(note, desk) for note in told.fact.notes]
    return Answer(
        question=question,
        title=say.say("fact.title", id=told.id),
        scope=(say.say(f"fact.voice-{told.fact.voice}", speaker=speakers(told, desk)),),
        entries=(Entry(tuple(lines), (told,)),),
        footnotes=footnotes.notes(),
        closing=(_seal(told, desk), say.say("fact.cite", citation=citation(told, desk))),
    )


def wanted_id(question: Question) -> str:
    """The public id that a question asks for, however it was typed."""
    return (question.get("id") or "").strip().strip("[]`").lower()


def _missing(question: Question, wanted: str, desk: Desk) -> Answer:
    say = desk.say
    withdrawn = desk.facts.is_retired(wanted)
    nearest = _nearest(wanted, desk)
    entries = tuple(
        Entry((Line("head", told.fact.what, lead=told.id),), (told,)) for told in nearest
    )
    key = "fact.withdrawn" if withdrawn else "fact.unknown"
    return Answer(
        question=question,
        title=say.say(key, id=wanted[:100]),
        scope=(say.say(f"{key}-why"),),
        entries=((Entry((Line("small", say.say("fact.nearest")),)), *entries) if entries else ()),
        found=False,
    )


def _nearest(wanted: str, desk: Desk) -> tuple[Told, ...]:
    """Facts whose ids begin as the one wanted does, with ever less of its end."""
    while wanted:
        found = desk.facts.suggest_ids(wanted, NEAREST)
        if found or "/" not in wanted:
            facts = [desk.facts.fact(offer.id) for offer in found]
            return tuple(told for told in facts if told is not None)
        wanted = wanted[: max(wanted.rfind("-"), wanted.rfind("/"))]
    return ()


def _fields(told: Told, desk: Desk) -> list[tuple[str, str]]:
    """Every field of the fact that says something, with its name."""
    say, fact, vocabulary = desk.say, told.fact, desk.facts.vocabulary
    fields: list[tuple[str, str]] = []

    def add(key: str, value: str | None) -> None:
        if value:
            fields.append((say.say(f"fact.field.{key}"), value))

    if told.kind == "figure":
        figure = told.figure
        measure = vocabulary.measures[figure.measure]
        add("value", amount(figure, desk))
        add("measure", say.label(measure))
        add("direction", say.label(measure.direction) if measure.direction else None)
    when = when_of(told)
    none = say.say("fact.no-date") if told.kind != "quote" else None
    add("period" if told.kind == "figure" else "when", say_date(when, desk) or none)
    if told.kind == "figure" and when is None and told.figure.status == "measured":
        add("as-of", held_on(told, desk))
    if fact.derived_from is not None:
        how = fact.derived_how or ""
        add("derived", say.say("fact.derived", words=fact.derived_from, how=how))
    if fact.when_words is not None:
        add("when-words", say.say("fact.words", words=fact.when_words))
    add("status", say.semicolons(status_tags(told, desk)))
    if told.kind == "quote":
        add("occasion", told.quote.occasion)
    if fact.happening is not None:
        add("happening", say.label(vocabulary.happenings[fact.happening]))
    add("topics", say.commas(say.label(vocabulary.topics[key]) for key in fact.topics))
    add("people", say.commas(say.label(vocabulary.people[key]) for key in fact.people))
    return fields


def _seal(told: Told, desk: Desk) -> str:
    if told.seal is None:
        return desk.say.say("fact.not-sealed")
    place, _, digest = told.seal.partition(":")
    start, _, end = place.partition("-")
    return desk.say.say("fact.sealed", digest=digest[:SEAL_SHOWN], start=start, end=end)


def citation(told: Told, desk: Desk, *, outlet: bool = False) -> str:
    """How to cite a fact: author, title, date, and its id; with `outlet` where it came out, too."""
    say = desk.say
    article = desk.facts.by_slug[told.article].article
    return say.say(
        "fact.citation-outlet" if outlet and article.outlet else "fact.citation",
        outlet=article.outlet,
        author=opening(author_text(article, desk)),
        title=title_text(article, desk),
        date=published_text(article, desk),
        id=told.id,
    )


def source_words(shown: Answer, question: Question, desk: Desk) -> Answer:
    """The words behind one page of an answer: each fact's quote, voice, notes and id."""
    say = desk.say
    footnotes = Footnotes(desk)
    entries = []
    for told in shown.facts:
        mark = footnotes.mark(told.article)
        voice = say.say(f"words.voice-{told.fact.voice}", speaker=speakers(told, desk))
        lines = [
            Line("head", told.fact.what),
            Line("small", say.say("words.fact", voice=voice, id=told.id)),
            quote_line(told, mark),
            *(note_line(note, desk) for note in told.fact.notes),
        ]
        entries.append(Entry(tuple(lines), (told,)))
    return Answer(
        question=question,
        title=say.say("words.title", title=shown.title),
        scope=(say.count("words.scope", len(entries)),),
        entries=tuple(entries),
        footnotes=footnotes.notes(),
        page=shown.page,
        pages=shown.pages,
    )
