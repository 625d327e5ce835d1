"""Made-up catalogues: all of English with a mark before each sentence, so that a test sees which
language a sentence was said in, whatever the real translations say."""

from __future__ import annotations

import shutil
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.wording.wording import CATALOGUES, forms

RU, ZH = "Ѣ", "〇"
"""The marks: letters that no catalogue has."""


def english(folder: Path) -> Path:
    """Put the English catalogue into a folder; the folder."""
    folder.mkdir(exist_ok=True)
    shutil.copy(CATALOGUES / "en.po", folder)
    return folder


def marked(folder: Path, **marks: str) -> Path:
    """English, and for each code a catalogue of its marked sentences; the folder."""
    english(folder)
    for code, mark in marks.items():
        with (CATALOGUES / "en.po").open("rb") as file:
            source = read_po(file)
        made = Catalog(locale=code)
        for message in source:
            if not message.id:
                continue
            # Babel reads patterns, and a mark would be a letter of one.
            key = message.id if isinstance(message.id, str) else message.id[0]
            before = "" if key.startswith("date.pattern.") else mark
            said = [before + text for text in forms(message)]
            if isinstance(message.id, str):
                made.add(message.id, said[0])
            else:
                made.add(message.id, tuple([*said, *[said[-1]] * 3][: made.num_plurals]))
        with (folder / f"{code}.po").open("wb") as file:
            write_po(file, made)
    return folder
