"""Tells fact editors what there is and what would change, laid out for Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC

from discord.utils import format_dt

from bot.answers.model import Entry, Line
from bot.errors import FootnoteError, Problem
from bot.interface.audit import by_whom, counted
from bot.interface.edit_pages import Pages, Screen, pages, sentence
from bot.publish.outcome import ReadingFailed
from bot.publish.reloader import Preview, Status
from bot.state.generations import Generation, Reload
from bot.store.facts import FactStore
from bot.wording.dates import full_day_text
from bot.wording.wording import Wording

CHANGES, PROBLEMS = "facts-changes.txt", "facts-problems.txt"


class Teller:
    """Tells it in the words of `say`; `facts` gives the live store."""

    def __init__(self, say: Wording, facts: Callable[[], FactStore]) -> None:
        self._say = say
        self._facts = facts

    async def preview(self, preview: Preview) -> Pages:
        """What would change."""

        def made() -> Pages:
            difference = preview.read.difference
            changes = difference.changes if difference is not None else ()
            entries = [Entry((Line("head", c.what, lead=f"{c.how} {c.id}"),)) for c in changes]
            text = "\n".join(f"{c.how} {c.section} {c.id}: {c.what}" for c in changes)
            return pages("Preview", entries, self._say, text=text, file_name=CHANGES)

        return await asyncio.to_thread(made)

    async def problems(self, problems: tuple[Problem, ...]) -> Screen:
        """What keeps the facts from going live: as much as one message holds, and all in a file."""

        say = self._say

        def made() -> Pages:
            entries = [Entry((Line("head", str(problem)),)) for problem in problems]
            text = "\n".join(map(str, problems))
            title = say.count("editing.problems", len(problems))
            return pages(title, entries, say, text=text, file_name=PROBLEMS, only_first=True)

        return Screen(await asyncio.to_thread(made))

    async def status(self, status: Status) -> Screen:
        """What is live, and what else there is."""
        return sentence(status.live.id)

    async def done(self, done: Reload, by: int, *, recorded: bool) -> Screen:
        """What has gone live, by somebody else perhaps."""
        say = self._say
        title = say.say("editing.live" if done.by == str(by) else "editing.live-already")
        who = by_whom(done.by, say)
        lines = [f"{format_dt(done.at, 'f')} · {who}", counted(done, say)]
        if not recorded:
            lines.append(say.say("editing.not-recorded"))
        return Screen(Pages(title, ("\n".join(lines),)))

    def failed(self, error: ReadingFailed) -> Screen:
        """Why reading came to nothing."""
        if error.file is not None:
            return sentence(self._say.say("editing.failed-file", file=error.file, why=error.why))
        return sentence(self._say.say("editing.failed", why=error.why))

    def store_failed(self, error: FootnoteError) -> Screen:
        """Why compiling came to nothing."""
        return sentence(self._say.say("editing.store-failed", why=str(error)))

    def changed_live(self, live: Generation) -> str:
        """That somebody else has changed the live facts since."""
        return self._say.say("editing.changed-live", who=by_whom(live.by, self._say))


def choice_name(one: Generation, say: Wording) -> str:
    """A state to go back to, in a list that shows plain text alone: since when, and by whom.

    Nobody's name is known here, and a mention would not be shown as one.
    """
    at = one.went_live_at.astimezone(UTC)
    who = one.by if one.by.isdecimal() else say.say("editing.by-the-host")
    day = full_day_text(at.date(), say)
    return say.say("editing.choice", day=day, time=f"{at:%H:%M}", who=who)
