"""Names as sequences of tokens, and the places where a text has them, with words between.

Each name is looked for where its rarest token stands, so that a text takes time by its own length
and not by the number of names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.store.text import Placed

Section = Literal["people", "topics", "measures", "happenings"]
Owner = tuple[Section, str]
Places = Mapping[str, Sequence[int]]
"""Where in a text's words each token stands."""

MOST = 4
"""A name is found in one sentence so many times at most."""
PERSON: Final = "@"
"""What the tokens of people begin with."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one key. `people` are those in it; `exact` is how it must be written.

    `label` says that it is the key's own name in some language, `ordered` that it names two of
    which it matters who comes first ("Russia's share of China's oil"), `proper` that it has a
    capital that is not a label's first letter, `free` that its words may come in any order.
    """

    owner: Owner
    tokens: tuple[str, ...]
    chinese: bool
    people: tuple[str, ...] = ()
    label: bool = False
    ordered: bool = False
    exact: str | None = None
    proper: bool = False
    free: bool = False

    @property
    def things(self) -> tuple[str, ...]:
        """Its tokens without the people."""
        return tuple(token for token in self.tokens if not token.startswith(PERSON))


class NameIndex:
    """Names by the token of each that the fewest names have."""

    def __init__(self, names: Sequence[Name], gaps: tuple[int, int]) -> None:
        self._gaps = gaps
        often = Counter(token for name in names for token in set(name.tokens))
        filed: defaultdict[str, dict[Name, None]] = defaultdict(dict)
        for name in names:
            if name.tokens:
                filed[min(name.tokens, key=often.__getitem__)].setdefault(name)
        self._filed = {token: tuple(found) for token, found in filed.items()}

    def find(self, words: Sequence[Placed], places: Places) -> Iterator[tuple[Name, int, int]]:
        """Every name in a text, with its first and its last word."""
        for token in places:
            for name in self._filed.get(token, ()):
                yield from found_in(name, words, places, self._gaps)


def found_in(
    name: Name, words: Sequence[Placed], places: Places, gaps: tuple[int, int]
) -> Iterator[tuple[Name, int, int]]:
    """Where a text has a name: its first and its last word, at most `MOST` times.

    `gaps` are how many other words may stand between two of its words, and Chinese characters.
    """
    if not all(part in places for part in name.tokens):
        return
    if name.free:
        spots = [places[token][0] for token in name.tokens]
        yield name, min(spots), max(spots)
        return
    found = 0
    for first in places[name.tokens[0]]:
        last = _follow(name, first, words, gaps)
        if last is None or not _is_written(name, words[first]):
            continue
        yield name, first, last
        found += 1
        if found == MOST:
            return


def _follow(name: Name, first: int, words: Sequence[Placed], gaps: tuple[int, int]) -> int | None:
    """Where a name that begins at a word ends; None where it does not go on."""
    last = first
    for token in name.tokens[1:]:
        gap = gaps[words[last].kind == "cjk"]
        for place in range(last + 1, min(last + 2 + gap, len(words))):
            if words[place].token == token:
                last = place
                break
            if words[place].token.startswith(PERSON):
                return None
        else:
            return None
    return last


def places_of(words: Sequence[Placed]) -> Places:
    """The places of each token."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        found[word.token].append(place)
    return found


def _is_written(name: Name, word: Placed) -> bool:
    return name.exact is None or word.typed in (name.exact, name.exact.upper())
