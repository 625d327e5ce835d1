"""A small simulation on some seeds, and that it finds out what protects from doubles and losses."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import pytest

from bot.anniversaries.sending import Absent, Look, Unreadable
from bot.state.deliveries import Claim, Delivery, DeliveryState
from tests.anniversaries.simulation.discord import SimulatedSender
from tests.anniversaries.simulation.mortal import SOURCES, is_port
from tests.anniversaries.simulation.run import simulate
from tests.anniversaries.simulation.world import Size, WatchedDeliveries, World

SMALL = Size(servers=60, days=1)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_doubled_lost_or_left(seed: int) -> None:
    """Whatever fails and whenever the process dies."""
    figures, details = simulate(seed, 1, SMALL)
    assert (figures.failures, details) == ({}, [])
    assert figures.crashes.total() > 40
    assert figures.posts > 30


class NewNonce(SimulatedSender):
    """Each send has a nonce of its own."""

    def nonce(self, delivery: Delivery) -> str:
        self._discord.count("nonces")
        return str(self._discord.counts["nonces"])


class NoLook(SimulatedSender):
    """The history is not read: what is not known is taken for absent."""

    async def look(self, delivery: Delivery) -> Look:
        return Absent()


class Blind(SimulatedSender):
    """The history is not read: what is not known stays so."""

    async def look(self, delivery: Delivery) -> Look:
        return Unreadable()


class NoClaim(WatchedDeliveries):
    """Nothing is kept before the send, only what came of it."""

    async def claim(self, claims: Sequence[Claim]) -> tuple[Delivery, ...]:
        made = await super().claim(claims)
        for delivery in made:
            await self._state.execute(
                "delete from delivery where guild_id = ? and local_date = ? and state = 'claimed'",
                (delivery.guild_id, delivery.date.isoformat()),
            )
        self.made.update({(one.guild_id, one.date): claim for one, claim in zip(made, claims)})
        return made

    made: dict = {}  # noqa: RUF012

    async def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        message_id: int | None = None,
        reason: str | None = None,
    ) -> None:
        claim = self.made.get((delivery.guild_id, delivery.date))
        if claim is not None:
            await WatchedDeliveries.claim(self, [claim])
        await super().settle(delivery, state, message_id=message_id, reason=reason)


class NoConfirm(WatchedDeliveries):
    """What was delivered is not recorded."""

    async def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        message_id: int | None = None,
        reason: str | None = None,
    ) -> None:
        if state != "delivered":
            await super().settle(delivery, state, message_id=message_id, reason=reason)


@pytest.mark.parametrize(
    ("taken_out", "found"),
    [
        (NewNonce, "doubled"),
        (NoLook, "doubled"),
        (Blind, "lost"),
        (NoClaim, "doubled"),
        (NoConfirm, "lost"),
    ],
)
def test_it_finds_out_what_is_taken_out(taken_out: type, found: str) -> None:
    """Without the nonce, the look, the claim or the confirm it reports doubled or lost posts."""

    class Poorer(World):
        calm_seconds = 8 * 3600.0
        make_sender = taken_out if issubclass(taken_out, SimulatedSender) else SimulatedSender
        make_deliveries = (
            taken_out if issubclass(taken_out, WatchedDeliveries) else WatchedDeliveries
        )

    figures, _ = simulate(1, 1, Size(servers=120, days=1), Poorer)
    assert found in figures.failures


def test_nothing_is_awaited_but_ports_and_own_coroutines() -> None:
    """A new await is a new point of death, or is refused here."""
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)}
        allowed = {f"self.{name}" for name in own} | {"asyncio.wait", "serve", "prune"}
        for node in ast.walk(tree):
            assert not isinstance(node, ast.AsyncFor | ast.AsyncWith)
            if not isinstance(node, ast.Await):
                continue
            if isinstance(node.value, ast.Name):
                assert node.value.id == "work", ast.unparse(node)  # a delivery's own coroutine
                continue
            assert isinstance(node.value, ast.Call), ast.unparse(node)
            assert is_port(node.value) or ast.unparse(node.value.func) in allowed, ast.unparse(node)
