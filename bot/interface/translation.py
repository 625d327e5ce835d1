"""What commands are registered with, in English and, for whom Discord speaks otherwise, in other
languages. Names are the same in all of them."""

from __future__ import annotations

import logging
from typing import Any

from discord import Locale, app_commands

from bot.interface.languages import Languages
from bot.wording.wordings import Wordings

LONGEST = 100
"""Most characters of a description and of a choice's name ("Application Command Object")."""

log = logging.getLogger(__name__)


def translated(described: str, languages: Languages) -> app_commands.locale_str:
    """A description or a choice's name, by its key: in English, and to be said in other languages
    when it is registered."""
    return app_commands.locale_str(languages.english.say(described), key=described)


class Translation(app_commands.Translator):
    """Says what `translated` made in the languages that there are."""

    def __init__(self, wordings: Wordings) -> None:
        self._wordings = wordings

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContext[Any, Any],  # noqa: ARG002
    ) -> str | None:
        """The sentence in a locale's language; None for what is the same in all, as names are."""
        say = self._wordings.of(locale.value)
        if "key" not in string.extras or say is self._wordings.english:
            return None
        said = say.say(string.extras["key"])
        if len(said) > LONGEST:  # Discord would take none of the commands
            log.error("too long to be registered in %s: %s", say.locale, said)
            return None
        return said
