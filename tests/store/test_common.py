"""Counting what very many facts have, a bit for each fact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.model import Kind
from bot.store import common
from bot.store.bits import counted, packed, unpacked
from bot.store.facts import FactStore
from tests.store.conftest import Opener
from tests.store.factories import article, event, figure, file, quote


@given(
    st.lists(st.lists(st.booleans(), min_size=1, max_size=12), min_size=1, max_size=9),
)
def test_facts_and_articles_are_counted(articles: list[list[bool]]) -> None:
    """However many facts an article has, and whichever of them are meant."""
    meant, ends, place = [], [], 0
    for facts in articles:
        meant += [place + at for at, is_meant in enumerate(facts) if is_meant]
        place += len(facts)
        ends.append(place)
        place += 1
    bits = [unpacked(packed(places, place)) for places in (meant, ends)]
    assert counted(*bits) == (len(meant), sum(map(any, articles)))


def _counts(store: FactStore) -> list[tuple[int, int]]:
    questions = ("gas", "газ", "gas 2018", "gas June Putin", "trade", "gas trade", "bridge")
    kinds: list[frozenset[Kind] | None] = [None, frozenset()]
    kinds += [frozenset[Kind]({"quote"}), frozenset[Kind]({"event", "figure"})]
    results = [store.search(text, 0, 1, kind) for text in questions for kind in kinds]
    return [(result.total, result.articles) for result in results]


async def test_common_words_are_counted_as_others_are(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With kinds and without, also where articles have no such fact."""
    files = [
        file(
            article(f"a{n}", person="putin" if n % 2 else None),
            *(event(f"e{m}", "2018-06", topics=("gas",) if m % 3 else ()) for m in range(n)),
            *(figure(f"f{m}", what="Gas trade.") for m in range(n % 4)),
            quote("q", "putin" if n % 3 else "sco", what="A bridge of gas."),
        )
        for n in range(12)
    ]
    walked = _counts(await opened(*files))
    monkeypatch.setattr(common, "COMMON", 2)
    assert _counts(await opened(*files)) == walked
    assert len(set(walked)) == 8


def test_what_is_common_grows_with_the_facts() -> None:
    """A thirty-second part of many facts, thousands at least."""
    assert [common.least(facts) for facts in (300, 100_000, 1_000_000)] == [8_192, 8_192, 31_250]
