"""Reads a file of `facts/` strictly, with every problem in one go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.corpus.files import TreeError
from bot.corpus.snapshot import printable
from bot.corpus.tree import MAX_PROBLEMS, Tree, decode, parse
from bot.errors import Problem

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its name below `facts/`, its model, and where its parts stand."""

    name: str
    model: BaseModel | None
    tree: Tree

    def problem(self, path: tuple[str | int, ...], message: str) -> Problem:
        """A problem at the line where `path` (or its nearest parent) stands."""
        return Problem(self.name, self.tree.line(path), message)


def read_source(
    name: str, data: Callable[[], bytes], model: type[BaseModel]
) -> tuple[Source, list[Problem]]:
    """A strict YAML file, whose bytes `data` gives or raises `TreeError`, and its problems."""
    value, tree, problems = read_file(name, data, model)
    return Source(name, value, tree), problems


def read_file(
    name: str, data: Callable[[], bytes], model: type[Model]
) -> tuple[Model | None, Tree, list[Problem]]:
    """The same as a `model`, its tree, and its problems."""
    try:
        return _typed(name, data(), model)
    except TreeError as error:
        return None, Tree(), _listed(name, error.problems)


def _listed(name: str, problems: Sequence[tuple[int, str]]) -> list[Problem]:
    """The problems of one file, those beyond `MAX_PROBLEMS` as a number."""
    listed = [Problem(name, line, message) for line, message in problems[:MAX_PROBLEMS]]
    if len(problems) > MAX_PROBLEMS:
        listed.append(Problem(name, 0, f"and {len(problems) - MAX_PROBLEMS} problems more"))
    return listed


def _typed(name: str, data: bytes, model: type[Model]) -> tuple[Model | None, Tree, list[Problem]]:
    text = decode(data)
    tree = parse(text)
    problems = [*tree.problems, *_cut_by_comment(text)]
    if not isinstance(tree.value, dict):
        held = "is empty" if tree.value is None else f"holds {_kind(tree.value)}"
        problems.append((tree.line(()), f"{held}; expected `key: value` lines"))
        return None, tree, _listed(name, problems)
    try:
        return model.model_validate(tree.value), tree, _listed(name, problems)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            path = tuple(part for part in detail["loc"] if part != "[key]")
            if len(problems) < MAX_PROBLEMS:
                message = f"{_spell(path)} {_say(detail, tree, path, model)}"
            else:
                message = ""
            problems.append((tree.line(path), message))
    return None, tree, _listed(name, problems)


_CUT = re.compile(
    r"^[^\S\n]*(?:- )?(quote|what|text|source|title|words|prefix|suffix|claim|derived_from):"
    r" +[^\s\"'>|#].*[^\S\n]#",
    re.MULTILINE,
)


def _cut_by_comment(text: str) -> Iterator[tuple[int, str]]:
    """Values of running text that YAML would cut at ` #`, where it begins a comment."""
    number, counted = 1, 0
    for match in _CUT.finditer(text):
        number += text.count("\n", counted, match.start(1))
        counted = match.start(1)
        yield (
            number,
            f"{match[1]} would lose what follows ' #', a comment to YAML; put it in quotes",
        )


def _spell(path: tuple[str | int, ...]) -> str:
    """`events[3].when`, counting from 1 as people do."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{printable(part)}"
    return text.lstrip(".") or "the file"


def _say(
    detail: ErrorDetails, tree: Tree, path: tuple[str | int, ...], model: type[BaseModel]
) -> str:
    """What is wrong and what was expected, in an editor's words rather than pydantic's."""
    context = detail.get("ctx", {})
    given = detail.get("input")
    shown = repr(given if len(given) <= 60 else given[:60] + "…") if isinstance(given, str) else ""
    match detail["type"]:
        case "missing":
            if path in tree.lines:
                return "is empty; expected a value"
            return "is missing"
        case "extra_forbidden":
            return "is a key that the format does not know" + _nearest(path, model)
        case "literal_error":
            expected = str(context.get("expected", "")).replace("'", "")
            return f"is {shown or _kind(given)}; expected {expected}"
        case "string_pattern_mismatch":
            return f"is {shown}; expected {_pattern(str(context.get('pattern', '')))}"
        case "string_too_long" | "too_long":
            return f"is too long; expected at most {context.get('max_length')} characters"
        case "string_too_short" | "too_short":
            return "is empty; expected some text"
        case "value_error":
            return str(context.get("error", detail["msg"]))
        case "string_type":
            return f"is {_kind(given)}; expected text"
        case "tuple_type":
            return f"is {_kind(given)}; expected a list, as in [a, b] or lines that begin with -"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"is {_kind(given)}; expected `key: value` lines"
    return detail["msg"]


def _pattern(pattern: str) -> str:
    if pattern.startswith("^https"):
        return "an address that begins with https://"
    if pattern.startswith("^[a-z]{2,3}"):
        return "a language code such as en, ru or zh-CN"
    if "[0-9a-f]" in pattern:
        return "what `python -m bot seal` writes; run it again"
    return "a key: small letters a-z and digits, joined by single hyphens"


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    if isinstance(value, dict):
        return "`key: value` lines"
    return "a list" if isinstance(value, list) else "empty"


def _nearest(path: tuple[str | int, ...], model: type[BaseModel]) -> str:
    """The key that was probably meant, or those that there are."""
    import difflib

    known = sorted(_fields(model, path[:-1]))
    close = difflib.get_close_matches(str(path[-1])[:60], known, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; it knows {', '.join(known)}" if known else ""


def _fields(model: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that the format knows at `path`, read off the model itself."""
    here: Any = model
    for part in path:
        found = _model_in(here)
        if found is not None and part in found.model_fields:
            here = found.model_fields[str(part)].annotation
        elif found is not None:
            return ()
        else:  # an entry of a list, or of what keys name
            here = next((a for a in reversed(get_args(here)) if a is not Ellipsis), None)
    found = _model_in(here)
    return tuple(found.model_fields) if found is not None else ()


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation such as `Direction | None` names, if it names one."""
    options = get_args(annotation) if get_origin(annotation) is UnionType else (annotation,)
    for option in options:
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None
