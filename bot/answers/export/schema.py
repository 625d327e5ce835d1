"""The format of an answer as JSON: its models, and the schema that is published.

The schema (JSON Schema, draft 2020-12) is `docs/answer.schema.json`; `python -m bot schema
--answer` prints it. A change that a reader of the files would have to know of is another `FORMAT`.
Every key is always there, but in files from before it was known: null is what is not known.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answers.export.values import Precision
from bot.corpus import model
from bot.corpus import verdict as judged
from bot.corpus.schema import DIALECT

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


class Side(_Part):
    """One claim of a comparison: the ids of the facts that give it, and what time it is of."""

    facts: list[str]
    when: When | None = Field(description="Of a figure, its period, else its `as_of`.")


class Verdict(_Part):
    """What claims are to each other by their numbers, periods and dates alone, never who is right.

    Of two sides each is a claim; one side alone is what was judged: facts that agree on one claim,
    or that can't be compared.
    """

    sides: list[Side]
    verdict: judged.Verdict
    reason: judged.Reason = Field(description="The code of why, the same in every language.")
    why: str = Field(description="The same in words, in the file's language.")
    sentence: str = Field(description="What was judged, the verdict and why, as the answer says.")


class Question(_Part):
    """What was asked."""

    command: str
    options: dict[str, str]
    typed: str


class Document(_Part):
    """An answer of Footnote to take along: facts, and the articles that tell them.

    `found` is false where the facts are only the nearest to what was asked; `complete` is false
    where the answer has more of them. `remarks` say that in words, and where not every two claims
    of a comparison were judged.
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
    verdicts: list[Verdict] = Field(
        default=[],
        description="Of a comparison, what its facts are to each other; empty of other answers, "
        "and not there in files that were made before it was known.",
    )
    facts: list[Fact]


def schema() -> dict[str, Any]:
    """The JSON Schema of the files."""
    return {"$schema": DIALECT, **Document.model_json_schema(mode="serialization", by_alias=True)}
