"""The check of a corpus: every rule that types alone cannot hold, every problem in one run.

The messages are for fact editors and name file, line, what is wrong and what was expected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import process

from bot.corpus.article_proof import LISTS, ArticleProof, paths
from bot.corpus.coverage import Coverage
from bot.corpus.files import SEALS
from bot.corpus.model import (
    ArticleFile,
    Corpus,
    Event,
    Fact,
    Figure,
    Term,
    Vocabulary,
)
from bot.corpus.proof import (
    SealFile,
)
from bot.corpus.reader import Reading, Source, read_corpus
from bot.corpus.rules import fact_rules
from bot.errors import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found, and what it measured on the way."""

    corpus: Corpus | None
    problems: tuple[Problem, ...]
    fingerprint: str
    coverage: dict[str, Coverage] = field(default_factory=dict)
    seals: dict[str, SealFile] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the facts from going live."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that an editor should know of, but that stop nothing."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")


def check_corpus(
    folder: Path,
    texts: Path | None,
    *,
    seals: bool = True,
    announce: Callable[[str | None], None] = lambda _: None,
) -> Checked:
    """Check all of `facts/` in `folder`.

    With `texts`, a folder of `<slug>.txt`, every quote is proved and coverage is taken; without,
    the seals stand for the proof. `seals=False` leaves the seals out: it is for writing them.
    """
    reading = read_corpus(folder, announce)
    problems = list(reading.problems)
    if texts is not None and not texts.is_dir():
        message = "is no folder; expected the folder of the articles' texts"
        problems.append(Problem(str(texts), 0, message))
        texts = None
    coverage: dict[str, Coverage] = {}
    written: dict[str, SealFile] = {}
    problems += _across(reading)
    vocabulary = _vocabulary(reading)
    for source in reading.articles:
        announce(source.name)
        article = source.model
        if not isinstance(article, ArticleFile):
            continue
        problems += _file(source, article, vocabulary)
        proof = ArticleProof(source, article)
        if texts is not None:
            proof.prove(texts)
        if seals or (texts is not None and proof.coverage is None):
            proof.compare_seals(folder)
        elif texts is not None:
            proof.compare_ids(folder)
        problems += proof.problems
        if proof.coverage is not None:
            coverage[article.article.id] = proof.coverage
        if proof.seals is not None:
            written[article.article.id] = proof.seals
    announce(None)
    if seals:
        problems += _stray_seals(folder, reading)
    ordered = tuple(sorted(set(problems)))
    return Checked(reading.corpus, ordered, reading.fingerprint, coverage, written)


def _vocabulary(reading: Reading) -> Vocabulary | None:
    model = reading.vocabulary.model if reading.vocabulary else None
    return model if isinstance(model, Vocabulary) else None


def _file(source: Source, article: ArticleFile, vocabulary: Vocabulary | None) -> Iterator[Problem]:
    """The rules within one article's file, and its references to the vocabulary."""
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
    if meta.person is not None and vocabulary is not None and meta.person not in vocabulary.people:
        yield source.problem(
            ("article", "person"),
            f"article.person: {_unknown(meta.person, 'people', vocabulary.people)}",
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
        if vocabulary is not None:
            for problem_path, message in _references(fact, vocabulary):
                yield source.problem((*path, *problem_path), f"{LISTS[kind]}: {fact.id}: {message}")


def _references(fact: Fact, vocabulary: Vocabulary) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every key of the fact that the vocabulary does not have, with its path."""
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
        if key not in getattr(vocabulary, group):
            yield path, _unknown(key, group, getattr(vocabulary, group))
    for name in ("topics", "people", "speaker"):
        for index in _again(getattr(fact, name)):
            yield (name, index), f"{name} names {getattr(fact, name)[index]!r} twice"


def _unknown(key: str, group: str, known: Collection[str]) -> str:
    close = process.extractOne(key, list(known), score_cutoff=75)
    hint = f"did you mean {close[0]!r}?" if close else "add it there, or correct it here"
    return f"{key!r} is not in the vocabulary's {group}; {hint}"


def _again(words: Sequence[str]) -> list[int]:
    """Where a word stands that stood before."""
    first: dict[str, int] = {}
    return [index for index, word in enumerate(words) if first.setdefault(word, index) != index]


def _across(reading: Reading) -> Iterator[Problem]:
    """Rules over several files: one date a happening, one meaning a label, no unused word."""
    sources = [s for s in reading.articles if isinstance(s.model, ArticleFile)]
    seen: dict[str, str] = {}
    accounts: dict[str, list[tuple[Source, tuple[str | int, ...], Event]]] = defaultdict(list)
    used: set[tuple[str, str]] = set()
    for source in sources:
        article = source.model
        assert isinstance(article, ArticleFile)
        name = article.article.id
        if name in seen:
            yield source.problem(("article", "id"), f"{name!r} is also the id of {seen[name]}")
        seen[name] = source.name
        if article.article.person is not None:
            used.add(("people", article.article.person))
        for path, _, fact in paths(article):
            used |= {("topics", k) for k in fact.topics}
            used |= {("people", k) for k in (*fact.people, *fact.speaker)}
            if fact.happening:
                used.add(("happenings", fact.happening))
            if isinstance(fact, Figure):
                used.add(("measures", fact.measure))
            if isinstance(fact, Event) and fact.happening and fact.when:
                accounts[fact.happening].append((source, path, fact))
    for happening, told in accounts.items():
        yield from _one_date(happening, told)
    if reading.vocabulary is not None and isinstance(reading.vocabulary.model, Vocabulary):
        # What a file that can't be read uses is not known.
        all_read = bool(sources) and len(sources) == len(reading.articles)
        yield from _words(reading.vocabulary, reading.vocabulary.model, used, all_read)


def _one_date(
    happening: str, told: list[tuple[Source, tuple[str | int, ...], Event]]
) -> Iterator[Problem]:
    """Accounts of one happening agree on its date, or a note says that they do not."""
    if any(note.disputes == "when" for _, _, fact in told for note in fact.notes):
        return
    # Days overlap pairwise if the one that begins last begins before the one that ends first ends.
    last = first = told[0][2].when
    for source, path, fact in told[1:]:
        when = fact.when
        if when is None or first is None or last is None:
            continue
        other = next((other for other in (first, last) if not other.overlaps(when)), None)
        if other is not None:
            yield source.problem(
                (*path, "when"),
                f"events: {fact.id}: {when.text} contradicts {other.text}, the date of"
                f" the same happening {happening!r} elsewhere; expected a note with disputes: when",
            )
            continue
        first = min(first, when, key=lambda date: date.latest)
        last = max(last, when, key=lambda date: date.earliest)


def _words(
    source: Source, vocabulary: Vocabulary, used: set[tuple[str, str]], all_read: bool
) -> Iterator[Problem]:
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
            if all_read and (name, key) not in used:
                problem = source.problem((name, key), f"{name}: {key!r} is used by no fact")
                yield Problem(problem.file, problem.line, problem.message, "warning")
    for key, measure in vocabulary.measures.items():
        if measure.unit not in vocabulary.units:
            yield source.problem(
                ("measures", key, "unit"),
                f"measures: {key}: {measure.unit!r} is not in the vocabulary's units",
            )


def _stray_seals(folder: Path, reading: Reading) -> Iterator[Problem]:
    names = {source.name.rpartition("/")[2] for source in reading.articles}
    for path in sorted((folder / SEALS).glob("*.yaml")):
        if path.name not in names:
            yield Problem(
                f"{SEALS}/{path.name}", 0, "seals an article that is not there; delete it"
            )
