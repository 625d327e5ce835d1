"""Which keys of a list were moved, where the list before and the list now are known. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence


def moved(old: Collection[str], new: Collection[str]) -> dict[str, tuple[str, str]]:
    """The keys that were moved, as few as explain the new order.

    With each stands the key that it followed and the one that it follows now, empty for none; they
    are the same where both were moved together. The others are in the same order as before. Keys
    that only one list has are left out of account. Each list has a key once. Where the two lists
    are swapped, the same keys are moved, back.
    """
    before = [key for key in old if key in new]
    after = [key for key in new if key in old]
    if before == after:
        return {}
    # In either direction from the same one of the two, so that of several answers it is the same.
    stay = _in_both(*sorted((before, after)))
    followed, follows = _followed(before), _followed(after)
    return {key: (followed[key], follows[key]) for key in after if key not in stay}


def _followed(keys: Sequence[str]) -> dict[str, str]:
    return dict(zip(keys, ("", *keys), strict=False))


def _in_both(first: Sequence[str], second: Sequence[str]) -> set[str]:
    """The most keys that stand in one order in both lists, of which each has the same keys.

    They are a longest increasing subsequence of the places (patience sorting).
    """
    places = {key: place for place, key in enumerate(first)}
    ends: list[int] = []  # the lowest place that a subsequence of each length ends with
    at: list[str] = []  # its key
    previous: dict[str, str | None] = {}
    for key in second:
        length = bisect_left(ends, places[key])
        previous[key] = at[length - 1] if length else None
        ends[length : length + 1] = [places[key]]
        at[length : length + 1] = [key]
    found: set[str] = set()
    last: str | None = at[-1] if at else None
    while last is not None:
        found.add(last)
        last = previous[last]
    return found
