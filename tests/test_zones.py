"""Time zones: found by the city that people type, named as IANA names them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.zones import find_zones, zone_label, zone_name

SUMMER = datetime(2026, 7, 19, 12, tzinfo=UTC)
WINTER = datetime(2026, 1, 19, 12, tzinfo=UTC)
PLACES = sorted(
    name for name in available_timezones() if name.partition("/")[0] in ("Asia", "Europe")
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("  Berlin ", "Europe/Berlin"),
        ("SHANGHAI", "Asia/Shanghai"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
        ("America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("ushuaia", "America/Argentina/Ushuaia"),
        ("Asia/Calcutta", "Asia/Calcutta"),
    ],
)
def test_a_zone_is_found_by_its_name_or_its_city(typed: str, name: str) -> None:
    """In any case, with a space for the underscore."""
    assert zone_name(typed) == name


@pytest.mark.parametrize("typed", ["Istanbul", "Nicosia", "Buenos Aires", "Louisville"])
def test_several_names_of_one_zone_are_one(typed: str) -> None:
    """A city that the database names twice is no riddle."""
    name = zone_name(typed)
    assert name is not None
    assert name.endswith("/" + typed.replace(" ", "_"))


@pytest.mark.parametrize(
    "typed",
    ["", " ", "Berl", "Europe", "Europe/", "Middle Earth", "US/Eastern", "EST", "GMT+1", "+01:00",
     "../etc/passwd", "/etc/localtime", "Etc/GMT-5", "posixrules", "\0"],
)  # fmt: skip
def test_what_names_no_place_is_no_zone(typed: str) -> None:
    """Part of a name, an offset, a legacy name, or a path."""
    assert zone_name(typed) is None


@given(st.sampled_from(PLACES))
def test_every_place_is_found_by_its_own_name(name: str) -> None:
    """A name that was picked from the list is always taken."""
    assert zone_name(name) == name
    assert name in find_zones(name, 25)


@given(st.text(max_size=20), st.integers(0, 25))
def test_what_is_found_is_a_zone_that_can_be_set(typed: str, limit: int) -> None:
    """Any text gives at most so many names, each once, each of which is taken."""
    found = find_zones(typed, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    assert all(zone_name(name) == name for name in found)


def test_cities_that_begin_so_come_first() -> None:
    """Then the names that hold what was typed."""
    found = find_zones("ber", 25)
    assert "Europe/Berlin" in found
    cities = [name.rpartition("/")[2].casefold().startswith("ber") for name in found]
    assert cities == sorted(cities, reverse=True)
    assert {True, False} == set(cities)


def test_before_anything_is_typed_the_common_zones_are_offered() -> None:
    """From several parts of the world, UTC first."""
    found = find_zones(" ", 25)
    assert found[0] == "UTC"
    assert len({name.partition("/")[0] for name in found}) > 4
    assert find_zones("", 3) == found[:3]


@pytest.mark.parametrize(
    ("name", "now", "label"),
    [
        ("UTC", SUMMER, "UTC (UTC+00:00)"),
        ("Europe/Berlin", SUMMER, "Europe/Berlin (UTC+02:00)"),
        ("Europe/Berlin", WINTER, "Europe/Berlin (UTC+01:00)"),
        ("Asia/Kolkata", SUMMER, "Asia/Kolkata (UTC+05:30)"),
        ("America/St_Johns", WINTER, "America/St_Johns (UTC-03:30)"),
    ],
)
def test_a_zone_is_labelled_with_its_offset_at_this_moment(
    name: str, now: datetime, label: str
) -> None:
    """Summer time is taken into account, and offsets that are no whole hours."""
    assert zone_label(name, now) == label


def test_a_label_does_not_depend_on_the_clocks_own_zone() -> None:
    """The same moment told in another zone gives the same label."""
    elsewhere = SUMMER.astimezone(ZoneInfo("Asia/Tokyo"))
    assert zone_label("Europe/London", elsewhere) == zone_label("Europe/London", SUMMER)
