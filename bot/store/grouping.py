"""Facts into rows: which accounts tell one thing, and in what order lists show them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.corpus.dates import Edtf
from bot.corpus.model import (
    Article,
    Corpus,
    Event,
    Fact,
    Figure,
    Key,
    Kind,
    Quote,
)


@dataclass(frozen=True, slots=True)
class Account:
    """A fact with where it stands: `order` counts all facts, article by article."""

    order: int
    place: int
    article: Article
    kind: Kind
    fact: Fact

    @property
    def when(self) -> Edtf | None:
        """When it was: an event's or quote's date, a figure's period or day."""
        return when(self.fact)


SortKey = tuple[bool, tuple[int, int, int, bool, str]]


def accounts_of(corpus: Corpus) -> tuple[Account, ...]:
    """All facts of a corpus in the order of the files; `place` is the article's, from 0."""
    found: list[Account] = []
    for place, file in enumerate(corpus.articles):
        for kind, fact in file.facts():
            found.append(Account(len(found), place, file.article, kind, fact))
    return tuple(found)


def when(fact: Fact) -> Edtf | None:
    """The date that a fact is listed by; None when the article gives none."""
    if isinstance(fact, Event | Quote):
        return fact.when
    if isinstance(fact, Figure):
        return fact.period or fact.as_of
    return None


def reach(when: Edtf, article: Article) -> tuple[date, date]:
    """The first and the last day, inclusive, that a date in an article can mean.

    An end that is open or unknown is the last day the article can be of, as it knows no later
    one; without a date of the article, and where that is before the start, the start's last day.
    A start that is open or unknown is `date.min`.
    """
    if when.end is not None or when.start is None:
        return when.earliest, when.latest
    known = article.published.date or article.published.filed_as
    start = when.start.latest()
    # An article dated by an open interval says of itself only when it cannot be older.
    if known is None or known.end is None:
        return when.earliest, start
    return when.earliest, max(start, known.latest)


def by_importance(accounts: Sequence[Account]) -> list[Account]:
    """What more articles tell first, then what has a date, then in the order of the files."""
    happenings: defaultdict[str, set[int]] = defaultdict(set)
    measures: defaultdict[str, set[int]] = defaultdict(set)
    for account in accounts:
        if account.fact.happening:
            happenings[account.fact.happening].add(account.place)
        if isinstance(account.fact, Figure):
            measures[account.fact.measure].add(account.place)

    def rank(account: Account) -> tuple[int, bool, int]:
        told = 1
        if account.fact.happening:
            told = len(happenings[account.fact.happening])
        if isinstance(account.fact, Figure):
            told = max(told, len(measures[account.fact.measure]))
        return -told, account.when is None, account.order

    return sorted(accounts, key=rank)


def most_precise_first(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """The accounts of one row: the narrowest date first, the undated last.

    Of dates as narrow, one that is plain comes before one that is about or doubted, then one
    that the article gives before one that was derived, then the article that comes first.
    """

    def rank(account: Account) -> tuple[bool, int, bool, bool, int]:
        date_ = account.when
        if date_ is None:
            return True, 0, False, False, account.order
        width = date_.latest.toordinal() - date_.earliest.toordinal()
        qualified = date_.approximate or date_.uncertain
        return False, width, qualified, account.fact.derived_from is not None, account.order

    return tuple(sorted(accounts, key=rank))


def timeline(accounts: Iterable[Account]) -> list[tuple[Account, ...]]:
    """One row a happening, each by its most precise date, the undated last."""
    rows: defaultdict[tuple[str, int], list[Account]] = defaultdict(list)
    for account in accounts:
        if isinstance(account.fact, Event):
            alone = account.fact.happening is None
            rows[account.fact.happening or "", account.order if alone else 0].append(account)
    ordered = [most_precise_first(row) for row in rows.values()]
    return sorted(ordered, key=lambda row: (_date_key(row[0].when), row[0].order))


def figures(accounts: Iterable[Account], measures: Sequence[Key]) -> list[tuple[Account, ...]]:
    """One row a figure, by measure in the vocabulary's order, then by period."""
    places = {measure: place for place, measure in enumerate(measures)}
    found = [
        ((places.get(fact.measure, len(places)), fact.measure, _date_key(account.when)), account)
        for account in accounts
        if isinstance(fact := account.fact, Figure)
    ]
    return [(account,) for _, account in sorted(found, key=lambda pair: (pair[0], pair[1].order))]


def quotes(accounts: Iterable[Account], people: Sequence[Key]) -> list[tuple[Account, ...]]:
    """One row a quote, by first speaker in the vocabulary's order, then as the files have it."""
    places = {person: place for place, person in enumerate(people)}

    def rank(account: Account) -> tuple[int, int]:
        speakers = speakers_of(account)
        place = places.get(speakers[0], len(places)) if speakers else len(places)
        return place, account.order

    found = [account for account in accounts if isinstance(account.fact, Quote)]
    return [(account,) for account in sorted(found, key=rank)]


def speakers_of(account: Account) -> tuple[Key, ...]:
    """Whose words a fact's are: its speakers', or in the author's voice the article's person's."""
    if account.fact.speaker:
        return account.fact.speaker
    if account.fact.voice == "author" and account.article.person:
        return (account.article.person,)
    return ()


def _date_key(date_: Edtf | None) -> SortKey:
    if date_ is None:
        return True, (0, 0, 0, False, "")
    return False, date_.sort_key()
