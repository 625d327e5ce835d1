"""Reads the documents of a facts database into models, without the checks of `bot.corpus`.

Only what passed them is compiled, so that a document holds each value as its model does, or as
JSON writes it. To check it again would take most of the time that an answer takes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from bot.corpus.dates import Edtf, parse_edtf
from bot.corpus.model import (
    Article,
    Direction,
    EnglishForms,
    Event,
    Fact,
    Figure,
    Forms,
    Kind,
    Measure,
    Note,
    Person,
    Publication,
    Quote,
    RussianForms,
    Term,
    Times,
    Unit,
)

M_co = TypeVar("M_co", bound=BaseModel, covariant=True)
Read = Callable[[Any], Any]

_set = object.__setattr__  # the models are frozen

DATES = 4096
"""How many dates are kept as they were read: facts have few different ones."""


class Reading(Generic[M_co]):
    """Makes one kind of model. `reads` are the fields of which JSON holds another value."""

    def __init__(self, model: type[M_co], reads: Mapping[str, Read]) -> None:
        fields = model.model_fields.items()
        self._model = model
        self._required = frozenset(name for name, field in fields if field.is_required())
        self._reads = tuple(reads.items())
        # With a place for what is required, so that all fields are in the model's order.
        empty = model.model_construct(**dict.fromkeys(self._required))
        self._defaults = {name: getattr(empty, name) for name in model.model_fields}

    def of_document(self, document: str) -> M_co:
        """A model from its JSON; raises `ValueError` where it is none."""
        try:
            return self.of(json.loads(document))
        except (AttributeError, TypeError, ArithmeticError) as error:
            raise ValueError(f"a document holds something else: {error}") from error

    def of(self, values: dict[str, Any]) -> M_co:
        """A model from its fields as JSON has them."""
        if not self._required <= values.keys():
            raise ValueError(f"without {', '.join(self._required - values.keys())}")
        for name, read in self._reads:
            if name in values:
                values[name] = read(values[name])
        # As `model_construct` ends; before that it goes through the fields one by one.
        made = self._model.__new__(self._model)
        _set(made, "__dict__", {**self._defaults, **values})
        _set(made, "__pydantic_fields_set__", set(values))
        _set(made, "__pydantic_extra__", None)
        _set(made, "__pydantic_private__", None)
        return made


class Documents:
    """Makes every kind of model that is compiled."""

    def __init__(self) -> None:
        note = Reading(Note, {"rival": _date})

        def notes(found: Iterable[dict[str, Any]]) -> tuple[Note, ...]:
            return tuple(map(note.of, found))

        fact: dict[str, Read] = {
            "speaker": tuple,
            "topics": tuple,
            "people": tuple,
            "notes": notes,
        }
        numbers = dict.fromkeys(("value", "low", "high"), Decimal)
        self.facts: Mapping[Kind, Reading[Fact]] = {
            "event": Reading(Event, {**fact, "when": _date}),
            "figure": Reading(Figure, {**fact, **numbers, "period": _date, "as_of": _date}),
            "quote": Reading(Quote, {**fact, "when": _date}),
        }
        published = Reading(Publication, {"date": _date, "filed_as": _date})
        self.articles = Reading(Article, {"published": published.of, "notes": notes})
        self.terms = Reading(Term, {"aliases": tuple})
        self.people = Reading(Person, {"aliases": tuple})
        forms = Reading(
            Forms, {"en": Reading(EnglishForms, {}).of, "ru": Reading(RussianForms, {}).of}
        )
        times = Reading(Times, dict.fromkeys(Times.model_fields, Decimal))
        self.units = Reading(Unit, {"forms": forms.of, "times": times.of})
        direction = Reading(Direction, {})
        self.measures = Reading(Measure, {"aliases": tuple, "direction": direction.of})


@lru_cache(maxsize=DATES)
def _date(text: str) -> Edtf:
    return parse_edtf(text)
