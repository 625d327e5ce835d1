"""A made-up corpus amended so that it passes the check: quotes hold their dates and numbers.

The made-up facts themselves stay as they are, for what was compiled of them is measured too.
"""

from __future__ import annotations

import calendar
import hashlib

from bot.corpus.dates import Edtf, Moment, Precision, parse_edtf
from bot.corpus.model import ArticleFile, Event, Fact, Figure, Quote
from bot.corpus.proof import Place, SealFile, seal
from bot.corpus.rules import date_field
from tests.benchmarks.dates import LAST

_WORDS = 28
"""So many words of a made-up quote are kept at most, so that its date and number fit in."""

_PUBLISHED = {
    Precision.DAY: parse_edtf(f"{LAST}-12-31"),
    Precision.MONTH: parse_edtf(f"{LAST}-12~"),
    Precision.YEAR: parse_edtf(f"{LAST}"),
}
"""Made-up articles tell of what happened long after them: they come out later, as exactly dated."""


def proved(file: ArticleFile) -> ArticleFile:
    """An article whose facts say in their quotes what they state, and that came out after them."""
    published = file.article.published
    date = published.date
    later = (
        {"date": _PUBLISHED[date.start.precision]}
        if date is not None and date.start is not None
        else {"filed_as": parse_edtf(str(LAST))}
    )
    article = file.article.model_copy(update={"published": published.model_copy(update=later)})
    return file.model_copy(
        update={
            "article": article,
            "events": tuple(map(_event, file.events)),
            "figures": tuple(map(_figure, file.figures)),
            "quotes": tuple(map(_quote, file.quotes)),
        }
    )


def sealed(file: ArticleFile) -> SealFile:
    """The seals of an article's quotes, as if they stood one after the other in its text."""
    text = "sha256:" + hashlib.sha256(file.article.id.encode()).hexdigest()
    seals: dict[str, str] = {}
    start = 0
    for _, fact in file.facts():
        end = start + len(fact.quote)
        seals[fact.id] = seal(text, Place(start, end), fact.quote)
        start = end + 1
    return SealFile(format="1", article=file.article.id, text=text, seals=seals)


def _event(event: Event) -> Event:
    return event.model_copy(update=_derived(event) | {"quote": _saying(event)})


def _quote(quote: Quote) -> Quote:
    return quote.model_copy(update=_derived(quote) | {"quote": _saying(quote)})


def _figure(figure: Figure) -> Figure:
    low, high = figure.low, figure.high
    if low is not None and high is not None and low >= high:
        high = low + 1
    numbers = [f"{number:f}" for number in (figure.value, low, high) if number is not None]
    said = [figure.claim] if figure.claim else [f"at {' to '.join(numbers)}"]
    quote = _saying(figure, *said)
    return figure.model_copy(update={"low": low, "high": high, "quote": quote})


def _derived(fact: Fact) -> dict[str, None]:
    """A derivation is that of a date: without one there is none."""
    _, when = date_field(fact)
    return {} if when is not None else {"derived_from": None, "derived_how": None}


def _saying(fact: Fact, *said: str) -> str:
    """The quote with what else it must say, and with the fact's date if it is not derived."""
    _, when = date_field(fact)
    dated = () if when is None or fact.derived_from is not None else (_in_words(when),)
    return " ".join((*fact.quote.split()[:_WORDS], *dated, *said))


def _in_words(when: Edtf) -> str:
    ends = [_moment(moment) for moment in (when.start, when.end) if moment is not None]
    return f"from {ends[0]} to {ends[1]}" if len(ends) == 2 else f"in {ends[0]}"


def _moment(moment: Moment) -> str:
    if moment.precision is Precision.DECADE:
        return f"{moment.year}s"
    month = f"{calendar.month_name[moment.month]} " if moment.month else ""
    return f"{f'{moment.day} ' if moment.day else ''}{month}{moment.year}"
