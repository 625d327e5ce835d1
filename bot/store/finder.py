"""Finds facts by words, and offers facts while an id or words are being typed."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from bot.corpus.model import Kind
from bot.store.kept import Kept
from bot.store.models import SearchResult, Told
from bot.store.reading import Reader, Value, bounded
from bot.store.search import Lexicon, ask, clean, expression, starting
from bot.store.text import Word, fold, query_words

SMALL = 2_000
"""Up to so many matches are ordered by how well they match; more, by importance."""
COUNTS = 2_048
"""Of how many questions the number of matches is kept."""
_WEIGHTS = "6.0, 3.0, 2.0, 0.5"
"""bm25's, of the columns what, labels, quote and source."""
_ABOUT = "{what labels}"
_ID_START = re.compile(r"[a-z0-9-]{1,40}(?:/[a-z0-9-]{0,59})?")


class Finder:
    """Asks the index of words. How many facts match never changes: it is kept."""

    def __init__(self, reader: Reader, lexicon: Lexicon) -> None:
        self._reader = reader
        self._lexicon = lexicon
        self._kept: Kept[tuple[str, frozenset[Kind] | None], tuple[int, int]] = Kept(COUNTS)

    async def search(
        self, text: str, offset: int, limit: int, kinds: frozenset[Kind] | None = None
    ) -> SearchResult:
        """Facts that hold all the known words of a text in any language.

        Where no fact does, the commonest words are dropped until one is found. Many matches are
        ordered by importance, few by how well they match: figures first if a number is asked
        for, then what a fact is about before what its quote mentions, then bm25.
        """
        if self._lexicon.knows(query_words(clean(text))):
            question = ask(text, self._lexicon)
        else:  # an unknown word is compared with every word that there is
            question = await asyncio.to_thread(ask, text, self._lexicon)
        guessed = frozenset(question.corrected)
        searched, total, articles = await self._narrow(list(question.words), guessed, kinds)
        facts: tuple[Told, ...] = ()
        if total:
            match = expression(word.token for word in searched)
            order = _Order("t.rowid") if total > SMALL else _best(match, question.quantity)
            facts = await self._found(match, kinds, order, offset, limit)
        known = {word.token for word in searched}
        return SearchResult(
            facts,
            total,
            articles,
            question.corrected,
            question.unknown,
            tuple(word.typed for word in question.words if word.token not in known),
        )

    async def suggest_ids(self, text: str, limit: int) -> tuple[Told, ...]:
        """Facts to offer while an id or some words are being typed: by the id's start first."""
        limit = bounded(limit)
        start, typed = fold(clean(text)).strip(), clean(text)
        found: tuple[Told, ...] = ()
        if not start:
            return await self._reader.facts("FROM fact f ORDER BY f.id LIMIT ?", [limit])
        if _ID_START.fullmatch(start):
            found = await self._reader.facts(
                "FROM fact f WHERE f.public_id >= ? AND f.public_id < ? ORDER BY f.public_id"
                " LIMIT ?",
                [start, start + "\x7f", limit],
            )
        words = list(query_words(typed))
        if len(found) >= limit or not words:
            return found
        tokens = [word.token for word in words][-8:]
        question = expression(tokens)
        if len(words[-1].folded) >= 2:
            question = starting(tokens, words[-1].folded)
        more = await self._found(question, None, _Order("t.rowid"), 0, limit)
        known = {told.id for told in found}
        return (found + tuple(told for told in more if told.id not in known))[:limit]

    async def _narrow(
        self, words: list[Word], guessed: frozenset[str], kinds: frozenset[Kind] | None
    ) -> tuple[list[Word], int, int]:
        """Drop words until some fact holds the rest: these, and how many facts and articles.

        What no fact of these kinds holds goes first, then what was guessed for a word with a
        typo, then the commonest.
        """
        words = list(words)
        while words:
            total, articles = await self._matches([word.token for word in words], kinds)
            if total:
                return words, total, articles
            if kinds is not None:
                held = [word for word in words if (await self._matches([word.token], kinds))[0]]
                if len(held) < len(words):
                    words = held
                    continue
            less = [word for word in words if word.typed in guessed] or words
            words.remove(max(less, key=lambda word: self._lexicon.facts(word.token)))
        return [], 0, 0

    async def _matches(self, tokens: list[str], kinds: frozenset[Kind] | None) -> tuple[int, int]:
        """How many facts hold all tokens, of how many articles."""
        question = expression(tokens)
        key = (question, kinds)
        known = self._kept.get(key)
        if known is not None:
            return known
        condition, values = _of_kinds(kinds)
        [(total, articles)] = await self._reader.fetch(
            "SELECT count(*), count(DISTINCT f.article) FROM fact_text t"
            f" CROSS JOIN fact f ON f.id = t.rowid WHERE t.fact_text MATCH ?{condition}",
            [question, *values],
        )
        return self._kept.keep(key, (total, articles))

    async def _found(
        self, question: str, kinds: frozenset[Kind] | None, order: _Order, offset: int, limit: int
    ) -> tuple[Told, ...]:
        condition, values = _of_kinds(kinds)
        return await self._reader.facts(
            "FROM fact_text t CROSS JOIN fact f ON f.id = t.rowid"
            f" WHERE t.fact_text MATCH ?{condition} ORDER BY {order.sql} LIMIT ? OFFSET ?",
            [question, *values, *order.values, bounded(limit), bounded(offset)],
        )


@dataclass(frozen=True, slots=True)
class _Order:
    """An ORDER BY, and its values."""

    sql: str
    values: tuple[str, ...] = ()


def _best(match: str, quantity: bool) -> _Order:
    """The order of a few matches: bm25 must see each of them."""
    figures = "f.kind <> 'figure', " if quantity else ""
    about = "t.rowid NOT IN (SELECT rowid FROM fact_text WHERE fact_text MATCH ?)"
    return _Order(
        f"{figures}{about}, bm25(fact_text, {_WEIGHTS}), t.rowid", (f"{_ABOUT} : ({match})",)
    )


def _of_kinds(kinds: frozenset[Kind] | None) -> tuple[str, list[Value]]:
    if kinds is None:
        return "", []
    return f" AND f.kind IN ({', '.join('?' for _ in kinds)})", [*sorted(kinds)]
