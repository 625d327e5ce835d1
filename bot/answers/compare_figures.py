"""`/compare` of a measure: claims by period, and verdicts within a period and with those around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations, groupby, product, takewhile

from bot.answers.desk import Desk
from bot.answers.figures import measure_text
from bot.answers.inputs import Scope, label_of
from bot.answers.lists import fetch, nothing, results_text
from bot.answers.model import Answer, Entry, Line, Verdict, Verdicts
from bot.answers.notes import dispute_tags, notes_below
from bot.answers.parts import (
    Footnotes,
    amount,
    as_of_text,
    opening,
    own_voice,
    period_lead,
    quote_line,
    tags,
    with_tags,
)
from bot.answers.question import Question
from bot.answers.verdict_lines import figures_why, is_count, verdict_line
from bot.corpus.amounts import Amount
from bot.corpus.dates import Edtf
from bot.corpus.judging import figures
from bot.corpus.model import Figure
from bot.corpus.verdict import Judged, Reason
from bot.store.grouping import reach
from bot.store.models import Filters, Row, Told

PAGE = 8

AROUND = 12
"""How many figures of earlier pages whose periods overlap one of a page are looked at."""

VERDICTS = 6
"""How many verdicts one period of a page has at most."""

PAIRWISE = 3
"""Up to so many values of one period, each is compared with each; of more, each with the first."""

UNSAID = ("other-period", "no-period", "no-number")
"""Reasons not to compare that are said once, and not of every two claims."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of one period, and all the facts at hand that give it."""

    told: tuple[Told, ...]
    until: date | None
    """The last day that an open period can mean."""
    whole: bool
    """Whether it counts whole things."""

    @property
    def first(self) -> Told:
        """The fact that stands for all."""
        return self.told[0]


def compare_figures(key: str, title: str, question: Question, desk: Desk) -> Answer:
    """The page of a measure's figures that the question asks for, and how they agree."""
    say = desk.say
    filters = Filters(measure=key)
    page, number, pages = fetch(partial(desk.facts.page, "figures", filters), question, PAGE)
    footnotes = Footnotes(desk)
    if not page.total:
        wanted = Scope(filters, label_of("measure", key, desk))

        def tell(row: Row, notes: Footnotes) -> Entry:
            return Entry(tuple(_claim_lines(row.facts[0], notes, desk)), row.facts)

        return nothing(desk, question, wanted, "figures", tell, title)
    told = [row.facts[0] for row in page.rows]
    alone = page.articles == 1
    entries = [*_entries(told, footnotes, desk, later=number > 1, alone=alone)]
    compared = [fact for entry in entries for fact in entry.facts]
    if notes := notes_below(compared, partial(named, desk=desk), footnotes, desk):
        entries.append(Entry(notes))
    about = say.say("compare.one-article" if alone else "compare.by-values")
    return Answer(
        question=question.at(number),
        title=title,
        scope=(results_text(page, desk), measure_text(key, desk), about),
        entries=tuple(entries),
        footnotes=footnotes.notes(),
        closing=own_voice(told, pages, desk),
        page=number,
        pages=pages,
    )


def _entries(
    page: list[Told], footnotes: Footnotes, desk: Desk, *, later: bool, alone: bool
) -> Iterator[Entry]:
    """One entry a period: its claims with their words, then the verdicts.

    `later` is a page with others before it; `alone` says that one article gives all figures.
    """
    before: list[Claim] = []
    shown = {told.id for told in page}
    for _, group in groupby(page, key=_when):
        facts = list(group)
        lines = [line for told in facts for line in _claim_lines(told, footnotes, desk)]
        claims = _claims(facts, desk)
        earlier = [*_around(facts[0], shown, desk), *before] if later else before
        pairs, every = ([], True) if alone else _pairs(claims, earlier)
        cited = [told for one, _ in pairs for told in one.told if told.id not in shown]
        verdicts = [_verdict(one, other, footnotes, desk) for one, other in pairs]
        if not alone:
            others = later or bool(before) or len(claims) > 1
            verdicts += _apart(facts, footnotes, desk, others=others)
        lines += [verdict.line for verdict in verdicts]
        unjudged = "" if every else desk.say.say("compare.not-all-pairs")
        if unjudged:
            lines.append(Line("small", unjudged))
        before = [*before, *claims]
        yield Entry(tuple(lines), (*facts, *cited), tuple(verdicts), unjudged)


def _claim_lines(told: Told, footnotes: Footnotes, desk: Desk) -> Iterator[Line]:
    """What an article says: the period, the value with all that must stand beside it, its words."""
    mark = footnotes.mark(told.article)
    lead = desk.say.say("lead.colon", lead=opening(period_lead(told, desk)))
    marked = [*tags(told, desk), *dispute_tags(told, desk)]
    if _goes_on(told.figure):
        marked.insert(0, desk.say.say("tag.as-of", date=as_of_text(told, desk)))
    text = with_tags(amount(told.figure, desk), marked, desk)
    yield Line("head", text, lead=lead, marks=(mark,))
    yield quote_line(told, mark)


def agreeing(facts: Sequence[Told], footnotes: Footnotes, desk: Desk) -> Verdicts:
    """Verdicts of some figures of any measures: within each of which several articles give some."""
    by_measure: dict[str, list[Told]] = {}
    for told in facts:
        by_measure.setdefault(told.figure.measure, []).append(told)
    verdicts: list[Verdict] = []
    all_judged = True
    for same in by_measure.values():
        if len({told.article for told in same}) > 1:
            pairs, every = _pairs(_claims(same, desk), [])
            verdicts += (_verdict(one, other, footnotes, desk) for one, other in pairs)
            all_judged = all_judged and every
    unjudged = "" if all_judged else desk.say.say("compare.not-all-pairs")
    return Verdicts(tuple(verdicts), unjudged)


def named(told: Told, desk: Desk) -> str:
    """A claim as a note names it."""
    period, value = period_lead(told, desk), amount(told.figure, desk)
    return desk.say.say("compare.note-on", period=period, amount=value)


def _goes_on(figure: Figure) -> bool:
    """Whether a figure is of a period without an end, which is compared up to its article's date,
    and nothing else says so."""
    period = figure.period
    open_end = period is not None and period.start is not None and period.end is None
    return open_end and figure.status == "measured" and figure.as_of is None


def _when(told: Told) -> Edtf | None:
    return told.figure.period or told.figure.as_of


def _claims(facts: Sequence[Told], desk: Desk) -> list[Claim]:
    """Facts of one period by what they say: relation and numbers, measured or not, and as of when.

    What gives no number is left out.
    """
    found: dict[object, list[Told]] = {}
    for told in facts:
        figure = told.figure
        if figure.relation != "claim":
            of = figure.as_of if figure.period is not None else None
            key = (_when(told), of, Amount.of(figure).meaning, figure.status)
            found.setdefault(key, []).append(told)
    return [
        Claim(
            tuple(same),
            _until(same[0], desk),
            is_count(same[0].figure, desk),
        )
        for same in found.values()
    ]


def _until(told: Told, desk: Desk) -> date | None:
    when = _when(told)
    return None if when is None else reach(when, desk.facts.by_slug[told.article].article)[1]


def _around(told: Told, shown: set[str], desk: Desk) -> list[Claim]:
    """Claims of earlier pages whose periods overlap that of a fact: the first that are listed."""
    when, until = _when(told), _until(told, desk)
    if when is None:
        return []
    filters = Filters(measure=told.figure.measure, earliest=when.earliest, latest=until)
    found = [row.facts[0] for row in desk.facts.page("figures", filters, 0, AROUND).rows]
    return _claims(list(takewhile(lambda fact: fact.id not in shown, found)), desk)


def _pairs(claims: list[Claim], earlier: list[Claim]) -> tuple[list[tuple[Claim, Claim]], bool]:
    """Which claims to tell a verdict of: one that articles agree on, then those within the period,
    then each with those that are listed before it and overlap it. And whether these are all.
    """
    found = [(claim, claim) for claim in claims if len({told.article for told in claim.told}) > 1]
    within = list(combinations(claims, 2))
    found += within if len(claims) <= PAIRWISE else within[: len(claims) - 1]
    found += product(earlier, claims)
    told = [pair for pair in found if _judged(*pair).reason not in UNSAID]
    every = len(told) <= VERDICTS and len(claims) <= PAIRWISE
    return told[:VERDICTS], every


def _judged(one: Claim, other: Claim) -> Judged:
    return figures(one.first.figure, other.first.figure, (one.until, other.until), whole=one.whole)


def _verdict(one: Claim, other: Claim, footnotes: Footnotes, desk: Desk) -> Verdict:
    """How one claim agrees with another, or what all facts of one claim give."""
    judged = _judged(one, other)
    why = figures_why(one.first.figure, other.first.figure, judged, desk)
    marks = footnotes.marks((*one.told, *other.told))
    first, second = (_period(claim.first, desk) for claim in (one, other))
    line = verdict_line(first, second, judged, why, marks, desk)
    return Verdict((one.told,) if one is other else (one.told, other.told), judged, line)


def _period(told: Told, desk: Desk) -> str:
    """The period that a verdict is of; where there is none, that there is none."""
    dated = _when(told) is not None
    return period_lead(told, desk) if dated else desk.say.say("figures.no-period")


def _apart(
    facts: list[Told], footnotes: Footnotes, desk: Desk, *, others: bool
) -> Iterator[Verdict]:
    """Why facts of one period are not compared: they give no number, or there is no period.

    `others` says that there are claims that they could be compared with if they gave one.
    """
    lead = _period(facts[0], desk)
    numbered = [told for told in facts if told.figure.relation != "claim"]
    reasons: list[tuple[Reason, list[Told]]] = []
    if len(numbered) < len(facts):
        reasons.append(("no-number", [told for told in facts if told not in numbered]))
    if numbered and others and _when(facts[0]) is None:
        reasons.append(("no-period", numbered))
    for why_apart, of in reasons:
        judged, why = Judged("not-comparable", why_apart), desk.say.say(f"compare.{why_apart}")
        line = verdict_line(lead, lead, judged, why, footnotes.marks(of), desk)
        yield Verdict((tuple(of),), judged, line)
