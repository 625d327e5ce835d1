"""What a sentence's numbers are beside the figures of the measures that it is about.

There is a verdict only on a plain statement of the measure. Beside any other sentence stands what
the articles say of that measure and time, and why nothing is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.answers.checking.claims import Sentence
from bot.answers.checking.dates import Dated
from bot.answers.checking.earlier import earlier
from bot.answers.checking.manner import is_denied, is_expected
from bot.answers.checking.quantities import Quantity
from bot.answers.checking.statements import statement
from bot.answers.checking.units import Shape, WhyNot, in_unit, shape_of, why_none
from bot.answers.desk import Desk
from bot.answers.verdict_lines import is_count
from bot.corpus.dates import Edtf
from bot.corpus.judging import figures as judged
from bot.corpus.model import Figure
from bot.corpus.verdict import Judged
from bot.store.glossary import Hit
from bot.store.grouping import reach
from bot.store.models import Filters, Told

ROWS = 60
"""So many figures of a measure are looked at."""
SHOWN = 3
"""So many of them are shown with one number of a message."""
NEAREST = 2
"""So many, where it can be compared with none of them."""
_ORDER: Final = ("different", "same", "compatible", "not-comparable")
_FAR = 10**7
"""Days from any period to none."""
_CLOSER = 12
"""A name with one word more counts as so many characters nearer."""
_BEFORE = 28
_LARGEST = re.compile(
    r"(?i)\b(?:largest|biggest|top|main|leading|number one)\b|\b(?:крупнейш|главн)\w*"
    r"|最大|第一大|头号"
)
_ONE_OF = re.compile(
    r"(?i)\bone of\b|\bamong\b|\bод(?:ин|на|но|ним|ной) из\b|\bсреди\b|之一"
    r"|\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\b"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A fact beside a sentence. `said` is the sentence's figure in the measure's unit, None where
    it gives no number; `date` is its date; `judged` is None where there is nothing to compare, and
    `why` says then why not, where it is not for the usual reason."""

    told: Told
    said: Figure | None
    date: Dated | None
    judged: Judged | None
    quantity: Quantity | None = None
    why: WhyNot | None = None

    @property
    def rank(self) -> int:
        """Its place among what is told of a sentence, by verdict: what differs comes first."""
        return _ORDER.index(self.judged.verdict) if self.judged is not None else len(_ORDER)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A number of a sentence in the unit of a measure that it names, and how near they stand."""

    hit: Hit
    shape: Shape
    quantity: Quantity
    numbers: tuple[Decimal, ...]
    distance: int
    why: WhyNot | None
    """Why the number can be held against nothing."""

    @property
    def key(self) -> str:
        """The measure's."""
        return self.hit.name.owner[1]


def compare_figures(sentence: Sentence, hits: Sequence[Hit], desk: Desk) -> list[Compared]:
    """The figures that a sentence's numbers, or its rank or date, can be held against; of a measure
    whose number is not plainly told, what the articles say of it."""
    pairs = sorted(_pairs(sentence, hits, desk), key=lambda pair: pair.distance)
    used: set[Quantity] = set()
    taken: set[tuple[str, str]] = set()
    found: list[Compared] = []
    for pair in pairs:
        if pair.quantity in used or pair.why:
            continue
        told = statement(sentence, pair.hit, pair.quantity, pair.shape, desk)
        if told is None:
            continue
        place = (pair.key, told.period.when.text if told.period and told.period.when else "")
        if place not in taken:
            used.add(pair.quantity)
            taken.add(place)
            found += _beside(pair, told.period, desk)
    measured = {key for key, _ in taken}
    for hit in sorted(hits, key=lambda hit: -len(hit.name.tokens)):
        if hit.name.owner[1] not in measured and (rank := _rank_in_words(hit, sentence, desk)):
            measured.add(hit.name.owner[1])
            found += rank
    for pair in pairs:
        if pair.key not in measured and pair.quantity not in used:
            measured.add(pair.key)
            used.add(pair.quantity)
            period = sentence.period_of(pair.quantity) or _only_date(sentence)
            reason = pair.why or "number-not-plain"
            found += _told(pair.key, period, reason, pair.quantity, desk)
    return found or _without_number(hits, sentence, desk)


def _pairs(sentence: Sentence, hits: Sequence[Hit], desk: Desk) -> Iterator[_Pair]:
    """Each number with each measure in whose unit it is, or is told of."""
    vocabulary = desk.facts.vocabulary
    before = earlier(sentence)
    for hit in hits:
        shape = shape_of(vocabulary.units[vocabulary.measures[hit.name.owner[1]].unit])
        for quantity in sentence.quantities:
            numbers = in_unit(quantity, shape, hit.name.things)
            why = None if numbers else why_none(quantity, shape, hit.name.things)
            if numbers and quantity in before:
                why = "number-not-plain"
            if numbers or why:
                distance = sentence.distance(quantity.start, quantity.end, hit.anchor)
                closer = _CLOSER * len(hit.name.tokens)
                yield _Pair(hit, shape, quantity, numbers or (), distance - closer, why)


def _beside(pair: _Pair, period: Dated | None, desk: Desk) -> list[Compared]:
    """The measure's figures that come nearest to what the message says."""
    said = _figure(pair.key, pair.quantity, pair.numbers, period)
    rows = [
        Compared(told, said, period, _judge(said, told, desk), pair.quantity)
        for told in _figures(pair.key, desk)
    ]
    comparable = [one for one in rows if one.judged and one.judged.verdict != "not-comparable"]
    if comparable:
        return sorted(comparable, key=_by_agreement)[:SHOWN]
    return sorted(rows, key=lambda one: _apart(one, period))[:NEAREST]


def _by_agreement(one: Compared) -> int:
    """What agrees comes first: of a measure's many figures that is the one that is meant."""
    assert one.judged is not None
    return ("same", "compatible", "different", "not-comparable").index(one.judged.verdict)


def _apart(one: Compared, period: Dated | None) -> tuple[int, bool]:
    """How far a figure's period is from the message's, none being near none; then those without
    a number last."""
    other = one.told.figure.period
    no_number = one.told.figure.relation == "claim"
    when = period.when if period is not None else None
    if when is None or other is None:
        return (0 if when is other else _FAR), no_number
    days = (when.earliest - other.latest).days, (other.earliest - when.latest).days
    return max(0, *days), no_number


def _judge(said: Figure, told: Told, desk: Desk) -> Judged:
    article = desk.facts.by_slug[told.article].article
    period = told.figure.period
    last = reach(period, article)[1] if period is not None else None
    whole = is_count(told.figure, desk)
    found = judged(said, told.figure, (desk.today, last), whole=whole)
    if found.verdict == "different" and said.status == "forecast":
        return Judged("not-comparable", "forecast-against-measured")
    return found


def _rank_in_words(hit: Hit, sentence: Sentence, desk: Desk) -> list[Compared]:
    """What is told of as the largest, beside the ranks that the articles give."""
    key = hit.name.owner[1]
    vocabulary = desk.facts.vocabulary
    shape = shape_of(vocabulary.units[vocabulary.measures[key].unit])
    if shape.sort != "rank" or not hit.end or not _is_largest(sentence, hit):
        return []
    told = statement(sentence, hit, None, shape, desk)
    if told is None:
        denied = is_denied(sentence.text, hit.start, hit.end)
        reason: WhyNot = "denied" if denied else "number-not-plain"
        return _told(key, _only_date(sentence), reason, None, desk)
    status = "forecast" if is_expected(sentence.text, hit.start, hit.end) else "measured"
    amount = {"value": Decimal(1), "relation": "exactly", "status": status}
    said = _made(key, amount, told.period)
    rows = [
        Compared(one, said, told.period, _judge(said, one, desk)) for one in _figures(key, desk)
    ]
    return sorted(rows, key=_by_agreement)[:SHOWN]


def _told(
    key: str, period: Dated | None, why: WhyNot, quantity: Quantity | None, desk: Desk
) -> list[Compared]:
    """What the articles say of a measure, of the time that a sentence names if they do."""
    rows = [Compared(one, None, period, None, quantity, why) for one in _figures(key, desk)]
    when = period.when if period is not None else None
    rows.sort(key=lambda one: (_apart(one, period)[0], one.told.figure.period != when))
    near = [one for one in rows if _apart(one, period)[0] == 0]
    return near[:SHOWN] or rows[:NEAREST]


def _without_number(hits: Sequence[Hit], sentence: Sentence, desk: Desk) -> list[Compared]:
    """What the articles say of a measure and a time that a sentence names without any number."""
    period = _only_date(sentence)
    if period is None or sentence.quantities:
        return []
    found: dict[str, list[Compared]] = {}
    for hit in sorted(hits, key=lambda hit: -len(hit.name.tokens)):
        key = hit.name.owner[1]
        if hit.end and key not in found:
            rows = _told(key, period, "no-number", None, desk)
            found[key] = [one for one in rows if _apart(one, period)[0] == 0]
    return [one for rows in found.values() for one in rows]


def _only_date(sentence: Sentence) -> Dated | None:
    """The one date with a year that a sentence names."""
    dated = [one for one in sentence.dates if one.when is not None]
    return dated[0] if len(dated) == 1 else None


def _is_largest(sentence: Sentence, hit: Hit) -> bool:
    """Whether a name is told of as the largest, not as one of the largest."""
    around = sentence.text[max(0, hit.start - _BEFORE) : hit.end]
    return (
        _LARGEST.search(around) is not None
        and _ONE_OF.search(sentence.text[max(0, hit.start - _BEFORE) : hit.end + 2]) is None
    )


def _figures(key: str, desk: Desk) -> list[Told]:
    page = desk.facts.page("figures", Filters(measure=key), 0, ROWS)
    return [told for row in page.rows for told in row.facts]


def _figure(
    key: str, quantity: Quantity, numbers: tuple[Decimal, ...], period: Dated | None
) -> Figure:
    status = "forecast" if quantity.expected else "measured"
    if len(numbers) == 2:
        low, high = numbers
        amount = {"low": low, "high": high, "relation": "between", "status": status}
    else:
        amount = {"value": numbers[0], "relation": quantity.relation, "status": status}
    return _made(key, amount, period)


def _made(key: str, amount: Mapping[str, object], period: Dated | None) -> Figure:
    """What the message says as a figure. Its words are in no field of it."""
    when: Edtf | None = period.when if period is not None else None
    values = {"id": "message", "what": "-", "quote": "-", "measure": key, "period": when}
    return Figure.model_validate({**values, **amount})
