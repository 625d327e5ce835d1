"""What fact editors are told: what would change, what keeps it from that, what is live. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from itertools import chain, islice

from bot.anniversaries.affected import Affected
from bot.answers.model import Entry, Line
from bot.answers.notice import Notice, person
from bot.answers.plain import line_text
from bot.corpus.model import Kind
from bot.errors import Problem
from bot.publish.outcome import ReadingFailed
from bot.publish.shown import Preview, Status, Why
from bot.publish.told_changes import anniversaries, caution, changed, counted, sizes_text
from bot.state.generations import Generation, Reload
from bot.store.facts import FactStore
from bot.wording.dates import full_day_text
from bot.wording.wording import Wording

SHOWN = 200
"""How many changes or problems are shown; a file has all."""

LISTED, LISTED_IN_FILE = 50, 10_000
"""How many lines of a list within one entry are shown, and stand in a file."""

FILE = 5_000_000
"""Most bytes of a file: Discord takes 10 MiB with all that is around it."""

Lines = Iterable[Line]
Entries = Callable[[int], Iterator[Entry]]
"""Makes entries, in which lists have so many lines at most."""


def preview(
    shown: Preview,
    affected: Affected | None,
    say: Wording,
    why: Why | None = None,
) -> Notice:
    """What would go live beside what is, and all that changes.

    `affected` is None where that is not known. `why` says that this is another preview than the one
    that somebody was shown.
    """
    read = shown.read
    changes = read.difference.changes if read.difference is not None else ()
    lines = [*_instead(shown, why, say), _live(shown.base, say)]
    if not shown.nothing:
        holds = _holds(read.counts, read.articles, say)
        lines.append(
            Line("head", _named(read.generation, holds, say), lead=say.say("facts.field.would-be"))
        )
        lines += _changes(shown, say)

    def entries(most: int) -> Iterator[Entry]:
        if affected is not None and changes:
            yield from anniversaries(affected, say)
        yield from changed(changes, say)
        if read.warnings:
            title = say.count("facts.warnings", len(read.warnings))
            yield _list(title, map(_problem, read.warnings), len(read.warnings), most, say)

    if shown.nothing:
        title = say.say("facts.title.nothing")
    else:
        title = say.say("facts.title.back" if shown.kept else "facts.title.reload")
    more = bool(affected and changes) + bool(read.warnings)
    return _notice(title, lines, entries, len(changes) + more, _mentions(shown.base.by), say)


def problems(found: tuple[Problem, ...], say: Wording, *, kept: bool) -> Notice:
    """What keeps facts from going live; `kept` ones, of another time, nobody can mend."""
    unsealed = sum(problem.unsealed for problem in found)
    lines = [Line("head", say.say("facts.mend-kept" if kept else "facts.mend"))]
    if unsealed and not kept:
        lines.append(Line("head", say.count("facts.unsealed", unsealed)))

    def entries(_: int) -> Iterator[Entry]:
        return (Entry((_problem(problem),)) for problem in found)

    title = say.count("facts.title.problems", len(found))
    return _notice(title, lines, entries, len(found), frozenset(), say)


def failed(error: ReadingFailed, say: Wording) -> str:
    """That reading came to no end, and why."""
    if error.file is None:
        return say.say("facts.failed", why=error.why)
    return say.say("facts.failed-file", file=error.file, why=error.why)


def went_live(done: Reload, say: Wording) -> Notice:
    """Who took what live and how much that changed; also for an audit channel."""
    lines = (
        Line("head", _what_was_done(done, say)),
        Line("small", moment(done.at, say)),
    )
    return Notice(say.say("facts.title.live"), lines, _mentions(done.by))


def status(found: Status, reports: int, facts: FactStore, say: Wording) -> Notice:
    """What is live, since when and by whom, what it holds, and what else there is.

    `reports` is how many reports of problems are open.
    """
    live = found.live
    lines = [_live(live, say)]

    def field(name: str, text: str) -> None:
        lines.append(Line("head", text, lead=say.say(f"facts.field.{name}")))

    field("holds", _holds(facts.counts, len(facts.articles), say))
    if live.seconds is not None:
        seconds = Decimal(f"{live.seconds:.1f}")
        field("compiled", say.say("facts.seconds", seconds=say.number(seconds)))
    field("on-disk", say.say(f"facts.on-disk.{found.on_disk}"))
    field("reports", say.count("facts.reports", reports))
    warnings = live.warnings
    if warnings is None:
        field("warnings", say.say("facts.warnings-unknown"))
    elif not warnings:
        field("warnings", say.say("facts.warnings-none"))

    def entries(most: int) -> Iterator[Entry]:
        listed = partial(_list, most=most, say=say)
        if warnings:
            title = say.count("facts.warnings", len(warnings))
            yield listed(title, (Line("head", text) for text in warnings), len(warnings))
        kept = (
            Line("head", _went_live(each, say), lead=_lead(each.id, say)) for each in found.kept
        )
        title = say.say("facts.kept" if found.kept else "facts.kept-none")
        yield listed(title, kept, len(found.kept))
        history = (
            Line("head", _what_was_done(each, say), lead=_lead(moment(each.at, say), say))
            for each in found.history
        )
        if found.history:
            yield listed(say.say("facts.history"), history, len(found.history))
        articles = (
            Line(
                "head",
                _counts({"event": each.events, "figure": each.figures, "quote": each.quotes}, say),
                lead=_lead(each.article.id, say),
            )
            for each in facts.articles
        )
        yield listed(say.say("facts.by-article"), articles, len(facts.articles))

    by = (live.by, *(each.by for each in found.kept), *(each.by for each in found.history))
    count = 2 + bool(warnings) + bool(found.history)
    return _notice(say.say("facts.title.status"), lines, entries, count, _mentions(*by), say)


def _instead(shown: Preview, why: Why | None, say: Wording) -> Lines:
    """Why this is not what was shown before."""
    who = _who(shown.base.by, say)
    match why:
        case None:
            return
        case "files":
            text = say.say("facts.outdated.files")
        case "live":
            text = say.say("facts.outdated.live", who=who)
        case "done":
            text = say.say("facts.outdated.done", who=who)
    yield Line("head", text)
    if not shown.nothing:
        yield Line("head", say.say("facts.outdated.now"))


def _changes(shown: Preview, say: Wording) -> Lines:
    """How much changes, and what to mind about it."""
    if shown.read.difference is None:
        yield Line("head", say.say("facts.not-compared"))
        return
    changes = shown.read.difference.changes
    if not changes:
        yield Line("head", say.say("facts.nothing-shown"))
    yield from counted(changes, say)
    yield from caution(changes, say, kept=shown.kept)


def _what_was_done(done: Reload, say: Wording) -> str:
    """Who took what live, and how much that changed, as one line."""
    who, id_ = _who(done.by, say), done.generation
    before = done.before or ""
    match done.how:
        case "start":
            text = say.say("facts.done.start", id=id_)
        case "upgrade":
            text = say.say("facts.done.upgrade", id=id_, before=before)
        case "rollback":
            text = say.say("facts.done.rollback", who=who, id=id_, before=before)
        case "signal":
            text = say.say("facts.done.signal", who=who, id=id_, before=before)
        case "reload" | "publish":
            text = say.say("facts.done.reload", who=who, id=id_, before=before)
    if done.sizes is None:
        return text
    return say.say("facts.done-sizes", text=text, sizes=sizes_text(done.sizes, say))


def _live(live: Generation, say: Wording) -> Line:
    text = _named(live.id, _since(live, say), say)
    return Line("head", text, lead=say.say("facts.field.live"))


def _named(id_: str, text: str, say: Wording) -> str:
    return say.say("facts.named", id=id_, text=text)


def _since(live: Generation, say: Wording) -> str:
    when = moment(live.went_live_at, say)
    return say.say("facts.since", when=when, who=_who(live.by, say))


def _went_live(kept: Generation, say: Wording) -> str:
    when = moment(kept.went_live_at, say)
    return say.say("facts.went-live", when=when, who=_who(kept.by, say))


def moment(at: datetime, say: Wording) -> str:
    """A moment to the minute, in UTC."""
    utc = at.astimezone(UTC)
    return say.say("facts.moment", day=full_day_text(utc.date(), say), time=f"{utc:%H:%M}")


def _who(by: str, say: Wording) -> str:
    """Whoever changed something, as Discord names a person; or that it was the host."""
    return person(int(by)) if by.isdecimal() else say.say("facts.host")


def _mentions(*by: str) -> frozenset[str]:
    return frozenset(person(int(each)) for each in by if each.isdecimal())


def _holds(counts: dict[Kind, int], articles: int, say: Wording) -> str:
    """`12 events, 8 figures and 6 quotes from 5 articles`."""
    return say.count("facts.holds", articles, counts=_counts(counts, say))


def _counts(counts: dict[Kind, int], say: Wording) -> str:
    return say.join(
        [
            say.count("count.events", counts["event"]),
            say.count("count.figures", counts["figure"]),
            say.count("count.quotes", counts["quote"]),
        ]
    )


def _lead(text: str, say: Wording) -> str:
    return say.say("lead.colon", lead=text)


def _problem(problem: Problem) -> Line:
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return Line("head", problem.message, lead=f"{place}:")


def _list(title: str, lines: Lines, count: int, most: int, say: Wording) -> Entry:
    """A title and lines below it, of which so many are shown."""
    shown = [Line("head", title), *islice(lines, most)]
    if count > most:
        shown.append(Line("head", say.count("facts.more", count - most)))
    return Entry(tuple(shown))


def _notice(
    title: str, lines: Lines, entries: Entries, count: int, mentions: frozenset[str], say: Wording
) -> Notice:
    """A notice of which the first entries are shown, and whose text has all."""
    head = tuple(lines)
    shown = tuple(islice(entries(LISTED), SHOWN))
    if count > SHOWN:
        left = Line("head", say.count("facts.more-in-file", count - SHOWN))
        shown = (*shown, Entry((left,)))
    text = _text(title, head, entries(LISTED_IN_FILE), count, mentions, say)
    return Notice(title, head, mentions, shown, text)


def _text(
    title: str,
    lines: Lines,
    entries: Iterable[Entry],
    count: int,
    mentions: frozenset[str],
    say: Wording,
) -> str:
    """All of it as plain text, up to `FILE` bytes; what is left out after that is counted.

    People are named by their ids.
    """
    parts: list[str] = []
    size = 0
    for index, entry in enumerate(chain((Entry((Line("head", title), *lines)),), entries)):
        text = "\n".join(line_text(line, say) for line in entry.lines)
        for mention in mentions:
            text = text.replace(mention, mention.strip("<@>"))
        size += len(text.encode("utf-8", "replace")) + 2
        if size > FILE:
            parts.append(say.count("facts.file-cut", count + 1 - index))
            break
        parts.append(text)
    return "\n\n".join(parts) + "\n"
