"""Processes that die: at every call of the courier and the scheduler to what is not theirs.

The places are read from the source, so that a new one is a point of death without being listed.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot.anniversaries import courier, scheduler
from bot.anniversaries.clock import Pace
from bot.anniversaries.sending import Sender
from bot.state.deliveries import Deliveries
from bot.state.guilds import Guilds
from bot.state.plans import Plans
from tests.anniversaries.simulation.virtual import TASKS

T = TypeVar("T")
Phase = Literal["before", "during", "after"]
PHASES: tuple[Phase, ...] = ("before", "during", "after")

SOURCES = tuple(Path(str(module.__file__)) for module in (courier, scheduler))
PORTS: dict[str, type] = {
    "_plans": Plans,
    "_deliveries": Deliveries,
    "_guilds": Guilds,
    "_sender": Sender,
    "_pace": Pace,
}
"""What the two are handed, by the attribute that they keep it in; beside these three calls."""
CALLS = ("self._compose", "self._clock.sleep")

IDLE = {"tick", "run", "_rest", "_claim_due", "_record_missed", "_sweep"}
"""What each minute does, deliveries or none."""


@dataclass(frozen=True, slots=True)
class Site:
    """A call in the source, over these lines, and the function that it stands in."""

    file: str
    line: int
    end: int
    function: str
    call: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}: {self.call.removeprefix('self._')}"


Point = tuple[Site, Phase]


def is_port(call: ast.Call) -> bool:
    """Whether a call in the source goes to a port and has to be awaited."""
    name = ast.unparse(call.func)
    if name in CALLS:
        return True
    owner, _, method = name.removeprefix("self.").rpartition(".")
    return owner in PORTS and inspect.iscoroutinefunction(getattr(PORTS[owner], method, None))


@cache
def sites() -> tuple[Site, ...]:
    """Every call of a port in the courier and in the scheduler."""
    return tuple(
        Site(path.name, call.lineno, call.end_lineno or call.lineno, function.name, name)
        for path in SOURCES
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.AsyncFunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and is_port(call)
        for name in [ast.unparse(call.func)]
    )


def points() -> tuple[Point, ...]:
    """Every moment to die at."""
    return tuple((site, phase) for site in sites() for phase in PHASES)


@cache
def _site(file: str, line: int, call: str) -> Site:
    (found,) = (
        site
        for site in sites()
        if file == site.file and site.line <= line <= site.end and site.call.endswith(call)
    )
    return found


class Fate:
    """When processes die: often where none has died yet, else now and then."""

    ENOUGH = 2
    OFTEN = 0.5
    DELIVERING = 0.004
    IDLING = 0.0002
    SPARED = (0.0, 0.0, 200.0, 1000.0, 3000.0)
    """For how many seconds the next processes may live on: else none comes to its work."""

    def __init__(self, rng: random.Random) -> None:
        self.hits: Counter[Point] = Counter()
        self.on = True
        self._rng = rng
        self._spared_until = 0.0

    def begin(self) -> None:
        """Begin with a new world and its time."""
        self.on = True
        self._spared_until = 0.0

    def strikes(self, site: Site, phase: Phase) -> bool:
        """Whether the process dies here."""
        if not self.on:
            return False
        now = asyncio.get_running_loop().time()
        chance = self.IDLING if site.function in IDLE else self.DELIVERING
        if self.hits[site, phase] < self.ENOUGH:
            chance = self.OFTEN
        elif now < self._spared_until:
            return False
        if self._rng.random() >= chance:
            return False
        self.hits[site, phase] += 1
        self._spared_until = now + self._rng.choice(self.SPARED)
        return True

    def moment(self, longest: float) -> float:
        """How many seconds into a call it strikes."""
        return self._rng.choice((0.0, 0.1, 0.5, self._rng.uniform(0, longest)))

    def steps(self) -> int:
        """How many steps into a transaction it strikes."""
        return self._rng.randrange(1, 9)


class Life:
    """One process, from its start to its death: after it, none of its calls does anything."""

    def __init__(self, fate: Fate) -> None:
        self.died = asyncio.Event()
        self.tasks: list[asyncio.Task[Any]] = []
        self._fate = fate

    def begin(self, work: Callable[[], Awaitable[T]]) -> asyncio.Future[T]:
        """Start a task that belongs to the process, with all tasks that it makes."""
        token = TASKS.set(self.tasks)
        try:
            return asyncio.ensure_future(work())
        finally:
            TASKS.reset(token)

    async def end(self) -> None:
        """Let nothing of the process run on."""
        self.died.set()
        for task in tuple(self.tasks):
            task.cancel()
        while running := [task for task in self.tasks if not task.done()]:
            await asyncio.wait(running)

    def port(self, real: Any) -> Any:
        """An object of which each call may be the last of the process."""
        return _Port(real, self)

    def call(self, function: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
        """A function of which each call may be the last of the process."""

        def called(*args: Any) -> Awaitable[T]:
            site = _caller(function.__name__)
            return self._pass(site, lambda: function(*args), in_steps=False)

        return called

    async def _pass(self, site: Site, work: Callable[[], Awaitable[T]], *, in_steps: bool) -> T:
        await self._gate(site, "before")
        if self._fate.strikes(site, "during"):
            under_way = asyncio.ensure_future(work())
            if in_steps:
                for _ in range(self._fate.steps()):
                    await asyncio.sleep(0)
            else:
                await asyncio.wait((under_way,), timeout=self._fate.moment(15))
            await self._die()
        result = await work()
        await self._gate(site, "after")
        return result

    async def _gate(self, site: Site, phase: Phase) -> None:
        if self.died.is_set() or self._fate.strikes(site, phase):
            await self._die()

    async def _die(self) -> None:
        self.died.set()
        await asyncio.get_running_loop().create_future()


class _Port:
    def __init__(self, real: Any, life: Life) -> None:
        self._real = real
        self._life = life

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)
        if not inspect.iscoroutinefunction(method):
            return method

        def called(*args: Any, **options: Any) -> Awaitable[Any]:
            in_steps = isinstance(self._real, Plans | Deliveries | Guilds)
            return self._life._pass(
                _caller(name), lambda: method(*args, **options), in_steps=in_steps
            )

        return called


def _caller(name: str) -> Site:
    """The site of whoever calls the function that asks."""
    frame = sys._getframe(2)
    return _site(frame.f_code.co_filename.rpartition("/")[2], frame.f_lineno, name)
