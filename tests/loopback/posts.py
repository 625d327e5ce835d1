"""Messages that the bot sends by itself: into channels, with a nonce, and kept in their history."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback.exchange import UNKNOWN_MESSAGE, Message, Refusal
from tests.loopback.world import EPOCH_MS, Channel, Payload, World

NONCE_SECONDS = 180.0
"""How long a nonce is known again; the documentation says "for the past few minutes"."""

UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
PAGE = 50


@dataclass(eq=False)
class Post:
    """A message in a channel. `at` is the Unix time of its id."""

    message: Message
    nonce: str | None
    at: float


@dataclass
class Posts:
    """All channels' messages of the bot's own, and what channels refuse."""

    world: World
    sent: list[Post] = field(default_factory=list)
    refusing: set[int] = field(default_factory=set)
    """Channels, by id, in which Discord forbids the bot to send."""

    direct: dict[int, Channel] = field(default_factory=dict)
    """Direct messages that were opened, by their channel's id."""

    def standing(self, channel: Channel) -> list[Message]:
        """What the bot has sent to a channel and nobody has deleted, in order."""
        return [
            post.message
            for post in self.sent
            if post.message.channel is channel and not post.message.deleted
        ]

    def told(self) -> list[Message]:
        """What the bot has sent to people directly."""
        return [post.message for post in self.sent if post.message.channel.guild is None]

    def create(self, channel_id: int, body: Mapping[str, Any]) -> Payload:
        """Send a message, or find the one with its nonce ("Create Message", `enforce_nonce`)."""
        channel = self.channel(channel_id)
        if channel_id in self.refusing:
            raise Refusal(*MISSING_PERMISSIONS)
        now = time.time()
        nonce = body.get("nonce") if body.get("enforce_nonce") else None
        known = next((post for post in self.sent if self._same(post, channel, nonce, now)), None)
        if known is not None:
            if known.message.deleted:
                raise Refusal(*UNKNOWN_MESSAGE)
            return self._payload(known)
        id_ = (int(now * 1000) - EPOCH_MS) << 22 | len(self.sent) % (1 << 12)
        post = Post(Message(id_, channel, dict(body)), nonce, now)
        self.sent.append(post)
        return self._payload(post)

    def _same(self, post: Post, channel: Channel, nonce: str | None, now: float) -> bool:
        recent = now - post.at < NONCE_SECONDS
        return (
            nonce is not None and (post.nonce, post.message.channel) == (nonce, channel) and recent
        )

    def history(self, channel_id: int, query: Mapping[str, str]) -> list[Payload]:
        """A page of a channel's messages, the latest first."""
        channel = self.channel(channel_id)
        before = int(query.get("before", 1 << 63))
        found = [
            post
            for post in reversed(self.sent)
            if post.message.channel is channel
            and not post.message.deleted
            and post.message.id < before
        ]
        return [self._payload(post) for post in found[: int(query.get("limit", PAGE))]]

    def channel(self, channel_id: int) -> Channel:
        """A channel that there is; else it is refused."""
        known = {
            channel.id: channel
            for guild in self.world.guilds.values()
            for channel in guild.channels
        }
        channel = known.get(channel_id) or self.direct.get(channel_id)
        if channel is None:
            raise Refusal(*UNKNOWN_CHANNEL)
        return channel

    def open_direct(self, user_id: int) -> Payload:
        """The direct messages with somebody."""
        for channel in self.direct.values():
            if channel.recipient is not None and channel.recipient.id == user_id:
                return channel.payload()
        user = self.person(user_id)
        channel = self.world.direct(user)
        self.direct[channel.id] = channel
        return channel.payload()

    def person(self, user_id: int) -> Any:
        """Somebody by id."""
        found = self.world.people.get(user_id)
        if found is None:
            raise Refusal(404, 10013, "Unknown User")
        return found

    def member(self, guild_id: int, user_id: int) -> Payload:
        """A guild's member; everybody is one."""
        return self.world.guilds[guild_id].member_payload(self.person(user_id))

    def _payload(self, post: Post) -> Payload:
        made = post.message.payload(self.world)
        del made["webhook_id"], made["application_id"]
        at = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(post.at))
        return {**made, "type": 0, "nonce": post.nonce, "timestamp": at}

    def answers(self) -> list[tuple[str, str, Any]]:
        """The routes, each with what it answers."""

        def number(raw: web.Request, name: str) -> int:
            return int(raw.match_info[name])

        return [
            ("POST", "/channels/{channel}/messages", lambda raw, request: self.create(
                number(raw, "channel"), request.body)),
            ("GET", "/channels/{channel}/messages", lambda raw, request: self.history(
                number(raw, "channel"), request.query)),
            ("GET", "/channels/{channel}", lambda raw, _: self.channel(
                number(raw, "channel")).payload()),
            ("GET", "/guilds/{guild}/members/{user}", lambda raw, _: self.member(
                number(raw, "guild"), number(raw, "user"))),
            ("POST", "/users/@me/channels", lambda _, request: self.open_direct(
                int(request.body["recipient_id"]))),
        ]  # fmt: skip
