"""The button that carries facts: it comes back as it was, and a forged one does no harm."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.interface.fact_press import PATTERN, FactPress, read, take
from bot.interface.press import LIMIT
from bot.store.short_ids import BYTES, short_id

GENERATION = st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
IDS = ["reed-2020/cargo-2015", "bridge-2021/ferry-line"]


@given(GENERATION, st.lists(st.text("abc/-0123", min_size=1), min_size=1, max_size=40))
def test_a_press_has_the_first_facts_that_there_is_room_for(
    generation: str, ids: list[str]
) -> None:
    """Within what Discord takes, and it comes back as it was, for each of an offer's buttons."""
    press = take(generation, ids)
    assert press.facts == tuple(short_id(one) for one in ids[: len(press.facts)])
    assert press.complete is (len(press.facts) == len(ids))
    assert press.complete or len(press.facts) >= 15
    for made in (press, press.to("c"), press.to("i")):
        assert len(made.custom_id()) <= LIMIT == 100
        assert read(made.custom_id()) == made


def test_of_a_generation_as_we_name_them_it_has_sixteen() -> None:
    """All 100 characters are used."""
    press = take("k7q2m9zb", [f"a-2020/{n}" for n in range(17)])
    assert (len(press.facts), press.complete, len(press.custom_id())) == (16, False, 100)
    assert take("k7q2m9zb", [f"a-2020/{n}" for n in range(16)]).complete


def test_a_custom_id_looks_like_this() -> None:
    """The form is a promise: buttons sent before an update have to work after it."""
    press = take("k7q2m9zb", IDS)
    assert press.custom_id() == "k1:t:k7q2m9zb:k5MvWsygguI"
    left_out = FactPress("m", "k7q2m9zb", press.facts, complete=False)
    assert left_out.custom_id() == "k1:m:k7q2m9zb+k5MvWsygguI"


@given(st.text())
@example("é" * 6)
def test_a_hostile_custom_id_never_raises(text: str) -> None:
    """Whatever stands in a button, it is read or it is not ours."""
    for forged in (text, f"k1:{text}", f"k1:t:abc:{text}"):
        press = read(forged)
        assert press is None or all(len(short) == BYTES for short in press.facts)


@given(st.from_regex(PATTERN, fullmatch=True))
def test_what_is_read_can_be_written_again(text: str) -> None:
    """So that an offer's buttons, and a shared answer, carry no more than was there."""
    press = read(text)
    if press is not None:
        assert read(press.custom_id()) == press
        assert len(press.custom_id()) <= len(text)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "k1",
        "k2:t:abc:AAAAAA",
        "k1:n:abc:AAAAAA",
        "k1:t:abc:",
        "k1:t:abc:AAAAA",
        "k1:t:abc:AAAAAAA",
        "k1:t:abc:AAAA/A",
        "k1:t:abc:AAAAAA\n",
        "k1:t:abc:٣٣٣٣٣٣",
        "k1:t:ABC:AAAAAA",
        "k1:t::AAAAAA",
        "k1:t:" + "z" * 13 + ":AAAAAA",
        "k1:t:abc:" + "A" * 94,
        " k1:t:abc:AAAAAA",
    ],
)
def test_what_we_never_wrote_is_none_of_ours(forged: str) -> None:
    """Nothing is guessed from what is left of it."""
    assert read(forged) is None
