"""Facts into rows: which accounts tell one thing, and in what order lists show them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from bot.corpus.dates import Edtf
from bot.corpus.model import (
    Article,
    Event,
    Fact,
    Figure,
    Key,
    Kind,
    Quote,
)


class When(NamedTuple):
    """A date as lists go by it: in their order these stand as `Edtf.sort_key` has the dates.

    `first` is the ordinal of the first day that the date itself can mean, `before` minus that of
    the last one; `qualified` says that it is about or doubted; `year_day` is its MM-DD, or its MM
    where it is a month, if it is known for sure.
    """

    first: int
    before: int
    precision: int
    interval: bool
    text: str
    qualified: bool
    year_day: str | None


class Account(NamedTuple):
    """What lists must know of a fact; hundreds of thousands are held at once.

    `order` counts all facts, article by article; `place` is the article's. `when` is an event's
    or quote's date, a figure's period or day, and `days` the ordinals of its `reach`; `speaker`
    is the first one.
    """

    order: int
    place: int
    kind: Kind
    when: When | None
    days: tuple[int, int] | None
    derived: bool
    happening: Key | None
    measure: Key | None
    speaker: Key | None


SortKey = tuple[bool, When | None]


class Accounts:
    """Takes down facts in the order of the files."""

    def __init__(self) -> None:
        self.all: list[Account] = []
        self._dates: dict[str, tuple[When, tuple[int, int] | None]] = {}

    def add(self, place: int, article: Article, kind: Kind, fact: Fact) -> None:
        """Take down the next fact of the article at this place."""
        dated, days = self._dated(when(fact), article)
        speakers = speakers_of(fact, article)
        self.all.append(
            Account(
                len(self.all),
                place,
                kind,
                dated,
                days,
                fact.derived_from is not None,
                fact.happening,
                fact.measure if isinstance(fact, Figure) else None,
                speakers[0] if speakers else None,
            )
        )

    def taken(self) -> list[Account]:
        """What was taken down since this was last asked; the next fact's `order` is 0 again."""
        taken, self.all = self.all, []
        return taken

    def _dated(
        self, when: Edtf | None, article: Article
    ) -> tuple[When | None, tuple[int, int] | None]:
        """A date, one object for all facts that have it, and the days that it can mean."""
        if when is None:
            return None, None
        if when.text not in self._dates:
            # The end of what has none is for each article to say.
            fixed = when.end is not None or when.start is None
            days = _ordinals(reach(when, article)) if fixed else None
            self._dates[when.text] = _listed(when), days
        listed, days = self._dates[when.text]
        return listed, days or _ordinals(reach(when, article))


def _listed(when: Edtf) -> When:
    ends = [moment for moment in (when.start, when.end) if moment is not None]
    qualified = any(moment.approximate or moment.uncertain for moment in ends)
    year_day, start = None, when.start
    if start is not None and start.month is not None and not (when.is_interval or qualified):
        year_day = f"{start.month:02}" if start.day is None else f"{start.month:02}-{start.day:02}"
    return When(*when.sort_key(), qualified, year_day)


def _ordinals(days: tuple[date, date]) -> tuple[int, int]:
    return days[0].toordinal(), days[1].toordinal()


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
        if account.happening is not None:
            happenings[account.happening].add(account.place)
        if account.measure is not None:
            measures[account.measure].add(account.place)

    def rank(account: Account) -> tuple[int, bool, int]:
        told = 1
        if account.happening is not None:
            told = len(happenings[account.happening])
        if account.measure is not None:
            told = max(told, len(measures[account.measure]))
        return -told, account.when is None, account.order

    return sorted(accounts, key=rank)


def most_precise_first(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """The accounts of one row: the narrowest date first, the undated last.

    Of dates as narrow, one that is plain comes before one that is about or doubted, then one
    that the article gives before one that was derived, then the article that comes first.
    """

    def rank(account: Account) -> tuple[bool, int, bool, bool, int]:
        when = account.when
        if when is None:
            return True, 0, False, False, account.order
        width = -when.before - when.first
        return False, width, when.qualified, account.derived, account.order

    return tuple(sorted(accounts, key=rank))


def timeline(accounts: Iterable[Account]) -> list[tuple[Account, ...]]:
    """One row a happening, each by its most precise date, the undated last."""
    rows: list[tuple[Account, ...]] = []
    told: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        if account.kind == "event":
            if account.happening is None:
                rows.append((account,))
            else:
                told[account.happening].append(account)
    rows += map(most_precise_first, told.values())
    return sorted(rows, key=lambda row: (_date_key(row[0].when), row[0].order))


def figures(accounts: Iterable[Account], measures: Sequence[Key]) -> list[tuple[Account, ...]]:
    """One row a figure, by measure in the vocabulary's order, then by period."""
    places = {measure: place for place, measure in enumerate(measures)}

    def rank(account: Account) -> tuple[int, Key, SortKey, int]:
        measure = account.measure or ""
        place = places.get(measure, len(places))
        return place, measure, _date_key(account.when), account.order

    found = [account for account in accounts if account.kind == "figure"]
    return [(account,) for account in sorted(found, key=rank)]


def quotes(accounts: Iterable[Account], people: Sequence[Key]) -> list[tuple[Account, ...]]:
    """One row a quote, by first speaker in the vocabulary's order, then as the files have it."""
    places = {person: place for place, person in enumerate(people)}

    def rank(account: Account) -> tuple[int, int]:
        return places.get(account.speaker or "", len(places)), account.order

    found = [account for account in accounts if account.kind == "quote"]
    return [(account,) for account in sorted(found, key=rank)]


def speakers_of(fact: Fact, article: Article) -> tuple[Key, ...]:
    """Whose words a fact's are: its speakers', or in the author's voice the article's person's."""
    if fact.speaker:
        return fact.speaker
    if fact.voice == "author" and article.person:
        return (article.person,)
    return ()


def _date_key(when: When | None) -> SortKey:
    return when is None, when
