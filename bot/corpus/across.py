"""Rules over several files: one id an article, one date a happening, no unused word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from bot.corpus.dates import parse_edtf
from bot.corpus.files import VOCABULARY
from bot.corpus.model import Term, Vocabulary
from bot.corpus.reader import Source
from bot.corpus.summary import Account, Summary, Words
from bot.errors import Problem

Lines = Callable[[str, tuple[str | int, ...]], int]
"""The line of a path in a file, which is read again for it if need be."""


def across(summaries: Sequence[Summary], line: Lines) -> Iterator[Problem]:
    """The rules over all articles' files, in their order."""
    seen: dict[str, str] = {}
    told: defaultdict[str, list[tuple[str, Account]]] = defaultdict(list)
    for summary in summaries:
        name = summary.article
        if name in seen:
            where = line(summary.file, ("article", "id"))
            yield Problem(summary.file, where, f"{name!r} is also the id of {seen[name]}")
        seen[name] = summary.file
        for account in summary.accounts:
            if account.when is not None:
                told[account.happening].append((summary.file, account))
    for accounts in told.values():
        yield from _one_date(accounts, line)


def _one_date(told: Sequence[tuple[str, Account]], line: Lines) -> Iterator[Problem]:
    """Accounts of one happening agree on its date, or a note says that they do not."""
    if len({account.when for _, account in told}) < 2 or any(one.disputed for _, one in told):
        return
    dates = [parse_edtf(account.when or "") for _, account in told]
    # Days overlap pairwise if the one that begins last begins before the one that ends first ends.
    last = first = dates[0]
    for (file, account), when in zip(told[1:], dates[1:]):
        other = next((other for other in (first, last) if not other.overlaps(when)), None)
        if other is not None:
            yield Problem(
                file,
                line(file, ("events", account.place, "when")),
                f"events: {account.fact}: {when.text} contradicts {other.text}, the date of"
                f" the same happening {account.happening!r} elsewhere; expected a note with"
                " disputes: when",
            )
            continue
        first = min(first, when, key=lambda date: date.latest)
        last = max(last, when, key=lambda date: date.earliest)


def unused_words(words: Words, summaries: Sequence[Summary]) -> Iterator[Problem]:
    """A warning for each of the vocabulary's words that no article uses."""
    used = {(group, key) for one in summaries for group, keys in one.words.items() for key in keys}
    for group, keys in words.items():
        for key, line in keys.items():
            if (group, key) not in used:
                said = f"{group}: {key!r} is used by no fact"
                yield Problem(VOCABULARY, line, said, "warning")


def vocabulary_rules(source: Source, vocabulary: Vocabulary) -> Iterator[Problem]:
    """The rules for the vocabulary by itself: a label names one thing, each unit is there."""
    groups: dict[str, dict[str, Term]] = {
        "topics": dict(vocabulary.topics),
        "people": dict(vocabulary.people),
        "measures": dict(vocabulary.measures),
        "happenings": dict(vocabulary.happenings),
    }
    for name, terms in groups.items():
        meanings: dict[str, str] = {}
        for key, term in terms.items():
            for label in dict.fromkeys((term.en, term.ru, term.zh, *term.aliases)):
                other = meanings.setdefault(label.casefold(), key)
                if other != key:
                    yield source.problem(
                        (name, key), f"{name}: {label!r} names both {other!r} and {key!r}"
                    )
    for key, measure in vocabulary.measures.items():
        if measure.unit not in vocabulary.units:
            yield source.problem(
                ("measures", key, "unit"),
                f"measures: {key}: {measure.unit!r} is not in the vocabulary's units",
            )
