"""A message checked against the articles: the private answer, and its way to everybody.

The text that is checked goes from the interaction into the answer and nowhere else: into no
question, no custom id, no cache, no table and no log. Which facts the answer shows stands in its
button Take along; what is said is said by a wording that keeps no number and no date.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import discord
from discord import ui

from bot.answers.check import COMMAND, check
from bot.answers.question import Question
from bot.errors import InputProblem
from bot.interface.acknowledge import CUT, acknowledge, insist, is_doubtful
from bot.interface.checked_text import displayed
from bot.interface.fact_press import FactPress, read, take
from bot.interface.layout import Laid, lay_out
from bot.interface.markdown import escape, width
from bot.interface.message import text_view
from bot.interface.press import Press
from bot.interface.replies import NOBODY, Interaction, Replies
from bot.interface.share_press import custom_id
from bot.interface.unhurried import show, unhurried
from bot.store.kept import Kept
from bot.wording.wording import Wording

log = logging.getLogger(__name__)

LONGEST = 4_000
"""Longest text of `/check`, in characters: as long as a message can be."""
PARTS = 4
"""So many messages an answer takes at most."""
MOST = 4_000
"""Most characters of all texts of a message, by Discord's limits ("Component Reference")."""
SHARED = 1_000
"""Of so many private answers it is remembered that they were shared."""

_REFUSED = (discord.HTTPException, *CUT)

INVALID_FORM = 50035
"""JSON error code of Discord, also for a reply to a message that is not there."""


class _PerhapsShared(Exception):
    """A message that has no nonce may have got through, or not: it must not be sent again."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one message of an answer shows: its texts, and what takes its facts along, if any."""

    texts: tuple[str, ...]
    facts: FactPress | None

    def closed(self, closing: Sequence[str]) -> _Shown:
        """The same with a closing line."""
        return replace(self, texts=(*self.texts, *_fitting(self.texts, closing)))


class CheckFailed(Exception):
    """A fault in checking: where it was raised, for its own words may hold the message's."""


class Checking:
    """Checks texts, and shares the answers."""

    def __init__(self, replies: Replies) -> None:
        self.replies = replies
        # Discord takes each press, so two at once are told apart here.
        self._shared: Kept[int, bool] = Kept(SHARED)

    async def check(self, interaction: Interaction, text: str, message: int = 0) -> None:
        """Answer privately what the articles say to a text; `message` is the one it is from.

        The first text after other facts went live has their names to be put together, which takes
        some seconds of 100,000 facts.
        """
        try:
            say = self.replies.private_wording(interaction)
            answer = await unhurried(interaction, self._answer(interaction, text, say))
            first, *more = [self._private(one, say, message) for one in answer]
            await show(self.replies, interaction, first)
            for view in more:
                await self.replies.follow(interaction, view)
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self.replies.fail(interaction, error)

    async def _answer(self, interaction: Interaction, text: str, say: Wording) -> list[_Shown]:
        desk = await self.replies.desk(interaction.guild_id, say.forgetful())

        def make() -> list[Laid]:
            answer = check(text, desk, lambda made: lay_out(made, desk.say).parts <= PARTS)
            first = lay_out(answer, desk.say)
            more = range(2, first.parts + 1)
            return [first, *(lay_out(answer, desk.say, part) for part in more)]

        try:
            laid = await desk.facts.run(make, long=True)
        except InputProblem:
            raise
        except Exception as error:  # noqa: BLE001 - whose words may be the message's
            raise CheckFailed(_place(error)) from None
        generation = desk.facts.generation
        return [
            _Shown(
                (one.header, one.body, one.footer),
                take(generation, one.told) if one.told else None,
            )
            for one in laid
        ]

    @staticmethod
    def _private(
        shown: _Shown, say: Wording, message: int, *, shared: bool = False
    ) -> ui.LayoutView:
        """What the person alone sees, with Share and, where it shows facts, Take along."""
        share: ui.Button[ui.LayoutView] = ui.Button(
            label=say.say("button.share"), custom_id=custom_id(message), disabled=shared
        )
        view = text_view(*shown.texts)
        view.add_item(ui.ActionRow(share, *_take_along(shown, say)))
        return view

    async def share(self, interaction: Interaction, message: int) -> None:
        """Show everybody what the pressed button stands below, as an answer to `message`.

        It is taken from the private message itself, so nothing of it had to be kept.
        """
        try:
            await self._share(interaction, message)
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self.replies.fail(interaction, error)

    async def _share(self, interaction: Interaction, message: int) -> None:
        say = self.replies.private_wording(interaction)
        private = interaction.message
        shown = _shown_in(private) if private is not None else None
        if private is None or shown is None:
            await self.replies.tell(interaction, say.say("button.gone"))
            return
        if not _may_send(interaction, interaction.permissions):
            await self.replies.tell(interaction, say.say("check.may-not-share"))
            return
        if self._shared.get(private.id):
            await self.replies.tell(interaction, say.say("check.shared-already"))
            return
        self._shared.keep(private.id, True)
        try:
            await acknowledge(partial(self._edit, interaction, shown, say, message))
            await self._publish(interaction, shown, message, nonce=_nonce(private.id))
        except _PerhapsShared as perhaps:
            log.warning("it is not known whether an answer was shared: %r", perhaps.__cause__)
            await self.replies.tell(interaction, say.say("check.shared-perhaps"))
        except Exception as error:
            self._shared.keep(private.id, False)
            if not interaction.response.is_done() or not isinstance(error, _REFUSED):
                raise
            with contextlib.suppress(*_REFUSED):
                view = self._private(shown, say, message)
                await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)
            await self.replies.tell(interaction, say.say("check.not-shared"))

    async def _edit(
        self, interaction: Interaction, shown: _Shown, say: Wording, message: int
    ) -> None:
        """Take the button off, so that nobody shares twice."""
        view = self._private(shown, say, message, shared=True)
        await interaction.response.edit_message(view=view, allowed_mentions=NOBODY)

    async def _publish(
        self, interaction: Interaction, shown: _Shown, message: int, *, nonce: str
    ) -> None:
        say = await self.replies.public_wording(interaction)
        name = escape(interaction.user.display_name)
        channel, closing = interaction.channel, [say.say("check.shared", name=name)]
        if message and isinstance(channel, discord.abc.Messageable) and _may_reply(interaction):
            reference = discord.MessageReference(
                message_id=message, channel_id=channel.id, guild_id=interaction.guild_id
            )
            send = partial(
                channel.send,
                view=self._public(shown.closed(closing), interaction, say),
                reference=reference,
                mention_author=False,
                allowed_mentions=NOBODY,
                nonce=nonce,
            )
            try:
                await insist(send)
                return
            except discord.HTTPException as error:
                if error.code != INVALID_FORM:
                    raise
            closing.insert(0, say.say("check.shared-without", name=name))
        elif message:
            guild = interaction.guild_id or "@me"
            link = f"https://discord.com/channels/{guild}/{interaction.channel_id}/{message}"
            closing.insert(0, say.say("check.shared-in-answer", name=name, link=link))
        view = self._public(shown.closed(closing), interaction, say)
        try:
            await interaction.followup.send(view=view, allowed_mentions=NOBODY)
        except _REFUSED as error:
            if is_doubtful(error):
                raise _PerhapsShared from error
            raise

    def _public(self, shown: _Shown, interaction: Interaction, say: Wording) -> ui.LayoutView:
        """What everybody sees, with Remove for who shared it."""
        view = text_view(*shown.texts)
        generation, question = self.replies.facts().generation, Question(COMMAND).encode()
        press = Press("x", interaction.user.id, generation, "answer", 1, 1, question)
        remove: ui.Button[ui.LayoutView] = ui.Button(
            label=say.say("button.remove"), custom_id=press.custom_id()
        )
        view.add_item(ui.ActionRow(*_take_along(shown, say), remove))
        return view


def _take_along(shown: _Shown, say: Wording) -> list[ui.Button[ui.LayoutView]]:
    """The button for the facts of a message; none where it shows none."""
    if shown.facts is None:
        return []
    return [ui.Button(label=say.say("button.take"), custom_id=shown.facts.custom_id())]


def _shown_in(message: discord.Message) -> _Shown | None:
    """What a message of an answer shows; None where it shows nothing."""
    texts = tuple(displayed(message.components))
    rows = [row.children for row in message.components if isinstance(row, discord.ActionRow)]
    ids = [each.custom_id for row in rows for each in row if isinstance(each, discord.Button)]
    presses = (read(custom_id) for custom_id in ids if custom_id is not None)
    facts = next((press for press in presses if press is not None), None)
    return _Shown(texts, facts) if texts else None


def _may_send(interaction: Interaction, permissions: discord.Permissions) -> bool:
    """Whether somebody with these permissions may send messages where a button was pressed."""
    if interaction.guild_id is None:
        return True
    if isinstance(interaction.channel, discord.Thread):
        return permissions.send_messages_in_threads
    return permissions.send_messages


def _may_reply(interaction: Interaction) -> bool:
    """Whether the bot may answer a message there; without its history there is none for it."""
    allowed = interaction.app_permissions
    if interaction.guild_id is None:
        return True
    return _may_send(interaction, allowed) and allowed.view_channel and allowed.read_message_history


def _fitting(texts: Sequence[str], closing: Sequence[str]) -> list[str]:
    """The first closing line in small print that a message with these texts has room for."""
    room = MOST - sum(map(width, texts))
    lines = (f"-# {line}" for line in closing)
    return [line for line in lines if width(line) <= room][:1]


def _nonce(message: int) -> str:
    """The same for each try to share one private answer, so that Discord takes it once."""
    return hashlib.sha256(f"share {message}".encode()).hexdigest()[:25]


def _place(error: Exception) -> str:
    """What kind of fault it is and where: lines of our code, no values."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    lines = (
        f"{frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})" for frame in frames
    )
    return f"{type(error).__name__} in {' > '.join(lines)}"
