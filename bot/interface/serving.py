"""A client's time on Discord: log in, serve, and at the end let what people asked be answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Any

import discord

from bot.errors import ConfigError, FootnoteError
from bot.interface.acknowledge import CUT

ANSWERING = 3.0
"""Seconds at the end for interactions that have arrived; Discord takes no first answer later."""

CANCELLATIONS = 5
"""How often a task is cancelled, a second apart, before the end goes on without it."""

AUTHENTICATION_FAILED = 4004
"""Discord's close code for a token that it does not take, or no longer."""


async def serve(
    client: discord.Client,
    token: str,
    *,
    ended: asyncio.Event,
    logged_in: Callable[[], None],
    ready: Awaitable[object],
    stop: Callable[[], None],
) -> None:
    """Log in, await `ready`, call `logged_in`, and serve until `ended` is set.

    Then `stop` is called, so that nothing more is begun, and the client is closed. An error of
    `ready` is raised.

    Raises FootnoteError with the way out where Discord refuses the bot or can't be reached.
    """
    if ended.is_set():
        return
    before = asyncio.all_tasks()
    serving = asyncio.create_task(_connect(client, token, logged_in, ready))
    ending = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait((serving, ending), return_when=asyncio.FIRST_COMPLETED)
    finally:
        # Nothing new arrives from here on, and what works for people still has all it needs.
        stop()
        await _cancel((serving, ending))
        await _finish(client, asyncio.all_tasks() - before)
        await client.close()
    if not ended.is_set():
        serving.result()


async def _connect(
    client: discord.Client, token: str, logged_in: Callable[[], None], ready: Awaitable[object]
) -> None:
    try:
        await _log_in(client, token)
    except FootnoteError:
        await ready  # what is wrong on this side as well is told before what Discord says
        raise
    await ready
    logged_in()
    try:
        await client.connect()
    except discord.ConnectionClosed as error:
        if error.code == AUTHENTICATION_FAILED:
            raise _refused_token() from None
        raise FootnoteError(f"Discord has ended the connection for good: {error}") from error
    except AttributeError as error:
        if client.ws is not None:
            raise
        # discord.py would resume, but the first connection was never made.
        raise _unreachable(error.__context__ or error) from error


async def _log_in(client: discord.Client, token: str) -> None:
    try:
        await client.login(token)
    except discord.LoginFailure:
        raise _refused_token() from None
    except (discord.DiscordServerError, *CUT) as error:
        raise _unreachable(error) from error
    except discord.DiscordException as error:  # the commands could not be registered, say
        raise FootnoteError(f"Discord refuses the start ({_in_short(error)}).") from error


def _refused_token() -> ConfigError:
    return ConfigError(
        "Discord refuses the token in DISCORD_TOKEN. Copy it anew from"
        ' https://discord.com/developers/applications, your application, "Bot",'
        ' "Reset Token".'
    )


def _unreachable(error: BaseException) -> FootnoteError:
    return FootnoteError(
        f"Discord can't be reached ({_in_short(error)}). Look at this machine's connection and at"
        " https://discordstatus.com, then start again."
    )


def _in_short(error: BaseException) -> str:
    """An error without the page of HTML that a proxy before Discord sends."""
    if isinstance(error, discord.HTTPException) and error.text.lstrip().startswith("<"):
        return f"{error.status} {error.response.reason}"
    return str(error) or type(error).__name__


async def _finish(client: discord.Client, answering: Collection[asyncio.Task[Any]]) -> None:
    """Let what works for people end in time; discord.py closes by itself what Discord refuses."""
    if answering and not client.is_closed():
        await asyncio.wait(answering, timeout=ANSWERING)
    await _cancel(answering)


async def _cancel(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait for their end, whatever it is; one that clings to life is left."""
    # More than once: `asyncio.wait_for`, by which discord.py connects, loses a cancellation in
    # Python 3.11 where it comes together with the result.
    for _ in range(CANCELLATIONS):
        pending = {task for task in tasks if not task.done()}
        if not pending:
            break
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=1.0)
    await asyncio.gather(*(task for task in tasks if task.done()), return_exceptions=True)
