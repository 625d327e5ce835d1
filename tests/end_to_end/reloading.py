"""A reloader of the tests' own: what it reads, and what goes wrong with that, is said outright."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.corpus.difference import Change, Difference, FieldChange
from bot.publish.outcome import Read
from bot.publish.shown import AlreadyLive, NotKept, Outdated, Preview, Status
from bot.state.generations import Generation, How, Reload, Sizes

CHANGES = (
    Change("event", "reed-2020/ferry-opened", "changed", "The ferry sails.",
           (FieldChange("what", "The ferry line to Eastport opens.", "The ferry sails."),)),
    Change("event", "bridge-2021/star", "gone", "The Star opens."),
)  # fmt: skip


def read(generation: str, changes: tuple[Change, ...] = CHANGES) -> Read:
    """Facts that were read, and what they change."""
    return Read(
        generation, f"print-{generation}", {"event": 3, "figure": 2, "quote": 1}, 3, (),
        Difference(changes, ()),
    )  # fmt: skip


@dataclass
class FakeReloader:
    """Has `disk` on disk, and `live` is live. `error` is raised by all that reads.

    What it was asked to do is in `done` and `left`. What it `takes` are seconds.
    """

    now: datetime
    live: Generation = field(init=False)
    disk: Read = field(default_factory=lambda: read("bbbbbbbb"))
    error: Exception | None = None
    kept_ones: tuple[Generation, ...] = ()
    done: list[Reload] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    readings: int = 0
    reading_takes: float = 0.0
    going_takes: float = 0.0

    def __post_init__(self) -> None:
        self.live = self.generation("aaaaaaaa", "the command line")

    def generation(self, id_: str, by: str) -> Generation:
        """A generation that has been live since now."""
        return Generation(id_, f"print-{id_}", self.now, self.now, by, 0.5, ())

    async def preview(self) -> Preview:
        self.readings += 1
        await asyncio.sleep(self.reading_takes)
        if self.error is not None:
            raise self.error
        return Preview(self.live, self.disk, False)

    async def preview_kept(self, generation: str) -> Preview:
        self.readings += 1
        if self.error is not None:
            raise self.error
        if generation not in {one.id for one in self.kept_ones}:
            raise NotKept(generation)
        return Preview(self.live, read(generation), True)

    async def go_live(self, base: str, generation: str, by: int, *, kept: bool) -> Reload:
        await asyncio.sleep(self.going_takes)
        if self.error is not None:
            raise self.error
        if self.live.id == generation != base:
            raise AlreadyLive(self.done[-1])
        preview = await (self.preview_kept(generation) if kept else self.preview())
        if self.live.id != base:
            raise Outdated(preview, "live")
        if preview.read.generation != generation:
            raise Outdated(preview, "files")
        before, self.live = self.live, self.generation(generation, str(by))
        self.kept_ones = (before, *(one for one in self.kept_ones if one.id != generation))[:2]
        how: How = "rollback" if kept else "reload"
        reload = Reload(self.now, str(by), how, base, generation, Sizes(0, 1, 0, 1))
        self.done.append(reload)
        return reload

    async def leave(self, generation: str) -> None:
        self.left.append(generation)

    async def status(self) -> Status:
        same = self.disk.generation == self.live.id
        return Status(self.live, "same" if same else "other", self.kept_ones, tuple(self.done))

    async def kept(self) -> tuple[Generation, ...]:
        return self.kept_ones

    def changed_by(self, somebody: int) -> None:
        """Let somebody else have taken other facts live."""
        self.live = replace(
            self.generation("cccccccc", str(somebody)), went_live_at=self.now + timedelta(hours=1)
        )
