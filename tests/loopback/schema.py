"""JSON Schema as Discord's description of its API uses it, with problems told for people.

Two things differ from plain JSON Schema 2020-12. Of several branches (`oneOf`, `anyOf`) only those
are looked into that can be meant, by the value's type and by the numbers that tell the branches
apart, such as a component's `type`: so a problem is told once, and where it is. And a field that
an object's schema does not name is a problem, since a misspelt field is one that nobody reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

Schema = Mapping[str, Any]
Check = Callable[[object], list[str]]
"""Says what is wrong with a value, a line each."""

UNDESCRIBED = {
    "tts": "allowed_mentions",
    "nsfw": "default_member_permissions",
    "flags": "footer",
}
"""Fields that discord.py always sends and the description leaves out, each with a field that the
object it belongs to has. `tts`, false, goes with every message, and edits do not name it; `nsfw`
is documented (Application Commands, "Create Global Application Command") but not described; an
embed's `flags` are what Discord answers with, and the library sends them back, 0 for a new one."""

_SNOWFLAKE = "SnowflakeType"
_LONGEST = 160
"""How many characters of a value a problem repeats."""

FORMATS = FormatChecker(formats=())


@FORMATS.checks("snowflake")
def _is_snowflake(value: object) -> bool:
    """Unsigned, 64 bits (API Reference, "Snowflakes")."""
    if isinstance(value, str):
        return not re.fullmatch(r"[0-9]+", value) or int(value) < 2**64
    return not isinstance(value, int) or 0 <= value < 2**64


@FORMATS.checks("int32")
def _is_int32(value: object) -> bool:
    return not isinstance(value, int) or -(2**31) <= value < 2**31


@FORMATS.checks("int64")
def _is_int64(value: object) -> bool:
    return not isinstance(value, int) or -(2**63) <= value < 2**63


@FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(re.match(r"[a-z][a-z0-9+.-]*:\S+$", value))


class Schemas:
    """The named schemas of a description, and validators that resolve references to them."""

    def __init__(self, named: Mapping[str, Schema]) -> None:
        self._by_reference = {f"#/components/schemas/{name}": named[name] for name in named}
        # Discord takes an id as a number too (API Reference, "ID Serialization", shows both), and
        # discord.py sends numbers: the roles of allowed mentions, the ids of attachments.
        reference = f"#/components/schemas/{_SNOWFLAKE}"
        if reference in self._by_reference:
            as_text = self._by_reference[reference]
            self._by_reference[reference] = {**as_text, "type": ["string", "integer"]}
        self._class: type[Any] = extend(  # type: ignore[no-untyped-call]
            Draft202012Validator,
            {
                "$ref": self._reference,
                "properties": _properties,
                "oneOf": self._branches,
                "anyOf": self._branches,
            },
        )

    def check(self, schema: Schema) -> Check:
        """A check by one schema, to be kept by whoever checks often."""
        validator = self._class(schema, format_checker=FORMATS)
        return lambda value: [_told(error) for error in validator.iter_errors(value)]

    def resolved(self, schema: Schema) -> Schema:
        """The schema itself, whatever references lead to it."""
        while "$ref" in schema:
            schema = self._by_reference[schema["$ref"]]
        return schema

    def _reference(self, validator: Any, name: str, value: object, _: Schema) -> Iterator[Any]:
        yield from validator.descend(value, self._by_reference[name])

    def _branches(
        self, validator: Any, branches: Sequence[Schema], value: object, _: Schema
    ) -> Iterator[Any]:
        """Of `oneOf` too one that fits is enough: Discord's branches exclude each other by kind."""
        meant = [branch for branch in branches if self._can_be(validator, branch, value)]
        if not meant:
            expected = ", ".join(self._expected(branch) for branch in branches)
            yield ValidationError(f"{_distinctive(value)} is none of: {expected}")
            return
        if len(meant) == 1:
            yield from validator.descend(value, meant[0])
            return
        problems = [list(validator.descend(value, branch)) for branch in meant]
        if [] not in problems:
            yield from min(problems, key=len)

    def _can_be(self, validator: Any, branch: Schema, value: object) -> bool:
        """Whether a branch can be meant, without a look below its discriminating fields."""
        branch = self.resolved(branch)
        if "const" in branch:
            # JSON has no number 1 that equals true.
            return bool(branch["const"] == value and type(branch["const"]) is type(value))
        types = branch.get("type")
        if types is not None:
            types = [types] if isinstance(types, str) else types
            if not any(validator.is_type(value, name) for name in types):
                return False
        if not isinstance(value, dict):
            return True
        return all(value.get(name) in kinds for name, kinds in _kinds(branch) if name in value)

    def _expected(self, branch: Schema) -> str:
        branch = self.resolved(branch)
        if "const" in branch:
            return f"{branch['const']} ({branch.get('title', '')})"
        kinds = [f"{name} {'/'.join(map(str, values))}" for name, values in _kinds(branch)]
        return " and ".join(kinds) or str(branch.get("type", "anything"))


def _told(error: ValidationError) -> str:
    """A problem in a line: where it is, what is wrong, without the whole value."""
    place = error.json_path.removeprefix("$").removeprefix(".")
    value, limit = error.instance, error.validator_value
    measure = {
        "maxLength": "characters, at most",
        "minLength": "characters, at least",
        "maxItems": "items, at most",
        "minItems": "items, at least",
    }.get(str(error.validator))
    if measure is not None and isinstance(value, str | list):
        message = f"{len(value)} {measure} {limit}"
    else:
        message = error.message.replace(repr(value), _short(value))
    return f"{place}: {message}" if place else message


def _properties(
    validator: Any, properties: Mapping[str, Schema], value: object, schema: Schema
) -> Iterator[Any]:
    """Validate what is named, and report what is not, if the schema gives no rule for it."""
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        if name in properties:
            yield from validator.descend(inner, properties[name], path=name, schema_path=name)
        elif "additionalProperties" not in schema and UNDESCRIBED.get(name) not in properties:
            yield ValidationError(f"there is no field {name!r} here")


def _kinds(branch: Schema) -> Iterator[tuple[str, Sequence[object]]]:
    """The required fields with their fixed values: what tells a branch from the others."""
    properties = branch.get("properties", {})
    for name in branch.get("required", ()):
        if properties.get(name, {}).get("enum"):
            yield name, properties[name]["enum"]


def _distinctive(value: object) -> str:
    """What a value is told by where no branch fits it: its type, if it says so itself."""
    if isinstance(value, dict) and "type" in value:
        return f"type {value['type']!r}"
    return _short(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
