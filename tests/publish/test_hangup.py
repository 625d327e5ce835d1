"""Facts taken live by a signal: each time that one asks for it, whatever went wrong before."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import CorpusError
from bot.publish.folders import Folders
from bot.publish.hangup import reload_when_asked
from bot.publish.live import live
from bot.publish.reloader import Reloader
from bot.publish.served import ServedFacts
from bot.state.generations import Generations, Reload
from tests.publish.corpora import OPENS, SAILS, edit


async def test_each_signal_is_heeded_though_nobody_could_be_told_before(
    folders: Folders, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    """A change that the start made, or a signal, is told of once; a fault of that ends nothing."""
    served = ServedFacts()
    started = await live(folders, generations, publish=False, kept=3)
    served.take(started.facts)
    reloader = Reloader(folders, generations, served, kept=3)
    told: asyncio.Queue[Reload] = asyncio.Queue()

    async def record(done: Reload) -> None:
        await told.put(done)
        raise RuntimeError("no channel")

    asked = asyncio.Event()
    ready: asyncio.Future[Reload | None] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(reload_when_asked(asked, ready, reloader, record))
    ready.set_result(started.change)
    async with asyncio.timeout(60):
        assert await told.get() == started.change
        for old, new in ((OPENS, SAILS), (SAILS, "The ferry waits.")):
            edit(folders.data.parent, old, new)
            asked.set()
            done = await told.get()
            assert (done.how, done.generation) == ("signal", served().generation)
    assert "could not be told of" in caplog.text
    assert "stay as they were" not in caplog.text
    task.cancel()
    await asyncio.wait((task,))
    await reloader.close()
    await served.close()


async def test_a_signal_that_changes_nothing_is_not_the_last(
    folders: Folders, generations: Generations
) -> None:
    """With problems the facts stay; once they are mended the next signal takes them live."""
    served = ServedFacts()
    served.take((await live(folders, generations, publish=False, kept=3)).facts)
    asked = asyncio.Event()
    tried: asyncio.Queue[str] = asyncio.Queue()
    told: asyncio.Queue[Reload] = asyncio.Queue()

    class Trying(Reloader):
        async def reload_unseen(self) -> Reload | None:
            try:
                return await super().reload_unseen()
            except CorpusError:
                await tried.put("problems")
                raise

    reloader = Trying(folders, generations, served, kept=3)
    ready: asyncio.Future[Reload | None] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(reload_when_asked(asked, ready, reloader, told.put))
    ready.set_result(None)
    async with asyncio.timeout(60):
        edit(folders.data.parent, '"when": "2001"', '"when": "yesterday"')
        asked.set()
        assert await tried.get() == "problems"
        edit(folders.data.parent, '"when": "yesterday"', '"when": "2001"')
        edit(folders.data.parent)
        asked.set()
        assert (await told.get()).generation == served().generation
    task.cancel()
    await asyncio.wait((task,))
    await reloader.close()
    await served.close()
