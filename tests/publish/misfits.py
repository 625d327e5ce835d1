"""Files that are YAML but not the format: each field of each model with each kind of wrong value.

They are made by walking the models themselves, so that a new field is spoilt as well.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """A value as it is written, whatever that is to YAML."""

    text: str


@dataclass(frozen=True, slots=True)
class Twice:
    """A value whose key is written twice."""

    value: Any


@dataclass(frozen=True, slots=True)
class Misfit:
    """What was done to a good file, what it holds then, and the line of it that is wrong."""

    how: str
    text: str
    line: int


WRONG: dict[str, Any] = {
    "a list of lists": [["x"]],
    "a mapping": {"zzz": "x"},
    "an empty text": "",
    "a very long text": "x" * 5000,
    "a text that turns around": Raw('"to \\u202E fro"'),
}
"""What no field takes."""

WRONG_YAML: dict[str, Raw] = {
    name: Raw(text)
    for name, text in {
        "nothing, spelled out": "~",
        "null": "null",
        "a tag": "!!int 3",
        "a tag of Python's": "!!python/object/apply:os.system [ls]",
        "an anchor": "&a x",
        "an alias": "*a",
        "an open bracket": "[a",
        "an open brace": "{a: b",
        "an open quotation mark": '"a',
        "an open single one": "'a",
        "a list on the key's line": "- x",
        "a second colon": "a: b",
        "a sign that YAML keeps": "@x",
        "a backtick": "`x`",
        "a bad escape": '"\\q"',
        "an escape beyond Unicode": '"\\UFFFFFFFF"',
        "an unquoted directive": "%x",
        "text behind a text": '"a" b',
        "an alias of a merge": "{<<: *a}",
    }.items()
}
"""What is wrong wherever it stands."""


def misfits(model: type[BaseModel], sample: Any) -> Iterator[Misfit]:
    """Every field of `model` and of the models in it with what it does not take, left out where
    it must be there, and written twice; and a key that is none beside them.

    `sample` are the plain values of a good file. A model that it holds several of is spoilt in
    the first.
    """
    for place, name, required in _fields(model, sample, ()):
        path = (*place, name)
        for what, value in {**WRONG, **WRONG_YAML}.items():
            yield _with(sample, path, value, what)
        if name in _at(sample, place):
            yield _with(sample, path, Twice(_at(sample, path)), "twice")
        if required:
            yield _without(sample, path)
    for place in dict.fromkeys(place for place, _, _ in _fields(model, sample, ())):
        yield _with(sample, (*place, "zzz"), "x", "which is no key")


def _fields(model: type[BaseModel], sample: Any, place: Path) -> Iterator[tuple[Path, str, bool]]:
    """Each field: the path of its model's first one in the sample, its name, whether it must be."""
    for name, info in model.model_fields.items():
        yield place, name, info.is_required()
        inner, path = info.annotation, (*place, name)
        if name not in _at(sample, place) or not _at(sample, path):
            continue
        if get_origin(inner) in (tuple, dict):
            value = _at(sample, path)
            path = (*path, 0 if isinstance(value, list) else next(iter(value)))
        found = _model_in(inner)
        if found is not None and isinstance(_at(sample, path), dict):
            yield from _fields(found, sample, path)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation names, alone, as an alternative, or in a tuple or dict."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, dict, UnionType):
        return next(filter(None, map(_model_in, get_args(annotation))), None)
    return None


def _at(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


def _with(sample: Any, path: Path, value: Any, what: str) -> Misfit:
    changed = copy.deepcopy(sample)
    _at(changed, path[:-1])[path[-1]] = value
    page = Page.of(changed)
    return Misfit(f"{_spelled(path)}: {what}", page.text, page.lines[path])


def _without(sample: Any, path: Path) -> Misfit:
    changed = copy.deepcopy(sample)
    del _at(changed, path[:-1])[path[-1]]
    page = Page.of(changed)
    return Misfit(f"{_spelled(path)}: left out", page.text, page.lines.get(path[:-1], 1))


def _spelled(path: Path) -> str:
    return ".".join(map(str, path))


@dataclass
class Page:
    """Plain values as YAML, one key or entry a line, and the line of each of their paths."""

    written: list[str] = field(default_factory=list)
    lines: dict[Path, int] = field(default_factory=dict)

    @classmethod
    def of(cls, values: dict[str, Any]) -> Page:
        """The page of a file's values."""
        page = cls()
        page._mapping(values, (), "", "")
        return page

    @property
    def text(self) -> str:
        """The file."""
        return "".join(f"{line}\n" for line in self.written)

    def _mapping(self, values: dict[str, Any], path: Path, first: str, rest: str) -> None:
        for key, value in values.items():
            if isinstance(value, Twice):
                self._entry((*path, key), f"{first}{key}:", value.value, rest)
                first, value = rest, value.value
            self._entry((*path, key), f"{first}{key}:", value, rest)
            first = rest

    def _entry(self, path: Path, start: str, value: Any, indent: str) -> None:
        self.lines[path] = len(self.written) + 1
        if isinstance(value, dict) and value:
            self.written.append(start)
            self._mapping(value, path, f"{indent}  ", f"{indent}  ")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            self.written.append(start)
            for place, entry in enumerate(value):
                self.lines[*path, place] = len(self.written) + 1
                self._mapping(entry, (*path, place), f"{indent}  - ", f"{indent}    ")
        elif isinstance(value, Raw):
            self.written.append(f"{start} {value.text}")
        else:
            shown = "" if value is None else json.dumps(value, ensure_ascii=False)
            self.written.append(f"{start} {shown}".rstrip())
