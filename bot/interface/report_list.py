"""`/facts reports`: fact editors read what was reported, and close it. Checked at every use."""

from __future__ import annotations

import discord
from discord import ui

from bot.errors import InputProblem
from bot.interface.acknowledge import UNKNOWN_MESSAGE, acknowledge
from bot.interface.deadline import in_time
from bot.interface.editors import Rule
from bot.interface.forms import Form, tidy, typed
from bot.interface.replies import NOBODY, Interaction, Replies
from bot.interface.report_pages import editors_view, reports_page
from bot.interface.report_press import ReportPress
from bot.state.reports import Reports
from bot.wording.wording import Wording

MOST = 300
"""Most characters of a reason."""


class ReportList:
    """Answers fact editors, privately. `allowed` raises for whoever is none."""

    def __init__(self, replies: Replies, reports: Reports, allowed: Rule) -> None:
        self._replies = replies
        self._reports = reports
        self._allowed = allowed

    async def show(self, interaction: Interaction, *, closed: bool = False) -> None:
        """Answer the command: the first page of what is open, or closed."""
        try:
            press = ReportPress("c" if closed else "o")
            view = await in_time(self._page(interaction, press))
            await self._replies.show(interaction, view, private=True)
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self._replies.fail(interaction, error)

    async def answer(self, interaction: Interaction, press: ReportPress) -> None:
        """Answer a button or a form. Who presses counts, and not who asked."""
        if press.action == "x":
            await in_time(self._allowed(interaction))
            await self._ask_why(interaction, press)
        elif press.action == "y":
            view = await in_time(self._closed(interaction, press))
            await put(self._replies, interaction, view)
        else:
            await put(self._replies, interaction, await in_time(self._page(interaction, press)))

    async def _ask_why(self, interaction: Interaction, press: ReportPress) -> None:
        say = self._replies.private_wording(interaction)
        form = Form(
            say.say("reports.form-title", number=press.number),
            say.say("reports.form-label"),
            say.say("reports.form-hint"),
            say.say("reports.form-example"),
            MOST,
        )
        sent = ReportPress("y", press.number, press.page)
        await acknowledge(lambda: interaction.response.send_modal(form.modal(sent.custom_id())))

    async def _closed(self, interaction: Interaction, press: ReportPress) -> ui.LayoutView:
        """Close a report, and show the page that it stood on."""
        await self._allowed(interaction)
        text = typed(interaction.data)
        reason = tidy(text) if text is not None else ""
        if not reason:
            raise InputProblem("reports.no-reason")
        if len(reason) > MOST:
            raise InputProblem("report.too-long", limit=MOST)
        came = await self._reports.close(press.number, interaction.user.id, reason)
        say = self._replies.private_wording(interaction)
        done = say.say(f"reports.done-{came}", number=press.number)
        return await self._listed(interaction, ReportPress("o", page=press.page), say, done)

    async def _page(self, interaction: Interaction, press: ReportPress) -> ui.LayoutView:
        await self._allowed(interaction)
        say = self._replies.private_wording(interaction)
        return await self._listed(interaction, press, say)

    async def _listed(
        self, interaction: Interaction, press: ReportPress, say: Wording, done: str = ""
    ) -> ui.LayoutView:
        closed = press.action == "c"
        reports = await (self._reports.closed() if closed else self._reports.open())
        guilds = interaction.client.guilds
        servers = {guild.id: guild.name for guild in guilds if not guild.unavailable}
        facts = self._replies.facts()
        shown = await facts.run(
            lambda: reports_page(reports, press.page, servers, facts, say, closed=closed), long=True
        )
        return editors_view(shown, say, done)


async def put(replies: Replies, interaction: Interaction, view: ui.LayoutView) -> None:
    """Show something in the place of the private message that was pressed on, else privately."""
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        await replies.show(interaction, view, private=True)
        return
    try:
        await acknowledge(
            lambda: interaction.response.edit_message(view=view, allowed_mentions=NOBODY)
        )
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise
        # Its reader has dismissed it meanwhile; what came of it they are told all the same.
        await replies.show(interaction, view, private=True)
