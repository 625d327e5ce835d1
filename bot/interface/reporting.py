"""Reporting a problem of a fact: the form, what becomes of it, and one's own reports."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from discord import InteractionType

from bot.answers.fact import wanted_id
from bot.errors import InputProblem
from bot.interface.acknowledge import acknowledge
from bot.interface.deadline import TooSlow, in_time
from bot.interface.forms import Form, tidy, typed
from bot.interface.lines import bounded
from bot.interface.markdown import escape
from bot.interface.message import plain_view, text_view
from bot.interface.press import Press
from bot.interface.replies import Interaction, Replies
from bot.interface.report_list import ReportList, put
from bot.interface.report_pages import own_view
from bot.interface.report_press import FORMS, OF_EDITORS, ReportPress
from bot.interface.unhurried import show, unhurried
from bot.logs import new_error_id
from bot.state.reports import OPEN_OF_ONE, Filed, Filing, Reports

log = logging.getLogger(__name__)

MOST = 1000
"""Most characters of a report."""

TOLD_BACK = 3000
"""Most characters of what was typed that are told back, escaped."""

Notify = Callable[[int, str], Coroutine[Any, Any, None]]
"""Tells fact editors of a new report: its number and its fact."""

_Kept = tuple[Filed, str]
"""A report that was kept, and its fact."""


class Reporting:
    """Takes reports, privately, and passes on to `editing` what is for fact editors alone."""

    def __init__(
        self, replies: Replies, reports: Reports, editing: ReportList, notify: Notify
    ) -> None:
        self._replies = replies
        self._reports = reports
        self.editing = editing
        self._notify = notify
        self._notifying: set[asyncio.Task[None]] = set()

    async def open(self, interaction: Interaction, press: Press) -> None:
        """Show the form for the fact of an answer; raises `InputProblem` where none is taken."""
        await in_time(self._check(interaction, press.question))
        say = self._replies.private_wording(interaction)
        form = Form(
            say.say("report.form-title"),
            say.say("report.form-label"),
            say.say("report.form-hint"),
            say.say("report.form-example"),
            MOST,
        )
        sent = ReportPress("f", generation=press.generation, question=press.question)
        await acknowledge(lambda: interaction.response.send_modal(form.modal(sent.custom_id())))

    async def answer(self, interaction: Interaction, press: ReportPress) -> None:
        """Answer a button or a form of reports."""
        try:
            sent = interaction.type is InteractionType.modal_submit
            if sent is not (press.action in FORMS):
                raise InputProblem("report.unreadable")
            if press.action in OF_EDITORS:
                await self.editing.answer(interaction, press)
            elif press.action == "f":
                await self._submitted(interaction, press)
            elif press.action == "m":
                await self._show_own(interaction)
            else:
                await self._delete_own(interaction)
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self._replies.fail(interaction, error)

    async def _check(self, interaction: Interaction, question: str) -> None:
        fact = await self._fact(question)
        user, guild = interaction.user.id, interaction.guild_id
        refusal = await self._reports.refusal(user, guild, fact)
        if refusal is not None:
            raise InputProblem(f"report.refused-{refusal}")

    async def _fact(self, carried: str) -> str:
        """The public id that a button's question asks for; raises `InputProblem` where there is no
        fact."""
        question = await self._replies.question_of(carried)
        if question is None or question.command != "fact":
            raise InputProblem("report.no-fact")
        wanted, facts = wanted_id(question), self._replies.facts()
        if not await facts.run(lambda: facts.fact(wanted) is not None or facts.is_retired(wanted)):
            raise InputProblem("report.no-fact")
        return wanted

    async def _submitted(self, interaction: Interaction, press: ReportPress) -> None:
        """Keep a report, then say so. Where that fails its words are told back, to be copied.

        Once begun it is not given up: the report may be there before that is known, and must not
        be there without the fact editors hearing of it.
        """
        text = typed(interaction.data)
        if text is None:
            raise InputProblem("report.unreadable")
        filing = asyncio.ensure_future(self._file(interaction, press, tidy(text)))
        try:
            await self._tell_outcome(interaction, filing, text)
        finally:
            notified = asyncio.ensure_future(self._notified(filing, late=not filing.done()))
            self._notifying.add(notified)
            notified.add_done_callback(self._notifying.discard)
            if filing.done():
                await notified

    async def _tell_outcome(
        self, interaction: Interaction, filing: asyncio.Future[_Kept], text: str
    ) -> None:
        """Tell a person what came of their report; where nothing has yet, that."""
        say = self._replies.private_wording(interaction)
        try:
            await unhurried(interaction, _ended(filing))
            filed, fact = filing.result()
        except InputProblem as problem:
            await self._tell_back(interaction, say.explain(problem), text)
            return
        except TooSlow:
            await self._tell_back(interaction, say.say("report.not-known"), text)
            return
        except Exception:  # the words must not be lost, whatever went wrong
            error_id = new_error_id()
            log.exception("fault %s: a report could not be kept", error_id)
            await self._tell_back(interaction, say.say("report.not-kept", id=error_id), text)
            return
        done = say.say("report.filed", number=filed.number, fact=fact)
        count = say.count("report.yours-open", filed.open, limit=OPEN_OF_ONE)
        view = text_view(escape(done), f"-# {escape(count)}")
        await show(self._replies, interaction, view)

    async def _notified(self, filing: asyncio.Future[_Kept], *, late: bool) -> None:
        """Tell fact editors of a report that was kept; of one that nobody waits for any more the
        log says why it was not."""
        try:
            filed, fact = await filing
        except Exception:  # of which its person was told, unless it came too late
            if late:
                log.exception("a report could not be kept after all")
            return
        await self._notify(filed.number, fact)

    async def _file(self, interaction: Interaction, press: ReportPress, words: str) -> _Kept:
        if not words:
            raise InputProblem("report.empty")
        if len(words) > MOST:
            raise InputProblem("report.too-long", limit=MOST)
        fact = await self._fact(press.question)
        user, guild = interaction.user.id, interaction.guild_id
        filed = await self._reports.file(Filing(user, guild, fact, press.generation, words))
        if not isinstance(filed, Filed):
            raise InputProblem(f"report.refused-{filed}")
        return filed, fact

    async def _tell_back(self, interaction: Interaction, why: str, text: str) -> None:
        say = self._replies.private_wording(interaction)
        told = [escape(why)]
        if tidy(text):
            lead = f"**{escape(say.say('report.your-words'))}**"
            told.append(f"{lead}\n{bounded(text, TOLD_BACK)}")
        await show(self._replies, interaction, text_view(*told))

    async def _show_own(self, interaction: Interaction) -> None:
        found = await in_time(self._reports.of_user(interaction.user.id))
        view = own_view(found, self._replies.private_wording(interaction))
        await self._replies.show(interaction, view, private=True)

    async def _delete_own(self, interaction: Interaction) -> None:
        say = self._replies.private_wording(interaction)
        gone = await in_time(self._reports.delete_of(interaction.user.id))
        count = gone.open + gone.closed
        told = (
            say.count("report.deleted", count, open=gone.open) if count else say.say("report.none")
        )
        await put(self._replies, interaction, plain_view(told))


async def _ended(filing: asyncio.Future[_Kept]) -> None:
    """Wait for a report to be kept or not, without giving that up where the wait is given up."""
    await asyncio.wait((filing,))
