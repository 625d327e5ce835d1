"""One article against its text and its seals: proof, coverage, and what fails them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from bot.corpus.coverage import Coverage, around, cover
from bot.corpus.files import SEALS
from bot.corpus.mentions import Mention, find_mentions
from bot.corpus.model import ArticleFile, Fact, Kind
from bot.corpus.proof import (
    NotProved,
    Place,
    SealFile,
    Text,
    holds,
    locate,
    places_of,
    seal,
    stands_in,
)
from bot.corpus.reader import Source, read_file
from bot.corpus.snapshot import Snapshot
from bot.corpus.texts import Texts
from bot.errors import Problem

MAX_SHARE = 0.5
"""Quotes of an article together are at most this part of its words."""

_OTHER_TEXT = (
    "seals another text than the one given; give the text that the quotes were taken from, or"
    " prove them against this one with `python -m bot seal`"
)

SEAL_IT = "prove and seal the quotes with `python -m bot seal --articles FOLDER`"
GONE = (
    "seals {key!r}, which is no fact any more; add it to the article's `retired:`, as its id is"
    " not to be used again"
)

LISTS: dict[Kind, str] = {"event": "events", "figure": "figures", "quote": "quotes"}
"""The name of the list that facts of a kind stand in."""


def paths(article: ArticleFile) -> Iterator[tuple[tuple[str | int, ...], Kind, Fact]]:
    """Every fact with its path in the file."""
    counts: Counter[str] = Counter()
    for kind, fact in article.facts():
        name = LISTS[kind]
        yield (name, counts[name]), kind, fact
        counts[name] += 1


class ArticleProof:
    """One article against its text and its seals."""

    def __init__(self, source: Source, article: ArticleFile) -> None:
        self.source = source
        self.article = article
        self.problems: list[Problem] = []
        self.coverage: Coverage | None = None
        self.seals: SealFile | None = None

    def prove(self, texts: Texts) -> None:
        """Prove each quote, take the coverage, and make the seals.

        Where the folder has no text of this article, its seals have to stand for the proof.
        """
        article = self.article.article.id
        try:
            text = texts.text(article)
        except NotProved as error:
            self._say((), str(error))
            return
        if text is None:
            where = f"there is no {article}.txt in {texts.folder}"
            self._say((), f"{where}; its quotes are held to their seals only", warning=True)
            return
        placed: list[Place] = []
        seals: dict[str, str] = {}
        for path, kind, fact in paths(self.article):
            label = f"{LISTS[kind]}: {fact.id}"
            try:
                place = locate(text, fact)
            except NotProved as error:
                self._say((*path, "quote"), f"{label}: {error}")
                continue
            placed.append(place)
            seals[fact.id] = seal(text.digest, place, fact.quote)
            if fact.voice == "direct" and not _in_quotation_marks(text, place):
                self._say(
                    (*path, "voice"),
                    f"{label}: voice is direct, but the words stand in no quotation marks;"
                    " expected reported",
                )
            if fact.voice == "reported" and _is_quoted(text, place):
                self._say(
                    (*path, "voice"),
                    f"{label}: the words stand in quotation marks; is voice: direct meant?",
                    warning=True,
                )
            for field, words in (
                ("derived_from", fact.derived_from),
                ("when_words", fact.when_words),
            ):
                if words and not stands_in(text, words):
                    self._say(
                        (*path, field), f"{label}: {field}: {words!r} does not stand in the text"
                    )
        self._cover(text, placed)
        self.seals = SealFile(
            format="1", article=self.article.article.id, text=text.digest, seals=seals
        )

    def _cover(self, text: Text, placed: list[Place]) -> None:
        meta = self.article.article
        ignored: list[Place] = []
        mentions = find_mentions(text.content, meta.language) if meta.ignored else ()
        for index, entry in enumerate(meta.ignored):
            places = places_of(text, entry.words)
            path = ("article", "ignored", index)
            if not places:
                self._say(path, f"ignored: {entry.words!r} does not stand in the text")
            elif any(_is_bare(text, place, mentions) for place in places):
                self._say(path, f"ignored: {entry.words!r} is a bare number or date; add words")
            ignored += places
        titles = places_of(text, meta.title) if meta.title else ()
        self.coverage = cover(text, meta.language, placed, (*ignored, *titles))
        for mention in self.coverage.left_out:
            self._say(
                ("article", "coverage"),
                f"no fact quotes {mention.text!r}: {around(text, mention.start, mention.end)}",
                warning=meta.coverage == "partial",
            )
        if self.coverage.share > MAX_SHARE:
            self._say(
                ("article",),
                f"the quotes hold {self.coverage.share:.0%} of the text's words;"
                f" expected at most {MAX_SHARE:.0%}: take shorter quotes",
            )

    def compare_seals(self, snapshot: Snapshot) -> None:
        """Hold the seals in `facts/seals` against the facts, and against the proof if there is."""
        article = self.article.article.id
        name = f"{SEALS}/{article}.yaml"
        if name not in snapshot.seals:
            self._say((), f"has no seals: {name} is missing; {SEAL_IT}")
            return
        model, tree, problems = read_file(name, lambda: snapshot.data(name), SealFile)
        self.problems += problems
        if model is None:
            return
        if model.article != article:
            message = f"seals {model.article!r}, another article; {SEAL_IT}"
            self.problems.append(Problem(name, tree.line(("article",)), message))
            return
        if self.seals is not None and model.text != self.seals.text:
            self.problems.append(Problem(name, tree.line(("text",)), _OTHER_TEXT))
            return
        proved, self.seals = self.seals, self.seals or model
        facts = {fact.id: (path, fact) for path, _, fact in paths(self.article)}
        for key in model.seals.keys() - facts.keys():
            message = f"seals {key!r}, which is retired; {SEAL_IT}"
            if key not in self.article.retired:
                message = GONE.format(key=key)
            self.problems.append(Problem(name, tree.line(("seals", key)), message))
        for key, (path, fact) in facts.items():
            sealed = model.seals.get(key)
            if sealed is None:
                self._say((*path, "quote"), f"{key}: is not sealed; {SEAL_IT}", unsealed=True)
            elif not holds(sealed, model.text, fact.quote):
                self._say(
                    (*path, "quote"),
                    f"{key}: the quote is not the one that was sealed; prove it against the text"
                    " with `python -m bot seal`, or restore its words",
                    unsealed=True,
                )
            elif proved is not None and proved.seals.get(key, sealed) != sealed:
                self._say((*path, "quote"), f"{key}: is sealed at another place of the text")

    def compare_ids(self, snapshot: Snapshot) -> None:
        """Hold the ids that were sealed against the facts: one that goes must be retired."""
        name = f"{SEALS}/{self.article.article.id}.yaml"
        if name not in snapshot.seals:
            return
        model, tree, _ = read_file(name, lambda: snapshot.data(name), SealFile)
        known = {*self.article.retired, *(fact.id for _, fact in self.article.facts())}
        for key in model.seals.keys() - known if model is not None else ():
            self.problems.append(Problem(name, tree.line(("seals", key)), GONE.format(key=key)))

    def _say(
        self,
        path: tuple[str | int, ...],
        message: str,
        *,
        warning: bool = False,
        unsealed: bool = False,
    ) -> None:
        found = self.source.problem(path, message)
        severity: Literal["error", "warning"] = "warning" if warning else "error"
        self.problems.append(replace(found, severity=severity, unsealed=unsealed))


_MARKS = (("“", "”"), ("«", "»"), ("„", "“"), ("「", "」"), ("『", "』"))


def _is_quoted(text: Text, place: Place) -> bool:
    """Whether quotation marks stand directly around the words."""
    pair = (text.content[max(0, place.start - 1) : place.start], text.content[place.end :][:1])
    return pair in (*_MARKS, ('"', '"'))


def _in_quotation_marks(text: Text, place: Place) -> bool:
    """Whether an opening quotation mark stands in the words, directly before them, or further
    before them and is not closed yet.
    """
    if any(mark in text.content[max(0, place.start - 1) : place.end] for mark in '“"«„「『'):
        return True
    before = text.content[max(0, place.start - 2000) : place.start]
    return any(before.rfind(opens) > before.rfind(closes) for opens, closes in _MARKS)


def _is_bare(text: Text, place: Place, mentions: Sequence[Mention]) -> bool:
    """Whether nothing but numbers and dates stands in a place: no word that says what they are."""
    within = [m for m in mentions if m.start < place.end and place.start < m.end]
    letters = (at for at in range(place.start, place.end) if text.content[at].isalnum())
    return bool(within) and all(any(m.start <= at < m.end for m in within) for at in letters)
