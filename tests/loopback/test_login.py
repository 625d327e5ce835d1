"""The start of the real process: what Discord or the network refuse, and what passes."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.end_to_end import harbour
from tests.loopback.conftest import assert_no_token
from tests.loopback.process import BotProcess, connected, start
from tests.loopback.rest import Fault, rate_limited
from tests.loopback.server import Loopback

ME = "/users/@me"
COMMANDS = "/applications/*/commands"
PAGE = "<html><head><title>Bad Gateway</title></head><body>nginx</body></html>"
WRONG = "loopback.0123456789.no-such-token"
INVALID = {
    "message": "Invalid Form Body",
    "code": 50035,
    "errors": {
        "0": {
            "description": {
                "_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": "Must be 1 to 100 long."}]
            }
        }
    },
}


@dataclass(frozen=True)
class Refused:
    """What goes wrong at a start, and the sentence that tells it in whole or in part."""

    name: str
    said: str
    faults: Sequence[Fault] = ()
    token: str | None = None
    address: str | None = None


def commands(**what: Any) -> Fault:
    return Fault("PUT", COMMANDS, **what)


async def ends(folder: Path, settings: dict[str, str], refused: Refused) -> tuple[int, str]:
    """Start on a Discord of its own; the exit status, and what it has written."""
    if refused.token is not None:
        settings = settings | {"DISCORD_TOKEN": refused.token}
    async with Loopback.open() as server:
        server.rest.faults += refused.faults
        server.address = refused.address or server.address
        before = ["tests.loopback.before:hasty"]
        async with start(server, folder, before=before, settings=settings) as bot:
            status = await bot.ended()
            assert_no_token(bot, server)
            assert WRONG not in bot.log + bot.printed
            assert "Traceback" not in bot.log
            assert "<html>" not in bot.log
            assert bot.printed == ""
            return status, bot.log


async def test_a_start_that_fails_says_why_and_what_to_do(
    settings: dict[str, str], tmp_path: Path
) -> None:
    """In a sentence, with exit status 1, without a traceback and without the token."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
    away, start_again = "Discord can't be reached (", "then start again."
    cases = (
        Refused("token", 'your application, "Bot", "Reset Token".', token=WRONG),
        Refused("nobody", start_again, address=nobody),
        Refused("502", away + "502", [Fault("GET", ME, status=502, body=PAGE, times=5)]),
        Refused("ban", "Discord refuses the start (429", [Fault("GET", ME, status=429, body=PAGE)]),
        Refused("invalid", "In command 'timeline'", [commands(status=400, body=INVALID)]),
        Refused("cut", away, [commands(cut="reset", times=2)]),
    )
    for refused in cases:
        (tmp_path / refused.name).mkdir()
    found = await asyncio.gather(*(ends(tmp_path / one.name, settings, one) for one in cases))
    for refused, (status, said) in zip(cases, found, strict=True):
        assert status == 1, refused.name
        assert refused.said in said, refused.name


async def test_a_first_start_without_facts_invites_nobody(server: Loopback, tmp_path: Path) -> None:
    """Though the login goes well: what is wrong with the facts is all that it says."""
    harbour.write(tmp_path)
    vocabulary = tmp_path / "facts/vocabulary.yaml"
    vocabulary.write_text("format: none\n", encoding="utf-8")
    async with start(server, tmp_path) as bot:
        assert await bot.ended() == 1
        assert bot.printed == ""
        assert "The facts can't be used." in bot.log
        assert "vocabulary.yaml" in bot.log
        assert "Traceback" not in bot.log


async def answers(server: Loopback, bot: BotProcess) -> None:
    """A question is answered."""
    [guild] = server.world.guilds.values()
    user = server.world.user("mia")
    exchange = await (await server.slash(user, guild.channels[0], "help")).answered()
    assert exchange.statuses == [200]
    assert_no_token(bot, server)


async def test_commands_are_registered_through_faults_that_pass(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """As often as it takes, whether they got through or not, and not again by the next start."""
    server.rest.faults += [
        rate_limited("PUT", COMMANDS, 0.3),
        commands(status=502, body=PAGE),
        commands(status=500, committed=True),
    ]
    before = ["tests.loopback.before:hasty"]
    for _ in range(2):
        async with connected(server, tmp_path, before=before, settings=settings) as bot:
            await answers(server, bot)
        assert server.syncs() == 4


async def test_commands_that_got_through_unnoticed_are_registered_once_more(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """A connection cut after Discord had them ends that start; the next one goes well."""
    server.rest.faults.append(commands(cut="halfway", committed=True))
    async with start(server, tmp_path, settings=settings) as bot:
        assert await bot.ended() == 1
    ids = {name: command["id"] for name, command in server.world.commands.items()}
    async with connected(server, tmp_path, settings=settings) as bot:
        await answers(server, bot)
    assert {name: command["id"] for name, command in server.world.commands.items()} == ids
    assert server.syncs() == 2
