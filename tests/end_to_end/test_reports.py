"""Report a problem: the form on /fact, what becomes of it, and how it is deleted."""

from __future__ import annotations

from typing import Any

import pytest
import simcord

from bot.errors import StateError
from bot.interface.audit import NOTICED, NOTICES
from bot.interface.editors import Named
from bot.interface.reporting import MOST
from bot.state.reports import OPEN_OF_ONE, Filing, Reports
from tests.end_to_end.scene import Scene, Shown, shown

CRANE, FERRY = "reed-2020/crane", "reed-2020/ferry-opened"
WORDS = "It was **August**, see @everyone <@1> https://evil.example `x`\nand > more"
SHOWN_WORDS = (
    r"> It was \*\*August\*\*, see \@everyone \<\@1\> https\://evil.example \`x\` and \> more"
)
FILED = (
    "Thank you. Report {}, on {}, waits for the fact editors. When they close it they say why; to"
    " read that, or to delete your report, use /privacy and its button Your reports."
)
FORBIDDEN = "That is for this bot’s fact editors. Whoever runs the bot can make you one."
UNREADABLE = "This form is not one of this bot’s (any more). Open it anew."
NO_FACT = (
    "There is no such fact (any more), so there is nothing to report a problem with. Ask again with"
    " /fact."
)
NONE_YET = "There are no reports of yours."
AGAIN = (
    "You have reported this fact, and the fact editors have not closed that report yet. To take it"
    " back, use /privacy and its button Your reports."
)

Person = simcord.MemberActor | simcord.UserHandle


async def with_editor(scene: Scene) -> simcord.MemberActor:
    """Somebody who edits the facts there, and who sees /facts."""
    role = scene.guild.create_role("Editors")
    editor = scene.guild.add_member(scene.env.create_user("editor"), roles=[role])
    scene.named = Named(roles=frozenset({role.id}))
    await scene.restart()
    scene.show_to_everyone("facts")
    return editor


async def form(
    scene: Scene, fact: str = CRANE, *, by: Person | None = None
) -> simcord.InteractionResult:
    """Press Report a problem below a fact."""
    answer = await scene.ask("fact", id=fact, by=by)
    return await scene.press(answer, "Report a problem", by=by)


async def report(
    scene: Scene, fact: str = CRANE, words: str = WORDS, *, by: Person | None = None
) -> Shown:
    """Report a problem by the form; the private message that answers it."""
    opened = await form(scene, fact, by=by)
    answer = shown(await (by or scene.asker).submit_modal(opened, {"words": words}))
    assert answer.private
    return answer


async def own(scene: Scene, *, by: Person | None = None) -> Shown:
    """Press Your reports below /privacy."""
    answer = await scene.ask("privacy", by=by)
    result = shown(await scene.press(answer, "Your reports", by=by))
    assert result.private
    return result


async def listed(scene: Scene, by: Person, **options: Any) -> Shown:
    answer = await scene.ask("facts reports", by=by, **options)
    assert answer.private
    return answer


async def send(scene: Scene, custom_id: str, components: Any, *, by: Person | None = None) -> Shown:
    """Send a form that nobody was shown."""
    actor = by or scene.asker
    channel = scene.channel
    result = await simcord.actors._dispatch_actor_interaction(
        actor, 5, channel, {"custom_id": custom_id, "components": components}
    )
    return shown(result)


async def fill(scene: Scene, size: int) -> None:
    """Let others report until the disk takes no more words of this size."""
    for user in range(100):
        await Reports(scene.state).file(Filing(user, user, f"a/b-{size}", "g", "w" * size))


def field(value: Any, custom_id: str = "words") -> list[dict[str, Any]]:
    part = {"type": 4, "id": 2, "custom_id": custom_id, "value": value}
    return [{"type": 18, "id": 1, "component": part}]


async def test_the_form_is_within_discords_limits_and_says_what_it_is_for(scene: Scene) -> None:
    """One text of a bounded length, and no more."""
    opened = await form(scene)
    modal = opened.modal
    assert modal is not None
    assert modal["title"] == "Report a problem with this fact"
    [label] = modal["components"]
    assert label["label"] == "What is wrong?"
    assert "with your name and server" in label["description"]
    assert (label["component"]["min_length"], label["component"]["max_length"]) == (1, MOST)
    assert label["component"]["required"]
    assert len(modal["custom_id"]) <= 100


async def test_a_report_reaches_the_fact_editors(scene: Scene) -> None:
    """Its words are escaped, who and where stand with it, and the reporter is told what follows."""
    editor = await with_editor(scene)
    assert (await listed(scene, editor)).texts == [
        "### Reported problems: open\n-# No open reports"
    ]
    told = await report(scene)
    # Not even their own name is made of what somebody typed.
    await report(scene, FERRY, f"Ask <@{scene.stranger.id}>", by=scene.stranger)
    assert rf"> Ask \<\@{scene.stranger.id}\>" in (await listed(scene, editor)).text
    await Reports(scene.state).delete_of(scene.stranger.id)
    assert told.texts == [
        FILED.format(1, CRANE),
        "-# You have 1 open report; you can have 5 at a time.",
    ]
    seen = await listed(scene, editor)
    assert seen.texts[0] == "### Reported problems: open\n-# 1 report, the oldest first"
    assert seen.texts[1].splitlines() == [
        f"**Report 1 on {CRANE}:** The old crane is taken down.",
        SHOWN_WORDS,
        f"-# 19 July 2026, 12:00 UTC, by <@{scene.asker.id}>, server: Lowmere",
    ]
    status = await scene.ask("facts status", by=editor)
    assert "**Reported problems:** 1 open; /facts reports shows it" in status.text
    messages = [body for body in scene.sent() if "custom_id" not in body]
    assert all(body["allowed_mentions"] == {"parse": []} for body in messages)


async def test_a_report_is_kept_before_it_is_told(scene: Scene) -> None:
    """Where nobody can be told any more, and after a restart, it is there all the same."""
    editor = await with_editor(scene)
    opened = await form(scene)
    scene.env.inject_error("POST", "/interactions/*/*/callback", status=500, times=2)
    assert not (await scene.asker.submit_modal(opened, {"words": "wrong"})).acknowledged
    await scene.restart()
    assert f"**Report 1 on {CRANE}:**" in (await listed(scene, editor)).text


async def test_a_form_works_after_a_restart(scene: Scene) -> None:
    """What it needs is in the form itself, also where the question was too long for a button."""
    editor = await with_editor(scene)
    opened = await form(scene, f"[{CRANE}]{' ' * 60}")
    await scene.restart()
    answer = shown(await scene.asker.submit_modal(opened, {"words": "wrong"}))
    assert answer.texts[0] == FILED.format(1, CRANE)
    assert f"**Report 1 on {CRANE}:**" in (await listed(scene, editor)).text


async def test_a_report_is_closed_with_a_reason_that_its_reporter_reads(scene: Scene) -> None:
    """It leaves the list in place, stands among the closed ones, and is told on request."""
    editor = await with_editor(scene)
    await report(scene, words="wrong")
    await report(scene, FERRY, words="wrong too")
    seen = await listed(scene, editor)
    assert list(seen.buttons) == ["Show closed ones", "Close 1", "Close 2"]
    opened = await scene.press(seen, "Close 1", by=editor)
    assert opened.modal is not None
    assert opened.modal["title"] == "Close report 1"
    await editor.submit_modal(opened, {"words": "Put right;\n*thanks*"})
    assert seen.texts[0] == "Report 1 is closed."
    assert "Report 1 on" not in seen.text
    assert f"**Report 2 on {FERRY}:**" in seen.text
    closed = r"-# Closed 19 July 2026, 12:00 UTC by <@{}>:" + "\n" + r"> Put right; \*thanks\*"
    await scene.press(seen, "Show closed ones", by=editor)
    assert seen.title == "Reported problems: closed"
    assert closed.format(editor.id) in seen.text
    assert list(seen.buttons) == ["Show open ones"]
    assert closed.format(editor.id) in (await listed(scene, editor, closed=True)).text
    mine = await own(scene)
    assert mine.texts == [
        "### Your reports\n-# 2 reports, which only you and the fact editors can read",
        f"**Report 2 on {FERRY}:** open\n> wrong too\n-# 19 July 2026, 12:00 UTC\n\n"
        f"**Report 1 on {CRANE}:** closed\n> wrong\n-# 19 July 2026, 12:00 UTC\n"
        "-# Closed 19 July 2026, 12:00 UTC:\n" + r"> Put right; \*thanks\*",
    ]


async def test_who_is_slower_is_told_what_became_of_it(scene: Scene) -> None:
    """Another editor has closed it, or its reporter has deleted it; and the first reason stands."""
    editor = await with_editor(scene)
    await report(scene, words="wrong")
    await report(scene, FERRY, words="wrong", by=scene.stranger)
    seen = await listed(scene, editor)
    first = await scene.press(seen, "Close 1", by=editor)
    second = await scene.press(seen, "Close 1", by=editor)
    third = await scene.press(seen, "Close 2", by=editor)
    await editor.submit_modal(first, {"words": "The first reason."})
    await editor.submit_modal(second, {"words": "The second."})
    assert seen.texts[0] == "Report 1 was already closed; its reason stays as it was."
    await scene.press(await own(scene, by=scene.stranger), "Delete all of them", by=scene.stranger)
    await editor.submit_modal(third, {"words": "The third."})
    assert seen.texts[0].startswith("Report 2 is not there any more: ")
    assert "The first reason." in (await own(scene)).text


async def test_a_reason_without_words_closes_nothing(scene: Scene) -> None:
    """It is told, and the report stays open."""
    editor = await with_editor(scene)
    await report(scene)
    seen = await listed(scene, editor)
    opened = await scene.press(seen, "Close 1", by=editor)
    refused = shown(await editor.submit_modal(opened, {"words": " \n … "}))
    assert refused.text == "The report stays open: say in words why it is to be closed."
    assert "Close 1" in (await listed(scene, editor)).buttons


async def test_reports_fill_pages_and_each_can_be_closed(scene: Scene) -> None:
    """Five at a time at most, and fewer where they are long; every one of them once."""
    editor = await with_editor(scene)
    reports = Reports(scene.state)
    for number in range(1, 13):
        long = "*" * MOST if number < 4 else "wrong"
        await reports.file(Filing(number, None, f"reed-2020/fact-{number}", "gone", long))
    seen = await listed(scene, editor)
    close = [label for label in seen.buttons if label.startswith("Close ")]
    assert "page 1 of 4" in seen.scope[0]
    for page in range(2, 5):
        await scene.press(seen, "Next", by=editor)
        assert f"page {page} of 4" in seen.scope[0]
        close += [label for label in seen.buttons if label.startswith("Close ")]
    assert close == [f"Close {number}" for number in range(1, 13)]
    assert not seen.buttons["Next"]
    assert "(This fact is not there any more.)" in seen.text
    assert "-# The facts have changed since." in seen.text
    assert "in direct messages" in seen.text
    opened = await scene.press(seen, "Close 12", by=editor)
    await editor.submit_modal(opened, {"words": "Put right."})
    for _ in range(3):
        await scene.press(seen, "Previous", by=editor)
    assert not seen.buttons["Previous"]


async def test_a_withdrawn_fact_keeps_its_report(scene: Scene) -> None:
    """The form may have been opened before; the list says that the fact was withdrawn."""
    editor = await with_editor(scene)
    opened = await form(scene)
    press = opened.modal["custom_id"] if opened.modal is not None else ""
    retired = press.replace(CRANE, "reed-2020/old-mill")
    assert retired != press
    assert (await send(scene, retired, field("wrong"))).texts[0] == FILED.format(
        1, "reed-2020/old-mill"
    )
    seen = await listed(scene, editor)
    assert "**Report 1 on reed-2020/old-mill:** (This fact was withdrawn.)" in seen.text


async def test_a_blank_report_has_no_words_to_copy(scene: Scene) -> None:
    """It is refused, and nothing is told back."""
    answer = await report(scene, words=" \n ")
    assert len(answer.texts) == 1
    assert "to copy" not in answer.text
    assert (await own(scene)).texts == [NONE_YET]


async def test_one_person_reports_a_fact_once_at_a_time(scene: Scene) -> None:
    """The button says so before anything is typed; a form that was open gives the words back."""
    opened = await form(scene)
    await report(scene)
    refused = shown(await form(scene))
    assert refused.private
    assert refused.text == AGAIN
    answer = shown(await scene.asker.submit_modal(opened, {"words": WORDS}))
    assert answer.texts == [AGAIN, f"**Your words, to copy:**\n{SHOWN_WORDS.removeprefix('> ')}"]
    assert (await report(scene, by=scene.stranger)).texts[0] == FILED.format(2, CRANE)


async def test_nobody_can_flood_the_fact_editors(scene: Scene) -> None:
    """So many open reports a person; the audit channel hears of few, and then how many more."""
    audit = scene.guild.create_text_channel("audit")
    scene.audit_channel = audit.id
    editor = await with_editor(scene)
    ids = [f"reed-2020/passengers-{1980 + number}" for number in range(OPEN_OF_ONE + 1)]
    for fact in ids[:-1]:
        await report(scene, fact)
    refused = shown(await form(scene, ids[-1]))
    assert refused.text.startswith("You have as many open reports as one person can have.")
    for fact in ids[:4]:
        await report(scene, fact, by=scene.stranger)
    said = [message.content for message in audit.history()]
    assert said == [
        f"A problem was reported with {fact}: report {number}. Fact editors read it with /facts"
        " reports."
        for number, fact in enumerate([*ids[:-1], ids[0]], 1)
    ]
    assert len(said) == NOTICES
    scene.seconds += NOTICED
    await report(scene, ids[4], by=scene.stranger)
    assert audit.history()[-1].content.endswith("\nSince the last such message there were 3 more.")
    assert "10 reports" in (await listed(scene, editor)).scope[0]


@pytest.mark.parametrize("direct", [False, True])
async def test_somebody_deletes_their_reports(scene: Scene, direct: bool) -> None:
    """At once, in a server or in direct messages; nobody else's go, and what went is told."""
    editor = await with_editor(scene)
    person: Person = scene.asker.user if direct else scene.asker
    assert (await own(scene, by=person)).texts == [NONE_YET]
    await report(scene, by=person)
    await report(scene, FERRY, by=person)
    await report(scene, by=scene.stranger)
    await Reports(scene.state).close(1, editor.id, "Put right.")
    mine = await own(scene, by=person)
    assert list(mine.buttons) == ["Delete all of them"]
    await scene.press(mine, "Delete all of them", by=person)
    assert mine.text == (
        "Your reports are deleted: 2, open ones among them: 1. They are in no list any more;"
        " backups of the bot’s data may still hold them."
    )
    assert mine.buttons == {}
    assert (await own(scene, by=person)).texts == [NONE_YET]
    seen = await listed(scene, editor)
    assert list(seen.buttons) == ["Show closed ones", "Close 3"]
    rows = await scene.state.fetch_all("select user_id from report")
    assert rows == [(scene.stranger.id,)]


async def test_many_own_reports_are_counted_where_they_do_not_fit(scene: Scene) -> None:
    """The newest are shown, within one message."""
    reports = Reports(scene.state)
    for number in range(1, 5):
        await reports.file(Filing(scene.asker.id, None, f"a/{number}", "gone", "*" * MOST))
        await reports.close(number, 1, "r")
    mine = await own(scene)
    assert "**Report 4 on" in mine.text
    assert "**Report 3 on" not in mine.text
    assert mine.footer == "-# And 3 older ones, which are not shown."


@pytest.mark.parametrize("who", ["asker", "manager", "stranger"])
async def test_only_fact_editors_read_and_close_reports(scene: Scene, who: str) -> None:
    """The command, its pages and its forms ask for the right at every use."""
    editor = await with_editor(scene)
    await report(scene)
    person = getattr(scene, who)
    assert (await listed(scene, person)).text == FORBIDDEN
    seen = await listed(scene, editor)
    answer = await scene.ask("timeline", topic="energy", by=person)
    stored = scene.env.backend.get_message(answer.message.channel_id, answer.message.id)
    for label in ("Show closed ones", "Close 1"):
        stored.components[1]["components"][1]["custom_id"] = seen.custom_id(label)
        forged = shown(await person.click(answer.message, custom_id=seen.custom_id(label)))
        assert (forged.private, forged.text) == (True, FORBIDDEN)
    closing = await send(scene, "r1:y:1:1::", field("Closed by nobody."), by=person)
    assert (closing.private, closing.text) == (True, FORBIDDEN)
    assert await Reports(scene.state).open_count() == 1


async def test_a_right_that_was_taken_away_is_gone_at_once(scene: Scene) -> None:
    """Also for a form that is open already."""
    editor = await with_editor(scene)
    await report(scene)
    seen = await listed(scene, editor)
    opened = await scene.press(seen, "Close 1", by=editor)
    [role] = scene.named.roles
    scene.env.backend.remove_member_role(scene.guild.id, editor.id, role)
    await scene.env.settle()
    refused = shown(await editor.submit_modal(opened, {"words": "Put right."}))
    assert refused.text == FORBIDDEN
    assert (await scene.private_copy(seen, "Show closed ones", by=editor)).text == FORBIDDEN
    assert await Reports(scene.state).open_count() == 1


async def test_an_editors_button_on_a_public_message_shows_nothing_in_public(scene: Scene) -> None:
    """A forged one is answered privately, and the message stays as it is."""
    editor = await with_editor(scene)
    await report(scene)
    answer = await scene.ask("timeline", topic="energy", by=editor)
    before = answer.texts
    stored = scene.env.backend.get_message(answer.message.channel_id, answer.message.id)
    for custom_id in ("r1:o:0:1::", "r1:d:0:1::"):
        stored.components[1]["components"][1]["custom_id"] = custom_id
        forged = shown(await editor.click(answer.message, custom_id=custom_id))
        assert forged.private
        assert answer.texts == before


async def test_an_id_that_there_is_not_has_no_such_button(scene: Scene) -> None:
    """Neither a mistyped id nor a withdrawn one can be reported from its answer."""
    for fact in ("reed-2020/cran", "reed-2020/old-mill"):
        answer = await scene.ask("fact", id=fact)
        assert "Report a problem" not in answer.buttons
    assert "Report a problem" not in (await scene.ask("timeline", topic="energy")).buttons


@pytest.mark.parametrize(
    ("custom_id", "components", "told"),
    [
        ("r1:f:0:1:g:fact?id=reed-2020/none", field("wrong"), NO_FACT),
        ("r1:f:0:1:g:fact?id=%00", field("wrong"), NO_FACT),
        ("r1:f:0:1:g:timeline?", field("wrong"), NO_FACT),
        ("r1:f:0:1:g:#AAAAAAAAAAAAAAAA", field("wrong"), NO_FACT),
        ("r1:f:0:1::", field("wrong"), NO_FACT),
        (f"r1:f:0:1:g:fact?id={CRANE}", field("\u200b \u2060…"), "Nothing was reported: say in"),
        (
            f"r1:f:0:1:g:fact?id={CRANE}",
            field("\u3164\u115f \u1160.\uffa0"),
            "Nothing was reported: say in",
        ),
        (f"r1:f:0:1:g:fact?id={CRANE}", field("w" * 1001), "That is too long: at most 1000"),
        (f"r1:f:0:1:g:fact?id={CRANE}", field("wrong", "other"), UNREADABLE),
        (f"r1:f:0:1:g:fact?id={CRANE}", field(["wrong"]), UNREADABLE),
        (f"r1:f:0:1:g:fact?id={CRANE}", field(None), UNREADABLE),
        (f"r1:f:0:1:g:fact?id={CRANE}", [], UNREADABLE),
        ("r1:m:0:1::", field("wrong"), UNREADABLE),
        ("r2:f:0:1::", field("wrong"), "This answer is too old for its buttons to work."),
        ("", field("wrong"), "This answer is too old for its buttons to work."),
    ],
)
async def test_a_forged_form_is_answered_and_keeps_nothing(
    scene: Scene, custom_id: str, components: Any, told: str
) -> None:
    """Whatever its id says and whatever it holds, privately."""
    answer = await send(scene, custom_id, components)
    assert answer.private
    assert answer.text.startswith(told)
    assert await scene.state.fetch_all("select * from report") == []


async def test_a_full_disk_gives_the_words_back(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """With an error id that the log has, which never holds the words; later it works."""
    opened = await form(scene)
    ((pages,),) = await scene.state.fetch_all("pragma page_count")
    await scene.state.fetch_all(f"pragma max_page_count = {pages}")
    for size in (1000, 1):
        with pytest.raises(StateError, match="is full"):
            await fill(scene, size)
    answer = shown(await scene.asker.submit_modal(opened, {"words": WORDS}))
    assert answer.texts[0].startswith("Your report could not be kept. Try again later. ")
    error_id = answer.texts[0].removesuffix(".").rpartition(" ")[2]
    assert error_id in caplog.text
    assert "August" not in caplog.text
    assert answer.texts[1] == f"**Your words, to copy:**\n{SHOWN_WORDS.removeprefix('> ')}"
    await scene.state.fetch_all("pragma max_page_count = 100000")
    assert (await report(scene)).texts[0].startswith("Thank you.")


async def test_a_server_that_was_left_takes_its_reports_along(scene: Scene) -> None:
    """After a month, also where it had chosen nothing else."""
    await report(scene)
    await report(scene, by=scene.asker.user, fact=FERRY)
    guilds = [row[0] for row in await scene.state.fetch_all("select guild_id from guild")]
    assert guilds == [scene.guild.id]
    await scene.state.execute("delete from guild")
    assert [each.filing.fact for each in await Reports(scene.state).open()] == [FERRY]
