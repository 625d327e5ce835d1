"""The difference of a candidate to the live facts; only the files that differ are read for it."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from bot.corpus.dates import parse_edtf
from bot.corpus.difference import Difference, Remembered, Side, compare
from bot.corpus.files import ARTICLES, VOCABULARY
from bot.corpus.model import ArticleFile, Vocabulary
from bot.corpus.reader import Model, read_file
from bot.corpus.summary import Summary

Data = Callable[[str], bytes]
"""The bytes of a file, by its name below `facts/`."""

log = logging.getLogger(__name__)


class _Unreadable(Exception):
    """A file of the live facts is none that this version reads."""


def articles_that_differ(old: Mapping[str, str], new: Mapping[str, str]) -> frozenset[str]:
    """The names of the articles' files that are not the same in two states, by their digests."""
    return frozenset(
        name
        for name in old.keys() | new.keys()
        if name.startswith(f"{ARTICLES}/") and old.get(name) != new.get(name)
    )


def difference(
    old: tuple[Mapping[str, str], Data],
    new: tuple[Mapping[str, str], Data],
    vocabulary: Callable[[], Vocabulary],
    models: Mapping[str, ArticleFile],
    summaries: Iterable[Summary],
) -> Difference | None:
    """What differs from `old` to `new`, each its files' digests and their bytes.

    `vocabulary`, `models` (those that are at hand) and `summaries` are the new state's. None where
    this version can't read the old state any more.
    """
    (were, was), (are, now) = old, new
    names = sorted(articles_that_differ(were, are))
    try:
        nothing = Vocabulary.model_construct(format="1")  # no word differs: none is looked at
        words = nothing, nothing
        if were.get(VOCABULARY) != are.get(VOCABULARY):
            words = _model(VOCABULARY, was, Vocabulary), vocabulary()
        before = [_model(name, was, ArticleFile) for name in names if name in were]
    except _Unreadable as error:
        log.warning("the live facts can't be compared with: %s", error)
        return None
    after = [models.get(name) or _model(name, now, ArticleFile) for name in names if name in are]
    told = {event.happening for file in (*before, *after) for event in file.events}
    others = _remembered(summaries, {key for key in told if key is not None}, set(names))
    return compare(_side(words[0], before), _side(words[1], after), others)


def _side(vocabulary: Vocabulary, files: Iterable[ArticleFile]) -> Side:
    return Side(vocabulary, {file.article.id: file for file in files})


def _model(name: str, data: Data, model: type[Model]) -> Model:
    found, _, problems = read_file(name, lambda: data(name), model)
    if found is None:
        raise _Unreadable(problems[0])
    return found


def _remembered(
    summaries: Iterable[Summary], happenings: Collection[str], names: Collection[str]
) -> dict[str, list[Remembered]]:
    """The accounts of happenings in other files than these."""
    found: defaultdict[str, list[Remembered]] = defaultdict(list)
    for summary in summaries:
        if summary.file in names:
            continue
        for account in summary.accounts:
            if account.happening in happenings:
                when = parse_edtf(account.when) if account.when is not None else None
                found[account.happening].append(Remembered(when, account.topics, account.disputed))
    return found
