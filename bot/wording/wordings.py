"""The languages that there are: each catalogue of a folder is one, and no other place names it."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.wording.wording import CATALOGUES, ENGLISH, Wording, forms, is_said, places

NAMED = 10
"""How many sentences that a catalogue lacks are named in the log."""

log = logging.getLogger(__name__)


class Wordings:
    """The wordings of the catalogues `<code>.po` of a folder, of which English has every sentence.

    Each is read when it is first asked for: that takes some 20 ms, and 1 to 2 MiB with what Babel
    knows of the language (English, the first one, takes 4). A catalogue that can't be read is no
    language here, and a sentence that it lacks, or that has places for what is not said, is said in
    English: the log names both. Threads may share this.
    """

    def __init__(self, folder: Path = CATALOGUES) -> None:
        self._paths = {path.stem: path for path in sorted(folder.glob("*.po"))}
        self._lock = threading.Lock()
        self.english = Wording(_catalogue(self._paths[ENGLISH]), Locale.parse(ENGLISH))
        self._read: dict[str, Wording | None] = {ENGLISH: self.english}

    def get(self, code: str) -> Wording | None:
        """The wording of a catalogue's code, None where there is none, or none that can be read."""
        if code not in self._paths:
            return None
        if code not in self._read:  # who asks for another language does not wait for this one
            with self._lock:
                if code not in self._read:
                    self._read[code] = self._load(code)
        return self._read[code]

    def of(self, locale: str | None) -> Wording:
        """The wording for a locale such as `zh-CN`: its own, else its language's, else English."""
        for code in self._meant(locale or ENGLISH):
            found = self.get(code)
            if found is not None:
                return found
        return self.english

    def is_read(self, locale: str | None) -> bool:
        """Whether `of` need not read a catalogue for a locale."""
        for code in self._meant(locale or ENGLISH):
            if code in self._paths:
                if code not in self._read:
                    return False
                if self._read[code] is not None:
                    return True
        return True

    @property
    def languages(self) -> Mapping[str, str]:
        """The codes of all catalogues that can be read, with each language's own name."""
        readable = ((code, self.get(code)) for code in self._paths)
        return {code: say.locale.get_display_name() or code for code, say in readable if say}

    def digest(self) -> str:
        """One text for all that the catalogues say; it changes when anything in one does."""
        digest = hashlib.sha256()
        for code, path in self._paths.items():
            digest.update(f"{code} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()

    def _meant(self, locale: str) -> Iterator[str]:
        """The codes of catalogues that a locale may mean, the best first."""
        code = locale.replace("-", "_")
        language = code.partition("_")[0]
        yield from (code, language)
        yield from (other for other in self._paths if other.startswith(f"{language}_"))

    def _load(self, code: str) -> Wording | None:
        try:
            catalogue = _catalogue(self._paths[code])
            locale = Locale.parse(code)
            lacking = self._lacking(catalogue)
            for key in lacking:
                _say_in_english(catalogue, key, self.english.forms(key))
            found = Wording(catalogue, locale)
        except Exception:
            # Whatever is wrong with the file of one language: others are read all the same.
            log.exception("the catalogue %s can't be read: its language is left out", code)
            return None
        if len(lacking) == len(self.english.keys()):
            log.error("the catalogue %s says nothing: its language is left out", code)
            return None
        if lacking:
            some = ", ".join(lacking[:NAMED])
            log.warning("the catalogue %s lacks %s sentences: %s", code, len(lacking), some)
        return found

    def _lacking(self, catalogue: Catalog) -> list[str]:
        """The keys of what a catalogue does not say, or could not."""
        keys = sorted(self.english.keys())
        return [key for key in keys if not _fits(catalogue.get(key), self.english.forms(key))]


def _fits(message: Message | None, template: tuple[str, ...]) -> bool:
    """Whether a message says what an English one does, with no place but those that it has."""
    if message is None or not is_said(message):
        return False
    given = {name for form in template for name in places(form) or ()}
    said = [places(form) for form in forms(message)]
    known = all(names is not None and names <= given for names in said)
    return known and isinstance(message.id, str) == (len(template) == 1)


def _say_in_english(catalogue: Catalog, key: str, said: tuple[str, ...]) -> None:
    """Put an English sentence into a catalogue, its last form wherever that has more of them."""
    catalogue.delete(key)
    if len(said) == 1:
        catalogue.add(key, said[0])
        return
    count = catalogue.num_plurals
    catalogue.add((key, key), said[-1:] if count == 1 else (*said, *said[-1:] * count)[:count])


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem, abort_invalid=True)
