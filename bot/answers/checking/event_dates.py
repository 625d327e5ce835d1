"""A sentence's date beside those of the events that it is about.

Of an event that is plainly told, as `plain` has it, the dates are held against each other; any
other one is shown without a verdict.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.answers.checking.actions import ONCE, actions_in
from bot.answers.checking.claims import Sentence
from bot.answers.checking.dates import Dated
from bot.answers.checking.events import Candidate, candidates
from bot.answers.checking.figures import Compared
from bot.answers.checking.plain import Plainness, plain_dates
from bot.answers.desk import Desk
from bot.corpus.dates import Edtf, Precision
from bot.corpus.judging import dates as judged_dates
from bot.corpus.verdict import Judged
from bot.store.models import Told

SHOWN: Final = 3
CLEARLY: Final = 0.2
"""By so much more of its words an event has to be told than another one, to be the one meant."""

_Plain = dict[Dated, Plainness]
_SURENESS: Final[tuple[Plainness, ...]] = ("likely", "of its kind", "clearly")


def compare_events(sentence: Sentence, desk: Desk) -> list[Compared]:
    """The events and statements that a sentence tells, its date beside each."""
    dated = [one for one in sentence.dates if one.when is not None and not one.base]
    found = candidates(sentence, desk)
    often = Counter(key for one in found for key in set(one.told.fact.people))
    plain = _plain(found, sentence, desk) if dated else {}
    compared = []
    for candidate in found:
        told = candidate.told
        when = told.event.when if told.kind == "event" else None
        if not dated or when is None:
            if candidate.strong:
                compared.append(Compared(told, None, None, None))
            continue
        date = _date_of(told, sentence, list(plain.get(told.id, ())) or dated, often)
        if one := _compared(candidate, date, when, plain.get(told.id, {}).get(date)):
            compared.append(one)
    return _agreeing(compared, {one.told.id: one.score for one in found})[:SHOWN]


def _plain(found: list[Candidate], sentence: Sentence, desk: Desk) -> dict[str, _Plain]:
    """The dates that a sentence plainly gives each event: those of one account of a happening are
    those of all that tell it by an act of the sentence, or by none."""
    told = {one.told.id: one.told for one in found if one.told.kind == "event"}
    dates = {key: dict(plain_dates(one, sentence, desk)) for key, one in told.items()}
    together: defaultdict[str, _Plain] = defaultdict(dict)
    for key, plain in dates.items():
        for date, plainness in plain.items():
            happening = together[told[key].fact.happening or key]
            if _SURENESS.index(plainness) >= _SURENESS.index(happening.get(date, "likely")):
                happening[date] = plainness
    said = actions_in(sentence.text)
    return {
        key: together.get(one.fact.happening or key, {})
        for key, one in told.items()
        if not (acts := actions_in(one.fact.what)) or acts & said
    }


def _compared(
    candidate: Candidate, date: Dated, when: Edtf, plainness: Plainness | None
) -> Compared | None:
    """An event beside a date: with a verdict where it is plainly told, None where too little of it
    is."""
    told = candidate.told
    judged = _judged(date, told)
    once = bool(actions_in(told.fact.what) & ONCE)  # what goes on is so in other years, too
    if plainness is not None and not date.denied:
        if judged.verdict in ("same", "compatible"):
            return Compared(told, None, date, judged)
        assert date.when is not None
        this_one = plainness == "of its kind" and date.when.earliest.year == when.earliest.year
        if once and (plainness == "clearly" or this_one):
            return Compared(told, None, date, judged)
    if _is_telling(candidate, date, when, judged):
        planned = told.event.status == "planned" and judged.verdict == "not-comparable"
        return Compared(told, None, date, judged if planned and not date.denied else None)
    return None


def _judged(date: Dated, told: Told) -> Judged:
    """What a date is to that of an event; of a plan and what came of it neither contradicts."""
    judged = judged_dates(date.when, told.event.when)
    if judged.verdict == "different" and (date.expected or told.event.status == "planned"):
        return Judged("not-comparable", "plan-against-event")
    return judged


def _is_telling(candidate: Candidate, date: Dated, when: Edtf, judged: Judged) -> bool:
    """Whether an event is worth being shown beside a date, for what else the sentence has of it."""
    assert date.when is not None
    if candidate.strong or candidate.once:
        return True
    if judged.verdict in ("different", "not-comparable"):
        return _near(date.when, when)
    fine = date.when.precision >= Precision.MONTH and not date.when.is_interval
    return fine or (candidate.common > 1 and judged.verdict == "same")


def _date_of(told: Told, sentence: Sentence, dated: list[Dated], often: Mapping[str, int]) -> Dated:
    """Which of a sentence's dates is an event's: one that agrees, else that which stands nearest
    to whom this event alone is about."""
    when = told.event.when
    agree = [one for one in dated if judged_dates(one.when, when).verdict != "different"]
    if agree:
        return min(agree, key=lambda one: judged_dates(one.when, when).verdict != "same")
    named = [one for one in sentence.people if one.key in told.fact.people]
    if not named:
        return dated[0]
    own = min(named, key=lambda one: often[one.key])
    start, end = sentence.words[own.first].start, sentence.words[own.last].end
    return min(dated, key=lambda one: sentence.distance(start, end, one.start))


def _agreeing(found: list[Compared], scores: Mapping[str, float]) -> list[Compared]:
    """What agrees with the message's dates; what differs only where nothing agrees with that date,
    for one date is not that of every event that a sentence calls to mind.

    All accounts of one happening stay together: where one agrees, another may differ. Of several
    things that could be meant none is, unless one is told much more clearly.
    """
    groups: dict[str, list[Compared]] = {}
    for one in found:
        groups.setdefault(one.told.fact.happening or one.told.id, []).append(one)
    agree = [group for group in groups.values() if any(map(_agrees, group))]
    claimed = {one.date for group in agree for one in group if _agrees(one)}
    differ: dict[tuple[Dated | None, str], list[list[Compared]]] = {}
    for group in groups.values():
        judged = group[0].judged
        if group not in agree and judged is not None and group[0].date not in claimed:
            differ.setdefault((group[0].date, judged.verdict), []).append(group)
    chosen, unclear = list(agree), []
    for best, *others in differ.values():
        if not others or _score(best, scores) - _score(others[0], scores) >= CLEARLY:
            chosen.append(best)
        else:
            unclear += [[replace(one, judged=None) for one in group] for group in (best, *others)]
    undated = [group for group in groups.values() if group[0].judged is None]
    chosen = chosen or [*unclear, *undated]
    return [one for group in chosen for one in sorted(group, key=lambda one: one.rank)]


def _score(group: list[Compared], scores: Mapping[str, float]) -> float:
    return max(scores[one.told.id] for one in group)


def _agrees(one: Compared) -> bool:
    return one.judged is not None and one.judged.verdict in ("same", "compatible")


def _near(one: Edtf, other: Edtf) -> bool:
    """Whether two dates that differ are of one year, and both finer than that."""
    fine = one.precision > Precision.YEAR and other.precision > Precision.YEAR
    return fine and one.earliest.year == other.earliest.year
