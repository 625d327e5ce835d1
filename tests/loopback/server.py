"""A Discord of our own on the loopback interface: gateway, REST API, and what people do there."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from tests.loopback.exchange import (
    Exchange,
    Interactions,
    Message,
    Option,
    autocomplete_data,
    command_data,
    component_data,
    modal_data,
)
from tests.loopback.gateway import Gateway
from tests.loopback.rest import MAX_BODY, Check, Rest
from tests.loopback.world import Channel, Guild, User, World

TOKEN = "loopback.0123456789.abcdefghijklmnopqrstuvwxyz"


class Loopback:
    """One Discord with one bot's token. Made by `open`, within a running event loop."""

    def __init__(self, check: Check | None) -> None:
        clock = asyncio.get_running_loop().time
        self.world = World()
        self.interactions = Interactions(self.world, clock)
        self.gateway = Gateway(self.world, TOKEN, lambda: self.address.replace("http", "ws"))
        self.rest = Rest(self.world, self.interactions, TOKEN, check)
        self.address = ""

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, check: Check | None = None) -> AsyncIterator[Loopback]:
        """Serve on a free port of 127.0.0.1; `check` says what is wrong with a request."""
        server = cls(check)
        app = web.Application(client_max_size=MAX_BODY)
        # discord.py asks for the gateway at the address itself, and the API lies below /api/v10.
        app.add_routes([web.get("/", server.gateway.serve), *server.rest.routes()])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            host, port = runner.addresses[0][:2]
            server.address = f"http://{host}:{port}"
            yield server
        finally:
            server.gateway.cut()
            await runner.cleanup()

    async def slash(
        self, user: User, channel: Channel, command: str, /, **options: Option
    ) -> Exchange:
        """Use a slash command; `from_` stands for the option `from`. It may not be answered yet."""
        named = {name.rstrip("_"): value for name, value in options.items()}
        data = command_data(self.world, command, named)
        return await self.send(self.interactions.open("command", user, channel, data))

    async def type(
        self,
        user: User,
        channel: Channel,
        command: str,
        option: str,
        typed: str,
        /,
        **others: Option,
    ) -> Exchange:
        """Type a part of an option's value, for which the bot is asked what to offer."""
        data = autocomplete_data(self.world, command, option, typed, others)
        return await self.send(self.interactions.open("autocomplete", user, channel, data))

    async def press(self, user: User, message: Message, custom_id: str) -> Exchange:
        """Press a button of a message; the id need not be one that the message has."""
        data = component_data(custom_id)
        channel = message.channel
        return await self.send(self.interactions.open("component", user, channel, data, on=message))

    async def submit(self, opened: Exchange, typed: str) -> Exchange:
        """Send the form that an interaction was answered with."""
        form = opened.data
        field = form["components"][0]["component"]["custom_id"]
        data = modal_data(form["custom_id"], field, typed)
        user, channel, on = opened.user, opened.channel, opened.on
        return await self.send(self.interactions.open("modal", user, channel, data, on=on))

    async def send(self, exchange: Exchange) -> Exchange:
        """Send an interaction that `interactions` has opened."""
        await self.gateway.dispatch("INTERACTION_CREATE", exchange.payload)
        return exchange

    async def join(self, guild: Guild) -> None:
        """The bot is added to a guild, or an outage of it ends."""
        outage, guild.unavailable = guild.unavailable, False
        self.world.guilds[guild.id] = guild
        payload = guild.payload(self.world.bot)
        if not outage:
            del payload["unavailable"]  # by which a client tells the one from the other
        await self.gateway.dispatch("GUILD_CREATE", payload)

    async def leave(self, guild: Guild) -> None:
        """The bot is removed from a guild."""
        del self.world.guilds[guild.id]
        await self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)})

    async def delete(self, channel: Channel) -> None:
        """A channel of a guild is deleted."""
        assert channel.guild is not None
        channel.guild.channels.remove(channel)
        await self.gateway.dispatch("CHANNEL_DELETE", channel.payload())

    async def outage(self, guild: Guild) -> None:
        """A guild is not to be reached for a while, which is no leaving."""
        guild.unavailable = True
        await self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})

    def syncs(self) -> int:
        """How many times commands were registered."""
        return sum(
            request.method == "PUT" and request.path.endswith("/commands")
            for request in self.rest.requests
        )
