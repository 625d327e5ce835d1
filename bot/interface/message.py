"""A laid-out answer as a Discord message: texts in a container, and the buttons below."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import discord
from discord import ui

from bot.answers.model import Answer
from bot.answers.question import Question
from bot.interface.illustration import Illustration
from bot.interface.layout import Laid
from bot.interface.markdown import escape
from bot.interface.press import Action, Press
from bot.interface.report_press import ReportPress
from bot.wording.wording import Wording

COLOUR = 0x2F6F8F
MAX_PAGE = 9_999_999
IN_A_ROW = 5
"""Most buttons of a row, by Discord's limits ("Component Reference")."""

Keep = Callable[[str], Awaitable[str]]
"""Keeps a question's text and gives back its token."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file, and the answer that comes with it."""

    answer: Answer
    name: str
    content: bytes

    def file(self) -> discord.File:
        """The file for one request, which uses it up."""
        return discord.File(io.BytesIO(self.content), self.name)


async def answer_view(
    laid: Laid,
    say: Wording,
    *,
    asker: int,
    generation: str,
    private: bool,
    keep: Keep,
    file: str | None = None,
    illustration: Illustration | None = None,
    offered: frozenset[Action] = frozenset(),
) -> ui.LayoutView:
    """The message of one part of an answer's page, with the buttons for its asker.

    A private answer has no Remove: Discord lets its only reader dismiss it. `file` is the name of
    an attachment: it is shown only where a component does. `illustration` is
    sent with the message and shows its chart. `offered` are the buttons besides those
    of every answer.
    """
    if illustration is None:
        view = text_view(laid.header, laid.body, laid.footer)
    else:
        gallery = illustration.gallery()
        view = text_view(laid.header, gallery, laid.aside, laid.body, laid.footer)
    if file is not None:
        view.add_item(ui.File(f"attachment://{file}"))
    press = Press("n", asker, generation, laid.question.view, laid.page, laid.part, "")
    press = await _with_question(press, laid.question, keep)
    buttons = _buttons(laid, press, say, offered, private=private)
    for start in range(0, len(buttons), IN_A_ROW):
        view.add_item(ui.ActionRow(*buttons[start : start + IN_A_ROW]))
    return view


def text_view(*parts: str | ui.MediaGallery[ui.LayoutView]) -> ui.LayoutView:
    """Texts, and pictures among them, one under the other in one container: the look of all
    answers.

    The view counts as stopped, for discord.py keeps any other one in memory for good.
    """
    view = ui.LayoutView(timeout=None)
    view.stop()
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=COLOUR)
    for index, part in enumerate(part for part in parts if part):
        if index:
            container.add_item(ui.Separator(visible=False))
        container.add_item(ui.TextDisplay(part) if isinstance(part, str) else part)
    view.add_item(container)
    return view


def plain_view(text: str) -> ui.LayoutView:
    """One sentence that may repeat what a person typed."""
    return text_view(escape(text))


async def _with_question(press: Press, question: Question, keep: Keep) -> Press:
    """The press with its question, by token where the largest page number would not fit."""
    text = question.encode()
    if replace(press, page=MAX_PAGE, part=999, question=text).fits():
        return replace(press, question=text)
    return replace(press, question=f"#{await keep(text)}")


def _buttons(
    laid: Laid, press: Press, say: Wording, offered: frozenset[Action], *, private: bool
) -> list[ui.Button[ui.LayoutView]]:
    buttons: list[ui.Button[ui.LayoutView]] = []

    def add(action: Action, key: str, page: int, part: int, *, disabled: bool = False) -> None:
        page = min(max(1, page), MAX_PAGE)
        custom_id = press.to(action, page, part).custom_id()
        style = discord.ButtonStyle.secondary
        buttons.append(
            ui.Button(label=say.say(key), custom_id=custom_id, style=style, disabled=disabled)
        )

    page = laid.page
    if laid.pages > 1 or laid.parts > 1:
        first = page == 1 and laid.part == 1
        last = page == laid.pages and laid.part == laid.parts
        back = (page, laid.part - 1) if laid.part > 1 else (page - 1, 0)
        on = (page, laid.part + 1) if laid.part < laid.parts else (page + 1, 1)
        add("p", "button.previous", *back, disabled=first)
        add("n", "button.next", *on, disabled=last)
    command, view = laid.question.command, laid.question.view
    if laid.facts and view == "answer":
        add("w", "button.words", page, 1)
    if laid.sealed and view == "words" and "r" in offered:
        add("r", "button.around", page, 1)
    if (laid.facts or command == "article") and view == "answer" and "t" in offered:
        add("t", "button.take", page, 1)
    if laid.found and view == "answer" and command == "fact" and "q" in offered:
        add("q", "button.report", page, 1)
    if command == "privacy" and "q" in offered:
        own = ReportPress("m").custom_id()
        buttons.append(ui.Button(label=say.say("button.own-reports"), custom_id=own))
    if not private:
        add("x", "button.remove", page, laid.part)
    return buttons
