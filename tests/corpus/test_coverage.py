"""Coverage: which numbers and dates of a text lie in no quote, and how much of it is quoted."""

from __future__ import annotations

import re

import pytest

from bot.corpus.coverage import Coverage, around, cover, merge
from bot.corpus.proof import Place, places_of, text_of

RAW = "In 2001 two states signed; by May 2022 trade was 190 billion, the third record in a row."


def covered(*quoted: str, ignored: tuple[str, ...] = (), language: str = "en") -> Coverage:
    text = text_of(RAW)
    quotes = [place for words in quoted for place in places_of(text, words)]
    return cover(text, language, quotes, [p for words in ignored for p in places_of(text, words)])


def left(coverage: Coverage) -> list[str]:
    return [mention.text for mention in coverage.left_out]


def test_each_number_and_date_in_no_quote_is_listed_in_order() -> None:
    """As the text writes it."""
    coverage = covered()
    assert left(coverage) == ["2001", "two", "May 2022", "190 billion", "third"]
    assert (coverage.mentions, coverage.quoted_words, coverage.words) == (5, 0, 18)


def test_a_quote_or_ignored_words_cover_what_lies_wholly_in_them() -> None:
    """A quote that ends in the middle of "190 billion" does not."""
    coverage = covered("In 2001", "trade was 190", ignored=("two states",))
    assert left(coverage) == ["May 2022", "190 billion", "third"]
    assert coverage.mentions == 5


def test_everything_quoted_or_ignored_leaves_nothing() -> None:
    """Overlapping and nested quotes are as good as one."""
    coverage = covered(
        "In 2001 two states", "two states signed", "states", "by May 2022 trade was 190 billion",
        ignored=("third record",),
    )  # fmt: skip
    assert left(coverage) == []


def test_a_word_counts_once_and_ignored_words_are_not_quoted() -> None:
    """The share is what the quotes take of somebody's text."""
    coverage = covered("two states signed", "states signed", ignored=("In 2001",))
    assert (coverage.quoted_words, coverage.words) == (3, 18)
    assert coverage.share == pytest.approx(3 / 18)


def test_an_empty_text_has_no_share() -> None:
    """Nothing is divided by nothing."""
    assert cover(text_of(""), "en", (), ()).share == 0.0


def test_chinese_has_a_share_too() -> None:
    """Though it sets no spaces: two characters count as a word."""
    text = text_of("中俄两国签署条约，贸易增长，友谊长存。")
    coverage = cover(text, "zh", places_of(text, "两国签署"), ())
    assert coverage.quoted_words == 2
    assert 0.1 < coverage.share < 0.35


def test_the_language_decides_what_a_number_is() -> None:
    """English words are none in another language."""
    assert left(covered(language="fr")) == ["2001", "2022", "190"]


def test_places_merge_where_they_touch_or_overlap() -> None:
    """In order, whatever order they came in."""
    places = (Place(8, 9), Place(0, 3), Place(3, 5), Place(1, 2), Place(6, 7))
    assert merge(places) == (Place(0, 5), Place(6, 7), Place(8, 9))
    assert merge(()) == ()


def test_a_place_is_shown_among_whole_words() -> None:
    """In brackets, and to the end of the text where that is near."""
    text = text_of(RAW)
    (place,) = places_of(text, "190 billion")
    assert around(text, place.start, place.end, reach=15) == ("trade was [190 billion], the third")
    (first,), (last,) = places_of(text, "2001"), places_of(text, "third")
    assert around(text, first.start, first.end, reach=10) == "In [2001] two"
    assert around(text, last.start, last.end).endswith("the [third] record in a row.")


def test_a_thousand_quotes_and_numbers_are_compared_at_once() -> None:
    """Each mention is looked up, not held against every quote."""
    text = text_of(" ".join(f"word{n} {n}" for n in range(20_000)))
    quotes = [Place(m.start(), m.end()) for m in re.finditer(r"\S+ \d+", text.content)]
    coverage = cover(text, "fr", quotes, ())
    assert (coverage.left_out, coverage.share) == ((), 1.0)
