"""The compiled files of generations: where they are, and which are kept."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path


def generation_path(folder: Path, generation: str) -> Path:
    """Where a generation's database is."""
    return folder / f"facts-{generation}.db"


def sweep_generations(folder: Path, keep: Collection[str]) -> None:
    """Delete the compiled generations but those to keep."""
    kept = {generation_path(folder, generation) for generation in keep}
    for path in folder.glob("facts-*.db"):
        if path not in kept:
            path.unlink(missing_ok=True)
