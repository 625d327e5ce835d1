"""Questions over the wire: every command, autocomplete, buttons, direct messages, many at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.interface.press import PATTERN, read
from bot.wording.wordings import Wordings
from tests.loopback.exchange import CHOICES, MESSAGE, UPDATE, Exchange
from tests.loopback.process import BotProcess, connected
from tests.loopback.server import Loopback
from tests.loopback.waiting import until
from tests.shown import Shown, custom_ids_of

QUESTIONS: dict[str, dict[str, str]] = {
    "timeline": {"topic": "harbour", "from_": "1900"},
    "figures": {"what": "cargo"},
    "quote": {"speaker": "bo-lind"},
    "compare": {"what": "ferry-opened"},
    "onthisday": {"day": "19 July"},
    "upcoming": {},
    "search": {"query": "ferry"},
    "article": {"article": "reed-2020"},
    "fact": {"id": "reed-2020/ferry-opened"},
    "help": {},
    "privacy": {},
}
MANY = [
    *QUESTIONS.items(),
    *(("timeline", {"topic": topic}) for topic in ("energy", "trade", "old-maps", "names")),
    ("fact", {"id": "reed-2020/crane"}),
    ("onthisday", {"day": "1 October"}),
]
IN_FLIGHT = 64


async def test_every_command_is_answered_and_nothing_else_is_sent(
    server: Loopback, bot: BotProcess
) -> None:
    """In a server and in direct messages, each with one message that pings nobody."""
    others = {"settings", "anniversaries", "facts", "check", "Check against the articles"}
    assert server.world.commands.keys() == {*QUESTIONS, *others}
    user = server.world.user("mia")
    [guild] = server.world.guilds.values()
    for channel in (guild.channels[0], server.world.direct(user)):
        for command, options in QUESTIONS.items():
            exchange = await (await server.slash(user, channel, command, **options)).answered()
            assert (exchange.type, exchange.statuses) == (MESSAGE, [200]), command
            assert exchange.message is not None
            assert not exchange.message.ephemeral
            assert exchange.data["allowed_mentions"] == {"parse": []}
    assert server.syncs() == 1
    calls = [request for request in server.rest.requests if "/interactions/" in request.path]
    assert len(calls) == 2 * len(QUESTIONS)
    assert "fault" not in bot.log


async def test_a_calendar_file_is_uploaded_with_its_answer(
    server: Loopback, bot: BotProcess
) -> None:
    """In a server and in direct messages, within what Discord documents."""
    user = server.world.user("mia")
    [guild] = server.world.guilds.values()
    for channel in (guild.channels[0], server.world.direct(user)):
        asked = await server.slash(user, channel, "upcoming", calendar=True)
        exchange = await asked.answered()
        assert (exchange.type, exchange.statuses) == (MESSAGE, [200])
        assert exchange.message is not None
        assert Shown(exchange.message).title == "Upcoming anniversaries as a calendar file"
        assert '"attachment://anniversaries.ics"' in json.dumps(exchange.data)
    assert "fault" not in bot.log


async def test_a_chart_is_uploaded_with_its_answer_and_its_next_page(
    server: Loopback, bot: BotProcess
) -> None:
    """By a process that the bot starts for it; within what Discord documents."""
    user = server.world.user("mia")
    [guild] = server.world.guilds.values()

    def files() -> list[str]:
        """What came with the last answer."""
        calls = [request for request in server.rest.requests if "/interactions/" in request.path]
        return list(calls[-1].files)

    for _ in range(30):  # where the machine is busy, the first answers go out before it is drawn
        asked = await server.slash(user, guild.channels[0], "figures", what="passengers")
        message = (await asked.answered()).message
        if files():
            break
    assert files() == ["figures.png"]
    assert message is not None
    turned = await server.press(user, message, Shown(message).custom_id("Next"))
    assert (await turned.answered()).type == UPDATE
    assert "page 2 of 2" in Shown(message).text
    assert files() == ["figures.png"]
    assert "fault" not in bot.log


async def test_pages_turn_and_answers_are_removed(server: Loopback, bot: BotProcess) -> None:
    """The asker's page turns in its place, another person gets a copy, and Remove removes."""
    mia, ben = server.world.user("mia"), server.world.user("ben")
    [guild] = server.world.guilds.values()
    asked = await server.slash(mia, guild.channels[0], "timeline", topic="energy")
    message = (await asked.answered()).message
    assert message is not None
    shown = Shown(message)
    first = shown.text
    turned = await (await server.press(mia, message, shown.custom_id("Next"))).answered()
    assert turned.type == UPDATE
    assert "page 2 of 3" in shown.text
    assert shown.text != first
    copy = await (await server.press(ben, message, shown.custom_id("Next"))).answered()
    assert copy.type == MESSAGE
    assert copy.message is not None
    assert copy.message.ephemeral
    assert "page 2 of 3" in shown.text
    await (await server.press(mia, message, shown.custom_id("Remove"))).answered()
    await until(lambda: message.deleted)
    assert "fault" not in bot.log


async def test_options_complete_as_they_are_typed(server: Loopback, bot: BotProcess) -> None:
    """Labels to read, keys as values."""
    user = server.world.user("mia")
    [guild] = server.world.guilds.values()
    typed = await server.type(user, guild.channels[0], "timeline", "topic", "harb")
    await typed.answered()
    assert typed.type == CHOICES
    assert typed.choices == {"Harbour": "harbour"}


@pytest.mark.parametrize("locale", ["en-US", "ru", "zh-CN", "ar", "xx"])
async def test_every_language_of_a_reader_is_answered(
    server: Loopback, bot: BotProcess, locale: str
) -> None:
    """In that language, where there is a catalogue of it; else in English. So also one that Discord
    has only begun to offer."""
    user = server.world.user("mia", locale)
    [guild] = server.world.guilds.values()
    guild.locale = locale
    exchange = await (await server.slash(user, guild.channels[0], "help")).answered()
    assert exchange.payload["locale"] == exchange.payload["guild_locale"] == locale
    assert exchange.message is not None
    assert "/timeline" in Shown(exchange.message).text
    say = Wordings().of(locale)
    assert say.language == (locale[:2] if locale in ("ru", "zh-CN") else "en")
    assert Shown(exchange.message).scope[-1].endswith(say.say("help.scope"))
    assert "fault" not in bot.log


async def test_an_answer_is_in_its_askers_language_or_the_servers(
    server: Loopback, bot: BotProcess
) -> None:
    """What one alone sees is theirs; what all see is the server's, whoever asks."""
    [guild] = server.world.guilds.values()
    guild.locale = "zh-CN"
    user = server.world.user("ira", "ru")
    wordings = Wordings()
    for private, language in ((True, "ru"), (False, "zh")):
        channel = guild.channels[0]
        exchange = await server.slash(user, channel, "help", private=private)
        await exchange.answered()
        assert exchange.message is not None
        scope = wordings.of(language).say("help.scope")
        assert Shown(exchange.message).scope[-1].endswith(scope)
    typed = await server.type(user, guild.channels[0], "timeline", "topic", "гав")
    await typed.answered()
    assert typed.choices == {"Гавань": "harbour"}
    assert "fault" not in bot.log


async def test_many_people_at_once_are_all_answered_their_own_question(
    server: Loopback, bot: BotProcess
) -> None:
    """64 interactions in flight, of as many people: none waits for another, none is mixed up.

    Each is the answer that its question has alone, with buttons that its asker may press.
    """
    [guild] = server.world.guilds.values()

    async def ask(number: int) -> Exchange:
        command, options = MANY[number % len(MANY)]
        user = server.world.user(f"person-{number}")
        return await server.slash(user, guild.channels[0], command, **options)

    alone = [shown(await (await ask(number)).answered()) for number in range(len(MANY))]
    assert len(set(alone)) == len(MANY)
    asked = [await ask(number) for number in range(IN_FLIGHT)]
    for number, exchange in enumerate(asked):
        assert shown(await exchange.answered()) == alone[number % len(MANY)]
        assert askers(exchange) == {exchange.user.id}


def shown(exchange: Exchange) -> str:
    """The text of an answer that came the first time that it was sent."""
    assert exchange.statuses == [200]
    assert exchange.message is not None
    return Shown(exchange.message).text


def askers(exchange: Exchange) -> set[int]:
    """For whom the buttons of an answer were made."""
    assert exchange.message is not None
    carried = [PATTERN.fullmatch(text) for text in custom_ids_of(exchange.message.components)]
    return {read(match).asker for match in carried if match is not None}


async def test_files_are_carried(server: Loopback, tmp_path: Path) -> None:
    """Multipart: a file in the answer itself and one in a message after it, byte for byte."""
    async with connected(server, tmp_path, program="tests.loopback.bare:main"):
        [guild] = server.world.guilds.values()
        exchange = await server.slash(server.world.user("mia"), guild.channels[0], "file")
        await exchange.answered()
        await until(lambda: len(exchange.followups) == 1)
    assert exchange.message is not None
    assert exchange.message.files == {"bytes.bin": bytes(range(256))}
    assert exchange.followups[0].files == {"more.bin": bytes(range(256))[::-1]}
