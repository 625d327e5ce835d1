"""Who reads what in which language. The languages are made up: English with a mark before each
sentence, so that a test sees by which catalogue it was said, and Babel's dates and numbers."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.anniversaries.sending import Sent
from bot.interface.client import Footnote
from bot.interface.editors import whoever_manages
from bot.interface.sender import DiscordSender
from bot.state.deliveries import Delivery
from bot.wording.wording import Wording
from bot.wording.wordings import Wordings
from tests.end_to_end.scene import NOON, Scene, shown
from tests.wording.catalogues import RU, ZH, marked


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """English, and Russian and Chinese that are marked."""
    return marked(tmp_path_factory.mktemp("catalogues"), ru=RU, zh=ZH)


@pytest.fixture
async def town(harbour_facts: Path, tmp_path: Path, catalogues: Path) -> AsyncIterator[Scene]:
    """The bot in these languages; one member reads Russian, another Chinese."""
    async with Scene.open(harbour_facts, tmp_path / "state", Wordings(catalogues)) as scene:
        scene.locales[scene.asker.id] = "ru"
        scene.locales[scene.stranger.id] = "zh-CN"
        yield scene


async def at_once() -> None:
    """A turn that nobody waits for."""


class Unread(Wordings):
    """Catalogues of which none but English was read, and how each is read then: whether by the
    event loop's thread."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.by_the_loop: dict[str, bool] = {}

    def get(self, code: str) -> Wording | None:
        """The wording of a code."""
        if code in ("ru", "zh") and not self.is_read(code):
            here = threading.current_thread() is threading.main_thread()
            self.by_the_loop[code] = here
        return super().get(code)


@pytest.fixture
def unread(town: Scene, catalogues: Path) -> Unread:
    """What the bot says things by from now on."""
    town.languages.wordings = found = Unread(catalogues)
    return found


async def settings(scene: Scene, **options: Any) -> str:
    """What /settings tells the manager, who reads English."""
    answer = await scene.ask("settings", by=scene.manager, **options)
    assert answer.private
    return answer.text


async def test_a_private_answer_is_in_its_readers_language(town: Scene) -> None:
    """Sentences, labels, dates and buttons are Russian in an English server."""
    answer = await town.ask("timeline", topic="harbour", private=True)
    assert answer.private
    assert answer.title == f"{RU}Timeline: Гавань"
    assert "1 октября 1949" in answer.text
    assert f"{RU}Show source words" in answer.buttons


async def test_a_public_answer_is_in_the_servers_language(town: Scene) -> None:
    """Whoever asks; the server's locale is only a default, and what it chose comes first."""
    assert (await town.ask("timeline", topic="harbour")).title == "Timeline: Harbour"
    town.server_speaks("zh-TW")
    assert (await town.ask("timeline", topic="harbour")).title == f"{ZH}Timeline: 港口"
    await settings(town, language="ru")
    answer = await town.ask("timeline", topic="harbour", by=town.stranger)
    assert answer.title == f"{RU}Timeline: Гавань"
    await settings(town, language="auto")
    assert (await town.ask("timeline", topic="harbour")).title.startswith(ZH)


async def test_a_language_is_read_for_its_first_reader_beside_the_event_loop(
    town: Scene, unread: Unread
) -> None:
    """And not before: a host whose readers read English has no other."""
    english = await town.ask("timeline", topic="harbour", by=town.manager, private=True)
    assert (english.title, unread.by_the_loop) == ("Timeline: Harbour", {})
    answer = await town.ask("timeline", topic="harbour", private=True)
    assert (answer.title, unread.by_the_loop) == (f"{RU}Timeline: Гавань", {"ru": False})


async def test_so_it_is_for_who_types_or_presses_first(town: Scene, unread: Unread) -> None:
    """An option that is being typed needs labels, and source words are private."""
    assert await town.choices("timeline", "topic", "гав") == {"Гавань": "harbour"}
    assert unread.by_the_loop == {"ru": False}
    english = await town.ask("timeline", topic="harbour", by=town.manager)
    await town.press(english, "Show source words", by=town.stranger)
    assert unread.by_the_loop == {"ru": False, "zh": False}


@pytest.mark.parametrize("chosen", [False, True])
async def test_so_is_a_servers_language(town: Scene, unread: Unread, *, chosen: bool) -> None:
    """Its locale's, and the one that it chose."""
    if chosen:
        await town.languages._guilds.set_language(town.guild.id, "zh", town.manager.id)
    else:
        town.server_speaks("zh-CN")
    answer = await town.ask("timeline", topic="harbour", by=town.manager)
    assert (answer.title, unread.by_the_loop) == (f"{ZH}Timeline: 港口", {"zh": False})


async def test_what_autocomplete_offers_is_in_the_readers_language(town: Scene) -> None:
    """In a server of another language too; what is typed may be in any."""
    town.server_speaks("zh-CN")
    assert await town.choices("timeline", "topic", "гав") == {"Гавань": "harbour"}
    assert await town.choices("timeline", "topic", "harb") == {"Гавань (Harbour)": "harbour"}
    answer = await town.ask("timeline", topic="Гавань", private=True)
    assert answer.title == f"{RU}Timeline: Гавань"
    await settings(town, language="ru")
    for typed in ("harbour", "Harbour", "港口"):
        assert (await town.ask("timeline", topic=typed)).title == f"{RU}Timeline: Гавань"


async def test_an_articles_words_stay_in_its_language_and_say_so(town: Scene) -> None:
    """Each footnote names it in the reader's, and an aside, once a page, whose the wordings are."""
    aside = "the one-line wordings are the fact editors’ and stay as they wrote them."
    asked: dict[str, dict[str, Any]] = {
        "timeline": {"topic": "trade"}, "quote": {}, "figures": {"what": "cargo"},
        "onthisday": {}, "upcoming": {},
    }  # fmt: skip
    for line, options in asked.items():
        english = await town.ask(line, by=town.manager, **options)
        assert "in English" not in english.text
        assert aside not in english.text
        russian = await town.ask(line, private=True, **options)
        assert ", in английский" in russian.footer
        assert russian.text.count(aside) == 1
    words = await town.private_copy(await town.ask("timeline", topic="trade"), "Show source words")
    assert words.text.count(aside) == 1
    assert "> " in words.text
    assert aside not in (await town.ask("help", private=True)).text


async def test_a_daily_post_is_in_its_servers_language(town: Scene) -> None:
    """With its button; what a press brings that is no part of it is in the presser's."""
    client = town.env.bot
    assert isinstance(client, Footnote)
    replies = client.replies
    await town.ask("anniversaries set", by=town.manager)
    plan = await replies.plans.of(town.guild.id)
    assert plan is not None
    english = await replies.compose(plan, date(2026, 7, 19))
    town.server_speaks("zh-CN")
    chinese = await replies.compose(plan, date(2026, 7, 19))
    await settings(town, language="ru")
    post = await replies.compose(plan, date(2026, 7, 19))
    assert english is not None
    assert chinese is not None
    assert post is not None
    assert [each.content[0] for each in (english, chinese, post)] == ["O", ZH, RU]
    assert "19 июля" in post.title
    assert ", in английский" in post.body
    sender = DiscordSender(client, town.languages.server, at_once)
    on, claimed = date(2026, 7, 19), NOON
    delivery = Delivery(
        town.guild.id, on, claimed, claimed + timedelta(hours=6), "claimed", None,
        town.channel.id, None, post.encode(), None, claimed, None,
    )  # fmt: skip
    assert isinstance(await sender.send(delivery, post), Sent)
    sent = town.channel.last_message
    assert sent is not None
    assert sent.content == post.content
    gone = await town.asker.click(sent, label=f"{RU}Show source words")
    assert shown(gone).text == RU + town.wordings.english.say("button.gone")


async def test_direct_messages_are_in_their_readers_language(town: Scene) -> None:
    """There is no server whose language it could be."""
    assert (await town.ask("help", by=town.asker.user)).title.startswith(RU)


async def test_answers_kept_for_one_language_are_not_told_in_another(town: Scene) -> None:
    """The same question twice: what was laid out before is not shown to the other reader."""
    for by, mark in ((town.asker, RU), (town.stranger, ZH), (town.asker, RU), (town.manager, "T")):
        answer = await town.ask("timeline", by=by, private=True)
        assert answer.title[0] == mark


async def test_a_page_turned_in_place_stays_in_the_servers_language(town: Scene) -> None:
    """A private copy of it, and the words behind it, are in their reader's."""
    answer = await town.ask("timeline")
    await town.press(answer, "Next")
    assert answer.title == "Timeline: everything"
    assert "part 2 of 2" in answer.texts[0]
    copy = await town.private_copy(answer, "Next", by=town.stranger)
    assert copy.title.startswith(f"{ZH}Timeline")
    words = await town.private_copy(answer, "Show source words")
    assert words.title.startswith(RU)


async def test_a_private_page_turned_in_place_stays_in_its_readers_language(town: Scene) -> None:
    """Also after a restart, and after a language was chosen for the server."""
    answer = await town.ask("timeline", private=True)
    await settings(town, language="zh")
    await town.restart()
    await town.press(answer, f"{RU}Next")
    assert answer.title.startswith(f"{RU}Timeline")
    assert f"{RU}page 1 of 4, part 2 of 2" in answer.texts[0]


async def test_what_is_taken_along_is_in_its_readers_language(town: Scene) -> None:
    """Of a public answer in the server's, too. Columns, dates and numbers are the same for all."""
    answer = await town.ask("figures", what="passengers")
    rows = {}
    for mark, by in (("", town.manager), (RU, town.asker), (ZH, town.stranger)):
        offer = await town.private_copy(answer, "Take along", by=by)
        told = await town.private_copy(offer, "CSV", by=by)
        assert told.title.startswith(f"{mark}Take along")
        [attachment] = told.message.attachments
        assert attachment.filename == "footnote-figures-passengers.csv"
        content = (await attachment.read()).decode("utf-8-sig")
        rows[mark] = list(csv.DictReader(io.StringIO(content)))
    said = {
        mark: {(row["topics"], row["measure"]) for row in found} for mark, found in rows.items()
    }
    assert said[""] == {("Harbour", "Ferry passengers")}
    assert said[RU] == {("Гавань", "Пассажиры")}
    assert said[ZH] == {("港口", "乘客")}
    for column in ("id", "quote", "period", "value", "relation", "generation"):
        assert len({tuple(row[column] for row in found) for found in rows.values()}) == 1


async def test_what_is_wrong_is_told_in_the_askers_language(town: Scene) -> None:
    """Of a public question too, with the dates and labels that the explanation names."""
    answer = await town.ask("timeline", from_="30 February 2021")
    assert answer.private
    assert answer.text.startswith(RU)
    assert "феврал" in answer.text
    near = await town.ask("timeline", topic="harbuor")
    assert near.text.startswith(RU)
    assert "Гавань" in near.text or "Harbour" in near.text


async def test_a_fault_and_a_refusal_are_told_in_the_readers_language(
    town: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error's id is in the log, whatever the language."""

    def broken(*_: object) -> None:
        raise RuntimeError("of ours")

    answer = await town.ask("timeline")
    refused = shown(await town.press(answer, "Remove", by=town.stranger))
    assert refused.text.startswith(ZH)
    client = town.env.bot
    assert isinstance(client, Footnote)
    monkeypatch.setattr("bot.interface.replies.answer_question", broken)
    assert (await town.ask("search", query="a new question")).text.startswith(RU)


async def test_editors_and_managers_are_told_in_their_own_language(town: Scene) -> None:
    """Notices are private, whatever the server speaks."""
    town.server_speaks("ru")
    town.locales[town.manager.id] = "zh-CN"
    told = await town.ask("anniversaries set", by=town.manager)
    assert told.title.startswith(ZH)
    assert "十月" in told.text
    missing = await town.ask("anniversaries set", by=town.manager, time="late")
    assert f"{ZH}" in missing.texts[1].splitlines()[0]


async def test_fact_editors_are_told_in_their_own_language(town: Scene) -> None:
    """Preview, buttons and outcome; the next editor who looks at the same is told in theirs. The
    audit channel is told in its server's."""
    town.rule, town.audit_channel = whoever_manages, town.channel.id
    await town.restart()
    town.show_to_everyone("facts")
    town.server_speaks("ru")
    town.locales[town.manager.id] = "zh-CN"
    assert (await town.ask("facts status", by=town.manager)).title.startswith(ZH)
    preview = await town.ask("facts reload", by=town.manager)
    assert preview.title.startswith(ZH)
    assert {*preview.buttons} == {f"{ZH}Go live", f"{ZH}Leave it"}
    town.locales.clear()
    assert not (await town.ask("facts reload", by=town.manager)).title.startswith(ZH)
    town.locales[town.manager.id] = "zh-CN"
    await town.press(preview, f"{ZH}Go live", by=town.manager)
    assert preview.text.removeprefix("### ").startswith(ZH)
    assert town.channel.last_message is not None
    assert town.channel.last_message.content.startswith(RU)


async def test_a_preview_shows_the_post_as_the_server_will_read_it(town: Scene) -> None:
    """Only the line above it, which is no part of it, is in the manager's language."""
    await settings(town, language="ru")
    await town.ask("anniversaries set", by=town.manager)
    preview = await town.manager.slash(town.channel, "anniversaries preview")
    assert preview.response is not None
    mark, post = preview.response.content.split("\n", 1)
    assert not mark.startswith((f"-# {RU}", f"-# {ZH}"))
    assert post.startswith(RU)


async def test_private_answers_are_the_servers_to_choose_and_anyones_to_refuse(
    town: Scene,
) -> None:
    """private: False asks for a public one all the same; a restart changes nothing."""
    assert not (await town.ask("timeline")).private
    told = "Answers here are private, unless somebody asks for a public one with private: False."
    assert await settings(town, private_answers=True) == told
    await town.restart()
    answers = [await town.ask("timeline"), await town.ask("upcoming", calendar=True)]
    assert [answer.private for answer in answers] == [True, True]
    assert answers[0].title.startswith(RU)
    asked_for = await town.ask("timeline", private=False)
    assert (asked_for.private, asked_for.title) == (False, "Timeline: everything")
    assert not (await town.ask("timeline", by=town.asker.user)).private
    await settings(town, private_answers=False)
    assert not (await town.ask("timeline")).private
    assert await town.state.fetch_all("select * from guild") == []


async def test_every_command_with_the_option_private_leaves_it_to_the_server(town: Scene) -> None:
    """An option that is not given is neither True nor False."""
    client = town.env.bot
    assert isinstance(client, Footnote)
    commands = [command for command in client.tree.walk_commands() if hasattr(command, "_params")]
    defaults = {
        command.qualified_name: command._params["private"].default
        for command in commands
        if "private" in command._params
    }
    assert len(defaults) >= 10
    assert {*defaults.values()} == {None}


async def test_settings_are_shown_saved_and_judged_one_by_one(town: Scene) -> None:
    """What can't be read costs nobody the rest; all is told in the manager's language."""
    assert await settings(town) == (
        "No time zone is set for this server; “today” goes by UTC.\n"
        "No language is set for this server; public answers and daily posts go by its language on"
        " Discord. Now: English.\n"
        "Answers here are public, unless somebody asks for a private one with private: True."
    )
    assert await settings(town, time_zone="Atlantis", language="Русский", private_answers=True) == (
        "There is no time zone “Atlantis”. Pick a city from the list that opens as you type,"
        " such as Europe/Berlin.\n"
        "Public answers and daily posts are now in this language: Russian.\n"
        "Answers here are private, unless somebody asks for a public one with private: False."
    )
    assert await settings(town, language="*Klingon*") == (
        "There is no language “\\*Klingon\\*”. There are: English (en), русский (ru), 中文 (zh)."
    )
    await town.restart()
    assert (await settings(town)).splitlines()[1:] == [
        "Language of public answers and daily posts here: Russian.",
        "Answers here are private, unless somebody asks for a public one with private: False.",
    ]
    assert await settings(town, language="中文 (zh)") == (
        "Public answers and daily posts are now in this language: Chinese."
    )
    assert await settings(town, language=" None ", time_zone="auto") == (
        "This server’s time zone is no longer set; “today” goes by UTC.\n"
        "The language of this server is no longer set; public answers and daily posts go by its"
        " language on Discord. Now: English."
    )


async def test_languages_are_offered_by_their_own_names(town: Scene) -> None:
    """All where nothing is typed; else by name or code."""
    assert await town.manager.autocomplete(town.channel, "settings", "language", "") == [
        {"name": "English (en)", "value": "en"},
        {"name": "русский (ru)", "value": "ru"},
        {"name": "中文 (zh)", "value": "zh"},
    ]
    found = await town.manager.autocomplete(town.channel, "settings", "language", "РУС")
    assert found == [{"name": "русский (ru)", "value": "ru"}]


async def test_a_language_that_is_gone_falls_back_and_says_so(town: Scene, tmp_path: Path) -> None:
    """Its file was removed while the server had it chosen; nothing stored is lost by that."""
    await settings(town, language="zh")
    town.wordings = Wordings(marked(tmp_path / "fewer", ru=RU))
    await town.restart()
    assert (await town.ask("timeline")).title == "Timeline: everything"
    town.server_speaks("ru")
    assert (await town.ask("timeline", by=town.manager)).title.startswith(RU)
    assert (await settings(town)).splitlines()[1] == (
        "The language set for this server (zh) is not there any more; public answers and daily"
        " posts go by its language on Discord. Now: Russian."
    )
    assert (await town.ask("help", by=town.stranger, private=True)).title[0] not in (RU, ZH)
    assert await town.state.fetch_all("select language from guild") == [("zh",)]


async def test_descriptions_are_registered_in_every_language_and_names_in_none(town: Scene) -> None:
    """For each locale of Discord that a catalogue is for; also the names of choices."""
    [request] = [r for r in town.env.http_requests if r.path.endswith("/commands")]
    assert isinstance(request.json, list)

    def parts(command: dict[str, Any]) -> list[dict[str, Any]]:
        options = command.get("options") or []
        return [command, *(part for option in options for part in parts(option))]

    slash = [command for command in request.json if command["type"] == 1]
    assert len(slash) > 10
    for part in (part for command in slash for part in parts(command)):
        assert not part.get("name_localizations"), part["name"]
        said = part["description_localizations"]
        assert said == {
            "ru": RU + part["description"],
            "zh-CN": ZH + part["description"],
            "zh-TW": ZH + part["description"],
        }
        for choice in part.get("choices", ()):
            assert choice["name_localizations"]["ru"] == RU + choice["name"]


async def test_commands_are_registered_again_when_a_catalogue_changes(
    town: Scene, tmp_path: Path
) -> None:
    """And not at a restart with the same ones."""
    assert town.syncs() == 1
    await town.restart()
    assert town.syncs() == 1
    town.wordings = Wordings(marked(tmp_path / "others", ru="ы", zh=ZH))
    await town.restart()
    assert town.syncs() == 2


async def test_a_broken_catalogue_keeps_nobody_from_the_others(
    town: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The bot starts, registers its commands, and answers its readers in English."""
    folder = marked(tmp_path / "broken", ru=RU)
    (folder / "zh.po").write_bytes(b'msgid "command.help"\nmsgstr "\xff"\n')
    town.wordings = Wordings(folder)
    await town.restart()
    assert town.syncs() == 2
    assert (await town.ask("help", by=town.asker, private=True)).title.startswith(RU)
    assert (await town.ask("help", by=town.stranger, private=True)).title.startswith("Footnote")
    assert "the catalogue zh can't be read" in caplog.text


async def test_a_description_too_long_in_one_language_is_english_there(
    town: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Discord would take none of the commands for one of them."""
    town.wordings = Wordings(marked(tmp_path / "long", ru=RU * 90))
    await town.restart()
    request = [r for r in town.env.http_requests if r.path.endswith("/commands")][-1]
    assert isinstance(request.json, list)
    [help_] = [command for command in request.json if command["name"] == "help"]
    assert not help_["description_localizations"]
    assert "too long to be registered in ru" in caplog.text
