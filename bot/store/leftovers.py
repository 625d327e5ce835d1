"""The files that a compile is written to, and what a compile that was killed has left of them."""

from __future__ import annotations

import uuid
from pathlib import Path

_PREFIX, _SUFFIX = ".compiling-", ".tmp"


def temporary(path: Path) -> Path:
    """A new name beside `path`, to write what is to stand there."""
    return path.with_name(f"{_PREFIX}{uuid.uuid4().hex}{_SUFFIX}")


def sweep(folder: Path) -> tuple[Path, ...]:
    """Remove what compiles that were killed have left in a folder; the files removed.

    Call it only while no compile writes there.
    """
    left = tuple(sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}*")))
    for path in left:
        path.unlink(missing_ok=True)
    return left
