"""What the subcommands of `/anniversaries` do. Manage Server is checked at every use."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import discord

from bot.anniversaries.outlook import Outlook, outlook
from bot.anniversaries.post import Post
from bot.anniversaries.telling import (
    chosen_by,
    last_post,
    mentions,
    outlook_lines,
    paused,
    settings,
)
from bot.answers.desk import Desk
from bot.answers.inputs import next_day
from bot.answers.model import Line
from bot.answers.notice import Notice
from bot.errors import InputProblem
from bot.interface.acknowledge import acknowledge
from bot.interface.deadline import TooSlow, in_time
from bot.interface.notices import notice_view, preview_message
from bot.interface.options import manages_server
from bot.interface.places import Place, find_place, present, role_problem
from bot.interface.plan_changes import Asked, Changes, Unchanged, read
from bot.interface.replies import Interaction, Replies
from bot.state.deliveries import Delivery
from bot.state.plans import Plan
from bot.wording.dates import full_day_text

T = TypeVar("T")

LOOKING_AHEAD = 0.5
"""The share of the time for an answer that the next posts may take: else it goes without them."""

LATEST = 40
"""How many days are looked back on: days without a post are kept for some five weeks."""

TOLD = 3
"""Of how many days `show` tells what became of them."""


class Managing:
    """Answers managers, privately. Nothing is public, and nothing is deferred."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    async def set(self, interaction: Interaction, asked: Asked) -> None:
        """Save what is asked for, as far as it can work, and tell what comes of it."""
        await self._tell(interaction, lambda guild: self._set(interaction, guild, asked))

    async def show(self, interaction: Interaction) -> None:
        """Tell the settings, what comes next, and what became of the latest posts."""
        await self._tell(interaction, lambda guild: self._shown(interaction, guild))

    async def pause(self, interaction: Interaction) -> None:
        """Post nothing until further notice."""
        await self._tell(interaction, lambda guild: self._paused(interaction, guild))

    async def resume(self, interaction: Interaction) -> None:
        """Post again, if the channel allows it now."""
        await self._tell(interaction, lambda guild: self._resumed(interaction, guild))

    async def remove(self, interaction: Interaction) -> None:
        """Delete the settings."""
        await self._tell(interaction, lambda guild: self._removed(interaction, guild))

    async def preview(self, interaction: Interaction, day: str | None) -> None:
        """Show what would be posted on a day, by default the next that has a post."""
        try:
            made = await in_time(
                self._checked(interaction, lambda id_: self._previewed(interaction, id_, day))
            )
            if isinstance(made, Notice):
                await self._replies.show(interaction, notice_view(made), private=True)
                return
            plan, on, post = made
            own = self._replies.private_wording(interaction)
            say = await self._replies.languages.server(plan.guild_id)
            message = preview_message(post, on, say, plan.role_id, own)
            send = interaction.response.send_message
            await acknowledge(lambda: send(**message, ephemeral=True))
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self._replies.fail(interaction, error)

    async def _tell(
        self, interaction: Interaction, make: Callable[[int], Coroutine[Any, Any, Notice]]
    ) -> None:
        try:
            notice = await in_time(self._checked(interaction, make))
            await self._replies.show(interaction, notice_view(notice), private=True)
        except Exception as error:  # noqa: BLE001 - every interaction is answered
            await self._replies.fail(interaction, error)

    async def _checked(
        self, interaction: Interaction, make: Callable[[int], Coroutine[Any, Any, T]]
    ) -> T:
        """What `make` gives for the guild, for those alone who may manage it."""
        if interaction.guild_id is None:
            raise InputProblem("error.server-only")
        if not manages_server(interaction):
            raise InputProblem("error.forbidden")
        return await make(interaction.guild_id)

    async def _plan(self, guild_id: int) -> Plan:
        plan = await self._replies.plans.of(guild_id)
        if plan is None:
            raise InputProblem("anniversaries.none")
        return plan

    async def _set(self, interaction: Interaction, guild_id: int, asked: Asked) -> Notice:
        guild = present(interaction.guild)
        say = self._replies.private_wording(interaction)
        desk = await self._replies.desk(guild_id, say)
        wish = await read(asked, desk)
        old = await self._replies.plans.of(guild_id)
        here, known = None, None
        if asked.channel_id is not None or old is None:
            here = await self._chosen_place(interaction, guild, asked)
        if old is not None:
            known = await find_place(guild, old.channel_id, say)
        changes = Changes(guild, wish, here, known)
        saved: Line | None = Line("text", say.say("anniversaries.saved"))
        title = say.say("anniversaries.changed" if old else "anniversaries.begun")
        by = interaction.user.id
        try:
            plan = await self._replies.plans.change(guild_id, by, changes)
        except Unchanged as unchanged:
            plan, saved = unchanged.plan, None
            title = say.say("anniversaries.unchanged")
        if wish.zone is not None and await self._replies.guilds.time_zone(guild_id) is None:
            # It is the host's zone, and so no change; but the host may come to choose another.
            await self._replies.guilds.set_time_zone(guild_id, wish.zone, by)
        return await self._told(title, plan, desk, changes.problems, saved)

    async def _chosen_place(
        self, interaction: Interaction, guild: discord.Guild, asked: Asked
    ) -> Place:
        """The channel that was named, or else the one that the command was typed in."""
        say = self._replies.private_wording(interaction)
        if asked.channel_id is not None:
            return await find_place(guild, asked.channel_id, say)
        assert interaction.channel_id is not None  # every command is typed somewhere
        return await find_place(guild, interaction.channel_id, say)

    async def _told(
        self,
        title: str,
        plan: Plan,
        desk: Desk,
        problems: tuple[InputProblem, ...],
        below: Line | None = None,
    ) -> Notice:
        """A plan with its next posts, below what was refused and, if anything was, `below`."""
        say = desk.say
        refused = [Line("text", say.explain(problem)) for problem in problems]
        lines = (
            *refused,
            *((below,) if refused and below is not None else ()),
            *paused(plan, say),
            *settings(plan, desk.facts, say),
            *await outlook_lines(plan, await self._outlook(plan), desk.facts, say),
        )
        return Notice(title, lines, mentions(plan))

    async def _outlook(self, plan: Plan) -> Outlook | None:
        """What comes next; None where that takes too long to be told with the rest."""
        replies = self._replies
        done = await replies.deliveries.last(plan.guild_id, LATEST)
        decided = {
            delivery.date for delivery in done if delivery.state not in ("missed", "refused")
        }
        try:
            return await in_time(
                outlook(plan, replies.facts(), replies.compose, replies.now(), decided=decided),
                LOOKING_AHEAD,
            )
        except TooSlow:
            return None

    async def _shown(self, interaction: Interaction, guild_id: int) -> Notice:
        replies = self._replies
        say = replies.private_wording(interaction)
        plan = await replies.plans.of(guild_id)
        latest = await self._latest(guild_id)
        if plan is None:
            if not latest:
                raise InputProblem("anniversaries.none")
            title = say.say("anniversaries.none-any-more")
            return Notice(title, last_post(latest, replies.now(), say), mentions(None, latest))
        desk = await replies.desk(guild_id, say)
        guild = present(interaction.guild)
        place = await find_place(guild, plan.channel_id, say)
        problems = [place.problem] if place.problem is not None else []
        problems += _problems(guild, plan, place)
        lines = (
            *[Line("text", say.explain(problem)) for problem in problems],
            *paused(plan, say),
            *settings(plan, desk.facts, say),
            chosen_by(plan, say),
            *last_post(latest, replies.now(), say),
            *await outlook_lines(plan, await self._outlook(plan), desk.facts, say),
        )
        return Notice(say.say("anniversaries.title"), lines, mentions(plan, latest))

    async def _latest(self, guild_id: int) -> tuple[Delivery, ...]:
        """The latest day, whatever became of it, and the last ones that had something to post."""
        latest = await self._replies.deliveries.last(guild_id, LATEST)
        posts = [delivery for delivery in latest[1:] if delivery.state != "nothing"]
        return (*latest[:1], *posts[: TOLD - 1])

    async def _paused(self, interaction: Interaction, guild_id: int) -> Notice:
        def asked(old: Plan | None, start: Plan) -> Plan:
            if old is None:
                raise InputProblem("anniversaries.none")
            return replace(start, paused="asked")

        await self._replies.plans.change(guild_id, interaction.user.id, asked)
        say = self._replies.private_wording(interaction)
        text = say.say("anniversaries.pause-done")
        return Notice(say.say("anniversaries.pause-title"), (Line("text", text),))

    async def _resumed(self, interaction: Interaction, guild_id: int) -> Notice:
        guild = present(interaction.guild)
        say = self._replies.private_wording(interaction)
        plan = await self._plan(guild_id)
        place = await find_place(guild, plan.channel_id, say)
        problems = _problems(guild, plan, place)
        if place.problem is not None:
            raise place.problem

        def resumed(old: Plan | None, start: Plan) -> Plan:
            if old is None:
                raise InputProblem("anniversaries.none")
            return replace(start, paused=None)

        plan = await self._replies.plans.change(guild_id, interaction.user.id, resumed)
        desk = await self._replies.desk(guild_id, say)
        return await self._told(say.say("anniversaries.resumed"), plan, desk, problems)

    async def _removed(self, interaction: Interaction, guild_id: int) -> Notice:
        say = self._replies.private_wording(interaction)
        plan = await self._plan(guild_id)
        await self._replies.plans.remove(guild_id)
        desk = await self._replies.desk(guild_id, say)
        lines = (
            Line("text", say.say("anniversaries.remove-done")),
            *settings(plan, desk.facts, say),
        )
        return Notice(say.say("anniversaries.remove-title"), lines, mentions(plan))

    async def _previewed(
        self, interaction: Interaction, guild_id: int, typed: str | None
    ) -> Notice | tuple[Plan, date, Post]:
        replies = self._replies
        say = replies.private_wording(interaction)
        plan = await self._plan(guild_id)
        if typed is not None and typed.strip():
            on = next_day(typed, await replies.desk(guild_id, say))
            post = await replies.compose(plan, on)
            if post is not None:
                return plan, on, post
            title = say.say("anniversaries.no-post", day=full_day_text(on, say))
            why = say.say(f"anniversaries.no-post.{plan.when_nothing}")
            return Notice(title, (Line("text", why),))
        seen = await outlook(plan, replies.facts(), replies.compose, replies.now(), count=1)
        if seen.coming:
            return plan, seen.coming[0].day.date, seen.coming[0].post
        return Notice(
            say.say("anniversaries.title"), (Line("text", say.say("anniversaries.never")),)
        )


def _problems(guild: discord.Guild, plan: Plan, place: Place) -> tuple[InputProblem, ...]:
    """What keeps the plan's role from being mentioned."""
    if plan.role_id is None:
        return ()
    problem = role_problem(guild, plan.role_id, place)
    return (problem,) if problem is not None else ()
