"""Who may use /facts and the buttons of its previews: by every right, everywhere, at every use."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest
import simcord

from bot.interface.editors import ASKED_AGAIN, Named, whoever_manages
from tests.end_to_end.reloading import FakeReloader
from tests.end_to_end.scene import NOON, Scene, Shown, shown

FORBIDDEN = "That is for this bot’s fact editors. Whoever runs the bot can make you one."
HOME_ONLY = "Facts are edited in this bot’s home server only."
NOT_HERE = "In direct messages only the bot’s owner and team edit facts. Use it in a server."
UNSURE = (
    "Discord does not say just now who owns this bot, so I can’t tell whether you may. Try again in"
    " a moment."
)
SUBCOMMANDS = ("reload", "status", "rollback", "reports")
BUTTONS = ("n", "g", "l")
SHOWN = "aaaaaaaa:bbbbbbbb:0:1"

Person = simcord.MemberActor | simcord.UserHandle


class Cast:
    """Everybody with some right, or none, in a scene; the settings name some of them."""

    def __init__(self, scene: Scene, *, home: bool) -> None:
        role = scene.guild.create_role("Editors")
        join = scene.guild.add_member
        self.scene = scene
        self.role = role
        self.reloader = FakeReloader(NOON)
        self.named_user = join(scene.env.create_user("named"))
        self.with_role = join(scene.env.create_user("by-role"), roles=[role])
        self.owner = join(scene.env.create_user("owner"))
        self.teammate = join(scene.env.create_user("teammate"))
        self.reader = join(scene.env.create_user("reader"))
        self.invited = join(scene.env.create_user("invited"))
        self.member, self.manager = scene.asker, scene.manager
        self.elsewhere = scene.env.create_guild("Eastport")
        named = frozenset({self.named_user.id})
        # A server's id is that of everyone's role there: it must let nobody in.
        roles = frozenset({role.id, scene.guild.id})
        scene.named = Named(named, roles, self.elsewhere.id if home else None)
        scene.reloader = self.reloader
        scene.application = {"owner": self.owner.user, "team": None}

    async def start(self) -> None:
        """Start the bot with these settings, and let everybody see /facts."""
        await self.scene.restart()
        self.scene.show_to_everyone("facts")

    def of_a_team(self) -> None:
        """Let a team own the application."""

        def member(who: simcord.MemberActor, role: str, state: str = "accepted") -> Any:
            return SimpleNamespace(
                id=who.id,
                role=discord.TeamMemberRole[role],
                membership_state=discord.TeamMembershipState[state],
            )

        members = [
            member(self.owner, "admin"),
            member(self.teammate, "developer"),
            member(self.reader, "read_only"),
            member(self.invited, "admin", "invited"),
        ]
        team = SimpleNamespace(owner_id=self.owner.id, members=members)
        self.scene.application = {"owner": discord.Object(1), "team": team}


async def forge(scene: Scene, by: Person, custom_id: str) -> Shown:
    """Press a button with this id, put on a message that everybody sees; the answer to it."""
    on = await scene.ask("timeline", topic="energy", by=by)
    stored = scene.env.backend.get_message(on.message.channel_id, on.message.id)
    stored.components[1]["components"][1]["custom_id"] = custom_id
    result: simcord.InteractionResult = await by.click(on.message, custom_id=custom_id)
    assert result.acknowledged
    if result.response is not None and result.response.id == on.message.id:
        return on
    return shown(result)


async def refusals(scene: Scene, by: Person) -> set[str | None]:
    """What somebody is told by each subcommand and button; None for what does its work."""
    told: set[str | None] = set()
    for subcommand in SUBCOMMANDS:
        answer = await scene.ask(f"facts {subcommand}", by=by)
        assert answer.private
        told.add(answer.text)
    for action in BUTTONS:
        answer = await forge(scene, by, f"f1:{action}:{SHOWN}")
        told.add(answer.text)
    refused = {text for text in told if text in (FORBIDDEN, HOME_ONLY, NOT_HERE, UNSURE)}
    return refused | ({None} if told - refused else set())


@pytest.mark.parametrize(
    ("who", "team", "here", "direct"),
    [
        ("member", False, FORBIDDEN, FORBIDDEN),
        ("manager", False, FORBIDDEN, FORBIDDEN),
        ("named_user", False, None, NOT_HERE),
        ("with_role", False, None, FORBIDDEN),
        ("owner", False, None, None),
        ("teammate", False, FORBIDDEN, FORBIDDEN),
        ("owner", True, None, None),
        ("teammate", True, None, None),
        ("reader", True, FORBIDDEN, FORBIDDEN),
        ("invited", True, FORBIDDEN, FORBIDDEN),
    ],
)
@pytest.mark.parametrize("home", [False, True])
async def test_every_command_and_button_asks_for_the_right(
    scene: Scene, who: str, team: bool, here: str | None, direct: str | None, home: bool
) -> None:
    """Whoever is no editor there is refused by each of them, privately, and nothing is read."""
    cast = Cast(scene, home=home)
    if team:
        cast.of_a_team()
    await cast.start()
    person: simcord.MemberActor = getattr(cast, who)
    assert await refusals(scene, person) == {HOME_ONLY if home else here}
    if home or here is not None:
        assert (cast.reloader.readings, cast.reloader.done, cast.reloader.left) == (0, [], [])
    assert await refusals(scene, person.user) == {direct}


async def test_in_the_home_server_it_works(scene: Scene) -> None:
    """There the same people edit as anywhere without one."""
    cast = Cast(scene, home=False)
    scene.named = Named(scene.named.users, scene.named.roles, scene.guild.id)
    await cast.start()
    assert await refusals(scene, cast.with_role) == {None}
    assert await refusals(scene, cast.member) == {FORBIDDEN}


async def test_a_role_that_was_taken_away_counts_at_once(scene: Scene) -> None:
    """Every button of a preview that is still on the screen refuses, and nothing changes."""
    cast = Cast(scene, home=False)
    await cast.start()
    preview = await scene.ask("facts reload", by=cast.with_role)
    before = preview.texts
    scene.env.backend.remove_member_role(scene.guild.id, cast.with_role.id, cast.role.id)
    await scene.env.settle()
    for label in ("Go live", "Leave it"):
        refused = await scene.private_copy(preview, label, by=cast.with_role)
        assert refused.text == FORBIDDEN
    assert preview.texts == before
    assert (cast.reloader.done, cast.reloader.left) == ([], [])


async def test_a_sold_application_takes_the_right_along(scene: Scene) -> None:
    """Whoever owned it is refused within a minute."""
    cast = Cast(scene, home=False)
    await cast.start()
    preview = await scene.ask("facts reload", by=cast.owner)
    scene.application = {"owner": cast.member.user, "team": None}
    scene.seconds += ASKED_AGAIN
    assert (await scene.private_copy(preview, "Go live", by=cast.owner)).text == FORBIDDEN
    assert (await scene.ask("facts status", by=cast.member)).text != FORBIDDEN


async def test_where_discord_does_not_say_who_owns_the_bot(scene: Scene) -> None:
    """Nobody is let in by that, whoever is named is all the same, and the next try asks again."""
    cast = Cast(scene, home=False)
    await cast.start()
    scene.env.inject_error("GET", "/oauth2/applications/@me", status=500, times=2)
    assert (await scene.ask("facts reload", by=cast.owner)).text == UNSURE
    assert (await scene.ask("facts status", by=cast.with_role)).text != UNSURE
    assert (await scene.ask("facts status", by=cast.member)).text == UNSURE
    assert (await scene.ask("facts status", by=cast.member)).text == FORBIDDEN


async def test_choices_are_offered_to_editors_alone(scene: Scene) -> None:
    """Who is none is offered nothing while typing, and no state shows through."""
    cast = Cast(scene, home=False)
    cast.reloader.kept_ones = (cast.reloader.generation("zzzzzzzz", str(cast.owner.id)),)
    await cast.start()

    async def offered(by: Person, typed: str = "") -> list[dict[str, Any]]:
        if isinstance(by, simcord.UserHandle):
            return await by.autocomplete("facts rollback", "to", typed)
        return await by.autocomplete(scene.channel, "facts rollback", "to", typed)

    choice = {"name": f"zzzzzzzz, 19 July 2026, 12:00 UTC, by {cast.owner.id}", "value": "zzzzzzzz"}
    for other in (cast.named_user, cast.with_role):
        assert await offered(other) == [choice]
    yours = {"name": "zzzzzzzz, 19 July 2026, 12:00 UTC, by you", "value": "zzzzzzzz"}
    for person in (cast.owner, cast.owner.user):
        assert await offered(person) == [yours]
    for typed in ("19 JULY", "zzz"):
        assert await offered(cast.owner, typed) == [yours]
    assert await offered(cast.owner, "August") == []
    for person in (cast.member, cast.manager, cast.member.user, cast.named_user.user):
        assert await offered(person) == []


async def test_who_may_not_manage_the_server_is_not_shown_it(scene: Scene) -> None:
    """By default; a server's own settings show it to a role of editors."""
    cast = Cast(scene, home=False)
    await scene.restart()
    names = {f"facts {name}" for name in SUBCOMMANDS}
    assert names <= set(cast.manager.available_commands(scene.channel))
    assert not names & set(cast.with_role.available_commands(scene.channel))
    await cast.start()
    assert names <= set(cast.with_role.available_commands(scene.channel))


async def test_in_the_local_workspace_whoever_manages_the_server_edits(scene: Scene) -> None:
    """Nobody owns its application, and nobody is named."""
    cast = Cast(scene, home=False)
    scene.rule = whoever_manages
    await cast.start()
    assert await refusals(scene, cast.manager) == {None}
    for person in (cast.member, cast.named_user, cast.manager.user):
        assert await refusals(scene, person) == {FORBIDDEN}
