"""Processes of the program's own that are started beside the bot: what they are given, and how they
end."""

from __future__ import annotations

import contextlib
import os
from asyncio.subprocess import Process
from pathlib import Path

PROJECT = Path(__file__).parents[1]
"""Where the program lies."""

MODULE = ("-P", "-m")
"""How the interpreter is told which module to run; not one of that name in the working directory,
where it would look first."""


def environment() -> dict[str, str]:
    """What such a process is given: the way to the program, and not the bot's token."""
    path = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    rest = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}
    return {**rest, "PYTHONPATH": path}


async def end(process: Process) -> None:
    """End a process that has pipes for its input and output, if it has not ended."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    await process.wait()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    with contextlib.suppress(ConnectionError):
        await process.stdin.wait_closed()
    while await process.stdout.read(2**16):
        pass  # what was said for nobody; without it, asyncio takes its pipe for open
