"""Writes the seals of proved quotes, one small file an article."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from bot.corpus.proof import SealFile

HEADER = "# Made by `python -m bot seal` after every quote was proved. Do not edit.\n"


def write_seals(facts: Path, seals: Mapping[str, SealFile]) -> int:
    """Write `facts/seals/<slug>.yaml` where it differs; how many files were written.

    Seals of articles that are no more are deleted. Each file is replaced whole, so that a stop
    in the middle leaves old or new seals, never half of them.
    """
    folder = facts / "seals"
    folder.mkdir(exist_ok=True)
    for left in folder.glob("*.new"):  # of a run that was stopped
        left.unlink()
    written = 0
    for article, file in sorted(seals.items()):
        path = folder / f"{article}.yaml"
        data = _text(file).encode()
        if path.is_file() and path.read_bytes() == data:
            continue
        temporary = path.with_suffix(".new")
        with temporary.open("wb") as new:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        temporary.replace(path)
        written += 1
    for path in folder.glob("*.yaml"):
        if path.stem not in seals:
            path.unlink()
            written += 1
    return written


def _text(file: SealFile) -> str:
    lines = [HEADER, f"format: {file.format}\narticle: {file.article}\ntext: {file.text}\nseals:\n"]
    lines += [f"  {fact}: {seal}\n" for fact, seal in sorted(file.seals.items())]
    return "".join(lines)
