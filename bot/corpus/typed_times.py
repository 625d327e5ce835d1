"""Times of the day as people type them: 9, 09:00, 9:30 pm, 21.30, 2130, noon."""

from __future__ import annotations

import re
import unicodedata
from datetime import time

LONGEST = 32
"""No text with more characters than this is looked at."""

_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2}) ?"
    r"(?:(?:[:.h点點时時] ?|(?<=[0-9]{2}))(?P<minute>[0-9]{2})(?::00)?分?|[h点點时時])?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?"
    r"(?: ?(?:o'clock|uhr|ч\.?))?"
)


def typed_time(text: str) -> time | None:
    """The time that a person typed, in whole minutes; None for anything that is not just one.

    With am or pm, hours go from 1 to 12 (12 am is midnight, 12 pm noon); else from 0 to 23.
    """
    if len(text) > LONGEST:
        return None
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if plain in _NAMED:
        return _NAMED[plain]
    match = _TIME.fullmatch(plain)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
