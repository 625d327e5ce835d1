"""CSV (RFC 4180): one row a fact, for spreadsheets and whatever else reads tables.

It begins with a byte order mark: without one, Excel takes UTF-8 for the computer's old code page,
and Cyrillic and Chinese turn to rubbish. Other readers skip it (Python's `utf-8-sig`, pandas, R,
LibreOffice).

A text that a spreadsheet would take for a formula gets a `'` before what makes it one (OWASP,
"CSV Injection"); also within a cell after `;`, a tab or a line break, where a spreadsheet that
takes those for separators begins a cell of its own. `as_it_was` takes it away again. Numbers stay
numbers, a negative one too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from bot.answers.desk import Desk
from bot.answers.export.collect import Export, remarks
from bot.answers.export.values import digits, edtf, labels, precision, unit_label
from bot.answers.parts import speakers, when_of
from bot.corpus.model import Article, Note
from bot.store.models import Told

COLUMNS = (
    "id", "kind", "what", "quote", "voice", "speaker",
    "when", "when_precision", "period", "period_precision", "as_of", "status",
    "relation", "value", "low", "high", "unit", "claim", "measure", "direction",
    "occasion", "derived_from", "derived_how", "when_words",
    "topics", "people", "happening", "notes", "note_sources", "note_disputes",
    "article", "author", "title", "outlet", "article_kind", "language", "url",
    "published", "published_basis", "filed_as",
    "seal", "question", "remarks", "generation", "made_on",
)  # fmt: skip
"""The columns; what a fact does not have is an empty cell. Dates are EDTF."""

NUMBERS = frozenset({"value", "low", "high"})
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

_UNSEEN = r'\s"\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff'
"""What may stand before a formula: spreadsheets drop it. A quotation mark is one, as two of them
open and close a cell of their own for who takes `;` for the separator."""
_BEGINS = rf"(?:^|[;\t\r\n])[{_UNSEEN}]*"
_MAKES_A_FORMULA = r"=＝﹦+＋﹢\-－﹣−@＠﹫'"
_FORMULA = re.compile(rf"({_BEGINS})(?=[{_MAKES_A_FORMULA}])")
_NO_FORMULA = re.compile(rf"({_BEGINS})'(?=[{_MAKES_A_FORMULA}])")


def table(export: Export, desk: Desk) -> bytes:
    """The file."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(COLUMNS)
    about = _about(export, desk)
    articles = {slug: _article(desk.facts.by_slug[slug].article) for slug in export.articles}
    for told in export.facts:
        row = {**_fact(told, desk), **articles[told.article], **about}
        writer.writerow([_cell(column, row.get(column, "")) for column in COLUMNS])
    return made.getvalue().encode("utf-8-sig", "replace")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula. NUL, which text files can't hold, is lost."""
    return _FORMULA.sub(r"\1'", text.replace("\0", "\ufffd"))


def as_it_was(cell: str) -> str:
    """The text that `harmless` made this of."""
    return _NO_FORMULA.sub(r"\1", cell)


def _cell(column: str, value: str) -> str:
    if not value or (column in NUMBERS and _NUMBER.fullmatch(value)):
        return value
    return harmless(value)


def _about(export: Export, desk: Desk) -> dict[str, str]:
    """What is the same in every row."""
    return {
        "question": export.question.typed(),
        "remarks": " ".join(remarks(export, desk)),
        "generation": desk.facts.generation,
        "made_on": desk.today.isoformat(),
    }


def _article(article: Article) -> dict[str, str]:
    return {
        "article": article.id,
        "author": article.author or "",
        "title": article.title or "",
        "outlet": article.outlet or "",
        "article_kind": article.kind,
        "language": article.language,
        "url": article.url or "",
        "published": edtf(article.published.date),
        "published_basis": article.published.basis,
        "filed_as": edtf(article.published.filed_as),
    }


def _fact(told: Told, desk: Desk) -> dict[str, str]:
    fact, vocabulary = told.fact, desk.facts.vocabulary
    return {
        "id": told.id,
        "kind": told.kind,
        "what": fact.what,
        "quote": fact.quote,
        "voice": fact.voice,
        "speaker": speakers(told, desk),
        "derived_from": fact.derived_from or "",
        "derived_how": fact.derived_how or "",
        "when_words": fact.when_words or "",
        "topics": "; ".join(labels(fact.topics, vocabulary.topics, desk)),
        "people": "; ".join(labels(fact.people, vocabulary.people, desk)),
        "happening": fact.happening or "",
        "notes": _numbered([note.text for note in fact.notes]),
        "note_sources": _numbered([note.source for note in fact.notes]),
        "note_disputes": _numbered([_disputed(note) for note in fact.notes]),
        "seal": told.seal or "",
        **(_figure(told, desk) if told.kind == "figure" else _dated(told)),
    }


def _dated(told: Told) -> dict[str, str]:
    when = when_of(told)
    row = {"when": edtf(when), "when_precision": precision(when) if when else ""}
    if told.kind == "event":
        return {**row, "status": told.event.status}
    return {**row, "occasion": told.quote.occasion or ""}


def _figure(told: Told, desk: Desk) -> dict[str, str]:
    figure, vocabulary = told.figure, desk.facts.vocabulary
    measure = vocabulary.measures[figure.measure]
    return {
        "period": edtf(figure.period),
        "period_precision": precision(figure.period) if figure.period else "",
        "as_of": edtf(figure.as_of),
        "status": figure.status,
        "relation": figure.relation,
        "value": digits(figure.value),
        "low": digits(figure.low),
        "high": digits(figure.high),
        "unit": unit_label(measure, desk),
        "claim": figure.claim or "",
        "measure": desk.say.label(measure),
        "direction": desk.say.label(measure.direction) if measure.direction else "",
    }


def _disputed(note: Note) -> str:
    """What a note disputes, and what it gives instead."""
    return " ".join(part for part in (note.disputes or "", edtf(note.rival)) if part)


def _numbered(texts: Sequence[str]) -> str:
    """A note by itself as it is, several with their numbers, by which their sources are found."""
    if len(texts) < 2:
        return "".join(texts)
    return " ".join(f"[{number}] {text}" for number, text in enumerate(texts, 1) if text)
