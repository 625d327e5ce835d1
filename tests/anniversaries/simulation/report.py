"""The figures of a simulation in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.anniversaries.simulation.judge import Figures
from tests.anniversaries.simulation.mortal import PHASES, sites


def lines(figures: Figures) -> Iterator[str]:
    """What is printed."""
    crashes = figures.crashes.total()
    yield f"{figures.server_days} server-days in {figures.worlds} worlds, {figures.posts} posts"
    yield f"  recorded: {_counted(figures.states)}"
    yield f"  late, by more than 90 s: {figures.late}"
    yield f"{crashes} crashes, at each call of the courier and the scheduler (file:line):"
    yield f"  {'before':>7} {'during':>7} {'after':>7}"
    for site in sites():
        hits = " ".join(f"{figures.crashes[site, phase]:>7}" for phase in PHASES)
        yield f"  {hits}  {site}"
    yield f"  never died at: {len(figures.never_died_at)}"
    yield f"orderly ends: {_counted(figures.ends)}"
    yield f"faults and events: {_counted(figures.faults)}"
    yield f"most requests in one second: {figures.most_a_second}"
    yield f"doubled: {figures.doubled}"
    yield f"lost though history or nonce would have served: {figures.lost.total()}"
    yield f"not recorded: {figures.unrecorded}, left claimed: {figures.left_claimed}"
    yield (
        "nobody could know: posted again after a moderator's deletion between a crash and the"
        f" restart, the nonce forgotten: {figures.unknowable}; not posted again after a send in"
        f" doubt to a channel then deleted with its history: {figures.gone}"
    )


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items()))
