"""Take along: the facts of an answer as files, for whoever presses and shown to them alone.

A press has the whole question, or below a checked text the facts, so that its button works after a
restart and a reload, whoever asked it. Nothing of it is stored.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import UTC
from functools import partial

import discord
from discord import ui

from bot.answers.check import COMMAND as CHECK
from bot.answers.desk import Desk
from bot.answers.export.checked import picked
from bot.answers.export.collect import FACTS, Export, collect, remarks, scope
from bot.answers.export.dated import left_out
from bot.answers.export.formats import NAMES, Format, make, offered
from bot.answers.model import Answer, Entry, Line
from bot.errors import InputProblem
from bot.interface.fact_press import FactPress
from bot.interface.layout import lay_out
from bot.interface.message import Attachment, text_view
from bot.interface.press import Action, Press
from bot.interface.replies import Handler, Interaction, Replies
from bot.interface.unhurried import show, unhurried
from bot.store.kept import Kept
from bot.wording.wording import Wording

FORMS: dict[Action, Format] = {"c": "csv", "j": "json", "m": "md", "l": "csl", "i": "ics"}
"""What the buttons of an offer make."""

LARGE = 512 * 1024
"""Bytes from which on a file may take longer to be sent than Discord waits."""

COLLECTED = 4
"""How many answers' facts are kept after they were collected, at most some MiB each: a file is
asked for right after what it can be."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What is told, and the buttons or the file that come with it."""

    answer: Answer
    say: Wording
    buttons: tuple[ui.Button[ui.LayoutView], ...] = ()
    attachment: Attachment | None = None

    @property
    def large(self) -> bool:
        return self.attachment is not None and len(self.attachment.content) > LARGE

    def view(self) -> ui.LayoutView:
        laid = lay_out(self.answer, self.say)
        view = text_view(laid.header, laid.body, laid.footer)
        if self.attachment is not None:
            view.add_item(ui.File(f"attachment://{self.attachment.name}"))
        if self.buttons:
            view.add_item(ui.ActionRow(*self.buttons))
        return view


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a press wants: the export that `collect` makes; `button` gives the custom id of another
    action on the same. `key` says what it is of; without one it is not kept.
    """

    action: Action
    generation: str
    key: str | None
    collect: Callable[[Desk], Export]
    button: Callable[[Action], str]


Make = Callable[[_Wanted, Desk], Awaitable[_Made]]


class Taking:
    """Offers the formats and makes the files, one at a time, so that other answers have room."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._collected: Kept[tuple[Hashable, ...], Export] = Kept(COLLECTED)
        self._turn = asyncio.Lock()

    @property
    def handlers(self) -> dict[Action, Handler]:
        """What each of its buttons does."""
        return {"t": self.offer, **dict.fromkeys(FORMS, self.give)}

    async def offer(self, interaction: Interaction, press: Press) -> None:
        """Answer "Take along" with what there is to take, and a button for each format."""
        await self._answer(interaction, press, self._offer)

    async def give(self, interaction: Interaction, press: Press) -> None:
        """Answer a format's button with the file."""
        await self._answer(interaction, press, self._file)

    async def take(self, interaction: Interaction, press: FactPress) -> None:
        """The same for the buttons that carry facts: what there is to take of them, or the file."""
        try:
            await self._answer(
                interaction, press, self._offer if press.action == "t" else self._file
            )
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self._replies.fail(interaction, error)

    async def _wanted(self, press: Press | FactPress) -> _Wanted:
        if isinstance(press, FactPress):
            return _of_facts(press)
        question = await self._replies.question_of(press.question)
        if question is None:
            raise InputProblem("button.gone")
        return _Wanted(
            press.action,
            press.generation,
            question.encode(),
            lambda desk: collect(question, desk, FACTS),
            lambda action: press.to(action, press.page, press.part).custom_id(),
        )

    async def _answer(self, interaction: Interaction, press: Press | FactPress, make: Make) -> None:
        """Answer with what is made, at once or, where it takes longer, when it is there."""
        making = self._made(interaction, press, make)
        made = await unhurried(interaction, making, slow_to_send=lambda found: found.large)
        await show(self._replies, interaction, made.view(), made.attachment)

    async def _made(self, interaction: Interaction, press: Press | FactPress, make: Make) -> _Made:
        wanted = await self._wanted(press)
        say = self._replies.private_wording(interaction)
        return await make(wanted, await self._replies.desk(interaction.guild_id, say))

    async def _offer(self, wanted: _Wanted, desk: Desk) -> _Made:
        async with self._turn:
            export = await self._collect(wanted, desk)
        forms = offered(export)
        entry = Entry(tuple(Line("text", _described(f, desk.say), lead=NAMES[f]) for f in forms))
        buttons = [
            ui.Button[ui.LayoutView](
                label=NAMES[form],
                custom_id=wanted.button(action),
                style=discord.ButtonStyle.secondary,
            )
            for action, form in FORMS.items()
            if form in forms
        ]
        answer = _told(export, wanted, desk, entry)
        return _Made(answer, desk.say, tuple(buttons))

    async def _file(self, wanted: _Wanted, desk: Desk) -> _Made:
        form, stamp = FORMS[wanted.action], self._replies.now().astimezone(UTC)
        async with self._turn:
            export = await self._collect(wanted, desk)
            if form not in offered(export):
                raise InputProblem("take.no-dates")
            file = await desk.facts.run(partial(make, export, form, desk, stamp), long=True)
        answer = _told(file.export, wanted, desk)
        if form == "ics" and (out := left_out(file.export)):
            answer = answer.with_aside(desk.say.count("take.no-days", out))
        return _Made(answer, desk.say, attachment=Attachment(answer, file.name, file.content))

    async def _collect(self, wanted: _Wanted, desk: Desk) -> Export:
        key = (wanted.key, desk.facts.generation, desk.today, desk.say.language)
        kept = self._collected.get(key)
        if kept is not None:
            return kept
        found = await desk.facts.run(partial(wanted.collect, desk), long=True)
        return self._collected.keep(key, found) if wanted.key is not None else found


def _of_facts(press: FactPress) -> _Wanted:
    """What stood beside a checked text is kept nowhere, and soon found again."""
    return _Wanted(
        press.action,
        press.generation,
        None,
        lambda desk: picked(press.facts, desk, complete=press.complete),
        lambda action: press.to(action).custom_id(),
    )


def _told(export: Export, wanted: _Wanted, desk: Desk, *entries: Entry) -> Answer:
    """What is said beside buttons or a file: of what, how much, and what must be known of it."""
    closing = []
    if export.question.command == CHECK:
        closing.append(desk.say.say("take.of-check"))
    if wanted.generation != desk.facts.generation:
        closing.append(desk.say.say("take.changed"))
    return Answer(
        question=export.question,
        title=desk.say.say("take.title", title=export.title),
        scope=(scope(export, desk), *remarks(export, desk)),
        entries=entries,
        closing=tuple(closing),
    )


def _described(form: Format, say: Wording) -> str:
    return say.say(f"take.format.{form}")
