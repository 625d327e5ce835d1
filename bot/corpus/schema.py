"""The format's JSON Schema as editors need it: what the reader takes, seen through their YAML.

The reader takes every scalar as text and an empty value as one that is not there; an editor's
YAML turns `1994` into a number, `no` into a boolean and nothing into null before the schema sees
it. Without this, VS Code would underline what `check` accepts.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

TEXT = ["string", "number", "boolean"]
"""What an editor's YAML makes of a scalar that the reader takes as text."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class EditorSchema(GenerateJsonSchema):
    """Pydantic's generator, for values that came through an ordinary YAML loader."""

    def generate(
        self, schema: core_schema.CoreSchema, mode: JsonSchemaMode = "validation"
    ) -> JsonSchemaValue:
        """The schema of a whole file."""
        made = super().generate(schema, mode)
        for node in (made, *made.get("$defs", {}).values()):
            required = node.get("required", ())
            for name, field in node.get("properties", {}).items():
                if name not in required:
                    node["properties"][name] = _or_nothing(field)
        return {"$schema": DIALECT, **made}

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Text: a number or a boolean is text too, whose pattern only the reader can judge."""
        return {**super().str_schema(schema), "type": TEXT}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        """One of some words; `1` is the word "1"."""
        expected = schema["expected"]
        numbers = [int(word) for word in expected if isinstance(word, str) and word.isdecimal()]
        return {"enum": [*expected, *numbers]}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Entries by key: no key that is not one."""
        made = super().dict_schema(schema)
        return {**made, "additionalProperties": False} if "patternProperties" in made else made


def _or_nothing(field: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field that may stand there with nothing after its colon."""
    options = field.get("anyOf", ())
    if {"type": "null"} in options:
        return field
    about: dict[str, Any] = {
        key: field[key] for key in ("title", "description", "default") if key in field
    }
    rest = {key: value for key, value in field.items() if key not in about}
    return {"anyOf": [*options, {"type": "null"}] if options else [rest, {"type": "null"}], **about}
