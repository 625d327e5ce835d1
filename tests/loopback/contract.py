"""Checks each REST request of the bot against Discord's own description of its API (OpenAPI 3.1).

The description is not part of the project. `limit_violations` holds what it leaves out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.loopback.limits import limit_violations, message_of
from tests.loopback.measure import objects
from tests.loopback.schema import Check, Schema, Schemas

__all__ = ["DESCRIPTION", "VARIABLE", "Contract", "limit_violations"]

VARIABLE = "FOOTNOTE_OPENAPI"
DESCRIPTION = Path(
    os.environ.get(VARIABLE) or Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"
)
"""Where the description is expected: beside the project, or where the variable says."""

JSON, MULTIPART = "application/json", "multipart/form-data"
FIRST_SNOWFLAKE = 2**22
"""Ids hold milliseconds above 22 bits (API Reference, "Snowflakes"): below are a form's files."""

_BOOLEANS = {"True": True, "true": True, "1": True, "False": False, "false": False, "0": False}
"""API Reference, "Boolean Query Strings"."""


@dataclass
class _Node:
    """A place in the tree of path templates, after some segments."""

    literals: dict[str, _Node] = field(default_factory=dict)
    parameter: _Node | None = None
    template: str | None = None


class Contract:
    """The description, ready to be held against requests."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._paths: Mapping[str, Any] = document["paths"]
        self._schemas = Schemas(document["components"]["schemas"])
        self._checks: dict[tuple[str, ...], Check] = {}
        self._root = _Node()
        for template in self._paths:
            node = self._root
            for segment in template.removeprefix("/").split("/"):
                if segment.startswith("{"):
                    node.parameter = node.parameter or _Node()
                    node = node.parameter
                else:
                    node = node.literals.setdefault(segment, _Node())
            node.template = template

    @classmethod
    def load(cls, path: Path) -> Contract:
        """Read the description; raises OSError or ValueError where it cannot be read."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def violations(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: object | None,
        files: Sequence[str] = (),
    ) -> list[str]:
        """What is wrong with a request, a line each; none if it is as described.

        `path` is below `/api/v10` and without the query, percent-encoded or not. `body` is the
        JSON, of a form its `payload_json`; `files` are the names of a form's files in the order
        of their `files[n]`.
        """
        found = self._find(self._root, path.removeprefix("/").split("/"))
        if found is None:
            return [f"{method} {path}: the description has no such path"]
        template, values = found
        operation = self._paths[template].get(method.lower())
        if operation is None:
            return [f"{method} {template}: the path has no such method"]
        by_name = {name.lower(): value for name, value in headers.items()}
        problems = [
            *self._parameter_problems(template, method, values, query),
            *_authorization_problems(operation, by_name),
            *self._body_problems(operation, by_name, body, files),
            *_file_problems(body, files),
        ]
        return [f"{method} {template}: {problem}" for problem in problems]

    def _find(self, node: _Node, segments: Sequence[str]) -> tuple[str, list[str]] | None:
        """The template of a path and the values of its parameters; literal segments go first."""
        if not segments:
            return (node.template, []) if node.template else None
        head, rest = unquote(segments[0]), segments[1:]
        if head in node.literals:
            found = self._find(node.literals[head], rest)
            if found is not None:
                return found
        if node.parameter is None or not head:
            return None
        found = self._find(node.parameter, rest)
        return (found[0], [head, *found[1]]) if found else None

    def _parameter_problems(
        self, template: str, method: str, values: Sequence[str], query: Mapping[str, str]
    ) -> Iterator[str]:
        item = self._paths[template]
        described = [*item.get("parameters", ()), *item[method.lower()].get("parameters", ())]
        names = re.findall(r"\{(\w+)\}", template)
        given = {"path": dict(zip(names, values)), "query": query}
        known: dict[str, set[str]] = {"path": set(), "query": set()}
        for parameter in described:
            name, place, schema = parameter["name"], parameter["in"], parameter["schema"]
            known[place].add(name)
            if name in given[place]:
                check = self._check(schema, template, method, place, name)
                for problem in check(self._typed(schema, given[place][name])):
                    yield f"{place} parameter {name}: {problem}"
            elif parameter.get("required"):
                yield f"{place} parameter {name} is missing"
        for name in sorted(query.keys() - known["query"]):
            yield f"there is no query parameter {name!r}"

    def _typed(self, schema: Schema, text: str) -> object:
        """The value that a text in a URL stands for; the text itself if it does not fit."""
        types = self._schemas.resolved(schema).get("type")
        if types == "boolean":
            return _BOOLEANS.get(text, text)
        if types == "integer" and re.fullmatch(r"-?[0-9]+", text):
            return int(text)
        return [text] if types == "array" else text

    def _body_problems(
        self,
        operation: Mapping[str, Any],
        headers: Mapping[str, str],
        body: object | None,
        files: Sequence[str],
    ) -> Iterator[str]:
        described = operation.get("requestBody")
        if described is None:
            if body is not None or files:
                yield "there is a body, and the description has none"
            return
        if body is None:
            if described.get("required"):
                yield "the body is missing"
            return
        media = headers.get("content-type", "").partition(";")[0].strip().lower()
        if media not in (JSON, MULTIPART) or media not in described["content"]:
            accepted = [each for each in (JSON, MULTIPART) if each in described["content"]]
            yield f"the Content-Type is {media!r}, expected {' or '.join(accepted)}"
            return
        if files and media != MULTIPART:
            yield f"files need a body of {MULTIPART}"
        schema = _without_files(described["content"][media]["schema"])
        yield from self._check(schema, operation["operationId"], media)(body)

    def _check(self, schema: Schema, *key: str) -> Check:
        if key not in self._checks:
            self._checks[key] = self._schemas.check(schema)
        return self._checks[key]


def _without_files(schema: Schema) -> Schema:
    """The schema of a form's `payload_json`: its files are fields of the form beside it."""
    parts = [
        part
        for part in schema.get("allOf", ())
        if not any(name.startswith("files[") for name in part.get("properties", ()))
    ]
    return parts[0] if len(parts) == 1 else schema


def _authorization_problems(
    operation: Mapping[str, Any], headers: Mapping[str, str]
) -> Iterator[str]:
    """A bot's token where it is asked for; a path with a token of its own needs none."""
    ways = operation.get("security", ())
    given = headers.get("authorization")
    if given is None:
        if ways and {} not in ways:
            yield "the Authorization is missing"
    elif not any("BotToken" in way for way in ways):
        yield "an Authorization is given, and a bot's is of no use here"
    elif not re.fullmatch(r"Bot \S+", given):
        yield "the Authorization is not 'Bot' and a token"


def _file_problems(body: object, files: Sequence[str]) -> Iterator[str]:
    """Attachments and the files that they stand for (API Reference, "Uploading Files")."""
    message = message_of(body)
    names, uploaded = set(files), set()
    for attachment in objects(message.get("attachments")):
        name, text = attachment.get("filename"), str(attachment.get("id"))
        if not text.isdecimal() or int(text) >= FIRST_SNOWFLAKE:
            names.add(str(name))  # one that the message has already
            continue
        number = int(text)
        if number in uploaded:
            yield f"two attachments have the id {number}"
        uploaded.add(number)
        if number >= len(files):
            yield f"attachment {number} has no files[{number}]"
        elif name is not None and name != files[number]:
            yield f"attachment {number} is named {name!r}, and files[{number}] {files[number]!r}"
    if message.get("attachments") is not None:
        for number in sorted(set(range(len(files))) - uploaded):
            yield f"files[{number}] {files[number]!r} is in no attachment"
    for url in _attachment_urls(message):
        if url.removeprefix("attachment://") not in names:
            yield f"{url} is the name of no file"


def _attachment_urls(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        url = value.get("url")
        if isinstance(url, str) and url.startswith("attachment://"):
            yield url
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _attachment_urls(inner)
