"""Daily posts by the real process: once for each server and day, whatever dies or fails."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.state.database import StateDatabase
from bot.state.guilds import Guilds
from bot.state.plans import Plan, Plans
from tests.loopback.before import FERRY_DAY
from tests.loopback.conftest import assert_no_token
from tests.loopback.exchange import EPHEMERAL, Message
from tests.loopback.process import BotProcess, connected, start
from tests.loopback.rest import Fault, rate_limited
from tests.loopback.server import Loopback
from tests.loopback.waiting import until
from tests.loopback.world import Channel, Guild

MESSAGES = "/channels/*/messages"
DAY = date.fromisoformat(FERRY_DAY[:10])
BRISK = ("tests.loopback.before:on_ferry_day", "tests.loopback.before:halting")
STEPS = (
    "before the claim",
    "after the claim",
    "before the send",
    "after the send",
    "before the confirm",
    "after the confirm",
)
FULL = bool(os.environ.get("FOOTNOTE_FULL"))
SERVERS = 2500 if FULL else 120
MOST_SECONDS = 180.0
EVERYTHING_BUT_HISTORY = ~(1 << 16)


class Port:
    """A folder of the bot's, and what its state says; the bot is started on it again and again."""

    def __init__(self, server: Loopback, settings: dict[str, str], folder: Path) -> None:
        self.server = server
        self.settings = settings
        self.folder = folder

    @property
    def guild(self) -> Guild:
        """The first server."""
        return next(iter(self.server.world.guilds.values()))

    @property
    def channel(self) -> Channel:
        """Its channel."""
        return self.guild.channels[0]

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[BotProcess]:
        """The bot at nine on the ferry's day, connected; a token may not stand in its log."""
        async with connected(
            self.server, self.folder, settings=self.settings, before=BRISK
        ) as process:
            yield process
            assert_no_token(process, self.server)

    @asynccontextmanager
    async def state(self) -> AsyncIterator[StateDatabase]:
        """The durable state, while no bot runs."""
        yesterday = datetime.fromisoformat(FERRY_DAY) - timedelta(days=1)
        async with await StateDatabase.open(self.folder / "data", now=lambda: yesterday) as state:
            yield state

    async def plan(self, *guilds: Guild) -> None:
        """Let servers be posted to, each in its first channel, at nine in UTC."""

        def into(channel: Channel) -> Callable[[Plan | None, Plan], Plan]:
            return lambda _, start: replace(start, channel_id=channel.id)

        async with self.state() as state:
            plans = Plans(state, Guilds(state), "UTC")
            for guild in guilds or (self.guild,):
                await plans.change(guild.id, guild.owner.id, into(guild.channels[0]))

    def row(self, guild: Guild | None = None) -> tuple[str, int | None] | None:
        """State and message of the day's delivery, as committed; None while there is none."""
        path = self.folder / "data" / "state.db"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            found: tuple[str, int | None] | None = connection.execute(
                "select state, message_id from delivery where guild_id = ? and local_date = ?",
                ((guild or self.guild).id, DAY.isoformat()),
            ).fetchone()
        return found

    async def settled(self, state: str, guild: Guild | None = None) -> None:
        """Wait until the day's delivery is in a state."""
        await until(lambda: (self.row(guild) or ("none", None))[0] == state)

    def standing(self) -> list[Message]:
        """The posts that stand in the channel."""
        return self.server.rest.posts.standing(self.channel)


@pytest.fixture
async def port(server: Loopback, settings: dict[str, str], tmp_path: Path) -> Port:
    """A server that is posted to each day at nine."""
    made = Port(server, settings, tmp_path)
    await made.plan()
    return made


async def test_a_post_comes_at_its_time_once(port: Port) -> None:
    """With text for the notification, the words that prove it, no ping, and a nonce; a restart and
    any number of ticks add nothing."""
    async with port.bot():
        await port.settled("delivered")
        await asyncio.sleep(1)
    async with port.bot():
        await asyncio.sleep(1)
    [message] = port.standing()
    assert port.row() == ("delivered", message.id)
    assert "25 years ago" in message.data["content"]
    assert message.data["embeds"][0]["description"]
    assert message.data["allowed_mentions"]["parse"] == []
    assert message.data["enforce_nonce"] is True
    assert len(message.data["nonce"]) == 25
    assert len(port.server.rest.posts.sent) == 1


async def test_the_source_words_are_shown_privately_after_a_restart(port: Port) -> None:
    """By whoever presses, for as long as the message stands."""
    async with port.bot():
        await port.settled("delivered")
    [message] = port.standing()
    [button] = message.components[0]["components"]
    async with port.bot():
        mia = port.server.world.user("mia")
        pressed = await port.server.press(mia, message, button["custom_id"])
        await pressed.answered()
        assert pressed.message is not None
        assert pressed.message.ephemeral
        assert "ferry" in str(pressed.message.components)
        nothing = await port.server.press(mia, message, "d1:1999-12-31")
        await nothing.answered()
        assert nothing.data["flags"] & EPHEMERAL
    async with port.state() as state:
        await state.execute("update post set body = json_set(body, '$.words', json('[]'))")
    async with port.bot() as bot:
        wordless = await port.server.press(mia, message, button["custom_id"])
        await wordless.answered()
        assert wordless.data["flags"] & EPHEMERAL
        assert "fault" not in bot.log


@pytest.mark.parametrize("step", STEPS)
async def test_a_kill_at_any_step_doubles_and_loses_nothing(port: Port, step: str) -> None:
    """SIGKILL there, start again: one post stands, and its record knows it."""
    (port.folder / "halt").write_text(step)
    async with port.bot() as bot:
        await bot.logs(f"halted {step}")
        bot.send(signal.SIGKILL)
        await bot.ended()
    (port.folder / "halt").unlink()
    async with port.bot():
        await port.settled("delivered")
        await asyncio.sleep(0.5)
    [message] = port.standing()
    assert port.row() == ("delivered", message.id)
    assert len(port.server.rest.posts.sent) == 1


@pytest.mark.parametrize("committed", [True, False])
async def test_a_kill_while_discord_works_on_it_doubles_and_loses_nothing(
    port: Port, committed: bool
) -> None:
    """The request is on its way: Discord may carry it out or not."""
    slow = Fault("POST", MESSAGES, delay=1, committed=committed, cut="closed")
    port.server.rest.faults.append(slow)
    async with port.bot() as bot:
        await until(lambda: slow.times == 0)
        bot.send(signal.SIGKILL)
        await bot.ended()
    await asyncio.sleep(1.5)
    assert len(port.standing()) == committed
    async with port.bot():
        await port.settled("delivered")
    [message] = port.standing()
    assert port.row() == ("delivered", message.id)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("POST", MESSAGES, cut="reset"),
        Fault("POST", MESSAGES, cut="reset", committed=True),
        Fault("POST", MESSAGES, cut="halfway", committed=True),
        Fault("POST", MESSAGES, times=2, status=500, committed=True),
        Fault("POST", MESSAGES, times=2, status=503),
        rate_limited("POST", MESSAGES, 0.2, times=2),
    ],
    ids=["reset", "reset-committed", "halfway", "500-committed", "503", "429"],
)
async def test_a_fault_is_tried_through(port: Port, fault: Fault) -> None:
    """By discord.py or by the courier: with the same nonce, and so to one post."""
    port.server.rest.faults.append(replace(fault))
    async with port.bot():
        await port.settled("delivered")
    [message] = port.standing()
    assert port.row() == ("delivered", message.id)
    assert len(port.server.rest.posts.sent) == 1


async def test_what_was_sent_long_ago_is_found_in_the_history(port: Port) -> None:
    """After the nonce has been forgotten: no second request is made."""
    (port.folder / "halt").write_text("after the send")
    async with port.bot() as bot:
        await bot.logs("halted after the send")
        bot.send(signal.SIGKILL)
        await bot.ended()
    (port.folder / "halt").unlink()
    (port.folder / "clock").write_text("2026-07-19T11:00:00+00:00")
    async with port.bot():
        await port.settled("delivered")
    [message] = port.standing()
    assert port.row() == ("delivered", message.id)
    requests = port.server.rest.requests
    assert len([r for r in requests if r.method == "POST" and r.path.endswith("/messages")]) == 1


@pytest.mark.parametrize("sent", [True, False])
async def test_without_the_history_it_is_recorded_as_unknown(port: Port, sent: bool) -> None:
    """Nobody can tell, until a day after: it is not posted again."""
    port.guild.everyone &= EVERYTHING_BUT_HISTORY
    step = "after the send" if sent else "before the send"
    (port.folder / "halt").write_text(step)
    async with port.bot() as bot:
        await bot.logs(f"halted {step}")
        bot.send(signal.SIGKILL)
        await bot.ended()
    (port.folder / "halt").unlink()
    (port.folder / "clock").write_text("2026-07-19T11:00:00+00:00")
    async with port.bot():
        await asyncio.sleep(1)
    assert port.row() == ("claimed", None)
    (port.folder / "clock").write_text("2026-07-20T16:00:00+00:00")
    async with port.bot():
        await port.settled("unknown")
    assert len(port.standing()) == sent


async def test_a_start_after_an_outage_posts_late_or_records_the_miss(port: Port) -> None:
    """Five hours late it is posted; the next day, seven hours late, it is not."""
    (port.folder / "clock").write_text("2026-07-19T14:00:00+00:00")
    async with port.bot():
        await port.settled("delivered")
    (port.folder / "clock").write_text("2027-07-19T16:00:00+00:00")
    async with port.bot() as bot:
        await bot.logs("daily posts were missed up to 2027-07-19")
    assert len(port.standing()) == 1


async def test_two_processes_at_once_post_once(port: Port) -> None:
    """One owns the state; the other one says so and ends."""
    both = [port.folder / name for name in ("one", "two")]
    for folder in both:
        folder.mkdir()
    settings = {**port.settings, "FOOTNOTE_DATA_DIR": str(port.folder / "data")}
    async with (
        start(port.server, both[0], settings=settings, before=BRISK) as one,
        start(port.server, both[1], settings=settings, before=BRISK) as two,
    ):
        await port.settled("delivered")
        await until(lambda: any(bot.process.returncode is not None for bot in (one, two)))
        [ended] = [bot for bot in (one, two) if bot.process.returncode is not None]
        assert ended.process.returncode == 1
        assert "Another Footnote" in ended.log
    assert len(port.server.rest.posts.sent) == 1


async def test_a_signal_in_mid_delivery_ends_it_in_time(port: Port) -> None:
    """What is under way ends or stays claimed, nothing new is claimed; the next start has it."""
    slow = Fault("POST", MESSAGES, delay=20, committed=True, cut="closed")
    port.server.rest.faults.append(slow)
    async with port.bot() as bot:
        await until(lambda: slow.times == 0)
        bot.send(signal.SIGTERM)
        assert await bot.ended(10) == 0
        assert bot.log.endswith("ended by a signal\n")
    assert port.row() == ("claimed", None)
    async with port.bot():
        await port.settled("delivered")
    assert len(port.standing()) == 1


async def test_one_servers_trouble_is_not_anothers(port: Port) -> None:
    """A channel that Discord forbids, one that is gone, one that never answers: the last is posted
    to all the same, and at once."""
    world = port.server.world
    trouble = [world.guild(name) for name in ("Forbidden", "Gone", "Silent")]
    fine = world.guild("Highmere")
    await port.plan(*trouble, fine)
    forbidden, gone, silent = (guild.channels[0] for guild in trouble)
    posts = port.server.rest.posts
    posts.refusing.add(forbidden.id)
    trouble[1].channels.clear()
    port.server.rest.faults.append(
        Fault("POST", f"/channels/{silent.id}/messages", delay=30, cut="closed")
    )
    async with port.bot() as bot:
        await port.settled("delivered")
        await port.settled("delivered", fine)
        await port.settled("refused", trouble[1])
        await until(lambda: len(posts.told()) == 1)
        assert port.row(trouble[0]) == ("claimed", None)
        posts.refusing.clear()
        await port.settled("delivered", trouble[0])
        assert "fault" not in bot.log
    assert gone.id not in {post.message.channel.id for post in posts.sent}
    assert "Gone" in str(posts.told()[0].data)


async def test_a_deleted_channel_pauses_before_the_next_post(port: Port) -> None:
    """Whoever set it up is told the day before; the server's other channels are nothing to it."""
    other = port.server.world.channel(port.guild, "other")
    (port.folder / "clock").write_text("2026-07-18T12:00:00+00:00")
    async with port.bot() as bot:
        await port.server.delete(other)
        await port.server.delete(port.channel)
        await until(lambda: len(port.server.rest.posts.told()) == 1)
        assert bot.log.count("the daily posts of a server are paused: channel-gone") == 1
    async with port.state() as state:
        plan = await Plans(state, Guilds(state), "UTC").of(port.guild.id)
        assert plan is not None
        assert plan.paused == "channel-gone"
    assert port.row() is None


async def test_many_servers_due_at_once_are_served_at_a_steady_pace(port: Port) -> None:
    """2,500 within 90 seconds in the full run; never 50 requests in a second, and no 429 then."""
    guilds = [port.server.world.guild(f"Server {number}") for number in range(SERVERS - 1)]
    await port.plan(port.guild, *guilds)
    posts = port.server.rest.posts
    async with port.bot():
        await until(lambda: len(posts.sent) == SERVERS, seconds=MOST_SECONDS)
        times = [post.at for post in posts.sent]
        await until(lambda: all((port.row(guild) or ("",))[0] == "delivered" for guild in guilds))
    assert times[-1] - times[0] <= 90 * SERVERS / 2500 + 5
    seconds = [sum(at <= other < at + 1 for other in times) for at in times]
    assert max(seconds) < 50
    assert len({post.message.channel.id for post in posts.sent}) == SERVERS


async def test_an_outage_is_waited_out(port: Port) -> None:
    """Nothing is sent to a server that is out, and it is posted to when it is back, in its own
    language, of which nothing is known before."""
    port.guild.unavailable = True
    port.guild.locale = "ru"
    async with port.bot() as bot:
        await until(lambda: "a daily post has to wait" in bot.log)
        await asyncio.sleep(0.5)
        assert port.row() is None
        assert port.server.rest.posts.sent == []
        await port.server.join(port.guild)
        await port.settled("delivered")
        [post] = port.server.rest.posts.sent
        assert post.message.data["content"].startswith("В этот день")
        assert "paused" not in bot.log
