"""Custom ids: what a button carries comes back as it was, and a forged one does no harm."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interface.press import LIMIT, PATTERN, Action, Press, read

ACTIONS: tuple[Action, ...] = ("p", "n", "w", "x")
SAMPLE = Press("n", 80351110224678912, "k7q2m9zb", "answer", 2, 3, "timeline?topic=energy")

presses = st.builds(
    Press,
    action=st.sampled_from(ACTIONS),
    asker=st.integers(0, 2**64 - 1),
    generation=st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12),
    view=st.sampled_from(["answer", "words"]),
    page=st.integers(1, 9_999_999),
    part=st.integers(0, 9999),
    question=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80),
)


@given(presses)
def test_a_press_that_fits_comes_back_as_it_was(press: Press) -> None:
    """What is written into a button is read from it, whole."""
    if press.fits():
        match = PATTERN.fullmatch(press.custom_id())
        assert match is not None
        assert read(match) == press


@given(presses)
def test_a_press_fits_where_discord_takes_it_and_it_can_be_read(press: Press) -> None:
    """100 characters, counted in UTF-16 units, no line break, 70 characters of question."""
    text = press.custom_id()
    units = len(text.encode("utf-16-le")) // 2
    readable = "\n" not in press.question and len(press.question) <= 70
    assert press.fits() == (units <= LIMIT == 100 and readable)


def test_a_custom_id_looks_like_this() -> None:
    """The form is a promise: buttons sent before an update have to work after it."""
    assert SAMPLE.custom_id() == "a1:n:lz63ag7l4ao:k7q2m9zb:a2.3:timeline?topic=energy"
    assert SAMPLE.fits()


def test_a_custom_id_is_measured_in_utf_16_units() -> None:
    """Emoji count twice, in case Discord counts them so."""
    lengths = {n: replace(SAMPLE, question="😀" * n).fits() for n in range(1, 70)}
    longest = max(n for n, fits in lengths.items() if fits)
    text = replace(SAMPLE, question="😀" * longest).custom_id()
    assert len(text.encode("utf-16-le")) // 2 in (99, 100)
    assert len(text) < 70


def test_a_token_of_any_press_fits() -> None:
    """The largest numbers leave room for a kept question's token."""
    press = Press("x", 2**64 - 1, "z" * 12, "words", 9_999_999, 9999, "#" + "A" * 16)
    assert press.fits()


@given(st.text())
def test_a_hostile_custom_id_never_raises(text: str) -> None:
    """Whatever stands in a button, it is read or it is not ours."""
    for forged in (text, f"a1:n:{text}", f"a1:n:0:0:a0.0:{text}"):
        match = PATTERN.fullmatch(forged)
        if match is not None:
            press = read(match)
            assert press.page >= 1
            assert press.part >= 0


@given(st.from_regex(PATTERN, fullmatch=True))
def test_whatever_the_pattern_takes_is_a_press(text: str) -> None:
    """Numbers beyond what we ever wrote are read as numbers still."""
    match = PATTERN.fullmatch(text)
    assert match is not None
    press = read(match)
    assert (press.action, press.question) == (text[3], match["question"])
    assert 1 <= press.page <= 9_999_999
    assert 0 <= press.part <= 9999
    assert 0 <= press.asker < 36**13


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "a1",
        "a2:n:0:0:a1.1:help?",
        "a1:z:0:0:a1.1:help?",
        "a1:n:0:0:b1.1:help?",
        "a1:n:-1:0:a1.1:help?",
        "a1:n:0:0:a-1.1:help?",
        "a1:n:0:0:a1:help?",
        "a1:n:0:0:a1.1:",
        "a1:n:0:0:a1.1:a\nb",
        "a1:n:0:0:a12345678.1:help?",
        "a1:n:0:0:a1.12345:help?",
        "a1:n:0:0:a\u0661.1:help?",
        "a1:n:ABC:0:a1.1:help?",
        "a1:n:" + "z" * 14 + ":0:a1.1:help?",
        " a1:n:0:0:a1.1:help?",
        "a1:n:0:0:a1.1:" + "x" * 71,
    ],
)
def test_what_we_did_not_write_is_not_ours(forged: str) -> None:
    """Another form, a number out of bounds or in other digits: not a press."""
    assert PATTERN.fullmatch(forged) is None


def test_page_nought_is_read_as_the_first() -> None:
    """Pages count from 1."""
    match = PATTERN.fullmatch("a1:n:0:0:a0.0:help?")
    assert match is not None
    assert read(match).page == 1


@pytest.mark.parametrize("unit", ["0", "a1:n:", ":", "z", "1.", "a1:n:0:0:a1.1:"])
def test_the_pattern_takes_time_in_proportion_to_the_text(unit: str) -> None:
    """A long custom id is refused at once."""
    text = unit * 200_000
    start = time.process_time()
    for forged in (text, f"a1:n:{text}", f"a1:n:0:{text}", f"a1:n:0:0:a{text}"):
        assert PATTERN.fullmatch(forged) is None
        assert PATTERN.match(forged) is None or forged.startswith("a1:n:0:0:a1.1:")
    assert time.process_time() - start < 20  # a guard: back-tracking takes hours


def test_a_lone_surrogate_is_in_no_question() -> None:
    """JSON can carry it in a forged id; no database and no message could take it."""
    forged = replace(SAMPLE, question="#AAAAAAA\ud800AAAAAAAA").custom_id()
    assert PATTERN.fullmatch(forged) is None
