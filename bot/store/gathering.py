"""Walks drafts, and gathers of all articles together what one alone does not know."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from typing import get_args

from bot.corpus.dates import Edtf, parse_edtf
from bot.corpus.model import Kind, Vocabulary, public_id
from bot.store.draft import Draft
from bot.store.grouping import Account
from bot.store.indexing import Indexer, is_token, names
from bot.store.inserting import insert
from bot.store.keys import FacetKeys
from bot.store.met import Met
from bot.store.terms import Terms

# Facts arrive in the order of the files and are written by importance, which is known last. In
# between they lie in a file that SQLite deletes when it opens it, so that none is left behind.
TABLES = """
    CREATE TEMP TABLE draft_fact (
        place INTEGER PRIMARY KEY, article INTEGER, what TEXT, quote TEXT, source TEXT,
        public_id TEXT, kind TEXT, seal TEXT, document TEXT
    );
    CREATE TEMP TABLE label (place INTEGER PRIMARY KEY, labels TEXT);
    CREATE TEMP TABLE about (article INTEGER PRIMARY KEY, about TEXT);
    CREATE TEMP TABLE draft_word (word TEXT, token TEXT);
    CREATE TEMP TABLE rank (fact INTEGER PRIMARY KEY, place INTEGER);
"""


class Gathered:
    """Takes drafts in the order of their files, and lays their facts by."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.accounts: list[Account] = []
        self.keys = FacetKeys()
        self.labels = Labels()
        self.met = Met()
        self.words: dict[str, str] = {}
        self.abouts: list[tuple[str, str | None]] = []
        """What all facts of each article have in their source column, and its person's key."""
        self._dates: dict[str, Edtf] = {}
        self._database = database

    def add_all(self, drafts: Iterable[Draft]) -> None:
        """Walk the drafts, once. A draft is let go of before the next one is asked for."""
        retired: set[tuple[str]] = set()
        for draft in drafts:
            retired |= {(public_id(draft.id, key),) for key in draft.retired}
            self._add(draft)
            del draft
        insert(self._database, "retired", sorted(retired))

    def _add(self, draft: Draft) -> None:
        place, first = len(self.abouts), len(self.accounts)
        self.met.add(draft)
        self.keys.add(draft.id, draft.keys, draft.found)
        self.labels.add(draft.labels, draft.uses, draft.marks)
        self.words.update(draft.words)
        self.abouts.append((draft.about, draft.person))
        kinds = [kind for kind, size in zip(get_args(Kind), draft.sizes) for _ in range(size)]
        self.accounts += self._accounts(place, kinds, draft)
        insert(self._database, "article", [(place, draft.id, draft.document, *draft.sizes)])
        facts = zip(
            range(first, len(self.accounts)),
            [place] * len(kinds),
            draft.whats,
            draft.quotes,
            draft.sources,
            [public_id(draft.id, key) for key in draft.ids],
            kinds,
            draft.seals,
            draft.documents,
            strict=True,
        )
        insert(self._database, "temp.draft_fact", facts)

    def _accounts(self, place: int, kinds: list[Kind], draft: Draft) -> Iterator[Account]:
        for order, (kind, told) in enumerate(zip(kinds, draft.told), len(self.accounts)):
            when, first, last, derived, happening, measure, speaker = told
            dated, days = (None, None) if when is None else (self._date(when), (first, last))
            yield Account(order, place, kind, dated, days, derived, happening, measure, speaker)

    def _date(self, text: str) -> Edtf:
        """A date, one object for all facts that have it."""
        if text not in self._dates:
            self._dates[text] = parse_edtf(text)
        return self._dates[text]


class Labels:
    """What facts are labelled with. Labels are numbers here, so that each is held once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uses: list[int] = []
        # The labels of all facts one after the other, and where each fact's begin.
        self._marks = array("I")
        self._starts = array("I", [0])

    def add(
        self, labels: Iterable[str], uses: Iterable[int], marks: Iterable[Iterable[int]]
    ) -> None:
        """Take down the labels of the next article's facts, in the order of the files."""
        numbers = []
        for label, used in zip(labels, uses, strict=True):
            number = self._numbers.setdefault(label, len(self._uses))
            if number == len(self._uses):
                self._uses.append(0)
            self._uses[number] += used
            numbers.append(number)
        for places in marks:
            self._marks.extend(map(numbers.__getitem__, places))
            self._starts.append(len(self._marks))

    def of(self, fact: int) -> array[int]:
        """The labels of a fact, by its place in the order of the files."""
        return self._marks[self._starts[fact] : self._starts[fact + 1]]

    def terms(self, vocabulary: Vocabulary, words: dict[str, str]) -> tuple[Terms, dict[str, str]]:
        """What stands for names, as terms of their tokens; and each label's term, or token.

        The words of the names are added to `words`.
        """
        terms = Terms()
        named = [label for label in self._numbers if not is_token(label)]
        texts = (names(label, vocabulary) for label in named)
        tokens = Indexer().columns(texts, words) if named else []
        written = {label: label for label in self._numbers}
        for label, of_names in zip(named, tokens, strict=True):
            written[label] = terms.term(of_names)
            terms.count({written[label]: self._uses[self._numbers[label]]})
        return terms, written
