"""The English catalogue and the code agree: every sentence that is said is there, none besides.

The code is read, not run. A key that is put together is resolved as far as a reader can: through
assignments, parameters, loops, and `VALUES` for what only the types know.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, get_args

from bot.anniversaries import telling
from bot.answers.chart import Sign
from bot.answers.checking.units import WhyNot
from bot.answers.export.formats import Format
from bot.answers.question import COMMANDS
from bot.corpus.dates import LeapRule, Precision
from bot.corpus.difference import How, Section
from bot.corpus.model import ArticleKind, EventStatus, FigureStatus, Kind, Relation, Voice
from bot.corpus.typed_dates import TypedDateCode
from bot.corpus.verdict import AmountReason, DateReason, FigureReason, Verdict
from bot.publish.shown import OnDisk
from bot.state.deliveries import DeliveryState
from bot.state.plans import Disputed, Trouble, WhenNothing
from bot.state.reports import Closed, Refusal
from bot.store.article_texts import Gap
from bot.store.models import ChoiceKind
from tests.wording.shipped import forms, messages, places

BOT = Path(__file__).parents[2] / "bot"
OPTIONS = tuple(dict.fromkeys(option for options in COMMANDS.values() for option in options))

VALUES: dict[str, tuple[Any, ...]] = {
    "article.kind": get_args(ArticleKind),
    "entry.article.kind": get_args(ArticleKind),
    "article.coverage": ("full", "partial"),
    "told.kind": get_args(Kind),
    "told.fact.voice": get_args(Voice),
    "voices.pop()": get_args(Voice),
    "fact.voice": get_args(Voice),
    "event.status": get_args(EventStatus),
    "told.event.status": get_args(EventStatus),
    "figure.status": get_args(FigureStatus),
    # These three are each said by a sentence of their own, or by none.
    "figure.relation": tuple({*get_args(Relation)} - {"exactly", "between", "claim"}),
    "note.disputes": ("when", "value"),
    "desk.zone_of": ("server", "default"),
    "moment.season": ("21", "22", "23", "24"),
    "error.code": get_args(TypedDateCode),
    "why": get_args(Trouble),
    "COMMANDS": tuple(COMMANDS),
    "COMMANDS[command]": OPTIONS,
    "problem.key": (),
    "described": (),
    "string.extras['key']": (),
    "one.judged.verdict": get_args(Verdict),
    "one.why": get_args(WhyNot),
    "WHEN_NOTHING": get_args(WhenNothing),
    "LEAP_RULES": get_args(LeapRule),
    "DISPUTED": get_args(Disputed),
    "plan.when_nothing": get_args(WhenNothing),
    "plan.leap_rule": get_args(LeapRule),
    "plan.disputed": get_args(Disputed),
    "plan.paused": ("asked", *get_args(Trouble)),
    "delivery.state": get_args(DeliveryState),
    "REASONS": telling.REASONS,
    "PERMISSIONS": telling.PERMISSIONS,
    "HOWS": get_args(How),
    "SIGNS": get_args(Sign),
    "SECTIONS": get_args(Section),
    "change.how": get_args(How),
    "change.section": get_args(Section),
    "found.on_disk": get_args(OnDisk),
    "judged.verdict": get_args(Verdict),
    "numbers.reason": get_args(AmountReason),
    "judged.reason": get_args(FigureReason),
    "by_date.reason": get_args(DateReason),
    "why_apart": ("no-number", "no-period"),
    "precision": (*(each.name.lower() for each in Precision), "period"),
    "refusal": get_args(Refusal),
    "filed": get_args(Refusal),
    "came": get_args(Closed),
    "found[entry.facts[0].id]": get_args(Gap),
}
"""What an expression can be, where the code alone does not show it. `problem.key` is the key of an
`InputProblem`, which is looked at where it is raised, `described` and that of a `string` those of
what is `translated`, looked at where it is made."""

ANNOTATIONS: dict[str, tuple[Any, ...]] = {
    "ChoiceKind": get_args(ChoiceKind),
    "Format": get_args(Format),
}
"""What a parameter of this type can be."""

TAKEN_OVER = ("dict.fromkeys", "sorted", "tuple", "list", "set")
"""Calls that give the items that they are given."""

NEVER = {
    "tag.voice-author": "the author's own voice needs no tag",
    "tag.happened": "what happened needs no tag",
    "tag.measured": "a measured figure has no such tag",
    "verdict.why.no-number": "a claim without a number is said to be that, not against each other",
    "verdict.why.other-measure": "figures of one measure are compared",
    "verdict.why.other-period": "that other times are not compared is said once",
    "verdict.why.no-period": "that nothing is said of a time is said once",
    "input.no-happening": "an event is asked for together with measures, as a subject",
    "input.near-happening": "likewise",
    "help.help": "/help does not list itself",
    "help.privacy": "/help names /privacy in its last line",
    "anniversaries.instead.silent": "where nothing is posted instead, every post is of its day",
}
"""Keys that `VALUES` would allow, and that the code keeps from being said."""


@dataclass(frozen=True)
class Said:
    """One place that says a sentence: the keys it can be, and the values that it hands over."""

    place: str
    possible: frozenset[str]
    values: frozenset[str]
    plural: bool
    starred: bool

    @property
    def keys(self) -> frozenset[str]:
        """The keys without those that the code keeps from being said."""
        return self.possible - NEVER.keys()


class Unresolved(Exception):
    """An expression of which the reader can't tell what it is."""


class Reader:
    """One module, and what its names can be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.parents: dict[ast.AST, ast.AST] = {
            child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)
        }

    def said(self) -> Iterator[Said]:
        """Every sentence that the module says, or raises for a person to read."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and node.args and self._says(node.func):
                place = f"{self.path.relative_to(BOT.parent)}:{node.lineno}"
                try:
                    keys = self.resolve(node.args[0])
                except Unresolved as problem:
                    raise AssertionError(f"{place}: add {problem} to VALUES") from problem
                yield Said(
                    place,
                    frozenset(keys),
                    frozenset(keyword.arg for keyword in node.keywords if keyword.arg is not None),
                    isinstance(node.func, ast.Attribute) and node.func.attr == "count",
                    any(keyword.arg is None for keyword in node.keywords),
                )

    @staticmethod
    def _says(called: ast.expr) -> bool:
        if isinstance(called, ast.Name):
            return called.id in ("InputProblem", "translated")
        if not isinstance(called, ast.Attribute):
            return False
        receiver = ast.unparse(called.value).rpartition(".")[2]
        return called.attr == "say" or (called.attr == "count" and receiver == "say")

    def resolve(self, node: ast.expr, seen: frozenset[ast.AST] = frozenset()) -> set[str]:
        """Every text that an expression can be."""
        if node in seen:
            return set()
        seen |= {node}
        match node:
            case ast.Constant():
                return {str(node.value)}
            case ast.IfExp():
                return self.resolve(node.body, seen) | self.resolve(node.orelse, seen)
            case ast.BoolOp():
                return {text for part in node.values for text in self.resolve(part, seen)}
            case ast.JoinedStr():
                parts = [self.resolve(part, seen) for part in node.values]
                return {"".join(texts) for texts in product(*parts)}
            case ast.FormattedValue():
                return self.resolve(node.value, seen)
        if ast.unparse(node) in VALUES:
            return set(VALUES[ast.unparse(node)])
        if isinstance(node, ast.Name):
            return self._name(node, seen)
        raise Unresolved(ast.unparse(node))

    def _name(self, node: ast.Name, seen: frozenset[ast.AST]) -> set[str]:
        """What a name can be: by its function's assignments, loops and parameters, or else the
        module's."""
        scope: ast.AST | None = self.parents.get(node)
        while scope is not None:
            if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
                found = list(self._bound(scope, node.id, seen))
                if found:
                    return set().union(*found)
            scope = self.parents.get(scope)
        raise Unresolved(node.id)

    def _bound(self, scope: ast.AST, name: str, seen: frozenset[ast.AST]) -> Iterator[set[str]]:
        for node in ast.walk(scope):
            match node:
                case ast.Assign(targets=[target], value=value) if _is(target, name):
                    yield self.resolve(value, seen)
                case ast.AnnAssign(target=target, value=ast.expr() as value) if _is(target, name):
                    yield self.resolve(value, seen)
                case (
                    ast.For(target=target, iter=source)
                    | ast.comprehension(target=target, iter=source)
                ) if _position(target, name) is not None:
                    yield self._items(source, _position(target, name) or 0, target, seen)
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from self._parameter(scope, name, seen)

    def _items(
        self, source: ast.expr, position: int, target: ast.expr, seen: frozenset[ast.AST]
    ) -> set[str]:
        """What the items of a list can be, or their part at a position."""
        if ast.unparse(source) in VALUES:
            return set(VALUES[ast.unparse(source)])
        match source:
            case ast.List() | ast.Tuple():
                apart = isinstance(target, ast.Tuple)
                items = [
                    item.elts[position] if apart and isinstance(item, ast.Tuple) else item
                    for item in source.elts
                ]
                return {text for item in items for text in self.resolve(item, seen)}
            case ast.GeneratorExp() | ast.ListComp():
                return self.resolve(source.elt, seen)
            case ast.Call(args=[first]) if ast.unparse(source.func) in TAKEN_OVER:
                return self._items(first, position, target, seen)
            case ast.Name() if source not in seen:
                found = [
                    self._items(node.value, position, target, seen | {source})
                    for node in ast.walk(self.tree)
                    if isinstance(node, ast.Assign) and any(_is(t, source.id) for t in node.targets)
                ]
                if found:
                    return set().union(*found)
        raise Unresolved(ast.unparse(source))

    def _parameter(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef, name: str, seen: frozenset[ast.AST]
    ) -> Iterator[set[str]]:
        """What a parameter can be: by its type, or by what the module's own calls hand over."""
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        names = [argument.arg for argument in arguments]
        if name not in names:
            return
        annotation = arguments[names.index(name)].annotation
        if annotation is not None and ast.unparse(annotation) in ANNOTATIONS:
            yield set(ANNOTATIONS[ast.unparse(annotation)])
            return
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and _is(node.func, function.name):
                given = {keyword.arg: keyword.value for keyword in node.keywords}
                given |= dict(zip(names, node.args, strict=False))
                if name in given:
                    yield self.resolve(given[name], seen)


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _position(target: ast.expr, name: str) -> int | None:
    """Where in a loop's target a name stands."""
    targets = target.elts if isinstance(target, ast.Tuple) else [target]
    return next((index for index, item in enumerate(targets) if _is(item, name)), None)


@cache
def all_said() -> tuple[Said, ...]:
    """Every sentence that the program says."""
    return tuple(said for path in sorted(BOT.rglob("*.py")) for said in Reader(path).said())


def test_the_reader_finds_the_sentences() -> None:
    """It looks at all of the program, and resolves what is put together."""
    keys = {key for said in all_said() for key in said.keys}
    assert len(all_said()) > 100
    assert {"list.last", "button.next", "date.season.22", "page.of-part", "option.topic"} <= keys
    assert {"input.near-speaker", "date.problem.reversed", "privacy.logs-lead", "ask.page"} <= keys


def test_every_sentence_that_is_said_is_in_the_catalogue() -> None:
    """No person reads a key, and none gets a fault for a missing sentence."""
    known = messages().keys()
    missing = {key: said.place for said in all_said() for key in said.keys if key not in known}
    assert missing == {}


def test_every_sentence_of_the_catalogue_is_said() -> None:
    """A translator has nothing to do for nothing."""
    said = {key for said in all_said() for key in said.keys}
    assert messages().keys() - said == set()


def test_what_is_never_said_is_not_in_the_catalogue() -> None:
    """The exceptions are still exceptions, and each is still needed."""
    assert messages().keys() & NEVER.keys() == set()
    possible = {key for said in all_said() for key in said.possible}
    assert NEVER.keys() - possible == set()


def test_every_place_of_a_sentence_is_filled_where_it_is_said() -> None:
    """A place without a value would be a fault in the middle of an answer."""
    known = messages()
    unfilled = [
        (said.place, key, sorted(missing))
        for said in all_said()
        for key in said.keys & known.keys()
        for text in forms(known[key])
        if (missing := places(text) - said.values - ({"n"} if said.plural else set()))
        and not said.starred
    ]
    assert unfilled == []


def test_no_value_is_handed_over_for_nothing() -> None:
    """A value without a place in any sentence of its call was meant to be said, or is left over."""
    known = messages()
    unused = [
        (said.place, value)
        for said in all_said()
        for value in said.values
        if not any(
            value in places(text) for key in said.keys & known.keys() for text in forms(known[key])
        )
    ]
    assert unused == []


def test_what_counts_has_plural_forms_and_nothing_else_has() -> None:
    """A plural is asked for with its number, a sentence without."""
    known = messages()
    wrong = [
        (said.place, key)
        for said in all_said()
        for key in said.keys & known.keys()
        if said.plural != (not isinstance(known[key].id, str))
    ]
    assert wrong == []
