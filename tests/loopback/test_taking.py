"""Taking an answer along over a real connection: uploads, and facts that take long to be read."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

from tests.loopback.exchange import DEFERRED, EPHEMERAL, MESSAGE, Exchange, Message
from tests.loopback.process import BotProcess, connected
from tests.loopback.server import Loopback
from tests.loopback.test_deadline import quay, slow
from tests.loopback.waiting import until
from tests.shown import Shown

FILES = {
    "CSV": "footnote-timeline-energy.csv",
    "JSON": "footnote-timeline-energy.json",
    "Markdown": "footnote-timeline-energy.md",
    "CSL-JSON": "footnote-timeline-energy.csl.json",
    "iCalendar": "footnote-timeline-energy.ics",
}
SLOW = ["tests.loopback.before:slow_databases"]


async def press(server: Loopback, on: Message, label: str) -> Exchange:
    """Press a button, and wait until it is acknowledged."""
    mia = server.world.user("mia")
    return await (await server.press(mia, on, Shown(on).custom_id(label))).answered()


async def offered(server: Loopback) -> Message:
    """What can be taken along of the timeline on energy."""
    mia = server.world.user("mia")
    asked = await server.slash(mia, quay(server), "timeline", topic="energy")
    answer = (await asked.answered()).message
    assert answer is not None
    offer = (await press(server, answer, "Take along")).message
    assert offer is not None
    return offer


async def late(exchange: Exchange) -> Message:
    """What comes where Discord was first told, privately, that it takes a while."""
    assert (exchange.type, exchange.data.get("flags")) == (DEFERRED, EPHEMERAL)
    await until(lambda: exchange.message is not None or bool(exchange.followups))
    message = exchange.message or exchange.followups[0]
    assert message.ephemeral
    return message


async def test_each_format_is_uploaded(server: Loopback, bot: BotProcess) -> None:
    """Within what Discord documents, and shown by a component of its message."""
    offer = await offered(server)
    for label, name in FILES.items():
        given = await press(server, offer, label)
        assert (given.type, given.statuses) == (MESSAGE, [200]), label
        assert given.message is not None
        assert given.message.ephemeral
        assert list(given.message.files) == [name]
        assert f'"attachment://{name}"' in json.dumps(given.data)
        assert given.data["allowed_mentions"] == {"parse": []}
    assert "fault" not in bot.log


async def test_the_facts_beside_a_checked_text_are_uploaded(
    server: Loopback, bot: BotProcess
) -> None:
    """Within what Discord documents; nothing of the text is in a button, a file or the log."""
    mia = server.world.user("mia")
    text = "In 2015 the cargo came to 150 thousand tonnes, says zugzwang."
    asked = await (await server.slash(mia, quay(server), "check", text=text)).answered()
    assert asked.message is not None
    offer = (await press(server, asked.message, "Take along")).message
    assert offer is not None
    assert offer.ephemeral
    given = await press(server, offer, "CSV")
    assert (given.type, given.statuses) == (MESSAGE, [200])
    assert given.message is not None
    assert given.message.ephemeral
    [(name, content)] = given.message.files.items()
    assert name == "footnote-check.csv"
    [row] = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert row["id"] == "reed-2020/cargo-2015"
    assert b"zugzwang" not in content
    assert "zugzwang" not in json.dumps(offer.components)
    assert "zugzwang" not in bot.log + bot.printed
    assert "fault" not in bot.log


async def test_facts_that_take_long_to_be_read_come_later(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """Longer than an answer may take: the person sees that it is being made, then has it."""
    async with connected(server, tmp_path, before=SLOW, settings=settings) as bot:
        mia = server.world.user("mia")
        asked = await server.slash(mia, quay(server), "timeline", topic="energy")
        answer = (await asked.answered()).message
        assert answer is not None
        with slow(tmp_path, "facts", 1.5):
            offer = await late(await press(server, answer, "Take along"))
            assert "23 facts from 1 of 3 articles" in Shown(offer).text
        given = (await press(server, offer, "CSV")).message
        assert given is not None
        [content] = given.files.values()
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(rows) == 23
        assert "fault" not in bot.log


async def test_what_takes_too_long_is_told_with_an_error_id(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> None:
    """Whoever waits is not left waiting, and other answers come meanwhile."""
    before = [*SLOW, "tests.loopback.before:impatient_for_files"]
    async with connected(server, tmp_path, before=before, settings=settings) as bot:
        mia = server.world.user("mia")
        asked = await server.slash(mia, quay(server), "timeline", topic="energy")
        answer = (await asked.answered()).message
        assert answer is not None
        with slow(tmp_path, "facts", 4):
            taken = await press(server, answer, "Take along")
            helped = await (await server.slash(mia, quay(server), "help")).answered()
            assert helped.type == MESSAGE
            told = Shown(await late(taken)).text
        found = re.search(r"takes too long just now\. .* error id ([0-9A-Z]{8})\.", told)
        assert found is not None
        assert f"fault {found[1]} in a button: no answer within 1 seconds" in bot.log
        assert "Traceback" not in bot.log
