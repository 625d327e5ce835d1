"""Dates as people type them, in English, Russian and Chinese, read without guessing.

`parse_typed` takes apart a short text into numbers, month names and marks, and looks the sequence
of them up: "July 19th, 2001" is month-number-year, "19.07" is number-dot-number. What has two
sensible readings (03/04/2001) is refused with both, what the calendar lacks with the reason.

Dots are day first, everywhere ("19.07.2001"). Slashes and dashes are read by their numbers: only
one of 19/07 and 07/19 can be a month. "the 1900s" is the decade 1900 to 1909, as "the 2000s" is;
the century is typed as EDTF has it, 19XX. Every EDTF text of `bot.corpus.dates` is read as such.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.corpus import month_names
from bot.corpus.dates import Edtf, EdtfError, days_in_month, parse_edtf

TypedDateCode = Literal[
    "unreadable",
    "ambiguous-slash",
    "impossible-month",
    "impossible-day",
    "year-too-short",
    "year-out-of-range",
    "reversed",
    "unbounded",
    "year-missing",
    "not-a-day",
]

LONGEST = 64
"""No text with more characters than this is looked at."""

_LEAP_YEAR = 2000  # stands in for the missing year: 29 February is a day of some year

_RELATIVE_DAYS = {
    "day before yesterday": -2,
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "позавчера": -2,
    "вчера": -1,
    "сегодня": 0,
    "завтра": 1,
    "послезавтра": 2,
    **dict.fromkeys(("前天", "前日"), -2),
    **dict.fromkeys(("昨天", "昨日"), -1),
    **dict.fromkeys(("今天", "今日"), 0),
    **dict.fromkeys(("明天", "明日"), 1),
    **dict.fromkeys(("后天", "後天"), 2),
}

_QUOTES = "\"'`“”‘’„«»()[]<>「」『』 "
_TRAILING = ".,;:!?。、，；：！？…"
_SPACES = re.compile(r"\s+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_CHARACTERS = {**_DASHES, **_FULL_WIDTH, ord("\u3000"): " ", ord("’"): "'", ord("ʼ"): "'"}

_DECADE = re.compile(
    r"(?:the )?'?([0-9]{1,9}) ?(?:'?s|-?(?:е|х|ые|ых)(?: (?:гг?|годы|годов|годах))?|年代)"
)
_CHINESE = re.compile(
    r"(?:([0-9]{1,9}) ?年)? ?(?:(?:([0-9]{1,2}) ?月|([一二三四五六七八九十]{1,2}月))"
    r" ?(?:([0-9]{1,2}) ?[日号號]?)?)?"
)
_AROUND_MARKS = re.compile(r" ?([./~?%-]) ?")
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|\S")
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th", "го", "е"))
_FILLERS = frozenset(("the", "of", "in", "on", "в", "г", "год", "года", "году"))
_WITH_MONTH_NAME = {  # M a month, N one or two digits, Y more; what the numbers are, in order
    "M": "",
    "MN": "d",
    "NM": "d",
    "MY": "y",
    "YM": "y",
    "NMY": "dy",
    "MNY": "dy",
    "YMN": "yd",
    "YNM": "yd",
    "NMN": "dy",
    "MNN": "dy",
    "M'N": "y",
    "MN'N": "dy",
    "NM'N": "dy",
}


class TypedDateError(ValueError):
    """A typed text that is no date, or not the kind of date that is needed.

    `code` says what is wrong and never changes its spelling; `details` holds the parts that a
    sentence about it needs. Both are the error's `args`. The codes, and their details:

    unreadable          text (its first 64 characters)
    ambiguous-slash     text, day_first, month_first: EDTF days, or MM-DD when no year was typed
    impossible-month    text, month, and year when one was typed
    impossible-day      text, month, day, days (how many the month has), and year when typed
    year-too-short      text, year; fewer than four digits
    year-out-of-range   text, and year when it is known; not within 0001 to 9999
    reversed            text, start, end for a typed interval; from, to for `typed_range`
    unbounded           text; an interval with neither a start nor an end
    year-missing        text, and side ("from" or "to")
    not-a-day           text
    """

    def __init__(self, code: TypedDateCode, details: dict[str, str]) -> None:
        super().__init__(code, details)
        self.code: TypedDateCode = code
        self.details = details


@dataclass(frozen=True, slots=True)
class TypedDate:
    """What was typed: a `period`, or else a `month` and perhaps a `day` of no stated year.

    `text` is canonical: EDTF of the period, or the month and day as "02-29" or "02".
    """

    text: str
    period: Edtf | None = None
    month: int | None = None
    day: int | None = None


def parse_typed(text: str, today: date) -> TypedDate:
    """Read what a person typed; raise `TypedDateError` for anything that isn't one date.

    `today` is the date at the place of the person who asks; only "today", "tomorrow" and the like
    look at it. A missing year stays missing.
    """
    if len(text) > LONGEST:
        raise TypedDateError("unreadable", {"text": text[:LONGEST]})
    cleaned = _cleaned(text)
    try:
        return _read(cleaned, today)
    except EdtfError as error:
        code = "unreadable" if error.code == "unsupported" else error.code
        raise TypedDateError(code, {**error.details, "text": text}) from None
    except TypedDateError as error:
        raise TypedDateError(error.code, {**error.details, "text": text}) from None


def typed_range(from_: TypedDate | None, to: TypedDate | None) -> tuple[date, date]:
    """The first and the last day that a search from one date to another covers, both inclusive.

    None is no bound on that side. Raises `TypedDateError` "year-missing" for a date without a
    year, and "reversed" when `to` ends before `from_` begins.
    """
    earliest = date.min if from_ is None else _period(from_, "from").earliest
    latest = date.max if to is None else _period(to, "to").latest
    if from_ is not None and to is not None and earliest > latest:
        details = {"text": f"{from_.text}/{to.text}", "from": from_.text, "to": to.text}
        raise TypedDateError("reversed", details)
    return earliest, latest


def day_of_year(typed: TypedDate) -> tuple[int, int]:
    """The month and day, for a look-up among anniversaries; raises "not-a-day" for less."""
    if typed.month is not None and typed.day is not None:
        return typed.month, typed.day
    day = typed.period.day if typed.period else None
    if day is None:
        raise TypedDateError("not-a-day", {"text": typed.text})
    return day.month, day.day


def _period(typed: TypedDate, side: Literal["from", "to"]) -> Edtf:
    if typed.period is None:
        raise TypedDateError("year-missing", {"text": typed.text, "side": side})
    return typed.period


def _cleaned(text: str) -> str:
    """The text in one case, one width and one kind of white space, without invisible marks."""
    if not text.isascii():  # ASCII has one width, and no format characters
        visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
        text = unicodedata.normalize("NFC", visible).translate(_CHARACTERS)
    spaced = _SPACES.sub(" ", text).strip(_QUOTES).casefold()
    return _AROUND_MARKS.sub(r"\1", spaced)


def _read(text: str, today: date) -> TypedDate:
    bare = text.rstrip(_TRAILING + _QUOTES)
    # "2013/.." and "2004?" are EDTF as they stand; "2013/..." is not to become "2013/".
    for candidate in (text,) if bare.endswith("/") else (text, bare):
        try:
            # "196х" with a Cyrillic letter is what a Russian keyboard gives.
            return _of_edtf(candidate.replace("х", "x").upper())
        except EdtfError as error:
            if error.code not in ("unreadable", "unsupported"):
                raise
    if bare in _RELATIVE_DAYS:
        return _relative(today, _RELATIVE_DAYS[bare])
    if match := _DECADE.fullmatch(bare):
        return _decade(match[1])
    if bare and (match := _CHINESE.fullmatch(bare)):
        year, month, month_name, day = match.groups()
        if month_name is not None:
            if month_name not in month_names.CHINESE:
                raise _unreadable(bare)
            month = str(month_names.CHINESE[month_name])
        return _of_parts(year, month, day)
    return _by_tokens(bare)


def _by_tokens(text: str) -> TypedDate:
    """Read numbers, month names and marks by the order they stand in."""
    shape, numbers, month = "", list[str](), None
    ordinal = False
    for token in _TOKEN.findall(text):
        if token.isdecimal() and token.isascii():
            numbers.append(token)
            shape += "N" if len(token) <= 2 else "Y"
        elif token in month_names.ALL:
            month = month_names.ALL[token]
            shape += "M"
        elif token in _ORDINAL_ENDINGS and shape.rstrip("-").endswith("N"):
            shape, ordinal = shape.rstrip("-"), True
        elif token in ".,/-'":
            shape += token
        elif token not in _FILLERS:
            raise _unreadable(text)
    if month is None:
        if ordinal:
            raise _unreadable(text)
        return _numeric(text, shape, numbers)
    meanings = _WITH_MONTH_NAME.get(re.sub("[.,/-]", "", shape))
    if meanings is None:
        raise _unreadable(text)
    parts = dict(zip(meanings, numbers, strict=True))
    return _of_parts(parts.get("y"), str(month), parts.get("d"))


def _numeric(text: str, shape: str, numbers: list[str]) -> TypedDate:
    """Read one to three numbers with one kind of mark between them."""
    order, mark = re.sub("[^NY]", "", shape), shape[1:2]
    if shape != mark.join(order) or mark not in ("", ".", "/", "-"):
        raise _unreadable(text)
    match order, numbers:
        case (("Y" | "N"), [year]):
            return _of_parts(year, None, None)
        case "YN", [year, month]:
            return _of_parts(year, month, None)
        case "NY", [month, year]:
            return _of_parts(year, month, None)
        case "YY", [first, last]:
            return _of_edtf(f"{first}/{last}")
        case "YNN", [year, month, day]:
            return _of_parts(year, month, day)
        case (("NNY" | "NNN"), [first, second, year]):
            _check_year(year)
            return _day_and_month(first, second, year, mark)
        case "NN", [first, second]:
            return _day_and_month(first, second, None, mark)
    raise _unreadable(text)


def _day_and_month(first: str, second: str, year: str | None, mark: str) -> TypedDate:
    """Read a day and a month in either order; dots say that the day comes first."""
    may_be_month = [1 <= int(number) <= 12 for number in (first, second)]
    if mark == "." or not may_be_month[0]:
        return _of_parts(year, second, first)
    if not may_be_month[1] or int(first) == int(second):
        return _of_parts(year, first, second)
    readings = {
        "day_first": _of_parts(year, second, first).text,
        "month_first": _of_parts(year, first, second).text,
    }
    raise TypedDateError("ambiguous-slash", readings)


def _decade(year: str) -> TypedDate:
    _check_year(year)
    if not year.endswith("0"):
        raise _unreadable(year)
    return _of_edtf(f"{year[:3]}X")


def _relative(today: date, days: int) -> TypedDate:
    try:
        return _of_edtf((today + timedelta(days=days)).isoformat())
    except OverflowError:
        raise TypedDateError("year-out-of-range", {}) from None


def _of_parts(year: str | None, month: str | None, day: str | None) -> TypedDate:
    """A checked date from its numbers as typed, of which any but the coarsest may be missing."""
    if year is not None:
        _check_year(year)
    if month is None:
        return _of_edtf(year or "")
    details = {"month": str(int(month))} | ({} if year is None else {"year": str(int(year))})
    if not 1 <= int(month) <= 12:
        raise TypedDateError("impossible-month", details)
    if day is not None:
        days = days_in_month(int(year or _LEAP_YEAR), int(month))
        if not 1 <= int(day) <= days:
            details |= {"day": str(int(day)), "days": str(days)}
            raise TypedDateError("impossible-day", details)
    parts = [part.zfill(2) for part in (year, month, day) if part is not None]
    if year is not None:
        return _of_edtf("-".join(parts))
    return TypedDate("-".join(parts), None, int(month), None if day is None else int(day))


def _check_year(year: str) -> None:
    if len(year) < 4:
        raise TypedDateError("year-too-short", {"year": year})
    if len(year) > 4 or int(year) == 0:
        raise TypedDateError("year-out-of-range", {"year": year})


def _of_edtf(text: str) -> TypedDate:
    period = parse_edtf(text)
    return TypedDate(period.text, period)


def _unreadable(text: str) -> TypedDateError:
    return TypedDateError("unreadable", {"text": text})
