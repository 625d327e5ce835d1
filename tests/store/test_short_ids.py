"""Short ids: as stable as the ids that they stand for, and rather nothing than another fact."""

from __future__ import annotations

from bot.store.short_ids import BYTES, short_id
from tests.store.conftest import Opener
from tests.store.factories import article, event, figure, file, quote

ALIKE = ("e33514", "e54418")
"""Two ids of facts of the article "alpha-2022" that have one short id."""


def short(*keys: str) -> list[bytes]:
    """The short ids of facts of Alpha."""
    return [short_id(f"alpha-2022/{key}") for key in keys]


def test_a_short_id_is_a_promise() -> None:
    """It stands in buttons, which have to work after an update."""
    assert short_id("reed-2020/cargo-2015").hex() == "93932f5a"
    assert len(short_id("")) == BYTES


async def test_facts_come_in_the_order_in_which_they_are_asked_for(opened: Opener) -> None:
    """Each once, of whichever kind; in another generation, too, where they stand elsewhere."""
    one = file(article("alpha-2022"), event("a"), figure("b"), quote("c"), event("d"))
    other = file(article("alpha-2022"), event("0"), quote("c"), event("a"))
    store = await opened(one)
    found = store.of_short_ids(short("d", "b", "d", "c"))
    assert [told.id for told in found] == ["alpha-2022/d", "alpha-2022/b", "alpha-2022/c"]
    store = await opened(other)
    assert [told.id for told in store.of_short_ids(short("d", "a", "c"))] == [
        "alpha-2022/a",
        "alpha-2022/c",
    ]


async def test_what_nothing_or_more_than_one_fact_has_finds_none(opened: Opener) -> None:
    """A fact that might be another one than was meant is not given."""
    assert len(set(short(*ALIKE))) == 1
    store = await opened(file(article("alpha-2022"), *(event(key) for key in (*ALIKE, "a"))))
    assert store.of_short_ids([b"none", b"", *short(ALIKE[0])]) == ()
    assert [told.id for told in store.of_short_ids(short(*ALIKE, "a"))] == ["alpha-2022/a"]
    assert store.of_short_ids([]) == ()
