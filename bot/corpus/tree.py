"""YAML, strictly: text to a tree of plain values that knows the line of every part.

PyYAML's own loading guesses types (`NO` is false, `12:30` is 750), keeps the last of two equal
keys, and can be hung by aliases or brought down by deep nesting. Here only its event stream is
used: scalars stay strings, and what the format does not need is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.corpus.files import TreeError

MAX_DEPTH = 20
MAX_PROBLEMS = 200
"""More problems than this in one file are counted, not listed."""

_TAGGED = (yaml.ScalarEvent, yaml.CollectionStartEvent)
_NOTHING = ("~", "null", "Null", "NULL")

# Characters that change how a line reads without being seen: controls, line breaks that only some
# programs know, Unicode's bidirectional controls (UAX #9), and the invisible ones, which would
# make two different quotes look the same. Not the joiners U+200C and U+200D, which scripts need.
_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
_UNSEEN_OR_RETURN = re.compile(f"[{_UNSEEN}\r]")


@dataclass(slots=True)
class Tree:
    """Plain values (dict, list, str, None), and the line of each path into them."""

    value: Any = None
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of the nearest part of `path` that stands in the file, counted from 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def decode(data: bytes) -> str:
    """UTF-8 as text, without a byte order mark. Raises `TreeError` for what no text holds."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TreeError((line, _NO_UTF_8)) from None
    if data.count(0) * 4 > len(data):  # UTF-16 of letters a-z is UTF-8 of zeros and letters
        raise TreeError((1, _NO_UTF_8))
    text = text.removeprefix("\ufeff")
    problems = tuple(_unseen(text))
    if problems:
        raise TreeError(*problems)
    return text


_NO_UTF_8 = "is not UTF-8 text; save the file as UTF-8"


def _unseen(text: str) -> Iterator[tuple[int, str]]:
    """Each line with a control or invisible character, which no honest fact needs."""
    number, counted, last = 1, 0, 0
    for match in _UNSEEN_OR_RETURN.finditer(text):
        if match[0] == "\r" and text[match.end() : match.end() + 1] in ("\n", ""):
            continue
        number += text.count("\n", counted, match.start())
        counted = match.start()
        if number != last:
            last = number
            yield number, f"holds {_name(match[0])}; delete it"


def _name(character: str) -> str:
    name = unicodedata.name(character, "a control character")
    return f"the invisible character U+{ord(character):04X} ({name})"


def parse(text: str) -> Tree:
    """The tree of one YAML document. Raises `TreeError` where the YAML itself is broken."""
    events = _Events(text)
    tree = Tree()
    try:
        _build(iter(events), tree)
    except yaml.MarkedYAMLError as error:
        if (open_quote := _open_quote(events.last, error)) is not None:
            raise TreeError(*tree.problems, open_quote) from None
        # libyaml sees the end of a file one line further down than editors do.
        line = min(_line(error), text.count("\n") + 1)
        raise TreeError(*tree.problems, (line, _explain(error))) from None
    except yaml.YAMLError as error:
        reason = getattr(error, "reason", None) or str(error).split("\n")[0]
        raise TreeError(*tree.problems, (0, f"is not YAML: {reason}")) from None
    except (ValueError, OverflowError):  # PyYAML's own scanner, at an escape beyond Unicode
        raise TreeError(*tree.problems, (0, "is not YAML: it escapes no character")) from None
    return tree


class _Events:
    """What the parser finds in a text, and the last of it."""

    def __init__(self, text: str) -> None:
        self._found = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self.last: yaml.Event | None = None

    def __iter__(self) -> Iterator[yaml.Event]:
        for event in self._found:
            self.last = event
            yield event


def _open_quote(last: yaml.Event | None, error: yaml.MarkedYAMLError) -> tuple[int, str] | None:
    """The line of a quotation mark that some later one closed, if the parser failed behind that."""
    if not isinstance(last, yaml.ScalarEvent) or last.style not in ("'", '"'):
        return None
    start, end, failed = last.start_mark, last.end_mark, error.problem_mark
    if start is None or end is None or failed is None:
        return None
    if start.line == end.line or end.line != failed.line:
        return None
    return start.line + 1, (
        f"is not YAML: the text that {last.style} opens here goes on to line {end.line + 1};"
        " a closing quotation mark is missing"
    )


_BEGUN = ("scanning a quoted scalar", "scanning a simple key", "parsing a flow")
"""Contexts that begin with the line to mend; the parser itself notices further down."""


def _line(error: yaml.MarkedYAMLError) -> int:
    begun = any(context in (error.context or "") for context in _BEGUN)
    first, second = error.problem_mark, error.context_mark
    mark = (second or first) if begun else (first or second)
    return mark.line + 1 if mark else 0


_HINTS = (
    ("mapping values are not allowed", 'a value that contains ": " must stand in quotes'),
    ("a tab character", "begin lines with spaces"),
    ("could not find expected ':'", "expected `key: value`"),
    (
        "cannot start any token",
        "a tab or a special character begins a value: use spaces, or quotes",
    ),
    ("block sequence entries are not allowed", "begin a list on the line below its key"),
    ("mapping keys are not allowed", "a value that begins with ? must stand in quotes"),
    ("escape c", "write a backslash between double quotation marks as \\\\"),
    ("<document start>", "a line above ends the document, or begins with %; delete it"),
    ("scanning a directive", "a line that begins with % must stand in quotes"),
    ("scanning a quoted scalar", "a closing quotation mark is missing"),
    ("scanning a block scalar", "expected the text on the lines below, further to the right"),
    (
        "parsing a flow",
        "a closing bracket is missing, or a value that begins with one needs quotes",
    ),
    (
        "parsing a block",
        "begin the lines of one entry in the same column; end a value with the mark it begins with",
    ),
)
"""What a message or context of YAML's parser most likely means, the first that fits."""


def _explain(error: yaml.MarkedYAMLError) -> str:
    """What YAML's parser says, with what an editor most likely did."""
    problem = error.problem or "unreadable here"
    said = f"{problem} {error.context or ''}"
    hint = next((f"; {hint}" for words, hint in _HINTS if words in said), "")
    return f"is not YAML: {problem}{hint}"


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled, and for a mapping the key that waits."""

    value: Any
    path: tuple[str | int, ...]
    key: str | None = None
    waiting: bool = False


def _build(events: Iterator[yaml.Event], tree: Tree) -> None:
    stack: list[_Open] = []
    documents = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                message = "a second document begins; expected one, without a line of ---"
                raise TreeError(*tree.problems, (line, message))
            continue
        if isinstance(event, yaml.AliasEvent):
            tree.problems.append((line, _refused("aliases", "*", f"*{event.anchor}")))
            _place(stack, tree, None, line)
            continue
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            tree.problems.append((line, _refused("anchors", "&", f"&{event.anchor}")))
        if isinstance(event, _TAGGED) and event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            tree.problems.append((line, _refused("tags", "!", tag)))
        if isinstance(event, yaml.ScalarEvent):
            _place(stack, tree, _scalar(event, tree, line), line)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) >= MAX_DEPTH:
                raise TreeError(*tree.problems, (line, f"is nested more than {MAX_DEPTH} deep"))
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            path = _place(stack, tree, value, line)
            stack.append(_Open(value, path))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()


def _refused(what: str, mark: str, shown: str) -> str:
    return f"{what} such as {shown[:60]} are refused; put text that begins with {mark} in quotes"


def _scalar(event: yaml.ScalarEvent, tree: Tree, line: int) -> str | None:
    """The text of a scalar, or None where nothing was written."""
    if event.style == '"' and (unseen := _UNSEEN_OR_RETURN.search(event.value)):
        tree.problems.append((line, f"an escape stands for {_name(unseen[0])}; delete it"))
    if not event.implicit[0]:
        return str(event.value)
    if event.value in _NOTHING:
        # Other programs read nothing here, ours would read a word: it must not be one or other.
        tree.problems.append(
            (line, f"{event.value} is neither empty nor text; leave it out, or put it in quotes")
        )
        return None
    return str(event.value) if event.value else None


def _place(stack: list[_Open], tree: Tree, value: Any, line: int) -> tuple[str | int, ...]:
    """Put a value where the parser stands; the path it got."""
    if not stack:
        tree.value = value
        tree.lines[()] = line
        return ()
    top = stack[-1]
    if isinstance(top.value, list):
        top.value.append(value)
        path = (*top.path, len(top.value) - 1)
    elif not top.waiting:
        return _take_key(top, tree, value, line)
    else:
        top.waiting = False
        path = (*top.path, top.key or "")
        if top.key is not None and top.key not in top.value:
            top.value[top.key] = value
            return path  # the line of a value is the line of its key
        path = (*path, "")  # a second value of one key: its lines must not pass for the first's
    tree.lines.setdefault(path, line)
    return path


def _take_key(top: _Open, tree: Tree, value: Any, line: int) -> tuple[str | int, ...]:
    if not isinstance(value, str):
        raise TreeError(*tree.problems, (line, "a key must be text, as in `key: value`"))
    top.waiting = True
    top.key = value
    path = (*top.path, value)
    if value in top.value:
        first = tree.lines[path]
        tree.problems.append((line, f"the key {value[:60]!r} stands here and on line {first}"))
    else:
        tree.lines[path] = line
    return path
