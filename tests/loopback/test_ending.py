"""The end of the process: SIGTERM and SIGINT at any moment, and starts that were broken off.

`FOOTNOTE_FULL=1` tries a hundred moments instead of a few.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.loopback.conftest import assert_no_token
from tests.loopback.process import BotProcess, connected, start
from tests.loopback.rest import Fault
from tests.loopback.server import Loopback
from tests.loopback.waiting import HANGING, until

FULL = bool(os.environ.get("FOOTNOTE_FULL"))
MOMENTS = 100 if FULL else 8
KILLS = 40 if FULL else 3
AT_ONCE = 4

PATIENCE = 10.0
"""Seconds after which a supervisor kills a process that it has asked to end."""

IN_FLIGHT = 8
CALLBACK = "/interactions/*/callback"
UNCLEAN = ("Traceback", "fault", "Warning", "never", "nclosed", "Exception ignored", "cut short")


@dataclass(frozen=True)
class Running:
    """A bot over its own Discord and folder, at some moment of its life."""

    server: Loopback
    bot: BotProcess
    folder: Path

    async def reached(self, what: str, count: int = 1) -> None:
        """Wait for the gateway."""
        await self.server.gateway.reached(what, count)

    async def connected(self) -> None:
        """Wait until it has logged that it is there."""
        await self.bot.logs("connected as")

    async def ask(self) -> None:
        """Many questions at once, which may be anywhere on their way."""
        await self.reached("identified")
        guild = next(iter(self.server.world.guilds.values()))
        for _ in range(IN_FLIGHT):
            await self.server.slash(guild.owner, guild.channels[0], "help")

    async def hang(self, method: str, path: str) -> None:
        """Let requests wait for ever, and wait for the first."""
        fault = Fault(method, path, times=IN_FLIGHT, delay=HANGING)
        self.server.rest.faults.append(fault)
        if path == CALLBACK:
            await self.ask()
        await until(lambda: fault.times < IN_FLIGHT)


Situation = Callable[[Running], Awaitable[None]]


async def in_the_state(running: Running) -> None:
    await until((running.folder / "data/state.lock").exists)


async def in_the_compile(running: Running) -> None:
    data = running.folder / "data"
    await until(lambda: any(data.glob(".compiling-*")) or any(data.glob("facts-*")))


async def at_the_login(running: Running) -> None:
    await until(lambda: bool(running.server.rest.requests))


async def while_reconnecting(running: Running) -> None:
    await running.reached("identified")
    running.server.gateway.cut()


async def while_the_gateway_is_gone(running: Running) -> None:
    await running.reached("identified")
    running.server.gateway.reachable.clear()
    running.server.gateway.cut()
    await running.reached("disconnections")


async def while_it_waits_to_try_again(running: Running) -> None:
    await running.reached("identified")
    running.server.gateway.refusals = 100
    running.server.gateway.cut()
    await running.bot.logs("Attempting a reconnect")


async def on_a_dead_line(running: Running) -> None:
    await running.reached("identified")
    running.server.gateway.freeze()


SITUATIONS: dict[str, Situation] = {
    "compiling": in_the_compile,
    "before READY": lambda running: running.reached("connections"),
    "answering": lambda running: running.ask(),
    "reconnecting": while_reconnecting,
    "answers hang": lambda running: running.hang("POST", CALLBACK),
    "login hangs": lambda running: running.hang("GET", "/users/@me"),
    "dead line": on_a_dead_line,
    "starting": lambda running: running.bot.logs("starting"),
    "opening the state": in_the_state,
    "logging in": at_the_login,
    "registering": lambda running: until(lambda: running.server.syncs() == 1),
    "after READY": lambda running: running.reached("identified"),
    "idle": lambda running: running.connected(),
    "no gateway": while_the_gateway_is_gone,
    "waiting to try again": while_it_waits_to_try_again,
    "registration hangs": lambda running: running.hang("PUT", "/applications/*/commands"),
}
STARTS = ("starting", "opening the state", "compiling", "logging in", "registering")


@dataclass(frozen=True)
class Moment:
    """A situation, and how many seconds later which signals are sent."""

    situation: str
    later: float
    signals: tuple[signal.Signals, ...]


def moments(count: int) -> list[Moment]:
    """The same ones every time."""
    names = list(SITUATIONS)
    chosen = random.Random(7)
    return [
        Moment(
            names[number % len(names)],
            chosen.choice((0.0, chosen.uniform(0, 0.02), chosen.uniform(0, 0.5))),
            tuple(
                chosen.choice((signal.SIGTERM, signal.SIGINT))
                for _ in range(chosen.choice((1, 1, 2)))
            ),
        )
        for number in range(count)
    ]


def folders(parent: Path, count: int) -> list[Path]:
    """So many new folders."""
    made = [parent / str(number) for number in range(count)]
    for folder in made:
        folder.mkdir()
    return made


async def what_is_wrong(
    moment: Moment, settings: dict[str, str], folder: Path, turn: asyncio.Semaphore
) -> str | None:
    """End a bot of its own at a moment; what was not as it should be, with its log."""
    async with turn, Loopback.open() as server:
        server.world.guild()
        async with start(server, folder, settings=settings) as bot:
            status: object = "it does not get there"
            try:
                await SITUATIONS[moment.situation](Running(server, bot, folder))
                await asyncio.sleep(moment.later)
                for number in moment.signals:
                    bot.send(number)
                status = "it does not end"
                status = await bot.ended(PATIENCE)
            except (TimeoutError, ProcessLookupError):
                pass
            assert_no_token(bot, server)
        written = bot.log
        if moment.situation == "waiting to try again":  # discord.py tells it with a traceback
            written = written.replace("Traceback", "")
        unclean = [word for word in UNCLEAN if word in written]
        if status == 0 and not unclean and written.endswith("ended by a signal\n"):
            return None
        return f"{moment}: {status}, {unclean}\n{bot.log}"


async def test_a_signal_ends_it_at_any_moment(settings: dict[str, str], tmp_path: Path) -> None:
    """Within ten seconds, with status 0, and nothing in the log that a host must look at.

    So no thread is left hanging either: the process would wait for it, and be cut short.
    """
    turn = asyncio.Semaphore(AT_ONCE)
    found = await asyncio.gather(
        *(
            what_is_wrong(moment, settings, folder, turn)
            for moment, folder in zip(moments(MOMENTS), folders(tmp_path, MOMENTS))
        )
    )
    wrong = [text for text in found if text is not None]
    assert not wrong, f"{len(wrong)} of {MOMENTS}:\n" + "\n".join(wrong)


async def test_what_people_have_asked_is_still_answered(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """Questions that have arrived before the signal are worked on to their answers."""
    deliberate = ("tests.loopback.before:deliberate",)
    async with connected(server, tmp_path, settings=settings, before=deliberate) as bot:
        [guild] = server.world.guilds.values()
        asked = [
            await server.slash(guild.owner, guild.channels[0], "help") for _ in range(IN_FLIGHT)
        ]
        beats = server.gateway.counts["heartbeats"]
        await server.gateway.ask_for_heartbeat()
        await server.gateway.reached("heartbeats", beats + 1)
        bot.send(signal.SIGTERM)
        assert await bot.ended(PATIENCE) == 0
        assert [exchange.statuses for exchange in asked] == [[200]] * IN_FLIGHT
        assert "fault" not in bot.log


@pytest.mark.parametrize(("hook", "logged"), [("clinging", "starting"), ("busy", "INFO bot: busy")])
async def test_an_end_that_hangs_is_cut_short(
    server: Loopback, settings: dict[str, str], tmp_path: Path, hook: str, logged: str
) -> None:
    """By a thread that stays or a loop that is busy; the next start finds all it needs."""
    async with start(
        server, tmp_path, settings=settings, before=(f"tests.loopback.before:{hook}",)
    ) as bot:
        await bot.logs(logged)
        bot.send(signal.SIGTERM)
        assert await bot.ended(PATIENCE) == 0
        assert "the end took longer than 1 seconds and is cut short" in bot.log
    await assert_starts(server, settings, tmp_path)


async def test_an_end_whose_log_nobody_reads_is_cut_short(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """The line that would tell it can't be written: the alarm after it ends the process."""
    clogged = ("tests.loopback.before:clogged",)
    async with start(server, tmp_path, settings=settings, before=clogged) as bot:
        await bot.logs("INFO bot: busy")
        bot.send(signal.SIGTERM)
        assert await bot.ended(PATIENCE) == -signal.SIGALRM
        assert "cut short" not in bot.log


async def assert_starts(server: Loopback, settings: dict[str, str], folder: Path) -> None:
    """A start on this folder answers, on one whole generation, with nothing left of others."""
    async with connected(server, folder, settings=settings):
        [guild] = server.world.guilds.values()
        exchange = await server.slash(guild.owner, guild.channels[0], "timeline", topic="energy")
        await exchange.answered()
        assert exchange.statuses == [200]
    kept = {path.name.partition("-")[0] for path in (folder / "data").iterdir()}
    # One that was killed between two migrations is backed up before the second one.
    archive = {"archive.db", "archive.lock"}
    assert kept <= {"facts", "state.db", "state.db.before", "state.lock", *archive}
    assert len(list((folder / "data").glob("facts-*.db"))) == 1


async def test_a_first_start_that_was_killed_is_in_nobodys_way(
    settings: dict[str, str], tmp_path: Path
) -> None:
    """SIGKILL anywhere in it, and SIGTERM: no lock, half a file or lost command stays."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def kill(number: int, folder: Path) -> None:
        chosen = random.Random(number)
        async with turn, Loopback.open() as server:
            server.world.guild()
            async with start(server, folder, settings=settings) as bot:
                situation = STARTS[number % len(STARTS)]
                await SITUATIONS[situation](Running(server, bot, folder))
                await asyncio.sleep(chosen.choice((0.0, chosen.uniform(0, 0.3))))
                bot.send(chosen.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM)))
                await bot.ended(PATIENCE)
            await assert_starts(server, settings, folder)
            assert len(server.world.commands) == 16

    await asyncio.gather(*(kill(*each) for each in enumerate(folders(tmp_path, KILLS))))
