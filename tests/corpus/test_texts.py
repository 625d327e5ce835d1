"""The texts of the articles: read from their files, and told apart by what is in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.corpus.proof import NotProved, text_of
from bot.corpus.texts import Texts


def test_a_text_is_read_from_the_file_of_its_slug(tmp_path: Path) -> None:
    """Its hash is that of the normalised text, so that re-wrapping a text changes nothing."""
    (tmp_path / "smith-2025.txt").write_text("The  river\n", "utf-8")
    text = Texts(tmp_path).text("smith-2025")
    assert text == text_of("The river")
    assert text is not None
    assert text.digest.startswith("sha256:")
    assert text.digest != text_of("The rivers").digest


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a\nb\xff", "the text smith-2025.txt, line 2, is not UTF-8 text; save the file as UTF-8"),
        ("a\nb\u200b".encode(), ("the text smith-2025.txt, line 2, holds the invisible character"
         " U+200B (ZERO WIDTH SPACE); delete it")),
    ],
    ids=["bytes", "invisible"],
)  # fmt: skip
def test_a_text_that_cannot_be_read_is_told(tmp_path: Path, data: bytes, said: str) -> None:
    """With the line to mend."""
    (tmp_path / "smith-2025.txt").write_bytes(data)
    with pytest.raises(NotProved) as caught:
        Texts(tmp_path).text("smith-2025")
    assert str(caught.value) == said


def test_a_text_is_read_once_for_all_that_judges_it(tmp_path: Path) -> None:
    """Its state is that of the bytes that are proved against, also if the file changes then."""
    (tmp_path / "a.txt").write_text("first")
    texts = Texts(tmp_path)
    state = texts.state("a")
    (tmp_path / "a.txt").write_text("second")
    assert texts.text("a") == text_of("first")
    assert texts.state("a") == state
    assert Texts(tmp_path).state("a") != state


def test_the_state_tells_what_there_is_apart(tmp_path: Path) -> None:
    """A text, another, none, one that can't be read, none in another folder."""
    (tmp_path / "a.txt").write_text("first")
    (tmp_path / "b.txt").write_text("second")
    os.mkfifo(tmp_path / "c.txt")
    texts, other = Texts(tmp_path), Texts(tmp_path / "nowhere")
    states = [*map(texts.state, "abcd"), other.state("d")]
    assert len(set(states)) == 5
    assert texts.text("d") is None
    with pytest.raises(NotProved, match=r"c\.txt is not an ordinary file"):
        texts.text("c")
