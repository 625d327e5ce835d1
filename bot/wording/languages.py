"""Languages by name."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from bot.wording.wording import Wording


@lru_cache(maxsize=256)
def language_name(code: str, say: Wording) -> str:
    """A language such as `en` or `zh-Hans` by its name; by its code where that has none."""
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name(say.locale)
    except (UnknownLocaleError, ValueError):
        return code
    return name or code


def offered(code: str, name: str) -> str:
    """A language as it is offered: `русский (ru)`."""
    return f"{name} ({code})"
