"""What differs between two states of a corpus: plain data, for fact editors to read. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from bot.corpus.dates import Edtf
from bot.corpus.days import told_on
from bot.corpus.fields import differing, field_text
from bot.corpus.model import (
    Article,
    ArticleFile,
    Event,
    Fact,
    Key,
    Kind,
    Strict,
    Term,
    Unit,
    Vocabulary,
    public_id,
)
from bot.corpus.order import moved

Section = Literal[
    "article", "event", "figure", "quote", "topic", "person", "unit", "measure", "happening"
]
How = Literal["added", "changed", "retired", "gone"]
"""`retired`: its article's `retired:` names it now. `gone`: it vanished without that, as what no
article's `retired:` can name always does: an article, with all its facts, or a word."""

AFTER = "after"
"""The name of a `FieldChange` that tells of a place: what was moved stood after the one, and stands
after the other; empty for the first place."""

_SECTIONS: tuple[tuple[Section, str], ...] = (
    ("topic", "topics"),
    ("person", "people"),
    ("unit", "units"),
    ("measure", "measures"),
    ("happening", "happenings"),
)
_POSTED = {
    "short",
    "author",
    "kind",
    "published.date",
    "published.basis",
    "published.filed_as",
}
"""What anniversary posts show of an article."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, each as text on one line; empty where it was not there.

    `name` is the field's as in YAML, of a part such as `published.date`. A list of notes or of
    ignored words has one of these for each that differs. Besides these there are `kind` of a fact
    that became one of another kind, `retired` of an article for ids that were no facts, and
    `AFTER`, as the order of facts and of words is that of lists.
    """

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one fact, article or word of the vocabulary.

    `id` is a fact's public id, else the article's or the word's key; `what` its own line, title or
    label, the new one where there are two. `fields` are those that differ, of what was changed
    alone.
    """

    section: Section
    id: str
    how: How
    what: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """What anniversaries must know of an account of an event."""

    when: Edtf | None
    topics: tuple[Key, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class EventChange:
    """A change that shows where the event, or the happening that it is an account of, is told.

    `days` are the months and days of the year on which it is told, before or after, `months` those
    in which it is told without a day, `topics` those of any account of the happening. `disputed`
    says that a note disputes some date of it before and after. Of an event that was taken from one
    happening to another, all this is of both.
    """

    id: str
    how: How
    what: str
    days: tuple[tuple[int, int], ...]
    months: tuple[int, ...]
    topics: tuple[Key, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Every change from one state to another.

    `changes` are in the order of the files: each article with its facts, what is there no more
    after the rest, then the vocabulary's words. There are none exactly where the two states say the
    same. `events` are the events that anniversaries show otherwise: those that changed, those that
    were moved along with another, and those of articles of which posts show something that changed.
    What posts take from the vocabulary, the names of speakers, and from the corpus as a whole, its
    number of articles, is not looked at.
    """

    changes: tuple[Change, ...]
    events: tuple[EventChange, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One state: its vocabulary, and the articles whose files differ from the other's."""

    vocabulary: Vocabulary
    articles: Mapping[str, ArticleFile]


def vanished(changes: Iterable[Change]) -> list[str]:
    """The ids of facts that are gone: an article and a word can't be retired."""
    kinds = get_args(Kind)
    return [change.id for change in changes if change.how == "gone" and change.section in kinds]


def remembered(event: Event) -> Remembered:
    """What anniversaries must know of an event."""
    return Remembered(event.when, event.topics, any(n.disputes == "when" for n in event.notes))


def compare(
    old: Side, new: Side, others: Mapping[Key, Sequence[Remembered]] | None = None
) -> Difference:
    """What differs from `old` to `new`.

    `others` are the accounts of happenings in articles that are on neither side, by happening.
    """
    tellings = _Tellings(old, others or {}), _Tellings(new, others or {})
    changes: list[Change] = []
    events: list[EventChange] = []
    for slug in sorted(old.articles.keys() | new.articles.keys(), key=_file_name):
        was, now = old.articles.get(slug), new.articles.get(slug)
        found = list(_article(slug, was, now))
        changes += found
        events += _events(slug, was, now, found, tellings)
    for section, name in _SECTIONS:
        changes += _words(section, getattr(old.vocabulary, name), getattr(new.vocabulary, name))
    return Difference(tuple(changes), tuple(events))


def _file_name(slug: str) -> str:
    """By this the files are read in order: `a-b.yaml` comes before `a.yaml`."""
    return f"{slug}.yaml"


def _article(slug: str, old: ArticleFile | None, new: ArticleFile | None) -> Iterator[Change]:
    """What became of an article and its facts."""
    if old is not None and new is not None:
        fields = (*_fields(old.article, new.article), *_retired(old, new))
        if fields:
            yield Change("article", slug, "changed", _title(new.article), fields)
        yield from _facts(slug, old, new)
        return
    how: How = "added" if old is None else "gone"
    for file in (old, new):
        if file is not None:
            yield Change("article", slug, how, _title(file.article))
            for kind, fact in file.facts():
                yield Change(kind, public_id(slug, fact.id), how, fact.what)


def _title(article: Article) -> str:
    return article.title or article.short


def _facts(slug: str, old: ArticleFile, new: ArticleFile) -> Iterator[Change]:
    before, after = _by_id(old), _by_id(new)
    places = _places(before, after)
    for key, (kind, fact) in after.items():
        if key not in before:
            yield Change(kind, public_id(slug, key), "added", fact.what)
            continue
        former_kind, former = before[key]
        fields = _fields(former, fact, places.get(key))
        if former_kind != kind:
            fields = (FieldChange("kind", former_kind, kind), *fields)
        if fields:
            yield Change(kind, public_id(slug, key), "changed", fact.what, fields)
    for key, (kind, fact) in before.items():
        if key not in after:
            how: How = "retired" if key in new.retired else "gone"
            yield Change(kind, public_id(slug, key), how, fact.what)


def _by_id(file: ArticleFile) -> dict[Key, tuple[Kind, Fact]]:
    return {fact.id: (kind, fact) for kind, fact in file.facts()}


def _places(
    before: Mapping[Key, tuple[Kind, Fact]], after: Mapping[Key, tuple[Kind, Fact]]
) -> dict[Key, tuple[str, str]]:
    """The facts that were moved within their kind's list."""
    found: dict[Key, tuple[str, str]] = {}
    for wanted in ("event", "figure", "quote"):
        were, are = (
            [k for k, (kind, _) in side.items() if kind == wanted] for side in (before, after)
        )
        found |= moved(were, are)
    return found


def _fields(
    old: Strict, new: Strict, place: tuple[str, str] | None = None
) -> tuple[FieldChange, ...]:
    """The fields that differ, and the place if it was moved by itself."""
    places = [FieldChange(AFTER, *place)] if place is not None and place[0] != place[1] else []
    return (*(FieldChange(*each) for each in differing(old, new)), *places)


def _retired(old: ArticleFile, new: ArticleFile) -> tuple[FieldChange, ...]:
    """The ids that are retired, where they differ by more than by facts that came and went."""
    facts = {fact.id for file in (old, new) for _, fact in file.facts()}
    if set(old.retired) ^ set(new.retired) <= facts:
        return ()
    return (FieldChange("retired", field_text(old.retired), field_text(new.retired)),)


def _words(
    section: Section, old: Mapping[Key, Term | Unit], new: Mapping[Key, Term | Unit]
) -> Iterator[Change]:
    places = moved(old, new)
    for key, word in new.items():
        if key not in old:
            yield Change(section, key, "added", word.en)
        elif fields := _fields(old[key], word, places.get(key)):
            yield Change(section, key, "changed", word.en, fields)
    for key, word in old.items():
        if key not in new:
            yield Change(section, key, "gone", word.en)


class _Tellings:
    """The accounts of each happening on one side."""

    def __init__(self, side: Side, others: Mapping[Key, Sequence[Remembered]]) -> None:
        self._others = others
        self._own: dict[Key, list[Remembered]] = {}
        for file in side.articles.values():
            for event in file.events:
                if event.happening is not None:
                    self._own.setdefault(event.happening, []).append(remembered(event))

    def of(self, happening: Key) -> list[Remembered]:
        """All accounts of a happening, none where nobody tells it."""
        return [*self._own.get(happening, ()), *self._others.get(happening, ())]


def _events(
    slug: str,
    old: ArticleFile | None,
    new: ArticleFile | None,
    changes: Collection[Change],
    tellings: tuple[_Tellings, _Tellings],
) -> Iterator[EventChange]:
    """The events of an article that anniversaries show otherwise."""
    before = {event.id: event for event in old.events} if old is not None else {}
    after = {event.id: event for event in new.events} if new is not None else {}
    found = {change.id: change for change in changes}
    about = found.get(slug)
    posted = about is not None and any(field.name in _POSTED for field in about.fields)
    # Posts tell events of one day in the order of the files, also one that was moved with another.
    along = moved(before, after)
    for key in {**after, **before}:
        id_ = public_id(slug, key)
        was, now = before.get(key), after.get(key)
        if id_ in found:
            change = found[id_]
            yield _event(id_, change.how, change.what, (was, now), tellings)
        elif now is not None and (posted or key in along):
            yield _event(id_, "changed", now.what, (was, now), tellings)


def _event(
    id_: str,
    how: How,
    what: str,
    events: tuple[Event | None, Event | None],
    tellings: tuple[_Tellings, _Tellings],
) -> EventChange:
    happenings = dict.fromkeys(
        event.happening for event in events if event is not None and event.happening is not None
    )
    rows: list[list[Remembered]] = []
    for event, side in zip(events, tellings, strict=True):
        rows += [row for key in happenings if (row := side.of(key))]
        if event is not None and event.happening is None:
            rows.append([remembered(event)])
    days, months = told_on([[account.when for account in row] for row in rows])
    topics = {topic for row in rows for account in row for topic in account.topics}
    return EventChange(
        id_,
        how,
        what,
        days,
        months,
        tuple(sorted(topics)),
        all(any(account.disputed for account in row) for row in rows),
    )
