"""The loopback Discord's REST API: the routes that the bot uses, and faults on demand."""

from __future__ import annotations

import asyncio
import fnmatch
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from aiohttp import BodyPartReader, web

from tests.loopback.exchange import Exchange, Interactions, Refusal
from tests.loopback.posts import Posts
from tests.loopback.world import Payload, World

BASE = "/api/v10"
MAX_BODY = 30 * 1024 * 1024


@dataclass(frozen=True)
class Request:
    """A request as it came in. `at` is the loop's time in seconds, `files` sent ones by name."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    files: dict[str, bytes]
    at: float


Cut = Literal["reset", "closed", "halfway"]
"""How a connection ends instead of an answer: by RST, by FIN, or by FIN within the answer."""


@dataclass
class Fault:
    """What goes wrong with the next `times` requests that match.

    `committed` says that the request is carried out all the same. `cut` ends the connection
    instead of answering; `delay` seconds pass before anything is done.
    """

    method: str
    path: str
    times: int = 1
    status: int = 0
    body: Payload | str = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    committed: bool = False
    cut: Cut | None = None
    delay: float = 0.0

    def matches(self, request: Request) -> bool:
        """Whether it befalls this request; `path` may hold `*`."""
        return (
            self.times > 0
            and self.method == request.method
            and fnmatch.fnmatchcase(request.path, self.path)
        )

    def at(self, exchange: Exchange) -> Fault:
        """The same for one interaction, whose `{id}` or `{token}` the path has."""
        return replace(self, path=self.path.format(id=exchange.id, token=exchange.token))


def rate_limited(method: str, path: str, retry_after: float, *, times: int = 1) -> Fault:
    """A 429 as Discord itself sends it: with `Via`, without which a proxy has banned the bot."""
    return Fault(
        method,
        path,
        times,
        status=429,
        body={
            "message": "You are being rate limited.",
            "retry_after": retry_after,
            "global": False,
        },
        headers={"Via": "1.1 google", "Retry-After": str(retry_after), "X-RateLimit-Scope": "user"},
    )


Check = Callable[[Request], list[str]]
"""What Discord would refuse about a request, or its documentation does not know."""

Respond = Callable[[web.Request, Request], Awaitable[web.Response]]


class Rest:
    """Answers requests, and keeps them with what was wrong with them."""

    def __init__(
        self, world: World, interactions: Interactions, token: str, check: Check | None
    ) -> None:
        self._world = world
        self._interactions = interactions
        self._token = token
        self._check = check
        self.posts = Posts(world)
        self.faults: list[Fault] = []
        self.keeps = True
        """Whether requests are kept and checked; a benchmark has no use for that."""
        self.requests: list[Request] = []
        self.violations: list[str] = []

    def routes(self) -> list[web.RouteDef]:
        """The routes, for an aiohttp application."""
        webhook = "/webhooks/{application}/{token}"
        table: list[tuple[str, str, Respond]] = [
            ("GET", "/users/@me", self._me),
            ("GET", "/oauth2/applications/@me", self._application),
            ("PUT", "/applications/{application}/commands", self._register),
            ("POST", "/interactions/{id}/{token}/callback", self._callback),
            ("POST", webhook, self._follow_up),
            ("PATCH", webhook + "/messages/@original", self._edit),
            ("DELETE", webhook + "/messages/@original", self._delete),
        ]
        table += [(method, path, self._as_bot(tell)) for method, path, tell in self.posts.answers()]
        known = [
            web.route(method, BASE + path, self._handler(respond))
            for method, path, respond in table
        ]
        return [*known, web.route("*", "/{rest:.*}", self._handler(self._unknown))]

    def _as_bot(self, tell: Callable[[web.Request, Request], object]) -> Respond:
        async def respond(raw: web.Request, request: Request) -> web.Response:
            self._signed_in(request)
            return _json(tell(raw, request))

        return respond

    def _handler(self, respond: Respond) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(raw: web.Request) -> web.StreamResponse:
            request = await _read(raw)
            if self.keeps:
                self.requests.append(request)
                self.violations += self._problems(request)
            response, seen = await self._outcome(raw, request, respond)
            if request.path.endswith("/callback"):
                self._interactions.note(raw.match_info["token"], seen)
            return response

        return handle

    async def _outcome(
        self, raw: web.Request, request: Request, respond: Respond
    ) -> tuple[web.Response, int]:
        """The response, and the status that the bot sees: 0 where the connection is cut."""
        fault = next((fault for fault in self.faults if fault.matches(request)), None)
        if fault is None:
            response = await self._answer(raw, request, respond)
            return response, response.status
        fault.times -= 1
        await asyncio.sleep(fault.delay)
        spared = not (fault.status or fault.cut)
        response = web.Response(status=500)
        if fault.committed or spared:
            response = await self._answer(raw, request, respond)
        if fault.cut is not None:
            _cut(raw, fault.cut)
            return response, 0
        if not spared:
            response = _response(fault.body, fault.status, fault.headers)
        return response, response.status

    async def _answer(self, raw: web.Request, request: Request, respond: Respond) -> web.Response:
        try:
            return await respond(raw, request)
        except Refusal as refusal:
            return _json(refusal.body, refusal.status)

    def _problems(self, request: Request) -> list[str]:
        found = self._check(request) if self._check is not None else []
        return [f"{request.method} {request.path}: {problem}" for problem in found]

    def _signed_in(self, request: Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self._token}":
            raise Refusal(401, 0, "401: Unauthorized")

    async def _me(self, _: web.Request, request: Request) -> web.Response:
        self._signed_in(request)
        return _json(self._world.bot.payload() | {"verified": True, "flags": 0})

    async def _application(self, _: web.Request, request: Request) -> web.Response:
        self._signed_in(request)
        return _json(self._world.application())

    async def _register(self, _: web.Request, request: Request) -> web.Response:
        self._signed_in(request)
        return _json(self._world.register(request.body))

    async def _callback(self, raw: web.Request, request: Request) -> web.Response:
        id_, token = int(raw.match_info["id"]), raw.match_info["token"]
        exchange = self._interactions.acknowledge(id_, token, request.body, request.files)
        if request.query.get("with_response") not in ("1", "true"):
            return web.Response(status=204)
        interaction: Payload = {"id": str(id_), "type": exchange.payload["type"]}
        body: Payload = {"interaction": interaction}
        if exchange.message is not None:
            interaction["response_message_id"] = str(exchange.message.id)
            message = exchange.message.payload(self._world)
            body["resource"] = {"type": exchange.type, "message": message}
        return _json(body)

    async def _follow_up(self, raw: web.Request, request: Request) -> web.Response:
        token = raw.match_info["token"]
        message = self._interactions.follow_up(token, request.body, request.files)
        return _json(message.payload(self._world))

    async def _edit(self, raw: web.Request, request: Request) -> web.Response:
        token = raw.match_info["token"]
        message = self._interactions.edit(token, request.body, request.files)
        return _json(message.payload(self._world))

    async def _delete(self, raw: web.Request, _: Request) -> web.Response:
        self._interactions.original(raw.match_info["token"]).deleted = True
        return web.Response(status=204)

    async def _unknown(self, _: web.Request, request: Request) -> web.Response:
        self.violations.append(f"{request.method} {request.path}: the loopback has no such route")
        raise Refusal(404, 0, "404: Not Found")


def _json(
    body: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """A response whose type is `application/json` and nothing more, as discord.py wants it."""
    encoded = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    kind = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=encoded, status=status, headers=kind)


def _response(body: object, status: int, headers: Mapping[str, str]) -> web.Response:
    """A response of Discord's, or a page of text such as a proxy before it sends."""
    if isinstance(body, str):
        return web.Response(text=body, status=status, headers=headers, content_type="text/html")
    return _json(body, status, headers)


def _cut(raw: web.Request, how: Cut) -> None:
    """End the connection of a request."""
    transport = raw.transport
    assert transport is not None
    if how == "reset":
        # Closing a socket that lingers for no time sends RST.
        now = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
        transport.abort()
        return
    if how == "halfway":
        transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{"
        )
    transport.close()


async def _read(raw: web.Request) -> Request:
    """A request with its body, whether JSON or multipart with files."""
    body: Any = None
    files: dict[str, bytes] = {}
    if raw.content_type == "multipart/form-data":
        async for part in await raw.multipart():
            assert isinstance(part, BodyPartReader)
            content = await part.read()
            if part.name == "payload_json":
                body = json.loads(content)
            else:
                files[part.filename or str(part.name)] = bytes(content)
    elif raw.can_read_body:
        body = json.loads(await raw.read())
    now = asyncio.get_running_loop().time()
    path = raw.path.removeprefix(BASE)
    return Request(raw.method, path, dict(raw.query), dict(raw.headers), body, files, now)
