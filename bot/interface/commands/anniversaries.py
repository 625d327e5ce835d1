"""`/anniversaries`: a server's daily post. Manage Server is checked at every use."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import AppCommandOptionType, ChannelType, app_commands

from bot.corpus.dates import LeapRule
from bot.interface.languages import Languages
from bot.interface.managing import Managing
from bot.interface.options import LongText, Text, suggest_topics, suggest_zones
from bot.interface.plan_changes import Asked
from bot.interface.replies import Interaction, Replies
from bot.interface.shape import Command
from bot.interface.translation import translated
from bot.state.plans import Disputed, WhenNothing

WHEN_NOTHING: tuple[WhenNothing, ...] = ("silent", "next", "digest")
LEAP_RULES: tuple[LeapRule, ...] = ("feb28", "mar1", "leap-only")
DISPUTED: tuple[Disputed, ...] = ("caution", "skip")

Found = app_commands.AppCommandChannel | app_commands.AppCommandThread


class _PostChannel(app_commands.Transformer):
    """A channel that posts can go to; whether the bot may post there is found out later."""

    @property
    def type(self) -> AppCommandOptionType:
        return AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[ChannelType]:
        return [
            ChannelType.text,
            ChannelType.news,
            ChannelType.news_thread,
            ChannelType.public_thread,
            ChannelType.private_thread,
        ]

    async def transform(self, _: Interaction, value: Found, /) -> Found:
        return value


def make(replies: Replies) -> app_commands.Group:
    """The group of its subcommands, answering through `replies`."""
    languages = replies.languages
    group = app_commands.Group(
        name="anniversaries",
        description=translated("command.anniversaries", languages),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
        default_permissions=discord.Permissions(manage_guild=True),
    )
    managing = Managing(replies)
    group.add_command(_set(replies, managing))
    for command in (_preview(languages, managing), *_without_options(languages, managing)):
        group.add_command(command)
    return group


def _set(replies: Replies, managing: Managing) -> Command:
    languages = replies.languages

    @app_commands.command(
        name="set", description=translated("command.anniversaries-set", languages)
    )
    @app_commands.describe(
        channel=translated("option.channel", languages),
        time=translated("option.time", languages),
        time_zone=translated("option.post-time_zone", languages),
        when_nothing=translated("option.when-nothing", languages),
        leap_day=translated("option.leap-day", languages),
        disputed=translated("option.disputed", languages),
        topics=translated("option.topics", languages),
        role=translated("option.role", languages),
        no_role=translated("option.no-role", languages),
    )
    @app_commands.choices(
        when_nothing=_choices(
            {
                when: translated(f"anniversaries.when-nothing.{when}", languages)
                for when in WHEN_NOTHING
            }
        ),
        leap_day=_choices(
            {rule: translated(f"anniversaries.leap-day.{rule}", languages) for rule in LEAP_RULES}
        ),
        disputed=_choices(
            {what: translated(f"anniversaries.disputed.{what}", languages) for what in DISPUTED}
        ),
    )
    @app_commands.autocomplete(time_zone=suggest_zones(replies), topics=suggest_topics(replies))
    async def set_(
        interaction: Interaction,
        channel: app_commands.Transform[Found, _PostChannel] | None = None,
        time: Text | None = None,
        time_zone: Text | None = None,
        when_nothing: str | None = None,
        leap_day: str | None = None,
        disputed: str | None = None,
        topics: LongText | None = None,
        role: discord.Role | None = None,
        no_role: bool = False,
    ) -> None:
        asked = Asked(
            channel_id=channel.id if channel is not None else None,
            time=time,
            time_zone=time_zone,
            when_nothing=when_nothing,
            leap_day=leap_day,
            disputed=disputed,
            topics=topics,
            role_id=role.id if role is not None else None,
            no_role=no_role,
        )
        await managing.set(interaction, asked)

    return set_


def _choices(names: Mapping[str, app_commands.locale_str]) -> list[app_commands.Choice[str]]:
    """The choices of an option, from their values to their names."""
    return [app_commands.Choice(name=name, value=value) for value, name in names.items()]


def _preview(languages: Languages, managing: Managing) -> Command:
    @app_commands.command(
        name="preview", description=translated("command.anniversaries-preview", languages)
    )
    @app_commands.describe(day=translated("option.post-day", languages))
    async def preview(interaction: Interaction, day: Text | None = None) -> None:
        await managing.preview(interaction, day)

    return preview


def _without_options(languages: Languages, managing: Managing) -> tuple[Command, ...]:
    @app_commands.command(
        name="show", description=translated("command.anniversaries-show", languages)
    )
    async def show(interaction: Interaction) -> None:
        await managing.show(interaction)

    @app_commands.command(
        name="pause", description=translated("command.anniversaries-pause", languages)
    )
    async def pause(interaction: Interaction) -> None:
        await managing.pause(interaction)

    @app_commands.command(
        name="resume", description=translated("command.anniversaries-resume", languages)
    )
    async def resume(interaction: Interaction) -> None:
        await managing.resume(interaction)

    @app_commands.command(
        name="remove", description=translated("command.anniversaries-remove", languages)
    )
    async def remove(interaction: Interaction) -> None:
        await managing.remove(interaction)

    return show, pause, resume, remove
