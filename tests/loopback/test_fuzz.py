"""Fuzzed options and forged buttons against the real process: all answered, nothing let through.

`make soak` runs all of it; a plain run does the first cases of a fixed seed. Rounds are sent at
once and waited for together, so that what a case is made from does not depend on speed. Nor does
the outcome: the bot gives up no answer that takes long, and whether answers come in time is judged
by the processor time that a round takes.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.loopback.conftest import assert_no_token
from tests.loopback.exchange import (
    DEADLINE,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    UPDATE,
    Exchange,
    Message,
)
from tests.loopback.fuzzing import Case, Known, case, on, random_of, values_of
from tests.loopback.hostile import CANARY
from tests.loopback.judging import problems
from tests.loopback.process import PROJECT, BotProcess, connected
from tests.loopback.server import Loopback
from tests.loopback.waiting import HANGING, until
from tests.loopback.world import MANAGE_GUILD, MANAGE_MESSAGES, Channel, User
from tests.shown import Shown, custom_ids_of, texts_of

FULL = bool(os.environ.get("FOOTNOTE_FULL"))
SEED = int(os.environ.get("FOOTNOTE_SEED") or 1)
CORPORA = ("harbour", "bundled")
CASES = (100_000 if FULL else 2_000) // len(CORPORA)
IN_FLIGHT = 40
POOL = 48
"""How many messages presses are made on: the first ones, and the latest."""

ENOUGH = 12
"""After so many failures the run ends: they have most likely few causes."""

TOKEN_START = "aW50ZXJhY3Rpb246"
"""How the token of every interaction begins."""


@dataclass
class Sent:
    """A case under way, and the seed and number it can be made again by."""

    number: int
    made: Case
    exchange: Exchange

    def failure(self, problem: str) -> str:
        """A line that says what went wrong, and with what."""
        data = ascii(self.made.data)
        return f"case {self.number}, {self.made.about}: {problem}; {data[:600]}"


@dataclass
class Run:
    """One run of many cases; `counts` are its figures.

    `slowest` is the longest that an answer took, `busiest` the most processor time that the bot
    took for a round, both in seconds.
    """

    corpus: str
    server: Loopback
    bot: BotProcess
    known: Known
    people: list[User]
    places: list[Channel]
    pool: list[tuple[Message, list[str]]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    busiest: float = 0.0

    async def cases(self, first: int, last: int) -> None:
        """Send the cases from one number up to another, and judge each after the next round."""
        before: list[Sent] = []
        for start in range(first, last, IN_FLIGHT):
            numbers = range(start, min(start + IN_FLIGHT, last))
            used = processor_time(self.bot)
            sent = [await self._send(number) for number in numbers]
            await _all_done([each.exchange for each in sent])
            used = processor_time(self.bot) - used
            self.busiest = max(self.busiest, used)
            if used > DEADLINE:
                self.failures += [each.failure(f"in a round of {used:.1f} s") for each in sent]
            self._judge(before)
            self._keep(sent)
            before = sent
            if len(self.failures) >= ENOUGH:
                break
        await asyncio.sleep(0.2)
        self._judge(before)

    async def _send(self, number: int) -> Sent:
        rng = random_of(SEED, self.corpus, number)
        message, buttons = rng.choice(self.pool)
        made = case(rng, on(self.known, buttons))
        user = rng.choice(self.people)
        pressed = message if made.kind == "component" else None
        place = message.channel if pressed else rng.choice(self.places)
        opened = self.server.interactions.open(made.kind, user, place, made.data, pressed)
        return Sent(number, made, await self.server.send(opened))

    def _judge(self, sent: list[Sent]) -> None:
        """Count and judge, then let go: a full run would not fit into memory."""
        for each in sent:
            exchange = each.exchange
            self.failures += [each.failure(problem) for problem in problems(exchange)]
            self.counts[f"{each.made.kind}: {each.made.about}"] += 1
            self.counts[_told(exchange)] += 1
            if exchange.acknowledged is not None:
                seconds = exchange.acknowledged - exchange.sent
                self.slowest = max(self.slowest, seconds)
                self.counts["after more than three seconds"] += seconds > DEADLINE
            self.server.interactions.forget(exchange)
        self.failures += self.server.rest.violations
        self.server.rest.violations.clear()
        self.server.rest.requests.clear()
        self.server.gateway.forget_events()

    def _keep(self, sent: list[Sent]) -> None:
        """Take the messages of a round as such to press on, in place of older ones."""
        for each in sent:
            message = each.exchange.message
            if each.exchange.type == MESSAGE and message is not None:
                buttons = custom_ids_of(each.exchange.data["components"])
                if each.number % 5 == 0 or (buttons and each.number % 5 < 3):
                    self.pool.append((message, buttons))
        del self.pool[POOL // 2 : -POOL // 2]


def _told(exchange: Exchange) -> str:
    """What kind of answer came."""
    if exchange.kind == "autocomplete":
        return "answered: with choices" if exchange.data.get("choices") else "answered: no choices"
    if exchange.type == DEFERRED_UPDATE:
        return "answered: removed"
    if exchange.type == MODAL:
        return "answered: form"
    if exchange.type == UPDATE:
        return "answered: page turned"
    texts = texts_of(exchange.data.get("components") or [])
    if len(texts) == 1:
        return "answered: explained"
    abstains = bool(texts) and "the articles do not say" in texts[0].partition("\n")[0]
    return "answered: abstention" if abstains else "answered: result"


async def _all_done(exchanges: list[Exchange]) -> None:
    """Wait for all, or until what is not answered is taken never to be."""
    waiting = [asyncio.ensure_future(exchange.done.wait()) for exchange in exchanges]
    _, late = await asyncio.wait(waiting, timeout=HANGING)
    for each in late:
        each.cancel()


def processor_time(bot: BotProcess) -> float:
    """The seconds of processor time that the bot has used; 0 where the system does not tell."""
    stat = Path(f"/proc/{bot.process.pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(bot: BotProcess) -> int | None:
    """The process's resident memory in KiB, where the system tells it."""
    status = Path(f"/proc/{bot.process.pid}/status")
    if not status.exists():
        return None
    found = re.search(r"^VmRSS:\s+(\d+) kB", status.read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) if found else None


@pytest.fixture(params=CORPORA)
async def run(
    request: pytest.FixtureRequest, server: Loopback, harbour_folder: Path, tmp_path: Path
) -> AsyncIterator[Run]:
    """A connected bot, people of several languages and rights, and messages to press on.

    It answers from the tests' own facts, or from those that it comes with.
    """
    facts = (harbour_folder if request.param == "harbour" else PROJECT) / "facts"
    settings = {"FOOTNOTE_FACTS_DIR": str(facts)}
    unhurried = ["tests.loopback.before:unhurried"]
    async with connected(server, tmp_path, settings=settings, before=unhurried) as bot:
        await until(lambda: bool(server.world.commands))
        [guild] = server.world.guilds.values()
        locales = {"mia": "en-US", "ben": "ru", "lin": "zh-CN", "max": "en-US"}
        people = [server.world.user(name, locale) for name, locale in locales.items()]
        guild.permissions[people[1].id] = MANAGE_MESSAGES
        guild.permissions[people[3].id] = MANAGE_GUILD
        places = [guild.channels[0], guild.channels[0], server.world.direct(people[0])]
        channels = [each.payload() | {"permissions": "0"} for each in guild.channels]
        roles = [guild.payload(server.world.bot)["roles"][0]]
        roles.append(roles[0] | {"id": str(server.world.new_id()), "name": "gone"})
        things = {"channel": channels, "role": roles}
        known = Known(server.world.commands, values_of(facts), things=things)
        server.interactions.deadline = HANGING
        made = Run(request.param, server, bot, known, people, places)
        for place in places[1:]:
            for private in (False, True):
                for user in people:
                    asked = await server.slash(user, place, "timeline", private=private)
                    message = (await asked.answered()).message
                    assert message is not None
                    made.pool.append((message, custom_ids_of(message.components)))
        yield made
        assert_no_token(bot, server)


async def test_whatever_is_sent_is_answered_and_lets_nothing_through(run: Run) -> None:
    """Each is a result, an abstention or an explanation, in time; the log tells nothing of it."""
    began, early = time.monotonic(), None
    for tenth in range(1, 11):
        first, last = CASES * (tenth - 1) // 10, CASES * tenth // 10
        await run.cases(first, last)
        print(f"{last} of {CASES}, {time.monotonic() - began:.0f} s", flush=True)
        assert run.failures == [], f"seed {SEED}, {run.corpus}:\n" + "\n".join(run.failures)
        early = resident(run.bot) if tenth == 2 else early
    late = resident(run.bot)
    for name, count in sorted(run.counts.items()):
        print(f"{count:7} {name}")
    print(
        f"{run.corpus}, seed {SEED}: {time.monotonic() - began:.0f} s, an answer at most", end=" "
    )
    print(
        f"{run.slowest:.2f} s, a round of {IN_FLIGHT} at most {run.busiest:.2f} s of the", end=" "
    )
    print(f"processor; memory {early} KiB after a fifth, {late} KiB at the end", flush=True)

    [guild] = run.server.world.guilds.values()
    asked = await run.server.slash(run.people[0], guild.channels[0], "help")
    message = (await asked.answered()).message
    assert message is not None
    assert Shown(message).title.startswith("Footnote: what")
    written = run.bot.log + run.bot.printed
    assert TOKEN_START not in written
    assert CANARY not in written
    assert _grave(run.bot.log) == []
    if early is not None and late is not None:
        assert late < 1.5 * early + 32 * 1024


def _grave(log: str) -> list[str]:
    """Lines above INFO and those that are no records, but for the library's word on its lag."""
    record = re.compile(r"\S+ (?:DEBUG|INFO) |\S+ WARNING discord\.gateway: ")
    return [line for line in log.splitlines() if not record.match(line)]
