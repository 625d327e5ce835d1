"""What somebody typed, as a question to the index of words: safe, without typos. Pure."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nlargest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.store.amounts import Amount, number_label, unit_token
from bot.store.text import Word, asks_quantity, has_cjk, query_words, typo_limit

MAX_TYPED = 300
MAX_TOKENS = 24
MAX_CORRECTIONS = 8
"""Unknown words that are looked up for typos; the rest are just unknown."""
MAX_CONTINUED = 48
"""About so many tokens and terms are asked for where a word has only begun."""
BEGUN = 2
"""From so many letters on a word is taken for its start."""
_LAST = "\U0010ffff"

SHORTEST = 3
"""The shortest word that a word with a typo is taken for."""

SHORT = 6
"""A word below this length is only taken for one with the same first letter."""


@dataclass(frozen=True, slots=True)
class Question:
    """A typed text as known tokens, each once, in the order typed."""

    words: tuple[Word, ...]
    corrected: dict[str, str]
    unknown: tuple[str, ...]
    quantity: bool
    """Whether it asks for a number."""


class Lexicon:
    """Every word that some fact holds or is named by.

    `entries` are words, their tokens and how many facts these have; `leads` are the terms that
    a token leads to (see terms.py), with spaces between them.
    """

    def __init__(
        self, entries: Iterable[tuple[str, str, int]], leads: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._facts: dict[str, int] = {}
        self._tokens: dict[str, str] = {}
        self._leads = dict(leads)
        similar: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for word, token, facts in entries:
            self._facts[token] = facts
            self._tokens[word] = token
            if typo_limit(word) or (len(word) == SHORTEST and typo_limit(word + "x")):
                similar[len(word), word[0]].append(word)
        self._words = sorted(self._tokens)
        # So many words begin with the same two letters that they are not sorted when asked for.
        self._begun: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words, key=self._uses, reverse=True):
            begun = self._begun[word[:BEGUN]]
            if len(begun) < MAX_CONTINUED:
                begun.append(self._tokens[word])
        self._similar = dict(similar)
        self._letters = sorted({letter for _, letter in similar})

    def facts(self, token: str) -> int:
        """How many facts have a token, at most; 0 when it is not known."""
        return self._facts.get(token, 0)

    def is_exact(self, token: str) -> bool:
        """Whether exactly so many facts have a token as `facts` says."""
        return token not in self._leads

    def knows(self, words: Iterable[Word]) -> bool:
        """Whether some fact holds each of these words, perhaps not all of them one fact."""
        return all(word.token in self._facts for word in words)

    def token(self, word: str) -> str:
        """The token of a known word."""
        return self._tokens[word]

    def expression(self, tokens: Iterable[str]) -> str:
        """An FTS5 question for facts that have each of these tokens or are named by it."""
        return " AND ".join(_any(self._led(token)) for token in tokens)

    def starting(self, tokens: Sequence[str], last: str) -> str:
        """The same, but of the last token perhaps only the start.

        `last` is the last word unstemmed: what is typed so far need not be a stem's start. Of
        what it may be the start of, the commonest are asked for.
        """
        *whole, end = tokens
        asked = dict.fromkeys(self._led(end))
        for token in self._continued(last):
            if len(asked) >= MAX_CONTINUED:
                break
            asked.update(dict.fromkeys(self._led(token)))
        return " AND ".join([*(_any(self._led(token)) for token in whole), _any(list(asked))])

    def measured(self, amount: Amount) -> str:
        """An FTS5 question for figures that have an amount; empty where none can."""
        return " OR ".join(
            f"({expression(map(number_label, numbers))} AND {_any(self._led(unit_token(unit)))})"
            for unit, numbers in amount.numbers
        )

    def amount(self, amount: Amount) -> str:
        """The same for facts that have an amount, or say it; empty where none can."""
        said = (
            _saying(phrases)
            for phrases in amount.said
            if all(map(self.facts, " ".join(phrases).split()))
        )
        return " OR ".join(filter(None, (self.measured(amount), *said)))

    def _led(self, token: str) -> list[str]:
        return [token, *self._leads.get(token, "").split()]

    def _continued(self, start: str) -> list[str]:
        """The tokens of known words that begin so, the commonest first."""
        if len(start) == BEGUN:
            return self._begun.get(start, [])
        first = bisect_left(self._words, start)
        last = bisect_left(self._words, start + _LAST)
        found = nlargest(MAX_CONTINUED, self._words[first:last], key=self._uses)
        return [self._tokens[word] for word in found]

    def _uses(self, word: str) -> int:
        return self._facts[self._tokens[word]]

    def nearest(self, word: str) -> str | None:
        """The known word that a folded word with a typo was meant to be; None if there is none.

        The fewest slips count (a letter more, less, other, or two swapped), then the same first
        letter, then how common the word is.
        """
        limit = typo_limit(word)
        if not limit:
            return None
        near = self._near(word, limit, word[0])
        # Of an unknown word, nothing is nearer than one slip behind the same first letter.
        if len(word) >= SHORT and not (near and min(near)[0] == 1):
            for letter in self._letters:
                if letter != word[0]:
                    near += self._near(word, limit, letter)
        return min(near)[-1] if near else None

    def _near(self, word: str, limit: int, letter: str) -> list[tuple[int, bool, int, str]]:
        """How far known words with this first letter are, and how they rank, the best lowest."""
        return [
            (int(distance), letter != word[0], -self._facts[self._tokens[name]], name)
            for size in range(max(SHORTEST, len(word) - limit), len(word) + limit + 1)
            for name, distance, _ in process.extract(
                word,
                self._similar.get((size, letter), ()),
                scorer=OSA.distance,
                score_cutoff=limit,
                limit=None,
            )
        ]


def clean(text: str) -> str:
    """The first part of a typed text, with a space for each control or format character."""
    return "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text[:MAX_TYPED]
    )


def strict_tokens(text: str) -> tuple[str, ...]:
    """The tokens of a typed text as they stand: nothing is corrected or left out."""
    words = query_words(clean(text))
    return tuple(dict.fromkeys(word.token for word in words))[:MAX_TOKENS]


def ask(text: str, lexicon: Lexicon) -> Question:
    """Read a typed text: which tokens to search, and what was made of the rest."""
    text = clean(text)
    words: dict[str, Word] = {}
    corrected: dict[str, str] = {}
    unknown: dict[str, Word] = {}
    for word in list({word.token: word for word in query_words(text)}.values())[:MAX_TOKENS]:
        if lexicon.facts(word.token):
            words.setdefault(word.token, word)
            continue
        may_correct = len(unknown) + len(corrected) < MAX_CORRECTIONS
        meant = lexicon.nearest(word.folded) if may_correct else None
        if meant is None:
            unknown[word.token] = word
        else:
            token = lexicon.token(meant)
            corrected[word.typed] = meant
            words.setdefault(token, Word(word.typed, meant, token))
    return Question(
        tuple(words.values()),
        corrected,
        as_typed(unknown.values(), covered_by=words),
        asks_quantity(text),
    )


def expression(tokens: Iterable[str]) -> str:
    """An FTS5 question for facts that hold all tokens; each is quoted, so it is only a token."""
    return " AND ".join(quoted(token) for token in tokens)


def _saying(phrases: Sequence[str]) -> str:
    """A question for facts with some phrases in their words. A figure of that very number is none
    of them: it has the amount, or its number is one of something else."""
    numbers = [token for token in phrases[0].split() if token[0].isdigit()]
    measured = _any([number_label(Decimal(token)) for token in numbers])
    return f"(({{what quote}} : ({expression(phrases)})) NOT {measured})"


def _any(tokens: Sequence[str]) -> str:
    """A question for any of some tokens."""
    return f"({' OR '.join(map(quoted, tokens))})" if len(tokens) > 1 else quoted(tokens[0])


def quoted(token: str) -> str:
    """A token as FTS5 takes it, whatever is in it."""
    return '"' + token.replace('"', '""') + '"'


def as_typed(words: Iterable[Word], covered_by: Iterable[str] = ()) -> tuple[str, ...]:
    """Words as they were typed: pairs of CJK characters that overlap are put together again.

    Of these, characters of the tokens in `covered_by` are left out.
    """
    covered = {sign for token in covered_by if has_cjk(token) for sign in token}
    found: list[str] = []
    run = ""
    for word in (*words, None):
        if word is not None and run and has_cjk(word.token) and run[-1] == word.token[0]:
            run += word.token[1:]
            continue
        found += "".join(sign if sign not in covered else " " for sign in run).split()
        run = ""
        if word is not None and has_cjk(word.token):
            run = word.token
        elif word is not None:
            found.append(word.typed)
    return tuple(dict.fromkeys(found))
