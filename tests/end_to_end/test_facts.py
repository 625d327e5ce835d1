"""Facts edited on disk and taken live from Discord: read, shown, served, gone back from."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.corpus.check import check_corpus
from bot.corpus.seals import write_seals
from bot.interface.editors import Named
from bot.publish.folders import Folders
from bot.publish.live import live
from bot.publish.reloader import Reloader
from bot.publish.served import ServedFacts
from bot.state.generations import Generations
from tests.end_to_end import harbour
from tests.end_to_end.scene import Scene, Shown, shown
from tests.end_to_end.test_buttons import CHANGED

REED, BRIDGE = "articles/reed-2020.yaml", "articles/bridge-2021.yaml"
OPENS, SAILS = "The ferry line to Eastport opens.", "The ferry sails *at last*, @everyone."
SAILS_SHOWN = "The ferry sails \\*at last\\*, \\@everyone."


@dataclass
class Newsroom:
    """The bot over a folder of facts, and two editors."""

    scene: Scene
    folder: Path
    folders: Folders
    served: ServedFacts
    ann: simcord.MemberActor
    bo: simcord.MemberActor
    reloader: Reloader

    def edit(self, old: str, new: str, name: str = REED) -> None:
        """Replace words in a file."""
        path = self.folder / "facts" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    async def use(
        self, subcommand: str, *, by: simcord.MemberActor | None = None, **options: str
    ) -> Shown:
        """A subcommand by an editor; its one answer, which is private."""
        answer = await self.scene.ask(f"facts {subcommand}", by=by or self.ann, **options)
        assert answer.private
        return answer

    async def press(self, on: Shown, label: str, *, by: simcord.MemberActor | None = None) -> None:
        """Press a button of a message that only the editor sees."""
        await self.scene.press(on, label, by=by or self.ann)

    async def says(self) -> str:
        """What the bot answers of the ferry."""
        return (await self.scene.ask("fact", id="reed-2020/ferry-opened")).text

    async def restart(self) -> None:
        """End the process that serves, and start another on the same folder and state."""
        await self.reloader.close()
        await self.served.close()
        await self.open()

    async def open(self) -> None:
        """Serve what is live, and let it be edited."""
        generations = Generations(self.scene.state)
        self.served = ServedFacts()
        self.served.take((await live(self.folders, generations, publish=False, kept=3)).facts)
        self.reloader = Reloader(self.folders, generations, self.served, kept=3)
        self.scene.live, self.scene.reloader = self.served, self.reloader
        await self.scene.restart()
        self.scene.show_to_everyone("facts")


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tests' own facts, sealed."""
    folder = tmp_path_factory.mktemp("newsroom")
    harbour.write(folder)
    checked = check_corpus(folder / "facts", folder / "texts", seals=False)
    write_seals(folder / "facts", checked.seals)
    return folder


@pytest.fixture
async def newsroom(scene: Scene, sealed: Path, tmp_path: Path) -> AsyncIterator[Newsroom]:
    """The bot over a copy of them."""
    folder = tmp_path / "newsroom"
    shutil.copytree(sealed, folder)
    ann, bo = (scene.guild.add_member(scene.env.create_user(name)) for name in ("ann", "bo"))
    scene.named = Named(frozenset({ann.id, bo.id}))
    folders = Folders(folder / "facts", None, folder / "data")
    served = ServedFacts()
    unused: Any = None
    made = Newsroom(scene, folder, folders, served, ann, bo, unused)
    await made.open()
    yield made
    await made.reloader.close()
    await made.served.close()


async def test_an_edit_is_shown_taken_live_and_answered(newsroom: Newsroom) -> None:
    """Field by field, with the anniversaries; the next answer has it, and an older one's page says
    that the facts have changed."""
    older = await newsroom.scene.ask("timeline", topic="energy")
    newsroom.edit(OPENS, SAILS)
    preview = await newsroom.use("reload")
    assert preview.title == "Facts: what going live would change"
    assert f"**what:** {OPENS} → {SAILS_SHOWN}" in preview.text
    assert "19 July" in preview.text  # today, in `scene`
    assert OPENS in await newsroom.says()
    await newsroom.press(preview, "Go live")
    assert preview.title == "Facts: changed"
    assert SAILS_SHOWN in await newsroom.says()
    await newsroom.scene.press(older, "Next")
    assert CHANGED in older.text
    status = await newsroom.use("status")
    assert f"by <@{newsroom.ann.id}>" in status.text
    assert "**Files:** the same as what is live" in status.text
    assert (await newsroom.use("reload")).title == "Facts: nothing would change"


async def test_problems_keep_everything_as_it_is(newsroom: Newsroom) -> None:
    """Each with its file and line; there is no button, and answers stay."""
    newsroom.edit('"when": "2001-07-19"', '"when": "the 19th"')
    newsroom.edit('"2001"', '"0000-99"', BRIDGE)
    answer = await newsroom.use("reload")
    assert answer.title == "Facts: 2 problems, so nothing changes"
    assert "reed-2020.yaml" in answer.text
    assert "bridge-2021.yaml" in answer.text
    assert answer.buttons == {}
    assert OPENS in await newsroom.says()
    assert "differ from what is live" in (await newsroom.use("status")).text


async def test_a_quote_that_is_no_longer_sealed_is_said(newsroom: Newsroom) -> None:
    """One changed word of an article's own words keeps everything from going live."""
    newsroom.edit("the old crane was taken down", "the old crane was torn down")
    answer = await newsroom.use("reload")
    assert answer.title == "Facts: 1 problem, so nothing changes"
    assert "1 quote is no longer sealed." in answer.text
    assert answer.buttons == {}


async def test_the_posts_that_would_change_are_counted(newsroom: Newsroom) -> None:
    """In how many servers, and not in which."""
    newsroom.edit(OPENS, SAILS)
    unposted = await newsroom.use("reload")
    assert "no server has them posted:\n**19 July:**" in unposted.text
    await newsroom.scene.ask("anniversaries set", by=newsroom.scene.manager)
    posted = await newsroom.use("reload")
    assert "that change, and with them the posts of 1 server at most:\n**19 July:**" in posted.text
    assert newsroom.scene.guild.name not in posted.text


async def test_what_nobody_saw_does_not_go_live(newsroom: Newsroom) -> None:
    """Files that change between the preview and the press are shown first, broken ones too."""
    newsroom.edit(OPENS, SAILS)
    preview = await newsroom.use("reload")
    newsroom.edit(SAILS, "The ferry sinks.")
    await newsroom.press(preview, "Go live")
    assert "The files have changed since this was shown." in preview.text
    assert "The ferry sinks." in preview.text
    assert OPENS in await newsroom.says()
    newsroom.edit('"when": "2001-07-19"', '"when": "the 19th"')
    await newsroom.press(preview, "Go live")
    assert preview.title == "Facts: 1 problem, so nothing changes"
    assert OPENS in await newsroom.says()


async def test_two_editors(newsroom: Newsroom) -> None:
    """The first wins; the second is told who was faster, and sees what is left to change."""
    newsroom.edit(OPENS, SAILS)
    first = await newsroom.use("reload")
    newsroom.edit("The old crane is taken down.", "The old crane falls.")
    second = await newsroom.use("reload", by=newsroom.bo)
    await newsroom.press(second, "Go live", by=newsroom.bo)
    await newsroom.press(first, "Go live")
    assert f"by <@{newsroom.bo.id}>" in first.text
    assert first.buttons == {}
    assert first.title == "Facts: nothing would change"
    newsroom.edit(SAILS, "The ferry sinks.")
    late = await newsroom.use("reload")
    newsroom.edit("The ferry sinks.", "The ferry floats.")
    await newsroom.press(await newsroom.use("reload", by=newsroom.bo), "Go live", by=newsroom.bo)
    newsroom.edit("The ferry floats.", "The ferry sinks.")
    await newsroom.press(late, "Go live")
    assert "Other facts have gone live since this was shown" in late.text
    assert "The ferry floats. → The ferry sinks." in late.text
    await newsroom.press(late, "Go live")
    assert "The ferry sinks." in await newsroom.says()


async def test_going_back_and_forth(newsroom: Newsroom) -> None:
    """Each with its preview, also by the list that opens while typing."""
    newsroom.edit(OPENS, SAILS)
    await newsroom.press(await newsroom.use("reload"), "Go live")
    back = await newsroom.use("rollback")
    assert back.title == "Facts: what going back would change"
    assert f"{SAILS_SHOWN} → {OPENS}" in back.text
    await newsroom.press(back, "Go live")
    assert OPENS in await newsroom.says()
    scene = newsroom.scene
    [offered] = await newsroom.ann.autocomplete(scene.channel, "facts rollback", "to", "")
    assert offered["name"].endswith("by you")
    forth = await newsroom.use("rollback", to=offered["value"])
    await newsroom.press(forth, "Go live")
    assert SAILS_SHOWN in await newsroom.says()


async def test_a_preview_outlives_a_restart(newsroom: Newsroom) -> None:
    """What an earlier process showed can be taken live, or gone back to, by the next one."""
    newsroom.edit(OPENS, SAILS)
    preview = await newsroom.use("reload")
    await newsroom.restart()
    assert OPENS in await newsroom.says()
    await newsroom.press(preview, "Go live")
    assert SAILS_SHOWN in await newsroom.says()
    back = await newsroom.use("rollback")
    await newsroom.restart()
    assert SAILS_SHOWN in await newsroom.says()
    await newsroom.press(back, "Go live")
    assert OPENS in await newsroom.says()


async def test_what_vanishes_without_being_retired_is_said(newsroom: Newsroom) -> None:
    """It can go live all the same, for its editor has seen it."""
    (newsroom.folder / "facts" / BRIDGE).unlink()
    (newsroom.folder / "facts/seals/bridge-2021.yaml").unlink()
    preview = await newsroom.use("reload")
    assert "**Careful:** 2 ids vanish without being retired: bridge-2021/ferry-line" in preview.text
    await newsroom.press(preview, "Go live")
    gone = shown(
        await newsroom.scene.asker.slash(newsroom.scene.channel, "fact", id="bridge-2021/star")
    )
    assert "bridge-2021/star" in gone.text
    assert "opens its" not in gone.text


async def test_a_preview_that_is_left_costs_nothing(newsroom: Newsroom) -> None:
    """What was compiled for it is given up, and the next one is made as any."""
    newsroom.edit(OPENS, SAILS)
    await newsroom.press(await newsroom.use("reload"), "Leave it")
    assert OPENS in await newsroom.says()
    await newsroom.press(await newsroom.use("reload"), "Go live")
    assert SAILS_SHOWN in await newsroom.says()


async def test_facts_that_are_gone(newsroom: Newsroom) -> None:
    """Without its folder the bot goes on, and says so to who asks."""
    shutil.move(newsroom.folder / "facts", newsroom.folder / "elsewhere")
    answer = await newsroom.use("reload")
    assert answer.buttons == {}
    assert "so nothing changes" in answer.title
    assert "**Files:** can’t be read" in (await newsroom.use("status")).text
    assert OPENS in await newsroom.says()
