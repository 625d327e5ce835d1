"""The dates that a sentence names, as periods; one without a year can be compared with none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from bot.answers.checking.chinese_numbers import small_number
from bot.answers.checking.manner import is_base, is_denied, is_expected
from bot.corpus.dates import Edtf, Precision, parse_edtf
from bot.corpus.mentions import Mention
from bot.corpus.typed_dates import TypedDateError, parse_typed


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a sentence: its place, and what it means; None where it has no year. `denied`
    says that what it is the date of was not so, `expected` that it is to be so, `base` that it is
    only of what something else is held against."""

    start: int
    end: int
    text: str
    when: Edtf | None
    denied: bool = False
    expected: bool = False
    base: bool = False


_YEAR = r"(1[5-9]\d\d|20\d\d|21\d\d)"
_ONE_YEAR = re.compile(rf"{_YEAR}(?:s|['’]s)?")
_SPAN = re.compile(rf"{_YEAR}\s?[-–—/]\s?(?:{_YEAR}|(\d\d))(?!\d)")
_PREFIX = re.compile(r"(?i)^(?:early|late|mid|pre|post)[-\s]+(?:the\s+)?")
# "20-22 March 2023", "March 20-22, 2023"
_DAYS = re.compile(r"(\D*)(\d{1,2})\s?[-–—]\s?(\d{1,2})((?:\s|,).*)")
_WEEKDAY = re.compile(r"(?i)^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+")
_SEASON = re.compile(rf"(?i)(spring|summer|autumn|fall|winter)\s+(?:of\s+)?{_YEAR}")
_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SINCE = re.compile(r"(?i)(?:\bsince\s+(?:the\s+)?|(?:^|\s)(?:начиная\s+)?с\s+|自从?\s?)$")
_SINCE_AFTER = re.compile(r"\s?年?(?:以来|至今|起)")
_UNTIL = re.compile(r"\s+(?:год[ау]?\s+|г\.?\s+)?(?:по|до|to|till|until)\b")
_BEFORE_SINCE = 14
_BEFORE_BOUND = 40
_PART_OF = r"(?:(?:the\s+)?(?:very\s+)?(?:end|start|beginning|middle|close)\s+of\s+)?(?:the\s+)?"
_JOINT = re.compile(
    r"(?:\s*г(?:ода?|\.)?|\s*年)?"
    r"(?:\s*[-–—]\s*|,?\s+(?:to|until|till|through|по|до)\s+|\s*[至到]\s*)"
)
_BESIDE = re.compile(r"(?:\s*г(?:ода?|\.)?|\s*年)?(?:,?\s+(?:and|or|и|или)\s+|\s*[、和与及&]\s*)")

_SO_MANY = r"\d{1,2}|three|four|five|six|seven|eight|nine|ten|eleven"
_FIRST_MONTHS = re.compile(
    rf"(?i)\bfirst\s+(?P<en>{_SO_MANY})\s+months\b"
    rf"|\b(?:in|over|for|during)\s+(?:the\s+)?(?P<of>{_SO_MANY})\s+months\s+of\b"
    r"|(?P<ru>\d{1,2})\s+месяц\w*"
    r"|前(?P<zh>\d{1,2}|[一二三四五六七八九十两]{1,2})\s?个?月"
    r"|(?<![\d十])[1一]\s?月?[-–—至到]\s?(?P<zhto>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月"
    r"|\bJan(?:uary|\.)?\s?(?:[-–—]|to|through)\s?(?P<to>Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov)"
)  # fmt: skip
_HALF = re.compile(
    r"(?i)\b(?P<h>first|second)\s+half\b|\bH(?P<hn>[12])\b|(?P<ru>перв|втор)\w*\s+полугод|(?P<zh>[上下])半年"
)
_QUARTER = re.compile(
    r"(?i)\b(?P<q>first|second|third|fourth|last|final)\s+quarter\b|\bQ(?P<qn>[1-4])\b"
    r"|(?P<ru>перв|втор|трет|четв)\w*\s+квартал|第?(?P<zh>[一二三四])季度"
)
_WORDS: Final = {
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4,
    "final": 4, "перв": 1, "втор": 2, "трет": 3, "четв": 4, "上": 1, "下": 2, "一": 1, "二": 2,
    "三": 3, "四": 4,
}  # fmt: skip


_BOUNDS: Final = (
    (
        re.compile(rf"(?i)\b(?:before|prior\s+to|ahead\s+of|перед|раньше)\s+{_PART_OF}\Z"),
        re.compile(r"\s?年?(?:之前|以前|前(?![\d一二三四五六七八九十两]))"),
        "before",
    ),
    (
        re.compile(rf"(?i)\b(?:after|following|later\s+than|после)\s+{_PART_OF}\Z"),
        re.compile(r"\s?年?(?:之后|以后|后)"),
        "after",
    ),
    (
        re.compile(
            rf"(?i)\b(?:(?:up\s+|down\s+)?until|till|by|up\s+to|no\s+later\s+than"
            rf"|(?:years|decades?|months)\s+(?:to|through)|до|к(?:\s+концу)?)\s+{_PART_OF}\Z"
        ),
        re.compile(r"\s?年?(?:底前|为止)"),
        "until",
    ),
)


def dates_in(sentence: str, mentions: Sequence[Mention], today: date) -> list[Dated]:
    """The dates among a sentence's mentions, in order. "Today" and "last year" are none."""
    found = []
    for mention in mentions:
        when = _when(mention, today)
        if when is None and mention.kind not in ("date", "month"):
            continue
        if when is not None:
            when = _bounded(sentence, mention, _since(sentence, mention, when))
        found.append(
            Dated(
                mention.start, mention.end, mention.text, when,
                is_denied(sentence, mention.start, mention.end),
                is_expected(sentence, mention.start, mention.end),
                is_base(sentence, mention.start),
            )
        )  # fmt: skip
    return _narrowed(sentence, _joined(sentence, found, today))


def is_year(mention: Mention) -> bool:
    """Whether a number looks like a year or a span of years."""
    return (
        mention.kind == "number"
        and mention.scale == 1
        and (
            _ONE_YEAR.fullmatch(mention.text) is not None
            or _SPAN.fullmatch(mention.text) is not None
        )
    )


def _when(mention: Mention, today: date) -> Edtf | None:
    text = mention.text
    if mention.kind == "number":
        if span := _SPAN.fullmatch(text):
            first, last, short = span.groups()
            return _edtf(f"{first}/{last or first[:2] + short}")
        return _edtf(text[:4]) if is_year(mention) else None
    if mention.kind != "date":
        return None
    if season := _SEASON.fullmatch(text):
        return _edtf(f"{season[2]}-{_SEASONS[season[1].lower()]}")
    text, vague = _PREFIX.subn("", _WEEKDAY.sub("", text))
    if days := _DAYS.fullmatch(text):
        before, *two, behind = days.groups()
        ends = [_typed(f"{before}{day}{behind}", today) for day in two]
        return None if None in ends else _edtf("/".join(end.text for end in ends if end))
    when = _typed(text, today)
    if when is not None and vague and when.text.replace("-", "").isalnum():
        return _edtf(f"{when.text}~")
    return when


def _typed(text: str, today: date) -> Edtf | None:
    try:
        return parse_typed(text, today).period
    except TypedDateError:
        return None


def _edtf(text: str) -> Edtf | None:
    try:
        return parse_edtf(text)
    except ValueError:
        return None


def _since(sentence: str, mention: Mention, when: Edtf) -> Edtf:
    """A date after "since" as the beginning of an open period."""
    before = sentence[max(0, mention.start - _BEFORE_SINCE) : mention.start]
    since = _SINCE.search(before) or _SINCE_AFTER.match(sentence, mention.end)
    if "/" in when.text or not since or _UNTIL.match(sentence, mention.end):
        return when
    return _edtf(f"{when.text}/..") or when


def _bounded(sentence: str, mention: Mention, when: Edtf) -> Edtf:
    """A date after "before", "until" or "after" as the time before or after it."""
    if when.is_interval:
        return when
    before = sentence[max(0, mention.start - _BEFORE_BOUND) : mention.start]
    for pattern, behind, bound in _BOUNDS:
        if pattern.search(before) or behind.match(sentence, mention.end):
            return _edtf(_side(when, bound)) or when
    return when


def _side(when: Edtf, bound: str) -> str:
    """The time on one side of a date, which is in it for "until" alone."""
    if bound == "before" and when.earliest > date.min:
        return f"../{_named(when.earliest - timedelta(1), when)}"
    if bound == "after" and when.latest < date.max:
        return f"{_named(when.latest + timedelta(1), when)}/.."
    return f"../{when.text}"


def _named(day: date, like: Edtf) -> str:
    """The year, month or day of a day, as precise as another date."""
    digits = {Precision.YEAR: 4, Precision.MONTH: 7}.get(like.precision, 10)
    return day.isoformat()[:digits]


def _joined(sentence: str, found: list[Dated], today: date) -> list[Dated]:
    """Dates that "to" joins, and years that "and" does, as the time from the first to the last; its
    year is the first one's, too, in "30 March to 2 April 2023".

    An amount may be of both years, while of two visits each has a month of its own.
    """
    joined: list[Dated] = []
    for one in found:
        last = joined[-1] if joined else None
        if last is not None and one.when and not one.when.is_interval:
            between = sentence[last.end : one.start]
            first = last.when or _typed(f"{last.text} {one.when.text[:4]}", today)
            start = first.text if first is not None else ".."
            opening = start.partition("/")[0]
            span = _edtf(f"{opening}/{one.when.text}")
            years = len(one.when.text) == 4 == len(opening)
            joins = _JOINT.fullmatch(between) or (years and _BESIDE.fullmatch(between))
            if span is not None and ".." not in start and joins:
                text = sentence[last.start : one.end]
                joined[-1] = replace(last, end=one.end, text=text, when=span)
                continue
        joined.append(one)
    return joined


def _narrowed(sentence: str, found: list[Dated]) -> list[Dated]:
    """A year's first eleven months, half or quarter where the sentence is about that."""
    part = _part(sentence)
    if part is None:
        return found
    first, last = part
    # "Jan-Nov 2023" is read as November 2023 with something before it.
    forms = (4, 7) if first == 1 and last > 1 else (4,)
    years = [
        one
        for one in found
        if one.when is not None
        and len(one.when.text) in forms
        and one.when.text[4:] in ("", f"-{last:02}")
    ]
    if len({one.when.text[:4] for one in years if one.when is not None}) != 1:
        return found
    [year, *_] = years
    assert year.when is not None
    narrow = _edtf(f"{year.when.text[:4]}-{first:02}/{year.when.text[:4]}-{last:02}")
    # The January of "Jan-Nov 2023" is in it, too.
    dated = [one for one in found if one.when is not None]
    return [replace(one, when=narrow) if one in years else one for one in dated]


def part_of_year(sentence: str) -> tuple[int, int] | None:
    """Where a sentence names the part of a year that `dates_in` has read."""
    if _part(sentence) is None:
        return None
    patterns = (_FIRST_MONTHS, _HALF, _QUARTER)
    return next(match.span() for pattern in patterns if (match := pattern.search(sentence)))


def _part(sentence: str) -> tuple[int, int] | None:
    """The first and the last month of the part of a year that a sentence names."""
    for pattern, months in ((_FIRST_MONTHS, 0), (_HALF, 6), (_QUARTER, 3)):
        if match := pattern.search(sentence):
            word = next(filter(None, match.groups())).lower()
            number = _WORDS.get(word) or small_number(word) or 0
            if not months and 1 <= number <= 12:
                return 1, number
            if months and number * months <= 12:
                return (number - 1) * months + 1, number * months
    return None
