"""Facts taken live over a real connection: files, deferrals, faults on the way, and who is told."""

from __future__ import annotations

import shutil
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.loopback.exchange import DEFERRED, EPHEMERAL, MESSAGE, UPDATE, Exchange, Message
from tests.loopback.process import BotProcess, connected
from tests.loopback.rest import Fault
from tests.loopback.server import Loopback
from tests.loopback.waiting import until
from tests.loopback.world import Channel, User
from tests.shown import Shown

OPENS, SAILS = "The ferry line to Eastport opens.", "The ferry sails."
ORIGINAL = "/webhooks/*/*/messages/@original"
TITLE = "Facts: what going live would change"
LIVE = "Facts: changed"


@dataclass
class Newsroom:
    """A folder of facts, the bot's owner, and two channels, of which one is told of changes."""

    server: Loopback
    folder: Path
    owner: User
    channel: Channel
    audit: Channel

    @property
    def settings(self) -> dict[str, str]:
        """What the bot is set to."""
        return {"FOOTNOTE_AUDIT_CHANNEL": str(self.audit.id)}

    def edit(self, old: str = OPENS, new: str = SAILS) -> None:
        """Replace words in the facts."""
        path = self.folder / "facts/articles/reed-2020.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    async def reload(self, by: User | None = None) -> Exchange:
        """Use /facts reload; it is deferred privately, and answered by an edit."""
        asked = await self.server.slash(by or self.owner, self.channel, "facts reload")
        await asked.answered()
        assert (asked.type, asked.data.get("flags")) == (DEFERRED, EPHEMERAL)
        await until(lambda: asked.message is not None)
        assert asked.message is not None
        assert asked.message.ephemeral
        return asked

    async def go_live(self, on: Message) -> None:
        """Press the button; what it says first is that it has begun."""
        pressed = await self.server.press(self.owner, on, Shown(on).custom_id("Go live"))
        await pressed.answered()
        assert (pressed.type, pressed.statuses) == (UPDATE, [200])
        await until(lambda: not Shown(on).text.startswith("Going live"))

    async def says(self) -> str:
        """What is answered of the ferry."""
        asked = await self.server.slash(
            self.owner, self.channel, "fact", id="reed-2020/ferry-opened"
        )
        await asked.answered()
        assert asked.message is not None
        return Shown(asked.message).text

    def told(self) -> list[str]:
        """What the audit channel was told since the start, which it is told first of all."""
        standing = self.server.rest.posts.standing(self.audit)
        first, *rest = [str(message.data["content"]) for message in standing] or ["The first"]
        assert first.startswith("The first")
        return rest


@pytest.fixture
def newsroom(server: Loopback, harbour_folder: Path, tmp_path: Path) -> Newsroom:
    """The tests' own facts, for the bot's owner to edit."""
    shutil.copytree(harbour_folder / "facts", tmp_path / "facts")
    [guild] = server.world.guilds.values()
    audit = server.world.channel(guild, "audit")
    return Newsroom(server, tmp_path, server.world.owner, guild.channels[0], audit)


@pytest.fixture
async def bot(newsroom: Newsroom, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """The real process over them."""
    before = ["tests.loopback.before:hasty"]
    async with connected(
        newsroom.server, tmp_path, settings=newsroom.settings, before=before
    ) as process:
        yield process


async def test_the_owner_takes_an_edit_live(newsroom: Newsroom, bot: BotProcess) -> None:
    """Shown, pressed, answered from; the audit channel and the log hear of it, nobody is pinged."""
    newsroom.edit()
    asked = await newsroom.reload()
    assert asked.message is not None
    assert Shown(asked.message).title == TITLE
    assert OPENS in await newsroom.says()
    await newsroom.go_live(asked.message)
    assert Shown(asked.message).title == LIVE
    assert SAILS in await newsroom.says()
    [told] = newsroom.told()
    assert f"by <@{newsroom.owner.id}>" in told
    assert f"reload by {newsroom.owner.id}" in bot.log
    for request in newsroom.server.rest.requests:
        if isinstance(request.body, dict) and "components" in request.body:
            assert request.body["allowed_mentions"] == {"parse": []}


async def test_a_long_list_of_problems_is_uploaded(newsroom: Newsroom, bot: BotProcess) -> None:
    """As a file that the message shows."""
    path = newsroom.folder / "facts/articles/reed-2020.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"what": ', '"whatever": '), encoding="utf-8")
    asked = await newsroom.reload()
    assert asked.message is not None
    assert Shown(asked.message).title.endswith("problems, so nothing changes")
    [(name, content)] = asked.message.files.items()
    assert name == "facts-problems.txt"
    assert content.decode().count("articles/reed-2020.yaml:") > 30


async def test_others_are_refused_at_once(newsroom: Newsroom, bot: BotProcess) -> None:
    """Privately and without a deferral; by direct message too."""
    somebody = newsroom.server.world.user("mia")
    for channel in (newsroom.channel, newsroom.server.world.direct(somebody)):
        asked = await newsroom.server.slash(somebody, channel, "facts reload")
        await asked.answered()
        assert asked.type == MESSAGE
        assert asked.message is not None
        assert asked.message.ephemeral
        assert "fact editors" in Shown(asked.message).text


@pytest.mark.parametrize(
    "fault",
    [
        Fault("PATCH", ORIGINAL, cut="reset"),
        Fault("PATCH", ORIGINAL, cut="reset", committed=True),
        Fault("PATCH", ORIGINAL, status=503),
    ],
    ids=["cut", "cut after it got through", "503"],
)
async def test_a_fault_on_the_way_does_not_lose_the_outcome(
    newsroom: Newsroom, bot: BotProcess, fault: Fault
) -> None:
    """What came of a press is told all the same, and done once."""
    newsroom.edit()
    asked = await newsroom.reload()
    assert asked.message is not None
    newsroom.server.rest.faults.append(fault)
    await newsroom.go_live(asked.message)
    assert fault.times == 0
    assert Shown(asked.message).title == LIVE
    assert SAILS in await newsroom.says()
    assert len(newsroom.told()) == 1


async def test_another_process_takes_live_what_one_has_shown(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    """Whatever a restart loses, it is not what the button needs."""
    async with connected(newsroom.server, tmp_path, settings=newsroom.settings):
        newsroom.edit()
        asked = await newsroom.reload()
    assert asked.message is not None
    async with connected(newsroom.server, tmp_path, settings=newsroom.settings):
        assert OPENS in await newsroom.says()
        await newsroom.go_live(asked.message)
        assert SAILS in await newsroom.says()
    async with connected(newsroom.server, tmp_path, settings=newsroom.settings):
        assert SAILS in await newsroom.says()


async def test_a_signal_takes_an_edit_live_and_tells_the_audit_channel(
    newsroom: Newsroom, bot: BotProcess
) -> None:
    """By nobody's id; a channel that forbids it costs a warning, not the facts."""
    newsroom.edit()
    bot.send(signal.SIGHUP)
    await until(lambda: len(newsroom.told()) == 1)
    assert "with SIGHUP and so without a preview" in newsroom.told()[0]
    assert SAILS in await newsroom.says()
    newsroom.server.rest.posts.refusing.add(newsroom.audit.id)
    newsroom.edit(SAILS, "The ferry sinks.")
    bot.send(signal.SIGHUP)
    await until(lambda: "the audit channel could not be told" in bot.log)
    assert "The ferry sinks." in await newsroom.says()
