"""What sends the posts, as the courier sees it: what may come of a send, and of a look for it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.anniversaries.post import Post
from bot.state.deliveries import Delivery
from bot.state.plans import Plan, Trouble

NONCE_LENGTH = 25
"""Discord takes no more ("Create Message", field `nonce`)."""

LOST_CHANNEL = "channel-gone"
OUTAGE = "outage"


@dataclass(frozen=True, slots=True)
class Sent:
    """It stands, or has stood and was deleted: then `message_id` is None."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class Refused:
    """This try surely sent nothing: a permission is missing, Discord forbids it, or the server is
    out (`OUTAGE`). `reason` is a code, and behind a colon the names of the missing permissions."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such channel any more."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Nobody knows whether it got through: no answer, a cut connection, a fault of Discord's."""

    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """The post stands in the channel."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Absent:
    """The channel's history was read as far back as need be, and the post is not there."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The history can't be read, or is too long to be read: it says neither yes nor no."""


Outcome = Sent | Refused | Gone | Doubtful
Look = Found | Absent | Unreadable | Gone | Doubtful


class Sender(Protocol):
    """Sends posts to a guild's channel. None of these raises for what Discord or a line does."""

    async def send(self, delivery: Delivery, post: Post) -> Outcome:
        """Send a post once, with the delivery's nonce; gives up after 15 seconds."""

    async def look(self, delivery: Delivery) -> Look:
        """Look into the channel's history for the delivery's post."""

    async def tell_paused(self, plan: Plan, why: Trouble) -> None:
        """Tell those who manage a guild that its posts have been paused, where that is possible.

        Gives up after 15 seconds.
        """


def nonce_of(guild_id: int, on: date) -> str:
    """The nonce of a guild's local date: the same whenever, and by whichever process."""
    digest = hashlib.sha256(f"{guild_id} {on.isoformat()}".encode()).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:NONCE_LENGTH]
