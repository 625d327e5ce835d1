"""What people typed, resolved: vocabulary keys, days and ranges, or an exact explanation."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import zip_longest
from typing import TypeVar

from bot.answers.desk import Desk
from bot.answers.question import Question
from bot.corpus.dates import Edtf, parse_edtf
from bot.corpus.typed_dates import (
    TypedDate,
    TypedDateError,
    day_of_year,
    parse_typed,
    typed_range,
)
from bot.corpus.typed_times import typed_time
from bot.errors import InputProblem
from bot.store.choices import Choice, Choices
from bot.store.models import ChoiceKind, Filters
from bot.store.text import plain
from bot.wording.dates import date_text, day_text, month_text, range_text
from bot.wording.languages import offered
from bot.wording.wording import Wording

T = TypeVar("T")

SHOWN = 60
"""How much of a typed text an explanation repeats, in characters."""

SUBJECTS: tuple[ChoiceKind, ...] = ("measure", "happening")
"""What accounts can be compared of."""

ALL = ("all", "none")
"""What is typed to take a choice of topics back."""

_SEPARATOR = re.compile("[,;，、；]")


@dataclass(frozen=True, slots=True)
class Scope:
    """The filters of a list, and the words that name them in a title."""

    filters: Filters
    title: str
    """What was asked for: `energy, Putin, 2021 to 2022`; empty for everything."""

    @property
    def dated(self) -> bool:
        """Whether a range of days was asked for."""
        return self.filters.dated


def resolve(kind: ChoiceKind, typed: str, desk: Desk) -> str:
    """The key that was meant. Raises `InputProblem` naming what comes nearest."""
    resolution = desk.facts.choices.resolve(kind, typed, desk.say.language)
    if resolution.key is not None:
        return resolution.key
    if kind in SUBJECTS and (only := _only(resolution.close, typed)) is not None:
        return only.key
    shown = typed[:SHOWN]
    if not resolution.close:
        raise InputProblem(f"input.no-{kind}", text=shown)
    # Articles may share a short name; their ids differ.
    close = [choice.key if kind == "article" else choice.label for choice in resolution.close[:3]]
    names = desk.say.either([desk.say.quoted(name) for name in close])
    raise InputProblem(f"input.near-{kind}", text=shown, names=names)


def resolve_subject(typed: str, desk: Desk) -> tuple[ChoiceKind, str]:
    """The measure or happening that was meant: its kind and key.

    Raises `InputProblem` where nothing is called so, or a thing of each kind is, naming what comes
    nearest. A key as it is written is never taken for a name.
    """
    say, choices = desk.say, desk.facts.choices
    found = {kind: choices.resolve(kind, typed, say.language) for kind in SUBJECTS}
    sure = [(kind, each.key) for kind, each in found.items() if each.key is not None]
    exact = [subject for subject in sure if subject[1] == typed]
    if exact or len(sure) == 1:
        return (exact or sure)[0]
    close = _in_turn([each.close for each in found.values()])
    if not sure and (only := _only(close, typed)) is not None:
        return next(kind for kind in SUBJECTS if only in found[kind].close), only.key
    if sure:
        names = [key for _, key in sure]
    else:
        names = [choice.label for choice in close[:3]]
    if not names:
        raise InputProblem("input.no-subject", text=typed[:SHOWN])
    either = say.either([say.quoted(name) for name in names])
    raise InputProblem("input.near-subject", text=typed[:SHOWN], names=either)


def _only(close: Sequence[Choice], typed: str) -> Choice | None:
    """The one name that comes near, if it has all of several typed words in their order.

    One word alone is too little to be taken for a longer name.
    """
    words = plain(typed).split()
    if len(close) != 1 or len(words) < 2:
        return None
    rest = iter(plain(close[0].label).split())
    return close[0] if all(word in rest for word in words) else None


def suggest_subjects(choices: Choices, typed: str, limit: int, language: str) -> list[Choice]:
    """Measures and happenings in turn; slips of the finger only where neither has the words."""
    for typos in (False, True):
        found = [choices.suggest(kind, typed, limit, language, typos=typos) for kind in SUBJECTS]
        if any(found):
            return _in_turn(found)[:limit]
    return []


def _in_turn(lists: Sequence[Sequence[T]]) -> list[T]:
    """The first of each list, then the second of each."""
    return [choice for turn in zip_longest(*lists) for choice in turn if choice is not None]


def resolve_topics(typed: str, desk: Desk) -> tuple[str, ...]:
    """The keys of typed topics with commas between them, each once; none for "all" or "none".

    Raises `InputProblem` for the first that is none, naming what comes nearest.
    """
    if typed.strip().casefold() in ALL:
        return ()
    if (key := desk.facts.choices.resolve("topic", typed).key) is not None:  # with a comma in it
        return (key,)
    parts = [part.strip() for part in _SEPARATOR.split(typed)]
    keys = dict.fromkeys(resolve("topic", part, desk) for part in parts if part)
    if not keys:
        raise InputProblem("input.no-topic", text=typed[:SHOWN])
    return tuple(keys)


def resolve_language(typed: str, languages: Mapping[str, str], say: Wording) -> str:
    """The code of a language that was typed as its code, its own name, or both as they are offered.

    Raises `InputProblem` naming all that there are.
    """
    wanted = typed.strip().casefold()
    for code, name in languages.items():
        if wanted in (code.casefold(), name.casefold(), offered(code, name).casefold()):
            return code
    names = say.commas(offered(code, name) for code, name in languages.items())
    raise InputProblem("input.no-language", text=typed[:SHOWN], names=names)


def split_last(typed: str) -> tuple[str, str]:
    """What of a list that is being typed stands, with its comma, and the part that is typed.

    What can't be seen is left out.
    """
    *before, last = _SEPARATOR.split("".join(filter(str.isprintable, typed)))
    kept = [part.strip() for part in before if part.strip()]
    return "".join(f"{part}, " for part in kept), last.strip()


def next_day(typed: str, desk: Desk) -> date:
    """The date that a typed day means: as it was typed with a year, else the next such day."""
    value = _typed(typed, desk)
    assert value is not None
    try:
        month, of_month = day_of_year(value)
    except TypedDateError as error:
        raise explain(error, desk) from None
    if value.period is not None and value.period.day is not None:
        return value.period.day
    year = desk.today.year
    years = (year for year in range(year, year + 9) if (month, of_month) != (2, 29) or isleap(year))
    days = (date(year, month, of_month) for year in years)
    return next(found for found in days if found >= desk.today)


def time_of_day(typed: str) -> time:
    """The time that was typed. Raises `InputProblem`."""
    found = typed_time(typed)
    if found is None:
        raise InputProblem("input.no-time", text=typed[:SHOWN])
    return found


def scope(question: Question, desk: Desk) -> Scope:
    """The filters that the options of `/timeline`, `/figures` and `/quote` mean."""
    kinds: dict[str, ChoiceKind] = {
        "topic": "topic",
        "person": "person",
        "speaker": "speaker",
        "what": "measure",
        "article": "article",
    }
    keys: dict[str, str | None] = {}
    names = []
    for option, kind in kinds.items():
        typed = question.get(option)
        keys[option] = resolve(kind, typed, desk) if typed is not None else None
        key = keys[option]
        if key is not None:
            names.append(label_of(kind, key, desk))
    earliest, latest = days(question.get("from"), question.get("to"), desk)
    filters = Filters(
        topic=keys["topic"],
        person=keys["person"],
        speaker=keys["speaker"],
        measure=keys["what"],
        article=keys["article"],
        earliest=earliest,
        latest=latest,
    )
    if when := range_text(earliest, latest, desk.say):
        names.append(when)
    return Scope(filters, desk.say.narrowed(names))


def label_of(kind: ChoiceKind, key: str, desk: Desk) -> str:
    """The label of a vocabulary key, or an article's id."""
    vocabulary = desk.facts.vocabulary
    if kind == "topic":
        return desk.say.label(vocabulary.topics[key])
    if kind == "measure":
        return desk.say.label(vocabulary.measures[key])
    if kind == "happening":
        return desk.say.label(vocabulary.happenings[key])
    if kind == "article":
        return key
    return desk.say.label(vocabulary.people[key])


def days(from_: str | None, to: str | None, desk: Desk) -> tuple[date | None, date | None]:
    """The inclusive days between two typed dates; None where a side is not given, or is open."""
    first = _typed(from_, desk)
    last = _typed(to, desk)
    try:
        earliest, latest = typed_range(first, last)
    except TypedDateError as error:
        raise explain(error, desk) from None
    return (
        earliest if earliest > date.min else None,
        latest if latest < date.max else None,
    )


def day(typed: str, desk: Desk) -> tuple[int, int]:
    """The month and day that a typed date names, for `/onthisday`."""
    value = _typed(typed, desk)
    assert value is not None
    try:
        return day_of_year(value)
    except TypedDateError as error:
        raise explain(error, desk) from None


def _typed(text: str | None, desk: Desk) -> TypedDate | None:
    if text is None:
        return None
    try:
        return parse_typed(text, desk.today)
    except TypedDateError as error:
        raise explain(error, desk) from None


def explain(error: TypedDateError, desk: Desk) -> InputProblem:
    """A typed date's fault as a sentence for the person who typed it."""
    say, details = desk.say, dict(error.details)
    values: dict[str, str | int] = {"text": details.get("text", "")[:SHOWN]}
    code = error.code
    if code == "impossible-day":
        values["month"] = _month_of(details["month"], details.get("year"), say)
        values["days"] = details["days"]
        if details["days"] == "29" and "year" not in details:
            return InputProblem("date.problem.impossible-day-at-most", **values)
    elif code == "ambiguous-slash":
        values["first"] = _spelled(details["day_first"], desk)
        values["second"] = _spelled(details["month_first"], desk)
    elif code == "reversed":
        values["start"] = _spelled(details.get("from", details.get("start", "")), desk)
        values["end"] = _spelled(details.get("to", details.get("end", "")), desk)
    elif code == "year-missing":
        values["text"] = _spelled(details["text"], desk)
        values["option"] = details["side"]
    elif code == "not-a-day":
        values["text"] = _spelled(details["text"], desk)
    elif code == "impossible-month":
        values["month"] = details["month"]
    return InputProblem(f"date.problem.{code}", **values)


def _month_of(month: str, year: str | None, say: Wording) -> str:
    if year is None:
        return month_text(int(month), say)
    return date_text(parse_edtf(f"{year:0>4}-{month:0>2}"), say)


def _spelled(text: object, desk: Desk) -> str:
    """A canonical date in words; what is none stays as it is."""
    shown = str(text)
    try:
        if len(shown) == 5 and shown[2] == "-":
            return day_text(int(shown[:2]), int(shown[3:]), desk.say)
        if len(shown) == 2 and shown.isdigit():
            return month_text(int(shown), desk.say)
        when: Edtf = parse_edtf(shown)
    except ValueError:
        return shown[:SHOWN]
    return date_text(when, desk.say)
