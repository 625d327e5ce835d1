"""The rules for one fact by itself: what its fields must be to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.corpus.dates import Edtf, Precision
from bot.corpus.mentions import find_mentions
from bot.corpus.model import MAX_QUOTE_WORDS, Article, Event, Fact, Figure
from bot.corpus.proof import normalise, words_of

Path = tuple[str | int, ...]
Found = Iterator[tuple[Path, str]]

YEARS = range(1000, 2201)
"""Years a fact may lie in; anything else is far more likely a slip than history."""

_FIRST = re.compile(
    r"\b(?:(?:larg|bigg|great|high|long|old|new|strong|fast|deep|wid|rich|clos)est|first|most"
    r"|leading|top|main|крупнейш\w+|главн\w+|перв\w+)\b|最|第一",
    re.IGNORECASE,
)
"""Superlatives that say a rank without a number: the first."""

_NOT_EXACT = re.compile(
    r"(over|more than|above|exceed\w*|surpass\w*|passed|about|around|roughly|approximately|nearly"
    r"|almost|close to|up to|at least|at most|under|below|less than|fewer than|some)"
    r"(?: the(?: \w+){0,2} mark of)?[ $€£¥]*$",
    re.IGNORECASE,
)
"""Words directly before a number that make it a floor, a ceiling or an approximation."""

_PERCENT = {"half": Decimal(50), "quarter": Decimal(25)}


def fact_rules(fact: Fact, article: Article) -> Found:
    """Every rule that `fact` breaks, as the path of the field and a message."""
    words = len(words_of(fact.quote))
    if words > MAX_QUOTE_WORDS:
        yield ("quote",), f"the quote has {words} words; expected at most {MAX_QUOTE_WORDS}"
    yield from _voice(fact)
    yield from _derivation(fact, article)
    yield from _notes(fact)
    if isinstance(fact, Figure):
        yield from _figure(fact, article)
    if isinstance(fact, Event) and fact.status == "happened" and fact.when is not None:
        published = article.published.date or article.published.filed_as
        if published is not None and fact.when.earliest > published.latest:
            yield (
                ("status",),
                (
                    f"happened at {fact.when.text}, after the article ({published.text});"
                    " expected planned, or another date"
                ),
            )


def _voice(fact: Fact) -> Found:
    if fact.voice == "author" and fact.speaker:
        yield ("speaker",), "has a speaker, but the author's voice; expected direct or reported"
    if fact.voice != "author" and not fact.speaker:
        yield ("voice",), f"voice is {fact.voice}, but no speaker is named; expected a speaker"


def date_field(fact: Fact) -> tuple[str, Edtf | None]:
    """The name of the fact's date field and its value."""
    if isinstance(fact, Figure):
        return "period", fact.period
    return "when", getattr(fact, "when", None)


def _derivation(fact: Fact, article: Article) -> Found:
    name, when = date_field(fact)
    if (fact.derived_from is None) != (fact.derived_how is None):
        yield (
            ("derived_from",),
            "derived_from and derived_how go together: the words, and how the date follows",
        )
    if when is None:
        if fact.derived_from is not None and not isinstance(fact, Figure):
            yield ("derived_from",), f"derived_from without {name}; expected a date"
        return
    ends = [moment for moment in (when.start, when.end) if moment is not None]
    if any(moment.earliest().year not in YEARS for moment in ends):
        yield (name,), f"{when.text} lies outside {YEARS.start} to {YEARS.stop - 1}"
    if fact.derived_from is None and not _says(fact.quote, when, article.language):
        yield (
            (name,),
            (
                f"the quote does not say {when.text}; take its date words into the quote, or give"
                " the words it is derived from in derived_from, and how in derived_how"
            ),
        )


def _says(quote: str, when: Edtf, language: str) -> bool:
    """Whether a quote holds every end of a date: the digits of its years and days, and its months
    in the languages whose months we know.
    """
    months = {
        value
        for mention in find_mentions(quote, language)
        if mention.kind in ("date", "month")
        for value in mention.values
    }
    knows_months = language.partition("-")[0].lower() in ("en", "ru", "zh")
    numbers = set(re.findall(r"\d+", quote))
    for moment in (when.start, when.end):
        if moment is None:
            continue
        year = f"{moment.earliest().year:04d}"
        if moment.precision in (Precision.CENTURY, Precision.DECADE):
            if not re.search(rf"{year}s", quote):
                return False
        elif year not in numbers:
            return False
        if knows_months and moment.month is not None and moment.month not in months:
            return False
        if moment.precision is Precision.DAY and not re.search(
            rf"(?<!\d)0?{moment.earliest().day}(?!\d)", quote
        ):
            return False
    return True


def _notes(fact: Fact) -> Found:
    _, when = date_field(fact)
    for index, note in enumerate(fact.notes):
        path: Path = ("notes", index)
        if note.disputes == "when" and when is None:
            yield path, "disputes the date of a fact that has none"
        if note.disputes == "value" and not isinstance(fact, Figure):
            yield path, "disputes the value of a fact that is no figure"
        if note.rival is not None and note.disputes != "when":
            yield path, "rival is another date; expected disputes: when beside it"
        if note.rival is not None and when is not None and note.rival.text == when.text:
            yield path, f"the rival date is the fact's own, {when.text}"


def _figure(figure: Figure, article: Article) -> Found:
    has_range = figure.low is not None or figure.high is not None
    if figure.relation == "claim":
        if figure.value is not None or has_range or figure.claim is None:
            yield ("relation",), "relation is claim; expected the words in claim, and no number"
        elif normalise(figure.claim) not in normalise(figure.quote):
            yield ("claim",), f"{figure.claim!r} does not stand in the quote"
    elif figure.claim is not None:
        yield ("claim",), "claim is only for relation: claim, a claim without a number"
    elif figure.relation == "between":
        if figure.low is None or figure.high is None or figure.value is not None:
            yield ("relation",), "relation is between; expected low and high, and no value"
        elif figure.low >= figure.high:
            yield ("low",), f"low {figure.low:f} is not below high {figure.high:f}"
    elif figure.value is None or has_range:
        yield ("relation",), f"relation is {figure.relation}; expected a value, no low or high"
    yield from _exact(figure, article.language)
    said = numbers_in(figure.quote, article.language)
    for name in ("value", "low", "high"):
        number: Decimal | None = getattr(figure, name)
        if number is not None and number not in said and figure.derived_from is None:
            yield (
                (name,),
                (
                    f"{number:f} is not among the numbers of the quote"
                    f" ({', '.join(sorted(format(n, 'f') for n in said)) or 'none'}); take it into"
                    " the quote, or give the words it follows from in derived_from, and how in"
                    " derived_how"
                ),
            )


def _exact(figure: Figure, language: str) -> Found:
    """A number that the quote makes a floor, a ceiling or an approximation is not exact."""
    if figure.relation != "exactly":
        return
    for mention in find_mentions(figure.quote, language):
        before = _NOT_EXACT.search(figure.quote[max(0, mention.start - 40) : mention.start])
        said = {value * scale for value in mention.values for scale in (1, mention.scale)}
        if before is not None and figure.value in said:
            yield (
                ("relation",),
                (
                    f"relation is exactly, but the quote says {before[1]!r} before the number;"
                    " expected over, about, at-least, under, at-most or up-to"
                ),
            )


def numbers_in(quote: str, language: str) -> set[Decimal]:
    """The numbers that a quote says: as written, in full, half or a quarter as percent, and rank 1
    for a superlative such as "largest".
    """
    numbers: set[Decimal] = {Decimal(1)} if _FIRST.search(quote) else set()
    for mention in find_mentions(quote, language):
        numbers |= set(mention.values)
        numbers |= {value * mention.scale for value in mention.values}
        numbers |= {value * 100 for value in mention.values if value < 1}
        numbers |= {value for word, value in _PERCENT.items() if word in mention.text.lower()}
    return numbers
