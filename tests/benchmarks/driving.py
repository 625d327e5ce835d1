"""Drives a bot over its loopback Discord: so many interactions in flight, and what they took."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.wording.wording import load
from tests.benchmarks.questions import Ask
from tests.benchmarks.readings import cpu_seconds
from tests.loopback.exchange import CHOICES, DEADLINE, MESSAGE, UPDATE, Exchange, Message
from tests.loopback.process import BotProcess
from tests.loopback.server import Loopback
from tests.loopback.world import Channel, User
from tests.shown import Shown

PEOPLE = 256
Send = Callable[[], Awaitable[Exchange]]
"""Sends one interaction, which then may not be answered yet."""


@dataclass(frozen=True)
class Block:
    """What some interactions took.

    `times` are in milliseconds from the arrival at the bot's Discord to the answer there, `cpu`
    and `own_cpu` the seconds of processor time of the bot and of the Discord with its load. Late is
    what came after Discord's deadline, or was told to take too long.
    """

    times: tuple[float, ...]
    late: int
    seconds: float
    cpu: float | None
    own_cpu: float
    exchanges: tuple[Exchange, ...]


class Side:
    """One bot with a Discord of its own, and the people there."""

    def __init__(self, server: Loopback, bot: BotProcess) -> None:
        self.server = server
        self.bot = bot
        [guild] = server.world.guilds.values()
        self.channel: Channel = guild.channels[0]
        self.people: list[User] = [server.world.user(f"person-{n}") for n in range(PEOPLE)]

    @property
    def pid(self) -> int:
        """The bot's process."""
        return self.bot.process.pid

    def asks(self, asks: Sequence[Ask]) -> list[Send]:
        """One interaction for each question, of one person after the other."""
        return [self._ask(ask, self.people[n % PEOPLE]) for n, ask in enumerate(asks)]

    def _ask(self, ask: Ask, user: User) -> Send:
        def send() -> Awaitable[Exchange]:
            options: dict[str, Any] = dict(ask.options)
            if ask.focused is None:
                return self.server.slash(user, self.channel, ask.command, **options)
            typed = options.pop(ask.focused)
            return self.server.type(user, self.channel, ask.command, ask.focused, typed, **options)

        return send

    def turns(self, answers: Sequence[Exchange], count: int) -> list[Send]:
        """So many pages turned, in one answer after the other, each by its asker."""
        return [self._turn(answers[n % len(answers)]) for n in range(count)]

    def _turn(self, answer: Exchange) -> Send:
        def send() -> Awaitable[Exchange]:
            assert answer.message is not None
            return self.server.press(answer.user, answer.message, turn_of(answer.message))

        return send

    async def drive(self, sends: Iterable[Send], in_flight: int) -> Block:
        """Send them all, so many at a time: the next when one is answered."""
        exchanges: list[Exchange] = []
        waiting = iter(sends)
        late = 0

        async def person() -> None:
            nonlocal late
            for send in waiting:
                exchange = await send()
                exchanges.append(exchange)
                try:
                    await exchange.answered(2 * DEADLINE)
                except TimeoutError:
                    late += 1

        gc.collect()
        gc.disable()  # this process holds much, and its collections are not the bot's time
        before, own_before, start = cpu_seconds(self.pid), time.process_time(), time.perf_counter()
        try:
            await asyncio.gather(*(person() for _ in range(in_flight)))
        finally:
            gc.enable()
        seconds, own = time.perf_counter() - start, time.process_time() - own_before
        after = cpu_seconds(self.pid)
        cpu = after - before if after is not None and before is not None else None
        times = tuple(
            1000 * (exchange.acknowledged - exchange.sent)
            for exchange in exchanges
            if exchange.acknowledged is not None
        )
        late += sum(map(told_slow, exchanges))
        return Block(times, late, seconds, cpu, own, tuple(exchanges))


def turn_of(message: Message) -> str:
    """The id of the button to the next page, on the last page of that to the one before."""
    shown = Shown(message)
    label = next(name for name in ("Next", "Previous") if shown.buttons.get(name))
    return shown.custom_id(label)


def turns(message: Message | None) -> bool:
    """Whether a message has another page."""
    return message is not None and any(
        enabled and label in ("Next", "Previous")
        for label, enabled in Shown(message).buttons.items()
    )


def told_slow(exchange: Exchange) -> bool:
    """Whether the bot said that the answer takes too long just now."""
    message = exchange.message
    return message is not None and message.ephemeral and Shown(message).text.startswith(_slow())


@cache
def _slow() -> str:
    return load().say("error.slow", id="|").partition("|")[0]


def check(exchanges: Sequence[Exchange]) -> None:
    """Raise `AssertionError` for what was answered with anything but what was asked for.

    That the answer takes too long is no such thing; it counts as late.
    """
    for exchange in exchanges:
        if told_slow(exchange):
            continue
        expected = {"autocomplete": CHOICES, "component": UPDATE}.get(exchange.kind, MESSAGE)
        refused = exchange.message is not None and exchange.message.ephemeral
        if exchange.acknowledged is not None and (exchange.type != expected or refused):
            shown = Shown(exchange.message).text if exchange.message else exchange.data
            raise AssertionError(f"{exchange.payload['data']} was answered with: {shown}")
