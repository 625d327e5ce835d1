"""Runs worlds, one after the other, until there are enough server-days."""

from __future__ import annotations

import logging
import random
import tempfile
from pathlib import Path

from tests.anniversaries.simulation.judge import Figures, Judge
from tests.anniversaries.simulation.mortal import Fate
from tests.anniversaries.simulation.virtual import run_virtually
from tests.anniversaries.simulation.world import Size, World

MEMORY = Path("/dev/shm")
"""Where a system has it, files that are in memory: thousands of starts wait for no disk."""


def simulate(
    seed: int, server_days: int, size: Size, world_type: type[World] = World
) -> tuple[Figures, list[str]]:
    """Run worlds of a size; returns their figures and, line by line, what must not have been."""
    rng = random.Random(seed)
    fate = Fate(rng)
    judge = Judge()
    quiet = logging.getLogger("bot.anniversaries")
    level = quiet.level
    quiet.setLevel(logging.CRITICAL)
    try:
        while judge.figures.server_days < server_days:
            world_seed = rng.randrange(2**32)
            in_memory = MEMORY if MEMORY.is_dir() else None
            with tempfile.TemporaryDirectory(dir=in_memory) as folder:
                before = len(judge.details)

                async def live(world_seed: int = world_seed, folder: str = folder) -> None:
                    fate.begin()
                    world = world_type(world_seed, size, Path(folder), fate)
                    await world.run()
                    await judge.judge(world, Path(folder))

                run_virtually(live)
            judge.details[before:] = [
                f"world {world_seed}: {detail}" for detail in judge.details[before:]
            ]
    finally:
        quiet.setLevel(level)
    judge.figures.crashes = fate.hits
    return judge.figures, judge.details
