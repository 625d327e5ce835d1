"""A message checked from its menu, and shared, where the connection is real."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.check import MENU
from tests.loopback.exchange import MESSAGE, UPDATE, menu_data
from tests.loopback.process import BotProcess, connected
from tests.loopback.rest import Fault
from tests.loopback.server import Loopback
from tests.loopback.test_deadline import quay, slow
from tests.loopback.test_taking import SLOW, late
from tests.loopback.waiting import until
from tests.loopback.world import Payload
from tests.shown import Shown, texts_of

CARGO = "In 2015 the cargo came to 150 thousand tonnes, says zugzwang."


def said(channel: int, author: int, text: str) -> Payload:
    """A message as it comes along."""
    return {
        "id": "1456074443980800099",
        "channel_id": str(channel),
        "author": {"id": str(author), "username": "ben", "discriminator": "0", "avatar": None},
        "content": text,
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "type": 0,
        **dict.fromkeys(("tts", "pinned", "mention_everyone"), False),
        **{name: [] for name in ("mentions", "mention_roles", "attachments", "embeds")},
        "components": [],
    }


async def test_a_message_is_checked_and_the_answer_shared(
    server: Loopback, bot: BotProcess
) -> None:
    """Privately at first; then as a reply that pings nobody, within what Discord documents."""
    mia, ben = server.world.user("mia"), server.world.user("ben")
    [guild] = server.world.guilds.values()
    channel = guild.channels[0]
    data = menu_data(server.world, MENU, said(channel.id, ben.id, CARGO))
    opened = server.interactions.open("command", mia, channel, data)
    asked = await (await server.send(opened)).answered()
    assert (asked.type, asked.statuses) == (MESSAGE, [200])
    assert asked.message is not None
    assert asked.message.ephemeral
    shown = Shown(asked.message)
    assert f"“{CARGO}”" in shown.text
    before = shown.texts
    pressed = await server.press(mia, asked.message, shown.custom_id("Share"))
    assert (await pressed.answered()).type == UPDATE
    path = f"/channels/{channel.id}/messages"

    def posts() -> list[Payload]:
        requests = [each for each in server.rest.requests if each.path.endswith(path)]
        return [each.body for each in requests if each.method == "POST"]

    await until(lambda: bool(posts()))
    [post] = posts()
    assert str(post["message_reference"]["message_id"]) == "1456074443980800099"
    assert post["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert texts_of(post["components"])[:-1] == before
    assert shown.buttons == {"Share": False, "Take along": True}
    assert "zugzwang" not in bot.log + bot.printed


async def test_a_text_is_checked_and_shared_in_direct_messages(
    server: Loopback, bot: BotProcess
) -> None:
    """There the answer that is shared is one to the press, seen by both."""
    mia = server.world.user("mia")
    asked = await (
        await server.slash(mia, server.world.direct(mia), "check", text=CARGO)
    ).answered()
    assert asked.message is not None
    assert asked.message.ephemeral
    shown = Shown(asked.message)
    pressed = await server.press(mia, asked.message, shown.custom_id("Share"))
    assert (await pressed.answered()).type == UPDATE
    await until(lambda: bool(pressed.followups))
    [public] = pressed.followups
    assert not public.ephemeral
    assert Shown(public).buttons == {"Take along": True, "Remove": True}
    assert "zugzwang" not in bot.log + bot.printed


@pytest.mark.parametrize("committed", [True, False])
async def test_what_may_have_been_shared_is_not_shared_again(
    server: Loopback, bot: BotProcess, committed: bool
) -> None:
    """The connection is cut as the answer goes to everybody: it is said that nobody knows."""
    mia = server.world.user("mia")
    asked = await (
        await server.slash(mia, server.world.direct(mia), "check", text=CARGO)
    ).answered()
    assert asked.message is not None
    shown = Shown(asked.message)
    server.rest.faults.append(Fault("POST", "/webhooks/*", cut="reset", committed=committed))
    pressed = await server.press(mia, asked.message, shown.custom_id("Share"))
    await until(lambda: any(one.ephemeral for one in pressed.followups))
    *public, told = pressed.followups
    assert [one.ephemeral for one in public] == [False] * committed
    assert Shown(told).text == (
        "The connection to Discord broke off, so it is not known whether this was shared. Look"
        " whether it stands in the channel; if it does not, check again and share the new answer."
    )
    assert shown.buttons == {"Share": False, "Take along": True}
    assert "zugzwang" not in bot.log + bot.printed


async def test_a_check_that_takes_long_comes_later(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """As the first one of new facts may: the person sees that it is being made, then has it."""
    async with connected(server, tmp_path, before=SLOW, settings=settings) as bot:
        mia = server.world.user("mia")
        with slow(tmp_path, "facts", 1.5):
            asked = await server.slash(mia, quay(server), "check", text=CARGO)
            message = await late(await asked.answered())
        assert f"“{CARGO}”" in Shown(message).text
        assert "Share" in Shown(message).buttons
        assert "fault" not in bot.log
