"""What fact editors are shown, as the pages of one private message, and as a file."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import discord
from discord import ui

from bot.answers.model import Entry
from bot.answers.notice import Notice
from bot.interface.edit_press import Action, EditPress
from bot.interface.layout import LIMIT, bodies
from bot.interface.markdown import escape
from bot.interface.message import text_view
from bot.wording.wording import Wording

TITLE = 300
"""Most characters of a title with the page number below it, and of a last line."""

MAX_PAGE = 999_999


@dataclass(frozen=True, slots=True)
class Pages:
    """Something told: a title, bodies ready to be shown, and where one message does not hold it,
    the whole as a file."""

    title: str
    bodies: tuple[str, ...]
    file: bytes | None = None
    file_name: str = ""

    def first(self, say: Wording) -> Pages:
        """The same with its first body alone, which says that the file has the rest."""
        first, *more = self.bodies
        if more:
            first += f"\n-# {escape(say.say('facts.rest-in-file'))}"
        return replace(self, bodies=(first,))


def pages(notice: Notice, say: Wording, file_name: str = "") -> Pages:
    """Lay out a notice, escaped but for what it mentions."""
    laid = bodies((Entry(notice.lines), *notice.entries), say, LIMIT - TITLE) or ("",)
    for mention in notice.mentions:
        laid = tuple(body.replace(escape(mention), mention) for body in laid)
    whole = notice.text.encode("utf-8", "replace") if notice.text and len(laid) > 1 else None
    return Pages(escape(notice.title), laid, whole, file_name)


@dataclass(frozen=True, slots=True)
class Screen:
    """One message to an editor: a page, and the press behind its buttons.

    `press` has the page; without it there are no buttons. `can_go_live` offers that.
    """

    pages: Pages
    press: EditPress | None = None
    can_go_live: bool = False

    def view(self, say: Wording) -> ui.LayoutView:
        """The message's components."""
        number = min(max(1, self.press.page if self.press else 1), len(self.pages.bodies))
        header = f"### {self.pages.title}" if self.pages.title else ""
        if len(self.pages.bodies) > 1 and self.press is not None:
            place = say.say("page.of", page=number, pages=len(self.pages.bodies))
            header += f"\n-# {place}"
        view = text_view(header, self.pages.bodies[number - 1])
        if self.pages.file is not None:
            view.add_item(ui.File(f"attachment://{self.pages.file_name}"))
        if self.press is not None:
            row = self._buttons(self.press, number, say)
            if row.children:
                view.add_item(row)
        return view

    def files(self) -> list[discord.File]:
        """Its attachments, for one request, which uses them up."""
        if self.pages.file is None:
            return []
        return [discord.File(io.BytesIO(self.pages.file), self.pages.file_name)]

    def _buttons(self, press: EditPress, number: int, say: Wording) -> ui.ActionRow[ui.LayoutView]:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()

        def add(
            action: Action, label: str, page: int, *, disabled: bool = False, live: bool = False
        ) -> None:
            style = discord.ButtonStyle.primary if live else discord.ButtonStyle.secondary
            custom_id = press.to(action, min(max(1, page), MAX_PAGE)).custom_id()
            row.add_item(
                ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)
            )

        last = len(self.pages.bodies)
        if last > 1:
            add("p", say.say("button.previous"), number - 1, disabled=number == 1)
            add("n", say.say("button.next"), number + 1, disabled=number == last)
        if self.can_go_live:
            add("g", say.say("editing.button-live"), number, live=True)
            add("l", say.say("editing.button-leave"), number)
        return row


def sentence(text: str) -> Screen:
    """A sentence alone."""
    return Screen(Pages("", (escape(text),)))
