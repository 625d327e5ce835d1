"""Sets of bits and columns of numbers, beside Python's own sets and lists."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from bot.store.bits import (
    chosen,
    packed,
    packed_numbers,
    restored,
    stored,
    unpacked,
    unpacked_numbers,
)

PLACES = st.sets(st.integers(0, 3_000))


@given(PLACES)
def test_a_stored_set_is_restored(places: set[int]) -> None:
    """Sparse sets, which are compressed, and dense ones alike."""
    bits = packed(places, 3_001)
    assert restored(stored(bits, len(places))) == unpacked(bits)
    assert restored(stored(bits, 3_001)) == unpacked(bits)


def test_sparse_sets_take_little_space() -> None:
    """Dense ones are kept as they are."""
    sparse, dense = packed({7}, 80_000), packed(range(80_000), 80_000)
    assert len(stored(sparse, 1)) < 100
    assert stored(dense, 80_000) == b"\0" + dense


@given(PLACES, st.integers(0, 400), st.integers(0, 400))
def test_some_of_the_bits_are_chosen(places: set[int], offset: int, limit: int) -> None:
    """Those after the offset, in order, however many there are."""
    wanted = sorted(places)[offset : offset + limit]
    assert chosen(unpacked(packed(places, 3_001)), offset, limit) == wanted


def test_columns_are_little_endian() -> None:
    """On any machine."""
    assert packed_numbers(array("I", [1, 2**31])) == bytes([1, 0, 0, 0, 0, 0, 0, 128])
    assert unpacked_numbers(bytes([1, 0, 0, 0])) == array("I", [1])
