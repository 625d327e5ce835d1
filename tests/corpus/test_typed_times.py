"""Times of the day as people type them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.typed_times import typed_time


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9", time(9)),
        ("09", time(9)),
        ("0", time(0)),
        ("23", time(23)),
        ("9:00", time(9)),
        (" 09:05 ", time(9, 5)),
        ("21.30", time(21, 30)),
        ("09:00:00", time(9)),
        ("2130", time(21, 30)),
        ("0905", time(9, 5)),
        ("9h30", time(9, 30)),
        ("9h", time(9)),
        ("9 am", time(9)),
        ("9am", time(9)),
        ("9:30 pm", time(21, 30)),
        ("9.30 P.M.", time(21, 30)),
        ("12 am", time(0)),
        ("12:30 am", time(0, 30)),
        ("12 pm", time(12)),
        ("9 o'clock", time(9)),
        ("noon", time(12)),
        ("Midnight", time(0)),
        ("９：３０", time(9, 30)),
        ("21 Uhr", time(21)),
        ("9 ч.", time(9)),
        ("9点30分", time(9, 30)),
        ("9时", time(9)),
    ],
)
def test_what_people_type(typed: str, expected: time) -> None:
    """Hours alone, with minutes behind any usual mark, of twelve or twenty-four."""
    assert typed_time(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "24", "24:00", "25:00", "9:60", "9:5", "-9", "9:", ":30", "930", "99", "0 am",
        "13 pm", "9 xm", "9:30:15", "9-10", "9 and 10", "tomorrow", "9:00 Berlin", "٩", "9" * 40,
    ],
)  # fmt: skip
def test_what_is_no_time(typed: str) -> None:
    """Nothing is guessed at."""
    assert typed_time(typed) is None


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_minute_can_be_typed(hour: int, minute: int) -> None:
    """As clocks of twelve and of twenty-four hours show it."""
    at = time(hour, minute)
    shown = (f"{hour}:{minute:02}", f"{hour:02}.{minute:02}", f"{hour:02}{minute:02}")
    assert {typed_time(text) for text in (*shown, at.strftime("%I:%M %p"))} == {at}


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(typed: str) -> None:
    """It never raises, and what it reads is a whole minute."""
    found = typed_time(typed)
    assert found is None or (found.second, found.microsecond) == (0, 0)
