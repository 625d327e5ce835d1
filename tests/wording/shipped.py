"""The catalogues as they are written, for the tests that hold them complete and plain."""

from __future__ import annotations

import string
from functools import cache

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.wording.wording import CATALOGUES, ENGLISH

LANGUAGES = tuple(sorted(path.stem for path in CATALOGUES.glob("*.po")))
"""Every language that has a catalogue, by the file's name."""


@cache
def catalogue(language: str = ENGLISH) -> Catalog:
    """The catalogue of a language, unlike a `Wording` with what is not translated or a guess."""
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str = ENGLISH) -> dict[str, Message]:
    """Its messages by key."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in catalogue(language)
        if message.id
    }


def forms(message: Message) -> list[str]:
    """A sentence, or its plural forms."""
    return [message.string] if isinstance(message.string, str) else [*(message.string or ())]


def places(text: str) -> set[str]:
    """The places of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
