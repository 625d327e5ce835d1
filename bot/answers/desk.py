"""What an answer is made with: the facts, the wording, and what day it is for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.store.facts import FactStore
from bot.wording.wording import Wording


@dataclass(frozen=True, slots=True)
class Desk:
    """Handed to every answer. `today` is the local date in `zone`, an IANA name.

    `zone_of` says whose zone it is: the server's own setting, or the host's default.
    """

    facts: FactStore
    say: Wording
    today: date
    zone: str
    zone_of: Literal["server", "default"] = "default"
