"""The process that reads, which stops for ever at the step that the file `halt` names."""

from __future__ import annotations

import runpy
import sqlite3
import time
from pathlib import Path
from typing import Any, NoReturn

import yaml

from tests.loopback.waiting import HANGING

READING, COMPILING = "while it reads", "while it compiles"
HALT, HALTED = Path("halt"), Path("halted")


def reach(step: str) -> None:
    """Stop here if `halt` names this step, and say so with the file `halted`."""
    if HALT.exists() and HALT.read_text() == step:
        stop(step)


def stop(step: str) -> NoReturn:
    """Say that this step is reached, and go no further."""
    HALTED.write_text(step)
    time.sleep(HANGING)
    raise AssertionError("nothing has ended it")


def _halting() -> None:
    parse, connect = yaml.parse, sqlite3.connect

    def parsed(*arguments: Any, **named: Any) -> Any:
        reach(READING)
        return parse(*arguments, **named)

    def connected(database: Any, *arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(database, *arguments, **named)
        if ".compiling-" in str(database):
            reach(COMPILING)
        return connection

    yaml.parse = parsed
    sqlite3.connect = connected  # type: ignore[assignment]


if __name__ == "__main__":
    _halting()
    runpy.run_module("bot.publish", run_name="__main__", alter_sys=True)
