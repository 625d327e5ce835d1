"""Questions too long for a button's id: the button carries a token, the text is kept here."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections import OrderedDict
from datetime import date, timedelta

from bot.errors import StateError
from bot.state.database import StateDatabase

log = logging.getLogger(__name__)

TOKEN_LENGTH = 16
KEPT = timedelta(days=90)
"""How long a question is kept after its last use."""

REMEMBERED = 1024
"""How many tokens known to be stored today are kept in memory."""


class Questions:
    """The saved questions in the durable state."""

    def __init__(self, state: StateDatabase) -> None:
        self._state = state
        self._stored_today: OrderedDict[str, date] = OrderedDict()

    async def save(self, text: str) -> str:
        """Store a question and return its token, the same for the same text.

        The token is 16 URL-safe characters, 96 bits of the text's SHA-256. A question is written
        once, and once more on each day that it is used.
        """
        token = token_of(text)
        today = self._state.today()
        if not self._is_stored(token, today):
            await self._state.execute(
                "insert into saved_question (token, question, last_used) values (?, ?, ?)"
                " on conflict (token) do update set last_used = excluded.last_used"
                " where last_used <> excluded.last_used",
                (token, text, today.isoformat()),
            )
            self._remember(token, today)
        return token

    async def load(self, token: str) -> str | None:
        """Return a question's text, None if it was never stored or has been pruned.

        That it was used is recorded; if that fails, the text is returned all the same.
        """
        row = await self._state.fetch_one(
            "select question from saved_question where token = ?", (token,)
        )
        if row is None:
            return None
        text: str = row[0]
        try:
            await self.save(text)
        except StateError as error:
            log.warning("The use of a saved question could not be recorded: %s", error)
        return text

    async def prune(self) -> int:
        """Delete the questions that nobody has used for `KEPT`; how many these were."""
        before = self._state.today() - KEPT
        return await self._state.execute(
            "delete from saved_question where last_used < ?", (before.isoformat(),)
        )

    def _is_stored(self, token: str, today: date) -> bool:
        if self._stored_today.get(token) != today:
            return False
        self._stored_today.move_to_end(token)
        return True

    def _remember(self, token: str, today: date) -> None:
        self._stored_today[token] = today
        self._stored_today.move_to_end(token)
        if len(self._stored_today) > REMEMBERED:
            self._stored_today.popitem(last=False)


def token_of(text: str) -> str:
    """Return the token of a question."""
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest)[:TOKEN_LENGTH].decode("ascii")
