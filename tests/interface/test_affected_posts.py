"""The servers that are said to have another post after a reload, held against the posts made."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.anniversaries.affected import DAYS, affected, by_live_facts
from bot.anniversaries.post import Post
from bot.corpus.dates import LeapRule, days_remembered, parse_edtf
from bot.corpus.difference import Remembered, Side, compare, remembered
from bot.corpus.model import ArticleFile, Corpus, Vocabulary
from bot.interface.daily import Composer
from bot.state.plans import Chosen, Disputed, Plan, Slot, WhenNothing
from bot.store.compile import compile_corpus
from bot.store.facts import FactStore
from bot.wording.wording import Wording, load
from tests.answers.make import BETA, event, file
from tests.corpus.states import DATES, HAPPENINGS, SLUGS, TOPICS, article_files, articles

SAY = load()


async def in_english(_: int) -> Wording:
    """The language of each server."""
    return SAY


NOW = datetime(2020, 1, 1, tzinfo=UTC)
VOCABULARY = Vocabulary.model_validate(
    {
        "format": "1",
        "topics": {key: {"en": key} for key in TOPICS},
        "units": {"times": {"en": "times"}},
        "measures": {"rank": {"en": "Rank", "unit": "times"}},
        "happenings": {key: {"en": key} for key in HAPPENINGS},
    }
)
EXAMPLES = 60
FIRSTS = (
    date(2026, 7, 1), date(2026, 7, 10), date(2026, 6, 1), date(2026, 8, 1), date(2027, 2, 10),
    date(2028, 2, 10),
)  # fmt: skip


@dataclass
class Counted:
    """How many servers were asked about, changed, and counted."""

    asked: int = 0
    changed: int = 0
    counted: int = 0


@st.composite
def chosen(draw: st.DrawFn) -> list[Chosen]:
    """Plans that differ only in what they post on a day without anniversaries."""
    topics = draw(st.sampled_from(((), (), ("gas",), ("gas", "trade"))))
    rule = draw(st.sampled_from(get_args(LeapRule)))
    disputed = draw(st.sampled_from(get_args(Disputed)))
    return [Chosen(topics, rule, disputed, instead, 1) for instead in get_args(WhenNothing)]


def dates(first: date) -> list[date]:
    """Of the days that are looked at the first and the last, the first of a month, and those on
    which something is told: on the others the posts are none, or the same as on one of these."""
    window = [date.fromordinal(first.toordinal() + day) for day in range(DAYS)]
    told = {(when.month, when.day) for text in DATES if (when := parse_edtf(text).day) is not None}
    return [
        on
        for on in window
        if on in (first, window[-1])
        or on.day == 1
        or any(not told.isdisjoint(days_remembered(on, rule)) for rule in get_args(LeapRule))
    ]


@st.composite
def edits(draw: st.DrawFn) -> tuple[dict[str, ArticleFile], dict[str, ArticleFile]]:
    """All articles before, and after one of them was edited, added or deleted."""
    before = draw(articles())
    slug = draw(st.sampled_from(SLUGS))
    after = {key: file for key, file in before.items() if key != slug}
    how = draw(st.sampled_from(("file", "fact", "order", "gone")))
    edited = draw(article_files(slug))
    if how == "file" or slug not in before or (how == "gone" and not after):
        after[slug] = edited
    elif how == "order":
        events = draw(st.permutations(before[slug].events))
        after[slug] = before[slug].model_copy(update={"events": tuple(events)})
    elif how == "fact":
        file = before[slug].model_copy(
            update={"events": edited.events[:1] + before[slug].events[1:]}
        )
        twice = len({fact.id for _, fact in file.facts()}) < len(file.facts())
        after[slug] = edited if twice else file
    return before, dict(sorted(after.items()))


def bare(post: Post | None) -> Post | None:
    """A post without the number of all articles, which every post gives."""
    if post is None:
        return None
    return replace(post, body=re.sub(r"of \d+ articles?", "of all", post.body))


async def changed(
    folder: Path,
    states: tuple[dict[str, ArticleFile], ...],
    plans: list[Chosen],
    first: date,
    found: Counted,
) -> None:
    """Hold what is counted of each plan against its posts, made of both states."""
    stores = []
    for number, state in enumerate(states):
        path = folder / f"{number}.db"
        corpus = Corpus(vocabulary=VOCABULARY, articles=tuple(state.values()))
        compile_corpus(corpus, {}, f"print {number}", path)
        stores.append(await FactStore.open(path))
    try:
        old, new = states
        differing = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
        others: dict[str, list[Remembered]] = {}
        for file in (file for key, file in old.items() if key not in differing):
            for event in file.events:
                if event.happening is not None:
                    others.setdefault(event.happening, []).append(remembered(event))
        was, now = (
            Side(VOCABULARY, {key: file for key, file in state.items() if key in differing})
            for state in states
        )
        events = compare(was, now, others).events
        makers = [Composer(lambda store=store: store, in_english) for store in stores]  # type: ignore[misc]
        for asked in plans:
            plan = Plan(
                1, 2, Slot("UTC", time(9)), NOW, 3, NOW,
                asked.when_nothing, asked.leap_rule, asked.disputed, asked.topics,
            )  # fmt: skip
            window = dates(first)
            posts = [[bare(await make(plan, on)) for on in window] for make in makers]
            told = await stores[0].run(
                partial(affected, events, [asked], first, by_live_facts(stores[0], SAY))
            )
            conservative = affected(events, [asked], first)
            differs = [on for on, *both in zip(window, *posts, strict=True) if both[0] != both[1]]
            assert not differs or told.servers == 1
            assert told.servers <= conservative.servers
            if asked.when_nothing != "next":
                assert {*differs} <= {on for on, _ in told.dates}
            found.asked += 1
            found.changed += bool(differs)
            found.counted += told.servers
    finally:
        for store in stores:
            await store.close()


def test_no_server_with_another_post_is_left_out() -> None:
    """Whatever is edited: each whose posts of the days differ is counted, and few others are."""
    found = Counted()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(edits(), chosen(), chosen(), st.sampled_from(FIRSTS))
    def holds(
        states: tuple[dict[str, ArticleFile], ...],
        some: list[Chosen],
        more: list[Chosen],
        first: date,
    ) -> None:
        with TemporaryDirectory() as folder:
            asyncio.run(changed(Path(folder), states, [*some, *more], first, found))

    holds()
    assert found.changed >= EXAMPLES / 10
    assert found.counted < 2 * found.changed


async def test_an_event_that_was_moved_along_may_be_told_first(tmp_path: Path) -> None:
    """Posts tell what is as old in the order of the files, whatever else was moved with it."""
    one, other = event("one", "2001-07-19"), event("other", "2001-07-19")
    rest = event("rest"), event("more")
    before = file(BETA, one, *rest, event("undated"), other)
    after = file(BETA, event("undated"), other, one, *rest)
    found = Counted()
    states = {before.article.id: before}, {after.article.id: after}
    await changed(tmp_path, states, [Chosen((), "feb28", "caution", "silent", 1)], FIRSTS[0], found)
    assert found == Counted(asked=1, changed=1, counted=1)
