"""Changes of the facts in words: how many, which, field by field, and on which anniversaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.anniversaries.affected import DAYS, Affected
from bot.answers.model import Entry, Line
from bot.corpus.difference import AFTER, Change, EventChange, FieldChange, How, Section, vanished
from bot.publish.sizes import sizes_of
from bot.state.generations import Sizes
from bot.wording.dates import day_text
from bot.wording.wording import Wording

HOWS: tuple[How, ...] = ("added", "changed", "retired", "gone")
SECTIONS: tuple[Section, ...] = (
    "event", "figure", "quote", "article", "topic", "person", "unit", "measure", "happening",
)  # fmt: skip
"""In the order in which they are counted."""

SHORT = 160
"""What a field was and is stand side by side up to so many characters, else one below the other."""

IDS = 5
"""How many ids are named in a sentence."""

EVENTS, WHAT = 3, 150
"""How many events are told of a date, and with how many characters of each."""


def sizes_text(sizes: Sizes, say: Wording) -> str:
    """`3 added, 1 changed`; that nothing changed where that is so."""
    counts = {how: getattr(sizes, how) for how in HOWS}
    parts = [say.count(f"facts.count.{how}", counts[how]) for how in HOWS if counts[how]]
    return say.commas(parts) or say.say("facts.count.none")


def counted(changes: Iterable[Change], say: Wording) -> tuple[Line, ...]:
    """One line for each kind of fact, for articles and for each part of the vocabulary."""
    found: defaultdict[Section, list[Change]] = defaultdict(list)
    for change in changes:
        found[change.section].append(change)
    return tuple(
        Line(
            "head",
            sizes_text(sizes_of(found[section]), say),
            lead=say.say(f"facts.section.{section}"),
        )
        for section in SECTIONS
        if section in found
    )


def caution(changes: Iterable[Change], say: Wording, *, kept: bool) -> tuple[Line, ...]:
    """What becomes of links to facts that go without being retired, and what to do about it.

    `kept` says that these are the facts of another time: then there is nothing to mend.
    """
    ids = vanished(changes)
    if not ids:
        return ()
    named = ids[:IDS]
    if len(ids) > IDS:
        named.append(say.count("facts.more", len(ids) - IDS))
    key = "facts.gone-kept" if kept else "facts.gone"
    text = say.count(key, len(ids), ids=say.join(named))
    return (Line("head", text, lead=say.say("facts.caution")),)


def anniversaries(affected: Affected, say: Wording) -> tuple[Entry, ...]:
    """The dates on which anniversaries change, with the events, and in how many servers at most."""
    heading = Line("head", _heading(affected, say))
    dates = (
        Line(
            "head",
            _events(events, say),
            lead=say.say("lead.colon", lead=day_text(on.month, on.day, say)),
        )
        for on, events in affected.dates
    )
    return (Entry((heading, *dates)),)


def _heading(affected: Affected, say: Wording) -> str:
    if affected.dates and affected.servers:
        return say.count("facts.anniversaries", affected.servers, days=DAYS)
    if affected.dates:
        return say.say("facts.anniversaries-unposted", days=DAYS)
    if affected.servers:
        return say.count("facts.anniversaries-next", affected.servers, days=DAYS)
    return say.say("facts.anniversaries-none", days=DAYS)


def _events(events: Sequence[EventChange], say: Wording) -> str:
    told = [say.say("facts.event", what=_cut(event.what), id=event.id) for event in events[:EVENTS]]
    if len(events) > EVENTS:
        told.append(say.count("facts.more", len(events) - EVENTS))
    return " · ".join(told)


def _cut(what: str) -> str:
    return what if len(what) <= WHAT else f"{what[: WHAT - 1].rstrip()}…"


def changed(changes: Iterable[Change], say: Wording) -> Iterator[Entry]:
    """Each change: what it is of, and of what differs each field as it was and as it is."""
    for change in changes:
        kind = say.say(f"facts.kind.{change.section}")
        lead = say.say(f"facts.change.{change.how}", kind=kind, id=change.id)
        fields = (line for field in change.fields for line in _field(field, say))
        yield Entry((Line("head", change.what, lead=lead), *fields))


def _field(field: FieldChange, say: Wording) -> Iterator[Line]:
    if field.name == AFTER:
        text = say.say(
            "facts.value.changed", old=_place(field.old, say), new=_place(field.new, say)
        )
        yield Line("head", text, lead=say.say("facts.place"))
    elif field.old and field.new and len(field.old) + len(field.new) > SHORT:
        yield Line("head", field.old, lead=say.say("facts.value.before", name=field.name))
        yield Line("head", field.new, lead=say.say("facts.value.now", name=field.name))
    else:
        yield Line("head", _was_and_is(field, say), lead=say.say("lead.colon", lead=field.name))


def _was_and_is(field: FieldChange, say: Wording) -> str:
    if not field.old:
        return say.say("facts.value.added", new=field.new)
    if not field.new:
        return say.say("facts.value.removed", old=field.old)
    return say.say("facts.value.changed", old=field.old, new=field.new)


def _place(after: str, say: Wording) -> str:
    return say.say("facts.place-after", other=after) if after else say.say("facts.place-first")
