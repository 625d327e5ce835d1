"""The loopback Discord's gateway: one bot's websocket sessions, as the documentation has them.

HELLO, IDENTIFY, READY, heartbeats, RESUME with what was missed, invalid sessions, zlib-stream.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from tests.loopback.waiting import HANGING
from tests.loopback.world import Payload, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11

AUTHENTICATION_FAILED = 4004


@dataclass(eq=False)
class Session:
    """What a connection resumes: the events sent so far, by their sequence numbers from 1.

    The first `forgotten` of them are no longer kept.
    """

    id: str
    events: list[Payload] = field(default_factory=list)
    forgotten: int = 0
    connection: Connection | None = None


class Connection:
    """One websocket; it goes, its session may stay."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self._deflate = zlib.compressobj() if compressed else None

    async def send(self, payload: Payload) -> None:
        """Send one payload; a socket that is gone loses it."""
        written = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        # A lone surrogate is no character of UTF-8: JSON carries it as an escape.
        text = written.encode("utf-8", "backslashreplace")
        with contextlib.suppress(ConnectionError, RuntimeError):
            if self._deflate is None:
                await self.socket.send_str(text.decode())
                return
            packed = self._deflate.compress(text)
            await self.socket.send_bytes(packed + self._deflate.flush(zlib.Z_SYNC_FLUSH))

    def cut(self) -> None:
        """Drop the connection without a word, as a broken line does."""
        if self._transport is not None:
            self._transport.abort()

    def freeze(self) -> None:
        """Hear nothing more, as a line that died without being closed."""
        if self._transport is not None:
            self._transport.pause_reading()

    @property
    def _transport(self) -> asyncio.Transport | None:
        return self.socket._req.transport if self.socket._req is not None else None


class Gateway:
    """All sessions of the one bot; `counts` says how often each thing was asked or done."""

    def __init__(self, world: World, token: str, address: Callable[[], str]) -> None:
        self._world = world
        self.token = token
        self._address = address
        self._ids = itertools.count(1)
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self.heartbeat_seconds = 41.25
        self.acknowledges_heartbeats = True
        self.beats: list[int | None] = []
        """The last sequence number that each heartbeat named."""
        self.reachable = asyncio.Event()
        self.reachable.set()
        """New connections wait until this is set."""
        self.refusals = 0
        """How many of the next connections a proxy refuses."""
        self.counts: Counter[str] = Counter()
        self.identified: Payload = {}
        self.session: Session | None = None
        self._changed = asyncio.Condition()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket until it ends."""
        await self.reachable.wait()
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=502)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, compressed=request.query.get("compress") == "zlib-stream")
        self._connections.add(connection)
        await self._count("connections")
        interval = round(self.heartbeat_seconds * 1000)
        await connection.send({"op": HELLO, "d": {"heartbeat_interval": interval}})
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._received(connection, message.json())
        finally:
            self._connections.discard(connection)
            if self.session is not None and self.session.connection is connection:
                self.session.connection = None
            await self._count("disconnections")
        return socket

    async def _received(self, connection: Connection, payload: Payload) -> None:
        data = payload.get("d")
        if payload["op"] == HEARTBEAT:
            self.beats.append(data)
            if self.acknowledges_heartbeats:
                await connection.send({"op": ACK, "d": None})
            await self._count("heartbeats")
        elif payload["op"] == IDENTIFY:
            assert isinstance(data, dict)
            await self._identify(connection, data)
        elif payload["op"] == RESUME:
            assert isinstance(data, dict)
            await self._resume(connection, data)

    async def _identify(self, connection: Connection, data: Payload) -> None:
        self.identified = data
        if data["token"] != self.token:
            await connection.socket.close(code=AUTHENTICATION_FAILED)
            return
        session = Session(f"session-{next(self._ids)}", connection=connection)
        self._sessions[session.id] = session
        self.session = session
        world = self._world
        guilds = list(world.guilds.values())
        ready: Payload = {
            "v": 10,
            "user": world.bot.payload() | {"verified": True, "mfa_enabled": False, "flags": 0},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "private_channels": [],
            "session_id": session.id,
            "resume_gateway_url": self._address(),
            "application": {"id": str(world.application_id), "flags": 0},
        }
        await self.dispatch("READY", ready)
        for guild in guilds:
            if not guild.unavailable:
                await self.dispatch("GUILD_CREATE", guild.payload(world.bot))
        await self._count("identified")

    async def _resume(self, connection: Connection, data: Payload) -> None:
        session = self._sessions.get(data["session_id"])
        if session is None or data["token"] != self.token:
            await connection.send({"op": INVALID, "d": False})
            await self._count("refused")
            return
        self.session = session
        # What happens meanwhile comes behind what was missed, in its order.
        missed = data["seq"]
        while missed < session.forgotten + len(session.events):
            await connection.send(session.events[missed - session.forgotten])
            missed += 1
        session.connection = connection
        await self.dispatch("RESUMED", {})
        await self._count("resumed")

    async def dispatch(self, name: str, data: Payload) -> None:
        """Send an event, and keep it for whoever resumes."""
        session = self.session
        if session is None:
            raise RuntimeError("the bot has not identified itself")
        number = session.forgotten + len(session.events) + 1
        event = {"op": DISPATCH, "t": name, "s": number, "d": data}
        session.events.append(event)
        if session.connection is not None:
            await session.connection.send(event)

    async def ask_to_reconnect(self) -> None:
        """Opcode 7, which Discord sends before it ends a connection."""
        await self._send({"op": RECONNECT, "d": None})

    async def ask_for_heartbeat(self) -> None:
        """Opcode 1, which is answered at once."""
        await self._send({"op": HEARTBEAT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Opcode 9; what can't be resumed is forgotten."""
        if not resumable:
            self._sessions.clear()
        await self._send({"op": INVALID, "d": resumable})

    def forget(self) -> None:
        """Lose every session, so that the next RESUME is refused."""
        self._sessions.clear()

    def forget_events(self) -> None:
        """Keep no event sent so far, which a long run has no room for; none can be resumed."""
        if self.session is not None:
            self.session.forgotten += len(self.session.events)
            self.session.events.clear()

    async def close(self, code: int) -> None:
        """Close the connection with a code, as Discord does."""
        if self.session is not None and self.session.connection is not None:
            await self.session.connection.socket.close(code=code)

    def cut(self) -> None:
        """Drop the connection without a word."""
        for connection in list(self._connections):
            connection.cut()

    def freeze(self) -> None:
        """Hear nothing more of what the bot sends, nor that it goes."""
        for connection in self._connections:
            connection.freeze()

    async def _send(self, payload: Payload) -> None:
        if self.session is not None and self.session.connection is not None:
            await self.session.connection.send(payload)

    async def _count(self, what: str) -> None:
        async with self._changed:
            self.counts[what] += 1
            self._changed.notify_all()

    async def reached(self, what: str, count: int, seconds: float = HANGING) -> None:
        """Wait until something has happened so many times; raises `TimeoutError`."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: self.counts[what] >= count)
