"""The lines between the parts, as DESIGN draws them: who imports whom, and who holds what.

The code is read, not run, so that a line that is crossed is found wherever it is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"
FILES = sorted(BOT.rglob("*.py"))

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "logs": set(),
    "processes": set(),
    "signals": set(),
    "zones": set(),
    "config": {"errors"},
    "corpus": {"corpus", "errors"},
    "store": {"store", "corpus", "errors"},
    "state": {"state", "corpus", "errors"},
    "wording": {"wording", "corpus", "errors"},
    "answers": {"answers", "store", "corpus", "wording", "errors"},
    "charts": {"charts", "answers", "processes", "wording", "errors"},
    "anniversaries": {"anniversaries", "answers", "store", "state", "corpus", "wording", "errors"},
    "interface": {
        "interface",
        "anniversaries",
        "answers",
        "charts",
        "store",
        "state",
        "corpus",
        "publish",
        "wording",
        "errors",
        "logs",
        "zones",
    },
    "publish": {
        "publish",
        "anniversaries",
        "answers",
        "corpus",
        "errors",
        "processes",
        "state",
        "store",
        "wording",
    },
    "local": {"errors"},
    "assembly": {
        "anniversaries",
        "charts",
        "config",
        "interface",
        "publish",
        "state",
        "store",
        "wording",
    },
    "commandline": {
        "commandline",
        "answers",
        "config",
        "corpus",
        "errors",
        "publish",
        "state",
        "store",
        "wording",
    },
}
"""What of ours each part may import; `__main__` runs it, and may import all."""

ONLY_IN: dict[str, set[str]] = {
    "discord": {"interface", "local"},
    "simcord": {"local"},
    "sqlite3": {"store", "state"},
    "aiosqlite": {"store", "state"},
    "yaml": {"corpus"},
    "matplotlib": {"charts"},
    "PIL": {"charts"},
    "icalendar": {"answers"},
}
"""Libraries that one part alone knows."""

ON_USE = {"icalendar", "matplotlib", "PIL"}
"""Libraries that few answers need, and that would make every start slower."""

YAML_FILES = {"bot/corpus/tree.py", "bot/corpus/reader.py"}

SQL = re.compile(
    r"\bselect\b[\s\S]+\bfrom\b|\binsert\s+(?:or\s+\w+\s+)?into\b|\bupdate\s+\S+\s+set\b"
    r"|\bdelete\s+from\b|\bcreate\s+(?:\w+\s+)?(?:table|index|view|trigger)\b|\bdrop\s+\w+\b\s+\w"
    r"|\balter\s+table\b|^\s*pragma\b|^\s*begin\s+immediate\b|\border\s+by\b|^\s*where\s+\w+\s*[=<>]",
    re.IGNORECASE,
)

PURE_CALLS = {
    # What makes a constant of a module.
    "re.compile", "frozenset", "set", "dict", "tuple", "list", "dict.fromkeys", "sorted", "range",
    "zip", "enumerate", "map", "chr", "ord", "vars", "len", "min", "max", "timedelta", "time",
    "Decimal",
    "Path", "Path(__file__).with_name", "str.maketrans",
    # Types.
    "TypeVar", "NewType", "ParamSpec", "ContextVar",
    # Named loggers; a record is made for its attributes' names alone.
    "logging.getLogger", "logging.makeLogRecord",
    # Shapes of models and settings.
    "dataclass", "dataclasses.dataclass", "field", "Field", "ConfigDict", "SettingsConfigDict",
    "StringConstraints", "BeforeValidator", "AfterValidator", "PlainSerializer", "WithJsonSchema",
    "model_validator", "field_validator",
    # Values of ours and of libraries that hold no resource.
    "discord.AllowedMentions.none", "Page", "lru_cache",
}  # fmt: skip
"""What a module may call while it is imported: constants, types and shapes, none of it work."""

PURE_METHODS = {"join", "split", "title", "lower", "items", "keys", "values", "replace", "format"}
"""Methods of texts and tables, for constants that are put together."""

CLOCKS = re.compile(
    r"(?:^|\.)(?:datetime\.(?:now|utcnow|today)|date\.today)$|^time\.(?:time|localtime|gmtime)$"
)
CLOCK_FILES = {"bot/__main__.py", "bot/local.py"}


def name_of(path: Path) -> str:
    """A file's name in this page's lists."""
    return path.relative_to(ROOT).as_posix()


def part_of(path: Path) -> str:
    """The part of the program that a file belongs to."""
    return path.relative_to(BOT).parts[0].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Every module that a file imports, with its line, and whether its own import does without:
    inside a function, or for types only."""
    inside = {
        node
        for later in ast.walk(tree(path))
        if isinstance(later, ast.FunctionDef | ast.AsyncFunctionDef)
        or (isinstance(later, ast.If) and ast.unparse(later.test) == "TYPE_CHECKING")
        for node in ast.walk(later)
    }
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, node in inside
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}", node in inside


def calls_at_import(path: Path) -> Iterator[tuple[int, str]]:
    """What a file calls while it is imported: all but the bodies of its functions."""

    def walk(node: ast.AST) -> Iterator[ast.AST]:
        yield node
        if isinstance(node, ast.Lambda):
            return
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            keyword_only = [default for default in node.args.kw_defaults if default is not None]
            for evaluated in (*node.decorator_list, *node.args.defaults, *keyword_only):
                yield from walk(evaluated)
            return
        if isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'":
            return
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    for node in walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def own_functions(path: Path) -> set[str]:
    """The functions that a file defines at its top: its own helpers for its constants."""
    return {node.name for node in tree(path).body if isinstance(node, ast.FunctionDef)}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a file that is no docstring, an f-string as one, its places as `x`."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
        if isinstance(node, ast.JoinedStr):
            skipped |= set(ast.walk(node)) - {node}
    for node in ast.walk(tree(path)):
        if node in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (p.value if isinstance(p, ast.Constant) else "x" for p in node.values)
            yield node.lineno, "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def clock_reads(path: Path) -> Iterator[tuple[int, str]]:
    """Where a file asks what time it is."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and CLOCKS.search(ast.unparse(node)):
            yield node.lineno, ast.unparse(node)


every_file = pytest.mark.parametrize("path", FILES, ids=name_of)


def test_every_part_has_its_line() -> None:
    """A new part needs a line here, and one in DESIGN."""
    parts = {part_of(path) for path in FILES} - {"__init__", "__main__"}
    assert parts - MAY_IMPORT.keys() == set()
    assert {"corpus", "store", "state", "answers", "wording", "interface"} <= parts


@every_file
def test_a_part_imports_only_what_it_may(path: Path) -> None:
    """Corpus knows nothing of the others, answers nothing of Discord, and so on up."""
    part = part_of(path)
    if part in ("__main__", "__init__"):
        return
    crossed = [
        (line, name)
        for line, name, _ in imports(path)
        if name.split(".")[0] == "bot" and name.split(".")[1] not in MAY_IMPORT[part]
    ]
    assert crossed == []


@every_file
def test_a_library_stays_in_its_part(path: Path) -> None:
    """Discord, SQLite and YAML can each be replaced in one place. Inside its functions `__main__`
    may import Discord."""
    crossed = [
        (line, name)
        for line, name, inside in imports(path)
        if (library := name.split(".")[0]) in ONLY_IN
        and part_of(path) not in ONLY_IN[library]
        and not (part_of(path) == "__main__" and library == "discord" and inside)
    ]
    assert crossed == []


@every_file
def test_what_few_answers_need_is_imported_on_use(path: Path) -> None:
    """A start does without it, in time and in memory."""
    at_top = {name.split(".")[0] for _, name, inside in imports(path) if not inside}
    assert at_top & ON_USE == set()


@every_file
def test_only_the_reader_of_files_knows_yaml(path: Path) -> None:
    """Strictness about YAML is one place's business."""
    uses = [(line, name) for line, name, _ in imports(path) if name.split(".")[0] == "yaml"]
    assert not uses or name_of(path) in YAML_FILES


def test_each_command_imports_what_it_needs() -> None:
    """`check` needs no Discord, and a compile begins before the bot has loaded the rest."""
    files = (BOT / "__main__.py", *(BOT / "commandline").glob("*.py"))
    at_top = [name for path in files for _, name, inside in imports(path) if not inside]
    assert {name.split(".")[1] for name in at_top if name.startswith("bot.")} == {
        "commandline",
        "config",
        "errors",
        "logs",
        "signals",
    }
    assert not [name for name in at_top if name.split(".")[0] == "discord"]


@every_file
def test_only_the_store_and_the_state_hold_sql(path: Path) -> None:
    """A statement elsewhere would go past both of them."""
    if part_of(path) in ("store", "state"):
        return
    assert [(line, text) for line, text in texts(path) if SQL.search(text)] == []


def test_sql_is_known_when_it_is_seen() -> None:
    """The expression finds the statements where they belong."""
    for folder in ("store", "state"):
        found = [text for path in FILES if part_of(path) == folder for _, text in texts(path)]
        assert any(SQL.search(text) for text in found)


@every_file
def test_no_work_is_done_at_import(path: Path) -> None:
    """A module makes constants, types and shapes; what takes time or holds a resource waits."""
    allowed = PURE_CALLS | own_functions(path)
    work = [
        (line, called)
        for line, called in calls_at_import(path)
        if called not in allowed and called.rpartition(".")[2] not in PURE_METHODS
    ]
    assert work == []


@every_file
def test_helpers_of_constants_do_no_work_either(path: Path) -> None:
    """A function of its own that a module calls at import opens nothing and reads no clock."""
    helpers = {called for _, called in calls_at_import(path)} & own_functions(path)
    effects = re.compile(r"(?:^|\.)(?:open|read_text|read_bytes|connect|run|print|load|now|today)$")
    found = [
        (function.name, ast.unparse(node.func))
        for function in tree(path).body
        if isinstance(function, ast.FunctionDef) and function.name in helpers
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and effects.search(ast.unparse(node.func))
    ]
    assert found == []


@every_file
def test_the_time_is_handed_in(path: Path) -> None:
    """Only where the parts are wired does anything ask a clock."""
    assert name_of(path) in CLOCK_FILES or list(clock_reads(path)) == []


def test_a_clock_is_known_when_it_is_seen() -> None:
    """The expression finds the clocks where they belong."""
    assert list(clock_reads(BOT / "__main__.py"))


@every_file
def test_only_the_command_line_prints(path: Path) -> None:
    """Everything else has a log, or hands its text back; a command of the terminal prints."""
    printed = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id in ("print", "input", "breakpoint")
    ]
    assert printed == [] or part_of(path) in ("__main__", "commandline")


@every_file
def test_a_module_says_what_it_is_for(path: Path) -> None:
    """In its first lines."""
    assert ast.get_docstring(tree(path)) or path.name == "__init__.py"
