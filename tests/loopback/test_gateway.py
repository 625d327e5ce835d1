"""The gateway: heartbeats, resumed and invalid sessions, cut lines, close codes, 100 reconnects."""

from __future__ import annotations

import asyncio
import os
import random
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from tests.loopback.conftest import assert_no_token
from tests.loopback.exchange import DEADLINE, MESSAGE, Exchange
from tests.loopback.process import BotProcess, connected, start
from tests.loopback.rest import Fault
from tests.loopback.server import Loopback
from tests.loopback.waiting import until

HASTY = ("tests.loopback.before:hasty",)
RECONNECTS = 100
CUT_ROUNDS = 20
CALLBACK = "/interactions/*/callback"

POOL = min(32, (os.cpu_count() or 1) + 4)
"""Threads that may come besides: as many as asyncio's default executor starts at most."""

GUILDS = 1 << 0
"""The intent for servers' coming and going; Discord grants it without being asked."""


@pytest.fixture
async def hasty(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> AsyncIterator[BotProcess]:
    """The bot, but for the five seconds that discord.py waits before it identifies again."""
    async with connected(server, tmp_path, settings=settings, before=HASTY) as process:
        yield process
        assert_no_token(process, server)


async def ask(server: Loopback) -> Exchange:
    """Ask something in the first guild; it may not be answered yet."""
    guild = next(iter(server.world.guilds.values()))
    return await server.slash(server.world.owner, guild.channels[0], "help")


def assert_answered_once(exchange: Exchange) -> None:
    """One callback, one message, nothing after it."""
    assert (exchange.type, exchange.statuses, exchange.followups) == (MESSAGE, [200], [])


async def test_it_asks_for_no_more_than_it_needs(server: Loopback, bot: BotProcess) -> None:
    """Of events those on servers alone, and so no privileged intent; it shows no presence."""
    identified = server.gateway.identified
    assert identified["intents"] == GUILDS
    assert "presence" not in identified


async def test_heartbeats_come_as_often_as_asked_for(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """At the interval of HELLO, each with the last sequence number; the line stays."""
    server.gateway.heartbeat_seconds = 0.05
    async with connected(server, tmp_path, settings=settings):
        await server.gateway.reached("heartbeats", 20)
        events = len(server.gateway.session.events) if server.gateway.session else 0
        await until(lambda: server.gateway.beats[-1] == events)
        assert_answered_once(await (await ask(server)).answered())
        await until(lambda: server.gateway.beats[-1] == events + 1)
    assert server.gateway.beats[0] is None
    assert server.gateway.counts["connections"] == 1


async def test_a_heartbeat_that_is_asked_for_is_sent_at_once(
    server: Loopback, bot: BotProcess
) -> None:
    """Opcode 1 from Discord, long before the next one would be due."""
    await server.gateway.reached("heartbeats", 1)
    await server.gateway.ask_for_heartbeat()
    await server.gateway.reached("heartbeats", 2, seconds=server.gateway.heartbeat_seconds / 2)


async def test_a_line_that_has_fallen_silent_is_replaced(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """No acknowledged heartbeat and no event: it connects anew, resumes, and answers."""
    server.gateway.heartbeat_seconds = 0.2
    impatient = ("tests.loopback.before:impatient",)
    async with connected(server, tmp_path, settings=settings, before=impatient):
        server.gateway.acknowledges_heartbeats = False
        await server.gateway.reached("resumed", 1)
        server.gateway.acknowledges_heartbeats = True
        assert_answered_once(await (await ask(server)).answered())


async def test_what_was_missed_is_answered_after_the_resume(
    server: Loopback, bot: BotProcess
) -> None:
    """Questions asked while there is no connection at all are answered, in time and once."""
    gateway = server.gateway
    gateway.reachable.clear()
    gateway.cut()
    await gateway.reached("disconnections", 1)
    missed = [await ask(server) for _ in range(3)]
    gateway.reachable.set()
    for exchange in missed:
        assert_answered_once(await exchange.answered(DEADLINE))
    assert (gateway.counts["resumed"], gateway.counts["identified"]) == (1, 1)


async def test_a_cut_in_the_middle_of_an_interaction(server: Loopback, bot: BotProcess) -> None:
    """The answer under way goes out over HTTP, once, while there is no connection at all."""
    gateway = server.gateway
    gateway.reachable.clear()
    server.rest.faults.append(Fault("POST", CALLBACK, delay=0.5))
    exchange = await ask(server)
    await until(lambda: server.rest.faults[0].times == 0)
    assert exchange.acknowledged is None
    gateway.cut()
    await exchange.answered()
    gateway.reachable.set()
    await gateway.reached("resumed", 1)
    assert_answered_once(await (await ask(server)).answered())
    assert_answered_once(exchange)
    assert "fault" not in bot.log


async def test_a_cut_at_any_moment_loses_and_doubles_nothing(
    server: Loopback, bot: BotProcess
) -> None:
    """Whether the event arrived before the cut or is replayed, it is answered exactly once."""
    moments = random.Random(3)
    asked = []
    for done in range(1, CUT_ROUNDS + 1):
        asked += [await ask(server) for _ in range(3)]
        await asyncio.sleep(moments.uniform(0, 0.01))
        server.gateway.cut()
        await server.gateway.reached("resumed", done)
    for exchange in asked:
        await exchange.answered()
    await until(lambda: all(exchange.statuses for exchange in asked))
    for exchange in asked:
        assert_answered_once(exchange)
    assert server.gateway.counts["identified"] == 1


async def test_an_interaction_that_arrives_twice_is_answered_once(
    server: Loopback, bot: BotProcess
) -> None:
    """Discord takes the first answer; of the second the person sees nothing."""
    exchange = await ask(server)
    await server.gateway.dispatch("INTERACTION_CREATE", exchange.payload)
    await until(lambda: len(exchange.statuses) == 2)
    assert sorted(exchange.statuses) == [200, 400]
    assert_answered_once(await (await ask(server)).answered())
    assert exchange.followups == []
    assert "fault" not in bot.log


async def test_a_session_that_can_go_on_is_resumed(server: Loopback, bot: BotProcess) -> None:
    """Opcode 7, an invalid session that may be resumed, and the close codes that allow it."""
    gateway = server.gateway
    steps: list[Callable[[], Awaitable[None]]] = [
        gateway.ask_to_reconnect,
        lambda: gateway.invalidate(resumable=True),
        *(partial(gateway.close, code) for code in (1000, 1001, 4000, 4008, 4009)),
    ]
    for done, step in enumerate(steps, 1):
        await step()
        await gateway.reached("resumed", done)
        assert_answered_once(await (await ask(server)).answered())
    assert gateway.counts["identified"] == 1


async def test_a_session_that_is_lost_is_begun_anew(server: Loopback, hasty: BotProcess) -> None:
    """An invalid session, and a RESUME that is refused: it identifies itself afresh."""
    gateway = server.gateway
    await gateway.invalidate()
    await gateway.reached("identified", 2)
    assert_answered_once(await (await ask(server)).answered())
    gateway.forget()
    gateway.cut()
    await gateway.reached("identified", 3)
    assert_answered_once(await (await ask(server)).answered())
    assert (gateway.counts["resumed"], gateway.counts["refused"]) == (0, 1)


async def test_a_token_that_is_taken_back_ends_the_bot_with_the_way_out(
    server: Loopback, bot: BotProcess
) -> None:
    """Close code 4004 while it runs: status 1, the portal's address, no traceback."""
    await server.gateway.close(4004)
    assert await bot.ended() == 1
    assert bot.log.splitlines()[-1].startswith("Discord refuses the token in DISCORD_TOKEN.")
    assert "Traceback" not in bot.log


@pytest.mark.parametrize(
    ("token", "refusals", "told"),
    [
        ("another", 0, "Discord refuses the token in DISCORD_TOKEN."),
        (None, 1, "Discord can't be reached (502"),
    ],
    ids=["refused", "unreachable"],
)
async def test_a_first_connection_that_fails_ends_the_start(
    server: Loopback,
    settings: dict[str, str],
    tmp_path: Path,
    token: str | None,
    refusals: int,
    told: str,
) -> None:
    """The login went well and the gateway does not: one sentence with the way out, status 1."""
    server.gateway.token = token or server.gateway.token
    server.gateway.refusals = refusals
    async with start(server, tmp_path, settings=settings) as bot:
        assert await bot.ended() == 1
        assert bot.log.splitlines()[-1].startswith(told)
    assert server.gateway.counts["identified"] == 0


async def test_an_end_for_good_is_told(server: Loopback, bot: BotProcess) -> None:
    """Close code 4013 and such, which only a change of the program could mend."""
    await server.gateway.close(4013)
    assert await bot.ended() == 1
    assert "Discord has ended the connection for good: " in bot.log.splitlines()[-1]
    assert "Traceback" not in bot.log


async def test_a_hundred_reconnects_change_nothing(server: Loopback, hasty: BotProcess) -> None:
    """Each question is answered once, commands are not registered again, nothing piles up."""
    gateway = server.gateway
    assert_answered_once(await (await ask(server)).answered())
    threads, files = hasty.threads(), hasty.open_files()

    async def forgotten() -> None:
        gateway.forget()
        gateway.cut()

    async def cut() -> None:
        gateway.cut()

    ways = [
        (cut, "resumed"),
        (gateway.ask_to_reconnect, "resumed"),
        (gateway.invalidate, "identified"),
        (forgotten, "identified"),
        (lambda: gateway.close(4000), "resumed"),
    ]
    for number in range(RECONNECTS):
        go, comes = ways[number % len(ways)]
        reached = gateway.counts[comes] + 1
        await go()
        await gateway.reached(comes, reached)
        exchange = await (await ask(server)).answered()
        assert_answered_once(exchange)
    assert gateway.counts["resumed"] + gateway.counts["identified"] == RECONNECTS + 1
    assert server.syncs() == 1
    assert hasty.log.count("looking for daily posts") == 1
    assert "fault" not in hasty.log
    if threads is None or files is None:
        warnings.warn("without /proc the bot's threads and files are not counted", stacklevel=1)
        return
    await until(lambda: (hasty.threads() or 0) <= threads + POOL)
    await until(lambda: (hasty.open_files() or 0) <= files + POOL)
