"""What one article brings to a compile, so that it need not be made again while it stays.

A draft depends on nothing but the article's file and its seals: not on the vocabulary, so that
what its facts refer to stands in it by key, nor on other articles, so that numbers in it are its
own. It is kept as JSON behind a checksum.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from itertools import chain

from pydantic import TypeAdapter

from bot.corpus.model import Key

DRAFT = 2
"""Raise it with every change to what a draft holds, or to what it is made from: kept ones go."""


Told = tuple[
    tuple[int, int, int, bool, str, bool, str | None] | None,
    tuple[int, int] | None,
    bool,
    Key | None,
    Key | None,
    Key | None,
]
"""What lists must know of a fact: the fields of its `Account` from `when` on."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article's part of a compile. The columns from `ids` on are its facts', in their order.

    `published` is the last day on which it can have come out, as an ordinal, and whether it says
    so itself; `names` are what it goes by, `sizes` how many events, figures and quotes it has.
    `retired` are ids within the article, as `ids` are.

    Of the index of words: `words` are all words met, with spaces between them, each with its token
    behind an equals sign where that is another; `about` are the tokens that all facts have in
    their source column, beside the names of the article's `person`; `whats`, `quotes` and
    `sources` are each fact's own tokens. What a fact is labelled with are `marks`: places in
    `labels`, which are in the order in which the facts, and after the first one the article's
    person, mention them. What labels are says indexing.py.
    `uses` says how often each is counted.

    What a fact is found by are `found`: places in `keys`, each a facet and a key with a slash
    between them.
    """

    id: str
    document: str
    opinion: bool
    person: Key | None
    names: tuple[str, ...]
    published: tuple[int, bool]
    sizes: tuple[int, int, int]
    retired: tuple[Key, ...]
    words: str
    about: str
    labels: tuple[str, ...]
    uses: tuple[int, ...]
    keys: tuple[str, ...]
    ids: tuple[str, ...]
    seals: tuple[str | None, ...]
    documents: tuple[str, ...]
    told: tuple[Told, ...]
    whats: tuple[str, ...]
    quotes: tuple[str, ...]
    sources: tuple[str, ...]
    marks: tuple[tuple[int, ...], ...]
    found: tuple[tuple[int, ...], ...]

    def to_bytes(self) -> bytes:
        """The draft to keep."""
        body = _adapter().dump_json(self)
        return _head(body) + body

    @classmethod
    def from_bytes(cls, data: bytes) -> Draft:
        """A kept draft; raises `ValueError` where it is damaged, or of another `DRAFT`."""
        head, end, body = data.partition(b"\n")
        if head + end != _head(body):
            raise ValueError("a kept draft is damaged, or of another version")
        draft = _adapter().validate_json(body, strict=True)
        _check(draft)
        return draft


def _head(body: bytes) -> bytes:
    return b"draft %d %08x\n" % (DRAFT, zlib.crc32(body))


@cache
def _adapter() -> TypeAdapter[Draft]:
    return TypeAdapter(Draft)


def _check(draft: Draft) -> None:
    """Raise `ValueError` where a draft's columns do not fit together."""
    columns = (
        draft.seals,
        draft.documents,
        draft.told,
        draft.whats,
        draft.quotes,
        draft.sources,
        draft.marks,
        draft.found,
    )
    facts = len(draft.ids)
    if facts != sum(draft.sizes) or any(len(column) != facts for column in columns):
        raise ValueError("a kept draft has columns of different lengths")
    for table, places in ((draft.labels, draft.marks), (draft.keys, draft.found)):
        met = set(chain.from_iterable(places))
        if not met.issubset(range(len(table))):
            raise ValueError("a kept draft refers to what it does not hold")
    if len(draft.uses) != len(draft.labels):
        raise ValueError("a kept draft has columns of different lengths")
