"""What is remembered of articles while they are compiled: names, authors, how many of a kind."""

from __future__ import annotations

from datetime import date

from bot.corpus.model import Article, Kind
from bot.store.names import Named, article_names


class Met:
    """Takes articles in the order of their files."""

    def __init__(self) -> None:
        self.names: list[Named] = []
        self.authors: set[str] = set()
        self._totals = {"event": 0, "figure": 0, "quote": 0, "opinion": 0}
        self._newest: tuple[tuple[date, bool], int] | None = None

    def add(self, article: Article, sizes: dict[Kind, int]) -> None:
        """Take down the next article, and how many facts of each kind it has."""
        published, place = _published_until(article), len(self.names)
        if self._newest is None or published > self._newest[0]:
            self._newest = published, place
        self.names.append(article_names(article))
        if article.person is not None:
            self.authors.add(article.person)
        for kind, size in sizes.items():
            self._totals[kind] += size
        self._totals["opinion"] += article.kind in ("opinion", "analysis")

    def totals(self) -> dict[str, int]:
        """How many facts of each kind, how many opinions, and the newest article's place."""
        newest = {} if self._newest is None else {"newest": self._newest[1]}
        return self._totals | newest


def _published_until(article: Article) -> tuple[date, bool]:
    """The last day on which an article can have come out, and whether it says so itself."""
    published = article.published
    when = published.date or published.filed_as
    return (when.latest if when is not None else date.min), published.date is not None
