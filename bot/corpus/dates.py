"""Dates with their precision: a subset of EDTF, and what a date means in days.

EDTF is ISO 8601-2:2019, as the Library of Congress profiles it
(https://www.loc.gov/standards/datetime/). Section names below are that page's. The subset:

    2001-07-19  2001-07  2001       level 0, "Date"
    196X  19XX                      level 1, "Unspecified digit(s) from the right"
    2004-XX  2004-XX-XX  2004-05-XX the same section; read as 2004, 2004, 2004-05
    2021-21 .. 2021-24              level 1, "Seasons": spring, summer, autumn, winter
    2004~  2004?  2004%             level 1, "Qualification of a date (complete)"
    2022/2023                       level 0, "Time Interval"
    2013/..  ../1991                level 1, "Extended Interval": open, not bounded on purpose
    2013/  /1991                    the same section: bounded, but nobody knows where

Years are 0001 to 9999, the years that `datetime.date` has. The ends of an interval may be any
date above, with qualifiers; a decade or century there ("199X/..") is level 2 in EDTF, a qualified
season ("2021-21~") in none, and both are taken because articles say so. What else levels 1 and 2
hold is refused, as are times.
"""

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal

EdtfCode = Literal[
    "unreadable",
    "unsupported",
    "impossible-month",
    "impossible-day",
    "year-out-of-range",
    "reversed",
    "unbounded",
]
LeapRule = Literal["feb28", "mar1", "leap-only"]


class EdtfError(ValueError):
    """A text that is no EDTF date of the subset.

    `code` says what is wrong and never changes its spelling; `details` holds the parts that a
    sentence about it needs. Both are the error's `args`. The codes, and their details:

    unreadable          text (its first 64 characters); nothing like EDTF
    unsupported         text; EDTF, but outside the subset
    impossible-month    text, year, month
    impossible-day      text, year, month, day, days (how many the month has)
    year-out-of-range   text
    reversed            text, start, end; the end lies wholly before the start
    unbounded           text; an interval with neither a start nor an end
    """

    def __init__(self, code: EdtfCode, details: dict[str, str]) -> None:
        super().__init__(code, details)
        self.code: EdtfCode = code
        self.details = details


class Precision(IntEnum):
    """How much of a date is known; coarser is less."""

    CENTURY = 1
    DECADE = 2
    YEAR = 3
    SEASON = 4
    MONTH = 5
    DAY = 6


_DATE = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([~?%])?")
_BEYOND_YEARS = re.compile(r"(?:Y-?[0-9]{1,20}|-[0-9]{4}(?:-[0-9]{2}){0,2})[~?%]?")
_BEYOND_LEVELS = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:Z+-]{0,20}"  # level 0, "Date and Time"
    r"|[\[{][0-9X~?%.,-]{1,60}[\]}]"  # level 2, "Set representation"
    r"|(?=[0-9X-]{0,9}[~?%])[~?%]?[0-9X]{4}[~?%]?(?:-[~?%]?[0-9X]{2}[~?%]?){0,2}"  # level 2
    r"|[0-9X]{4}(?:-[0-9X]{2}){0,2}[~?%]?"  # level 2, "Unspecified Digit" elsewhere
)
_YEAR_PRECISIONS = (Precision.YEAR, Precision.DECADE, Precision.CENTURY)
_WINTER = 24
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), _WINTER: (12, 2)}
_LEVEL_2_SEASONS = range(25, 42)

LEAP_DAY = (2, 29)


@dataclass(frozen=True, slots=True)
class Moment:
    """One date with its precision; made by `parse_edtf`, which checks it.

    `year` is the first one of a decade or century. `month` and `day` are set only as far as the
    precision goes, `season` (EDTF's 21 to 24) only for a season. `approximate` is "about that
    date", `uncertain` is "if the source is right"; neither changes the days that are meant.
    """

    precision: Precision
    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    approximate: bool = False
    uncertain: bool = False

    def earliest(self) -> date:
        """The first day that this date can mean."""
        if self.season is not None:
            return date(self.year, _SEASON_MONTHS[self.season][0], 1)
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """The last day that this date can mean.

        A century is EDTF's: 19XX is 1900 to 1999. EDTF gives seasons no months ("independent of
        location"); here they are the northern, meteorological ones, in the order spring to winter
        that ISO 8601-2 numbers them in, so that the winter of a year ends in the next February.
        """
        if self.day is not None:
            return self.earliest()
        if self.season is not None:
            last = _SEASON_MONTHS[self.season][1]
            if self.season == _WINTER and self.year == date.max.year:
                return date.max
            return _month_end(self.year + (self.season == _WINTER), last)
        if self.month is not None:
            return _month_end(self.year, self.month)
        years = {Precision.CENTURY: 99, Precision.DECADE: 9}.get(self.precision, 0)
        return date(self.year + years, 12, 31)


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or an interval of dates; two are equal when their canonical `text` is.

    `start` and `end` are one object for a single date. In an interval either is None when it is
    open (`open_start`, `open_end`) or unknown (`unknown_start`, `unknown_end`).
    """

    text: str
    start: Moment | None
    end: Moment | None
    is_interval: bool = False
    open_start: bool = False
    open_end: bool = False

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def unknown_start(self) -> bool:
        """True of `/1991`: it began, nobody says when."""
        return self.start is None and not self.open_start

    @property
    def unknown_end(self) -> bool:
        """True of `2013/`: it ended or will, nobody says when."""
        return self.end is None and not self.open_end

    @property
    def earliest(self) -> date:
        """The first day that may be meant; `date.min` when the start is open or unknown."""
        return date.min if self.start is None else self.start.earliest()

    @property
    def latest(self) -> date:
        """The last day that may be meant; `date.max` when the end is open or unknown."""
        return date.max if self.end is None else self.end.latest()

    @property
    def precision(self) -> Precision:
        """The precision of the date, or of the coarser end of an interval."""
        return min(moment.precision for moment in self._ends())

    @property
    def approximate(self) -> bool:
        """Whether the date, or an end of the interval, is only about right."""
        return any(moment.approximate for moment in self._ends())

    @property
    def uncertain(self) -> bool:
        """Whether the date, or an end of the interval, is doubted by its source."""
        return any(moment.uncertain for moment in self._ends())

    @property
    def day(self) -> date | None:
        """The one day this is, if it is a single date of day precision; else None.

        A day that is `approximate` or `uncertain` is given too: ask those before relying on it.
        """
        if self.is_interval or self.start is None or self.start.precision is not Precision.DAY:
            return None
        return self.start.earliest()

    def overlaps(self, other: "Edtf") -> bool:
        """Whether some day can be meant by both."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def contains(self, other: "Edtf") -> bool:
        """Whether every day that `other` can mean lies within this one."""
        return self.earliest <= other.earliest and other.latest <= self.latest

    def sort_key(self) -> tuple[int, int, int, bool, str]:
        """A key for a timeline; two keys are equal only if the dates are.

        By the first day; then the later last day first, so that a heading comes before what it
        holds: "2013/..", "2013/2015", "2013", "January 2013", "6 January 2013". A start that is
        open or unknown comes before all else, as what was already so. What means the same days
        goes by precision (2013 before 2013-01/2013-12), a date before an interval, then by text.
        """
        return (
            self.earliest.toordinal(),
            -self.latest.toordinal(),
            int(self.precision),
            self.is_interval,
            self.text,
        )

    def _ends(self) -> tuple[Moment, ...]:
        return tuple(moment for moment in (self.start, self.end) if moment is not None)


def parse_edtf(text: str) -> Edtf:
    """Read an EDTF text of the subset, with nothing before or after it; raise `EdtfError`."""
    if "/" not in text:
        canonical, moment = _parse_date(text)
        return Edtf(canonical, moment, moment)
    first, _, second = text.partition("/")
    if "/" in second:
        raise EdtfError("unreadable", {"text": text[:64]})
    start_text, start = _parse_end(first)
    end_text, end = _parse_end(second)
    if start is None and end is None:
        raise EdtfError("unbounded", {"text": text})
    # 2021-05/2021 may be true, as may 2021/2021-05: only what cannot be is refused.
    if start is not None and end is not None and start.earliest() > end.latest():
        raise EdtfError("reversed", {"text": text, "start": start_text, "end": end_text})
    canonical = f"{start_text}/{end_text}"
    return Edtf(canonical, start, end, True, start_text == "..", end_text == "..")


def anniversary(of: date, on_or_after: date, leap_rule: LeapRule = "feb28") -> date:
    """The first anniversary of a day that falls on or after another; the day itself is none.

    In a year without 29 February, that day's anniversary is 28 February ("feb28"), 1 March
    ("mar1"), or does not take place ("leap-only"). Raises OverflowError past the year 9999.
    """
    first = max(of.year + 1, on_or_after.year)
    for year in range(first, first + 9):  # leap years are at most eight years apart
        if year > date.max.year:
            break
        candidate = _in_year(of, year, leap_rule)
        if candidate is not None and candidate >= on_or_after:
            return candidate
    raise OverflowError(f"no anniversary of {of} on or after {on_or_after}")


def days_remembered(on: date, leap_rule: LeapRule = "feb28") -> tuple[tuple[int, int], ...]:
    """The days of the year, as month and day, of which a date is the anniversary by a rule.

    One, and with it 29 February on the date on which the rule has that return.
    """
    own = (on.month, on.day)
    if own == LEAP_DAY or _in_year(date(4, *LEAP_DAY), on.year, leap_rule) != on:
        return (own,)
    return (own, LEAP_DAY)


def years_between(of: date, on: date, leap_rule: LeapRule = "feb28") -> int:
    """Full years from one day to another, negative when `on` is before `of`.

    On an anniversary it is that anniversary's number. For a 29 February, a year is full on the
    day that `leap_rule` says, and under "leap-only" on 1 March.
    """
    if on < of:
        return -years_between(on, of, leap_rule)
    years = on.year - of.year
    this_year = _in_year(of, on.year, leap_rule) or date(on.year, 3, 1)
    return years if on >= this_year else years - 1


def days_in_month(year: int, month: int) -> int:
    """How many days a month has, by the proleptic Gregorian calendar of ISO 8601."""
    return monthrange(year, month)[1]


def _parse_end(text: str) -> tuple[str, Moment | None]:
    return (text, None) if text in ("", "..") else _parse_date(text)


def _parse_date(text: str) -> tuple[str, Moment]:
    """The canonical text and the moment of one date."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise _refusal(text)
    year_text, month_text, day_text, qualifier = match.groups()
    if day_text == "XX":
        day_text = None
    if month_text == "XX" and day_text is None:
        month_text = None

    year, month, day, season = int(year_text.replace("X", "0")), None, None, None
    if year == 0:
        raise EdtfError("year-out-of-range", {"text": text})
    precision = _YEAR_PRECISIONS[year_text.count("X")]
    canonical = year_text
    if month_text is not None:
        if "X" in year_text or month_text == "XX":
            raise EdtfError("unsupported", {"text": text})
        precision, month = Precision.MONTH, int(month_text)
        canonical += "-" + month_text
        if day_text is not None:
            precision, day = Precision.DAY, int(day_text)
            canonical += "-" + day_text
        elif month in _SEASON_MONTHS:
            precision, month, season = Precision.SEASON, None, month
        if month is not None:
            _check(text, year, month, day)
    approximate, uncertain = qualifier in ("~", "%"), qualifier in ("?", "%")
    moment = Moment(precision, year, month, day, season, approximate, uncertain)
    return canonical + (qualifier or ""), moment


def _check(text: str, year: int, month: int, day: int | None) -> None:
    """Raise `EdtfError` unless the calendar has that month and day."""
    known = 1 <= month <= 12
    if known and (day is None or 1 <= day <= days_in_month(year, month)):
        return
    details = {"text": text, "year": str(year), "month": str(month)}
    if not known:
        beyond = month in _LEVEL_2_SEASONS and day is None
        raise EdtfError("unsupported" if beyond else "impossible-month", details)
    days = days_in_month(year, month)
    raise EdtfError("impossible-day", {**details, "day": str(day), "days": str(days)})


def _refusal(text: str) -> EdtfError:
    """Why a text is no date of the subset, as far as its shape tells."""
    details = {"text": text[:64]}
    if _BEYOND_YEARS.fullmatch(text):
        return EdtfError("year-out-of-range", details)
    if _BEYOND_LEVELS.fullmatch(text):
        return EdtfError("unsupported", details)
    return EdtfError("unreadable", details)


def _month_end(year: int, month: int) -> date:
    return date(year, month, days_in_month(year, month))


def _in_year(of: date, year: int, leap_rule: LeapRule) -> date | None:
    """The day of a year on which `of` returns, or None if that year has none."""
    if (of.month, of.day) != LEAP_DAY or isleap(year):
        return of.replace(year=year)
    if leap_rule == "leap-only":
        return None
    return date(year, 2, 28) if leap_rule == "feb28" else date(year, 3, 1)
