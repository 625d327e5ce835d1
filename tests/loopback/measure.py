"""How texts are measured, and lists read, where limits are checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def units(text: str) -> int:
    """The length in UTF-16 units: two for what lies beyond the basic plane, an emoji for one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def span(what: str, text: object, least: int, most: int) -> Iterator[str]:
    """A problem if a text has not from `least` to `most` units; what is no text is left alone."""
    if isinstance(text, str) and not least <= units(text) <= most:
        expected = f"at most {most}" if least == 0 or units(text) > most else f"at least {least}"
        yield f"{what}: {units(text)} characters, {expected}"


def objects(value: object) -> list[Mapping[str, Any]]:
    """The objects in a list; of anything else none: its form is the schema's matter."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def inner(value: object) -> Mapping[str, Any]:
    """An object as it is; of anything else one without fields."""
    return value if isinstance(value, dict) else {}


def repeated(values: Iterable[object]) -> list[str | int]:
    """The texts and numbers that are there more than once, each of them once."""
    counts = Counter(each for each in values if isinstance(each, str | int))
    return [each for each, count in counts.items() if count > 1]
