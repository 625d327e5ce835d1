"""Fact editors' notes in an answer: told in full, or that they stand behind its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.answers.desk import Desk
from bot.answers.model import Entry, Line
from bot.answers.parts import Footnotes, say_date
from bot.corpus.model import Note
from bot.store.models import Told


def note_line(note: Note, desk: Desk) -> Line:
    """A fact editors' note with its source, never to be taken for the article's words."""
    say = desk.say
    lead = say.say(f"note.lead-{note.disputes}" if note.disputes else "note.lead")
    rival = say_date(note.rival, desk)
    if rival and rival not in note.text:
        lead = say.say("note.lead-rival", date=rival)
    text = say.say("note.text", text=note.text, source=note.source.rstrip("."))
    return Line("note", text, lead=lead)


def notes_below(
    facts: Iterable[Told], claim: Callable[[Told], str], footnotes: Footnotes, desk: Desk
) -> tuple[Line, ...]:
    """All notes of these facts, each once, with the claims that it is on and their articles."""
    noted: dict[Note, dict[str, Told]] = {}
    for told in facts:
        for note in told.fact.notes:
            noted.setdefault(note, {})[told.id] = told
    return tuple(
        _note_on(note, [*of.values()], claim, footnotes, desk) for note, of in noted.items()
    )


def _note_on(
    note: Note, of: list[Told], claim: Callable[[Told], str], footnotes: Footnotes, desk: Desk
) -> Line:
    line = note_line(note, desk)
    claims = desk.say.semicolons(dict.fromkeys(map(claim, of)))
    text = desk.say.say("compare.note", note=line.text, claims=claims)
    return replace(line, text=text, marks=footnotes.marks(of))


def notes_behind(entries: Iterable[Entry], desk: Desk) -> tuple[str, ...]:
    """Says how many facts of a page have notes that the page itself does not show."""
    hidden: set[str] = set()
    for entry in entries:
        noted = [told for told in entry.facts if told.fact.notes]
        shown = {line.text for line in entry.lines if line.kind == "note"} if noted else set()
        hidden |= {
            told.id
            for told in noted
            if not shown or any(note_line(note, desk).text not in shown for note in told.fact.notes)
        }
    return (desk.say.count("note.behind", len(hidden)),) if hidden else ()


def dispute_tags(told: Told, desk: Desk) -> list[str]:
    """What the fact editors dispute, where their notes themselves are not shown."""
    found = dict.fromkeys(note.disputes for note in told.fact.notes if note.disputes is not None)
    return [desk.say.say(f"tag.disputed-{what}") for what in found]
