"""Which generation of the facts is live, and which have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.state.database import StateDatabase


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation that went live; all times in UTC. `by` says who or what published it."""

    id: str
    fingerprint: str
    made_at: datetime
    went_live_at: datetime
    by: str


class Generations:
    """The record of generations in the durable state."""

    def __init__(self, state: StateDatabase) -> None:
        self._state = state

    async def live(self) -> Generation | None:
        """Return the live generation, or None before the first."""
        row = await self._state.fetch_one(
            "select id, fingerprint, made_at, went_live_at, by_whom"
            " from live join generation on generation.id = live.generation"
        )
        if row is None:
            return None
        id_, fingerprint, made_at, went_live_at, by = row
        return Generation(
            id_,
            fingerprint,
            datetime.fromisoformat(made_at),
            datetime.fromisoformat(went_live_at),
            by,
        )

    async def set_live(
        self, id_: str, fingerprint: str, by: str, *, made_at: datetime | None = None
    ) -> None:
        """Make a generation the live one; one that was live before may be again.

        `made_at` is when it was compiled, with a zone, if not now.
        """
        now = self._state.stamp()
        made = made_at.astimezone(UTC).isoformat(timespec="seconds") if made_at else now
        async with self._state.transaction() as transaction:
            await transaction.execute(
                "insert into generation (id, fingerprint, made_at, went_live_at, by_whom)"
                " values (?, ?, ?, ?, ?) on conflict (id) do update set"
                " went_live_at = excluded.went_live_at, by_whom = excluded.by_whom",
                (id_, fingerprint, made, now, by),
            )
            await transaction.execute(
                "insert into live (only_row, generation) values (1, ?)"
                " on conflict (only_row) do update set generation = excluded.generation",
                (id_,),
            )
