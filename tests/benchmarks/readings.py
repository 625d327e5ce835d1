"""What is read off a running process, and what many readings come to."""

from __future__ import annotations

import math
import os
import resource
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
MIB = 2**20


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of ours beside the same figure of what it is compared with; None: not known."""

    ours: float | None = None
    beside: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours divided by the other."""
        if self.ours is None or not self.beside:
            return None
        return self.ours / self.beside


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all is not above (the nearest rank)."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(1, math.ceil(share * len(values))) - 1]


def medians(ours: Sequence[float], beside: Sequence[float]) -> Pair:
    """Both medians."""
    return Pair(statistics.median(ours), statistics.median(beside))


def p99s(ours: Sequence[float], beside: Sequence[float]) -> Pair:
    """Both 99th percentiles."""
    return Pair(percentile(ours, 0.99), percentile(beside, 0.99))


def cpu_seconds(pid: int) -> float | None:
    """The processor time that a process and those it has started have used; None without /proc.

    Of other processes those that have ended count. It is exact to 1/100 second as a rule: take it
    over many interactions.
    """
    return _cpu(pid, 11)


def started_cpu_seconds(pid: int) -> float | None:
    """The same of those alone that it has started, and that have ended."""
    return _cpu(pid, 13)


def _cpu(pid: int, first: int) -> float | None:
    try:
        text = (_PROC / str(pid) / "stat").read_text()
    except FileNotFoundError:
        return None
    fields = text.rpartition(")")[2].split()
    return sum(map(int, fields[first:15])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float | None:
    """The resident memory of a process in MiB; None without Linux's /proc."""
    return _status(pid, "VmRSS")


def peak_mib() -> float:
    """The most memory that this process has had, in MiB."""
    # ru_maxrss of a new process starts at what the one that started it had: /proc knows better.
    own = _status(os.getpid(), "VmHWM")
    if own is not None:
        return own
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MIB


def _status(pid: int, name: str) -> float | None:
    try:
        lines = (_PROC / str(pid) / "status").read_text().splitlines()
    except FileNotFoundError:
        return None
    found = [line.split() for line in lines if line.startswith(f"{name}:")]
    return int(found[0][1]) / 1024 if found else None
