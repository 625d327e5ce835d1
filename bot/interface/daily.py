"""The daily post as Discord takes it: a line that notifies, an embed, and the source words.

Discord's limits (developer documentation, "Create Message" and "Embed Limits"): 2,000 characters of
content; of an embed 256 of title, 4,096 of description, 2,048 of footer, 6,000 of all together.
They are taken as UTF-16 units of the escaped text, to be safe.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.anniversaries.post import Post
from bot.answers.daily import Choices, Daily, daily
from bot.answers.daily_text import LAST
from bot.answers.desk import Desk
from bot.answers.fact import source_words
from bot.answers.model import Answer, Entry
from bot.answers.notes import notes_behind
from bot.answers.parts import other_wordings
from bot.interface.languages import OfServer
from bot.interface.layout import lay_out
from bot.interface.lines import bounded, entry_atoms, flow, footnote, small
from bot.interface.markdown import escape, width
from bot.state.plans import Plan
from bot.store.facts import FactStore
from bot.store.kept import Kept
from bot.wording.wording import Wording

CONTENT = 1900
"""Most characters of the content: a role's mention takes some two dozen of Discord's 2,000."""

TITLE, BODY, EMBED = 256, 4096, 6000
"""Most characters of an embed's title and description, and of all of it."""

WORDS = 5
"""Most private messages with source words; a press must not bring more."""

POSTS = 128
"""How many posts are kept, at most some 25 KiB each."""


class Composer:
    """Makes plans' posts. Servers of one language that chose the same on the same date get the
    same one. `facts` gives the live store.
    """

    def __init__(self, facts: Callable[[], FactStore], language: OfServer) -> None:
        self._facts = facts
        self._language = language
        self._posts: Kept[tuple[Choices, date, str, Wording], tuple[Post | None]] = Kept(POSTS)

    async def __call__(self, plan: Plan, on: date) -> Post | None:
        """A plan's post of a local date; None where there is nothing to post."""
        facts = self._facts()
        choices = choices_of(plan)
        say = await self._language(plan.guild_id)
        key = (choices, on, facts.generation, say)
        kept = self._posts.get(key)
        if kept is None:
            # Nothing that is posted depends on the zone but the date.
            desk = Desk(facts, say, on, "UTC")

            def make() -> Post | None:
                told = daily(choices, desk)
                return post_of(told, desk) if told is not None else None

            kept = self._posts.keep(key, (await facts.run(make, long=True),))
        return kept[0]


def choices_of(plan: Plan) -> Choices:
    """What a plan says about the content of its posts."""
    return Choices(
        topics=tuple(sorted(plan.topics)),
        leap_rule=plan.leap_rule,
        disputed=plan.disputed,
        when_nothing=plan.when_nothing,
    )


def post_of(told: Daily, desk: Desk) -> Post:
    """A daily answer as a message. What does not fit is left out whole, and a line says so."""
    say = desk.say
    title = bounded(told.answer.title, TITLE)
    # Discord shows a footer as plain text.
    footer = say.say("daily.footer")
    entries, body = _fitted(told, min(BODY, EMBED - width(title) - width(footer)), desk)
    shown = Answer(told.answer.question, told.answer.title, (), entries)
    return Post(
        content=bounded(told.push, CONTENT),
        title=title,
        body=body,
        footer=footer,
        words=_words(shown, told, desk),
        facts=tuple(fact.id for fact in shown.facts),
    )


def _fitted(told: Daily, room: int, desk: Desk) -> tuple[tuple[Entry, ...], str]:
    """As many entries as there is room for, and the text; of one that fills it alone, a part."""
    entries = told.answer.entries
    for count in range(len(entries), 0, -1):
        body = _body(told, entries[:count], desk)
        if width(body) <= room:
            return entries[:count], body
    lines, last = entries[0].lines[:-LAST], entries[0].lines[-LAST:]
    for count in range(len(lines) - 1, 0, -1):
        part = Entry((*lines[:count], *last), entries[0].facts)
        body = _body(told, (part,), desk, part=True)
        if width(body) <= room:
            return (part,), body
    return (), _body(told, (), desk, part=True)


def _body(told: Daily, entries: Sequence[Entry], desk: Desk, *, part: bool = False) -> str:
    """Scope, entries, what is not shown, footnotes. `part` says that of one entry some is not."""
    say, answer = desk.say, told.answer
    commands = _commands(told, say)
    notes = {note.number: footnote(note) for note in answer.footnotes}
    asides = [*notes_behind(entries, desk), *other_wordings(entries, desk)]
    if part:
        asides.insert(0, say.say("daily.cut", commands=commands))
    if more := told.more + len(answer.entries) - len(entries):
        asides.insert(0, say.count("daily.more", more, commands=commands))
    blocks = [entry_atoms(entry, notes, say) for entry in entries]
    atoms = [(atom, index == 0) for block in blocks for index, atom in enumerate(block)]
    marks = dict.fromkeys(mark for atom, _ in atoms for mark in atom.marks)
    texts = (
        _small(answer.scope, say),
        flow(atoms),
        "\n".join(text for text in (_small(asides, say), *(notes[mark] for mark in marks)) if text),
    )
    return "\n\n".join(text for text in texts if text)


def _small(lines: Sequence[str], say: Wording) -> str:
    return "\n".join(piece for line in lines for piece in small(line, say))


def _commands(told: Daily, say: Wording) -> str:
    """The commands that show what the post does not."""
    return say.either(told.see)


def _words(shown: Answer, told: Daily, desk: Desk) -> tuple[str, ...]:
    """The source words as texts that one message each takes."""
    if not shown.facts:
        return ()
    say = desk.say
    answer = source_words(shown, shown.question.viewed("words"), desk)
    parts = lay_out(answer, say).parts
    fit = parts if parts <= WORDS else WORDS - 1
    laid = [lay_out(answer, say, part) for part in range(1, fit + 1)]
    texts = ["\n\n".join(t for t in (each.header, each.body, each.footer) if t) for each in laid]
    if fit < parts:
        texts.append(escape(say.say("daily.more-words", commands=_commands(told, say))))
    return tuple(texts)
