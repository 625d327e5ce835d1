"""JSON: an answer with all that is known of its facts, in the published format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.answers import model as answers
from bot.answers.desk import Desk
from bot.answers.export.collect import Export, articles_of, remarks
from bot.answers.export.schema import (
    FORMAT,
    SCHEMA,
    Amount,
    Article,
    Document,
    Fact,
    Named,
    Note,
    Published,
    Question,
    Side,
    Verdict,
    When,
)
from bot.answers.export.values import digits, precision, unit_label
from bot.answers.parts import when_of
from bot.corpus import model
from bot.corpus.dates import Edtf
from bot.store.models import Told


def document(export: Export, desk: Desk) -> bytes:
    """The file."""
    made = Document(
        schema_=SCHEMA,
        format=FORMAT,
        question=Question(
            command=export.question.command,
            options=export.question.options,
            typed=export.question.typed(),
        ),
        title=export.title,
        found=export.found,
        complete=export.complete,
        remarks=[*remarks(export, desk), *export.unjudged],
        language=str(desk.say.locale),
        generation=desk.facts.generation,
        made_on=desk.today.isoformat(),
        articles=[_article(article) for article in articles_of(export, desk)],
        verdicts=[_verdict(one) for one in export.verdicts],
        facts=[],
    )
    # One fact after the other, each a line: to write all in one go would take the interpreter's
    # lock, and so the event loop's time, for some 50 ms.
    lines = ",\n".join(f"  {_fact(told, desk).model_dump_json()}" for told in export.facts)
    before, empty, after = made.model_dump_json(by_alias=True, indent=1).rpartition("[]")
    assert empty  # the facts are the last field
    return f"{before}[\n{lines}\n ]{after}\n".encode()


def _article(article: model.Article) -> Article:
    published = article.published
    return Article(
        id=article.id,
        short=article.short,
        title=article.title,
        author=article.author,
        author_role=article.author_role,
        kind=article.kind,
        kind_why=article.kind_why,
        outlet=article.outlet,
        url=article.url,
        language=article.language,
        published=Published(
            date=_when(published.date),
            basis=published.basis,
            why=published.why,
            filed_as=_when(published.filed_as),
        ),
        coverage=article.coverage,
        notes=[_note(note) for note in article.notes],
    )


def _verdict(found: answers.Verdict) -> Verdict:
    return Verdict(
        sides=[Side(facts=[one.id for one in side], when=_time(side[0])) for side in found.sides],
        verdict=found.judged.verdict,
        reason=found.judged.reason,
        why=found.line.text,
        sentence=f"{found.line.lead} {found.line.text}",
    )


def _time(told: Told) -> When | None:
    """The time that a claim is of."""
    if told.kind == "figure":
        return _when(told.figure.period or told.figure.as_of)
    return _when(when_of(told))


def _fact(told: Told, desk: Desk) -> Fact:
    fact, vocabulary = told.fact, desk.facts.vocabulary
    figure = told.figure if told.kind == "figure" else None
    event = told.event if told.kind == "event" else None
    happening = [fact.happening] if fact.happening is not None else []
    return Fact(
        id=told.id,
        article=told.article,
        kind=told.kind,
        what=fact.what,
        quote=fact.quote,
        quote_prefix=fact.prefix,
        quote_suffix=fact.suffix,
        voice=fact.voice,
        speakers=_named(fact.speaker, vocabulary.people, desk),
        when=_when(when_of(told)),
        derived_from=fact.derived_from,
        derived_how=fact.derived_how,
        when_words=fact.when_words,
        status=figure.status if figure else event.status if event else None,
        occasion=told.quote.occasion if told.kind == "quote" else None,
        amount=_amount(figure, desk) if figure else None,
        happening=next(iter(_named(happening, vocabulary.happenings, desk)), None),
        topics=_named(fact.topics, vocabulary.topics, desk),
        people=_named(fact.people, vocabulary.people, desk),
        notes=[_note(note) for note in fact.notes],
        seal=told.seal,
    )


def _amount(figure: model.Figure, desk: Desk) -> Amount:
    measure = desk.facts.vocabulary.measures[figure.measure]
    return Amount(
        measure=Named(key=figure.measure, label=desk.say.label(measure)),
        unit=unit_label(measure, desk),
        direction=desk.say.label(measure.direction) if measure.direction else None,
        relation=figure.relation,
        value=digits(figure.value) or None,
        low=digits(figure.low) or None,
        high=digits(figure.high) or None,
        claim=figure.claim,
        as_of=_when(figure.as_of),
    )


def _note(note: model.Note) -> Note:
    return Note(text=note.text, source=note.source, disputes=note.disputes, rival=_when(note.rival))


def _when(when: Edtf | None) -> When | None:
    if when is None:
        return None
    return When(
        edtf=when.text,
        precision=precision(when),
        approximate=when.approximate,
        uncertain=when.uncertain,
        earliest=when.earliest.isoformat() if when.start is not None else None,
        latest=when.latest.isoformat() if when.end is not None else None,
    )


def _named(keys: Iterable[str], terms: Mapping[str, model.Term], desk: Desk) -> list[Named]:
    return [Named(key=key, label=desk.say.label(terms[key])) for key in keys if key in terms]
