"""A post as it is kept."""

from __future__ import annotations

from bot.anniversaries.post import Post


def test_a_post_comes_back_as_it_was() -> None:
    """Every part, in any script, also where there is nothing."""
    post = Post('He said "да"\n', "東京", "", "footer", ("one", "two"), ())
    assert Post.decode(post.encode()) == post


def test_the_same_post_is_the_same_text() -> None:
    """So that servers with the same choices keep one text."""
    one, other = (Post("a", "b", "c", "d", ("e",), ("f",)) for _ in range(2))
    assert one.encode() == other.encode()
