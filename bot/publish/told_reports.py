"""How reported problems are told: to fact editors, and to who reported them. Pure."""

from __future__ import annotations

from bot.answers.model import Line
from bot.answers.notice import person
from bot.publish.telling import moment
from bot.state.reports import Report
from bot.store.facts import FactStore
from bot.wording.wording import Wording


def mentions(report: Report) -> frozenset[str]:
    """Whom the small lines of a report name."""
    by = (report.filing.user_id, *((report.closure.by,) if report.closure else ()))
    return frozenset(map(person, by))


def for_editors(report: Report, server: str, facts: FactStore, say: Wording) -> tuple[Line, ...]:
    """A report with the fact as it is now; `server` is the name of where it came from, if known."""
    filing, closure = report.filing, report.closure
    lead = say.say("reports.head", number=report.number, fact=filing.fact)
    when, who = moment(report.at, say), person(filing.user_id)
    if filing.guild_id is None:
        filed = say.say("reports.filed-direct", when=when, who=who)
    else:
        place = server or str(filing.guild_id)
        filed = say.say("reports.filed", when=when, who=who, place=place)
    lines = [
        Line("head", _fact(filing.fact, facts, say), lead=lead),
        Line("quote", filing.words),
        Line("small", filed),
    ]
    if filing.generation != facts.generation:
        lines.append(Line("small", say.say("reports.changed")))
    if closure is not None:
        when, who = moment(closure.at, say), person(closure.by)
        lines.append(Line("small", say.say("reports.closed-by", when=when, who=who)))
        lines.append(Line("quote", closure.reason))
    return tuple(lines)


def for_reporter(report: Report, say: Wording) -> tuple[Line, ...]:
    """A report, and what came of it."""
    lead = say.say("reports.head", number=report.number, fact=report.filing.fact)
    state = say.say("reports.is-open" if report.closure is None else "reports.is-closed")
    lines = [
        Line("head", state, lead=lead),
        Line("quote", report.filing.words),
        Line("small", moment(report.at, say)),
    ]
    if report.closure is not None:
        when = moment(report.closure.at, say)
        lines.append(Line("small", say.say("reports.closed", when=when)))
        lines.append(Line("quote", report.closure.reason))
    return tuple(lines)


def _fact(public_id: str, facts: FactStore, say: Wording) -> str:
    told = facts.fact(public_id)
    if told is not None:
        return told.fact.what
    gone = facts.is_retired(public_id)
    return say.say("reports.fact-withdrawn" if gone else "reports.fact-gone")
