"""The world of the loopback Discord: guilds, channels, roles and members, and their payloads.

Payloads have the fields that Discord's documentation gives for API version 10, as far as
discord.py or the bot reads them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

Payload = dict[str, Any]

EPOCH_MS = 1_420_070_400_000
"""Discord's epoch, the first second of 2015, in Unix milliseconds."""

EVERYTHING = (1 << 50) - 1
MEMBER = sum(1 << bit for bit in (6, 10, 11, 14, 15, 16, 31))
"""What @everyone may do: react, see and send, embed and attach, read history, use commands."""
MANAGE_GUILD = 1 << 5
MANAGE_MESSAGES = 1 << 13

JOINED = "2026-01-01T00:00:00+00:00"


class Snowflakes:
    """Ids that grow, made of a fixed time so that runs are alike."""

    def __init__(self) -> None:
        self._next = itertools.count((1_767_225_600_000 - EPOCH_MS) << 22)

    def __call__(self) -> int:
        return next(self._next)


@dataclass(eq=False)
class User:
    """Somebody with a language; `locale` is Discord's code, such as `ru` or `zh-CN`."""

    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False

    def payload(self) -> Payload:
        """As Discord shows a user."""
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.bot else self.name.title(),
            "discriminator": "0001" if self.bot else "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }


@dataclass(eq=False)
class Channel:
    """A text channel of a guild, or with `guild` None the direct messages with somebody."""

    id: int
    name: str
    guild: Guild | None = None
    recipient: User | None = None

    def payload(self) -> Payload:
        """As GUILD_CREATE and interactions show it."""
        if self.guild is None:
            recipients = [self.recipient.payload()] if self.recipient else []
            return {"id": str(self.id), "type": 1, "recipients": recipients, "flags": 0}
        return {
            "id": str(self.id),
            "type": 0,
            "name": self.name,
            "guild_id": str(self.guild.id),
            "position": 0,
            "permission_overwrites": [],
            "nsfw": False,
            "parent_id": None,
            "topic": None,
            "rate_limit_per_user": 0,
            "flags": 0,
        }


@dataclass(eq=False)
class Guild:
    """A server: channels, members with their permissions, and whether an outage hides it."""

    id: int
    name: str
    owner: User
    locale: str = "en-US"
    channels: list[Channel] = field(default_factory=list)
    permissions: dict[int, int] = field(default_factory=dict)
    """What each member may do, by user id; members that are not named here are plain ones."""
    unavailable: bool = False
    everyone: int = MEMBER
    """What @everyone may do, and so the bot."""

    def payload(self, bot: User) -> Payload:
        """As GUILD_CREATE shows it, with the bot as its only listed member."""
        if self.unavailable:
            return {"id": str(self.id), "unavailable": True}
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "banner": None,
            "description": None,
            "afk_channel_id": None,
            "afk_timeout": 300,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "safety_alerts_channel_id": None,
            "vanity_url_code": None,
            "preferred_locale": self.locale,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": False,
            "application_id": None,
            "features": [],
            "emojis": [],
            "stickers": [],
            "roles": [self._everyone()],
            "member_count": 2,
            "members": [self.member_payload(bot)],
            "channels": [channel.payload() for channel in self.channels],
            "threads": [],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "large": False,
            "unavailable": False,
            "joined_at": JOINED,
        }

    def _everyone(self) -> Payload:
        return {
            "id": str(self.id),
            "name": "@everyone",
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": 0,
            "permissions": str(self.everyone),
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }

    def member_payload(self, user: User) -> Payload:
        """A member without the permissions that only interactions carry."""
        return {
            "user": user.payload(),
            "nick": None,
            "avatar": None,
            "roles": [],
            "joined_at": JOINED,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }

    def may(self, user: User) -> int:
        """A member's permissions as bits; the owner has all."""
        if user is self.owner:
            return EVERYTHING
        return MEMBER | self.permissions.get(user.id, 0)


class World:
    """All that there is on this Discord."""

    def __init__(self) -> None:
        self.new_id = Snowflakes()
        self.application_id = self.new_id()
        self.bot = User(self.application_id, "Footnote", bot=True)
        self.people: dict[int, User] = {}
        self.owner = self.user("owner")
        self.guilds: dict[int, Guild] = {}
        self.commands: dict[str, Payload] = {}
        """The registered commands by name, with the ids that they were given."""

    def user(self, name: str, locale: str = "en-US") -> User:
        """Somebody new."""
        user = User(self.new_id(), name, locale)
        self.people[user.id] = user
        return user

    def guild(self, name: str = "Lowmere", locale: str = "en-US") -> Guild:
        """A new guild with one channel; the bot meets it at its next READY, or by `join`."""
        guild = Guild(self.new_id(), name, self.owner, locale)
        self.guilds[guild.id] = guild
        self.channel(guild, "quay")
        return guild

    def channel(self, guild: Guild, name: str) -> Channel:
        """A new text channel of a guild."""
        channel = Channel(self.new_id(), name, guild)
        guild.channels.append(channel)
        return channel

    def direct(self, user: User) -> Channel:
        """The bot's direct messages with somebody."""
        return Channel(self.new_id(), user.name, recipient=user)

    def register(self, commands: list[Payload]) -> list[Payload]:
        """Put these commands in the place of all others; as Discord answers that."""
        known = self.commands
        self.commands = {}
        for command in commands:
            id_ = known.get(command["name"], {}).get("id") or str(self.new_id())
            self.commands[command["name"]] = {
                "default_member_permissions": None,
                "description": "",
                "type": 1,
                **command,
                "id": id_,
                "application_id": str(self.application_id),
                "version": str(self.new_id()),
            }
        return list(self.commands.values())

    def application(self) -> Payload:
        """The bot's application, as it sees itself."""
        return {
            "id": str(self.application_id),
            "name": "Footnote",
            "icon": None,
            "description": "",
            "summary": "",
            "rpc_origins": [],
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "owner": self.owner.payload(),
            "team": None,
            "flags": 0,
            "hook": True,
            "interactions_endpoint_url": None,
        }
