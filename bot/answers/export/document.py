"""JSON: an answer with all that is known of its facts, by a published schema.

The models are the format. Its schema (JSON Schema, draft 2020-12) is `docs/answer.schema.json`;
`python -m bot schema --answer` prints it. A change that a reader of the files would have
to know of is another `FORMAT`. Every key is always there: null is what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answers.desk import Desk
from bot.answers.export.collect import Export, articles_of, remarks
from bot.answers.export.values import Precision, digits, precision, unit_label
from bot.answers.parts import when_of
from bot.corpus import model
from bot.corpus.dates import Edtf
from bot.corpus.schema import DIALECT
from bot.store.models import Told

FORMAT: Literal["footnote-answer/1"] = "footnote-answer/1"
SCHEMA: Literal["answer.schema.json"] = "answer.schema.json"
"""Where a file says that its schema is: beside it, once somebody puts it there."""

Status = Literal["happened", "ongoing", "planned", "measured", "forecast"]
Digits = Annotated[
    str,
    Field(
        pattern=r"^-?[0-9]+(\.[0-9]+)?$",
        description="A number as text, with every digit that it was given: 146.80 is not 146.8.",
    ),
]


class _Part(BaseModel):
    # Validators are built on first use, as few runs of the bot export anything.
    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, validate_by_name=True, validate_by_alias=True
    )


class Named(_Part):
    """A key of the vocabulary, the same in every language, and its name in the file's."""

    key: str
    label: str


class When(_Part):
    """A date or period at its own precision (of a period: that of its coarser end).

    `earliest` and `latest` are the first and the last day that may be meant, not the date; null
    where it is open or not known.
    """

    edtf: str = Field(description="EDTF, ISO 8601-2")
    precision: Precision
    approximate: bool
    uncertain: bool
    earliest: str | None
    latest: str | None


class Note(_Part):
    """A caution by the fact editors, never the article's words, with a source of its own."""

    text: str
    source: str
    disputes: Literal["when", "value"] | None
    rival: When | None = Field(description="The date that the note's source gives instead.")


class Amount(_Part):
    """What a figure measures. With the relation `claim` there is no number, only words."""

    measure: Named
    unit: str
    direction: str | None
    relation: model.Relation = Field(description="How the number is meant: `over` is a floor.")
    value: Digits | None
    low: Digits | None
    high: Digits | None
    claim: str | None
    as_of: When | None


class Fact(_Part):
    """One event, figure or quote as one article tells it."""

    id: str = Field(description="Stable: an id that goes is withdrawn, never given out again.")
    article: str
    kind: model.Kind
    what: str = Field(description="The fact editors' one-line wording.")
    quote: str = Field(description="The article's own words, verbatim, that prove the fact.")
    quote_prefix: str | None
    quote_suffix: str | None
    voice: model.Voice = Field(
        description="`author`: the article's own; `direct`: the speaker's own words; `reported`: "
        "the article's words for what a speaker said."
    )
    speakers: list[Named]
    when: When | None = Field(description="Of a figure, its period.")
    derived_from: str | None = Field(description="The article's words that the date rests on.")
    derived_how: str | None
    when_words: str | None = Field(description="The article's words for a time that is no date.")
    status: Status | None
    occasion: str | None
    amount: Amount | None
    happening: Named | None = Field(description="What other facts may tell of too.")
    topics: list[Named]
    people: list[Named]
    notes: list[Note]
    seal: str | None = Field(description="Where in the text the words were proved, and a digest.")


class Published(_Part):
    """When an article came out, and how that is known: stated in it, inferred from it, or filed
    under a year by the file's name alone."""

    date: When | None
    basis: model.Basis
    why: str
    filed_as: When | None


class Article(_Part):
    """A source text's metadata, as far as the text supports it. Its kind is no judgement of it."""

    id: str
    short: str
    title: str | None
    author: str | None
    author_role: str | None
    kind: model.ArticleKind
    kind_why: str | None
    outlet: str | None
    url: str | None
    language: str
    published: Published
    coverage: Literal["full", "partial"]
    notes: list[Note]


class Question(_Part):
    """What was asked."""

    command: str
    options: dict[str, str]
    typed: str


class Document(_Part):
    """An answer of Footnote to take along: facts, and the articles that tell them.

    `found` is false where the facts are only the nearest to what was asked; `complete` is false
    where the answer has more of them. `remarks` say that in words.
    """

    schema_: Literal["answer.schema.json"] = Field(alias="$schema")
    format: Literal["footnote-answer/1"]
    question: Question
    title: str
    found: bool
    complete: bool
    remarks: list[str]
    language: str = Field(description="The language of labels, title and remarks.")
    generation: str = Field(description="Which state of the facts this was made from.")
    made_on: str = Field(description="The day on which it was made, as an ISO date.")
    articles: list[Article]
    facts: list[Fact]


def schema() -> dict[str, Any]:
    """The JSON Schema of the files."""
    return {"$schema": DIALECT, **Document.model_json_schema(mode="serialization", by_alias=True)}


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
        remarks=remarks(export, desk),
        language=str(desk.say.locale),
        generation=desk.facts.generation,
        made_on=desk.today.isoformat(),
        articles=[_article(article) for article in articles_of(export, desk)],
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
