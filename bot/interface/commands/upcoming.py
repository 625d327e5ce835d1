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
from bot.store.kept import Kept

FILES = 4
"""How many files are kept, at most some MiB each: one a generation and date."""


def make(replies: Replies) -> app_commands.Command[Any, ..., Any]:
    """The command, answering through `replies`."""
    say = replies.say
    files: Kept[tuple[str, date], Attachment] = Kept(FILES)

    async def file(desk: Desk) -> Attachment:
        kept = files.get((desk.facts.generation, desk.today))
        if kept is not None:
            return kept
        # Where it takes too long it is made all the same, for whoever asks again.
        return await asyncio.shield(asyncio.ensure_future(make_file(desk)))

    async def make_file(desk: Desk) -> Attachment:
        found = await desk.facts.run(partial(calendar_file, ask("upcoming"), desk), long=True)
        name, stamp = say.say("calendar.name"), replies.now().astimezone(UTC)
        content = await asyncio.to_thread(encode, found.events, name, stamp)
        attachment = Attachment(found.answer, FILE_NAME, content)
        return files.keep((desk.facts.generation, desk.today), attachment)

    @app_commands.command(name="upcoming", description=say.say("command.upcoming"))
    @app_commands.describe(calendar=say.say("option.calendar"), **describe(replies, "upcoming"))
    async def upcoming(
        interaction: Interaction, calendar: bool = False, private: bool = False
    ) -> None:
        if calendar:
            await replies.reply_with_file(interaction, file, private=private)
        else:
            await replies.reply(interaction, ask("upcoming"), private=private)

    return upcoming
