"""/anniversaries: what each subcommand does, for whom, and what it refuses."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from time import monotonic
from typing import Any

import discord
import pytest
import simcord

from bot.anniversaries.clock import Clock, Pace
from bot.anniversaries.courier import Courier
from bot.anniversaries.due import day_of
from bot.anniversaries.post import Post
from bot.anniversaries.scheduler import A_SECOND, Scheduler
from bot.anniversaries.telling import REASONS
from bot.interface.client import Footnote
from bot.interface.posting import post_message
from bot.interface.sender import DiscordSender
from bot.state.deliveries import Claim, Deliveries, DeliveryState
from bot.state.guilds import Guilds
from bot.state.plans import Plan, Plans, Slot
from tests.end_to_end.scene import NOON, Scene, Shown, wording

FORBIDDEN = "You need the permission Manage Server for that."
NONE = (
    "No daily anniversaries are set up in this server. Use /anniversaries set in the channel that"
    " they shall go to."
)
SUBCOMMANDS = ("set", "show", "preview", "pause", "resume", "remove")
USUAL = {
    "Channel:": "<#{channel}>",
    "Time:": "09:00, UTC",
    "On a day without anniversaries:": "no post",
    "29 February:": "on 28 February in other years",
    "Disputed days:": "posted with their caution",
    "Topics:": "all",
    "Mentions:": "nobody",
}


async def use(
    scene: Scene, subcommand: str, *, by: simcord.MemberActor | None = None, **options: Any
) -> Shown:
    """A subcommand by the server's manager; its one answer, which is private."""
    answer = await scene.ask(f"anniversaries {subcommand}", by=by or scene.manager, **options)
    assert answer.private
    return answer


async def plan(scene: Scene) -> Plan | None:
    """What is stored for the server."""
    return await Plans(scene.state, Guilds(scene.state), "UTC").of(scene.guild.id)


async def stored(scene: Scene) -> Plan:
    """The plan that is stored for the server."""
    found = await plan(scene)
    assert found is not None
    return found


def fields(answer: Shown) -> dict[str, str]:
    """The lines of an answer that begin with something bold, by that."""
    lines = [line for line in answer.text.splitlines() if line.startswith("**")]
    return {lead: rest for lead, _, rest in (line[2:].partition("** ") for line in lines)}


def usual(scene: Scene, **changes: str) -> dict[str, str]:
    """The settings of a plan of which nothing was chosen."""
    told = {lead: text.format(channel=scene.channel.id) for lead, text in USUAL.items()}
    return {**told, **{f"{lead.replace('_', ' ')}:": text for lead, text in changes.items()}}


def settings(answer: Shown) -> dict[str, str]:
    """The settings that an answer tells."""
    return {lead: text for lead, text in fields(answer).items() if lead in USUAL}


def denied(scene: Scene, **permissions: bool) -> dict[Any, discord.PermissionOverwrite]:
    """What takes permissions from everyone in a channel."""
    return {scene.guild.default_role: discord.PermissionOverwrite(**permissions)}


async def test_the_first_set_posts_to_the_channel_that_it_is_typed_in(scene: Scene) -> None:
    """It tells all settings, the next three posts in local time, and how often there is one."""
    answer = await use(scene, "set")
    assert answer.texts == [
        "### Daily anniversaries: set up",
        (
            f"**Channel:** <#{scene.channel.id}>\n"
            "**Time:** 09:00, UTC\n"
            "**On a day without anniversaries:** no post\n"
            "**29 February:** on 28 February in other years\n"
            "**Disputed days:** posted with their caution\n"
            "**Topics:** all\n"
            "**Mentions:** nobody\n"
            "The next 3 posts:\n"
            "**1 October 2026, 09:00** The Harbour Council is founded.\n"
            "**19 July 2027, 09:00** The ferry line to Eastport opens.\n"
            "**1 October 2027, 09:00** The Harbour Council is founded.\n"
            "There is a post on 2 of the 366 days from tomorrow on; on the others nothing is"
            " posted, and nothing is wrong."
        ),
    ]
    assert await plan(scene) == Plan(
        scene.guild.id, scene.channel.id, Slot("UTC", time(9)), NOON, scene.manager.id, NOON
    )


@pytest.mark.parametrize(
    ("options", "field", "told", "changes"),
    [
        ({"time": "9:30 pm"}, "Time:", "21:30, UTC", {"slot": Slot("UTC", time(21, 30))}),
        (
            {"time_zone": "auckland"},
            "Time:",
            "09:00, Pacific/Auckland",
            {"slot": Slot("Pacific/Auckland", time(9))},
        ),
        (
            {"when_nothing": "next"},
            "On a day without anniversaries:",
            "the next one to come",
            {"when_nothing": "next"},
        ),
        (
            {"leap_day": "leap-only"},
            "29 February:",
            "in leap years only",
            {"leap_rule": "leap-only"},
        ),
        ({"disputed": "skip"}, "Disputed days:", "not posted", {"disputed": "skip"}),
        (
            {"topics": "Harbour, trade"},
            "Topics:",
            "Harbour and Trade",
            {"topics": ("harbour", "trade")},
        ),
    ],
)
async def test_a_partial_change_keeps_the_rest(
    scene: Scene, options: dict[str, Any], field: str, told: str, changes: dict[str, Any]
) -> None:
    """One option changes one setting; the same once more changes nothing, and not by whom."""
    await use(scene, "set")
    before = await stored(scene)
    answer = await use(scene, "set", **options)
    assert answer.title == "Daily anniversaries: changed"
    assert settings(answer) == {**usual(scene), field: told}
    after = await stored(scene)
    assert after == replace(before, **changes)
    admin = scene.guild.add_member(
        scene.env.create_user("admin"),
        roles=[
            scene.guild.create_role("Admin", permissions=discord.Permissions(administrator=True))
        ],
    )
    again = await use(scene, "set", by=admin, **options)
    assert again.title == "Daily anniversaries: as they were"
    assert await stored(scene) == after
    assert settings(await use(scene, "show")) == settings(answer)


async def test_choices_are_taken_back(scene: Scene) -> None:
    """Topics with "all", the role with no_role."""
    role = scene.guild.create_role("Ferry fans", mentionable=True)
    set_up = await use(scene, "set", topics="harbour", role=role)
    assert settings(set_up) == usual(scene, Topics="Harbour", Mentions=f"<@&{role.id}>")
    assert settings(await use(scene, "set", topics="all", no_role=True)) == usual(scene)


async def test_members_are_not_offered_it_and_direct_messages_neither(scene: Scene) -> None:
    """Without Manage Server none of it is there by default."""
    names = {f"anniversaries {name}" for name in SUBCOMMANDS}
    assert names <= set(scene.manager.available_commands(scene.channel))
    assert not names & set(scene.asker.available_commands(scene.channel))
    assert not names & set(scene.manager.user.available_commands())


@pytest.mark.parametrize("subcommand", SUBCOMMANDS)
async def test_the_permission_is_checked_at_every_use(scene: Scene, subcommand: str) -> None:
    """A member whom an override lets use it is refused, and so is one whose right was taken."""
    await use(scene, "set", time="8")
    before = await stored(scene)
    command = scene.env.backend.find_command("anniversaries", None, type=1)
    assert command is not None
    scene.guild.set_command_permissions(
        int(command["id"]), {scene.asker: True, scene.manager: True}
    )
    assert (await use(scene, subcommand, by=scene.asker)).text == FORBIDDEN
    role = scene.guild.roles["Server"]
    scene.env.backend.remove_member_role(scene.guild.id, scene.manager.id, role.id)
    await scene.env.settle()
    assert (await use(scene, subcommand)).text == FORBIDDEN
    assert await stored(scene) == before


@pytest.mark.parametrize("subcommand", SUBCOMMANDS[1:])
async def test_without_a_plan_there_is_nothing_to_manage(scene: Scene, subcommand: str) -> None:
    """The way to one is told, and nothing is stored."""
    assert (await use(scene, subcommand)).text == NONE
    assert await plan(scene) is None


@pytest.mark.parametrize(
    ("permission", "name"),
    [
        ("send_messages", "Send Messages"),
        ("embed_links", "Embed Links"),
        ("read_message_history", "Read Message History"),
    ],
)
async def test_what_a_channel_does_not_allow_is_named(
    scene: Scene, permission: str, name: str
) -> None:
    """The channel stays what it was, all else that was typed is saved."""
    shut = scene.guild.create_text_channel("shut", overwrites=denied(scene, **{permission: False}))
    await use(scene, "set")
    answer = await use(scene, "set", channel=shut, time="8")
    assert answer.texts[1].splitlines()[:2] == [
        (
            f"I can’t post to #shut yet. Give me these permissions there: {name}; then use"
            " /anniversaries resume, or set the channel again."
        ),
        "All else that you gave is saved:",
    ]
    assert settings(answer) == usual(scene, Time="08:00, UTC")
    assert (await stored(scene)).paused is None


async def test_all_that_is_missing_is_named_at_once(scene: Scene) -> None:
    """Where the bot can't even see the channel, that is part of it."""
    me = scene.guild.me
    assert me is not None
    overwrites: dict[Any, discord.PermissionOverwrite]
    overwrites = {me: discord.PermissionOverwrite(view_channel=False)}
    hidden = scene.guild.create_text_channel("hidden", overwrites=overwrites)
    await use(scene, "set")
    answer = await use(scene, "set", channel=hidden)
    assert "View Channel" in answer.texts[1].splitlines()[0]
    assert answer.title == "Daily anniversaries: as they were"
    assert (await stored(scene)).channel_id == scene.channel.id


async def test_a_first_plan_that_cannot_work_is_kept_paused(scene: Scene) -> None:
    """Nothing typed is lost; when the permission is given, resume goes on."""
    overwrites = denied(scene, embed_links=False, read_message_history=False)
    shut = scene.guild.create_text_channel("shut", overwrites=overwrites)
    answer = await use(scene, "set", channel=shut, time="8", topics="harbour")
    assert "Embed Links and Read Message History" in answer.text
    assert settings(answer) == usual(
        scene, Channel=f"<#{shut.id}>", Time="08:00, UTC", Topics="Harbour"
    )
    assert "After /anniversaries resume, the next 3 posts:" in answer.text
    assert (await stored(scene)).paused == "refused"
    assert "I can’t post to #shut yet." in (await use(scene, "resume")).text
    assert "I can’t post to #shut yet." in (await use(scene, "show")).text
    assert (await stored(scene)).paused == "refused"
    scene.env.backend.edit_channel(shut.id, {}, overwrites=[])
    await scene.env.settle()
    resumed = await use(scene, "resume")
    assert resumed.title == "Daily anniversaries: on again"
    assert "The next 3 posts:" in resumed.text
    assert (await stored(scene)).paused is None


async def test_a_channel_that_works_ends_a_pause_for_one_that_did_not(scene: Scene) -> None:
    """Not so a pause that somebody asked for."""
    plans = Plans(scene.state, Guilds(scene.state), "UTC")
    await use(scene, "set")
    await plans.pause(scene.guild.id, "channel-gone", scene.channel.id)
    other = scene.guild.create_text_channel("other")
    answer = await use(scene, "set", channel=other)
    assert "Paused:" not in fields(answer)
    await use(scene, "pause")
    answer = await use(scene, "set", channel=scene.channel)
    assert fields(answer)["Paused:"].startswith("somebody who may manage this server paused it")
    assert (await stored(scene)).paused == "asked"


async def test_a_deleted_channel_is_told(scene: Scene) -> None:
    """Show and resume say that it is gone; another one can be named."""
    other = scene.guild.create_text_channel("other")
    await use(scene, "set", channel=other, time="8")
    scene.env.backend.delete_channel(other.id)
    await scene.env.settle()
    gone = "The channel of the daily posts is gone. Name another one: /anniversaries set channel."
    assert (await use(scene, "resume")).text == gone
    assert (await use(scene, "show")).texts[1].splitlines()[0] == gone
    assert gone in (await use(scene, "set", time="10")).text
    answer = await use(scene, "set", channel=scene.channel)
    assert settings(answer) == usual(scene, Time="10:00, UTC")


def mind_channels(scene: Scene) -> None:
    """Let the bot's courier be told of deleted channels, as it is where it posts daily."""
    client = scene.env.bot
    assert isinstance(client, Footnote)
    replies = client.replies
    clock = Clock(lambda: scene.now, monotonic, asyncio.sleep)
    pace = Pace(clock, A_SECOND)
    sender = DiscordSender(client, scene.languages.server, pace.take)
    courier = Courier(replies.plans, replies.deliveries, sender, clock, pace)
    scheduler = Scheduler(
        replies.plans, replies.deliveries, replies.guilds, courier, replies.compose, clock, pace
    )
    client.post_daily(scheduler, courier)


@pytest.mark.parametrize("what", ["channel", "thread", "thread with its channel"])
async def test_posts_pause_as_soon_as_their_channel_is_deleted(scene: Scene, what: str) -> None:
    """Without waiting for a post; whoever set them up is told, once."""
    mind_channels(scene)
    backend = scene.env.backend
    other = scene.guild.create_text_channel("other")
    gone = other.id
    if what == "channel":
        await use(scene, "set", channel=other)
    else:
        thread = backend.create_thread(other.id, "daily", scene.manager.id)
        await scene.env.settle()
        await use(scene, "set", channel=handle(scene, thread))
        gone = thread.id if what == "thread" else other.id
    before = len(scene.env.http_requests)
    backend.delete_channel(gone)
    await scene.env.settle()
    assert (await stored(scene)).paused == "channel-gone"
    sent = [request for request in scene.env.http_requests[before:] if request.method == "POST"]
    assert [request.path.endswith("/messages") for request in sent] == [False, True]
    assert "are paused" in str(sent[1].json)


async def test_another_channel_that_is_deleted_pauses_nothing(scene: Scene) -> None:
    """Nor do the channels of a server without a plan, or one left before another was named."""
    mind_channels(scene)
    old = scene.guild.create_text_channel("old")
    unplanned = scene.guild.create_text_channel("unplanned")
    scene.env.backend.delete_channel(unplanned.id)
    await scene.env.settle()
    await use(scene, "set", channel=old)
    await use(scene, "set", channel=scene.channel)
    before = await stored(scene)
    scene.env.backend.delete_channel(old.id)
    await scene.env.settle()
    assert await stored(scene) == before


async def test_a_deleted_channel_on_a_full_disk_is_a_line_in_the_log(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing else fails; the next post finds out that the channel is gone."""
    mind_channels(scene)
    await use(scene, "set")
    await scene.state.fetch_all("pragma query_only = on")  # as a disk that takes nothing
    scene.env.backend.delete_channel(scene.channel.id)
    await scene.env.settle()
    await scene.state.fetch_all("pragma query_only = off")
    assert "daily posts to a deleted channel could not be paused" in caplog.text
    assert (await stored(scene)).paused is None


async def test_a_thread_takes_posts(scene: Scene) -> None:
    """For it the permission to send in threads counts, and not that of the channel."""
    make = scene.env.backend.create_thread
    silent = scene.guild.create_text_channel("a", overwrites=denied(scene, send_messages=False))
    strict = scene.guild.create_text_channel(
        "b", overwrites=denied(scene, send_messages_in_threads=False)
    )
    good = make(silent.id, "good", scene.manager.id)
    bad = make(strict.id, "bad", scene.manager.id)
    await scene.env.settle()
    answer = await use(scene, "set", channel=handle(scene, good))
    assert settings(answer) == usual(scene, Channel=f"<#{good.id}>")
    answer = await use(scene, "set", channel=handle(scene, bad))
    assert "I can’t post to #bad yet." in answer.text
    assert ": Send Messages in Threads;" in answer.text
    assert (await stored(scene)).channel_id == good.id


async def test_a_thread_that_is_locked_or_private_is_told(scene: Scene) -> None:
    """What a manager can do about it is said, and the channel stays."""
    make = scene.env.backend.create_thread
    plain = scene.guild.create_text_channel("p", overwrites=denied(scene, manage_threads=False))
    locked = make(plain.id, "locked", scene.manager.id)
    private = make(plain.id, "private", scene.manager.id, type=12)
    scene.env.backend.edit_channel(locked.id, {}, thread_metadata={"locked": True})
    await scene.env.settle()
    await use(scene, "set")
    answer = await use(scene, "set", channel=handle(scene, locked))
    assert "The thread #locked is locked." in answer.text
    answer = await use(scene, "set", channel=handle(scene, private))
    assert "mention" in answer.texts[1].splitlines()[0].lower()
    assert (await stored(scene)).channel_id == scene.channel.id


def handle(scene: Scene, thread: Any) -> simcord.ChannelHandle:
    """A thread as an option's value."""
    return simcord.ChannelHandle(scene.env, scene.guild, thread)


async def test_a_role_is_one_that_can_be_mentioned(scene: Scene) -> None:
    """By its own setting, or because the bot may mention all; everyone is none."""
    silent = scene.guild.create_role("Silent")
    quiet = scene.guild.create_text_channel(
        "quiet", overwrites=denied(scene, mention_everyone=False)
    )
    answer = await use(scene, "set", role=silent, time="8", channel=quiet)
    assert (
        "I can’t mention @Silent in #quiet: let anyone mention that role (in its settings), or give"
        " me Mention Everyone there."
    ) in answer.text.replace("\\", "")
    assert settings(answer) == usual(scene, Channel=f"<#{quiet.id}>", Time="08:00, UTC")
    answer = await use(scene, "set", role=scene.guild.default_role)
    assert "A daily post never mentions everyone." in answer.text
    answer = await use(scene, "set", role=silent, channel=scene.channel)
    assert settings(answer)["Mentions:"] == f"<@&{silent.id}>"
    answer = await use(scene, "set", role=silent, no_role=True)
    assert "The options role and no_role exclude one another" in answer.text.replace("\\", "")
    assert settings(answer)["Mentions:"] == f"<@&{silent.id}>"


async def test_a_move_to_where_the_role_cannot_be_mentioned_is_told(scene: Scene) -> None:
    """So is a role that has been deleted since."""
    silent = scene.guild.create_role("Silent")
    quiet = scene.guild.create_text_channel(
        "quiet", overwrites=denied(scene, mention_everyone=False)
    )
    await use(scene, "set", role=silent)
    answer = await use(scene, "set", channel=quiet)
    assert "I can’t mention" in answer.text
    assert (await stored(scene)).channel_id == quiet.id
    scene.env.backend.delete_role(scene.guild.id, silent.id)
    await scene.env.settle()
    assert "The role to mention is gone" in (await use(scene, "show")).text


@pytest.mark.parametrize(
    ("option", "typed", "told"),
    [
        ("time", "25", "I can’t read “25” as a time of the day. Try 9, 09:00, 21.30 or 9:30 pm."),
        ("time", "@everyone <@1>", "I can’t read “\\@everyone \\<\\@1\\>” as a time of the day."),
        ("time_zone", "Atlantis", "There is no time zone “Atlantis”."),
        ("topics", "harbor", "There is no topic “harbor”. Did you mean “Harbour”?"),
        ("topics", "trade, xyzzy", "There is no topic “xyzzy”."),
    ],
)
async def test_nonsense_is_explained_and_costs_nothing_else(
    scene: Scene, option: str, typed: str, told: str
) -> None:
    """The rest is saved; alone it changes nothing."""
    await use(scene, "set")
    options: dict[str, Any] = {option: typed}
    answer = await use(scene, "set", **options, disputed="skip")
    assert answer.texts[1].startswith(told)
    assert settings(answer) == usual(scene, Disputed_days="not posted")
    before = await stored(scene)
    answer = await use(scene, "set", **options)
    assert answer.title == "Daily anniversaries: as they were"
    assert answer.texts[1].startswith(told)
    assert await stored(scene) == before


async def test_two_managers_at_once_lose_nothing(scene: Scene) -> None:
    """A change that was made while another was being looked at is kept."""
    await use(scene, "set")
    plans = scene.env.bot.replies.plans  # type: ignore[attr-defined]
    change = plans.change

    async def after_another(guild_id: int, by: int, choose: Any) -> Plan:
        await change(guild_id, 7, lambda _, start: replace(start, topics=("trade",)))
        return await change(guild_id, by, choose)

    plans.change = after_another
    answer = await use(scene, "set", time="8")
    assert settings(answer) == usual(scene, Time="08:00, UTC", Topics="Trade")


async def test_settings_outlive_a_restart(scene: Scene) -> None:
    """The bot tells the same after it was started anew."""
    await use(scene, "set", time="8", time_zone="Tokyo", topics="trade")
    before = settings(await use(scene, "show"))
    await scene.restart()
    assert settings(await use(scene, "show")) == before


async def test_a_pause_is_kept_until_it_is_ended(scene: Scene) -> None:
    """Show says so, and that the posts come after it."""
    await use(scene, "set")
    assert (await use(scene, "pause")).title == "Daily anniversaries: paused"
    answer = await use(scene, "show")
    assert fields(answer)["Paused:"].startswith("somebody who may manage")
    assert "After /anniversaries resume, the next 3 posts:" in answer.text
    answer = await use(scene, "resume")
    assert "The next 3 posts:" in answer.text
    assert (await stored(scene)).paused is None


async def test_remove_tells_what_was_deleted_and_what_is_kept(scene: Scene) -> None:
    """The settings are told once more; the time zone stays."""
    await use(scene, "set", time="8", time_zone="Tokyo")
    answer = await use(scene, "remove")
    assert settings(answer) == usual(scene, Time="08:00, Asia/Tokyo")
    assert "Kept are the time zone" in answer.text
    assert await plan(scene) is None
    assert (await use(scene, "show")).text == NONE
    assert settings(await use(scene, "set")) == usual(scene, Time="09:00, Asia/Tokyo")


async def test_show_tells_who_set_it_and_when(scene: Scene) -> None:
    """By the server's own clock, without pinging."""
    await use(scene, "set", time_zone="auckland")
    told = fields(await use(scene, "show"))
    assert told["Set by:"] == f"<@{scene.manager.id}>, 20 July 2026, 00:00"
    assert told["Last post:"] == "none yet"
    assert all(body["allowed_mentions"] == {"parse": []} for body in scene.sent())


async def settled(
    scene: Scene, on: date, state: DeliveryState, reason: str | None, message_id: int | None = None
) -> None:
    """Record what became of a date."""
    await scene.state.execute("update anniversary_plan set since = ?", ("2026-01-01T00:00:00",))
    deliveries, known = Deliveries(scene.state), await stored(scene)
    day = day_of(known.slot, on)
    assert day is not None
    post = None if state == "nothing" else "{}"
    for delivery in await deliveries.claim([Claim(known, day, post)]):
        if state == "claimed" and reason is not None:
            await deliveries.hold(delivery, reason)
        elif state not in ("nothing", "claimed"):
            await deliveries.settle(delivery, state, reason=reason, message_id=message_id)


@pytest.mark.parametrize(
    ("state", "reason", "told"),
    [
        ("claimed", None, "perhaps posted in <#{channel}>; not posted again"),
        (
            "claimed",
            "permissions:embed_links",
            (
                "not posted in <#{channel}> yet, and tried again every few minutes (I lacked Embed"
                " Links)"
            ),
        ),
        (
            "delivered",
            None,
            "posted in <#{channel}> <https://discord.com/channels/{guild}/{channel}/99>",
        ),
        ("nothing", None, "nothing to post"),
        ("missed", None, "missed: it could not be sent in time"),
        (
            "missed",
            "stopped",
            "missed: it could not be sent in time (posts were paused or removed meanwhile)",
        ),
        (
            "refused",
            "permissions:embed_links send_messages",
            "refused by Discord, in <#{channel}> (I lacked Send Messages and Embed Links)",
        ),
        (
            "unknown",
            "no-history",
            (
                "perhaps posted in <#{channel}>; not posted again, so that it can’t be there"
                " twice (the answer was lost, and I may not read the channel’s history)"
            ),
        ),
        ("refused", "of-another-version", "refused by Discord, in <#{channel}> (Discord did not"),
    ],
)
async def test_show_tells_what_became_of_the_last_day(
    scene: Scene, state: DeliveryState, reason: str | None, told: str
) -> None:
    """Each state in words, with its reason, and where the post is."""
    await use(scene, "set")
    await settled(scene, date(2026, 7, 18), state, reason, 99 if state == "delivered" else None)
    answer = fields(await use(scene, "show"))["18 July 2026:"]
    assert answer.startswith(told.format(channel=scene.channel.id, guild=scene.guild.id))


async def test_show_tells_what_is_on_its_way(scene: Scene) -> None:
    """Up to the end of its grace; after it, it is only looked for."""
    await use(scene, "set")
    await settled(scene, date(2026, 7, 19), "claimed", None)
    told = fields(await use(scene, "show"))["19 July 2026:"]
    assert told.startswith(f"on its way to <#{scene.channel.id}>")


@pytest.mark.parametrize("reason", REASONS)
async def test_every_reason_has_words(scene: Scene, reason: str) -> None:
    """No person reads a code."""
    await use(scene, "set")
    await settled(scene, date(2026, 7, 18), "refused", reason)
    told = fields(await use(scene, "show"))["18 July 2026:"]
    assert "-" not in told
    assert len(told.partition(" (")[2]) > 10


async def test_show_looks_past_days_without_a_post(scene: Scene) -> None:
    """The latest day and the last ones that had something to post are told."""
    await use(scene, "set")
    await settled(scene, date(2026, 7, 1), "delivered", None, 99)
    await settled(scene, date(2026, 7, 2), "refused", "forbidden")
    for day in range(3, 19):
        await settled(scene, date(2026, 7, day), "nothing", None)
    told = list(fields(await use(scene, "show")))
    assert [lead for lead in told if lead.endswith("July 2026:")] == [
        "18 July 2026:", "2 July 2026:", "1 July 2026:",
    ]  # fmt: skip


async def test_a_date_that_was_decided_has_no_second_post(scene: Scene) -> None:
    """Where today's post is out, a later time today does not bring another."""
    await use(scene, "set")
    scene.now = datetime(2026, 10, 1, 10, 0, tzinfo=NOON.tzinfo)
    await settled(scene, date(2026, 10, 1), "delivered", None, 99)
    answer = await use(scene, "set", time="23:00")
    assert "**19 July 2027, 23:00** The ferry line to Eastport opens." in answer.text
    assert "1 October 2026" not in answer.text


async def test_a_date_that_was_surely_not_posted_can_have_its_post_later(scene: Scene) -> None:
    """Where today's post was refused or missed, a later time today brings it, and is told."""
    await use(scene, "set")
    scene.now = datetime(2026, 10, 1, 10, 0, tzinfo=NOON.tzinfo)
    await settled(scene, date(2026, 10, 1), "refused", "forbidden")
    answer = await use(scene, "set", time="23:00")
    assert "1 October 2026, 23:00" in answer.text


async def test_a_plan_and_a_posts_words_outlive_another_generation_of_the_facts(
    scene: Scene, later_facts: Path
) -> None:
    """The words are those that the post was sent with, though its articles are gone; what comes
    next is told from the facts of today."""
    await use(scene, "set", topics="trade")
    before, client = await stored(scene), scene.env.bot
    assert isinstance(client, Footnote)
    on = date(2026, 10, 1)
    post = Post("content", "title", "body", "footer", ("“as it was sent”",), ("gone-2020/x",))
    day = day_of(before.slot, on)
    assert day is not None
    await client.replies.deliveries.claim([Claim(before, day, post.encode())])
    channel = client.get_channel(scene.channel.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send(**post_message(post, on, wording().english, None))
    await scene.take_live(later_facts)
    assert await stored(scene) == before
    assert settings(await use(scene, "show")) == usual(scene, Topics="Trade")
    result = await scene.asker.click(message, label="Show source words")
    assert result.response is not None
    assert result.response.ephemeral
    assert "“as it was sent”" in Shown(result.response).text


async def preview(scene: Scene, **options: str) -> simcord.ResponseMessage:
    """/anniversaries preview: the private message that it answers with."""
    result = await scene.manager.slash(scene.channel, "anniversaries preview", **options)
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def test_a_preview_is_the_next_post_and_pings_nobody(scene: Scene) -> None:
    """As it will be, but for a line that says what it is and a button that is off."""
    role = scene.guild.create_role("Ferry fans", mentionable=True)
    await use(scene, "set", role=role)
    shown = await preview(scene)
    mark, content = shown.content.split("\n")
    assert mark == "-# Preview of 1 October 2026, for you alone"
    assert content.startswith(f"<@&{role.id}> ")
    assert "The Harbour Council is founded" in content
    assert len(shown.embeds) == 1
    [row] = shown.components
    assert [button["disabled"] for button in row["components"]] == [True]
    assert scene.sent()[-1]["allowed_mentions"] == {"parse": []}


async def test_a_day_is_previewed_as_the_plan_has_it(scene: Scene) -> None:
    """By day, with or without a year; a day without a post says why there is none."""
    await use(scene, "set", disputed="skip")
    assert "Preview of 1 October 2026" in (await preview(scene, day="1 October")).content
    assert "Preview of 1 October 2030" in (await preview(scene, day="2030-10-01")).content
    answer = await use(scene, "preview", day="19 July")
    assert answer.texts == [
        "### Nothing would be posted on 19 July 2026",
        "There is no anniversary on that day with these settings, and then nothing is posted.",
    ]
    answer = await use(scene, "preview", day="31 February")
    assert answer.text.startswith("There is no such day as “31 February”")


async def test_a_plan_without_any_anniversary_is_told_so(scene: Scene) -> None:
    """Silence for ever is not taken for a fault."""
    never = (
        "With these settings there is nothing to post on any day: the facts have no such"
        " anniversaries."
    )
    assert (await use(scene, "set", topics="space")).text.splitlines()[-1] == never
    assert (await use(scene, "preview")).text.splitlines()[-1] == never


async def test_the_last_topic_is_completed(scene: Scene) -> None:
    """Those before it stay as they were typed."""
    offered = await scene.manager.autocomplete(
        scene.channel, "anniversaries set", "topics", "harbour, tr"
    )
    assert offered == [{"name": "harbour, Trade", "value": "harbour, trade"}]
    zones = await scene.manager.autocomplete(
        scene.channel, "anniversaries set", "time_zone", "auckl"
    )
    assert zones == [{"name": "Pacific/Auckland (UTC+12:00)", "value": "Pacific/Auckland"}]


async def test_the_servers_time_zone_is_one(scene: Scene) -> None:
    """/settings moves the posts and says so; /anniversaries set moves what /settings shows."""
    await use(scene, "set")
    answer = await scene.ask("settings", by=scene.manager, time_zone="Tokyo")
    assert answer.text == (
        "This server’s time zone is now Asia/Tokyo; today here is 19 July 2026. The daily"
        " anniversaries come at 09:00 by Asia/Tokyo."
    )
    await use(scene, "set", time_zone="Berlin")
    answer = await scene.ask("settings", by=scene.manager)
    assert answer.text.startswith("This server’s time zone: Europe/Berlin.\n")
    answer = await scene.ask("settings", by=scene.manager, time_zone="none")
    assert answer.text.endswith("The daily anniversaries come at 09:00 by UTC.")


async def test_a_zone_that_was_chosen_stays_whatever_the_hosts_is(scene: Scene) -> None:
    """Also one that is the host's for now: the host may move, the server's posts may not."""
    await use(scene, "set", time_zone="UTC")
    answer = await scene.ask("settings", by=scene.manager)
    assert answer.text.startswith("This server’s time zone: UTC.\n")
    await scene.ask("settings", by=scene.manager, time_zone="none")
    answer = await use(scene, "set", time_zone="UTC")
    assert answer.title == "Daily anniversaries: as they were"
    assert await Guilds(scene.state).time_zone(scene.guild.id) == "UTC"
