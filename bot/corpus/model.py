"""What the facts are: articles, events, figures, quotes and the vocabulary they refer to.

The models are the documented format (`facts/README.md`) and the domain at once. They type each
field; rules that need more than one field, another file or an article's text are in `check`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from bot.corpus.dates import Edtf, EdtfCode, EdtfError, parse_edtf
from bot.corpus.schema import EditorSchema

MAX_QUOTE_WORDS = 40
"""Longest quote, in words: quotes are the shortest span that proves a fact."""


_DATES = "2001-07-19, 2023-03, 1994, 196X, 2022/2023, 2013/.. or 2024-01~"
_NO_DATE: dict[EdtfCode, str] = {
    "unreadable": "",
    "unsupported": "; such dates are not used here",
    "impossible-month": ": there is no month {month}",
    "impossible-day": ": that month has {days} days",
    "year-out-of-range": ": years go from 0001 to 9999",
    "reversed": ": {end} lies before {start}",
    "unbounded": ": it has neither a beginning nor an end",
}


def _to_edtf(value: Any) -> Edtf:
    if isinstance(value, Edtf):
        return value
    if not isinstance(value, str):
        # pydantic gathers ValueError; a TypeError would end the reading.
        raise ValueError(f"is no date; expected one such as {_DATES}")  # noqa: TRY004
    try:
        return parse_edtf(value)
    except EdtfError as error:
        why = _NO_DATE[error.code].format(**error.details)
        raise ValueError(
            f"is {_cut(value)}, which is no date{why}; expected one such as {_DATES}"
        ) from error


def _to_decimal(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str | int | float):
        raise ValueError("is no number; expected digits such as 146.8")  # noqa: TRY004
    text = str(value)
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"is {_cut(text)}, which is no plain number; expected one such as 146.8")
    return Decimal(text)


def _to_power_of_ten(value: Any) -> Decimal:
    number = _to_decimal(value)
    if number <= 0 or number.normalize().as_tuple().digits != (1,):
        shown = _cut(format(number, "f"))
        raise ValueError(f"is {shown}, which is no power of ten; expected one such as 10 or 0.01")
    return number


_PLAIN = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?")


def _cut(text: str) -> str:
    """A value as a message shows it, however long it is."""
    return repr(text if len(text) <= 60 else text[:60] + "…")


def _to_tuple(value: Any) -> Any:
    """A single key may stand where a list of keys is expected; nothing is an empty list."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _collapse(value: Any) -> Any:
    """White space in running text is one space: YAML folds lines, people indent them."""
    return " ".join(value.split()) if isinstance(value, str) else value


Key = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", min_length=1, max_length=59)
]
ArticleKey = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", min_length=1, max_length=40)
]
Keys = Annotated[
    tuple[Key, ...], BeforeValidator(_to_tuple, json_schema_input_type=Key | tuple[Key, ...])
]
Label = Annotated[str, BeforeValidator(_collapse), StringConstraints(min_length=1, max_length=80)]
Line = Annotated[str, BeforeValidator(_collapse), StringConstraints(min_length=1, max_length=240)]
Words = Annotated[str, BeforeValidator(_collapse), StringConstraints(min_length=1, max_length=1000)]
Remark = Annotated[str, BeforeValidator(_collapse), StringConstraints(min_length=1, max_length=700)]
When = Annotated[
    Edtf,
    BeforeValidator(_to_edtf),
    PlainSerializer(lambda value: value.text, return_type=str),
    WithJsonSchema({"type": ["string", "integer"], "description": "a date or period in EDTF"}),
]
Number = Annotated[
    Decimal,
    BeforeValidator(_to_decimal),
    PlainSerializer(lambda value: format(value, "f"), return_type=str),
    WithJsonSchema({"type": ["number", "string"], "description": "a plain decimal number"}),
]
PowerOfTen = Annotated[Number, BeforeValidator(_to_power_of_ten)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>]+$", max_length=500)]

Kind = Literal["event", "figure", "quote"]
ArticleKind = Literal["opinion", "analysis", "news", "report", "other"]
Voice = Literal["author", "direct", "reported"]
EventStatus = Literal["happened", "ongoing", "planned"]
FigureStatus = Literal["measured", "forecast", "planned"]
Basis = Literal["stated", "inferred", "filed"]
Relation = Literal[
    "exactly", "about", "over", "at-least", "under", "at-most", "between", "up-to", "claim"
]


class Strict(BaseModel):
    """A frozen record that refuses keys it does not know, and takes an empty one as left out."""

    # Edtf is a frozen dataclass of ours, not one that pydantic should take apart. Validators are
    # built on first use: serving the facts needs half of them, and they are slow to build.
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: Any) -> Any:
        """Without the known keys that were left empty: what is empty is not known."""
        if not isinstance(data, dict):
            return data
        known = cls.model_fields
        return {key: item for key, item in data.items() if item is not None or key not in known}

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        """The JSON Schema for editors; see `bot.corpus.schema`."""
        return super().model_json_schema(*args, **{"schema_generator": EditorSchema, **options})


class Note(Strict):
    """A caution by the fact editors: kept apart from the article's words, with its own source."""

    text: Remark
    source: Remark
    disputes: Literal["when", "value"] | None = None
    rival: When | None = None


class Publication(Strict):
    """When an article came out, and how that is known.

    `basis`: stated in the text, inferred from it (`why` says from which words), or known from
    the file's name only (`filed_as`, a year).
    """

    date: When | None = None
    basis: Basis
    why: Remark
    filed_as: When | None = None


class Ignored(Strict):
    """Words of a text that look like a fact but are none, with the reason."""

    words: Line
    reason: Line


class Article(Strict):
    """A source text's metadata: what the text itself supports, and nothing more.

    `short` is its name in footnotes, `person` the author's key in the vocabulary.
    """

    id: ArticleKey
    short: Label
    title: Line | None = None
    author: Label | None = None
    person: Key | None = None
    author_role: Line | None = None
    kind: ArticleKind
    kind_why: Remark | None = None
    outlet: Label | None = None
    url: Url | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")]
    published: Publication
    coverage: Literal["full", "partial"]
    notes: tuple[Note, ...] = ()
    ignored: tuple[Ignored, ...] = ()


class Fact(Strict):
    """What events, figures and quotes share.

    `quote` are the article's own words that prove the fact; `prefix` and `suffix` (W3C
    TextQuoteSelector) pin them where they stand more than once. `voice` says whose statement it
    is: the author's own, a `speaker` quoted directly, or a speaker reported in the article's
    words. `derived_from` are the article's words that a date was derived from, `derived_how`
    the derivation; `when_words` are the article's words for a time that is no date.
    """

    id: Key
    what: Line
    quote: Words
    prefix: Words | None = None
    suffix: Words | None = None
    voice: Voice = "author"
    speaker: Keys = ()
    happening: Key | None = None
    topics: Keys = ()
    people: Keys = ()
    derived_from: Line | None = None
    derived_how: Remark | None = None
    when_words: Line | None = None
    notes: tuple[Note, ...] = ()


class Event(Fact):
    """Something that happened, happens or is planned, as one article tells it."""

    when: When | None = None
    status: EventStatus


class Figure(Fact):
    """A measured number, as one article gives it, in its measure's unit.

    `relation` says how the number is meant; with `claim` there is no number and `claim` holds
    the article's words ("record high"). `period` is what the number is of, `as_of` when it held.
    """

    measure: Key
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    relation: Relation
    claim: Line | None = None
    status: FigureStatus = "measured"
    period: When | None = None
    as_of: When | None = None


class Quote(Fact):
    """What a person or body said, or what the article's author asserts."""

    when: When | None = None
    occasion: Line | None = None


class ArticleFile(Strict):
    """One file of `facts/articles`: an article and the facts drawn from it."""

    format: Literal["1"]
    article: Article
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    retired: Keys = ()

    def facts(self) -> tuple[tuple[Kind, Fact], ...]:
        """All facts in the file's order, each with its kind."""
        return (
            *(("event", fact) for fact in self.events),
            *(("figure", fact) for fact in self.figures),
            *(("quote", fact) for fact in self.quotes),
        )


class Labels(Strict):
    """A name in three languages; one that is left out is the English one."""

    en: Label
    ru: Label = ""
    zh: Label = ""

    @model_validator(mode="before")
    @classmethod
    def _english_for_missing(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("en") is not None:
            missing = {key: value["en"] for key in ("ru", "zh") if value.get(key) is None}
            return {**value, **missing}
        return value


class Term(Labels):
    """A word of the vocabulary: its labels, and what people type for it."""

    aliases: Annotated[
        tuple[Label, ...],
        BeforeValidator(_to_tuple, json_schema_input_type=Label | tuple[Label, ...]),
    ] = ()


class Person(Term):
    """A person, or a body such as a state, an organisation or an office."""

    kind: Literal["person", "body"]


class EnglishForms(Strict):
    """How a unit's English label reads with one of it."""

    one: Label


class RussianForms(Strict):
    """How a unit's Russian label reads with 1, 21, ...; with 2, 3, 4, 22, ...; with a fraction."""

    one: Label
    few: Label
    other: Label


class Forms(Strict):
    """What a unit's labels become with some numbers, by CLDR's plural categories.

    The label itself goes with all other numbers, and names the unit where there is no number; in
    Russian the form of one names it. Chinese has one form for all.
    """

    en: EnglishForms | None = None
    ru: RussianForms | None = None


class Times(Strict):
    """What a number is multiplied by before a label, in a language that counts by other thousands.

    With 10, "20 billion dollars" are 200亿美元. A power of ten leaves a number the digits that its
    article gave it.
    """

    en: PowerOfTen | None = None
    ru: PowerOfTen | None = None
    zh: PowerOfTen | None = None


class Unit(Labels):
    """A unit's labels; `{}` marks where the number goes, else it goes before the label."""

    forms: Forms | None = None
    times: Times | None = None


class Direction(Labels):
    """From whom to whom a measure counts."""


class Measure(Term):
    """One quantity in one unit and one direction, so that its values can stand in a sequence."""

    unit: Key
    direction: Direction | None = None


class Vocabulary(Strict):
    """`facts/vocabulary.yaml`: every key that facts refer to."""

    format: Literal["1"]
    topics: dict[Key, Term] = Field(default_factory=dict)
    people: dict[Key, Person] = Field(default_factory=dict)
    units: dict[Key, Unit] = Field(default_factory=dict)
    measures: dict[Key, Measure] = Field(default_factory=dict)
    happenings: dict[Key, Term] = Field(default_factory=dict)


class Corpus(Strict):
    """All articles' facts and the vocabulary, as read from `facts/`."""

    vocabulary: Vocabulary
    articles: tuple[ArticleFile, ...]


def public_id(article: str, fact: str) -> str:
    """The id that people cite: `<article>/<fact>`."""
    return f"{article}/{fact}"
