"""Who may edit facts: by the settings, by the application, here, elsewhere and in messages."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.errors import InputProblem
from bot.interface.deadline import in_time
from bot.interface.editors import ASKED_AGAIN, Editors, Named, Person, owners

HOME, OTHER = 100, 200
EDITING, COOKING = 10, 20
OWNER, NAMED, SOMEBODY = 1, 2, 3
TEAM, ADMIN, DEVELOPER, READER, INVITED = 50, 51, 52, 53, 54


def application(**changes: Any) -> discord.AppInfo:
    """An application as Discord tells it, owned by one person."""
    data: dict[str, Any] = {
        "id": "9", "name": "Footnote", "icon": None, "description": "", "summary": "",
        "bot_public": True, "bot_require_code_grant": False, "verify_key": "0",
        "owner": user(OWNER), "team": None,
    }  # fmt: skip
    state: Any = SimpleNamespace(create_user=lambda payload: discord.Object(int(payload["id"])))
    return discord.AppInfo(state, {**data, **changes})  # type: ignore[typeddict-item]


def user(id_: int) -> dict[str, Any]:
    return {"id": str(id_), "username": str(id_), "discriminator": "0", "avatar": None}


def member(id_: int, role: str, state: int = 2) -> dict[str, Any]:
    """A member of a team; state 1 is invited, 2 accepted."""
    return {"user": user(id_), "team_id": "8", "membership_state": state, "role": role}


def of_a_team() -> discord.AppInfo:
    """The same application, owned by a team."""
    members = [
        member(OWNER, "admin"), member(ADMIN, "admin"), member(DEVELOPER, "developer"),
        member(READER, "read_only"), member(INVITED, "admin", 1), member(55, "of-tomorrow"),
    ]  # fmt: skip
    team = {"id": "8", "name": "t", "icon": None, "owner_user_id": str(OWNER), "members": members}
    return application(owner=user(TEAM), team=team)


class Discord:
    """Says who owns the application, or fails to; counts how often it was asked."""

    def __init__(self, info: discord.AppInfo) -> None:
        self.info = info
        self.asked = 0
        self.error: Exception | None = None
        self.now = 0.0

    async def ask(self) -> discord.AppInfo:
        self.asked += 1
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        return self.info

    def editors(self, home: int | None = None) -> Editors:
        named = Named(frozenset({NAMED}), frozenset({EDITING}), home)
        return Editors(named, self.ask, lambda: self.now)


async def refusal(editors: Editors, id_: int, server: int | None, *roles: int) -> str | None:
    """Why somebody is refused, None where they are not."""
    try:
        await editors.check(Person(id_, frozenset(roles), server))
    except InputProblem as problem:
        return problem.key
    return None


FORBIDDEN, HOME_ONLY, NOT_HERE = "editing.forbidden", "editing.home-only", "editing.not-here"


@pytest.mark.parametrize(
    ("id_", "roles", "anywhere", "at_home", "elsewhere", "direct"),
    [
        (OWNER, (), None, None, HOME_ONLY, None),
        (NAMED, (), None, None, HOME_ONLY, NOT_HERE),
        (SOMEBODY, (EDITING,), None, None, HOME_ONLY, FORBIDDEN),
        (SOMEBODY, (COOKING, EDITING), None, None, HOME_ONLY, FORBIDDEN),
        (SOMEBODY, (COOKING,), FORBIDDEN, FORBIDDEN, HOME_ONLY, FORBIDDEN),
        (SOMEBODY, (), FORBIDDEN, FORBIDDEN, HOME_ONLY, FORBIDDEN),
        (EDITING, (NAMED,), FORBIDDEN, FORBIDDEN, HOME_ONLY, FORBIDDEN),
    ],
)
async def test_the_settings_and_the_owner(
    id_: int,
    roles: tuple[int, ...],
    anywhere: str | None,
    at_home: str | None,
    elsewhere: str | None,
    direct: str | None,
) -> None:
    """Named people and roles edit in the home server or, without one, in any; owners also by
    direct message."""
    of = Discord(application())
    assert await refusal(of.editors(), id_, OTHER, *roles) == anywhere
    assert await refusal(of.editors(HOME), id_, HOME, *roles) == at_home
    assert await refusal(of.editors(HOME), id_, OTHER, *roles) == elsewhere
    # Nobody has roles in direct messages.
    assert await refusal(of.editors(), id_, None) == direct
    assert await refusal(of.editors(HOME), id_, None) == direct


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        (OWNER, None),
        (ADMIN, None),
        (DEVELOPER, None),
        (READER, FORBIDDEN),
        (INVITED, FORBIDDEN),
        (TEAM, FORBIDDEN),
        (55, FORBIDDEN),
    ],
)
async def test_a_team_edits_but_for_who_reads_only_or_has_not_joined(
    id_: int, expected: str | None
) -> None:
    """A role that this program does not know gives no right."""
    editors = Discord(of_a_team()).editors(HOME)
    assert await refusal(editors, id_, HOME) == expected
    assert await refusal(editors, id_, None) == expected


def test_without_anybody_named_the_owner_alone_edits() -> None:
    """The settings' defaults name nobody."""
    assert Named() == Named(frozenset(), frozenset(), None)
    assert owners(application()) == {OWNER}


async def test_who_is_named_is_let_in_though_discord_says_nothing() -> None:
    """For anyone else it stays unknown, and the next try asks again."""
    of = Discord(application())
    editors = of.editors()
    for of.error in (aiohttp.ClientError(), OSError(), discord.DiscordException()):
        assert await refusal(editors, NAMED, OTHER) is None
        assert await refusal(editors, SOMEBODY, OTHER, EDITING) is None
        assert await refusal(editors, OWNER, OTHER) == "editing.unsure"
    of.error = None
    assert await refusal(editors, OWNER, OTHER) is None
    assert of.asked == 4


async def test_the_owner_is_asked_for_once_a_minute() -> None:
    """Who has sold the application loses the right within a minute; a failure lets nobody in."""
    of = Discord(application())
    editors = of.editors()
    assert await asyncio.gather(*(refusal(editors, OWNER, None) for _ in range(5))) == [None] * 5
    of.info = application(owner=user(SOMEBODY))
    of.now = ASKED_AGAIN - 0.1
    assert await refusal(editors, OWNER, None) is None
    assert of.asked == 1
    of.now = ASKED_AGAIN
    of.error = OSError()
    assert await refusal(editors, OWNER, None) == "editing.unsure"
    of.error = None
    assert await refusal(editors, OWNER, None) == FORBIDDEN
    assert await refusal(editors, SOMEBODY, None) is None
    assert of.asked == 3


async def test_discord_is_not_waited_for_longer_than_an_answer_may_take() -> None:
    """Where it hangs, whoever asks is told to try again, before their interaction is over."""

    async def hang() -> discord.AppInfo:
        await asyncio.sleep(3600)
        raise AssertionError

    editors = Editors(Named(), hang, lambda: 0.0)
    several = (in_time(refusal(editors, OWNER, None)) for _ in range(4))
    assert await asyncio.gather(*several) == ["editing.unsure"] * 4
