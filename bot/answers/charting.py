"""Makes the chart of a measure's figures.

Nothing is merged, joined by a line or made exact: a floor stays a floor, a period a period, and
what has no number or no time is counted beside the chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce

from bot.answers.axes import time_axis, value_axis
from bot.answers.chart import Chart, Key, Kind, Mark, Name, Sign
from bot.answers.desk import Desk
from bot.answers.parts import Footnotes, opening, period_lead, status_tags, with_tags
from bot.corpus.dates import Edtf
from bot.corpus.model import Relation, Unit
from bot.store.grouping import reach
from bot.store.models import Row, Told
from bot.wording.units import amount_text, scaled, unit_text
from bot.wording.wording import Wording

SIGNS: tuple[Sign, ...] = (
    "exact",
    "about",
    "floor",
    "ceiling",
    "range",
    "forecast",
    "open",
    "held",
)
"""In the order of the legend."""

FEWEST = 3
"""Fewer values are read faster than a chart of them."""

ALT = 1000
"""Most characters of a chart in words; Discord takes 1,024 ("Media Gallery Item")."""

RANK = "rank"
"""The unit whose values are better the lower they are: 1 stands at the top."""

_KINDS: dict[Relation, Kind] = {
    "exactly": "exact",
    "about": "about",
    "over": "floor",
    "at-least": "floor",
    "under": "ceiling",
    "at-most": "ceiling",
    "up-to": "ceiling",
    "between": "range",
}


def chart_of(
    measure: str, rows: Iterable[Row], footnotes: Footnotes, desk: Desk, *, part: str | None
) -> Chart | None:
    """The chart of a measure's figures; None where fewer than `FEWEST` can be drawn.

    `part` is what to say where these are not simply the figures that stand beside it.
    """
    told = [row.facts[0] for row in rows]
    found = [(item, mark) for item in told if (mark := _mark(item, footnotes, desk)) is not None]
    if len(found) < FEWEST:
        return None
    say, marks = desk.say, tuple(mark for _, mark in found)
    names = _names(measure, desk)
    falling = desk.facts.vocabulary.measures[measure].unit == RANK
    asides = [say.count("chart.aside", len(found))]
    if len(told) > len(found):
        asides.append(say.count("chart.not-drawn", len(told) - len(found)))
    if part is not None:
        asides.append(part)
    return Chart(
        title=names[0],
        unit=names[1:],
        marks=marks,
        values=value_axis([(mark.low, mark.high) for mark in marks], say, rank=falling),
        times=time_axis([(mark.start, mark.end) for mark in marks], say),
        keys=_keys(marks, desk),
        sources=_sources([item for item, _ in found], footnotes, desk),
        aside=_sentences(asides, say),
        alt=_alt(names, found, desk),
        falling=falling,
    )


def _sentences(sentences: Sequence[str], say: Wording) -> str:
    """Whole sentences one after the other."""
    return reduce(lambda first, more: say.say("chart.sentences", first=first, next=more), sentences)


def _mark(told: Told, footnotes: Footnotes, desk: Desk) -> Mark | None:
    """How a figure is drawn; None where it has no number or no time."""
    figure = told.figure
    when, held = figure.period, False
    if when is None and figure.status == "measured":
        published = desk.facts.by_slug[told.article].article.published
        when, held = figure.as_of or published.date or published.filed_as, True
    if figure.relation == "claim" or when is None:
        return None
    value = figure.value if figure.value is not None else Decimal(0)
    low = figure.low if figure.low is not None else value
    high = figure.high if figure.high is not None else value
    start, end = _days(when, told, desk)
    unit = _unit_of(figure.measure, desk)
    short = _number(low, unit, desk)
    if figure.relation == "between":
        short = desk.say.say("figure.between", low=short, high=_number(high, unit, desk))
    label = short
    if figure.relation not in ("exactly", "between"):
        label = desk.say.say(f"figure.{figure.relation}", amount=short)
    return Mark(
        kind=_KINDS[figure.relation],
        low=scaled(low, unit, desk.say),
        high=scaled(high, unit, desk.say),
        start=start,
        end=end,
        label=label,
        short=short,
        note=footnotes.mark(told.article),
        forecast=figure.status != "measured",
        held=held,
        open_start=when.start is None,
        open_end=when.end is None,
    )


def _days(when: Edtf, told: Told, desk: Desk) -> tuple[date, date]:
    """The days that a mark covers; of a period without a known start those of its end."""
    start, end = reach(when, desk.facts.by_slug[told.article].article)
    if when.start is None and when.end is not None:
        start = when.end.earliest()
    return start, end


def _number(value: Decimal, unit: Unit, desk: Desk) -> str:
    """A value as it stands at its mark: with its unit only where that is a sign, such as %."""
    if len(unit_text(unit, desk.say)) > 1:
        return desk.say.number(scaled(value, unit, desk.say))
    return amount_text(value, unit, desk.say)


def _unit_of(measure: str, desk: Desk) -> Unit:
    vocabulary = desk.facts.vocabulary
    return vocabulary.units[vocabulary.measures[measure].unit]


def _names(measure: str, desk: Desk) -> tuple[Name, ...]:
    """A measure's label, its unit and its direction."""
    term = desk.facts.vocabulary.measures[measure]
    names = [
        Name(desk.say.label(term), measure),
        Name(unit_text(_unit_of(measure, desk), desk.say), term.unit),
    ]
    if term.direction is not None:
        names.append(Name(desk.say.label(term.direction), ""))
    return tuple(names)


def _keys(marks: Sequence[Mark], desk: Desk) -> tuple[Key, ...]:
    """The legend: none where all marks are plain values of plain periods."""
    has = {sign for sign in SIGNS if any(_has(mark, sign) for mark in marks)}
    if has == {"exact"}:
        return ()
    say = desk.say
    return tuple(Key(sign, say.say(f"chart.key.{sign}")) for sign in SIGNS if sign in has)


def _has(mark: Mark, sign: Sign) -> bool:
    """Whether a mark is drawn with this sign."""
    match sign:
        case "exact":
            return mark.kind == "exact" and not mark.forecast
        case "forecast":
            return mark.forecast
        case "open":
            return mark.open_start or mark.open_end
        case "held":
            return mark.held
    return mark.kind == sign


def _sources(
    told: Iterable[Told], footnotes: Footnotes, desk: Desk
) -> tuple[tuple[int, Name], ...]:
    """The articles that the marks are from, by the numbers of their footnotes."""
    slugs = dict.fromkeys(item.article for item in told)
    named = (
        (footnotes.mark(slug), Name(desk.facts.by_slug[slug].article.short, slug)) for slug in slugs
    )
    return tuple(sorted(named, key=lambda source: source[0]))


def _alt(names: Sequence[Name], found: Sequence[tuple[Told, Mark]], desk: Desk) -> str:
    """The chart in words: every value with its period and footnote, as many as there is room."""
    say = desk.say
    title, unit, *direction = (name.text for name in names)
    if direction:
        unit = say.say("figures.directed", name=unit, direction=direction[0])
    values = [
        say.say(
            "chart.alt-value",
            period=opening(period_lead(told, desk)),
            amount=with_tags(mark.label, status_tags(told, desk), desk),
            note=mark.note,
        )
        for told, mark in found
    ]
    for shown in range(len(values), -1, -1):
        parts = values[:shown]
        if shown < len(values):
            parts.append(say.count("chart.alt-more", len(values) - shown))
        text = say.say("chart.alt", what=title, unit=unit, values=_sentences(parts, say))
        if len(text.encode("utf-16-le")) // 2 <= ALT:
            break
    return text
