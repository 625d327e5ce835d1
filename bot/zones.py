"""Time zones by their IANA names, found by what people type: a city, or part of one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_COMMON = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Moscow",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Shanghai",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)
_AREAS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
)  # fmt: skip


@cache
def _names() -> tuple[str, ...]:
    """Zones named after places, and UTC: the legacy names of the database are left out."""
    places = (name for name in available_timezones() if name.partition("/")[0] in _AREAS)
    return ("UTC", *sorted(places))


def _folded(text: str) -> str:
    return text.strip().casefold().replace("_", " ")


def zone_name(typed: str) -> str | None:
    """The zone of that name or city, however it is spelled; None when there is not just one.

    Several names of one zone, such as Asia/Istanbul and Europe/Istanbul, are just one.
    """
    wanted = _folded(typed)
    whole = [name for name in _names() if _folded(name) == wanted]
    city = [name for name in _names() if _folded(name.rpartition("/")[2]) == wanted]
    found = whole or city
    return max(found, key=len) if len({_offsets(name) for name in found}) == 1 else None


def _offsets(name: str) -> tuple[timedelta | None, ...]:
    """The zone's offsets through the years for which zones are told apart."""
    zone = ZoneInfo(name)
    moments = (
        datetime(year, month, 1, tzinfo=UTC) for year in range(1970, 2038) for month in (1, 7)
    )
    return tuple(moment.astimezone(zone).utcoffset() for moment in moments)


def find_zones(typed: str, limit: int) -> list[str]:
    """Zones for what was typed so far: cities that begin so first, then names that hold it."""
    wanted = _folded(typed)
    if not wanted:
        return list(_COMMON[:limit])
    names = _names()
    begins = [name for name in names if _folded(name.rpartition("/")[2]).startswith(wanted)]
    holds = [name for name in names if wanted in _folded(name) and name not in begins]
    return [*begins, *holds][:limit]


def zone_label(name: str, now: datetime) -> str:
    """The zone with its offset at this moment: `Europe/Berlin (UTC+01:00)`."""
    offset = now.astimezone(ZoneInfo(name)).strftime("%z")
    return f"{name} (UTC{offset[:3]}:{offset[3:5]})"
