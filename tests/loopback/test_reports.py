"""Reports of problems over a real connection: forms, lost thanks, a kill, and who is told."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.loopback.conftest import assert_no_token
from tests.loopback.exchange import EPHEMERAL, MESSAGE, MODAL, UPDATE, Exchange, Message
from tests.loopback.process import BotProcess, connected
from tests.loopback.rest import Fault
from tests.loopback.server import Loopback
from tests.loopback.test_deadline import quay, slow
from tests.loopback.test_taking import SLOW, late
from tests.loopback.waiting import until
from tests.loopback.world import Channel, User
from tests.shown import Shown

FACT = "reed-2020/crane"
WORDS = "zxqvj: it was August"
NOT_KNOWN = (
    "It takes unusually long to keep your report, and it is not known yet whether it is kept. Look"
    " in a few minutes with /privacy and its button Your reports; if it is not there, report it"
    " again."
)
CALLBACK = "/interactions/*/*/callback"


def message_of(exchange: Exchange) -> Shown[Message]:
    """The message that an interaction was answered with."""
    assert exchange.message is not None
    return Shown(exchange.message)


async def form(server: Loopback, user: User, channel: Channel) -> Exchange:
    """Ask for a fact and press Report a problem below it; the form."""
    asked = await (await server.slash(user, channel, "fact", id=FACT)).answered()
    assert asked.message is not None
    custom_id = Shown(asked.message).custom_id("Report a problem")
    opened = await (await server.press(user, asked.message, custom_id)).answered()
    assert (opened.type, opened.statuses) == (MODAL, [200])
    return opened


async def listed(server: Loopback, channel: Channel) -> Shown[Message]:
    """What the bot's owner reads with /facts reports."""
    asked = await (await server.slash(server.world.owner, channel, "facts reports")).answered()
    assert (asked.type, asked.data["flags"] & EPHEMERAL) == (MESSAGE, EPHEMERAL)
    return message_of(asked)


async def test_a_report_goes_its_way_in_a_server_and_in_direct_messages(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """Form, thanks, audit channel, list, reason; each message within what Discord documents."""
    [guild] = server.world.guilds.values()
    channel, audit = guild.channels[0], server.world.channel(guild, "audit")
    settings = {**settings, "FOOTNOTE_AUDIT_CHANNEL": str(audit.id)}
    user, owner = server.world.user("mia"), server.world.owner
    async with connected(server, tmp_path, settings=settings) as bot:
        for place in (channel, server.world.direct(server.world.user("ben"))):
            reporter = user if place is channel else server.world.user("ben")
            opened = await form(server, reporter, place)
            sent = await (await server.submit(opened, WORDS)).answered()
            assert (sent.type, sent.statuses) == (MESSAGE, [200])
            assert sent.data["flags"] & EPHEMERAL
            assert message_of(sent).text.startswith("Thank you. Report ")
        standing = server.rest.posts.standing
        await until(lambda: len(standing(audit)) == 3)  # the first facts, and two reports
        assert all(WORDS not in str(message.data) for message in standing(audit))
        seen = await listed(server, channel)
        assert seen.text.count(f"> {WORDS}") == 2
        press = seen.custom_id("Close 1")
        opened = await (await server.press(owner, seen.message, press)).answered()
        closed = await (await server.submit(opened, "Put right.")).answered()
        assert (closed.type, closed.statuses) == (UPDATE, [200])
        assert message_of(closed).texts[0] == "Report 1 is closed."
        assert "fault" not in bot.log
        assert WORDS not in bot.log + bot.printed
        assert str(user.id) not in bot.log
        assert_no_token(bot, server)


@pytest.mark.parametrize("times", [1, 2])
async def test_a_report_is_kept_once_where_the_thanks_are_lost(
    server: Loopback, bot: BotProcess, times: int
) -> None:
    """The connection is cut as it is thanked for: it is there, and there once."""
    [guild] = server.world.guilds.values()
    channel = guild.channels[0]
    opened = await form(server, server.world.user("mia"), channel)
    server.rest.faults.append(Fault("POST", CALLBACK, cut="reset", times=times))
    await server.submit(opened, WORDS)
    await until(lambda: "report 1, on the fact" in bot.log)
    assert (await listed(server, channel)).text.count(WORDS) == 1


async def test_a_kill_loses_no_report_that_was_thanked_for(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """SIGKILL right after the thanks; a form that was open then works with the next process."""
    [guild] = server.world.guilds.values()
    channel = guild.channels[0]
    async with connected(server, tmp_path, settings=settings) as bot:
        left_open = await form(server, server.world.user("ben"), channel)
        opened = await form(server, server.world.user("mia"), channel)
        await (await server.submit(opened, WORDS)).answered()
        bot.send(signal.SIGKILL)
        await bot.ended()
    async with connected(server, tmp_path, settings=settings):
        sent = await (await server.submit(left_open, "Another one.")).answered()
        assert message_of(sent).text.startswith("Thank you. Report 2, on ")
        seen = await listed(server, channel)
        assert seen.text.index(f"> {WORDS}") < seen.text.index("> Another one.")


async def test_a_report_that_is_kept_late_is_thanked_for_late(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """Discord is told that it takes a while, and then it is as ever."""
    channel = quay(server)
    async with connected(server, tmp_path, before=SLOW, settings=settings) as bot:
        opened = await form(server, server.world.user("mia"), channel)
        with slow(tmp_path, "state", 0.6):
            sent = await (await server.submit(opened, WORDS)).answered()
            told = Shown(await late(sent)).text
        assert told.startswith(f"Thank you. Report 1, on {FACT}, ")
        await until(lambda: f"report 1, on the fact {FACT}" in bot.log)
        assert WORDS not in bot.log + bot.printed


async def test_a_report_of_which_it_is_not_known_whether_it_is_kept(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """That is told, with the words; where it is kept after all, fact editors hear of it, too."""
    channel, before = quay(server), [*SLOW, "tests.loopback.before:impatient_for_files"]
    async with connected(server, tmp_path, before=before, settings=settings) as bot:
        opened = await form(server, server.world.user("mia"), channel)
        with slow(tmp_path, "state", 1.5):
            sent = await (await server.submit(opened, WORDS)).answered()
            told = Shown(await late(sent))
            assert told.texts == [NOT_KNOWN, f"**Your words, to copy:**\n{WORDS}"]
            assert "report 1" not in bot.log
        await until(lambda: f"report 1, on the fact {FACT}" in bot.log)
        again = await (await server.submit(opened, WORDS)).answered()
        assert message_of(again).text.startswith("You have reported this fact,")
        assert (await listed(server, channel)).text.count(WORDS) == 1
        assert "could not be kept" not in bot.log


async def test_a_report_that_nobody_waits_for_any_more_and_that_fails_is_in_the_log(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """Without its words."""
    hooks = ("impatient_for_files", "failing_reports")
    before = [f"tests.loopback.before:{hook}" for hook in hooks]
    async with connected(server, tmp_path, before=before, settings=settings) as bot:
        opened = await form(server, server.world.user("mia"), quay(server))
        sent = await (await server.submit(opened, WORDS)).answered()
        assert Shown(await late(sent)).texts[0] == NOT_KNOWN
        await until(lambda: "a report could not be kept after all" in bot.log)
        assert "The disk is full." in bot.log
        assert WORDS not in bot.log + bot.printed
