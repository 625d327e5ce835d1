"""Finds facts by words, and offers facts while an id or words are being typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations
from operator import and_, or_

from bot.corpus.model import Kind
from bot.store import common
from bot.store.amounts import Amount
from bot.store.bits import counted, unpacked, unpacked_numbers
from bot.store.kept import Kept
from bot.store.models import Offer, SearchResult, Told
from bot.store.reading import FACT, Reader, Value, bounded
from bot.store.search import BEGUN, Lexicon, as_typed, ask, clean
from bot.store.text import Word, fold, query_words

SMALL = 2_000
"""Up to so many matches are ordered by how well they match; more, by importance."""
MANY = 200
"""Of more matches those that only mention the words are left out where others are enough."""
WEIGHED = 20_000
"""bm25 looks at each fact of each word once more: where these are more, it goes without."""
SEEN = 100_000
"""Where even more facts have the words, what facts are about is not asked for either."""
SETS = 32
"""Of how many common words the facts are kept, a bit for each fact that there is."""
COUNTS = 2_048
"""Of how many questions the number of matches is kept."""
RAREST = 8
"""Of so many words of a sentence a fact has to hold two, to be looked at."""
LAST_WORDS = 8
"""Facts are offered for so many words at the end of what is typed."""
_WEIGHTS = "6.0, 0.1, 2.0, 0.1"
"""bm25's, of the columns what, labels, quote and source. A word and the name that it leads to are
two things to bm25: with more weight, a name would outdo the word itself in a fact's own line."""
_ABOUT = "{what labels}"
_MATCHING = "SELECT rowid FROM fact_text WHERE fact_text MATCH ?"
_ID_START = re.compile(r"[a-z0-9-]{1,40}(?:/[a-z0-9-]{0,59})?")


class Finder:
    """Asks the index of words. How many facts match never changes: it is kept."""

    def __init__(self, reader: Reader, lexicon: Lexicon) -> None:
        self._reader = reader
        self._lexicon = lexicon
        self._kept: Kept[tuple[str, frozenset[Kind] | None], tuple[int, int]] = Kept(COUNTS)
        self._common_tokens: frozenset[str] | None = None
        self._sets: Kept[str, int] = Kept(SETS)
        self._article_of: Sequence[int] | None = None

    def search(
        self,
        text: str,
        offset: int,
        limit: int,
        kinds: frozenset[Kind] | None = None,
        amounts: Sequence[Amount] = (),
    ) -> SearchResult:
        """Facts that hold all the known words of a text in any language, and its `amounts`.

        Where no fact does, the commonest words are dropped until one is found. Many matches are
        ordered by importance, few by how well they match: figures first if a number is asked
        for, then what a fact is about before what its quote mentions, then bm25; for words of
        tens of thousands of facts without bm25. Figures that have an amount come before all.
        """
        had = [amount for amount in amounts if self._has(amount)]
        question = ask(_without(amounts, had, text), self._lexicon)
        guessed = frozenset(question.corrected)
        searched, kept, total, articles = self._narrow(list(question.words), had, guessed, kinds)
        facts: tuple[Told, ...] = ()
        if total:
            match = self._question([word.token for word in searched], kept)
            seen = sum(self._lexicon.facts(word.token) for word in searched)
            order = _Order("t.rowid")
            if total <= SMALL:
                about = self._are_about(match, total, offset + limit) if kinds is None else False
                order = _best(match, question.quantity, seen, about=about)
            for measured in filter(None, map(self._lexicon.measured, kept)):
                order = order.after(measured)
            facts = self._found(match, kinds, order, offset, limit)
        known = {word.token for word in searched}
        lacking = (amount.typed for amount in amounts if amount not in had and not amount.plain)
        left = (amount.typed for amount in had if amount not in kept)
        return SearchResult(
            facts,
            total,
            articles,
            question.corrected,
            (*lacking, *question.unknown),
            (*left, *as_typed(word for word in question.words if word.token not in known)),
        )

    def holding_some(self, tokens: Collection[str], limit: int) -> tuple[Told, ...]:
        """Facts that hold at least two of the rarest of these tokens, those that fit best first.

        Nothing of what is asked is kept.
        """
        known = [token for token in dict.fromkeys(tokens) if self._lexicon.facts(token)]
        rarest = sorted(known, key=self._lexicon.facts)[:RAREST]
        pairs = [self._lexicon.expression(pair) for pair in combinations(rarest, 2)]
        if not pairs:
            return ()
        seen = sum(map(self._lexicon.facts, rarest))
        order = f"bm25(fact_text, {_WEIGHTS}), t.rowid" if seen <= WEIGHED else "t.rowid"
        match = " OR ".join(f"({pair})" for pair in pairs)
        return self._found(match, None, _Order(order), 0, limit)

    def holding_all(self, tokens: Collection[str], limit: int) -> tuple[Told, ...]:
        """Facts that hold each of these tokens, where no more than `limit` do; of more, none.

        Nothing of what is asked is kept.
        """
        if not tokens or not all(map(self._lexicon.facts, tokens)):
            return ()
        match = self._lexicon.expression(tokens)
        found = self._found(match, None, _Order("t.rowid"), 0, limit + 1)
        return found if len(found) <= limit else ()

    def suggest_ids(self, text: str, limit: int) -> tuple[Offer, ...]:
        """Facts to offer while an id or some words are being typed: by the id's start first."""
        limit = bounded(limit)
        start, typed = fold(clean(text)).strip(), clean(text)
        if not start:
            return self._offers("FROM fact f ORDER BY f.id LIMIT ?", [limit])
        found: tuple[Offer, ...] = ()
        if _ID_START.fullmatch(start):
            found = self._offers(
                "FROM fact f WHERE f.public_id >= ? AND f.public_id < ? ORDER BY f.public_id"
                " LIMIT ?",
                [start, start + "\x7f", limit],
            )
        words = list(query_words(typed))[-LAST_WORDS:]
        if len(found) >= limit or not words or not self._lexicon.knows(words[:-1]):
            return found
        tokens = [word.token for word in words]
        question = self._lexicon.expression(tokens)
        if len(words[-1].folded) >= BEGUN:
            question = self._lexicon.starting(tokens, words[-1].folded)
        more = self._offers(
            "FROM fact_text t CROSS JOIN fact f ON f.id = t.rowid WHERE t.fact_text MATCH ?"
            " ORDER BY t.rowid LIMIT ?",
            [question, limit],
        )
        return tuple(dict.fromkeys(found + more))[:limit]

    def _offers(self, rest: str, values: list[Value]) -> tuple[Offer, ...]:
        """What to offer; `rest` is the SQL from FROM on, with `fact f` in it."""
        rows = self._reader.fetch(
            f"SELECT f.public_id, json_extract(f.document, '$.what') {rest}", values
        )
        return tuple(Offer(*row) for row in rows)

    def _has(self, amount: Amount) -> bool:
        """Whether some fact has an amount."""
        asked = self._lexicon.amount(amount)
        held = "SELECT 1 FROM fact_text WHERE fact_text MATCH ? LIMIT 1"
        return bool(asked and self._reader.fetch(held, [asked]))

    def _question(self, tokens: Sequence[str], amounts: Sequence[Amount]) -> str:
        """An FTS5 question for facts that hold all tokens and amounts, at least one in all."""
        asked = [f"({self._lexicon.amount(amount)})" for amount in amounts]
        return " AND ".join([*asked, *([self._lexicon.expression(tokens)] if tokens else [])])

    def _narrow(
        self,
        words: list[Word],
        amounts: list[Amount],
        guessed: frozenset[str],
        kinds: frozenset[Kind] | None,
    ) -> tuple[list[Word], list[Amount], int, int]:
        """Drop words until some fact holds the rest: these, and how many facts and articles.

        What no fact of these kinds holds goes first, then what was guessed for a word with a
        typo, then the commonest. Amounts say more than any word: of them, the last goes first.
        """
        words, amounts = list(words), list(amounts)
        while words or amounts:
            total, articles = self._matches([word.token for word in words], kinds, amounts)
            if total:
                return words, amounts, total, articles
            if not words:
                amounts.pop()
                continue
            if kinds is not None:
                held = [word for word in words if (self._matches([word.token], kinds))[0]]
                if len(held) < len(words):
                    words = held
                    continue
            less = [word for word in words if word.typed in guessed] or words
            words.remove(self._commonest(less))
        return [], [], 0, 0

    def _commonest(self, words: list[Word]) -> Word:
        """The word that most facts have; it is counted only where the lexicon leaves it open."""
        facts = [self._lexicon.facts(word.token) for word in words]
        counted: set[int] = set()
        while True:
            place = facts.index(max(facts))
            if place in counted or self._lexicon.is_exact(words[place].token):
                return words[place]
            facts[place], _ = self._matches([words[place].token], None)
            counted.add(place)

    def _matches(
        self, tokens: list[str], kinds: frozenset[Kind] | None, amounts: Sequence[Amount] = ()
    ) -> tuple[int, int]:
        """How many facts hold all tokens and amounts, of how many articles."""
        question = self._question(tokens, amounts)
        key = (question, kinds)
        known = self._kept.get(key)
        if known is not None:
            return known
        if not amounts and self._are_common(tokens):
            return self._kept.keep(key, self._common(tokens, kinds))
        facts = self._holding(question, kinds)
        articles = self._articles()
        total, told = len(facts), len({articles[fact - 1] for fact in facts})
        return self._kept.keep(key, (total, told))

    def _holding(self, question: str, kinds: frozenset[Kind] | None) -> list[int]:
        """The ids of the facts that match."""
        condition, values = _of_kinds(kinds)
        of_kinds = "CROSS JOIN fact f ON f.id = t.rowid" if kinds is not None else ""
        rows = self._reader.fetch(
            f"SELECT t.rowid FROM fact_text t {of_kinds} WHERE t.fact_text MATCH ?{condition}",
            [question, *values],
        )
        return [fact for (fact,) in rows]

    def _articles(self) -> Sequence[int]:
        """The places of all facts' articles: to look each up in the file takes far longer."""
        if self._article_of is None:
            [(articles,)] = self._reader.fetch("SELECT articles FROM fact_articles")
            self._article_of = unpacked_numbers(articles)
        return self._article_of

    def _are_common(self, tokens: list[str]) -> bool:
        """Whether there are bits for all of these tokens."""
        if not all(self._lexicon.facts(token) >= common.COMMON for token in tokens):
            return False
        if self._common_tokens is None:
            rows = self._reader.fetch("SELECT token FROM common")
            self._common_tokens = frozenset(token for (token,) in rows)
        return self._common_tokens.issuperset(tokens)

    def _common(self, tokens: list[str], kinds: frozenset[Kind] | None) -> tuple[int, int]:
        """The same of tokens that are all common."""
        ends, *sets = [self._bits(token) for token in (common.ENDS, *tokens)]
        if kinds is not None:
            of_kinds = [self._bits(common.of_kind(kind)) for kind in kinds]
            sets.append(reduce(or_, of_kinds, 0))
        return counted(reduce(and_, sets), ends)

    def _bits(self, token: str) -> int:
        known = self._sets.get(token)
        if known is not None:
            return known
        [(bits,)] = self._reader.fetch("SELECT bits FROM common WHERE token = ?", [token])
        return self._sets.keep(token, unpacked(bits))

    def _are_about(self, match: str, total: int, wanted: int) -> bool:
        """Whether the first facts of many matches are all about the words, not mentioning them."""
        return total > MANY and len(self._holding(_about(match), None)) >= wanted

    def _found(
        self, question: str, kinds: frozenset[Kind] | None, order: _Order, offset: int, limit: int
    ) -> tuple[Told, ...]:
        condition, values = _of_kinds(kinds)
        of_kinds = "CROSS JOIN fact f ON f.id = t.rowid" if kinds is not None or order.kinds else ""
        # Ids alone are sorted: with the documents of all matches it takes half as long again.
        found = self._reader.fetch(
            f"SELECT t.rowid FROM fact_text t {of_kinds}"
            f" WHERE t.fact_text MATCH ?{condition}{order.condition}"
            f" ORDER BY {order.sql} LIMIT ? OFFSET ?",
            [question, *values, *order.values, bounded(limit), bounded(offset)],
        )
        ids = [fact for (fact,) in found]
        facts = self._reader.fetch(
            f"SELECT f.id, {FACT} FROM fact f WHERE f.id IN ({', '.join('?' for _ in ids)})", ids
        )
        told = {fact: self._reader.told(*columns) for fact, *columns in facts}
        return tuple(told[fact] for fact in ids)


@dataclass(frozen=True, slots=True)
class _Order:
    """An ORDER BY, what it leaves out, and the values of both."""

    sql: str
    condition: str = ""
    values: tuple[str, ...] = ()
    kinds: bool = False

    def after(self, first: str) -> _Order:
        """The same order, behind what matches a question."""
        others = f"t.rowid NOT IN ({_MATCHING}), {self.sql}"
        # The condition's values come before those of the order.
        place = self.condition.count("?")
        values = (*self.values[:place], first, *self.values[place:])
        return replace(self, sql=others, values=values)


def _best(match: str, quantity: bool, seen: int, *, about: bool) -> _Order:
    """The order of a few matches, which to find so many facts of their words are seen.

    `about` says that the facts wanted are all about the words: others need not be weighed.
    """
    order, values, condition = ["t.rowid"], [], ""
    if seen <= WEIGHED:
        order.insert(0, f"bm25(fact_text, {_WEIGHTS})")
    if seen <= SEEN:
        others = f"t.rowid NOT IN ({_MATCHING})"
        values.append(_about(match))
        if about and not quantity:
            # With its plus it is asked of each match, instead of each of them being matched anew.
            condition = f" AND +t.rowid IN ({_MATCHING})"
        else:
            order.insert(0, others)
    if quantity:
        order.insert(0, "f.kind <> 'figure'")
    return _Order(", ".join(order), condition, tuple(values), quantity)


def _without(amounts: Sequence[Amount], had: Sequence[Amount], text: str) -> str:
    """A typed text with spaces for its amounts; of those that no fact has, the unit stays."""
    for amount in amounts:
        end = amount.end if amount in had else amount.start if amount.plain else amount.number_end
        text = text[: amount.start] + " " * (end - amount.start) + text[end:]
    return text


def _about(match: str) -> str:
    return f"{_ABOUT} : ({match})"


def _of_kinds(kinds: frozenset[Kind] | None) -> tuple[str, list[Value]]:
    if kinds is None:
        return "", []
    return f" AND f.kind IN ({', '.join('?' for _ in kinds)})", [*sorted(kinds)]
