"""Tells fact editors what would change, what keeps it from that and what is live, for Discord."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

from bot.anniversaries.affected import affected, by_live_facts
from bot.answers.model import Line
from bot.errors import CorpusError, FootnoteError
from bot.interface.edit_pages import Pages, Screen, pages, sentence
from bot.interface.replies import Replies
from bot.publish import telling
from bot.publish.outcome import ReadingFailed
from bot.publish.shown import Busy, NotKept, Preview, Status, Why
from bot.state.generations import Generation, Reload
from bot.wording.dates import full_day_text
from bot.wording.wording import Wording

CHANGES, PROBLEMS, STATUS = "facts-changes.txt", "facts-problems.txt", "facts-status.txt"


class Teller:
    """Tells it by the facts, the plans and the clock of `replies`, in the wording of whoever it is
    told to. What may be long is told and laid out in a thread."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    async def preview(self, shown: Preview, say: Wording, why: Why | None = None) -> Pages:
        """What would change; `why` it is not what was shown before, where that was something."""
        replies = self._replies
        facts, difference = replies.facts(), shown.read.difference
        plans = await replies.plans.chosen()
        today = replies.now().astimezone(ZoneInfo(replies.default_zone)).date()

        def made() -> Pages:
            found = None
            if difference is not None:
                found = affected(difference.events, plans, today, by_live_facts(facts, say))
            return pages(telling.preview(shown, found, say, why), say, CHANGES)

        return await facts.run(made, long=True)

    async def status(self, found: Status, reports: int, say: Wording) -> Screen:
        """What is live, what else there is, and how many reports of problems are open."""
        facts = self._replies.facts()
        notice = await facts.run(lambda: telling.status(found, reports, facts, say), long=True)
        return Screen(pages(notice, say, STATUS).first(say))

    async def problem(self, error: FootnoteError, say: Wording, *, kept: bool) -> Screen:
        """What keeps facts from being shown or from going live, for the editor to mend.

        `kept` says that these are the facts of another time.
        """
        match error:
            case CorpusError():
                notice = await asyncio.to_thread(telling.problems, error.problems, say, kept=kept)
                laid = await asyncio.to_thread(pages, notice, say, PROBLEMS)
                return Screen(laid.first(say))
            case ReadingFailed():
                return sentence(telling.failed(error, say))
            case NotKept():
                return sentence(say.say("editing.not-kept"))
            case Busy():
                return sentence(say.say("editing.busy"))
            case _:
                why = str(error).rstrip(".")  # of the compiled facts, or of the durable state
                return sentence(say.say("editing.did-not-work", why=why))

    def live(self, done: Reload, say: Wording, *, recorded: bool) -> Screen:
        """What has gone live, and whether that could be told where it should be."""
        notice = telling.went_live(done, say)
        if not recorded:
            line = Line("head", say.say("editing.not-recorded"))
            notice = replace(notice, lines=(*notice.lines, line))
        return Screen(pages(notice, say))


def choice_name(one: Generation, say: Wording, reader: int) -> str:
    """A state to go back to, in a list that shows plain text alone: which, from when, by whom.

    No name but the reader's is known here, and a mention would not be shown as one.
    """
    at = one.went_live_at.astimezone(UTC)
    when = say.say("facts.moment", day=full_day_text(at.date(), say), time=f"{at:%H:%M}")
    if one.by == str(reader):
        return say.say("editing.choice-yours", id=one.id, when=when)
    who = one.by if one.by.isdecimal() else say.say("facts.host")
    return say.say("editing.choice", id=one.id, when=when, who=who)
