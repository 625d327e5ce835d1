"""Servers that come, go, fail and are unknown; restarts: what is kept, and what is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loopback.exchange import UPDATE
from tests.loopback.process import BotProcess, connected
from tests.loopback.server import Loopback
from tests.loopback.waiting import until
from tests.loopback.world import MANAGE_GUILD, Guild, User
from tests.shown import Shown

ZONE = "Asia/Tokyo"


@pytest.fixture
def guild(server: Loopback) -> Guild:
    """The server that is there from the beginning."""
    [guild] = server.world.guilds.values()
    return guild


@pytest.fixture
def manager(server: Loopback, guild: Guild) -> User:
    """Somebody who may change that server's settings."""
    user = server.world.user("mia")
    guild.permissions[user.id] = MANAGE_GUILD
    return user


async def answer_to(
    server: Loopback, guild: Guild, user: User, command: str, **options: str
) -> str:
    """What somebody is shown for a command in a server."""
    exchange = await server.slash(user, guild.channels[0], command, **options)
    await exchange.answered()
    assert exchange.statuses == [200]
    assert exchange.message is not None
    return Shown(exchange.message).text


async def test_an_outage_is_no_leaving(
    server: Loopback, bot: BotProcess, guild: Guild, manager: User
) -> None:
    """Meanwhile and after it questions are answered, and the settings are as they were."""
    await answer_to(server, guild, manager, "settings", time_zone=ZONE)
    await server.outage(guild)
    assert ZONE in await answer_to(server, guild, manager, "settings")
    assert "/timeline" in await answer_to(server, guild, manager, "help")
    await server.join(guild)
    assert ZONE in await answer_to(server, guild, manager, "settings")
    assert "left a server" not in bot.log


async def test_settings_outlive_a_reconnect_and_a_restart(
    server: Loopback, settings: dict[str, str], tmp_path: Path, guild: Guild, manager: User
) -> None:
    """Also where the server is unavailable when the bot comes back."""
    hasty = ("tests.loopback.before:hasty",)
    async with connected(server, tmp_path, settings=settings, before=hasty) as bot:
        await answer_to(server, guild, manager, "settings", time_zone=ZONE)
        await server.gateway.invalidate()
        await server.gateway.reached("identified", 2)
        assert ZONE in await answer_to(server, guild, manager, "settings")
        bot.process.terminate()
        assert await bot.ended() == 0
    guild.unavailable = True
    async with connected(server, tmp_path, settings=settings):
        assert ZONE in await answer_to(server, guild, manager, "settings")
        await server.join(guild)
        assert ZONE in await answer_to(server, guild, manager, "settings")


async def test_leaving_keeps_the_settings_for_a_while(
    server: Loopback, bot: BotProcess, guild: Guild, manager: User
) -> None:
    """Where the bot is added again soon, the server finds what it chose."""
    await answer_to(server, guild, manager, "settings", time_zone=ZONE)
    await server.leave(guild)
    await bot.logs("left a server; its settings are kept for 30 days")
    await server.join(guild)
    assert ZONE in await answer_to(server, guild, manager, "settings")


async def test_a_server_that_adds_the_bot_is_answered_at_once(
    server: Loopback, bot: BotProcess
) -> None:
    """While it runs, without registering commands again."""
    await bot.logs("connected as")
    guild = server.world.guild("Highmere")
    await server.join(guild)
    assert "/timeline" in await answer_to(server, guild, guild.owner, "help")
    assert server.syncs() == 1


async def test_a_server_that_the_bot_knows_nothing_of_is_answered(
    server: Loopback, bot: BotProcess
) -> None:
    """No GUILD_CREATE has come for it: its questions are answered and its settings kept."""
    guild = server.world.guild("Nowhere")
    del server.world.guilds[guild.id]
    assert "/timeline" in await answer_to(server, guild, guild.owner, "help")
    await answer_to(server, guild, guild.owner, "settings", time_zone=ZONE)
    assert ZONE in await answer_to(server, guild, guild.owner, "settings")
    assert "fault" not in bot.log


async def test_a_restart_registers_nothing_and_old_buttons_work(
    server: Loopback, settings: dict[str, str], tmp_path: Path, guild: Guild
) -> None:
    """A message of the first process turns its page in the second, and can be removed."""
    mia = server.world.user("mia")
    async with connected(server, tmp_path, settings=settings):
        asked = await server.slash(mia, guild.channels[0], "timeline", topic="energy")
        message = (await asked.answered()).message
        assert message is not None
    shown = Shown(message)
    async with connected(server, tmp_path, settings=settings) as bot:
        turned = await (await server.press(mia, message, shown.custom_id("Next"))).answered()
        assert turned.type == UPDATE
        assert "page 2 of 3" in shown.text
        await (await server.press(mia, message, shown.custom_id("Remove"))).answered()
        await until(lambda: message.deleted)
        assert "fault" not in bot.log
    assert server.syncs() == 1
