"""Medians, percentiles, and what is read off processes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.benchmarks.readings import (
    Pair,
    cpu_seconds,
    medians,
    p99s,
    peak_mib,
    percentile,
    resident_mib,
    started_cpu_seconds,
)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1), (0.01, 1), (0.5, 50), (0.99, 99), (0.995, 100), (1.0, 100)]
)
def test_a_percentile_is_one_of_the_values(share: float, expected: float) -> None:
    """The nearest rank: the smallest value that so many are not above, in any order."""
    assert percentile([*range(51, 101), *range(1, 51)], share) == expected


def test_there_is_no_percentile_of_nothing() -> None:
    """It raises instead of making a number up."""
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_figures_are_paired_by_their_kind() -> None:
    """Medians with medians; the worst of few is their 99th percentile."""
    assert medians([1, 5, 9], [2, 4]) == Pair(5, 3)
    assert p99s([1, 5, 9], [2, 4]) == Pair(9, 4)


def test_a_ratio_needs_both_figures() -> None:
    """Nothing is divided by nothing."""
    pairs = (Pair(3, 2), Pair(3), Pair(None, 2), Pair(3, 0))
    assert [pair.ratio for pair in pairs] == [1.5, None, None, None]


def test_processes_are_read_on_linux() -> None:
    """A process's time is also its children's; one that is not there has no figures."""
    own, gone = os.getpid(), 2**22 + 1
    before = cpu_seconds(own)
    if before is not None:
        subprocess.run([sys.executable, "-c", "sum(range(10_000_000))"], check=True)
        spent = (cpu_seconds(own) or 0) - before
        assert 0.05 < (started_cpu_seconds(own) or 0) < spent + before
        assert spent > 0.05
        assert 5 < (resident_mib(own) or 0) <= peak_mib()
    assert (cpu_seconds(gone), resident_mib(gone)) == (None, None)
