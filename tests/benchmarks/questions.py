"""Questions as people would ask them of a corpus: drawn by seed, the frequent ones often."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Literal, TypeVar, get_args

from bot.store.facts import FactStore
from bot.store.models import ChoiceKind
from bot.store.text import fold, is_stop_word

Command = Literal[
    "timeline", "figures", "quote", "onthisday", "search", "article", "fact", "help", "autocomplete"
]
COMMANDS: tuple[Command, ...] = get_args(Command)

_ALL = 10**6
_ARTICLES, _OF_EACH = 400, 5
"""From so many articles, so many facts of each are asked for by id, and by their words."""
_LEAP_YEAR = 2024
_SLIPS = 0.05
_LONGEST_TYPED = 7
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Ask:
    """A slash command with its options; with `focused`, that option is only being typed."""

    command: str
    options: tuple[tuple[str, str], ...] = ()
    focused: str | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """What can be asked of a corpus. Keys and labels are in the order of their use."""

    keys: dict[ChoiceKind, tuple[str, ...]]
    labels: dict[ChoiceKind, tuple[str, ...]]
    facts: tuple[str, ...]
    texts: tuple[str, ...]
    years: tuple[int, int]


def material(store: FactStore, seed: int) -> Material:
    """What can be asked of an open facts database."""
    chance = Random(seed)
    kinds: tuple[ChoiceKind, ...] = get_args(ChoiceKind)
    choices = {kind: store.choices.suggest(kind, "", _ALL) for kind in kinds}
    articles = [choice.key for choice in choices["article"]]
    told = [
        found
        for article in chance.sample(articles, min(len(articles), _ARTICLES))
        for found in store.suggest_ids(f"{article}/", _OF_EACH if len(articles) > 50 else 60)
    ]
    return Material(
        {kind: tuple(choice.key for choice in choices[kind]) for kind in kinds},
        {kind: tuple(choice.label for choice in choices[kind]) for kind in kinds},
        tuple(found.id for found in told),
        tuple(found.what for found in told if found.what),
        (int((store.first or "1950")[:4]), int((store.last or "2026")[:4])),
    )


class Questions:
    """An endless supply; a key's chance falls with its rank by use, by Zipf's law."""

    def __init__(self, material: Material, seed: int) -> None:
        self._material = material
        self._chance = Random(f"{seed}/questions")
        self._weights = [1 / rank for rank in range(1, 1 + max(map(len, material.keys.values())))]
        self._sums = list(accumulate(self._weights))

    def draw(self, command: Command, count: int) -> list[Ask]:
        """Some questions of one command."""
        return [getattr(self, f"_{command}")() for _ in range(count)]

    def _timeline(self) -> Ask:
        return Ask("timeline", (("topic", self._key("topic")), *self._since()))

    def _figures(self) -> Ask:
        return Ask("figures", (("what", self._key("measure")), *self._since()))

    def _quote(self) -> Ask:
        options = [("speaker", self._key("speaker"))]
        if self._chance.random() < 0.3:
            options.append(("topic", self._key("topic")))
        return Ask("quote", tuple(options))

    def _onthisday(self) -> Ask:
        month = self._chance.randint(1, 12)
        day = self._chance.randint(1, calendar.monthrange(_LEAP_YEAR, month)[1])
        return Ask("onthisday", (("day", f"{day} {calendar.month_name[month]}"),))

    def _search(self) -> Ask:
        """One to three words of one fact; one word in twenty with a slip of the finger."""
        words: list[str] = []
        while not words:
            words = self._words()
        count = min(len(words), self._chance.choices((1, 2, 3), (4, 4, 2))[0])
        start = self._chance.randint(0, len(words) - count)
        query = " ".join(map(self._slipped, words[start : start + count]))
        return Ask("search", (("query", query),))

    def _article(self) -> Ask:
        return Ask("article", (("article", self._key("article")),))

    def _fact(self) -> Ask:
        return Ask("fact", (("id", self._chance.choice(self._material.facts)),))

    def _help(self) -> Ask:
        return Ask("help")

    def _autocomplete(self) -> Ask:
        """The beginning of a name, or of a fact's id or words."""
        options: tuple[tuple[str, str, ChoiceKind | None], ...] = (
            ("timeline", "topic", "topic"),
            ("timeline", "person", "person"),
            ("figures", "what", "measure"),
            ("quote", "speaker", "speaker"),
            ("article", "article", "article"),
            ("fact", "id", None),
        )
        command, option, kind = self._chance.choice(options)
        typed = self.typed(kind)
        return Ask(command, ((option, typed),), focused=option)

    def typed(self, kind: ChoiceKind | None) -> str:
        """What somebody has typed so far of a name, or with None of a fact's id or words."""
        if kind is not None:
            text = self._zipf(self._material.labels[kind])
        elif self._chance.random() < 0.5:
            text = self._chance.choice(self._material.facts)
        else:
            text = self._search().options[0][1]
        return text[: self._chance.randint(0, min(len(text), _LONGEST_TYPED))].lower()

    def _key(self, kind: ChoiceKind) -> str:
        return self._zipf(self._material.keys[kind])

    def _zipf(self, items: Sequence[_T]) -> _T:
        return self._chance.choices(items, cum_weights=self._sums[: len(items)])[0]

    def _since(self) -> list[tuple[str, str]]:
        """In two questions of three, from some year on, and in half of these up to another."""
        first, last = self._material.years
        if self._chance.random() < 1 / 3:
            return []
        start = self._chance.randint(first, last)
        if self._chance.random() < 0.5:
            return [("from", str(start))]
        return [("from", str(start)), ("to", str(self._chance.randint(start, last)))]

    def _words(self) -> list[str]:
        words = (word.strip(".,;:'’") for word in self._chance.choice(self._material.texts).split())
        return [word for word in words if len(word) > 2 and not is_stop_word(fold(word))]

    def _slipped(self, word: str) -> str:
        if len(word) < 5 or self._chance.random() > _SLIPS:
            return word
        place = self._chance.randint(1, len(word) - 2)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
