"""Sets with a bit for each of many things, and long columns of numbers, as a file holds them. Pure.

Python's whole numbers are the sets: `&` and `|` are the things of both and of either.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator

SPARSE = 16
"""Of sets with less than one bit in so many, most bytes are nothing, and cost nothing packed."""
_ONE = ord("1")
_FEW = 512
"""Among so few bits, one after the other is looked at."""


def packed(places: Iterable[int], size: int) -> bytes:
    """So many bits, of which these are set."""
    bits = bytearray(size // 8 + 1)
    put(bits, places)
    return bytes(bits)


def packed_dense(places: Iterable[int], size: int) -> bytes:
    """The same as `packed`, for sets of which a good part is set."""
    length = size // 8 + 1
    # One digit a bit is set in half the time that the bits of bytes are.
    digits = bytearray(b"0") * (8 * length)
    for at in places:
        digits[at] = _ONE
    digits.reverse()
    return int(digits, 2).to_bytes(length, "little")


def put(bits: bytearray, places: Iterable[int]) -> None:
    """Set these of packed bits, too."""
    for at in places:
        bits[at >> 3] |= 1 << (at & 7)


def unpacked(bits: bytes) -> int:
    """Packed bits as a number."""
    return int.from_bytes(bits, "little")


def stored(bits: bytes, count: int) -> bytes:
    """Packed bits, of which so many are set, with a first byte that says how the rest is kept."""
    if count * SPARSE < 8 * len(bits):
        return b"\1" + zlib.compress(bits, 1)
    return b"\0" + bits


def restored(blob: bytes) -> int:
    """The number for what `stored` gave."""
    return unpacked(zlib.decompress(blob[1:]) if blob[0] else blob[1:])


def counted(things: int, ends: int) -> tuple[int, int]:
    """How many things these bits are, and of how many groups.

    `ends` are free bits, one behind each group's things. With all bits of a group added, what it
    has of the things carries over to the free bit behind.
    """
    every = (1 << ends.bit_length()) - 1
    return things.bit_count(), ((things + (every ^ ends)) & ends).bit_count()


def chosen(things: int, offset: int, limit: int) -> list[int]:
    """The places of so many bits that are set, in order, after leaving out the first ones."""
    places: list[int] = []
    start, width = 0, things.bit_length()
    # Halves of which nothing is wanted are left out, so that few bits are looked at.
    waiting = [(things, start, width)]
    while waiting and len(places) < limit:
        part, start, width = waiting.pop()
        if not part:
            continue
        if width > _FEW:
            half = width // 2
            low = part & ((1 << half) - 1)
            waiting.append((part >> half, start + half, width - half))
            count = low.bit_count() if offset else 0
            if offset and count <= offset:
                offset -= count
            else:
                waiting.append((low, start, half))
            continue
        found = [start + at for at in _places(part)]
        places += found[offset : offset + limit - len(places)]
        offset = max(0, offset - len(found))
    return places


def _places(part: int) -> Iterator[int]:
    while part:
        lowest = part & -part
        yield lowest.bit_length() - 1
        part ^= lowest


def packed_numbers(numbers: array[int]) -> bytes:
    """A column of numbers, in the order of bytes that files have."""
    return _ordered(numbers).tobytes()


def unpacked_numbers(blob: bytes) -> array[int]:
    """The column of numbers that `packed_numbers` of an `array("I")` gave."""
    numbers = array("I")
    numbers.frombytes(blob)
    return _ordered(numbers)


def _ordered(numbers: array[int]) -> array[int]:
    """The same, in the order of bytes that files have."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers
