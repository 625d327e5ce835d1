"""Starts the real program against the loopback Discord: `python -m tests.loopback.launcher ...`.

`bot/` has no hook for this: the library's own base addresses are replaced before the program
runs. `--before package.module:function` calls a function first, which may slow a part down.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable
from typing import cast

import discord.gateway
import discord.http
import yarl


def redirect(address: str) -> None:
    """Let discord.py speak to `http://host:port` instead of to Discord."""
    discord.http.Route.BASE = f"{address}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address).with_scheme("ws")


def named(name: str) -> Callable[[], object]:
    """The function that `package.module:function` names."""
    module, _, function = name.partition(":")
    return cast("Callable[[], object]", getattr(importlib.import_module(module), function))


def main() -> int:
    """Redirect, then run the program with the arguments behind `--`; its exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--discord", required=True, help="the loopback server's http address")
    parser.add_argument("--before", action="append", default=[], metavar="MODULE:FUNCTION")
    parser.add_argument("--program", default="bot.__main__:main", metavar="MODULE:FUNCTION")
    options, arguments = parser.parse_known_args()
    redirect(options.discord)
    for name in options.before:
        named(name)()
    program = cast("Callable[[list[str]], int]", named(options.program))
    return program([argument for argument in arguments if argument != "--"])


if __name__ == "__main__":
    sys.exit(main())
