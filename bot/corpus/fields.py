"""What the fields of a fact, an article or a word say, each on one line, as an editor writes it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from bot.corpus.dates import Edtf
from bot.corpus.model import Labels, Strict


def differing(old: Strict | None, new: Strict | None) -> Iterator[tuple[str, str, str]]:
    """The fields that differ: the name, what it said and what it says, empty for nothing.

    The fields of a part stand by themselves: `published.date`. Of a list of parts, such as notes,
    each part that differs stands by itself, under the list's name. None has no fields at all.
    """
    for name in _names(old, new):
        yield from _differing(name, _said(old, name), _said(new, name))


def field_text(value: Any) -> str:
    """A field's value on one line; empty for none."""
    match value:
        case None:
            return ""
        case Edtf():
            return value.text
        case Decimal():
            return format(value, "f")
        case tuple():
            return ", ".join(map(_item, value))
        case Strict():
            return _record(value)
    return str(value)


def _names(old: Strict | None, new: Strict | None) -> dict[str, None]:
    """The fields of both, which may be of two kinds, in the order of the new one's."""
    models = [type(model) for model in (new, old) if model is not None]
    return dict.fromkeys(name for model in models for name in model.model_fields)


def _said(model: Strict | None, name: str) -> Any:
    """A field's value. A label that is the English one was left out, or might have been."""
    value = getattr(model, name, None)
    left_out = isinstance(model, Labels) and name in ("ru", "zh") and value == model.en
    return None if left_out else value


def _differing(name: str, old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    # 146.8 and 146.80 are equal, and yet shown with the digits that were given.
    if old is new or (old == new and not isinstance(new, Decimal)):
        return
    if isinstance(old, Strict) or isinstance(new, Strict):
        for part, was, now in differing(old, new):
            yield f"{name}.{part}", was, now
    elif _has_parts(old) or _has_parts(new):
        yield from _differing_parts(name, old or (), new or ())
    elif field_text(old) != field_text(new):
        yield name, field_text(old), field_text(new)


def _has_parts(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(part, Strict) for part in value)


def _differing_parts(
    name: str, old: tuple[Any, ...], new: tuple[Any, ...]
) -> Iterator[tuple[str, str, str]]:
    """Parts that only one side has, in pairs as they come; where only their order differs, all."""
    only_old, only_new = _without(old, new), _without(new, old)
    if not only_old and not only_new:
        only_old, only_new = list(old), list(new)
    for was, now in zip_longest(only_old, only_new):
        if was != now:
            yield name, field_text(was), field_text(now)


def _without(parts: tuple[Any, ...], others: tuple[Any, ...]) -> list[Any]:
    """The parts that the others do not have, each as often as there are more of it here."""
    left = Counter(others)
    kept = []
    for part in parts:
        left[part] -= 1
        if left[part] < 0:
            kept.append(part)
    return kept


def _item(value: Any) -> str:
    """One of a list, in quotation marks where it could be taken for several."""
    text = field_text(value)
    return json.dumps(text, ensure_ascii=False) if "," in text or text[:1] == '"' else text


def _record(model: Strict) -> str:
    """A part on one line: what it says first, and the rest with the fields' names in brackets."""
    first, *rest = [(name, field_text(getattr(model, name))) for name in type(model).model_fields]
    more = "; ".join(f"{name}: {text}" for name, text in rest if text)
    return f"{first[1]} ({more})" if more else first[1]
