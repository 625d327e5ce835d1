"""Proof: a quote stands in the text verbatim, as whole words, at one place; and its seal."""

from __future__ import annotations

import unicodedata

import pytest

from bot.corpus.proof import (
    NotProved,
    Place,
    holds,
    locate,
    normalise,
    places_of,
    seal,
    stands_in,
    text_of,
    words_of,
)
from tests.corpus.make import quote


def found(raw: str, words: str, **pins: str) -> str:
    """The stretch of the text that a quote was located at."""
    text = text_of(raw)
    place = locate(text, quote(quote=words, **pins))
    return text.content[: place.start] + "[" + text.content[place.start : place.end] + "]"


def refusal(raw: str, words: str, **pins: str) -> str:
    with pytest.raises(NotProved) as caught:
        locate(text_of(raw), quote(quote=words, **pins))
    return str(caught.value)


def test_a_quote_is_located_to_the_letter() -> None:
    """Offsets are into the normalised text, end exclusive."""
    assert locate(text_of("On tea.\n\nThe river\njoins us."), quote(quote="river joins")) == Place(
        12, 23
    )


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("the  river\n\tjoins\u00a0us", "the river joins us"),
        ("the river\r\njoins us", "the river joins us"),
        (unicodedata.normalize("NFD", "Ürümqi é 条约"), "Ürümqi é"),
        ("Ürümqi", unicodedata.normalize("NFD", "Ürümqi")),
        ("Йошкар-Ола", unicodedata.normalize("NFD", "Йошкар-Ола")),
    ],
)
def test_white_space_and_unicode_composition_do_not_count(raw: str, words: str) -> None:
    """How a text was folded, and how its accents are stored, are no words."""
    assert found(raw, words).endswith(f"[{normalise(words)}]")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("the river joins us", "the River joins us"),
        ("the river joins us", "the river join us"),
        ("“the river” joins", '"the river" joins'),
        ("north–south", "north-south"),
        ("the ﬁve", "the five"),
        ("１０ years", "10 years"),
    ],
)
def test_everything_else_counts(raw: str, words: str) -> None:
    """Case, marks, dashes and compatible forms are part of the words."""
    assert refusal(raw, words).startswith("the quote does not stand in the text")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("another river", "other river"),
        ("the rivers", "the river"),
        ("12,5 km; 1250 people", "250 people"),
        ("in 20220 cases", "in 2022"),
        ("2.5 billion dollars", "5 billion dollars"),
        ("1,800 billion dollars", "800 billion dollars"),
        ("reached 146.8 billion", "reached 146"),
        ("reached 1,250 dollars", "reached 1"),
        ("a за\u0301мок", "a за"),
        ("Путина", "Путин"),
        ("增长50%", "增长5"),
    ],
)
def test_a_quote_never_cuts_a_word_or_a_number(raw: str, words: str) -> None:
    """ "5 billion" is not what "2.5 billion" says."""
    assert refusal(raw, words).startswith("the quote does not stand in the text")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Russia's river, the Amur.", "Russia"),
        ("the long-term plan", "term plan"),
        ("rose 20%, they say", "rose 20"),
        ("in 2022, 5 of them", "5 of them"),
        ("built in 2022.", "built in 2022"),
        ("“The river", "The river"),
        ("中俄两国签署条约后", "签署条约"),
        ("GDP增长了", "GDP增长"),
        ("用LNG运输", "LNG"),
        ("2022年签署", "年签署"),
    ],
)
def test_words_end_at_marks_and_chinese_anywhere(raw: str, words: str) -> None:
    """Chinese and Japanese set no spaces, so any place in them is whole."""
    assert found(raw, words).endswith(f"[{words}]")


def test_words_at_several_places_must_be_pinned() -> None:
    """The message says how many, and what helps."""
    raw = "tea here, tea there, and tea"
    assert refusal(raw, "tea") == (
        "the quote stands at 3 places of the text; take more words, or pin it with `prefix:` or"
        " `suffix:` (the words directly before or after it)"
    )
    assert found(raw, "tea", prefix="here,") == "tea here, [tea]"
    assert found(raw, "tea", suffix="here") == "[tea]"
    assert found(raw, "tea", prefix="and") == "tea here, tea there, and [tea]"
    assert found(raw, "tea", prefix="here,", suffix="there") == "tea here, [tea]"


def test_overlapping_places_are_several() -> None:
    """Else the first would pass for the only one."""
    assert "2 places" in refusal("ho ho ho", "ho ho")


def test_a_pin_must_stand_directly_beside_the_words() -> None:
    """With or without a space between; at the edges of the text nothing stands beside."""
    assert found("say: “tea” and tea", "tea", prefix="“") == "say: “[tea]"
    assert found("say: “tea” and tea", "tea", suffix="”") == "say: “[tea]"
    for pins in ({"prefix": "say:"}, {"suffix": "and"}, {"prefix": "tea"}, {"suffix": "tea"}):
        assert refusal("say: “tea” and  then tea", "tea", **pins) == (
            "the quote stands in the text, but not with this prefix and suffix"
        )


def test_a_pin_that_leaves_two_places_is_not_enough() -> None:
    """One place is the rule, pinned or not."""
    assert "2 places" in refusal("my tea, my tea", "tea", prefix="my")


def test_very_many_places_are_not_counted_out() -> None:
    """A text of one word repeated does not hold the check up."""
    assert "100 places or more" in refusal("tea " * 100_000, "tea")


def test_a_slip_of_the_pen_is_answered_with_the_nearest_words() -> None:
    """Whole words of the text, to copy from."""
    raw = "Over tea, the river joins both of us, he said to everyone present."
    assert refusal(raw, "the river joins booth of us") == (
        "the quote does not stand in the text; the nearest words there are:"
        " 'the river joins both of us,'"
    )
    assert refusal(raw, "the river joins booth of us", prefix="tea,").endswith("both of us,'")
    assert refusal(raw, "quite another sentence altogether") == (
        "the quote does not stand in the text"
    )


def test_every_whole_word_place_is_found() -> None:
    """For words that an article ignores."""
    text = text_of("two, and twofold,\nand two  more")
    assert places_of(text, "two") == (Place(0, 3), Place(22, 25))
    assert places_of(text, "two\nmore") == (Place(22, 30),)
    assert (stands_in(text, "fold"), stands_in(text, "twofold")) == (False, True)


def test_words_are_what_stands_between_spaces() -> None:
    """And two characters of Chinese or Japanese, which set none."""
    assert len(words_of("The river, it’s said, joins  us.")) == 6
    assert len(words_of("中俄两国签署条约")) == 4
    assert len(words_of("GDP增长了 5%")) == 4
    assert text_of("  a b\nc ").words == 3
    assert text_of("").words == 0


def test_a_seal_holds_for_its_text_place_and_words_only() -> None:
    """And is one line that begins with the place."""
    digest = text_of("Over tea the river joins us").digest
    made = seal(digest, Place(9, 27), "the river joins us")
    assert made.startswith("9-27:")
    assert len(made) == 5 + 32
    assert holds(made, digest, "the river joins us")
    assert holds(made, digest, "the  river\njoins us")
    assert not holds(made, digest, "the river joined us")
    assert not holds(made, text_of("other").digest, "the river joins us")
    assert not holds(made.replace("9-27", "8-26"), digest, "the river joins us")
    assert not holds(made[:-1] + ("0" if made[-1] != "0" else "1"), digest, "the river joins us")
