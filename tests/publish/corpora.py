"""Folders of sealed facts for tests to edit, read and compile."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.corpus.check import check_corpus
from bot.corpus.seals import write_seals
from tests.end_to_end import harbour

BRIDGE = "articles/bridge-2021.yaml"
OPENS = "The ferry line opens."
SAILS = "The ferry sails."


def make(folder: Path) -> None:
    """Make `facts/` and the `texts/` behind it in a folder, sealed."""
    harbour.write(folder, articles=(harbour.BRIDGE, harbour.HALL))
    seal(folder)


def seal(folder: Path) -> None:
    """Seal the facts in a folder against its texts."""
    checked = check_corpus(folder / "facts", folder / "texts", seals=False)
    assert checked.errors == ()
    write_seals(folder / "facts", checked.seals)


def copy(made: Path, folder: Path) -> Path:
    """Copy a folder for a test to edit."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder


def edit(
    folder: Path,
    old: str = OPENS,
    new: str = SAILS,
    name: str = BRIDGE,
) -> None:
    """Replace words in a file of the facts."""
    path = folder / "facts" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def spoil(folder: Path) -> None:
    """Put a date into a file of the facts that is none."""
    edit(folder, '"when": "2001"', '"when": "yesterday"')


def databases(folder: Path) -> list[str]:
    """The names of the compiled files in a folder's `data/`."""
    return sorted(path.name for path in (folder / "data").glob("facts-*.db"))
