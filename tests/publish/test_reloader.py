"""Facts changed under a running bot: previewed, taken live, gone back from, by several at once."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.difference import Difference
from bot.errors import CorpusError, StateError, StoreError
from bot.publish.apart import Reading, Wanted, read_apart
from bot.publish.folders import Folders
from bot.publish.kept import generation_path
from bot.publish.live import live
from bot.publish.reloader import WAITING, Reloader
from bot.publish.served import ServedFacts
from bot.publish.shown import AlreadyLive, Busy, NotKept, Outdated, Preview
from bot.state.generations import Generations, NewGeneration, Reload, Sizes
from bot.store.facts import FactStore
from tests.publish.corpora import OPENS, SAILS, databases, edit, spoil

FERRY = "bridge-2021/ferry-line"
ANN, BO = 11, 22


class Scene:
    """Served facts, and two editors who may reload them."""

    def __init__(
        self, folders: Folders, generations: Generations, served: ServedFacts, reloader: Reloader
    ) -> None:
        self.folders = folders
        self.folder = folders.data.parent
        self.generations = generations
        self.served = served
        self.reloader = reloader

    def says(self) -> str:
        """What the served facts say of the ferry."""
        told = self.served().fact(FERRY)
        return told.fact.what if told is not None else ""

    async def press(self, shown: Preview, by: int = ANN) -> Reload:
        """Take live what was shown."""
        return await self.reloader.go_live(
            shown.base.id, shown.read.generation, by, kept=shown.kept
        )

    async def taken(self, what: str) -> str:
        """Edit the facts so that they say something of the ferry, and take that live; its id."""
        edit(self.folder, self.says(), what)
        return (await self.press(await self.reloader.preview())).generation


@pytest.fixture
async def scene(folders: Folders, generations: Generations) -> AsyncIterator[Scene]:
    """The facts as a first start serves them."""
    served = ServedFacts()
    served.take((await live(folders, generations, publish=False, kept=3)).facts)
    reloader = Reloader(folders, generations, served, kept=3)
    yield Scene(folders, generations, served, reloader)
    await reloader.close()
    await served.close()


async def test_a_preview_changes_nothing(scene: Scene) -> None:
    """It says what would; the answers, the state and the folder's live file stay."""
    edit(scene.folder)
    before = await scene.generations.live()
    shown = await scene.reloader.preview()
    assert shown.base == before
    assert (shown.nothing, shown.kept) == (False, False)
    difference = shown.read.difference
    assert difference is not None
    [change] = difference.changes
    assert (change.id, change.how) == (FERRY, "changed")
    assert [(each.name, each.old, each.new) for each in change.fields] == [("what", OPENS, SAILS)]
    assert (scene.says(), await scene.generations.live()) == (OPENS, before)


async def test_what_was_shown_goes_live(scene: Scene) -> None:
    """The next answer is of the new facts; the record says who, from what, and how much."""
    edit(scene.folder)
    shown = await scene.reloader.preview()
    done = await scene.press(shown)
    assert scene.says() == SAILS
    assert scene.served().generation == shown.read.generation == done.generation
    assert (done.by, done.how, done.before) == (str(ANN), "reload", shown.base.id)
    assert done.sizes == Sizes(0, 1, 0, 0)
    status = await scene.reloader.status()
    assert (status.live.id, status.live.by, status.on_disk) == (done.generation, str(ANN), "same")
    assert status.live.seconds is not None
    assert [one.id for one in status.kept] == [shown.base.id]
    assert status.history[0] == done
    assert len(databases(scene.folder)) == 2


async def test_the_changes_that_were_shown_are_not_held(scene: Scene) -> None:
    """Whoever showed them has them; here what is compiled may be waited for, for hours."""

    def held() -> list[object]:
        return [each for each in gc.get_objects() if isinstance(each, Difference)]

    gc.collect()
    before = len(held())
    edit(scene.folder)
    shown = await scene.reloader.preview()
    assert len(held()) == before + 1
    del shown
    assert len(held()) == before


async def test_nothing_to_change_is_said(scene: Scene) -> None:
    """A reload of what is live has no difference."""
    shown = await scene.reloader.preview()
    assert shown.nothing
    assert shown.read.difference is not None
    assert shown.read.difference.changes == ()


async def test_problems_change_nothing(scene: Scene) -> None:
    """They are raised, all of them; what was served is."""
    spoil(scene.folder)
    with pytest.raises(CorpusError, match=r"bridge-2021\.yaml:\d+: .*yesterday"):
        await scene.reloader.preview()
    assert scene.says() == OPENS
    assert (await scene.reloader.status()).on_disk == "other"


async def test_facts_that_are_gone_change_nothing(scene: Scene) -> None:
    """The folder may be away for a while: a move, a checkout, a disk."""
    shutil.rmtree(scene.folders.facts)
    with pytest.raises(CorpusError, match="not there"):
        await scene.reloader.preview()
    assert (scene.says(), (await scene.reloader.status()).on_disk) == (OPENS, "gone")


async def test_files_edited_after_they_were_shown_are_shown_again(scene: Scene) -> None:
    """What goes live is what was seen, or nothing."""
    edit(scene.folder)
    shown = await scene.reloader.preview()
    edit(scene.folder, SAILS, "The ferry waits.")
    with pytest.raises(Outdated) as caught:
        await scene.press(shown)
    assert caught.value.why == "files"
    assert scene.says() == OPENS
    await scene.press(caught.value.preview)
    assert scene.says() == "The ferry waits."


async def test_files_broken_after_they_were_shown_change_nothing(scene: Scene) -> None:
    """The press is answered with the problems."""
    edit(scene.folder)
    shown = await scene.reloader.preview()
    spoil(scene.folder)
    with pytest.raises(CorpusError):
        await scene.press(shown)
    assert scene.says() == OPENS


async def test_of_two_editors_one_wins_and_the_other_is_told(scene: Scene) -> None:
    """Both saw the same base; the second is shown what is different from the first's facts now."""
    edit(scene.folder)
    anns = await scene.reloader.preview()
    edit(scene.folder, SAILS, "The ferry waits.")
    bos = await scene.reloader.preview()
    await scene.press(bos, BO)
    with pytest.raises(Outdated) as caught:
        await scene.press(anns)
    assert caught.value.why == "live"
    assert caught.value.preview.base.by == str(BO)
    assert caught.value.preview.nothing
    assert scene.says() == "The ferry waits."


async def test_a_second_press_says_whose_the_first_was(scene: Scene) -> None:
    """Of two presses on the same facts at the same moment, one makes the change."""
    edit(scene.folder)
    shown = await scene.reloader.preview()
    anns, bos = await asyncio.gather(
        scene.press(shown), scene.press(shown, BO), return_exceptions=True
    )
    assert isinstance(bos, AlreadyLive)
    assert anns == bos.done
    assert len(await scene.generations.history(9)) == 2


@pytest.mark.parametrize("kept", [False, True])
async def test_what_is_live_can_be_asked_for_in_its_own_place(
    scene: Scene, generations: Generations, kept: bool
) -> None:
    """No button says so, but a made-up one may: it changes nothing, also before any record."""
    live = scene.served().generation
    [started] = await generations.history(9)
    with pytest.raises(AlreadyLive) as caught:
        await scene.reloader.go_live(live, live, ANN, kept=kept)
    assert caught.value.done == started
    await generations._state.execute("delete from reload")
    with pytest.raises(Outdated):
        await scene.reloader.go_live(live, live, ANN, kept=kept)
    assert await generations.history(9) == ()


async def test_a_press_after_a_restart_needs_nothing_that_was_in_memory(scene: Scene) -> None:
    """All that it names is in the state and on the disk."""
    edit(scene.folder)
    shown = await scene.reloader.preview()
    await scene.reloader.close()
    reloader = Reloader(scene.folders, scene.generations, scene.served, kept=3)
    await reloader.go_live(shown.base.id, shown.read.generation, ANN, kept=False)
    await reloader.close()
    assert scene.says() == SAILS


async def test_there_and_back(scene: Scene) -> None:
    """Going back serves the earlier facts whatever the files hold, and a restart does too."""
    first = scene.served().generation
    second = await scene.taken(SAILS)
    shown = await scene.reloader.preview_kept(first)
    assert (shown.kept, shown.nothing, shown.read.generation) == (True, False, first)
    difference = shown.read.difference
    assert difference is not None
    assert [(each.old, each.new) for each in difference.changes[0].fields] == [(SAILS, OPENS)]
    done = await scene.press(shown, BO)
    assert (done.how, done.by, done.sizes) == ("rollback", str(BO), Sizes(0, 1, 0, 0))
    assert scene.says() == OPENS
    status = await scene.reloader.status()
    assert (status.on_disk, [one.id for one in status.kept]) == ("other", [second])
    store = (await live(scene.folders, scene.generations, publish=False, kept=3)).facts
    assert store.generation == first
    await store.close()
    await scene.press(await scene.reloader.preview_kept(second))
    assert scene.says() == SAILS


async def test_three_are_kept(scene: Scene) -> None:
    """The live one and two to go back to; what is not kept is refused, and so is what never was."""
    first = scene.served().generation
    second = await scene.taken("One.")
    third = await scene.taken("Two.")
    fourth = await scene.taken("Three.")
    assert [one.id for one in await scene.reloader.kept()] == [third, second]
    assert databases(scene.folder) == sorted(f"facts-{id_}.db" for id_ in (second, third, fourth))
    for away in (first, "nonesuch"):
        with pytest.raises(NotKept):
            await scene.reloader.preview_kept(away)
        with pytest.raises(NotKept):
            await scene.reloader.go_live(fourth, away, ANN, kept=True)
    await scene.press(await scene.reloader.preview_kept(second))
    assert scene.says() == "One."


@pytest.mark.parametrize("data", [None, b"no database" * 1000])
async def test_going_back_to_a_file_that_is_lost_compiles_it(
    scene: Scene, data: bytes | None
) -> None:
    """The YAML of what is kept is kept with it, and none other is lost by that."""
    first = scene.served().generation
    second = await scene.taken(SAILS)
    path = generation_path(scene.folders.data, first)
    path.unlink() if data is None else path.write_bytes(data)
    await scene.press(await scene.reloader.preview_kept(first))
    assert scene.says() == OPENS
    await scene.press(await scene.reloader.preview_kept(second))
    assert scene.says() == SAILS


async def test_going_back_to_what_another_version_compiled_compiles_it(scene: Scene) -> None:
    """It is known by its facts, whatever id these have in this version."""
    first = scene.served().generation
    second = await scene.taken(SAILS)
    state = sqlite3.connect(scene.folders.data / "archive.db")
    with contextlib.closing(state) as archive, archive:
        archive.execute("update generation set id = 'olderone' where id = ?", [first])
        for table in ("manifest", "used"):
            archive.execute(
                f"update {table} set generation = 'olderone' where generation = ?", [first]
            )
    kept = (await scene.generations.latest(3))[1]
    older = NewGeneration("olderone", kept.fingerprint)
    await scene.generations.set_live(older, "5", "reload", None, expected=second)
    back = NewGeneration(second, scene.served().generation)
    await scene.generations.set_live(back, "5", "reload", None, expected="olderone")
    shown = await scene.reloader.preview_kept("olderone")
    assert shown.read.generation == first
    await scene.press(shown)
    assert scene.says() == OPENS


async def test_what_is_left_is_compiled_no_further(scene: Scene) -> None:
    """The editor does not want it; nothing of it goes live later."""
    edit(scene.folder)
    shown = await scene.reloader.preview()
    await scene.reloader.leave(shown.read.generation)
    assert scene.says() == OPENS
    await scene.press(shown)
    assert scene.says() == SAILS


async def test_a_signal_takes_clean_facts_live(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a preview, which the log says."""
    caplog.set_level("INFO")
    assert await scene.reloader.reload_unseen() is None
    edit(scene.folder)
    done = await scene.reloader.reload_unseen()
    assert done is not None
    assert (done.by, done.how, done.sizes) == ("SIGHUP", "signal", Sizes(0, 1, 0, 0))
    assert scene.says() == SAILS
    assert "without a preview" in caplog.text


async def test_a_signal_does_not_take_problems_live(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has them, file and line."""
    spoil(scene.folder)
    with pytest.raises(CorpusError):
        await scene.reloader.reload_unseen()
    assert scene.says() == OPENS
    assert "articles/bridge-2021.yaml:" in caplog.text


async def test_a_signal_does_not_let_ids_vanish(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """What nobody has seen could break links that people have: that takes an editor's eyes."""
    (scene.folders.facts / "articles/bridge-2021.yaml").unlink()
    (scene.folders.facts / "seals/bridge-2021.yaml").unlink()
    vocabulary = scene.folders.facts / "vocabulary.yaml"
    assert vocabulary.exists()
    shown = await scene.reloader.preview()
    assert await scene.reloader.reload_unseen() is None
    assert f"{FERRY} vanishes" in caplog.text
    assert scene.says() == OPENS
    await scene.press(shown)
    assert scene.says() == ""


async def test_a_signal_lets_a_word_that_no_fact_uses_go(scene: Scene) -> None:
    """Nobody could list it: `retired:` is of facts alone."""
    vocabulary = scene.folders.facts / "vocabulary.yaml"
    words = json.loads(vocabulary.read_text(encoding="utf-8"))
    del words["topics"]["old-maps"]
    vocabulary.write_text(json.dumps(words), encoding="utf-8")
    done = await scene.reloader.reload_unseen()
    assert done is not None
    assert done.sizes == Sizes(0, 0, 0, 1)


async def test_a_crowd_is_told_to_come_back(
    folders: Folders, generations: Generations, scene: Scene
) -> None:
    """Readings are one at a time; whoever hammers the command starts no heap of processes."""
    running = 0

    async def counted(wanted: Wanted) -> Reading:
        nonlocal running
        running += 1
        assert running == 1
        try:
            return await read_apart(wanted)
        finally:
            running -= 1

    reloader = Reloader(folders, generations, scene.served, kept=3, read=counted)
    found = await asyncio.gather(
        *(reloader.preview() for _ in range(WAITING + 5)), return_exceptions=True
    )
    assert sum(isinstance(each, Preview) for each in found) == WAITING + 1
    assert sum(isinstance(each, Busy) for each in found) == 4
    await reloader.close()


async def test_a_state_that_cannot_be_written_leaves_the_facts(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is served is what the state says, at every moment."""

    async def full(*_: object, **__: object) -> Reload:
        raise StateError("the disk is full")

    edit(scene.folder)
    shown = await scene.reloader.preview()
    with monkeypatch.context() as patch:
        patch.setattr(Generations, "set_live", full)
        with pytest.raises(StateError):
            await scene.press(shown)
    assert scene.says() == OPENS
    await scene.press(shown)
    assert scene.says() == SAILS


async def test_what_is_done_is_told_though_nothing_can_be_swept(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The facts are live from the state's commit on, whatever fails behind it."""
    plain = Generations.set_live

    async def set_live(*arguments: Any, **options: Any) -> Reload:
        done = await plain(*arguments, **options)
        patch.setattr(Generations, "latest", unread)
        return done

    async def unread(*_: object) -> object:
        raise StateError("the disk is gone")

    edit(scene.folder)
    shown = await scene.reloader.preview()
    with monkeypatch.context() as patch:
        patch.setattr(Generations, "set_live", set_live)
        assert (await scene.press(shown)).generation == shown.read.generation
    assert scene.says() == SAILS


async def test_a_generation_that_another_took_live_meanwhile_is_not_overruled(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it happens at the last moment, between the look and the change."""
    edit(scene.folder)
    shown = await scene.reloader.preview()
    compiled = Reading.compiled

    async def meanwhile(reading: Reading) -> object:
        made = await compiled(reading)
        other = NewGeneration("another", "another")
        await scene.generations.set_live(other, "3", "reload", None, expected=shown.base.id)
        return made

    monkeypatch.setattr(Reading, "compiled", meanwhile)
    with pytest.raises((Outdated, StateError, StoreError)):
        await scene.press(shown)
    assert scene.says() == OPENS


async def test_a_press_that_is_cancelled_leaves_nothing_open(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the end of the bot, say, in the moment in which the process that compiled has ended."""
    opened: list[FactStore] = []
    plain, stop = FactStore.open, Reading.stop

    async def opening(path: Path) -> FactStore:
        opened.append(await plain(path))
        return opened[-1]

    async def stopping(reading: Reading) -> None:
        await stop(reading)
        press.cancel()
        await asyncio.sleep(0)

    edit(scene.folder)
    shown = await scene.reloader.preview()
    monkeypatch.setattr(FactStore, "open", opening)
    monkeypatch.setattr(Reading, "stop", stopping)
    press = asyncio.create_task(scene.press(shown))
    with pytest.raises(asyncio.CancelledError):
        await press
    for store in opened:
        with pytest.raises(StoreError, match="closed"):
            await store.run(lambda: None, long=True)
    assert scene.says() == OPENS


async def test_what_was_compiled_for_an_earlier_look_goes_live_with_its_warnings(
    scene: Scene,
) -> None:
    """Two editors look at the same facts, or one looks again a day later."""
    edit(scene.folder)
    await (await read_apart(Wanted(scene.folders.data, scene.folders.facts))).compiled()
    shown = await scene.reloader.preview()
    await scene.press(shown)
    live = (await scene.reloader.status()).live
    assert live.warnings == tuple(map(str, shown.read.warnings)) != ()


async def test_a_look_at_unchanged_facts_keeps_them(scene: Scene) -> None:
    """Those of a version from before any were kept, or whose archive was lost, from then on."""
    (scene.folders.data / "archive.db").unlink()
    assert (await scene.reloader.preview()).nothing
    assert scene.reloader._shown is not None
    await scene.reloader._shown.reading.compiled()
    edit(scene.folder)
    assert (await scene.reloader.preview()).read.difference is not None


async def test_looks_that_led_to_nothing_do_not_fill_the_disk(scene: Scene) -> None:
    """An editor looks after each edit: of what was compiled for it, the last one stays."""
    first, was = scene.served().generation, OPENS
    for number in range(3):
        edit(scene.folder, was, was := f"The ferry sails {number} times.")
        shown = await scene.reloader.preview()
        assert scene.reloader._shown is not None
        await scene.reloader._shown.reading.compiled()
    kept = sorted((first, shown.read.generation))
    assert databases(scene.folder) == [f"facts-{id_}.db" for id_ in kept]
