"""The names of all keys, laid down at compile time so that autocomplete reads and never sorts.

A kind's names are two texts and arrays of places in them: there is no object for each name, a
file opens in the time that it takes to read them, and their size is that of the names.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.corpus.model import Article, Labels, Term, Vocabulary
from bot.store.bits import packed_numbers, unpacked_numbers
from bot.store.models import ChoiceKind
from bot.store.text import plain

Named = tuple[str, tuple[str, ...]]
"""A key and its names, its labels first."""
LANGUAGES = tuple(Labels.model_fields)
"""The codes of the languages that a term has labels in, in the order in which names begin."""
Uses = Mapping[ChoiceKind, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one kind's keys, the most used key first; a rank is a place in that order.

    `shown` has a block of lines a key: the key, its label in each of the `LANGUAGES` (empty where
    it is the first one's), and its names as they are written.
    `folded` has the same names folded, in the same order, after a first empty line: " name". So
    "\\n start" stands where a name begins so, and " start" where a word does. Names that fold to
    nothing, or to another of the key's names, are left out.

    All else are places in these texts. `shown_blocks` and `folded_blocks`: where each key's lines
    begin, and at last the end. `names`: where names begin; `by_name`: these in the order of the
    names; `own_names`: those alone that are a key or its labels. `by_word`: where words begin, in
    the order of the names from there on; beside it `names_by_word`, the number of each word's name
    in `names`. `words` (each word once) and `phrases` (each name of several words
    once) go by their length, then by how they begin; `words_back` and `phrases_back` by their
    length, then by how they end, read backwards; the words of a length are those from
    `word_sizes[length]` to before `word_sizes[length + 1]`.
    """

    shown: str
    folded: str
    shown_blocks: array[int]
    folded_blocks: array[int]
    names: array[int]
    by_name: array[int]
    own_names: array[int]
    by_word: array[int]
    names_by_word: array[int]
    words: array[int]
    words_back: array[int]
    word_sizes: array[int]
    phrases: array[int]
    phrases_back: array[int]
    phrase_sizes: array[int]

    def row(self) -> tuple[str | bytes, ...]:
        """The columns that `COLUMNS` names; numbers are little-endian, of 32 bits."""
        numbers = (packed_numbers(getattr(self, name)) for name in COLUMNS[2:])
        return (self.shown, self.folded, *numbers)

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Names:
        """The names that a row holds; raises `TypeError` or `ValueError` when it holds none."""
        shown, folded, *numbers = row
        return cls(shown, folded, *map(unpacked_numbers, numbers))


COLUMNS = (
    "shown",
    "folded",
    "shown_blocks",
    "folded_blocks",
    "names",
    "by_name",
    "own_names",
    "by_word",
    "names_by_word",
    "words",
    "words_back",
    "word_sizes",
    "phrases",
    "phrases_back",
    "phrase_sizes",
)
"""The fields of `Names` in their order, which are the columns of the table."""


def all_names(
    vocabulary: Vocabulary, articles: Iterable[Named], authors: Collection[str], uses: Uses
) -> dict[ChoiceKind, Names]:
    """The names of all keys that can be chosen; `authors` are the articles', by their keys.

    `uses` says how many rows hold each key, or articles a happening. People and speakers are those
    that it names, and authors speak; of the other kinds all of the vocabulary's keys can be chosen.
    """
    people, topics, measures = vocabulary.people, vocabulary.topics, vocabulary.measures
    spoken_of, speakers = uses.get("person", {}), {*uses.get("speaker", ()), *authors}
    found: dict[ChoiceKind, Iterable[Named]] = {
        "topic": _terms(topics),
        "measure": _terms(measures),
        "happening": _terms(vocabulary.happenings),
        "person": _terms({key: people[key] for key in people if key in spoken_of}),
        "speaker": _terms({key: people[key] for key in people if key in speakers}),
        "article": articles,
    }
    fold = cache(plain)  # speakers are people, and both have the same names
    return {
        kind: lay_down(
            named, uses.get(kind, {}), fold, labels=1 if kind == "article" else len(LANGUAGES)
        )
        for kind, named in found.items()
    }


def lay_down(
    found: Iterable[Named],
    uses: Mapping[str, int],
    fold: Callable[[str], str] = plain,
    *,
    labels: int = 1,
) -> Names:
    """The names of keys, the most used first, else in the order given. The first of a key's names
    are its labels, so many."""
    shown, folded = _Text(""), _Text("\n")
    names: dict[int, str] = {}
    own: set[int] = set()
    for key, written in sorted(found, key=lambda item: -uses.get(item[0], 0)):
        once: dict[str, str] = {}
        for name in (*written, key):
            if plain_name := fold(name):
                once.setdefault(plain_name, name)
        shown.add((key, *_labels(written[:labels]), *once.values()))
        its_own = {fold(name) for name in (*written[:labels], key)}
        for plain_name in once:
            place = folded.add_line(" " + plain_name) + 1
            names[place] = plain_name
            if plain_name in its_own:
                own.add(place)
        folded.end_block()
    places, numbers, rests = array("I"), array("I"), []
    for number, (place, name) in enumerate(names.items()):
        for start in _word_starts(name):
            places.append(place + start)
            numbers.append(number)
            rests.append(name[start:])
    order = sorted(range(len(rests)), key=rests.__getitem__)
    by_word = array("I", map(places.__getitem__, order))
    by_name = array("I", filter(names.__contains__, by_word))
    words = {rests[number].partition(" ")[0]: places[number] for number in order}
    phrases = {names[place]: place for place in by_name if " " in names[place]}
    return Names(
        shown.text(),
        folded.text(),
        shown.blocks,
        folded.blocks,
        array("I", names),
        by_name,
        array("I", filter(own.__contains__, by_name)),
        by_word,
        array("I", map(numbers.__getitem__, order)),
        *_alike(words),
        *_alike(phrases),
    )


def _labels(written: Sequence[str]) -> Iterator[str]:
    """A line for each language: its label, empty where that is the first one."""
    first, *others = written
    yield first
    for number in range(len(LANGUAGES) - 1):
        label = others[number] if number < len(others) else first
        yield label if label != first else ""


class _Text:
    """Blocks of lines put together, and where each begins."""

    def __init__(self, head: str) -> None:
        self._lines = [head]
        self._size = len(head)
        self.blocks = array("I", [self._size])

    def add(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.add_line(line)
        self.end_block()

    def add_line(self, line: str) -> int:
        """Add a line to the block; where it begins."""
        place = self._size
        self._lines += line, "\n"
        self._size += len(line) + 1
        return place

    def end_block(self) -> None:
        self.blocks.append(self._size)

    def text(self) -> str:
        return "".join(self._lines)


def _word_starts(name: str) -> Iterator[int]:
    yield 0
    start = name.find(" ") + 1
    while start:
        yield start
        start = name.find(" ", start) + 1


def _alike(places: Mapping[str, int]) -> tuple[array[int], array[int], array[int]]:
    """Names, given in their order, by length and start, by length and end, and the lengths."""
    backward = sorted(places, key=lambda name: name[::-1])
    sizes = array("I")
    forward = sorted(places, key=len)
    for number, name in enumerate(forward):
        sizes.extend([number] * (len(name) + 1 - len(sizes)))
    sizes.append(len(forward))
    return (
        array("I", map(places.__getitem__, forward)),
        array("I", map(places.__getitem__, sorted(backward, key=len))),
        sizes,
    )


def _terms(terms: Mapping[str, Term]) -> Iterator[Named]:
    for key, term in terms.items():
        yield key, (*(getattr(term, language) for language in LANGUAGES), *term.aliases)


def article_names(article: Article) -> Named:
    """An article's id and the names that it goes by."""
    others = (article.short, article.title, article.author, article.outlet)
    return article.id, (f"{article.short} ({article.id})", *(name for name in others if name))
