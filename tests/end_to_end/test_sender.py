"""Daily posts on Discord: whom they ping, where they are looked for, and who is told of trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date, time, timedelta
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

import bot.interface.sender
from bot.anniversaries.post import Post
from bot.anniversaries.sending import Absent, Doubtful, Found, Gone, Look, Refused, Sent, Unreadable
from bot.interface.sender import DiscordSender
from bot.state.deliveries import Delivery
from bot.state.plans import Plan, Slot, Trouble
from tests.end_to_end.scene import NOON, Scene

POST = Post("@everyone <@1> a ferry", "title", "body", "footer", ("words",), ("reed-2020/x",))
TODAY = date(2026, 7, 19)


async def at_once() -> None:
    """A turn that nobody waits for."""


def sender(scene: Scene, turn: Callable[[], Coroutine[Any, Any, None]] = at_once) -> DiscordSender:
    return DiscordSender(scene.env.bot, scene.languages.server, turn)


def delivery(scene: Scene, channel_id: int | None = None, role_id: int | None = None) -> Delivery:
    """The post of today."""
    return Delivery(
        scene.guild.id, TODAY, NOON, NOON + timedelta(hours=6), "claimed", None,
        channel_id or scene.channel.id, role_id, POST.encode(), None, NOON, None,
    )  # fmt: skip


def sent(scene: Scene) -> list[Any]:
    """The bodies of the messages that were sent."""
    return [
        request.json
        for request in scene.env.http_requests
        if request.method == "POST" and request.path.endswith("/messages")
    ]


async def test_it_pings_the_role_and_nobody_else(scene: Scene) -> None:
    """And nobody once that role was deleted."""
    role = scene.guild.create_role("Readers")
    await scene.env.settle()
    made = await sender(scene).send(delivery(scene, role_id=role.id), POST)
    assert isinstance(made, Sent)
    made = await sender(scene).send(delivery(scene, role_id=4711), POST)
    assert isinstance(made, Sent)
    first, second = sent(scene)
    assert first["content"] == f"<@&{role.id}> {POST.content}"
    assert first["allowed_mentions"] == {"parse": [], "roles": [role.id]}
    assert second["content"] == POST.content
    assert second["allowed_mentions"]["parse"] == []
    assert not second["allowed_mentions"].get("roles")


async def test_it_is_found_by_its_button_in_its_channel(scene: Scene) -> None:
    """Not another date's, and not where it was not sent; a thread has a history of its own."""
    thread = scene.env.backend.create_thread(scene.channel.id, "daily", scene.manager.id)
    await scene.env.settle()
    made = await sender(scene).send(delivery(scene, thread.id), POST)
    assert isinstance(made, Sent)
    assert made.message_id is not None
    assert await sender(scene).look(delivery(scene, thread.id)) == Found(made.message_id)
    assert await sender(scene).look(delivery(scene)) == Absent()


def chat(scene: Scene, count: int) -> None:
    """Let people write messages into the channel."""
    for _ in range(count):
        scene.env.backend.create_message(scene.channel.id, scene.asker.id, content="Ahoy")


async def looked(scene: Scene, looked_for: Delivery) -> tuple[Look, list[str]]:
    """What a look sees, and in which order it asks Discord and waits for turns."""
    steps: list[str] = []
    http = scene.env.bot.http
    ask = http.logs_from

    async def turn() -> None:
        steps.append("turn")

    async def asked(*args: Any, **named: Any) -> Any:
        steps.append("page")
        return await ask(*args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http, "logs_from", asked)
        return await sender(scene, turn).look(looked_for), steps


async def test_each_page_of_a_history_waits_for_its_turn(scene: Scene) -> None:
    """But for the first, whose turn the courier has taken; nothing is read beyond the post."""
    now = scene.env.now()
    due = replace(delivery(scene), due_at=now, until=now + timedelta(hours=6))
    chat(scene, 150)
    assert await looked(scene, due) == (Absent(), ["page", "turn", "page"])
    made = await sender(scene).send(due, POST)
    assert isinstance(made, Sent)
    chat(scene, 99)
    found = Found(made.message_id or 0)
    assert await looked(scene, due) == (found, ["page"])
    chat(scene, 120)
    assert await looked(scene, due) == (found, ["page", "turn", "page", "turn", "page"])


async def test_a_history_too_long_to_be_read_says_neither_yes_nor_no(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the messages get older than the post can be: then it is not there."""
    monkeypatch.setattr(bot.interface.sender, "LOOKED_THROUGH", 200)
    now = scene.env.now()
    chat(scene, 210)
    due = replace(delivery(scene), due_at=now, until=now + timedelta(hours=6))
    assert await looked(scene, due) == (Unreadable(), ["page", "turn", "page"])
    scene.env.backend.advance_clock(timedelta(days=3).total_seconds())
    chat(scene, 20)
    later = replace(due, due_at=now + timedelta(days=3))
    assert await looked(scene, later) == (Absent(), ["page"])


@pytest.mark.parametrize("days", [1, 7, 400])
async def test_what_a_fast_clock_sent_days_early_is_found(scene: Scene, days: int) -> None:
    """However far the host's clock ran ahead as it took that day for due."""
    due_at = scene.env.now() + timedelta(days=days)
    early = replace(delivery(scene), due_at=due_at, until=due_at + timedelta(hours=6))
    made = await sender(scene).send(early, POST)
    assert isinstance(made, Sent)
    chat(scene, 3)
    assert await sender(scene).look(early) == Found(made.message_id or 0)


async def test_what_is_missing_is_named_before_anything_is_sent(scene: Scene) -> None:
    """A history that may not be read says neither yes nor no."""
    silent = scene.guild.create_text_channel(
        "silent",
        overwrites={
            scene.guild.default_role: discord.PermissionOverwrite(
                embed_links=False, read_message_history=False
            )
        },
    )
    await scene.env.settle()
    made = await sender(scene).send(delivery(scene, silent.id), POST)
    assert made == Refused("permissions:embed_links")
    assert await sender(scene).look(delivery(scene, silent.id)) == Unreadable()
    assert sent(scene) == []


async def test_a_channel_that_is_not_there_is_gone(scene: Scene) -> None:
    """Discord says so; the bot's memory of channels alone would not do."""
    assert await sender(scene).send(delivery(scene, 4711), POST) == Gone()
    assert await sender(scene).look(delivery(scene, 4711)) == Gone()


async def test_what_discord_py_does_not_understand_is_doubtful(scene: Scene) -> None:
    """A thread whose channel it has not been told of: it can't say what is allowed there."""
    thread = scene.env.backend.create_thread(scene.channel.id, "daily", scene.manager.id)
    await scene.env.settle()
    guild = scene.env.bot.get_guild(scene.guild.id)
    assert guild is not None
    del guild._channels[scene.channel.id]
    assert isinstance(await sender(scene).send(delivery(scene, thread.id), POST), Doubtful)
    assert isinstance(await sender(scene).look(delivery(scene, thread.id)), Doubtful)


def plan(scene: Scene, by: int) -> Plan:
    """The server's plan, chosen by somebody."""
    return Plan(scene.guild.id, scene.channel.id, Slot("UTC", time(9)), NOON, by, NOON)


async def told(scene: Scene, by: int, why: Trouble = "channel-gone") -> list[tuple[int, str]]:
    """In which channels it is told that posts are paused, and what."""
    await sender(scene).tell_paused(plan(scene, by), why)
    return [
        (int(request.path.split("/")[-2]), str(request.json))
        for request in scene.env.http_requests
        if request.method == "POST" and request.path.endswith("/messages")
    ]


@pytest.mark.parametrize("why", ["channel-gone", "refused"])
async def test_whoever_set_it_up_is_told_directly(scene: Scene, why: Trouble) -> None:
    """With the server's name, and the way out."""
    [(channel_id, text)] = await told(scene, scene.manager.id, why)
    guild = scene.env.bot.get_guild(scene.guild.id)
    assert guild is not None
    assert guild.get_channel(channel_id) is None
    assert "Lowmere are paused" in text
    assert "/anniversaries" in text


@pytest.mark.parametrize("kind", ["public_updates_channel_id", "system_channel_id"])
@pytest.mark.parametrize("who", ["left", "unknown", "no manager any more"])
async def test_else_the_server_is_told_where_it_has_a_place_for_it(
    scene: Scene, kind: str, who: str
) -> None:
    """Who set it up is no more, or manages the server no more: then it is no news for them."""
    by = scene.stranger.id if who == "no manager any more" else 4711
    if who == "left":
        by = scene.manager.id
        scene.env.backend.remove_member(scene.guild.id, by)
    scene.env.backend.edit_guild(scene.guild.id, {kind: scene.channel.id})
    await scene.env.settle()
    [(channel_id, text)] = await told(scene, by)
    assert channel_id == scene.channel.id
    assert "Lowmere are paused" in text


@pytest.mark.parametrize("request_", ["get_member", "start_private_message"])
async def test_a_person_of_whom_discord_says_nothing_holds_nothing_up(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, request_: str
) -> None:
    """After half of the time the server's channel is told instead."""
    scene.env.backend.edit_guild(scene.guild.id, {"system_channel_id": scene.channel.id})
    await scene.env.settle()

    async def never(*_: Any, **__: Any) -> None:
        await asyncio.sleep(3600)

    monkeypatch.setattr(scene.env.bot.http, request_, never)
    monkeypatch.setattr(bot.interface.sender, "TELL_SECONDS", 0.4)
    [(channel_id, _)] = await told(scene, scene.manager.id)
    assert channel_id == scene.channel.id


async def test_a_server_of_which_discord_says_nothing_holds_nothing_up(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then nobody is told, within the time."""
    scene.env.backend.edit_guild(scene.guild.id, {"system_channel_id": scene.channel.id})
    await scene.env.settle()

    async def never(*_: Any, **__: Any) -> None:
        await asyncio.sleep(3600)

    monkeypatch.setattr(scene.env.bot.http, "send_message", never)
    monkeypatch.setattr(bot.interface.sender, "TELL_SECONDS", 0.1)
    async with asyncio.timeout(10):
        assert await told(scene, scene.manager.id) == []


async def test_where_nobody_can_be_told_nothing_fails(scene: Scene) -> None:
    """`/anniversaries show` tells it all the same."""
    assert await told(scene, by=4711) == []


async def test_a_post_without_words_is_found_all_the_same(scene: Scene) -> None:
    """Its button is off, but there: else it would be taken for absent, and sent twice."""
    wordless = replace(POST, words=())
    made = await sender(scene).send(delivery(scene), wordless)
    assert isinstance(made, Sent)
    [body] = sent(scene)
    assert body["components"][0]["components"][0]["disabled"] is True
    assert await sender(scene).look(delivery(scene)) == Found(made.message_id or 0)


@pytest.mark.parametrize(
    ("status", "body", "came"),
    [
        (403, {"code": 50013, "message": "Missing Permissions"}, Refused("forbidden")),
        (400, {"code": 50083, "message": "Thread is archived"}, Refused("forbidden")),
        (400, {"code": 50035, "message": "Invalid Form Body"}, Refused("rejected")),
        (403, "<html>error 1015: you are being rate limited</html>", Doubtful("status 403")),
        (404, "<html>no such host</html>", Doubtful("status 404")),
    ],
)
async def test_a_page_of_a_proxy_refuses_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, status: int, body: Any, came: object
) -> None:
    """Only Discord's own word counts as such: else a ban by its proxy would pause each server."""
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    response = SimpleNamespace(status=status, reason="", headers={})

    async def refuse(*_: Any, **__: Any) -> None:
        raise kinds.get(status, discord.HTTPException)(cast(Any, response), body)

    monkeypatch.setattr(scene.env.bot.http, "send_message", refuse)
    assert await sender(scene).send(delivery(scene), POST) == came
