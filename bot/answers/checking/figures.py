"""Which figures of the articles a sentence is about, and what its numbers are beside theirs.

A measure is what a sentence is about only where the sentence names both its thing (one of its
names, with few words between) and its sides: "trade" is China's and Russia's only beside both. Of
"Russia's share of China's oil" the order counts, too. Rather nothing than a silly match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from bot.answers.checking.claims import Sentence
from bot.answers.checking.dates import Dated
from bot.answers.checking.manner import clause, is_denied, is_expected, is_of_a_part
from bot.answers.checking.others import is_of_outsiders, names_others
from bot.answers.checking.quantities import Quantity
from bot.answers.checking.units import in_unit, shape_of
from bot.answers.desk import Desk
from bot.corpus.dates import Edtf
from bot.corpus.judging import figures as judged
from bot.corpus.model import Figure
from bot.corpus.verdict import Judged
from bot.store.glossary import Hit
from bot.store.grouping import reach
from bot.store.models import Filters, Told
from bot.store.name_index import Name

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
    it gives no number; `date` is its date; `judged` is None where there is nothing to compare."""

    told: Told
    said: Figure | None
    date: Dated | None
    judged: Judged | None
    quantity: Quantity | None = None

    @property
    def rank(self) -> int:
        """Its place among what is told of a sentence, by verdict: what differs comes first."""
        return _ORDER.index(self.judged.verdict) if self.judged is not None else len(_ORDER)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A number of a sentence in the unit of a measure that it names, and how near they stand."""

    hit: Hit
    quantity: Quantity
    numbers: tuple[Decimal, ...]
    distance: int


def measures_of(sentence: Sentence, before: Sequence[Hit], desk: Desk) -> list[Hit]:
    """The measures that a sentence is about; "it" is what the sentence `before` was about."""
    measures = [hit for hit in sentence.things if hit.name.owner[0] == "measures"]
    hits = [hit for hit in _not_outdone(measures) if _is_about(hit, sentence, desk)]
    if hits or not sentence.goes_on():
        return hits
    return [replace(hit, start=0, end=0, anchor=0) for hit in before]


def compare_figures(sentence: Sentence, hits: Sequence[Hit], desk: Desk) -> list[Compared]:
    """The figures that a sentence's numbers, or its rank or date, can be held against."""
    pairs = sorted(_pairs(sentence, hits, desk), key=lambda pair: pair.distance)
    used: set[Quantity] = set()
    taken: set[tuple[str, str]] = set()
    found: list[Compared] = []
    for pair in pairs:
        period = sentence.period_of(pair.quantity)
        place = (pair.hit.name.owner[1], period.when.text if period and period.when else "")
        if pair.quantity in used or place in taken:
            continue
        if not _is_of_a_part(pair, sentence, desk):
            used.add(pair.quantity)
            taken.add(place)
            found += _beside(pair, period, desk)
    measured = {key for key, _ in taken}
    for hit in sorted(hits, key=lambda hit: -len(hit.name.tokens)):
        if hit.name.owner[1] not in measured and hit.end:
            measured.add(hit.name.owner[1])
            found += _without_number(hit, sentence, bool(found), desk)
    return found


def _pairs(sentence: Sentence, hits: Sequence[Hit], desk: Desk) -> Iterator[_Pair]:
    """Each number with each measure in whose unit it is."""
    vocabulary = desk.facts.vocabulary
    for hit in hits:
        shape = shape_of(vocabulary.units[vocabulary.measures[hit.name.owner[1]].unit])
        for quantity in sentence.quantities:
            numbers = in_unit(quantity, shape, hit.name.things)
            if numbers is not None:
                distance = sentence.distance(quantity.start, quantity.end, hit.anchor)
                closer = _CLOSER * len(hit.name.tokens)
                yield _Pair(hit, quantity, numbers, distance - closer)


def _is_of_a_part(pair: _Pair, sentence: Sentence, desk: Desk) -> bool:
    """Whether a number is of a part of what a measure is of: not trade, but the surplus in it."""
    hit, quantity = pair.hit, pair.quantity
    if is_of_outsiders(hit, sentence, quantity.start, quantity.end, desk):
        return True
    if quantity.sort not in ("money", "count"):
        return False
    measure = desk.facts.vocabulary.measures[hit.name.owner[1]]
    names = "; ".join((measure.en, measure.ru, measure.zh, *measure.aliases))
    places = {(quantity.start, quantity.end), (hit.anchor, max(hit.anchor, hit.end))}
    return any(is_of_a_part(clause(sentence.text, *place), names) for place in places)


def _not_outdone(hits: list[Hit]) -> list[Hit]:
    """Hits without those within a longer name of another measure: "tourists in Russia" within
    "Chinese tourists in Russia"."""
    return [
        hit
        for hit in hits
        if not any(
            other.start <= hit.start
            and hit.end <= other.end
            and len(other.name.tokens) > len(hit.name.tokens)
            and other.name.owner != hit.name.owner
            for other in hits
        )
    ]


def _is_about(hit: Hit, sentence: Sentence, desk: Desk) -> bool:
    key, glossary = hit.name.owner[1], desk.facts.glossary()
    sides = glossary.sides(key)
    if not sides:
        return hit.name.label or _is_telling(hit, desk)
    named = sentence.named()
    if any(side <= named for side in sides) and named.issuperset(hit.name.people):
        if names_others(hit, frozenset().union(*sides), sentence, desk):
            return False
        orders = _orders(key, sentence, desk)
        return not orders or bool(hit.name.people) or _order(sentence) in orders
    whole = not sentence.people and not sentence.nearby and not sentence.unknown
    return whole and not hit.name.people and _is_telling(hit, desk)


def _orders(key: str, sentence: Sentence, desk: Desk) -> frozenset[tuple[str, ...]]:
    """In which orders a sentence may name a measure's sides; Chinese takes the others' too."""
    glossary = desk.facts.glossary()
    own = glossary.orders(key, chinese=sentence.language == "zh")
    return own | glossary.orders(key, chinese=False) if own else own


def _order(sentence: Sentence) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.key for one in sentence.people))


def _is_telling(hit: Hit, desk: Desk) -> bool:
    """Whether a name says by itself what it is about: "bilateral trade", not "trade"."""
    name: Name = hit.name
    if desk.facts.glossary().names_a_topic(name):
        return False
    if name.chinese:
        return len(name.tokens) > 2
    return len(name.tokens) > 1 or (name.proper and name.exact is None)


def _beside(pair: _Pair, period: Dated | None, desk: Desk) -> list[Compared]:
    """The measure's figures that come nearest to what the message says."""
    said = _figure(pair.hit.name.owner[1], pair.quantity, pair.numbers, period)
    rows = [
        Compared(told, said, period, _judge(said, told, desk), pair.quantity)
        for told in _figures(pair.hit.name.owner[1], desk)
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
    found = judged(said, told.figure, (desk.today, last))
    if found.verdict == "different" and said.status == "forecast":
        return Judged("not-comparable", "forecast-against-measured")
    return found


def _without_number(hit: Hit, sentence: Sentence, others: bool, desk: Desk) -> list[Compared]:
    """A measure that a sentence names without a number of its unit: a rank in words, or a date."""
    key = hit.name.owner[1]
    vocabulary = desk.facts.vocabulary
    shape = shape_of(vocabulary.units[vocabulary.measures[key].unit])
    dated = [one for one in sentence.dates if one.when is not None]
    period = dated[0] if len(dated) == 1 else None
    if shape.sort == "rank" and _is_largest(sentence, hit):
        if is_denied(sentence.text, hit.start, hit.end):
            return []
        status = "forecast" if is_expected(sentence.text, hit.start, hit.end) else "measured"
        said = _made(key, {"value": Decimal(1), "relation": "exactly", "status": status}, period)
        rows = [
            Compared(told, said, period, _judge(said, told, desk)) for told in _figures(key, desk)
        ]
        return sorted(rows, key=_by_agreement)[:SHOWN]
    if others or period is None or period.when is None or sentence.quantities:
        return []
    return [
        Compared(told, None, period, None)
        for told in _figures(key, desk)
        if told.figure.relation == "claim" and told.figure.period == period.when
    ][:SHOWN]


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
