"""From what was measured to the rows of the table, with the aims that were set for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.benchmarks.compiling import Compiled
from tests.benchmarks.readings import Pair
from tests.benchmarks.reloading import Reloads
from tests.benchmarks.report import Aim, Row, below, within
from tests.benchmarks.starting import Starts
from tests.benchmarks.store import FACTS, NAMES, Queried
from tests.benchmarks.wire import Replies, Wire

SMALL, MIDDLE, LARGE = 1_000, 100_000, 1_000_000
GROWTH = 1.5


def replies(found: Sequence[Replies]) -> list[Row]:
    """Commands in their order, each over every corpus, one at a time and many at once."""
    names = list(dict.fromkeys(one.command for one in found))
    ordered = sorted(found, key=lambda one: (names.index(one.command), one.in_flight))
    rows = []
    for one in ordered:
        aim = _alone(one) if one.in_flight == 1 else _at_once(one)
        what = one.command if " " in one.command else f"/{one.command}"
        if one.command == "autocomplete":
            what = one.command
        rows.append(
            Row(
                what + (f" ({one.late} too late)" if one.late else ""),
                one.corpus.name,
                str(one.in_flight),
                one.again,
                one.median,
                one.p99,
                one.cpu,
                one.rate,
                aim,
            )
        )
    return rows


def growth(found: Sequence[Replies]) -> list[Row]:
    """Each command's figures at a million facts beside those at a thousand."""
    alone = {
        (one.command, one.corpus.facts): one
        for one in found
        if one.in_flight == 1 and not one.corpus.bundled
    }
    rows = []
    for command in dict.fromkeys(one.command for one in found):
        small, large = alone.get((command, SMALL)), alone.get((command, LARGE))
        if small is None or large is None:
            continue
        median = Pair(large.median.ours, small.median.ours)
        rows.append(
            Row(
                f"growth, {command}",
                f"{LARGE:,} / {SMALL:,}",
                "1",
                median=median,
                p99=Pair(large.p99.ours, small.p99.ours),
                cpu=Pair(large.cpu.ours, small.cpu.ours),
                aim=within(median, GROWTH, "median within 1.5"),
            )
        )
    return rows


def _alone(one: Replies) -> Aim | None:
    most: float
    if one.corpus.bundled or one.corpus.facts == MIDDLE:
        most = 1.5
    elif one.corpus.facts == LARGE:
        most = 3 if one.command == "search" else 2
    else:
        return None
    return within(one.median, most, f"median within {most:g}")


def _at_once(one: Replies) -> Aim:
    ratio = one.rate.ratio
    return Aim("a second, 0.7 or more", ratio is not None and ratio >= 0.7)


def store(found: Sequence[Queried]) -> list[Row]:
    """The store's questions beside sqlite3, and what autocomplete takes by itself."""
    kinds = list(dict.fromkeys(one.what for one in found))
    rows = []
    for one in sorted(found, key=lambda one: kinds.index(one.what)):
        aim = None
        if one.what in (NAMES, FACTS) and one.corpus.facts == LARGE:
            aim = below(one.p99.ours, 2, "p99 under 2 ms")
        rows.append(
            Row(
                f"store: {one.what}",
                one.corpus.name,
                median=one.median,
                p99=one.p99,
                cpu=one.cpu,
                aim=aim,
            )
        )
    return rows


def memory(wires: Sequence[Wire]) -> list[Row]:
    """Resident memory of both bots, first when the questions asked are few."""
    rows = []
    for wire in wires:
        corpus = wire.replies[0].corpus
        first = min(wire.memory)
        for answers, pair in wire.memory.items():
            aim = within(pair, 1.6, "within 1.6") if corpus.bundled and answers == first else None
            what = f"resident memory after {answers:,} answers, MiB"
            rows.append(Row(what, corpus.name, median=pair, aim=aim))
    return rows


def starts(found: Starts) -> list[Row]:
    """Both kinds of start."""
    return [
        Row(
            "first start, to the commands' request",
            "5 articles",
            median=found.first,
            cpu=found.first_cpu,
            aim=within(found.first, 2, "within 2"),
        ),
        Row(
            "another start, to IDENTIFY",
            "5 articles",
            median=found.again,
            cpu=found.again_cpu,
            aim=within(found.again, 2, "within 2"),
        ),
    ]


def compiling(found: Sequence[Compiled]) -> list[Row]:
    """Times and peaks of memory."""
    rows = []
    for one in found:
        middle = one.facts == MIDDLE
        rows += [
            Row(
                "compiling",
                f"{one.facts:,}",
                median=Pair(1000 * one.seconds),
                cpu=Pair(1000 * one.cpu),
                aim=below(one.seconds, 6, "6 seconds") if middle else None,
            ),
            Row(
                "compiling, peak memory / before it, MiB",
                f"{one.facts:,}",
                median=Pair(one.peak, one.before),
                aim=below(one.peak, 200, "200 MiB") if middle else None,
            ),
        ]
    return rows


def reloads(found: Sequence[Reloads]) -> list[Row]:
    """One edited file taken live, and what is felt of it meanwhile."""
    rows = []
    for one in found:
        preview, live = (0.5, 0.5) if one.bundled else (1.5, 10)
        of_one = [
            Row("reload: all files, as on a first start", one.corpus, median=Pair(one.first)),
            Row(
                "reload: to the preview",
                one.corpus,
                median=Pair(one.preview.median),
                p99=Pair(one.preview.longest),
                aim=below(one.preview.median, 1000 * preview, f"{preview:g} seconds"),
            ),
            Row(
                "reload: from Go live until told",
                one.corpus,
                median=Pair(one.live.median),
                p99=Pair(one.live.longest),
                cpu=Pair(one.cpu),
                aim=below(one.live.median, 1000 * live, f"{live:g} seconds"),
            ),
            Row("reload: the event loop's lag", one.corpus, median=one.lag, p99=one.lag_p99),
            Row(
                "reload: the event loop's longest lag",
                one.corpus,
                median=one.lag_longest,
                cpu=one.worked,
                aim=below(one.lag_longest.ours, 20, "20 ms"),
            ),
            Row(
                "reload: other answers meanwhile",
                one.corpus,
                median=one.others,
                p99=one.others_p99,
                aim=within(one.others, 1.5, "median within 1.5"),
            ),
        ]
        aims = one.bundled or one.facts == MIDDLE
        rows += of_one if aims else [replace(row, aim=None) for row in of_one]
    return rows
