"""From a process's start to its commands registered and to its place at the gateway."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.bare import Constants
from tests.benchmarks.readings import Pair, cpu_seconds, medians
from tests.benchmarks.wire import BARE
from tests.loopback.process import PROJECT, connected
from tests.loopback.server import Loopback


@dataclass(frozen=True, slots=True)
class Start:
    """Milliseconds from one process's start: to the commands' request, to IDENTIFY; its CPU."""

    registered: float | None
    identified: float
    cpu: float | None


@dataclass(frozen=True, slots=True)
class Starts:
    """Medians in milliseconds. `first` has nothing to go by and compiles the bundled facts;
    `again` has the files of a start before it, and the same commands as then.

    A first start ends when the commands are received, another one when the bot identifies itself.
    """

    first: Pair
    first_cpu: Pair
    again: Pair
    again_cpu: Pair


async def measure(rounds: int, folder: Path) -> Starts:
    """Start both bots, in turns."""
    ours_first, ours_again, bare = [], [], []
    for number in range(rounds):
        home = folder / f"ours-{number}"
        ours_first.append(await _start(home))
        bare.append(await _start(folder / f"bare-{number}", bare=True))
        ours_again.append(await _start(home))
        bare.append(await _start(folder / f"bare-{number}", bare=True))
    return Starts(
        medians(*([_known(start.registered) for start in some] for some in (ours_first, bare))),
        medians(*([start.cpu or 0.0 for start in some] for some in (ours_first, bare))),
        medians(*([start.identified for start in some] for some in (ours_again, bare))),
        medians(*([start.cpu or 0.0 for start in some] for some in (ours_again, bare))),
    )


async def _start(folder: Path, *, bare: bool = False) -> Start:
    """Start a bot, wait until it is at the gateway, and end it."""
    constants = folder / "constants.json"
    Constants().write(constants)
    clock = asyncio.get_running_loop().time
    async with Loopback.open() as server:
        start = clock()
        options = (
            connected(server, folder, program=BARE, arguments=[str(constants)])
            if bare
            else connected(server, folder, settings={"FOOTNOTE_FACTS_DIR": str(PROJECT / "facts")})
        )
        async with options as bot:
            identified = clock()
            cpu = cpu_seconds(bot.process.pid)
        puts = [request.at for request in server.rest.requests if request.method == "PUT"]
    return Start(
        1000 * (puts[0] - start) if puts else None,
        1000 * (identified - start),
        1000 * cpu if cpu is not None else None,
    )


def _known(value: float | None) -> float:
    if value is None:
        raise AssertionError("a first start registered no commands")
    return value
