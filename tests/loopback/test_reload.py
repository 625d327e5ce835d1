"""Facts changed under the real process: by SIGHUP, under readers, and whatever kills it.

`FOOTNOTE_FULL=1` reloads two hundred times instead of a few.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import shutil
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.benchmarks.driving import turn_of, turns
from tests.loopback.conftest import assert_no_token
from tests.loopback.exchange import CHOICES, MESSAGE, UPDATE, Exchange
from tests.loopback.halting_reader import COMPILING, READING
from tests.loopback.process import BotProcess, connected
from tests.loopback.server import Loopback
from tests.loopback.waiting import HANGING, until
from tests.loopback.world import Channel
from tests.shown import Shown, texts_of

FULL = bool(os.environ.get("FOOTNOTE_FULL"))
RELOADS = 100 if FULL else 12
READERS = 3
PAUSE = 0.02
"""Seconds between a reader's questions: reloading in the background is to have its turn."""

BEFORE = "tests.loopback.before"
HALTING = (f"{BEFORE}:halting_reloads",)
STAYS, LIVE = "the facts stay as they were", ": signal by "
"""What the log tells of a reload that came to nothing, and of one that took facts live."""

OLD_STEPS = (
    "before the reading",
    READING,
    COMPILING,
    "after the reading",
    "after the opening",
    "before the commit",
)
NEW_STEPS = ("after the commit", "after the swap")

MARK = re.compile(r"Mark(\d+)")
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("timeline", {"topic": "energy"}),
    ("timeline", {"topic": "harbour"}),
    ("figures", {"what": "cargo"}),
    ("quote", {"topic": "harbour"}),
    ("onthisday", {"day": "19 July"}),
    ("search", {"query": "ferry"}),
    ("article", {"article": "reed-2020"}),
    ("fact", {"id": "reed-2020/crane"}),
)


class Quay:
    """A bot's folder with the tests' own facts, and the bot that is started on it."""

    def __init__(self, server: Loopback, folder: Path, facts: Path) -> None:
        self.server = server
        self.folder = folder
        self.facts = Path(shutil.copytree(facts, folder / "facts"))
        self.mark(0)

    @property
    def channel(self) -> Channel:
        """Where it is asked."""
        return next(iter(self.server.world.guilds.values())).channels[0]

    @property
    def articles(self) -> list[Path]:
        """The files of the articles."""
        return sorted((self.facts / "articles").iterdir())

    def mark(self, number: int) -> None:
        """Let every fact and every article carry a mark; quotes stay as they are sealed."""
        for path in self.articles:
            file = json.loads(path.read_text(encoding="utf-8"))
            article = file["article"]
            facts = [
                fact for kind in ("events", "figures", "quotes") for fact in file.get(kind, ())
            ]
            for part, field in ((article, "title"), *((fact, "what") for fact in facts)):
                words = MARK.sub("", part.get(field, "Untitled")).rstrip()
                part[field] = f"{words} Mark{number}"
            path.write_text(json.dumps(file, ensure_ascii=False, indent=1), encoding="utf-8")

    @asynccontextmanager
    async def bot(self, before: Sequence[str] = ()) -> AsyncIterator[BotProcess]:
        """The bot, connected; no fault and no token may stand in its log."""
        async with connected(self.server, self.folder, before=before) as process:
            yield process
            assert_no_token(process, self.server)
            assert "fault" not in process.log
            assert "Traceback" not in process.log

    async def ask(self, command: str, **options: str) -> Exchange:
        """The answer to a question."""
        user = self.server.world.owner
        exchange = await self.server.slash(user, self.channel, command, **options)
        return await exchange.answered()

    async def shown(self) -> int:
        """The mark of the facts that are served."""
        return mark_of(await self.ask("timeline", topic="energy"))

    async def hang_up(self, bot: BotProcess, told: str, *, times: int = 1) -> None:
        """Send SIGHUP, and wait until the log has told something so many times."""
        bot.send(signal.SIGHUP)
        await until(lambda: bot.log.count(told) >= times)

    def left(self) -> set[str]:
        """What lies in the data folder, by its kind."""
        return {path.name.partition("-")[0] for path in (self.folder / "data").iterdir()}

    def generations(self) -> int:
        """How many compiled generations lie there."""
        return len(list((self.folder / "data").glob("facts-*.db")))


KEPT = {"facts", "archive.db", "archive.lock", "state.db", "state.lock"}
"""What may lie in the data folder when all has ended."""


def mark_of(exchange: Exchange) -> int:
    """The one mark that an answer carries."""
    assert exchange.statuses == [200]
    if exchange.kind == "autocomplete":
        assert exchange.type == CHOICES
        text = " ".join(exchange.choices)
    else:
        assert exchange.type in (MESSAGE, UPDATE)
        assert exchange.message is not None
        assert not exchange.message.ephemeral, Shown(exchange.message).text
        text = "\n".join(texts_of(exchange.data["components"]))
    marks = set(MARK.findall(text))
    assert len(marks) == 1, text
    return int(marks.pop())


@pytest.fixture
def quay(server: Loopback, harbour_folder: Path, tmp_path: Path) -> Quay:
    """The facts with mark 0."""
    return Quay(server, tmp_path, harbour_folder / "facts")


async def test_a_hang_up_takes_clean_facts_live(quay: Quay) -> None:
    """Without a preview, which the log says; where nothing has changed, nothing happens."""
    async with quay.bot() as bot:
        assert await quay.shown() == 0
        await quay.hang_up(bot, "the facts on disk are those that are live")
        quay.mark(1)
        await quay.hang_up(bot, LIVE)
        assert "without a preview" in bot.log
        assert await quay.shown() == 1
    async with quay.bot():
        assert await quay.shown() == 1


async def test_a_hang_up_leaves_the_facts_alone_that_have_problems(quay: Quay) -> None:
    """The log names each file and line; once they are mended, the next one takes them live."""
    async with quay.bot() as bot:
        quay.mark(1)
        path = quay.articles[0]
        good = path.read_text(encoding="utf-8")
        path.write_text(good.replace('"status": "happened"', '"status": "hapened"', 1))
        line = path.read_text().partition('"hapened"')[0].count("\n") + 1
        await quay.hang_up(bot, f"articles/{path.name}:{line}: ")
        assert STAYS in bot.log
        assert await quay.shown() == 0
        path.write_text(good, encoding="utf-8")
        await quay.hang_up(bot, LIVE)
        assert await quay.shown() == 1
    assert quay.left() <= KEPT


async def test_a_hang_up_takes_no_id_away_that_is_not_retired(quay: Quay) -> None:
    """Nobody has seen which go; the log names them. Retired, they go."""
    async with quay.bot() as bot:
        quay.mark(1)
        path = quay.facts / "articles/bridge-2021.yaml"
        seals = quay.facts / "seals/bridge-2021.yaml"
        file = json.loads(path.read_text(encoding="utf-8"))
        file["events"] = [event for event in file["events"] if event["id"] != "star"]
        path.write_text(json.dumps(file, indent=1), encoding="utf-8")
        lines = seals.read_text(encoding="utf-8").splitlines(keepends=True)
        seals.write_text("".join(line for line in lines if not line.startswith("  star:")))
        await quay.hang_up(bot, "bridge-2021/star vanishes without `retired:`")
        assert STAYS in bot.log
        assert await quay.shown() == 0
        path.write_text(json.dumps({**file, "retired": ["star"]}, indent=1), encoding="utf-8")
        await quay.hang_up(bot, LIVE)
        assert await quay.shown() == 1


@pytest.mark.parametrize("step", [*OLD_STEPS, *NEW_STEPS])
async def test_a_kill_in_a_reload_leaves_old_facts_or_new_ones(quay: Quay, step: str) -> None:
    """At each step the next start serves what state.db says, and nothing is in anybody's way."""
    async with quay.bot(HALTING) as bot:
        quay.mark(1)
        (quay.folder / "halt").write_text(step)
        bot.send(signal.SIGHUP)
        await until((quay.folder / "halted").exists)
        assert (quay.folder / "halted").read_text() == step
        bot.send(signal.SIGKILL)
        await bot.ended()
    await until(lambda: not processes(quay.folder))
    (quay.folder / "halt").unlink()
    async with quay.bot() as bot:
        live = int(step in NEW_STEPS)
        assert await quay.shown() == live
        assert quay.left() <= KEPT
        assert quay.generations() == 1 + live
        quay.mark(2)
        await quay.hang_up(bot, LIVE)
        assert await quay.shown() == 2
        assert quay.generations() == 2 + live
    assert quay.left() <= KEPT


def processes(folder: Path) -> list[str]:
    """The processes that read for a bot in this folder; none on a system without /proc."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes()
        except OSError:  # it has ended
            continue
        if bytes(folder) in command:
            found.append(command.replace(b"\0", b" ").decode(errors="replace"))
    return found


@pytest.mark.parametrize("hooks", [(), (f"{BEFORE}:on_disk",)], ids=["in memory", "on disk"])
async def test_readers_see_one_generation_at_a_time(quay: Quay, hooks: Sequence[str]) -> None:
    """Whatever is asked while facts change under it: no error, no answer out of two generations,
    none older than one before it; and what was replaced is let go."""
    before = (*hooks, f"{BEFORE}:closing_soon", f"{BEFORE}:unhurried")
    async with quay.bot(before) as bot:
        done = asyncio.Event()
        files = bot.open_files()
        readers = [asyncio.create_task(read(quay, done, number)) for number in range(READERS)]
        try:
            for number in range(1, RELOADS + 1):
                quay.mark(number)
                await quay.hang_up(bot, LIVE, times=number)
                assert await quay.shown() == number
        finally:
            done.set()
            seen = await asyncio.gather(*readers)
        assert sum(map(len, seen)) > 5 * RELOADS
        for marks in seen:
            assert marks == sorted(marks)
        assert len({mark for marks in seen for mark in marks}) > RELOADS // 2
        assert quay.generations() == 3
        if files is not None:
            await until(lambda: (bot.open_files() or 0) <= files + READERS)
    assert quay.left() <= KEPT


async def read(quay: Quay, done: asyncio.Event, number: int) -> list[int]:
    """Ask one thing after the other until it is done, and turn pages of what was answered before;
    the marks of the answers."""
    chance = random.Random(number)
    user, marks = quay.server.world.user(f"reader-{number}"), []
    paged: list[Exchange] = []
    while not done.is_set():
        await asyncio.sleep(PAUSE)
        if paged and chance.random() < 0.3:
            message = chance.choice(paged).message
            assert message is not None
            exchange = await quay.server.press(user, message, turn_of(message))
        elif chance.random() < 0.2:
            exchange = await quay.server.type(user, quay.channel, "fact", "id", "reed-2020/m")
        else:
            command, options = chance.choice(ASKED)
            exchange = await quay.server.slash(user, quay.channel, command, **options)
        await exchange.answered(HANGING)
        marks.append(mark_of(exchange))
        if exchange.kind == "command" and turns(exchange.message):
            paged.append(exchange)
    return marks
