"""Whether a sentence is a plain statement that a measure was so much at some time.

It is one where, beside the measure's name, its parties, the number with its unit and one date,
there are none but words of a closed list. Of any other sentence it is not known what the number is
of: half of it, a fund for it, what nobody believes. A missed verdict is cheap, a wrong one is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.answers.checking import quantity_words as words
from bot.answers.checking.claims import Sentence
from bot.answers.checking.dates import Dated, part_of_year
from bot.answers.checking.earlier import Span, date_behind, earlier, end_of
from bot.answers.checking.quantities import Quantity
from bot.answers.checking.statement_words import goes_on_plainly, only_plain, tells_how_much
from bot.answers.checking.units import Shape, counts
from bot.answers.desk import Desk
from bot.store.glossary import Hit
from bot.store.text import placed_words

_KNOWN: Final = "\x01"
_DATE: Final = "\x02"
"""What stands in the place of what is understood; all else keeps its place."""
_BETWEEN = re.compile(r"(?<=\x01)(?:['’]s)?\s*(?:and|и|&|[-–—/]|和|与|,)\s*(?=\x01)")
_END = re.compile(
    r"[;；()（），。\n]|[.!！…]+[\s\"'”’»)]*\Z|[:：,、](?!\d)|\s[–—-]\s|\s(?:and|while|whereas|but|which|who)\s"
    r"|\s(?:а|но|и|тогда\s+как|котор\w+)\s"
)
_DATED = re.compile(
    r"\s*(?:[,，]\s*(?:in|for|в|за)?\s*\x02+(?!\s*[:：—–-]?\s*[$€\d])"
    r"|[(（]\s*(?:in|for|в|за)?\s*\x02+(?:\s*год[ау]?)?\s*[)）])"
)
_PARTNER_OF: Final = re.compile(
    r"(?i)\bpartners?\s+(?:of|for|to)\b|\bпартн[её]р\w*\s+(?:для|[А-ЯЁ])"
)
"""Whose partner it is comes last here, so that it is not told which of two a rank is of."""
_QUESTION = re.compile(r"[?？][\s\"'”’»)]*\Z")
_SAYS = re.compile(
    r"\s*(?:said|says|announced|reported|confirmed|сказал|заявил|сообщил|объявил|отметил|表示|称|说|宣布)"
)
_OF_ANOTHER = re.compile(r"\s+(?:of\s+)?(?:(?:its|the)\s+)?\Z")
_BOUND = re.compile(
    r"(?i)\b(?:at|least|most|no|not|less|fewer|lower|more|greater|higher|than|minimum|maximum|up|to|as"
    r"|much|many|under|below|short|over|above|beyond|excess|upwards|estimated|about|around|some"
    r"|roughly|approx\w*|nearly|almost|close"
    r"|(?:exceed|surpass|topp|outstripp|pass|cross|beat|broke)\w{0,3}"
    r"|не|менее|меньше|ниже|как|минимум|более|больше|выше|свыше|максимум|чем|сверх|около|примерно"
    r"|почти|порядка|приблизительно|(?:превы|перевал)\w+)\b|[~≈]"
    r"|至少|不少于|不低于|不下于?|至多|不超过|不高于|不多于|不到|低于|不足|少于|超过|超出|超|逾|突破|高于"
    r"|多于|大约|约为?|将近|接近|近"
)
_MONTHS = re.compile(r"\d{4}-\d\d/\d{4}-\d\d")
_BETWEEN_TWO = re.compile(r"(?i)\b(?:between|между)\s+\Z")
_THAT_IS = re.compile(
    r"(?i)[^,，(（\d]{0,12}[,，(（]\s*(?:or|i\.e\.|или|то\s+есть|约合|折合|合)?"
    r"\s*(?:about|around|roughly|nearly|около|примерно|约|近)?\s*"
)
_NEAR: Final = 16
_AROUND: Final = 44


@dataclass(frozen=True, slots=True)
class Statement:
    """A plain statement; `period` is the one date in it."""

    period: Dated | None


def statement(
    sentence: Sentence, hit: Hit, quantity: Quantity | None, shape: Shape, desk: Desk
) -> Statement | None:
    """The plain statement of a measure that a sentence makes with a number, or by a rank in words;
    None where it makes none."""
    if _QUESTION.search(sentence.text):
        return None
    if quantity is not None and (quantity.low < 0 or _is_before(quantity, hit, shape)):
        return None
    if shape.sort == "rank" and _PARTNER_OF.search(sentence.text):
        return None
    mask, dates = _covered(sentence, hit, quantity, shape, desk)
    end = mask.end(max(quantity.end if quantity else 0, hit.end))
    plain = (
        only_plain(mask.text[:end], shape.sort, pronouns=not hit.end)
        and goes_on_plainly(sentence.text[end:])
        and (quantity is None or tells_how_much(_before(quantity, mask.text)))
        and all(places[0][0] < end for places in _sides(sentence, hit, desk))
    )
    return _at_one_time(dates, end) if plain else None


def _covered(
    sentence: Sentence, hit: Hit, quantity: Quantity | None, shape: Shape, desk: Desk
) -> tuple[_Mask, list[Dated]]:
    """A sentence with all that is understood covered, and the dates that its number may be of."""
    mask, own = _Mask(sentence.text), _own_words(hit, desk)
    before = earlier(sentence) | _statements_before(sentence, quantity)
    for word in sentence.words:
        if word.token in own:
            mask.put(word.start, word.end)
    for start, end in _people(sentence, hit, desk):
        mask.put(start, end)
    mask.join()
    for date in sentence.dates:
        mask.put(date.start, date.end, _DATE)
    others = [date for _, date in before.values() if date is not None]
    dates = [one for one in sentence.dates if one not in others and one.text not in own]
    if any(date.when and _MONTHS.fullmatch(date.when.text) for date in dates):
        mask.put(*(part_of_year(sentence.text) or (0, 0)))
    for other in sentence.quantities:
        if other == quantity:
            for start, end in _said(other, sentence, shape):
                mask.put(start, end)
        elif (
            span := before[other][0] if other in before else _aside(other, quantity, sentence, hit)
        ):
            mask.put(*span)
    return mask, dates


def _statements_before(
    sentence: Sentence, quantity: Quantity | None
) -> dict[Quantity, tuple[Span, Dated | None]]:
    """The numbers before one that have each a date behind them, as it has itself: "$107 billion in
    2020 and $146.8 billion in 2021"."""
    text = sentence.text
    if quantity is None or date_behind(sentence, end_of(quantity, text)) is None:
        return {}
    dated = {
        one: date
        for one in sentence.quantities
        if one.end < quantity.start and (date := date_behind(sentence, end_of(one, text)))
    }
    return {one: ((one.start, date.end), date) for one, date in dated.items()}


def _at_one_time(dates: list[Dated], end: int) -> Statement | None:
    """The statement with its one date; None where there are more, or it is of a single day."""
    inside = [one for one in dates if one.start < end]
    if len({one.when for one in inside}) > 1 or (dates and not inside):
        return None
    if not inside:
        return Statement(None)
    [first, *_] = inside
    return None if first.when is None or first.when.day is not None else Statement(first)


def _is_before(quantity: Quantity, hit: Hit, shape: Shape) -> bool:
    """Whether a sum stands before what it is of, as in "$40bn of trade": it may be a part."""
    return shape.sort == "money" and quantity.end <= hit.anchor


class _Mask:
    """A sentence in which what is understood is covered, in its place."""

    def __init__(self, text: str) -> None:
        self.text = text

    def put(self, start: int, end: int, sign: str = _KNOWN) -> None:
        """Cover a span."""
        self.text = self.text[:start] + sign * (end - start) + self.text[end:]

    def join(self) -> None:
        """Cover what joins two that are covered: "China and Russia"."""
        self.text = _BETWEEN.sub(lambda found: _KNOWN * len(found[0]), self.text)

    def end(self, place: int) -> int:
        """Where the clause ends that holds a place; a date in brackets is in it, too."""
        while True:
            found = _END.search(self.text, place)
            if found is None:
                return len(self.text)
            dated = _DATED.match(self.text, found.start())
            if dated is None:
                return found.start()
            place = dated.end()


def _own_words(hit: Hit, desk: Desk) -> frozenset[str]:
    """The tokens of all names of a measure, of its direction and of its unit."""
    vocabulary = desk.facts.vocabulary
    measure = vocabulary.measures[hit.name.owner[1]]
    labels = (measure, measure.direction, vocabulary.units[measure.unit])
    texts = [text for each in labels if each is not None for text in (each.en, each.ru, each.zh)]
    return frozenset(
        word.token for text in (*texts, *measure.aliases) for word in placed_words(text or "")
    )


def _people(sentence: Sentence, hit: Hit, desk: Desk) -> list[Span]:
    """Where a sentence names the parties of a measure, or a person who says it; of a measure
    without parties, any person."""
    sides = desk.facts.glossary().sides(hit.name.owner[1])
    known = frozenset(hit.name.people).union(*sides)
    people = desk.facts.vocabulary.people
    spans = [
        (one.key, sentence.words[one.first].start, sentence.words[one.last].end)
        for one in sentence.people
    ]
    return [
        (start, end)
        for key, start, end in spans
        if key in known
        or (people[key].kind == "person" and (not sides or _SAYS.match(sentence.text, end)))
    ]


def _sides(sentence: Sentence, hit: Hit, desk: Desk) -> Iterator[list[Span]]:
    """The places of each party that a sentence must name."""
    named = sentence.named() | frozenset(hit.name.people)
    sides = desk.facts.glossary().sides(hit.name.owner[1])
    whole = next((side for side in sides if side <= named), frozenset())
    for key in whole & sentence.keys:
        yield [
            (sentence.words[one.first].start, sentence.words[one.last].end)
            for one in sentence.people
            if one.key == key
        ]


def _said(quantity: Quantity, sentence: Sentence, shape: Shape) -> Iterator[Span]:
    """A number, its unit, and the words beside it that were read as its floor or ceiling."""
    text = sentence.text
    end = end_of(quantity, text)
    yield quantity.start, end
    for word in sentence.words:
        if end <= word.start < end + _AROUND and counts(word.token, shape):
            yield word.start, word.end
    if quantity.relation in ("exactly", "between"):
        return
    first = max(0, quantity.start - _AROUND)
    for relation, pattern in words.RELATIONS[sentence.language]:
        found = pattern.search(text[first : quantity.start])
        if relation == quantity.relation and found is not None:
            yield from _bound(first + found.start(), quantity.start, text)
            return
    for pattern in (words.MORE_BEHIND, words.SO_BEHIND, words.MORE_INSIDE):
        if found := pattern.match(text, end) or pattern.match(text, quantity.end):
            yield found.span()


def _before(quantity: Quantity, text: str) -> str:
    """The words before a number; "between" is a part of one with two ends."""
    before = text[: quantity.start]
    return before if quantity.high is None else _BETWEEN_TWO.sub("", before)


def _is_the_same_in_other_money(other: Quantity, quantity: Quantity, text: str) -> bool:
    """Whether a sum only repeats one before it: "1 trillion yuan, or about $147 billion"."""
    return (
        other.sort == quantity.sort == "money"
        and other.currency != quantity.currency
        and other.end <= quantity.start
        and _THAT_IS.fullmatch(text[other.end : quantity.start]) is not None
    )


def _bound(start: int, end: int, text: str) -> Iterator[Span]:
    """The words between two places that make a bound; others there must be harmless themselves."""
    for found in _BOUND.finditer(text, start, end):
        yield found.span()


def _aside(other: Quantity, quantity: Quantity | None, sentence: Sentence, hit: Hit) -> Span | None:
    """What a number is told with that is no other number of the measure: how much it changed, the
    same once more, or another measure's."""
    if quantity is not None and _is_the_same_in_other_money(other, quantity, sentence.text):
        return other.start, quantity.start
    if other.change or (quantity is not None and _value(other) == _value(quantity)):
        return other.start, other.end
    end = _end_with_another(other, sentence, hit)
    return (other.start, end) if end is not None else None


def _value(quantity: Quantity) -> tuple[object, ...]:
    return quantity.sort, quantity.currency, quantity.low, quantity.high, quantity.relation


def _end_with_another(quantity: Quantity, sentence: Sentence, hit: Hit) -> int | None:
    """Where a number ends with the other measure it is of: "30% of its coal"."""
    for other in sentence.things:
        if other.name.owner[0] != "measures" or other.name.owner == hit.name.owner:
            continue
        between = sentence.text[quantity.end : other.anchor]
        if len(between) <= _NEAR and _OF_ANOTHER.fullmatch(between):
            thing = next(word for word in sentence.words if word.start == other.anchor)
            return thing.end
    return None
