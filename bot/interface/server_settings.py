"""What `/settings` does: each option judged by itself, and what holds saved. Manage Server is
checked at every use."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from zoneinfo import ZoneInfo

from bot.answers.inputs import resolve_language
from bot.errors import InputProblem, StateError
from bot.interface.explaining import explained
from bot.interface.options import manages_server, typed_zone
from bot.interface.replies import Interaction, Replies
from bot.wording.dates import full_day_text
from bot.wording.languages import language_name
from bot.wording.wording import Wording

log = logging.getLogger(__name__)

NONE = ("none", "auto")
"""What is typed to take a choice back."""


class ServerSettings:
    """One manager's use of it."""

    def __init__(self, replies: Replies, interaction: Interaction) -> None:
        self._replies = replies
        self._interaction = interaction
        self._say = replies.private_wording(interaction)

    async def told(
        self, time_zone: str | None, language: str | None, private_answers: bool | None
    ) -> list[str]:
        """Set or take back what was given, or show all where nothing was; what is now so, a line
        each."""
        guild = self._interaction.guild_id
        if guild is None:
            raise InputProblem("error.server-only")
        if not manages_server(self._interaction):
            raise InputProblem("error.forbidden")
        steps: list[Callable[[], Awaitable[str]]] = []
        if time_zone is not None:
            steps.append(partial(self._set_zone, guild, time_zone))
        if language is not None:
            steps.append(partial(self._set_language, guild, language))
        if private_answers is not None:
            steps.append(partial(self._set_privacy, guild, private_answers))
        return [await self._told_of(step) for step in steps] or await self._shown(guild)

    async def _told_of(self, step: Callable[[], Awaitable[str]]) -> str:
        """What came of one option, a fault too: those before it hold all the same."""
        try:
            return await step()
        except Exception as error:
            text = explained(error, "settings", self._say)
            if text is None:
                raise
            return text

    async def _set_zone(self, guild: int, typed: str) -> str:
        replies, say, by = self._replies, self._say, self._interaction.user.id
        if typed.strip().lower() in NONE:
            await replies.guilds.set_time_zone(guild, None, by)
            done = say.say("settings.cleared", zone=replies.default_zone)
        else:
            name = await typed_zone(typed)
            await replies.guilds.set_time_zone(guild, name, by)
            today = replies.now().astimezone(ZoneInfo(name)).date()
            done = say.say("settings.done", zone=name, day=full_day_text(today, say))
        try:
            plan = await replies.plans.of(guild)
        except StateError:  # the zone holds all the same
            log.exception("it could not be told when daily posts come by a new time zone")
            return done
        if plan is None:
            return done
        at = plan.slot.at.isoformat("minutes")
        return say.say("settings.posts", done=done, time=at, zone=plan.slot.zone)

    async def _set_language(self, guild: int, typed: str) -> str:
        """Told to the manager in their own language, as nobody else sees it."""
        replies, say, by = self._replies, self._say, self._interaction.user.id
        if typed.strip().lower() in NONE:
            await replies.guilds.set_language(guild, None, by)
            now = await replies.public_wording(self._interaction)
            return say.say("settings.language-cleared", language=_name_of(now, say))
        # Each is read on first use.
        languages = await asyncio.to_thread(lambda: replies.languages.wordings.languages)
        code = resolve_language(typed, languages, self._say)
        await replies.guilds.set_language(guild, code, by)
        now = await replies.public_wording(self._interaction)
        return say.say("settings.language-done", language=_name_of(now, say))

    async def _set_privacy(self, guild: int, private: bool) -> str:
        by = self._interaction.user.id
        await self._replies.guilds.set_private_answers(guild, private, by)
        return self._privacy(private)

    def _privacy(self, private: bool) -> str:
        return self._say.say("settings.private" if private else "settings.public")

    async def _shown(self, guild: int) -> list[str]:
        replies, say = self._replies, self._say
        chosen = await replies.guilds.settings(guild)
        public = await replies.public_wording(self._interaction)
        values = {"language": _name_of(public, say)}
        if chosen.language is None:
            language = say.say("settings.language-unset", **values)
        elif replies.languages.wordings.get(chosen.language) is None:
            language = say.say("settings.language-gone", code=chosen.language, **values)
        else:
            language = say.say("settings.language", **values)
        if chosen.time_zone is None:
            zone = say.say("settings.unset", zone=replies.default_zone)
        else:
            zone = say.say("settings.show", zone=chosen.time_zone)
        return [zone, language, self._privacy(chosen.private_answers)]


def _name_of(spoken: Wording, say: Wording) -> str:
    """What a language is called in the language that `say` says."""
    return language_name(str(spoken.locale), say)
