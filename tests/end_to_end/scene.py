"""A server of the simulated Discord with the real bot in it, and what people do there."""

from __future__ import annotations

import contextlib
import copy
import functools
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.charts.pictures import Pictures
from bot.interface.audit import Audit
from bot.interface.client import Footnote
from bot.interface.daily import Composer
from bot.interface.editing import Editing, Reloading
from bot.interface.editors import Editors, Named, Rule
from bot.interface.languages import Languages
from bot.interface.replies import Replies
from bot.interface.report_list import ReportList
from bot.interface.reporting import Reporting
from bot.state.commands import SyncedCommands
from bot.state.database import StateDatabase
from bot.state.deliveries import Deliveries
from bot.state.guilds import Guilds
from bot.state.plans import Plans
from bot.state.questions import Questions
from bot.state.reports import Reports
from bot.store.article_texts import ArticleTexts
from bot.store.facts import FactStore
from bot.wording.wordings import Wordings
from tests.end_to_end.locales import spoken
from tests.end_to_end.reloading import FakeReloader
from tests.shown import Shown as AnyShown

NOON = datetime(2026, 7, 19, 12, 0, tzinfo=UTC)
"""25 years to the day after the ferry of `harbour` opened; in Auckland it is the 20th."""

wording = functools.cache(Wordings)


Shown = AnyShown[simcord.ResponseMessage]


class Scene:
    """The bot over some facts, in a server with four people and a channel."""

    def __init__(
        self, state: StateDatabase, facts: FactStore, stack: AsyncExitStack, wordings: Wordings
    ) -> None:
        self.state = state
        self.live: Callable[[], FactStore] = lambda: facts
        self.now = NOON
        self.reloader: Reloading = FakeReloader(NOON)
        self.named = Named()
        """Who may edit facts, and where; like the next two, for the client that starts next."""
        self.rule: Rule | None = None
        self.audit_channel: int | None = None
        self.application: dict[str, Any] = {}
        """What Discord says of the bot's application otherwise: its owner, its team."""
        self.wordings = wordings
        """The languages that there are, for the client that starts next."""
        self.locales: dict[int, str] = {}
        """The locales of users whose Discord is not in English, by their ids."""
        self.seconds = 0.0
        self.pictures = Pictures()
        stack.push_async_callback(self.pictures.close)
        self.texts: Path | None = None
        """The folder of the articles' texts."""
        self._stack = stack
        self.env = simcord.Env(self._client())

    @classmethod
    @contextlib.asynccontextmanager
    async def open(
        cls, database: Path, folder: Path, wordings: Wordings | None = None
    ) -> AsyncIterator[Scene]:
        """A scene with its state in `folder`, by default in the languages that are shipped.

        A fault that no test looked at fails the test.
        """
        async with AsyncExitStack() as stack:
            state = await StateDatabase.open(folder, now=lambda: NOON)
            stack.push_async_callback(state.close)
            facts = await FactStore.open(database)
            stack.push_async_callback(facts.close)
            scene = cls(state, facts, stack, wordings or wording())
            stack.enter_context(spoken(scene.locales))
            stack.push_async_callback(scene.env.shutdown)
            await scene.env.start()
            scene._furnish()
            await scene.env.settle()
            yield scene
            await scene.env.settle()
            scene.env._raise_errors_since(scene.env._errors_acknowledged)

    def _client(self) -> Footnote:
        """The real client, wired as the command line does it, but for the clock."""
        guilds = Guilds(self.state)
        self.languages = Languages(self.wordings, guilds, lambda id_: client.locale_of(id_))
        replies = Replies(
            facts=lambda: self.facts,
            languages=self.languages,
            guilds=guilds,
            questions=Questions(self.state),
            plans=Plans(self.state, guilds, "UTC"),
            deliveries=Deliveries(self.state),
            compose=Composer(lambda: self.facts, self.languages.server),
            now=lambda: self.now,
            default_zone="UTC",
            pictures=self.pictures,
            texts=ArticleTexts(self.texts) if self.texts is not None else None,
        )
        if replies.texts is not None:
            replies.handlers["r"] = replies.turn
        client = Footnote(replies, SyncedCommands(self.state))

        async def application() -> discord.AppInfo:
            info = await client.application_info()
            for name, value in self.application.items():
                setattr(info, name, value)
            return info

        allowed = self.rule or Editors(self.named, application, lambda: self.seconds)
        audit = Audit(client, self.languages, self.audit_channel, lambda: self.seconds)
        reports = Reports(self.state)
        editing = Editing(replies, self.reloader, reports, allowed, audit)
        listing = ReportList(replies, reports, allowed)
        client.edit_facts(editing, Reporting(replies, reports, listing, audit.reported))
        self._stack.push_async_callback(client.close)  # simcord never does
        return client

    def _furnish(self) -> None:
        self.guild = self.env.create_guild("Lowmere")
        self.channel = self.guild.create_text_channel("quay")
        allow = discord.Permissions
        messages = self.guild.create_role("Messages", permissions=allow(manage_messages=True))
        server = self.guild.create_role("Server", permissions=allow(manage_guild=True))
        join = self.guild.add_member
        self.asker = join(self.env.create_user("asker"))
        self.stranger = join(self.env.create_user("stranger"))
        self.moderator = join(self.env.create_user("moderator"), roles=[messages])
        self.manager = join(self.env.create_user("manager"), roles=[server])

    async def ask(
        self,
        line: str,
        *,
        by: simcord.MemberActor | simcord.UserHandle | None = None,
        **options: Any,
    ) -> Shown:
        """Use a slash command, `from_` for its option `from`; the one message it answers with."""
        options = {name.rstrip("_"): value for name, value in options.items()}
        person = by or self.asker
        if isinstance(person, simcord.UserHandle):
            result = await person.slash(line, **options)
        else:
            result = await person.slash(self.channel, line, **options)
        return shown(result)

    async def press(
        self, on: Shown, label: str, *, by: simcord.MemberActor | simcord.UserHandle | None = None
    ) -> simcord.InteractionResult:
        """Press the button with this label; it must be answered."""
        result: simcord.InteractionResult
        result = await (by or self.asker).click(on.message, label=label)
        assert result.acknowledged
        return result

    async def private_copy(
        self, on: Shown, label: str, *, by: simcord.MemberActor | None = None
    ) -> Shown:
        """Press a button that answers with a message of its own, seen by the presser alone."""
        copy_ = shown(await self.press(on, label, by=by))
        assert copy_.private
        assert copy_.message.id != on.message.id
        return copy_

    async def choices(self, line: str, option: str, typed: str) -> dict[str, str]:
        """What is offered while an option is typed: names to values."""
        offered = await self.asker.autocomplete(self.channel, line, option, typed)
        return {choice["name"]: choice["value"] for choice in offered}

    def show_to_everyone(self, name: str) -> None:
        """Let everybody in the server see a command that is hidden by default."""
        command = self.env.backend.find_command(name, None, type=1)
        assert command is not None
        everyone: dict[Any, bool] = {self.guild.default_role: True}
        self.guild.set_command_permissions(int(command["id"]), everyone)

    def server_speaks(self, locale: str) -> None:
        """Let the server have another locale, as its settings on Discord say it."""
        self.env.backend.get_guild(self.guild.id).preferred_locale = locale
        known = self.env.bot.get_guild(self.guild.id)
        assert known is not None
        known.preferred_locale = discord.Locale(locale)

    async def restart(self) -> None:
        """End the bot's process, as it were, and start it anew on the same state."""
        await self.env.restart_bot(self._client())

    @property
    def facts(self) -> FactStore:
        """The facts that are served."""
        return self.live()

    async def take_live(self, path: Path) -> None:
        """Put another generation of the facts in the place of this one."""
        store = await FactStore.open(path)
        self._stack.push_async_callback(store.close)
        self.live = lambda: store

    def sent(self) -> list[dict[str, Any]]:
        """The bodies of all messages that the bot sent or edited."""
        bodies = [copy.deepcopy(request.json) for request in self.env.http_requests]
        messages = [body.get("data", body) for body in bodies if isinstance(body, dict)]
        return [body for body in messages if isinstance(body, dict) and "components" in body]

    def syncs(self) -> int:
        """How many times commands were registered."""
        return sum(
            request.method == "PUT" and request.path.endswith("/commands")
            for request in self.env.http_requests
        )


def shown(result: simcord.InteractionResult) -> Shown:
    """The one message that answers an interaction."""
    assert result.acknowledged
    assert result.response is not None
    assert result.followups == []
    return Shown(result.response)
