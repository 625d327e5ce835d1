"""The look of every answer: an `Answer` laid out as the text of one Discord message.

Discord's limits for Components V2 (developer documentation, "Component Reference"): 4,000
characters over all text displays, 40 components. A page that does not fit is laid out in parts;
nothing is dropped, and what is divided says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.answers.model import Answer, Entry, Footnote, Line
from bot.answers.question import Question
from bot.interface.markdown import escape, escape_with_named_links, width
from bot.wording.wording import Wording

LIMIT = 3900
"""Characters of one message, a little under Discord's 4,000."""

HEADER = 1500
"""Most characters of a header; scope lines beyond it go on in the body."""

TITLE = 800
SCOPE = 600
"""Most characters of a title, and of a scope line that stands beside the page number."""

LONGEST = 1200
"""A line longer than this (escaped) is divided, and what is divided says that it goes on."""

LEAD = 300
"""A lead longer than this stands on lines of its own."""

MARKS = 700
"""Most characters of marks and footnotes that one line brings; more marks get lines below it."""

FOOTNOTE = 600
"""Most characters of a footnote; an article's short name and date are far from it."""


@dataclass(frozen=True, slots=True)
class Laid:
    """One message: its texts, top to bottom, and which part of which page of an answer it is.

    `entries` and `facts` say whether the page has any.
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


@dataclass(frozen=True, slots=True)
class _Head:
    """What a header shows, escaped: the title, and scope lines but for the page number."""

    title: str
    lines: list[str]


class _Atom:
    """Something that stays together: text, its width, and the footnotes it needs."""

    __slots__ = ("marks", "text", "width")

    def __init__(self, text: str, marks: tuple[int, ...] = ()) -> None:
        self.text = text
        self.marks = marks
        self.width = width(text)


@dataclass(frozen=True, slots=True)
class _Group:
    """What one message shows: atoms, and whether each opens an entry."""

    atoms: list[tuple[_Atom, bool]]


def lay_out(answer: Answer, say: Wording, part: int = 1) -> Laid:
    """Part `part` of the answer's page; 0 is its last part, and one beyond the last is the last."""
    notes = {note.number: _footnote(note) for note in answer.footnotes}
    head, rest = _scope(answer)
    blocks = [[_Atom(text)] for line in rest for text in _small(line, say)]
    blocks += [_entry_atoms(entry, notes, say) for entry in answer.entries]
    blocks += _closing_atoms(answer.closing, say)
    # The largest numbers that a header can hold, so that it never outgrows what it was given.
    room = LIMIT - width(_header(answer, head, say, 9999, 9999))
    groups = _pack([block for block in blocks if block], notes, room)
    number = len(groups) if part == 0 else min(part, len(groups))
    group = groups[number - 1]
    used = dict.fromkeys(mark for atom, _ in group.atoms for mark in atom.marks)
    return Laid(
        header=_header(answer, head, say, number, len(groups)),
        body=_body(group),
        footer="\n".join(notes[mark] for mark in used if mark in notes),
        question=answer.question,
        page=answer.page,
        pages=answer.pages,
        part=number,
        parts=len(groups),
        entries=bool(answer.entries),
        facts=any(entry.facts for entry in answer.entries),
    )


def _header(answer: Answer, head: _Head, say: Wording, part: int, parts: int) -> str:
    """The title, and below it the page number with as much of the scope as a header holds."""
    lines = list(head.lines)
    if answer.pages > 1 or parts > 1:
        key = "page.of-part" if parts > 1 else "page.of"
        page = say.say(key, page=answer.page, pages=answer.pages, part=part, parts=parts)
        if lines and width(lines[0]) <= SCOPE:
            lines[0] = say.say("page.scope", scope=lines[0], page=page)
        else:
            lines.insert(0, page)
    return "\n".join([f"### {head.title}", *(f"-# {line}" for line in lines)])


def _scope(answer: Answer) -> tuple[_Head, list[str]]:
    """What the header holds, and the scope lines (not escaped) that do not fit into it."""
    title = _bounded(answer.title, TITLE)
    lines = [(line, shown) for line in answer.scope if (shown := escape(line))]
    left = HEADER - width(title) - 100
    fits = 0
    for _, shown in lines:
        left -= width(shown) + 4
        if left < 0:
            break
        fits += 1
    return _Head(title, [shown for _, shown in lines[:fits]]), [line for line, _ in lines[fits:]]


def _bounded(text: str, limit: int) -> str:
    """A text escaped, and where it would be longer than `limit` shortened with an ellipsis."""
    shown = escape(text)
    if width(shown) <= limit:
        return shown
    end = min(len(text), limit)
    while (over := width(escape(text[:end])) + 1 - limit) > 0:
        end -= max(1, over // 2)  # a character is shown by two at most
    return escape(text[:end]) + "…"


def _body(group: _Group) -> str:
    """Entries one under the other; with air between them where they have several lines."""
    airy = not all(opens for _, opens in group.atoms)
    text = ""
    was_quote = False
    for atom, opens in group.atoms:
        if text:
            # After a quote, markdown takes a line without a blank one before it into the quote.
            leaves_quote = was_quote and not atom.text.startswith("> ")
            text += "\n\n" if (airy and opens) or leaves_quote else "\n"
        was_quote = atom.text.startswith("> ")
        text += atom.text
    return text


def _closing_atoms(closing: tuple[str, ...], say: Wording) -> list[list[_Atom]]:
    """The asides after the entries, together where they fit together."""
    return [[_Atom(text) for line in closing for text in _small(line, say)]]


def _small(line: str, say: Wording) -> list[str]:
    """A line in small print, in pieces that fit. It may repeat what a person typed: no links."""
    pieces = _divided(line, escape)
    return [
        f"-# {_going_on(piece, say, goes_on=index < len(pieces) - 1)}"
        for index, piece in enumerate(pieces)
    ]


def _entry_atoms(entry: Entry, notes: dict[int, str], say: Wording) -> list[_Atom]:
    return [atom for line in entry.lines for atom in _line_atoms(line, notes, say)]


def _line_atoms(line: Line, notes: dict[int, str], say: Wording) -> Iterator[_Atom]:
    """A line as it is shown: its lead, its text in pieces that fit, its marks."""
    small = "-# " if line.kind in ("note", "small") else ""
    lead = escape(line.lead) if line.lead else ""
    if width(lead) > LEAD:
        for piece in _divided(line.lead, escape):
            yield _Atom(f"{small}**{piece}**")
        lead = ""
    first, *more = _shared_out(line.marks, notes)
    show = escape_with_named_links if line.kind in ("note", "text") else escape
    pieces = _divided(line.text, show)
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        marks = first if last else ()
        opening = f"**{lead}** " if lead and index == 0 else ""
        text = _going_on(_words(line, piece, say), say, goes_on=not last)
        prefix = "> " if line.kind in ("quote", "direct") else small
        yield _Atom(f"{prefix}{opening}{text}{_tail(marks)}", marks)
    for marks in more:
        yield _Atom(f"-#{_tail(marks)}", marks)


def _words(line: Line, shown: str, say: Wording) -> str:
    """A piece of a line; in quotation marks only where they are a speaker's own words."""
    return say.say("quote.direct", words=shown) if line.kind == "direct" else shown


def _going_on(shown: str, say: Wording, *, goes_on: bool) -> str:
    return say.say("line.goes-on", text=shown) if goes_on else shown


def _tail(marks: tuple[int, ...]) -> str:
    return "".join(f" [{number}]" for number in marks)


def _shared_out(marks: tuple[int, ...], notes: dict[int, str]) -> list[tuple[int, ...]]:
    """A line's marks in shares whose footnotes one message can take; one share as a rule."""
    if len(marks) < 2:
        return [marks]
    shares: list[tuple[int, ...]] = [()]
    size = 0
    for mark in marks:
        cost = width(notes.get(mark, "")) + 1 + width(_tail((mark,)))
        if shares[-1] and size + cost > MARKS:
            shares.append(())
            size = 0
        shares[-1] = (*shares[-1], mark)
        size += cost
    return shares


def _divided(text: str, show: Callable[[str], str]) -> list[str]:
    """A text as shown, in pieces that fit, divided between words; nothing added, nothing lost."""
    whole = show(text)
    if width(whole) <= LONGEST:
        return [whole]
    pieces, piece, size = [], "", 0
    for word in _short_words(text):
        more = width(show(word)) + 1
        if piece and size + more > LONGEST:
            pieces.append(piece)
            piece, size = "", 0
        piece += word
        size += more
    # A piece of invisible characters only would be an empty line.
    return [shown for text in (*pieces, piece) if (shown := show(text))] or [""]


def _short_words(text: str, longest: int = LONGEST // 2 - 10) -> Iterator[str]:
    """The words of a text with the space behind them; one that could fill a message, in pieces."""
    for match in re.finditer(r"\S+\s*", text):
        word, start = match[0], 0
        while len(word) - start > longest:
            end = start + longest
            while end > start + 1 and _belongs(word[end - 1], word[end]):
                end -= 1
            yield word[start:end]
            start = end
        yield word[start:]


def _belongs(before: str, after: str) -> bool:
    """Whether two characters are seen as one: a letter and its accent, the parts of an emoji."""
    joiner = "\u200d"
    return joiner in (before, after) or unicodedata.category(after) in ("Mn", "Mc", "Me", "Sk")


def _footnote(note: Footnote) -> str:
    return f"-# [{note.number}] {_bounded(note.text, FOOTNOTE)}"


def _pack(blocks: list[list[_Atom]], notes: dict[int, str], room: int) -> list[_Group]:
    """Atoms in messages, in their order, each message with its footnotes within `room`.

    An entry stays whole where one message can hold it: its words belong to its first line, which
    says whose they are.
    """
    groups = [_Group([])]
    widths = {mark: width(note) for mark, note in notes.items()}
    used: set[int] = set()
    size = 0

    def cost(atoms: list[_Atom], known: set[int]) -> int:
        new = {mark for atom in atoms for mark in atom.marks} - known
        texts = sum(atom.width + 2 for atom in atoms)
        return texts + sum(widths[mark] + 1 for mark in new if mark in widths)

    def add(atoms: list[_Atom], *, opens: bool) -> None:
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
