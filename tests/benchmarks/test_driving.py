"""What of an interaction's answer counts: as it should be, too late, or wrong."""

from __future__ import annotations

import pytest

from bot.wording.wording import load
from tests.benchmarks.driving import check, told_slow
from tests.loopback.exchange import EPHEMERAL, MESSAGE, Exchange, Message
from tests.loopback.world import World
from tests.shown import TEXT


def answered(text: str, flags: int) -> Exchange:
    """A slash command that was answered with a text."""
    world = World()
    user, channel = world.user("mia"), world.guild().channels[0]
    payload = {"data": {"name": "fact"}}
    data = {"components": [{"type": TEXT, "content": text}], "flags": flags}
    exchange = Exchange("command", 1, "token", user, channel, payload, None, 0.0, 0.1, MESSAGE)
    exchange.message = Message(2, channel, data)
    return exchange


def test_a_public_answer_is_as_it_should_be() -> None:
    """It passes, and is not late."""
    exchange = answered("The ferry opened.", 0)
    check([exchange])
    assert not told_slow(exchange)


def test_that_an_answer_takes_too_long_is_late() -> None:
    """The bot says so in private, with an id; the measuring goes on."""
    exchange = answered(load().say("error.slow", id="ABCD2345"), EPHEMERAL)
    check([exchange])
    assert told_slow(exchange)


def test_a_refusal_ends_the_measuring() -> None:
    """A question that the bot refuses is quickly answered, and says nothing of its speed."""
    with pytest.raises(AssertionError, match="No such fact"):
        check([answered("No such fact", EPHEMERAL)])
