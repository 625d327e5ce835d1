"""Compiles facts in a process of its own, so that nothing of it touches the one that serves."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from bot.errors import CorpusError, Problem, StoreError
from bot.publish.build import Published

PROJECT = Path(__file__).parents[2]


async def build_apart(facts: Path, texts: Path | None, folder: Path) -> Published:
    """`build` in a process of its own: its memory goes with it, and nothing here waits for it.

    Raises `CorpusError`, or `StoreError` where the process comes to nothing. It is ended with a
    task that is cancelled.
    """
    arguments = ["--facts", str(facts), "--into", str(folder)]
    arguments += ["--articles", str(texts)] if texts is not None else []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "build", "--tied", *arguments),
        stdin=asyncio.subprocess.PIPE,  # held open: it ends with this process, however that ends
        stdout=asyncio.subprocess.PIPE,
        env=_environment(),
        start_new_session=True,  # Ctrl-C in a terminal is for this process to act on
    )
    assert process.stdout is not None
    try:
        out = await process.stdout.read()
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        found = json.loads(out)
    except ValueError:
        raise StoreError(
            f"the facts could not be compiled: the process for it ended with {process.returncode}"
        ) from None
    if "problems" in found:
        raise CorpusError(tuple(Problem(**problem) for problem in found["problems"]))
    if "error" in found:
        raise StoreError(found["error"])
    return Published(found["generation"], Path(found["path"]), found["fingerprint"])


def _environment() -> dict[str, str]:
    """What the compiling process is given: the way to the program, and not the bot's token."""
    path = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    rest = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}
    return {**rest, "PYTHONPATH": path}
