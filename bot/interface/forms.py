"""Forms of one text: how they are shown, and what somebody typed there."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

FIELD = "words"

BLANK = "\u115f\u1160\u3164\uffa0"
"""The letters that nobody sees: Unicode's letters among `Default_Ignorable_Code_Point`, which fill
the place of a Korean one."""


@dataclass(frozen=True, slots=True)
class Form:
    """The sentences of a form: a title and a label of 45 characters at most, a hint and an example
    of 100. `most` is how many characters can be typed."""

    title: str
    label: str
    hint: str
    example: str
    most: int

    def modal(self, custom_id: str) -> ui.Modal:
        """The form for Discord. It counts as finished, for discord.py keeps any other one."""
        modal = ui.Modal(title=self.title, custom_id=custom_id, timeout=None)
        modal.stop()
        field: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id=FIELD,
            style=discord.TextStyle.paragraph,
            placeholder=self.example,
            min_length=1,
            max_length=self.most,
        )
        modal.add_item(ui.Label(text=self.label, description=self.hint, component=field))
        return modal


def typed(data: Mapping[str, Any] | None) -> str | None:
    """What was typed, by the data of a form that was sent; None where it is no such form."""
    rows = (data or {}).get("components")
    for row in rows if isinstance(rows, list) else ():
        part = row.get("component") if isinstance(row, Mapping) else None
        if isinstance(part, Mapping) and part.get("custom_id") == FIELD:
            value = part.get("value")
            return value if isinstance(value, str) else None
    return None


def tidy(text: str) -> str:
    """A typed text as it is kept: NFC, on one line, without control characters.

    It is empty where there is no letter or digit in it that can be seen.
    """
    composed = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())
    kept = (c for c in composed if c.isspace() or unicodedata.category(c) != "Cc")
    line = " ".join("".join(kept).split())
    return line if any(c.isalnum() and c not in BLANK for c in line) else ""
