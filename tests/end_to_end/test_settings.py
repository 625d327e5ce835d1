"""/settings, what it changes, and what becomes of it; and when commands are registered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.anniversaries.courier import Courier
from bot.anniversaries.scheduler import Scheduler
from bot.errors import StateError
from bot.interface.client import Footnote
from bot.state.commands import SyncedCommands
from bot.state.guilds import Guilds
from bot.state.plans import Plans
from tests.end_to_end.scene import NOON, Scene, Shown


async def settings(scene: Scene, time_zone: str | None = None) -> Shown:
    """/settings by the server's manager."""
    options: dict[str, Any] = {} if time_zone is None else {"time_zone": time_zone}
    answer = await scene.ask("settings", by=scene.manager, **options)
    assert answer.private
    return answer


LANGUAGE = (
    "No language is set for this server; public answers and daily posts go by its language on"
    " Discord. Now: English."
)
PUBLIC = "Answers here are public, unless somebody asks for a private one with private: True."


async def stored(scene: Scene) -> list[tuple[object, ...]]:
    """Everything that is kept about servers."""
    return await scene.state.fetch_all("select * from guild")


async def test_a_zone_is_set_by_its_city_shown_and_taken_back(scene: Scene) -> None:
    """Each step says privately what is now so."""
    steps = [await settings(scene, typed) for typed in (None, "auckland")]
    steps.append(await settings(scene))
    steps += [await settings(scene, " None "), await settings(scene)]
    assert [step.text for step in steps] == [
        f"No time zone is set for this server; “today” goes by UTC.\n{LANGUAGE}\n{PUBLIC}",
        "This server’s time zone is now Pacific/Auckland; today here is 20 July 2026.",
        f"This server’s time zone: Pacific/Auckland.\n{LANGUAGE}\n{PUBLIC}",
        "This server’s time zone is no longer set; “today” goes by UTC.",
        f"No time zone is set for this server; “today” goes by UTC.\n{LANGUAGE}\n{PUBLIC}",
    ]


@pytest.mark.parametrize("broken", ["set_time_zone", "set_private_answers"])
async def test_a_fault_at_one_option_hides_nothing_of_the_others(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    """What was saved before it, or is after it, holds and is told; the fault has its id."""

    async def full(*_: Any) -> None:
        raise StateError("The disk is full.")

    monkeypatch.setattr(Guilds, broken, full)
    answer = await scene.ask(
        "settings", by=scene.manager, time_zone="auckland", language="en", private_answers=True
    )
    assert answer.private
    first, second, third = answer.text.split("\n")
    assert second == "Public answers and daily posts are now in this language: English."
    faulty, other = (first, third) if broken == "set_time_zone" else (third, first)
    assert other in (
        "This server’s time zone is now Pacific/Auckland; today here is 20 July 2026.",
        "Answers here are private, unless somebody asks for a public one with private: False.",
    )
    assert faulty.startswith("Something went wrong on our side.")
    assert f"fault {faulty[-9:-1]} in settings" in caplog.text


async def test_a_zone_that_was_saved_is_told_though_the_daily_posts_can_not_be(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where what is read for them fails."""

    async def damaged(*_: Any) -> None:
        raise StateError("The file is damaged.")

    monkeypatch.setattr(Plans, "of", damaged)
    answer = await settings(scene, "auckland")
    assert answer.text == (
        "This server’s time zone is now Pacific/Auckland; today here is 20 July 2026."
    )
    assert "The file is damaged." in caplog.text


async def test_on_this_day_goes_by_the_servers_zone(scene: Scene) -> None:
    """In Auckland it is the 20th already, and the answer says by which zone."""
    await settings(scene, "Pacific/Auckland")
    answer = await scene.ask("onthisday")
    assert answer.title.startswith("On this day: 20 July")
    assert answer.scope[-1] == "Today in this server’s time zone, Pacific/Auckland."
    direct = await scene.ask("onthisday", by=scene.asker.user)
    assert direct.title == "On this day: 19 July"


async def test_on_this_day_follows_the_clock(scene: Scene) -> None:
    """A page of it that is turned tomorrow is tomorrow's, as its title says."""
    scene.now = datetime(2026, 10, 1, 0, 0, 1, tzinfo=UTC)
    answer = await scene.ask("onthisday")
    assert answer.title == "On this day: 1 October"
    assert "**1949, 77 years ago** The Harbour Council is founded. [1]" in answer.text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("Atlantis", "Atlantis"), ("*@everyone*", "\\*\\@everyone\\*"), ("Etc/GMT+5", "Etc/GMT+5")],
)
async def test_an_unknown_zone_is_explained(scene: Scene, typed: str, shown: str) -> None:
    """What is no zone changes nothing, and the explanation repeats it harmlessly."""
    answer = await settings(scene, typed)
    assert answer.text == (
        f"There is no time zone “{shown}”. Pick a city from the list that opens as you type,"
        " such as Europe/Berlin."
    )
    assert await stored(scene) == []


async def test_members_do_not_see_it_by_default(scene: Scene) -> None:
    """Without Manage Server the command is not offered, nor in direct messages to anyone."""
    assert "settings" in scene.manager.available_commands(scene.channel)
    assert "settings" not in scene.asker.available_commands(scene.channel)
    assert "settings" not in scene.manager.user.available_commands()


async def test_the_permission_is_checked_whatever_the_server_overrides(scene: Scene) -> None:
    """A member whom an override lets use the command is refused, and nothing is changed."""
    command = scene.env.backend.find_command("settings", None, type=1)
    assert command is not None
    scene.guild.set_command_permissions(int(command["id"]), {scene.asker: True})
    assert "settings" in scene.asker.available_commands(scene.channel)
    asked: tuple[dict[str, Any], ...] = ({}, {"time_zone": "Asia/Tokyo"}, {"time_zone": "none"})
    for options in asked:
        answer = await scene.ask("settings", **options)
        assert answer.text == "You need the permission Manage Server for that."
        assert answer.private
    assert await stored(scene) == []


async def test_who_set_a_zone_and_when_is_kept_and_no_more(scene: Scene) -> None:
    """The row holds the server, the zone, the person's id and the time."""
    await settings(scene, "Europe/Berlin")
    assert await stored(scene) == [
        (
            scene.guild.id,
            "Europe/Berlin",
            scene.manager.id,
            NOON.isoformat(timespec="seconds"),
            None,
            None,
        )
    ]


async def test_a_server_that_is_left_is_forgotten_later(scene: Scene) -> None:
    """Removing the bot begins the 30 days of that server, and of no other."""
    other = scene.env.create_guild("Eastport")
    await Guilds(scene.state).set_time_zone(other.id, "Asia/Tokyo", 1)
    await settings(scene, "Europe/Berlin")
    scene.env.backend.remove_guild(scene.guild.id)
    await scene.env.settle()
    assert await scene.state.fetch_all("select guild_id, since from missing_guild") == [
        (scene.guild.id, NOON.date().isoformat())
    ]
    assert {row[0] for row in await stored(scene)} == {scene.guild.id, other.id}


async def test_a_server_left_long_ago_while_the_bot_was_away_is_forgotten(scene: Scene) -> None:
    """It has not been among the bot's servers for a month, and its settings go."""
    await Guilds(scene.state).set_time_zone(4711, "Asia/Tokyo", 1)
    await scene.state.execute("insert into missing_guild values (4711, '2000-01-01')")
    await settings(scene, "Europe/Berlin")
    client = scene.env.bot
    assert isinstance(client, Footnote)
    await client.on_ready()
    assert [row[0] for row in await stored(scene)] == [scene.guild.id]


async def test_the_daily_posts_begin_though_the_servers_could_not_be_noted(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """A disk that was full for a moment costs no server its posts until the next connection."""

    class Ticking:
        runs = 0

        async def run(self) -> None:
            self.runs += 1

        def stop(self) -> None:
            pass

    client, ticking = scene.env.bot, Ticking()
    assert isinstance(client, Footnote)
    client.post_daily(cast(Scheduler, ticking), cast(Courier, ticking))
    await scene.state.fetch_all("pragma query_only = on")  # as a disk that takes nothing
    await client.on_ready()
    await client.on_ready()
    await scene.env.settle()
    assert ticking.runs == 1
    assert "could not be taken note of" in caplog.text
    await scene.state.fetch_all("pragma query_only = off")


async def test_an_outage_of_discord_is_no_leaving(scene: Scene) -> None:
    """A server that is unavailable for a while keeps its settings."""
    await settings(scene, "Europe/Berlin")
    scene.env.backend.emit("GUILD_DELETE", {"id": str(scene.guild.id), "unavailable": True})
    await scene.env.settle()
    assert len(await stored(scene)) == 1


async def test_settings_outlive_a_restart(scene: Scene) -> None:
    """The zone is the same after the bot was started anew."""
    await settings(scene, "Asia/Tokyo")
    await scene.restart()
    told = (await settings(scene)).text.splitlines()
    assert told[0] == "This server’s time zone: Asia/Tokyo."


async def test_commands_are_registered_once(scene: Scene) -> None:
    """The first start registers them all; a restart with the same commands does not again."""
    assert scene.syncs() == 1
    await scene.restart()
    assert scene.syncs() == 1


async def test_changed_commands_are_registered_again(scene: Scene) -> None:
    """When what was registered is not what there is, the next start registers."""
    application = scene.env.backend.application_id
    before = await SyncedCommands(scene.state).synced_digest(application)
    await SyncedCommands(scene.state).record_sync(application, "of another version")
    await scene.restart()
    assert scene.syncs() == 2
    assert await SyncedCommands(scene.state).synced_digest(application) == before


async def test_what_is_registered_is_what_a_person_needs(scene: Scene) -> None:
    """Every command and option is described within 100 characters, and only servers install it."""
    [request] = [r for r in scene.env.http_requests if r.path.endswith("/commands")]
    assert isinstance(request.json, list)
    assert [command["name"] for command in request.json] == [
        "timeline", "figures", "quote", "compare", "onthisday", "upcoming", "search", "article",
        "fact", "help", "privacy", "settings", "anniversaries", "check", "facts",
        "Check against the articles",
    ]  # fmt: skip
    *typed, menu = request.json
    assert "description" not in menu  # Discord takes none of a message's menu
    for command in typed:
        about_server = command["name"] in ("settings", "anniversaries")
        managing = about_server or command["name"] == "facts"
        assert command["integration_types"] == [0]
        assert command["contexts"] == ([0] if about_server else [0, 1])
        below = [inner for option in command["options"] for inner in option.get("options", ())]
        for described in (command, *command["options"], *below):
            assert 10 <= len(described["description"]) <= 100
        options = [option["name"] for option in command["options"]]
        assert ("private" in options) is not (managing or command["name"] == "check")
        assert command["default_member_permissions"] == (32 if managing else None)
