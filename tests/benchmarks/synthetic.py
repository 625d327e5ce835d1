"""A made-up corpus of any size, the same for a seed everywhere, with the skew of real facts.

Lengths and shares are those of the bundled facts (words of `what`, `quote` and notes, topics and
people a fact, kinds, statuses), but for dates, of which real quotes have few: here 9 in 10 facts
are dated. Facts are made an article at a time and never held together.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from bot.corpus.model import Article, ArticleFile, Event, Figure, Quote, Vocabulary
from tests.benchmarks.dates import a_date, a_day, around
from tests.benchmarks.language import Language, slug
from tests.benchmarks.vocabulary import language, vocabulary

FACTS = 50
"""About how many facts an article has."""
FAR = 200
"""Articles that tell one happening lie at most so far apart."""


def articles(n_facts: int, seed: int) -> Iterator[ArticleFile]:
    """The articles of a corpus of exactly so many facts, which refer to `vocabulary`."""
    count = max(1, n_facts // FACTS)
    chance = Random(f"{seed}/{n_facts}/articles")
    cuts = [place * n_facts // count for place in range(count + 1)]
    spread = FACTS // 5
    cuts[1:-1] = [cut + chance.randint(-spread, spread) for cut in cuts[1:-1]]
    desk = _Desk(vocabulary(n_facts, seed), language(n_facts, seed), chance)
    news = _News(list(desk.vocabulary.happenings), count, chance)
    for place in range(count):
        yield desk.file(place, cuts[place + 1] - cuts[place], news.told_by(place))


@dataclass(frozen=True, slots=True, order=True)
class _Happening:
    """A happening, and the day that it was on."""

    key: str
    day: tuple[int, int, int]


class _News:
    """Which article tells which happenings: each is told by one to six, more often by few."""

    def __init__(self, keys: Sequence[str], articles: int, chance: Random) -> None:
        self._keys = keys
        self._articles = articles
        self._chance = chance
        self._due: list[tuple[int, _Happening]] = []

    def told_by(self, place: int) -> list[_Happening]:
        """The happenings that the next article tells; ask for one article after the other."""
        keys, articles, chance = self._keys, self._articles, self._chance
        far = min(FAR, articles - 1 - place)
        for key in keys[place * len(keys) // articles : (place + 1) * len(keys) // articles]:
            happening = _Happening(key, a_day(chance))
            [tellings] = chance.choices(range(1, 7), (30, 30, 18, 11, 7, 4))
            others = chance.sample(range(1, far + 1), min(tellings - 1, far))
            for distance in (0, *others):
                heapq.heappush(self._due, (place + distance, happening))
        told = []
        while self._due and self._due[0][0] == place:
            told.append(heapq.heappop(self._due)[1])
        return told


class _Skewed:
    """Keys of which the first are used most, by Zipf's law."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        self._uses = list(accumulate(rank**-1.1 for rank in range(1, len(keys) + 1)))

    def some(self, chance: Random, count: int) -> list[str]:
        return chance.choices(self._keys, cum_weights=self._uses, k=count)


class _Desk:
    """Makes one article after the other."""

    def __init__(self, vocabulary: Vocabulary, language: Language, chance: Random) -> None:
        self.vocabulary = vocabulary
        self.language = language
        self.chance = chance
        self.topics = _Skewed(list(vocabulary.topics))
        self.people = _Skewed(list(vocabulary.people))
        self.measures = _Skewed(list(vocabulary.measures))
        self._authors = [key for key, one in vocabulary.people.items() if one.kind == "person"]

    def file(self, place: int, size: int, told: list[_Happening]) -> ArticleFile:
        """An article with so many facts, some of which are accounts of what it tells."""
        chance = self.chance
        events, figures = round(size * 0.39), round(size * 0.2)
        accounts = dict(zip(chance.sample(range(events), min(events, len(told))), told))
        for happening in told:
            if chance.random() < 0.3:
                accounts.setdefault(events + int(chance.random() * (size - events)), happening)
        make = _Facts(self, accounts)
        return ArticleFile(
            format="1",
            article=self._article(place),
            events=tuple(make.event() for _ in range(events)),
            figures=tuple(make.figure() for _ in range(figures)),
            quotes=tuple(make.quote() for _ in range(size - events - figures)),
        )

    def note(self) -> dict[str, Any]:
        """A note as long as real ones."""
        chance, language = self.chance, self.language
        return {
            "text": language.filler(chance, _near(chance, 23, 8.5, 9, 48)),
            "source": language.filler(chance, _near(chance, 7.5, 4.5, 2, 20)),
        }

    def _article(self, place: int) -> Article:
        chance, language = self.chance, self.language
        year, month, day = a_day(chance)
        person = chance.choice(self._authors) if self._authors and chance.random() < 0.6 else None
        author = self.vocabulary.people[person].en if person else None
        short = author.split()[-1] if author else "Unsigned"
        published = (f"{year}-{month:02}-{day:02}", f"{year}-{month:02}~", f"{year}", None)
        [date] = chance.choices(published, (5, 3, 1, 1))
        return Article.model_validate(
            {
                "id": f"{slug(short, 20)}-{year}-{place}",
                "short": short,
                "title": language.text(chance, 10),
                "author": author,
                "person": person,
                "author_role": language.filler(chance, 12) if person else None,
                "kind": chance.choice(("opinion", "analysis", "news", "report")),
                "kind_why": language.filler(chance, 20),
                "outlet": language.text(chance, 2),
                "language": "en",
                "published": {
                    "date": date,
                    "basis": "inferred" if date else "filed",
                    "why": language.filler(chance, 30),
                    "filed_as": None if date else str(year),
                },
                "coverage": "full",
                "notes": [self.note() for _ in range(3)],
                "ignored": [
                    {"words": language.filler(chance, 6), "reason": language.filler(chance, 8)}
                    for _ in range(9)
                ],
            }
        )


class _Facts:
    """Makes the facts of one article, in their order. It keeps to some topics and people."""

    def __init__(self, desk: _Desk, accounts: dict[int, _Happening]) -> None:
        self._desk = desk
        self._chance = desk.chance
        self._accounts = accounts
        self._topics = desk.topics.some(self._chance, 12)
        self._people = desk.people.some(self._chance, 20)
        self._ids: set[str] = set()

    def event(self) -> Event:
        """Something that happened; one in ten is planned."""
        common, when = self._fact(12.5, 3.6)
        [status] = self._chance.choices(("happened", "ongoing", "planned"), (70, 20, 10))
        return Event.model_validate({**common, "when": when, "status": status})

    def figure(self) -> Figure:
        """A number; a third are claims without one."""
        chance = self._chance
        common, when = self._fact(11, 3.3)
        common["measure"] = self._desk.measures.some(chance, 1)[0]
        common["period" if chance.random() < 0.9 else "as_of"] = when
        [common["relation"]] = chance.choices(
            ("exactly", "claim", "over", "about", "between", "up-to"), (54, 33, 6, 3, 2, 2)
        )
        [common["status"]] = chance.choices(("measured", "forecast", "planned"), (85, 10, 5))
        value = round(chance.lognormvariate(3, 2), 1)
        if common["relation"] == "claim":
            common["claim"] = self._desk.language.text(chance, 2)
        elif common["relation"] == "between":
            common |= {"low": f"{value:.1f}", "high": f"{value * 1.5:.1f}"}
        else:
            common["value"] = f"{value:.1f}" if chance.random() < 0.6 else f"{value:.0f}"
        return Figure.model_validate(common)

    def quote(self) -> Quote:
        """Half are the author's words; of the rest most are reported."""
        chance = self._chance
        common, when = self._fact(10.7, 3.1)
        [common["voice"]] = chance.choices(("author", "reported", "direct"), (47, 38, 15))
        if common["voice"] != "author":
            common["speaker"] = self._pick(self._people, 1 + (chance.random() < 0.3))
        if chance.random() < 0.28:
            common["occasion"] = self._desk.language.text(chance, 11)
        return Quote.model_validate({**common, "when": when})

    def _fact(self, words: float, spread: float) -> tuple[dict[str, Any], str | None]:
        """What facts of all kinds have, and a date."""
        chance, language = self._chance, self._desk.language
        people = self._pick(self._people, chance.choices((0, 1, 2, 3, 5), (3, 13, 66, 12, 6))[0])
        what = f"{language.text(chance, _near(chance, words - 1.4, spread, 4, 22))}."
        if people and chance.random() < 0.7:
            what = f"{self._desk.vocabulary.people[people[0]].en} {what}"
        happening = self._accounts.get(len(self._ids))
        found: dict[str, Any] = {
            "id": self._id(what),
            "what": what,
            "quote": language.text(chance, _near(chance, 12.7, 4.8, 4, 33)),
            "happening": happening.key if happening else None,
            "topics": self._pick(self._topics, chance.choices((1, 2, 3, 4), (30, 54, 12, 4))[0]),
            "people": people,
        }
        if chance.random() < 0.16:
            found["derived_from"] = language.filler(chance, 7)
            found["derived_how"] = language.filler(chance, 14)
        if chance.random() < 0.19:
            found["when_words"] = language.text(chance, _near(chance, 2.7, 1.6, 1, 8))
        if chance.random() < 0.57:
            notes = 1 + (chance.random() < 0.13)
            found["notes"] = [self._desk.note() for _ in range(notes)]
        return found, around(chance, happening.day) if happening else a_date(chance)

    def _pick(self, keys: Sequence[str], count: int) -> list[str]:
        """At most so many of the article's own keys, the first ones more often, each once."""
        chance = self._chance
        picked = (keys[int(len(keys) * chance.random() ** 2)] for _ in range(count))
        return list(dict.fromkeys(picked))

    def _id(self, what: str) -> str:
        key = slug(what[-22:], 22) or "fact"
        if key in self._ids:
            key = f"{key}-{len(self._ids)}"
        self._ids.add(key)
        return key


def _near(chance: Random, mean: float, spread: float, least: int, most: int) -> int:
    return min(most, max(least, round(chance.gauss(mean, spread))))
