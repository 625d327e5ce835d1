"""/facts as an editor sees it: previews, their pages and buttons, problems, and who is told."""

from __future__ import annotations

import logging
from typing import Any

import discord
import pytest
import simcord

from bot.corpus.difference import Change, FieldChange
from bot.errors import CorpusError, Problem, StateError, StoreError
from bot.interface.client import Footnote
from bot.interface.editors import Named
from bot.publish.outcome import ReadingFailed
from bot.publish.shown import Busy
from bot.state.generations import Reload
from tests.end_to_end.reloading import FakeReloader, read
from tests.end_to_end.scene import NOON, Scene, Shown, shown

GONE = "This answer is too old for its buttons to work. Ask again with the command."
FILES_CHANGED = (
    "The files have changed since this was shown. Nothing went live.\n"
    "This is what would change now:\n"
)
STAYS = "What is live stays as it is."
LONG = "it took longer than 60 seconds"
HOSTILE = "# *The* [quay](https://evil.example) `opens` ||to|| @everyone <@1> <#2> \u202e> - 1."


class Desk:
    """An editor at work in a scene, and the facts that they edit."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.facts = FakeReloader(NOON)
        self.editor = scene.guild.add_member(scene.env.create_user("editor"))
        self.other = scene.guild.add_member(scene.env.create_user("other"))
        self.audit = scene.guild.create_text_channel("audit")
        scene.reloader = self.facts
        scene.named = Named(frozenset({self.editor.id, self.other.id}))
        scene.audit_channel = self.audit.id

    async def start(self) -> None:
        """Start the bot, and let everybody see /facts."""
        await self.scene.restart()
        self.scene.show_to_everyone("facts")

    async def use(
        self, subcommand: str, *, by: simcord.MemberActor | None = None, **options: str
    ) -> Shown:
        """A subcommand by the editor; its one answer, which is private."""
        answer = await self.scene.ask(f"facts {subcommand}", by=by or self.editor, **options)
        assert answer.private
        return answer

    async def press(
        self, on: Shown, label: str, *, by: simcord.MemberActor | None = None
    ) -> simcord.InteractionResult:
        """Press a button of a private message."""
        return await self.scene.press(on, label, by=by or self.editor)

    def told(self) -> list[str]:
        """What the audit channel was told, the first first."""
        return [message.content for message in self.audit.history()]


@pytest.fixture
async def desk(scene: Scene) -> Desk:
    """An editor at work."""
    made = Desk(scene)
    await made.start()
    return made


def many(count: int, what: str = "The ferry to Eastport sails once more.") -> tuple[Change, ...]:
    """So many changes."""
    return tuple(
        Change(
            "event",
            f"reed-2020/voyage-{number}",
            "changed",
            what,
            (FieldChange("what", "The ferry sails.", what),),
        )
        for number in range(count)
    )


def told_late(result: simcord.InteractionResult) -> Shown:
    """What a deferred interaction was answered with by a sentence of its own."""
    late = result.followups[0] if result.followups else result.response
    assert late is not None
    assert late.ephemeral
    return Shown(late)


async def file_of(answer: Shown) -> str:
    """The text of a message's one attachment, which its components show."""
    [attachment] = answer.message.attachments
    shown_files = [part for part in answer.message.components if part["type"] == 13]
    assert [part["file"]["url"] for part in shown_files] == [attachment.url]
    return (await attachment.read()).decode()


async def test_a_preview_is_taken_live(desk: Desk) -> None:
    """Its button says that it was done; the record names who did it, and everybody is told."""
    preview = await desk.use("reload")
    assert preview.buttons == {"Go live": True, "Leave it": True}
    assert desk.facts.done == []
    await desk.press(preview, "Go live")
    done = (
        f"Edited facts went live: bbbbbbbb in the place of aaaaaaaa, by <@{desk.editor.id}>."
        " Changes: 1 changed, 1 gone."
    )
    assert preview.texts == ["### Facts: changed", f"{done}\n-# 19 July 2026, 12:00 UTC"]
    assert preview.buttons == {}
    assert [(done.by, done.generation) for done in desk.facts.done] == [
        (str(desk.editor.id), "bbbbbbbb")
    ]
    assert desk.told() == [f"{done}\n-# 19 July 2026, 12:00 UTC"]


async def test_a_preview_is_left(desk: Desk) -> None:
    """Nothing changes, nobody is told, and the compile is given up."""
    preview = await desk.use("reload")
    await desk.press(preview, "Leave it")
    assert preview.text == (
        "Nothing has changed. The files stay as they are; /facts reload shows this again."
    )
    assert preview.buttons == {}
    assert (desk.facts.left, desk.facts.done, desk.told()) == (["bbbbbbbb"], [], [])


async def test_a_way_back_is_left(desk: Desk) -> None:
    """It is shown again by the command that shows ways back."""
    await desk.press(await desk.use("reload"), "Go live")
    back = await desk.use("rollback")
    await desk.press(back, "Leave it")
    assert back.text == "Nothing has changed. /facts rollback shows this again."
    assert (desk.facts.left, len(desk.facts.done)) == (["aaaaaaaa"], 1)


async def test_a_way_back_that_this_version_does_not_take_is_not_to_be_mended(desk: Desk) -> None:
    """Its files are kept as they were; those in the folder have nothing to do with it."""
    desk.facts.kept_ones = (desk.facts.generation("yyyyyyyy", "1"),)
    desk.facts.error = CorpusError((Problem("vocabulary.yaml", 3, "no such key", unsealed=True),))
    told = "**vocabulary.yaml\\:3:** no such key"
    answer = await desk.use("rollback")
    assert answer.title == "Facts: 1 problem, so nothing changes"
    assert answer.texts[1].replace("\n\n", "\n") == (
        "What is live stays as it is. These facts can’t be gone back to: this version of the"
        f" program checks more than the one with which they went live.\n{told}"
    )
    desk.facts.error = None
    back = await desk.use("rollback")
    desk.facts.error = CorpusError((Problem("vocabulary.yaml", 3, "no such key"),))
    await desk.press(back, "Go live")
    assert "These facts can’t be gone back to" in back.text


async def test_where_nothing_would_change_there_is_nothing_to_press(desk: Desk) -> None:
    """Facts on disk that are those that are live."""
    desk.facts.disk = read("aaaaaaaa", ())
    assert (await desk.use("reload")).buttons == {}


async def test_problems_are_listed_and_attached(desk: Desk) -> None:
    """The first are on the screen, all of them in the file, and nothing can be pressed."""
    problems = tuple(
        Problem("articles/reed-2020.yaml", line, f"“{HOSTILE}” is no date")
        for line in range(1, 301)
    )
    desk.facts.error = CorpusError(problems)
    answer = await desk.use("reload")
    assert answer.title == "Facts: 300 problems, so nothing changes"
    assert answer.buttons == {}
    assert "reed-2020.yaml\\:1:** “# \\*The\\* \\[quay\\](https\\://evil" in answer.text
    assert answer.texts[-1].endswith("\n-# The rest is in the attached file.")
    text = await file_of(answer)
    assert all(f"articles/reed-2020.yaml:{line}: " in text for line in range(1, 301))
    desk.facts.error = CorpusError(problems[:1])
    answer = await desk.use("reload")
    assert answer.title == "Facts: 1 problem, so nothing changes"
    assert answer.message.attachments == []
    assert "attached" not in answer.text


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            ReadingFailed(LONG, "articles/big.yaml"),
            f"The facts could not be read: {LONG}, in the file articles/big.yaml. {STAYS}",
        ),
        (
            ReadingFailed("it ended by signal 11"),
            f"The facts could not be read: it ended by signal 11. {STAYS}",
        ),
        (
            StoreError("the disk is full"),
            f"That did not work: the disk is full. {STAYS}",
        ),
        (
            StateError("The state cannot be written: the disk is full."),
            f"That did not work: The state cannot be written: the disk is full. {STAYS}",
        ),
        (Busy(), "Others are reading the facts just now. Try again in a moment."),
    ],
)
async def test_what_keeps_facts_from_being_read_is_told(
    desk: Desk, error: Exception, told: str
) -> None:
    """By the command, and in the place of a preview whose button was pressed; nothing changes."""
    preview = await desk.use("reload")
    desk.facts.error = error
    assert (await desk.use("reload")).text == told
    await desk.press(preview, "Go live")
    assert (preview.text, preview.buttons) == (told, {})
    assert (desk.facts.done, desk.told()) == ([], [])


async def test_a_fault_of_ours_is_told_with_an_id(desk: Desk) -> None:
    """Whatever goes wrong, the editor hears of it."""
    preview = await desk.use("reload")
    desk.facts.error = RuntimeError("boom")
    told = told_late(await desk.press(preview, "Go live"))
    assert "tell whoever runs this bot the error id" in told.text
    told = told_late(await desk.editor.slash(desk.scene.channel, "facts reload"))
    assert "tell whoever runs this bot the error id" in told.text


async def test_files_that_changed_meanwhile_are_shown_anew(desk: Desk) -> None:
    """Nothing goes live that nobody saw; what would go live now is shown, and can."""
    preview = await desk.use("reload")
    desk.facts.disk = read("dddddddd")
    await desk.press(preview, "Go live")
    assert preview.texts[1].startswith(FILES_CHANGED)
    assert desk.facts.done == []
    await desk.press(preview, "Go live")
    assert [done.generation for done in desk.facts.done] == ["dddddddd"]


async def test_of_two_editors_one_wins_and_the_other_is_told(desk: Desk) -> None:
    """Who, and what going live would change now."""
    desk.facts.disk = read("bbbbbbbb")
    late = await desk.use("reload", by=desk.other)
    desk.facts.changed_by(desk.editor.id)
    await desk.press(late, "Go live", by=desk.other)
    assert late.texts[1].startswith(
        f"Other facts have gone live since this was shown, by <@{desk.editor.id}>. Yours did not.\n"
        "This is what would change now:\n"
    )
    assert (desk.facts.done, desk.told()) == ([], [])
    await desk.press(late, "Go live", by=desk.other)
    assert [(done.before, done.by) for done in desk.facts.done] == [
        ("cccccccc", str(desk.other.id))
    ]


async def test_a_second_press_does_nothing_more(desk: Desk) -> None:
    """Of the same button on two messages, too: it is live already, and told once."""
    one, two = await desk.use("reload"), await desk.use("reload", by=desk.other)
    await desk.press(one, "Go live")
    await desk.press(two, "Go live", by=desk.other)
    assert two.title == "Facts: changed"
    assert f"<@{desk.editor.id}>" in two.text
    assert len(desk.facts.done) == len(desk.told()) == 1


async def test_a_press_after_a_restart_on_what_is_live_is_not_told_again(desk: Desk) -> None:
    """The change was recorded when it was made, whichever process did."""
    one, two = await desk.use("reload"), await desk.use("reload", by=desk.other)
    await desk.press(one, "Go live")
    await desk.start()
    await desk.press(two, "Go live", by=desk.other)
    assert f"<@{desk.editor.id}>" in two.text
    assert len(desk.facts.done) == len(desk.told()) == 1


async def test_a_long_difference_has_pages_and_a_file(desk: Desk) -> None:
    """Next and Previous turn them; the file has all, and stays."""
    desk.facts.disk = read("bbbbbbbb", many(150))
    answer = await desk.use("reload")
    assert answer.buttons["Previous"] is False
    seen = [answer.texts[-1]]
    pages = int(answer.scope[0].rpartition(" ")[2])
    assert pages > 3
    for page in range(2, pages + 1):
        await desk.press(answer, "Next")
        assert answer.scope == [f"page {page} of {pages}"]
        assert sum(map(len, answer.texts)) < 4000
        seen.append(answer.texts[-1])
    assert answer.buttons["Next"] is False
    for number in range(150):
        assert sum(f"voyage-{number}." in text for text in seen) == 1
    assert desk.facts.readings == 1
    text = await file_of(answer)
    assert all(f"voyage-{number}." in text for number in range(150))
    await desk.press(answer, "Previous")
    assert answer.scope == [f"page {pages - 1} of {pages}"]
    await desk.press(answer, "Go live")
    assert answer.message.attachments == []
    assert len(desk.facts.done) == 1


async def test_a_page_is_acknowledged_before_its_file_is_sent(desk: Desk) -> None:
    """The file may be some MiB, and Discord waits three seconds for the first sign alone."""
    desk.facts.disk = read("bbbbbbbb", many(150))
    answer = await desk.use("reload")
    before = len(desk.scene.env.http_requests)
    await desk.press(answer, "Next")
    first, second = desk.scene.env.http_requests[before:]
    assert first.path.endswith("/callback")
    assert first.json == {"type": discord.InteractionResponseType.deferred_message_update.value}
    assert (second.method, second.path.endswith("/messages/@original")) == ("PATCH", True)


async def test_after_a_restart_the_page_is_read_again(desk: Desk) -> None:
    """Paging and going live work on a message that an earlier process sent."""
    desk.facts.disk = read("bbbbbbbb", many(200))
    answer = await desk.use("reload")
    await desk.start()
    await desk.press(answer, "Next")
    assert answer.scope[0].startswith("page 2 of ")
    assert len(answer.texts) == 2
    assert desk.facts.readings == 2
    await desk.start()
    await desk.press(answer, "Go live")
    assert answer.title == "Facts: changed"


async def test_after_a_restart_other_files_are_shown_with_the_reason(desk: Desk) -> None:
    """Its first page, since the one asked for is of something else."""
    desk.facts.disk = read("bbbbbbbb", many(200))
    answer = await desk.use("reload")
    desk.facts.disk = read("dddddddd", many(100))
    await desk.start()
    await desk.press(answer, "Next")
    assert answer.scope[0].startswith("page 1 of ")
    assert answer.texts[1].startswith(FILES_CHANGED)
    desk.facts.error = CorpusError((Problem("vocabulary.yaml", 3, "no such key"),))
    await desk.start()
    await desk.press(answer, "Next")
    assert answer.title == "Facts: 1 problem, so nothing changes"


async def test_after_a_restart_what_has_gone_live_is_said_to_have(desk: Desk) -> None:
    """Its editor may turn the page of an older preview of the same."""
    desk.facts.disk = read("bbbbbbbb", many(200))
    older, answer = await desk.use("reload"), await desk.use("reload")
    await desk.press(answer, "Go live")
    desk.facts.disk = read("bbbbbbbb", ())
    await desk.start()
    await desk.press(older, "Next")
    assert older.title == "Facts: nothing would change"
    assert older.texts[1].startswith(
        f"What was shown here has gone live since, by <@{desk.editor.id}>.\n**Live:**"
    )
    assert older.buttons == {}


async def test_what_a_fact_says_is_shown_as_it_is(desk: Desk) -> None:
    """No markup, no mention, no link of an edited fact acts in the preview."""
    desk.facts.disk = read("bbbbbbbb", many(1, HOSTILE))
    answer = await desk.use("reload")
    assert (
        "\\[quay\\](https\\://evil.example) \\`opens\\` \\|\\|to\\|\\| \\@everyone \\<\\@1\\>"
        in answer.text
    )
    for body in desk.scene.sent():
        assert body["allowed_mentions"] == {"parse": []}


async def test_going_back_and_forth(desk: Desk) -> None:
    """Without a choice to what was live before, each with its preview."""
    answer = await desk.use("rollback")
    assert answer.text == "There is nothing to go back to: no earlier state of the facts is kept."
    await desk.press(await desk.use("reload"), "Go live")
    back = await desk.use("rollback")
    assert desk.facts.live.id == "bbbbbbbb"
    await desk.press(back, "Go live")
    assert desk.facts.live.id == "aaaaaaaa"
    forth = await desk.use("rollback", to="bbbbbbbb")
    await desk.start()
    await desk.press(forth, "Go live")
    assert desk.facts.live.id == "bbbbbbbb"
    assert [done.how for done in desk.facts.done] == ["reload", "rollback", "rollback"]
    assert desk.told()[-1].startswith(
        f"Earlier facts went live again: bbbbbbbb in the place of aaaaaaaa, by <@{desk.editor.id}>."
    )


@pytest.mark.parametrize("typed", ["zzzzzzzz", "../../x", "aaaaaaaa", HOSTILE])
async def test_what_is_not_kept_cannot_be_gone_back_to(desk: Desk, typed: str) -> None:
    """What was typed need not have been offered."""
    await desk.press(await desk.use("reload"), "Go live")
    desk.facts.kept_ones = (desk.facts.generation("yyyyyyyy", "1"),)
    answer = await desk.use("rollback", to=typed)
    assert answer.text == (
        "That state of the facts is not kept (any more). Choose one from the list that opens as"
        " you type."
    )


async def test_a_change_that_was_not_made_from_discord_is_told_too(desk: Desk) -> None:
    """SIGHUP takes facts live without anybody's press, and the channel hears of it."""
    client = desk.scene.env.bot
    assert isinstance(client, Footnote)
    await client.audit(Reload(NOON, "SIGHUP", "signal", "aaaaaaaa", "bbbbbbbb", None))
    await desk.scene.env.settle()
    told = (
        "Edited facts went live: bbbbbbbb in the place of aaaaaaaa, by whoever runs this bot, with"
        " SIGHUP and so without a preview.\n-# 19 July 2026, 12:00 UTC"
    )
    assert desk.told() == [told]


async def test_a_channel_that_is_gone_does_not_keep_facts_from_going_live(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """The editor is told, and the log."""
    desk.scene.env.backend.delete_channel(desk.audit.id)
    await desk.scene.env.settle()
    preview = await desk.use("reload")
    await desk.press(preview, "Go live")
    assert preview.title == "Facts: changed"
    assert "The audit channel could not be told" in preview.text
    assert "the audit channel could not be told" in caplog.text
    assert len(desk.facts.done) == 1


async def test_a_channel_where_the_bot_may_not_write(desk: Desk) -> None:
    """It is told as well."""
    shut: dict[Any, discord.PermissionOverwrite]
    shut = {desk.scene.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    desk.scene.audit_channel = desk.scene.guild.create_text_channel("shut", overwrites=shut).id
    await desk.start()
    preview = await desk.use("reload")
    await desk.press(preview, "Go live")
    assert "The audit channel could not be told" in preview.text


async def test_without_an_audit_channel_the_log_has_it(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Who, what and how many, by ids."""
    desk.scene.audit_channel = None
    await desk.start()
    preview = await desk.use("reload")
    with caplog.at_level(logging.INFO):
        await desk.press(preview, "Go live")
    assert "The audit channel could not be told" not in preview.text
    assert (
        f"the facts bbbbbbbb are live in the place of aaaaaaaa: reload by {desk.editor.id},"
        " Sizes(added=0, changed=1, retired=0, gone=1)" in caplog.text
    )


async def test_a_preview_that_was_dismissed_is_told_once_more(desk: Desk) -> None:
    """Whoever closes the message while the facts go live hears what came of it."""
    preview = await desk.use("reload")
    desk.scene.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=404, code=10008)
    result = await desk.press(preview, "Go live")
    [told] = result.followups
    assert told.ephemeral
    assert Shown(told).title == "Facts: changed"


@pytest.mark.parametrize(
    "custom_id",
    [
        "f1:g:aaaaaaaa:bbbbbbbb:0",
        "f1:g:aaaaaaaa:bbbbbbbb:2:1",
        "f1:x:aaaaaaaa:bbbbbbbb:0:1",
        "f1:g:AAAAAAAA:bbbbbbbb:0:1",
        "f1:g:aaaaaaaa:../../../x:0:1",
        "f1:g:aaaaaaaa:bbbbbbbb:0:١",
        "f1:g:aaaaaaaa:bbbbbbbb:0:1\n",
        "f2:g:aaaaaaaa:bbbbbbbb:0:1",
        "f1:",
    ],
)
async def test_a_mangled_button_does_nothing(desk: Desk, custom_id: str) -> None:
    """Nor does one of another version: a sentence says so."""
    on = await desk.scene.ask("timeline", topic="energy", by=desk.editor)
    stored = desk.scene.env.backend.get_message(on.message.channel_id, on.message.id)
    stored.components[1]["components"][1]["custom_id"] = custom_id
    answer = shown(await desk.editor.click(on.message, custom_id=custom_id))
    assert (answer.private, answer.text) == (True, GONE)
    assert (desk.facts.readings, desk.facts.done, desk.facts.left) == (0, [], [])


@pytest.mark.parametrize(
    ("ids", "title"),
    [
        ("zzzzzzzz:bbbbbbbb:0:1", None),
        ("aaaaaaaa:zzzzzzzz:0:1", None),
        ("aaaaaaaa:zzzzzzzz:1:1", None),
        ("aaaaaaaa:bbbbbbbb:0:999999", None),
        ("aaaaaaaa:bbbbbbbb:0:0", None),
    ],
)
@pytest.mark.parametrize("action", ["p", "n", "l"])
async def test_a_forged_button_of_an_editor_is_answered(
    desk: Desk, ids: str, title: str | None, action: str
) -> None:
    """Whatever generations and pages it names; nothing goes live that was not shown."""
    on = await desk.scene.ask("timeline", topic="energy", by=desk.editor)
    stored = desk.scene.env.backend.get_message(on.message.channel_id, on.message.id)
    stored.components[1]["components"][1]["custom_id"] = f"f1:{action}:{ids}"
    result = await desk.editor.click(on.message, custom_id=f"f1:{action}:{ids}")
    assert result.acknowledged
    assert on.title != "Timeline: Energy"
    assert desk.facts.done == []
