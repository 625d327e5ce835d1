"""A message checked against the articles from its menu, shared, removed; and nothing of it kept."""

from __future__ import annotations

import functools
import gc
import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.answers.check import check as answer_check
from bot.corpus.dates import parse_edtf
from bot.interface import checking
from bot.interface.checking import LONGEST
from bot.interface.client import Footnote
from bot.logs import set_up
from bot.store.kept import Kept
from bot.wording import dates, wording
from bot.wording.dates import date_text
from tests.end_to_end.scene import Scene, Shown, shown

MENU = "Check against the articles"
CARGO = "In 2015 the cargo of Lowmere came to 150 thousand tonnes, they say."
SECRET = "zugzwang"
DENY = discord.PermissionOverwrite


async def check(
    scene: Scene, message: discord.Message, *, by: simcord.MemberActor | None = None
) -> Shown:
    """Check a message from its menu: the one private answer."""
    channel = simcord_channel(scene, message)
    return shown(await (by or scene.asker).context_menu(channel, MENU, message))


def simcord_channel(scene: Scene, message: discord.Message) -> Any:
    """The channel in which a message stands."""
    return next(c for c in scene.guild.channels.values() if c.id == message.channel.id)


def public(scene: Scene, channel: Any = None) -> list[Shown]:
    """What everybody sees of the bot's messages, oldest first."""
    place = channel or scene.channel
    stored = scene.env.backend.messages.get(place.id, {}).values()
    own = [one for one in stored if one.author_id == scene.env.backend.bot_user.id]
    return [
        Shown(simcord.ResponseMessage(scene.env, one)) for one in own if one.visible_to(None)
        and not one.flags & 64
    ]  # fmt: skip


def reference(scene: Scene, of: Shown) -> int | None:
    """The message that a message answers."""
    found = of.message.message.reference
    return found.message_id if found is not None else None


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log as the command line sets it up, with all that the bot itself can say."""
    root, own = logging.getLogger(), logging.getLogger("bot")
    before = (root.handlers[:], root.level, own.level)
    stream = io.StringIO()
    set_up("DEBUG", stream=stream)
    yield stream
    root.handlers[:], level, own_level = before
    root.setLevel(level)
    own.setLevel(own_level)


async def test_a_message_is_checked_for_one_person_alone(scene: Scene) -> None:
    """The article's figure, words and source stand beside the message's number, privately."""
    answer = await check(scene, await scene.stranger.send(scene.channel, CARGO))
    assert answer.private
    assert answer.title == MENU.replace("Check", "Checked")
    assert f"**The message:** “{CARGO}”" in answer.text
    assert "thousand tonnes. Cargo of 2015." in answer.text
    assert "> in 2015 the cargo came to 146.8 thousand tonnes [1]" in answer.text
    assert (
        "**Different:** the message has 150 thousand tonnes (2015);"
        " the article has 146.8 thousand tonnes (2015)."
    ) in answer.text
    assert answer.footer == "-# [1] Reed (opinion), 1 March 2020"
    assert answer.buttons == {"Share": True, "Take along": True}
    assert public(scene) == []


async def test_what_the_articles_do_not_touch_is_named(scene: Scene) -> None:
    """Nothing is found on a message about something else: what was looked for is said."""
    text = "The mayor of Brackwater promised 12 new lamps for 24 May 2019."
    answer = await check(scene, await scene.stranger.send(scene.channel, text))
    assert answer.title == "Checked against the articles – the articles do not say"
    assert "**Looked for:** Brackwater; 12; 24 May 2019" in answer.text
    assert answer.buttons == {"Share": True}


async def test_a_picture_alone_has_nothing_to_check(scene: Scene) -> None:
    """The person is told kindly and privately."""
    picture = await scene.stranger.send(scene.channel, attachments=[("chart.png", b"png")])
    answer = await check(scene, picture)
    assert answer.private
    [text] = answer.texts
    assert text == (
        "There are no words in this message to check:"
        " pictures, files and links are not looked into."
    )
    assert answer.buttons == {}


async def test_the_bots_own_answers_and_embeds_and_forwards_can_be_checked(scene: Scene) -> None:
    """Words count wherever in a message they stand."""
    await scene.ask("search", query="cargo 2015")
    own = scene.channel.history()[-1]
    assert own.content == ""
    assert "**The same:** the message has" in (await check(scene, own)).text
    quoted = await scene.stranger.forward(
        await scene.stranger.send(scene.channel, CARGO), scene.channel
    )
    assert "**Different:**" in (await check(scene, quoted)).text


@pytest.mark.parametrize("own", ["https://news.example/a", "FYI", "<https://news.example/a> \n"])
async def test_a_links_preview_is_checked_with_the_words_above_it(scene: Scene, own: str) -> None:
    """In its title, its text or a field of it; the message's own words hide nothing."""
    embeds = [
        discord.Embed(title=CARGO),
        discord.Embed(title="The port", description=CARGO),
        discord.Embed(title="The port").add_field(name="Cargo", value=CARGO),
    ]
    for embed in embeds:
        message = await scene.stranger.send(scene.channel, own)
        stored = scene.env.backend.get_message(scene.channel.id, message.id)
        stored.embeds[:] = [dict(embed.to_dict())]
        answer = await check(scene, message)
        assert "**Different:** the message has 150 thousand tonnes" in answer.text


async def test_words_above_a_forward_hide_nothing_of_it(scene: Scene) -> None:
    """Both are of the message that is checked, and each is answered."""
    forward = await scene.stranger.forward(
        await scene.stranger.send(scene.channel, CARGO), scene.channel
    )
    stored = scene.env.backend.get_message(scene.channel.id, forward.id)
    stored.content = "A map of the bay was drawn in 1881."
    answer = await check(scene, forward)
    assert "**Different:** the message has 150 thousand tonnes" in answer.text
    assert "the message has 1881; the article has 1881." in answer.text


async def test_the_command_checks_a_text(scene: Scene) -> None:
    """For those who don't find menus: as private as the menu is."""
    answer = await scene.ask("check", text=CARGO)
    assert answer.private
    assert "**Different:** the message has 150 thousand tonnes" in answer.text


async def test_a_shared_answer_stands_below_the_message(scene: Scene) -> None:
    """Everybody reads what the sharer read, in a reply that pings nobody; once alone."""
    message = await scene.stranger.send(scene.channel, CARGO)
    answer = await check(scene, message)
    await scene.press(answer, "Share")
    [said] = public(scene)
    assert said.texts == [*answer.texts, "-# Shared by asker"]
    assert reference(scene, said) == message.id
    assert answer.buttons == {"Share": False, "Take along": True}
    assert said.buttons == {"Take along": True, "Remove": True}
    sent: Any = scene.env.http_requests[-1].json
    assert sent["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert sent["enforce_nonce"] is True


async def test_share_works_after_a_restart_and_twice_shares_once(scene: Scene) -> None:
    """All that it needs stands in the private message; a second press is told that it was."""
    message = await scene.stranger.send(scene.channel, CARGO)
    answer = await check(scene, message)
    custom_id = answer.custom_id("Share")
    await scene.restart()
    await scene.press(answer, "Share")
    assert len(public(scene)) == 1
    again = discord.Object(answer.message.id)
    scene.env.backend.get_message(scene.channel.id, again.id).components[-1]["components"][0][
        "disabled"
    ] = False  # as two presses at once would find it
    result = await scene.asker.click(answer.message, custom_id=custom_id)
    assert shown(result).text == "This has been shared already."
    assert len(public(scene)) == 1


@pytest.mark.parametrize(
    ("who", "removes"), [("asker", True), ("moderator", True), ("stranger", False)]
)
async def test_a_shared_answer_is_removed_by_its_sharer_or_a_moderator(
    scene: Scene, who: str, removes: bool
) -> None:
    """Nobody else can, not even the author of the message that was checked."""
    answer = await check(scene, await scene.stranger.send(scene.channel, CARGO))
    await scene.press(answer, "Share")
    [said] = public(scene)
    await scene.press(said, "Remove", by=getattr(scene, who))
    assert (public(scene) == []) is removes


async def test_who_may_not_send_may_not_share(scene: Scene) -> None:
    """It stays with them, and they are told why."""
    channel = scene.guild.create_text_channel(
        "notices", overwrites={scene.asker: DENY(send_messages=False)}
    )
    answer = await check(scene, await scene.stranger.send(channel, CARGO))
    refused = await scene.private_copy(answer, "Share")
    assert refused.text == "You may not send messages here, so only you can see this."
    assert public(scene, channel) == []
    assert answer.buttons == {"Share": True, "Take along": True}


async def test_where_the_bot_may_not_reply_a_link_leads_to_the_message(scene: Scene) -> None:
    """Without the channel's history there is no reply; the words come all the same."""
    me = scene.guild.me
    assert me is not None
    channel = scene.guild.create_text_channel(
        "hidden", overwrites={me: DENY(read_message_history=False)}
    )
    message = await scene.stranger.send(channel, CARGO)
    answer = await check(scene, message)
    await scene.press(answer, "Share")
    [said] = public(scene, channel)
    address = f"https://discord.com/channels/{scene.guild.id}/{channel.id}/{message.id}"
    assert said.texts == [*answer.texts, f"-# Shared by asker, on this message: {address}"]


async def test_an_answer_to_a_deleted_message_is_shared_without_it(scene: Scene) -> None:
    """Nothing is lost, and that it stands alone is said."""
    message = await scene.stranger.send(scene.channel, CARGO)
    answer = await check(scene, message)
    await scene.stranger.delete(message)
    # simcord takes a reply to what is not there; Discord says that the form is invalid.
    scene.env.inject_error(
        "POST", f"/channels/{scene.channel.id}/messages", status=400, code=50035, times=1
    )
    await scene.press(answer, "Share")
    [said] = public(scene)
    assert said.texts[-1] == (
        "-# Shared by asker. It can’t be shown below the message that was checked, which may be"
        " gone."
    )


async def test_what_discord_does_not_take_can_be_shared_again(scene: Scene) -> None:
    """The sharer is told, and the button is there again."""
    message = await scene.stranger.send(scene.channel, CARGO)
    answer = await check(scene, message)
    scene.env.inject_error(
        "POST", f"/channels/{scene.channel.id}/messages", status=500, code=0, times=1
    )
    result = await scene.press(answer, "Share")
    assert "Discord did not take it" in Shown(result.followups[-1]).text
    assert answer.buttons == {"Share": True, "Take along": True}
    await scene.press(answer, "Share")
    assert len(public(scene)) == 1


async def test_in_direct_messages_it_works_likewise(scene: Scene) -> None:
    """A text is checked and its answer shared with the bot's own direct messages."""
    person = scene.env.create_user("alone")
    answer = await scene.ask("check", by=person, text=CARGO)
    assert answer.private
    result = await person.click(answer.message, label="Share")
    assert result.acknowledged
    assert Shown(result.followups[-1]).texts == [*answer.texts, "-# Shared by alone"]


async def test_a_button_of_another_program_is_told(scene: Scene) -> None:
    """A press below a message without words is answered, too."""
    answer = await check(scene, await scene.stranger.send(scene.channel, CARGO))
    stored = scene.env.backend.get_message(scene.channel.id, answer.message.id)
    stored.components[:] = stored.components[-1:]
    told = shown(await scene.asker.click(answer.message, label="Share"))
    assert told.text == (
        "This answer is too old for its buttons to work. Ask again with the command."
    )


async def test_hostile_text_does_nothing(scene: Scene) -> None:
    """Markup, mentions and invisible signs are shown as they are, and ping nobody."""
    text = (
        "In 2015 the **cargo** <@1> @everyone [came](https://evil.example) to `150` thousand"
        " tonnes \u202egnirts\u200b || <t:1:R>"
    )
    answer = await check(scene, await scene.stranger.send(scene.channel, text))
    assert answer.texts[1].splitlines()[0] == (
        "**The message:** “In 2015 the cargo \\@everyone came to 150 thousand tonnes gnirts”"
    )
    assert "@everyone" not in answer.text.replace("\\@everyone", "")


async def test_a_long_answer_comes_in_private_parts_each_of_which_can_be_shared(
    scene: Scene,
) -> None:
    """Facts with long notes: as many messages as they need, none for anybody else."""
    text = " ".join(f"A map of the bay was drawn in {1880 + n}." for n in (1, 2, 3))
    message = await scene.stranger.send(scene.channel, text)
    result = await scene.asker.context_menu(scene.channel, MENU, message)
    assert result.response is not None
    parts = [Shown(one) for one in (result.response, *result.followups)]
    assert 1 < len(parts) <= checking.PARTS
    buttons = {"Share": True, "Take along": True}
    assert all(part.private and part.buttons == buttons for part in parts)
    assert f"part 2 of {len(parts)}" in parts[1].scope[0]
    for year in (1881, 1882, 1883):
        assert any(f"the message has {year}; the article has {year}." in one.text for one in parts)
    await scene.press(parts[1], "Share")
    [said] = public(scene)
    assert said.texts == [*parts[1].texts, "-# Shared by asker"]
    assert reference(scene, said) == message.id


async def test_an_answer_that_takes_too_many_messages_leaves_sentences_out(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says how many, rather than losing its end."""
    monkeypatch.setattr(checking, "PARTS", 1)
    text = " ".join(f"A map of the bay was drawn in {1880 + n}." for n in (1, 2, 3))
    answer = await check(scene, await scene.stranger.send(scene.channel, text))
    assert "1 more sentence is matched but left out here; check it by itself." in answer.text


async def test_nothing_of_a_checked_text_is_kept_or_logged(
    scene: Scene, tmp_path: Path, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the state nor in memory for the next answer nor in any line of the log, also
    where checking fails, and whatever the fault says."""
    message = await scene.stranger.send(scene.channel, f"{CARGO} {SECRET}")
    await scene.press(await check(scene, message), "Share")
    await scene.ask("check", text=f"{SECRET} {CARGO}")

    def broken(text: str, *_: Any) -> Any:
        raise ValueError(f"what is {text}?")

    monkeypatch.setattr(checking, "check", broken)
    failed = await check(scene, message)
    assert "error id" in failed.text
    assert SECRET not in failed.text
    monkeypatch.setattr(checking, "check", answer_check)
    assert f"in {MENU}" in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert SECRET not in log.getvalue()
    assert "150" not in log.getvalue()
    for path in (tmp_path / "state").rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes()
    client = scene.env.bot
    assert isinstance(client, Footnote)
    assert SECRET not in repr(list(client.replies.laid._answers.items()))


def remembered() -> str:
    """What the caches of functions and our own hold, whoever's they are."""
    todo: list[Any] = []
    for each in gc.get_objects():
        if isinstance(each, Kept):
            todo.append(each._answers)
        elif isinstance(each, functools._lru_cache_wrapper):
            inner = (one for one in gc.get_referents(each) if isinstance(one, dict))
            todo += [one for one in inner if "__wrapped__" not in one]
    held = []
    while todo:
        one = todo.pop()
        if isinstance(one, dict | tuple | list) or type(one).__name__ == "_lru_list_elem":
            todo += gc.get_referents(one)
        else:
            held.append(repr(one))
    return "\n".join(held)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en-US", "the message has 987.654 thousand tonnes (May 1666)"),
        ("ru", "в сообщении — 987,654 тыс. тонн (май 1666 года)"),
        ("zh-CN", "消息中为987.654 千吨（1666年5月）"),
    ],
)
async def test_no_cache_holds_anything_of_a_checked_text(
    scene: Scene, locale: str, said: str
) -> None:
    """Neither its words nor the numbers and dates that the answer says anew."""
    scene.locales[scene.asker.id] = locale
    text = f"In May 1666 the cargo came to 987.654 thousand tonnes, they say: {SECRET}."
    traces = re.compile(rf"(?<!\w)(?:{SECRET}|987.654|1666)(?!\w)")
    before = Counter(traces.findall(remembered()))  # other tests have numbers and dates, too
    answer = await check(scene, await scene.stranger.send(scene.channel, text))
    assert said in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    for button in answer.buttons:
        await scene.press(answer, button)
    assert Counter(traces.findall(remembered())) - before == Counter()
    say = scene.wordings.of(locale)
    say.number(Decimal("987.654"))  # as any other answer says it
    date_text(parse_edtf("1666-05"), say)
    assert set(Counter(traces.findall(remembered())) - before) == {"987.654", "1666"}
    wording._written.cache_clear()
    dates._said.cache_clear()
    dates._field.cache_clear()


async def test_a_text_longer_than_a_message_is_not_taken(scene: Scene) -> None:
    """Discord is told the same bound as a message has."""
    command = scene.env.backend.find_command("check", None, type=1)
    assert command is not None
    [option] = command["options"]
    assert (option["min_length"], option["max_length"]) == (1, LONGEST)
