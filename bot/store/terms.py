"""Names in the index of words: a term for all names of a thing, and which words lead to it.

A fact refers to a topic, people, a month and more, with some forty words of names each. Its
columns hold a term for each of them instead, and whoever asks for a word of a name asks for the
terms that it leads to, too. A word of very many names leads to those of the most facts only; the
facts of the others hold the word itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

LEADS = 8
"""So many terms a word leads to at most: each is one more list that a question walks along."""
WORTH = 8
"""A term in fewer facts is not worth a place in memory."""


class Terms:
    """Hands out terms, counts the facts that have them, and then says how to write these."""

    def __init__(self) -> None:
        self._tokens: dict[str, str] = {}
        self._uses: Counter[str] = Counter()

    def term(self, tokens: str) -> str:
        """A new term for something with these tokens in its names, with spaces between them."""
        term = f".{len(self._tokens)}"  # no word begins with a point
        self._tokens[term] = tokens
        return term

    def count(self, terms: Iterable[str] | Mapping[str, int]) -> None:
        """Take down what one more fact has, or how many have each."""
        self._uses.update(terms)

    def leads(self) -> dict[str, list[str]]:
        """The terms that tokens lead to, those of the most facts first."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        often = (term for term in self._tokens if self._uses[term] >= WORTH)
        for term in sorted(often, key=lambda term: -self._uses[term]):
            for token in dict.fromkeys(self._tokens[term].split()):
                if len(found[token]) < LEADS:
                    found[token].append(term)
        return dict(found)

    def written(self, leads: Mapping[str, Iterable[str]]) -> dict[str, str]:
        """What stands for each term in a fact: itself, and what does not lead to it."""
        led: defaultdict[str, set[str]] = defaultdict(set)
        for token, terms in leads.items():
            for term in terms:
                led[term].add(token)
        return {
            term: " ".join(
                [
                    *([term] if term in led else []),
                    *(token for token in dict.fromkeys(tokens.split()) if token not in led[term]),
                ]
            )
            for term, tokens in self._tokens.items()
        }
