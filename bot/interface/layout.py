"""The look of every answer: an `Answer` laid out as the text of one Discord message.

Discord's limits for Components V2 (developer documentation, "Component Reference"): 4,000
characters over all text displays, 40 components. A page that does not fit is laid out in parts;
nothing is dropped, and what is divided says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.chart import Chart
from bot.answers.model import Answer, Entry
from bot.answers.question import Question
from bot.interface.lines import Atom, bounded, entry_atoms, flow, footnote, small
from bot.interface.markdown import escape, width
from bot.wording.wording import Wording

LIMIT = 3900
"""Characters of one message, a little under Discord's 4,000."""

HEADER = 1500
"""Most characters of a header; scope lines beyond it go on in the body."""

TITLE = 800
SCOPE = 600
"""Most characters of a title, and of a scope line that stands beside the page number."""


@dataclass(frozen=True, slots=True)
class Laid:
    """One message: its texts, top to bottom, and which part of which page of an answer it is.

    `entries` and `facts` say whether the page has any, `sealed` whether any fact was proved,
    `found` whether the articles say what was asked. `told` are the ids of the facts whose entries
    begin in this message. With `chart`, the picture of it belongs to this
    message, with `aside` below it.
    """

    header: str
    body: str
    footer: str
    question: Question
    page: int
    pages: int
    part: int
    parts: int
    entries: bool
    facts: bool
    sealed: bool = False
    found: bool = True
    told: tuple[str, ...] = ()
    chart: Chart | None = None
    aside: str = ""


@dataclass(frozen=True, slots=True)
class _Head:
    """What a header shows, escaped: the title, and scope lines but for the page number."""

    title: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class _Group:
    """What one message shows: atoms, and whether each opens an entry.

    `needed` are footnotes that it has anyway, `taken` is the room that something else takes.
    """

    atoms: list[tuple[Atom, bool]]
    needed: tuple[int, ...] = ()
    taken: int = 0


def lay_out(answer: Answer, say: Wording, part: int = 1) -> Laid:
    """Part `part` of the answer's page; 0 is its last part, and one beyond the last is the last."""
    notes = {note.number: footnote(note) for note in answer.footnotes}
    head, rest = _scope(answer)
    blocks = [[Atom(text)] for line in rest for text in small(line, say)]
    blocks += [entry_atoms(entry, notes, say) for entry in answer.entries]
    blocks += _closing_atoms(answer.closing, say)
    # The largest numbers that a header can hold, so that it never outgrows what it was given.
    room = LIMIT - width(_header(answer, head, say, 9999, 9999))
    # The picture and its footnotes stand in the first part.
    aside = "\n".join(small(answer.chart.aside, say)) if answer.chart is not None else ""
    needed = answer.chart.notes if answer.chart is not None else ()
    first = _Group([], needed, width(aside))
    groups = _pack([block for block in blocks if block], notes, room, first)
    number = len(groups) if part == 0 else min(part, len(groups))
    group = groups[number - 1]
    used = dict.fromkeys(mark for atom, _ in group.atoms for mark in atom.marks)
    if group.needed:
        used = dict.fromkeys(sorted({*used, *group.needed}))
    return Laid(
        header=_header(answer, head, say, number, len(groups)),
        body=flow(group.atoms),
        footer="\n".join(notes[mark] for mark in used if mark in notes),
        question=answer.question,
        page=answer.page,
        pages=answer.pages,
        part=number,
        parts=len(groups),
        entries=bool(answer.entries),
        facts=any(entry.facts for entry in answer.entries),
        sealed=any(told.seal is not None for entry in answer.entries for told in entry.facts),
        found=answer.found,
        told=tuple(dict.fromkeys(told.id for atom, _ in group.atoms for told in atom.facts)),
        chart=answer.chart if number == 1 else None,
        aside=aside if number == 1 else "",
    )


def bodies(entries: Iterable[Entry], say: Wording, room: int) -> tuple[str, ...]:
    """Entries without footnotes, as the bodies of as many messages as they need."""
    blocks = [entry_atoms(entry, {}, say) for entry in entries]
    return tuple(flow(group.atoms) for group in _pack([b for b in blocks if b], {}, room))


def _header(answer: Answer, head: _Head, say: Wording, part: int, parts: int) -> str:
    """The title, and below it the page number with as much of the scope as a header holds."""
    lines = list(head.lines)
    if answer.pages > 1 or parts > 1:
        page = _place(answer, say, part, parts)
        if lines and width(lines[0]) <= SCOPE:
            lines[0] = say.say("page.scope", scope=lines[0], page=page)
        else:
            lines.insert(0, page)
    return "\n".join([f"### {head.title}", *(f"-# {line}" for line in lines)])


def _place(answer: Answer, say: Wording, part: int, parts: int) -> str:
    """Which of several pages this is, and which of several parts of it."""
    if parts == 1:
        return say.say("page.of", page=answer.page, pages=answer.pages)
    if answer.pages == 1:
        return say.say("page.part", part=part, parts=parts)
    return say.say("page.of-part", page=answer.page, pages=answer.pages, part=part, parts=parts)


def _scope(answer: Answer) -> tuple[_Head, list[str]]:
    """What the header holds, and the scope lines (not escaped) that do not fit into it."""
    title = bounded(answer.title, TITLE)
    lines = [(line, shown) for line in answer.scope if (shown := escape(line))]
    left = HEADER - width(title) - 100
    fits = 0
    for _, shown in lines:
        left -= width(shown) + 4
        if left < 0:
            break
        fits += 1
    return _Head(title, [shown for _, shown in lines[:fits]]), [line for line, _ in lines[fits:]]


def _closing_atoms(closing: tuple[str, ...], say: Wording) -> list[list[Atom]]:
    """The asides after the entries, together where they fit together."""
    return [[Atom(text) for line in closing for text in small(line, say)]]


def _pack(
    blocks: list[list[Atom]], notes: dict[int, str], room: int, first: _Group | None = None
) -> list[_Group]:
    """Atoms in messages, in their order, each message with its footnotes within `room`.

    An entry stays whole where one message can hold it: its words belong to its first line, which
    says whose they are.
    """
    groups = [first or _Group([])]
    widths = {mark: width(note) for mark, note in notes.items()}
    used = set(groups[0].needed)
    size = groups[0].taken + sum(widths[mark] + 1 for mark in used if mark in widths)

    def cost(atoms: list[Atom], known: set[int]) -> int:
        new = {mark for atom in atoms for mark in atom.marks} - known
        texts = sum(atom.width + 2 for atom in atoms)
        return texts + sum(widths[mark] + 1 for mark in new if mark in widths)

    def add(atoms: list[Atom], *, opens: bool) -> None:
        nonlocal used, size
        more = cost(atoms, used)
        if groups[-1].atoms and size + more > room:
            groups.append(_Group([]))
            used, size, more = set(), 0, cost(atoms, set())
        size += more
        used |= {mark for atom in atoms for mark in atom.marks}
        groups[-1].atoms.extend((atom, opens and index == 0) for index, atom in enumerate(atoms))

    for block in blocks:
        if cost(block, set()) <= room:
            add(block, opens=True)
        else:
            for index, atom in enumerate(block):
                add([atom], opens=index == 0)
    return groups
