"""Walks drafts, and gathers of all articles together what one alone does not know."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, repeat
from typing import get_args

from bot.corpus.model import Kind, Vocabulary, public_id
from bot.store.draft import Draft
from bot.store.grouping import Account, When
from bot.store.indexing import Indexer, has_names, names
from bot.store.inserting import insert
from bot.store.keys import FacetKeys, Numbers
from bot.store.met import Met
from bot.store.terms import Terms

NAMED = 200
"""Of so many things the names are looked at together."""

# Facts arrive in the order of the files and are written by importance, which is known last. In
# between they lie in a file that SQLite deletes when it opens it, so that none is left behind.
TABLES = """
    CREATE TEMP TABLE draft_fact (
        place INTEGER PRIMARY KEY, article INTEGER, what TEXT, quote TEXT, source TEXT,
        public_id TEXT, kind TEXT, seal TEXT, document TEXT
    );
"""


class Gathered:
    """Takes drafts in the order of their files, and lays their facts by."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.accounts: list[Account] = []
        self.keys = FacetKeys()
        self.labels = Labels()
        self.met = Met()
        self.words: set[str] = set()
        """All words that were met, each as a draft has it."""
        self.abouts: list[tuple[str, str | None]] = []
        """What all facts of each article have in their source column, and its person's key."""
        self._dates: dict[tuple[object, ...], When] = {}
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
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
        self.words.update(draft.words.split())
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
        dates, spans = self._dates, self._spans
        for order, (kind, told) in enumerate(zip(kinds, draft.told), len(self.accounts)):
            written, days, derived, happening, measure, speaker = told
            when = None
            if written is not None:  # one object for all facts that have it
                when = dates.get(written) or dates.setdefault(written, When(*written))
            if days is not None:
                days = spans.setdefault(days, days)
            yield Account(order, place, kind, when, days, derived, happening, measure, speaker)


class Labels:
    """What facts are labelled with. Labels are numbers here, so that each is held once."""

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._uses: list[int] = []
        # The labels of all facts one after the other, and where each fact's begin.
        self._marks = array("I")
        self._starts = array("I", [0])

    def add(
        self, labels: Iterable[str], uses: Iterable[int], marks: Sequence[Sequence[int]]
    ) -> None:
        """Take down the labels of the next article's facts, in the order of the files."""
        numbers = list(map(self._numbers.__getitem__, labels))
        self._uses += repeat(0, len(self._numbers) - len(self._uses))
        for number, used in zip(numbers, uses):
            self._uses[number] += used
        self._starts.extend(accumulate(map(len, marks), initial=self._starts.pop()))
        self._marks.extend(map(numbers.__getitem__, chain.from_iterable(marks)))

    def of(self, fact: int) -> array[int]:
        """The labels of a fact, by its place in the order of the files."""
        return self._marks[self._starts[fact] : self._starts[fact + 1]]

    def terms(self, vocabulary: Vocabulary, words: dict[str, str]) -> tuple[Terms, dict[str, str]]:
        """What stands for names, as terms of their tokens; and each label's term or token.

        The words of the names are added to `words`.
        """
        terms, indexer = Terms(), Indexer()
        written = {label: label for label in self._numbers}
        named = iter([label for label in self._numbers if has_names(label)])
        while some := list(islice(named, NAMED)):
            tokens = indexer.columns((names(label, vocabulary) for label in some), words)
            for label, of_names in zip(some, tokens, strict=True):
                written[label] = terms.term(of_names)
                terms.count({written[label]: self._uses[self._numbers[label]]})
        return terms, written
