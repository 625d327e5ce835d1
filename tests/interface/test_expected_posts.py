"""What managers are told to expect of the daily post, held against the posts as they are made."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.anniversaries.outlook import YEAR, expected, outlook
from bot.interface.daily import Composer
from bot.publish.build import build
from bot.state.plans import Plan, Slot
from bot.store.facts import FactStore
from bot.wording.wording import Wording, load

FACTS = Path(__file__).parents[2] / "facts"
NOW = datetime(2026, 7, 19, 12, 0, tzinfo=UTC)
PLANS: tuple[dict[str, Any], ...] = (
    {},
    {"disputed": "skip"},
    {"when_nothing": "digest"},
    {"when_nothing": "digest", "topics": ("energy", "treaty")},
    {"when_nothing": "next", "topics": ("energy",)},
    {"topics": ("energy",), "disputed": "skip"},
)


async def in_english(_: int) -> Wording:
    """The language of each server."""
    return load()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The facts that the project comes with, by their seals."""
    return build(FACTS, None, tmp_path_factory.mktemp("facts")).path


@pytest.mark.parametrize("chosen", PLANS)
async def test_every_post_is_expected(database: Path, chosen: dict[str, Any]) -> None:
    """No day of a year has a post that was not; and the count told is that of the posts."""
    plan = Plan(1, 2, Slot("UTC", time(9)), NOW, 3, NOW, **chosen)
    facts = await FactStore.open(database)
    try:
        compose = Composer(lambda: facts, in_english)
        known = expected(plan, facts)
        tomorrow = NOW.date() + timedelta(days=1)
        dates = [tomorrow + timedelta(days=number) for number in range(YEAR)]
        posts: list[date] = [on for on in dates if await compose(plan, on) is not None]
        assert posts
        assert {*posts} <= {on for on in dates if known.posts(on)}
        seen = await outlook(plan, facts, compose, NOW)
        assert len(seen.coming) == 3
        of_this_year = [each.day.date for each in seen.coming if each.day.date <= dates[-1]]
        assert of_this_year == posts[:3]
        assert seen.days == len(posts)
    finally:
        await facts.close()
