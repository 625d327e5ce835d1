"""Something to tell that is no answer from the articles: to managers, to fact editors."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.model import Entry, Line


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell: a title and lines; then `entries`, which may go on over several pages.

    Channels, roles and people stand in the lines as `channel`, `role` and `person` write them,
    links in angle brackets; `mentions` are those that are meant, and not by chance what somebody
    typed. `text` is all of it as plain text, for a file, where the entries may not be all.
    """

    title: str
    lines: tuple[Line, ...]
    mentions: frozenset[str] = frozenset()
    entries: tuple[Entry, ...] = ()
    text: str = ""


def channel(channel_id: int) -> str:
    """A channel, as Discord names it."""
    return f"<#{channel_id}>"


def role(role_id: int) -> str:
    """A role, as Discord names it."""
    return f"<@&{role_id}>"


def person(user_id: int) -> str:
    """A person, as Discord names them."""
    return f"<@{user_id}>"
