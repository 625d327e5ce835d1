"""Which generation of the facts is live, which have been, and what each change of it was."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Literal, cast

from bot.errors import StateError
from bot.state.database import Row, StateDatabase, Transaction

How = Literal["start", "publish", "upgrade", "reload", "rollback", "signal"]
"""How a generation went live: at a first start, by `--publish` at a start, compiled anew by another
version of the program, by an editor, by an editor who went back, by SIGHUP."""

HISTORY = 100
"""So many changes are kept."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation that went live; all times in UTC.

    `by` is the id of the user who published it, or says what did. `seconds` are those that its
    compile took, unknown of one that lay compiled already, and `warnings` what the check had to
    say; both are unknown of one from before these were kept.
    """

    id: str
    fingerprint: str
    made_at: datetime
    went_live_at: datetime
    by: str
    seconds: float | None = None
    warnings: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many articles, facts and words of the vocabulary a change added, changed and so on."""

    added: int
    changed: int
    retired: int
    gone: int


@dataclass(frozen=True, slots=True)
class Reload:
    """A change of the live generation; `before` is None for the first. `at` is in UTC.

    `sizes` is None where the two could not be compared.
    """

    at: datetime
    by: str
    how: How
    before: str | None
    generation: str
    sizes: Sizes | None


@dataclass(frozen=True, slots=True)
class NewGeneration:
    """What is to go live: the compiled facts, and how the compile went, where it was one."""

    id: str
    fingerprint: str
    seconds: float | None = None
    warnings: tuple[str, ...] | None = None


class NotLive(StateError):
    """Another generation is live than the one that a change was meant for."""


_COLUMNS = "id, fingerprint, made_at, went_live_at, by_whom, seconds, warnings"
_GENERATIONS = "generation left join compile on compile.generation = generation.id"


class Generations:
    """The record of generations in the durable state."""

    def __init__(self, state: StateDatabase) -> None:
        self._state = state

    async def live(self) -> Generation | None:
        """Return the live generation, or None before the first."""
        row = await self._state.fetch_one(
            f"select {_COLUMNS} from {_GENERATIONS} join live on live.generation = id"
        )
        return _generation(row) if row else None

    async def latest(self, count: int) -> tuple[Generation, ...]:
        """Return the live generation and then those that went live last, so many in all.

        The record of changes says which: a clock that was set back does not. Of the same facts,
        which another version of the program compiles to another id, the last one counts.
        """
        rows = await self._state.fetch_all(
            f"select {_COLUMNS} from {_GENERATIONS}"
            " left join live on live.generation = id"
            " order by live.generation is null,"
            " (select max(number) from reload where reload.generation = id) desc nulls last,"
            " went_live_at desc, generation.rowid desc"
        )
        found: dict[str, Generation] = {}
        for generation in map(_generation, rows):
            found.setdefault(generation.fingerprint, generation)
        return tuple(found.values())[:count]

    async def history(self, count: int) -> tuple[Reload, ...]:
        """Return the last changes, the latest first."""
        rows = await self._state.fetch_all(
            "select at, by_whom, how, before, generation, added, changed, retired, gone"
            " from reload order by number desc limit ?",
            (count,),
        )
        return tuple(map(_reload, rows))

    async def set_live(
        self, new: NewGeneration, by: str, how: How, sizes: Sizes | None, *, expected: str | None
    ) -> Reload:
        """Make a generation the live one, and record it, in one step; return the record.

        One that was live before may be again. Raises NotLive if the live generation is not the
        `expected` one, None for none.
        """
        async with self._state.transaction() as transaction:
            before = await transaction.fetch_one("select generation from live")
            if (before[0] if before else None) != expected:
                raise NotLive("Another generation of the facts has gone live meanwhile.")
            now = self._state.now().replace(microsecond=0)
            await self._write(transaction, new, by, now)
            reload = Reload(now, by, how, expected, new.id, sizes)
            counts = astuple(sizes) if sizes else (None,) * 4
            await transaction.execute(
                "insert into reload (at, by_whom, how, before, generation, added, changed, retired,"
                " gone) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (now.isoformat(), by, how, expected, new.id, *counts),
            )
            await transaction.execute(
                "delete from reload where number <= (select max(number) from reload) - ?",
                (HISTORY,),
            )
            await transaction.execute(
                "delete from compile where generation not in (select generation from reload)"
            )
        return reload

    async def _write(
        self, transaction: Transaction, new: NewGeneration, by: str, now: datetime
    ) -> None:
        await transaction.execute(
            "insert into generation (id, fingerprint, made_at, went_live_at, by_whom)"
            " values (?, ?, ?, ?, ?) on conflict (id) do update set"
            " went_live_at = excluded.went_live_at, by_whom = excluded.by_whom",
            (new.id, new.fingerprint, now.isoformat(), now.isoformat(), by),
        )
        await transaction.execute(
            "insert into live (only_row, generation) values (1, ?)"
            " on conflict (only_row) do update set generation = excluded.generation",
            (new.id,),
        )
        if new.warnings is not None:
            # What was said when it was compiled stays, where it lay compiled already.
            await transaction.execute(
                "insert into compile (generation, seconds, warnings) values (?, ?, ?)"
                " on conflict (generation) do update set seconds = excluded.seconds,"
                " warnings = excluded.warnings where excluded.seconds is not null",
                (new.id, new.seconds, json.dumps(new.warnings, ensure_ascii=False)),
            )


def _generation(row: Row) -> Generation:
    id_, fingerprint, made_at, went_live_at, by, seconds, warnings = row
    return Generation(
        id_,
        fingerprint,
        datetime.fromisoformat(made_at),
        datetime.fromisoformat(went_live_at),
        by,
        seconds,
        tuple(json.loads(warnings)) if warnings is not None else None,
    )


def _reload(row: Row) -> Reload:
    at, by, how, before, generation, *counts = row
    sizes = Sizes(*counts) if None not in counts else None
    return Reload(
        datetime.fromisoformat(at).astimezone(UTC), by, cast(How, how), before, generation, sizes
    )
