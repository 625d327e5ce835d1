"""What `/facts` and its buttons do. Whether somebody is a fact editor is checked at every use."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, Protocol, TypeVar

import discord

from bot.errors import CorpusError, InputProblem, StateError, StoreError
from bot.interface.acknowledge import UNKNOWN_MESSAGE, acknowledge, insist
from bot.interface.audit import Audit
from bot.interface.deadline import in_time
from bot.interface.edit_pages import Screen, sentence
from bot.interface.edit_press import EditPress
from bot.interface.edit_told import Teller
from bot.interface.editors import Rule
from bot.interface.replies import NOBODY, Interaction, Replies
from bot.publish.outcome import ReadingFailed
from bot.publish.shown import AlreadyLive, Busy, NotKept, Outdated, Preview, Status, Why
from bot.state.generations import Generation, Reload
from bot.state.reports import Reports
from bot.store.kept import Kept
from bot.wording.wording import Wording

T = TypeVar("T")

PATIENCE = 13 * 60.0
"""Seconds that reading or compiling may take to be told: Discord takes what comes later than a
quarter of an hour after the command no more."""

TROUBLES = (CorpusError, ReadingFailed, NotKept, Busy, StoreError, StateError)
"""What keeps facts from being shown or from going live; told in the place of what was asked for."""

SHOWN = 4
"""How many previews are kept as they were told, at most some MiB each."""


class Reloading(Protocol):
    """What this asks of `bot.publish.reloader.Reloader`."""

    async def preview(self) -> Preview: ...
    async def preview_kept(self, generation: str) -> Preview: ...
    async def go_live(self, base: str, generation: str, by: int, *, kept: bool) -> Reload: ...
    async def leave(self, generation: str) -> None: ...
    async def status(self) -> Status: ...
    async def kept(self) -> tuple[Generation, ...]: ...


class Editing:
    """Answers fact editors, privately. `allowed` raises for whoever is none."""

    def __init__(
        self,
        replies: Replies,
        reloader: Reloading,
        reports: Reports,
        allowed: Rule,
        audit: Audit,
    ) -> None:
        self._replies = replies
        self._reloader = reloader
        self._reports = reports
        self._allowed = allowed
        self.audit = audit
        self._teller = Teller(replies)
        self._shown: Kept[tuple[str, str, bool, Wording], Screen] = Kept(SHOWN)
        self._changing: set[asyncio.Task[Screen]] = set()

    async def reload(self, interaction: Interaction) -> None:
        """Show what `facts/` would change."""
        preview = self._reloader.preview
        await self._answer(interaction, lambda say: self._previewed(preview, say, kept=False))

    async def rollback(self, interaction: Interaction, to: str | None) -> None:
        """Show what going back would change, by default to what was live before."""

        async def preview() -> Preview:
            kept = await self._reloader.kept()
            if not kept:
                raise InputProblem("editing.none-kept")
            return await self._reloader.preview_kept(to.strip() if to else kept[0].id)

        await self._answer(interaction, lambda say: self._previewed(preview, say, kept=True))

    async def status(self, interaction: Interaction) -> None:
        """Tell what is live and what else there is."""

        async def told(say: Wording) -> Screen:
            status, reports = await self._reloader.status(), await self._reports.open_count()
            return await self._teller.status(status, reports, say)

        await self._answer(interaction, told)

    async def kept(self, interaction: Interaction) -> tuple[Generation, ...]:
        """What can be gone back to, for editors alone; raises `InputProblem` for others."""
        await self._allowed(interaction)
        return await self._reloader.kept()

    async def press(self, interaction: Interaction, press: EditPress) -> None:
        """Answer a button of a preview. Who presses counts, and not who asked for it."""
        try:
            await in_time(self._allowed(interaction))
            match press.action:
                case "g":
                    await self._go_live(interaction, press)
                case "l":
                    await self._leave(interaction, press)
                case _:
                    await self._turn(interaction, press)
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self._replies.fail(interaction, error)

    async def _answer(
        self, interaction: Interaction, make: Callable[[Wording], Coroutine[Any, Any, Screen]]
    ) -> None:
        """Answer a command of an editor, however long making the answer takes."""
        try:
            await in_time(self._allowed(interaction))
            say = self._replies.private_wording(interaction)
            making = asyncio.create_task(make(say))  # while Discord is told that it takes a while
            making.add_done_callback(lambda task: task.cancelled() or task.exception())
            try:
                await acknowledge(lambda: interaction.response.defer(ephemeral=True, thinking=True))
                made = await _patiently(making, "editing.too-long")
            finally:
                making.cancel()
            await self._put(interaction, made)
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self._replies.fail(interaction, error)

    async def _turn(self, interaction: Interaction, press: EditPress) -> None:
        """Show another page of what was shown; after a restart it is read again."""
        # What has pages has a file, whose upload may take longer than Discord waits.
        await acknowledge(interaction.response.defer)
        say = self._replies.private_wording(interaction)
        screen = self._shown.get((press.base, press.generation, press.kept, say))
        if screen is not None and screen.press is not None:
            screen = replace(screen, press=screen.press.to("n", press.page))
        else:
            screen = await _patiently(self._again(press, say), "editing.too-long")
        await self._put(interaction, screen)

    async def _go_live(self, interaction: Interaction, press: EditPress) -> None:
        """Take what was shown live. The buttons go at once, and the outcome follows."""
        say = self._replies.private_wording(interaction)
        await self._put(interaction, sentence(say.say("editing.going-live")))
        change = asyncio.ensure_future(self._changed(press, interaction.user.id, say))
        self._changing.add(change)
        change.add_done_callback(self._changing.discard)
        # It goes on, and is recorded, also where nobody can be told any more.
        done = await _patiently(asyncio.shield(change), "editing.still-going")
        await self._put(interaction, done)

    async def _leave(self, interaction: Interaction, press: EditPress) -> None:
        say = self._replies.private_wording(interaction)
        left = say.say("editing.left-back" if press.kept else "editing.left")
        await self._put(interaction, sentence(left))
        await self._reloader.leave(press.generation)

    async def _changed(self, press: EditPress, by: int, say: Wording) -> Screen:
        try:
            done = await self._reloader.go_live(press.base, press.generation, by, kept=press.kept)
        except AlreadyLive as already:  # and recorded by whoever did it
            return self._teller.live(already.done, say, recorded=True)
        except Outdated as outdated:
            return await self._screen(outdated.preview, say, outdated.why)
        except TROUBLES as error:
            return await self._teller.problem(error, say, kept=press.kept)
        return self._teller.live(done, say, recorded=await self.audit.record(done))

    async def _again(self, press: EditPress, say: Wording) -> Screen:
        """What was shown, read again; where it is something else by now, that, and why."""
        reloader = self._reloader
        try:
            if press.kept:
                preview = await reloader.preview_kept(press.generation)
            else:
                preview = await reloader.preview()
        except TROUBLES as error:
            return await self._teller.problem(error, say, kept=press.kept)
        if preview.base.id != press.base:
            done = preview.base.id == press.generation
            return await self._screen(preview, say, "done" if done else "live")
        if preview.read.generation != press.generation:
            return await self._screen(preview, say, "files")
        return await self._screen(preview, say, page=press.page)

    async def _previewed(
        self, preview: Callable[[], Awaitable[Preview]], say: Wording, *, kept: bool
    ) -> Screen:
        try:
            return await self._screen(await preview(), say)
        except TROUBLES as error:
            return await self._teller.problem(error, say, kept=kept)

    async def _screen(
        self, preview: Preview, say: Wording, why: Why | None = None, *, page: int = 1
    ) -> Screen:
        """A preview with its buttons, kept for who turns its pages."""
        press = EditPress("n", preview.base.id, preview.read.generation, preview.kept, page)
        told = await self._teller.preview(preview, say, why)
        screen = Screen(told, press, can_go_live=not preview.nothing)
        return self._shown.keep((press.base, press.generation, press.kept, say), screen)

    async def _put(self, interaction: Interaction, screen: Screen) -> None:
        """Show a screen in the place of the message, or of what its command waits with."""
        say = self._replies.private_wording(interaction)
        if not interaction.response.is_done():
            await acknowledge(
                lambda: interaction.response.edit_message(
                    view=screen.view(say),
                    attachments=screen.files(),
                    allowed_mentions=NOBODY,
                )
            )
            return
        try:
            await insist(
                lambda: interaction.edit_original_response(
                    view=screen.view(say),
                    attachments=screen.files(),
                    allowed_mentions=NOBODY,
                )
            )
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
            # Its reader has dismissed it meanwhile; what came of it they are told all the same.
            await insist(
                lambda: interaction.followup.send(
                    view=screen.view(say),
                    files=screen.files(),
                    ephemeral=True,
                    allowed_mentions=NOBODY,
                )
            )


async def _patiently(making: Awaitable[T], too_long: str) -> T:
    """What `making` gives while the interaction's answer can still be told."""
    try:
        return await asyncio.wait_for(making, PATIENCE)
    except TimeoutError:
        raise InputProblem(too_long) from None
