"""On which days of the year happenings are told, as the timeline's calendar has it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.corpus.dates import Edtf


def told_on(
    happenings: Iterable[Iterable[Edtf | None]],
) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """The months and days that some account knows, and the months of happenings without a day.

    Of each happening the dates are given that its accounts have.
    """
    days: set[tuple[int, int]] = set()
    months: set[int] = set()
    for dates in happenings:
        known = [found for when in dates if (found := _day_of_year(when)) is not None]
        exact = {(month, day) for month, day in known if day is not None}
        days |= exact
        if not exact:
            months |= {month for month, _ in known}
    return tuple(sorted(days)), tuple(sorted(months))


def _day_of_year(when: Edtf | None) -> tuple[int, int | None] | None:
    """The month, and the day if it is known; None for what is on no day of the year."""
    if when is None or when.is_interval or when.start is None or when.start.month is None:
        return None
    if when.start.approximate or when.start.uncertain:
        return None
    return when.start.month, when.start.day
