"""Models made of compiled documents without checks: the same as with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.corpus.model import (
    Article,
    Direction,
    Event,
    Figure,
    Measure,
    Note,
    Person,
    Publication,
    Quote,
    Term,
    Unit,
)
from bot.publish.build import build
from bot.store.documents import Documents, Reading
from tests.benchmarks.compiled import compiled

FACTS = Path(__file__).parents[2] / "facts"

_NOTE = {"text": "No.", "source": "A record", "disputes": "when", "rival": "2001~"}
_FACT = {
    "id": "a-fact",
    "what": "What it is.",
    "quote": "its words",
    "prefix": "before",
    "suffix": "after",
    "voice": "reported",
    "speaker": ["putin", "xi"],
    "happening": "signing",
    "topics": ["gas", "trade"],
    "people": ["putin"],
    "derived_from": "last year",
    "derived_how": "The year before.",
    "when_words": "long ago",
    "notes": [_NOTE, {"text": "Yes.", "source": "Another"}],
}
_TERM = {"en": "Gas", "ru": "Газ", "zh": "天然气", "aliases": ["LNG"]}
_UNIT = {"en": "USD", "ru": "доллары", "zh": "美元"}
WHOLE: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (Event, {**_FACT, "when": "2001-07-19", "status": "planned"}),
    (
        Figure,
        {
            **_FACT,
            "measure": "gas-trade",
            "value": "146.80",
            "low": "-1",
            "high": "0.10",
            "relation": "between",
            "claim": "record high",
            "status": "forecast",
            "period": "2013/..",
            "as_of": "196X",
        },
    ),
    (Quote, {**_FACT, "when": "2021-21", "occasion": "A speech."}),
    (
        Article,
        {
            "id": "one",
            "short": "One",
            "title": "A title",
            "author": "An Author",
            "person": "author",
            "author_role": "a role",
            "kind": "opinion",
            "kind_why": "Why.",
            "outlet": "A paper",
            "url": "https://example.org/one",
            "language": "en",
            "published": {"date": "2022-02~", "basis": "filed", "why": "W.", "filed_as": "2022"},
            "coverage": "full",
            "notes": [_NOTE],
        },
    ),
    (Term, _TERM),
    (Person, {**_TERM, "kind": "body"}),
    (
        Unit,
        {
            **_UNIT,
            "forms": {
                "en": {"one": "dollar"},
                "ru": {"one": "доллар", "few": "доллара", "other": "доллара"},
            },
            "times": {"en": "0.10", "ru": "1", "zh": "10"},
        },
    ),
    (Measure, {**_TERM, "unit": "usd", "direction": _UNIT}),
]
"""Of each model that is compiled, one with all of its fields."""


def readings() -> Mapping[type[BaseModel], Reading[BaseModel]]:
    """How each model that is compiled is made."""
    documents = Documents()
    return {
        Event: documents.facts["event"],
        Figure: documents.facts["figure"],
        Quote: documents.facts["quote"],
        Article: documents.articles,
        Term: documents.terms,
        Person: documents.people,
        Unit: documents.units,
        Measure: documents.measures,
    }


def assert_same(made: BaseModel, checked: BaseModel) -> None:
    """Equal down to each value's type, and to how a decimal is written."""
    assert made == checked
    assert repr(made) == repr(checked)
    assert made.model_fields_set == checked.model_fields_set
    assert made.model_dump_json() == checked.model_dump_json()


@pytest.mark.parametrize(("model", "values"), WHOLE)
def test_every_field_is_as_it_is_checked(model: type[BaseModel], values: dict[str, Any]) -> None:
    """Also those that the bundled facts leave out, but for the ignored words: not compiled."""
    checked = model.model_validate(values)
    unset = set(model.model_fields) - checked.model_fields_set
    assert unset == ({"ignored"} if model is Article else set())
    document = checked.model_dump_json(exclude_defaults=True)
    assert_same(readings()[model].of_document(document), model.model_validate_json(document))


def test_every_model_within_is_whole_above() -> None:
    """A field that one of them is given must stand in the values above as well."""
    assert set(_NOTE) == set(Note.model_fields)
    assert set(_UNIT) == set(Direction.model_fields)
    published = dict(WHOLE)[Article]["published"]
    assert set(published) == set(Publication.model_fields)


@pytest.mark.parametrize("corpus", ["bundled", "made-up"])
def test_every_document_is_as_it_is_checked(tmp_path: Path, corpus: str) -> None:
    """The bundled facts and made-up ones, with their articles and words."""
    if corpus == "bundled":
        path = build(FACTS, None, tmp_path).path
    else:
        path = compiled(500, 1, tmp_path)
    models: dict[str, type[BaseModel]] = {
        "event": Event,
        "figure": Figure,
        "quote": Quote,
        "article": Article,
        "topics": Term,
        "people": Person,
        "units": Unit,
        "measures": Measure,
        "happenings": Term,
    }
    with closing(sqlite3.connect(path)) as database:
        found = database.execute(
            "SELECT kind, document FROM fact UNION ALL SELECT 'article', document FROM article"
            " UNION ALL SELECT section, document FROM term"
        ).fetchall()
    makes = readings()
    for kind, document in found:
        model = models[kind]
        assert_same(makes[model].of_document(document), model.model_validate_json(document))
    assert {kind for kind, _ in found} == set(models)


@pytest.mark.parametrize(
    "document",
    ["", "{", "null", "[]", "5", "{}", '{"id": "a", "what": "A."}']
    + [
        f'{{"id": "a", "what": "A.", "quote": "a", "measure": "m", "relation": "about", {field}}}'
        for field in ('"value": "much"', '"value": null', '"period": "soon"', '"notes": [5]')
    ],
)
def test_a_document_that_is_none_is_an_error_of_one_kind(document: str) -> None:
    """Whatever a damaged file holds."""
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever words
        Documents().facts["figure"].of_document(document)
