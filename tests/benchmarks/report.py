"""The one table: every figure beside its like, as a ratio, with the aim and whether it is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tests.benchmarks.readings import Pair

NONE = Pair()


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at, and whether it is met."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line: figures of one thing over one corpus. Times are in milliseconds."""

    what: str
    facts: str = ""
    flight: str = ""
    again: float | None = None
    median: Pair = NONE
    p99: Pair = NONE
    cpu: Pair = NONE
    rate: Pair = NONE
    aim: Aim | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All rows, and what a reader must know of them."""

    machine: str
    day: date
    command: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    def markdown(self) -> str:
        """The report as a page."""
        return "\n".join(
            [
                "# How fast Footnote is",
                "",
                f"Made on {self.day.isoformat()} by `{self.command}` on {self.machine}.",
                "",
                *self._verdict(),
                "",
                *table(self.rows),
                "",
                *(f"- {note}" for note in self.notes),
                "",
            ]
        )

    def _verdict(self) -> list[str]:
        aims = [(row, row.aim) for row in self.rows if row.aim is not None]
        missed = [(row, aim) for row, aim in aims if not aim.met]
        said = f"{len(aims) - len(missed)} of {len(aims)} aims are met"
        if not missed:
            return [f"{said}."]
        return [f"{said}. Missed:", "", *(f"- {_name(row)}: {aim.text}" for row, aim in missed)]


def within(pair: Pair, most: float, text: str) -> Aim:
    """The aim that a ratio is at most so much."""
    return Aim(text, pair.ratio is not None and pair.ratio <= most)


def below(value: float | None, most: float, text: str) -> Aim:
    """The aim that a figure is at most so much."""
    return Aim(text, value is not None and value <= most)


HEADS = ("", "facts", "at once", "repeated", "median", "p99", "CPU", "a second", "aim", "met")


def table(rows: Sequence[Row]) -> list[str]:
    """The rows as a Markdown table with its columns aligned."""
    cells = [HEADS, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells)]
    lines = [f"| {' | '.join(map(_padded, range(len(HEADS)), line, widths))} |" for line in cells]
    rule = "|".join("-" * (width + 1) + "-:"[n not in _LEFT] for n, width in enumerate(widths))
    return [lines[0], f"|{rule}|", *lines[1:]]


_LEFT = (0, 8, 9)
"""The columns of words; the others are set to the right."""


def _padded(column: int, cell: str, width: int) -> str:
    return cell.ljust(width) if column in _LEFT else cell.rjust(width)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.what,
        row.facts,
        row.flight,
        "" if row.again is None else f"{row.again:.0%}",
        *map(both, (row.median, row.p99, row.cpu, row.rate)),
        row.aim.text if row.aim else "",
        ("yes" if row.aim.met else "**no**") if row.aim else "",
    )


def both(pair: Pair) -> str:
    """Such as `4.20 / 2.10 = 2.00`; ours alone where there is nothing beside it."""
    if pair.ours is None:
        return ""
    if pair.beside is None:
        return number(pair.ours)
    shown = f"{number(pair.ours)} / {number(pair.beside)}"
    return shown if pair.ratio is None else f"{shown} = {pair.ratio:.2f}"


def number(value: float) -> str:
    """A figure with about three digits."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def _name(row: Row) -> str:
    parts = (row.what, row.facts, f"{row.flight} at once" if row.flight else "")
    return ", ".join(part for part in parts if part)
