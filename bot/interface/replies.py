"""From an interaction to its reply: the question answered, the message sent, faults told."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import discord
from discord import ui

from bot.anniversaries.scheduler import Compose
from bot.answers.around import around
from bot.answers.desk import Desk
from bot.answers.question import MAX_OPTION, Question, View, decode
from bot.answers.registry import answer as answer_question
from bot.charts.pictures import Pictures
from bot.errors import InputProblem
from bot.interface.acknowledge import CUT, UNKNOWN_MESSAGE, acknowledge, insist
from bot.interface.deadline import in_time
from bot.interface.explaining import explained
from bot.interface.illustration import Illustration, illustrated, instead
from bot.interface.languages import Languages
from bot.interface.layout import Laid, lay_out
from bot.interface.message import Attachment, answer_view, plain_view
from bot.interface.press import PATTERN, Action, Press, read
from bot.state.deliveries import Deliveries
from bot.state.guilds import Guilds
from bot.state.plans import Plans
from bot.state.questions import Questions
from bot.store.article_texts import ArticleTexts
from bot.store.facts import FactStore
from bot.store.kept import Kept
from bot.wording.wording import Wording

log = logging.getLogger(__name__)

Interaction = discord.Interaction[discord.Client]
Handler = Callable[[Interaction, Press], Awaitable[None]]
NOBODY = discord.AllowedMentions.none()

ASIDE: dict[Action, View] = {"w": "words", "r": "around"}
"""Buttons that show another view of a page, privately and beside it."""

LAID = 256
"""How many messages are kept as they were laid out, at most some 10 KiB each."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """A message to send; `in_place` of the one whose button was pressed, it edits that."""

    view: ui.LayoutView
    private: bool
    in_place: bool = False
    attachment: Attachment | Illustration | None = None


@dataclass(frozen=True, slots=True)
class Replies:
    """Answers interactions. `facts` gives the live store, `now` the time with its zone.

    `compose` makes the daily posts of `plans`; `deliveries` are those that were made.

    One generation's answer to one question on one day is always the same: `laid` has the last.
    """

    facts: Callable[[], FactStore]
    languages: Languages
    guilds: Guilds
    questions: Questions
    plans: Plans
    deliveries: Deliveries
    compose: Compose
    now: Callable[[], datetime]
    default_zone: str
    texts: ArticleTexts | None = None
    """Of the articles, where the host has them."""
    handlers: dict[Action, Handler] = field(default_factory=dict)
    """What other buttons of an answer do; an answer has only those that are here."""
    pictures: Pictures | None = None
    """What draws charts; without it, answers have none."""
    laid: Kept[tuple[Hashable, ...], Laid] = field(default_factory=lambda: Kept(LAID))

    def private_wording(self, interaction: Interaction) -> Wording:
        """The language of what one person alone sees: that of their Discord."""
        return self.languages.reader(interaction)

    async def public_wording(self, interaction: Interaction) -> Wording:
        """The language of what everybody in a place sees: the server's."""
        return await self.languages.public(interaction)

    async def _is_private(self, interaction: Interaction, asked: bool | None) -> bool:
        """Whether an answer is private: as its asker wants it, else as the server does."""
        if asked is None and interaction.guild_id is not None:
            return await self.guilds.private_answers(interaction.guild_id)
        return bool(asked)

    async def _wording(self, interaction: Interaction, *, private: bool) -> Wording:
        if private:
            return self.private_wording(interaction)
        return await self.public_wording(interaction)

    async def desk(self, guild_id: int | None, say: Wording) -> Desk:
        """What answers are made with, for somebody in this server or in direct messages."""
        zone = await self.guilds.time_zone(guild_id) if guild_id is not None else None
        now = self.now()
        try:
            today = now.astimezone(ZoneInfo(zone or self.default_zone)).date()
        except (ZoneInfoNotFoundError, ValueError):
            log.warning("the time zone %s of a server is not known here any more", zone)
            zone, today = None, now.astimezone(ZoneInfo(self.default_zone)).date()
        name = zone or self.default_zone
        return Desk(self.facts(), say, today, name, "server" if zone else "default")

    async def reply(
        self, interaction: Interaction, question: Question, *, private: bool | None
    ) -> None:
        """Answer a slash command; `private` as it was asked for, None for as the server chose."""
        try:
            made = await in_time(self._answered(interaction, question, private=private))
            await self._send(interaction, made)
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self.fail(interaction, error)

    async def _answered(
        self, interaction: Interaction, question: Question, *, private: bool | None
    ) -> _Reply:
        for option, value in question.options.items():
            if len(value) > MAX_OPTION:
                raise InputProblem("input.too-long", option=option, limit=MAX_OPTION)
        private = await self._is_private(interaction, private)
        say = await self._wording(interaction, private=private)
        desk = await self.desk(interaction.guild_id, say)
        laid = await self._laid_out(question, 1, desk, own=self.private_wording(interaction))
        return await self._made(laid, desk, interaction.user.id, private=private)

    async def reply_with_file(
        self,
        interaction: Interaction,
        make: Callable[[Desk], Awaitable[Attachment]],
        *,
        private: bool | None,
    ) -> None:
        """Answer a slash command with a file; `private` as in `reply`."""
        try:
            made = await in_time(self._with_file(interaction, make, private=private))
            await self._send(interaction, made)
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self.fail(interaction, error)

    async def _with_file(
        self,
        interaction: Interaction,
        make: Callable[[Desk], Awaitable[Attachment]],
        *,
        private: bool | None,
    ) -> _Reply:
        private = await self._is_private(interaction, private)
        say = await self._wording(interaction, private=private)
        desk = await self.desk(interaction.guild_id, say)
        attachment = await make(desk)
        laid = lay_out(attachment.answer, say)
        asker = interaction.user.id
        return await self._made(laid, desk, asker, private=private, attachment=attachment)

    async def press(self, interaction: Interaction, custom_id: str) -> None:
        """Answer a button. Who did not ask gets a private copy: the asker's stays as it is.

        A custom id that means nothing here, of a program older or newer than this one, is told.
        """
        try:
            match = PATTERN.fullmatch(custom_id)
            if match is None:
                await self.tell(interaction, self.private_wording(interaction).say("button.gone"))
                return
            press = read(match)
            if press.action == "x":
                await self._remove(interaction, press)
            else:
                await self.handlers.get(press.action, self.turn)(interaction, press)
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self.fail(interaction, error)

    async def turn(self, interaction: Interaction, press: Press) -> None:
        """Show another page of an answer, or another view of the page."""
        await self._send(interaction, await in_time(self._pressed(interaction, press)))

    async def _pressed(self, interaction: Interaction, press: Press) -> _Reply:
        """Another page in place of the asker's message, in its language; or a private message."""
        question = await self.question_of(press.question)
        own = self.private_wording(interaction)
        if question is None:
            return _Reply(plain_view(own.say("button.gone")), private=True)
        asker, message = interaction.user.id, interaction.message
        view = ASIDE.get(press.action)
        in_place = view is None and asker == press.asker
        private = not in_place or (message is not None and message.flags.ephemeral)
        say = await self._wording(interaction, private=private)
        desk = await self.desk(interaction.guild_id, say)
        wanted = question.at(press.page).viewed(view or press.view)
        aside = None
        if press.generation != desk.facts.generation:
            aside = say.say("button.changed")
        laid = await self._laid_out(wanted, press.part, desk, aside, own)
        if view is not None and not laid.entries:
            return _Reply(plain_view(own.say("button.no-words")), private=True)
        made = await self._made(laid, desk, asker, private=private)
        return replace(made, in_place=in_place)

    async def question_of(self, carried: str) -> Question | None:
        """The question that a button carries, as itself or by its token; None where it is not kept
        any more."""
        text = await self.questions.load(carried[1:]) if carried.startswith("#") else carried
        return decode(text) if text is not None else None

    async def _laid_out(
        self,
        question: Question,
        part: int,
        desk: Desk,
        aside: str | None = None,
        own: Wording | None = None,
    ) -> Laid:
        """A part of the answer to a question, kept for whoever asks the same that day.

        What is wrong with a question is told to its asker alone, in the language that is their
        `own` where it is not the desk's: so are the dates and labels in it. The words around are
        not kept: the articles' texts can change under a running bot.
        """
        if question.view == "around" and self.texts is not None:
            found = await around(question, desk, self.texts)
            if aside is not None:
                found = found.with_aside(aside)
            return lay_out(found, desk.say, part)
        asked = (question.encode(), question.page, question.view, part, aside)
        key = (*asked, desk.facts.generation, desk.today, desk.zone, desk.zone_of, desk.say)
        kept = self.laid.get(key)
        if kept is not None:
            return kept

        def make() -> Laid:
            try:
                answer = answer_question(question, desk)
            except InputProblem:
                if own is not None and own is not desk.say:
                    answer_question(question, replace(desk, say=own))
                raise
            if aside is not None:
                answer = answer.with_aside(aside)
            return lay_out(answer, desk.say, part)

        return self.laid.keep(key, await desk.facts.run(make))

    async def _made(
        self,
        laid: Laid,
        desk: Desk,
        asker: int,
        *,
        private: bool,
        attachment: Attachment | None = None,
    ) -> _Reply:
        illustration = await illustrated(laid.chart, self.pictures)
        view = await answer_view(
            laid,
            desk.say,
            asker=asker,
            generation=desk.facts.generation,
            private=private,
            keep=self.questions.save,
            file=attachment.name if attachment is not None else None,
            illustration=illustration,
            offered=frozenset(self.handlers),
        )
        return _Reply(view, private, attachment=attachment or illustration)

    async def _send(self, interaction: Interaction, made: _Reply) -> None:
        if not made.in_place:
            await self.show(interaction, made.view, made.attachment, private=made.private)
            return
        there = interaction.message.attachments if interaction.message is not None else []
        try:
            await acknowledge(
                lambda: interaction.response.edit_message(
                    view=made.view,
                    attachments=instead(there, made.attachment),
                    allowed_mentions=NOBODY,
                )
            )
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
            await self.tell(interaction, self.private_wording(interaction).say("button.removed"))

    async def show(
        self,
        interaction: Interaction,
        view: ui.LayoutView,
        attachment: Attachment | Illustration | None = None,
        *,
        private: bool,
    ) -> None:
        """Answer with a message."""
        await acknowledge(
            lambda: interaction.response.send_message(
                view=view,
                file=attachment.file() if attachment is not None else discord.utils.MISSING,
                ephemeral=private,
                allowed_mentions=NOBODY,
            )
        )

    async def follow(self, interaction: Interaction, view: ui.LayoutView) -> None:
        """Send one more private message after the answer. Its reader may get it twice where the
        connection was cut, rather than not at all."""
        await insist(
            partial(interaction.followup.send, view=view, ephemeral=True, allowed_mentions=NOBODY)
        )

    async def _remove(self, interaction: Interaction, press: Press) -> None:
        """Remove an answer, for its asker and for who may manage messages; checked here."""
        manages = interaction.guild_id is not None and interaction.permissions.manage_messages
        if interaction.user.id != press.asker and not manages:
            await self.tell(interaction, self.private_wording(interaction).say("button.not-yours"))
            return
        # Acknowledge first: then the answer's own webhook may delete it, in any channel.
        await acknowledge(interaction.response.defer)
        with contextlib.suppress(discord.NotFound):  # someone else has just removed it
            await insist(interaction.delete_original_response)

    async def tell(self, interaction: Interaction, text: str) -> None:
        """One private sentence."""
        view = plain_view(text)
        if interaction.response.is_done():
            await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=NOBODY)
        else:
            await self.show(interaction, view, private=True)

    async def fail(self, interaction: Interaction, error: Exception) -> None:
        """Tell a person what they can mend; anything else goes to the log, and they get its id."""
        name = interaction.command.qualified_name if interaction.command else "a button"
        text = explained(error, name, self.private_wording(interaction))
        if text is not None:
            await self._try_telling(interaction, text)

    async def outdated(self, interaction: Interaction) -> None:
        """Tell that a command is not what the person's Discord still takes it for."""
        say = self.private_wording(interaction)
        await self._try_telling(interaction, say.say("error.outdated"))

    async def tell_gone(self, interaction: Interaction) -> None:
        """Tell that what was pressed or sent is not of this bot, or not any more."""
        say = self.private_wording(interaction)
        await self._try_telling(interaction, say.say("button.gone"))

    async def _try_telling(self, interaction: Interaction, text: str) -> None:
        try:
            await self.tell(interaction, text)
        except (discord.HTTPException, *CUT) as gone:
            log.warning("a private sentence could not be sent: %s", gone)
