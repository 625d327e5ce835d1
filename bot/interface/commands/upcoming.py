"""`/upcoming`: the next anniversaries, or the same as a calendar file."""

from __future__ import annotations

import asyncio
from datetime import UTC, date
from functools import partial
from typing import Any

from discord import app_commands

from bot.answers.calendar_file import FILE_NAME, calendar_file, encode
from bot.answers.desk import Desk
from bot.answers.question import ask
from bot.interface.message import Attachment
from bot.interface.options import describe
from bot.interface.replies import Interaction, Replies
from bot.interface.translation import translated
from bot.store.kept import Kept
from bot.wording.wording import Wording

FILES = 4
"""How many files are kept, at most some MiB each: one a generation, date and language."""


class CalendarFiles:
    """Makes the files: one for all who ask while it is made, and after that until it has to go."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._files: Kept[tuple[str, date, Wording], asyncio.Task[Attachment]] = Kept(FILES)

    async def of(self, desk: Desk) -> Attachment:
        """The file of the desk's facts, date and language.

        Where it takes too long for whoever asks, it is made all the same for those who ask later.
        """
        key = (desk.facts.generation, desk.today, desk.say)
        making = self._files.get(key)
        if making is None or (making.done() and _failed(making)):
            making = self._files.keep(key, asyncio.ensure_future(self._make(desk)))
        return await asyncio.shield(making)

    async def _make(self, desk: Desk) -> Attachment:
        found = await desk.facts.run(partial(calendar_file, ask("upcoming"), desk), long=True)
        name, stamp = desk.say.say("calendar.name"), self._replies.now().astimezone(UTC)
        content = await asyncio.to_thread(encode, found.events, name, stamp)
        return Attachment(found.answer, FILE_NAME, content)


def _failed(making: asyncio.Task[Attachment]) -> bool:
    return making.cancelled() or making.exception() is not None


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""
    languages = replies.languages
    files = CalendarFiles(replies)

    @app_commands.command(name="upcoming", description=translated("command.upcoming", languages))
    @app_commands.describe(
        calendar=translated("option.calendar", languages), **describe(replies, "upcoming")
    )
    async def upcoming(
        interaction: Interaction, calendar: bool = False, private: bool | None = None
    ) -> None:
        if calendar:
            await replies.reply_with_file(interaction, files.of, private=private)
        else:
            await replies.reply(interaction, ask("upcoming"), private=private)

    return upcoming
