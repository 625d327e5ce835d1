"""The local workspace: the same bot in a local browser page, without a Discord account or token.

simcord plays Discord in this process and its preview shows a channel of it on the loopback
interface. All touches of simcord's private parts stand in this file, marked `seam:`; simcord is
pinned, and tests/end_to_end goes through each of them, so that an upgrade fails visibly.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import os
import signal
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextvars import Context
from typing import Any

import discord
import simcord

from bot.errors import LocalWorkspaceError

log = logging.getLogger(__name__)

GUILD = "Try it out"
CHANNEL = "try-footnote"
TOPIC = "Type / to see the commands. Nothing here leaves this computer."
MEMBER = "Mia (member)"
ADMIN = "Ada (admin)"
TICK_SECONDS = 1.0
"""How often real time is handed to the simulated clock."""
SETTLE_SECONDS = 30.0
"""How long one action of the bot may take before the workspace gives up waiting for it."""
LONG_SLEEP_SECONDS = 1.0
"""A sleep from here on is a background task's pause, not part of an answer being made."""

Greeting = Callable[[discord.TextChannel], Awaitable[None]]


async def serve(
    make_client: Callable[[], Awaitable[discord.Client]],
    *,
    port: int,
    bot_name: str,
    time_zone: str,
    open_browser: bool,
    announce: Callable[[str], None],
    greet: Greeting | None = None,
) -> None:
    """Serve the workspace until Ctrl-C, SIGTERM or the page's "End preview session".

    `make_client` makes the client, not connected; it is closed here. Its commands must be synced
    at every start, since the simulated Discord begins empty. `greet` posts the first message, as
    the bot. `announce` is given the page's address once it answers; the address is a credential.
    Port 0 takes any free port. `time_zone` is the IANA name the page shows times in.

    Raises LocalWorkspaceError where the page cannot be served.
    """
    workspace = asyncio.ensure_future(
        _serve(make_client, port, bot_name, time_zone, open_browser, announce, greet)
    )
    with _ended_by_signals(workspace) as ended:
        try:
            await workspace
        except asyncio.CancelledError:
            if not ended.is_set():
                raise


@contextlib.contextmanager
def _ended_by_signals(workspace: asyncio.Future[None]) -> Iterator[asyncio.Event]:
    """Cancel `workspace` at the first SIGINT or SIGTERM; a second one is left to Python."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    ended = asyncio.Event()

    def release() -> None:
        for number in signals:
            loop.remove_signal_handler(number)

    def end() -> None:
        ended.set()
        release()
        workspace.cancel()

    for number in signals:
        loop.add_signal_handler(number, end)
    try:
        yield ended
    finally:
        release()


async def _serve(
    make_client: Callable[[], Awaitable[discord.Client]],
    port: int,
    bot_name: str,
    time_zone: str,
    open_browser: bool,
    announce: Callable[[str], None],
    greet: Greeting | None,
) -> None:
    async with _simulated_discord(make_client) as (env, client):
        with env.time_context():
            member, admin, channel = _furnish(env)
            await _introduce(env, client, channel.id, bot_name, greet)
            async with _page(env, channel, [member, admin], time_zone, port) as preview:
                announce(preview.url)
                if open_browser:
                    await asyncio.to_thread(webbrowser.open, preview.url)
                await preview.wait_closed()


@contextlib.asynccontextmanager
async def _simulated_discord(
    make_client: Callable[[], Awaitable[discord.Client]],
) -> AsyncIterator[tuple[simcord.Env, discord.Client]]:
    """The client of `make_client`, logged in to a Discord whose clock shows the real time."""
    client = await make_client()
    try:
        env = simcord.Env(client, check_errors=False, settle_timeout=SETTLE_SECONDS)
        # seam: the simulated clock begins at a fixed day; it must show today before the bot looks.
        env.backend.advance_clock(_behind(env))
        _park_long_sleeps(env)
        try:
            await env.start()
            yield env, client
        finally:
            await env.shutdown()
    finally:
        await client.close()  # simcord never calls it


def _park_long_sleeps(env: simcord.Env) -> None:
    """Let only the simulated clock, which `_keep_time` moves, end the bot's long sleeps.

    simcord waits after each action until the bot is at rest, and takes a sleep that real time
    would end within SETTLE_SECONDS for work: every click would wait for the next tick of the
    bot's scheduler. A sleep without an end in real time counts as rest.
    """
    schedule = env._schedule_timer

    def schedule_unless_long(
        record: Any, callback: Any, args: tuple[Any, ...], schedule_context: Context | None
    ) -> None:
        # asyncio.sleep's own callback; guards such as asyncio.timeout keep their real end
        is_sleep = getattr(callback, "__name__", "") == "_set_result_unless_cancelled"
        if not is_sleep or record.when - env._virtual_time < LONG_SLEEP_SECONDS:
            schedule(record, callback, args, schedule_context)

    # seam: simcord has no setting for this; must stand before env.start(), which binds it.
    env._schedule_timer = schedule_unless_long  # type: ignore[method-assign]


def _furnish(
    env: simcord.Env,
) -> tuple[simcord.MemberActor, simcord.MemberActor, simcord.ChannelHandle]:
    """Make the guild, its channel and the two people to look through."""
    guild = env.create_guild(GUILD)
    channel = guild.create_text_channel(CHANNEL, topic=TOPIC)
    managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    member = guild.add_member(env.create_user("mia", global_name=MEMBER))
    admin = guild.add_member(env.create_user("ada", global_name=ADMIN), roles=[managers])
    return member, admin, channel


async def _introduce(
    env: simcord.Env,
    client: discord.Client,
    channel_id: int,
    bot_name: str,
    greet: Greeting | None,
) -> None:
    """Give the bot its name and let it post its first message."""
    await env.settle()
    if client.user is None:  # pragma: no cover - a started client has a user
        raise LocalWorkspaceError("The simulated Discord did not log the bot in.")
    await client.user.edit(username=bot_name)
    channel = client.get_channel(channel_id)
    if greet is not None and isinstance(channel, discord.TextChannel):
        await greet(channel)
    await env.settle()


@contextlib.asynccontextmanager
async def _page(
    env: simcord.Env,
    channel: simcord.ChannelHandle,
    viewers: list[simcord.MemberActor],
    time_zone: str,
    port: int,
) -> AsyncIterator[simcord.Preview]:
    """The page on the loopback interface, with its clock running."""
    try:
        preview = await env.preview(
            channel, viewers=viewers, layout="channel", port=port, timezone=time_zone
        ).__aenter__()
    except simcord.SetupError as error:
        raise _explained(error, port) from error
    try:
        clock = asyncio.create_task(_keep_time(env, preview))
        try:
            yield preview
        finally:
            clock.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await clock
    finally:
        await preview.close()


def _explained(error: simcord.SetupError, port: int) -> LocalWorkspaceError:
    """What went wrong with the page, for the person at it."""
    cause = error.__cause__
    if isinstance(cause, OSError):
        reason = os.strerror(cause.errno) if cause.errno else str(cause)
        return LocalWorkspaceError(
            f"The local page cannot use port {port}: {reason}. Close what uses it, or choose "
            f"another port: --port {port + 1 if 1024 <= port < 65535 else 8765}, "
            "or --port 0 for any that is free."
        )
    return LocalWorkspaceError(
        f"The local page cannot be served: {error}. Choose a port with --port."
    )


async def _keep_time(env: simcord.Env, preview: simcord.Preview) -> None:
    """Let simulated time follow real time, and publish what the bot did by itself meanwhile.

    Without it no timer of the bot fires, and the page shows only what its own actions caused.
    """
    turn = asyncio.Lock()
    act = preview._action
    published = len(env.http_requests)

    async def act_in_turn(context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        nonlocal published
        async with turn:
            try:
                return await act(context_id, body)
            finally:
                published = len(env.http_requests)

    # seam: simcord refuses an action that meets advance_time(), and the page then stays wedged.
    preview._action = act_in_turn  # type: ignore[method-assign]
    while True:
        await asyncio.sleep(TICK_SECONDS)
        async with turn:
            try:
                await env.advance_time(_behind(env))
                # Only then: a click in the half second after a new publication is refused.
                if len(env.http_requests) != published:
                    published = len(env.http_requests)
                    await preview.refresh()
            except TimeoutError as error:
                log.warning("the bot is still busy: %s", error)
            except simcord.SetupError:
                log.debug("the page closed during a tick", exc_info=True)


def _behind(env: simcord.Env) -> float:
    """Seconds by which the simulated clock is behind the real one; 0 if it is ahead."""
    return max(0.0, (dt.datetime.now(dt.UTC) - env.now()).total_seconds())
