"""The rules for one article: its metadata, its facts one by one, its words of the vocabulary."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.corpus.article_proof import LISTS, paths
from bot.corpus.model import ArticleFile, Fact, Figure
from bot.corpus.reader import Source
from bot.corpus.rules import Found, fact_rules
from bot.corpus.summary import Words
from bot.errors import Problem


def article_rules(source: Source, article: ArticleFile, known: Words) -> Iterator[Problem]:
    """The rules within one article's file, and its references to the vocabulary.

    `known` are the vocabulary's words by their group; empty where there is none to refer to.
    """
    meta = article.article
    expected = source.name.rpartition("/")[2].removesuffix(".yaml")
    if meta.id != expected:
        yield source.problem(
            ("article", "id"), f"article.id is {meta.id!r}; expected {expected!r}, as the file"
        )
    published = meta.published
    if published.basis == "filed" and (published.date or not published.filed_as):
        yield source.problem(
            ("article", "published"),
            "article.published has the basis filed; expected no date, and filed_as with a year",
        )
    if published.basis != "filed" and (published.filed_as or not published.date):
        yield source.problem(
            ("article", "published"),
            f"article.published has the basis {published.basis}; expected a date, no filed_as",
        )
    if meta.person is not None and known and meta.person not in known["people"]:
        yield source.problem(
            ("article", "person"),
            f"article.person: {_unknown(meta.person, 'people', known['people'])}",
        )
    for index in _again(article.retired):
        yield source.problem(("retired", index), f"retired names {article.retired[index]!r} twice")
    first: dict[str, int] = {}
    for path, kind, fact in paths(article):
        line = source.tree.line((*path, "id"))
        if fact.id in first:
            message = f"the id {fact.id!r} stands here and on line {first[fact.id]}"
            yield source.problem((*path, "id"), f"{message}; expected each id once")
        first.setdefault(fact.id, line)
        if fact.id in article.retired:
            yield source.problem(
                (*path, "id"), f"the id {fact.id!r} is retired; expected a new id for a new fact"
            )
        for problem_path, message in fact_rules(fact, meta):
            yield source.problem((*path, *problem_path), f"{LISTS[kind]}: {fact.id}: {message}")
        for problem_path, message in (*_doubled(fact), *_references(fact, known)):
            yield source.problem((*path, *problem_path), f"{LISTS[kind]}: {fact.id}: {message}")


def _doubled(fact: Fact) -> Found:
    """Every key that a list of the fact names twice, with its path."""
    for name in ("topics", "people", "speaker"):
        keys = getattr(fact, name)
        for index in _again(keys):
            yield (name, index), f"{name} names {keys[index]!r} twice"


def _references(fact: Fact, known: Words) -> Found:
    """Every key of the fact that the vocabulary does not have, with its path."""
    if not known:
        return
    wanted: list[tuple[tuple[str | int, ...], str, str]] = [
        *((("topics", index), "topics", key) for index, key in enumerate(fact.topics)),
        *((("people", index), "people", key) for index, key in enumerate(fact.people)),
        *((("speaker", index), "people", key) for index, key in enumerate(fact.speaker)),
    ]
    if fact.happening is not None:
        wanted.append((("happening",), "happenings", fact.happening))
    if isinstance(fact, Figure):
        wanted.append((("measure",), "measures", fact.measure))
    for path, group, key in wanted:
        if key not in known[group]:
            yield path, _unknown(key, group, known[group])


def _unknown(key: str, group: str, known: Collection[str]) -> str:
    from rapidfuzz import process

    close = process.extractOne(key, list(known), score_cutoff=75)
    hint = f"did you mean {close[0]!r}?" if close else "add it there, or correct it here"
    return f"{key!r} is not in the vocabulary's {group}; {hint}"


def _again(words: Sequence[str]) -> list[int]:
    """Where a word stands that stood before."""
    first: dict[str, int] = {}
    return [index for index, word in enumerate(words) if first.setdefault(word, index) != index]
