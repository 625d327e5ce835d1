"""Interactions as Discord keeps them: sent to the bot, acknowledged once and in time, answered."""

from __future__ import annotations

import asyncio
import base64
import copy
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.loopback.waiting import HANGING
from tests.loopback.world import Channel, Payload, User, World

Option = str | bool | int
Kind = Literal["command", "component", "autocomplete", "modal"]

DEADLINE = 3.0
"""Seconds in which an interaction must be acknowledged (documentation, "Receiving and
Responding")."""

LIFETIME = 900.0
"""Seconds for which a token is good after that."""

REMEMBERED = 100_000
"""How many interactions are kept; a run may have many more of them."""

EPHEMERAL = 1 << 6
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
"""The types of a callback."""

_TYPES: dict[Kind, int] = {"command": 2, "component": 3, "autocomplete": 4, "modal": 5}
_SUBCOMMAND, _STRING, _INTEGER, _BOOLEAN = 1, 3, 4, 5


class Refusal(Exception):
    """What Discord answers instead: an HTTP status and its own code."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, "code": code}


UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")


@dataclass(eq=False)
class Message:
    """A message of the bot's, as it stands now. `files` are attachments by name."""

    id: int
    channel: Channel
    data: Payload
    files: dict[str, bytes] = field(default_factory=dict)
    edits: int = 0
    deleted: bool = False

    @property
    def components(self) -> list[Payload]:
        """Its components as they were sent."""
        found: list[Payload] = self.data.get("components") or []
        return found

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.data.get("flags", 0) & EPHEMERAL)

    def payload(self, world: World) -> Payload:
        """As Discord shows it to the bot."""
        return {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": 20,
            "content": self.data.get("content") or "",
            "author": world.bot.payload(),
            "attachments": [
                {
                    "id": str(place),
                    "filename": name,
                    "size": len(content),
                    "url": "",
                    "proxy_url": "",
                }
                for place, (name, content) in enumerate(self.files.items())
            ],
            "embeds": self.data.get("embeds") or [],
            "components": _numbered(self.components),
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "pinned": False,
            "tts": False,
            "timestamp": "2026-01-01T00:00:00+00:00",
            "edited_timestamp": "2026-01-01T00:00:01+00:00" if self.edits else None,
            "flags": self.data.get("flags", 0),
            "webhook_id": str(world.application_id),
            "application_id": str(world.application_id),
        }


@dataclass(eq=False)
class Exchange:
    """One interaction and all that came back for it. Times are the loop's, in seconds.

    `statuses` are the HTTP statuses that the bot's callbacks met, in order; 0 is a cut connection.
    """

    kind: Kind
    id: int
    token: str
    user: User
    channel: Channel
    payload: Payload
    on: Message | None
    sent: float
    acknowledged: float | None = None
    type: int | None = None
    data: Payload = field(default_factory=dict)
    message: Message | None = None
    followups: list[Message] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def answered(self, seconds: float = HANGING) -> Exchange:
        """Wait until it is acknowledged; raises `TimeoutError` where that never comes."""
        async with asyncio.timeout(seconds):
            await self.done.wait()
        return self

    @property
    def choices(self) -> dict[str, Any]:
        """What an autocomplete was answered with: names to values."""
        return {choice["name"]: choice["value"] for choice in self.data["choices"]}


class Interactions:
    """Every interaction that is or was open."""

    def __init__(self, world: World, clock: Callable[[], float]) -> None:
        self._world = world
        self._clock = clock
        self._known: OrderedDict[str, Exchange] = OrderedDict()
        self.deadline = DEADLINE

    def open(
        self, kind: Kind, user: User, channel: Channel, data: Payload, on: Message | None = None
    ) -> Exchange:
        """A new interaction; the caller sends its payload to the bot."""
        id_ = self._world.new_id()
        secret = base64.b64encode(f"interaction:{id_}:{id_ * 7919}".encode()).decode()
        token = secret.rstrip("=")
        payload: Payload = {
            "id": str(id_),
            "application_id": str(self._world.application_id),
            "type": _TYPES[kind],
            "token": token,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": channel.payload(),
            "locale": user.locale,
            "entitlements": [],
            "attachment_size_limit": 10 * 1024 * 1024,
            "app_permissions": "0",
        }
        guild = channel.guild
        if guild is None:
            owner = {"0": "0"}
            payload |= {
                "user": user.payload(),
                "context": 1,
                "authorizing_integration_owners": owner,
            }
        else:
            may = str(guild.may(user))
            payload |= {
                "app_permissions": str(guild.may(self._world.bot)),
                "guild_id": str(guild.id),
                "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
                "guild_locale": guild.locale,
                "member": guild.member_payload(user) | {"permissions": may},
                "context": 0,
                "authorizing_integration_owners": {"0": str(guild.id)},
            }
        if on is not None:
            payload["message"] = on.payload(self._world)
        exchange = Exchange(kind, id_, token, user, channel, payload, on, self._clock())
        self._known[token] = exchange
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return exchange

    def acknowledge(
        self, id_: int, token: str, body: Payload, files: Mapping[str, bytes]
    ) -> Exchange:
        """Take a callback. Raises `Refusal` where Discord would refuse it."""
        exchange = self._known.get(token)
        now = self._clock()
        if exchange is None or exchange.id != id_:
            raise Refusal(*UNKNOWN_INTERACTION)
        if exchange.acknowledged is not None:
            raise Refusal(*ACKNOWLEDGED)
        if now - exchange.sent > self.deadline:
            raise Refusal(*UNKNOWN_INTERACTION)
        on = exchange.on
        if body["type"] == UPDATE and on is not None and on.deleted:
            raise Refusal(*UNKNOWN_MESSAGE)
        if body["type"] == MODAL and exchange.kind == "modal":
            raise Refusal(400, 50035, "Invalid Form Body")
        exchange.acknowledged = now
        exchange.type, exchange.data = body["type"], body.get("data") or {}
        if exchange.type == MESSAGE:
            exchange.message = self._message(exchange, exchange.data, files)
        elif exchange.type in (DEFERRED_UPDATE, UPDATE):
            exchange.message = on
            if exchange.type == UPDATE and on is not None:
                _edit(on, exchange.data, files)
        exchange.done.set()
        return exchange

    def original(self, token: str) -> Message:
        """The message that `@original` means. Raises `Refusal` where there is none."""
        exchange = self._good(token)
        if exchange.message is None or exchange.message.deleted:
            raise Refusal(*UNKNOWN_MESSAGE)
        return exchange.message

    def edit(self, token: str, body: Payload, files: Mapping[str, bytes]) -> Message:
        """Edit what `@original` means; after a deferral the first time makes it."""
        exchange = self._good(token)
        if exchange.message is None and exchange.type == DEFERRED:
            return self._deferred(exchange, body, files)
        message = self.original(token)
        _edit(message, body, files)
        return message

    def follow_up(self, token: str, body: Payload, files: Mapping[str, bytes]) -> Message:
        """One more message for an interaction that was acknowledged; of a deferral the answer."""
        exchange = self._good(token)
        if exchange.message is None and exchange.type == DEFERRED:
            return self._deferred(exchange, body, files)
        message = self._message(exchange, body, files)
        exchange.followups.append(message)
        return message

    def note(self, token: str, status: int) -> None:
        """Note what a callback was answered with."""
        if token in self._known:
            self._known[token].statuses.append(status)

    def forget(self, exchange: Exchange) -> None:
        """Keep an interaction no longer: its token is refused from now on."""
        self._known.pop(exchange.token, None)

    def tokens(self) -> list[str]:
        """The tokens of all interactions."""
        return list(self._known)

    def _good(self, token: str) -> Exchange:
        exchange = self._known.get(token)
        if exchange is None or exchange.acknowledged is None:
            raise Refusal(*UNKNOWN_WEBHOOK)
        if self._clock() - exchange.acknowledged > LIFETIME:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return exchange

    def _deferred(self, exchange: Exchange, body: Payload, files: Mapping[str, bytes]) -> Message:
        """The answer after a deferral: private where that was."""
        private = exchange.data.get("flags", 0) & EPHEMERAL
        data = {**body, "flags": body.get("flags", 0) & ~EPHEMERAL | private}
        exchange.message = self._message(exchange, data, files)
        return exchange.message

    def _message(self, exchange: Exchange, data: Payload, files: Mapping[str, bytes]) -> Message:
        return Message(self._world.new_id(), exchange.channel, copy.copy(data), dict(files))


def command_data(world: World, name: str, options: Mapping[str, Option]) -> Payload:
    """The data of a slash command with its options; a subcommand stands behind its group's name."""
    group, _, subcommand = name.partition(" ")
    given: list[Payload] = [
        {"name": key, "type": _type_of(value), "value": value} for key, value in options.items()
    ]
    if subcommand:
        given = [{"name": subcommand, "type": _SUBCOMMAND, "options": given}]
    return {"id": world.commands[group]["id"], "name": group, "type": 1, "options": given}


def menu_data(world: World, name: str, message: Payload) -> Payload:
    """The data of a command of a message's menu."""
    resolved = {"messages": {message["id"]: message}}
    found = {"id": world.commands[name]["id"], "name": name, "type": 3}
    return {**found, "target_id": message["id"], "resolved": resolved}


def autocomplete_data(
    world: World, name: str, option: str, typed: str, others: Mapping[str, Option]
) -> Payload:
    """The data of a slash command while one option is being typed."""
    data = command_data(world, name, {**others, option: typed})
    given = data["options"][0]["options"] if " " in name else data["options"]
    given[-1]["focused"] = True
    return data


def component_data(custom_id: str) -> Payload:
    """The data of a pressed button."""
    return {"custom_id": custom_id, "component_type": 2, "id": 1}


def modal_data(custom_id: str, field: str, value: object) -> Payload:
    """The data of a form with one text that was sent."""
    part = {"type": 4, "id": 2, "custom_id": field, "value": value}
    return {"custom_id": custom_id, "components": [{"type": 18, "id": 1, "component": part}]}


def _type_of(value: Option) -> int:
    if isinstance(value, bool):
        return _BOOLEAN
    return _INTEGER if isinstance(value, int) else _STRING


def _edit(message: Message, data: Payload, files: Mapping[str, bytes]) -> None:
    """Edit a message. Of the files that it had none is kept where others are named: no bot of ours
    keeps one."""
    if "attachments" in data:
        message.files.clear()
    message.data = {**message.data, **data}
    message.files.update(files)
    message.edits += 1


def _numbered(components: list[Payload]) -> list[Payload]:
    """Components with the ids that Discord gives to those that have none."""
    found = copy.deepcopy(components)
    number = 0

    def walk(parts: list[Payload]) -> None:
        nonlocal number
        for part in parts:
            number += 1
            part.setdefault("id", number)
            walk(part.get("components") or [])

    walk(found)
    return found
