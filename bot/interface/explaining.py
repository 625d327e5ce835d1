"""What a person is told when something went wrong, and what the log is."""

from __future__ import annotations

import logging
from typing import TypeVar

import discord

from bot.errors import InputProblem
from bot.interface.acknowledge import UNKNOWN_INTERACTION
from bot.interface.deadline import TooSlow
from bot.logs import new_error_id
from bot.wording.wording import Wording

Wanted = TypeVar("Wanted", bound=Exception)

log = logging.getLogger(__name__)


def explained(error: Exception, name: str, say: Wording) -> str | None:
    """What somebody can mend, in words; anything else goes to the log, and they get its id.

    `name` is what they used. None where they can't be told any more.
    """
    problem = _cause(error, InputProblem)
    if problem is not None:
        return say.explain(problem)
    http = _cause(error, discord.HTTPException)
    if http is not None and http.code == UNKNOWN_INTERACTION:
        log.warning("an interaction was over before it could be answered")
        return None
    error_id = new_error_id()
    if slow := _cause(error, TooSlow):
        log.error("fault %s in %s: %s", error_id, name, slow)
        return say.say("error.slow", id=error_id)
    log.error("fault %s in %s", error_id, name, exc_info=error)
    return say.say("error.unexpected", id=error_id)


def _cause(error: BaseException | None, kind: type[Wanted]) -> Wanted | None:
    """The error of this kind that stands behind another, as discord.py wraps them."""
    while error is not None:
        if isinstance(error, kind):
            return error
        error = getattr(error, "original", None) or error.__cause__
    return None
